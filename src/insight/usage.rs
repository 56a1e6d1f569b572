//! How often each article and each intent answered, and what people said of the answers.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::Digest;
use crate::domain::{Action, BoltMessage, Event, EventBody, Language, ratings};

/// What can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UsedKind {
    /// An article, cited under an answer.
    Article,
    /// An intent.
    Intent,
}

/// How an article or an intent was used in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Used {
    /// What it is.
    pub kind: UsedKind,
    /// Its id.
    pub id: String,
    /// The language of the answers.
    pub language: Language,
    /// How often it answered.
    pub answered: usize,
    /// How many of the answers helped, as far as that was said.
    pub helpful: usize,
    /// How many did not.
    pub unhelpful: usize,
    /// When it last answered.
    pub last: Timestamp,
}

/// How everything was used that was used at all: articles first, by id and language.
#[must_use]
pub fn usage(digest: &Digest) -> Vec<Used> {
    digest.usage.rows()
}

/// The counts behind [`usage`].
#[derive(Clone, Debug, Default)]
pub(super) struct Usage(BTreeMap<(UsedKind, String, Language), Used>);

impl Usage {
    /// Counts the answers of a conversation since a time.
    pub(super) fn take(&mut self, events: &[Event], since: Timestamp) {
        let rated = ratings(events);
        for event in events.iter().filter(|event| event.at >= since) {
            let EventBody::BoltMessage(answer) = &event.body else { continue };
            if matches!(answer.action, Action::Fallback | Action::Clarify) {
                continue;
            }
            for (kind, id) in behind(answer) {
                self.count(kind, id, answer.language, event.at, rated.get(&event.seq).copied());
            }
        }
    }

    fn count(&mut self, kind: UsedKind, id: &str, language: Language, at: Timestamp, helpful: Option<bool>) {
        let new = || Used { kind, id: id.to_owned(), language, answered: 0, helpful: 0, unhelpful: 0, last: at };
        let used = self.0.entry((kind, id.to_owned(), language)).or_insert_with(new);
        used.answered += 1;
        used.helpful += usize::from(helpful == Some(true));
        used.unhelpful += usize::from(helpful == Some(false));
        used.last = used.last.max(at);
    }

    fn rows(&self) -> Vec<Used> {
        self.0.values().cloned().collect()
    }
}

/// The articles and the intent behind an answer.
fn behind(answer: &BoltMessage) -> impl Iterator<Item = (UsedKind, &str)> {
    let articles = answer.sources.iter().map(|source| (UsedKind::Article, source.article.as_str()));
    articles.chain(answer.intent.as_deref().map(|intent| (UsedKind::Intent, intent)))
}
