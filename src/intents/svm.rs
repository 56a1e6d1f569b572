//! Linear support vector machines, one against the rest, by dual coordinate descent (Hsieh and others, "A dual coordinate
//! descent method for large-scale linear SVM", 2008; squared hinge loss). It shrinks sooner than they do: an example on the
//! right side is set aside at once, for most of those of other classes stay there, and all are looked at again at the end.

use std::mem;

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::lanes::LANES;
use super::matrix::{Half, Matrix, Part, Row, View};
use super::order::Orders;

/// How many sums a row's sparse features are added up in, and its coordinates.
const SUMS: usize = 8;
const DENSE_SUMS: usize = 16;

/// How to train.
#[derive(Clone, Copy, Debug)]
pub(super) struct Training {
    /// What a mistake costs.
    pub cost: f32,
    /// The largest violation that still counts as converged.
    pub tolerance: f32,
    /// The most passes over the examples.
    pub passes: usize,
    /// How often all examples are looked at, at least; the first time, those that have taught nothing when they were learned
    /// before are left out. What a second look still finds is little, and learned.
    pub looks: usize,
}

/// One machine a class.
pub(super) struct Svm {
    machines: Vec<Machine>,
    /// Which rows they have learned.
    learned: Vec<bool>,
}

/// A machine, and what each example has taught it.
struct Machine {
    weights: Vec<f32>,
    alpha: Vec<f32>,
    dense_from: usize,
}

impl Svm {
    /// Machines that have learned nothing.
    pub fn blank(matrix: &Matrix, classes: usize) -> Self {
        let view = matrix.view(Part::Both);
        let blank = || Machine {
            weights: vec![0.0; view.weights()],
            alpha: vec![0.0; view.rows()],
            dense_from: view.dense_from(),
        };
        Self { machines: (0..classes).map(|_| blank()).collect(), learned: vec![false; view.rows()] }
    }

    /// Learns some rows on all cores, or goes on learning with more of them.
    pub fn learn(&mut self, matrix: &Matrix, labels: &[u32], orders: &Orders<'_>, training: Training) {
        let Self { machines, learned } = self;
        let lesson = Lesson { view: matrix.view(Part::Both), labels, orders, training, learned };
        let pass = |(machine, class)| Pass::of(machine, class, 0.5 / training.cost);
        let mut passes: Vec<Pass<'_>> = machines.iter_mut().zip(0..).map(pass).collect();
        let together = passes.par_chunks_mut(LANES);
        together.for_each_init(Vec::new, |room, passes| Arch::new().dispatch(FirstLook { passes, lesson, room }));
        // The longest way is that of the last class, off-topic: it goes first.
        passes.into_par_iter().rev().for_each(|pass| Arch::new().dispatch(FurtherLooks { pass, lesson }));
        orders.all(0).iter().for_each(|&row| learned[row as usize] = true);
    }

    /// Writes what all classes give to one place: the sparse columns, the bias, the coordinates.
    pub fn column(&self, at: usize, weights: &mut [f32]) {
        for (weight, machine) in weights.iter_mut().zip(&self.machines) {
            *weight = machine.weights[at];
        }
    }
}

/// What the machines learn from.
#[derive(Clone, Copy)]
struct Lesson<'a> {
    view: View<'a>,
    labels: &'a [u32],
    orders: &'a Orders<'a>,
    training: Training,
    learned: &'a [bool],
}

/// The first look of some machines at all rows, side by side, as many as the widest register has lanes: most rows of other
/// classes teach them nothing, and what is looked at is what takes time. Compiled once for each width of registers; no sum
/// depends on it.
struct FirstLook<'a, 'm> {
    passes: &'a mut [Pass<'m>],
    lesson: Lesson<'a>,
    /// Memory for the weights, used again.
    room: &'a mut Vec<f32>,
}

