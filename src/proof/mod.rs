//! Proof that Bolt answers as it should: answer tests, which stand beside the content, what a change of the content does
//! to answers, and old conversations answered again.
//!
//! Nothing here talks to a store or a socket: a conversation is played in memory, the way the chat takes it.

mod bank;
mod case;
mod diff;
mod hearing;
mod judge;
mod junit;
mod markup;
mod page;
mod play;
mod read;
mod replay;
mod revision;
mod run;
#[cfg(test)]
mod tests;
mod told;

pub use bank::{Origin, QuestionRow, Script, VISITORS, of_case, of_examples, of_question};
pub use case::{Case, Expect, Move, Step, Visitor};
pub use diff::{Change, Diff, Group, Verdict, diff};
pub use hearing::Heard;
pub use judge::{Mismatch, NO_INTENT, judge};
pub use junit::junit;
pub use page::page;
pub use play::{Stage, play, seed_of};
pub use read::{ANSWERS, Suite, Unread};
pub use replay::{Replay, Turn, replay};
pub use revision::{RevisionError, Snapshot, last_changes, parting, snapshot};
pub use run::{Failure, Outcome, Tally, run};
pub use told::{Cause, Told};
