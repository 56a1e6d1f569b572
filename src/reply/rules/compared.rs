//! Rules that hold values against what was said: a priority against a problem that was told, one value against another.

use super::{
    OFF_TOPIC, by_examples, by_pattern,
    follow::{besides, goes_on},
};
use crate::{
    content::{Cue, Intent, Phrase, Slots},
    intents::Scored,
    language::Utterance,
    reply::{
        cues,
        severity::is_of_priorities,
        topic::last_intent,
        turn::{Answer, Turn},
    },
    support::SEVERITY,
};

/// "So that's a P2, right?" has hardly more words than this besides the priority.
const WORDS_OF_A_GUESS: usize = 4;
/// "And if it is only a small glitch in one feature?" has hardly more.
const WORDS_OF_A_CASE: usize = 14;
/// An unsure message is about priorities from here on.
const LIKELY: f32 = 0.3;

/// "Is that a P2?" after a problem was told: its definition, beside that of the priority which the problem sounds like.
pub fn is_it_that(turn: &Turn<'_>) -> Option<Answer> {
    let asked = turn.named("priority").filter(|priority| !priority.contains(','))?;
    let about = defining(turn, "priority")?;
    let core = cues::without_opening(&turn.understanding.core, turn.content);
    let opens = |it: &Utterance| cues::opens(it, turn.content, Cue::IsIt) || begins_with_is(it.original());
    let is_guess = [&turn.understanding.core, &core].into_iter().any(opens);
    let is_short = besides(turn, |entity| entity.kind == "priority") <= WORDS_OF_A_GUESS;
    // After a priority, "is that a P2?" is about no problem.
    let of_a_problem = turn.last().is_some() && last_intent(turn).is_none_or(|last| !last.slots.contains(&"priority"));
    if !is_guess || !is_short || !of_a_problem || by_pattern(turn).is_some_and(|id| id != about.id) {
        return None;
    }
    let (phrase, values) = match turn.severity_told() {
        Some(told) if told == asked => (Phrase::SoundsLikeIt, asked),
        Some(told) => (Phrase::SoundsOtherwise, format!("{told},{asked}")),
        None => match of_the_article(turn).filter(|other| *other != asked) {
            Some(other) => (Phrase::EitherOf, format!("{other},{asked}")),
            None => (Phrase::IfItFits, asked),
        },
    };
    let answer = turn.intent_with(&about.id, 1.0, of("priority", &values))?;
    Some(Answer { markdown: format!("{}\n{}", turn.phrase(phrase), answer.markdown), ..answer })
}

/// "È un P2?" is a guess, "e un P2?" is another value: the accent, which cues don't have, tells them apart.
fn begins_with_is(text: &str) -> bool {
    const IS: [&str; 3] = ["è ", "é ", "e' "];
    let text = text.trim_start().to_lowercase();
    IS.iter().any(|is| text.starts_with(is))
}

/// The priority of the last answer's article: of what is down, as of what is slow.
fn of_the_article(turn: &Turn<'_>) -> Option<String> {
    turn.priority_of_article(last_intent(turn)?).map(str::to_owned)
}

/// "And if it is only a small glitch?" after the priorities, "the boss's webcam flickers, what priority?": the one that the problem
/// sounds like, or its times where times were told.
pub fn sounds_like(turn: &Turn<'_>) -> Option<Answer> {
    let takes_it = |intent: &Intent| intent.slots.contains(&SEVERITY);
    let sure = by_examples(turn).and_then(|(id, _)| turn.content.intent(id)).filter(|intent| !intent.small_talk);
    let classified = &turn.understanding.classified;
    // What takes a severity needs no rule where it is sure; and how to bake bread is no P4.
    let needs_none = by_pattern(turn).is_some() || sure.is_some_and(takes_it) || classified.in_scope < OFF_TOPIC;
    if !turn.understanding.entities.is_empty() || needs_none {
        return None;
    }
    let likely = |best: &&Scored| best.probability >= LIKELY;
    let likeliest = || turn.content.intent(&classified.ranked.first().filter(likely)?.intent);
    let wanted = sure.or_else(likeliest).filter(|intent| weighs_priorities(turn, intent));
    let last = last_intent(turn).filter(|last| is_of_priorities(last) && sure.is_none());
    let about = wanted.or(last).filter(|_| besides(turn, |_| false) <= WORDS_OF_A_CASE)?;
    let severity = turn.severity_of(&turn.understanding.utterance)?;
    let all = &turn.content.intents;
    let of_the_same = |intent: &&Intent| takes_it(intent) && intent.article == about.article;
    let telling = Some(about).filter(|about| takes_it(about)).or_else(|| all.iter().find(of_the_same));
    let telling = telling.or_else(|| all.iter().find(|intent| takes_it(intent)))?;
    turn.intent_with(&telling.id, 1.0, of(SEVERITY, &severity))
}

/// Whether an intent is about priorities in general: it lists them, or chooses one by what a problem sounds like.
fn weighs_priorities(turn: &Turn<'_>, intent: &Intent) -> bool {
    let lists = intent.lists.as_deref().and_then(|listed| turn.content.intent(listed));
    intent.slots.first() == Some(&SEVERITY) || lists.is_some_and(|listed| listed.slots.first() == Some(&"priority"))
}

/// "And the difference with P4?" after P3: both.
pub fn difference(turn: &Turn<'_>) -> Option<Answer> {
    let core = cues::without_opening(&turn.understanding.core, turn.content);
    let asks = |it| cues::opens(it, turn.content, Cue::Difference);
    if !(asks(&core) || asks(&turn.understanding.core)) || !(goes_on(turn) || turn.last().is_some()) {
        return None;
    }
    let before = turn.slots_before();
    ["priority", "plan"].into_iter().find_map(|kind| {
        let named = turn.named(kind).filter(|named| !named.contains(','))?;
        let before = before.get(kind).filter(|before| !before.contains(',') && **before != named)?;
        let is_short = besides(turn, |entity| entity.kind == kind) <= 2 * WORDS_OF_A_GUESS;
        let about = defining(turn, kind).filter(|_| is_short)?;
        turn.intent_with(&about.id, 1.0, of(kind, &format!("{before},{named}")))
    })
}

/// The intent that tells of one value of a kind, of which another lists all.
fn defining<'t>(turn: &Turn<'t>, kind: &str) -> Option<&'t Intent> {
    let listed = turn.content.intents.iter().filter_map(|intent| turn.content.intent(intent.lists.as_deref()?));
    listed.into_iter().find(|about| about.slots.first() == Some(&kind))
}

fn of(kind: &str, values: &str) -> Slots {
    let mut slots = Slots::default();
    slots.set(kind, values);
    slots
}
