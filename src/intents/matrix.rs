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
#[derive(Clone, Copy, Debug, Default)]
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

/// What of its points a machine looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Words,
    Meaning,
    Both,
}

/// Points in rows. A machine for them has a weight for each sparse column, then its bias, then a weight for each coordinate;
/// one that looks at a part has no weights for the other.
pub(super) struct Matrix {
    starts: Vec<u32>,
    columns: Vec<u32>,
    values: Vec<f32>,
    dense: Vec<Half>,
    /// The squares of the lengths of both parts, the bias left out.
    squares: Vec<[f32; 2]>,
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

/// A matrix as a machine sees it.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    matrix: &'a Matrix,
    part: Part,
}

impl Matrix {
    /// A matrix without points, for points of `width` sparse columns and `dims` coordinates. It has room for so many of them
    /// with so many entries all in all: moving what grows would cost as much as packing it.
    pub fn with_room(width: usize, dims: usize, points: usize, entries: usize) -> Self {
        let mut starts = Vec::with_capacity(points + 1);
        starts.push(0);
        Self {
            starts,
            columns: Vec::with_capacity(entries + points),
            values: Vec::with_capacity(entries + points),
            dense: Vec::with_capacity(points * dims),
            squares: Vec::with_capacity(points),
            width,
            dims,
        }
    }

    /// Adds a point.
    pub fn push(&mut self, sparse: &Sparse, dense: &[Half]) {
        self.columns.extend(sparse.iter().map(|&(c, _)| c));
        self.values.extend(sparse.iter().map(|&(_, v)| v));
        self.columns.push(self.width as u32);
        self.values.push(1.0);
        self.starts.push(self.columns.len() as u32);
        self.dense.extend_from_slice(dense);
        let square = |value: f32| value * value;
        let of_dense = dense.iter().map(|half| square(half.value())).sum();
        self.squares.push([sparse.iter().map(|&(_, v)| square(v)).sum(), of_dense]);
    }

    /// What a machine sees that looks at a part.
    pub fn view(&self, part: Part) -> View<'_> {
        View { matrix: self, part }
    }

    /// How many examples there are.
    pub fn rows(&self) -> usize {
        self.squares.len()
    }

    /// The sparse columns of some rows: true for each column that one of them has.
    pub fn seen(&self, rows: &[u32]) -> Vec<bool> {
        let mut seen = vec![false; self.width + 1];
        for &row in rows {
            let range = self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize;
            self.columns[range].iter().for_each(|&column| seen[column as usize] = true);
        }
        seen
    }
}

impl<'a> View<'a> {
    /// The column that has a machine's first weight.
    pub fn first(&self) -> usize {
        if self.part == Part::Meaning { self.matrix.width } else { 0 }
    }

    /// Where a machine's coordinates begin: after the sparse columns and the bias.
    pub fn dense_from(&self) -> usize {
        self.matrix.width + 1 - self.first()
    }

    /// How many weights a machine has.
    pub fn weights(&self) -> usize {
        self.dense_from() + if self.part == Part::Words { 0 } else { self.matrix.dims }
    }

    /// How many examples there are.
    pub fn rows(&self) -> usize {
        self.matrix.rows()
    }

    /// The square of a row's length, the bias included.
    pub fn square(&self, at: usize) -> f32 {
        let [sparse, dense] = self.matrix.squares[at];
        match self.part {
            Part::Words => 1.0 + sparse,
            Part::Meaning => 1.0 + dense,
            Part::Both => 1.0 + sparse + dense,
        }
    }

    /// A row.
    pub fn row(&self, at: usize) -> Row<'a> {
        let Matrix { starts, columns, values, dense: coordinates, dims, .. } = self.matrix;
        let (start, end) = (starts[at] as usize, starts[at + 1] as usize);
        let sparse = if self.part == Part::Meaning { end - 1..end } else { start..end };
        let dense = if self.part == Part::Words { 0..0 } else { at * dims..(at + 1) * dims };
        Row { columns: &columns[sparse.clone()], values: &values[sparse], dense: &coordinates[dense] }
    }
}

