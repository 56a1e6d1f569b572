//! The classifier: what it learns from, and what it says about a message.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::domain::Language;
use crate::language::Utterance;

use super::calibrate::{probabilities, sharpness};
use super::features::Wording;
use super::learner::{Judged, Learner, Lessons, words};
use super::mix::Mix;
use super::scope::{Scope, signals};
use super::spelling::Spelling;
use super::unlearned::Unlearned;

/// How many intents a classification names.
const TOP: usize = 5;

/// An utterance and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

impl Classified {
    /// The same, but for an intent that is likelier than the classifier thinks.
    fn led_by(mut self, intent: &str, probability: f32) -> Self {
        let own = self.ranked.iter().position(|scored| scored.intent == intent).map(|at| self.ranked.remove(at));
        let before = own.map_or(0.0, |own| own.probability);
        let probability = probability.max(before);
        let left = (1.0 - probability) / (1.0 - before).max(f32::EPSILON);
        self.ranked.iter_mut().for_each(|scored| scored.probability *= left);
        self.ranked.push(Scored { intent: intent.to_owned(), probability });
        self.ranked.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        self.ranked.truncate(TOP);
        Self { in_scope: self.in_scope.max(probability), known: true, ..self }
    }

    /// The same without the intents that are not wanted. Where one of them was the likeliest, nothing is known.
    #[must_use]
    pub fn only(mut self, is_wanted: impl Fn(&str) -> bool) -> Self {
        let is_left = self.ranked.first().is_none_or(|best| is_wanted(&best.intent));
        self.ranked.retain(|scored| is_wanted(&scored.intent));
        Self { known: self.known && is_left, ..self }
    }
}

/// A trained model. It is plain data: share it, throw it away, train another.
#[derive(Clone, Debug)]
pub struct IntentModel {
    intents: Vec<String>,
    learner: Learner,
    spelling: Spelling,
    sharpness: f32,
    scope: Scope,
    learned: Learned,
}

/// Which examples were learned: their hashes, sorted.
#[derive(Clone, Debug, Default)]
struct Learned(Vec<u64>);

impl Learned {
    fn of(examples: &[Example]) -> Self {
        let mut hashes: Vec<u64> = examples.iter().map(Self::hash).collect();
        hashes.sort_unstable();
        Self(hashes)
    }

    fn has(&self, example: &Example) -> bool {
        self.0.binary_search(&Self::hash(example)).is_ok()
    }

