//! The intents as their files say them, for whoever passes them on.

use super::{File, Files, fields::Text, intent::IntentSource, parts::Parts};
use crate::{domain::Action, support::Localized};

/// An intent as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenIntent {
    /// Its id: the name of its file.
    pub id: String,
    /// What "did you mean" offers.
    pub title: Localized<String>,
    /// Whole words or phrases that decide alone.
    pub keywords: Localized<Vec<String>>,
    /// Regular expressions that decide alone.
    pub patterns: Localized<Vec<String>>,
    /// What people may say.
    pub examples: Localized<Vec<String>>,
    /// What it says.
    pub replies: Vec<WrittenReply>,
}

/// A reply as it was written: templates, not yet rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenReply {
    /// The line where it begins, from 1.
    pub line: usize,
    /// What kind of turn it is.
    pub action: Action,
    /// The condition under which it is said.
    pub when: Option<String>,
    /// Its wordings.
    pub say: Localized<Vec<String>>,
}

/// The intents of these files, in their order. What cannot be read is left out; the checks tell of it.
#[must_use]
pub fn written(files: &Files) -> Vec<WrittenIntent> {
    of_parts(&Parts::read(files.clone()).0)
}

/// The intents of what was read, in their order.
pub(super) fn of_parts(parts: &Parts) -> Vec<WrittenIntent> {
    parts.intents.iter().map(|(file, source)| of(&parts.files[*file], source)).collect()
}

/// The utterances that the intents of these files must not be taken for.
#[must_use]
pub fn off_topic(files: &Files) -> Vec<(crate::domain::Language, String)> {
    Parts::read(files.clone()).0.off_topic
}

fn of(file: &File, source: &IntentSource) -> WrittenIntent {
    let replies = source.replies.iter();
    let reply = |reply: &super::intent::ReplySource| WrittenReply {
        line: file.place(reply.span.start).line,
        action: reply.action,
        when: reply.when.as_ref().map(|when| when.text.clone()),
        say: texts(&reply.say),
    };
    WrittenIntent {
        id: source.id.clone(),
        title: Localized::from_fn(|language| source.title.get(language).text.clone()),
        keywords: texts(&source.keywords),
        patterns: texts(&source.patterns),
        examples: texts(&source.examples),
        replies: replies.map(reply).collect(),
    }
}

fn texts(of: &Localized<Vec<Text>>) -> Localized<Vec<String>> {
    Localized::from_fn(|language| of.get(language).iter().map(|text| text.text.clone()).collect())
}
