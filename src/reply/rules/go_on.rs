//! Rules for a message that asks something else about the last answer: why, how long, who; in the words that the cues
//! have, in others, or with an "it".

use super::{
    CERTAIN, OFF_TOPIC, SURE, WORTH_ASKING, by_examples, by_pattern, certain, ends_as_question,
    follow::{WORDS_IN_FOLLOW_UP, besides, goes_on},
    in_all, is_small_talk,
    knowing::does_something,
};
use crate::{
    content::{
        Cue, Intent, Phrase, Slots,
        required::{COMPLAINT, MY_PLAN},
    },
    domain::Action,
    language::Entity,
    reply::{
        Understanding, cues,
        passage::opening,
        section,
        topic::{last_intent, name_of_it, subject, topic},
        turn::{Answer, Turn},
    },
    support::{ChannelKind, STANDING_KINDS},
};

/// Fewer words are small talk, or nothing that can be told apart from it.
const WORDS_OF_A_STATEMENT: usize = 3;
/// From here on what goes on from the last answer is said rather than that answer once more.
const LIKELY: f32 = 0.35;
/// A question with an "it" that is longer than this says by itself what it is about.
pub(super) const WORDS_ABOUT_IT: usize = 9;

/// "Why?", "how long?", "who can do that?": the intent that the last one names for it.
pub fn more_about_it(turn: &Turn<'_>) -> Option<Answer> {
    // "Yes" after "you're welcome" does nothing that an earlier answer spoke of.
    let is_open = |cue: Cue| cue != Cue::DoIt || turn.last().is_some_and(|last| last.about.is_none());
    let (cue, next) = follow_ups(turn).find(|(cue, _)| is_open(*cue) && asks(turn, *cue))?;
    goes_on_to(turn, *cue, next, 1.0)
}

/// What the last answer's intent names for a cue, and what the channel's does that was talked of.
fn follow_ups<'t>(turn: &Turn<'t>) -> impl Iterator<Item = &'t (Cue, String)> {
    [last_intent(turn), topic(turn)].into_iter().flatten().flat_map(|intent| &intent.follow_ups)
}

/// The same in other words: "who can I turn to with that?". Whoever names something of ours asks by themselves, and so
/// does whoever is understood better without the last answer.
pub fn more_in_other_words(turn: &Turn<'_>) -> Option<Answer> {
    let understanding = &turn.understanding;
    let core = &understanding.core;
    if core.tokens().len() > WORDS_ABOUT_IT || !understanding.entities.is_empty() || by_pattern(turn).is_some() {
        return None;
    }
    let last = last_intent(turn)?;
    let (cue, confidence) = cues::like(core, turn.content, understanding.language())?;
    let (_, next) = follow_ups(turn).find(|(named, _)| *named == cue)?;
    let sure = by_examples(turn).filter(|(intent, _)| !is_small_talk(turn, intent));
    let by_itself = sure.map_or(0.0, |(_, confidence)| in_all(turn, confidence));
    // What is understood as well by itself, or asks for a deed, goes on only where it says nothing but what cues say.
    let is_deed = sure.is_some_and(|(intent, _)| does_something(turn, intent));
    let names_more = (by_itself >= CERTAIN || is_deed) && !is_made_of_cues(turn);
    // "When will you mend it?" opens no ticket.
    let asks_otherwise = sure.is_some_and(|(intent, _)| intent != next) && does_something(turn, next);
    // "Shall I call or write?" goes on as well, and needs no cue.
    let goes_on_by_itself =
        sure.is_some_and(|(intent, _)| intent != next && intent != last.id && last.leads_to(intent));
    let is_by_itself = goes_on_by_itself && by_itself >= SURE;
    if confidence < SURE
        || confidence < CERTAIN && confidence < by_itself
        || names_more
        || asks_otherwise
        || is_by_itself
        || is_thanked(turn)
    {
        return None;
    }
    goes_on_to(turn, cue, next, confidence)
}

/// "Thanks, that was all I wanted to know."
fn is_thanked(turn: &Turn<'_>) -> bool {
    let utterance = &turn.understanding.utterance;
    let opens = |cue| cues::opens(utterance, turn.content, cue);
    opens(Cue::Thanks)
        && !utterance.original().contains('?')
        && !cues::opens(&turn.understanding.core, turn.content, Cue::Asking)
}

