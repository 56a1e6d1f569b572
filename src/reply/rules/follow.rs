//! Rules for a message that asks the last question again, for another value or another channel.

use super::{
    SURE, by_examples, by_pattern, certain, ends_as_question,
    go_on::{WORDS_ABOUT_IT, asks, names_channel, unless_said},
    is_small_talk,
};
use crate::{
    content::{Cue, Intent, Slots, is_casual},
    domain::SupportPlan,
    intents::Scored,
    language::{Entity, Utterance},
    reply::{
        cues,
        topic::{last_intent, topic},
        turn::{Answer, Turn},
    },
    support::STANDING_KINDS,
};

/// A follow-up has hardly a word besides its opening and the values: "what about Spain then".
pub(super) const WORDS_IN_FOLLOW_UP: usize = 2;
/// "The next one down" has no more words than these.
const WORDS_BESIDE: usize = 4;
/// Below this a message that says more than a value is about something else altogether.
const FOREIGN: f32 = 0.01;
/// "I am in Spain" has these besides.
pub(super) const PLACED: usize = 3;

/// "Are admins allowed?": who has the channel that was talked of, where the examples think of another one and the
/// message names none.
pub fn same_channel(turn: &Turn<'_>) -> Option<Answer> {
    let who = topic(turn)?;
    let (about, confidence) = other_of_them(turn, who).or_else(|| one_of_them(turn, who))?;
    let alike = names_people(turn) && about.channel.is_some() || goes_on(turn);
    // "And my colleague, who has a license, could she do it?" has more words and asks no more.
    let most = if names_people(turn) && goes_on(turn) { 2 * WORDS_ABOUT_IT } else { WORDS_ABOUT_IT };
    let short = turn.understanding.utterance.tokens().len() <= most;
    if !(alike && short) || names_channel(turn) || by_pattern(turn).is_some() {
        return None;
    }
    turn.intent_with(&who.id, confidence, turn.slots_on(&who.id))
}

/// The intent that the examples think of, where it asks the same of another channel.
fn other_of_them<'t>(turn: &'t Turn<'_>, who: &Intent) -> Option<(&'t Intent, f32)> {
    let (intent, confidence) = by_examples(turn)?;
    let about = turn.content.intent(intent).filter(|about| about.id != who.id && about.slots == who.slots)?;
    Some((about, confidence))
}

/// The likeliest intent, where none is sure and the likely ones together ask the same of several channels.
fn one_of_them<'t>(turn: &'t Turn<'_>, who: &Intent) -> Option<(&'t Intent, f32)> {
    let classified = &turn.understanding.classified;
    let asks_it = |about: &&Intent| about.slots == who.slots && about.channel.is_some();
    let of = |scored: &Scored| turn.content.intent(&scored.intent).filter(asks_it);
    let together =
        classified.ranked.iter().filter(|scored| of(scored).is_some()).map(|scored| scored.probability).sum();
    let likely = by_examples(turn).is_none() && classified.known && together >= SURE;
    classified.ranked.first().and_then(of).filter(|_| likely).map(|about| (about, together))
}

/// "And by phone?": who has that channel, for the same people as before.
pub fn other_channel(turn: &Turn<'_>) -> Option<Answer> {
    let last = last_intent(turn)?;
    let named = |entity: &&Entity| entity.kind == "channel";
    let channel = turn.understanding.entities.iter().find(named)?;
    let about = |intent: &&Intent| intent.channel.as_deref() == Some(&channel.value);
    let who = turn.content.intents.iter().find(about)?;
    let short = besides(turn, |entity| entity.kind == "channel") <= WORDS_IN_FOLLOW_UP;
    // "And the agents?" after the languages asks for theirs.
    let of_channels = topic(turn).is_some() || last.slots.iter().any(|slot| STANDING_KINDS.contains(slot));
    let takes_another = last.small_talk || last.slots.contains(&"channel") || wants_another(turn, &who.id);
    if !short || !goes_on(turn) || !of_channels || takes_another {
        return None;
    }
    turn.intent_with(&who.id, 1.0, turn.slots_after(&who.id))
}

