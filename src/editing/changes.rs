//! What the last change of the content did to answers: after each swap, the answer tests and the examples are played on
//! the old and the new content. One comparison at a time, on one thread that gives way to everything else.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

use jiff::Timestamp;
use serde::Serialize;

use super::quiet::Quiet;
use crate::{
    content::{Content, Files, Severity, Source},
    live::{Attempt, Live, Outcome},
    proof::{ANSWERS, Cause, Change, Diff, Script, Suite, Verdict, diff, of_case, of_examples},
};

/// So many conversations are played at most; of more, every second, third … one.
const MOST: usize = 8_000;
/// So many changes of a group are shown.
const SHOWN: usize = 40;

/// What is known of the last change.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Changes {
    /// Whether a newer change is being looked at.
    pub comparing: bool,
    /// What the last one that was looked at did; nothing before the first.
    pub latest: Option<Arc<Compared>>,
}

/// What a change of the content did to answers.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Compared {
    /// When the new content came (RFC 3339).
    pub at: String,
    /// The revision before.
    pub old: String,
    /// The revision since.
    pub new: String,
    /// How many answers were compared.
    pub questions: usize,
    /// How many conversations were too many to be played.
    pub left_out: usize,
    /// How many answers are other ones now.
    pub changed: usize,
    /// How many of these are right now, by the tests.
    pub better: usize,
    /// How many are to be looked at.
    pub look: usize,
    /// How many are lost.
    pub lost: usize,
    /// The changes by what became of them and why, the gravest first.
    pub groups: Vec<ChangeGroup>,
    /// Why the answer tests were not among the questions, where they could not be read.
    pub tests_problem: Option<String>,
}

/// Changes that have one cause.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChangeGroup {
    /// What they amount to.
    pub verdict: Verdict,
    /// In what the answers differ.
    pub cause: Cause,
    /// From what to what.
    pub what: String,
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub changes: Vec<Change>,
}

/// A change that waits to be looked at.
struct Waiting {
    old: Arc<Content>,
    new: Arc<Content>,
    at: Timestamp,
}

#[derive(Default)]
struct Board {
    waiting: Option<Waiting>,
    comparing: bool,
    latest: Option<Arc<Compared>>,
    /// Counts what is new here, so that pages know when to look.
    news: u32,
    closed: bool,
}

/// Compares what was before each swap with what came.
pub(super) struct Comparing(Arc<Shared>);

#[derive(Default)]
struct Shared {
    board: Mutex<Board>,
    bell: Condvar,
}

impl Comparing {
    /// Listens for swaps, on a thread of its own.
    pub fn of(live: &Live) -> Self {
        let shared = Arc::new(Shared::default());
        let source = live.state().source;
        let ears = Arc::downgrade(&shared);
        live.listen(move |attempt, _| {
            if let Some(shared) = ears.upgrade() {
                shared.hear(attempt);
            }
        });
        let worker = Arc::clone(&shared);
        let started = thread::Builder::new().name("content-changes".to_owned()).spawn(move || worker.work(&source));
        if let Err(error) = started {
            tracing::error!(%error, "changes of the content are not compared: the system gives no thread");
        }
        Self(shared)
    }

    /// What is known.
    pub fn changes(&self) -> Changes {
        let board = self.0.board();
        Changes { comparing: board.comparing || board.waiting.is_some(), latest: board.latest.clone() }
    }

    /// Counts up whenever there is news.
    pub fn news(&self) -> u32 {
        self.0.board().news
    }
}

impl Drop for Comparing {
    fn drop(&mut self) {
        self.0.board().closed = true;
        self.0.bell.notify_all();
    }
}

impl Shared {
    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear(&self, attempt: &Attempt) {
        let (Outcome::Swapped { old, new } | Outcome::Learned { old, new }) = &attempt.outcome else { return };
        let mut board = self.board();
        // A change that nobody has looked at yet is looked at together with this one, and so is one that was not learned.
        let old = board.waiting.take().map_or_else(|| Arc::clone(old), |waiting| waiting.old);
        board.waiting = Some(Waiting { old, new: Arc::clone(new), at: attempt.at });
        board.news += 1;
        self.bell.notify_all();
    }

    fn work(&self, source: &Source) {
        let quiet = Quiet::start();
        while let Some(waiting) = self.next() {
            let compared = quiet.run(|| compare(&waiting, source));
            tracing::info!(new = compared.new, changed = compared.changed, lost = compared.lost, "change compared");
            let mut board = self.board();
            board.comparing = false;
            board.latest = Some(Arc::new(compared));
            board.news += 1;
        }
    }

