//! `bolt import`: content out of what other products export.

use std::{io::Write, path::PathBuf, process::ExitCode};

use clap::{Args, ValueEnum};

use super::CliError;
use crate::{
    domain::Language,
    exchange::{Format, ImportError, files, import, write},
};

/// What `bolt import` is asked.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// What the export is of.
    #[arg(value_enum)]
    from: From,
    /// The file or the folder of the export, unpacked.
    path: PathBuf,
    /// The folder to write `intents` and `knowledge` into.
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// The language of texts that don't say it: en, it or es.
    #[arg(long)]
    language: Option<Language>,
    /// Write over files that are there already.
    #[arg(long)]
    force: bool,
}

/// The names of the formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum From {
    /// Rasa: a folder of YAML files, or of the Markdown or JSON of version 1.
    Rasa,
    /// Dialogflow ES: the folder of an agent.
    Dialogflow,
    /// Botpress 12: intents, and questions with answers, as JSON.
    Botpress,
    /// Zendesk: articles as the Help Center's API lists them.
    ZendeskArticles,
    /// A table with the heading `intent,language,example` or `question,answer,language,section`.
    Csv,
}

/// Reads an export, and writes it as content.
pub fn run(args: &ImportArgs, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let format = match args.from {
        From::Rasa => Format::Rasa,
        From::Dialogflow => Format::Dialogflow,
        From::Botpress => Format::Botpress,
        From::ZendeskArticles => Format::ZendeskArticles,
        From::Csv => Format::Csv,
    };
    let draft = import(format, &args.path, args.language)?;
    let files = files(&draft);
    write(&files, &args.into, args.force)?;
    for (path, _) in &files {
        writeln!(out, "wrote {}", args.into.join(path).display())?;
    }
    if !draft.left.is_empty() {
        writeln!(out, "\nnot carried over, or still to be done:")?;
    }
    for left in &draft.left {
        writeln!(out, "  {}: {}", left.file, left.what)?;
    }
    let (intents, articles) = (draft.intents.len(), draft.articles.len());
    if files.is_empty() {
        return Err(ImportError::Nothing { path: args.path.clone(), format: format.word() }.into());
    }
    writeln!(
        out,
        "\n{intents} intents, {articles} articles; `bolt check --content {}` says what they lack",
        args.into.display()
    )?;
    Ok(ExitCode::SUCCESS)
}
