//! What people are told: articles, replies and phrases, as they stand in their files, sentence by sentence.

use std::{borrow::Cow, ops::Range, sync::LazyLock};

use regex::Regex;

use super::material::regex;
use crate::{
    content::{Code, File, Finding, Parts},
    domain::Language,
    support::Localized,
};

/// A text that people read. A byte of it is the same byte of the file, so that what is found has its place.
pub(super) struct Prose<'a> {
    pub file: &'a File,
    pub language: Language,
    /// Where it begins in the file.
    start: usize,
    /// The text, with spaces for what templates fill in.
    pub text: String,
}

/// A sentence, a row of a table or an item of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sentence<'p> {
    pub text: &'p str,
    /// Where it begins in the prose.
    pub start: usize,
    /// The heading above it; empty where there is none.
    pub heading: &'p str,
}

static TAG: LazyLock<Regex> = LazyLock::new(|| regex(r"(?s)\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}"));
/// Plans are mostly named by their function: the name belongs to the sentence.
static PLAN_TAG: LazyLock<Regex> = LazyLock::new(|| regex(r#"plan_name\(\s*['"](\w+)['"]\s*\)"#));
/// Where one statement ends and the next begins. A single line break is none: prose is wrapped anywhere.
static BREAK: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"[.!?…]['”»)*_]*(?:\s+|$)|\n[ \t]*\n|\n[ \t]*(?:[-*+•]|\d+[.)])[ \t]|\n[ \t]*[|#>]|\n[ \t]*$")
});

impl<'a> Prose<'a> {
    /// Every text of these parts.
    pub fn all(parts: &'a Parts) -> Vec<Self> {
        let articles = parts.articles.iter().flat_map(|article| {
            let file = &parts.files[article.file];
            let of = |span: &Range<usize>| Self::of(file, article.language, span);
            [of(&article.title.span), of(&article.description.span), of(&article.body)]
        });
        let intents = parts.intents.iter().flat_map(|(file, intent)| {
            intent.replies.iter().flat_map(|reply| reply.say.iter()).flat_map(move |(language, texts)| {
                texts.iter().map(move |text| Self::of(&parts.files[*file], language, &text.span))
            })
        });
        let phrases = parts.phrases.iter().flat_map(|(file, source)| {
            source.phrases.iter().flat_map(Localized::iter).flat_map(move |(language, texts)| {
                texts.iter().map(move |text| Self::of(&parts.files[*file], language, &text.span))
            })
        });
        articles.chain(intents).chain(phrases).collect()
    }

    fn of(file: &'a File, language: Language, span: &Range<usize>) -> Self {
        let written = file.text.get(span.clone()).unwrap_or_default();
        Self { file, language, start: span.start, text: without_tags(written).into_owned() }
    }

    /// The sentences, each with its heading.
    pub fn sentences(&self) -> Vec<Sentence<'_>> {
        let (mut found, mut start, mut heading) = (Vec::new(), 0, "");
        let ends = BREAK.find_iter(&self.text).map(|at| {
            // What begins a list item, a heading or a row belongs to what follows.
            let begins = at.as_str().starts_with('\n') && !at.as_str().trim().is_empty();
            if begins { (at.start(), at.start() + 1) } else { (at.end(), at.end()) }
        });
        for (end, next) in ends.chain([(self.text.len(), self.text.len())]) {
            let text = self.text.get(start..end).unwrap_or_default();
            if text.trim_start().starts_with('#') {
                heading = text;
            }
            if !text.trim().is_empty() {
                found.push(Sentence { text, start, heading });
            }
            start = next;
        }
        found
    }

    /// A finding about a part of the text.
    pub fn finding(
        &self,
        code: Code,
        range: Range<usize>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding::at(code, self.file, self.start + range.start..self.start + range.end, message, remedy)
    }

    /// The plans that templates name in a part of the text, with where they do, from its beginning.
    pub fn plan_tags(&self, range: Range<usize>) -> Vec<(String, Range<usize>)> {
        let written = self.file.text.get(self.start + range.start..self.start + range.end).unwrap_or_default();
        PLAN_TAG.captures_iter(written).map(|tag| (tag[1].to_owned(), tag.get_match().range())).collect()
    }
}

/// The text with a space for every byte that a template takes; line breaks stay.
fn without_tags(text: &str) -> Cow<'_, str> {
    TAG.replace_all(text, |tag: &regex::Captures<'_>| {
        tag[0].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect::<String>()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapped_sentence_is_one_and_items_are_several() {
        let text = "One is\nhere, e.g. now. Two\n\n## Head\n\n- a {{ x }} b\n- c\n\n| r | s |\n| t | u |\n";
        let file = File::new("x.md", text);
        let prose = Prose::of(&file, Language::En, &(0..text.len()));
        let found: Vec<_> = prose.sentences().iter().map(|s| (s.text.trim().to_owned(), s.heading.trim())).collect();
        let texts: Vec<_> = found.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(
            texts,
            ["One is\nhere, e.g.", "now.", "Two", "## Head", "- a         b", "- c", "| r | s |", "| t | u |"]
        );
        assert_eq!(found[4].1, "## Head");
        for sentence in prose.sentences() {
            assert_eq!(&prose.text[sentence.start..sentence.start + sentence.text.len()], sentence.text);
        }
    }
}
