//! Rules for a message that goes on from the last answer: another value, another channel, why, how long.

use super::{CERTAIN, SURE, by_examples, by_pattern, is_small_talk, names_slot};
use crate::{
    content::{Cue, Intent, Slots},
    language::Entity,
    reply::{
        Understanding, cues,
        passage::opening,
        topic::{last_intent, name_of_it, topic},
        turn::{Answer, Turn},
    },
    support::STANDING_KINDS,
};

/// A follow-up has hardly a word besides its opening and the values: "what about Spain then".
const WORDS_IN_FOLLOW_UP: usize = 2;
/// A question with an "it" that is longer than this says by itself what it is about.
const WORDS_ABOUT_IT: usize = 9;

/// "Why?", "how long?", "who can do that?": the intent that the last one names for it.
pub fn more_about_it(turn: &Turn<'_>) -> Option<Answer> {
    let of = [last_intent(turn), topic(turn)].into_iter().flatten().flat_map(|intent| &intent.follow_ups);
    let (cue, next) = of.into_iter().find(|(cue, _)| asks(turn, *cue))?;
    let slots = if *cue == Cue::Who { Slots::default() } else { turn.slots_on(next) };
    turn.intent_with(next, 1.0, slots)
}

/// The same in other words: "who can I turn to with that?". Whoever names something of ours asks by themselves, and so
/// does whoever is understood better without the last answer.
pub fn more_in_other_words(turn: &Turn<'_>) -> Option<Answer> {
    let last = last_intent(turn)?;
    let understanding = &turn.understanding;
    let core = &understanding.core;
    if core.tokens().len() > WORDS_ABOUT_IT || !understanding.entities.is_empty() || by_pattern(turn).is_some() {
        return None;
    }
    let language = understanding.language();
    let asked = turn.content.spelled_out(cues::without_opening(core, turn.content), language);
    let (cue, confidence) = turn.content.asked_of_it(&asked, language)?;
    let of = [Some(last), topic(turn)].into_iter().flatten().flat_map(|intent| &intent.follow_ups);
    let (_, next) = of.into_iter().find(|(named, _)| *named == cue)?;
    let by_itself = by_examples(turn).filter(|(intent, _)| !is_small_talk(turn, intent));
    let by_itself = by_itself.map_or(0.0, |(_, confidence)| confidence * understanding.classified.in_scope);
    if confidence < SURE || confidence < CERTAIN && confidence < by_itself {
        return None;
    }
    let slots = if cue == Cue::Who { Slots::default() } else { turn.slots_on(next) };
    turn.intent_with(next, confidence, slots)
}

/// "And me?", "do I have it?", "and if I upgrade?": whether the visitor has the channel that is talked of, as they are
/// or as they suppose.
pub fn my_own_case(turn: &Turn<'_>) -> Option<Answer> {
    let who = topic(turn).filter(|who| who.slots.contains(&"plan"))?;
    // "Why not?" after who has it is about the visitor.
    let is_why = || last_intent(turn).is_some_and(|last| last.id == who.id) && asks(turn, Cue::Why);
    if asks(turn, Cue::Mine) || is_why() {
        return turn.intent_with(&who.id, 1.0, turn.own_standing());
    }
    let named = |entity: &&Entity| STANDING_KINDS.contains(&entity.kind.as_str());
    let values = turn.understanding.entities.iter().filter(named);
    let more = cues::words_after(&turn.understanding.utterance, turn.content, Cue::Upgraded, values)?;
    (more <= 1).then(|| turn.intent_with(&who.id, 1.0, turn.supposed_standing()?))?
}

/// "Are admins allowed?": who has the channel that was talked of, where the examples think of another one and the
/// message names none.
pub fn same_channel(turn: &Turn<'_>) -> Option<Answer> {
    let who = topic(turn)?;
    let (intent, confidence) = by_examples(turn)?;
    let about = turn.content.intent(intent).filter(|about| about.id != who.id && about.slots == who.slots)?;
    let names_people = turn.understanding.entities.iter().any(|e| STANDING_KINDS.contains(&e.kind.as_str()));
    let alike = names_people && about.channel.is_some() || goes_on(turn);
    let short = turn.understanding.utterance.tokens().len() <= WORDS_ABOUT_IT;
    if !(alike && short) || names_channel(turn) || by_pattern(turn).is_some() {
        return None;
    }
    turn.intent_with(&who.id, confidence, turn.slots_on(&who.id))
}

