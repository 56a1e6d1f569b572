//! Typing errors, mended after the words that training has seen.

use rayon::prelude::*;

use crate::domain::Language;
use crate::language::{Speller, Utterance};
use crate::vectors::Vectors;

/// A speller for each language, and one for all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Spelling {
    all: Speller,
    own: Vec<(Language, Speller)>,
}

impl Spelling {
    /// Learns the words of texts, each in its language where that is known.
    pub fn learn<'a>(texts: impl Iterator<Item = (Option<Language>, &'a Utterance)>) -> Self {
        let read: Vec<(Option<Language>, &Utterance)> = texts.collect();
        let speller = |wanted: Option<Language>| {
            let chosen =
                read.iter().filter(|(language, _)| wanted.is_none() || language.is_none() || *language == wanted);
            Speller::build(chosen.flat_map(|(_, utterance)| utterance.tokens()).map(|token| (token.text.as_str(), 1)))
        };
        let spoken = |language: &Language| read.iter().any(|(l, _)| *l == Some(*language));
        let languages: Vec<Language> = Language::ALL.into_iter().filter(spoken).collect();
        let own = || languages.into_par_iter().map(|l| (l, speller(Some(l)))).collect();
        let (all, own) = rayon::join(|| speller(None), own);
        Self { all, own }
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
        let texts = [(Some(Language::En), "number"), (Some(Language::It), "numero"), (None, "bolt")];
        let texts = texts.map(|(language, text)| (language, Utterance::read(text)));
        let spelling = Spelling::learn(texts.iter().map(|(language, text)| (*language, text)));
        assert_eq!(spelling.mend("numbero", None), "number");
        assert_eq!(spelling.mend("numbers", Some(Language::It)), "numbers");
        assert_eq!(spelling.mend("nummero", Some(Language::It)), "numero");
        assert_eq!(spelling.mend("nummero", Some(Language::En)), "nummero");
        assert_eq!(spelling.mend("boltt", Some(Language::En)), "bolt");
        assert_eq!(spelling.mend("numero", Some(Language::En)), "numero");
    }
}
