//! `bolt check`: everything that is wrong with the content.

use std::{
    io::{IsTerminal, Write},
    path::Path,
    process::ExitCode,
};

use clap::Args;

use super::CliError;
use crate::content::{Files, Finding, Severity, check};

/// What `bolt check` is asked.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Print the findings as a JSON array.
    #[arg(long)]
    json: bool,
}

/// Checks the content; the exit code is 1 when there is an error.
pub fn run(args: &CheckArgs, content: Option<&Path>, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let files = Files::find(content)?;
    let read = files.files.len();
    let findings = check(files);
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &findings).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        print(&findings, errors, read, out)?;
    }
    Ok(if errors > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn print(findings: &[Finding], errors: usize, read: usize, out: &mut dyn Write) -> Result<(), CliError> {
    let styled = std::io::stdout().is_terminal();
    for finding in findings {
        writeln!(out, "{}\n", finding.render(styled))?;
    }
    let warnings = findings.len() - errors;
    match (errors, warnings) {
        (0, 0) => writeln!(out, "{read} files, nothing to mend")?,
        _ => writeln!(out, "{read} files: {errors} errors, {warnings} warnings")?,
    }
    Ok(())
}