/// A matrix of points that have sparse columns only.
pub(super) fn of_words(points: &[Sparse], width: usize) -> Matrix {
    let mut matrix = Matrix::with_room(width, 0, points.len(), points.iter().map(Vec::len).sum());
    points.iter().for_each(|sparse| matrix.push(sparse, &[]));
    matrix
}

#[cfg(test)]
mod tests {
    use super::super::order::{Orders, keys};
    use super::super::softmax::{Descent, Softmax};
    use super::super::svm::{Svm, Training};
    use super::*;

    #[test]
    fn a_coordinate_teaches_as_a_column_does() {
        let turn = |i: usize, at: usize| if i % 3 == at { 0.9 } else { 0.0 };
        let dense: Vec<[f32; 3]> = (0..60).map(|i| [turn(i, 0), turn(i, 1), turn(i, 2)]).collect();
        let labels: Vec<u32> = (0..60).map(|i| i % 3).collect();
        let mut matrix = Matrix::with_room(0, 3, dense.len(), 0);
        dense.iter().for_each(|dense| matrix.push(&Sparse::new(), &dense.map(Half::of)));
        let training = Training { cost: 1.0, tolerance: 0.1, passes: 60, looks: 2 };
        let rows: Vec<u32> = (0..60).collect();
        let keys = keys(rows.len());
        let orders = Orders::of(&keys, &rows);
        let mut hard = Svm::blank(&matrix, 3);
        hard.learn(&matrix, &labels, &orders, training);
        let mut soft = Softmax::blank(matrix.view(Part::Meaning), 3);
        soft.learn(
            matrix.view(Part::Meaning),
            &labels,
            &orders,
            Descent { cost: 100.0, rates: &[1.0; 12], known: 0.1 },
        );
        let (mut of_hard, of_soft) = ([0.0; 3], |at| soft.column(at).to_vec());
        let best = |column: &[f32]| (0..3).max_by(|&a, &b| column[a].total_cmp(&column[b]));
        for at in 0..3 {
            hard.column(1 + at, &mut of_hard);
            assert_eq!((best(&of_hard), best(&of_soft(1 + at))), (Some(at), Some(at)));
        }
    }

    fn one() -> Matrix {
        let mut matrix = Matrix::with_room(3, 1, 1, 2);
        matrix.push(&vec![(0, 0.6), (2, 0.8)], &[Half::of(2.0)]);
        matrix
    }

    #[test]
    fn rows_keep_their_parts() {
        let matrix = one();
        let both = matrix.view(Part::Both);
        let row = both.row(0);
        assert_eq!((row.columns, row.values), (&[0, 2, 3][..], &[0.6, 0.8, 1.0][..]));
        assert_eq!(row.dense.iter().map(|half| half.value()).collect::<Vec<_>>(), [2.0]);
        assert_eq!((both.rows(), both.weights(), both.first(), both.dense_from()), (1, 5, 0, 4));
        assert!((both.square(0) - 6.0).abs() < 1e-6);
        assert_eq!(matrix.seen(&[0]), [true, false, true, true]);
    }

    #[test]
    fn a_part_is_seen_alone() {
        let matrix = one();
        let (words, meaning) = (matrix.view(Part::Words), matrix.view(Part::Meaning));
        assert_eq!((words.row(0).columns, words.row(0).dense.len(), words.weights()), (&[0, 2, 3][..], 0, 4));
        assert_eq!((meaning.row(0).columns, meaning.row(0).values), (&[3][..], &[1.0][..]));
        assert_eq!((meaning.first(), meaning.dense_from(), meaning.weights()), (3, 1, 2));
        assert!((words.square(0) - 2.0).abs() < 1e-6 && (meaning.square(0) - 5.0).abs() < 1e-6);
    }
}
