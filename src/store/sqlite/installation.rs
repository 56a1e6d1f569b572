//! What the installation keeps about itself.

use async_trait::async_trait;
use rusqlite::params;

use super::SqliteStore;
use crate::store::{Installation, StoreError};

#[async_trait]
impl Installation for SqliteStore {
    async fn remembered(&self, name: &'static str, fresh: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        self.write(move |c| {
            c.prepare_cached("INSERT INTO installation (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING")?
                .execute(params![name, fresh])?;
            Ok(c.prepare_cached("SELECT value FROM installation WHERE name = ?1")?
                .query_row([name], |row| row.get(0))?)
        })
        .await
    }

    async fn check(&self) -> Result<(), StoreError> {
        // A commit that changes a page proves that the disk takes writes.
        self.write(|c| {
            c.prepare_cached("INSERT OR REPLACE INTO installation (name, value) VALUES ('checked', x'00')")?
                .execute([])?;
            Ok(())
        })
        .await
    }
}
