//! What the last answer was about, for messages that go on from it.

use super::turn::Turn;
use crate::content::{Cue, Intent};

/// The intent of the last answer, small talk and what was not answered aside.
pub(super) fn last_intent<'t>(turn: &Turn<'t>) -> Option<&'t Intent> {
    turn.content.intent(turn.last()?.topic()?)
}

/// The intent that tells who has the channel that was talked of last: the last one itself, or that of the channel which the
/// answer named, or the one that its intent names for "who".
pub(super) fn topic<'t>(turn: &Turn<'t>) -> Option<&'t Intent> {
    let last = last_intent(turn)?;
    let named = || Some(turn.slots_before().get("channel")?.to_owned());
    let of_channel = |id: String| turn.content.intents.iter().find(|intent| intent.channel.as_deref() == Some(&id));
    let of_follow_up = || turn.content.intent(last.follow_up(Cue::Who)?);
    let who = Some(last).filter(|last| last.channel.is_some()).or_else(|| named().and_then(of_channel));
    who.or_else(of_follow_up).filter(|who| who.channel.is_some())
}

/// What was talked of by its name: a channel, else a plan.
pub(super) fn name_of_it(turn: &Turn<'_>) -> Option<String> {
    let channel = topic(turn).and_then(|who| turn.content.facts.channel(who.channel.as_deref()?));
    let plan = || Some(turn.slots_before().get("plan")?.replace(',', " "));
    channel.map(|channel| channel.name.get(turn.language).clone()).or_else(plan)
}

/// What the last answer was about, in a few words.
pub(super) fn subject(turn: &Turn<'_>) -> Option<String> {
    Some(last_intent(turn).filter(|last| !last.small_talk)?.title.get(turn.language).clone())
}
