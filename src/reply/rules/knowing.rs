//! Rules that know what is wanted: by a pattern, by the examples, or by an article.

use super::{
    CERTAIN, NAMED, OFF_TOPIC, PASSAGE, PASSAGE_ALONE, SURE, by_examples, by_pattern, ends_as_question,
    follow::goes_on, go_on::known_to_be_all, in_all, is_own_article_written_for, is_small_talk, is_written_for, sure,
};
use crate::{
    content::{
        Cue, Intent, Phrase, Slots,
        required::{COMPLAINT, DANGER, DENY, SPEAK_LANGUAGE, STAY_WITH_BOLT},
    },
    domain::{Action, Expectation},
    intents::{Scored, refuses},
    reply::{
        cues,
        topic::{last_intent, topic},
        turn::{Answer, Turn},
    },
};

/// One or two words are found in many articles, and ask for none of them.
const QUESTION: usize = 3;
/// From here on each of two intents may be meant …
const TORN: f32 = 0.2;
/// … if it is one of them.
const BETWEEN_TWO: f32 = 0.7;
/// "Ok thanks, bye" is so much small talk of all kinds; less may be something else.
const ALL_SMALL_TALK: f32 = 0.6;
/// With more words than these a question names the channel that it is about.
const WORDS_AFTER_A_CHANNEL: usize = 4;
/// "Could you tell me the difference between P1 and P2" has no more.
const WORDS_OF_A_DIFFERENCE: usize = 12;
/// Fewer words are named by the titles of many articles: "my support plan".
const WHOLE_QUESTION: usize = 6;

/// Self-harm or threats come before everything else.
pub fn danger(turn: &Turn<'_>) -> Option<Answer> {
    let named = turn.understanding.patterns.iter().any(|hit| hit.intent == DANGER);
    let confidence = match by_examples(turn) {
        Some((DANGER, confidence)) => confidence,
        _ if named => 1.0,
        _ => return None,
    };
    turn.intent(DANGER, confidence)
}

/// Another language from now on; what was just said is said again in it.
pub fn speak_language(turn: &Turn<'_>) -> Option<Answer> {
    let (_, confidence) = sure(turn).filter(|(intent, _)| *intent == SPEAK_LANGUAGE)?;
    let slots = named_language(turn);
    let Some(language) = slots.get("language").and_then(|code| code.parse().ok()) else {
        return turn.intent_with(SPEAK_LANGUAGE, confidence, slots);
    };
    let there = turn.speaking(language);
    let Some(again) = again(&there) else { return there.intent_with(SPEAK_LANGUAGE, confidence, slots) };
    Some(Answer { markdown: format!("{}\n\n{}", there.phrase(Phrase::InLanguage), again.markdown), ..again })
}

/// The language asked for, none from before: of two named ones the last.
fn named_language(turn: &Turn<'_>) -> Slots {
    let mut slots = Slots::default();
    if let Some(last) = turn.understanding.values("language").last() {
        slots.set("language", last);
    }
    slots
}

/// The last answer in this turn's language, if it was one that an intent gave.
fn again(turn: &Turn<'_>) -> Option<Answer> {
    let last = turn.last()?;
    let intent = last.intent.as_deref().filter(|intent| *intent != SPEAK_LANGUAGE && !is_small_talk(turn, intent))?;
    let told = matches!(last.action, Action::Answer | Action::Phone | Action::Decline | Action::Clarify);
    told.then(|| turn.intent_with(intent, last_confidence(), Slots::read(&last.slots)))?
}

/// What was said before is said again: there is no doubt about it.
const fn last_confidence() -> f32 {
    1.0
}

/// What only the examples propose, and the message refuses, is not done: "I don't want to talk to a human".
pub fn refusal(turn: &Turn<'_>) -> Option<Answer> {
    if by_pattern(turn).is_some_and(|intent| !is_small_talk(turn, intent)) || !refuses(&turn.understanding.core) {
        return None;
    }
    let best = turn.understanding.classified.ranked.first()?;
    let is_refused = best.intent == STAY_WITH_BOLT || is_about_a_deed(turn, &best.intent);
    let is_ours = turn.understanding.classified.in_scope >= OFF_TOPIC;
    let answer = |id| turn.intent(id, best.probability);
    if is_refused && is_ours { answer(STAY_WITH_BOLT).or_else(|| answer(DENY)) } else { None }
}

/// Whether an intent does something, is about who has a channel, or rests on the article of one that does something.
fn is_about_a_deed(turn: &Turn<'_>, intent: &str) -> bool {
    let Some(about) = turn.content.intent(intent) else { return false };
    let shared = |other: &&Intent| other.article.is_some() && other.article == about.article;
    about.channel.is_some()
        || turn.content.intents.iter().filter(shared).chain([about]).any(|intent| does_something(turn, &intent.id))
}

/// Whether an intent hands off, opens a ticket or has people call, at least for some.
pub(super) fn does_something(turn: &Turn<'_>, intent: &str) -> bool {
    let is_deed = |action| matches!(action, Action::Handoff | Action::Ticket | Action::Phone);
    turn.content.intent(intent).is_some_and(|intent| intent.replies.iter().any(|reply| is_deed(reply.action)))
}

/// A keyword or pattern decides alone. Small talk yields to a real question in the same message.
pub fn sure_pattern(turn: &Turn<'_>) -> Option<Answer> {
    let intent = by_pattern(turn)?;
    let question = by_examples(turn).is_some_and(|(other, _)| !is_small_talk(turn, other));
    if is_small_talk(turn, intent) && question {
        return None;
    }
    Some(early_offer(turn, known_to_be_all(turn, turn.intent(intent, 1.0)?)))
}

