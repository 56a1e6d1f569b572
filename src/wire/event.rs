//! Events as they cross the wire.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{Action, Actor, Choice, Event, EventBody, Form, HandoffReason, Language, Source, State, Trace};

/// Who a conversation is with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ConversationState {
    /// Bolt answers.
    WithBolt,
    /// Waits for an agent.
    Waiting {
        /// Since when (RFC 3339).
        since: String,
    },
    /// An agent owns it.
    WithAgent {
        /// The agent's name.
        agent: String,
    },
    /// Done.
    Resolved,
}

impl From<&State> for ConversationState {
    fn from(state: &State) -> Self {
        match state {
            State::WithBolt => Self::WithBolt,
            State::Waiting { since, .. } => Self::Waiting { since: since.to_string() },
            State::WithAgent { agent } => Self::WithAgent { agent: agent.name.clone() },
            State::Resolved => Self::Resolved,
        }
    }
}

/// An event, with its place. A client renders by `seq`; `prev` is the number of the event before it that this client may
/// see, so that staff-only events are no gaps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EventFrame {
    /// The conversation.
    pub conversation: Uuid,
    /// Its place in the conversation's log.
    pub seq: u32,
    /// The number of the event before it, as far as the receiver may see.
    pub prev: u32,
    /// When it was written (RFC 3339). For showing, not for sorting.
    pub at: String,
    /// What happened.
    pub body: WireBody,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum WireBody {
    /// The visitor wrote, or picked a choice.
    VisitorMessage {
        /// The id the visitor's client gave it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        client_id: Option<Uuid>,
        /// Plain text, never HTML.
        text: String,
    },
    /// Bolt answered.
    BoltMessage {
        /// What kind of turn it is.
        action: Action,
        /// The language it is written in.
        language: Language,
        /// Sanitised HTML, safe to insert as it is.
        html: String,
        /// The articles it was taken from.
        sources: Vec<Source>,
        /// What the visitor may pick, while this is the last message.
        choices: Vec<Choice>,
        /// A form to fill.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        form: Option<Form>,
        /// Whether it answers a question, so that the visitor may say whether it helped.
        rateable: bool,
        /// Why Bolt said so; staff only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        why: Option<Box<Why>>,
    },
    /// An agent wrote.
    AgentMessage {
        /// The id the agent's client gave it; staff only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        client_id: Option<Uuid>,
        /// The agent's name.
        agent: String,
        /// Plain text, never HTML.
        text: String,
    },
    /// An agent wrote for colleagues; staff only.
    Note {
        /// The id the agent's client gave it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        client_id: Option<Uuid>,
        /// The agent's name.
        agent: String,
        /// Plain text.
        text: String,
    },
    /// It joined the queue.
    Queued {
        /// Why.
        reason: HandoffReason,
    },
    /// An agent claimed it.
    Assigned {
        /// The agent's name.
        agent: String,
    },
    /// It is Bolt's again.
    ReturnedToBolt {
        /// The agent who gave it back; nobody when the visitor left the queue.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        agent: Option<String>,
    },
    /// It is done.
    Resolved {
        /// The agent who closed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        agent: Option<String>,
    },
    /// The visitor wrote again after it was done.
    Reopened,
    /// The visitor opened a ticket.
    TicketOpened {
        /// Its number.
        number: u32,
        /// Its subject.
        subject: String,
    },
    /// It goes on in another language.
    LanguageChanged {
        /// Which one.
        language: Language,
    },
    /// The visitor said whether an answer helped. Of several about one answer, the last counts.
    Rated {
        /// The number of Bolt's message.
        message: u32,
        /// Whether it did.
        helpful: bool,
    },
}

/// Why Bolt said what it said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Why {
    /// The intent that was understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub intent: Option<String>,
    /// How sure Bolt was, from 0 to 1.
    pub confidence: f32,
    /// What was considered, and the rule that chose.
    pub trace: Trace,
}

/// Who will read a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The visitor.
    Visitor,
    /// Agents.
    Staff,
}

/// Makes HTML of a message's Markdown, with these bytes of it marked.
pub type Html<'a> = dyn Fn(&str, &[Range<usize>]) -> String + 'a;

impl EventFrame {
    /// The frame for a reader; `None` when they may not see the event.
    #[must_use]
    pub fn of(event: &Event, reader: Reader, html: &Html<'_>) -> Option<Self> {
        if reader == Reader::Visitor && !event.body.is_visible() {
            return None;
        }
        Some(Self {
            conversation: event.conversation.0,
            seq: event.seq.0,
            prev: match reader {
                Reader::Visitor => event.prev_visible.0,
                Reader::Staff => event.seq.0.saturating_sub(1),
            },
            at: event.at.to_string(),
            body: WireBody::of(event, reader, html),
        })
    }
}

impl WireBody {
    fn of(event: &Event, reader: Reader, html: &Html<'_>) -> Self {
        let own_id = event.client_id.map(|id| id.0);
        let staff_id = own_id.filter(|_| reader == Reader::Staff);
        let agent_of = |by: &Actor| match by {
            Actor::Agent(agent) => Some(agent.name.clone()),
            Actor::Visitor => None,
        };
        match event.body.clone() {
            EventBody::VisitorMessage { text, .. } => Self::VisitorMessage { client_id: own_id, text },
            EventBody::BoltMessage(message) => {
                let message = *message;
                Self::BoltMessage {
                    action: message.action,
                    language: message.language,
                    html: html(&message.markdown, &message.marks),
                    sources: message.sources,
                    choices: message.choices,
                    form: message.form,
                    rateable: message.rateable,
                    why: (reader == Reader::Staff).then(|| {
                        Box::new(Why { intent: message.intent, confidence: message.confidence, trace: message.trace })
                    }),
                }
            }
            EventBody::AgentMessage { agent, text } => {
                Self::AgentMessage { client_id: staff_id, agent: agent.name, text }
            }
            EventBody::Note { agent, text } => Self::Note { client_id: staff_id, agent: agent.name, text },
            EventBody::Queued { reason } => Self::Queued { reason },
            EventBody::Assigned { agent } => Self::Assigned { agent: agent.name },
            EventBody::ReturnedToBolt { by } => Self::ReturnedToBolt { agent: agent_of(&by) },
            EventBody::Resolved { by } => Self::Resolved { agent: agent_of(&by) },
            EventBody::Reopened => Self::Reopened,
            EventBody::TicketOpened { number, subject } => Self::TicketOpened { number: number.0, subject },
            EventBody::LanguageChanged { language } => Self::LanguageChanged { language },
            EventBody::Rated { message, helpful } => Self::Rated { message: message.0, helpful },
        }
    }
}
