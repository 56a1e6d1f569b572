//! Rules for what somebody has of a channel: the visitor as they are, or as they or others would be with a license, a
//! plan or a paid account.

use super::{
    by_pattern, ends_as_question,
    follow::besides,
    go_on::{WORDS_ABOUT_IT, asks},
};
use crate::{
    content::{Cue, Intent, Phrase, Slots},
    domain::{AccountType, Role, Standing},
    language::Entity,
    reply::{
        cues,
        topic::{last_intent, topic},
        turn::{Answer, Turn},
    },
    support::STANDING_KINDS,
};

/// How a license is come by.
const LICENSE_GET: &str = "license_get";
/// What a kind of people may use.
const WHO_GETS_WHAT: &str = "who_gets_what";
/// "What if she gets one?" has hardly more words than this besides what it supposes.
const WORDS_SUPPOSING: usize = 6;

/// "And me?", "do I have it?", "and if I upgrade?": whether the visitor has the channel that is talked of, as they are
/// or as they suppose.
pub fn my_own_case(turn: &Turn<'_>) -> Option<Answer> {
    let Some(who) = who_has_it(turn) else { return on_a_paid_account(turn) };
    // "Why not?" after who has it is about the visitor.
    let is_why = || last_intent(turn).is_some_and(|last| last.id == who.id) && asks(turn, Cue::Why);
    let has_it = || who.channel.as_deref().is_some_and(|channel| turn.entitlements.has(channel));
    if is_why() && has_it() && is_of_others(turn) {
        return counting(turn, turn.intent_with(&who.id, 1.0, turn.anybody_of_mine())?);
    }
    if asks(turn, Cue::Mine) || is_why() {
        return turn.intent_with(&who.id, 1.0, turn.own_standing());
    }
    let named = |entity: &&Entity| STANDING_KINDS.contains(&entity.kind.as_str());
    let values = turn.understanding.entities.iter().filter(named);
    let more = cues::words_after(&turn.understanding.utterance, turn.content, Cue::Upgraded, values)?;
    (more <= 1).then(|| turn.intent_with(&who.id, 1.0, turn.supposed_standing()?))?
}

/// Whether the last answer was about people without a license, or in some role, rather than the visitor.
fn is_of_others(turn: &Turn<'_>) -> bool {
    let (before, own) = (turn.slots_before(), turn.own_standing());
    ["role", "license"].iter().any(|kind| before.get(kind).is_some_and(|value| own.get(kind) != Some(value)))
}

/// An answer after what counts: role and license.
pub(super) fn counting(turn: &Turn<'_>, answer: Answer) -> Option<Answer> {
    Some(Answer { markdown: format!("{} {}", turn.phrase(Phrase::WhoCounts), answer.markdown), ..answer })
}

/// "And if I pay?" where no channel was talked of: what a free account's people would have.
fn on_a_paid_account(turn: &Turn<'_>) -> Option<Answer> {
    let last = last_intent(turn).filter(|last| !last.small_talk && last.follow_up(Cue::Get).is_none())?;
    let is_free = turn.question.standing.account_type == AccountType::Free && !turn.question.anonymous;
    let asked = is_free && last.id != WHO_GETS_WHAT && asks(turn, Cue::Upgraded);
    asked.then(|| turn.intent_with(WHO_GETS_WHAT, 1.0, turn.supposed_standing()?))?
}

/// "And if she gets a license?", "y si le damos una?", "what if we were on Premier?": who has the channel that is talked
/// of, where those who were talked of, else the visitor, had what is supposed.
pub fn what_if(turn: &Turn<'_>) -> Option<Answer> {
    let who = who_has_it(turn)?;
    let core = cues::without_opening(&turn.understanding.core, turn.content);
    let supposes = [&turn.understanding.core, &core].into_iter().any(|part| cues::opens(part, turn.content, Cue::If));
    let more = besides(turn, |entity| STANDING_KINDS.contains(&entity.kind.as_str()));
    if !supposes || more > WORDS_SUPPOSING || by_pattern(turn).is_some() {
        return None;
    }
    turn.intent_with(&who.id, 1.0, with_supposed(turn)?)
}

