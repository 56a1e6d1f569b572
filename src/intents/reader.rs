//! What the machines see of a text: its words and letters, and beside them the words near to its own.

use std::sync::Arc;

use super::features::{Features, Vectorizer, Wording};
use super::near::{NearWords, Vocabulary};

/// What the near words count (the square of their length) beside the words and letters, which count 1.
const NEAR: f32 = 0.5;

/// Reads texts in the columns that training has seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Reader {
    vectorizer: Vectorizer,
    near: Option<NearWords>,
}

impl Reader {
    /// Learns the columns from texts, each a list of words; those of near words where there is a vocabulary.
    pub fn fit(texts: &[Vec<&str>], vocabulary: Option<&Arc<Vocabulary>>) -> Self {
        let vectorizer = Vectorizer::fit(texts);
        let near = vocabulary.map(|v| NearWords::fit(Arc::clone(v), texts, vectorizer.width()));
        Self { vectorizer, near }
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.vectorizer.width() + self.near.as_ref().map_or(0, NearWords::width)
    }

    /// How many of its columns the texts of the training have, each by itself, those of near words not counted.
    pub const fn entries(&self) -> usize {
        self.vectorizer.entries()
    }

    /// The features of a text.
    pub fn features(&self, text: &[&str]) -> Features {
        let mut features = self.vectorizer.features(text);
        if let Some(near) = &self.near {
            let near = near.features(text);
            let scaled = |by: f32| near.vector.iter().map(move |&(column, value)| (column, by * value));
            features.vector.extend(scaled(NEAR.sqrt()));
            let half = 0.5_f32.sqrt();
            features.words.iter_mut().for_each(|(_, value)| *value *= half);
            features.words.extend(scaled(half));
            features.reach = near.reach;
        }
        features
    }

    /// How a text is worded.
    pub fn wording(&self, text: &[&str]) -> Wording {
        self.vectorizer.wording(text)
    }

    /// This reader, for which the columns that are not in `seen` are unknown; the others keep their numbers.
    pub fn only(&self, seen: &[bool]) -> Self {
        Self { vectorizer: self.vectorizer.only(seen), near: self.near.as_ref().map(|near| near.only(seen)) }
    }

    /// Bytes in memory, about.
    pub fn bytes(&self) -> usize {
        self.vectorizer.bytes() + self.near.as_ref().map_or(0, NearWords::bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_stand_beside_the_others() {
        let texts = [vec!["open", "a", "meeting"], vec!["pay", "an", "invoice"]];
        let vocabulary = Arc::new(Vocabulary::of(texts.iter().flatten().copied()));
        let (plain, beside) = (Reader::fit(&texts, None), Reader::fit(&texts, Some(&vocabulary)));
        assert_eq!(beside.width(), plain.width() + 6);
        let length = |vector: &[(u32, f32)]| vector.iter().map(|(_, v)| v * v).sum::<f32>();
        let features = beside.features(&texts[0]);
        assert!((length(&features.vector) - 1.0 - NEAR).abs() < 1e-4);
        assert!((length(&features.words) - 1.0).abs() < 1e-4);
        assert!(features.vector.is_sorted_by(|a, b| a.0 < b.0));
        let foreign = ["riunione"];
        assert!(beside.features(&foreign).reach > plain.features(&foreign).reach);
    }
}
