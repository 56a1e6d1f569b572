//! What a message wants: patterns that decide alone, and a classifier that has learned from examples, knows how sure it
//! is, and knows when a message is none of its intents.

mod disarm;
mod patterns;

pub use patterns::{PatternError, PatternHit, PatternSource, Patterns};
