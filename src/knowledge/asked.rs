//! The words of a question as the articles are searched for them.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::vectors::{Probe, Vectors};

use super::cognates::Cognates;
use super::meaning::sense;
use super::sense::Senses;
use super::terms::idf;
use super::vocabulary::{Known, Vocabulary};

/// What is meant as grammar by as much of its likelihood says nothing about the matter.
const GRAMMAR: f32 = 0.5;

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
    pub text: Cow<'a, str>,
    /// What part of it counts for what the question means.
    pub heard: f32,
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
    pub fn of(text: Cow<'a, str>, vocabulary: &Vocabulary, articles: usize) -> Self {
        let Known { stem, content, written } = vocabulary.look_up(&text);
        let sought: Vec<Sought> = stem.map(|stem| Sought::of(stem, 1.0, vocabulary, articles)).into_iter().collect();
        let weight = sought.first().map_or_else(|| idf(0, articles), |sought| sought.idf);
        Self { text, heard: 1.0, sense: OnceCell::new(), stem, sought, written, weight, content }
    }

    /// A word of another language: where the articles don't have it, it is looked for by what means the same in theirs, and
    /// by what is spelled like it.
    pub fn of_guest(
        text: Cow<'a, str>,
        vocabulary: &Vocabulary,
        senses: &Senses,
        cognates: &Cognates,
        articles: usize,
    ) -> Self {
        let mut asked = Self::of(text, vocabulary, articles);
        asked.content = asked.content && vocabulary.is_content_of_guest(&asked.text);
        if asked.stem.is_none() && asked.content {
            let mut alike = asked.sense().map_or_else(Vec::new, |sense| senses.alike(sense));
            let spelled = cognates.like(&asked.text, Vectors::embedded().knows(&asked.text)).into_iter();
            let new: Vec<_> = spelled.filter(|(stem, _)| alike.iter().all(|(known, _)| known != stem)).collect();
            alike.extend(new);
            let sought = |(stem, part)| Sought::of(stem, part, vocabulary, articles);
            asked.sought = alike.into_iter().map(sought).collect();
        }
        asked
    }

    /// A word that nobody knows, from what it may be meant as, each as likely as said, the likeliest first: it is looked for
    /// by all of them, and the other words of the question decide; it means the likeliest. `None` where there is none.
    pub fn among(mut readings: Vec<(Self, f32)>) -> Option<Self> {
        let grammar: f32 = readings.iter().filter(|(word, _)| !word.content).map(|(_, likely)| likely).sum();
        let content = grammar < GRAMMAR;
        readings.retain(|(word, _)| word.content == content);
        let mut sought: Vec<Sought> = Vec::new();
        for (word, likely) in &readings {
            for found in word.sought.iter().map(|found| found.in_part(*likely)) {
                match sought.iter_mut().find(|known| known.stem == found.stem) {
                    Some(known) => known.part += found.part,
                    None => sought.push(found),
                }
            }
        }
        // The likeliest counts like a word that was spelled right; the others as they are likely beside it.
        let (mut best, likely) = readings.into_iter().next()?;
        sought.iter_mut().for_each(|found| found.part = (found.part / likely).min(1.0));
        best.sought = sought;
        Some(best)
    }

    /// The same word where it counts only in part for what is found, and as much as before for what is covered.
    pub fn in_part(mut self, part: f32) -> Self {
        self.sought.iter_mut().for_each(|sought| *sought = sought.in_part(part));
        self.heard *= part;
        self
    }

    /// The same word where it says nothing about where to look.
    pub fn unheard(mut self) -> Self {
        self.sought.clear();
        self.heard = 0.0;
        self
    }

    /// What a word that says something means.
    pub fn sense(&self) -> Option<&Probe> {
        self.sense.get_or_init(|| if self.content { sense(&self.text) } else { None }).as_ref()
    }
}

impl Sought {
    fn of(stem: u32, part: f32, vocabulary: &Vocabulary, articles: usize) -> Self {
        Self { stem, idf: vocabulary.idf(stem, articles), part }
    }

    fn in_part(self, part: f32) -> Self {
        Self { part: self.part * part, ..self }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;

    fn vocabulary() -> Vocabulary {
        let mut vocabulary = Vocabulary::new(Language::En);
        let stems: Vec<u32> = ["the", "page", "pages", "image"].map(|word| vocabulary.read(word)).into();
        vocabulary.occur([stems[0], stems[1], stems[3]].into_iter());
        vocabulary
    }

    fn among(readings: &[(&'static str, f32)]) -> Option<Asked<'static>> {
        let vocabulary = vocabulary();
        Asked::among(readings.iter().map(|&(word, likely)| (Asked::of(word.into(), &vocabulary, 9), likely)).collect())
    }

    #[test]
    fn what_may_be_meant_is_looked_for_as_far_as_it_is_likely() {
        let word = among(&[("page", 0.5), ("image", 0.25), ("pages", 0.25)]).unwrap();
        assert_eq!((&*word.text, word.content, word.written), ("page", true, true));
        let parts: Vec<f32> = word.sought.iter().map(|sought| sought.part).collect();
        assert_eq!(parts, [1.0, 0.5]);
        assert!(among(&[]).is_none());
    }

    #[test]
    fn what_is_likely_grammar_says_nothing_about_the_matter() {
        assert_eq!(&*among(&[("page", 0.4), ("the", 0.6)]).unwrap().text, "the");
        assert_eq!(&*among(&[("page", 0.6), ("the", 0.4)]).unwrap().text, "page");
    }

    #[test]
    fn what_is_not_heard_still_has_to_be_covered() {
        let word = || Asked::of("page".into(), &vocabulary(), 9);
        let (half, nothing) = (word().in_part(0.5), word().unheard());
        assert_eq!((half.heard, half.sought[0].part), (0.5, 0.5));
        assert_eq!((nothing.heard, nothing.sought.len()), (0.0, 0));
        assert!(half.weight == word().weight && nothing.weight == word().weight && nothing.content);
    }
}
