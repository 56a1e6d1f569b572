//! `bolt replay`: a conversation from the log, answered once more. Works beside a running server.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use uuid::Uuid;

use super::{CliError, PlaceArgs, log, plain::Plain};
use crate::{
    config::{self, Flags, Purpose, Settings},
    content::{ArticleLinks, Content, Files},
    domain::{ConversationId, IllegalMove},
    proof::{RevisionError, replay, snapshot},
};

/// What `bolt replay` is asked.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// The id of the conversation, as the console's address and the log show it.
    conversation: Uuid,
    /// Answer with the content as it was at this git revision, instead of today's.
    #[arg(long, value_name = "REVISION")]
    at: Option<String>,
    /// Print it as a JSON object.
    #[arg(long)]
    json: bool,
}

/// A conversation that cannot be replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// There is no such conversation.
    #[error("the log in {file} has no conversation {id}; name another data folder with --data, or look the id up")]
    Unknown {
        /// The data file.
        file: PathBuf,
        /// The id.
        id: Uuid,
    },
    /// The log breaks its own rules.
    #[error("the log cannot be followed: {0}")]
    Log(#[from] IllegalMove),
    /// The revision cannot be read.
    #[error(transparent)]
    Revision(#[from] RevisionError),
}

/// Replays.
pub fn run(args: &ReplayArgs, content: Option<PathBuf>, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let settings = config::load(&Flags { content, ..args.place.flags() }, Purpose::Administer)?;
    let id = ConversationId(args.conversation);
    let found = log::read(&settings, async |store| log::conversation(store, id).await)?;
    let unknown = || ReplayError::Unknown { file: settings.data_file(), id: args.conversation };
    let (conversation, events) = found.ok_or_else(unknown)?;
    let content = load(args, &settings)?;
    let replayed = replay(&content, &conversation, &events).map_err(ReplayError::from)?;
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &replayed).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        write!(Plain::new(out), "{replayed}")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn load(args: &ReplayArgs, settings: &Settings) -> Result<Content, CliError> {
    let folder = settings.content.as_deref();
    let files = match &args.at {
        Some(revision) => snapshot(folder.unwrap_or(Path::new(".")), revision).map_err(ReplayError::from)?.content,
        None => Files::find(folder)?,
    };
    Ok(Content::load(files, ArticleLinks(settings.article_url.clone()))?)
}