/// The last question for other values: "and in Spain?", "what about P2?", "and admins?".
pub fn follow_up(turn: &Turn<'_>) -> Option<Answer> {
    let last = last_intent(turn)?;
    if let Some((about, slots)) = value_beside(turn, last) {
        return turn.intent_with(about, 1.0, slots);
    }
    let fits = |entity: &Entity| last.slots.contains(&entity.kind.as_str()) && !is_only_a_language(turn, entity);
    if let Some(earlier) = earlier_one(turn, last) {
        return turn.intent_with(&earlier.id, 1.0, turn.slots_after(&earlier.id));
    }
    if names_bare_access(turn, last) {
        return turn.intent_with(&last.id, 1.0, of_people(turn, last, turn.slots_after(&last.id)));
    }
    if !turn.understanding.entities.iter().any(fits) || wants_another(turn, &last.id) {
        return None;
    }
    let more = besides(turn, fits);
    // "P2 times" after "what is P1" asks something else about P2, "and P2" does not.
    let other = |(intent, _): (&str, f32)| intent != last.id && !is_small_talk(turn, intent);
    // "My trainee without a license?" is about them, whatever else it sounds like, and so is "what about on Premier?".
    let is_doubtful = || {
        names_people(turn)
            && (ends_as_question(turn) && certain(turn).is_none() || goes_on(turn) && more <= WORDS_ABOUT_IT)
    };
    let wants_other = by_examples(turn).is_some_and(other) && !is_doubtful();
    // "And does the one for Brazil help me?" is longer, and nothing else.
    let most = if goes_on(turn) && !wants_other { WORDS_ABOUT_IT } else { WORDS_IN_FOLLOW_UP };
    let is_joined = cues::opens(&turn.understanding.core, turn.content, Cue::Joiner);
    let is_other = wants_other && (more > 0 && !goes_on(turn) || more > 1 && !is_joined && certain(turn).is_some());
    if more > most || is_other {
        return None;
    }
    turn.intent_with(&last.id, 1.0, of_people(turn, last, turn.slots_after(&last.id)))
}

/// "And with Premier?" after who has a channel asks for the people of that plan, on an account like the visitor's.
fn of_people(turn: &Turn<'_>, last: &Intent, slots: Slots) -> Slots {
    let names_people = ["role", "license", "account_type"].iter().any(|kind| slots.get(kind).is_some());
    let is_open = last.channel.is_some() && turn.has_paid_account() && !names_people;
    let of_plan = slots.get("plan").filter(|_| is_open).map(|plan| turn.anybody_with(plan));
    of_plan.unwrap_or(slots)
}

/// "And Access?", a word like others elsewhere, after what takes a plan.
fn names_bare_access(turn: &Turn<'_>, last: &Intent) -> bool {
    let core = cues::without_opening(&turn.understanding.core, turn.content);
    let is_access = matches!(core.tokens(), [only] if only.text == SupportPlan::Access.word());
    is_access && last.slots.contains(&"plan")
}

/// "And P2?" after "and if you miss it?": the last one has no use for the value, and goes on from one that has.
fn earlier_one<'t>(turn: &Turn<'t>, last: &Intent) -> Option<&'t Intent> {
    let values = &turn.understanding.entities;
    let takes_any = |intent: &Intent| values.iter().any(|value| intent.slots.contains(&value.kind.as_str()));
    let is_main = |intent: &&Intent| values.iter().any(|value| intent.slots.first() == Some(&value.kind.as_str()));
    if takes_any(last) || !goes_on(turn) || besides(turn, |_| true) > WORDS_IN_FOLLOW_UP {
        return None;
    }
    let earlier = turn.last()?.earlier.iter().filter_map(|id| turn.content.intent(id));
    let earlier = earlier.filter(is_main).find(|earlier| earlier.leads_to(&last.id))?;
    (!wants_another(turn, &earlier.id)).then_some(earlier)
}