/// "Is that a technical contact?" after the account manager: the section of the article that asks the same, where the
/// examples know no more than the last answer. An intent that goes on from it yields to a heading that is the same question.
pub fn section_of_it(turn: &Turn<'_>) -> Option<Answer> {
    let last = last_intent(turn).filter(|last| !last.small_talk)?;
    let short = turn.understanding.utterance.tokens().len() <= WORDS_ABOUT_IT;
    if !short || !turn.understanding.entities.is_empty() || by_pattern(turn).is_some() {
        return None;
    }
    match by_examples(turn) {
        None if says_little(turn) => section::alike(turn),
        Some((intent, _)) if intent == last.id => section::alike(turn),
        Some((intent, _)) if last.leads_to(intent) => section::the_same(turn),
        _ => None,
    }
}

/// "Why?" where no intent knows better: the article under the last answer.
pub fn why(turn: &Turn<'_>) -> Option<Answer> {
    let source = turn.last()?.topic_sources().first()?;
    if !asks(turn, Cue::Why) {
        return None;
    }
    let article = turn.content.index.article(source.language, &source.article)?;
    Some(turn.on_topic(turn.passage(&source.article, source.language, &opening(&article.markdown), &[], 1.0)?))
}

/// "Is it open at night?", "how do I get it?": the question with the name of what was talked of beside its "it", where
/// what that asks goes on from the last answer.
pub fn about_it(turn: &Turn<'_>) -> Option<Answer> {
    let (last, who) = (last_intent(turn)?, topic(turn));
    let utterance = &turn.understanding.utterance;
    let asked =
        ends_as_question(turn) || cues::opens(&turn.understanding.core, turn.content, Cue::Asking) || goes_on(turn);
    let refers = asked && cues::holds(utterance, turn.content, Cue::It, WORDS_ABOUT_IT);
    // "And the agents?" after the languages: a channel only goes on where no channel was talked of.
    let only_channels = turn.understanding.entities.iter().all(|entity| entity.kind == "channel");
    let continues = goes_on(turn)
        && who.is_none()
        && only_channels
        && besides(turn, |_| false) <= WORDS_IN_FOLLOW_UP
        && !names_a_place(turn);
    let names_another = names_channel(turn) && !continues;
    let is_clear = || !continues && (is_clear(turn, last) || says_enough(turn, who));
    if !(refers || continues) || names_another || by_pattern(turn).is_some() || is_clear() {
        return None;
    }
    // Beside the subject of the last answer, everything seems to be about it.
    let by_itself = || by_examples(turn).is_some_and(|(intent, _)| !is_small_talk(turn, intent)) || !says_little(turn);
    let name = name_of_it(turn).or_else(|| subject(turn).filter(|_| continues || !by_itself()))?;
    let named = named_beside(turn, &name);
    let piece = turn.reading(Understanding::of_piece(turn.content, &named, turn.understanding.guess));
    let (intent, confidence) = by_examples(&piece)?;
    let about = turn.content.intent(intent)?;
    let is_of_the_article = || about.article.is_some() && about.article == last.article;
    let goes_on = is_of_the_article()
        || last.leads_to(intent)
        || who.is_some_and(|who| who.leads_to(intent))
        || about.slots.contains(&"channel");
    let answer = goes_on.then(|| turn.intent_with(intent, confidence, turn.slots_on(intent)))??;
    // Rather than the same once more: what the message is likely to want without the name beside it.
    let other = if is_said(turn, &answer) { likely_to_go_on(turn) } else { None };
    Some(other.unwrap_or_else(|| unless_said(turn, answer)))
}

/// The intent that goes on from the last answer. What would only say the same again yields to the section of its article
/// that was asked for.
fn goes_on_to(turn: &Turn<'_>, cue: Cue, next: &str, confidence: f32) -> Option<Answer> {
    let next = of_that_person(turn, next).unwrap_or(next);
    let slots = if cue == Cue::Who { Slots::default() } else { turn.slots_on(next) };
    let answer = turn.intent_with(next, confidence, slots)?;
    // "Who can, then?" after who has it means the people around the visitor.
    let lacks = |who: &Intent| who.channel.as_deref().is_some_and(|channel| !turn.entitlements.has(channel));
    let is_lacking = || turn.content.intent(next).is_some_and(lacks);
    if cue == Cue::Who && is_said(turn, &answer) && turn.has_paid_account() && is_lacking() {
        return turn.intent_with(next, confidence, turn.anybody_of_mine());
    }
    Some(unless_said(turn, answer))
}

