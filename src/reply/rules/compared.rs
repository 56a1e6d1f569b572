//! Rules that hold values against what was said: a priority against a problem that was told, one value against another.

use super::{
    by_pattern,
    follow::{besides, goes_on},
};
use crate::{
    content::{Cue, Intent, Phrase, Slots},
    language::Utterance,
    reply::{
        cues, entities,
        topic::last_intent,
        turn::{Answer, Turn},
    },
};

/// "So that's a P2, right?" has hardly more words than this besides the priority.
const WORDS_OF_A_GUESS: usize = 4;
/// The articles on single priorities lie here, by their ids.
const PRIORITY_ARTICLES: &str = "priorities/";

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
    let (phrase, values) = match told(turn) {
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
    let article = last_intent(turn)?.article.as_deref()?.strip_prefix(PRIORITY_ARTICLES)?;
    turn.content.facts.priority(article).map(|priority| priority.id.clone())
}

/// The priority of what the visitor told last, as they described it.
fn told(turn: &Turn<'_>) -> Option<String> {
    let language = turn.understanding.language();
    let described = |text: &String| {
        let found = entities::find(turn.content, &Utterance::read(text), language);
        found.into_iter().find(|entity| entity.kind == "priority" && entity.described).map(|entity| entity.value)
    };
    let now = turn.question.text.trim();
    let before = turn.question.context.said.iter().rev().filter(|text| text.trim() != now);
    before.take(1).find_map(described)
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
