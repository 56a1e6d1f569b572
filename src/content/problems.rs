//! Which priority a problem sounds like, learned from problems as people tell them: `knowledge/facts/problems.yaml`.

use super::{Content, code::Code, fields::Fields, finding::Report, learning::OffTopic, yaml::Node};
use crate::{
    domain::Language,
    intents::{Example, IntentModel, Options},
    language::Utterance,
    support::{Facts, Localized, Problem},
};

/// In the place of a priority: what tells no problem.
const NONE: &str = "none";
/// From here on a problem sounds like a priority. Less likely, and it is left to the visitor to choose.
const SOUNDS_LIKE: f32 = 0.6;
/// A clause tells a problem from here on, where the whole message does not: "I'm on Premier, how fast are you if …".
const PLAINLY: f32 = 0.8;
/// Fewer words tell nothing: "no", "no, sorry".
const WORDS_OF_A_CLAUSE: usize = 4;
/// Where clauses end.
const ENDS_OF_CLAUSES: [char; 6] = [',', '.', ';', ':', '?', '!'];

/// Reads the problems into the facts; priorities that are not there are told where those are `whole`.
pub(super) fn read(node: &Node, report: &Report<'_>, facts: &mut Facts, whole: bool) {
    let items = Fields::of(node, "the file", &["problems"], report).and_then(|fields| fields.need("problems", report));
    let items = items.map_or(&[][..], |items| items.items(report));
    facts.problems = items.iter().filter_map(|node| problem(node, whole.then_some(&*facts), report)).collect();
}

fn problem(node: &Node, facts: Option<&Facts>, report: &Report<'_>) -> Option<Problem> {
    let fields = Fields::of(node, "the problems", &["priority", "en", "it", "es"], report)?;
    let priority = fields.need("priority", report).and_then(|priority| priority.text(report))?;
    if priority.text != NONE && facts.is_some_and(|facts| facts.priority(&priority.text).is_none()) {
        let message = format!("there is no priority `{}`", priority.text);
        report.at(Code::UnknownValue, &priority.span, message, "write one that priorities.yaml has, or `none`");
        return None;
    }
    let texts = |node: &Node| node.texts(report).into_iter().map(|text| text.text).collect();
    Some(Problem {
        priority: (priority.text != NONE).then_some(priority.text),
        told: Localized::from_fn(|language| fields.get(language.code()).map(texts).unwrap_or_default()),
    })
}

/// The problems as they are learned: what tells none is one more kind.
#[derive(Hash)]
pub(super) struct Lessons(Vec<Example>);

impl Lessons {
    pub fn of(facts: &Facts) -> Self {
        let told = facts.problems.iter().flat_map(|problem| {
            let kind = problem.priority.as_deref().unwrap_or(NONE);
            let texts =
                problem.told.iter().flat_map(|(language, texts)| texts.iter().map(move |text| (language, text)));
            texts.map(move |(language, text)| Example {
                intent: kind.to_owned(),
                language: Some(language),
                // As an utterance is normalised when it is classified.
                text: Utterance::read(text).normalized().to_owned(),
            })
        });
        Self(told.collect())
    }
}

/// What recognises problems.
#[derive(Debug)]
pub(super) struct Problems(IntentModel);

impl Problems {
    pub fn learn(Lessons(told): &Lessons, seed: u64) -> Self {
        let off_topic: [OffTopic; 0] = [];
        Self(IntentModel::train(told, &off_topic, &Options { seed, ..Options::default() }))
    }
}

impl Content {
    /// The priority that the problem sounds like which an utterance tells; `None` where it tells none, or one that could
    /// have any.
    #[must_use]
    pub fn sounds_like(&self, utterance: &Utterance, language: Language) -> Option<&str> {
        self.sounds_at_least(utterance, language, SOUNDS_LIKE).or_else(|| {
            let clauses = utterance.original().split(ENDS_OF_CLAUSES).map(Utterance::read);
            let mut telling = clauses.filter(|clause| clause.tokens().len() >= WORDS_OF_A_CLAUSE);
            telling.find_map(|clause| self.sounds_at_least(&clause, language, PLAINLY))
        })
    }

    fn sounds_at_least(&self, utterance: &Utterance, language: Language, least: f32) -> Option<&str> {
        let classified = self.classifiers.problems.0.classify(utterance, Some(language));
        let best = classified.ranked.first().filter(|best| best.probability >= least)?;
        self.facts.priority(&best.intent).map(|priority| priority.id.as_str())
    }
}