/// "Is it open at night?", "how do I get it?": the question with the name of what was talked of beside its "it", where
/// what that asks goes on from the last answer.
pub fn about_it(turn: &Turn<'_>) -> Option<Answer> {
    let (last, who) = (last_intent(turn)?, topic(turn));
    let utterance = &turn.understanding.utterance;
    let asked = utterance.original().trim_end().ends_with('?')
        || cues::opens(&turn.understanding.core, turn.content, Cue::Asking)
        || goes_on(turn);
    let refers = asked && cues::holds(utterance, turn.content, Cue::It, WORDS_ABOUT_IT);
    // "And the agents?" after the languages: a channel only goes on where no channel was talked of.
    let continues = goes_on(turn) && who.is_none() && besides(turn, |_| false) <= WORDS_IN_FOLLOW_UP;
    let names_another = names_channel(turn) && !continues;
    // "And the restoration?" is clear by itself, and so is "who works there at night?".
    let is_clear = || by_examples(turn).is_some_and(|(intent, _)| leads_to(last, intent) || names_slot(turn, intent));
    if !(refers || continues) || names_another || by_pattern(turn).is_some() || !continues && is_clear() {
        return None;
    }
    let question = utterance.original().trim_end_matches(|c: char| !c.is_alphanumeric());
    let named = format!("{question} {}", name_of_it(turn)?);
    let piece = turn.reading(Understanding::of_piece(turn.content, &named, turn.understanding.guess));
    let (intent, confidence) = by_examples(&piece)?;
    let about = turn.content.intent(intent)?;
    let goes_on =
        leads_to(last, intent) || who.is_some_and(|who| leads_to(who, intent)) || about.slots.contains(&"channel");
    goes_on.then(|| turn.intent_with(intent, confidence, turn.slots_on(intent)))?
}

/// Whether an intent is another, or names it as one that goes on from it.
fn leads_to(of: &Intent, intent: &str) -> bool {
    of.id == intent || of.follow_ups.iter().any(|(_, next)| next == intent)
}

fn names_channel(turn: &Turn<'_>) -> bool {
    turn.understanding.entities.iter().any(|entity| entity.kind == "channel")
}

fn asks(turn: &Turn<'_>, cue: Cue) -> bool {
    cues::asks(&turn.understanding.utterance, turn.content, cue, turn.understanding.language())
}

/// "Why?" where no intent knows better: the article under the last answer.
pub fn why(turn: &Turn<'_>) -> Option<Answer> {
    let last = turn.last()?;
    let source = last.sources.first()?;
    if !asks(turn, Cue::Why) {
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
    // "And the agents?" after the languages asks for theirs.
    let of_channels = topic(turn).is_some() || last.slots.iter().any(|slot| STANDING_KINDS.contains(slot));
    if !(short && goes_on(turn))
        || !of_channels
        || last.small_talk
        || last.slots.contains(&"channel")
        || wants_another(turn, &who.id)
    {
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
    let last = last_intent(turn)?;
    let here = section(last.article.as_deref()?);
    turn.understanding.entities.iter().find_map(|entity| {
        let takes = || turn.content.intents.iter().filter(|intent| intent.slots.first() == Some(&entity.kind.as_str()));
        let only = takes().next().filter(|_| takes().count() == 1)?;
        // "And at night?" after the times of a priority.
        let alike = || only.slots.contains(&"priority") && last.slots.first() == Some(&"priority");
        let near = only.article.as_deref().and_then(section) == here || alike();
        let more = besides(turn, |other| other.kind == entity.kind);
        let short = more == 0 || more <= WORDS_IN_FOLLOW_UP && goes_on(turn);
        (near && short).then(|| turn.intent_with(&only.id, 1.0, turn.slots_on(&only.id)))?
    })
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
fn besides(turn: &Turn<'_>, counts: impl Fn(&Entity) -> bool) -> usize {
    let values: Vec<&Entity> = turn.understanding.entities.iter().filter(|entity| counts(entity)).collect();
    cues::words_besides(&turn.understanding.utterance, turn.content, values.iter().copied())
}
