//! SQLite in one file: WAL, `synchronous=FULL`, one writer that commits whatever waits as one group, readers beside it.

mod agents;
mod conversations;
mod installation;
mod readers;
mod rows;
mod sessions;
mod tickets;
mod writer;

use std::{path::Path, sync::Arc, time::Duration};

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use self::{readers::Readers, writer::Writer};
use super::{Store, StoreError};
use crate::domain::Clock;

/// The migrations, in order; their numbers are the same for every database.
const MIGRATIONS: &[M<'_>] =
    &[M::up(include_str!("migrations/0001_foundation.sql")), M::up(include_str!("migrations/0002_roles.sql"))];

/// How long a write waits for another process (`bolt agent add` beside a running server).
const BUSY: Duration = Duration::from_secs(10);

/// A database file that is open.
pub struct SqliteStore {
    writer: Writer,
    readers: Readers,
    clock: Arc<dyn Clock>,
}

impl SqliteStore {
    /// Opens the file, makes it when there is none, and brings its tables up to date.
    pub fn open(path: &Path, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let mut connection = connect(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        Migrations::from_slice(MIGRATIONS).to_latest(&mut connection).map_err(|error| match error {
            rusqlite_migration::Error::MigrationDefinition(_) => StoreError::Corrupt {
                place: "user_version",
                problem: "the file was written by a newer version of Bolt".to_owned(),
            },
            other => StoreError::Database(other.to_string()),
        })?;
        Ok(Self { writer: Writer::start(connection)?, readers: Readers::of(path), clock })
    }

    /// Runs one piece of writing in a group's transaction; what it returns comes back after the commit.
    async fn write<T, E, W>(&self, work: W) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        W: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        self.writer.run(work).await
    }

    /// Runs one piece of reading on a connection of its own.
    async fn read<T, R>(&self, work: R) -> Result<T, StoreError>
    where
        T: Send + 'static,
        R: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        self.readers.run(work).await
    }
}

impl Store for SqliteStore {}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SqliteStore")
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.to_string())
    }
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)
        .map_err(|error| StoreError::Database(format!("{} cannot be opened: {error}", path.display())))?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{AgentRole, ManualClock},
        store::{Agents as _, contract},
    };

    /// A store in a folder that lives as long as the test.
    fn store() -> (tempfile::TempDir, Arc<SqliteStore>, Arc<ManualClock>) {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at("2026-11-22T10:00:00Z".parse().unwrap()));
        let store = SqliteStore::open(&folder.path().join("bolt.db"), clock.clone()).unwrap();
        (folder, Arc::new(store), clock)
    }

    #[tokio::test]
    async fn it_keeps_the_contract() {
        let (_folder, store, clock) = store();
        contract::holds(store, clock).await;
    }

    #[test]
    fn migrations_are_well_formed() {
        Migrations::from_slice(MIGRATIONS).validate().unwrap();
    }

    #[tokio::test]
    async fn accounts_from_before_there_were_roles_are_agents() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bolt.db");
        let mut old = connect(&path).unwrap();
        Migrations::from_slice(&MIGRATIONS[..1]).to_latest(&mut old).unwrap();
        let row = "INSERT INTO agents VALUES (zeroblob(16), 'ada', 'Ada', '$argon2id$', 0, 0)";
        old.execute(row, []).unwrap();
        drop(old);
        let clock = Arc::new(ManualClock::at("2026-11-22T10:00:00Z".parse().unwrap()));
        let store = SqliteStore::open(&path, clock).unwrap();
        let ada = store.agent_by_login("ada").await.unwrap().unwrap();
        assert_eq!((ada.name.as_str(), ada.role), ("Ada", AgentRole::Agent));
    }

    #[tokio::test]
    async fn a_newer_file_is_refused() {
        let (folder, store, clock) = store();
        drop(store);
        let path = folder.path().join("bolt.db");
        connect(&path).unwrap().pragma_update(None, "user_version", 999).unwrap();
        let error = SqliteStore::open(&path, clock).unwrap_err();
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
    }
}
