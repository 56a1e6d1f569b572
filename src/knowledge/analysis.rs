//! Words as search terms: what counts as a word is the utterance's business; here words are stemmed, and the ones
//! without a meaning of their own are known.

use std::collections::HashMap;

use tantivy::tokenizer::{Language as Snowball, RawTokenizer, Stemmer, StopWordFilter, TextAnalyzer, TokenStream};

use crate::domain::Language;
use crate::language::is_small_word;

/// How many stems are remembered.
const MOST_KNOWN: usize = 200_000;

/// Stems words of one language, and remembers what it has stemmed.
pub(super) struct Stems {
    stemmer: TextAnalyzer,
    stopper: TextAnalyzer,
    known: HashMap<String, String>,
}

impl Stems {
    pub fn new(language: Language) -> Self {
        let snowball = match language {
            Language::En => Snowball::English,
            Language::It => Snowball::Italian,
            Language::Es => Snowball::Spanish,
        };
        let stopper = match StopWordFilter::new(snowball) {
            Some(filter) => TextAnalyzer::builder(RawTokenizer::default()).filter(filter).build(),
            None => TextAnalyzer::builder(RawTokenizer::default()).build(),
        };
        let stemmer = TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(snowball)).build();
        Self { stemmer, stopper, known: HashMap::new() }
    }

    /// The stem of a normalised word.
    pub fn stem(&mut self, word: &str) -> String {
        if let Some(stem) = self.known.get(word) {
            return stem.clone();
        }
        let mut stream = self.stemmer.token_stream(word);
        let stem = if stream.advance() { stream.token().text.clone() } else { word.to_owned() };
        drop(stream);
        // What visitors type must not fill the memory.
        if self.known.len() < MOST_KNOWN {
            self.known.insert(word.to_owned(), stem.clone());
        }
        stem
    }

    /// Whether a normalised word says something about the matter, in this language.
    pub fn is_content(&mut self, word: &str) -> bool {
        !is_small_word(word) && self.stopper.token_stream(word).advance()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet_in_their_stem() {
        for (language, a, b) in [
            (Language::En, "meetings", "meeting"),
            (Language::It, "chiamare", "chiamate"),
            (Language::Es, "llamadas", "llamada"),
        ] {
            let mut stems = Stems::new(language);
            let first = stems.stem(a);
            assert_eq!(first, stems.stem(b), "{a} {b}");
        }
    }

    #[test]
    fn grammar_is_not_content() {
        let mut stems = Stems::new(Language::It);
        assert!(stems.is_content("telefono"));
        assert!(!stems.is_content("della") && !stems.is_content("perche") && !stems.is_content("the"));
    }
}
