//! Rules for when Bolt does not know: it asks back, or says so and offers a way on.

use super::{
    ARTICLE_WORTH_ASKING, OFF_TOPIC, WORTH_ASKING,
    follow::{PLACED, goes_on},
    is_small_talk,
};
use crate::{
    content::{Cue, Phrase, Slots, is_casual, required::DANGER},
    domain::{Action, Choice, ChoiceTarget, Expectation},
    language::Entity,
    reply::{
        cues,
        turn::{Answer, Turn},
    },
};

/// So many candidates must be near before one of them may have been meant.
const CLOSE: usize = 2;
/// More choices than these nobody reads.
const MOST_CHOICES: usize = 3;
/// The kinds of values of which one alone is the beginning of a question.
const ASKED_ABOUT: [&str; 4] = ["country", "priority", "plan", "time"];
/// A message this short may be the beginning of a question.
const VAGUE: usize = 2;

/// A value and nothing else: "Switzerland", "P2?". Answers when one intent alone takes it, else asks what about it.
pub fn bare_value(turn: &Turn<'_>) -> Option<Answer> {
    let entities = &turn.understanding.entities;
    let asks = |e: &&Entity| ASKED_ABOUT.contains(&e.kind.as_str()) && !is_casual(&e.value);
    let entity = entities.iter().find(asks)?;
    let alike = entities.iter().filter(|other| other.kind == entity.kind);
    let more = cues::words_besides(&turn.understanding.utterance, turn.content, alike);
    // "I'm in Canada" names it, and nothing else.
    let is_placed = more <= PLACED && cues::opens(&turn.understanding.core, turn.content, Cue::Stating);
    if more > usize::from(goes_on(turn)) && !is_placed || must_offer(turn) {
        return None;
    }
    let takes = || turn.content.intents.iter().filter(|intent| intent.slots.first() == Some(&entity.kind.as_str()));
    if let Some(only) = takes().next().filter(|_| takes().count() == 1) {
        return turn.intent(&only.id, 1.0);
    }
    let targets = takes().map(|intent| ChoiceTarget::Intent(intent.id.clone())).take(MOST_CHOICES);
    let mut slots = Slots::default();
    slots.set(&entity.kind, &turn.understanding.values(&entity.kind).join(","));
    Some(Answer { slots, ..ask(turn, targets)? })
}

/// Two or more candidates are close.
pub fn did_you_mean(turn: &Turn<'_>) -> Option<Answer> {
    let understanding = &turn.understanding;
    if understanding.classified.in_scope < OFF_TOPIC {
        return None;
    }
    let intents = understanding.classified.ranked.iter().filter(|s| s.probability >= WORTH_ASKING);
    // Nobody is asked whether they are in danger because a meeting "is killing" them.
    let intents = intents.filter(|scored| !is_small_talk(turn, &scored.intent) && scored.intent != DANGER);
    let mut targets: Vec<_> = intents.map(|scored| ChoiceTarget::Intent(scored.intent.clone())).collect();
    for hit in understanding.hits.iter().filter(|hit| hit.confidence >= ARTICLE_WORTH_ASKING) {
        if !targets.iter().any(|target| cites(turn, target, &hit.article)) {
            targets.push(ChoiceTarget::Article(hit.article.clone()));
        }
    }
    let best = understanding.classified.ranked.first().map_or(0.0, |scored| scored.probability);
    targets.retain(|target| turn.choice(target).is_some());
    if targets.len() < CLOSE {
        return None;
    }
    Some(ask(turn, targets.into_iter().take(MOST_CHOICES))?.sure(best))
}

/// Whether a choice leads to this article already.
fn cites(turn: &Turn<'_>, target: &ChoiceTarget, article: &str) -> bool {
    match target {
        ChoiceTarget::Intent(id) => {
            turn.content.intent(id).is_some_and(|intent| intent.article.as_deref() == Some(article))
        }
        ChoiceTarget::Article(id) => id == article,
        _ => false,
    }
}

/// "Did you mean": the choices, a way on if it is time for one, and none of these.
fn ask(turn: &Turn<'_>, targets: impl Iterator<Item = ChoiceTarget>) -> Option<Answer> {
    let mut choices: Vec<Choice> = targets.filter_map(|target| turn.choice(&target)).collect();
    if choices.is_empty() {
        return None;
    }
    if must_offer(turn) {
        choices.extend(turn.ways_on());
    }
    choices.extend(turn.choice(&ChoiceTarget::None));
    let answer = Answer::saying(Action::Clarify, turn.language, turn.phrase(Phrase::DidYouMean));
    Some(Answer { choices, expects: Some(Expectation::Choice), ..answer })
}

/// A word or two that might become a question: asks for more of them.
pub fn clarify(turn: &Turn<'_>) -> Option<Answer> {
    let understanding = &turn.understanding;
    let vague = understanding.core.tokens().len() <= VAGUE && understanding.classified.in_scope >= OFF_TOPIC;
    if !vague || must_offer(turn) {
        return None;
    }
    Some(Answer::saying(Action::Clarify, turn.language, turn.phrase(Phrase::Rephrase)))
}

/// Nobody is more than two turns away from what they are entitled to.
const fn must_offer(turn: &Turn<'_>) -> bool {
    turn.question.context.unanswered_turns > 0
}

/// Says honestly that there is no answer, and offers what the person has.
pub fn fallback(turn: &Turn<'_>) -> Option<Answer> {
    Some(honest(turn))
}

/// The honest fallback.
pub fn honest(turn: &Turn<'_>) -> Answer {
    turn.with_offer(Answer::saying(Action::Fallback, turn.language, turn.phrase(Phrase::Fallback)))
}
