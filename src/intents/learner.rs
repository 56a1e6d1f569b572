//! One training run: from labelled texts to machines, and what they say about a text. Held-out texts tell how good it is.

use rayon::prelude::*;

use crate::language::Utterance;

use super::features::{Features, Vectorizer};
use super::model::Example;
use super::neighbours::{Nearness, Neighbours};
use super::softmax::{self, Descent};
use super::svm::{self, Matrix, Training};
use super::weights::Weights;

/// From this many texts on, one part in [`FEW_PARTS`] held out says enough.
const PLENTY: usize = 2_000;
/// Below this many, [`MANY_PARTS`] leave each learner more to learn from, and cost nothing that is felt.
const SCARCE: usize = 1_000;
const FEW_PARTS: usize = 4;
const MANY_PARTS: usize = 10;
/// With fewer classes, none can be withheld to stand for the unexpected.
const ENOUGH_CLASSES: usize = 4;
/// How much of the score is the softmax's, whose weights are about five times as large as the vector machines'.
/// Measured: the average is as good as the better of the two on every set, and calibrated as well as the softmax.
const SOFTMAX_SHARE: f32 = 0.2;

/// Texts with the numbers of their classes; the class after the last one is off-topic.
pub(super) struct Lessons {
    texts: Vec<Utterance>,
    labels: Vec<u32>,
    /// How many classes there are, off-topic not counted.
    pub classes: usize,
    /// The first so many are learned; the others are only asked.
    taught: usize,
}

/// What a training run leaves.
#[derive(Clone, Debug, Default)]
pub(super) struct Learner {
    vectorizer: Vectorizer,
    weights: Weights,
    neighbours: Neighbours,
}

/// What a learner says about a text.
pub(super) struct Judged {
    /// The score of each class, and of off-topic where that was taught.
    pub scores: Vec<f32>,
    pub near: Nearness,
    pub coverage: f32,
}

/// A text judged by a learner that has not seen it.
pub(super) struct Held {
    pub label: u32,
    pub judged: Judged,
    /// Its class is one the learner knows.
    pub in_scope: bool,
}

impl Lessons {
    /// Reads what is taught and what is only asked. Examples of an intent that is not in `intents` are off-topic.
    pub fn read(taught: &[Example], off_topic: &[impl AsRef<str>], asked: &[Example], intents: &[String]) -> Self {
        let number = |intent: &String| intents.binary_search(intent).map_or(intents.len(), |at| at) as u32;
        let read = |e: &'_ Example| (Utterance::read(&e.text), number(&e.intent));
        let off_topic = off_topic.iter().map(|text| (Utterance::read(text.as_ref()), intents.len() as u32));
        let rows = taught.iter().map(read).chain(off_topic).chain(asked.iter().map(read));
        let (texts, labels): (Vec<Utterance>, Vec<u32>) = rows.unzip();
        let taught = texts.len() - asked.len();
        Self { texts, labels, classes: intents.len(), taught }
    }

    /// Learns everything that is taught.
    pub fn learn(&self, seed: u64) -> Learner {
        self.learn_some(&(0..self.taught).collect::<Vec<_>>(), seed)
    }

    /// What learners say about texts they have not seen: each part of the texts in turn is kept from one of them. Where
    /// nothing off-topic is taught, some classes are withheld too, and stand for it.
    pub fn hold_out(&self, seed: u64) -> Vec<Held> {
        let parts = if self.taught < SCARCE { MANY_PARTS } else { FEW_PARTS };
        let rounds = if self.taught < PLENTY { parts } else { 1 };
        let part_of = self.deal(parts);
        let withholds = !self.has_off_topic() && self.classes >= ENOUGH_CLASSES;
        let round = |round: usize| {
            let withheld = |i: usize| withholds && self.labels[i] as usize % parts == round;
            let chosen: Vec<usize> = (0..self.taught).filter(|&i| part_of[i] != round && !withheld(i)).collect();
            let asks = |i: usize| if i < self.taught { part_of[i] == round } else { i % rounds == round };
            let asked: Vec<usize> = (0..self.texts.len()).filter(|&i| asks(i)).collect();
            let learner = self.learn_some(&chosen, seed);
            let judged = asked.into_par_iter().map(|i| Held {
                label: self.labels[i],
                judged: learner.judge(&self.words(i), self.classes),
                in_scope: (self.labels[i] as usize) < self.classes && !withheld(i),
            });
            judged.collect::<Vec<_>>()
        };
        (0..rounds).into_par_iter().flat_map(round).collect()
    }

    fn learn_some(&self, chosen: &[usize], seed: u64) -> Learner {
        let texts: Vec<Vec<&str>> = chosen.iter().map(|&i| self.words(i)).collect();
        let vectorizer = Vectorizer::fit(&texts);
        let features: Vec<Features> = texts.par_iter().map(|text| vectorizer.features(text)).collect();
        let labels: Vec<u32> = chosen.iter().map(|&i| self.labels[i]).collect();
        let matrix = Matrix::pack(features.iter().map(|f| &f.vector), vectorizer.width());
        let classes = self.classes + usize::from(self.has_off_topic());
        let (mut machines, soft) = rayon::join(
            || svm::train(&matrix, &labels, classes, Training { cost: 1.0, tolerance: 0.1, passes: 60, seed }),
            || softmax::train(&matrix, &labels, classes, Descent { cost: 100.0, passes: 12, seed }),
        );
        for (weight, soft) in machines.iter_mut().flatten().zip(soft.into_iter().flatten()) {
            *weight += SOFTMAX_SHARE * (soft - *weight);
        }
        let on_topic =
            features.iter().map(|f| &f.words).zip(labels).filter(|&(_, label)| (label as usize) < self.classes);
        let neighbours = Neighbours::index(on_topic, vectorizer.width());
        Learner { vectorizer, weights: Weights::pack(&machines), neighbours }
    }

    fn words(&self, at: usize) -> Vec<&str> {
        self.texts[at].tokens().iter().map(|t| t.text.as_str()).collect()
    }

    fn has_off_topic(&self) -> bool {
        self.labels[..self.taught].iter().any(|&label| label as usize == self.classes)
    }

    /// Deals the texts of each class over the parts in turn.
    fn deal(&self, parts: usize) -> Vec<usize> {
        let mut dealt = vec![0; self.classes + 1];
        let part = |&label: &u32| {
            let at = &mut dealt[label as usize];
            *at += 1;
            // Classes begin at different parts, so that small ones don't all miss the same one.
            (*at + label as usize) % parts
        };
        self.labels.iter().map(part).collect()
    }
}

impl Learner {
    /// What it says about a text.
    pub fn judge(&self, words: &[&str], classes: usize) -> Judged {
        let features = self.vectorizer.features(words);
        let scores = self.weights.scores(&features.vector);
        let best = (0..classes).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or_default();
        let near = self.neighbours.nearness(&features.words, best as u32);
        Judged { scores, near, coverage: features.coverage }
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.vectorizer.bytes() + self.weights.bytes() + self.neighbours.bytes()
    }
}
