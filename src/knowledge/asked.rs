//! The words of a question as the articles are searched for them.

use std::cell::OnceCell;

use crate::vectors::Probe;

use super::meaning::sense;
use super::sense::Senses;
use super::terms::idf;
use super::vocabulary::{Known, Vocabulary};

/// A stem that a word is looked for by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sought {
    pub stem: u32,
    /// How rare it is.
    pub idf: f32,
    /// What part of the word it stands for.
    pub part: f32,
}

/// A word of a question: what it is among the stems, and whether it is one of the words.
pub(super) struct Asked<'a> {
    pub text: &'a str,
    /// What it means, once somebody wants to know.
    sense: OnceCell<Option<Probe>>,
    /// The number of its stem, if any article has that.
    pub stem: Option<u32>,
    /// What it is looked for by: its stem, or what it may be called in the articles' language.
    pub sought: Vec<Sought>,
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
        let Known { stem, content, written } = vocabulary.look_up(text);
        let sought: Vec<Sought> = stem.map(|stem| Sought::of(stem, 1.0, vocabulary, articles)).into_iter().collect();
        let weight = sought.first().map_or_else(|| idf(0, articles), |sought| sought.idf);
        Self { text, sense: OnceCell::new(), stem, sought, written, weight, content }
    }

    /// A word of another language: where the articles don't have it, it is looked for by what means the same in theirs.
    pub fn of_guest(text: &'a str, vocabulary: &'a Vocabulary, senses: &Senses, articles: usize) -> Self {
        let mut asked = Self::of(text, vocabulary, articles);
        asked.content = asked.content && vocabulary.is_content_of_guest(text);
        if asked.stem.is_none() {
            let alike = asked.sense().map_or_else(Vec::new, |sense| senses.alike(sense));
            let sought = |(stem, part)| Sought::of(stem, part, vocabulary, articles);
            asked.sought = alike.into_iter().map(sought).collect();
        }
        asked
    }

    /// What a word that says something means.
    pub fn sense(&self) -> Option<&Probe> {
        self.sense.get_or_init(|| if self.content { sense(self.text) } else { None }).as_ref()
    }
}

impl Sought {
    fn of(stem: u32, part: f32, vocabulary: &Vocabulary, articles: usize) -> Self {
        Self { stem, idf: vocabulary.idf(stem, articles), part }
    }

    /// The stem, and how much it counts where it occurs.
    pub fn weighed(self) -> (u32, f32) {
        (self.stem, self.part * self.idf)
    }
}

/// The share of some words, each weighed by its rarity, that is covered, where each is `covered` so far.
pub(super) fn coverage(words: &[&Asked<'_>], covered: &[f32]) -> f32 {
    let all: f32 = words.iter().map(|word| word.weight).sum();
    let covered: f32 = words.iter().zip(covered).map(|(word, covered)| word.weight * covered).sum();
    if all > 0.0 { covered / all } else { 0.0 }
}
