//! Rules for people who are talked of: those whom Bolt has no word for, and those whom it only names.

use super::{
    SURE, by_examples, by_pattern, certain, ends_as_question,
    follow::{besides, goes_on},
    go_on::{WORDS_ABOUT_IT, asks, known_to_be_all},
    is_small_talk,
    suppose::counting,
};
use crate::{
    content::{Cue, Intent, Phrase, required::COMPLAINT},
    domain::Action,
    language::Utterance,
    reply::{
        cues,
        topic::{last_intent, topic},
        turn::{Answer, Turn},
    },
    support::ChannelKind,
};

/// "And the students?", "e il mio capo?" have hardly more words than this.
const WORDS_ABOUT_PEOPLE: usize = 6;

/// "And the students?" after who has a channel: role and license count, and who has it by those.
pub fn other_people(turn: &Turn<'_>) -> Option<Answer> {
    // After several ways to reach us, what they may use of all of them.
    let of_all = || turn.content.intent(last_intent(turn)?.follow_up(Cue::Who)?);
    let who = topic(turn).or_else(of_all).filter(|who| who.slots.contains(&"role"))?;
    let named = cues::holds(&turn.understanding.utterance, turn.content, Cue::Somebody, WORDS_ABOUT_IT);
    let asked = goes_on(turn) || ends_as_question(turn) && besides(turn, |_| false) <= WORDS_ABOUT_PEOPLE;
    // "And my colleague in Paris?" asks for a number.
    if !turn.understanding.entities.is_empty() {
        return None;
    }
    let asks_otherwise =
        certain(turn).is_some_and(|id| id != who.id && !last_intent(turn).is_some_and(|l| l.leads_to(id)));
    if !named || !asked || asks_otherwise || by_pattern(turn).is_some() {
        return None;
    }
    counting(turn, turn.intent_with(&who.id, 1.0, turn.anybody_of_mine())?)
}

/// "Can I call them?" after people who are not support, such as those for billing: all that is known of them, and not how
/// support is reached.
pub fn reaching_them(turn: &Turn<'_>) -> Option<Answer> {
    let theirs = last_intent(turn).and_then(|last| people_with_own_hours(turn, last))?;
    let utterance = &turn.understanding.utterance;
    let refers = [Cue::It, Cue::They].into_iter().any(|cue| cues::holds(utterance, turn.content, cue, WORDS_ABOUT_IT));
    let asked = ends_as_question(turn) || cues::opens(&turn.understanding.core, turn.content, Cue::Asking);
    // "Does it come with phone support?" is about the plan that was talked of before them.
    let is_of_plan = turn.slots_before().get("plan").is_some()
        && !cues::holds(utterance, turn.content, Cue::They, WORDS_ABOUT_IT)
        && certain(turn).is_some();
    if !refers || !asked || is_of_plan || !is_of_reaching(turn, theirs) {
        return None;
    }
    Some(known_to_be_all(turn, turn.intent_with(&theirs.id, 1.0, turn.slots_on(&theirs.id))?))
}

/// The intent that tells of the people to whom another one sends, where it names them for contact and for the hours alike:
/// they are not support, which has hours of its own.
fn people_with_own_hours<'t>(turn: &Turn<'t>, last: &Intent) -> Option<&'t Intent> {
    let contact = last.follow_up(Cue::Contact).filter(|contact| last.follow_up(Cue::Hours) == Some(contact))?;
    turn.content.intent(contact)
}

/// Whether the message names a channel with people at its end, or sounds like what asks for one or for the hours.
fn is_of_reaching(turn: &Turn<'_>, theirs: &Intent) -> bool {
    let has_people = |kind| matches!(kind, ChannelKind::Live | ChannelKind::Ticket | ChannelKind::Phone);
    let channel = |id: &str| turn.content.facts.channel(id).is_some_and(|channel| has_people(channel.kind));
    let is_way = |id: &str| {
        let of = |it: &Intent| it.channel.as_deref().is_some_and(channel) || it.slots.contains(&"time");
        turn.content.intent(id).is_some_and(of)
    };
    let named = turn.understanding.values("channel");
    let best = turn.understanding.classified.ranked.first();
    let sounds = named.is_empty() && best.is_some_and(|best| best.probability >= SURE && is_way(&best.intent));
    let other = by_pattern(turn).is_some_and(|id| id != theirs.id && !is_way(id));
    (named.into_iter().any(channel) || sounds) && !other
}

/// "Sure" is a yes without a question mark; "are you sure" is none.
fn is_sure_asked(turn: &Turn<'_>) -> bool {
    let tokens = turn.understanding.core.tokens();
    let opens_as_yes = || tokens.first().is_none_or(|first| turn.content.cue(Cue::Sure).contains(&first.text));
    asks(turn, Cue::Sure) && (ends_as_question(turn) || tokens.len() > 1 && !opens_as_yes())
}

/// "Are you sure? I really need a person": what is said after it asks for nothing else.
fn is_sure_asked_first(turn: &Turn<'_>, last: Option<&Intent>) -> bool {
    let utterance = &turn.understanding.utterance;
    let Some((first, rest)) = utterance.original().split_once('?') else { return false };
    let is_other = |id: &str| last.is_none_or(|last| last.id != id) && id != COMPLAINT && !is_small_talk(turn, id);
    let wants_another = by_pattern(turn).or_else(|| by_examples(turn).map(|(id, _)| id)).is_some_and(is_other);
    cues::asks(&Utterance::read(first), turn.content, Cue::Sure, turn.understanding.language())
        && !rest.contains('?')
        && !wants_another
}

/// "Are you sure?": where it stands, and that there is no more. Small talk that stands nowhere is nothing to be sure of.
pub fn is_it_so(turn: &Turn<'_>) -> Option<Answer> {
    let last = turn.last().filter(|last| last.about.is_none())?;
    let told = matches!(last.action, Action::Answer | Action::Phone | Action::Decline);
    let intent = last_intent(turn);
    let title = last.topic_sources().first().map(|source| source.title.clone());
    let stands = title.is_some() || intent.is_some_and(|intent| !intent.small_talk);
    if !told || !stands || !(is_sure_asked(turn) || is_sure_asked_first(turn, intent)) {
        return None;
    }
    let title = title.unwrap_or_default();
    let markdown = turn.phrase_naming(Phrase::StandsBy, &[("title", title.as_str())]);
    let answer = Answer::saying(Action::Answer, turn.language, markdown).sure(1.0);
    Some(turn.on_topic(Answer { sources: last.topic_sources().to_vec(), ..answer }))
}