    /// Waits for the next change, until it is learned; nothing when there will be none.
    fn next(&self) -> Option<Waiting> {
        let is_ready = |waiting: &Waiting| waiting.new.has_learned();
        let idle = |board: &mut Board| !board.closed && !board.waiting.as_ref().is_some_and(is_ready);
        let mut board = self.bell.wait_while(self.board(), idle).unwrap_or_else(PoisonError::into_inner);
        if board.closed {
            return None;
        }
        board.comparing = true;
        board.waiting.take()
    }
}

fn compare(Waiting { old, new, at }: &Waiting, source: &Source) -> Compared {
    let (suite, tests_problem) = suite(source);
    let tests = suite.into_iter().flat_map(|suite| suite.cases).map(|case| of_case(&case, true));
    let bank: Vec<Script> = tests.chain(of_examples(&old.written, &new.written)).collect();
    let step = bank.len().div_ceil(MOST).max(1);
    let asked: Vec<Script> = bank.iter().step_by(step).cloned().collect();
    let left_out = bank.len() - asked.len();
    of_diff(diff(("before", old), ("after", new), &asked), *at, left_out, tests_problem)
}

/// The answer tests beside the content, or why they cannot be played.
fn suite(source: &Source) -> (Option<Suite>, Option<String>) {
    let Source::Folder(root) = source else { return (None, None) };
    let files = match source.read() {
        Ok(files) => files,
        Err(error) => return (None, Some(error.to_string())),
    };
    let suite = Suite::read(Files::beside(root, ANSWERS), &files);
    match suite.findings.iter().find(|finding| finding.severity == Severity::Error) {
        Some(finding) => (None, Some(finding.in_a_line())),
        None => (Some(suite), None),
    }
}

fn of_diff(diff: Diff, at: Timestamp, left_out: usize, tests_problem: Option<String>) -> Compared {
    let group = |group: crate::proof::Group| ChangeGroup {
        verdict: group.verdict,
        cause: group.cause,
        what: group.what,
        count: group.changes.len(),
        changes: group.changes.into_iter().take(SHOWN).collect(),
    };
    Compared {
        at: at.to_string(),
        old: diff.old.1,
        new: diff.new.1,
        questions: diff.questions,
        left_out,
        changed: diff.changed,
        better: diff.better,
        look: diff.look,
        lost: diff.lost,
        groups: diff.groups.into_iter().map(group).collect(),
        tests_problem,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{
        content::{ArticleLinks, written},
        domain::Language,
        editing::tests::CONTENT,
    };

    fn changed() -> Arc<Content> {
        let mut files = Files::embedded();
        files.files.retain(|file| file.path != "intents/social_media.yaml");
        Arc::new(Content::load(files, ArticleLinks::default()).expect("the changed content is in order"))
    }

    fn swap(old: &Arc<Content>, new: &Arc<Content>) -> Attempt {
        let outcome = Outcome::Swapped { old: Arc::clone(old), new: Arc::clone(new) };
        Attempt { at: Timestamp::UNIX_EPOCH, took: Duration::ZERO, outcome }
    }

    #[test]
    fn what_came_while_nobody_looked_is_looked_at_at_once() {
        let shared = Shared::default();
        let (first, last) = (Arc::clone(&CONTENT), changed());
        shared.hear(&swap(&first, &last));
        shared.hear(&Attempt { outcome: Outcome::Unchanged, ..swap(&first, &last) });
        shared.hear(&swap(&last, &first));
        assert_eq!(shared.board().news, 2);
        let waiting = shared.next().unwrap();
        assert!(Arc::ptr_eq(&waiting.old, &first) && Arc::ptr_eq(&waiting.new, &first), "from before both to the last");
        assert!(shared.board().comparing && shared.board().waiting.is_none());
        shared.board().closed = true;
        assert!(shared.next().is_none());
    }

    #[test]
    fn a_change_is_told_by_what_became_of_the_answers() {
        let (old, new) = (Arc::clone(&CONTENT), changed());
        let mut bank = of_examples(&written(&Files::embedded()), &new.written);
        bank.retain(|script| script.name == "social_media" && script.page == Some(Language::En));
        let asked = bank.len();
        let compared = of_diff(diff(("before", &old), ("after", &new), &bank), Timestamp::UNIX_EPOCH, 3, None);
        assert_eq!((compared.questions, compared.left_out), (asked, 3));
        assert_eq!((compared.old.as_str(), compared.new.as_str()), (old.revision.as_str(), new.revision.as_str()));
        assert!(compared.changed > asked / 2, "{compared:#?}");
        assert_eq!(compared.changed, compared.groups.iter().map(|group| group.count).sum::<usize>());
        assert!(compared.groups.iter().all(|group| group.changes.len() <= SHOWN.min(group.count)));
    }
}
