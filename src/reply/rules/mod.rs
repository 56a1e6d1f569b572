//! The rules, by what they rest on.

pub(super) mod compared;
pub(super) mod context;
pub(super) mod follow;
pub(super) mod go_on;
pub(super) mod knowing;
pub(super) mod others;
mod parting;
pub(super) mod several;
pub(super) mod suppose;
pub(super) mod unsure;

use super::turn::Turn;
use crate::{
    content::{
        Intent,
        required::{OPEN_TICKET, STAY_WITH_BOLT, TALK_TO_PERSON},
    },
    intents::{PatternHit, Scored},
    knowledge::Hit,
    support::ChannelKind,
};

/// From here on the classifier's best intent is taken without asking back.
pub(super) const SURE: f32 = 0.5;
/// How far the best intent must be ahead of the second.
pub(super) const AHEAD: f32 = 0.15;
/// An intent this likely, whose value the message names, may be less in scope than others …
pub(super) const SUPPORTED: f32 = 0.85;
/// … but not less than this: "a flight to Singapore" names a country, too.
pub(super) const SUPPORTED_SCOPE: f32 = 0.15;
/// From here on an intent is worth asking about.
pub(super) const WORTH_ASKING: f32 = 0.12;
/// From here on a hand-off, a ticket or a call may just as well be refused.
pub(super) const REFUSED: f32 = 0.2;
/// From here on a passage answers a question that is in scope.
pub(super) const PASSAGE: f32 = 0.55;
/// From here on a passage answers even a question that the classifier does not know.
pub(super) const PASSAGE_ALONE: f32 = 0.8;
/// An article whose title, keywords and headings name so much of the question is about it, whatever the examples of the
/// intents say: editors write articles on what no intent knows.
pub(super) const NAMED: f32 = 0.5;
/// From here on they name all of it: an article that was written for this very question goes before an intent …
pub(super) const NAMED_WHOLE: f32 = 0.9;
/// … that is no likelier than this, its probability and whether it is in scope at all taken together.
pub(super) const CERTAIN: f32 = 0.75;
/// From here on an article is worth asking about.
pub(super) const ARTICLE_WORTH_ASKING: f32 = 0.35;
/// Below this, a message is about something else altogether.
pub(super) const OFF_TOPIC: f32 = 0.25;

/// The intent that the message surely wants, with how sure that is: by a pattern, else by the classifier.
pub(super) fn sure<'t>(turn: &'t Turn<'_>) -> Option<(&'t str, f32)> {
    by_pattern(turn).map(|intent| (intent, 1.0)).or_else(|| by_examples(turn))
}

/// The intent that a pattern decides for: a real one before small talk, and what is wished for at the end before all ("it's
/// down, log this please").
pub(super) fn by_pattern<'t>(turn: &'t Turn<'_>) -> Option<&'t str> {
    let hits = &turn.understanding.patterns;
    let intents = || hits.iter().map(|hit| hit.intent.as_str());
    let is_last = |wish: &&PatternHit| hits.iter().all(|hit| hit.end <= wish.start || hit.intent == wish.intent);
    let wish = hits.iter().filter(|hit| [OPEN_TICKET, TALK_TO_PERSON].contains(&hit.intent.as_str())).find(is_last);
    wish.map(|wish| wish.intent.as_str())
        .or_else(|| intents().find(|id| !is_small_talk(turn, id)))
        .or_else(|| intents().next())
}

/// The intent that the classifier is sure of. Close candidates that amount to the same thing don't make it unsure.
pub(super) fn by_examples<'t>(turn: &'t Turn<'_>) -> Option<(&'t str, f32)> {
    let classified = &turn.understanding.classified;
    let (best, others) = classified.ranked.split_first()?;
    let (kin, rivals): (Vec<&Scored>, Vec<&Scored>) =
        others.iter().partition(|o| are_kin(turn, &best.intent, &o.intent));
    let together = best.probability + kin.iter().map(|kin| kin.probability).sum::<f32>();
    let rival = rivals.first().map_or(0.0, |rival| rival.probability);
    let is_likely = best.probability >= SUPPORTED && classified.in_scope >= SUPPORTED_SCOPE;
    let supported = is_likely && (names_slot(turn, &best.intent) || is_own_article_written_for(turn, &best.intent));
    let sure = (classified.known || supported)
        && together >= SURE
        && together - rival >= AHEAD
        && !may_be_refused(turn, &best.intent, others);
    let confidence = together.min(1.0);
    // What is certain needs no name: "the chat told me that I can call you".
    let intent = if in_all(turn, confidence) < CERTAIN { of_named_channel(turn, &best.intent) } else { &best.intent };
    sure.then_some((intent, confidence))
}

