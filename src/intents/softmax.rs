//! Multinomial logistic regression by stochastic gradient descent: for small sets, where every example counts in every
//! class.

use std::mem;

use pulp::{Arch, Simd, WithSimd};

use super::matrix::{Matrix, Row};

/// The length of a step for rows of length one; longer rows are stable with shorter ones only.
const RATE: f32 = 4.0;
/// An example with less than this much wrong is known: nothing is learned from it, and the next pass leaves it out. Most
/// examples soon are, and a third of the time goes with them; accuracy is the same or a little better.
const KNOWN: f32 = 0.1;

/// How to train.
#[derive(Clone, Copy, Debug)]
pub(super) struct Descent {
    /// What a mistake costs, against the size of the weights.
    pub cost: f32,
    /// How often the examples are gone through.
    pub passes: usize,
}

/// Trains one machine a class.
pub(super) fn train(matrix: &Matrix, labels: &[u32], classes: usize, descent: Descent) -> Vec<Vec<f32>> {
    Arch::new().dispatch(Training { matrix, labels, classes, descent })
}

/// The training, compiled once for each width of registers. No sum depends on the width.
struct Training<'a> {
    matrix: &'a Matrix,
    labels: &'a [u32],
    classes: usize,
    descent: Descent,
}

impl WithSimd for Training<'_> {
    type Output = Vec<Vec<f32>>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Vec<Vec<f32>> {
        let Self { matrix, labels, classes, descent } = self;
        let mut machines = Machines::blank(simd, matrix.weights(), classes);
        let decay = 1.0 / (descent.cost * matrix.rows().max(1) as f32);
        // The weights stand multiplied by this, so that shrinking all of them is one multiplication.
        let mut scale = 1.0_f32;
        let mut errors = vec![0.0_f32; machines.stride];
        let mut step = 0_usize;
        let longest = (0..matrix.rows()).map(|row| matrix.square(row)).fold(1.0, f32::max);
        let mut known = vec![false; matrix.rows()];
        for pass in 0..descent.passes {
            let is_last = pass + 1 == descent.passes;
            // Half of the way at full speed, then slowing down to a halt.
            let left = 1.0 - pass as f32 / descent.passes as f32;
            let rate = RATE / longest * (2.0 * left).min(1.0);
            for (row, &label) in labels.iter().enumerate() {
                if mem::take(&mut known[row]) && !is_last {
                    continue;
                }
                let point = matrix.row(row);
                errors.fill(0.0);
                machines.score(point, matrix.dense_from(), &mut errors);
                to_errors(&mut errors[..classes], scale, label as usize);
                known[row] = errors[label as usize] > -KNOWN;
                if known[row] {
                    continue;
                }
                scale *= 1.0 - rate * decay;
                machines.learn(point, matrix.dense_from(), rate / scale, &errors);
                step += 1;
                if scale < 1e-3 || step.is_multiple_of(1 << 16) {
                    machines.weights.iter_mut().for_each(|w| *w *= scale);
                    scale = 1.0;
                }
            }
        }
        machines.unpack(matrix.weights(), scale)
    }
}

/// The weights, all classes of a column side by side, filled up with zeros to whole registers.
struct Machines<S> {
    simd: S,
    weights: Vec<f32>,
    classes: usize,
    stride: usize,
}

impl<S: Simd> Machines<S> {
    #[inline(always)]
    fn blank(simd: S, columns: usize, classes: usize) -> Self {
        let stride = classes.next_multiple_of(S::F32_LANES);
        Self { simd, weights: vec![0.0; columns * stride], classes, stride }
    }

