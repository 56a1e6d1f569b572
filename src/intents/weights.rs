//! The trained weights, packed: one byte a weight, all classes of a column side by side, so that a short message touches
//! few and consecutive lines of memory.

use super::features::Sparse;

/// A matrix of columns × classes, each column with a scale of its own, and a bias for each class.
#[derive(Clone, Debug, Default)]
pub(super) struct Weights {
    classes: usize,
    packed: Vec<i8>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Weights {
    /// Packs machines as `svm::train` returns them: one vector a class, the bias last.
    pub fn pack(machines: &[Vec<f32>]) -> Self {
        let classes = machines.len();
        let columns = machines.first().map_or(0, |m| m.len() - 1);
        let mut packed = Vec::with_capacity(classes * columns);
        let mut scales = Vec::with_capacity(columns);
        for column in 0..columns {
            let largest = machines.iter().map(|m| m[column].abs()).fold(0.0, f32::max);
            let scale = largest / f32::from(i8::MAX);
            let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
            packed.extend(machines.iter().map(|m| (m[column] * inverse).round() as i8));
            scales.push(scale);
        }
        let bias = machines.iter().filter_map(|m| m.last().copied()).collect();
        Self { classes, packed, scales, bias }
    }

    /// The score of each class.
    pub fn scores(&self, vector: &Sparse) -> Vec<f32> {
        let mut scores = self.bias.clone();
        for &(column, value) in vector {
            let column = column as usize;
            let factor = value * self.scales[column];
            let row = &self.packed[column * self.classes..][..self.classes];
            for (score, &weight) in scores.iter_mut().zip(row) {
                *score += factor * f32::from(weight);
            }
        }
        scores
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.packed.len() + 4 * (self.scales.len() + self.bias.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_scores_are_near_the_exact_ones() {
        let machines = vec![vec![0.5, -2.0, 0.0, 0.1], vec![1.0, 0.013, 0.0, -0.2]];
        let scores = Weights::pack(&machines).scores(&vec![(0, 0.6), (1, 0.8)]);
        assert!((scores[0] - (0.3 - 1.6 + 0.1)).abs() < 0.01, "{scores:?}");
        assert!((scores[1] - (0.6 + 0.0104 - 0.2)).abs() < 0.01, "{scores:?}");
    }

    #[test]
    fn without_classes_there_are_no_scores() {
        assert!(Weights::pack(&[]).scores(&Sparse::new()).is_empty());
    }
}
