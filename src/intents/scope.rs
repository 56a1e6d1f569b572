//! "I don't know": whether a message is any of the intents at all.

use std::array;

use super::learner::Judged;

/// How many signals there are.
pub(super) const SIGNALS: usize = 13;
/// The share of off-topic messages whose rejection is enough.
const REJECTED: f32 = 0.98;
const STEPS: usize = 80;
/// The signals, and the bias.
const PLACES: usize = SIGNALS + 1;
/// Keeps the weights small where there is little to learn from.
const DECAY: f64 = 1e-3;

/// What is known about a classified message.
pub(super) type Signals = [f32; SIGNALS];

/// Collects the signals; a score beyond the `classes` is off-topic's.
pub(super) fn signals(judged: &Judged, classes: usize, sharpness: f32) -> Signals {
    let Judged { scores, evidence } = judged;
    let best = (0..classes).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or_default();
    let others = || scores[..classes].iter().enumerate().filter(|&(class, _)| class != best).map(|(_, &score)| score);
    let first = scores[best];
    let second = others().reduce(f32::max).unwrap_or(first - 2.0);
    let energy = scores[..classes].iter().map(|s| ((s - first) * sharpness).exp()).sum::<f32>().ln();
    let off_topic = scores.get(classes).map_or(-1.0, |&s| s);
    let most = |cosines: &[f32]| cosines.iter().copied().fold(0.0, f32::max);
    let of_best = |cosines: &[f32]| cosines.get(best).copied().unwrap_or_default();
    [
        first,
        first - second,
        (-energy).exp(),
        energy / sharpness,
        most(evidence.nearest.get(..classes).unwrap_or_default()),
        of_best(&evidence.nearest),
        evidence.nearest.get(classes).copied().unwrap_or_default(),
        most(&evidence.middles),
        of_best(&evidence.middles),
        evidence.coverage,
        evidence.reach,
        off_topic,
        off_topic - first,
    ]
}

/// The signals of a message, each in its spread, and 1 for the bias.
type Row = [f64; PLACES];

/// A logistic regression over the signals, and the threshold that keeps most of what is in scope.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope {
    mean: Signals,
    spread: Signals,
    weights: [f64; SIGNALS],
    bias: f64,
    threshold: f32,
}

impl Scope {
    /// Fits it on messages of known kind; at least `keep` of the first kind will pass. With none of the second kind, a weighted
    /// sum of the signals that grow with confidence stands in.
    pub fn fit(inside: &[Signals], outside: &[Signals], keep: f32) -> Self {
        let mut scope = Self::standing_by(inside);
        if !outside.is_empty() && !inside.is_empty() {
            scope.descend(inside, outside);
        }
        let quantile = |signals: &[Signals], share: f32| {
            let mut sorted: Vec<f32> = signals.iter().map(|s| scope.probability(s)).collect();
            sorted.sort_unstable_by(f32::total_cmp);
            sorted.get((share * sorted.len() as f32) as usize).copied()
        };
        let keeps = quantile(inside, 1.0 - keep).unwrap_or(0.5);
        // Where the two kinds lie far apart, more than that can be kept, and still almost nothing else passes.
        let rejects = quantile(outside, REJECTED).map_or(keeps, |highest| highest.max(0.5));
        scope.threshold = keeps.min(rejects);
        scope
    }

    /// How likely it is that a message is in scope.
    pub fn probability(&self, signals: &Signals) -> f32 {
        let sum: f64 = (0..SIGNALS).map(|i| self.weights[i] * self.normal(signals, i)).sum();
        (1.0 / (1.0 + (-sum - self.bias).exp())) as f32
    }

    /// Whether that is likely enough.
    pub fn passes(&self, probability: f32) -> bool {
        probability >= self.threshold
    }

    fn standing_by(inside: &[Signals]) -> Self {
        let n = inside.len().max(1) as f32;
        let (mut mean, mut spread) = ([0.0; SIGNALS], [1.0; SIGNALS]);
        for i in 0..SIGNALS {
            mean[i] = inside.iter().map(|s| s[i]).sum::<f32>() / n;
            spread[i] = (inside.iter().map(|s| (s[i] - mean[i]).powi(2)).sum::<f32>() / n).sqrt().max(1e-3);
        }
        let mut weights = [0.0; SIGNALS];
        (weights[0], weights[4], weights[6]) = (1.0, 1.0, 1.0);
        Self { mean, spread, weights, bias: 2.0, threshold: 0.5 }
    }

    fn normal(&self, signals: &Signals, i: usize) -> f64 {
        f64::from(((signals[i] - self.mean[i]) / self.spread[i]).clamp(-6.0, 6.0))
    }