/// "And the next one?" after a priority or a plan: the same with the one after it, or before it. After "which plan have I
/// got" the one beside that, by what tells of a plan.
fn value_beside<'t>(turn: &Turn<'t>, last: &'t Intent) -> Option<(&'t str, Slots)> {
    let mut slots = turn.slots_before();
    let own = turn.own_plan("plan").and_then(|own| Some((last.follow_up(Cue::Includes)?, own)));
    if let Some((about, own)) = own {
        slots.set("plan", &beside(turn, "plan", &own)?);
        return Some((about, slots));
    }
    // A plan that only stayed in mind was not what was asked about.
    let mut taken = ["priority", "plan"].into_iter().filter(|kind| last.slots.contains(kind));
    taken.find_map(|kind| {
        let value = beside(turn, kind, slots.get(kind)?)?;
        slots.set(kind, &value);
        Some((last.id.as_str(), slots.clone()))
    })
}

/// The value beside this one that the message means. What stands above a plan is the higher one, which comes after it.
fn beside(turn: &Turn<'_>, kind: &str, value: &str) -> Option<String> {
    let core = cues::without_opening(&turn.understanding.core, turn.content);
    let is_short = core.tokens().len() <= WORDS_BESIDE;
    let names = |cue| asks(turn, cue) || is_short && cues::opens(&core, turn.content, cue);
    let steps = [
        (Cue::Above, 1, kind == "plan"),
        (Cue::Below, -1, kind == "plan"),
        (Cue::Next, 1, true),
        (Cue::Previous, -1, true),
    ];
    let (_, step, _) = steps.into_iter().find(|(cue, _, counts)| *counts && names(*cue))?;
    let values = in_order(turn, kind);
    let at = values.iter().position(|other| other == value)?;
    values.get(at.checked_add_signed(step)?).cloned()
}

/// "The second one", "explain the third" after all priorities or plans: that one of them.
pub(super) fn one_of_the_listed(turn: &Turn<'_>) -> Option<Answer> {
    let about = turn.content.intent(last_intent(turn)?.lists.as_deref()?)?;
    let kind = about.slots.first()?;
    let values = in_order(turn, kind);
    let place = cues::place(&turn.understanding.utterance, turn.content, values.len())?;
    let mut slots = Slots::default();
    slots.set(kind, &values[place]);
    turn.intent_with(&about.id, 1.0, slots)
}

/// "The second one" after an answer that names several channels and is about none of them: that one of them.
pub(super) fn one_of_the_channels(turn: &Turn<'_>) -> Option<Answer> {
    let last = last_intent(turn).filter(|last| last.channel.is_none() && last.lists.is_none())?;
    let said = Utterance::read(&turn.last().filter(|said| said.about.is_none())?.markdown);
    let mut named: Vec<Entity> = turn.content.lexicon.find(&said, turn.language);
    named.retain(|entity| entity.kind == "channel");
    named.sort_by_key(|entity| entity.start);
    let mut ids: Vec<&str> = Vec::new();
    for entity in &named {
        // "Write “agent”" after the chat with an agent is no other channel.
        if !ids.contains(&entity.value.as_str()) {
            ids.push(&entity.value);
        }
    }
    let utterance = &turn.understanding.utterance;
    let place = cues::place(utterance, turn.content, ids.len())
        .or_else(|| cues::place_at_the_beginning(utterance, turn.content, ids.len()))?;
    let about = |intent: &&Intent| intent.channel.as_deref() == Some(ids[place]) || intent.id == ids[place];
    let who = turn.content.intents.iter().find(about).filter(|who| who.id != last.id)?;
    (ids.len() > 1).then(|| turn.intent_with(&who.id, 1.0, Slots::default()))?
}

