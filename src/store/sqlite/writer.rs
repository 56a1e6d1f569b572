//! The one writer. It takes all work that waits, runs it in one transaction, and answers everybody after the commit:
//! the cost of reaching the disk is shared by whoever came in the meantime.

use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::StoreError;

/// How much work may wait before whoever brings more waits too.
const QUEUE: usize = 1024;
/// How much work one transaction takes at most.
const GROUP: usize = 256;

/// A piece of work in two halves: what happens inside the transaction, and who is told after it.
trait Work: Send {
    /// Runs; false when it failed and its writes are to be undone.
    fn run(&mut self, connection: &Connection) -> bool;
    /// Tells the caller how it ended.
    fn done(self: Box<Self>, committed: Result<(), StoreError>);
}

struct Task<T, E, W> {
    work: Option<W>,
    result: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<T, E, W> Work for Task<T, E, W>
where
    T: Send,
    E: From<StoreError> + Send,
    W: FnOnce(&Connection) -> Result<T, E> + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        self.result = self.work.take().map(|work| work(connection));
        matches!(self.result, Some(Ok(_)))
    }

    fn done(self: Box<Self>, committed: Result<(), StoreError>) {
        let answer = match (self.result, committed) {
            (Some(Ok(value)), Ok(())) => Ok(value),
            (Some(Ok(_)) | None, Err(error)) => Err(error.into()),
            (Some(Err(error)), _) => Err(error),
            (None, Ok(())) => Err(StoreError::Closed.into()),
        };
        // Whoever asked may have gone; what was written stays written.
        let _ = self.answer.send(answer);
    }
}

/// The writer's thread, and the way to it.
pub(super) struct Writer {
    queue: Option<mpsc::Sender<Box<dyn Work>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread that owns the connection.
    pub(super) fn start(connection: Connection) -> Result<Self, StoreError> {
        let (queue, work) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("bolt-sqlite-writer".to_owned())
            .spawn(move || write_until_closed(&connection, work))
            .map_err(|error| StoreError::Database(format!("the writer's thread cannot start: {error}")))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Has a piece of work done; returns after its group was committed.
    pub(super) async fn run<T, E, W>(&self, work: W) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        W: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let task = Box::new(Task { work: Some(work), result: None, answer });
        let queue = self.queue.as_ref().ok_or(StoreError::Closed)?;
        queue.send(task).await.map_err(|_| StoreError::Closed)?;
        answered.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }
}

impl Drop for Writer {
    /// Finishes what waits, then lets go of the file.
    fn drop(&mut self) {
        self.queue.take();
        if let Some(thread) = self.thread.take() {
            // A writer that panicked has nothing left to finish.
            let _ = thread.join();
        }
    }
}

fn write_until_closed(connection: &Connection, mut queue: mpsc::Receiver<Box<dyn Work>>) {
    let mut group = Vec::with_capacity(GROUP);
    while queue.blocking_recv_many(&mut group, GROUP) > 0 {
        let committed = write_group(connection, &mut group);
        for work in group.drain(..) {
            work.done(match &committed {
                Ok(()) => Ok(()),
                Err(error) => Err(StoreError::Database(error.to_string())),
            });
        }
    }
}

fn write_group(connection: &Connection, group: &mut [Box<dyn Work>]) -> Result<(), rusqlite::Error> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let written = group.iter_mut().try_for_each(|work| write_one(connection, work.as_mut()));
    match written.and_then(|()| connection.execute_batch("COMMIT")) {
        Ok(()) => Ok(()),
        Err(error) => {
            // SQLite may have rolled back by itself (disk full); then there is nothing left to undo.
            if !connection.is_autocommit() {
                connection.execute_batch("ROLLBACK")?;
            }
            Err(error)
        }
    }
}

/// One piece of work under a savepoint: when it fails, its neighbours in the group are untouched.
fn write_one(connection: &Connection, work: &mut dyn Work) -> Result<(), rusqlite::Error> {
    connection.prepare_cached("SAVEPOINT work")?.execute([])?;
    if !work.run(connection) {
        connection.prepare_cached("ROLLBACK TO work")?.execute([])?;
    }
    connection.prepare_cached("RELEASE work")?.execute([])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writer() -> Writer {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (x INTEGER PRIMARY KEY)").unwrap();
        Writer::start(connection).unwrap()
    }

    async fn insert(writer: &Writer, x: i64) -> Result<(), StoreError> {
        writer.run(move |c| c.execute("INSERT INTO t VALUES (?1)", [x]).map(|_| ()).map_err(StoreError::from)).await
    }

    #[tokio::test]
    async fn a_failure_leaves_its_neighbours_alone() {
        let writer = writer();
        let results = futures_util::future::join_all([1, 2, 2, 3].map(|x| insert(&writer, x))).await;
        assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 3);
        let sum: Result<i64, StoreError> =
            writer.run(|c| Ok(c.query_row("SELECT sum(x) FROM t", [], |row| row.get(0))?)).await;
        assert_eq!(sum.unwrap(), 6);
    }

    #[tokio::test]
    async fn half_of_a_failed_piece_is_undone() {
        let writer = writer();
        let failed: Result<(), StoreError> = writer
            .run(|c| {
                c.execute("INSERT INTO t VALUES (7)", [])?;
                Err(StoreError::Closed)
            })
            .await;
        assert!(failed.is_err());
        let count: Result<i64, StoreError> =
            writer.run(|c| Ok(c.query_row("SELECT count(*) FROM t", [], |row| row.get(0))?)).await;
        assert_eq!(count.unwrap(), 0);
    }
}
