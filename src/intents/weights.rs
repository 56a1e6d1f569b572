//! The trained weights, packed: one byte a weight, all classes of a column side by side, so that a short message touches
//! few and consecutive lines of memory.

use crate::vectors::dot;

use super::matrix::Point;

/// A matrix of columns × classes, each column with a scale of its own; a bias for each class; and coordinates × classes.
#[derive(Clone, Debug, Default)]
pub(super) struct Weights {
    classes: usize,
    packed: Vec<i8>,
    scales: Vec<f32>,
    bias: Vec<f32>,
    /// Class by class.
    dense: Vec<f32>,
    dims: usize,
}

impl Weights {
    /// Packs machines, one a class, for points of `width` sparse columns.
    pub fn pack(machines: &[impl AsRef<[f32]>], width: usize) -> Self {
        let machines: Vec<&[f32]> = machines.iter().map(AsRef::as_ref).collect();
        let classes = machines.len();
        let mut packed = Vec::with_capacity(classes * width);
        let mut scales = Vec::with_capacity(width);
        for column in 0..width {
            let largest = machines.iter().map(|m| m[column].abs()).fold(0.0, f32::max);
            let scale = largest / f32::from(i8::MAX);
            let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
            packed.extend(machines.iter().map(|m| (m[column] * inverse).round() as i8));
            scales.push(scale);
        }
        let bias = machines.iter().map(|m| m[width]).collect();
        let dense = machines.iter().flat_map(|m| m[width + 1..].iter().copied()).collect();
        Self { classes, packed, scales, bias, dense, dims: machines.first().map_or(0, |m| m.len() - width - 1) }
    }

    /// The score of each class.
    pub fn scores(&self, point: Point<'_>) -> Vec<f32> {
        let mut scores = self.bias.clone();
        for &(column, value) in point.sparse {
            let column = column as usize;
            let factor = value * self.scales[column];
            let row = &self.packed[column * self.classes..][..self.classes];
            for (score, &weight) in scores.iter_mut().zip(row) {
                *score += factor * f32::from(weight);
            }
        }
        if self.dims > 0 {
            for (score, of_class) in scores.iter_mut().zip(self.dense.chunks_exact(self.dims)) {
                *score += dot(of_class, point.dense);
            }
        }
        scores
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.packed.len() + 4 * (self.scales.len() + self.bias.len() + self.dense.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_scores_are_near_the_exact_ones() {
        let machines = vec![vec![0.5, -2.0, 0.0, 0.1, 3.0], vec![1.0, 0.013, 0.0, -0.2, 5.0]];
        let scores = Weights::pack(&machines, 3).scores(Point { sparse: &[(0, 0.6), (1, 0.8)], dense: &[0.5] });
        assert!((scores[0] - (0.3 - 1.6 + 0.1 + 1.5)).abs() < 0.01, "{scores:?}");
        assert!((scores[1] - (0.6 + 0.0104 - 0.2 + 2.5)).abs() < 0.01, "{scores:?}");
    }

    #[test]
    fn without_classes_there_are_no_scores() {
        assert!(Weights::pack(&[[0.0; 0]; 0], 0).scores(Point { sparse: &[], dense: &[] }).is_empty());
    }
}
