//! Keywords and regular expressions that do something else than they were written for, or nothing.

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;

use super::material::{Material, Said};
use crate::{
    content::{Code, File, Finding, IntentSource, Text},
    domain::Language,
    intents::{PatternSource, Patterns, impossible},
    language::Utterance,
};

/// More examples than these say nothing new.
const SHOWN: usize = 3;

/// A keyword or regular expression, where it stands.
#[derive(Clone, Copy)]
struct Written<'a> {
    file: &'a File,
    intent: &'a IntentSource,
    language: Language,
    text: &'a Text,
    is_keyword: bool,
}

/// Patterns that can never match, that match nothing known, or that decide for examples of another intent.
pub(super) fn patterns(material: &Material<'_>) -> Vec<Finding> {
    let Some(patterns) = &material.patterns else { return Vec::new() };
    let regexes = all(material, false);
    let (mut found, dead) = impossible_parts(&regexes);
    found.extend(idle(material, patterns, &regexes, &dead));
    found.extend(overlaps(material, patterns));
    found.extend(twins(material));
    found
}

/// Keywords and regular expressions that two intents have: which of them decides, nobody has said.
fn twins(material: &Material<'_>) -> Vec<Finding> {
    let mut first: BTreeMap<(&str, String), Written<'_>> = BTreeMap::new();
    let mut found = Vec::new();
    for written in all(material, true).into_iter().chain(all(material, false)) {
        let read = Utterance::read(&written.text.text);
        let text = if written.is_keyword { read.normalized() } else { written.text.text.as_str() };
        match first.get(&(written.language.code(), text.to_owned())) {
            Some(known) if known.intent.id != written.intent.id => found.push(written.is_twin_of(known)),
            Some(_) => {}
            None => {
                first.insert((written.language.code(), text.to_owned()), written);
            }
        }
    }
    found
}

/// In the order in which [`Patterns`] numbers the regular expressions.
fn all<'a>(material: &Material<'a>, is_keyword: bool) -> Vec<Written<'a>> {
    let mut all = Vec::new();
    for (place, intent) in &material.parts.intents {
        let file = &material.parts.files[*place];
        let written = if is_keyword { &intent.keywords } else { &intent.patterns };
        for (language, texts) in written.iter() {
            let usable = texts.iter().filter(|text| !material.unusable.contains(&(*place, text.span.start)));
            all.extend(usable.map(|text| Written { file, intent, language, text, is_keyword }));
        }
    }
    all
}

fn impossible_parts(regexes: &[Written<'_>]) -> (Vec<Finding>, HashSet<usize>) {
    let mut dead = HashSet::new();
    let mut found = Vec::new();
    for (at, regex) in regexes.iter().enumerate() {
        let Some(sign) = impossible(&regex.text.text) else { continue };
        dead.insert(at);
        let message = format!("no message has `{sign}` when it meets a pattern");
        let remedy = if sign.is_uppercase() {
            format!("write `{}`: messages are read in lower case", sign.to_lowercase())
        } else {
            "write a space, or nothing: punctuation is read as a space, and none at the end".to_owned()
        };
        let start = regex.text.span.start;
        let written = regex.file.text.get(regex.text.span.clone()).unwrap_or_default();
        let span = written.get(1..).and_then(|rest| rest.find(sign)).map(|at| start + 1 + at);
        let span = span.map_or_else(|| regex.text.span.clone(), |at| at..at + sign.len_utf8());
        found.push(Finding::at(Code::ImpossiblePattern, regex.file, span, message, remedy));
    }
    (found, dead)
}

/// Regular expressions that match no example and no question of an answer test.
fn idle(material: &Material<'_>, patterns: &Patterns, regexes: &[Written<'_>], dead: &HashSet<usize>) -> Vec<Finding> {
    let asked: Vec<Utterance> = material.beside.questions.iter().map(|question| Utterance::read(question)).collect();
    let known = material.examples.par_iter().map(|said| &said.read).chain(asked.par_iter());
    let matched: HashSet<usize> = known.flat_map_iter(|read| patterns.matching(read)).collect();
    let idle = regexes.iter().enumerate().filter(|(at, _)| !matched.contains(at) && !dead.contains(at));
    // That an intent has no examples is told by itself.
    let idle = idle.filter(|(_, regex)| regex.intent.examples.iter().any(|(_, texts)| !texts.is_empty()));
    let finding = |(_, regex): (usize, &Written<'_>)| {
        let message = "this pattern matches no example and no question of an answer test";
        let remedy = "add an example or an answer test that it is for, mend it, or remove it";
        Finding::at(Code::IdlePattern, regex.file, regex.text.span.clone(), message, remedy)
    };
    idle.map(finding).collect()
}