/// The classifier is sure.
pub fn sure_intent(turn: &Turn<'_>) -> Option<Answer> {
    let (intent, confidence) = by_examples(turn)?;
    if is_small_talk(turn, intent)
        && last_intent(turn).is_some()
        && (is_asked_on(turn, confidence) || is_no_talk(turn, confidence))
        || is_small_talk(turn, intent) && is_a_question(turn) && in_all(turn, confidence) < CERTAIN
    {
        return None;
    }
    if in_all(turn, confidence) < CERTAIN && is_asked_of_an_article(turn, intent) {
        return None;
    }
    if let Some(several) = several_of_a_list(turn, intent) {
        return turn.intent(several, confidence);
    }
    if is_short_and_about_a_channel(turn, intent) {
        return turn.intent_with(intent, confidence, turn.slots_on(intent));
    }
    Some(early_offer(turn, known_to_be_all(turn, turn.intent(intent, confidence)?)))
}

/// "And will it be dear?" sounds like small talk, and goes on from the last answer. "And if you don't know?" certainly is it.
fn is_asked_on(turn: &Turn<'_>, confidence: f32) -> bool {
    goes_on(turn) && ends_as_question(turn) && in_all(turn, confidence) < CERTAIN
}

/// "Just say yes: you guarantee a reply within an hour, right?"
fn is_a_question(turn: &Turn<'_>) -> bool {
    ends_as_question(turn) && turn.understanding.core.tokens().len() >= WHOLE_QUESTION
}

/// "How do I keep it from happening again?" is like nothing in particular, and so a little like all small talk.
fn is_no_talk(turn: &Turn<'_>, together: f32) -> bool {
    let best = turn.understanding.classified.ranked.first().map_or(0.0, |best| best.probability);
    best < SURE && together < ALL_SMALL_TALK && turn.understanding.core.tokens().len() >= QUESTION
}

/// "At what hours?" after a phone number means those of the phone.
fn is_short_and_about_a_channel(turn: &Turn<'_>, intent: &str) -> bool {
    let short = turn.understanding.utterance.tokens().len() <= WORDS_AFTER_A_CHANNEL;
    let takes_channel = turn.content.intent(intent).is_some_and(|intent| intent.slots.contains(&"channel"));
    short && takes_channel && topic(turn).is_some() && last_intent(turn).is_some_and(|last| last.id != intent)
}

/// "What is the difference between P1 and P2?": not the whole list, but what tells of one of its values, for both.
fn several_of_a_list<'t>(turn: &Turn<'t>, intent: &str) -> Option<&'t str> {
    let of_one = turn.content.intent(turn.content.intent(intent)?.lists.as_deref()?)?;
    let kind = of_one.slots.first().filter(|kind| **kind == "priority")?;
    let are_two = turn.named(kind)?.split(',').count() == 2;
    let differ = cues::holds(&turn.understanding.utterance, turn.content, Cue::Difference, WORDS_OF_A_DIFFERENCE);
    (are_two && differ).then_some(of_one.id.as_str())
}

/// Whether an article was written for this very question, and that which the intent rests on was not.
fn is_asked_of_an_article(turn: &Turn<'_>, intent: &str) -> bool {
    let is_whole = turn.understanding.core.tokens().len() >= WHOLE_QUESTION;
    let is_asked = turn.understanding.hits.first().is_some_and(is_written_for);
    is_whole && is_asked && !is_own_article_written_for(turn, intent)
}

/// Whoever complains is offered a person at once, not after two more turns.
fn early_offer(turn: &Turn<'_>, answer: Answer) -> Answer {
    if answer.intent.as_deref() == Some(COMPLAINT) { with_early_offer(turn, answer) } else { answer }
}

/// The answer with the ways to a person that the visitor has, unless it leads there already.
pub(super) fn with_early_offer(turn: &Turn<'_>, answer: Answer) -> Answer {
    let ways = turn.ways_on();
    if ways.is_empty() || answer.expects.is_some() || answer.hand_off.is_some() {
        return answer;
    }
    let live = turn.reaches(crate::support::ChannelKind::Live);
    let expects = if live { Expectation::HandoffConsent } else { Expectation::Choice };
    Answer { choices: ways, expects: Some(expects), ..answer }
}

/// Whether the message is known, and is one of two intents: asking which is better than quoting what mentions both.
fn is_torn(turn: &Turn<'_>) -> bool {
    let classified = &turn.understanding.classified;
    let [first, second, ..] = &classified.ranked[..] else { return false };
    let asks = |scored: &Scored| !is_small_talk(turn, &scored.intent) && scored.probability >= TORN;
    classified.known && asks(first) && asks(second) && first.probability + second.probability >= BETWEEN_TWO
}

/// An article answers it.
pub fn search_answer(turn: &Turn<'_>) -> Option<Answer> {
    let classified = &turn.understanding.classified;
    let hit = turn.understanding.hits.first()?;
    // What the classifier learned is nothing that another language's article alone speaks of.
    let is_theirs = hit.language != turn.language && hit.named >= NAMED;
    let bar = if classified.known || is_theirs { PASSAGE } else { PASSAGE_ALONE };
    let asked = turn.understanding.core.tokens().len() >= QUESTION;
    let is_on_topic = classified.in_scope >= OFF_TOPIC || hit.named >= NAMED;
    let is_whole = is_written_for(hit);
    if !asked || hit.confidence < bar || !is_on_topic || is_torn(turn) && !is_whole {
        return None;
    }
    let marks = turn.content.index.marks(&turn.understanding.core, turn.understanding.language(), hit);
    turn.passage(&hit.article, hit.language, &hit.passage, &marks, hit.confidence)
}
