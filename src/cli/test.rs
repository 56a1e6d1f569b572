//! `bolt test`: the answer tests beside the content.

use std::{
    fs,
    io::{self, IsTerminal as _, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use serde::Serialize;

use super::{CliError, look_at};
use crate::{
    content::{ArticleLinks, Content, Finding},
    proof::{Failure, Outcome, Suite, Tally, Unread, junit, run as run_cases},
};

/// What `bolt test` is asked.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Run only the tests that have this in their file or name.
    filter: Option<String>,
    /// Write the outcome as JUnit XML, for a build server.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Print the outcome as a JSON object.
    #[arg(long)]
    json: bool,
}

/// Tests that cannot be run.
#[derive(Debug, thiserror::Error)]
pub enum TestError {
    /// There is none.
    #[error("there is no answer test{0}; write one in `answers/NAME.answers.yaml`, docs/content.md shows how")]
    None(String),
    /// The report cannot be written.
    #[error("{file}: {problem}; name a file that can be written with --junit")]
    Junit {
        /// The file.
        file: String,
        /// Why not.
        problem: io::Error,
    },
}

/// The outcome, as it is printed with `--json`.
#[derive(Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    tally: Tally,
    content_revision: &'a str,
    failures: Vec<&'a Failure>,
    /// The tests, and files of tests, that cannot be read; they count as failed.
    broken: &'a [Unread],
    findings: Vec<Finding>,
}

/// Runs the tests; the exit code is 1 when one fails, or cannot be read.
pub fn run(args: &TestArgs, named: Option<&Path>, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let files = look_at(named)?.read()?;
    let mut suite = Suite::find(named, &files);
    if let Some(filter) = &args.filter {
        suite.cases.retain(|case| case.name.contains(filter) || case.file.contains(filter));
    }
    if suite.cases.is_empty() && suite.findings.is_empty() {
        let with = args.filter.as_ref().map(|filter| format!(" with `{filter}` in its file or name"));
        return Err(TestError::None(with.unwrap_or_default()).into());
    }
    let broken = suite.is_broken();
    let content = Content::load(files, ArticleLinks::default())?;
    // What is broken fails the command, whichever tests were asked for: every report says so.
    let outcome = run_cases(&content, suite.cases).with_unread(suite.unread);
    if let Some(file) = &args.junit {
        let problem = |problem| TestError::Junit { file: file.display().to_string(), problem };
        fs::write(file, junit(&outcome)).map_err(problem)?;
    }
    if args.json {
        let printed = Printed {
            tally: outcome.tally(),
            content_revision: &content.revision,
            failures: outcome.failures().collect(),
            broken: outcome.unread(),
            findings: suite.findings.into_iter().map(Finding::from_one).collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &printed).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        print(&outcome, &suite.findings, out)?;
    }
    Ok(if broken || outcome.tally().failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn print(outcome: &Outcome, findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let styled = io::stdout().is_terminal();
    for finding in findings {
        writeln!(out, "{}\n", finding.render(styled))?;
    }
    for failure in outcome.failures() {
        writeln!(out, "FAILED {failure}")?;
    }
    for Unread { file, line, test, .. } in outcome.unread() {
        writeln!(out, "BROKEN {file}:{line}  {test}")?;
    }
    let Tally { tests, failed } = outcome.tally();
    writeln!(out, "{} of {tests} answer tests pass", tests - failed)
}
