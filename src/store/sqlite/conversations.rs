//! Conversations and their events.

use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    SqliteStore,
    rows::{self, CONVERSATION, EVENT},
};
use crate::{
    domain::{AgentId, ClientId, Conversation, ConversationId, Event, Seq, State, Ticket, Turn, VisitorId},
    store::{AppendError, Conversations, Logged, Sender, StoreError},
};

#[async_trait]
impl Conversations for SqliteStore {
    async fn conversation(&self, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
        self.read(move |c| {
            let mut statement = c.prepare_cached(&format!("SELECT {CONVERSATION} FROM conversations WHERE id = ?1"))?;
            Ok(rows::all(&mut statement, [id.0.as_bytes()], rows::conversation)?.pop())
        })
        .await
    }

    async fn latest_of(&self, visitor: &VisitorId) -> Result<Option<Conversation>, StoreError> {
        let visitor = visitor.0.clone();
        self.read(move |c| {
            let mut statement = c.prepare_cached(&format!(
                "SELECT {CONVERSATION} FROM conversations WHERE visitor = ?1 ORDER BY updated_at DESC LIMIT 1"
            ))?;
            Ok(rows::all(&mut statement, [visitor], rows::conversation)?.pop())
        })
        .await
    }

    async fn append(&self, turn: Turn, sender: Sender) -> Result<(), AppendError> {
        self.write(move |c| {
            check_expected(c, &turn)?;
            save_conversation(c, &turn)?;
            for event in &turn.events {
                insert_event(c, event, sender)?;
            }
            if let Some(ticket) = &turn.ticket {
                insert_ticket(c, ticket)?;
            }
            Ok(())
        })
        .await
    }

    async fn event_of_command(
        &self,
        conversation: ConversationId,
        sender: Sender,
        command: ClientId,
    ) -> Result<Option<Event>, StoreError> {
        self.read(move |c| {
            let mut statement = c.prepare_cached(&format!(
                "SELECT {EVENT} FROM events WHERE conversation = ?1 AND sender = ?2 AND client_id = ?3"
            ))?;
            let parameters = params![conversation.0.as_bytes(), rows::sender_bytes(sender), command.0.as_bytes()];
            Ok(rows::all(&mut statement, parameters, rows::event)?.pop())
        })
        .await
    }

    async fn events_after(&self, id: ConversationId, after: Seq, limit: u32) -> Result<Vec<Event>, StoreError> {
        self.read(move |c| {
            let mut statement = c.prepare_cached(&format!(
                "SELECT {EVENT} FROM events WHERE conversation = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3"
            ))?;
            rows::all(&mut statement, params![id.0.as_bytes(), after.0, limit], rows::event)
        })
        .await
    }

    async fn waiting(&self, limit: u32) -> Result<Vec<Conversation>, StoreError> {
        self.read(move |c| {
            let mut statement = c.prepare_cached(&format!(
                "SELECT {CONVERSATION} FROM conversations WHERE waiting_since IS NOT NULL \
                 ORDER BY waiting_since, id LIMIT ?1"
            ))?;
            rows::all(&mut statement, [limit], rows::conversation)
        })
        .await
    }

    async fn logged_since(
        &self,
        since: Timestamp,
        after: ConversationId,
        limit: u32,
    ) -> Result<Vec<Logged>, StoreError> {
        self.read(move |c| {
            let mut statement = c.prepare_cached(&format!(
                "SELECT {CONVERSATION} FROM conversations WHERE id > ?1 AND updated_at >= ?2 ORDER BY id LIMIT ?3"
            ))?;
            let parameters = params![after.0.as_bytes(), rows::nanos(since), limit];
            let conversations = rows::all(&mut statement, parameters, rows::conversation)?;
            let mut statement =
                c.prepare_cached(&format!("SELECT {EVENT} FROM events WHERE conversation = ?1 ORDER BY seq"))?;
            let logged = conversations.into_iter().map(|conversation| {
                let mut events = rows::all(&mut statement, [conversation.id.0.as_bytes()], rows::event)?;
                // What was written between the two queries belongs to the next reader.
                events.retain(|event| event.seq <= conversation.last_seq);
                Ok(Logged { conversation, events })
            });
            logged.collect()
        })
        .await
    }

