//! `allow: [code]` in a file: its editor has seen the finding and means it so.

use std::collections::HashSet;

use super::material::Material;
use crate::content::{Code, FACTS_FOLDER, File, Finding, Severity, suggest};

/// The findings that no file allows, and those about what files allow in vain.
pub(super) fn apply(findings: Vec<Finding>, material: &Material<'_>) -> Vec<Finding> {
    let parts = material.parts;
    let articles = parts.articles.iter().map(|article| (article.file, &article.allow));
    let intents = parts.intents.iter().map(|(file, intent)| (*file, &intent.allow));
    let phrases = parts.phrases.iter().map(|(file, phrases)| (*file, &phrases.allow));
    let undecided = undecided(&findings, material);
    let mut kept = findings;
    for (file, allowed) in articles.chain(intents).chain(phrases) {
        let file = &parts.files[file];
        let mut seen = HashSet::new();
        for word in allowed {
            let at =
                |code, message: String, remedy: String| Finding::at(code, file, word.span.clone(), message, remedy);
            match Code::of(&word.text) {
                None => {
                    let message = format!("there is no finding `{}`", word.text);
                    let near = suggest(&word.text, warnings());
                    kept.push(at(Code::UnknownAllow, message, near));
                }
                Some(code) if code.severity() == Severity::Error => {
                    let message = format!("`{}` is an error, which cannot be allowed", word.text);
                    kept.push(at(Code::UnknownAllow, message, "mend the error, and remove this".to_owned()));
                }
                Some(code) => {
                    let before = kept.len();
                    kept.retain(|finding| !is_of(finding, code, file));
                    if kept.len() == before && !seen.contains(code.word()) && !undecided.contains(&code) {
                        let message = format!("nothing in this file is `{}`", word.text);
                        kept.push(at(Code::UnneededAllow, message, "remove it".to_owned()));
                    }
                    seen.insert(code.word());
                }
            }
        }
    }
    kept
}

/// What is found by holding one text against all the others, or against the facts.
const BY_OTHERS: [Code; 10] = [
    Code::SimilarExamples,
    Code::ConfusedExample,
    Code::OverlappingPatterns,
    Code::IdlePattern,
    Code::KeywordShadows,
    Code::UnreachableArticle,
    Code::DuplicateTitle,
    Code::BrokenAnchor,
    Code::MissingTranslation,
    Code::OutdatedTranslation,
];
const BY_FACTS: [Code; 3] = [Code::UnlistedNumber, Code::ContradictedFact, Code::UnknownPlan];

/// The codes that may be found as soon as what is broken now is mended: nobody can say yet that a file has none of them.
fn undecided(findings: &[Finding], material: &Material<'_>) -> Vec<Code> {
    let is_of_facts = |finding: &Finding| finding.severity == Severity::Error && finding.file.starts_with(FACTS_FOLDER);
    let no_facts = !material.parts.facts_are_whole || findings.iter().any(is_of_facts);
    let no_patterns = !material.unusable.is_empty() || material.patterns.is_none();
    let by_others = no_facts || no_patterns || material.parts.has_broken();
    let by_others = BY_OTHERS.into_iter().filter(|_| by_others);
    by_others.chain(BY_FACTS.into_iter().filter(|_| no_facts)).collect()
}

fn is_of(finding: &Finding, code: Code, file: &File) -> bool {
    finding.code == code.word() && finding.file == file.path
}

fn warnings() -> impl Iterator<Item = &'static str> {
    Code::ALL.iter().filter(|code| code.severity() == Severity::Warning).map(|code| code.word())
}