    /// Each step goes to the bottom of a bowl that lies above the loss and touches it here, so that none leads up (Böhning and
    /// Lindsay, "Monotonicity of quadratic-approximation algorithms", 1988). Both kinds weigh the same.
    fn descend(&mut self, inside: &[Signals], outside: &[Signals]) {
        let row = |signals: &Signals| array::from_fn(|i| if i < SIGNALS { self.normal(signals, i) } else { 1.0 });
        let inside = inside.iter().map(|s| (row(s), 1.0, 0.5 / inside.len() as f64));
        let outside = outside.iter().map(|s| (row(s), 0.0, 0.5 / outside.len() as f64));
        let rows: Vec<(Row, f64, f64)> = inside.chain(outside).collect();
        let mut bowl = [[0.0; PLACES]; PLACES];
        for (row, _, weight) in &rows {
            for (bends, at) in bowl.iter_mut().zip(row) {
                bends.iter_mut().zip(row).for_each(|(bend, other)| *bend += 0.25 * weight * at * other);
            }
        }
        (0..SIGNALS).for_each(|i| bowl[i][i] += DECAY);
        let steps = inverse(bowl);
        let mut weights: Row = [0.0; PLACES];
        for _ in 0..STEPS {
            // The bias does not decay.
            let mut slope: Row = array::from_fn(|i| if i < SIGNALS { DECAY * weights[i] } else { 0.0 });
            for (row, truth, weight) in &rows {
                let miss = (1.0 / (1.0 + (-product(row, &weights)).exp()) - truth) * weight;
                slope.iter_mut().zip(row).for_each(|(slope, x)| *slope += miss * x);
            }
            weights.iter_mut().zip(&steps).for_each(|(weight, step)| *weight -= product(step, &slope));
        }
        self.weights.copy_from_slice(&weights[..SIGNALS]);
        self.bias = weights[SIGNALS];
    }
}

fn product(a: &Row, b: &Row) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The inverse of a matrix that bends upwards in all directions, by Gauss and Jordan; it needs no pivots.
fn inverse(mut of: [Row; PLACES]) -> [Row; PLACES] {
    let mut inverse: [Row; PLACES] = array::from_fn(|i| array::from_fn(|j| if i == j { 1.0 } else { 0.0 }));
    for at in 0..PLACES {
        let share = 1.0 / of[at][at];
        let scaled = |row: Row| row.map(|value| value * share);
        (of[at], inverse[at]) = (scaled(of[at]), scaled(inverse[at]));
        let (pivot, pivot_inverse) = (of[at], inverse[at]);
        for other in (0..PLACES).filter(|&other| other != at) {
            let factor = of[other][at];
            let take = |row: &mut Row, from: &Row| row.iter_mut().zip(from).for_each(|(r, f)| *r -= factor * f);
            take(&mut of[other], &pivot);
            take(&mut inverse[other], &pivot_inverse);
        }
    }
    inverse
}

#[cfg(test)]
mod tests {
    use super::super::learner::Evidence;
    use super::*;

    fn with_score(score: f32) -> Signals {
        let evidence = Evidence { nearest: vec![score.max(0.0), 0.0], coverage: 0.5, ..Evidence::default() };
        signals(&Judged { scores: vec![score, -1.0], evidence }, 2, 3.0)
    }

    #[test]
    fn it_learns_which_side_is_in_scope() {
        let inside: Vec<Signals> = (0..100).map(|i| with_score(0.2 + 0.008 * i as f32)).collect();
        let outside: Vec<Signals> = (0..50).map(|i| with_score(-0.9 + 0.015 * i as f32)).collect();
        let scope = Scope::fit(&inside, &outside, 0.95);
        assert!(scope.probability(&with_score(1.0)) > 0.9);
        assert!(scope.probability(&with_score(-0.8)) < 0.1);
    }

    #[test]
    fn it_keeps_its_share_where_the_kinds_overlap_and_more_where_they_do_not() {
        let inside: Vec<Signals> = (0..100).map(|i| with_score(0.2 + 0.008 * i as f32)).collect();
        let near: Vec<Signals> = (0..50).map(|i| with_score(-0.5 + 0.02 * i as f32)).collect();
        let far: Vec<Signals> = (0..50).map(|i| with_score(-0.9 + 0.002 * i as f32)).collect();
        let kept = |outside: &[Signals]| {
            let scope = Scope::fit(&inside, outside, 0.95);
            inside.iter().filter(|s| scope.passes(scope.probability(s))).count()
        };
        assert_eq!((kept(&near), kept(&far)), (95, 100));
    }

    #[test]
    fn without_off_topic_examples_weak_messages_are_doubted() {
        let inside: Vec<Signals> = (0..100).map(|i| with_score(0.2 + 0.008 * i as f32)).collect();
        let scope = Scope::fit(&inside, &[], 0.95);
        assert!(!scope.passes(scope.probability(&with_score(-0.9))));
        assert!(scope.passes(scope.probability(&with_score(0.9))));
    }

    #[test]
    fn an_inverse_undoes_its_matrix() {
        let matrix: [Row; PLACES] =
            array::from_fn(|i| array::from_fn(|j| if i == j { 2.0 } else { 1.0 / (1 + i + j) as f64 }));
        let inverse = inverse(matrix);
        let column = |j: usize| matrix.map(|row| row[j]);
        for (i, j) in (0..PLACES).flat_map(|i| (0..PLACES).map(move |j| (i, j))) {
            let expected = if i == j { 1.0 } else { 0.0 };
            assert!((product(&inverse[i], &column(j)) - expected).abs() < 1e-9, "{i} {j}");
        }
    }

    #[test]
    fn one_class_and_no_examples_are_no_problem() {
        let one = signals(&Judged { scores: vec![0.4], evidence: Evidence::default() }, 1, 1.0);
        assert!(one.iter().all(|s| s.is_finite()));
        assert!(Scope::fit(&[], &[], 0.95).probability(&one).is_finite());
    }
}
