//! `bolt check`: everything that is wrong with the content, or could be better, and with the settings if they are named.

use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, builder::PossibleValuesParser};

use super::CliError;
use crate::{
    config::{self, Flags, Purpose},
    content::{Code, Files, Finding, Severity},
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
    let files = Files::find(named)?;
    let suite = Suite::find(named, &files);
    let folder = named.or_else(|| Path::new("knowledge").is_dir().then_some(Path::new("."))).map(Path::to_owned);
    let read = files.files.len();
    findings.extend(suite.findings);
    findings.extend(review(files, &Beside { questions: questions(&suite.cases), folder }));
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if args.json {
        write_json(&findings, out)?;
    } else if args.sarif {
        write_json(&sarif(&findings), out)?;
    } else {
        print(&findings, errors, read, out)?;
    }
    let fails = errors > 0 || args.strict && !findings.is_empty();
    Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
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
