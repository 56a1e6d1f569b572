//! What `bolt check` says about the files as they lie there now.

use std::collections::HashMap;

use serde::Serialize;

use crate::content::{Files, Finding, Severity, check};

/// What is wrong with the files.
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

impl Findings {
    /// Checks the files.
    pub(super) fn of(files: Files) -> Self {
        let (revision, count) = (files.revision(), files.files.len());
        let findings = check(files);
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        Self { revision, files: count, errors, warnings: findings.len() - errors, findings }
    }

    /// The findings of each file.
    pub(super) fn by_file(&self) -> HashMap<&str, Vec<&Finding>> {
        let mut by_file: HashMap<&str, Vec<&Finding>> = HashMap::new();
        for finding in &self.findings {
            by_file.entry(&finding.file).or_default().push(finding);
        }
        by_file
    }
}
