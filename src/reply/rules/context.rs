//! Rules that rest on what was said before.

use super::{
    by_examples, by_pattern, certain, follow, go_on::more_about_it, is_small_talk, knowing::does_something, sure,
};
use crate::{
    content::{
        Cue, Phrase, Slots,
        required::{DENY, OPEN_TICKET, REPEAT, STAY_WITH_BOLT, TALK_TO_PERSON},
    },
    domain::{Action, ChoiceTarget, Expectation, HandoffReason, SupportPlan},
    reply::{
        cues,
        passage::opening,
        turn::{Answer, Turn},
    },
    support::ChannelKind,
};

/// A message this short is meant as an answer to Bolt's question, or as nothing.
const SHORT: usize = 3;
/// No list that Bolt offers is longer.
const PLACES: usize = 4;
/// A remark on the last answer has few words besides itself.
const REMARK: usize = 12;

/// The visitor picked a choice under Bolt's message.
pub fn picked_choice(turn: &Turn<'_>) -> Option<Answer> {
    pick(turn, &ChoiceTarget::parse(turn.question.choice?)?)
}

/// Nothing was written that has a word in it.
pub fn empty(turn: &Turn<'_>) -> Option<Answer> {
    let empty = turn.understanding.utterance.tokens().is_empty();
    empty.then(|| Answer::saying(Action::Clarify, turn.language, turn.phrase(Phrase::Empty)))
}

/// Yes or no to the offer of an agent.
pub fn consent(turn: &Turn<'_>) -> Option<Answer> {
    if turn.expects() != Some(&Expectation::HandoffConsent) {
        return None;
    }
    let utterance = &turn.understanding.utterance;
    if cues::is(utterance, turn.content, Cue::No) {
        let answer = Answer::saying(Action::Answer, turn.language, turn.phrase(Phrase::OfferRefused));
        return Some(answer.sure(1.0));
    }
    if cues::is(utterance, turn.content, Cue::Yes) { pick(turn, &ChoiceTarget::Handoff) } else { None }
}

/// What Bolt asked for, or the form that it showed, is no longer wanted.
pub fn cancel(turn: &Turn<'_>) -> Option<Answer> {
    let open = turn.expects().is_some() || turn.last()?.action == Action::Ticket;
    let cancelled = open && cues::is(&turn.understanding.utterance, turn.content, Cue::Cancel);
    cancelled.then(|| Answer::saying(Action::Answer, turn.language, turn.phrase(Phrase::Cancelled)).sure(1.0))
}

/// A choice by its label, by its place, or none of them.
pub fn choice_in_words(turn: &Turn<'_>) -> Option<Answer> {
    let choices = &turn.last()?.choices;
    let utterance = &turn.understanding.utterance;
    let targets: Vec<_> = choices.iter().filter_map(|choice| ChoiceTarget::parse(&choice.id)).collect();
    let offered: Vec<_> = targets.iter().filter(|target| **target != ChoiceTarget::None).collect();
    if offered.is_empty() {
        if let Some(answer) = follow::one_of_the_listed(turn).or_else(|| follow::one_of_the_channels(turn)) {
            return Some(answer);
        }
        // "The second one", and nothing was offered.
        let names_a_place = utterance.tokens().len() > 1 && cues::place(utterance, turn.content, PLACES).is_some();
        return names_a_place.then(|| Answer::saying(Action::Clarify, turn.language, turn.phrase(Phrase::Rephrase)));
    }
    let label = crate::language::Utterance::read;
    let by_label = choices.iter().position(|choice| label(&choice.label).normalized() == utterance.normalized());
    if let Some(target) = by_label.and_then(|place| targets.get(place)) {
        return pick(turn, target);
    }
    if let Some(place) = cues::place(utterance, turn.content, offered.len()) {
        return pick(turn, offered[place]);
    }
    let refused = [Cue::NoneOfThese, Cue::No].iter().any(|cue| cues::is(utterance, turn.content, *cue));
    if refused && turn.expects() == Some(&Expectation::Choice) {
        return pick(turn, &ChoiceTarget::None);
    }
    // "Yes" means something only where there is one thing to say yes to.
    match offered[..] {
        [only] if cues::is(utterance, turn.content, Cue::Yes) => pick(turn, only),
        _ => None,
    }
}

fn pick(turn: &Turn<'_>, target: &ChoiceTarget) -> Option<Answer> {
    match target {
        ChoiceTarget::Intent(id) => turn.intent(id, 1.0),
        ChoiceTarget::Article(id) => {
            let language = turn.source(id)?.language;
            let article = turn.content.index.article(language, id)?;
            turn.passage(id, language, &opening(&article.markdown), &[], 1.0)
        }
        ChoiceTarget::Handoff if turn.reaches(ChannelKind::Live) => Some(Answer {
            hand_off: Some(HandoffReason::Unanswered),
            intent: Some(TALK_TO_PERSON.to_owned()),
            ..Answer::saying(Action::Handoff, turn.language, turn.phrase(Phrase::HandingOff)).sure(1.0)
        }),
        // Whoever is no longer entitled hears what they do have.
        ChoiceTarget::Handoff => turn.intent(TALK_TO_PERSON, 1.0),
        ChoiceTarget::Ticket => turn.intent(OPEN_TICKET, 1.0),
        ChoiceTarget::None => {
            let answer = Answer::saying(Action::Clarify, turn.language, turn.phrase(Phrase::Rephrase));
            Some(turn.with_offer(answer))
        }
    }
}

