//! Multinomial logistic regression by stochastic gradient descent: for small sets, where every example counts in every
//! class.

use std::{array, mem};

use pulp::{Arch, Simd, WithSimd};

use super::lanes::{LANES, exp, highest, sum};
use super::matrix::{Half, Row, View};
use super::order::Orders;

/// The length of a step for rows of length one; longer rows are stable with shorter ones only.
const RATE: f32 = 4.0;
/// So many places are added up at a time: the scores are fetched and put back a quarter as often.
const PLACES: usize = 4;

/// How to train.
#[derive(Clone, Copy, Debug)]
pub(super) struct Descent {
    /// What a mistake costs, against the size of the weights.
    pub cost: f32,
    /// How far each pass over the examples steps, in parts of the longest step that is stable.
    pub rates: &'static [f32],
    /// An example with less than this much wrong is known: nothing is learned from it, and the next pass leaves it out. Most
    /// examples soon are, and a third of the time goes with them; accuracy is the same or a little better.
    pub known: f32,
}

/// One machine a class: the weights, all classes of a column side by side, filled up with zeros to whole registers.
pub(super) struct Softmax {
    weights: Vec<f32>,
    classes: usize,
    stride: usize,
    /// The rows that the last pass found known.
    known: Vec<bool>,
}

impl Softmax {
    /// Machines that have learned nothing.
    pub fn blank(view: View<'_>, classes: usize) -> Self {
        let stride = classes.next_multiple_of(LANES);
        Self { weights: vec![0.0; view.weights() * stride], classes, stride, known: vec![false; view.rows()] }
    }

    /// Learns some rows, or goes on learning: what it knows already is looked at in the last pass only.
    pub fn learn(&mut self, view: View<'_>, labels: &[u32], orders: &Orders<'_>, descent: Descent) {
        let Self { weights, classes, stride, known } = self;
        let machines = Machines { weights, stride: *stride, view };
        Arch::new().dispatch(Learning { machines, labels, orders, classes: *classes, descent, known });
    }

    /// How many classes there are.
    pub const fn classes(&self) -> usize {
        self.classes
    }

    /// What all classes give to one place: the sparse columns of the view, the bias, the coordinates.
    pub fn column(&self, at: usize) -> &[f32] {
        &self.weights[at * self.stride..][..self.classes]
    }
}

/// The training, compiled once for each width of registers. No sum depends on the width.
struct Learning<'a> {
    machines: Machines<'a>,
    labels: &'a [u32],
    orders: &'a Orders<'a>,
    classes: usize,
    descent: Descent,
    known: &'a mut [bool],
}

impl WithSimd for Learning<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { mut machines, labels, orders, classes, descent, known } = self;
        let rows = orders.all(0);
        let view = machines.view;
        let decay = 1.0 / (descent.cost * rows.len().max(1) as f32);
        // The weights stand multiplied by this, so that shrinking all of them is one multiplication.
        let mut scale = 1.0_f32;
        let mut errors = vec![0.0_f32; machines.stride];
        let longest = rows.iter().map(|&row| view.square(row as usize)).fold(1.0, f32::max);
        for (pass, rate) in descent.rates.iter().enumerate() {
            let is_last = pass + 1 == descent.rates.len();
            let rate = RATE / longest * rate;
            for &row in orders.all(pass) {
                let row = row as usize;
                if mem::take(&mut known[row]) && !is_last {
                    continue;
                }
                let (point, label) = (view.row(row), labels[row] as usize);
                errors.fill(0.0);
                machines.score(simd, point, &mut errors);
                to_errors(&mut errors[..classes], scale, label);
                known[row] = errors[label] > -descent.known;
                if known[row] {
                    continue;
                }
                scale *= 1.0 - rate * decay;
                machines.learn(simd, point, rate / scale, &errors);
                if scale < 1e-3 {
                    machines.shrink(mem::replace(&mut scale, 1.0));
                }
            }
        }
        machines.shrink(scale);
    }
}

/// Machines at work.
struct Machines<'a> {
    weights: &'a mut [f32],
    stride: usize,
    view: View<'a>,
}

