//! The classifier: what it learns from, and what it says about a message.

use rayon::prelude::*;

use crate::domain::Language;
use crate::language::{Speller, Utterance};

use super::calibrate::{probabilities, sharpness};
use super::features::{Features, Vectorizer, Weighing};
use super::neighbours::{Nearness, Neighbours};
use super::scope::{Scope, Signals, signals};
use super::svm::{self, Matrix, Training};
use super::weights::Weights;

/// How many intents a classification names.
const TOP: usize = 5;
/// From this many examples on, one part held out says enough; below, every example takes its turn.
const PLENTY: usize = 4_000;

/// An utterance and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The intent.
    pub intent: String,
    /// The language it is written in, where that is known.
    pub language: Option<Language>,
    /// What somebody may say.
    pub text: String,
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The same seed, the same model.
    pub seed: u64,
    /// The share of in-scope messages that must be recognised as such.
    pub keep: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 1, keep: 0.95 }
    }
}

/// An intent and how likely it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// The intent.
    pub intent: String,
    /// Its calibrated probability, given that the message is in scope.
    pub probability: f32,
}

/// What the classifier says about a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Classified {
    /// The likeliest intents, best first.
    pub ranked: Vec<Scored>,
    /// How likely it is that the message is any of the intents, from 0 to 1.
    pub in_scope: f32,
    /// Whether that is over the threshold that training chose.
    pub known: bool,
}

/// One setting of the learner, chosen by cross-validation.
#[derive(Clone, Copy, Debug)]
struct Recipe {
    cost: f32,
    weighing: Weighing,
}

/// What a training run leaves: vectors and machines.
#[derive(Clone, Debug, Default)]
struct Learner {
    vectorizer: Vectorizer,
    weights: Weights,
    neighbours: Neighbours,
}

/// A trained model. It is plain data: share it, throw it away, train another.
#[derive(Clone, Debug)]
pub struct IntentModel {
    intents: Vec<String>,
    learner: Learner,
    speller: Speller,
    sharpness: f32,
    scope: Scope,
}

/// Texts with the numbers of their classes; the class after the last one is off-topic.
struct Lessons {
    texts: Vec<Utterance>,
    labels: Vec<u32>,
    classes: usize,
}

/// A text judged by a learner that has not seen it.
struct Held {
    label: u32,
    scores: Vec<f32>,
    near: Nearness,
    coverage: f32,
    /// Its class was withheld from the learner, so that it stands for what nobody expected.
    stranger: bool,
}

impl IntentModel {
    /// Learns from examples, and from messages that are none of the intents. Uses all cores; the same input and seed
    /// give the same model.
    #[must_use]
    pub fn train(examples: &[Example], off_topic: &[(Option<Language>, String)], options: &Options) -> Self {
        let mut intents: Vec<String> = examples.iter().map(|e| e.intent.clone()).collect();
        intents.sort_unstable();
        intents.dedup();
        let lessons = Lessons::read(examples, off_topic, &intents);
        let (recipe, held) = choose(&lessons, options);
        let inside = |h: &&Held| (h.label as usize) < lessons.classes && !h.stranger;
        let judged: Vec<(&[f32], u32)> =
            held.iter().filter(inside).map(|h| (&h.scores[..lessons.classes], h.label)).collect();
        let sharpness = sharpness(&judged);
        let (known, unknown): (Vec<&Held>, Vec<&Held>) = held.iter().partition(inside);
        let sign = |held: Vec<&Held>| -> Vec<Signals> {
            held.into_iter().map(|h| signals(&h.scores, lessons.classes, sharpness, h.near, h.coverage)).collect()
        };
        let scope = Scope::fit(&sign(known), &sign(unknown), options.keep);
        let everything: Vec<usize> = (0..lessons.texts.len()).collect();
        let learner = Learner::learn(&lessons, &everything, recipe, options.seed);
        let words = lessons.texts.iter().flat_map(|u| u.tokens().iter().map(|t| (t.text.as_str(), 1)));
        Self { intents, learner, speller: Speller::build(words), sharpness, scope }
    }

    /// What a message wants.
    #[must_use]
    pub fn classify(&self, utterance: &Utterance, _language: Option<Language>) -> Classified {
        if self.intents.is_empty() || utterance.tokens().is_empty() {
            return Classified::default();
        }
        let words: Vec<&str> = utterance.tokens().iter().map(|t| self.speller.correct(&t.text).unwrap_or(&t.text)).collect();
        let (scores, near, coverage) = self.learner.judge(&words, self.intents.len());
        let signals = signals(&scores, self.intents.len(), self.sharpness, near, coverage);
        let in_scope = self.scope.probability(&signals);
        let ranked = probabilities(&scores[..self.intents.len()], self.sharpness, TOP)
            .into_iter()
            .map(|(class, probability)| Scored { intent: self.intents[class].clone(), probability })
            .collect();
        Classified { ranked, in_scope, known: self.scope.passes(in_scope) }
    }

    /// The intents it knows, sorted.
    #[must_use]
    pub fn intents(&self) -> &[String] {
        &self.intents
    }

    /// What the model takes in memory, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.learner.weights.bytes() + self.learner.neighbours.bytes() + self.learner.vectorizer.bytes() + self.speller.bytes()
    }
}

