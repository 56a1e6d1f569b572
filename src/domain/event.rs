//! What happened in a conversation, in order.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AgentId, BoltMessage, ClientId, ConversationId, Language, Seq, TicketNumber};

/// An agent as the log names them: the name stays what it was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentRef {
    /// The account.
    pub id: AgentId,
    /// The name that visitors read.
    pub name: String,
}

/// Who did something that more than one kind of participant can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Actor {
    /// The visitor.
    Visitor,
    /// A live agent.
    Agent(AgentRef),
}

/// Why a conversation was handed off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum HandoffReason {
    /// The visitor asked for a person.
    Requested,
    /// Bolt knew no answer and the visitor accepted the offer.
    Unanswered,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EventBody {
    /// The visitor wrote, or picked a choice.
    VisitorMessage {
        /// What they wrote, or the label of what they picked.
        text: String,
        /// The id of the choice they picked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        choice: Option<String>,
    },
    /// Bolt answered.
    BoltMessage(Box<BoltMessage>),
    /// An agent wrote to the visitor.
    AgentMessage {
        /// Who.
        agent: AgentRef,
        /// What.
        text: String,
    },
    /// An agent wrote something for colleagues only.
    Note {
        /// Who.
        agent: AgentRef,
        /// What.
        text: String,
    },
    /// The conversation joined the live-agent queue.
    Queued {
        /// Why.
        reason: HandoffReason,
    },
    /// An agent claimed it.
    Assigned {
        /// Who.
        agent: AgentRef,
    },
    /// The agent gave it back to Bolt, or the visitor left the queue.
    ReturnedToBolt {
        /// Who.
        by: Actor,
    },
    /// It is done.
    Resolved {
        /// Who closed it.
        by: Actor,
    },
    /// The visitor wrote again after it was done.
    Reopened,
    /// The visitor opened a ticket.
    TicketOpened {
        /// Its number.
        number: TicketNumber,
        /// Its subject.
        subject: String,
    },
    /// The conversation goes on in another language.
    LanguageChanged {
        /// Which one.
        language: Language,
    },
    /// The visitor said whether one of Bolt's answers helped. Of several about one answer, the last counts.
    Rated {
        /// The number of Bolt's message.
        message: Seq,
        /// Whether it did.
        helpful: bool,
    },
}

impl EventBody {
    /// Whether the visitor may see it.
    #[must_use]
    pub const fn is_visible(&self) -> bool {
        !matches!(self, Self::Note { .. })
    }
}

/// One entry of a conversation's log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Whose log.
    pub conversation: ConversationId,
    /// Its place in it.
    pub seq: Seq,
    /// The place of the last event before it that the visitor may see.
    pub prev_visible: Seq,
    /// When it was written.
    pub at: Timestamp,
    /// The id its sender gave it.
    pub client_id: Option<ClientId>,
    /// What happened.
    pub body: EventBody,
}

/// Bolt's answer to a visitor's message, among the events that follow it; none where Bolt was silent.
#[must_use]
pub fn answer_to(following: &[Event]) -> Option<&BoltMessage> {
    numbered_answer_to(following).map(|(_, answer)| answer)
}

/// The same, with its number.
#[must_use]
pub fn numbered_answer_to(following: &[Event]) -> Option<(Seq, &BoltMessage)> {
    let mut turn = following.iter().take_while(|event| !matches!(event.body, EventBody::VisitorMessage { .. }));
    turn.find_map(|event| match &event.body {
        EventBody::BoltMessage(message) => Some((event.seq, &**message)),
        _ => None,
    })
}

/// What was said of Bolt's answers, by their numbers: whether they helped. The last word counts.
#[must_use]
pub fn ratings(events: &[Event]) -> BTreeMap<Seq, bool> {
    let rated = events.iter().filter_map(|event| match event.body {
        EventBody::Rated { message, helpful } => Some((message, helpful)),
        _ => None,
    });
    rated.collect()
}
