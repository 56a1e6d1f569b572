//! Proof that Bolt answers as it should: answer tests, which stand beside the content.
//!
//! Nothing here talks to a store or a socket: a conversation is played in memory, the way the chat takes it.

mod case;
mod hearing;
mod judge;
mod junit;
mod markup;
mod play;
mod read;
mod run;
#[cfg(test)]
mod tests;

pub use case::{Case, Expect, Move, Step, Visitor};
pub use hearing::Heard;
pub use judge::{Mismatch, judge};
pub use junit::junit;
pub use play::{Stage, play, seed_of};
pub use read::{ANSWERS, Suite};
pub use run::{Failure, Outcome, Tally, run};
