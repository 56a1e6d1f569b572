//! What is wrong with content, told so that whoever wrote it can mend it.

use std::{borrow::Cow, cell::RefCell, ops::Range};

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{Code, File, Severity, parts::FACTS_FOLDER};

/// A problem, where it is, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
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
    /// Why it matters.
    pub why: &'static str,
    /// What to do.
    pub remedy: String,
    /// The line itself.
    pub source: Option<String>,
    /// How many characters of the line are meant.
    pub width: usize,
    /// Further facts that led to it.
    pub notes: Vec<String>,
    /// The other places that it is about.
    pub related: Vec<Related>,
}

/// Another place that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Related {
    /// The file, below the content folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters from 1.
    pub column: usize,
    /// What it has to do with the finding.
    pub message: String,
    /// The line itself.
    pub source: String,
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
            why: code.why(),
            remedy: remedy.into(),
            source: None,
            width: 0,
            notes: Vec::new(),
            related: Vec::new(),
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
        let Related { line, column, source, width, .. } = Related::at(file, span, "");
        Self { line, column, source: Some(source), width, ..Self::of_file(code, &file.path, message, remedy) }
    }

    /// The finding with a further fact that led to it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The finding with another place that it is about.
    #[must_use]
    pub fn related(mut self, file: &File, span: Range<usize>, message: impl Into<String>) -> Self {
        self.related.push(Related::at(file, span, message));
        self
    }

    /// The finding as seen from a folder in which the content lies below `place`: nothing, or a path that ends with `/`.
    #[must_use]
    pub fn below(mut self, place: &str) -> Self {
        self.file.insert_str(0, place);
        self.related.iter_mut().for_each(|related| related.file.insert_str(0, place));
        self
    }

    /// The finding with a file as a whole shown at its beginning, for readers that know only places from 1.
    #[must_use]
    pub fn from_one(mut self) -> Self {
        (self.line, self.column) = (self.line.max(1), self.column.max(1));
        self
    }

    /// How near it is to the root of what is wrong: what cannot be read makes others fail, and facts make most.
    fn depth(&self) -> usize {
        const UNREAD: [Code; 6] = [
            Code::UnreadableFile,
            Code::FileTooLarge,
            Code::MergeConflict,
            Code::MissingFile,
            Code::YamlSyntax,
            Code::FrontMatter,
        ];
        let is_unread = UNREAD.iter().any(|code| code.word() == self.code);
        match (self.severity, is_unread || self.file.starts_with(FACTS_FOLDER)) {
            (Severity::Warning, _) => 4,
            // Mostly it is there, and misspelt.
            (Severity::Error, false) if self.code == Code::MissingKey.word() => 3,
            (Severity::Error, true) if !self.file.contains('/') || self.file.starts_with(FACTS_FOLDER) => 0,
            (Severity::Error, true) => 1,
            (Severity::Error, false) => 2,
        }
    }

    /// Where it is and what is wrong, in one line.
    #[must_use]
    pub fn in_a_line(&self) -> String {
        let file = shown(&self.file);
        match self.line {
            0 => format!("{file}: {}", self.message),
            line => format!("{file}:{line}:{}: {}", self.column, self.message),
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
        let title = level.primary_title(&self.message).id(self.code);
        let file = shown(&self.file);
        let place: Element<'_> = match &self.source {
            Some(line) => snippet(&file, self.line, line, marked(line, self.column, self.width)).into(),
            None => Origin::path(&*file).into(),
        };
        let notes = self.notes.iter().map(String::as_str).chain([self.why]);
        let group = title.element(place).elements(notes.map(|note| Level::NOTE.message(note)));
        // The remedy is the last thing to be read, whatever other places there are.
        let help = Level::HELP.message(&self.remedy);
        let files: Vec<_> = self.related.iter().map(|place| shown(&place.file)).collect();
        let related = self.related.iter().zip(&files).map(|(place, file)| {
            let span = marked(&place.source, place.column, place.width);
            let title = Level::NOTE.secondary_title(&place.message);
            title.element(snippet(file, place.line, &place.source, span))
        });
        let mut groups: Vec<Group<'_>> = std::iter::once(group).chain(related).collect();
        if let Some(last) = groups.pop() {
            groups.push(last.element(help));
        }
        renderer.render(&groups)
    }
}

