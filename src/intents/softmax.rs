//! Multinomial logistic regression by stochastic gradient descent: for small sets, where every example counts in every
//! class.

use pulp::{Arch, Simd, WithSimd};
use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;

use super::matrix::{Matrix, Row};

/// The length of a step for rows of length one; longer rows are stable with shorter ones only.
const RATE: f32 = 4.0;

/// How to train.
#[derive(Clone, Copy, Debug)]
pub(super) struct Descent {
    /// What a mistake costs, against the size of the weights.
    pub cost: f32,
    /// How often the examples are gone through.
    pub passes: usize,
    pub seed: u64,
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
    fn with_simd<S: Simd>(self, _: S) -> Vec<Vec<f32>> {
        let Self { matrix, labels, classes, descent } = self;
        let mut machines = Machines { weights: vec![0.0; matrix.weights() * classes], classes };
        let mut order: Vec<usize> = (0..matrix.rows()).collect();
        let mut rng = SmallRng::seed_from_u64(descent.seed);
        let decay = 1.0 / (descent.cost * matrix.rows().max(1) as f32);
        // The weights stand multiplied by this, so that shrinking all of them is one multiplication.
        let mut scale = 1.0_f32;
        let mut errors = vec![0.0_f32; classes];
        let mut step = 0_usize;
        let longest = (0..matrix.rows()).map(|row| matrix.square(row)).fold(1.0, f32::max);
        for pass in 0..descent.passes {
            order.shuffle(&mut rng);
            // Half of the way at full speed, then slowing down to a halt.
            let left = 1.0 - pass as f32 / descent.passes as f32;
            let rate = RATE / longest * (2.0 * left).min(1.0);
            for &row in &order {
                let Row { columns, values, dense } = matrix.row(row);
                errors.fill(0.0);
                for (&column, &value) in columns.iter().zip(values) {
                    machines.score(column as usize, value, &mut errors);
                }
                for (at, &value) in dense.iter().enumerate() {
                    machines.score(matrix.dense_from() + at, value, &mut errors);
                }
                to_errors(&mut errors, scale, labels[row] as usize);
                scale *= 1.0 - rate * decay;
                for (&column, &value) in columns.iter().zip(values) {
                    machines.learn(column as usize, rate * value / scale, &errors);
                }
                for (at, &value) in dense.iter().enumerate() {
                    machines.learn(matrix.dense_from() + at, rate * value / scale, &errors);
                }
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

/// The weights, all classes of a column side by side.
struct Machines {
    weights: Vec<f32>,
    classes: usize,
}

impl Machines {
    #[inline(always)]
    fn score(&self, column: usize, value: f32, scores: &mut [f32]) {
        let weights = &self.weights[column * self.classes..][..self.classes];
        for (score, weight) in scores.iter_mut().zip(weights) {
            *score += value * weight;
        }
    }

    #[inline(always)]
    fn learn(&mut self, column: usize, factor: f32, errors: &[f32]) {
        let weights = &mut self.weights[column * self.classes..][..self.classes];
        for (weight, error) in weights.iter_mut().zip(errors) {
            *weight -= factor * error;
        }
    }

    /// A machine a class.
    fn unpack(&self, columns: usize, scale: f32) -> Vec<Vec<f32>> {
        let machine = |class| (0..columns).map(|column| scale * self.weights[column * self.classes + class]).collect();
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
        let machines = train(&matrix, &labels, 3, Descent { cost: 100.0, passes: 20, seed: 3 });
        let best = |column: usize| (0..3).max_by(|&a, &b| machines[a][column].total_cmp(&machines[b][column]));
        assert_eq!([best(0), best(1), best(2)], [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn the_weights_of_a_column_sum_to_zero_and_repeat_for_a_seed() {
        let (matrix, labels) = problem();
        let descent = Descent { cost: 1.0, passes: 8, seed: 3 };
        let machines = train(&matrix, &labels, 3, descent);
        for column in 0..8 {
            assert!(machines.iter().map(|m| m[column]).sum::<f32>().abs() < 1e-3);
        }
        assert_eq!(machines, train(&matrix, &labels, 3, descent));
    }
}
