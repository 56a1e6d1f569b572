//! How the content in use came, and what became of later attempts to change it.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;

use crate::content::{Content, Finding, Severity, Source};

/// What became of an attempt to load the content again.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// There is a new content in use.
    Swapped {
        /// The one before.
        old: Arc<Content>,
        /// The one in use.
        new: Arc<Content>,
    },
    /// The classifier has learned what the content in use knew by its wording: the same content in use, learned.
    Learned {
        /// The one before.
        old: Arc<Content>,
        /// The one in use.
        new: Arc<Content>,
    },
    /// The files are as they were at the last attempt.
    Unchanged,
    /// Broken files are again as the content in use says.
    Restored,
    /// The files are broken: the content in use stays.
    Kept(Arc<[Finding]>),
    /// The files change while they are read: the content in use stays until they come to rest.
    Moving,
}

impl Outcome {
    /// What it comes to.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        match self {
            Self::Swapped { .. } => Verdict::Swapped,
            Self::Learned { .. } => Verdict::Learned,
            Self::Unchanged => Verdict::Unchanged,
            Self::Restored => Verdict::Restored,
            Self::Moving => Verdict::Moving,
            Self::Kept(_) => Verdict::Kept,
        }
    }
}

/// An [`Outcome`] in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is a new content in use.
    Swapped,
    /// The same content, learned.
    Learned,
    /// Nothing to do.
    Unchanged,
    /// As before the files were broken.
    Restored,
    /// Broken: the old one stays.
    Kept,
    /// Not at rest: the old one stays for now.
    Moving,
}

impl Verdict {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Swapped => "swapped",
            Self::Learned => "learned",
            Self::Unchanged => "unchanged",
            Self::Restored => "restored",
            Self::Moving => "moving",
            Self::Kept => "kept",
        }
    }
}

/// An attempt to load the content again.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// When it ended.
    pub at: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// What became of it.
    pub outcome: Outcome,
}

/// The last attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// When it ended.
    pub at: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// What became of it.
    pub verdict: Verdict,
}

/// The files are broken, and an older state of them is in use.
#[derive(Clone, Debug)]
pub struct Broken {
    /// Since when there was no good state.
    pub since: Timestamp,
    /// What is wrong, as `bolt check` says it.
    pub findings: Arc<[Finding]>,
}

impl Broken {
    /// What keeps the files out.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error)
    }
}

/// How the content in use came, and what became of later attempts.
#[derive(Clone, Debug)]
pub struct State {
    /// The revision in use.
    pub revision: String,
    /// Since when.
    pub loaded_at: Timestamp,
    /// How long it took to load.
    pub took: Duration,
    /// Where it comes from.
    pub source: Source,
    /// How many times other content came into use since the start.
    pub reloads: u64,
    /// The last attempt since the start.
    pub last: Option<Last>,
    /// What is wrong with the files now, when they are not as the content in use.
    pub broken: Option<Broken>,
    /// Since when a change of the files is being loaded.
    pub loading_since: Option<Timestamp>,
    /// Since when new examples are known by their wording, while the classifier learns them.
    pub learning_since: Option<Timestamp>,
}

impl State {
    pub(super) fn begin(content: &Content, source: Source, loaded_at: Timestamp, took: Duration) -> Self {
        let revision = content.revision.clone();
        Self {
            revision,
            loaded_at,
            took,
            source,
            reloads: 0,
            last: None,
            broken: None,
            loading_since: None,
            learning_since: None,
        }
    }

    /// Takes an attempt down.
    pub(super) fn take(&mut self, Attempt { at, took, outcome }: &Attempt) {
        self.last = Some(Last { at: *at, took: *took, verdict: outcome.verdict() });
        self.loading_since = None;
        match outcome {
            Outcome::Swapped { new, .. } => {
                self.revision.clone_from(&new.revision);
                (self.loaded_at, self.took) = (*at, *took);
                self.reloads += 1;
                self.broken = None;
                self.learning_since = (!new.has_learned()).then_some(*at);
            }
            Outcome::Learned { .. } => self.learning_since = None,
            Outcome::Restored => self.broken = None,
            Outcome::Unchanged | Outcome::Moving => {}
            Outcome::Kept(findings) => {
                let since = self.broken.as_ref().map_or(*at, |broken| broken.since);
                self.broken = Some(Broken { since, findings: Arc::clone(findings) });
            }
        }
    }
}
