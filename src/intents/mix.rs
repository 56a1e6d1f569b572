//! How much each of the machines counts: chosen by what they say about texts that they have not seen.

use rayon::prelude::*;

use super::calibrate::{loss, sharpness};

/// How many machines there are.
pub(super) const MACHINES: usize = 3;
/// More held-out texts than this say the same.
const ENOUGH: usize = 1_500;

/// The shares of the machines: the vector machines' on words and meaning together, the softmax's on the words, the
/// softmax's on the meaning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mix(pub [f32; MACHINES]);

impl Mix {
    /// The scores of the classes, from the scores that each machine gives them.
    pub fn scores(self, votes: &[Vec<f32>; MACHINES]) -> Vec<f32> {
        let [joint, words, meaning] = votes;
        let of_class = |((j, w), m): ((&f32, &f32), &f32)| self.0[0] * j + self.0[1] * w + self.0[2] * m;
        joint.iter().zip(words).zip(meaning).map(of_class).collect()
    }

    /// The mix that makes the true classes likeliest. `votes` beyond the first `classes` are not looked at.
    pub fn choose(held: &[(&[Vec<f32>; MACHINES], u32)], classes: usize) -> Self {
        let step = held.len().div_ceil(ENOUGH).max(1);
        let chosen: Vec<_> = held.iter().step_by(step).collect();
        let judge = |mix: Self| {
            let scores: Vec<(Vec<f32>, u32)> =
                chosen.iter().map(|(votes, label)| (mix.scores(votes), *label)).collect();
            let rows: Vec<(&[f32], u32)> = scores.iter().map(|(s, label)| (&s[..classes], *label)).collect();
            loss(&rows, sharpness(&rows))
        };
        let judged: Vec<(f64, Self)> = CANDIDATES.into_par_iter().map(|mix| (judge(mix), mix)).collect();
        judged.into_iter().reduce(|best, next| if next.0 < best.0 { next } else { best }).map_or(EVEN, |best| best.1)
    }
}

/// What stands where there is nothing to choose by, and goes before another that is as good.
const EVEN: Mix = Mix([1.0, 0.2, 0.2]);

/// All of them keep some meaning: it pays most on words that no training has shown, of which held-out texts of one
/// author have few. (The scores of the softmaxes are about five times as large as those of the vector machines.)
const CANDIDATES: [Mix; 4] = [EVEN, Mix([1.0, 0.4, 0.4]), Mix([0.5, 0.4, 0.4]), Mix([0.0, 1.0, 1.0])];

#[cfg(test)]
mod tests {
    use super::*;

    fn votes(joint: [f32; 2], words: [f32; 2], meaning: [f32; 2]) -> [Vec<f32>; MACHINES] {
        [joint, words, meaning].map(|scores| scores.to_vec())
    }

    #[test]
    fn scores_are_weighted_sums() {
        let scores = Mix([1.0, 0.5, 2.0]).scores(&votes([1.0, 0.0], [0.0, 4.0], [3.0, -1.0]));
        assert_eq!(scores, [7.0, 0.0]);
    }

    #[test]
    fn who_is_right_counts_more() {
        let joint_is_right = votes([2.0, -2.0], [-1.0, 1.0], [-1.0, 1.0]);
        let softmax_is_right = votes([-2.0, 2.0], [1.0, -1.0], [1.0, -1.0]);
        let only_softmax = Mix([0.0, 1.0, 1.0]);
        assert_ne!(Mix::choose(&[(&joint_is_right, 0); 9], 2), only_softmax);
        assert_eq!(Mix::choose(&[(&softmax_is_right, 0); 9], 2), only_softmax);
        assert_eq!(Mix::choose(&[], 2), EVEN);
    }
}
