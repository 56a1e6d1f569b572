//! The questions of a conversation, and what became of each.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::Serialize;

use super::mask;
use crate::{
    content::required,
    domain::{
        Action, BoltMessage, CandidateKind, Conversation, Event, EventBody, Language, Seq, Standing,
        numbered_answer_to, ratings,
    },
    language::{Utterance, is_small_word},
};

/// How many of the messages before a question are kept with it.
const BEFORE: usize = 3;
/// Two questions with this share of their words in common are one question, asked twice.
const SAME: f32 = 0.5;
/// Rules that answer a reply to Bolt rather than a question.
pub(super) const REPLIES: [&str; 10] = [
    "picked-choice",
    "cancel",
    "empty",
    "consent",
    "choice-in-words",
    "slot-answer",
    "slot-unclear",
    "speak-language",
    "repeat",
    "not-helpful",
];

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Bolt answered, and nothing speaks against the answer.
    Answered,
    /// Bolt knew no answer, or asked back in vain.
    Unanswered,
    /// The visitor asked the same again in other words.
    ReAsked,
    /// A person had to take over.
    HandedOff,
    /// The visitor said, or rated, that the answer did not help.
    Unhelpful,
}

/// Something that Bolt came near to, and how near, from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Near {
    /// The intent or the article.
    pub id: String,
    /// How near.
    pub score: f32,
}

/// A question as somebody asked it, without personal data.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Names the question, and tells nothing about who asked it.
    pub id: String,
    /// Its number in its conversation.
    pub seq: Seq,
    /// When.
    pub at: Timestamp,
    /// The language of the answer.
    pub language: Language,
    /// What decides the person's entitlements; nothing for somebody who was not signed in.
    pub standing: Option<Standing>,
    /// What they wrote before in the same conversation, the earliest first.
    pub before: Vec<String>,
    /// What they wrote.
    pub text: String,
    /// Whether it is a question of its own, and no reply to what Bolt said.
    pub own: bool,
    /// What became of it.
    pub fate: Fate,
    /// Whether the answer helped, if the visitor said so.
    pub helpful: Option<bool>,
    /// The intent that the classifier thought likeliest.
    pub intent: Option<Near>,
    /// The article that search thought best.
    pub article: Option<Near>,
}

/// A question with what its fate is read from.
struct Turn<'e> {
    asked: Asked,
    answer: &'e BoltMessage,
    answer_seq: Seq,
}

/// The questions that Bolt was asked in a conversation, in order. Picks of a choice are none; what an intent of small talk
/// answered is none of its own.
#[must_use]
pub fn asked(conversation: &Conversation, events: &[Event], is_small_talk: &dyn Fn(&str) -> bool) -> Vec<Asked> {
    let names: Vec<&str> = conversation.identity.name.as_deref().into_iter().collect();
    let standing = (!conversation.identity.anonymous).then_some(conversation.identity.standing);
    let mut before: Vec<String> = Vec::new();
    let mut turns: Vec<Turn<'_>> = Vec::new();
    for (place, event) in events.iter().enumerate() {
        match &event.body {
            EventBody::VisitorMessage { text, choice } => {
                let text = mask(text, &names);
                // What somebody says in despair, or in threat, is nobody's question to work with.
                let answer = numbered_answer_to(&events[place + 1..]);
                let Some((answer_seq, answer)) = answer.filter(|(_, answer)| answer.trace.rule != "danger") else {
                    continue;
                };
                judge_the_last(&mut turns, answer);
                if choice.is_none() {
                    let mut asked = question(event, &text, &before, standing, answer);
                    asked.own &= !answer.intent.as_deref().is_some_and(is_small_talk);
                    turns.push(Turn { asked, answer, answer_seq });
                }
                before.push(text);
            }
            EventBody::Queued { .. } => handed_off(&mut turns),
            _ => {}
        }
    }
    for at in 1..turns.len() {
        let (earlier, later) = turns.split_at_mut(at);
        if let (Some(earlier), Some(later)) = (earlier.last_mut(), later.first())
            && is_asked_again(earlier, later)
        {
            earlier.asked.fate = earlier.asked.fate.max(Fate::ReAsked);
        }
    }
    let rated = ratings(events);
    turns.into_iter().map(|turn| judged(turn.asked, rated.get(&turn.answer_seq).copied())).collect()
}