/// The value that Bolt asked for. Whoever changed their mind wants something else.
pub fn slot_answer(turn: &Turn<'_>) -> Option<Answer> {
    let Some(Expectation::Slot { intent, slot }) = turn.expects() else { return None };
    let mut slots = turn.slots_for(intent);
    if turn.understanding.values(slot).is_empty() {
        slots.set(slot, &bare_code(turn, slot).or_else(|| turn.called_from(slot))?);
    }
    if changed_mind(turn, intent) { None } else { turn.intent_with(intent, 1.0, slots) }
}

/// A country's code or the plan Access alone, which inside a sentence might be words like others.
fn bare_code(turn: &Turn<'_>, slot: &str) -> Option<String> {
    let [only] = turn.understanding.utterance.tokens() else { return None };
    match slot {
        "country" => turn.content.facts.country_of_code(&only.text).map(|code| code.to_string()),
        "plan" => (only.text == SupportPlan::Access.word()).then(|| only.text.clone()),
        _ => None,
    }
}

fn changed_mind(turn: &Turn<'_>, intent: &str) -> bool {
    let longer = turn.understanding.utterance.tokens().len() > SHORT;
    sure(turn).is_some_and(|(other, _)| other != intent && !is_small_talk(turn, other) && longer)
        || by_pattern(turn).is_some_and(|other| other != intent && !is_small_talk(turn, other))
}

/// No value where one was asked for, and nothing else either: asks once more, or lets it be.
pub fn slot_unclear(turn: &Turn<'_>) -> Option<Answer> {
    let Some(Expectation::Slot { intent, .. }) = turn.expects() else { return None };
    let utterance = &turn.understanding.utterance;
    if cues::is(utterance, turn.content, Cue::No) {
        return turn.intent(DENY, 1.0);
    }
    // "How much is it?" goes on from what was said before Bolt asked.
    let asks_more = || more_about_it(turn).is_some();
    let is_no_answer = utterance.tokens().len() > SHORT || sure(turn).is_some() || asks_more();
    if is_no_answer || turn.question.context.unanswered_turns > 1 {
        return None;
    }
    let again = turn.intent_with(intent, 0.0, Slots::default())?;
    Some(Answer { markdown: format!("{} {}", turn.phrase(Phrase::SlotUnclear), again.markdown), ..again })
}

/// The last answer once more.
pub fn repeat(turn: &Turn<'_>) -> Option<Answer> {
    let (intent, confidence) = sure(turn)?;
    let last = turn.last().filter(|_| intent == REPEAT)?;
    // The words are repeated, the deeds are not.
    let action = if last.action == Action::Handoff { Action::Answer } else { last.action };
    Some(Answer {
        intent: last.intent.clone(),
        sources: last.sources.clone(),
        choices: last.choices.clone(),
        expects: last.expects.clone(),
        slots: Slots::read(&last.slots),
        ..Answer::saying(action, turn.language, last.markdown.clone()).sure(confidence)
    })
}

/// The last answer did not help: the way on is a person, as far as entitled.
pub fn not_helpful(turn: &Turn<'_>) -> Option<Answer> {
    if !cues::holds(&turn.understanding.utterance, turn.content, Cue::NotHelpful, REMARK) {
        return None;
    }
    // As the first message it is about what was read elsewhere; "I don't need an agent" names what is refused.
    let is_alone = || {
        cues::opens(&turn.understanding.core, turn.content, Cue::NotHelpful)
            && turn.understanding.entities.is_empty()
            && asks_nothing(turn)
    };
    if turn.last().is_none() && !is_alone() {
        return None;
    }
    // "That didn't help, get me a person" says what is wanted.
    let wants_a_deed = certain(turn).is_some_and(|intent| does_something(turn, intent));
    if wants_a_deed || by_pattern(turn).is_some_and(|intent| !is_small_talk(turn, intent)) {
        return None;
    }
    Some(sorry(turn))
}

/// Whether the examples know no question in the message, small talk and refusals aside.
fn asks_nothing(turn: &Turn<'_>) -> bool {
    let talks = |intent: &str| intent == STAY_WITH_BOLT || is_small_talk(turn, intent);
    by_examples(turn).is_none_or(|(intent, _)| talks(intent))
}

/// What is said to whom the last answer did not help.
pub fn sorry(turn: &Turn<'_>) -> Answer {
    let answer = Answer::saying(Action::Fallback, turn.language, turn.phrase(Phrase::NotHelpful));
    turn.with_offer(answer.sure(1.0))
}
