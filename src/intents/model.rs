//! The classifier: what it learns from, and what it says about a message.

use crate::domain::Language;
use crate::language::Utterance;

use super::calibrate::{probabilities, sharpness};
use super::learner::{Held, Learner, Lessons};
use super::scope::{Scope, signals};
use super::spelling::Spelling;

/// How many intents a classification names.
const TOP: usize = 5;

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

/// A trained model. It is plain data: share it, throw it away, train another.
#[derive(Clone, Debug)]
pub struct IntentModel {
    intents: Vec<String>,
    learner: Learner,
    spelling: Spelling,
    sharpness: f32,
    scope: Scope,
}

impl IntentModel {
    /// Learns from examples, and from messages that are none of the intents. Uses all cores; the same input and seed
    /// give the same model.
    #[must_use]
    pub fn train(examples: &[Example], off_topic: &[(Option<Language>, String)], options: &Options) -> Self {
        Self::train_checked(examples, off_topic, &[], options)
    }

    /// As [`Self::train`], calibrated on further messages that are not learned. Those of an unknown intent stand for
    /// what is out of scope.
    #[must_use]
    pub fn train_checked(
        examples: &[Example],
        off_topic: &[(Option<Language>, String)],
        checks: &[Example],
        options: &Options,
    ) -> Self {
        let mut intents: Vec<String> = examples.iter().map(|e| e.intent.clone()).collect();
        intents.sort_unstable();
        intents.dedup();
        let off_topic: Vec<&str> = off_topic.iter().map(|(_, text)| text.as_str()).collect();
        let lessons = Lessons::read(examples, &off_topic, checks, &intents);
        let (learner, held) = rayon::join(|| lessons.learn(options.seed), || lessons.hold_out(options.seed));
        let (known, unknown): (Vec<Held>, Vec<Held>) = held.into_iter().partition(|h| h.in_scope);
        let scored: Vec<(&[f32], u32)> = known.iter().map(|h| (&h.judged.scores[..intents.len()], h.label)).collect();
        let sharpness = sharpness(&scored);
        let sign = |held: &[Held]| held.iter().map(|h| signals(&h.judged, intents.len(), sharpness)).collect::<Vec<_>>();
        let scope = Scope::fit(&sign(&known), &sign(&unknown), options.keep);
        Self { spelling: Spelling::learn(examples), intents, learner, sharpness, scope }
    }

    /// What a message wants.
    #[must_use]
    pub fn classify(&self, utterance: &Utterance, language: Option<Language>) -> Classified {
        if self.intents.is_empty() || utterance.tokens().is_empty() {
            return Classified::default();
        }
        let words: Vec<&str> = utterance.tokens().iter().map(|t| self.spelling.mend(&t.text, language)).collect();
        let judged = self.learner.judge(&words, self.intents.len());
        let in_scope = self.scope.probability(&signals(&judged, self.intents.len(), self.sharpness));
        let ranked = probabilities(&judged.scores[..self.intents.len()], self.sharpness, TOP)
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
        self.learner.bytes() + self.spelling.bytes()
    }
}