impl WithSimd for FirstLook<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { passes, lesson: Lesson { view, labels, orders, learned, .. }, room } = self;
        let mut together = Together::of(passes, room);
        for &row in orders.all(0) {
            let at = row as usize;
            let is_new = !learned[at];
            let looks = |pass: &Pass<'_>| is_new || pass.machine.alpha[at] > 0.0;
            if !passes.iter().any(looks) {
                continue;
            }
            let point = view.row(at);
            let scores = together.scores(simd, point, view.dense_from());
            let mut changes = [0.0; LANES];
            for ((pass, change), score) in passes.iter_mut().zip(&mut changes).zip(scores) {
                if looks(pass) {
                    *change = pass.step(score, view, labels, row);
                }
            }
            if changes.iter().any(|change| *change != 0.0) {
                together.learn(simd, point, view.dense_from(), &changes);
            }
        }
        together.part(passes);
    }
}

/// What a machine still learns from the rows that have taught it something.
struct FurtherLooks<'a, 'm> {
    pass: Pass<'m>,
    lesson: Lesson<'a>,
}

impl WithSimd for FurtherLooks<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { pass, lesson } = self;
        pass.go_on(lesson);
    }
}

/// The weights of some machines, those of a place side by side.
struct Together<'a>(&'a mut [f32]);

impl<'a> Together<'a> {
    fn of(passes: &[Pass<'_>], room: &'a mut Vec<f32>) -> Self {
        let places = passes.first().map_or(0, |pass| pass.machine.weights.len());
        room.resize(places * LANES, 0.0);
        for (place, weights) in room.chunks_exact_mut(LANES).enumerate() {
            weights.iter_mut().zip(passes).for_each(|(weight, pass)| *weight = pass.machine.weights[place]);
        }
        Self(room)
    }

    /// Gives each machine its weights back.
    fn part(self, passes: &mut [Pass<'_>]) {
        for (place, weights) in self.0.chunks_exact(LANES).enumerate() {
            passes.iter_mut().zip(weights).for_each(|(pass, weight)| pass.machine.weights[place] = *weight);
        }
    }

    /// What each machine says to a row.
    #[inline(always)]
    fn scores<S: Simd>(&self, simd: S, row: Row<'_>, dense_from: usize) -> [f32; LANES] {
        // Sums of their own for each second place, so that an addition need not wait for the one before.
        let mut sums = [[0.0; LANES]; 2];
        let [(even, _), (odd, _)] = sums.each_mut().map(|sums| S::as_mut_simd_f32s(sums));
        let add = |sums: &mut [S::f32s], place: usize, value: f32| {
            let value = simd.splat_f32s(value);
            let (weights, _) = S::as_simd_f32s(&self.0[place * LANES..][..LANES]);
            for (sum, &weight) in sums.iter_mut().zip(weights) {
                *sum = simd.add_f32s(*sum, simd.mul_f32s(value, weight));
            }
        };
        let ((columns, column), (values, value)) = (row.columns.as_chunks::<2>(), row.values.as_chunks::<2>());
        for (columns, values) in columns.iter().zip(values) {
            add(even, columns[0] as usize, values[0]);
            add(odd, columns[1] as usize, values[1]);
        }
        column.iter().zip(value).for_each(|(&column, &value)| add(even, column as usize, value));
        let (values, value) = row.dense.as_chunks::<2>();
        for (values, place) in values.iter().zip((dense_from..).step_by(2)) {
            add(even, place, values[0].value());
            add(odd, place + 1, values[1].value());
        }
        value.iter().for_each(|value| add(even, dense_from + row.dense.len() - 1, value.value()));
        std::array::from_fn(|lane| sums[0][lane] + sums[1][lane])
    }

    /// Adds to each machine's weights as much of a row as it changes.
    #[inline(always)]
    fn learn<S: Simd>(&mut self, simd: S, row: Row<'_>, dense_from: usize, changes: &[f32; LANES]) {
        let (changes, _) = S::as_simd_f32s(changes);
        let mut add = |place: usize, value: f32| {
            let value = simd.splat_f32s(value);
            let (weights, _) = S::as_mut_simd_f32s(&mut self.0[place * LANES..][..LANES]);
            for (weight, &change) in weights.iter_mut().zip(changes) {
                *weight = simd.add_f32s(*weight, simd.mul_f32s(value, change));
            }
        };
        row.columns.iter().zip(row.values).for_each(|(&column, &value)| add(column as usize, value));
        row.dense.iter().enumerate().for_each(|(at, value)| add(dense_from + at, value.value()));
    }
}

/// A machine on its way through the rows.
struct Pass<'a> {
    machine: &'a mut Machine,
    class: u32,
    slack: f32,
    /// The rows that the next pass looks at.
    active: Vec<u32>,
    /// The bounds of the gradients met.
    highest: f32,
    lowest: f32,
}

impl<'a> Pass<'a> {
    fn of(machine: &'a mut Machine, class: u32, slack: f32) -> Self {
        Self { machine, class, slack, active: Vec::new(), highest: 0.0, lowest: 0.0 }
    }

