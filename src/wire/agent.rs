//! The agent's socket. The session cookie says who it is.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ConversationState, ErrorFrame, EventFrame};
use crate::domain::{AgentRole, HandoffReason, Language, Standing};

/// A conversation that an agent's client shows, and how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Watch {
    /// The conversation.
    pub conversation: Uuid,
    /// The number of the last event that the client shows; 0 for none.
    pub last_seen: u32,
}

/// What an agent's client sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AgentFrame {
    /// Always the first frame, and only once.
    Hello {
        /// The protocol's version: 1.
        protocol: u32,
        /// What the client shows already, to go on from there.
        #[serde(default)]
        watching: Vec<Watch>,
    },
    /// Send me this conversation, from there on.
    Watch(Watch),
    /// No longer.
    Unwatch {
        /// The conversation.
        conversation: Uuid,
    },
    /// Take a waiting conversation.
    Claim {
        /// The conversation.
        conversation: Uuid,
        /// The client's id of this command.
        id: Uuid,
    },
    /// Write to the visitor.
    Post {
        /// The conversation.
        conversation: Uuid,
        /// The client's id of this command.
        id: Uuid,
        /// Plain text.
        text: String,
    },
    /// Write for colleagues only.
    Note {
        /// The conversation.
        conversation: Uuid,
        /// The client's id of this command.
        id: Uuid,
        /// Plain text.
        text: String,
    },
    /// Close it.
    Resolve {
        /// The conversation.
        conversation: Uuid,
        /// The client's id of this command.
        id: Uuid,
    },
    /// Give it back to Bolt.
    ReturnToBolt {
        /// The conversation.
        conversation: Uuid,
        /// The client's id of this command.
        id: Uuid,
    },
    /// The agent is typing. Not kept, not acked.
    Typing {
        /// The conversation.
        conversation: Uuid,
    },
    /// Is the server there?
    Ping,
    /// The answer to the server's ping.
    Pong,
}

/// The agent or editor who is logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AgentInfo {
    /// The account.
    pub id: Uuid,
    /// The name that visitors read.
    pub name: String,
    /// What the account is for.
    pub role: AgentRole,
}

/// A conversation in the queue or in an agent's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DeskConversation {
    /// The conversation.
    pub conversation: Uuid,
    /// Who it is with.
    pub state: ConversationState,
    /// The visitor's name, if one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub visitor: Option<String>,
    /// Their account, role and plan.
    pub standing: Standing,
    /// The language it is held in.
    pub language: Language,
    /// The number of its last event.
    pub last_seq: u32,
    /// When it last changed (RFC 3339).
    pub updated_at: String,
    /// Whether the visitor's plan brings priority response.
    pub priority_response: bool,
    /// Why it was handed off, while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub reason: Option<HandoffReason>,
}

/// What the server sends an agent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(clippy::large_enum_variant, reason = "made, written to the socket and dropped; never kept")]
pub enum ToAgent {
    /// The answer to hello. The desk and the events of what is watched follow it.
    Welcome {
        /// The protocol's version.
        protocol: u32,
        /// Who is logged in.
        agent: AgentInfo,
        /// As in the visitor's welcome.
        heartbeat_ms: u32,
    },
    /// The queue and the agent's own conversations, whole, each time they change.
    Desk {
        /// Who waits, in the order in which they are to be claimed.
        waiting: Vec<DeskConversation>,
        /// What this agent owns, last changed first.
        mine: Vec<DeskConversation>,
    },
    /// An event of a watched conversation.
    Event(EventFrame),
    /// Where a watched conversation stands now. Sent when watching begins and when it changes.
    Head(DeskConversation),
    /// The command was written.
    Ack {
        /// The client's id of the command.
        id: Uuid,
        /// The conversation.
        conversation: Uuid,
        /// The number of its event.
        seq: u32,
    },
    /// Forget what you show of this conversation: it follows from its first event that is sent.
    Resync {
        /// The conversation.
        conversation: Uuid,
    },
    /// The visitor is typing.
    Typing {
        /// The conversation.
        conversation: Uuid,
    },
    /// Something went wrong.
    Error(ErrorFrame),
    /// Is the client there?
    Ping,
    /// The answer to the client's ping.
    Pong,
}
