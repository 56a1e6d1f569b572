//! Words and meaning, weighed together: which of the articles that either of them found is the best.

use crate::vectors::Probe;

use super::meaning::Meanings;

/// How much meaning counts beside words, in the visitor's own language, and in another one, with which the question
/// shares few words. Measured on all search sets.
const MEANING: f32 = 0.2;
const GUEST_MEANING: f32 = 0.7;

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
    pub fn of(guest: bool, near: Option<&Near>) -> Self {
        let share = if guest { GUEST_MEANING } else { MEANING };
        near.map_or(Self { share: 0.0, usual: 0.0 }, |near| Self { share, usual: near.usual })
    }

    /// Weighs the candidates against each other and brings the best to the front. Each of the two is 1 for the candidate that
    /// is best in it.
    pub fn rank(self, candidates: &mut [Candidate]) {
        let most_words = candidates.iter().map(|c| c.words).fold(0.0, f32::max);
        let nearest = candidates.iter().map(|c| c.meaning).fold(self.usual, f32::max);
        for candidate in &mut *candidates {
            let words = part(candidate.words, most_words);
            let meaning = part(candidate.meaning - self.usual, nearest - self.usual);
            candidate.score = (1.0 - self.share) * words + self.share * meaning;
        }
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.at.cmp(&b.at)));
    }

    /// The best of an article's passages.
    pub fn best_passage(self, words: &[f32], meanings: &[f32]) -> Option<usize> {
        let mut passages: Vec<Candidate> = words
            .iter()
            .zip(meanings)
            .enumerate()
            .map(|(at, (&words, &meaning))| Candidate { at, words, meaning, ..Candidate::default() })
            .collect();
        self.rank(&mut passages);
        passages.first().map(|best| best.at)
    }
}

fn part(of: f32, whole: f32) -> f32 {
    if whole > 0.0 { of / whole } else { 0.0 }
}

/// How near each article comes to a question.
pub(super) struct Near {
    /// The cosines, article by article.
    pub articles: Vec<f32>,
    /// Their mean.
    usual: f32,
}

impl Near {
    pub fn to(meanings: &Meanings, probe: &Probe) -> Self {
        let articles = meanings.coarse(probe);
        let usual = articles.iter().sum::<f32>() / articles.len().max(1) as f32;
        Self { articles, usual }
    }

    /// The `k` nearest of the allowed articles.
    pub fn best(&self, k: usize, allowed: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut best: Vec<(usize, f32)> = Vec::with_capacity(k + 1);
        for (at, &cosine) in self.articles.iter().enumerate() {
            let worse = best.len() == k && best.last().is_none_or(|&(_, least)| cosine <= least);
            if worse || !allowed(at) {
                continue;
            }
            best.insert(best.partition_point(|&(_, other)| other >= cosine), (at, cosine));
            best.truncate(k);
        }
        best.into_iter().map(|(at, _)| at).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(at: usize, words: f32, meaning: f32) -> Candidate {
        Candidate { at, words, meaning, ..Candidate::default() }
    }

    fn near(articles: &[f32]) -> Near {
        let usual = articles.iter().sum::<f32>() / articles.len() as f32;
        Near { articles: articles.to_vec(), usual }
    }

    fn order(balance: Balance, mut candidates: Vec<Candidate>) -> Vec<usize> {
        balance.rank(&mut candidates);
        candidates.into_iter().map(|c| c.at).collect()
    }

    #[test]
    fn words_lead_in_the_own_language_and_meaning_in_another() {
        let near = near(&[0.1, 0.5, 0.3]);
        let candidates = || vec![candidate(0, 9.0, 0.35), candidate(1, 5.0, 0.5), candidate(2, 0.0, 0.3)];
        assert_eq!(order(Balance::of(false, Some(&near)), candidates()), [0, 1, 2]);
        assert_eq!(order(Balance::of(true, Some(&near)), candidates()), [1, 0, 2]);
        assert_eq!(order(Balance::of(true, None), candidates()), [0, 1, 2]);
    }

    #[test]
    fn without_words_and_without_meaning_the_first_stays_first() {
        assert_eq!(order(Balance::of(false, None), vec![candidate(1, 0.0, 0.0), candidate(0, 0.0, 0.0)]), [0, 1]);
        assert_eq!(Balance::of(false, None).best_passage(&[], &[]), None);
        assert_eq!(Balance::of(false, None).best_passage(&[1.0, 3.0], &[0.0, 0.0]), Some(1));
    }

    #[test]
    fn the_nearest_of_the_allowed() {
        let near = near(&[0.1, 0.5, 0.3, 0.5]);
        assert_eq!(near.best(3, |_| true), [1, 3, 2]);
        assert_eq!(near.best(2, |at| at != 1), [3, 2]);
        assert!(near.best(0, |_| true).is_empty());
    }
}
