//! All the articles, a shelf for each language.

use std::collections::HashMap;

use crate::domain::Language;
use crate::language::Utterance;

use super::shelf::Shelf;
use super::{Article, Passage};

/// Another language's article is offered only where the visitor's own language covers less of the question than this …
const POOR: f32 = 0.45;
/// … and the other covers at least this much more.
const CLEARLY_BETTER: f32 = 0.2;

/// An article that may answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The article's id.
    pub article: String,
    /// The article's language, which need not be the visitor's.
    pub language: Language,
    /// How well it ranks; comparable within one search only.
    pub score: f32,
    /// The share of what the question is about that the article covers, from 0 to 1.
    pub confidence: f32,
    /// What to quote.
    pub passage: Passage,
}

/// Why the articles cannot be searched.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Two articles share an id and a language.
    #[error("the article `{id}` is there twice in `{language}`; give one of them another name")]
    Twice {
        /// The id.
        id: String,
        /// The language.
        language: Language,
    },
    /// The index itself failed.
    #[error("the search index cannot be built: {0}")]
    Engine(#[from] tantivy::TantivyError),
}

/// The searchable articles. Plain memory, built in one go and never changed.
pub struct Index {
    shelves: Vec<Shelf>,
}

impl Index {
    /// Indexes the articles.
    ///
    /// # Errors
    /// Two articles with the same id and language, or a failure of the engine.
    pub fn build(articles: Vec<Article>) -> Result<Self, IndexError> {
        let mut by_language: HashMap<Language, Vec<Article>> = HashMap::new();
        for article in articles {
            by_language.entry(article.language).or_default().push(article);
        }
        let mut shelves = Vec::new();
        for language in Language::ALL {
            if let Some(articles) = by_language.remove(&language) {
                shelves.push(Shelf::build(language, articles)?);
            }
        }
        Ok(Self { shelves })
    }

    /// The articles that answer best, among the `allowed` ones. Those of another language come after the visitor's own,
    /// and only where these have nothing as good.
    pub fn search(&self, utterance: &Utterance, language: Language, allowed: &dyn Fn(&Article) -> bool, limit: usize) -> Vec<Hit> {
        let mut hits = self.shelf(language).map_or_else(Vec::new, |shelf| shelf.search(utterance, allowed, limit));
        let covered = hits.iter().map(|h| h.confidence).fold(0.0, f32::max);
        if covered < POOR {
            let others = self.shelves.iter().filter(|s| s.language() != language);
            let mut foreign: Vec<Hit> = others.flat_map(|s| s.search(utterance, allowed, limit)).collect();
            foreign.retain(|hit| hit.confidence >= covered + CLEARLY_BETTER || hits.is_empty());
            foreign.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
            hits.extend(foreign);
            hits.truncate(limit);
        }
        hits
    }

    /// An article by its id.
    #[must_use]
    pub fn article(&self, language: Language, id: &str) -> Option<&Article> {
        self.shelf(language)?.article(id)
    }

    /// Every article, by language and then as they were given.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.shelves.iter().flat_map(Shelf::articles)
    }

    /// What the index takes in memory, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.shelves.iter().map(Shelf::bytes).sum()
    }

    fn shelf(&self, language: Language) -> Option<&Shelf> {
        self.shelves.iter().find(|s| s.language() == language)
    }
}
