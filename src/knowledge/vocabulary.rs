//! The words of a language's articles, each with its number, its stem and what sort of word it is: a question's words are
//! looked up, and only what no article has is stemmed anew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::analysis::Stems;
use super::terms::idf;
use crate::domain::Language;

/// The words and stems of some articles.
pub(super) struct Vocabulary {
    words: HashMap<Box<str>, u32>,
    /// Word by word.
    entries: Vec<Entry>,
    stems: HashMap<Arc<str>, u32>,
    /// Stem by stem.
    stem_texts: Vec<Arc<str>>,
    /// How many articles have each stem.
    articles: Vec<u32>,
    stemmer: Mutex<Stems>,
}

#[derive(Clone, Copy)]
struct Entry {
    stem: u32,
    /// How often the word occurs.
    count: u32,
    content: bool,
}

/// What is known of a word.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Known {
    /// The number of its stem, if any article has that.
    pub stem: Option<u32>,
    /// Whether it says something about the matter.
    pub content: bool,
    /// Whether an article has the very word.
    pub written: bool,
}

impl Vocabulary {
    /// No words yet.
    pub fn new(language: Language) -> Self {
        Self {
            words: HashMap::new(),
            entries: Vec::new(),
            stems: HashMap::new(),
            stem_texts: Vec::new(),
            articles: Vec::new(),
            stemmer: Stems::new(language).into(),
        }
    }

    /// Reads a word of an article, and says what number its stem has.
    pub fn read(&mut self, word: &str) -> u32 {
        let number = match self.words.get(word) {
            Some(&number) => number,
            None => self.learn(word),
        };
        let entry = &mut self.entries[number as usize];
        entry.count = entry.count.saturating_add(1);
        entry.stem
    }

    fn learn(&mut self, word: &str) -> u32 {
        let (stem, content) = self.analyse(word);
        let stem = match self.stems.get(&*stem) {
            Some(&stem) => stem,
            None => {
                let (number, text): (u32, Arc<str>) = (self.stem_texts.len() as u32, stem.into());
                self.stems.insert(Arc::clone(&text), number);
                self.stem_texts.push(text);
                self.articles.push(0);
                number
            }
        };
        let number = self.entries.len() as u32;
        self.words.insert(word.into(), number);
        self.entries.push(Entry { stem, count: 0, content });
        number
    }

    /// Counts an article that has these stems, each once.
    pub fn occur(&mut self, stems: impl Iterator<Item = u32>) {
        stems.for_each(|stem| self.articles[stem as usize] += 1);
    }

    /// What is known of a word of a question.
    pub fn look_up(&self, word: &str) -> Known {
        if let Some(&number) = self.words.get(word) {
            let Entry { stem, content, .. } = self.entries[number as usize];
            return Known { stem: Some(stem), content, written: true };
        }
        let (stem, content) = self.analyse(word);
        Known { stem: self.stems.get(&*stem).copied(), content, written: false }
    }

    /// A stem by its number.
    pub fn stem_text(&self, stem: u32) -> &str {
        &self.stem_texts[stem as usize]
    }

    /// How rare a stem is among `articles`.
    pub fn idf(&self, stem: u32, articles: usize) -> f32 {
        idf(self.articles[stem as usize], articles)
    }

    /// How many stems there are.
    pub fn stems(&self) -> usize {
        self.stem_texts.len()
    }

    /// Each word with the number of its stem and how often it occurs, in the order they were first read.
    pub fn words(&self) -> impl Iterator<Item = (&str, u32, u32)> {
        let mut words = vec![""; self.entries.len()];
        self.words.iter().for_each(|(word, &number)| words[number as usize] = word);
        words.into_iter().zip(&self.entries).map(|(word, entry)| (word, entry.stem, entry.count))
    }

    /// Bytes in memory, about: a word with its place in the table, a stem with its two.
    pub fn bytes(&self) -> usize {
        let words: usize = self.words.keys().map(|word| word.len() + 24 + size_of::<Entry>()).sum();
        let stems: usize = self.stem_texts.iter().map(|stem| stem.len() + 16 + 16 + 24 + 4).sum();
        words + stems
    }

    /// Whether a word of somebody who asks in another language says something about the matter.
    pub fn is_content_of_guest(&self, word: &str) -> bool {
        self.stemmer.lock().unwrap_or_else(PoisonError::into_inner).is_content_of_guest(word)
    }

    fn analyse(&self, word: &str) -> (String, bool) {
        let mut stemmer = self.stemmer.lock().unwrap_or_else(PoisonError::into_inner);
        (stemmer.stem(word), stemmer.is_content(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_meet_in_their_stems() {
        let mut vocabulary = Vocabulary::new(Language::En);
        let stems: Vec<u32> = ["the", "meeting", "meetings", "meeting"].map(|word| vocabulary.read(word)).into();
        assert_eq!(stems, [0, 1, 1, 1]);
        vocabulary.occur([0, 1].into_iter());
        assert!((vocabulary.idf(1, 1) - idf(1, 1)).abs() < f32::EPSILON);
        assert_eq!(vocabulary.words().collect::<Vec<_>>(), [("the", 0, 1), ("meeting", 1, 2), ("meetings", 1, 1)]);
        assert_eq!(vocabulary.look_up("meetings"), Known { stem: Some(1), content: true, written: true });
        assert!(!vocabulary.look_up("the").content);
    }

    #[test]
    fn what_no_article_has_is_stemmed_when_it_is_asked() {
        let mut vocabulary = Vocabulary::new(Language::En);
        vocabulary.read("meeting");
        assert_eq!(vocabulary.look_up("meets"), Known { stem: Some(0), content: true, written: false });
        assert_eq!(vocabulary.look_up("pizza").stem, None);
        assert!(vocabulary.look_up("meeting").written && !vocabulary.look_up("meets").written);
    }
}