    /// Goes through what is left until there is nothing more to learn from it.
    #[inline(always)]
    fn go_on(mut self, lesson: Lesson<'_>) {
        let Lesson { view, labels, orders, training, .. } = lesson;
        let mut looks = 1;
        for pass in 1..training.passes {
            let mut rows = mem::take(&mut self.active);
            if self.highest - self.lowest > training.tolerance {
                orders.few(&mut rows, pass);
            } else if looks < training.looks {
                // Converged on what was left: look at all of them once more.
                looks += 1;
                rows.clear();
                rows.extend_from_slice(orders.all(pass));
            } else {
                break;
            }
            (self.highest, self.lowest) = (0.0, 0.0);
            for row in rows {
                self.visit(view, labels, row);
            }
        }
    }

    /// Learns from a row.
    #[inline(always)]
    fn visit(&mut self, view: View<'_>, labels: &[u32], row: u32) {
        let point = view.row(row as usize);
        let change = self.step(self.machine.score(point), view, labels, row);
        if change != 0.0 {
            self.machine.learn(point, change);
        }
    }

    /// How much of a row is to be added to the weights, for what they say to it.
    #[inline(always)]
    fn step(&mut self, score: f32, view: View<'_>, labels: &[u32], row: u32) -> f32 {
        let at = row as usize;
        let sign = if labels[at] == self.class { 1.0 } else { -1.0 };
        let alpha = self.machine.alpha[at];
        let gradient = sign * score - 1.0 + alpha * self.slack;
        if alpha == 0.0 && gradient >= 0.0 {
            // Nothing to learn from it now. Most examples of the other classes are like that.
            return 0.0;
        }
        self.active.push(row);
        self.highest = self.highest.max(gradient);
        self.lowest = self.lowest.min(gradient);
        if gradient.abs() <= 1e-9 {
            return 0.0;
        }
        let next = (alpha - gradient / (view.square(at) + self.slack)).max(0.0);
        self.machine.alpha[at] = next;
        (next - alpha) * sign
    }
}

impl Machine {
    #[inline(always)]
    fn score(&self, row: Row<'_>) -> f32 {
        self.sparse(row) + self.dense(row.dense)
    }

    #[inline(always)]
    fn dense(&self, row: &[Half]) -> f32 {
        let mut sums = [0.0_f32; DENSE_SUMS];
        let (weights, more_weights) = self.weights[self.dense_from..].as_chunks::<DENSE_SUMS>();
        let (values, more_values) = row.as_chunks::<DENSE_SUMS>();
        for at in 0..values.len().min(weights.len()) {
            for sum in 0..DENSE_SUMS {
                sums[sum] += weights[at][sum] * values[at][sum].value();
            }
        }
        let rest: f32 = more_weights.iter().zip(more_values).map(|(weight, value)| weight * value.value()).sum();
        sums.iter().sum::<f32>() + rest
    }

