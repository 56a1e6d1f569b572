//! How well a text matches a term: BM25, and bags of terms to weigh short texts by it.

/// How soon more of the same word says no more, and how much a long text is held back. Measured on all search sets: any B
/// from 0.8 to 0.9 does as well.
const K: f32 = 1.2;
const B: f32 = 0.85;

/// How rare a term is that `with` of `all` texts have.
pub(super) fn idf(with: u32, all: usize) -> f32 {
    let (with, all) = (with as f32, all as f32);
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
}

/// How much a text of `length` terms is held back, where texts have `usual` terms on average.
pub(super) fn held_back(length: usize, usual: f32) -> f32 {
    K * (1.0 - B + B * length as f32 / usual)
}

/// What a term that occurs `n` times gives to a text that is [`held_back`] so far.
pub(super) fn bm25(idf: f32, n: f32, held_back: f32) -> f32 {
    idf * (K + 1.0) * n / (n + held_back)
}

/// The terms of a text: each once, ascending, with how often it occurs.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    counts: Box<[(u32, u32)]>,
    length: usize,
}

impl Terms {
    /// Counts terms.
    pub fn count(mut all: Vec<u32>) -> Self {
        let length = all.len();
        all.sort_unstable();
        Self { counts: all.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32)).collect(), length }
    }

    /// How often a term occurs.
    pub fn occurs(&self, term: u32) -> u32 {
        self.counts.binary_search_by_key(&term, |&(id, _)| id).map_or(0, |at| self.counts[at].1)
    }

    /// BM25 of (term, idf) pairs, where texts have `usual` terms on average.
    pub fn bm25(&self, asked: impl Iterator<Item = (u32, f32)>, usual: f32) -> f32 {
        let held_back = held_back(self.length, usual);
        asked.map(|(term, idf)| bm25(idf, self.occurs(term) as f32, held_back)).sum()
    }

    /// How much of the text a question asks for, in weight: that of the `asked` terms, times their share of all. A text that
    /// is asked for as a whole counts more than one that also speaks of other things.
    pub fn asked_for(&self, weight: impl Fn(u32) -> f32, asked: impl Fn(u32) -> bool) -> f32 {
        let (mut all, mut found) = (0.0, 0.0);
        for &(term, _) in &self.counts {
            let weight = weight(term);
            all += weight;
            found += if asked(term) { weight } else { 0.0 };
        }
        if all > 0.0 { found * found / all } else { 0.0 }
    }

    /// Each term once, with how often it occurs.
    pub fn counts(&self) -> &[(u32, u32)] {
        &self.counts
    }

    /// How many terms there are, repetitions counted.
    pub fn length(&self) -> usize {
        self.length
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        8 * self.counts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_terms_and_short_texts_weigh_more() {
        let terms = Terms::count(vec![7, 3, 7]);
        assert_eq!((terms.occurs(7), terms.occurs(3), terms.occurs(1), terms.length()), (2, 1, 0, 3));
        assert!(idf(1, 100) > idf(50, 100) && idf(100, 100) > 0.0);
        let asked = || [(7, 2.0)].into_iter();
        assert!(terms.bm25(asked(), 3.0) > Terms::count(vec![7]).bm25(asked(), 1.0));
        assert!(terms.bm25(asked(), 30.0) > terms.bm25(asked(), 3.0));
        assert!(terms.bm25([(1, 9.0)].into_iter(), 3.0).abs() < f32::EPSILON);
    }

    #[test]
    fn a_text_that_is_asked_for_as_a_whole_counts_more() {
        let asked_for = |terms: Vec<u32>| Terms::count(terms).asked_for(|term| term as f32, |term| term <= 3);
        assert_eq!(asked_for(vec![1, 3, 3]), 4.0);
        assert_eq!(asked_for(vec![1, 3, 12]), 1.0);
        assert_eq!((asked_for(vec![5]), asked_for(vec![])), (0.0, 0.0));
    }
}
