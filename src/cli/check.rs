//! `bolt check`: everything that is wrong with the content, or could be better, and with the settings if they are named.

use std::{
    io::{IsTerminal, Write},
    path::{Component, Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, builder::PossibleValuesParser};
use jiff::tz::TimeZone;

use super::{CliError, look_at};
use crate::{
    app::SystemClock,
    config::{self, Flags, Purpose},
    content::{Code, Finding, Severity, Source},
    domain::Clock as _,
    exchange::prefix,
    proof::{Case, Move, Suite},
    review::{Beside, review, sarif},
};

/// What `bolt check` is asked.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Check these settings as well, as `bolt serve --config` would read them.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print the findings as a JSON array.
    #[arg(long, conflicts_with = "sarif")]
    json: bool,
    /// Print the findings as SARIF 2.1.0, for code review.
    #[arg(long)]
    sarif: bool,
    /// Fail on warnings, too.
    #[arg(long)]
    strict: bool,
    /// Say what a code means, and check nothing.
    #[arg(long, value_name = "CODE", value_parser = codes(), hide_possible_values = true)]
    explain: Option<String>,
}

fn codes() -> PossibleValuesParser {
    PossibleValuesParser::new(Code::ALL.iter().map(|code| code.word()))
}

/// Checks the content and the settings; the exit code is 1 when there is an error, or a warning and `--strict`.
pub fn run(args: &CheckArgs, content: Option<&Path>, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    if let Some(code) = args.explain.as_deref().and_then(Code::of) {
        return explain(code, out);
    }
    let (mut findings, configured) = args.config.as_deref().map(settings).unwrap_or_default();
    let named = content.or(configured.as_deref());
    let source = look_at(named)?;
    let files = source.read()?;
    let suite = Suite::find(named, &files);
    let folder = match source {
        Source::Folder(folder) => Some(folder),
        Source::Embedded => None,
    };
    let place = folder.as_deref().map(|folder| if args.sarif { in_repository(folder) } else { from_here(folder) });
    let place = place.filter(|_| !args.json).unwrap_or_default();
    let read = files.files.len();
    let today = Some(SystemClock.now().to_zoned(TimeZone::UTC).date());
    let found = review(files, &Beside { questions: questions(&suite.cases), folder, today });
    findings.extend(suite.findings.into_iter().chain(found).map(|finding| finding.below(&place)));
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if args.json {
        let from_one: Vec<Finding> = findings.iter().cloned().map(Finding::from_one).collect();
        write_json(&from_one, out)?;
    } else if args.sarif {
        write_json(&sarif(&findings), out)?;
    } else {
        // What keeps the content out is read first where the output ends.
        findings.sort_by_key(|finding| finding.severity);
        print(&findings, errors, read, out)?;
    }
    let fails = errors > 0 || args.strict && !findings.is_empty();
    Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Where a folder lies as seen from the working folder: nothing, or a path that ends with `/`.
fn from_here(folder: &Path) -> String {
    let parts = folder.components().filter(|part| *part != Component::CurDir);
    let path = parts.collect::<PathBuf>().to_string_lossy().replace('\\', "/");
    if path.is_empty() || path.ends_with('/') { path } else { format!("{path}/") }
}

/// Where a folder lies in its repository, which is what code review knows; in none, as seen from the working folder.
fn in_repository(folder: &Path) -> String {
    let outside = |_| if folder.is_relative() { from_here(folder) } else { String::new() };
    prefix(folder).unwrap_or_else(outside)
}

/// What answer tests ask.
fn questions(cases: &[Case]) -> Vec<String> {
    let steps = cases.iter().flat_map(|case| &case.steps);
    let asked = steps.filter_map(|step| match &step.does {
        Move::Ask(question) => Some(question.clone()),
        Move::Pick(_) => None,
    });
    asked.collect()
}

fn explain(code: Code, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let (severity, kept) = match code.severity() {
        Severity::Error => ("an error", "Content with an error is not taken: what was live before stays."),
        Severity::Warning => {
            ("a warning", "Content with warnings is taken. `allow: [CODE]` in a file says that its editor means it so.")
        }
    };
    let kept = kept.replace("CODE", code.word());
    writeln!(out, "{}: {severity}\n\n{}\n{}\n\n{kept}", code.word(), code.what(), code.why())?;
    Ok(ExitCode::SUCCESS)
}

fn write_json(value: &impl serde::Serialize, out: &mut dyn Write) -> Result<(), CliError> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// What is wrong with the settings, and the content folder that they name.
fn settings(file: &Path) -> (Vec<Finding>, Option<PathBuf>) {
    let flags = Flags { config: Some(file.to_owned()), ..Flags::default() };
    match config::load(&flags, Purpose::Serve) {
        Ok(settings) => (Vec::new(), settings.content),
        Err(errors) => {
            let finding = |e: &config::ConfigError| Finding::of_file(Code::Settings, &e.place, &*e.problem, &*e.remedy);
            (errors.0.iter().map(finding).collect(), None)
        }
    }
}

fn print(findings: &[Finding], errors: usize, read: usize, out: &mut dyn Write) -> Result<(), CliError> {
    let styled = std::io::stdout().is_terminal();
    for finding in findings {
        writeln!(out, "{}\n", finding.render(styled))?;
    }
    let warnings = findings.len() - errors;
    match (errors, warnings) {
        (0, 0) => writeln!(out, "{read} files, nothing to mend")?,
        _ => writeln!(out, "{read} files: {}, {}", count(errors, "error"), count(warnings, "warning"))?,
    }
    Ok(())
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_as_seen_from_here() {
        for (folder, place) in
            [(".", ""), ("./content", "content/"), ("a/b/", "a/b/"), ("../x", "../x/"), ("/x", "/x/")]
        {
            assert_eq!(from_here(Path::new(folder)), place, "{folder}");
        }
    }
}
