//! Typed values out of a YAML tree. What does not fit is reported, and reading goes on.

use std::{ops::Range, str::FromStr};

use super::{
    code::Code,
    finding::{Report, near, suggest},
    yaml::{Kind, Node, parse},
};
use crate::{domain::Language, support::Localized};

/// A text with its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text {
    pub text: String,
    pub span: Range<usize>,
}

/// The keys of one mapping.
pub(crate) struct Fields<'n> {
    span: Range<usize>,
    what: &'static str,
    allowed: &'static [&'static str],
    entries: Vec<(&'n str, &'n Node)>,
}

/// Reads a YAML file that must hold a mapping.
pub(crate) fn root(report: &Report<'_>, part: Range<usize>) -> Option<Node> {
    match parse(report.file, part) {
        Ok(Node { kind: Kind::Null, .. }) => {
            report.file(Code::EmptyText, "the file says nothing", "write its keys, or remove it");
            None
        }
        Ok(node) => Some(node),
        Err(broken) => {
            let message = format!("this is not YAML: {}", broken.problem);
            report.at(Code::YamlSyntax, &broken.span, message, broken.remedy);
            None
        }
    }
}

impl<'n> Fields<'n> {
    /// The keys of a node, of which only `allowed` may be there. Unknown and repeated ones are reported at once.
    pub fn of(
        node: &'n Node,
        what: &'static str,
        allowed: &'static [&'static str],
        report: &Report<'_>,
    ) -> Option<Self> {
        let Kind::Map(entries) = &node.kind else {
            report.at(Code::WrongType, &node.span, format!("{what} must be a mapping"), "write `key: value` lines");
            return None;
        };
        let mut fields = Self { span: node.span.clone(), what, allowed, entries: Vec::new() };
        for (key, value) in entries {
            if !allowed.contains(&key.text.as_str()) {
                let message = format!("unknown key `{}` in {what}", key.text);
                report.at(Code::UnknownKey, &key.span, message, suggest(&key.text, allowed.iter().copied()));
            } else if fields.get(&key.text).is_some() {
                let message = format!("the key `{}` stands twice in {what}", key.text);
                report.at(Code::DuplicateKey, &key.span, message, "keep one of them");
            } else {
                fields.entries.push((&key.text, value));
            }
        }
        Some(fields)
    }

    /// The value of a key, if it is there and not empty.
    pub fn get(&self, key: &str) -> Option<&'n Node> {
        debug_assert!(self.allowed.contains(&key) || self.allowed.is_empty());
        let node = self.entries.iter().find(|(name, _)| *name == key)?.1;
        (node.kind != Kind::Null).then_some(node)
    }

    /// The value of a key that must be there.
    pub fn need(&self, key: &str, report: &Report<'_>) -> Option<&'n Node> {
        let node = self.get(key);
        if node.is_none() {
            let message = format!("{} lacks `{key}`", self.what);
            report.at(Code::MissingKey, &self.span, message, format!("add `{key}:` with a value"));
        }
        node
    }
}

impl Node {
    /// A text, not empty.
    pub fn text(&self, report: &Report<'_>) -> Option<Text> {
        match &self.kind {
            Kind::Scalar(text) if text.trim().is_empty() => {
                report.at(Code::EmptyText, &self.span, "this text is empty", "write it, or remove the key");
                None
            }
            Kind::Scalar(text) => Some(Text { text: text.clone(), span: self.span.clone() }),
            _ => {
                report.at(
                    Code::WrongType,
                    &self.span,
                    "a text belongs here",
                    "write one text, in quotes if it holds signs",
                );
                None
            }
        }
    }

    /// A list.
    pub fn items(&self, report: &Report<'_>) -> &[Self] {
        match &self.kind {
            Kind::Seq(items) => items,
            _ => {
                report.at(Code::WrongType, &self.span, "a list belongs here", "write `[a, b]` or one `- item` a line");
                &[]
            }
        }
    }

    /// A list of texts.
    pub fn texts(&self, report: &Report<'_>) -> Vec<Text> {
        self.items(report).iter().filter_map(|item| item.text(report)).collect()
    }

    /// `true` or `false`.
    pub fn flag(&self, report: &Report<'_>) -> Option<bool> {
        self.one_of("answer to yes or no", &[("true", true), ("false", false)], report)
    }

    /// A whole number.
    pub fn number(&self, report: &Report<'_>) -> Option<u32> {
        let text = self.text(report)?;
        let number = text.text.parse().ok();
        if number.is_none() {
            let message = format!("`{}` is no whole number", text.text);
            report.at(Code::UnknownValue, &text.span, message, "write it in digits, without a sign: `24`");
        }
        number
    }

