//! One training run: from labelled texts to machines, and what they say about a text. Held-out texts tell how good it is.

use std::sync::Arc;

use rayon::prelude::*;

use crate::language::Utterance;
use crate::vectors::{Embedding, Vectors};

use super::centroids::Centroids;
use super::features::{Features, Sparse, Wording, drawn};
use super::machines::{Course, Machines};
use super::matrix::{Half, Matrix, Point};
use super::mix::{MACHINES, Mix};
use super::model::Example;
use super::near::Vocabulary;
use super::neighbours::Neighbours;
use super::order::Orders;
use super::reader::Reader;
use super::weights::Weights;

/// From this many texts on, one part in [`FEW_PARTS`] held out says enough.
const PLENTY: usize = 2_000;
/// Below this many, [`MANY_PARTS`] leave each learner more to learn from, and cost nothing that is felt.
const SCARCE: usize = 1_000;
const FEW_PARTS: usize = 4;
const MANY_PARTS: usize = 10;
/// With fewer classes, none can be withheld to stand for the unexpected.
const ENOUGH_CLASSES: usize = 4;
/// Up to this many texts, words near to those of a text are looked at as well. More texts have those words themselves.
const NEAR_UP_TO: usize = 4_000;
/// The features of so many texts are packed before the next ones are looked for: each takes more memory than its row.
const AT_ONCE: usize = 1_024;

/// Texts with the numbers of their classes; the class after the last one is off-topic.
pub(super) struct Lessons {
    texts: Vec<Utterance>,
    /// The coordinates of what each text means, text by text; zeros where it means nothing.
    meanings: Vec<Half>,
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

impl Evidence {
    /// How near the nearest of all examples is, words that training has not seen included.
    pub fn nearest_of_all(&self) -> f32 {
        // The same words can come out as a little more than 1.
        (self.coverage * self.nearest.iter().copied().fold(0.0, f32::max)).min(1.0)
    }
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

/// Texts as rows, in the order in which the machines go through them.
struct Desk<'a> {
    lessons: &'a Lessons,
    reader: Reader,
    /// Which text each row is.
    texts: Vec<usize>,
    /// What each row draws its places from; ascending.
    keys: Vec<u64>,
    labels: Vec<u32>,
    words: Vec<Sparse>,
    matrix: Matrix,
}

/// Some texts are learned, others asked.
struct Round {
    rows: Vec<u32>,
    asked: Vec<usize>,
    /// Classes that nothing is learned of.
    withheld: Vec<bool>,
}

/// A training run whose machines are not mixed yet.
pub(super) struct Taught {
    reader: Reader,
    neighbours: Neighbours,
    centroids: Centroids,
    machines: Machines,
    dims: usize,
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
        let mut meanings = vec![Half::default(); texts.len() * dims];
        meanings.par_chunks_exact_mut(dims).zip(&texts).for_each(|(meaning, text)| {
            if let Some(embedding) = embed(&words(text)) {
                meaning.iter_mut().zip(embedding.values()).for_each(|(half, &value)| *half = Half::of(value));
            }
        });
        let vocabulary = (taught <= NEAR_UP_TO)
            .then(|| Arc::new(Vocabulary::of(texts[..taught].iter().flat_map(|text| words(text)))));
        Self { texts, meanings, dims, labels, classes: intents.len(), taught, vocabulary }
    }

    /// The texts: first those that are learned, in the order in which they were taught.
    pub fn texts(&self) -> &[Utterance] {
        &self.texts
    }

    /// Learns everything that is taught, and says what learners say about texts that they have not seen: each part of the
    /// texts in turn is kept from one of them. Where nothing off-topic is taught, some classes are withheld too, and stand
    /// for it.
    pub fn learn(&self, seed: u64) -> (Taught, Vec<Held>) {
        let desk = self.desk(seed);
        let learn = || match &self.rounds(&desk, seed)[..] {
            // The learner that was asked goes on with what was kept from it.
            [round] if !round.withheld.contains(&true) => {
                let (mut machines, held) = desk.run(round);
                desk.learn(&mut machines, &desk.rows(), Course::REST);
                (machines, held)
            }
            rounds => rayon::join(
                || {
                    let mut machines = desk.blank();
                    desk.learn(&mut machines, &desk.rows(), Course::whole(self.taught));
                    machines
                },
                || rounds.into_par_iter().flat_map(|round| desk.run(round).1).collect(),
            ),
        };
        let ((machines, held), (neighbours, centroids)) = rayon::join(learn, || desk.near(&desk.rows()));
        (Taught { reader: desk.reader, neighbours, centroids, machines, dims: self.dims }, held)
    }

