//! `bolt explain`: why Bolt answers a question as it does.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Args;

use super::{CliError, ask::Asker, page_language, plain::Plain};
use crate::{
    content::Content,
    proof::{Move, Stage, Visitor, seed_of},
    reply::{Said, explain, question},
};

/// What `bolt explain` is asked.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The question.
    text: String,
    /// The language of the page it is asked on, such as `it` or `es-MX`.
    #[arg(long)]
    locale: Option<String>,
    /// Who asks, as JSON: account_type, role, support_plan and, if you like, name. Without it an anonymous visitor asks.
    #[arg(long, value_name = "JSON")]
    identity: Option<String>,
    /// What the visitor wrote before in the same conversation; may be given several times, the earliest first.
    #[arg(long, value_name = "TEXT")]
    after: Vec<String>,
    /// Print the explanation as a JSON object.
    #[arg(long)]
    json: bool,
}

/// Explains an answer.
pub fn run(
    args: &ExplainArgs,
    load: impl FnOnce() -> Result<Content, CliError>,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    let asker = Asker::parse(args.identity.as_deref())?;
    let who = asker.as_ref().map_or(Visitor::ANONYMOUS, Asker::visitor);
    let page = page_language(args.locale.as_deref());
    let content = load()?;
    let mut stage = Stage::open(&who, page, seed_of(&args.text));
    for text in &args.after {
        stage.turn(&content, &Move::Ask(text.clone()));
    }
    let said = Said { text: &args.text, choice: None, locale: page };
    let explanation = explain(&content, &question(stage.conversation(), &said));
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &explanation).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        write!(Plain::new(out), "{explanation}")?;
    }
    Ok(ExitCode::SUCCESS)
}
