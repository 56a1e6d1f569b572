//! The nouns of a conversation and the moves they allow. Pure: no runtime, no storage, no system clock.

mod agent_role;
mod clock;
mod context;
mod conversation;
mod event;
mod identity;
mod ids;
mod language;
mod reply;
mod ticket;

pub use agent_role::AgentRole;
pub use clock::{Clock, ManualClock};
pub use context::{About, Context, LastReply};
pub use conversation::{Conversation, Draft, IllegalMove, State, Turn};
pub use event::{Actor, AgentRef, Event, EventBody, HandoffReason, answer_to, numbered_answer_to, ratings};
pub use identity::{AccountType, Identity, Role, Standing, SupportPlan, UnknownName};
pub use ids::{AgentId, ClientId, ConversationId, IdSource, Seq, TicketNumber, VisitorId};
pub use language::{Language, UnknownLanguage};
pub use reply::{
    Action, BoltMessage, Candidate, CandidateKind, Choice, ChoiceTarget, Expectation, Form, Source, Trace,
};
pub use ticket::{Ticket, TicketStatus};