/// "My boss can open tickets, why can't I?" is worded like many questions about the phone: what the message names decides
/// between intents that ask the same about one channel each. What people get on their channels, such as an escalation, is
/// none of them.
fn of_named_channel<'t>(turn: &'t Turn<'_>, id: &'t str) -> &'t str {
    let is_place = |channel: &str| turn.content.facts.channel(channel).is_some_and(|c| c.kind != ChannelKind::Service);
    let is_of_place = |intent: &&Intent| intent.channel.as_deref().is_some_and(is_place);
    let Some(intent) = turn.content.intent(id).filter(is_of_place) else { return id };
    let named = turn.understanding.entities.iter().filter(|entity| entity.kind == "channel");
    let mut named: Vec<&str> = named.map(|entity| entity.value.as_str()).collect();
    named.dedup();
    let is_twin = |other: &&Intent| {
        other.slots == intent.slots && other.channel.as_deref().is_some_and(|channel| named == [channel])
    };
    let twin = turn.content.intents.iter().find(is_twin);
    twin.map_or(id, |twin| twin.id.as_str())
}

/// The intent that the classifier is certain of: sure, its probability and whether the message is in scope at all taken
/// together.
pub(super) fn certain<'t>(turn: &'t Turn<'_>) -> Option<&'t str> {
    by_examples(turn).filter(|(_, confidence)| in_all(turn, *confidence) >= CERTAIN).map(|(intent, _)| intent)
}

/// A probability and whether the message is in scope at all, taken together.
pub(super) fn in_all(turn: &Turn<'_>, confidence: f32) -> f32 {
    confidence * turn.understanding.classified.in_scope
}

/// Whether the message ends with a question mark.
pub(super) fn ends_as_question(turn: &Turn<'_>) -> bool {
    turn.understanding.utterance.original().trim_end().ends_with('?')
}

/// Whether an intent that does something may just as well be refused: it is asked about, not done.
fn may_be_refused(turn: &Turn<'_>, intent: &str, others: &[Scored]) -> bool {
    let refused = |other: &Scored| other.intent == STAY_WITH_BOLT && other.probability >= REFUSED;
    others.iter().any(refused) && knowing::does_something(turn, intent)
}

/// Whether the message names a value that the intent takes, or the channel that it is about.
fn names_slot(turn: &Turn<'_>, intent: &str) -> bool {
    let slots = turn.content.intent(intent).map_or(&[][..], |intent| &intent.slots);
    turn.understanding.entities.iter().any(|entity| slots.contains(&entity.kind.as_str()))
        || turn.content.intent(intent).is_some_and(|intent| names_channel(turn, intent))
}

/// Whether an article was written for this very question: it names all of it, and covers it.
pub(super) fn is_written_for(hit: &Hit) -> bool {
    hit.named >= NAMED_WHOLE && hit.confidence >= PASSAGE_ALONE
}

/// Whether the article that an intent rests on was written for this very question.
pub(super) fn is_own_article_written_for(turn: &Turn<'_>, intent: &str) -> bool {
    let rests_on = turn.content.intent(intent).and_then(|intent| intent.article.as_deref());
    let is_own = |hit: &Hit| rests_on == Some(hit.article.as_str());
    turn.understanding.hits.iter().any(|hit| is_own(hit) && is_written_for(hit))
}

/// Whether two intents amount to the same thing: both are small talk, or both rest on the same article; or the message
/// names the channel of one, and the other is about all channels of the same people.
fn are_kin(turn: &Turn<'_>, one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (turn.content.intent(one), turn.content.intent(other)) else { return false };
    let general =
        one.channel.is_none() && names_channel(turn, other) || other.channel.is_none() && names_channel(turn, one);
    one.small_talk && other.small_talk
        || one.article.is_some() && one.article == other.article
        || !one.slots.is_empty() && one.slots == other.slots && general
}

/// Whether the message names the channel that an intent is about.
fn names_channel(turn: &Turn<'_>, intent: &Intent) -> bool {
    let named = |channel: &str| turn.understanding.entities.iter().any(|e| e.kind == "channel" && e.value == channel);
    intent.channel.as_deref().is_some_and(named)
}

/// Whether an intent is small talk.
pub(super) fn is_small_talk(turn: &Turn<'_>, id: &str) -> bool {
    turn.content.intent(id).is_some_and(|intent| intent.small_talk)
}
