//! Courtesy: a greeting before a question is returned, and so are thanks, in a word or two before the answer.

use super::{
    cues,
    turn::{Answer, Turn},
};
use crate::{
    content::{Content, Cue, Phrase, required::DANGER},
    language::Utterance,
};

/// Rules whose answers stand alone: there was no greeting, it is no time for one, or the answer is said again.
const ALONE: [&str; 5] = ["picked-choice", "empty", "danger", "speak-language", "repeat"];

/// The answer with the visitor's courtesy returned before it; not to every message of somebody who is always polite.
pub(super) fn returned(turn: &Turn<'_>, rule: &str, answer: Answer) -> Answer {
    let intent = answer.intent.as_deref();
    let is_talk = intent.is_some_and(|id| id == DANGER || turn.content.intent(id).is_some_and(|i| i.small_talk));
    if is_talk || ALONE.contains(&rule) {
        return answer;
    }
    let Some(cue) = courtesy(&turn.understanding.utterance, turn.content) else { return answer };
    let phrase = match cue {
        Cue::Thanks if turn.question.context.last_reply.is_some() => Phrase::Welcome,
        Cue::Greeting => Phrase::GreetingBack,
        _ => return answer,
    };
    if before(turn).is_some_and(|said| courtesy(&Utterance::read(said), turn.content) == Some(cue)) {
        return answer;
    }
    let begins_a_block = answer.markdown.starts_with(['|', '>', '-', '*', '#']);
    let gap = if begins_a_block { "\n\n" } else { " " };
    Answer { markdown: format!("{}{gap}{}", turn.phrase(phrase), answer.markdown), ..answer }
}

/// How a message opens.
fn courtesy(utterance: &Utterance, content: &Content) -> Option<Cue> {
    [Cue::Greeting, Cue::Thanks].into_iter().find(|cue| cues::opens(utterance, content, *cue))
}

/// The visitor's message before this one.
fn before<'t>(turn: &'t Turn<'_>) -> Option<&'t str> {
    let now = turn.question.text.trim();
    turn.question.context.said.iter().map(|text| text.trim()).rev().find(|text| *text != now)
}
