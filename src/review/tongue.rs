//! Texts in another language than the one they are found by.

use std::{ops::Range, sync::LazyLock};

use rayon::prelude::*;
use regex::Regex;

use super::{
    material::{Material, regex},
    prose::{Prose, Sentence},
};
use crate::{
    content::{Code, File, Finding, Text},
    domain::Language,
    language::{Detector, LanguageFrom, Utterance},
};

static TARGET: LazyLock<Regex> = LazyLock::new(|| regex(r"\]\([^)]*\)"));
/// A text of fewer words may be names and product words.
const ENOUGH_WORDS: usize = 12;

/// So many words of an intent's examples tell what language they are in.
const WORDS_OF_EXAMPLES: usize = 60;

/// Articles, replies and phrases, or parts of them, and lists of examples, that are unmistakably written in another language.
pub(super) fn wrong(material: &Material<'_>) -> Vec<Finding> {
    let detector = Detector::new();
    let prose = material.prose.par_iter().flat_map_iter(|prose| of_prose(prose, &detector));
    let lists = material.parts.intents.par_iter().flat_map_iter(|(file, intent)| {
        let lists = intent.examples.iter();
        lists.filter_map(|(own, texts)| of_examples(&material.parts.files[*file], own, texts, &detector))
    });
    prose.chain(lists).collect()
}

fn of_prose(prose: &Prose<'_>, detector: &Detector) -> Vec<Finding> {
    let (mut found, mut start) = (Vec::new(), 0);
    for paragraph in prose.text.split_inclusive("\n\n") {
        let range = trimmed(start, paragraph);
        start += paragraph.len();
        found.extend(finding(prose, range, paragraph, detector));
    }
    if found.is_empty() {
        let sentences = prose.sentences();
        let of =
            |sentence: &Sentence<'_>| finding(prose, trimmed(sentence.start, sentence.text), sentence.text, detector);
        found.extend(sentences.iter().filter_map(of));
    }
    if found.is_empty() {
        // Each step of a list is short, and all of them together are not.
        let first = prose.text.trim_start().lines().next().unwrap_or_default();
        let place = trimmed(prose.text.find(first).unwrap_or_default(), first);
        found.extend(finding(prose, place, &prose.text, detector));
    }
    found
}

fn of_examples(file: &File, own: Language, texts: &[Text], detector: &Detector) -> Option<Finding> {
    let mut words = 0;
    let enough = texts.iter().take_while(|text| {
        let before = words;
        words += text.text.split_whitespace().count();
        before < WORDS_OF_EXAMPLES
    });
    let together = enough.map(|text| text.text.as_str()).collect::<Vec<_>>().join(". ");
    let language = spoken(&together, own, detector)?;
    let message = format!("these examples read as `{language}`, and stand under `{own}`");
    let remedy = format!("move them under `{language}:`, or translate them into `{own}`");
    Some(Finding::at(Code::WrongLanguage, file, texts.first()?.span.clone(), message, remedy))
}

/// The place of a part without the space around it.
fn trimmed(start: usize, part: &str) -> Range<usize> {
    start + part.len() - part.trim_start().len()..start + part.trim_end().len()
}

fn finding(prose: &Prose<'_>, place: Range<usize>, text: &str, detector: &Detector) -> Option<Finding> {
    let own = prose.language;
    let language = spoken(text, own, detector)?;
    let message = format!("this reads as `{language}`, and stands where `{own}` belongs");
    Some(prose.finding(Code::WrongLanguage, place, message, format!("translate it into `{own}`")))
}

/// The other language in which a text is written.
fn spoken(text: &str, own: Language, detector: &Detector) -> Option<Language> {
    // Where a link leads is no language.
    let utterance = Utterance::read(&TARGET.replace_all(text, "]"));
    if utterance.tokens().len() < ENOUGH_WORDS {
        return None;
    }
    let guess = detector.detect(&utterance, Some(own), Some(own));
    (guess.sure && guess.from == LanguageFrom::Text && guess.language != own).then_some(guess.language)
}