/// What the visitor says of an answer is worth more than what can be guessed of it.
fn judged(asked: Asked, helpful: Option<bool>) -> Asked {
    let fate = match helpful {
        Some(true) => Fate::Answered,
        Some(false) => Fate::Unhelpful,
        None => asked.fate,
    };
    Asked { fate, helpful, ..asked }
}

fn question(event: &Event, text: &str, before: &[String], standing: Option<Standing>, answer: &BoltMessage) -> Asked {
    let best = |kind| {
        let candidates = answer.trace.candidates.iter().filter(move |candidate| candidate.kind == kind);
        let best = candidates.max_by(|a, b| a.score.total_cmp(&b.score));
        best.map(|candidate| Near { id: candidate.id.clone(), score: candidate.score })
    };
    let rule = answer.trace.rule.as_str();
    let own = !REPLIES.contains(&rule);
    let unanswered = answer.action == Action::Fallback || matches!(rule, "did-you-mean" | "clarify");
    Asked {
        id: id_of(event),
        seq: event.seq,
        at: event.at,
        language: answer.language,
        standing,
        before: before[before.len().saturating_sub(BEFORE)..].to_vec(),
        text: text.to_owned(),
        own,
        fate: if own && unanswered { Fate::Unanswered } else { Fate::Answered },
        helpful: None,
        intent: best(CandidateKind::Intent),
        article: best(CandidateKind::Article),
    }
}

/// What the next turn says about the question before it.
fn judge_the_last(turns: &mut [Turn<'_>], answer: &BoltMessage) {
    let Some(last) = turns.last_mut() else { return };
    let answered = !matches!(answer.action, Action::Fallback | Action::Clarify);
    match answer.trace.rule.as_str() {
        "not-helpful" => last.asked.fate = Fate::Unhelpful,
        // Asked back, and not in vain.
        "picked-choice" | "choice-in-words" if answered && last.answer.action == Action::Clarify => {
            last.asked.fate = Fate::Answered;
        }
        _ => {}
    }
}

/// A person took over: because of the last question before somebody asked for one.
fn handed_off(turns: &mut [Turn<'_>]) {
    let about = |turn: &&mut Turn<'_>| {
        let asks_for_a_person = turn.answer.intent.as_deref() == Some(required::TALK_TO_PERSON);
        turn.asked.own && !asks_for_a_person
    };
    if let Some(turn) = turns.iter_mut().rev().find(about) {
        turn.asked.fate = turn.asked.fate.max(Fate::HandedOff);
    }
}

/// Whether a question is the one before it in other words. One about another value ("and P2?") is not.
fn is_asked_again(earlier: &Turn<'_>, later: &Turn<'_>) -> bool {
    let own = earlier.asked.own && later.asked.own && earlier.asked.language == later.asked.language;
    own && earlier.answer.trace.entities == later.answer.trace.entities
        && common(&earlier.asked.text, &later.asked.text) >= SAME
}

/// The share of their words that two texts have in common.
fn common(one: &str, other: &str) -> f32 {
    let words = |text: &str| -> HashSet<String> {
        let tokens = Utterance::read(text).into_tokens().into_iter().map(|token| token.text);
        tokens.filter(|word| !is_small_word(word)).collect()
    };
    let (one, other) = (words(one), words(other));
    let all = one.union(&other).count();
    if all == 0 { 0.0 } else { one.intersection(&other).count() as f32 / all as f32 }
}

/// A name that is the same each time, and does not lead back to the conversation by looking at it (FNV-1a).
fn id_of(event: &Event) -> String {
    let bytes = event.conversation.0.as_bytes().iter().copied().chain(event.seq.0.to_le_bytes());
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("{hash:016x}")
}