/// "And what can she do?" after somebody else asks what people like her may use, where it would be the visitor's own case.
fn of_that_person<'t>(turn: &Turn<'t>, next: &str) -> Option<&'t str> {
    let own = turn.content.intent(next).filter(|next| next.id == MY_PLAN && turn.is_about_that_person())?;
    own.follow_up(Cue::Who)
}

/// An answer that goes on. Where it would say the same once more, the section that was asked for does instead.
pub(super) fn unless_said(turn: &Turn<'_>, answer: Answer) -> Answer {
    let section = if is_said(turn, &answer) { section::rather_than_again(turn) } else { None };
    section.unwrap_or_else(|| known_to_be_all(turn, answer))
}

/// "And the restoration?", "e in vacanza?": what the examples think of first, though unsure, where that goes on from the
/// last answer and is something else.
pub fn likely_next(turn: &Turn<'_>) -> Option<Answer> {
    let short = turn.understanding.utterance.tokens().len() <= WORDS_ABOUT_IT;
    // What is supposed asks for something else than what it names.
    let supposes = || {
        let core = cues::without_opening(&turn.understanding.core, turn.content);
        [&turn.understanding.core, &core].into_iter().any(|part| cues::opens(part, turn.content, Cue::If))
    };
    (short && goes_on(turn) && by_pattern(turn).is_none() && !supposes()).then(|| likely_to_go_on(turn))?
}

fn likely_to_go_on(turn: &Turn<'_>) -> Option<Answer> {
    let last = last_intent(turn)?;
    let classified = &turn.understanding.classified;
    let best = classified.ranked.first().filter(|best| best.intent != last.id && !is_talk(turn, &best.intent))?;
    let likely = best.probability >= LIKELY && classified.in_scope >= OFF_TOPIC && is_near(turn, last, &best.intent);
    let is_deed = does_something(turn, &best.intent);
    // "And can he call, too?" is about whom was talked of.
    let before = turn.slots_before();
    let of_them = ["role", "license"].iter().any(|kind| before.get(kind).is_some())
        && cues::holds(&turn.understanding.utterance, turn.content, Cue::They, WORDS_ABOUT_IT);
    let slots = || if of_them { turn.slots_after(&best.intent) } else { turn.slots_on(&best.intent) };
    let answer = || turn.intent_with(&best.intent, best.probability, slots());
    (likely && !is_deed).then(answer)?.filter(|answer| !is_said(turn, answer))
}

/// An answer. Where it says the same once more, it says that this is all, and shows the ways to somebody who may know more.
/// Nothing is asked: an "ok" after it takes none of them.
pub(super) fn known_to_be_all(turn: &Turn<'_>, answer: Answer) -> Answer {
    if !is_said(turn, &answer) {
        return answer;
    }
    let markdown = format!("{}\n\n{}", turn.phrase(Phrase::AllIKnow), answer.markdown);
    Answer { markdown, choices: turn.ways_on(), ..answer }
}

/// Whether Bolt said just this. What it does, and small talk, may be said twice.
fn is_said(turn: &Turn<'_>, answer: &Answer) -> bool {
    answer.action == Action::Answer
        && !answer.intent.as_deref().is_some_and(|intent| is_talk(turn, intent))
        && turn.last().is_some_and(|last| last.markdown.ends_with(&answer.markdown))
}

/// A complaint is answered like small talk: with regret, and with nothing that it asks.
fn is_talk(turn: &Turn<'_>, intent: &str) -> bool {
    intent == COMPLAINT || is_small_talk(turn, intent)
}

