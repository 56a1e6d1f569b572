//! The three machines that speak together: a vector machine on words and meaning, a softmax on the words, one on the
//! meaning. In training, and as they vote one by one.

use super::matrix::{Matrix, Part, Point};
use super::mix::{MACHINES, Mix};
use super::order::Orders;
use super::softmax::{Descent, Softmax};
use super::svm::{Svm, Training};
use super::weights::Weights;

/// How thoroughly to learn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    /// How often the vector machines look at all examples, at least.
    looks: usize,
    /// The most passes of theirs, that first look included; the others see what has taught them something.
    passes: usize,
    /// How much an example may have wrong that the softmaxes take for known.
    known: f32,
    /// How far each pass of the softmaxes steps: half of the way at full speed, then slowing down to a halt.
    rates: &'static [f32],
}

/// From this many texts on, less says enough about them, and the softmaxes see enough of each class in half of the passes.
const ABUNDANCE: usize = 7_500;
/// With fewer texts each of them decides much, and learning them thoroughly costs nothing that is felt.
const SCARCE: usize = 1_000;

impl Course {
    /// All that few texts can teach: each of them in every pass.
    const THOROUGH: Self = Self { known: 0.0, ..Self::WHOLE };
    /// All there is to learn.
    const WHOLE: Self = Self { looks: 2, passes: 60, known: 0.1, rates: &[1.0, 1.0, 1.0, 1.0, 1.0, 0.75, 0.5, 0.25] };
    /// Enough to be asked about other texts.
    const FIRST: Self = Self { looks: 1, passes: 4, known: 0.1, rates: &[1.0, 1.0, 0.5] };
    /// What is left to learn then.
    pub const REST: Self = Self { looks: 1, passes: 6, known: 0.1, rates: &[0.6, 0.3] };

    /// What so many texts need to be learned whole.
    pub fn whole(texts: usize) -> Self {
        if texts < SCARCE { Self::THOROUGH } else { Self::WHOLE }
    }

    /// What so many texts need before a learner is asked about others.
    pub fn first(texts: usize) -> Self {
        if texts < ABUNDANCE { Self::whole(texts) } else { Self::FIRST }
    }
}

/// The machines in training.
pub(super) struct Machines {
    joint: Svm,
    words: Softmax,
    meaning: Softmax,
}

impl Machines {
    /// Machines that have learned nothing.
    pub fn blank(matrix: &Matrix, classes: usize) -> Self {
        Self {
            joint: Svm::blank(matrix, classes),
            words: Softmax::blank(matrix.view(Part::Words), classes),
            meaning: Softmax::blank(matrix.view(Part::Meaning), classes),
        }
    }

    /// Learns some rows, or goes on learning with more of them.
    pub fn learn(&mut self, matrix: &Matrix, labels: &[u32], orders: &Orders<'_>, course: Course) {
        let Self { joint, words, meaning } = self;
        let descent = |cost| Descent { cost, rates: course.rates, known: course.known };
        let training = Training { cost: 1.0, tolerance: 0.5, passes: course.passes, looks: course.looks };
        // The longest work of one core goes first.
        rayon::join(
            || words.learn(matrix.view(Part::Words), labels, orders, descent(100.0)),
            || {
                rayon::join(
                    || joint.learn(matrix, labels, orders, training),
                    || meaning.learn(matrix.view(Part::Meaning), labels, orders, descent(30.0)),
                )
            },
        );
    }

    /// The machines as they vote one by one, for points of `width` sparse columns and `dims` coordinates.
    pub fn panel(&self, width: usize, dims: usize) -> Panel {
        let Self { joint, words, meaning } = self;
        let classes = words.classes();
        Panel([
            Weights::pack(classes, width, dims, |at, column| joint.column(at, column)),
            Weights::pack(classes, width, 0, |at, column| column.copy_from_slice(words.column(at))),
            Weights::pack(classes, 0, dims, |at, column| column.copy_from_slice(meaning.column(at))),
        ])
    }

    /// Mixes the machines: they are all linear, so their weights can be added up.
    pub fn mix(&self, Mix([joint, by_words, by_meaning]): Mix, width: usize, dims: usize) -> Weights {
        Weights::pack(self.words.classes(), width, dims, |at, column| {
            self.joint.column(at, column);
            column.iter_mut().for_each(|weight| *weight *= joint);
            let mut add =
                |by: f32, more: &[f32]| column.iter_mut().zip(more).for_each(|(weight, &more)| *weight += by * more);
            // Both softmaxes have a bias.
            if at <= width {
                add(by_words, self.words.column(at));
            }
            if let Some(at) = at.checked_sub(width) {
                add(by_meaning, self.meaning.column(at));
            }
        })
    }
}

/// Machines that speak one by one.
pub(super) struct Panel([Weights; MACHINES]);

impl Panel {
    /// What each says for each class.
    pub fn votes(&self, point: Point<'_>) -> [Vec<f32>; MACHINES] {
        let Self([joint, by_words, by_meaning]) = self;
        [
            joint.scores(point),
            by_words.scores(Point { dense: &[], ..point }),
            by_meaning.scores(Point { sparse: &[], ..point }),
        ]
    }
}
