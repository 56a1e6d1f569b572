//! What a message asks of the last answer, in other words than those that its cues are written in.

use std::collections::HashSet;

use super::{Content, Cue, intent::FOLLOW_UPS, learning::OffTopic, parts::Parts};
use crate::{
    domain::Language,
    intents::{Example, IntentModel, Options},
    language::Utterance,
};

/// What has more words than this says by itself what it is about.
const SHORT: usize = 6;

/// The cues that lead from one intent to another, learned.
#[derive(Debug)]
pub(super) struct FollowUps {
    model: IntentModel,
    /// The words of the cues.
    words: HashSet<String>,
}

impl FollowUps {
    /// Learns the cues against what else there is.
    pub fn learn(Lessons { cues, others }: &Lessons, seed: u64) -> Self {
        let model = IntentModel::train(cues, others, &Options { seed, ..Options::default() });
        Self { model, words: words_of(cues) }
    }

    /// Whether at least two of three words are those of cues.
    fn speaks<'a>(&self, words: impl Iterator<Item = &'a str>) -> bool {
        is_mostly(known(&self.words, words))
    }
}

fn words_of(cues: &[Example]) -> HashSet<String> {
    cues.iter().flat_map(|cue| cue.text.split(' ')).map(str::to_owned).collect()
}

/// How many words are among the known ones, and how many there are.
fn known<'a>(known: &HashSet<String>, words: impl Iterator<Item = &'a str>) -> (usize, usize) {
    words.fold((0, 0), |(found, all), word| (found + usize::from(known.contains(word)), all + 1))
}

/// At least two of three.
const fn is_mostly((found, all): (usize, usize)) -> bool {
    3 * found >= 2 * all
}

/// At least three of four.
const fn is_nearly_all((found, all): (usize, usize)) -> bool {
    4 * found >= 3 * all
}

/// The cues that some intent names for what goes on from it, and whatever else has hardly another word than they have: the
/// short examples of the intents and of what is off topic, which ask for something by themselves. An example of more words
/// of its own is told apart by these.
#[derive(Hash)]
pub(super) struct Lessons {
    cues: Vec<Example>,
    others: Vec<OffTopic>,
}

impl Lessons {
    pub fn of(parts: &Parts, examples: &[Example], off_topic: &[OffTopic]) -> Self {
        let leads =
            |cue: &Cue| parts.intents.iter().any(|(_, intent)| intent.follow_ups.iter().any(|(named, _)| named == cue));
        let spoken = |cue: Cue| parts.phrases.iter().flat_map(move |(_, source)| &source.cues[cue as usize]);
        let example =
            |cue: Cue, text: &String| Example { intent: cue.word().into(), language: None, text: text.clone() };
        let cues = FOLLOW_UPS.into_iter().filter(leads);
        let cues: Vec<Example> = cues.flat_map(|cue| spoken(cue).map(move |text| example(cue, text))).collect();
        let words = words_of(&cues);
        let texts: HashSet<&str> = cues.iter().map(|cue| cue.text.as_str()).collect();
        let is_like_one = |text: &str| {
            let (found, all) = known(&words, text.split(' '));
            all <= SHORT && is_nearly_all((found, all))
        };
        let others = examples.iter().map(|example| (example.language, &example.text));
        let others = others.chain(off_topic.iter().map(|(language, text)| (*language, text)));
        let others = others.filter(|(_, text)| !cues.is_empty() && is_like_one(text) && !texts.contains(text.as_str()));
        let others = others.map(|(language, text)| (language, text.clone())).collect();
        Self { cues, others }
    }
}

impl Content {
    /// What the utterance asks of the last answer, and how likely; nothing where it asks for something by itself.
    #[must_use]
    pub fn asked_of_it(&self, utterance: &Utterance, language: Language) -> Option<(Cue, f32)> {
        if !self.is_like_a_cue(utterance, language) {
            return None;
        }
        let classified = self.classifiers.follow_ups.model.classify(utterance, Some(language));
        let best = classified.ranked.first().filter(|_| classified.known)?;
        let cue = FOLLOW_UPS.into_iter().find(|cue| cue.word() == best.intent)?;
        Some((cue, best.probability))
    }

    /// Whether at least two of three words are those of cues.
    #[must_use]
    pub fn is_like_a_cue(&self, utterance: &Utterance, language: Language) -> bool {
        let spelled = self.classifiers.follow_ups.model.spelled(utterance, Some(language));
        self.classifiers.follow_ups.speaks(spelled.iter().map(String::as_str))
    }

    /// Whether all words are.
    #[must_use]
    pub fn is_made_of_cues(&self, utterance: &Utterance, language: Language) -> bool {
        let spelled = self.classifiers.follow_ups.model.spelled(utterance, Some(language));
        let (found, all) = known(&self.classifiers.follow_ups.words, spelled.iter().map(String::as_str));
        found == all
    }
}
