//! What is wrong with content, told so that whoever wrote it can mend it.

use std::{cell::RefCell, ops::Range};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;

use super::File;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The content works, but people would be served better.
    Warning,
    /// Content with this is not taken live.
    Error,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $severity:ident $word:literal),+ $(,)?) => {
        /// What kind of problem a finding is. `docs/content.md` explains each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $($(#[$doc])* $name),+ }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable word for it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),+ }
            }
        }
    };
}

codes! {
    /// A file or folder that cannot be read, or is no text.
    UnreadableFile Error "unreadable-file",
    /// A file beyond the size that people write.
    FileTooLarge Error "file-too-large",
    /// A folder that leads back into itself.
    FolderLoop Warning "folder-loop",
    /// A file whose name says that nothing reads it.
    UnusedFile Warning "unused-file",
    /// A file that must be there.
    MissingFile Error "missing-file",
    /// A file that is no YAML.
    YamlSyntax Error "yaml-syntax",
    /// An article that does not start with front matter.
    FrontMatter Error "front-matter",
    /// A list where a text belongs, a word where a number belongs …
    WrongType Error "wrong-type",
    /// A key that must be there.
    MissingKey Error "missing-key",
    /// A key that means nothing here.
    UnknownKey Error "unknown-key",
    /// The same key twice.
    DuplicateKey Error "duplicate-key",
    /// A word that is none of the allowed ones.
    UnknownValue Error "unknown-value",
    /// A text that one of the languages lacks.
    MissingLanguage Error "missing-language",
    /// Nothing where a text belongs.
    EmptyText Error "empty-text",
    /// Two things under one id.
    DuplicateId Error "duplicate-id",
    /// An intent that names an article which does not exist.
    UnknownArticle Error "unknown-article",
    /// A regular expression that does not compile.
    BadPattern Error "bad-pattern",
    /// A template that does not compile or cannot be rendered.
    BadTemplate Error "bad-template",
    /// A variable or function that templates do not have.
    UnknownVariable Error "unknown-variable",
    /// Replies of which, for somebody, none is said.
    NoReply Error "no-reply",
    /// A reply that comes after one that is always said.
    UnreachableReply Error "unreachable-reply",
    /// A hand-off, ticket or phone number for somebody who is not entitled to it.
    UnguardedAction Error "unguarded-action",
    /// Too few utterances for the classifier to learn from.
    FewExamples Warning "few-examples",
    /// One utterance in two intents.
    DuplicateExample Error "duplicate-example",
    /// One utterance twice in an intent: the second teaches nothing.
    RepeatedExample Warning "repeated-example",
    /// A link to an article that does not exist.
    BrokenLink Error "broken-link",
    /// An article that another language has and this one lacks.
    MissingTranslation Warning "missing-translation",
    /// Two articles with one title.
    DuplicateTitle Warning "duplicate-title",
    /// A heading with nothing under it.
    EmptySection Warning "empty-section",
    /// Settings that do not hold together.
    Settings Error "settings",
}

/// A problem, where it is, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The stable word for this kind of problem.
    pub code: &'static str,
    /// The file, below the content folder.
    pub file: String,
    /// The line, from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// The column, in characters from 1; 0 where the file as a whole is meant.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// The line itself.
    pub source: Option<String>,
    /// How many characters of the line are meant.
    pub width: usize,
}

