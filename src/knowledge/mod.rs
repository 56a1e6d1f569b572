//! The help articles, found by what people ask: an index a language, passages that quote whole, and a confidence that
//! says how much of the question an article answers. No tantivy type leaves this module.

mod analysis;
mod asked;
mod binding;
mod book;
mod cognates;
mod fields;
mod fusion;
mod index;
mod marks;
mod meaning;
mod passages;
mod readings;
mod section;
mod sense;
mod shelf;
mod terms;
mod vocabulary;

pub use index::{Hit, Index, IndexError};
pub use passages::{Passage, is_literal, passages};
pub use section::section_like;

use crate::domain::Language;

/// An article as it is searched and quoted, its templates already rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// `section/name`; translations share it.
    pub id: String,
    /// The language it is written in.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// What the reader finds in it, in a sentence.
    pub description: String,
    /// Words that people type and the text does not contain.
    pub keywords: Vec<String>,
    /// The channels it is about: it is quoted only to people entitled to one of them. Empty: to everybody.
    pub audience: Vec<String>,
    /// The day of its last change, if it says one.
    pub updated: Option<jiff::civil::Date>,
    /// The text.
    pub markdown: String,
}