/// Those who were talked of, else the visitor, with what the message supposes: the values that it names, or a license by
/// its bare name, or "one" after somebody who has none.
fn with_supposed(turn: &Turn<'_>) -> Option<Slots> {
    let named: Vec<_> = STANDING_KINDS.iter().filter_map(|kind| Some((*kind, turn.named(kind)?))).collect();
    let holds = |cue| cues::holds(&turn.understanding.utterance, turn.content, cue, 2 * WORDS_ABOUT_IT);
    let lacks_license = || turn.last().is_some_and(|last| cues::names(&last.markdown, turn.content, Cue::License));
    let license = turn.named("license").is_none() && (holds(Cue::License) || holds(Cue::One) && lacks_license());
    if named.is_empty() && !license {
        return None;
    }
    Some(turn.supposing(named, license))
}

/// "Is that only for Premier+?", "¿lo tiene Premier?" after a channel: who has that channel with the plan.
pub fn with_that_plan(turn: &Turn<'_>) -> Option<Answer> {
    let who = who_has_it(turn)?;
    let entities = &turn.understanding.entities;
    let only_plans = !entities.is_empty() && entities.iter().all(|entity| entity.kind == "plan");
    let refers = cues::holds(&turn.understanding.utterance, turn.content, Cue::It, WORDS_ABOUT_IT);
    let asked = ends_as_question(turn) || cues::opens(&turn.understanding.core, turn.content, Cue::Asking);
    // What the examples know as the last question for another plan is that: "what's in Premier then?".
    let of_last = last_intent(turn)?.channel.is_some();
    if !(only_plans && refers && asked && of_last) || by_pattern(turn).is_some() {
        return None;
    }
    turn.intent_with(&who.id, 1.0, turn.anybody_with(&turn.named("plan")?))
}

/// "How do I do that?", "who gives it to me?" after what was supposed: how a license or a higher plan is come by, where
/// without it the visitor does not have the channel.
pub fn as_supposed(turn: &Turn<'_>) -> Option<Answer> {
    let who = who_has_it(turn)?;
    let before = turn.slots_before();
    let lacks = who.channel.as_deref().is_some_and(|channel| !turn.entitlements.has(channel));
    let asked = [Cue::How, Cue::Get, Cue::Contact, Cue::Where].into_iter().any(|cue| {
        asks(turn, cue)
            || cues::like(&turn.understanding.core, turn.content, turn.understanding.language())
                .is_some_and(|(like, confidence)| like == cue && confidence >= super::SURE)
    });
    if turn.question.anonymous || !lacks || !asked || last_intent(turn)?.id != who.id {
        return None;
    }
    let own = turn.own_standing();
    let is_own = |kind: &str, value: &str| own.get(kind).is_some_and(|own| value.split(',').any(|one| one == own));
    let supposed = |kind: &str| before.get(kind).is_some_and(|value| !is_own(kind, value));
    // "What do I need for that?" after what only a license is missing for.
    let needs_license = asks(turn, Cue::Get) && supposes_nothing(&before, &own) && a_license_would_do(turn, who);
    if needs_license || before.get("license") == Some("yes") && !supposed("account_type") {
        return turn.intent_with(LICENSE_GET, 1.0, Slots::default());
    }
    let higher = turn.higher_plans().unwrap_or_default();
    let is_higher = |plans: &str| plans.split(',').all(|plan| higher.split(',').any(|other| other == plan));
    let upgraded = supposed("account_type") || before.get("plan").is_some_and(is_higher);
    upgraded.then(|| turn.intent_with(who.follow_up(Cue::Get)?, 1.0, Slots::default()))?
}

/// Whether what was talked of is the visitor's own case, or nobody's.
fn supposes_nothing(before: &Slots, own: &Slots) -> bool {
    STANDING_KINDS.iter().all(|kind| before.get(kind).is_none_or(|value| own.get(kind) == Some(value)))
}

/// Whether the visitor would have the channel with a license.
fn a_license_would_do(turn: &Turn<'_>, who: &Intent) -> bool {
    let role = match turn.question.standing.role {
        Role::Member => Role::LicensedMember,
        Role::Admin => Role::LicensedAdmin,
        licensed => licensed,
    };
    let licensed = turn.content.facts.entitlements(&Standing { role, ..turn.question.standing });
    who.channel.as_deref().is_some_and(|channel| licensed.has(channel))
}

/// Who has the channel that is talked of, where that depends on who they are.
fn who_has_it<'t>(turn: &Turn<'t>) -> Option<&'t Intent> {
    topic(turn).filter(|who| who.slots.contains(&"plan"))
}
