//! How near a message comes to what the examples of a class mean.

use crate::vectors::{Embedding, dot};

/// The middle of each class, class by class.
#[derive(Clone, Debug, Default)]
pub(super) struct Centroids {
    values: Vec<f32>,
    dims: usize,
}

impl Centroids {
    /// The means of the coordinates of each class's examples, brought to length one.
    pub fn of(examples: impl Iterator<Item = (Vec<f32>, u32)>, classes: usize, dims: usize) -> Self {
        let mut sums = vec![0.0_f32; classes * dims];
        for (dense, label) in examples {
            let sum = &mut sums[label as usize * dims..][..dims];
            sum.iter_mut().zip(dense).for_each(|(sum, value)| *sum += value);
        }
        for sum in sums.chunks_exact_mut(dims.max(1)) {
            match Embedding::of((&*sum).into()) {
                Some(middle) => sum.copy_from_slice(middle.values()),
                // Examples without meaning have no middle: nothing is near to it.
                None => sum.fill(0.0),
            }
        }
        Self { values: sums, dims }
    }

    /// The cosine of a message with the middle of each class.
    pub fn cosines(&self, dense: &[f32]) -> Vec<f32> {
        self.values.chunks_exact(self.dims.max(1)).map(|middle| dot(middle, dense)).collect()
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        4 * self.values.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_with_the_middle_of_each_class() {
        let examples = [([1.0, 0.0], 0), ([0.0, 1.0], 0), ([0.0, 1.0], 1), ([0.0, 0.0], 2)];
        let examples = examples.into_iter().map(|(dense, label)| (dense.to_vec(), label));
        let cosines = Centroids::of(examples, 3, 2).cosines(&[0.0, 1.0]);
        assert!((cosines[0] - 0.5_f32.sqrt()).abs() < 1e-6, "{cosines:?}");
        assert_eq!(cosines[1..], [1.0, 0.0]);
    }
}