/// Keywords and regular expressions that decide for examples of other intents.
fn overlaps(material: &Material<'_>, patterns: &Patterns) -> Vec<Finding> {
    let taken: Vec<(&Said<'_>, String, Language)> = material
        .examples
        .par_iter()
        .filter_map(|said| {
            let (intent, language) = taken_by(material, patterns, said)?;
            Some((said, intent, language))
        })
        .collect();
    let written: Vec<Written<'_>> = all(material, true).into_iter().chain(all(material, false)).collect();
    let mut by_pattern: BTreeMap<usize, Vec<&Said<'_>>> = BTreeMap::new();
    for (said, intent, language) in taken {
        let mut of_intent = written.iter().enumerate().filter(|(_, w)| w.intent.id == intent && w.language == language);
        if let Some((at, _)) = of_intent.find(|(_, written)| written.hits(&said.read)) {
            by_pattern.entry(at).or_default().push(said);
        }
    }
    by_pattern.into_iter().map(|(at, examples)| written[at].takes(&examples)).collect()
}

/// The other intent, and the language of its pattern, that decides for an example.
fn taken_by(material: &Material<'_>, patterns: &Patterns, said: &Said<'_>) -> Option<(String, Language)> {
    let hits = patterns.find(&said.read, said.language);
    let first = hits.first()?;
    let own = hits.iter().find(|hit| hit.intent == said.intent.id);
    // The longest hit decides, and of two as long the one that was written first; `find` puts that one first.
    if own.is_some_and(|own| own == first) {
        return None;
    }
    let (_, other) = material.parts.intents.iter().find(|(_, intent)| intent.id == first.intent)?;
    // Courtesy never beats a real question.
    let yields = other.small_talk && !said.intent.small_talk;
    (!yields).then(|| (first.intent.clone(), first.language))
}

impl Written<'_> {
    fn hits(&self, utterance: &Utterance) -> bool {
        let texts = |used: bool| if used { vec![self.text.text.clone()] } else { Vec::new() };
        let source = PatternSource {
            intent: self.intent.id.clone(),
            language: self.language,
            keywords: texts(self.is_keyword),
            patterns: texts(!self.is_keyword),
        };
        Patterns::compile(&[source]).is_ok_and(|pattern| !pattern.find(utterance, self.language).is_empty())
    }

    fn is_twin_of(&self, other: &Written<'_>) -> Finding {
        let (code, what) =
            if self.is_keyword { (Code::KeywordShadows, "keyword") } else { (Code::OverlappingPatterns, "pattern") };
        let message = format!("`{}` has the same {what}", other.intent.id);
        let remedy = "leave it to the intent that should answer, and remove it from the other one";
        Finding::at(code, self.file, self.text.span.clone(), message, remedy).related(
            other.file,
            other.text.span.clone(),
            format!("the one of `{}`", other.intent.id),
        )
    }

    fn takes(&self, examples: &[&Said<'_>]) -> Finding {
        let (code, what) = if self.is_keyword {
            (Code::KeywordShadows, "this keyword stands in")
        } else {
            (Code::OverlappingPatterns, "this pattern matches")
        };
        let others = match examples {
            [one] => format!("an example of `{}`", one.intent.id),
            several => format!("{} examples of other intents", several.len()),
        };
        let remedy = "make it say more of what only its own intent says, or move the examples";
        let mut finding = Finding::at(code, self.file, self.text.span.clone(), format!("{what} {others}"), remedy);
        for said in examples.iter().take(SHOWN) {
            finding = finding.related(said.file, said.span(), format!("an example of `{}`", said.intent.id));
        }
        finding
    }
}
