//! Bolt: the support agent that a help center runs beside its pages.
//!
//! The modules, from the nouns outward; `docs/architecture.md` has the picture.

pub mod cli; // one file a command
pub mod domain; // conversation, event, identity, ticket: the nouns and their legal moves
pub mod intents; // what a message wants: patterns and the classifier
pub mod knowledge; // the articles, their passages and the search
pub mod language; // words, languages and names in what was written
pub mod reply; // the decision: understanding + conversation + entitlements → what Bolt says
pub mod store; // traits by noun, and SQLite behind them
