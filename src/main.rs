//! Arguments in, exit code out.

use std::process::ExitCode;

use clap::Parser;

/// Training takes memory for a moment; this allocator gives it back to the system, the default one keeps most of it.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// What shells report of a program whose reader went away (128 and the number of the signal for it).
const READER_GONE: u8 = 141;

fn main() -> ExitCode {
    let mut out = std::io::stdout().lock();
    match bolt::cli::run(bolt::cli::Cli::parse(), &mut out) {
        Ok(code) => code,
        // Whoever reads has read enough: `bolt check | head`.
        Err(bolt::cli::CliError::Output(problem)) if problem.kind() == std::io::ErrorKind::BrokenPipe => {
            ExitCode::from(READER_GONE)
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
