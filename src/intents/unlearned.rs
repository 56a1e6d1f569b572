//! What was taught since the classifier learned: it is known by its wording until the classifier has learned it as well.

use std::collections::HashMap;

use super::{
    features::Wording,
    model::{Example, IntentModel},
};
use crate::language::Utterance;

/// From this cosine on a message is worded like an example. Under it the classifier alone speaks.
const ALIKE: f32 = 0.6;

/// Examples that a classifier has not learned yet.
#[derive(Clone, Debug, Default)]
pub struct Unlearned {
    examples: Vec<Taught>,
    /// The examples by their very words.
    wordings: HashMap<String, usize>,
}

#[derive(Clone, Debug)]
struct Taught {
    intent: String,
    wording: Wording,
}

impl Unlearned {
    /// Those of the examples that the model has not learned.
    #[must_use]
    pub fn of(examples: &[Example], model: &IntentModel) -> Self {
        let mut unlearned = Self::default();
        for example in examples.iter().filter(|example| !model.has_learned(example)) {
            let text = Utterance::read(&example.text);
            unlearned.wordings.insert(text.normalized().to_owned(), unlearned.examples.len());
            unlearned.examples.push(Taught { intent: example.intent.clone(), wording: model.wording(&text) });
        }
        unlearned
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.examples.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.examples.is_empty()
    }

    /// The intent of the example that a message is worded most like, and how like. The very words are wholly like.
    pub(super) fn nearest(&self, message: &Utterance, wording: impl FnOnce() -> Wording) -> Option<(&str, f32)> {
        if self.is_empty() {
            return None;
        }
        if let Some(&same) = self.wordings.get(message.normalized()) {
            return Some((&self.examples[same].intent, 1.0));
        }
        let wording = wording();
        let cosines = self.examples.iter().map(|taught| (taught.intent.as_str(), wording.cosine(&taught.wording)));
        cosines.filter(|(_, alike)| *alike >= ALIKE).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(a.0)))
    }
}
