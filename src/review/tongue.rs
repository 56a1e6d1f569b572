//! Texts in another language than the one they are found by.

use std::sync::LazyLock;

use rayon::prelude::*;
use regex::Regex;

use super::{material::Material, material::regex, prose::Prose};
use crate::{
    content::{Code, Finding},
    domain::Language,
    language::{Detector, LanguageFrom, Utterance},
};

static TARGET: LazyLock<Regex> = LazyLock::new(|| regex(r"\]\([^)]*\)"));
/// A text of fewer words may be names and product words.
const ENOUGH_WORDS: usize = 12;

/// Paragraphs of articles, replies and phrases that are unmistakably written in another language.
pub(super) fn wrong(material: &Material<'_>) -> Vec<Finding> {
    let detector = Detector::new();
    material.prose.par_iter().flat_map_iter(|prose| of_prose(prose, &detector)).collect()
}

fn of_prose(prose: &Prose<'_>, detector: &Detector) -> Vec<Finding> {
    let (mut found, mut start, own) = (Vec::new(), 0, prose.language);
    for paragraph in prose.text.split_inclusive("\n\n") {
        let range = start + paragraph.len() - paragraph.trim_start().len()..start + paragraph.trim_end().len();
        start += paragraph.len();
        let Some(language) = spoken(paragraph, own, detector) else { continue };
        let message = format!("this reads as `{language}`, and stands where `{own}` belongs");
        let remedy = format!("translate it into `{own}`");
        found.push(prose.finding(Code::WrongLanguage, range, message, remedy));
    }
    found
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
