//! `bolt replay`: a conversation from the log, answered once more. Works beside a running server.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use clap::Args;
use uuid::Uuid;

use super::{CliError, PlaceArgs, block_on};
use crate::{
    app::{self, SystemClock},
    config::{self, Flags, Purpose, Settings},
    content::{ArticleLinks, Content, Files},
    domain::{Conversation, ConversationId, Event, IllegalMove, Seq},
    proof::{RevisionError, replay, snapshot},
    store::{Store, StoreError},
};

/// Events are read so many at a time.
const PAGE: u32 = 500;

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
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
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
    let (conversation, events) = block_on(async {
        let store = app::open_store(&settings, Arc::new(SystemClock)).await?;
        let found = log(&*store, id).await.map_err(ReplayError::from)?;
        let unknown = || ReplayError::Unknown { file: settings.data_file(), id: args.conversation };
        Ok::<_, CliError>(found.ok_or_else(unknown)?)
    })?;
    let content = load(args, &settings)?;
    let replayed = replay(&content, &conversation, &events).map_err(ReplayError::from)?;
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &replayed).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        write!(out, "{replayed}")?;
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

/// A conversation with all of its events.
async fn log(store: &dyn Store, id: ConversationId) -> Result<Option<(Conversation, Vec<Event>)>, StoreError> {
    let Some(conversation) = store.conversation(id).await? else { return Ok(None) };
    let mut events: Vec<Event> = Vec::new();
    loop {
        let after = events.last().map_or(Seq::ZERO, |event| event.seq);
        let page = store.events_after(id, after, PAGE).await?;
        if page.is_empty() {
            return Ok(Some((conversation, events)));
        }
        events.extend(page);
    }
}
