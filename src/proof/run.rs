//! Answer tests, run on all cores.

use std::fmt;

use rayon::prelude::*;
use serde::Serialize;

use super::{Case, Heard, Mismatch, Move, Unread, Visitor, judge, play, seed_of};
use crate::{
    domain::{Candidate, CandidateKind, Language},
    reply::{Replier, render},
};

/// Each test is played so many times, each time with other wordings: a right answer is right in all of them.
const WORDINGS: u64 = 4;

/// How many tests there were, and how many failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// All tests.
    pub tests: usize,
    /// Those that failed.
    pub failed: usize,
}

/// A test that failed, at its first wrong answer.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    /// The file, below the content folder.
    pub file: String,
    /// The line where the test begins.
    pub line: usize,
    /// The test's name.
    pub test: String,
    /// The turn whose answer was wrong, from 1.
    pub turn: usize,
    /// Who asked.
    pub who: String,
    /// The language of the page.
    pub page: Option<Language>,
    /// What they wrote or picked.
    pub asked: String,
    /// In what the answer was wrong.
    pub mismatches: Vec<Mismatch>,
    /// The rule that chose the answer; none where there was no answer.
    pub rule: Option<String>,
    /// What came.
    pub said: Option<String>,
    /// What Bolt considered, best first within each kind.
    pub candidates: Vec<Candidate>,
}

/// A test, and how it failed if it did.
pub(super) type Tried = (Case, Option<Failure>);

/// A file, its tests, and what of it could not be read.
pub(super) type OfFile<'o> = (&'o str, &'o [Tried], Vec<&'o Unread>);

/// What became of every test.
#[derive(Clone, Debug)]
pub struct Outcome {
    results: Vec<Tried>,
    unread: Vec<Unread>,
}

/// Runs tests.
#[must_use]
pub fn run(replier: &dyn Replier, cases: Vec<Case>) -> Outcome {
    let results = cases.into_par_iter().map(|case| {
        let failure = try_case(replier, &case);
        (case, failure)
    });
    Outcome { results: results.collect(), unread: Vec::new() }
}

fn try_case(replier: &dyn Replier, case: &Case) -> Option<Failure> {
    let seed = seed_of(&case.name);
    (0..WORDINGS).find_map(|wording| {
        let moves = case.steps.iter().map(|step| &step.does);
        let heard = play(replier, &case.who, case.page, moves, seed.wrapping_add(wording));
        first_wrong(case, &heard)
    })
}

fn first_wrong(case: &Case, heard: &[Heard]) -> Option<Failure> {
    let judged = case.steps.iter().zip(heard).map(|(step, heard)| judge(&step.expect, heard));
    let (turn, mismatches) = judged.enumerate().find(|(_, mismatches)| !mismatches.is_empty())?;
    let message = heard.get(turn).and_then(Heard::message);
    Some(Failure {
        file: case.file.clone(),
        line: case.line,
        test: case.name.clone(),
        turn: turn + 1,
        who: case.who.to_string(),
        page: case.page,
        asked: case.steps[turn].does.to_string(),
        mismatches,
        rule: message.map(|message| message.trace.rule.clone()),
        said: message.map(render::text),
        candidates: message.map(|message| message.trace.candidates.clone()).unwrap_or_default(),
    })
}

impl Outcome {
    /// The outcome with tests that cannot be read among it. What was played of them all the same proves nothing.
    #[must_use]
    pub fn with_unread(mut self, unread: Vec<Unread>) -> Self {
        self.results.retain(|(case, _)| !unread.iter().any(|test| (&test.file, test.line) == (&case.file, case.line)));
        self.unread = unread;
        self
    }

    /// The sum: what cannot be read has failed.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let unread = self.unread.len();
        Tally { tests: self.results.len() + unread, failed: self.failures().count() + unread }
    }

    /// The tests, and files of tests, that cannot be read.
    #[must_use]
    pub fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// The tests that failed, in the order of the files.
    pub fn failures(&self) -> impl Iterator<Item = &Failure> {
        self.results.iter().filter_map(|(_, failure)| failure.as_ref())
    }

    /// The tests of each file, with how they failed, and what of it cannot be read.
    pub(super) fn by_file(&self) -> Vec<OfFile<'_>> {
        let chunks = self.results.chunk_by(|(a, _), (b, _)| a.file == b.file);
        let tried = chunks.filter_map(|chunk| Some((chunk.first()?.0.file.as_str(), chunk, Vec::new())));
        let mut files: Vec<OfFile<'_>> = tried.collect();
        for test in &self.unread {
            match files.iter_mut().find(|(file, ..)| *file == test.file) {
                Some((.., unread)) => unread.push(test),
                None => files.push((&test.file, &[], vec![test])),
            }
        }
        files
    }
}

impl Failure {
    /// What is wrong, in one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let parts = self.mismatches.iter();
        parts.map(|m| format!("{}: {}, not {}", m.what, m.got, m.expected)).collect::<Vec<_>>().join("; ")
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let page = self.page.map(|page| format!(", on a page in {page}")).unwrap_or_default();
        writeln!(f, "{}:{}  {}", self.file, self.line, self.test)?;
        writeln!(f, "  turn {}    {}{page}", self.turn, self.who)?;
        writeln!(f, "  asked     {}", self.asked)?;
        for mismatch in &self.mismatches {
            writeln!(f, "  expected  {} {}", mismatch.what, mismatch.expected)?;
            writeln!(f, "  got       {}", mismatch.got)?;
        }
        if let (Some(rule), Some(said)) = (&self.rule, &self.said) {
            writeln!(f, "  Bolt said (by the rule {rule})")?;
            for line in said.lines() {
                writeln!(f, "    {line}")?;
            }
            writeln!(f, "  nearest   {}", nearest(&self.candidates))?;
        }
        Ok(())
    }
}

/// The best candidates of each kind, with their scores.
pub(super) fn nearest(candidates: &[Candidate]) -> String {
    const EACH: usize = 3;
    let kinds =
        [(CandidateKind::Pattern, "pattern"), (CandidateKind::Intent, "intent"), (CandidateKind::Article, "article")];
    let parts = kinds.iter().filter_map(|(kind, word)| {
        let of_kind = candidates.iter().filter(|candidate| candidate.kind == *kind).take(EACH);
        let shown: Vec<_> = of_kind.map(|candidate| format!("{} {:.2}", candidate.id, candidate.score)).collect();
        (!shown.is_empty()).then(|| format!("{word} {}", shown.join(", ")))
    });
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join("; ") }
}

impl fmt::Display for Visitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.anonymous {
            return f.write_str("somebody who is not signed in");
        }
        let Self { standing, name, .. } = self;
        if let Some(name) = name {
            write!(f, "{name}, ")?;
        }
        let (role, account, plan) = (standing.role.word(), standing.account_type.word(), standing.support_plan.word());
        let a = if account.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        write!(f, "{role} of {a} {account} account with {plan}")
    }
}

impl fmt::Display for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ask(text) => f.write_str(text),
            Self::Pick(id) => write!(f, "[picks {id}]"),
        }
    }
}
