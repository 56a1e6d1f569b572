//! Examples that pull the classifier in two directions.

use std::collections::HashMap;

use rayon::prelude::*;

use super::material::{Material, Said};
use crate::{
    content::{Code, Finding},
    domain::Language,
    intents::{Example, cross_validate},
};

/// Of so many characters one may differ.
const CHARACTERS_A_SLIP: usize = 12;
/// Below this likelihood the classifier is unsure, not wrong.
const SURE: f32 = 0.95;
/// Below this similarity the other intent's nearest example has nothing to do with it, and there is nothing to compare.
const ALIKE: f32 = 0.6;

/// Nearly the same example in two intents.
pub(super) fn similar(material: &Material<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for language in Language::ALL {
        let mut said: Vec<_> = material.examples.iter().filter(|said| said.language == language).collect();
        found.extend(same_but_for_values(&said));
        // By length, so that only neighbours need a look.
        said.sort_by_key(|said| said.read.normalized().len());
        let letters: Vec<Letters> = said.iter().map(|said| Letters::of(said.read.normalized())).collect();
        let near = |at: usize| slips(&said, &letters, at);
        found.extend((0..said.len()).into_par_iter().flat_map_iter(near).collect::<Vec<_>>());
    }
    found
}

/// Those that differ only in the country, plan or priority: the classifier reads them as one.
fn same_but_for_values(said: &[&Said<'_>]) -> Vec<Finding> {
    let mut seen: HashMap<&str, &Said<'_>> = HashMap::new();
    let mut found = Vec::new();
    for said in said {
        let first = seen.entry(&said.learned).or_insert(said);
        // The very same is an error, and told as such.
        if first.intent.id != said.intent.id && first.read.normalized() != said.read.normalized() {
            found.push(pair(first, said).note(format!("the classifier reads both as `{}`", said.learned)));
        }
    }
    found
}

/// Those that differ from one example by a few letters.
fn slips(said: &[&Said<'_>], letters: &[Letters], at: usize) -> Vec<Finding> {
    let one = said[at];
    let text = one.read.normalized();
    let most = text.len() / CHARACTERS_A_SLIP;
    let others = said.iter().zip(letters).skip(at + 1);
    let neighbours = others.take_while(|(other, _)| other.read.normalized().len() <= text.len() + most);
    let near = neighbours.filter(|(other, theirs)| {
        other.intent.id != one.intent.id
            && letters[at].near(theirs, most)
            && other.learned != one.learned
            && other.read.normalized() != text
            && strsim::levenshtein(text, other.read.normalized()) <= most
    });
    near.map(|(other, _)| pair(one, other)).collect()
}

fn pair(one: &Said<'_>, other: &Said<'_>) -> Finding {
    let (first, second) = if one.file.path <= other.file.path { (one, other) } else { (other, one) };
    let message = format!("nearly the same as an example of `{}`", first.intent.id);
    let remedy = "keep it where it belongs without a doubt, or say in both what makes the difference";
    let finding = second.finding(Code::SimilarExamples, message, remedy);
    finding.related(first.file, first.span(), "the other one")
}

/// How often each letter stands in a text: texts that differ here by much differ by as much.
struct Letters([u8; 27]);

impl Letters {
    fn of(text: &str) -> Self {
        let mut each = [0_u8; 27];
        for c in text.chars() {
            let at = if c.is_ascii_lowercase() { c as usize - 'a' as usize } else { 26 };
            each[at] = each[at].saturating_add(1);
        }
        Self(each)
    }

    fn near(&self, other: &Self, slips: usize) -> bool {
        let apart: usize = self.0.iter().zip(&other.0).map(|(a, b)| usize::from(a.abs_diff(*b))).sum();
        // A letter for another one counts twice.
        apart <= slips * 2
    }
}

/// Examples that the classifier, having learned all the others, takes for another intent.
pub(super) fn confused(material: &Material<'_>) -> Vec<Finding> {
    let examples: Vec<Example> = material.examples.iter().map(Said::example).collect();
    let Some(patterns) = &material.patterns else { return Vec::new() };
    let doubts = cross_validate(&examples);
    let plain = doubts.into_iter().filter(|doubt| doubt.probability >= SURE && doubt.similarity >= ALIKE);
    let told = plain.filter_map(|doubt| {
        let (said, nearest) = (&material.examples[doubt.example], &material.examples[doubt.nearest]);
        // What a pattern decides, the classifier is not asked about.
        let decided = patterns.find(&said.read, said.language);
        if decided.iter().any(|hit| hit.intent == said.intent.id) {
            return None;
        }
        let message = format!("without this example, it would be taken for `{}`", doubt.taken_for);
        let remedy = format!(
            "move it to `{}` if it belongs there; if not, add more examples like it here, or change the nearest one",
            doubt.taken_for
        );
        let scores = format!(
            "learned from the others: `{}` {:.0} %, `{}` {:.0} %",
            doubt.taken_for,
            doubt.probability * 100.0,
            said.intent.id,
            doubt.own * 100.0
        );
        let finding = said.finding(Code::ConfusedExample, message, remedy).note(scores);
        Some(finding.related(nearest.file, nearest.span(), format!("the nearest example of `{}`", doubt.taken_for)))
    });
    told.collect()
}
