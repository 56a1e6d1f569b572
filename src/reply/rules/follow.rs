//! Rules for a message that goes on from the last answer: another value, another channel, why, how long.

use super::{by_examples, by_pattern, is_small_talk};
use crate::{
    content::{Cue, Intent, Slots},
    language::Entity,
    reply::{
        cues,
        passage::opening,
        turn::{Answer, Turn},
    },
};

/// A follow-up has hardly a word besides its opening and the values: "what about Spain then".
const WORDS_IN_FOLLOW_UP: usize = 2;

/// "Why?", "how long?", "how much?": the intent that the last one names for it.
pub fn more_about_it(turn: &Turn<'_>) -> Option<Answer> {
    let asks = |cue: Cue| cues::is(&turn.understanding.utterance, turn.content, cue);
    let (_, next) = last_intent(turn)?.follow_ups.iter().find(|(cue, _)| asks(*cue))?;
    turn.intent(next, 1.0)
}

/// "Why?" where no intent knows better: the article under the last answer.
pub fn why(turn: &Turn<'_>) -> Option<Answer> {
    let last = turn.last()?;
    let source = last.sources.first()?;
    if !cues::is(&turn.understanding.utterance, turn.content, Cue::Why) {
        return None;
    }
    let article = turn.content.index.article(source.language, &source.article)?;
    let quoted = turn.passage(&source.article, source.language, &opening(&article.markdown), &[], 1.0)?;
    // The talk is still about the same thing.
    Some(Answer { intent: last.intent.clone(), slots: Slots::read(&last.slots), ..quoted })
}

/// "And by phone?": who has that channel, for the same people as before.
pub fn other_channel(turn: &Turn<'_>) -> Option<Answer> {
    let last = last_intent(turn)?;
    let named = |entity: &&Entity| entity.kind == "channel";
    let channel = turn.understanding.entities.iter().find(named)?;
    let about = |intent: &&Intent| intent.channel.as_deref() == Some(&channel.value);
    let who = turn.content.intents.iter().find(about)?;
    let short = besides(turn, |entity| entity.kind == "channel") <= WORDS_IN_FOLLOW_UP;
    if !(short && goes_on(turn)) || last.small_talk || last.slots.contains(&"channel") || wants_another(turn, &who.id) {
        return None;
    }
    turn.intent_with(&who.id, 1.0, turn.slots_after(&who.id))
}

/// The last question for other values: "and in Spain?", "what about P2?", "and admins?".
pub fn follow_up(turn: &Turn<'_>) -> Option<Answer> {
    let last = last_intent(turn)?;
    let fits = |entity: &Entity| last.slots.contains(&entity.kind.as_str()) && !is_only_a_language(turn, entity);
    if !turn.understanding.entities.iter().any(fits) || wants_another(turn, &last.id) {
        return None;
    }
    let more = besides(turn, fits);
    // "P2 times" after "what is P1" asks something else about P2, "and P2" does not.
    let other = |(intent, _): (&str, f32)| intent != last.id && !is_small_talk(turn, intent);
    if more > WORDS_IN_FOLLOW_UP || more > 0 && !goes_on(turn) && by_examples(turn).is_some_and(other) {
        return None;
    }
    turn.intent_with(&last.id, 1.0, turn.slots_after(&last.id))
}

/// "Italian" after a question about countries is the language, unless it is a country's question to begin with.
fn is_only_a_language(turn: &Turn<'_>, entity: &Entity) -> bool {
    let twin = |other: &Entity| other.kind == "language" && other.start == entity.start;
    entity.kind == "country" && entity.described && turn.understanding.entities.iter().any(twin)
}

/// A value for the only intent that takes it, right after an answer out of the same section: "and in Italy?" after who
/// may call.
pub fn neighbour_follow_up(turn: &Turn<'_>) -> Option<Answer> {
    let section = |article: &str| article.split('/').next().map(str::to_owned);
    let here = section(last_intent(turn)?.article.as_deref()?);
    turn.understanding.entities.iter().find_map(|entity| {
        let takes = || turn.content.intents.iter().filter(|intent| intent.slots.first() == Some(&entity.kind.as_str()));
        let only = takes().next().filter(|_| takes().count() == 1)?;
        let near = only.article.as_deref().and_then(section) == here;
        let more = besides(turn, |other| other.kind == entity.kind);
        let short = more == 0 || more <= WORDS_IN_FOLLOW_UP && goes_on(turn);
        (near && short).then(|| turn.intent(&only.id, 1.0))?
    })
}

/// Whether the message begins as one that goes on: "and", "what about".
pub(super) fn goes_on(turn: &Turn<'_>) -> bool {
    cues::opens(&turn.understanding.core, turn.content, Cue::FollowUp)
}

fn last_intent<'t>(turn: &Turn<'t>) -> Option<&'t Intent> {
    turn.content.intent(turn.last()?.intent.as_deref()?)
}

/// Whether a pattern decides for something else than this intent.
fn wants_another(turn: &Turn<'_>, intent: &str) -> bool {
    by_pattern(turn).is_some_and(|other| other != intent && !is_small_talk(turn, other))
}

/// How many words the message has besides the values that count.
fn besides(turn: &Turn<'_>, counts: impl Fn(&Entity) -> bool) -> usize {
    let values: Vec<&Entity> = turn.understanding.entities.iter().filter(|entity| counts(entity)).collect();
    cues::words_besides(&turn.understanding.utterance, turn.content, values.iter().copied())
}