    /// Sums of their own, so that an addition need not wait for the one before.
    #[inline(always)]
    fn sparse(&self, row: Row<'_>) -> f32 {
        let mut sums = [0.0_f32; SUMS];
        let (columns, values) = (row.columns.chunks_exact(SUMS), row.values.chunks_exact(SUMS));
        let rest = columns.remainder().iter().zip(values.remainder());
        let rest: f32 = rest.map(|(&column, value)| self.weights[column as usize] * value).sum();
        for (columns, values) in columns.zip(values) {
            for at in 0..SUMS {
                sums[at] += self.weights[columns[at] as usize] * values[at];
            }
        }
        sums.iter().sum::<f32>() + rest
    }

    #[inline(always)]
    fn learn(&mut self, row: Row<'_>, change: f32) {
        for (&column, &value) in row.columns.iter().zip(row.values) {
            self.weights[column as usize] += change * value;
        }
        for (weight, &value) in self.weights[self.dense_from..].iter_mut().zip(row.dense) {
            *weight += change * value.value();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::features::Sparse;
    use super::super::matrix::of_words;
    use super::super::order::keys;
    use super::*;

    const TRAINING: Training = Training { cost: 1.0, tolerance: 0.001, passes: 1000, looks: 2 };

    fn train(matrix: &Matrix, labels: &[u32], classes: usize, training: Training) -> Vec<Vec<f32>> {
        let rows: Vec<u32> = (0..labels.len() as u32).collect();
        let mut svm = Svm::blank(matrix, classes);
        svm.learn(matrix, labels, &Orders::of(&keys(rows.len()), &rows), training);
        svm.machines.into_iter().map(|machine| machine.weights).collect()
    }

    #[test]
    fn finds_the_optimum_of_a_problem_solved_by_hand() {
        // One column, two points, x = ±1 of different classes: by symmetry the bias is 0, and the weight w minimises
        // w²/2 + 2C(1 - w)², so w = 4C / (1 + 4C).
        let rows = [vec![(0, 1.0)], vec![(0, -1.0)]];
        let matrix = of_words(&rows, 1);
        let weights = train(&matrix, &[0, 1], 2, TRAINING);
        assert!((weights[0][0] - 0.8).abs() < 1e-3, "{weights:?}");
        assert!((weights[1][0] + 0.8).abs() < 1e-3, "{weights:?}");
        assert!(weights[0][1].abs() < 1e-3);
    }

    #[test]
    fn the_same_seed_gives_the_same_weights() {
        let rows: Vec<Sparse> = (0..40).map(|i| vec![(i % 5, 0.8), (5 + i % 3, 0.6)]).collect();
        let labels: Vec<u32> = (0..40).map(|i| u32::from(i % 5 > 2)).collect();
        let matrix = of_words(&rows, 8);
        assert_eq!(train(&matrix, &labels, 2, TRAINING), train(&matrix, &labels, 2, TRAINING));
    }

    #[test]
    fn learning_in_two_stages_finds_the_same_optimum() {
        let rows: Vec<Sparse> = (0..40).map(|i| vec![(i % 5, 0.8), (5 + i % 3, 0.6)]).collect();
        let labels: Vec<u32> = (0..40).map(|i| u32::from(i % 5 > 2)).collect();
        let matrix = of_words(&rows, 8);
        let (some, all): (Vec<u32>, Vec<u32>) = ((0..30).collect(), (0..40).collect());
        let mut staged = Svm::blank(&matrix, 2);
        let keys = keys(labels.len());
        staged.learn(&matrix, &labels, &Orders::of(&keys, &some), TRAINING);
        staged.learn(&matrix, &labels, &Orders::of(&keys, &all), TRAINING);
        let at_once = train(&matrix, &labels, 2, TRAINING);
        let pairs = staged.machines.iter().zip(&at_once).flat_map(|(a, b)| a.weights.iter().zip(b));
        for (staged, at_once) in pairs {
            assert!((staged - at_once).abs() < 0.01, "{staged} {at_once}");
        }
    }
}
