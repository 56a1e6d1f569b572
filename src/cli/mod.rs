//! The command line: one file a command.

pub mod eval;

use std::io::Write;

use clap::{Parser, Subcommand};

/// The support agent that a help center runs beside its pages.
#[derive(Debug, Parser)]
#[command(name = "bolt", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure understanding on labelled data.
    Eval(eval::EvalArgs),
}

/// Runs a command.
///
/// # Errors
/// What the command reports.
pub fn run(cli: Cli, out: &mut dyn Write) -> Result<(), eval::EvalError> {
    match cli.command {
        Command::Eval(args) => eval::run(args, out),
    }
}
