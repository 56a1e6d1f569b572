//! Bolt: the support agent that a help center runs beside its pages.
//!
//! The modules, from the nouns outward; `docs/architecture.md` has the picture.

pub mod domain; // conversation, event, identity, ticket: the nouns and their legal moves
pub mod reply; // the decision: understanding + conversation + entitlements → what Bolt says
pub mod store; // traits by noun, and SQLite behind them
pub mod wire; // protocol v1: frames, limits, error codes, the generated TypeScript types