    /// A word that parses.
    pub fn word<T: FromStr>(&self, what: &str, report: &Report<'_>) -> Option<T>
    where
        T::Err: std::fmt::Display,
    {
        self.word_of(what, [], report)
    }

    /// A word that parses; one that does not may be a slip of the finger in one of these.
    pub fn word_of<T: FromStr>(
        &self,
        what: &str,
        words: impl IntoIterator<Item = &'static str>,
        report: &Report<'_>,
    ) -> Option<T>
    where
        T::Err: std::fmt::Display,
    {
        let text = self.text(report)?;
        match text.text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                let error: T::Err = error;
                let words: Vec<&str> = words.into_iter().collect();
                let meant = near(&text.text, &words).map(|word| format!("did you mean `{word}`?"));
                let remedy = meant.unwrap_or_else(|| error.to_string());
                report.at(Code::UnknownValue, &text.span, format!("`{}` is no {what}", text.text), remedy);
                None
            }
        }
    }

    /// A word out of a list.
    pub fn one_of<T: Copy>(&self, what: &str, allowed: &[(&str, T)], report: &Report<'_>) -> Option<T> {
        let text = self.text(report)?;
        let found = allowed.iter().find(|(word, _)| *word == text.text).map(|(_, value)| *value);
        if found.is_none() {
            let message = format!("`{}` is no {what}", text.text);
            report.at(
                Code::UnknownValue,
                &text.span,
                message,
                suggest(&text.text, allowed.iter().map(|(word, _)| *word)),
            );
        }
        found
    }

    /// A value in each language, read by `read`; languages that are missing are reported when `complete`.
    pub fn localized<T: Default>(
        &self,
        complete: bool,
        report: &Report<'_>,
        read: impl Fn(&Self) -> Option<T>,
    ) -> Option<Localized<T>> {
        const CODES: [&str; 3] = ["en", "it", "es"];
        let fields = Fields::of(self, "the text in each language", &CODES, report)?;
        Some(Localized::from_fn(|language| match fields.get(language.code()) {
            Some(node) => read(node).unwrap_or_default(),
            None => {
                if complete {
                    self.lacks(language, report);
                }
                T::default()
            }
        }))
    }

    fn lacks(&self, language: Language, report: &Report<'_>) {
        let message = format!("the text in `{language}` is missing");
        report.at(
            Code::MissingLanguage,
            &self.span,
            message,
            format!("add `{language}:`; visitors are served in en, it and es"),
        );
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::content::{File, Finding};

    fn findings(text: &str, read: impl Fn(&Node, &Report<'_>)) -> Vec<Finding> {
        let file = File::new("x.yaml", text);
        let all = RefCell::new(Vec::new());
        let report = Report::new(&file, &all);
        if let Some(node) = root(&report, 0..file.text.len()) {
            read(&node, &report);
        }
        all.into_inner()
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let found = findings("titel: x\nname: [1]\nname: y\n", |node, report| {
            let fields = Fields::of(node, "the thing", &["title", "name"], report).unwrap();
            fields.need("title", report);
            fields.get("name").unwrap().text(report);
        });
        let codes: Vec<_> = found.iter().map(|f| (f.code, f.line)).collect();
        assert_eq!(codes, [("unknown-key", 1), ("duplicate-key", 3), ("missing-key", 1), ("wrong-type", 2)]);
        assert_eq!(found[0].remedy, "did you mean `title`?");
    }

    #[test]
    fn a_missing_language_is_named() {
        let found = findings("{ en: a, it: b }", |node, report| {
            node.localized(true, report, |node| node.text(report).map(|text| text.text));
        });
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "the text in `es` is missing");
    }

    #[test]
    fn a_word_that_is_none_is_answered_in_our_words() {
        let remedy = |text: &str, read: fn(&Node, &Report<'_>)| {
            let found = findings(text, read);
            assert_eq!((found.len(), found[0].code), (1, "unknown-value"));
            found[0].remedy.clone()
        };
        let flag = |node: &Node, report: &Report<'_>| assert_eq!(node.flag(report), None);
        assert_eq!(remedy("yes please", flag), "use one of: true, false");
        assert_eq!(remedy("tru", flag), "did you mean `true`?");
        let number = |node: &Node, report: &Report<'_>| assert_eq!(node.number(report), None);
        assert_eq!(remedy("four", number), "write it in digits, without a sign: `24`");
        let language = |node: &Node, report: &Report<'_>| {
            assert_eq!(node.word_of::<Language>("language", ["en", "it"], report), None);
        };
        assert_eq!(remedy("itt", language), "did you mean `it`?");
    }

    #[test]
    fn broken_yaml_is_one_finding() {
        let found = findings("a: [1\n", |_, _| unreachable!());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, "yaml-syntax");
    }
}
