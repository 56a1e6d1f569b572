//! How the content that is live stands.

use serde::Serialize;

use crate::{
    content::{Finding, Source},
    live::{Broken, State},
};

/// How the content that is live stands.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LiveState {
    /// Its revision.
    pub revision: String,
    /// Since when it is live (RFC 3339).
    pub since: String,
    /// New examples are known by their wording, while the classifier learns them.
    pub learning: bool,
    /// The folder it comes from; nothing for the copy inside the program, which does not change.
    pub folder: Option<String>,
    /// What is wrong with the files, where they are not as what is live.
    pub broken: Option<BrokenState>,
    /// What is known of the last change: counts up with each piece of news.
    pub changes: u32,
}

/// The files cannot be taken; what was live before still is.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BrokenState {
    /// Since when (RFC 3339).
    pub since: String,
    /// What keeps the files out, at most the first few.
    pub findings: Vec<Finding>,
    /// How many errors there are in all.
    pub errors: usize,
}

/// So many findings are shown at once; the list of findings has all.
const SHOWN: usize = 5;

impl LiveState {
    pub(super) fn of(state: &State, changes: u32) -> Self {
        Self {
            revision: state.revision.clone(),
            since: state.loaded_at.to_string(),
            learning: state.learning_since.is_some(),
            folder: match &state.source {
                Source::Folder(folder) => Some(folder.display().to_string()),
                Source::Embedded => None,
            },
            broken: state.broken.as_ref().map(BrokenState::of),
            changes,
        }
    }
}

impl BrokenState {
    fn of(broken: &Broken) -> Self {
        Self {
            since: broken.since.to_string(),
            findings: broken.errors().take(SHOWN).cloned().collect(),
            errors: broken.errors().count(),
        }
    }
}
