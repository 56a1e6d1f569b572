//! A question or problem that is solved outside the chat.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ConversationId, TicketNumber, VisitorId};

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TicketStatus {
    /// Waits for an engineer.
    Open,
}

/// A ticket, opened from a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The number that people see.
    pub number: TicketNumber,
    /// The conversation it was opened in.
    pub conversation: ConversationId,
    /// Who opened it.
    pub visitor: VisitorId,
    /// One line.
    pub subject: String,
    /// The question or problem in detail.
    pub description: String,
    /// Where it stands.
    pub status: TicketStatus,
    /// When it was opened.
    pub opened_at: Timestamp,
}