impl Machines<'_> {
    /// Adds up what a row says for each class.
    #[inline(always)]
    fn score<S: Simd>(&self, simd: S, row: Row<'_>, scores: &mut [f32]) {
        let (scores, _) = S::as_mut_simd_f32s(scores);
        let (first, dense_from) = (self.view.first(), self.view.dense_from());
        let (columns, more_columns) = row.columns.as_chunks::<PLACES>();
        let (values, more_values) = row.values.as_chunks::<PLACES>();
        for (columns, values) in columns.iter().zip(values) {
            self.add(simd, columns.map(|column| column as usize - first), *values, scores);
        }
        for (&column, &value) in more_columns.iter().zip(more_values) {
            self.add(simd, [column as usize - first], [value], scores);
        }
        let (values, more_values) = row.dense.as_chunks::<PLACES>();
        for (values, at) in values.iter().zip((dense_from..).step_by(PLACES)) {
            self.add(simd, array::from_fn(|place| at + place), values.map(Half::value), scores);
        }
        for (value, at) in more_values.iter().zip(dense_from + values.len() * PLACES..) {
            self.add(simd, [at], [value.value()], scores);
        }
    }

    /// Adds what some places say.
    #[inline(always)]
    fn add<S: Simd, const N: usize>(&self, simd: S, places: [usize; N], values: [f32; N], scores: &mut [S::f32s]) {
        let (weights, values) = (places.map(|at| self.column(simd, at)), values.map(|value| simd.splat_f32s(value)));
        for (lane, score) in scores.iter_mut().enumerate() {
            let said = array::from_fn::<_, N, _>(|at| simd.mul_f32s(values[at], weights[at][lane]));
            let said = said.into_iter().reduce(|a, b| simd.add_f32s(a, b));
            *score = said.map_or(*score, |said| simd.add_f32s(*score, said));
        }
    }

    /// Moves the weights of a row's columns against its errors.
    #[inline(always)]
    fn learn<S: Simd>(&mut self, simd: S, row: Row<'_>, rate: f32, errors: &[f32]) {
        let (first, dense_from) = (self.view.first(), self.view.dense_from());
        for at in 0..row.columns.len() {
            self.learn_column(simd, row.columns[at] as usize - first, rate * row.values[at], errors);
        }
        for at in 0..row.dense.len() {
            self.learn_column(simd, dense_from + at, rate * row.dense[at].value(), errors);
        }
    }

    #[inline(always)]
    fn learn_column<S: Simd>(&mut self, simd: S, column: usize, factor: f32, errors: &[f32]) {
        let factor = simd.splat_f32s(factor);
        let (errors, _) = S::as_simd_f32s(errors);
        let (weights, _) = S::as_mut_simd_f32s(&mut self.weights[column * self.stride..][..self.stride]);
        for lane in 0..weights.len() {
            weights[lane] = simd.sub_f32s(weights[lane], simd.mul_f32s(factor, errors[lane]));
        }
    }

    #[inline(always)]
    fn column<S: Simd>(&self, _: S, column: usize) -> &[S::f32s] {
        S::as_simd_f32s(&self.weights[column * self.stride..][..self.stride]).0
    }

    fn shrink(&mut self, scale: f32) {
        self.weights.iter_mut().for_each(|weight| *weight *= scale);
    }
}

/// Turns unscaled scores into probability less truth.
#[inline(always)]
fn to_errors(scores: &mut [f32], scale: f32, truth: usize) {
    let highest = highest(scores);
    scores.iter_mut().for_each(|score| *score = exp((*score - highest) * scale));
    let share = 1.0 / sum(scores);
    scores.iter_mut().for_each(|score| *score *= share);
    scores[truth] -= 1.0;
}

#[cfg(test)]
mod tests {
    use super::super::features::Sparse;
    use super::super::matrix::{Matrix, Part, of_words};
    use super::super::order::keys;
    use super::*;

    /// The weights, column by column.
    fn train(matrix: &Matrix, labels: &[u32], classes: usize, descent: Descent) -> Vec<Vec<f32>> {
        let rows: Vec<u32> = (0..labels.len() as u32).collect();
        let mut softmax = Softmax::blank(matrix.view(Part::Words), classes);
        softmax.learn(matrix.view(Part::Words), labels, &Orders::of(&keys(rows.len()), &rows), descent);
        (0..matrix.view(Part::Words).weights()).map(|at| softmax.column(at).to_vec()).collect()
    }

    fn problem() -> (Matrix, Vec<u32>) {
        let rows: Vec<Sparse> = (0..60).map(|i| vec![(i % 3, 0.9), (3 + i % 4, 0.4)]).collect();
        (of_words(&rows, 7), (0..60).map(|i| i % 3).collect())
    }

    #[test]
    fn it_learns_what_decides() {
        let (matrix, labels) = problem();
        let columns = train(&matrix, &labels, 3, Descent { cost: 100.0, rates: &[1.0; 20], known: 0.1 });
        let best = |column: usize| (0..3).max_by(|&a, &b| columns[column][a].total_cmp(&columns[column][b]));
        assert_eq!([best(0), best(1), best(2)], [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn the_weights_of_a_column_sum_to_zero_and_repeat_for_a_seed() {
        let (matrix, labels) = problem();
        let descent = Descent { cost: 1.0, rates: &[1.0; 8], known: 0.1 };
        let columns = train(&matrix, &labels, 3, descent);
        for column in &columns {
            assert!(column.iter().sum::<f32>().abs() < 1e-3);
        }
        assert_eq!(columns, train(&matrix, &labels, 3, descent));
    }
}
