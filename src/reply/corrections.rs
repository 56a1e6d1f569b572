//! What somebody takes back in the same breath: "the number for Italy, no wait, Spain".

use std::ops::Range;

use crate::{
    content::Content,
    domain::Language,
    language::{Entity, Token, Utterance},
};

use super::entities;

/// What takes back a value that was just named, in normalised words.
const CORRECTIONS: [&[&str]; 26] = [
    &["no", "wait"],
    &["wait", "no"],
    &["no", "sorry"],
    &["sorry", "no"],
    &["sorry", "i", "mean"],
    &["sorry", "i", "meant"],
    &["i", "mean"],
    &["i", "meant"],
    &["or", "rather"],
    &["make", "that"],
    &["scratch", "that"],
    &["actually", "no"],
    &["oops"],
    &["sorry"],
    &["anzi", "no"],
    &["anzi"],
    &["no", "aspetta"],
    &["no", "scusa"],
    &["volevo", "dire"],
    &["intendevo"],
    &["no", "perdon"],
    &["perdon"],
    &["mejor", "dicho"],
    &["quiero", "decir"],
    &["no", "espera"],
    &["digo"],
];
/// What does so between two thoughts.
const NO: &str = "no";
/// Between the value and what takes it back, and between that and the new value, there are no more words than these.
const APART: usize = 4;

/// The message with spaces where a value was taken back, and what took it back, so that every place stays what it was;
/// `None` where nothing was.
pub(super) fn without_corrected(content: &Content, utterance: &Utterance, language: Language) -> Option<Utterance> {
    // Hardly any message takes something back, and every message would be looked through for values a second time.
    if !utterance.tokens().iter().any(|token| begins_correction(text(token))) {
        return None;
    }
    let mut values = entities::find(content, utterance, language);
    values.sort_by_key(|value| value.start);
    let mut said = utterance.original().as_bytes().to_vec();
    let mut corrected = false;
    for (at, value) in values.iter().enumerate() {
        let other = |next: &&Entity| next.kind == value.kind && next.start >= value.end;
        let Some(next) = values[at + 1..].iter().find(other).filter(|next| next.value != value.value) else { continue };
        let Some(taken_back) = correction(utterance, value, next) else { continue };
        said[value.start..value.end].fill(b' ');
        said[taken_back].fill(b' ');
        corrected = true;
    }
    // Whole words and what stands between them were replaced, so this is text still.
    corrected.then(|| String::from_utf8(said).ok().map(|text| Utterance::read(&text)))?
}

/// Where the words stand that take a value back for the next one, with the signs around them.
fn correction(utterance: &Utterance, value: &Entity, next: &Entity) -> Option<Range<usize>> {
    let tokens = utterance.tokens();
    let first = tokens.partition_point(|token| token.start < value.end);
    let last = tokens.partition_point(|token| token.start < next.start);
    let stands = |at: usize, words: &[&str]| {
        at + words.len() <= last && tokens[at..at + words.len()].iter().map(text).eq(words.iter().copied())
    };
    let longest = |at: usize| CORRECTIONS.iter().map(|words| words.len() * usize::from(stands(at, words))).max();
    let found = (first..last).find_map(|at| longest(at).filter(|words| *words > 0).map(|words| at..at + words));
    let words = found.or_else(|| trailing_no(utterance, first, last))?;
    let near = words.start - first <= APART && last - words.end <= APART;
    near.then(|| tokens[words.start.saturating_sub(1)].end.max(value.end)..tokens[words.end].start)
}

fn begins_correction(word: &str) -> bool {
    CORRECTIONS.iter().any(|words| words[0] == word) || word == NO
}

/// "Italy… no, Spain": a "no" between two thoughts.
fn trailing_no(utterance: &Utterance, first: usize, last: usize) -> Option<Range<usize>> {
    let tokens = utterance.tokens();
    let no = (first..last).find(|&at| tokens[at].text == NO)?;
    let between = |at: usize| utterance.original().get(tokens[at - 1].end..tokens[at].start).unwrap_or_default();
    let is_apart = !between(no).trim().is_empty() && !between(no + 1).trim().is_empty();
    let trails_off = between(no).contains("..") || between(no).contains('…');
    (is_apart || trails_off).then(|| no..no + 1)
}

fn text(token: &Token) -> &str {
    &token.text
}
