//! Arguments in, exit code out.

use std::process::ExitCode;

use clap::Parser;

/// Training takes memory for a moment; this allocator gives it back to the system, the default one keeps most of it.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let mut out = std::io::stdout().lock();
    match bolt::cli::run(bolt::cli::Cli::parse(), &mut out) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
