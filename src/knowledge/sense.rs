//! Whether an article speaks of what a word of the question means, where it does not have the word itself.

use crate::vectors::{Matrix, Probe, Vectors};

/// Words whose cosine is no more than the first have nothing to do with each other; from the second on they say the same.
/// Between any two words it is about 0.
const STRANGE: f32 = 0.45;
const SAME: f32 = 0.75;

/// What the stems of a shelf mean, stem by stem.
pub(super) struct Senses(Matrix);

impl Senses {
    /// From pairs of a stem's number and a word that has it. A stem means what the most frequent of its words means.
    pub fn of<'a>(stems: usize, words: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let vectors = Vectors::embedded();
        let mut ranks: Vec<Option<u32>> = vec![None; stems];
        for (stem, word) in words {
            let known = &mut ranks[stem as usize];
            *known = [*known, vectors.rank(word)].into_iter().flatten().min();
        }
        let mut matrix = vectors.matrix();
        ranks.into_iter().for_each(|rank| matrix.push(rank.and_then(|rank| vectors.word(rank)).as_ref()));
        Self(matrix)
    }

    /// How far a word is covered by the nearest of some stems: from 0 to 1.
    pub fn likeness(&self, word: &Probe, stems: impl Iterator<Item = u32>) -> f32 {
        let cosines = self.0.scores_of(stems.map(|stem| stem as usize), word);
        covered(cosines.into_iter().fold(0.0, f32::max))
    }

    /// The stem that covers a word best, if one of them does at all, with how far.
    pub fn nearest(&self, word: &Probe, stems: &[u32]) -> Option<(u32, f32)> {
        let cosines = self.0.scores_of(stems.iter().map(|&stem| stem as usize), word);
        let (stem, cosine) = stems.iter().copied().zip(cosines).max_by(|(_, a), (_, b)| a.total_cmp(b))?;
        Some((stem, covered(cosine))).filter(|&(_, covered)| covered > 0.0)
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.0.bytes()
    }
}

fn covered(cosine: f32) -> f32 {
    ((cosine - STRANGE) / (SAME - STRANGE)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::meaning::sense;
    use super::*;

    #[test]
    fn a_word_is_covered_by_one_that_means_the_like() {
        let senses = Senses::of(3, [(0, "cancel"), (0, "cancelling"), (1, "weather"), (2, "zzyzx")].into_iter());
        let likeness = |word: &str, stems: &[u32]| senses.likeness(&sense(word).unwrap(), stems.iter().copied());
        assert!(likeness("cancelar", &[0, 1, 2]) > 0.8);
        assert!(likeness("cancel", &[0]) > 0.99);
        assert!(likeness("cancelar", &[1, 2]) < 0.1);
        assert!(likeness("cancelar", &[]) < 0.1);
        let nearest = senses.nearest(&sense("cancelar").unwrap(), &[2, 1, 0]);
        assert!(nearest.is_some_and(|(stem, covered)| stem == 0 && covered > 0.8), "{nearest:?}");
        assert_eq!(senses.nearest(&sense("cancelar").unwrap(), &[1, 2]), None);
    }
}
