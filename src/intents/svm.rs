//! Linear support vector machines, one against the rest, by dual coordinate descent with shrinking (Hsieh and others,
//! "A dual coordinate descent method for large-scale linear SVM", 2008; squared hinge loss).

use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use rayon::prelude::*;

use super::features::Sparse;

/// How to train.
#[derive(Clone, Copy, Debug)]
pub(super) struct Training {
    /// What a mistake costs.
    pub cost: f32,
    /// The largest violation that still counts as converged.
    pub tolerance: f32,
    /// The most passes over the examples.
    pub passes: usize,
    pub seed: u64,
}

/// The examples in one run of memory.
pub(super) struct Matrix {
    starts: Vec<u32>,
    columns: Vec<u32>,
    values: Vec<f32>,
    squares: Vec<f32>,
    width: usize,
}

impl Matrix {
    /// Packs rows; `width` columns, and one more that is 1 in each row: the bias.
    pub fn pack<'a>(rows: impl Iterator<Item = &'a Sparse>, width: usize) -> Self {
        let mut matrix =
            Self { starts: vec![0], columns: Vec::new(), values: Vec::new(), squares: Vec::new(), width: width + 1 };
        for row in rows {
            matrix.columns.extend(row.iter().map(|&(c, _)| c));
            matrix.values.extend(row.iter().map(|&(_, v)| v));
            matrix.columns.push(width as u32);
            matrix.values.push(1.0);
            matrix.starts.push(matrix.columns.len() as u32);
            matrix.squares.push(1.0 + row.iter().map(|(_, v)| v * v).sum::<f32>());
        }
        matrix
    }

    /// How many columns there are, the bias included.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many examples there are.
    pub fn rows(&self) -> usize {
        self.squares.len()
    }

    /// An example's columns and values.
    pub fn row(&self, at: usize) -> (&[u32], &[f32]) {
        let range = self.starts[at] as usize..self.starts[at + 1] as usize;
        (&self.columns[range.clone()], &self.values[range])
    }
}

/// Trains one machine a class, on all cores. The last weight of each is its bias.
pub(super) fn train(matrix: &Matrix, labels: &[u32], classes: usize, training: Training) -> Vec<Vec<f32>> {
    (0..classes as u32).into_par_iter().map(|class| one_against_rest(matrix, labels, class, training)).collect()
}

fn one_against_rest(matrix: &Matrix, labels: &[u32], class: u32, training: Training) -> Vec<f32> {
    let mut weights = vec![0.0_f32; matrix.width];
    let mut alpha = vec![0.0_f32; matrix.rows()];
    let mut active: Vec<u32> = (0..matrix.rows() as u32).collect();
    let mut rng = SmallRng::seed_from_u64(training.seed ^ u64::from(class));
    let slack = 0.5 / training.cost;
    let mut bound = f32::INFINITY;
    for _ in 0..training.passes {
        active.shuffle(&mut rng);
        let (mut highest, mut lowest) = (f32::NEG_INFINITY, f32::INFINITY);
        active.retain(|&i| {
            let i = i as usize;
            let (columns, values) = matrix.row(i);
            let sign = if labels[i] == class { 1.0 } else { -1.0 };
            let score: f32 = columns.iter().zip(values).map(|(&c, v)| weights[c as usize] * v).sum();
            let gradient = sign * score - 1.0 + alpha[i] * slack;
            if alpha[i] == 0.0 && gradient > bound {
                return false;
            }
            let violation = if alpha[i] == 0.0 { gradient.min(0.0) } else { gradient };
            highest = highest.max(violation);
            lowest = lowest.min(violation);
            if violation.abs() > 1e-9 {
                let next = (alpha[i] - gradient / (matrix.squares[i] + slack)).max(0.0);
                let change = (next - alpha[i]) * sign;
                alpha[i] = next;
                for (&c, v) in columns.iter().zip(values) {
                    weights[c as usize] += change * v;
                }
            }
            true
        });
        if highest - lowest <= training.tolerance {
            if active.len() == matrix.rows() {
                break;
            }
            // Converged on what was left: look at all of them once more.
            active = (0..matrix.rows() as u32).collect();
            bound = f32::INFINITY;
            continue;
        }
        bound = if highest <= 0.0 { f32::INFINITY } else { highest };
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRAINING: Training = Training { cost: 1.0, tolerance: 0.001, passes: 1000, seed: 7 };

    #[test]
    fn finds_the_optimum_of_a_problem_solved_by_hand() {
        // One column, two points, x = ±1 of different classes: by symmetry the bias is 0, and the weight w minimises
        // w²/2 + 2C(1 - w)², so w = 4C / (1 + 4C).
        let rows = [vec![(0, 1.0)], vec![(0, -1.0)]];
        let matrix = Matrix::pack(rows.iter(), 1);
        let weights = train(&matrix, &[0, 1], 2, TRAINING);
        assert!((weights[0][0] - 0.8).abs() < 1e-3, "{weights:?}");
        assert!((weights[1][0] + 0.8).abs() < 1e-3, "{weights:?}");
        assert!(weights[0][1].abs() < 1e-3);
    }

    #[test]
    fn the_same_seed_gives_the_same_weights() {
        let rows: Vec<Sparse> = (0..40).map(|i| vec![(i % 5, 0.8), (5 + i % 3, 0.6)]).collect();
        let labels: Vec<u32> = (0..40).map(|i| u32::from(i % 5 > 2)).collect();
        let matrix = Matrix::pack(rows.iter(), 8);
        assert_eq!(train(&matrix, &labels, 2, TRAINING), train(&matrix, &labels, 2, TRAINING));
    }
}
