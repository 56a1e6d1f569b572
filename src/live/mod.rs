//! The content in use: loaded from where editors keep it, loaded again when they change it, and swapped in one step.
//!
//! Who answers takes one snapshot ([`Live::content`]) and keeps it to the end of what it does: what is swapped meanwhile
//! is for the next one. What cannot be taken live changes nothing but the [`State`], which says so.

mod state;
#[cfg(test)]
mod tests;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use arc_swap::ArcSwap;

pub use self::state::{Attempt, Broken, Last, Outcome, State, Verdict};
use crate::{
    content::{ArticleLinks, Content, Finding, Invalid, Severity, Source, SourceError},
    domain::{Clock, Standing},
    reply::{Decision, Entitled, Question, Replier},
};

/// How many errors of a broken state the log names; `bolt check` shows all.
const LOGGED: usize = 3;

/// There is nothing to begin with.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no content where it was looked for.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The content has errors.
    #[error(transparent)]
    Invalid(#[from] Invalid),
}

type Listener = Box<dyn Fn(&Attempt) + Send + Sync>;

/// The content in use.
pub struct Live {
    content: ArcSwap<Content>,
    state: Mutex<State>,
    source: Source,
    links: ArticleLinks,
    clock: Arc<dyn Clock>,
    listeners: Mutex<Vec<Listener>>,
    /// Held through an attempt: one at a time.
    attempt: Mutex<()>,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Live").field("state", &self.state()).finish_non_exhaustive()
    }
}

impl Live {
    /// Loads what is there.
    ///
    /// # Errors
    /// No content there, or content with errors: without a good state there is none to keep.
    pub fn open(source: Source, links: ArticleLinks, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        let began = Instant::now();
        let content = Content::load(source.read()?, links.clone())?;
        let state = State::begin(&content, source.clone(), clock.now(), began.elapsed());
        Ok(Self {
            content: ArcSwap::from_pointee(content),
            state: Mutex::new(state),
            source,
            links,
            clock,
            listeners: Mutex::default(),
            attempt: Mutex::default(),
        })
    }

    /// The content in use now. Keep it through one piece of work, and no longer.
    #[must_use]
    pub fn content(&self) -> Arc<Content> {
        self.content.load_full()
    }

    /// How the content in use came, and what became of later attempts.
    #[must_use]
    pub fn state(&self) -> State {
        locked(&self.state).clone()
    }

    /// Calls `listener` after each attempt, on the thread that made it; a swap hands over the old and the new content.
    /// The next attempt waits until it returns.
    pub fn listen(&self, listener: impl Fn(&Attempt) + Send + Sync + 'static) {
        locked(&self.listeners).push(Box::new(listener));
    }

    /// Reads, checks, trains, indexes and swaps; what is broken is told, and the content in use stays. Takes its time on
    /// the calling thread: nothing else waits for it.
    pub fn reload(&self) -> Outcome {
        let _one_at_a_time = locked(&self.attempt);
        let began = Instant::now();
        let outcome = self.attempt();
        self.conclude(outcome, began.elapsed())
    }

    fn attempt(&self) -> Outcome {
        let files = match self.source.read() {
            Ok(files) => files,
            Err(error) => return Outcome::Kept([error.finding()].into()),
        };
        let old = self.content();
        if files.findings.is_empty() && files.revision() == old.revision {
            return Outcome::Unchanged;
        }
        match Content::load(files, self.links.clone()) {
            Ok(new) => Outcome::Swapped { old, new: Arc::new(new) },
            Err(Invalid(findings)) => Outcome::Kept(findings.into()),
        }
    }

    fn conclude(&self, outcome: Outcome, took: Duration) -> Outcome {
        let at = self.clock.now();
        if let Outcome::Swapped { new, .. } = &outcome {
            self.content.store(Arc::clone(new));
        }
        let attempt = Attempt { at, took, outcome };
        let was_broken = locked(&self.state).take(&attempt);
        log(&attempt, was_broken);
        locked(&self.listeners).iter().for_each(|listener| listener(&attempt));
        attempt.outcome
    }
}

impl Replier for Live {
    fn reply(&self, question: &Question<'_>) -> Decision {
        self.content.load().reply(question)
    }

    fn not_helped(&self, question: &Question<'_>) -> Decision {
        self.content.load().not_helped(question)
    }

    fn entitled(&self, standing: &Standing) -> Entitled {
        self.content.load().entitled(standing)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn log(Attempt { took, outcome, .. }: &Attempt, was_broken: bool) {
    match outcome {
        Outcome::Swapped { new, .. } => tracing::info!(revision = new.revision, ?took, "content swapped"),
        Outcome::Unchanged if was_broken => tracing::info!("content mended: it is as it was before"),
        Outcome::Unchanged => tracing::debug!("content unchanged"),
        Outcome::Kept(findings) => {
            let errors: Vec<&Finding> = findings.iter().filter(|f| f.severity == Severity::Error).collect();
            let named: Vec<String> = errors.iter().take(LOGGED).map(|finding| finding.in_a_line()).collect();
            tracing::warn!(
                errors = errors.len(),
                first = named.join("; "),
                "broken content is not taken: what was loaded before stays in use"
            );
        }
    }
}
