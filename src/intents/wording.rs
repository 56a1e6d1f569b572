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

    /// How alike two of the messages are, by their places: from 0, nothing in common, to 1, the same.
    #[must_use]
    pub fn likeness(&self, one: usize, other: usize) -> f32 {
        let (Some(one), Some(other)) = (self.vectors.get(one), self.vectors.get(other)) else { return 0.0 };
        let (mut a, mut b) = (one.iter().peekable(), other.iter().peekable());
        let mut sum = 0.0;
        while let (Some((x, v)), Some((y, w))) = (a.peek(), b.peek()) {
            if x == y {
                sum += v * w;
            }
            let (ahead, behind) = (x <= y, y <= x);
            if ahead {
                a.next();
            }
            if behind {
                b.next();
            }
        }
        sum
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
        assert!((wordings.likeness(0, 3) - 1.0).abs() < 1e-5);
        assert!(wordings.likeness(0, 1) > 3.0 * wordings.likeness(0, 2), "{}", wordings.likeness(0, 1));
        assert!(wordings.likeness(0, 9) < 1e-9);
    }
}
