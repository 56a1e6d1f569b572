//! One training run: from labelled texts to machines, and what they say about a text. Held-out texts tell how good it is.

use std::sync::Arc;

use rayon::prelude::*;

use crate::language::Utterance;
use crate::vectors::{Embedding, Vectors};

use super::centroids::Centroids;
use super::features::{Features, drawn};
use super::matrix::{Matrix, Point};
use super::mix::{MACHINES, Mix};
use super::model::Example;
use super::near::Vocabulary;
use super::neighbours::Neighbours;
use super::reader::Reader;
use super::softmax::{self, Descent};
use super::svm::{self, Training};
use super::weights::Weights;

/// From this many texts on, one part in [`FEW_PARTS`] held out says enough.
const PLENTY: usize = 2_000;
/// Below this many, [`MANY_PARTS`] leave each learner more to learn from, and cost nothing that is felt.
const SCARCE: usize = 1_000;
const FEW_PARTS: usize = 4;
const MANY_PARTS: usize = 10;
/// With fewer classes, none can be withheld to stand for the unexpected.
const ENOUGH_CLASSES: usize = 4;
/// From this many texts on, the softmaxes have seen enough of each class in fewer passes.
const ABUNDANCE: usize = 10_000;
/// Up to this many texts, words near to those of a text are looked at as well. More texts have those words themselves.
const NEAR_UP_TO: usize = 4_000;

/// Texts with the numbers of their classes; the class after the last one is off-topic.
pub(super) struct Lessons {
    texts: Vec<Utterance>,
    /// The coordinates of what each text means, text by text; zeros where it means nothing.
    meanings: Vec<f32>,
    dims: usize,
    labels: Vec<u32>,
    /// How many classes there are, off-topic not counted.
    pub classes: usize,
    /// The first so many are learned; the others are only asked.
    taught: usize,
    /// The words of the texts, where near ones count.
    vocabulary: Option<Arc<Vocabulary>>,
}

/// What a training run leaves.
#[derive(Clone, Debug, Default)]
pub(super) struct Learner {
    reader: Reader,
    weights: Weights,
    neighbours: Neighbours,
    centroids: Centroids,
}

/// What a learner says about a text.
pub(super) struct Judged {
    /// The score of each class, and of off-topic where that was taught.
    pub scores: Vec<f32>,
    pub evidence: Evidence,
}

/// What a text has to do with what was taught, scores apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// The cosine of the words with the nearest example, class by class; off-topic is the last one.
    pub nearest: Vec<f32>,
    /// The cosine of the meaning with the middle of the examples, class by class.
    pub middles: Vec<f32>,
    /// The share of the words that training has seen.
    pub coverage: f32,
    /// How near training comes to the words.
    pub reach: f32,
}

/// A text judged by learners that have not seen it.
pub(super) struct Held {
    pub label: u32,
    /// What each machine says.
    pub votes: [Vec<f32>; MACHINES],
    pub evidence: Evidence,
    /// Its class is one the learners know.
    pub in_scope: bool,
}

/// A training run whose machines are not mixed yet.
pub(super) struct Taught {
    reader: Reader,
    neighbours: Neighbours,
    centroids: Centroids,
    joint: Vec<Vec<f32>>,
    words: Vec<Vec<f32>>,
    meaning: Vec<Vec<f32>>,
}

impl Lessons {
    /// Reads what is taught and what is only asked. Examples of an intent that is not in `intents` are off-topic.
    pub fn read(taught: &[Example], off_topic: &[impl AsRef<str>], asked: &[Example], intents: &[String]) -> Self {
        let number = |intent: &String| intents.binary_search(intent).map_or(intents.len(), |at| at) as u32;
        let taught_rows = taught.iter().map(|e| (e.text.as_str(), number(&e.intent)));
        let asked_rows = asked.iter().map(|e| (e.text.as_str(), number(&e.intent)));
        let off_topic = off_topic.iter().map(|text| (text.as_ref(), intents.len() as u32));
        let rows = taught_rows.chain(off_topic).chain(asked_rows);
        let (texts, labels): (Vec<&str>, Vec<u32>) = rows.unzip();
        let texts: Vec<Utterance> = texts.into_par_iter().map(Utterance::read).collect();
        let taught = texts.len() - asked.len();
        let dims = Vectors::embedded().dims();
        let mut meanings = vec![0.0; texts.len() * dims];
        meanings.par_chunks_exact_mut(dims).zip(&texts).for_each(|(meaning, text)| {
            if let Some(embedding) = embed(&words(text)) {
                meaning.copy_from_slice(embedding.values());
            }
        });
        let vocabulary = (taught <= NEAR_UP_TO)
            .then(|| Arc::new(Vocabulary::of(texts[..taught].iter().flat_map(|text| words(text)))));
        Self { texts, meanings, dims, labels, classes: intents.len(), taught, vocabulary }
    }

