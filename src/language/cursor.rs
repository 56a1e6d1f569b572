//! The words of an utterance one by one, with what stands around them.

use std::ops::Range;

use super::utterance::{Token, Utterance};

/// Words, and the text that they stand in.
pub(super) struct Cursor<'u> {
    tokens: &'u [Token],
    text: &'u str,
}

impl<'u> Cursor<'u> {
    pub fn of(utterance: &'u Utterance) -> Self {
        Self { tokens: utterance.tokens(), text: utterance.original() }
    }

    /// How many words there are.
    pub const fn len(&self) -> usize {
        self.tokens.len()
    }

    /// A word, where there is one at this place.
    pub fn word(&self, at: usize) -> Option<&'u str> {
        self.tokens.get(at).map(|token| token.text.as_str())
    }

    /// A word that is a number.
    pub fn number(&self, at: usize) -> Option<u32> {
        self.word(at).filter(|word| is_digits(word))?.parse().ok()
    }

    /// Where some words stand in the text; there are as many.
    pub fn place(&self, words: Range<usize>) -> Range<usize> {
        self.tokens[words.start].start..self.tokens[words.end - 1].end
    }

    /// Some words as they were written.
    pub fn written(&self, words: Range<usize>) -> &'u str {
        self.text.get(self.place(words)).unwrap_or_default()
    }

    /// What is written between a word and the one before it; nothing before the first and after the last.
    pub fn between(&self, at: usize) -> &'u str {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let place = before.zip(self.tokens.get(at)).map(|(before, token)| before.end..token.start);
        place.and_then(|place| self.text.get(place)).unwrap_or_default()
    }

    /// Whether one of these words stands in so many before this place.
    pub fn has_before(&self, at: usize, reach: usize, words: &[&str]) -> bool {
        self.tokens[at.saturating_sub(reach)..at].iter().any(|token| words.contains(&token.text.as_str()))
    }

    /// Whether one of these words stands right before this place.
    pub fn has_just_before(&self, at: usize, words: &[&str]) -> bool {
        self.has_before(at, 1, words)
    }

    /// What these words mean, where they stand from this place on, and how many they are.
    pub fn following<T: Copy>(&self, at: usize, known: &[(&[&str], T)]) -> Option<(T, usize)> {
        let stands = |words: &[&str]| (0..words.len()).all(|nth| self.word(at + nth) == Some(words[nth]));
        known.iter().find(|(words, _)| stands(words)).map(|(words, meant)| (*meant, words.len()))
    }
}

/// Whether a word is a number in digits.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