    async fn owned_by(&self, agent: AgentId, limit: u32) -> Result<Vec<Conversation>, StoreError> {
        self.read(move |c| {
            let mut statement = c.prepare_cached(&format!(
                "SELECT {CONVERSATION} FROM conversations WHERE agent = ?1 ORDER BY updated_at DESC LIMIT ?2"
            ))?;
            rows::all(&mut statement, params![agent.0.as_bytes(), limit], rows::conversation)
        })
        .await
    }
}

fn check_expected(c: &Connection, turn: &Turn) -> Result<(), AppendError> {
    let last: Option<u32> = c
        .prepare_cached("SELECT last_seq FROM conversations WHERE id = ?1")
        .and_then(|mut s| s.query_row([turn.conversation.id.0.as_bytes()], |row| row.get(0)).optional())
        .map_err(StoreError::from)?;
    if last.unwrap_or(0) == turn.expected.0 { Ok(()) } else { Err(AppendError::Conflict) }
}

fn save_conversation(c: &Connection, turn: &Turn) -> Result<(), StoreError> {
    let conversation = &turn.conversation;
    let (waiting_since, agent) = match &conversation.state {
        State::Waiting { since, .. } => (Some(rows::nanos(*since)), None),
        State::WithAgent { agent } => (None, Some(agent.id.0.as_bytes().to_vec())),
        State::WithBolt | State::Resolved => (None, None),
    };
    c.prepare_cached(
        "INSERT INTO conversations (id, visitor, state_word, waiting_since, agent, state, identity, language, \
         context, last_seq, last_visible, opened_at, updated_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) \
         ON CONFLICT (id) DO UPDATE SET state_word = ?3, waiting_since = ?4, agent = ?5, state = ?6, identity = ?7, \
         language = ?8, context = ?9, last_seq = ?10, last_visible = ?11, updated_at = ?13",
    )?
    .execute(params![
        conversation.id.0.as_bytes(),
        conversation.identity.visitor.0,
        conversation.state.word(),
        waiting_since,
        agent,
        rows::json("conversations.state", &conversation.state)?,
        rows::json("conversations.identity", &conversation.identity)?,
        conversation.language.code(),
        rows::json("conversations.context", &conversation.context)?,
        conversation.last_seq.0,
        conversation.last_visible.0,
        rows::nanos(conversation.opened_at),
        rows::nanos(conversation.updated_at),
    ])?;
    Ok(())
}

fn insert_event(c: &Connection, event: &Event, sender: Sender) -> Result<(), AppendError> {
    let body = rows::json("events.body", &event.body)?;
    let inserted = c
        .prepare_cached(
            "INSERT INTO events (conversation, seq, prev_visible, at, sender, client_id, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .and_then(|mut s| {
            s.execute(params![
                event.conversation.0.as_bytes(),
                event.seq.0,
                event.prev_visible.0,
                rows::nanos(event.at),
                event.client_id.map(|_| rows::sender_bytes(sender)),
                event.client_id.map(|id| id.0.as_bytes().to_vec()),
                body,
            ])
        });
    match inserted {
        Ok(_) => Ok(()),
        // The command's id is already there: it was written by an earlier try.
        Err(rusqlite::Error::SqliteFailure(error, _)) if error.code == rusqlite::ErrorCode::ConstraintViolation => {
            Err(AppendError::Conflict)
        }
        Err(error) => Err(StoreError::from(error).into()),
    }
}

fn insert_ticket(c: &Connection, ticket: &Ticket) -> Result<(), StoreError> {
    let status = match ticket.status {
        crate::domain::TicketStatus::Open => "open",
    };
    c.prepare_cached(
        "INSERT INTO tickets (number, conversation, visitor, subject, description, status, opened_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        ticket.number.0,
        ticket.conversation.0.as_bytes(),
        ticket.visitor.0,
        ticket.subject,
        ticket.description,
        status,
        rows::nanos(ticket.opened_at),
    ])?;
    Ok(())
}