    /// Learns everything that is taught.
    pub fn learn(&self, seed: u64) -> Taught {
        self.learn_some((0..self.taught).collect(), seed)
    }

    /// What learners say about texts they have not seen: each part of the texts in turn is kept from one of them. Where
    /// nothing off-topic is taught, some classes are withheld too, and stand for it.
    pub fn hold_out(&self, seed: u64) -> Vec<Held> {
        let parts = if self.taught < SCARCE { MANY_PARTS } else { FEW_PARTS };
        let rounds = if self.taught < PLENTY { parts } else { 1 };
        let part_of = if rounds == 1 { self.draw(parts, seed) } else { self.deal(parts) };
        let withholds = !self.has_off_topic() && self.classes >= ENOUGH_CLASSES;
        let round = |round: usize| {
            let withheld = |i: usize| withholds && self.labels[i] as usize % parts == round;
            let chosen: Vec<usize> = (0..self.taught).filter(|&i| part_of[i] != round && !withheld(i)).collect();
            let asks = |i: usize| if i < self.taught { part_of[i] == round } else { i % rounds == round };
            let asked: Vec<usize> = (0..self.texts.len()).filter(|&i| asks(i)).collect();
            let panel = self.learn_some(chosen, seed).panel();
            let judged = asked.into_par_iter().map(|i| {
                let (votes, evidence) = panel.judge(&words(&self.texts[i]), self.meaning(i));
                let in_scope = (self.labels[i] as usize) < self.classes && !withheld(i);
                Held { label: self.labels[i], votes, evidence, in_scope }
            });
            judged.collect::<Vec<_>>()
        };
        (0..rounds).into_par_iter().flat_map(round).collect()
    }

    /// Goes through the texts in an order that is drawn once: the machines find them one after the other in memory. Each
    /// text draws its own place, so that an example more or less changes little else.
    fn learn_some(&self, mut chosen: Vec<usize>, seed: u64) -> Taught {
        chosen.sort_by_cached_key(|&i| drawn(self.texts[i].normalized(), seed));
        let texts: Vec<Vec<&str>> = chosen.iter().map(|&i| words(&self.texts[i])).collect();
        let reader = Reader::fit(&texts, self.vocabulary.as_ref());
        let features: Vec<Features> = texts.par_iter().map(|text| reader.features(text)).collect();
        let labels: Vec<u32> = chosen.iter().map(|&i| self.labels[i]).collect();
        let classes = self.classes + usize::from(self.has_off_topic());
        let both = features.iter().zip(&chosen);
        let both = both.map(|(features, &i)| Point { sparse: &features.vector, dense: self.meaning(i) });
        let meanings = chosen.iter().map(|&i| Point { sparse: &[], dense: self.meaning(i) });
        let (width, dims) = (reader.width(), self.dims);
        let joint = Matrix::pack(both, width, dims);
        let passes = if chosen.len() < ABUNDANCE { 8 } else { 5 };
        let soft = |points: &Matrix, cost| softmax::train(points, &labels, classes, Descent { cost, passes });
        let ((joint, words), meaning) = rayon::join(
            || {
                rayon::join(
                    || svm::train(&joint, &labels, classes, Training { cost: 1.0, tolerance: 0.5, passes: 60 }),
                    || soft(&Matrix::pack(features.iter().map(|f| Point::from(&f.vector)), width, 0), 100.0),
                )
            },
            || soft(&Matrix::pack(meanings, 0, dims), 30.0),
        );
        let on_topic = || labels.iter().enumerate().filter(|&(_, &label)| (label as usize) < self.classes);
        let neighbours = Neighbours::index(features.iter().map(|f| &f.words).zip(labels.iter().copied()), width);
        let centroids =
            Centroids::of(on_topic().map(|(at, &label)| (self.meaning(chosen[at]), label)), self.classes, dims);
        Taught { reader, neighbours, centroids, joint, words, meaning }
    }

