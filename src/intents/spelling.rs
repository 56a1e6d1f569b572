//! Typing errors, mended after the words of the examples.

use crate::domain::Language;
use crate::language::{Speller, Utterance};
use crate::vectors::Vectors;

use super::model::Example;

/// A speller for each language, and one for all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Spelling {
    all: Speller,
    own: Vec<(Language, Speller)>,
}

impl Spelling {
    /// Learns the words of the examples.
    pub fn learn(examples: &[Example]) -> Self {
        let read: Vec<(Option<Language>, Utterance)> =
            examples.iter().map(|e| (e.language, Utterance::read(&e.text))).collect();
        let speller = |wanted: Option<Language>| {
            let chosen =
                read.iter().filter(|(language, _)| wanted.is_none() || language.is_none() || *language == wanted);
            Speller::build(chosen.flat_map(|(_, utterance)| utterance.tokens()).map(|token| (token.text.as_str(), 1)))
        };
        let spoken = |language: &Language| read.iter().any(|(l, _)| *l == Some(*language));
        Self {
            all: speller(None),
            own: Language::ALL.into_iter().filter(spoken).map(|l| (l, speller(Some(l)))).collect(),
        }
    }

    /// The word that was meant. A word of any language is left alone; an unknown one becomes, if it can, a word of the
    /// message's language.
    pub fn mend<'a>(&'a self, word: &'a str, language: Option<Language>) -> &'a str {
        if self.all.knows(word) || Vectors::embedded().is_common(word) {
            return word;
        }
        let own = self.own.iter().find(|(l, _)| Some(*l) == language).map_or(&self.all, |(_, speller)| speller);
        own.correct(word).unwrap_or(word)
    }

    /// Bytes in memory, about.
    pub fn bytes(&self) -> usize {
        self.all.bytes() + self.own.iter().map(|(_, speller)| speller.bytes()).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_mended_in_the_language_of_the_message() {
        let example = |text: &str, language| Example { intent: "x".into(), language, text: text.into() };
        let spelling = Spelling::learn(&[
            example("number", Some(Language::En)),
            example("numero", Some(Language::It)),
            example("bolt", None),
        ]);
        assert_eq!(spelling.mend("numbero", None), "number");
        assert_eq!(spelling.mend("numbers", Some(Language::It)), "numbers");
        assert_eq!(spelling.mend("nummero", Some(Language::It)), "numero");
        assert_eq!(spelling.mend("nummero", Some(Language::En)), "nummero");
        assert_eq!(spelling.mend("boltt", Some(Language::En)), "bolt");
        assert_eq!(spelling.mend("numero", Some(Language::En)), "numero");
    }
}
