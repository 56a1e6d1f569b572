//! Work that gives way to everything else: one thread, which runs when no other wants to.

use rayon::{ThreadPool, ThreadPoolBuilder};

/// A thread for what may take its time. What would otherwise take every core takes this one.
pub(super) struct Quiet(Option<ThreadPool>);

impl Quiet {
    /// Starts the thread.
    pub fn start() -> Self {
        let pool = ThreadPoolBuilder::new().num_threads(1).start_handler(|_| give_way()).build();
        Self(pool.inspect_err(|error| tracing::warn!(%error, "the system gives no quiet thread")).ok())
    }

    /// Does it there; here, where the system gave no thread.
    pub fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match &self.0 {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }
}

/// Lets every other thread go first. Where the system does not, it is still but one thread.
fn give_way() {
    let _ = rustix::process::nice(19);
}
