//! From scores to probabilities that mean what they say: a softmax whose sharpness is fitted on held-out scores.

use rayon::prelude::*;

use super::lanes::{LANES, each, exp, highest, sum};

/// How often the range of the sharpness is halved: to a part in two thousand.
const HALVINGS: usize = 14;
/// Rows that are worth a core.
const ROWS_AT_ONCE: usize = 256;

/// The sharpness that makes held-out classes likeliest; each row is the scores and the true class.
pub(super) fn sharpness(rows: &[(&[f32], u32)]) -> f32 {
    // The loss has one minimum along this line: halve a logarithmic scale towards it.
    let (mut low, mut high) = (-1.5_f32, 4.5_f32);
    if rows.is_empty() {
        return 4.0;
    }
    for _ in 0..HALVINGS {
        let middle = f32::midpoint(low, high);
        if slope(rows, middle.exp()) > 0.0 { high = middle } else { low = middle }
    }
    f32::midpoint(low, high).exp()
}

/// The likeliest classes with their probabilities, best first.
pub(super) fn probabilities(scores: &[f32], sharpness: f32, top: usize) -> Vec<(usize, f32)> {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = scores.iter().map(|s| ((s - highest) * sharpness).exp()).sum();
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    order.truncate(top);
    order.into_iter().map(|class| (class, ((scores[class] - highest) * sharpness).exp() / sum)).collect()
}

/// The log loss against smoothed truths: a few rows without a mistake don't mean that there never will be one.
pub(super) fn loss(rows: &[(&[f32], u32)], sharpness: f32) -> f64 {
    summed(rows, |scores, expected, highest| {
        let mut sums = [0.0; LANES];
        each(scores, |lane, score| sums[lane] += exp((score - highest) * sharpness));
        sums.iter().sum::<f32>().ln() - (expected - highest) * sharpness
    })
}

/// How the loss grows with the sharpness.
fn slope(rows: &[(&[f32], u32)], sharpness: f32) -> f64 {
    summed(rows, |scores, expected, highest| {
        let (mut sums, mut moved) = ([0.0; LANES], [0.0; LANES]);
        each(scores, |lane, score| {
            let likely = exp((score - highest) * sharpness);
            sums[lane] += likely;
            moved[lane] += likely * (score - highest);
        });
        moved.iter().sum::<f32>() / sums.iter().sum::<f32>() - (expected - highest)
    })
}

/// Adds up what rows give, from their scores, the score that is expected of the smoothed truth, and the highest.
fn summed(rows: &[(&[f32], u32)], of: impl Fn(&[f32], f32, f32) -> f32 + Sync) -> f64 {
    let doubt = 1.0 / (rows.len() as f32 + 2.0);
    let row = |&(scores, truth): &(&[f32], u32)| {
        let highest = highest(scores);
        let mean = sum(scores) / scores.len() as f32;
        let expected = scores[truth as usize] * (1.0 - doubt) + mean * doubt;
        of(scores, expected, highest)
    };
    // One after the other, so that the number of threads changes no sum.
    let all: Vec<f32> = rows.par_iter().with_min_len(ROWS_AT_ONCE).map(row).collect();
    all.into_iter().map(f64::from).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_match_how_often_the_scores_are_right() {
        // The first class wins by 1.0 and is right three times out of four: its probability should be 3/4.
        let scores = [1.0, 0.0];
        let rows: Vec<(&[f32], u32)> = (0..100).map(|i| (&scores[..], u32::from(i % 4 == 0))).collect();
        let ranked = probabilities(&scores, sharpness(&rows), 5);
        assert_eq!(ranked[0].0, 0);
        assert!((ranked[0].1 - 0.75).abs() < 0.01, "{ranked:?}");
        assert!((ranked[0].1 + ranked[1].1 - 1.0).abs() < 1e-5);
    }

    #[test]
    fn the_sharpness_is_where_the_loss_is_least() {
        let scores = [[0.9, 0.1, -0.3], [0.2, 0.4, 0.1], [-0.5, 0.3, 0.6], [0.7, 0.6, -0.9]];
        let rows: Vec<(&[f32], u32)> = scores.iter().map(|s| &s[..]).zip([0, 1, 2, 1]).collect();
        let best = sharpness(&rows);
        for other in [best * 0.98, best * 1.02] {
            assert!(loss(&rows, best) < loss(&rows, other), "{best} {other}");
        }
    }

    #[test]
    fn a_few_rows_without_a_mistake_leave_a_doubt() {
        let scores = [1.0, -1.0];
        let rows: Vec<(&[f32], u32)> = (0..20).map(|_| (&scores[..], 0)).collect();
        let ranked = probabilities(&scores, sharpness(&rows), 5);
        assert!((0.9..0.99).contains(&ranked[0].1), "{ranked:?}");
    }
}
