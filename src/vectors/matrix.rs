//! Many embeddings, compared with one at once.

use pulp::{Arch, Simd, WithSimd};

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
    pub fn scores(&self, query: &Probe) -> Vec<f32> {
        self.scores_of(0..self.len(), query)
    }

    /// The dot products with some rows; 0 for a row that is not there.
    #[must_use]
    pub fn scores_of(&self, rows: impl IntoIterator<Item = usize>, query: &Probe) -> Vec<f32> {
        let rows: Vec<usize> = rows.into_iter().collect();
        let mut scores = vec![0.0; rows.len()];
        if query.values.len() == self.dims {
            Arch::new().dispatch(Scan { matrix: self, query, rows: &rows, scores: &mut scores });
        }
        scores
    }
}

/// An embedding, ready to be compared with the rows of matrices.
#[derive(Clone, Debug)]
pub struct Probe {
    values: Box<[i16]>,
    step: f32,
}

impl Probe {
    /// The coordinates, in steps.
    pub(super) fn values(&self) -> &[i16] {
        &self.values
    }
}

impl From<&Embedding> for Probe {
    fn from(embedding: &Embedding) -> Self {
        let step = step(embedding.values(), QUERY_STEPS);
        Self { values: embedding.values().iter().map(|v| (v / step).round() as i16).collect(), step }
    }
}

/// A scan, compiled once for each width of registers; its sums are whole numbers, and the same in all.
struct Scan<'a> {
    matrix: &'a Matrix,
    query: &'a Probe,
    rows: &'a [usize],
    scores: &'a mut [f32],
}

impl WithSimd for Scan<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { matrix: Matrix { dims, rows: values, scales }, query, rows, scores } = self;
        for (score, &row) in scores.iter_mut().zip(rows) {
            if let Some(values) = values.get(row * dims..(row + 1) * dims) {
                *score = dot(values, &query.values) as f32 * (scales[row] * query.step);
            }
        }
    }
}

/// What a step is worth when the largest coordinate takes `steps` of them. Never nothing: an embedding's length is one.
fn step(values: &[f32], steps: f32) -> f32 {
    values.iter().fold(0.0_f32, |most, v| most.max(v.abs())) / steps
}

#[inline(always)]
fn dot(row: &[i8], query: &[i16]) -> i32 {
    let mut sum = 0;
    for at in 0..row.len().min(query.len()) {
        sum += i32::from(i16::from(row[at])) * i32::from(query[at]);
    }
    sum
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
            for (score, row) in matrix.scores(&Probe::from(query)).into_iter().zip(&points) {
                assert!((score - query.dot(row)).abs() < 0.005);
            }
        }
    }

    #[test]
    fn what_has_no_meaning_keeps_its_place() {
        let mut matrix = Matrix::new(2);
        assert!(matrix.is_empty());
        matrix.push(None);
        matrix.push(Some(&point(&[0.0, 1.0])));
        matrix.push(Some(&point(&[0.0, 1.0, 0.0])));
        let up = point(&[0.0, 1.0]);
        assert_eq!(
            matrix.scores(&Probe::from(&up)).iter().map(|s| (s * 100.0).round()).collect::<Vec<_>>(),
            [0.0, 100.0, 0.0]
        );
        assert_eq!(matrix.scores(&Probe::from(&point(&[1.0, 0.0, 0.0]))), [0.0; 3]);
        assert!(Matrix::default().scores(&Probe::from(&up)).is_empty());
    }
}
