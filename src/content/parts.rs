//! Every content file, read into its part, before anybody checks whether the parts fit together.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use super::{
    File, Files, Finding, Severity,
    article::{self, ArticleSource},
    code::Code,
    conflict::is_unmerged,
    facts::{self, FACT_FILES, NAMES_FILE, PROBLEMS_FILE},
    finding::Report,
    intent::{self, IntentSource},
    phrases::{self, PHRASES_FILE, PhraseSource},
};
use crate::{domain::Language, support::Facts};

/// The content, file by file.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub files: Vec<File>,
    pub facts: Arc<Facts>,
    pub articles: Vec<ArticleSource>,
    /// Each with the place of its file.
    pub intents: Vec<(usize, IntentSource)>,
    pub off_topic: Vec<(Language, String)>,
    /// With the place of its file; `None` when there is none.
    pub phrases: Option<(usize, PhraseSource)>,
    /// Files that are there and say nothing that can be used, and folders that cannot be read or are away: what they
    /// hold is told once, and not by everything that relies on it.
    broken: Vec<String>,
    /// Whether the values of the facts were read without an error, so that others can be held against them.
    pub facts_are_whole: bool,
}

pub(crate) const FACTS_FOLDER: &str = "knowledge/facts/";

/// What a file is read into.
enum Part {
    Article(Box<ArticleSource>),
    Intent(Box<IntentSource>),
    OffTopic(Language, Vec<String>),
    Phrases(PhraseSource),
    /// It is there, and cannot be used.
    Broken,
    /// Read before the others, or by nobody.
    Other,
}

impl Parts {
    /// Reads every file, and says of each what is wrong with it.
    pub fn read(files: Files) -> (Self, Vec<Finding>) {
        let unread = files.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let broken = unread.map(|finding| finding.file.clone()).collect();
        let found = RefCell::new(files.findings);
        let mut parts = Self { files: files.files, broken, ..Self::default() };
        parts.read_facts(&found);
        let mut found = found.into_inner();
        let read = |(place, file): (usize, &File)| {
            let found = RefCell::new(Vec::new());
            let part = Part::read(place, &Report::new(file, &found), file);
            (part, found.into_inner())
        };
        let read: Vec<(Part, Vec<Finding>)> = parts.files.par_iter().enumerate().map(read).collect();
        for (place, (part, findings)) in read.into_iter().enumerate() {
            parts.add(place, part);
            found.extend(findings);
        }
        if parts.phrases.is_none() && !parts.is_broken(PHRASES_FILE) {
            found.push(missing(PHRASES_FILE));
        }
        (parts, found)
    }

    /// Whether a file is there, or may be, and cannot be used. It is told itself; what relies on it is in order.
    pub fn is_broken(&self, path: &str) -> bool {
        let holds = |broken: &String| path.strip_prefix(broken.as_str()).is_some_and(|rest| rest.starts_with('/'));
        self.broken.iter().any(|broken| broken == path || holds(broken))
    }

    /// Whether something below a folder cannot be used.
    pub fn is_broken_below(&self, folder: &str) -> bool {
        let lies_below = |broken: &String| broken.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        self.is_broken(folder) || self.broken.iter().any(lies_below)
    }

    /// Whether some file or folder cannot be used.
    pub const fn has_broken(&self) -> bool {
        !self.broken.is_empty()
    }

    /// The ids of the channels; none where the facts are broken, and nobody can say which there are.
    pub fn channels(&self) -> Vec<&str> {
        let all = self.facts.channels.iter().filter(|_| self.facts_are_whole);
        all.map(|channel| channel.id.as_str()).collect()
    }

    fn add(&mut self, place: usize, part: Part) {
        match part {
            Part::Article(article) => self.articles.push(*article),
            Part::Intent(intent) => self.intents.push((place, *intent)),
            Part::OffTopic(language, lines) => self.off_topic.extend(lines.into_iter().map(|line| (language, line))),
            Part::Phrases(phrases) => self.phrases = Some((place, phrases)),
            Part::Broken => self.broken.push(self.files[place].path.clone()),
            Part::Other => {}
        }
    }

    fn read_facts(&mut self, found: &RefCell<Vec<Finding>>) {
        let by_path: BTreeMap<_, _> = self.files.iter().map(|file| (file.path.as_str(), file)).collect();
        let (mut facts, mut whole) = (Facts::default(), true);
        for name in FACT_FILES {
            let path = format!("{FACTS_FOLDER}{name}");
            let told = found.borrow().len();
            match by_path.get(path.as_str()) {
                Some(file) if is_unmerged(&Report::new(file, found)) => {}
                Some(file) => facts::read(name, &Report::new(file, found), &mut facts, whole),
                None if self.is_broken(&path) || name == PROBLEMS_FILE => {}
                None => found.borrow_mut().push(missing(&path)),
            }
            let is_whole = by_path.contains_key(path.as_str()) && !has_error(&found.borrow()[told..]);
            // Names and problems are what visitors say: no file relies on them.
            whole &= is_whole || [NAMES_FILE, PROBLEMS_FILE].contains(&name);
        }
        if let Some(first) = found.borrow_mut().iter_mut().find(|finding| !whole && is_of_facts(finding)) {
            first.notes.push("what other files say of facts is checked when these are in order".to_owned());
        }
        (self.facts, self.facts_are_whole) = (Arc::new(facts), whole);
    }
}

impl Part {
    fn read(place: usize, report: &Report<'_>, file: &File) -> Self {
        let path = file.path.as_str();
        if let Some(name) = path.strip_prefix(FACTS_FOLDER) {
            if !FACT_FILES.contains(&name) {
                facts::read(name, report, &mut Facts::default(), true);
            }
            Self::Other
        } else if is_unmerged(report) {
            Self::Broken
        } else if path == PHRASES_FILE {
            Self::Phrases(phrases::read(report))
        } else if article::address(path).is_some() {
            match article::read(place, report) {
                article::Read::Article(article) => Self::Article(article),
                article::Read::Draft => Self::Other,
                article::Read::Broken => Self::Broken,
            }
        } else if let Some((language, lines)) = intent::off_topic(file) {
            Self::OffTopic(language, lines)
        } else if let Some(id) = intent_id(path) {
            intent::read(id, report).map_or(Self::Broken, |intent| Self::Intent(Box::new(intent)))
        } else {
            let remedy = "articles are `knowledge/<en|it|es>/<section>/<name>.md`, intents `intents/<id>.yaml`; move or remove it";
            report.file(Code::UnusedFile, "nothing reads this file", remedy);
            Self::Other
        }
    }
}

fn intent_id(path: &str) -> Option<&str> {
    let id = path.strip_prefix("intents/")?.strip_suffix(".yaml")?;
    (!id.contains('/')).then_some(id)
}

fn has_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

fn is_of_facts(finding: &Finding) -> bool {
    finding.severity == Severity::Error && finding.file.starts_with(FACTS_FOLDER)
}

fn missing(path: &str) -> Finding {
    let remedy = format!("bring it back: `{path}` in Bolt's own repository explains its form at its beginning");
    Finding::of_file(Code::MissingFile, path, "this file is missing", remedy)
}