impl Related {
    /// A place in a file.
    pub fn at(file: &File, span: Range<usize>, message: impl Into<String>) -> Self {
        let place = file.place(span.start);
        let line = file.line_range(span.start);
        let end = span.end.clamp(span.start.min(line.end), line.end);
        let width = file.text.get(span.start..end).map_or(0, |marked| marked.trim_end().chars().count());
        Self {
            file: file.path.clone(),
            line: place.line,
            column: place.column,
            message: message.into(),
            source: file.text[line].to_owned(),
            width: width.max(1),
        }
    }
}

/// A file's name as a terminal may show it: names can hold line breaks, and commands to the terminal.
fn shown(name: &str) -> Cow<'_, str> {
    if !name.contains(char::is_control) {
        return Cow::Borrowed(name);
    }
    let plain = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    Cow::Owned(name.chars().map(plain).collect())
}

fn snippet<'a>(
    path: &'a str,
    number: usize,
    line: &str,
    marked: Range<usize>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let annotation = AnnotationKind::Primary.span(marked);
    Snippet::source(format!("{line}\n")).line_start(number).path(path).annotation(annotation)
}

/// The bytes of a line that are meant.
fn marked(line: &str, column: usize, width: usize) -> Range<usize> {
    let byte = |chars: usize| line.char_indices().nth(chars).map_or(line.len(), |(at, _)| at);
    let start = column.saturating_sub(1);
    byte(start)..byte(start + width)
}

/// The findings with those first that others may come from: often only the first few are shown.
pub(super) fn causes_first(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(Finding::depth);
    findings
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

    /// A problem that was put together elsewhere.
    pub fn push(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    /// A problem of the file as a whole.
    pub fn file(&self, code: Code, message: impl Into<String>, remedy: impl Into<String>) {
        self.findings.borrow_mut().push(Finding::of_file(code, &self.file.path, message, remedy));
    }
}

/// Longer lists nobody reads, and with a finding for each of many links they would fill the memory.
const MOST_LISTED: usize = 24;
/// So many of a longer list are named, as examples.
const EXAMPLES: usize = 5;

/// "did you mean `x`?" where one of the words is near; otherwise the list of them, or its beginning.
pub(crate) fn suggest<'a>(given: &str, allowed: impl IntoIterator<Item = &'a str>) -> String {
    let allowed: Vec<_> = allowed.into_iter().collect();
    match near(given, &allowed) {
        Some(word) => format!("did you mean `{word}`?"),
        None if allowed.len() > MOST_LISTED => {
            format!("use one of the {} there are, such as {}", allowed.len(), allowed[..EXAMPLES].join(", "))
        }
        None if allowed.is_empty() => "there is none to choose from: remove it, or write what it names".to_owned(),
        None => format!("use one of: {}", allowed.join(", ")),
    }
}

/// The word that is nearest to the given one, if it is near.
pub(super) fn near<'a>(given: &str, allowed: &[&'a str]) -> Option<&'a str> {
    let nearest = allowed
        .iter()
        // What differs that much in length is not near.
        .filter(|word| word.len().abs_diff(given.len()) <= word.len().max(given.len()) / 2 + 1)
        .map(|word| (strsim::damerau_levenshtein(given, word), *word))
        .min();
    nearest.filter(|(distance, word)| *distance <= (word.len() / 3).max(1)).map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn another_place_and_notes_stand_before_the_remedy() {
        let (one, other) = (File::new("a.yaml", "x: un\u{e9}\n"), File::new("b.yaml", "\ny: une\n"));
        let finding = Finding::at(Code::SimilarExamples, &one, 3..7, "nearly the same", "keep one")
            .note("both are read as `une`")
            .related(&other, 4..7, "the other one");
        insta::assert_snapshot!(finding.render(false));
        assert_eq!((finding.related[0].line, finding.related[0].column), (2, 4));
    }

    #[test]
    fn a_name_of_a_file_gives_the_terminal_no_commands() {
        let finding = Finding::of_file(Code::UnusedFile, "a\u{1b}[31m\nè.md", "m", "r");
        assert_eq!(finding.in_a_line(), "a\\u{1b}[31m\\nè.md: m");
        assert!(!finding.render(false).contains('\u{1b}'));
    }

    #[test]
    fn a_near_word_is_proposed_and_a_far_one_is_not() {
        assert_eq!(suggest("exampels", ["examples", "title"]), "did you mean `examples`?");
        assert_eq!(suggest("zzz", ["examples", "title"]), "use one of: examples, title");
        let many: Vec<String> = (0..10_000).map(|n| format!("article-{n}")).collect();
        assert!(suggest("zzz", many.iter().map(String::as_str)).len() < 1_000);
    }
}
