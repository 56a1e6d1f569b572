//! Words and meaning, weighed together: which of the articles that either of them found is the best.

use crate::vectors::{Embedding, Probe};

use super::meaning::Meanings;

/// So many of the articles whose sketches come nearest to the question's are compared with it in full.
const SIFTED: usize = 256;

/// How much meaning counts beside words, in the visitor's own language, and in another one, whose words are only guessed.
/// Measured on all search sets.
const MEANING: f32 = 0.2;
const GUEST_MEANING: f32 = 0.5;

/// An article that may be found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Candidate {
    /// Its place on the shelf.
    pub at: usize,
    /// How well its words match: any number from 0.
    pub words: f32,
    /// How near its meaning comes: a cosine.
    pub meaning: f32,
    /// Both together.
    pub score: f32,
    /// Its best passage.
    pub cut: Option<usize>,
}

/// How words and meaning are weighed for one question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Balance {
    /// The share of the meaning.
    share: f32,
    /// How near just any article comes to the question.
    usual: f32,
}

impl Balance {
    /// For a question whose words are no visitor's here, or are; `near` is `None` where nothing of it is understood.
    pub fn of(guest: bool, near: Option<&Near<'_>>) -> Self {
        let share = if guest { GUEST_MEANING } else { MEANING };
        near.map_or(Self { share: 0.0, usual: 0.0 }, |near| Self { share, usual: near.usual })
    }

    /// Weighs the candidates against each other and brings the best to the front. Each of the two is 1 for the candidate that
    /// is best in it.
    pub fn rank(self, candidates: &mut [Candidate]) {
        let most_words = candidates.iter().map(|c| c.words).fold(0.0, f32::max);
        let nearest = candidates.iter().map(|c| c.meaning).fold(self.usual, f32::max);
        for candidate in &mut *candidates {
            candidate.score = self.score(candidate.words, most_words, candidate.meaning, nearest);
        }
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.at.cmp(&b.at)));
    }

    /// The best of an article's passages.
    pub fn best_passage(self, words: &[f32], meanings: &[f32]) -> Option<usize> {
        let most = words.iter().copied().fold(0.0, f32::max);
        let nearest = meanings.iter().copied().fold(self.usual, f32::max);
        let scores = words.iter().zip(meanings).map(|(&words, &meaning)| self.score(words, most, meaning, nearest));
        best_of(scores.enumerate(), 1, |_| true).first().map(|&(at, _)| at)
    }

    fn score(self, words: f32, most: f32, meaning: f32, nearest: f32) -> f32 {
        let meaning = part(meaning - self.usual, nearest - self.usual);
        (1.0 - self.share) * part(words, most) + self.share * meaning
    }
}

fn part(of: f32, whole: f32) -> f32 {
    if whole > 0.0 { of / whole } else { 0.0 }
}

/// The `k` best of some places by their scores, ties by their order. Whether a place is allowed is asked only where it would
/// be among the best, and before it is.
pub(super) fn best_of(
    scores: impl Iterator<Item = (usize, f32)>,
    k: usize,
    allowed: impl Fn(usize) -> bool,
) -> Vec<(usize, f32)> {
    let mut best: Vec<(usize, f32)> = Vec::with_capacity(k + 1);
    for (at, score) in scores {
        let worse = best.len() == k && best.last().is_none_or(|&(_, least)| score <= least);
        if worse || !allowed(at) {
            continue;
        }
        best.insert(best.partition_point(|&(_, other)| other >= score), (at, score));
        best.truncate(k);
    }
    best
}

/// What a question means, beside what the articles mean.
pub(super) struct Near<'a> {
    meanings: &'a Meanings,
    pub probe: Probe,
    /// How near just any article comes to the question.
    usual: f32,
}

impl<'a> Near<'a> {
    pub fn to(meanings: &'a Meanings, question: &Embedding) -> Self {
        Self { meanings, probe: Probe::from(question), usual: meanings.usual(question) }
    }

