//! Values as the tables hold them.

use jiff::Timestamp;
use rusqlite::Row;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    domain::{
        AgentId, ClientId, Conversation, ConversationId, Event, Seq, Ticket, TicketNumber, TicketStatus, VisitorId,
    },
    store::{Sender, StoreError},
};

/// A time as nanoseconds since 1970; years 1678 to 2262 fit, and others are the nearest that does.
pub(super) fn nanos(time: Timestamp) -> i64 {
    let nanos = time.as_nanosecond();
    i64::try_from(nanos).unwrap_or(if nanos < 0 { i64::MIN } else { i64::MAX })
}

pub(super) fn time(place: &'static str, nanos: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_nanosecond(i128::from(nanos)).map_err(|e| corrupt(place, e))
}

pub(super) fn json<T: Serialize>(place: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| corrupt(place, e))
}

pub(super) fn from_json<T: DeserializeOwned>(place: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| corrupt(place, e))
}

pub(super) fn corrupt(place: &'static str, problem: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt { place, problem: problem.to_string() }
}

/// The column that tells whose client ids these are.
pub(super) fn sender_bytes(sender: Sender) -> Vec<u8> {
    match sender {
        Sender::Visitor => Vec::new(),
        Sender::Agent(AgentId(id)) => id.as_bytes().to_vec(),
    }
}

fn uuid(place: &'static str, bytes: &[u8]) -> Result<Uuid, StoreError> {
    Uuid::from_slice(bytes).map_err(|e| corrupt(place, e))
}

/// The columns that [`conversation`] reads, in its order.
pub(super) const CONVERSATION: &str =
    "id, state, identity, language, context, last_seq, last_visible, opened_at, updated_at";

pub(super) fn conversation(row: &Row<'_>) -> Result<Conversation, StoreError> {
    let text = |index: usize| row.get_ref(index).and_then(|v| Ok(v.as_str()?.to_owned()));
    Ok(Conversation {
        id: ConversationId(uuid("conversations.id", &row.get::<_, Vec<u8>>(0)?)?),
        state: from_json("conversations.state", &text(1)?)?,
        identity: from_json("conversations.identity", &text(2)?)?,
        language: text(3)?.parse().map_err(|e| corrupt("conversations.language", e))?,
        context: from_json("conversations.context", &text(4)?)?,
        last_seq: Seq(row.get(5)?),
        last_visible: Seq(row.get(6)?),
        opened_at: time("conversations.opened_at", row.get(7)?)?,
        updated_at: time("conversations.updated_at", row.get(8)?)?,
    })
}

/// The columns that [`event`] reads, in its order.
pub(super) const EVENT: &str = "conversation, seq, prev_visible, at, client_id, body";

pub(super) fn event(row: &Row<'_>) -> Result<Event, StoreError> {
    let client_id: Option<Vec<u8>> = row.get(4)?;
    Ok(Event {
        conversation: ConversationId(uuid("events.conversation", &row.get::<_, Vec<u8>>(0)?)?),
        seq: Seq(row.get(1)?),
        prev_visible: Seq(row.get(2)?),
        at: time("events.at", row.get(3)?)?,
        client_id: client_id.map(|bytes| uuid("events.client_id", &bytes)).transpose()?.map(ClientId),
        body: from_json("events.body", &row.get::<_, String>(5)?)?,
    })
}

/// The columns that [`ticket`] reads, in its order.
pub(super) const TICKET: &str = "number, conversation, visitor, subject, description, status, opened_at";

pub(super) fn ticket(row: &Row<'_>) -> Result<Ticket, StoreError> {
    Ok(Ticket {
        number: TicketNumber(row.get(0)?),
        conversation: ConversationId(uuid("tickets.conversation", &row.get::<_, Vec<u8>>(1)?)?),
        visitor: VisitorId(row.get(2)?),
        subject: row.get(3)?,
        description: row.get(4)?,
        status: from_json::<TicketStatus>("tickets.status", &format!("\"{}\"", row.get::<_, String>(5)?))?,
        opened_at: time("tickets.opened_at", row.get(6)?)?,
    })
}

/// All rows of a query, each read by `read`.
pub(super) fn all<T>(
    statement: &mut rusqlite::Statement<'_>,
    parameters: impl rusqlite::Params,
    read: fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut rows = statement.query(parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}