/// "And if there is no workaround?" sounds like a complaint, and "still nothing there" like a no: where the examples are not
/// certain of it, what else it may be goes on from the last answer.
pub fn rather_than_small_talk(turn: &Turn<'_>) -> Option<Answer> {
    let last = last_intent(turn).filter(|last| !last.small_talk)?;
    let classified = &turn.understanding.classified;
    let sounds_like_talk = classified.ranked.first().is_some_and(|best| is_talk(turn, &best.intent));
    let says_little = turn.understanding.core.tokens().len() < WORDS_OF_A_STATEMENT;
    if !sounds_like_talk || says_little || classified.in_scope < OFF_TOPIC || by_pattern(turn).is_some() {
        return None;
    }
    if certain(turn).is_some() || is_thanked(turn) {
        return None;
    }
    let other = classified.ranked.iter().find(|scored| !is_talk(turn, &scored.intent))?;
    let goes_on = other.probability >= WORTH_ASKING && is_near(turn, last, &other.intent);
    let slots = turn.slots_on(&other.intent);
    goes_on.then(|| Some(unless_said(turn, turn.intent_with(&other.intent, other.probability, slots)?)))?
}

/// Whether an intent is the last one, goes on from it, or is about the same.
fn is_near(turn: &Turn<'_>, last: &Intent, intent: &str) -> bool {
    let about_the_same = |other: &Intent| {
        let value = |intent: &Intent| intent.slots.first().copied();
        value(other).is_some() && value(other) == value(last)
            || other.section().is_some() && other.section() == last.section()
    };
    last.leads_to(intent) || turn.content.intent(intent).is_some_and(about_the_same)
}

/// Whether the message names a channel where nobody of ours answers: "and the Community?" is about that.
fn names_a_place(turn: &Turn<'_>) -> bool {
    let kind = |id: &str| turn.content.facts.channel(id).map(|channel| channel.kind);
    turn.understanding.values("channel").iter().any(|id| kind(id) == Some(ChannelKind::SelfService))
}

/// The message with the name of what it is about.
fn named_beside(turn: &Turn<'_>, name: &str) -> String {
    let question = turn.understanding.utterance.original().trim_end_matches(|c: char| !c.is_alphanumeric());
    format!("{question} {name}")
}

/// Whether the message needs no name beside it: "and the restoration?", "who works there at night?".
fn is_clear(turn: &Turn<'_>, last: &Intent) -> bool {
    by_examples(turn).is_some_and(|(id, _)| last.leads_to(id) || names_value_of(turn, id))
}

/// Whether a message with an "it" in it is certainly about something else ("is there an outage?"), or not about us at all
/// ("¿quién ganó la liga?").
fn says_enough(turn: &Turn<'_>, who: Option<&Intent>) -> bool {
    let is_alike = |intent: &Intent| who.is_some_and(|who| who.slots == intent.slots || who.leads_to(&intent.id));
    let wanted = certain(turn).and_then(|id| turn.content.intent(id));
    wanted.is_some_and(|intent| !intent.small_talk && !is_alike(intent))
        || turn.understanding.classified.in_scope < OFF_TOPIC && !is_made_of_cues(turn)
}

/// Whether the message hardly has a word that does not refer to the last answer.
fn says_little(turn: &Turn<'_>) -> bool {
    turn.content.is_like_a_cue(&turn.understanding.core, turn.understanding.language())
}

/// Whether it has no word but those of cues.
fn is_made_of_cues(turn: &Turn<'_>) -> bool {
    turn.content.is_made_of_cues(&turn.understanding.core, turn.understanding.language())
}

/// Whether the message names a value of this intent, and not only a kind of people.
fn names_value_of(turn: &Turn<'_>, intent: &str) -> bool {
    let slots = turn.content.intent(intent).map_or(&[][..], |intent| &intent.slots);
    let own =
        |entity: &Entity| slots.contains(&entity.kind.as_str()) && !STANDING_KINDS.contains(&entity.kind.as_str());
    turn.understanding.entities.iter().any(own)
}

/// Whether the message names a channel.
pub(super) fn names_channel(turn: &Turn<'_>) -> bool {
    turn.understanding.entities.iter().any(|entity| entity.kind == "channel")
}

pub(super) fn asks(turn: &Turn<'_>, cue: Cue) -> bool {
    cues::asks(&turn.understanding.utterance, turn.content, cue, turn.understanding.language())
}
