//! What `bolt check` says about the files as they lie there now.

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    content::{Files, Finding, Severity, Source},
    proof::{ANSWERS, Move, Suite},
    review::{Beside, review},
};

/// What is wrong with the files, or could be better.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Findings {
    /// The revision of the files that were checked; another one than what is live where they are broken.
    pub revision: String,
    /// How many files there are.
    pub files: usize,
    /// How many findings keep the files from being taken.
    pub errors: usize,
    /// How many do not.
    pub warnings: usize,
    /// The findings, by file and line.
    pub findings: Vec<Finding>,
}

/// The files of the content and of its answer tests, as they lie there.
#[derive(Clone, Debug, Default)]
pub(super) struct OnDisk {
    pub content: Files,
    answers: Files,
    source: Option<Source>,
    /// Why there are no files: their folder is away.
    away: Option<Finding>,
}

impl OnDisk {
    /// Reads them.
    pub fn read(source: Source) -> Self {
        let answers = match &source {
            Source::Folder(root) => Files::beside(root, ANSWERS),
            Source::Embedded => Files::default(),
        };
        let (content, away) = match source.read() {
            Ok(content) => (content, None),
            Err(error) => (Files::default(), Some(error.finding())),
        };
        Self { content, answers, source: Some(source), away }
    }

    /// Content without answer tests or a folder.
    #[cfg(test)]
    pub fn of(content: Files) -> Self {
        Self { content, ..Self::default() }
    }

    /// Names what the files say: the content, then its answer tests.
    pub fn revision(&self) -> (String, String) {
        (self.content.revision(), self.answers.revision())
    }
}

impl Findings {
    /// Checks the files.
    pub(super) fn of(files: OnDisk, today: Date) -> Self {
        let OnDisk { content, answers, source, away } = files;
        let (revision, count) = (content.revision(), content.files.len());
        // Of what is not there nothing else can be said.
        if let Some(finding) = away {
            return Self { revision, files: 0, errors: 1, warnings: 0, findings: vec![finding] };
        }
        let suite = Suite::read(answers, &content);
        let asked = suite.cases.iter().flat_map(|case| &case.steps).filter_map(|step| match &step.does {
            Move::Ask(question) => Some(question.clone()),
            Move::Pick(_) => None,
        });
        let folder = source.and_then(|source| match source {
            Source::Folder(folder) => Some(folder),
            Source::Embedded => None,
        });
        let beside = Beside { questions: asked.collect(), folder, today: Some(today) };
        let mut findings = suite.findings;
        findings.extend(review(content, &beside));
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        Self { revision, files: count, errors, warnings: findings.len() - errors, findings }
    }
}
