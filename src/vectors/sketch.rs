//! Embeddings drawn so coarsely that thousands are looked through in microseconds: a bit a dimension, its sign.

use pulp::{Arch, Simd, WithSimd};

use super::{Embedding, Probe};

/// Bits in a part of a sketch.
const PART: usize = u64::BITS as usize;

/// The signs of many embeddings. Rows whose signs differ least from a question's are most likely the nearest; how near, a
/// [`Matrix`](super::Matrix) of the same rows says.
#[derive(Clone, Debug, Default)]
pub struct Sketches {
    dims: usize,
    rows: usize,
    signs: Vec<u64>,
}

impl Sketches {
    /// No rows yet, for embeddings of `dims` dimensions.
    #[must_use]
    pub fn new(dims: usize) -> Self {
        Self { dims, ..Self::default() }
    }

    /// Adds a row. One without meaning keeps its place, as in a matrix.
    pub fn push(&mut self, row: Option<&Embedding>) {
        let parts = self.dims.div_ceil(PART);
        match row.map(Embedding::values).filter(|values| values.len() == self.dims) {
            Some(values) => self.signs.extend(values.chunks(PART).map(|part| signs(part.iter().map(|&v| v > 0.0)))),
            None => self.signs.resize(self.signs.len() + parts, 0),
        }
        self.rows += 1;
    }

    /// In how many dimensions each row's sign differs from a question's; nothing for a question of another table.
    #[must_use]
    pub fn distances(&self, question: &Probe) -> Vec<u32> {
        if question.values().len() != self.dims {
            return Vec::new();
        }
        let asked: Vec<u64> = question.values().chunks(PART).map(|part| signs(part.iter().map(|&v| v > 0))).collect();
        let mut distances = vec![0; self.rows];
        Arch::new().dispatch(Compare { signs: &self.signs, asked: &asked, distances: &mut distances });
        distances
    }

    /// Bytes in memory, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        8 * self.signs.len()
    }
}

fn signs(positive: impl Iterator<Item = bool>) -> u64 {
    positive.enumerate().fold(0, |bits, (at, positive)| bits | u64::from(positive) << at)
}

struct Compare<'a> {
    signs: &'a [u64],
    asked: &'a [u64],
    distances: &'a mut [u32],
}

impl WithSimd for Compare<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        // The table that we ship has 256 dimensions: a loop whose length is known is unrolled.
        if let Ok(asked) = <[u64; 4]>::try_from(self.asked) {
            for (distance, row) in self.distances.iter_mut().zip(self.signs.as_chunks::<4>().0) {
                *distance = (0..4).map(|at| (row[at] ^ asked[at]).count_ones()).sum();
            }
            return;
        }
        for (distance, row) in self.distances.iter_mut().zip(self.signs.chunks_exact(self.asked.len().max(1))) {
            *distance = row.iter().zip(self.asked).map(|(a, b)| (a ^ b).count_ones()).sum();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(values: &[f32]) -> Embedding {
        Embedding::of(values.into()).unwrap()
    }

    #[test]
    fn signs_that_differ_are_counted() {
        for dims in [3, 64, 100, 256] {
            let up = vec![1.0; dims];
            let mut half = up.clone();
            half[..dims / 2].fill(-1.0);
            let mut sketches = Sketches::new(dims);
            sketches.push(Some(&point(&up)));
            sketches.push(Some(&point(&half)));
            sketches.push(None);
            let probe = Probe::from(&point(&up));
            assert_eq!(sketches.distances(&probe), [0, dims as u32 / 2, dims as u32], "{dims}");
            assert_eq!(sketches.bytes(), 3 * 8 * dims.div_ceil(64));
        }
        assert!(Sketches::new(3).distances(&Probe::from(&point(&[1.0]))).is_empty());
    }
}
