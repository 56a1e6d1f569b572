use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match bolt::cli::run(bolt::cli::Cli::parse(), &mut std::io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
