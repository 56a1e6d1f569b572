//! What recognises utterances by their examples: learned thoroughly, or known by their wording until that is done.

use rayon::prelude::*;

use super::{
    Content,
    follow_ups::{self, FollowUps},
    made::Made,
    mask::{Adjectives, mask},
    parts::Parts,
    problems::{self, Problems},
};
use crate::{
    domain::Language,
    intents::{Classified, Example, IntentModel, Options, Unlearned},
    language::{Lexicon, Shorthand, Utterance},
    support::Localized,
};

/// The seed of the training: the same content learns the same.
const SEED: u64 = 17;
/// So many examples are known by their wording at most: each message is held against all of them.
const FEW: usize = 1_000;

/// How a change of the examples is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// Learned, all of it anew: it takes seconds.
    Thorough,
    /// Known by its wording, beside what was learned before. Where that is not enough, learned.
    AtOnce,
}

/// An utterance that is none of ours, in its language.
pub(super) type OffTopic = (Option<Language>, String);

/// What there is to learn.
pub(super) struct Lessons {
    examples: Vec<Example>,
    off_topic: Vec<OffTopic>,
    follow_ups: follow_ups::Lessons,
    problems: problems::Lessons,
}

impl Lessons {
    /// The examples, what is off topic, and what goes on from an answer.
    pub fn of(parts: &Parts, lexicon: &Lexicon, shorthand: &Localized<Shorthand>) -> Self {
        let masked = |text: &str, language| learned(&Utterance::read(text), lexicon, shorthand, language);
        let written = parts.intents.iter().flat_map(|(_, intent)| {
            let examples =
                intent.examples.iter().flat_map(|(language, texts)| texts.iter().map(move |text| (language, text)));
            examples.map(|(language, text)| (&intent.id, language, &text.text))
        });
        let examples: Vec<Example> = written
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|(intent, language, text)| Example {
                intent: intent.clone(),
                language: Some(language),
                text: masked(text, language),
            })
            .collect();
        let off_topic = parts.off_topic.par_iter().map(|(language, line)| (Some(*language), masked(line, *language)));
        let off_topic: Vec<OffTopic> = off_topic.collect();
        let follow_ups = follow_ups::Lessons::of(parts, &examples, &off_topic);
        Self { examples, off_topic, follow_ups, problems: problems::Lessons::of(&parts.facts) }
    }
}

/// What recognises intents, and the cues that go on from an answer.
#[derive(Debug)]
pub(super) struct Classifiers {
    pub model: Made<IntentModel>,
    pub follow_ups: Made<FollowUps>,
    pub problems: Made<Problems>,
    /// What the model has yet to learn.
    unlearned: Unlearned,
    /// All are made of what the content says.
    pub are_up_to_date: bool,
}

impl Classifiers {
    /// Learns what is taught. What would come out as in `before` is taken from there.
    pub fn learn(lessons: &Lessons, before: Option<&Content>, pace: Pace) -> Self {
        let before = before.map(|before| &before.classifiers);
        let at_once = before.filter(|_| pace == Pace::AtOnce).and_then(|before| before.beside(lessons));
        at_once.unwrap_or_else(|| Self::thorough(lessons, before))
    }

    fn thorough(lessons: &Lessons, before: Option<&Self>) -> Self {
        let Lessons { examples, off_topic, follow_ups, problems } = lessons;
        let train = || IntentModel::train(examples, off_topic, &Options { seed: SEED, ..Options::default() });
        let (model, (follow_ups, problems)) = rayon::join(
            || Made::of(&(examples, off_topic), before.map(|before| &before.model), train),
            || {
                rayon::join(
                    || Made::of(follow_ups, before.map(|b| &b.follow_ups), || FollowUps::learn(follow_ups, SEED)),
                    || Made::of(problems, before.map(|b| &b.problems), || Problems::learn(problems, SEED)),
                )
            },
        );
        Self { model, follow_ups, problems, unlearned: Unlearned::default(), are_up_to_date: true }
    }

    /// What was learned before, with what is new beside it; `None` where that is too much.
    fn beside(&self, Lessons { examples, off_topic, follow_ups, problems }: &Lessons) -> Option<Self> {
        let are_up_to_date = self.model.is_of(&(examples, off_topic))
            && self.follow_ups.is_of(follow_ups)
            && self.problems.is_of(problems);
        let unlearned = if are_up_to_date { Unlearned::default() } else { Unlearned::of(examples, &self.model) };
        let (model, follow_ups, problems) = (self.model.clone(), self.follow_ups.clone(), self.problems.clone());
        (unlearned.len() <= FEW).then_some(Self { model, follow_ups, problems, unlearned, are_up_to_date })
    }
}

impl Content {
    /// What a message wants, as the classifier sees it: examples that it has yet to learn count by their wording, and what
    /// was an intent is none.
    #[must_use]
    pub fn classify(&self, utterance: &Utterance, language: Language) -> Classified {
        let Classifiers { model, unlearned, are_up_to_date, .. } = &self.classifiers;
        let classified = model.classify_beside(unlearned, utterance, Some(language));
        if *are_up_to_date { classified } else { classified.only(|intent| self.intent(intent).is_some()) }
    }

    /// The words of a message as the classifier reads them: unknown ones mended.
    #[must_use]
    pub fn spelled(&self, utterance: &Utterance, language: Language) -> Vec<String> {
        self.classifiers.model.spelled(utterance, Some(language))
    }

    /// Whether an intent is taught an utterance, countries, plans and the like aside.
    #[must_use]
    pub fn teaches(&self, intent: &str, utterance: &str, language: Language) -> bool {
        let text = learned(&Utterance::read(utterance), &self.lexicon, &self.shorthand, language);
        self.classifiers.model.has_learned(&Example { intent: intent.to_owned(), language: Some(language), text })
    }

    /// Whether the classifier has learned all that the files teach. If not, the rest is known by its wording.
    #[must_use]
    pub const fn has_learned(&self) -> bool {
        self.classifiers.are_up_to_date
    }
}

/// An utterance as the classifier learns it.
pub(crate) fn learned(
    utterance: &Utterance,
    lexicon: &Lexicon,
    shorthand: &Localized<Shorthand>,
    language: Language,
) -> String {
    let masked = mask(utterance, &lexicon.find(utterance, language), Adjectives::Languages);
    shorthand.get(language).spell_out(&masked).unwrap_or(masked).normalized().to_owned()
}
