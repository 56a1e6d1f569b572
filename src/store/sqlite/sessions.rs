//! Agents' sessions.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, params};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::{SqliteStore, rows};
use crate::store::StoreError;

fn backend(error: StoreError) -> Error {
    Error::Backend(error.to_string())
}

fn save(c: &Connection, record: &Record) -> std::result::Result<(), StoreError> {
    c.prepare_cached("INSERT OR REPLACE INTO sessions (id, record, expires_at) VALUES (?1, ?2, ?3)")?.execute(params![
        record.id.0.to_be_bytes(),
        rows::json("sessions.record", record)?,
        record.expiry_date.unix_timestamp(),
    ])?;
    Ok(())
}

#[async_trait]
impl SessionStore for SqliteStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let now = self.clock.now().as_second();
        let mut fresh = record.clone();
        let written = self
            .write(move |c| {
                // Making a session is rare: the moment to throw old ones away.
                c.prepare_cached("DELETE FROM sessions WHERE expires_at <= ?1")?.execute([now])?;
                let mut known = c.prepare_cached("SELECT 1 FROM sessions WHERE id = ?1")?;
                while known.exists([fresh.id.0.to_be_bytes()])? {
                    fresh.id = Id::default();
                }
                save(c, &fresh)?;
                Ok::<_, StoreError>(fresh)
            })
            .await
            .map_err(backend)?;
        *record = written;
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let record = record.clone();
        self.write(move |c| save(c, &record)).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let (id, now) = (id.0.to_be_bytes(), self.clock.now().as_second());
        self.read(move |c| {
            c.prepare_cached("SELECT record FROM sessions WHERE id = ?1 AND expires_at > ?2")?
                .query_row(params![id, now], |row| row.get::<_, String>(0))
                .optional()?
                .map(|text| rows::from_json("sessions.record", &text))
                .transpose()
        })
        .await
        .map_err(backend)
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let id = id.0.to_be_bytes();
        self.write(move |c| {
            c.prepare_cached("DELETE FROM sessions WHERE id = ?1")?.execute([id])?;
            Ok::<_, StoreError>(())
        })
        .await
        .map_err(backend)
    }
}
