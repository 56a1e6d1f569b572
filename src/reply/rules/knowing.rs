//! Rules that know what is wanted: by a pattern, by the examples, or by an article.

use super::{OFF_TOPIC, PASSAGE, PASSAGE_ALONE, by_examples, by_pattern, is_small_talk, sure};
use crate::{
    content::{
        Slots,
        required::{COMPLAINT, DANGER, SPEAK_LANGUAGE},
    },
    domain::{Action, Expectation},
    reply::turn::{Answer, Turn},
};

/// One or two words are found in many articles, and ask for none of them.
const QUESTION: usize = 3;

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
    let there = Turn { language, ..*turn };
    let confirmed = there.intent_with(SPEAK_LANGUAGE, confidence, slots)?;
    let Some(again) = again(&there) else { return Some(confirmed) };
    Some(Answer { markdown: format!("{}\n\n{}", confirmed.markdown, again.markdown), ..again })
}

/// The language asked for: of two named ones the last ("not in Spanish, in Italian").
fn named_language(turn: &Turn<'_>) -> Slots {
    let mut slots = Slots::default();
    if let Some(last) = turn.understanding.entities.iter().rfind(|entity| entity.kind == "language") {
        slots.set("language", &last.value);
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

/// A keyword or pattern decides alone. Small talk yields to a real question in the same message.
pub fn sure_pattern(turn: &Turn<'_>) -> Option<Answer> {
    let intent = by_pattern(turn)?;
    let question = by_examples(turn).is_some_and(|(other, _)| !is_small_talk(turn, other));
    if is_small_talk(turn, intent) && question {
        return None;
    }
    Some(early_offer(turn, turn.intent(intent, 1.0)?))
}

/// The classifier is sure.
pub fn sure_intent(turn: &Turn<'_>) -> Option<Answer> {
    let (intent, confidence) = by_examples(turn)?;
    Some(early_offer(turn, turn.intent(intent, confidence)?))
}

/// Whoever complains is offered a person at once, not after two more turns.
fn early_offer(turn: &Turn<'_>, answer: Answer) -> Answer {
    let ways = turn.ways_on();
    if answer.intent.as_deref() != Some(COMPLAINT) || ways.is_empty() {
        return answer;
    }
    let live = turn.reaches(crate::support::ChannelKind::Live);
    let expects = if live { Expectation::HandoffConsent } else { Expectation::Choice };
    Answer { choices: ways, expects: Some(expects), ..answer }
}

/// An article answers it.
pub fn search_answer(turn: &Turn<'_>) -> Option<Answer> {
    let classified = &turn.understanding.classified;
    let hit = turn.understanding.hits.first()?;
    let bar = if classified.known { PASSAGE } else { PASSAGE_ALONE };
    let asked = turn.understanding.core.tokens().len() >= QUESTION;
    if !asked || hit.confidence < bar || classified.in_scope < OFF_TOPIC {
        return None;
    }
    turn.passage(&hit.article, hit.language, &hit.passage, hit.confidence)
}
