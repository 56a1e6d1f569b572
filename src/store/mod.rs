//! Where conversations, tickets and accounts are kept: traits by noun, so that another database can stand beside SQLite.
//! Every implementation passes the same contract tests.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::domain::{
    AgentId, AgentRef, AgentRole, ClientId, Conversation, ConversationId, Event, Seq, Ticket, TicketNumber, Turn,
    VisitorId,
};

#[cfg(test)]
mod contract;
pub mod sqlite;

/// The database could not do what was asked of it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database itself failed (disk full, file locked, connection lost).
    #[error("the database failed: {0}")]
    Database(String),
    /// A stored value cannot be read: the file was changed from outside or by a newer version.
    #[error("the database holds something unreadable in {place}: {problem}")]
    Corrupt {
        /// Table and column.
        place: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// The store is shutting down.
    #[error("the database is closing")]
    Closed,
}

/// A turn was not written.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Another turn came first, or the same command was already written: read again and decide again.
    #[error("another turn was written first")]
    Conflict,
    /// The database failed; nothing was written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whose client ids a [`ClientId`] is unique among.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sender {
    /// The conversation's visitor.
    Visitor,
    /// A live agent.
    Agent(AgentId),
}

/// A conversation with its whole log.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// As its last event left it.
    pub conversation: Conversation,
    /// Its events, in order.
    pub events: Vec<Event>,
}

/// The logs of conversations, and the projections moved in the same transaction.
#[async_trait]
pub trait Conversations: Send + Sync {
    /// A conversation as its last event left it.
    async fn conversation(&self, id: ConversationId) -> Result<Option<Conversation>, StoreError>;
    /// The visitor's conversation that changed last.
    async fn latest_of(&self, visitor: &VisitorId) -> Result<Option<Conversation>, StoreError>;
    /// Writes a turn whole, in one transaction, or not at all. Returns after the commit has reached the disk.
    async fn append(&self, turn: Turn, sender: Sender) -> Result<(), AppendError>;
    /// The event that a command was first answered with.
    async fn event_of_command(
        &self,
        conversation: ConversationId,
        sender: Sender,
        command: ClientId,
    ) -> Result<Option<Event>, StoreError>;
    /// Events after a number, in order, at most `limit`.
    async fn events_after(&self, id: ConversationId, after: Seq, limit: u32) -> Result<Vec<Event>, StoreError>;
    /// Conversations that wait for an agent, longest waiting first, at most `limit`.
    async fn waiting(&self, limit: u32) -> Result<Vec<Conversation>, StoreError>;
    /// Conversations that changed at or after a time, with their logs, in the order of their ids and after this one, at
    /// most `limit`. A nil id stands before all of them.
    async fn logged_since(
        &self,
        since: Timestamp,
        after: ConversationId,
        limit: u32,
    ) -> Result<Vec<Logged>, StoreError>;
    /// Conversations that an agent owns, last changed first, at most `limit`.
    async fn owned_by(&self, agent: AgentId, limit: u32) -> Result<Vec<Conversation>, StoreError>;
}

/// Tickets. They are written by [`Conversations::append`], with the event that tells of them.
#[async_trait]
pub trait Tickets: Send + Sync {
    /// Takes the next ticket number. A number whose turn is never written stays unused.
    async fn next_ticket_number(&self) -> Result<TicketNumber, StoreError>;
    /// Tickets, newest first, at most `limit`.
    async fn tickets(&self, limit: u32) -> Result<Vec<Ticket>, StoreError>;
}

/// The account of a live agent, an editor, or somebody who is both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// The account's id.
    pub id: AgentId,
    /// What they log in with; unique, compared without case.
    pub login: String,
    /// The name that visitors read.
    pub name: String,
    /// What the account is for.
    pub role: AgentRole,
    /// The argon2 hash of the password, in PHC form.
    pub password_hash: String,
    /// Disabled accounts cannot log in, and their sessions end.
    pub disabled: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Agent {
    /// The agent as the log names them.
    #[must_use]
    pub fn to_ref(&self) -> AgentRef {
        AgentRef { id: self.id, name: self.name.clone() }
    }
}

/// An account was not made.
#[derive(Debug, thiserror::Error)]
pub enum AddAgentError {
    /// Somebody has that login.
    #[error("there is already an agent who logs in as `{0}`")]
    LoginTaken(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The accounts of live agents and editors.
#[async_trait]
pub trait Agents: Send + Sync {
    /// Adds an account.
    async fn add_agent(&self, agent: Agent) -> Result<(), AddAgentError>;
    /// The account with this id.
    async fn agent(&self, id: AgentId) -> Result<Option<Agent>, StoreError>;
    /// The account with this login.
    async fn agent_by_login(&self, login: &str) -> Result<Option<Agent>, StoreError>;
    /// All accounts, by login.
    async fn agents(&self) -> Result<Vec<Agent>, StoreError>;
    /// Gives an account another role; false when there is none with that login.
    async fn set_agent_role(&self, login: &str, role: AgentRole) -> Result<bool, StoreError>;
    /// Disables or enables an account; false when there is none with that login.
    async fn set_agent_disabled(&self, login: &str, disabled: bool) -> Result<bool, StoreError>;
}

/// Small things the installation keeps about itself, by name.
#[async_trait]
pub trait Installation: Send + Sync {
    /// The value under `name`, or the one that `fresh` brings, kept from now on.
    async fn remembered(&self, name: &'static str, fresh: Vec<u8>) -> Result<Vec<u8>, StoreError>;
    /// Whether the database can be written.
    async fn check(&self) -> Result<(), StoreError>;
}

/// Everything a backend brings.
pub trait Store: Conversations + Tickets + Agents + Installation + tower_sessions::SessionStore {}
