//! The words of a question as the articles are searched for them.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::vectors::Probe;

use super::meaning::sense;
use super::terms::idf;
use super::vocabulary::{Known, Vocabulary};

/// A word of a question: what it is among the stems, and whether it is one of the words.
pub(super) struct Asked<'a> {
    pub text: &'a str,
    /// What it means, once somebody wants to know.
    sense: OnceCell<Option<Probe>>,
    pub stem_text: Cow<'a, str>,
    /// The number of its stem and how rare that is, if any article has it.
    pub stem: Option<(u32, f32)>,
    /// Whether an article has the very word.
    pub written: bool,
    /// How much an article that lacks it leaves unanswered.
    pub weight: f32,
    /// Whether it says something about the matter.
    pub content: bool,
}

impl<'a> Asked<'a> {
    /// A word, among the words of so many articles.
    pub fn of(text: &'a str, vocabulary: &'a Vocabulary, articles: usize) -> Self {
        let Known { stem: stem_text, number, content, written } = vocabulary.look_up(text);
        let stem = number.map(|number| (number, vocabulary.idf(number, articles)));
        let weight = stem.map_or_else(|| idf(0, articles), |(_, idf)| idf);
        Self { text, sense: OnceCell::new(), stem_text, stem, written, weight, content }
    }

    /// What a word that says something means.
    pub fn sense(&self) -> Option<&Probe> {
        self.sense.get_or_init(|| if self.content { sense(self.text) } else { None }).as_ref()
    }
}

/// The share of the question's content words, each weighed by its rarity, that are covered.
pub(super) fn coverage(asked: &[Asked<'_>], covers: impl Fn(&Asked<'_>) -> f32) -> f32 {
    let content = || asked.iter().filter(|a| a.content);
    let all: f32 = content().map(|a| a.weight).sum();
    let covered: f32 = content().map(|a| a.weight * covers(a)).sum();
    if all > 0.0 { covered / all } else { 0.0 }
}
