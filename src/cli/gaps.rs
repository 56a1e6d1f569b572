//! `bolt gaps`: what people ask and Bolt cannot answer. Works beside a running server.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;

use super::{
    CliError, PlaceArgs,
    log::{self, Stretch},
};
use crate::{
    app::SystemClock,
    config::{self, Flags, Purpose},
    content::{ArticleLinks, Content, Files},
    domain::Clock as _,
    insight::{Period, gaps},
};

/// What `bolt gaps` is asked.
#[derive(Debug, Args)]
pub struct GapsArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// How far to look back: 30d, 12h, 2w. The time before it, of the same length, is what it is compared with.
    #[arg(long, value_name = "TIME", default_value = "30d")]
    since: Stretch,
    /// Print the gaps as a JSON object.
    #[arg(long)]
    json: bool,
}

/// Reads the log, and reports.
pub fn run(args: &GapsArgs, content: Option<PathBuf>, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let settings = config::load(&Flags { content, ..args.place.flags() }, Purpose::Administer)?;
    let until = SystemClock.now();
    let period = Period { since: args.since.before(until), until };
    let files = Files::find(settings.content.as_deref())?;
    let content = Content::load(files, ArticleLinks(settings.article_url.clone()))?;
    let is_small_talk = |id: &str| content.intent(id).is_some_and(|intent| intent.small_talk);
    let asked = log::read(&settings, async |store| log::questions(store, period.before(), &is_small_talk).await)?;
    let found = gaps(&content, &asked, period);
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &found).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        write!(out, "{found}")?;
    }
    Ok(ExitCode::SUCCESS)
}
