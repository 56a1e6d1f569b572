//! Whether an article speaks of what a word of the question means, where it does not have the word itself.

use crate::vectors::{Matrix, Probe, Sketches, Vectors};

use super::fusion::{best_of, sifted};

/// Words whose cosine is no more than the first have nothing to do with each other; from the second on they say the same.
/// Between any two words it is about 0.
const STRANGE: f32 = 0.45;
const SAME: f32 = 0.75;

/// So many stems at most are what a word of another language may be called here, and so many of those with the most alike
/// signs are compared with it in full. Measured: two to five do as well.
const ALIKE: usize = 3;
const SIFTED: usize = 64;

/// What the stems of a shelf mean, stem by stem.
pub(super) struct Senses {
    rows: Matrix,
    sketches: Sketches,
}

impl Senses {
    /// From pairs of a stem's number and a word that has it. A stem means what the most frequent of its words means.
    pub fn of<'a>(stems: usize, words: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let vectors = Vectors::embedded();
        let mut ranks: Vec<Option<u32>> = vec![None; stems];
        for (stem, word) in words {
            let known = &mut ranks[stem as usize];
            *known = [*known, vectors.rank(word)].into_iter().flatten().min();
        }
        let (mut rows, mut sketches) = (vectors.matrix(), Sketches::new(vectors.dims()));
        for rank in ranks {
            let sense = rank.and_then(|rank| vectors.word(rank));
            rows.push(sense.as_ref());
            sketches.push(sense.as_ref());
        }
        Self { rows, sketches }
    }

    /// How far a word is covered by the nearest of some stems: from 0 to 1.
    pub fn likeness(&self, word: &Probe, stems: impl Iterator<Item = u32>) -> f32 {
        let cosines = self.rows.scores_of(stems.map(|stem| stem as usize), word);
        covered(cosines.into_iter().fold(0.0, f32::max))
    }

    /// The stem that covers a word best, if one of them does at all, with how far.
    pub fn nearest(&self, word: &Probe, stems: &[u32]) -> Option<(u32, f32)> {
        let cosines = self.rows.scores_of(stems.iter().map(|&stem| stem as usize), word);
        let (stem, cosine) = stems.iter().copied().zip(cosines).max_by(|(_, a), (_, b)| a.total_cmp(b))?;
        Some((stem, covered(cosine))).filter(|&(_, covered)| covered > 0.0)
    }

    /// What a word of another language is called here: the stems that cover it best, with what part of it each stands for.
    /// The parts of one that is hardly understood don't add up to a whole.
    pub fn alike(&self, word: &Probe) -> Vec<(u32, f32)> {
        let likely = sifted(&self.sketches.distances(word), SIFTED, |_| true);
        let cosines = self.rows.scores_of(likely.iter().copied(), word);
        let mut found = best_of(likely.into_iter().zip(cosines.into_iter().map(covered)), ALIKE, |_| true);
        found.retain(|&(_, covered)| covered > 0.0);
        let all = found.iter().map(|&(_, covered)| covered).sum::<f32>().max(1.0);
        found.into_iter().map(|(stem, covered)| (stem as u32, covered / all)).collect()
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.rows.bytes() + self.sketches.bytes()
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

    #[test]
    fn a_word_of_another_language_has_its_names_here() {
        let words = ["cancel", "weather", "phone", "telephone", "zzyzx"];
        let senses = Senses::of(words.len(), (0..).zip(words));
        let stems =
            |word: &str| senses.alike(&sense(word).unwrap()).into_iter().map(|(stem, _)| stem).collect::<Vec<_>>();
        assert_eq!((stems("cancelar"), stems("tiempo").contains(&0)), (vec![0], false));
        let phones = senses.alike(&sense("telefono").unwrap());
        assert!(phones.len() == 2 && phones.iter().all(|&(stem, _)| stem == 2 || stem == 3), "{phones:?}");
        assert!(phones.iter().map(|&(_, part)| part).sum::<f32>() <= 1.001, "{phones:?}");
    }
}
