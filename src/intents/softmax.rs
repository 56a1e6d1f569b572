//! Multinomial logistic regression by stochastic gradient descent: for small sets, where every example counts in every
//! class.

use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;

use super::svm::Matrix;

/// The length of a step. The rows have length √2 with their bias, for which this is still stable.
const RATE: f32 = 2.0;

/// How to train.
#[derive(Clone, Copy, Debug)]
pub(super) struct Descent {
    /// What a mistake costs, against the size of the weights.
    pub cost: f32,
    /// How often the examples are gone through.
    pub passes: usize,
    pub seed: u64,
}

/// Trains one machine a class; the last weight of each is its bias.
pub(super) fn train(matrix: &Matrix, labels: &[u32], classes: usize, descent: Descent) -> Vec<Vec<f32>> {
    let mut weights = vec![0.0_f32; matrix.width() * classes];
    let mut order: Vec<usize> = (0..matrix.rows()).collect();
    let mut rng = SmallRng::seed_from_u64(descent.seed);
    let decay = 1.0 / (descent.cost * matrix.rows().max(1) as f32);
    // The weights stand multiplied by this, so that shrinking all of them is one multiplication.
    let mut scale = 1.0_f32;
    let mut errors = vec![0.0_f32; classes];
    let mut step = 0_usize;
    for pass in 0..descent.passes {
        order.shuffle(&mut rng);
        // Half of the way at full speed, then slowing down to a halt.
        let left = 1.0 - pass as f32 / descent.passes as f32;
        let rate = RATE * (2.0 * left).min(1.0);
        for &row in &order {
            let (columns, values) = matrix.row(row);
            errors.fill(0.0);
            for (&column, &value) in columns.iter().zip(values) {
                let of_column = &weights[column as usize * classes..][..classes];
                errors.iter_mut().zip(of_column).for_each(|(e, w)| *e += value * w);
            }
            to_errors(&mut errors, scale, labels[row] as usize);
            scale *= 1.0 - rate * decay;
            for (&column, &value) in columns.iter().zip(values) {
                let factor = rate * value / scale;
                let of_column = &mut weights[column as usize * classes..][..classes];
                of_column.iter_mut().zip(&errors).for_each(|(w, e)| *w -= factor * e);
            }
            step += 1;
            if scale < 1e-3 || step.is_multiple_of(1 << 16) {
                weights.iter_mut().for_each(|w| *w *= scale);
                scale = 1.0;
            }
        }
    }
    (0..classes)
        .map(|class| (0..matrix.width()).map(|column| scale * weights[column * classes + class]).collect())
        .collect()
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
    use super::*;

    fn problem() -> (Matrix, Vec<u32>) {
        let rows: Vec<Sparse> = (0..60).map(|i| vec![(i % 3, 0.9), (3 + i % 4, 0.4)]).collect();
        (Matrix::pack(rows.iter(), 7), (0..60).map(|i| i % 3).collect())
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
