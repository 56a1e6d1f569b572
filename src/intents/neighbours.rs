//! How near a message comes to the nearest example, word by word.

use super::features::Sparse;
use super::lanes::highest;

/// Columns that more than this share of the examples have say nothing about nearness, and cost the most.
const COMMON: f32 = 0.15;

/// The examples' word vectors, by column.
#[derive(Clone, Debug, Default)]
pub(super) struct Neighbours {
    starts: Vec<u32>,
    postings: Vec<(u32, f32)>,
    /// Where each class's examples end: those of a class stand together.
    ends: Vec<u32>,
}

impl Neighbours {
    /// Indexes examples with their classes; `width` columns.
    pub fn index<'a>(examples: impl Iterator<Item = (&'a Sparse, u32)>, width: usize) -> Self {
        let mut examples: Vec<(&Sparse, u32)> = examples.collect();
        examples.sort_by_key(|&(_, label)| label);
        let mut sizes = vec![0_u32; width];
        for &(column, _) in examples.iter().flat_map(|(vector, _)| vector.iter()) {
            sizes[column as usize] += 1;
        }
        let most = ((examples.len() as f32 * COMMON) as u32).max(50);
        let mut starts = vec![0_u32; width + 1];
        for (column, &size) in sizes.iter().enumerate() {
            starts[column + 1] = starts[column] + if size <= most { size } else { 0 };
        }
        let mut postings = vec![(0, 0.0); starts[width] as usize];
        let mut next = starts.clone();
        for (id, (vector, _)) in (0_u32..).zip(&examples) {
            for &(column, value) in vector.iter().filter(|(c, _)| sizes[*c as usize] <= most) {
                let at = &mut next[column as usize];
                postings[*at as usize] = (id, value);
                *at += 1;
            }
        }
        let classes = examples.last().map_or(0, |(_, label)| label + 1);
        let ends = (0..classes).map(|class| examples.partition_point(|&(_, label)| label <= class) as u32).collect();
        Self { starts, postings, ends }
    }

    /// The cosine of a message's words with the nearest example of each class.
    pub fn nearest(&self, words: &Sparse, classes: usize) -> Vec<f32> {
        let mut sums = vec![0.0_f32; self.ends.last().map_or(0, |&end| end as usize)];
        for &(column, value) in words {
            let range = self.starts[column as usize] as usize..self.starts[column as usize + 1] as usize;
            for &(id, weight) in &self.postings[range] {
                sums[id as usize] += value * weight;
            }
        }
        let mut nearest = vec![0.0_f32; classes];
        let mut start = 0;
        for (best, &end) in nearest.iter_mut().zip(&self.ends) {
            *best = highest(&sums[start..end as usize]).max(0.0);
            start = end as usize;
        }
        nearest
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        4 * self.starts.len() + 8 * self.postings.len() + 4 * self.ends.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_example_of_each_class() {
        let examples = [vec![(0, 0.6), (1, 0.8)], vec![(1, 1.0)], vec![(2, 1.0)]];
        let near = Neighbours::index(examples.iter().zip([0, 1, 1]), 3);
        let found = near.nearest(&vec![(0, 0.6), (1, 0.8)], 2);
        assert!((found[0] - 1.0).abs() < 1e-6 && (found[1] - 0.8).abs() < 1e-6, "{found:?}");
        assert_eq!(near.nearest(&Sparse::new(), 2), [0.0, 0.0]);
    }
}
