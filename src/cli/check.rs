//! `bolt check`: everything that is wrong with the content, and with the settings if they are named.

use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;

use super::CliError;
use crate::{
    config::{self, Flags, Purpose},
    content::{Code, Files, Finding, Severity, check},
};

/// What `bolt check` is asked.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Check these settings as well, as `bolt serve --config` would read them.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print the findings as a JSON array.
    #[arg(long)]
    json: bool,
}

/// Checks the content and the settings; the exit code is 1 when there is an error.
pub fn run(args: &CheckArgs, content: Option<&Path>, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let (mut findings, configured) = args.config.as_deref().map(settings).unwrap_or_default();
    let files = Files::find(content.or(configured.as_deref()))?;
    let read = files.files.len();
    findings.extend(check(files));
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &findings).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        print(&findings, errors, read, out)?;
    }
    Ok(if errors > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
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
        _ => writeln!(out, "{read} files: {errors} errors, {warnings} warnings")?,
    }
    Ok(())
}