    /// Brings the texts into an order that is drawn once: the machines find them one after the other in memory. Each text
    /// draws its own place, so that an example more or less changes little else.
    fn desk(&self, seed: u64) -> Desk<'_> {
        let mut drawn: Vec<(u64, usize)> =
            (0..self.taught).map(|i| (drawn(self.texts[i].normalized(), seed), i)).collect();
        drawn.sort_unstable();
        let (keys, order): (Vec<u64>, Vec<usize>) = drawn.into_iter().unzip();
        let texts: Vec<Vec<&str>> = order.iter().map(|&i| words(&self.texts[i])).collect();
        let reader = Reader::fit(&texts, self.vocabulary.as_ref());
        let mut matrix = Matrix::with_room(reader.width(), self.dims, texts.len(), reader.entries());
        let mut words = Vec::with_capacity(texts.len());
        for (texts, order) in texts.chunks(AT_ONCE).zip(order.chunks(AT_ONCE)) {
            let features: Vec<Features> = texts.par_iter().map(|text| reader.features(text)).collect();
            for (features, &i) in features.into_iter().zip(order) {
                matrix.push(&features.vector, self.halves(i));
                words.push(features.words);
            }
        }
        let labels = order.iter().map(|&i| self.labels[i]).collect();
        Desk { lessons: self, reader, texts: order, keys, labels, words, matrix }
    }

    fn rounds(&self, desk: &Desk<'_>, seed: u64) -> Vec<Round> {
        let parts = if self.taught < SCARCE { MANY_PARTS } else { FEW_PARTS };
        let rounds = if self.taught < PLENTY { parts } else { 1 };
        let part_of = if rounds == 1 { self.draw(parts, seed) } else { self.deal(parts) };
        let withholds = !self.has_off_topic() && self.classes >= ENOUGH_CLASSES;
        let round = |round: usize| {
            let withheld: Vec<bool> = (0..=self.classes).map(|class| withholds && class % parts == round).collect();
            let learns = |&row: &u32| {
                let text = desk.texts[row as usize];
                part_of[text] != round && !withheld[self.labels[text] as usize]
            };
            let asks = |&i: &usize| if i < self.taught { part_of[i] == round } else { i % rounds == round };
            let asked = (0..self.texts.len()).filter(asks).collect();
            Round { rows: desk.rows().into_iter().filter(learns).collect(), asked, withheld }
        };
        (0..rounds).map(round).collect()
    }

    fn halves(&self, at: usize) -> &[Half] {
        &self.meanings[at * self.dims..(at + 1) * self.dims]
    }

    /// What a text means.
    fn meaning(&self, at: usize) -> Vec<f32> {
        self.halves(at).iter().map(|half| half.value()).collect()
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
pub(super) fn words(text: &Utterance) -> Vec<&str> {
    text.tokens().iter().map(|t| t.text.as_str()).collect()
}

/// What words mean together.
fn embed(words: &[&str]) -> Option<Embedding> {
    Vectors::embedded().embed(words.iter().copied())
}

impl Desk<'_> {
    fn rows(&self) -> Vec<u32> {
        (0..self.texts.len() as u32).collect()
    }

    fn blank(&self) -> Machines {
        let classes = self.lessons.classes + usize::from(self.lessons.has_off_topic());
        Machines::blank(&self.matrix, classes)
    }

    fn learn(&self, machines: &mut Machines, rows: &[u32], course: Course) {
        machines.learn(&self.matrix, &self.labels, &Orders::of(&self.keys, rows), course);
    }

    /// Learns a round's rows and judges what it asks.
    fn run(&self, round: &Round) -> (Machines, Vec<Held>) {
        let mut machines = self.blank();
        self.learn(&mut machines, &round.rows, Course::first(round.rows.len()));
        let panel = machines.panel(self.reader.width(), self.lessons.dims);
        // What only those have that are asked is unknown, as it would be in a message.
        let reader = self.reader.only(&self.matrix.seen(&round.rows));
        let (neighbours, centroids) = self.near(&round.rows);
        let lessons = self.lessons;
        let judge = |&i: &usize| {
            let (features, meaning) = (reader.features(&words(&lessons.texts[i])), lessons.meaning(i));
            let label = lessons.labels[i];
            Held {
                label,
                votes: panel.votes(Point { sparse: &features.vector, dense: &meaning }),
                evidence: evidence(&features, &meaning, &neighbours, &centroids),
                in_scope: (label as usize) < lessons.classes && !round.withheld[label as usize],
            }
        };
        let held = round.asked.par_iter().map(judge).collect();
        (machines, held)
    }

    /// What is near to some rows.
    fn near(&self, rows: &[u32]) -> (Neighbours, Centroids) {
        let Lessons { classes, dims, .. } = *self.lessons;
        let labelled = || rows.iter().map(|&row| (row as usize, self.labels[row as usize]));
        let words = labelled().map(|(row, label)| (&self.words[row], label));
        let on_topic = labelled().filter(|&(_, label)| (label as usize) < classes);
        let meanings = on_topic.map(|(row, label)| (self.lessons.meaning(self.texts[row]), label));
        (Neighbours::index(words, self.reader.width()), Centroids::of(meanings, classes, dims))
    }
}

impl Taught {
    /// Mixes the machines.
    pub fn mix(self, mix: Mix) -> Learner {
        let weights = self.machines.mix(mix, self.reader.width(), self.dims);
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

    /// How a text is worded.
    pub fn wording(&self, words: &[&str]) -> Wording {
        self.reader.wording(words)
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.reader.bytes() + self.weights.bytes() + self.neighbours.bytes() + self.centroids.bytes()
    }
}