impl Finding {
    /// A problem of a file as a whole.
    pub fn of_file(code: Code, file: &str, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            severity: code.severity(),
            code: code.word(),
            file: file.to_owned(),
            line: 0,
            column: 0,
            message: message.into(),
            remedy: remedy.into(),
            source: None,
            width: 0,
        }
    }

    /// A problem at a place in a file.
    pub fn at(
        code: Code,
        file: &File,
        span: Range<usize>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let place = file.place(span.start);
        let line = file.line_range(span.start);
        let end = span.end.clamp(span.start.min(line.end), line.end);
        let width = file.text.get(span.start..end).map_or(0, |marked| marked.trim_end().chars().count());
        Self {
            line: place.line,
            column: place.column,
            source: Some(file.text[line].to_owned()),
            width: width.max(1),
            ..Self::of_file(code, &file.path, message, remedy)
        }
    }

    /// Where it is and what is wrong, in one line.
    #[must_use]
    pub fn in_a_line(&self) -> String {
        match self.line {
            0 => format!("{}: {}", self.file, self.message),
            line => format!("{}:{line}:{}: {}", self.file, self.column, self.message),
        }
    }

    /// The finding as people read it, in the manner of rustc.
    #[must_use]
    pub fn render(&self, styled: bool) -> String {
        let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let help = Level::HELP.message(&self.remedy);
        let title = level.primary_title(&self.message).id(self.code);
        let group = match &self.source {
            Some(line) => {
                let span = self.marked(line);
                title.element(
                    Snippet::source(format!("{line}\n"))
                        .line_start(self.line)
                        .path(&self.file)
                        .annotation(AnnotationKind::Primary.span(span)),
                )
            }
            None => title.element(annotate_snippets::Origin::path(&self.file)),
        };
        renderer.render(&[group.element(help)])
    }

    /// The bytes of the line that are meant.
    fn marked(&self, line: &str) -> Range<usize> {
        let byte = |chars: usize| line.char_indices().nth(chars).map_or(line.len(), |(at, _)| at);
        let start = self.column.saturating_sub(1);
        byte(start)..byte(start + self.width)
    }
}

/// Collects the findings of one file.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    pub file: &'a File,
    findings: &'a RefCell<Vec<Finding>>,
}

impl<'a> Report<'a> {
    pub const fn new(file: &'a File, findings: &'a RefCell<Vec<Finding>>) -> Self {
        Self { file, findings }
    }

    /// A problem at a place.
    pub fn at(&self, code: Code, span: &Range<usize>, message: impl Into<String>, remedy: impl Into<String>) {
        self.findings.borrow_mut().push(Finding::at(code, self.file, span.clone(), message, remedy));
    }

    /// A problem of the file as a whole.
    pub fn file(&self, code: Code, message: impl Into<String>, remedy: impl Into<String>) {
        self.findings.borrow_mut().push(Finding::of_file(code, &self.file.path, message, remedy));
    }
}

/// Longer lists nobody reads, and with a finding for each of many links they would fill the memory.
const MOST_LISTED: usize = 40;

/// "did you mean `x`?" where one of the words is near; otherwise the list of them, or its beginning.
pub(crate) fn suggest<'a>(given: &str, allowed: impl IntoIterator<Item = &'a str>) -> String {
    let allowed: Vec<_> = allowed.into_iter().collect();
    let near = allowed
        .iter()
        // What differs that much in length is not near.
        .filter(|word| word.len().abs_diff(given.len()) <= word.len().max(given.len()) / 2 + 1)
        .map(|word| (strsim::damerau_levenshtein(given, word), *word))
        .min()
        .filter(|(distance, word)| *distance <= (word.len() / 3).max(1));
    match near {
        Some((_, word)) => format!("did you mean `{word}`?"),
        None if allowed.len() > MOST_LISTED => format!("use one of: {}, …", allowed[..MOST_LISTED].join(", ")),
        None => format!("use one of: {}", allowed.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_told_apart() {
        let words: HashSet<_> = Code::ALL.iter().map(|code| code.word()).collect();
        assert_eq!(words.len(), Code::ALL.len());
    }

    #[test]
    fn a_finding_shows_the_line_and_the_remedy() {
        let file = File::new("intents/a.yaml", "title: x\nkeywrods: []\n");
        let finding = Finding::at(Code::UnknownKey, &file, 9..17, "unknown key `keywrods`", "did you mean `keywords`?");
        assert_eq!((finding.line, finding.column, finding.width), (2, 1, 8));
        let text = finding.render(false);
        for part in ["error[unknown-key]", "intents/a.yaml:2:1", "keywrods: []", "^^^^^^^^", "did you mean `keywords`?"]
        {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }

    #[test]
    fn a_near_word_is_proposed_and_a_far_one_is_not() {
        assert_eq!(suggest("exampels", ["examples", "title"]), "did you mean `examples`?");
        assert_eq!(suggest("zzz", ["examples", "title"]), "use one of: examples, title");
        let many: Vec<String> = (0..10_000).map(|n| format!("article-{n}")).collect();
        assert!(suggest("zzz", many.iter().map(String::as_str)).len() < 1_000);
    }
}
