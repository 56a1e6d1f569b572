//! `bolt drafts`: articles that agents' replies propose. Works beside a running server.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand};

use super::{CliError, log::ReportArgs, plain::Plain};
use crate::{
    exchange::{BranchError, WriteError, branch, prefix, write},
    insight::{Draft, drafts, on_one_line, patch},
};

/// What `bolt drafts` is asked.
#[derive(Debug, Args)]
pub struct DraftsArgs {
    #[command(flatten)]
    report: ReportArgs,
    /// Print the drafts as a JSON array.
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write drafts: into a folder, as a patch, or as a commit on a new branch.
    Write(WriteArgs),
}

#[derive(Debug, Args)]
struct WriteArgs {
    /// The drafts, by the ids that `bolt drafts` shows.
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    #[command(flatten)]
    to: To,
}

/// Where a draft goes.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct To {
    /// Write the files below this folder. They are drafts: a server that serves the folder does not serve them.
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
    /// Write a patch for `git apply`; `-` for standard output.
    #[arg(long, value_name = "FILE")]
    patch: Option<PathBuf>,
    /// Write a commit on a new branch of the content's repository. What is checked out stays as it is.
    #[arg(long, value_name = "NAME")]
    branch: Option<String>,
}

/// Drafts that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum DraftsError {
    /// There is no draft of that id.
    #[error("there is no draft `{id}`{}; `bolt drafts` lists them, --since looks further back", near(.known))]
    Unknown {
        /// What was asked for.
        id: String,
        /// What there is.
        known: Vec<String>,
    },
    /// An article that would be served at once.
    #[error("{0} would be served at once: it has no `draft: true`; nothing was written")]
    NoDraft(String),
    /// There are files of these names.
    #[error("{} files are there already, {} the first of them; nothing was written: name another folder", .0.len(), first(.0))]
    Exists(Vec<PathBuf>),
    /// The branch cannot be written.
    #[error(transparent)]
    Branch(#[from] BranchError),
    /// The patch cannot be written.
    #[error("{path} cannot be written: {problem}")]
    Patch {
        /// The file.
        path: PathBuf,
        /// Why not.
        problem: io::Error,
    },
}

fn near(known: &[String]) -> String {
    if known.is_empty() { " and no other".to_owned() } else { format!("; there are {}", known.join(", ")) }
}

fn first(paths: &[PathBuf]) -> String {
    paths.first().map(|path| path.display().to_string()).unwrap_or_default()
}

/// Lists or writes.
pub fn run(args: &DraftsArgs, content: Option<PathBuf>, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let report = args.report.report(content, 90)?;
    let content = report.content()?;
    let found = drafts(&content, &report.digest(&content, report.period.since)?);
    let folder = report.settings.content.as_deref().unwrap_or(Path::new("."));
    match &args.what {
        Some(What::Write(write)) => save(&found, write, folder, out)?,
        None if args.json => {
            serde_json::to_writer_pretty(&mut *out, &found).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        None => list(&found, &mut Plain::new(out))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn list(found: &[Draft], out: &mut dyn Write) -> io::Result<()> {
    if found.is_empty() {
        return writeln!(out, "nothing that agents answered and Bolt could not; --since looks further back");
    }
    for draft in found {
        writeln!(out, "{}  {}", draft.id, draft.title)?;
        writeln!(out, "  {}, from {} conversations", draft.path(), draft.sources.len())?;
        for question in draft.questions.iter().skip(1) {
            writeln!(out, "  also  {}", on_one_line(&question.text))?;
        }
        draft.markdown.lines().try_for_each(|line| writeln!(out, "  > {line}"))?;
        writeln!(out)?;
    }
    writeln!(out, "`bolt drafts write ID` with --into, --patch or --branch writes one with its answer test")
}

fn save(found: &[Draft], args: &WriteArgs, folder: &Path, out: &mut dyn Write) -> Result<(), CliError> {
    let mut files = Vec::new();
    for id in &args.ids {
        let known = || found.iter().map(|draft| draft.id.clone()).collect();
        let draft = found.iter().find(|draft| draft.id == *id);
        let draft = draft.ok_or_else(|| DraftsError::Unknown { id: id.clone(), known: known() })?;
        files.extend(draft.files());
    }
    if let Some((path, _)) = files.iter().find(|(path, text)| path.ends_with(".md") && !is_draft(text)) {
        return Err(DraftsError::NoDraft(path.clone()).into());
    }
    match &args.to {
        To { into: Some(into), .. } => {
            write(&files, into, false).map_err(|error| match error {
                // An import may write over what it wrote before; a draft may not.
                WriteError::Exists(paths) => CliError::from(DraftsError::Exists(paths)),
                other => other.into(),
            })?;
            files.iter().try_for_each(|(path, _)| writeln!(out, "wrote {}", into.join(path).display()))?;
        }
        To { branch: Some(name), .. } => {
            let commit = branch(folder, name, &files, &message(&files)).map_err(DraftsError::from)?;
            writeln!(out, "branch {name}, commit {commit}")?;
            files.iter().try_for_each(|(path, _)| writeln!(out, "  {path}"))?;
        }
        To { patch: file, .. } => {
            // A patch is for the repository's top; outside of one, for the content's folder.
            let text = patch(&files, &prefix(folder).unwrap_or_default());
            match file.as_deref().filter(|file| *file != Path::new("-")) {
                None => out.write_all(text.as_bytes())?,
                Some(path) => {
                    let failed = |problem| DraftsError::Patch { path: path.to_owned(), problem };
                    fs::write(path, text).map_err(failed)?;
                    writeln!(out, "wrote {}; `git apply {}` takes it", path.display(), path.display())?;
                }
            }
        }
    }
    Ok(())
}

/// Whether the front matter says that it is a draft.
fn is_draft(text: &str) -> bool {
    text.lines().skip(1).take_while(|line| *line != "---").any(|line| line == "draft: true")
}

fn message(files: &[(String, String)]) -> String {
    let articles: Vec<&str> =
        files.iter().map(|(path, _)| path.as_str()).filter(|path| path.ends_with(".md")).collect();
    format!("Drafts from agents' replies: {}\n", articles.join(", "))
}