    fn meaning(&self, at: usize) -> &[f32] {
        &self.meanings[at * self.dims..(at + 1) * self.dims]
    }

    fn has_off_topic(&self) -> bool {
        self.labels[..self.taught].iter().any(|&label| label as usize == self.classes)
    }

    /// Lets each text draw its part: with many of them every class has its share, and one text more moves no other.
    fn draw(&self, parts: usize, seed: u64) -> Vec<usize> {
        let part = |text: &Utterance| (drawn(text.normalized(), !seed) % parts as u64) as usize;
        self.texts.iter().map(part).collect()
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

/// The words of a text.
fn words(text: &Utterance) -> Vec<&str> {
    text.tokens().iter().map(|t| t.text.as_str()).collect()
}

/// What words mean together.
fn embed(words: &[&str]) -> Option<Embedding> {
    Vectors::embedded().embed(words.iter().copied())
}

/// A training run whose machines speak one by one.
struct Panel {
    taught: Taught,
    machines: [Weights; MACHINES],
}

impl Panel {
    fn judge(&self, words: &[&str], meaning: &[f32]) -> ([Vec<f32>; MACHINES], Evidence) {
        let features = self.taught.reader.features(words);
        let [joint, by_words, by_meaning] = &self.machines;
        let votes = [
            joint.scores(Point { sparse: &features.vector, dense: meaning }),
            by_words.scores(Point::from(&features.vector)),
            by_meaning.scores(Point { sparse: &[], dense: meaning }),
        ];
        (votes, evidence(&features, meaning, &self.taught.neighbours, &self.taught.centroids))
    }
}

impl Taught {
    fn panel(self) -> Panel {
        let width = self.reader.width();
        let pack = |machines: &[Vec<f32>], width| Weights::pack(machines, width);
        let machines = [pack(&self.joint, width), pack(&self.words, width), pack(&self.meaning, 0)];
        Panel { taught: self, machines }
    }

    /// Mixes the machines: they are all linear, so their weights can be added up.
    pub fn mix(self, Mix([joint, by_words, by_meaning]): Mix) -> Learner {
        let width = self.reader.width();
        let mut machines = self.joint;
        for ((machine, words), meaning) in machines.iter_mut().zip(&self.words).zip(&self.meaning) {
            let (sparse, dense) = machine.split_at_mut(width + 1);
            sparse.iter_mut().zip(words).for_each(|(weight, word)| *weight = joint * *weight + by_words * word);
            sparse[width] += by_meaning * meaning[0];
            let dense = dense.iter_mut().zip(&meaning[1..]);
            dense.for_each(|(weight, meaning)| *weight = joint * *weight + by_meaning * meaning);
        }
        let weights = Weights::pack(&machines, width);
        Learner { reader: self.reader, weights, neighbours: self.neighbours, centroids: self.centroids }
    }
}

fn evidence(features: &Features, meaning: &[f32], neighbours: &Neighbours, centroids: &Centroids) -> Evidence {
    let middles = centroids.cosines(meaning);
    Evidence {
        nearest: neighbours.nearest(&features.words, middles.len() + 1),
        middles,
        coverage: features.coverage,
        reach: features.reach,
    }
}

impl Learner {
    /// What it says about a text.
    pub fn judge(&self, words: &[&str]) -> Judged {
        let features = self.reader.features(words);
        let embedding = embed(words);
        let nothing = || vec![0.0; Vectors::embedded().dims()];
        let meaning = embedding.as_ref().map_or_else(nothing, |e| e.values().to_vec());
        let scores = self.weights.scores(Point { sparse: &features.vector, dense: &meaning });
        Judged { scores, evidence: evidence(&features, &meaning, &self.neighbours, &self.centroids) }
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.reader.bytes() + self.weights.bytes() + self.neighbours.bytes() + self.centroids.bytes()
    }
}
