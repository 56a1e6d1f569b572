//! Bolt: the support agent that a help center runs beside its pages.
//!
//! The modules, by name; `docs/architecture.md` has the picture.

pub mod accounts; // agents' accounts and passwords
pub mod app; // wiring: the one place that picks backends, the clock and chance
pub mod chat; // the use cases: order store, reply, desk and hub
pub mod cli; // the command line
pub mod config; // settings: the one place that reads the environment
pub mod content; // knowledge/ and intents/: load, validate, index, as one immutable whole
pub mod desk; // the policy of the live-agent queue
pub mod domain; // conversation, event, identity, ticket: the nouns and their legal moves
pub mod editing; // what editors look at: content, questions tried, findings, gaps, changes
pub mod exchange; // content from other products, and for them
pub mod http; // pages, calls, sockets
pub mod hub; // fan-out to live connections
pub mod insight; // what people ask, and what Bolt cannot answer
pub mod intents; // what a message wants: patterns and the classifier
pub mod knowledge; // the articles, their passages and the search
pub mod language; // words, languages and names in what was written
pub mod live; // the content in use: watched, loaded again, swapped
pub mod proof; // answer tests, and what a change of the content does to answers
pub mod reply; // the decision: understanding + conversation + entitlements → what Bolt says
pub mod review; // what could be better in the content: the deeper part of `bolt check`
pub mod store; // traits by noun, and SQLite behind them
pub mod support; // plans, entitlements, priorities, the phone directory: the facts, pure
pub mod telemetry; // logs and metrics
pub mod tokens; // identity tokens: verified, and signed for visitors who are not signed in
pub mod vectors; // words of three languages in one space: what means the same lies close
pub mod wire; // protocol v1: frames, limits, error codes, the generated TypeScript types
