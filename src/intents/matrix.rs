//! The examples in one run of memory, as the machines learn from them.

use super::features::Sparse;

/// A text as a point: its sparse features, and the coordinates of what it means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point<'a> {
    pub sparse: &'a [(u32, f32)],
    /// Empty where meaning plays no part, all zeros where the text has none.
    pub dense: &'a [f32],
}

/// The upper half of a number (its sign, exponent and seven bits), rounded: as much as coordinates say, in half of the
/// memory, which is what training waits for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Half(u16);

impl Half {
    pub fn of(value: f32) -> Self {
        Self(((value.to_bits() + 0x7fff + (value.to_bits() >> 16 & 1)) >> 16) as u16)
    }

    #[inline(always)]
    pub fn value(self) -> f32 {
        f32::from_bits(u32::from(self.0) << 16)
    }
}

/// Points in rows. A machine for them has a weight for each sparse column, then its bias, then a weight for each coordinate.
pub(super) struct Matrix {
    starts: Vec<u32>,
    columns: Vec<u32>,
    values: Vec<f32>,
    dense: Vec<Half>,
    squares: Vec<f32>,
    width: usize,
    dims: usize,
}

/// One row.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    /// The sparse columns, the bias last.
    pub columns: &'a [u32],
    pub values: &'a [f32],
    pub dense: &'a [Half],
}

impl Matrix {
    /// Packs points of `width` sparse columns and `dims` coordinates.
    pub fn pack<'a>(points: impl Iterator<Item = Point<'a>>, width: usize, dims: usize) -> Self {
        let mut matrix = Self {
            starts: vec![0],
            columns: Vec::new(),
            values: Vec::new(),
            dense: Vec::new(),
            squares: Vec::new(),
            width,
            dims,
        };
        for Point { sparse, dense } in points {
            matrix.columns.extend(sparse.iter().map(|&(c, _)| c));
            matrix.values.extend(sparse.iter().map(|&(_, v)| v));
            matrix.columns.push(width as u32);
            matrix.values.push(1.0);
            matrix.starts.push(matrix.columns.len() as u32);
            matrix.dense.extend(dense.iter().map(|&value| Half::of(value)));
            let squares = sparse.iter().map(|(_, v)| v * v).chain(dense.iter().map(|v| v * v));
            matrix.squares.push(1.0 + squares.sum::<f32>());
        }
        matrix
    }

    /// Where a machine's coordinates begin: after the sparse columns and the bias.
    pub fn dense_from(&self) -> usize {
        self.width + 1
    }

    /// How many weights a machine has.
    pub fn weights(&self) -> usize {
        self.width + 1 + self.dims
    }

    /// How many examples there are.
    pub fn rows(&self) -> usize {
        self.squares.len()
    }

    /// The square of a row's length, the bias included.
    pub fn square(&self, at: usize) -> f32 {
        self.squares[at]
    }

    /// A row.
    pub fn row(&self, at: usize) -> Row<'_> {
        let range = self.starts[at] as usize..self.starts[at + 1] as usize;
        Row {
            columns: &self.columns[range.clone()],
            values: &self.values[range],
            dense: &self.dense[at * self.dims..(at + 1) * self.dims],
        }
    }
}

/// The sparse features of a text, as a point without meaning.
impl<'a> From<&'a Sparse> for Point<'a> {
    fn from(sparse: &'a Sparse) -> Self {
        Self { sparse, dense: &[] }
    }
}

#[cfg(test)]
mod tests {
    use super::super::softmax::{self, Descent};
    use super::super::svm::{self, Training};
    use super::*;

    #[test]
    fn a_coordinate_teaches_as_a_column_does() {
        let turn = |i: usize, at: usize| if i % 3 == at { 0.9 } else { 0.0 };
        let dense: Vec<[f32; 3]> = (0..60).map(|i| [turn(i, 0), turn(i, 1), turn(i, 2)]).collect();
        let labels: Vec<u32> = (0..60).map(|i| i % 3).collect();
        let matrix = Matrix::pack(dense.iter().map(|dense| Point { sparse: &[], dense }), 0, 3);
        let training = Training { cost: 1.0, tolerance: 0.1, passes: 60 };
        let machines = svm::train(&matrix, &labels, 3, training);
        let soft = softmax::train(&matrix, &labels, 3, Descent { cost: 100.0, passes: 12 });
        for machines in [machines, soft] {
            let best = |column: usize| (0..3).max_by(|&a, &b| machines[a][column].total_cmp(&machines[b][column]));
            assert_eq!([best(1), best(2), best(3)], [Some(0), Some(1), Some(2)], "{machines:?}");
        }
    }

    #[test]
    fn rows_keep_their_parts() {
        let sparse = vec![(0, 0.6), (2, 0.8)];
        let matrix = Matrix::pack([Point { sparse: &sparse, dense: &[2.0] }].into_iter(), 3, 1);
        let row = matrix.row(0);
        assert_eq!((row.columns, row.values), (&[0, 2, 3][..], &[0.6, 0.8, 1.0][..]));
        assert_eq!(row.dense.iter().map(|half| half.value()).collect::<Vec<_>>(), [2.0]);
        assert_eq!((matrix.rows(), matrix.weights(), matrix.dense_from()), (1, 5, 4));
        assert!((matrix.square(0) - 6.0).abs() < 1e-6);
    }
}
