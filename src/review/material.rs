//! What the checks look at, prepared once for all of them.

use std::{collections::HashSet, ops::Range};

use rayon::prelude::*;
use regex::Regex;

use super::{Beside, prose::Prose};
use crate::{
    content::{Checked, Code, File, Finding, IntentSource, Parts, Text, learned, pattern_sources_of},
    domain::Language,
    intents::{Example, Patterns},
    language::{Lexicon, Utterance},
};

/// The content, read and taken apart.
pub(super) struct Material<'a> {
    pub checked: &'a Checked,
    pub parts: &'a Parts,
    pub beside: &'a Beside,
    pub lexicon: Lexicon,
    pub examples: Vec<Said<'a>>,
    pub prose: Vec<Prose<'a>>,
    /// Keywords and regular expressions that cannot be used, by the place of their file and their own: they are told
    /// already, and the checks of the others do without them.
    pub unusable: HashSet<(usize, usize)>,
    /// All the others; `None` where they are too many together.
    pub patterns: Option<Patterns>,
}

/// An example of an intent.
pub(super) struct Said<'a> {
    pub file: &'a File,
    pub intent: &'a IntentSource,
    pub language: Language,
    pub text: &'a Text,
    pub read: Utterance,
    /// As the classifier learns it.
    pub learned: String,
}

impl<'a> Material<'a> {
    pub fn of(checked: &'a Checked, beside: &'a Beside) -> Self {
        let parts = &checked.parts;
        let lexicon = Lexicon::build(parts.facts.surfaces().into_iter());
        let shorthand = parts.phrases.as_ref().map(|(_, source)| source.shorthand.clone()).unwrap_or_default();
        let texts: Vec<_> = parts
            .intents
            .iter()
            .flat_map(|(file, intent)| {
                intent.examples.iter().map(move |(language, texts)| (*file, intent, language, texts))
            })
            .flat_map(|(file, intent, language, texts)| texts.iter().map(move |text| (file, intent, language, text)))
            .collect();
        let said = |&(file, intent, language, text): &(usize, &'a IntentSource, Language, &'a Text)| {
            let read = Utterance::read(&text.text);
            let learned = learned(&read, &lexicon, &shorthand, language);
            Said { file: &parts.files[file], intent, language, text, read, learned }
        };
        let examples = texts.par_iter().map(said).collect();
        let unusable = unusable(checked);
        let is_usable = |file: usize, text: &Text| !unusable.contains(&(file, text.span.start));
        let patterns = Patterns::compile(&pattern_sources_of(parts, &is_usable)).ok();
        Self { checked, parts, beside, examples, prose: Prose::all(parts), lexicon, unusable, patterns }
    }
}

fn unusable(checked: &Checked) -> HashSet<(usize, usize)> {
    // To try each takes its time, and mostly all are in order.
    if !checked.findings.iter().any(|finding| finding.code == Code::BadPattern.word()) {
        return HashSet::new();
    }
    let of = |(file, intent): &(usize, IntentSource)| {
        let keywords = intent.keywords.iter().flat_map(|(_, texts)| texts);
        let keywords = keywords.filter(|text| Patterns::problem_of_keyword(&text.text).is_some());
        let patterns = intent.patterns.iter().flat_map(|(_, texts)| texts);
        let patterns = patterns.filter(|text| Patterns::problem_of_pattern(&text.text).is_some());
        keywords.chain(patterns).map(|text| (*file, text.span.start)).collect::<Vec<_>>()
    };
    checked.parts.intents.iter().flat_map(of).collect()
}

impl Said<'_> {
    pub fn example(&self) -> Example {
        Example { intent: self.intent.id.clone(), language: Some(self.language), text: self.learned.clone() }
    }

    pub fn finding(&self, code: Code, message: impl Into<String>, remedy: impl Into<String>) -> Finding {
        Finding::at(code, self.file, self.text.span.clone(), message, remedy)
    }

    pub fn span(&self) -> Range<usize> {
        self.text.span.clone()
    }
}

/// Compiles one of our own patterns.
#[expect(clippy::expect_used, reason = "the patterns are constants, and every test compiles them")]
pub(super) fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a regular expression")
}