/// The values of a kind that has an order: the priorities, the plans.
fn in_order(turn: &Turn<'_>, kind: &str) -> Vec<String> {
    let facts = &turn.content.facts;
    match kind {
        "priority" => facts.priorities.iter().map(|priority| priority.id.clone()).collect(),
        "plan" => facts.plans.iter().map(|plan| plan.id.word().to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// "Italian" after a question about countries is the language, unless it is a country's question to begin with.
fn is_only_a_language(turn: &Turn<'_>, entity: &Entity) -> bool {
    let twin = |other: &Entity| other.kind == "language" && other.start == entity.start;
    entity.kind == "country" && entity.described && turn.understanding.entities.iter().any(twin)
}

/// A value for the only intent that takes it, right after an answer out of the same section: "and in Italy?" after who
/// may call.
pub fn neighbour_follow_up(turn: &Turn<'_>) -> Option<Answer> {
    let last = last_intent(turn)?;
    // A channel is asked about by itself: "and the help center?".
    turn.understanding.entities.iter().filter(|entity| entity.kind != "channel").find_map(|entity| {
        let more = besides(turn, |other| other.kind == entity.kind);
        // "What's the weather tomorrow?" is about no hours of ours.
        if more > 0 && !goes_on(turn) && turn.understanding.classified.in_scope < FOREIGN {
            return None;
        }
        if let Some(hours) = hours_of(turn, last, entity) {
            // "And at night?" sounds like the opening hours of support; here it is about what was talked of.
            let is_of_hours = |id| turn.content.intent(id).is_some_and(|other| other.slots.contains(&"time"));
            // "Who works on it at night?" names it.
            let refers = cues::holds(&turn.understanding.utterance, turn.content, Cue::It, WORDS_ABOUT_IT);
            let is_asked = refers && by_examples(turn).is_none_or(|(id, _)| is_of_hours(id));
            let is_short = more <= if goes_on(turn) || is_asked { WORDS_ABOUT_IT } else { PLACED };
            let wants_other = certain(turn).is_some_and(|id| id != hours && !last.leads_to(id) && !is_of_hours(id));
            let answer = || turn.intent_with(hours, 1.0, turn.slots_on(hours)).map(|answer| unless_said(turn, answer));
            return (is_short && !wants_other).then(answer)?;
        }
        let takes = || turn.content.intents.iter().filter(|intent| intent.slots.first() == Some(&entity.kind.as_str()));
        let only = takes().next().filter(|_| takes().count() == 1)?;
        // "And in French?" is about how we write after whatever answer.
        let is_language = entity.kind == "language";
        let near = is_language || only.section().is_some() && only.section() == last.section();
        // "I'm in Spain", "and my colleague who lives in Malaysia".
        let says_no_more = by_examples(turn).is_none() && more <= if goes_on(turn) { WORDS_ABOUT_IT } else { PLACED };
        let short = more == 0 || more <= WORDS_IN_FOLLOW_UP && goes_on(turn) || says_no_more;
        (near && short).then(|| turn.intent_with(&only.id, 1.0, turn.slots_on(&only.id)))?
    })
}

/// What the last intent names for the hours, where a time is asked about: "and at night?".
fn hours_of<'t>(turn: &Turn<'t>, last: &'t Intent, entity: &Entity) -> Option<&'t str> {
    let hours = last.follow_up(Cue::Hours).filter(|_| entity.kind == "time" && !is_casual(&entity.value))?;
    turn.content.intent(hours).map(|intent| intent.id.as_str())
}

/// Whether the message names a kind of people.
fn names_people(turn: &Turn<'_>) -> bool {
    turn.understanding.entities.iter().any(|entity| STANDING_KINDS.contains(&entity.kind.as_str()))
}

/// Whether the message begins as one that goes on: "and", "what about".
pub(super) fn goes_on(turn: &Turn<'_>) -> bool {
    cues::opens(&turn.understanding.core, turn.content, Cue::FollowUp)
}

/// Whether a pattern decides for something else than this intent.
fn wants_another(turn: &Turn<'_>, intent: &str) -> bool {
    by_pattern(turn).is_some_and(|other| other != intent && !is_small_talk(turn, other))
}

/// How many words the message has besides the values that count.
pub(super) fn besides(turn: &Turn<'_>, counts: impl Fn(&Entity) -> bool) -> usize {
    let values: Vec<&Entity> = turn.understanding.entities.iter().filter(|entity| counts(entity)).collect();
    cues::words_besides(&turn.understanding.utterance, turn.content, values.iter().copied())
}