    fn hash(example: &Example) -> u64 {
        let mut hasher = DefaultHasher::new();
        example.hash(&mut hasher);
        hasher.finish()
    }
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
        let texts: Vec<&str> = off_topic.iter().map(|(_, text)| text.as_str()).collect();
        let lessons = Lessons::read(examples, &texts, checks, &intents);
        // What is off topic is spelled right as well: a word that only stands there is not a slip in one of ours.
        let languages = examples.iter().map(|example| example.language).chain(off_topic.iter().map(|(l, _)| *l));
        let spelled = languages.zip(lessons.texts());
        let ((taught, held), spelling) = rayon::join(|| lessons.learn(options.seed), || Spelling::learn(spelled));
        let votes: Vec<_> = held.iter().filter(|h| h.in_scope).map(|h| (&h.votes, h.label)).collect();
        let mix = Mix::choose(&votes, intents.len());
        tracing::debug!(?mix, "chosen");
        let judged = held.into_iter().map(|h| {
            let judged = Judged { scores: mix.scores(&h.votes), evidence: h.evidence };
            (h.in_scope, h.label, judged)
        });
        let (known, unknown): (Vec<_>, Vec<_>) = judged.partition(|(in_scope, ..)| *in_scope);
        let scored: Vec<(&[f32], u32)> =
            known.iter().map(|(_, label, j)| (&j.scores[..intents.len()], *label)).collect();
        let sharpness = sharpness(&scored);
        let sign = |held: &[(bool, u32, Judged)]| {
            held.iter().map(|(.., j)| signals(j, intents.len(), sharpness)).collect::<Vec<_>>()
        };
        let scope = Scope::fit(&sign(&known), &sign(&unknown), options.keep);
        let learner = taught.mix(mix);
        Self { spelling, intents, learner, sharpness, scope, learned: Learned::of(examples) }
    }

    /// What a message wants.
    #[must_use]
    pub fn classify(&self, utterance: &Utterance, language: Option<Language>) -> Classified {
        self.classify_beside(&Unlearned::default(), utterance, language)
    }

    /// The same. An example that is not learned yet speaks for its intent where no learned one is worded more like the
    /// message.
    #[must_use]
    pub fn classify_beside(
        &self,
        unlearned: &Unlearned,
        utterance: &Utterance,
        language: Option<Language>,
    ) -> Classified {
        if utterance.tokens().is_empty() || self.intents.is_empty() && unlearned.is_empty() {
            return Classified::default();
        }
        let words: Vec<&str> = utterance.tokens().iter().map(|t| self.spelling.mend(&t.text, language)).collect();
        let judged = self.learner.judge(&words);
        let in_scope = self.scope.probability(&signals(&judged, self.intents.len(), self.sharpness));
        let ranked = probabilities(&judged.scores[..self.intents.len()], self.sharpness, TOP)
            .into_iter()
            .map(|(class, probability)| Scored { intent: self.intents[class].clone(), probability })
            .collect();
        let classified = Classified { ranked, in_scope, known: self.scope.passes(in_scope) };
        match unlearned.nearest(utterance, || self.wording(utterance)) {
            Some((intent, alike)) if alike >= judged.evidence.nearest_of_all() => classified.led_by(intent, alike),
            _ => classified,
        }
    }

    /// Whether it has learned an example.
    #[must_use]
    pub fn has_learned(&self, example: &Example) -> bool {
        self.learned.has(example)
    }

    /// How an utterance is worded.
    pub(super) fn wording(&self, utterance: &Utterance) -> Wording {
        self.learner.wording(&words(utterance))
    }

    /// The words of a message as it reads them: unknown ones mended.
    #[must_use]
    pub fn spelled(&self, utterance: &Utterance, language: Option<Language>) -> Vec<String> {
        utterance.tokens().iter().map(|token| self.spelling.mend(&token.text, language).to_owned()).collect()
    }

    /// The intents it knows, sorted.
    #[must_use]
    pub fn intents(&self) -> &[String] {
        &self.intents
    }

    /// What the model takes in memory, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.learner.bytes() + self.spelling.bytes() + 8 * self.learned.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    const THINGS: [&str; 6] = ["ticket", "invoice", "phone number", "chat session", "password", "plan"];
    const ASKED: [&str; 5] = [
        "how do I open a {}",
        "please open a new {} for me",
        "I would like to open one {}",
        "open {}",
        "can you open my {}",
    ];
    const CLOSED: [&str; 5] = [
        "how do I close a {}",
        "please close the old {} for me",
        "I would like to close one {}",
        "close {}",
        "can you close my {}",
    ];

    fn examples() -> Vec<Example> {
        let fill = |intent: &'static str, forms: [&'static str; 5]| {
            THINGS.into_iter().flat_map(move |thing| {
                forms.into_iter().map(move |form| Example {
                    intent: intent.into(),
                    language: Some(Language::En),
                    text: form.replace("{}", thing),
                })
            })
        };
        fill("open", ASKED).chain(fill("close", CLOSED)).collect()
    }

    fn off_topic() -> Vec<(Option<Language>, String)> {
        [
            "will it rain in Paris",
            "who won the match",
            "tell me a joke",
            "what is seven times nine",
            "recipe for carbonara",
            "qwerty asdf",
        ]
        .map(|text| (Some(Language::En), text.to_owned()))
        .to_vec()
    }

    static MODEL: LazyLock<IntentModel> =
        LazyLock::new(|| IntentModel::train(&examples(), &off_topic(), &Options::default()));

    fn classify(text: &str) -> Classified {
        MODEL.classify(&Utterance::read(text), Some(Language::En))
    }

    #[test]
    fn it_generalises_to_new_words_and_typing_errors() {
        for (text, intent) in
            [("open a door", "open"), ("could you clsoe the invoice", "close"), ("opne my tickets", "open")]
        {
            let classified = classify(text);
            assert_eq!(classified.ranked[0].intent, intent, "{text}: {classified:?}");
            assert!(classified.ranked[0].probability > 0.6);
        }
        let sum: f32 = classify("open").ranked.iter().map(|s| s.probability).sum();
        assert!((sum - 1.0).abs() < 1e-4);
    }

    #[test]
    fn a_word_of_what_is_off_topic_is_no_slip_in_one_of_ours() {
        let off_topic = [(Some(Language::En), "what is a tickel".to_owned())];
        let model = IntentModel::train(&examples(), &off_topic, &Options::default());
        let spelled = |text: &str| model.spelled(&Utterance::read(text), Some(Language::En));
        assert_eq!(spelled("tickel tickef"), ["tickel", "ticket"]);
    }

    #[test]
    fn it_knows_what_it_does_not_know() {
        assert!(classify("please open the phone number").known);
        for text in ["will it snow in Rome", "zzz yyy", "who won", ""] {
            assert!(!classify(text).known, "{text}");
        }
        assert!(classify("open a ticket").in_scope > classify("will it snow in Rome").in_scope);
    }

    #[test]
    fn the_same_seed_gives_the_same_model() {
        let again = IntentModel::train(&examples(), &off_topic(), &Options::default());
        for text in ["open it", "close the plan", "rain"] {
            assert_eq!(again.classify(&Utterance::read(text), None), MODEL.classify(&Utterance::read(text), None));
        }
        assert_eq!(again.bytes(), MODEL.bytes());
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        for threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            let again = pool.install(|| IntentModel::train(&examples(), &off_topic(), &Options::default()));
            for text in ["open it", "close the plan", "rain", "chiudi la chat"] {
                assert_eq!(again.classify(&Utterance::read(text), None), MODEL.classify(&Utterance::read(text), None));
            }
        }
    }

    #[test]
    fn another_language_is_understood_by_the_words_near_to_its_own() {
        for (text, intent) in [("come posso aprire una fattura", "open"), ("puoi chiudere la mia fattura", "close")] {
            let classified = MODEL.classify(&Utterance::read(text), Some(Language::It));
            assert_eq!(classified.ranked[0].intent, intent, "{text}: {classified:?}");
        }
    }

    #[test]
    fn little_or_nothing_to_learn_from_is_no_error() {
        let nothing = IntentModel::train(&[], &[], &Options::default());
        assert_eq!(nothing.classify(&Utterance::read("hello"), None), Classified::default());
        let only_off_topic = IntentModel::train(&[], &off_topic(), &Options::default());
        assert!(!only_off_topic.classify(&Utterance::read("hello"), None).known);
        let one = [Example { intent: "only".into(), language: None, text: "hello".into() }];
        let one = IntentModel::train(&one, &[], &Options::default());
        assert_eq!(one.classify(&Utterance::read("hello"), None).ranked[0].intent, "only");
    }

    fn taught(intent: &str, text: &str) -> Example {
        Example { intent: intent.into(), language: Some(Language::En), text: text.into() }
    }

    #[test]
    fn what_is_not_learned_yet_is_known_by_its_wording() {
        let more = [
            taught("rename", "give the zither another name"),
            taught("open", "the chat must begin"),
            // It was an example of "open": it is moved.
            taught("close", "open a ticket"),
            taught("open", "please open a new invoice for me"),
        ];
        let unlearned = Unlearned::of(&more, &MODEL);
        assert_eq!(unlearned.len(), 3, "the last one is learned");
        let best = |text: &str| {
            let classified = MODEL.classify_beside(&unlearned, &Utterance::read(text), Some(Language::En));
            let sum: f32 = classified.ranked.iter().map(|s| s.probability).sum();
            assert!((sum - 1.0).abs() < 1e-4, "{classified:?}");
            (classified.ranked[0].intent.clone(), classified.ranked[0].probability, classified.known)
        };
        assert_eq!(best("Give the zither another name!"), ("rename".into(), 1.0, true));
        let (intent, probability, known) = best("please give the zither another name");
        assert!(intent == "rename" && (0.7..1.0).contains(&probability) && known, "{intent} {probability}");
        assert_eq!(best("open a ticket"), ("close".into(), 1.0, true), "the newer one counts");
        // What is worded more like something learned is as it was, and so is what is like nothing.
        for text in ["how do I open a ticket", "close the plan", "who won the match", "another name"] {
            let beside = MODEL.classify_beside(&unlearned, &Utterance::read(text), Some(Language::En));
            assert_eq!(beside, classify(text), "{text}");
        }
    }

    #[test]
    fn an_intent_that_is_gone_is_not_said() {
        let without = |gone: &str| classify("open a ticket").only(|intent| intent != gone);
        assert_eq!(without("nothing"), classify("open a ticket"));
        let open = without("open");
        assert!(!open.known && open.ranked.iter().all(|scored| scored.intent == "close"), "{open:?}");
        let close = without("close");
        assert!(close.known && close.ranked.len() == 1, "{close:?}");
    }

    proptest! {
        #[test]
        fn any_text_is_classified(text in any::<String>()) {
            let classified = classify(&text);
            prop_assert!((0.0..=1.0).contains(&classified.in_scope));
            prop_assert!(classified.ranked.iter().all(|s| s.probability.is_finite()));
        }

        #[test]
        fn long_and_repetitive_text_too(word in "\\PC{1,12}", times in 1_usize..2_000) {
            let classified = classify(&format!("{word} ").repeat(times));
            prop_assert!(classified.in_scope.is_finite());
        }
    }
}
