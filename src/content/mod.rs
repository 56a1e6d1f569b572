mod article;
mod facts;
mod fields;
mod file;
mod finding;
mod intent;
mod source;
mod yaml;

pub use file::{File, Place};
pub use finding::{Code, Finding, Severity};
pub use source::{Files, SourceError};
