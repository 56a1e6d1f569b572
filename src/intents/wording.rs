//! How alike messages are worded, by the features that the classifier reads.

use rayon::prelude::*;

use crate::language::Utterance;

use super::features::{Sparse, Vectorizer};

/// Messages that are compared with each other.
#[derive(Clone, Debug, Default)]
pub struct Wordings {
    vectors: Vec<Sparse>,
}

impl Wordings {
    /// Reads the messages; words that many of them have count less.
    #[must_use]
    pub fn read(messages: &[Utterance]) -> Self {
        let words: Vec<Vec<&str>> =
            messages.iter().map(|message| message.tokens().iter().map(|token| token.text.as_str()).collect()).collect();
        let vectorizer = Vectorizer::fit(&words);
        Self { vectors: words.par_iter().map(|words| vectorizer.features(words).vector).collect() }
    }

    /// What a message is worded like, by its place: features with their weights, the features ascending. The products of two
    /// messages' weights add up to how alike they are: from 0, nothing in common, to 1, the same.
    #[must_use]
    pub fn features(&self, place: usize) -> &[(u32, f32)] {
        self.vectors.get(place).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_alike_and_others_are_not() {
        let texts =
            ["how do I record a meeting", "can I recrod meetings", "who won the cup", "how do I record a meeting"];
        let read: Vec<_> = texts.iter().map(|text| Utterance::read(text)).collect();
        let wordings = Wordings::read(&read);
        let likeness = |one, other| -> f32 {
            let other: std::collections::HashMap<u32, f32> = wordings.features(other).iter().copied().collect();
            wordings.features(one).iter().map(|(feature, weight)| weight * other.get(feature).unwrap_or(&0.0)).sum()
        };
        assert!((likeness(0, 3) - 1.0).abs() < 1e-5);
        assert!(likeness(0, 1) > 3.0 * likeness(0, 2), "{}", likeness(0, 1));
        assert!(likeness(0, 9) < 1e-9);
    }
}
