//! Many embeddings, compared with one at once.

use super::Embedding;

/// Rows are kept in a byte a dimension. The error of a dot product stays under 0.005.
const ROW_STEPS: f32 = 127.0;
/// The query has finer steps: it is rounded once, and multiplied with 16 bits anyway.
const QUERY_STEPS: f32 = 2047.0;

/// Embeddings in rows, four bytes to an `f32`'s one, scanned with integers: fast, and the same on every machine.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    dims: usize,
    rows: Vec<i8>,
    /// What a step of each row is worth.
    scales: Vec<f32>,
}

impl Matrix {
    /// A matrix without rows, for embeddings of `dims` dimensions.
    #[must_use]
    pub fn new(dims: usize) -> Self {
        Self { dims, ..Self::default() }
    }

    /// Adds a row. A text without meaning (`None`) keeps its place and never matches; so does one of another table, whose
    /// dimensions differ.
    pub fn push(&mut self, row: Option<&Embedding>) {
        let values = row.map(Embedding::values).filter(|values| values.len() == self.dims);
        let step = values.map_or(0.0, |values| step(values, ROW_STEPS));
        match values {
            Some(values) => self.rows.extend(values.iter().map(|v| (v / step).round() as i8)),
            None => self.rows.resize(self.rows.len() + self.dims, 0),
        }
        self.scales.push(step);
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// Bytes in memory, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.rows.len() + 4 * self.scales.len()
    }

    /// The dot product with every row, in order.
    #[must_use]
    pub fn scores(&self, query: &Embedding) -> Vec<f32> {
        if query.values().len() != self.dims {
            return vec![0.0; self.len()];
        }
        let step = step(query.values(), QUERY_STEPS);
        let query: Vec<i16> = query.values().iter().map(|v| (v / step).round() as i16).collect();
        let rows = self.rows.chunks_exact(self.dims);
        rows.zip(&self.scales).map(|(row, scale)| dot(row, &query) as f32 * (scale * step)).collect()
    }

    /// The `k` rows with the highest dot products, best first; of equals the earlier row goes first.
    #[must_use]
    pub fn top(&self, query: &Embedding, k: usize) -> Vec<(usize, f32)> {
        let mut best: Vec<(usize, f32)> = Vec::with_capacity(k.min(self.len()) + 1);
        for (row, score) in self.scores(query).into_iter().enumerate() {
            if best.len() == k && best.last().is_none_or(|&(_, least)| score <= least) {
                continue;
            }
            let place = best.partition_point(|&(_, other)| other >= score);
            best.insert(place, (row, score));
            best.truncate(k);
        }
        best
    }
}

/// What a step is worth when the largest coordinate takes `steps` of them. Never nothing: an embedding's length is one.
fn step(values: &[f32], steps: f32) -> f32 {
    values.iter().fold(0.0_f32, |most, v| most.max(v.abs())) / steps
}

fn dot(row: &[i8], query: &[i16]) -> i32 {
    row.iter().zip(query).map(|(&a, &b)| i32::from(i16::from(a)) * i32::from(b)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(values: &[f32]) -> Embedding {
        Embedding::of(values.into()).unwrap()
    }

    /// Points spread over the sphere, the same ones each time.
    fn points(count: u32) -> Vec<Embedding> {
        let coordinate = |row: u32, dimension: u32| (row * 256 + dimension).wrapping_mul(2_654_435_761) >> 16 & 0xff;
        let row = |row| (0..256).map(|dimension| coordinate(row, dimension) as f32 - 127.5).collect();
        (0..count).map(|r| Embedding::of(row(r)).unwrap()).collect()
    }

    #[test]
    fn scores_are_dot_products() {
        let points = points(300);
        let mut matrix = Matrix::new(256);
        points.iter().for_each(|p| matrix.push(Some(p)));
        assert_eq!((matrix.len(), matrix.bytes()), (300, 300 * 260));
        for query in &points[..20] {
            for (score, row) in matrix.scores(query).into_iter().zip(&points) {
                assert!((score - query.dot(row)).abs() < 0.005);
            }
        }
    }

    #[test]
    fn the_best_come_first_and_equals_in_order() {
        let mut matrix = Matrix::new(2);
        let rows = [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [1.0, 0.0], [-1.0, 0.0]];
        rows.iter().for_each(|row| matrix.push(Some(&point(row))));
        let order = |k| matrix.top(&point(&[1.0, 0.0]), k).into_iter().map(|(row, _)| row).collect::<Vec<_>>();
        assert_eq!(order(9), [1, 3, 2, 0, 4]);
        assert_eq!(order(3), [1, 3, 2]);
        assert!(order(0).is_empty());
    }

    #[test]
    fn what_has_no_meaning_keeps_its_place() {
        let mut matrix = Matrix::new(2);
        assert!(matrix.is_empty() && matrix.top(&point(&[1.0, 0.0]), 3).is_empty());
        matrix.push(None);
        matrix.push(Some(&point(&[0.0, 1.0])));
        matrix.push(Some(&point(&[0.0, 1.0, 0.0])));
        let up = point(&[0.0, 1.0]);
        assert_eq!(matrix.scores(&up).iter().map(|s| (s * 100.0).round()).collect::<Vec<_>>(), [0.0, 100.0, 0.0]);
        assert_eq!(matrix.scores(&point(&[1.0, 0.0, 0.0])), [0.0; 3]);
        assert_eq!(Matrix::default().scores(&up), []);
    }
}
