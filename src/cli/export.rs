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
    CliError,
    log::{self, Report, ReportArgs},
};
use crate::{
    content::{Files, off_topic, written},
    exchange::{jsonl, rasa, write},
    insight::{Asked, asked},
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
    Questions(ReportArgs),
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

fn questions(args: &ReportArgs, content: Option<PathBuf>, out: &mut dyn Write) -> Result<(), CliError> {
    let Report { settings, period } = args.report(content, 90)?;
    // The same question from the same kind of visitor tells nothing new.
    let mut seen = HashSet::new();
    let mut written = Ok(());
    log::each(&settings, period.since, |logged| {
        let all = asked(&logged.conversation, &logged.events, &|_| false).into_iter();
        for asked in all.filter(|asked| asked.at >= period.since) {
            let new = seen.insert((asked.text.clone(), asked.before.clone(), asked.standing, asked.language));
            if new && written.is_ok() {
                written = write_row(asked, out);
            }
        }
    })?;
    Ok(written?)
}

fn write_row(asked: Asked, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &row(asked))?;
    writeln!(out)
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
