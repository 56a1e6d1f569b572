//! Protocol v1: the frames that cross the sockets, their limits and error codes. `docs/protocol.md` tells how they are
//! used; the TypeScript types in `web-widget/src/wire.ts` are generated from these (see the test in `typescript.rs`).

mod agent;
mod decode;
mod error;
mod event;
pub mod limits;
#[cfg(test)]
pub(crate) mod typescript;
mod visitor;

pub use agent::{AgentFrame, AgentInfo, DeskConversation, ToAgent, Watch};
pub use decode::{BadFrame, Checked, decode};
pub use error::{ErrorCode, ErrorFrame};
pub use event::{ConversationState, EventFrame, Reader, Why, WireBody};
pub use visitor::{ConversationHead, Entitled, ToVisitor, VisitorFrame, VisitorInfo};

/// The version that `hello` must name.
pub const PROTOCOL: u32 = 1;
