//! Watches the content's folder and has it loaded again when somebody changes it, in a thread of its own.
//!
//! The system's events are a doorbell only: they say that it is time to look, never what there is to see. Network drives
//! ring no bell, so the folder is looked at now and then in any case.

use std::{
    io,
    num::NonZero,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, SyncSender},
    },
    thread,
    time::{Duration, Instant},
};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::{Live, Verdict, bell::Bell};
use crate::content::{Fingerprint, Source};

/// So long nobody touches a file before it is read: editors save through temporary files and renames, git checks out one
/// file after the other.
const QUIET: Duration = Duration::from_millis(100);
/// A folder that never comes to rest is read after this.
const RESTLESS: Duration = Duration::from_secs(3);
/// How far loading steps back behind those who answer, and learning behind both.
const LOADING: i32 = 10;
const LEARNING: i32 = 15;

/// How the folder is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Whether the system is asked to ring.
    pub events: bool,
    /// How often it is looked at in any case.
    pub poll: Duration,
}

/// The folder is watched as long as this lives.
#[derive(Debug)]
pub struct Watching {
    ended: Arc<AtomicBool>,
    ring: SyncSender<()>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        // A bell that rings already wakes the thread as well.
        let _ = self.ring.try_send(());
    }
}

/// Watches where the content comes from; `None` where nobody can change it, as it is the copy inside the program.
///
/// # Errors
/// The system gives no threads.
pub fn watch(live: &Arc<Live>, how: Watch) -> io::Result<Option<Watching>> {
    let Source::Folder(root) = &live.source else { return Ok(None) };
    let root = std::path::absolute(root)?;
    // One ring that waits says as much as many.
    let (ring, rings) = mpsc::sync_channel(1);
    let ended = Arc::new(AtomicBool::new(false));
    let watcher = Watcher {
        live: Arc::clone(live),
        how,
        bell: how.events.then(|| Bell::new(root, ring.clone())),
        rings,
        ended: Arc::clone(&ended),
        pool: pool("content-load", LOADING)?,
        learn: learner(live)?,
        seen: None,
        again: false,
    };
    thread::Builder::new().name("content".to_owned()).spawn(move || watcher.run())?;
    Ok(Some(Watching { ended, ring }))
}

/// Threads of their own for a work, as many as there are cores: they step back so far that those who answer hardly wait.
fn pool(name: &'static str, nice: i32) -> io::Result<ThreadPool> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let builder = ThreadPoolBuilder::new().num_threads(threads).thread_name(move |_| name.to_owned());
    builder.start_handler(move |_| step_back(nice)).build().map_err(io::Error::other)
}

#[cfg(target_os = "linux")]
fn step_back(nice: i32) {
    // On Linux this is about the thread alone. Without it loading works as well.
    let _ = rustix::process::nice(nice);
}

#[cfg(not(target_os = "linux"))]
fn step_back(_: i32) {}

/// A thread that has new examples learned whenever it is told to, until nobody can tell it any more. Changes that come
/// meanwhile need not wait for it.
fn learner(live: &Arc<Live>) -> io::Result<SyncSender<()>> {
    let (tell, told) = mpsc::sync_channel(1);
    let (live, pool) = (Arc::clone(live), pool("content-learn", LEARNING)?);
    let learn = move || told.iter().for_each(|()| drop(pool.install(|| live.learn())));
    thread::Builder::new().name("content-learner".to_owned()).spawn(learn)?;
    Ok(tell)
}

struct Watcher {
    live: Arc<Live>,
    how: Watch,
    bell: Option<Bell>,
    rings: Receiver<()>,
    ended: Arc<AtomicBool>,
    pool: ThreadPool,
    /// Tells that there may be something to learn.
    learn: SyncSender<()>,
    /// What the folder looked like before it was read last.
    seen: Option<Fingerprint>,
    /// Look once more though it looks the same: two changes within one tick of the drive's clock look like one.
    again: bool,
}

impl Watcher {
    fn run(mut self) {
        // What happened between the start and this moment rang no bell.
        let mut rung = true;
        while !self.ended.load(Ordering::Acquire) {
            let verdict = self.look(rung);
            let wait = if verdict == Some(Verdict::Moving) { QUIET } else { self.how.poll };
            rung = match self.rings.recv_timeout(wait.min(self.how.poll)) {
                Ok(()) => true,
                Err(RecvTimeoutError::Timeout) => verdict == Some(Verdict::Moving),
                Err(RecvTimeoutError::Disconnected) => return,
            };
        }
    }

    /// Has the content loaded again, if there is a reason.
    fn look(&mut self, rung: bool) -> Option<Verdict> {
        self.hang_bell();
        let differs = self.seen.as_ref() != Some(&self.live.source.fingerprint());
        if !rung && !differs && !self.again {
            return None;
        }
        if !rung && differs {
            // Nobody rang: the bell hangs where nobody passes any more.
            self.bell.iter_mut().for_each(Bell::take_down);
            self.hang_bell();
        }
        self.seen = Some(self.at_rest());
        self.again = differs;
        let verdict = self.pool.install(|| self.live.reload()).verdict();
        if verdict == Verdict::Swapped {
            // Told once more before it has begun, it has both to learn.
            let _ = self.learn.try_send(());
        }
        Some(verdict)
    }

    /// Hangs the bell where the folders are now. Whether it hung elsewhere before.
    fn hang_bell(&mut self) -> bool {
        let poll = self.how.poll;
        match self.bell.as_mut().map(Bell::hang) {
            None => false,
            Some(Ok(moved)) => moved,
            Some(Err(error)) => {
                tracing::warn!(%error, ?poll, "the system does not tell of every change: they are found by looking");
                true
            }
        }
    }

    /// Waits until nobody has touched a file for a moment; what it looks like then.
    fn at_rest(&mut self) -> Fingerprint {
        let began = Instant::now();
        let mut before = self.live.source.fingerprint();
        loop {
            let is_quiet = self.rings.recv_timeout(QUIET) == Err(RecvTimeoutError::Timeout);
            // What happens in a folder that has just been made is heard from here on.
            let moved = self.hang_bell();
            let now = self.live.source.fingerprint();
            let is_over = began.elapsed() > RESTLESS || self.ended.load(Ordering::Acquire);
            if is_over || is_quiet && !moved && now == before {
                return now;
            }
            before = now;
        }
    }
}
