//! `bolt export`: questions that were really asked, without personal data, and the intents for other programs.

use std::{
    collections::HashSet,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Subcommand};
use serde_json::Value;

use super::{
    CliError, PlaceArgs,
    log::{self, Stretch},
};
use crate::{
    app::SystemClock,
    config::{self, Flags, Purpose},
    content::{Files, off_topic, written},
    domain::Clock as _,
    exchange::{jsonl, rasa, write},
    insight::Asked,
    proof::QuestionRow,
};

/// What `bolt export` is asked.
#[derive(Debug, Args)]
pub struct ExportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Questions that were really asked, as JSON Lines for `bolt diff --questions` and `bolt ask --batch`. Names, e-mail
    /// addresses, links and long numbers are masked. Works beside a running server.
    Questions(QuestionsArgs),
    /// The intents as Rasa 3 reads them, a folder a language.
    Rasa {
        /// The folder to write into.
        #[arg(long, value_name = "DIR")]
        into: PathBuf,
        /// Write over files that are there already.
        #[arg(long)]
        force: bool,
    },
    /// Every example of every intent, and what is off topic, as JSON Lines: intent, language, text.
    Jsonl,
}

#[derive(Debug, Args)]
struct QuestionsArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// How far to look back: 90d, 12h, 2w.
    #[arg(long, value_name = "TIME", default_value = "90d")]
    since: Stretch,
}

/// Writes what is asked for.
pub fn run(args: &ExportArgs, content: Option<PathBuf>, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    match &args.what {
        What::Questions(args) => questions(args, content, out)?,
        What::Rasa { into, force } => {
            let (files, left) = rasa(&written(&Files::find(content.as_deref())?));
            write(&files, into, *force)?;
            for (path, _) in &files {
                writeln!(out, "wrote {}", into.join(path).display())?;
            }
            writeln!(out, "\nnot carried over:")?;
            left.iter().try_for_each(|left| writeln!(out, "  {}: {}", left.file, left.what))?;
        }
        What::Jsonl => {
            let files = Files::find(content.as_deref())?;
            out.write_all(jsonl(&written(&files), &off_topic(&files)).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn questions(args: &QuestionsArgs, content: Option<PathBuf>, out: &mut dyn Write) -> Result<(), CliError> {
    let settings = config::load(&Flags { content, ..args.place.flags() }, Purpose::Administer)?;
    let since = args.since.before(SystemClock.now());
    let asked = log::read(&settings, async |store| log::questions(store, since, &|_| false).await)?;
    // The same question from the same kind of visitor tells nothing new.
    let mut seen = HashSet::new();
    for asked in asked.into_iter().filter(|asked| asked.at >= since) {
        if seen.insert((asked.text.clone(), asked.before.clone(), asked.standing, asked.language)) {
            serde_json::to_writer(&mut *out, &row(asked)).map_err(io::Error::from)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// The log does not keep the page's language; that of the answer reads the question the same way.
fn row(asked: Asked) -> QuestionRow {
    QuestionRow {
        id: Value::from(asked.id),
        locale: Some(asked.language.code().to_owned()),
        identity: asked.standing,
        before: asked.before,
        text: asked.text,
    }
}
