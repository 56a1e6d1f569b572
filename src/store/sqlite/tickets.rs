//! Tickets.

use async_trait::async_trait;

use super::{
    SqliteStore,
    rows::{self, TICKET},
};
use crate::{
    domain::{Ticket, TicketNumber},
    store::{StoreError, Tickets},
};

#[async_trait]
impl Tickets for SqliteStore {
    async fn next_ticket_number(&self) -> Result<TicketNumber, StoreError> {
        self.write(|c| {
            let number = c
                .prepare_cached("UPDATE ticket_numbers SET last = last + 1 RETURNING last")?
                .query_row([], |row| row.get(0))?;
            Ok(TicketNumber(number))
        })
        .await
    }

    async fn tickets(&self, limit: u32) -> Result<Vec<Ticket>, StoreError> {
        self.read(move |c| {
            let mut statement =
                c.prepare_cached(&format!("SELECT {TICKET} FROM tickets ORDER BY number DESC LIMIT ?1"))?;
            rows::all(&mut statement, [limit], rows::ticket)
        })
        .await
    }
}