    /// Adds up what a row says for each class.
    #[inline(always)]
    fn score(&self, row: Row<'_>, dense_from: usize, scores: &mut [f32]) {
        let (scores, _) = S::as_mut_simd_f32s(scores);
        for at in 0..row.columns.len() {
            let (value, weights) = (self.simd.splat_f32s(row.values[at]), self.column(row.columns[at] as usize));
            for (score, &weight) in scores.iter_mut().zip(weights) {
                *score = self.simd.add_f32s(*score, self.simd.mul_f32s(value, weight));
            }
        }
        // Two coordinates at a time: the scores are fetched and put back half as often.
        for at in (0..row.dense.len()).step_by(2) {
            let a = (self.simd.splat_f32s(row.dense[at].value()), self.column(dense_from + at));
            let b = match row.dense.get(at + 1) {
                Some(&next) => (self.simd.splat_f32s(next.value()), self.column(dense_from + at + 1)),
                None => (self.simd.splat_f32s(0.0), a.1),
            };
            for (lane, score) in scores.iter_mut().enumerate() {
                let both = self.simd.add_f32s(self.simd.mul_f32s(a.0, a.1[lane]), self.simd.mul_f32s(b.0, b.1[lane]));
                *score = self.simd.add_f32s(*score, both);
            }
        }
    }

    /// Moves the weights of a row's columns against its errors.
    #[inline(always)]
    fn learn(&mut self, row: Row<'_>, dense_from: usize, rate: f32, errors: &[f32]) {
        for at in 0..row.columns.len() {
            self.learn_column(row.columns[at] as usize, rate * row.values[at], errors);
        }
        for at in 0..row.dense.len() {
            self.learn_column(dense_from + at, rate * row.dense[at].value(), errors);
        }
    }

    #[inline(always)]
    fn learn_column(&mut self, column: usize, factor: f32, errors: &[f32]) {
        let simd = self.simd;
        let factor = simd.splat_f32s(factor);
        let (errors, _) = S::as_simd_f32s(errors);
        let (weights, _) = S::as_mut_simd_f32s(&mut self.weights[column * self.stride..][..self.stride]);
        for lane in 0..weights.len() {
            weights[lane] = simd.sub_f32s(weights[lane], simd.mul_f32s(factor, errors[lane]));
        }
    }

    #[inline(always)]
    fn column(&self, column: usize) -> &[S::f32s] {
        S::as_simd_f32s(&self.weights[column * self.stride..][..self.stride]).0
    }

    /// A machine a class.
    fn unpack(&self, columns: usize, scale: f32) -> Vec<Vec<f32>> {
        let machine = |class| (0..columns).map(|column| scale * self.weights[column * self.stride + class]).collect();
        (0..self.classes).map(machine).collect()
    }
}

/// Turns unscaled scores into probability less truth.
fn to_errors(scores: &mut [f32], scale: f32, truth: usize) {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = ((*score - highest) * scale).exp();
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
    scores[truth] -= 1.0;
}

#[cfg(test)]
mod tests {
    use super::super::features::Sparse;
    use super::super::matrix::Point;
    use super::*;

    fn problem() -> (Matrix, Vec<u32>) {
        let rows: Vec<Sparse> = (0..60).map(|i| vec![(i % 3, 0.9), (3 + i % 4, 0.4)]).collect();
        (Matrix::pack(rows.iter().map(Point::from), 7, 0), (0..60).map(|i| i % 3).collect())
    }

    #[test]
    fn it_learns_what_decides() {
        let (matrix, labels) = problem();
        let machines = train(&matrix, &labels, 3, Descent { cost: 100.0, passes: 20 });
        let best = |column: usize| (0..3).max_by(|&a, &b| machines[a][column].total_cmp(&machines[b][column]));
        assert_eq!([best(0), best(1), best(2)], [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn the_weights_of_a_column_sum_to_zero_and_repeat_for_a_seed() {
        let (matrix, labels) = problem();
        let descent = Descent { cost: 1.0, passes: 8 };
        let machines = train(&matrix, &labels, 3, descent);
        for column in 0..8 {
            assert!(machines.iter().map(|m| m[column]).sum::<f32>().abs() < 1e-3);
        }
        assert_eq!(machines, train(&matrix, &labels, 3, descent));
    }
}
