//! What could be better in the content: everything that `bolt check` says beyond what keeps content from being taken.
//!
//! `content` finds what is broken, in every load. Here stand the checks that take longer, and that tell of content which
//! works and serves people badly. One file a check, or a family of them.

mod allow;
mod articles;
mod examples;
mod history;
mod hours;
mod links;
mod material;
mod numbers;
mod patterns;
mod people;
mod plans;
mod privacy;
mod prose;
mod reach;
mod sarif;
#[cfg(test)]
mod tests;
mod times;
mod tongue;
mod translations;

use std::path::PathBuf;

use jiff::civil::Date;
use rayon::prelude::*;

pub use sarif::sarif;

use crate::content::{Checked, Files, Finding};
use material::Material;

/// What stands beside the content and says something about it.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// What answer tests ask.
    pub questions: Vec<String>,
    /// The folder of the content, where it is one: git knows when its files were changed.
    pub folder: Option<PathBuf>,
    /// The day it is: no article was updated after it.
    pub today: Option<Date>,
}

type Check = fn(&Material<'_>) -> Vec<Finding>;

const CHECKS: [Check; 11] = [
    examples::confused,
    reach::unreachable,
    tongue::wrong,
    examples::similar,
    patterns::patterns,
    articles::images_and_sections,
    links::anchors_of,
    links::dead,
    translations::outdated,
    translations::future,
    privacy::personal,
];

/// What holds texts against the facts.
const CHECKS_OF_FACTS: [Check; 5] =
    [numbers::unlisted, times::contradicted, hours::limited, plans::plans, people::promised];

/// Everything that is wrong with these files, and everything that could be better, by file and line.
#[must_use]
pub fn review(files: Files, beside: &Beside) -> Vec<Finding> {
    review_checked(&Checked::read(files, None), beside)
}

/// As [`review`], of files that were read and checked already.
pub(crate) fn review_checked(checked: &Checked, beside: &Beside) -> Vec<Finding> {
    let material = Material::of(checked, beside);
    let mut findings = checked.findings.clone();
    // Of facts that are not there everything would be another one.
    let of_facts = CHECKS_OF_FACTS.par_iter().filter(|_| material.parts.facts_are_whole);
    let deeper: Vec<Vec<Finding>> = CHECKS.par_iter().chain(of_facts).map(|check| check(&material)).collect();
    findings.extend(deeper.into_iter().flatten());
    let mut findings = allow::apply(findings, &material);
    findings.sort_by(|a, b| (&a.file, a.line, a.column, a.code).cmp(&(&b.file, b.line, b.column, b.code)));
    findings
}
