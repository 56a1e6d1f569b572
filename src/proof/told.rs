//! An answer as far as two of them are compared.

use serde::Serialize;

use super::Heard;
use crate::{
    domain::{Action, BoltMessage, Candidate, Language},
    reply::render,
};

/// What a visitor was told, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Told {
    /// What kind of turn it was.
    pub action: Action,
    /// The intent that was understood.
    pub intent: Option<String>,
    /// The articles it was taken from.
    pub articles: Vec<String>,
    /// The language it is written in.
    pub language: Language,
    /// The text, with its choices.
    pub text: String,
    /// The ids of the choices.
    pub choices: Vec<String>,
    /// The rule that chose.
    pub rule: String,
    /// The content that answered.
    pub content_revision: String,
    /// What was considered.
    pub candidates: Vec<Candidate>,
}

/// In what two answers differ: the weightiest difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// One of them is no answer at all.
    Silence,
    /// They are in two languages.
    Language,
    /// They do different things.
    Action,
    /// They are of two intents.
    Intent,
    /// They are taken from different articles.
    Article,
    /// They offer different choices.
    Choices,
    /// The same was said in another of the wordings that there were before.
    Wording,
    /// The same answer, whose text was changed.
    Text,
}

impl Cause {
    /// It, in words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Silence => "no answer",
            Self::Language => "other language",
            Self::Action => "other action",
            Self::Intent => "other intent",
            Self::Article => "other article",
            Self::Choices => "other choices",
            Self::Wording => "other wording",
            Self::Text => "same answer, its text was changed",
        }
    }
}

impl Told {
    /// What this message told.
    #[must_use]
    pub fn of(message: &BoltMessage) -> Self {
        Self {
            action: message.action,
            intent: message.intent.clone(),
            articles: message.sources.iter().map(|source| source.article.clone()).collect(),
            language: message.language,
            text: render::text(message),
            choices: message.choices.iter().map(|choice| choice.id.clone()).collect(),
            rule: message.trace.rule.clone(),
            content_revision: message.trace.content_revision.clone(),
            candidates: message.trace.candidates.clone(),
        }
    }

    /// What was heard, if it was an answer.
    #[must_use]
    pub fn heard(heard: &Heard) -> Option<Self> {
        heard.message().map(Self::of)
    }

    /// In what another answer differs; nothing where both say the same.
    #[must_use]
    pub fn differs(&self, other: &Self) -> Option<Cause> {
        let differences = [
            (self.language != other.language, Cause::Language),
            (self.action != other.action, Cause::Action),
            (self.intent != other.intent, Cause::Intent),
            (self.articles != other.articles, Cause::Article),
            (self.choices != other.choices, Cause::Choices),
            (self.text != other.text, Cause::Text),
        ];
        differences.into_iter().find(|(differs, _)| *differs).map(|(_, cause)| cause)
    }

    /// Whether it answers: neither asks back nor says that Bolt doesn't know.
    #[must_use]
    pub const fn answers(&self) -> bool {
        !matches!(self.action, Action::Fallback | Action::Clarify)
    }

    /// What it was, in a line: the action, then the intent or the articles.
    #[must_use]
    pub fn headline(&self) -> String {
        let about = self.intent.clone().into_iter().chain(self.articles.iter().cloned());
        let parts = std::iter::once(self.action.word().to_owned()).chain(about);
        format!("{} (rule {})", parts.collect::<Vec<_>>().join(", "), self.rule)
    }
}
