//! Content on its way in and out: what other products export becomes `intents/` and `knowledge/`, and the intents become
//! what other products read. What cannot be carried over is said.

mod branch;
mod draft;
mod export;
mod import;
mod source;
#[cfg(test)]
mod tests;
mod write;

pub use branch::{BranchError, branch, prefix};
pub use draft::{Draft, Left, NewArticle, NewIntent};
pub use export::{jsonl, rasa};
pub use import::{Format, ImportError, import};
pub use source::SourceError;
pub use write::{WriteError, files, literal, quoted, write};
