//! Words as search terms: what counts as a word is the utterance's business; here words are stemmed, and the ones
//! without a meaning of their own are known.

use tantivy::tokenizer::{Language as Snowball, RawTokenizer, Stemmer, StopWordFilter, TextAnalyzer, TokenStream};

use crate::domain::Language;
use crate::language::is_small_word;

/// Stems words of one language, and knows its grammar.
pub(super) struct Stems {
    stemmer: TextAnalyzer,
    stopper: TextAnalyzer,
    /// Those of the other served languages.
    guests: Vec<TextAnalyzer>,
}

impl Stems {
    pub fn new(language: Language) -> Self {
        let stemmer = TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(snowball(language))).build();
        let others = Language::ALL.into_iter().filter(|other| *other != language);
        Self { stemmer, stopper: stopper(language), guests: others.map(stopper).collect() }
    }

    /// The stem of a normalised word.
    pub fn stem(&mut self, word: &str) -> String {
        let mut stream = self.stemmer.token_stream(word);
        if stream.advance() { stream.token().text.clone() } else { word.to_owned() }
    }

    /// Whether a normalised word says something about the matter, in this language.
    pub fn is_content(&mut self, word: &str) -> bool {
        !is_small_word(word) && self.stopper.token_stream(word).advance()
    }

    /// Whether it does for somebody who asks in another language: "per" and "los" are grammar there.
    pub fn is_content_of_guest(&mut self, word: &str) -> bool {
        self.is_content(word) && self.guests.iter_mut().all(|stopper| stopper.token_stream(word).advance())
    }
}

const fn snowball(language: Language) -> Snowball {
    match language {
        Language::En => Snowball::English,
        Language::It => Snowball::Italian,
        Language::Es => Snowball::Spanish,
    }
}

/// Lets every word through that is no grammar of a language.
fn stopper(language: Language) -> TextAnalyzer {
    match StopWordFilter::new(snowball(language)) {
        Some(filter) => TextAnalyzer::builder(RawTokenizer::default()).filter(filter).build(),
        None => TextAnalyzer::builder(RawTokenizer::default()).build(),
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
        let mut stems = Stems::new(Language::En);
        assert!(stems.is_content("per") && !stems.is_content_of_guest("per") && !stems.is_content_of_guest("los"));
        assert!(stems.is_content_of_guest("stanze"));
    }
}
