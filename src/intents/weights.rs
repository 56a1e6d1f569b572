//! The trained weights, packed: one byte a weight, all classes of a column side by side, so that a short message touches
//! few and consecutive lines of memory.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

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

/// Columns that one core packs at a time.
const PACKED_AT_ONCE: usize = 4096;

impl Weights {
    /// Packs machines, one a class, for points of `width` sparse columns and `dims` coordinates. `weights` writes what all of
    /// them give to one place: first come the sparse columns, then the bias, then the coordinates.
    pub fn pack(classes: usize, width: usize, dims: usize, weights: impl Fn(usize, &mut [f32]) + Sync) -> Self {
        let mut packed = vec![0; classes * width];
        let mut scales = vec![0.0; width];
        let columns = packed.par_chunks_mut((classes * PACKED_AT_ONCE).max(1));
        let columns = columns.zip(scales.par_chunks_mut(PACKED_AT_ONCE)).enumerate();
        columns.for_each(|(nth, (packed, scales))| {
            let mut column = vec![0.0; classes];
            for (at, (packed, scale)) in packed.chunks_exact_mut(classes).zip(scales).enumerate() {
                weights(nth * PACKED_AT_ONCE + at, &mut column);
                *scale = pack(&column, packed);
            }
        });
        let mut bias = vec![0.0; classes];
        weights(width, &mut bias);
        let (mut dense, mut column) = (vec![0.0; classes * dims], vec![0.0; classes]);
        for at in 0..dims {
            weights(width + 1 + at, &mut column);
            for (class, weight) in column.iter().enumerate() {
                dense[class * dims + at] = *weight;
            }
        }
        Self { classes, packed, scales, bias, dense, dims }
    }

    /// The score of each class.
    pub fn scores(&self, point: Point<'_>) -> Vec<f32> {
        let mut scores = self.bias.clone();
        Arch::new().dispatch(Add { weights: self, sparse: point.sparse, scores: &mut scores });
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

/// Adds what the sparse columns give to each class.
struct Add<'a> {
    weights: &'a Weights,
    sparse: &'a [(u32, f32)],
    scores: &'a mut [f32],
}

impl WithSimd for Add<'_> {
    type Output = ();

    /// The compiler makes vectors of it, as wide as the processor's.
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Weights { classes, packed, scales, .. } = self.weights;
        for &(column, value) in self.sparse {
            let column = column as usize;
            let factor = value * scales[column];
            let row = &packed[column * classes..][..*classes];
            for (score, &weight) in self.scores.iter_mut().zip(row) {
                *score += factor * f32::from(weight);
            }
        }
    }
}

/// Writes weights in a byte each, and returns what one step is worth.
fn pack(column: &[f32], packed: &mut [i8]) -> f32 {
    let largest = column.iter().map(|weight| weight.abs()).fold(0.0, f32::max);
    let scale = largest / f32::from(i8::MAX);
    let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
    for (packed, weight) in packed.iter_mut().zip(column) {
        // To the nearest: `round` is a call for each weight where the processor is not known.
        let steps = weight * inverse;
        *packed = (steps + 0.5_f32.copysign(steps)) as i8;
    }
    scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_scores_are_near_the_exact_ones() {
        let machines = [[0.5, -2.0, 0.0, 0.1, 3.0], [1.0, 0.013, 0.0, -0.2, 5.0]];
        let weights = Weights::pack(2, 3, 1, |at, column| column.copy_from_slice(&machines.map(|m| m[at])));
        let scores = weights.scores(Point { sparse: &[(0, 0.6), (1, 0.8)], dense: &[0.5] });
        assert!((scores[0] - (0.3 - 1.6 + 0.1 + 1.5)).abs() < 0.01, "{scores:?}");
        assert!((scores[1] - (0.6 + 0.0104 - 0.2 + 2.5)).abs() < 0.01, "{scores:?}");
    }

    #[test]
    fn many_columns_keep_their_places() {
        let width = 2 * PACKED_AT_ONCE + 3;
        let weights = Weights::pack(2, width, 0, |at, column| column.copy_from_slice(&[at as f32, -1.0]));
        for at in [1, PACKED_AT_ONCE - 1, PACKED_AT_ONCE, width - 1] {
            let scores = weights.scores(Point { sparse: &[(at as u32, 1.0)], dense: &[] });
            assert!((scores[0] - (at + width) as f32).abs() < 1.0, "{at}: {scores:?}");
        }
    }

    #[test]
    fn a_step_is_to_the_nearest() {
        let mut packed = [0; 5];
        assert!((pack(&[127.0, -126.6, 1.4, -1.6, 0.0], &mut packed) - 1.0).abs() < 1e-6);
        assert_eq!(packed, [127, -127, 1, -2, 0]);
    }

    #[test]
    fn without_classes_there_are_no_scores() {
        assert!(Weights::pack(0, 2, 1, |_, _| ()).scores(Point { sparse: &[], dense: &[] }).is_empty());
    }
}