    /// The `k` nearest of the allowed articles.
    pub fn best(&self, k: usize, allowed: impl Fn(usize) -> bool) -> Vec<usize> {
        let distances = self.meanings.distances(&self.probe);
        let likely = sifted(&distances, SIFTED.max(k), allowed);
        let cosines = self.meanings.coarse(&likely, &self.probe);
        best_of(likely.iter().copied().zip(cosines), k, |_| true).into_iter().map(|(at, _)| at).collect()
    }

    /// How near some articles come: cosines.
    pub fn cosines(&self, articles: &[usize]) -> Vec<f32> {
        self.meanings.coarse(articles, &self.probe)
    }
}

/// At least `enough` of the allowed places with the smallest distances, in their order; all where there are no more.
pub(super) fn sifted(distances: &[u32], enough: usize, allowed: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut wanted = enough;
    loop {
        let limit = limit(distances, wanted);
        let near = distances.iter().enumerate().filter(|&(_, &distance)| distance <= limit).map(|(at, _)| at);
        let kept: Vec<usize> = near.filter(|&at| allowed(at)).collect();
        if kept.len() >= enough || wanted >= distances.len() {
            return kept;
        }
        wanted *= 4;
    }
}

/// The distance that at least so many stay within.
fn limit(distances: &[u32], wanted: usize) -> u32 {
    let most = distances.iter().copied().max().unwrap_or_default();
    let mut counts = vec![0_usize; most as usize + 1];
    distances.iter().for_each(|&distance| counts[distance as usize] += 1);
    let mut within = 0;
    let reached = |count: usize| {
        within += count;
        within >= wanted
    };
    counts.into_iter().position(reached).map_or(most, |distance| distance as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(at: usize, words: f32, meaning: f32) -> Candidate {
        Candidate { at, words, meaning, ..Candidate::default() }
    }

    fn order(balance: Balance, mut candidates: Vec<Candidate>) -> Vec<usize> {
        balance.rank(&mut candidates);
        candidates.into_iter().map(|c| c.at).collect()
    }

    #[test]
    fn words_lead_in_the_own_language_and_meaning_in_another() {
        let balance = |share| Balance { share, usual: 0.3 };
        let candidates = || vec![candidate(0, 9.0, 0.35), candidate(1, 5.0, 0.5), candidate(2, 0.0, 0.3)];
        assert_eq!(order(balance(MEANING), candidates()), [0, 1, 2]);
        assert_eq!(order(balance(GUEST_MEANING), candidates()), [1, 0, 2]);
        assert_eq!(order(Balance::of(true, None), candidates()), [0, 1, 2]);
    }

    #[test]
    fn without_words_and_without_meaning_the_first_stays_first() {
        assert_eq!(order(Balance::of(false, None), vec![candidate(1, 0.0, 0.0), candidate(0, 0.0, 0.0)]), [0, 1]);
        assert_eq!(Balance::of(false, None).best_passage(&[], &[]), None);
        assert_eq!(Balance::of(false, None).best_passage(&[1.0, 3.0], &[0.0, 0.0]), Some(1));
    }

    #[test]
    fn the_best_of_the_allowed() {
        let scores = || [0.1, 0.5, 0.3, 0.5].into_iter().enumerate();
        let best = |k, allowed: fn(usize) -> bool| {
            best_of(scores(), k, allowed).into_iter().map(|(at, _)| at).collect::<Vec<_>>()
        };
        assert_eq!(best(3, |_| true), [1, 3, 2]);
        assert_eq!(best(2, |at| at != 1), [3, 2]);
        assert!(best(0, |_| true).is_empty());
    }

    #[test]
    fn the_likeliest_are_sifted_from_the_allowed() {
        let distances: Vec<u32> = (0..1000).map(|at| 1000 - at).collect();
        assert_eq!(sifted(&distances, 3, |_| true), [997, 998, 999]);
        // However many that are not allowed lie nearer, as many allowed ones are found as without them.
        assert_eq!(
            sifted(&distances, 3, |at| at < 500)[..].iter().rev().take(3).collect::<Vec<_>>(),
            [&499, &498, &497]
        );
        assert_eq!(sifted(&distances, 3, |at| at == 0), [0]);
        assert_eq!(sifted(&distances, 5000, |_| true).len(), 1000);
        assert!(sifted(&[], 3, |_| true).is_empty());
    }
}
