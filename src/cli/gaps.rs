//! `bolt gaps`: what people ask and Bolt cannot answer. Works beside a running server.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;

use super::{CliError, log::ReportArgs, plain::Plain};
use crate::insight::gaps;

/// What `bolt gaps` is asked.
#[derive(Debug, Args)]
pub struct GapsArgs {
    #[command(flatten)]
    report: ReportArgs,
    /// Print the gaps as a JSON object.
    #[arg(long)]
    json: bool,
}

/// Reads the log, and reports.
pub fn run(args: &GapsArgs, content: Option<PathBuf>, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let report = args.report.report(content, 30)?;
    let content = report.content()?;
    let digest = report.digest(&content, report.period.before())?;
    let found = gaps(&content, &digest, report.period);
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &found).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        write!(Plain::new(out), "{found}")?;
    }
    Ok(ExitCode::SUCCESS)
}
