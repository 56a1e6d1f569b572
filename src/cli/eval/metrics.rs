//! The figures, as their definitions say.

use std::collections::{BTreeMap, HashMap};

/// The share of `hits` among all; none when there are none.
pub(super) fn share(hits: impl Iterator<Item = bool>) -> Option<f64> {
    let (mut right, mut all) = (0_usize, 0_usize);
    for hit in hits {
        right += usize::from(hit);
        all += 1;
    }
    (all > 0).then(|| right as f64 / all as f64)
}

/// The mean F1 of the labels that are true at least once, from (truth, guess) pairs.
pub(super) fn macro_f1(pairs: &[(&str, &str)]) -> Option<f64> {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for &(truth, guess) in pairs {
        counts.entry(truth).or_default()[1] += 1;
        counts.entry(guess).or_default()[2] += 1;
        counts.entry(truth).or_default()[0] += usize::from(truth == guess);
    }
    let scores: Vec<f64> = counts
        .values()
        .filter(|c| c[1] > 0)
        .map(|&[right, truths, guesses]| 2.0 * right as f64 / (truths + guesses) as f64)
        .collect();
    (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
}

/// The probability that a random member of `high` scores above a random member of `low`; ties count half.
pub(super) fn auroc(high: &[f32], low: &[f32]) -> Option<f64> {
    if high.is_empty() || low.is_empty() {
        return None;
    }
    let mut low = low.to_vec();
    low.sort_unstable_by(f32::total_cmp);
    let wins = |h: &f32| {
        let below = low.partition_point(|l| l < h);
        let tied = low.partition_point(|l| l <= h) - below;
        below as f64 + tied as f64 / 2.0
    };
    Some(high.iter().map(wins).sum::<f64>() / (high.len() as f64 * low.len() as f64))
}

/// The share of `low` that is rejected by the threshold that keeps `keep` of `high`.
pub(super) fn rejected_at(high: &[f32], low: &[f32], keep: f64) -> Option<f64> {
    let mut high = high.to_vec();
    high.sort_unstable_by(f32::total_cmp);
    let lost = ((1.0 - keep) * high.len() as f64).floor() as usize;
    let threshold = *high.get(lost)?;
    share(low.iter().map(|&l| l < threshold))
}

/// The expected calibration error over 15 bins, from (probability, right) pairs.
pub(super) fn ece(pairs: &[(f32, bool)]) -> Option<f64> {
    const BINS: usize = 15;
    let mut bins = [(0.0_f64, 0.0_f64); BINS];
    for &(probability, right) in pairs {
        let bin = ((probability * BINS as f32) as usize).min(BINS - 1);
        bins[bin].0 += f64::from(probability);
        bins[bin].1 += f64::from(u8::from(right));
    }
    let gap: f64 = bins.iter().map(|(promised, kept)| (promised - kept).abs()).sum();
    (!pairs.is_empty()).then(|| gap / pairs.len() as f64)
}

/// The standard deviation of values that are a sample; one alone has none.
pub(super) fn spread(values: &[f64]) -> Option<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (values.len() > 1).then(|| (squares / (values.len() - 1) as f64).sqrt())
}

/// The share of the relevant articles among the first `k`.
pub(super) fn recall(found: &[&str], relevant: &HashMap<&str, f64>, k: usize) -> f64 {
    let hits = found.iter().take(k).filter(|id| relevant.contains_key(**id)).count();
    hits as f64 / relevant.len().max(1) as f64
}

/// One over the rank of the first relevant article among the first `k`; 0 when there is none.
pub(super) fn reciprocal_rank(found: &[&str], relevant: &HashMap<&str, f64>, k: usize) -> f64 {
    let rank = found.iter().take(k).position(|id| relevant.contains_key(*id));
    rank.map_or(0.0, |at| 1.0 / (at + 1) as f64)
}

/// The discounted gain of the first `k`, of the best possible one.
pub(super) fn ndcg(found: &[&str], relevant: &HashMap<&str, f64>, k: usize) -> f64 {
    let gain = |(at, relevance): (usize, f64)| (relevance.exp2() - 1.0) / ((at + 2) as f64).log2();
    let got: f64 = found.iter().take(k).map(|id| relevant.get(*id).copied().unwrap_or(0.0)).enumerate().map(gain).sum();
    let mut ideal: Vec<f64> = relevant.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.total_cmp(a));
    let best: f64 = ideal.into_iter().take(k).enumerate().map(gain).sum();
    if best > 0.0 { got / best } else { 0.0 }
}

/// The value that a share of the values does not exceed.
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(at.clamp(1, sorted.len().max(1)) - 1).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: Option<f64>, b: f64) -> bool {
        a.is_some_and(|a| (a - b).abs() < 1e-9)
    }

    #[test]
    fn shares_and_f1() {
        assert!(near(share([true, false, true, true].into_iter()), 0.75));
        assert!(share(std::iter::empty()).is_none());
        // a: precision 1/2, recall 1; b: precision 1, recall 1/2. `c` is only guessed and does not count.
        let pairs = [("a", "a"), ("b", "a"), ("b", "b")];
        assert!(near(macro_f1(&pairs), 2.0 / 3.0));
        assert!(near(macro_f1(&[("a", "c"), ("a", "a")]), 2.0 / 3.0));
    }

    #[test]
    fn one_value_has_no_spread() {
        assert!(near(spread(&[1.0, 3.0]), 2.0_f64.sqrt()));
        assert!(spread(&[1.0]).is_none() && spread(&[]).is_none());
    }

    #[test]
    fn ranking_of_what_is_known_and_unknown() {
        assert!(near(auroc(&[0.9, 0.8], &[0.1, 0.8]), 0.875));
        assert!(auroc(&[], &[0.1]).is_none());
        let high: Vec<f32> = (0..100).map(|i| i as f32).collect();
        assert!(near(rejected_at(&high, &[1.0, 4.9, 5.0, 70.0], 0.95), 0.5));
    }

    #[test]
    fn calibration_compares_promise_and_outcome() {
        assert!(near(ece(&[(0.5, true), (0.5, false)]), 0.0));
        assert!(near(ece(&[(1.0, false)]), 1.0));
        assert!(ece(&[]).is_none());
    }

    #[test]
    fn ranks() {
        let relevant = HashMap::from([("x", 1.0), ("y", 1.0)]);
        let found = ["a", "x", "b"];
        assert!((recall(&found, &relevant, 1)).abs() < 1e-9);
        assert!((recall(&found, &relevant, 3) - 0.5).abs() < 1e-9);
        assert!((reciprocal_rank(&found, &relevant, 10) - 0.5).abs() < 1e-9);
        let best = 1.0 + 1.0 / 3_f64.log2();
        assert!((ndcg(&found, &relevant, 10) - 1.0 / 3_f64.log2() / best).abs() < 1e-9);
        assert!((quantile(&[1.0, 2.0, 3.0, 4.0], 0.5) - 2.0).abs() < 1e-9);
        assert!(quantile(&[], 0.5).abs() < 1e-9);
    }
}
