//! The content in use: loaded from where editors keep it, loaded again when they change it, and swapped in one step.
//!
//! Who answers takes one snapshot ([`Live::content`]) and keeps it to the end of what it does: what is swapped meanwhile
//! is for the next one. What cannot be taken live changes nothing but the [`State`], which says so.

mod bell;
mod state;
mod watch;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use arc_swap::ArcSwap;

pub use self::{
    state::{Attempt, Broken, Last, Outcome, State, Verdict},
    watch::{Watch, Watching, watch},
};
use crate::{
    content::{ArticleLinks, Code, Content, Files, Finding, Invalid, Severity, Source, SourceError},
    domain::{Clock, Standing},
    reply::{Decision, Entitled, Question, Replier},
};

/// How many errors of a broken state the log names; `bolt check` shows all.
const LOGGED: usize = 3;
/// How often files that change while they are read are read again at once.
const READINGS: usize = 5;

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

type Listener = Box<dyn Fn(&Attempt, &State) + Send + Sync>;

/// The content in use.
pub struct Live {
    content: ArcSwap<Content>,
    state: Mutex<State>,
    source: Source,
    links: ArticleLinks,
    clock: Arc<dyn Clock>,
    listeners: Mutex<Vec<Listener>>,
    /// What the last attempt had before it. Held through an attempt: one at a time.
    tried: Mutex<Option<Tried>>,
    /// Content whose classifier has not learned all of it yet, and its files.
    to_learn: Mutex<Option<(Arc<Content>, Files)>>,
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
        let files = source.read();
        let tried = Tried::of(&files);
        let content = Content::load(files?, links.clone())?;
        let state = State::begin(&content, source.clone(), clock.now(), began.elapsed());
        Ok(Self {
            content: ArcSwap::from_pointee(content),
            state: Mutex::new(state),
            source,
            links,
            clock,
            listeners: Mutex::default(),
            tried: Mutex::new(Some(tried)),
            to_learn: Mutex::default(),
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

    /// Calls `listener` after each attempt, on the thread that made it, with the state after it; a swap hands over the old
    /// and the new content. The next attempt waits until it returns; keep what it hands over no longer than needed.
    pub fn listen(&self, listener: impl Fn(&Attempt, &State) + Send + Sync + 'static) {
        locked(&self.listeners).push(Box::new(listener));
    }

    /// Reads, checks, indexes and swaps; what is broken is told, and the content in use stays. New examples are known by
    /// their wording, and [`Self::learn`] is still to be called. Takes its time on the calling thread: nothing else waits
    /// for it.
    pub fn reload(&self) -> Outcome {
        let mut tried = locked(&self.tried);
        let began = Instant::now();
        let outcome = self.attempt(&mut tried);
        self.conclude(outcome, began.elapsed())
    }

    /// Has the classifier learn what the last reload took in by its wording, and swaps again. Takes seconds, in which other
    /// reloads go on. `None` where nothing is to be learned, or where another reload came first: it has its own call.
    pub fn learn(&self) -> Option<Outcome> {
        let (old, files) = locked(&self.to_learn).take()?;
        let began = Instant::now();
        let learned = guarded(|| Content::load_after(files, self.links.clone(), &old));
        let _one_at_a_time = locked(&self.tried);
        if !Arc::ptr_eq(&self.content(), &old) {
            return None;
        }
        let outcome = match learned {
            Ok(new) => Outcome::Learned { old, new: Arc::new(new) },
            Err(Invalid(findings)) => Outcome::Kept(findings.into()),
        };
        Some(self.conclude(outcome, began.elapsed()))
    }

    fn attempt(&self, tried: &mut Option<Tried>) -> Outcome {
        let Some(read) = self.read_at_rest() else { return Outcome::Moving };
        let now = Tried::of(&read);
        if tried.as_ref() == Some(&now) {
            return Outcome::Unchanged;
        }
        *tried = Some(now);
        let files = match read {
            Ok(files) => files,
            Err(error) => return Outcome::Kept([error.finding()].into()),
        };
        let old = self.content();
        if files.all_read() && files.revision() == old.revision {
            return if self.state().broken.is_some() { Outcome::Restored } else { Outcome::Unchanged };
        }
        locked(&self.state).loading_since = Some(self.clock.now());
        match guarded(|| Content::load_at_once(files.clone(), self.links.clone(), &old)) {
            Ok(new) => {
                let new = Arc::new(new);
                *locked(&self.to_learn) = (!new.has_learned()).then(|| (Arc::clone(&new), files));
                Outcome::Swapped { old, new }
            }
            Err(Invalid(findings)) => Outcome::Kept(findings.into()),
        }
    }

    /// The files as they are at one moment: nobody changed one while they were read. `None` where they don't come to rest.
    fn read_at_rest(&self) -> Option<Result<Files, SourceError>> {
        (1..=READINGS).find_map(|reading| {
            let before = self.source.fingerprint();
            let read = self.source.read();
            // What cannot be read may just have gone.
            let is_whole = read.as_ref().is_ok_and(Files::all_read) || reading == READINGS;
            (is_whole && self.source.fingerprint() == before).then_some(read)
        })
    }

    fn conclude(&self, outcome: Outcome, took: Duration) -> Outcome {
        let at = self.clock.now();
        if let Outcome::Swapped { new, .. } | Outcome::Learned { new, .. } = &outcome {
            self.content.store(Arc::clone(new));
        }
        let attempt = Attempt { at, took, outcome };
        locked(&self.state).take(&attempt);
        log(&attempt);
        let state = self.state();
        locked(&self.listeners).iter().for_each(|listener| listener(&attempt, &state));
        attempt.outcome
    }
}

/// Loads. A mistake of ours that only these files bring to light must not end the watching.
fn guarded(load: impl FnOnce() -> Result<Content, Invalid>) -> Result<Content, Invalid> {
    catch_unwind(AssertUnwindSafe(load)).unwrap_or_else(|_| Err(Invalid(vec![unforeseen()])))
}

fn unforeseen() -> Finding {
    let message = "loading these files fails in a way that Bolt does not foresee; the log has more";
    Finding::of_file(
        Code::UnreadableFile,
        "knowledge",
        message,
        "take the last change back, and report it as a mistake",
    )
}

/// What an attempt had before it: the same again needs no second one.
#[derive(PartialEq, Eq)]
struct Tried {
    revision: String,
    unread: Vec<Finding>,
}

impl Tried {
    fn of(read: &Result<Files, SourceError>) -> Self {
        match read {
            Ok(files) => Self { revision: files.revision(), unread: files.findings.clone() },
            Err(error) => Self { revision: String::new(), unread: vec![error.finding()] },
        }
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

fn log(Attempt { took, outcome, .. }: &Attempt) {
    match outcome {
        Outcome::Swapped { new, .. } => tracing::info!(revision = new.revision, ?took, "content swapped"),
        Outcome::Learned { new, .. } => tracing::info!(revision = new.revision, ?took, "new examples learned"),
        Outcome::Restored => tracing::info!("broken content is mended: it is as before"),
        Outcome::Unchanged => tracing::debug!("content unchanged"),
        Outcome::Moving => tracing::debug!("content changes while it is read"),
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
