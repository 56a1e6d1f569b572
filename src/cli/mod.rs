//! The command line: one file a command.

pub mod agent;
pub mod ask;
pub mod check;
pub mod diff;
pub mod drafts;
pub mod eval;
pub mod explain;
pub mod export;
pub mod gaps;
pub mod import;
mod log;
mod plain;
mod replay;
pub mod serve;
pub mod test;
pub mod token;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};

use crate::{
    app::StartError,
    config::{ConfigErrors, Flags},
    content::{ArticleLinks, Content, Files, Finding, Invalid, Severity, Source, SourceError},
    domain::Language,
    exchange::{ImportError, WriteError},
    live::OpenError,
    store::StoreError,
};

/// Bolt answers questions of visitors of a help center, and passes them to a person where they need one.
#[derive(Debug, Parser)]
#[command(name = "bolt", version, max_term_width = 100)]
pub struct Cli {
    /// The folder that holds `knowledge` and `intents`; without it the working folder, if it holds them, and else the
    /// copy inside the program.
    #[arg(long, global = true, env = "BOLT_CONTENT", value_name = "DIR")]
    content: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve visitors and agents.
    Serve(serve::ServeArgs),
    /// Answer a question once, without a server.
    Ask(ask::AskArgs),
    /// Say why Bolt answers a question as it does.
    Explain(explain::ExplainArgs),
    /// Say everything that is wrong with the content, and how to mend it.
    Check(check::CheckArgs),
    /// Run the answer tests beside the content.
    Test(test::TestArgs),
    /// Say what a change of the content does to the answers people get.
    Diff(diff::DiffArgs),
    /// Answer a conversation from the log once more, and show then beside now.
    Replay(replay::ReplayArgs),
    /// Say what people ask and Bolt cannot answer.
    Gaps(gaps::GapsArgs),
    /// Propose articles from what agents answered and Bolt could not.
    Drafts(drafts::DraftsArgs),
    /// Turn what other products export into content.
    Import(import::ImportArgs),
    /// Write questions that were really asked, or the intents, for other programs.
    Export(export::ExportArgs),
    /// Measure understanding on labelled data.
    Eval(eval::EvalArgs),
    /// Make, list and disable the accounts of live agents.
    Agent(agent::AgentArgs),
    /// Sign an identity, as the help center's back end does, to test an integration.
    Token(token::TokenArgs),
}

/// Why a command could not do its work: what, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// There is no content where it was looked for.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The content has errors.
    #[error("{first}; {} in all, run `bolt check` to see them with their remedies", errors(*.count))]
    Content {
        /// The first of them, in one line.
        first: String,
        /// How many there are.
        count: usize,
    },
    /// A question that cannot be read.
    #[error(transparent)]
    Ask(#[from] ask::AskError),
    /// Answer tests that cannot be run.
    #[error(transparent)]
    Test(#[from] test::TestError),
    /// A diff that cannot be made.
    #[error(transparent)]
    Diff(#[from] diff::DiffError),
    /// A conversation that cannot be replayed.
    #[error(transparent)]
    Replay(#[from] replay::ReplayError),
    /// An export of another product that cannot be taken.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Drafts that cannot be written.
    #[error(transparent)]
    Drafts(#[from] drafts::DraftsError),
    /// Files that cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A measurement that cannot be made.
    #[error(transparent)]
    Eval(#[from] eval::EvalError),
    /// The settings are wrong.
    #[error(transparent)]
    Config(#[from] ConfigErrors),
    /// The server or its data could not be put together.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The server cannot listen.
    #[error(transparent)]
    Serve(#[from] serve::ServeError),
    /// The log cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no log where it was looked for.
    #[error("there is no data file {}; name the data folder of the server with --data, or its settings with --config", .0.display())]
    NoData(PathBuf),
    /// An account that cannot be made or changed.
    #[error(transparent)]
    Agent(#[from] agent::AgentError),
    /// An identity that cannot be signed.
    #[error(transparent)]
    Token(#[from] token::TokenError),
    /// The system gives no threads.
    #[error("the system does not let the command run: {0}")]
    System(io::Error),
    /// The output could not be written.
    #[error("the output cannot be written: {0}")]
    Output(#[from] io::Error),
}

fn errors(count: usize) -> String {
    if count == 1 { "1 error".to_owned() } else { format!("{count} errors") }
}

impl From<OpenError> for CliError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Source(error) => error.into(),
            OpenError::Invalid(invalid) => invalid.into(),
        }
    }
}

impl From<Invalid> for CliError {
    fn from(Invalid(findings): Invalid) -> Self {
        let errors = || findings.iter().filter(|finding| finding.severity == Severity::Error);
        Self::Content { first: errors().next().map(Finding::in_a_line).unwrap_or_default(), count: errors().count() }
    }
}

/// Runs a command and says what became of it.
pub fn run(cli: Cli, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    match cli.command {
        Command::Serve(args) => serve::run(&args, cli.content, out),
        Command::Ask(args) => ask::run(&args, || load(cli.content.as_deref()), out),
        Command::Explain(args) => explain::run(&args, || load(cli.content.as_deref()), out),
        Command::Check(args) => check::run(&args, cli.content.as_deref(), out),
        Command::Test(args) => test::run(&args, cli.content.as_deref(), out),
        Command::Diff(args) => diff::run(&args, cli.content.as_deref(), out),
        Command::Replay(args) => replay::run(&args, cli.content, out),
        Command::Gaps(args) => gaps::run(&args, cli.content, out),
        Command::Drafts(args) => drafts::run(&args, cli.content, out),
        Command::Import(args) => import::run(&args, out),
        Command::Export(args) => export::run(&args, cli.content, out),
        Command::Eval(args) => eval::run(args, out).map(|()| ExitCode::SUCCESS).map_err(CliError::from),
        Command::Agent(args) => agent::run(&args, out),
        Command::Token(args) => token::run(args, out),
    }
}

/// Runs what waits for the store, on this thread.
fn block_on<T>(work: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(CliError::System)?.block_on(work)
}

/// Loads the content that a command answers from.
fn load(named: Option<&Path>) -> Result<Content, CliError> {
    Ok(Content::load(Files::find(named)?, ArticleLinks::default())?)
}

/// Where the content is that a command looks at. Where that is the copy inside the program, it says so: who stands in the
/// wrong folder would take its findings for those of their own files.
fn look_at(named: Option<&Path>) -> Result<Source, CliError> {
    let source = Source::find(named)?;
    if source == Source::Embedded {
        eprintln!(
            "note: there is no `knowledge` in this folder: this is about the copy inside the program; name a folder with --content"
        );
    }
    Ok(source)
}

/// The language of a page that was named. What names none is no mistake, for pages may be in any language; yet it may be
/// meant otherwise.
fn page_language(locale: Option<&str>) -> Option<Language> {
    let language = Language::of_locale(locale?);
    if language.is_none() {
        eprintln!(
            "note: `{}` is no served language (en, it, es): the message is read as on a page in none of them",
            locale?.escape_debug()
        );
    }
    language
}

/// Where the settings and the data are.
#[derive(Debug, Args)]
struct PlaceArgs {
    /// The settings file; without it bolt.toml, if the working folder has one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder of the data file.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// For trying things out: no settings, no keys, data of its own, on loopback only.
    #[arg(long, global = true)]
    demo: bool,
}

impl PlaceArgs {
    fn flags(&self) -> Flags {
        Flags { config: self.config.clone(), data: self.data.clone(), demo: self.demo, ..Flags::default() }
    }
}
