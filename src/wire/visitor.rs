//! The visitor's socket.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ConversationState, ErrorFrame, EventFrame};
use crate::domain::{Language, Standing};

/// What a visitor's client sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum VisitorFrame {
    /// Always the first frame, and only once.
    Hello {
        /// The protocol's version: 1.
        protocol: u32,
        /// The identity token signed by the help center, or the visitor token from an earlier welcome; without one the
        /// visitor is new and anonymous.
        #[serde(default)]
        #[cfg_attr(test, ts(optional))]
        token: Option<String>,
        /// The conversation to go on with; without it, the visitor's latest.
        #[serde(default)]
        #[cfg_attr(test, ts(optional))]
        conversation: Option<Uuid>,
        /// The number of the last event of it that the client shows; 0 for none.
        #[serde(default)]
        #[cfg_attr(test, ts(optional))]
        last_seen: Option<u32>,
        /// The language of the page, as a BCP 47 tag.
        #[serde(default)]
        #[cfg_attr(test, ts(optional))]
        locale: Option<String>,
    },
    /// A message, or a picked choice. The first one under a new conversation id starts that conversation.
    Post {
        /// The conversation.
        conversation: Uuid,
        /// The client's id of this message.
        id: Uuid,
        /// What the visitor wrote, or the label they picked.
        text: String,
        /// The id of the choice they picked.
        #[serde(default)]
        #[cfg_attr(test, ts(optional))]
        choice: Option<String>,
    },
    /// The ticket form, filled.
    OpenTicket {
        /// The conversation.
        conversation: Uuid,
        /// The client's id of this command.
        id: Uuid,
        /// One line.
        subject: String,
        /// In detail.
        description: String,
    },
    /// Stop waiting for an agent and go on with Bolt.
    LeaveQueue {
        /// The conversation.
        conversation: Uuid,
        /// The client's id of this command.
        id: Uuid,
    },
    /// Whether one of Bolt's answers helped. May be said again: the last one counts.
    Rate {
        /// The conversation.
        conversation: Uuid,
        /// The client's id of this command.
        id: Uuid,
        /// The number of Bolt's message; one whose `rateable` is true.
        message: u32,
        /// Whether it helped.
        helpful: bool,
    },
    /// The visitor is typing. Not kept, not acked.
    Typing {
        /// The conversation.
        conversation: Uuid,
    },
    /// Is the server there?
    Ping,
    /// The answer to the server's ping.
    Pong,
}

/// What a visitor may do now, by their signed identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Entitled {
    /// Go on with a live agent.
    pub live_chat: bool,
    /// Open a ticket.
    pub ticket: bool,
    /// Call.
    pub phone: bool,
}

/// Who the server takes the visitor for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VisitorInfo {
    /// The person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub name: Option<String>,
    /// Not signed in.
    pub anonymous: bool,
    /// Account, role and plan.
    pub standing: Standing,
    /// What they may do.
    pub entitled: Entitled,
}

/// Where a conversation stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ConversationHead {
    /// The conversation.
    pub conversation: Uuid,
    /// Who it is with.
    pub state: ConversationState,
    /// The language it is held in.
    pub language: Language,
    /// The number of the last event that the receiver may see.
    pub last_seq: u32,
    /// The place in the queue, from 1, while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub queue_position: Option<u32>,
}

/// What the server sends a visitor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(clippy::large_enum_variant, reason = "made, written to the socket and dropped; never kept")]
pub enum ToVisitor {
    /// The answer to hello. The events after `last_seen` follow it.
    Welcome {
        /// The protocol's version.
        protocol: u32,
        /// Who the visitor is taken for.
        visitor: VisitorInfo,
        /// For anonymous visitors: the token to come back with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        visitor_token: Option<String>,
        /// The conversation that is resumed, if there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        conversation: Option<ConversationHead>,
        /// How long either side may stay silent before the other asks with a ping, in milliseconds. Twice that without
        /// a sign and the connection is dead.
        heartbeat_ms: u32,
    },
    /// An event.
    Event(EventFrame),
    /// The command was written: its event has this number. Sent again, with the same number, for a retry.
    Ack {
        /// The client's id of the command.
        id: Uuid,
        /// The conversation.
        conversation: Uuid,
        /// The number of its event.
        seq: u32,
    },
    /// Where the conversation stands now. Sent when it changes; not an event.
    Head(ConversationHead),
    /// Forget what you show of this conversation: it follows from its first event that is sent.
    Resync {
        /// The conversation.
        conversation: Uuid,
    },
    /// The agent is typing.
    Typing {
        /// The conversation.
        conversation: Uuid,
        /// The agent's name.
        agent: String,
    },
    /// Something went wrong.
    Error(ErrorFrame),
    /// Is the client there?
    Ping,
    /// The answer to the client's ping.
    Pong,
}
