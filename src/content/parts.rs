//! Every content file, read into its part, before anybody checks whether the parts fit together.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use super::{
    File, Files, Finding,
    article::{self, ArticleSource},
    code::Code,
    facts::{self, FACT_FILES},
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
}

pub(super) const FACTS_FOLDER: &str = "knowledge/facts/";

/// What a file is read into.
enum Part {
    Article(Option<ArticleSource>),
    Intent(Option<Box<IntentSource>>),
    OffTopic(Language, Vec<String>),
    Phrases(PhraseSource),
    /// Read before the others, or by nobody.
    Other,
}

impl Parts {
    /// Reads every file, and says of each what is wrong with it.
    pub fn read(files: Files) -> (Self, Vec<Finding>) {
        let found = RefCell::new(files.findings);
        let mut parts = Self { files: files.files, ..Self::default() };
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
        if parts.phrases.is_none() {
            found.push(missing(PHRASES_FILE));
        }
        (parts, found)
    }

    fn add(&mut self, place: usize, part: Part) {
        match part {
            Part::Article(article) => self.articles.extend(article),
            Part::Intent(intent) => self.intents.extend(intent.map(|intent| (place, *intent))),
            Part::OffTopic(language, lines) => self.off_topic.extend(lines.into_iter().map(|line| (language, line))),
            Part::Phrases(phrases) => self.phrases = Some((place, phrases)),
            Part::Other => {}
        }
    }

    fn read_facts(&mut self, found: &RefCell<Vec<Finding>>) {
        let by_path: BTreeMap<_, _> = self.files.iter().map(|file| (file.path.as_str(), file)).collect();
        let mut facts = Facts::default();
        for name in FACT_FILES {
            let path = format!("{FACTS_FOLDER}{name}");
            match by_path.get(path.as_str()) {
                Some(file) => facts::read(name, &Report::new(file, found), &mut facts),
                None => found.borrow_mut().push(missing(&path)),
            }
        }
        self.facts = Arc::new(facts);
    }
}

impl Part {
    fn read(place: usize, report: &Report<'_>, file: &File) -> Self {
        let path = file.path.as_str();
        if let Some(name) = path.strip_prefix(FACTS_FOLDER) {
            if !FACT_FILES.contains(&name) {
                facts::read(name, report, &mut Facts::default());
            }
            Self::Other
        } else if path == PHRASES_FILE {
            Self::Phrases(phrases::read(report))
        } else if article::address(path).is_some() {
            Self::Article(article::read(place, report))
        } else if let Some((language, lines)) = intent::off_topic(file) {
            Self::OffTopic(language, lines)
        } else if let Some(id) = intent_id(path) {
            Self::Intent(intent::read(id, report).map(Box::new))
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

fn missing(path: &str) -> Finding {
    Finding::of_file(Code::MissingFile, path, "this file is missing", "add it; docs/content.md shows its form")
}