impl Lessons {
    fn read(examples: &[Example], off_topic: &[(Option<Language>, String)], intents: &[String]) -> Self {
        let number = |intent: &String| intents.binary_search(intent).map_or(intents.len(), |at| at) as u32;
        let texts = examples.iter().map(|e| &e.text).chain(off_topic.iter().map(|(_, text)| text));
        let labels = examples.iter().map(|e| number(&e.intent)).chain(off_topic.iter().map(|_| intents.len() as u32));
        Self { labels: labels.collect(), texts: texts.map(|t| Utterance::read(t)).collect(), classes: intents.len() }
    }

    fn words(&self, at: usize) -> Vec<&str> {
        self.texts[at].tokens().iter().map(|t| t.text.as_str()).collect()
    }

    fn has_off_topic(&self) -> bool {
        self.labels.iter().any(|&l| l as usize == self.classes)
    }
}

impl Learner {
    fn learn(lessons: &Lessons, chosen: &[usize], recipe: Recipe, seed: u64) -> Self {
        let texts: Vec<Vec<&str>> = chosen.iter().map(|&i| lessons.words(i)).collect();
        let vectorizer = Vectorizer::fit(&texts, recipe.weighing);
        let features: Vec<Features> = texts.par_iter().map(|text| vectorizer.features(text)).collect();
        let labels: Vec<u32> = chosen.iter().map(|&i| lessons.labels[i]).collect();
        let matrix = Matrix::pack(features.iter().map(|f| &f.vector), vectorizer.width());
        let classes = lessons.classes + usize::from(lessons.has_off_topic());
        let training = Training { cost: recipe.cost, tolerance: 0.1, passes: 60, seed };
        let weights = Weights::pack(&svm::train(&matrix, &labels, classes, training));
        let on_topic = features.iter().map(|f| &f.words).zip(labels.iter().copied()).filter(|&(_, l)| (l as usize) < lessons.classes);
        let neighbours = Neighbours::index(on_topic, vectorizer.width());
        Self { vectorizer, weights, neighbours }
    }

    fn judge(&self, words: &[&str], classes: usize) -> (Vec<f32>, Nearness, f32) {
        let features = self.vectorizer.features(words);
        let scores = self.weights.scores(&features.vector);
        let best = (0..classes).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or_default();
        let near = self.neighbours.nearness(&features.words, best as u32);
        (scores, near, features.coverage)
    }
}

/// Tries the recipes on held-out examples, and keeps the best with what it said about them.
fn choose(lessons: &Lessons, options: &Options) -> (Recipe, Vec<Held>) {
    let env = |name: &str, default: f32| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default);
    let recipes = [Recipe { cost: env("COST", 1.0), weighing: Weighing { words: env("WORDS", 0.5), least: env("LEAST", 1.0) as u32 } }];
    let mut best: Option<(usize, Recipe, Vec<Held>)> = None;
    for recipe in recipes {
        let held = hold_out(lessons, recipe, options.seed);
        let right = held.iter().filter(|h| !h.stranger && h.is_right(lessons.classes)).count();
        if best.as_ref().is_none_or(|(most, ..)| right > *most) {
            best = Some((right, recipe, held));
        }
    }
    best.map(|(_, recipe, held)| (recipe, held)).expect("there is a recipe")
}

fn hold_out(lessons: &Lessons, recipe: Recipe, seed: u64) -> Vec<Held> {
    let folds = 4;
    let rounds = if lessons.texts.len() >= PLENTY { 1 } else { folds };
    let fold_of = folds_of(&lessons.labels, lessons.classes, folds);
    let withhold = !lessons.has_off_topic() && lessons.classes >= 2 * folds;
    let mut held = Vec::new();
    for round in 0..rounds {
        let stranger = |i: usize| withhold && lessons.labels[i] as usize % folds == round;
        let chosen: Vec<usize> = (0..lessons.texts.len()).filter(|&i| fold_of[i] != round && !stranger(i)).collect();
        let learner = Learner::learn(lessons, &chosen, recipe, seed);
        let asked: Vec<usize> = (0..lessons.texts.len()).filter(|&i| fold_of[i] == round).collect();
        let judged = asked.into_par_iter().map(|i| {
            let (scores, near, coverage) = learner.judge(&lessons.words(i), lessons.classes);
            Held { label: lessons.labels[i], scores, near, coverage, stranger: stranger(i) }
        });
        held.extend(judged.collect::<Vec<_>>());
    }
    held
}

/// Deals the examples of each class over the folds in turn.
fn folds_of(labels: &[u32], classes: usize, folds: usize) -> Vec<usize> {
    let mut dealt = vec![0; classes + 1];
    labels
        .iter()
        .map(|&label| {
            let at = &mut dealt[label as usize];
            *at += 1;
            // Classes begin at different folds, so that small ones don't all miss the same one.
            (*at + label as usize) % folds
        })
        .collect()
}

impl Held {
    fn is_right(&self, classes: usize) -> bool {
        let best = (0..classes).max_by(|&a, &b| self.scores[a].total_cmp(&self.scores[b]));
        best == Some(self.label as usize)
    }
}
