//! What editors look at: articles and intents with their health, a question and why it is answered as it is, findings,
//! gaps, and what the last change did to answers. It edits no files.
//!
//! Reports are made off the threads that serve people, few at a time, and kept as long as what they tell of is the same.

#[cfg(test)]
mod tests;
mod trial;
#[cfg(test)]
mod typescript;

use std::sync::Arc;

use tokio::{sync::Semaphore, task};

pub use trial::{Attempt, MayUse, Move, Silence, Trial, TrialError, TrialTurn, limits};

use crate::{content::Content, store::StoreError};

/// How many reports are made at a time. Visitors' questions come first.
const AT_A_TIME: usize = 2;

/// The content that is live, as far as editors look at it.
pub trait Served: Send + Sync {
    /// What answers now.
    fn content(&self) -> Arc<Content>;
}

/// Content that stays as it is.
pub struct Fixed(pub Arc<Content>);

impl Served for Fixed {
    fn content(&self) -> Arc<Content> {
        Arc::clone(&self.0)
    }
}

/// A report that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum EditingError {
    /// The question cannot be tried as it was sent.
    #[error(transparent)]
    Trial(#[from] TrialError),
    /// The log cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The report was given up: it failed inside, or the server is ending.
    #[error("the report was not finished: {0}")]
    Unfinished(String),
}

/// What editors ask of the server.
pub struct Editing {
    served: Arc<dyn Served>,
    turns: Semaphore,
}

impl Editing {
    /// Reports on what is served.
    #[must_use]
    pub fn new(served: Arc<dyn Served>) -> Self {
        Self { served, turns: Semaphore::new(AT_A_TIME) }
    }

    /// Tries a question, or a short conversation, as some kind of visitor.
    pub async fn try_out(&self, attempt: Attempt) -> Result<Trial, EditingError> {
        attempt.check()?;
        let content = self.served.content();
        self.apart(move || trial::play(&content, &attempt)).await
    }

    /// Makes a report on a thread of its own, when it is its turn.
    async fn apart<T: Send + 'static>(&self, make: impl FnOnce() -> T + Send + 'static) -> Result<T, EditingError> {
        let unfinished = |problem: &dyn std::fmt::Display| EditingError::Unfinished(problem.to_string());
        let _turn = self.turns.acquire().await.map_err(|closed| unfinished(&closed))?;
        task::spawn_blocking(make).await.map_err(|failed| unfinished(&failed))
    }
}
