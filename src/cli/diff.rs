//! `bolt diff`: what a change of the content does to the answers people get.

use std::{
    fmt, fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};

use super::CliError;
use crate::{
    content::{ArticleLinks, Content, Files, Finding, Severity, SourceError, WrittenIntent, written},
    proof::{
        ANSWERS, Diff, QuestionRow, RevisionError, Script, Snapshot, Suite, diff, of_case, of_examples, of_question,
        page, parting, snapshot,
    },
};

/// What `bolt diff` is asked.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// What was: a folder, or a git revision. `OLD..NEW` and `OLD...NEW` (since they parted) name both sides at once.
    old: String,
    /// What is to be: a folder, or a git revision; without it, the content as it lies in the folder.
    new: Option<String>,
    /// Ask these questions, too: JSON Lines, as `bolt export questions` writes them. May be given several times.
    #[arg(long, value_name = "FILE.jsonl")]
    questions: Vec<PathBuf>,
    /// Print the diff as a JSON object.
    #[arg(long)]
    json: bool,
    /// Write the diff as one page that needs nothing else.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// When the exit code is 1.
    #[arg(long, value_enum, default_value_t = FailOn::Lost)]
    fail_on: FailOn,
    /// Let the exit code be 1 when more answers than this change.
    #[arg(long, value_name = "N")]
    max_changed: Option<usize>,
}

/// What makes the command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// An answer is lost.
    Lost,
    /// Any answer changes.
    Changed,
    /// Nothing.
    Never,
}

/// A diff that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum DiffError {
    /// A git revision that cannot be read.
    #[error(transparent)]
    Revision(#[from] RevisionError),
    /// A folder that holds no content.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Nothing says what to compare with: in a script, mostly a variable that is not set.
    #[error("nothing says what to compare: a side of `{0}` is empty; name a folder or a git revision, such as main")]
    Unnamed(String),
    /// Nothing can differ.
    #[error("both sides are `{0}`, so no answer can change; name what was, and what is to be")]
    Same(String),
    /// One of the contents has errors.
    #[error("{side} cannot be compared: {first}; {} in all, {look}", super::errors(*.count))]
    Broken {
        /// Which one.
        side: String,
        /// How to see the others.
        look: String,
        /// The first error.
        first: String,
        /// How many there are.
        count: usize,
    },
    /// A file of questions, or the page, cannot be read or written.
    #[error("{file}: {problem}")]
    File {
        /// The file.
        file: String,
        /// Why not.
        problem: io::Error,
    },
    /// A row of the questions.
    #[error(
        "{file}:{line}: {problem}; write one row a line, {{\"id\":\"1\",\"locale\":\"it\",\"identity\":null,\"text\":\"…\"}}"
    )]
    Row {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: serde_json::Error,
    },
}

/// One side of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Side {
    Folder(PathBuf),
    Revision(String),
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Revision(revision) => f.write_str(revision),
        }
    }
}

/// A side, loaded.
struct Loaded {
    side: Side,
    name: String,
    content: Content,
    suite: Suite,
    intents: Vec<WrittenIntent>,
}

/// Compares; the exit code is 1 as the flags say.
pub fn run(args: &DiffArgs, root: Option<&Path>, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let root = root.unwrap_or(Path::new("."));
    let (old, new) = sides(args, root)?;
    let questions = questions(&args.questions)?;
    let (old, new) = rayon::join(|| load(&old, root), || load(&new, root));
    let (old, new) = (old?, new?);
    if let Some(finding) = new.suite.findings.iter().find(|finding| finding.severity == Severity::Error) {
        return Err(broken(&new.side, &new.suite.findings, finding).into());
    }
    let diff = diff((&old.name, &old.content), (&new.name, &new.content), &bank(&old, &new, &questions));
    if let Some(file) = &args.html {
        fs::write(file, page(&diff))
            .map_err(|problem| DiffError::File { file: file.display().to_string(), problem })?;
    }
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &diff).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        write!(out, "{diff}")?;
    }
    Ok(if fails(args, &diff) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn fails(args: &DiffArgs, diff: &Diff) -> bool {
    let by_policy = match args.fail_on {
        FailOn::Lost => diff.lost > 0,
        FailOn::Changed => diff.changed > 0,
        FailOn::Never => false,
    };
    by_policy || args.max_changed.is_some_and(|most| diff.changed > most)
}

/// The two sides that the words on the command line name.
fn sides(args: &DiffArgs, root: &Path) -> Result<(Side, Side), DiffError> {
    let two = |old, new| if old == new { Err(DiffError::Same(Side::to_string(&old))) } else { Ok((old, new)) };
    let here = || Side::Folder(root.to_owned());
    let unnamed = || DiffError::Unnamed(args.old.clone());
    if let Some(new) = &args.new {
        return two(side(&args.old).ok_or_else(unnamed)?, side(new).ok_or_else(unnamed)?);
    }
    let range = args.old.split_once("...").or_else(|| args.old.split_once(".."));
    match (side(&args.old).ok_or_else(unnamed)?, range) {
        (Side::Revision(_), Some((old, new))) => {
            let (old, new) = (revision(old).ok_or_else(unnamed)?, revision(new).unwrap_or_else(head));
            let (old, new) = two(old, new)?;
            if !args.old.contains("...") {
                return Ok((old, new));
            }
            Ok((Side::Revision(parting(root, &old.to_string(), &new.to_string())?), new))
        }
        (single, _) => two(single, here()),
    }
}

fn revision(name: &str) -> Option<Side> {
    (!name.trim().is_empty()).then(|| Side::Revision(name.to_owned()))
}

fn head() -> Side {
    Side::Revision("HEAD".to_owned())
}

/// A folder with content in it, or else a revision.
fn side(name: &str) -> Option<Side> {
    // Joined to nothing, a path is below the working folder.
    let folder = Some(Path::new(name)).filter(|folder| !name.is_empty() && folder.join("knowledge").is_dir());
    folder.map(|folder| Side::Folder(folder.to_owned())).or_else(|| revision(name))
}

fn load(side: &Side, root: &Path) -> Result<Loaded, DiffError> {
    let name = side.to_string();
    let read = match side {
        Side::Folder(folder) => {
            Snapshot { content: Files::in_folder(folder)?, answers: Files::beside(folder, ANSWERS) }
        }
        Side::Revision(revision) => snapshot(root, revision).map_err(|error| unknown(revision, error))?,
    };
    let intents = written(&read.content);
    let suite = Suite::read(read.answers, &read.content);
    let content = Content::load(read.content, ArticleLinks::default()).map_err(|invalid| {
        let first = invalid.0.iter().find(|finding| finding.severity == Severity::Error);
        first
            .map_or_else(|| DiffError::Source(SourceError::NoContent(root.to_owned())), |f| broken(side, &invalid.0, f))
    })?;
    Ok(Loaded { side: side.clone(), name, content, suite, intents })
}

/// A name that is no revision, and is a folder, was meant as the folder.
fn unknown(name: &str, error: RevisionError) -> DiffError {
    let not_found = matches!(error, RevisionError::Unknown { .. } | RevisionError::NoGit(_));
    if not_found && Path::new(name).is_dir() { SourceError::NoContent(name.into()).into() } else { error.into() }
}

fn broken(side: &Side, findings: &[Finding], first: &Finding) -> DiffError {
    let count = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let look = match side {
        Side::Folder(folder) => {
            let folder = folder.display();
            format!("`bolt check --content {folder}` shows them with their remedies")
        }
        Side::Revision(revision) => format!(
            "`git worktree add ../old {revision}` and `bolt check --content ../old` show them with their remedies"
        ),
    };
    DiffError::Broken { side: side.to_string(), first: first.in_a_line(), count, look }
}

/// Every question that both sides are asked. What the new tests expect counts; tests that are no more still ask.
fn bank(old: &Loaded, new: &Loaded, questions: &[QuestionRow]) -> Vec<Script> {
    let gone = old
        .suite
        .cases
        .iter()
        .filter(|case| !new.suite.cases.iter().any(|other| (&other.file, &other.name) == (&case.file, &case.name)));
    let tests = new.suite.cases.iter().map(|case| of_case(case, true)).chain(gone.map(|case| of_case(case, false)));
    let asked = questions.iter().map(of_question);
    tests.chain(of_examples(&old.intents, &new.intents)).chain(asked).collect()
}

fn questions(files: &[PathBuf]) -> Result<Vec<QuestionRow>, DiffError> {
    let mut all = Vec::new();
    for path in files {
        let file = || path.display().to_string();
        let text = fs::read_to_string(path).map_err(|problem| DiffError::File { file: file(), problem })?;
        let lines = text.trim_start_matches('\u{feff}').lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        for (place, line) in lines {
            let row = serde_json::from_str(line);
            all.push(row.map_err(|problem| DiffError::Row { file: file(), line: place + 1, problem })?);
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(old: &str, new: Option<&str>) -> Result<(Side, Side), DiffError> {
        let args = DiffArgs {
            old: old.to_owned(),
            new: new.map(str::to_owned),
            questions: Vec::new(),
            json: false,
            html: None,
            fail_on: FailOn::Lost,
            max_changed: None,
        };
        sides(&args, Path::new("."))
    }

    #[test]
    fn an_empty_name_approves_nothing() {
        for (old, new) in
            [("", None), (" ", None), ("..", None), ("..HEAD", None), ("...HEAD", None), ("main", Some(""))]
        {
            assert!(matches!(named(old, new), Err(DiffError::Unnamed(_))), "{old} {new:?}");
        }
    }

    #[test]
    fn what_is_compared_with_itself_is_told_so() {
        for (old, new) in [("HEAD..", None), ("main...main", None), ("main", Some("main"))] {
            assert!(matches!(named(old, new), Err(DiffError::Same(_))), "{old} {new:?}");
        }
        let revision = |name: &str| Side::Revision(name.to_owned());
        assert_eq!(named("main..", None).unwrap(), (revision("main"), revision("HEAD")));
        assert_eq!(named("main..x", None).unwrap(), (revision("main"), revision("x")));
        assert_eq!(named("main", None).unwrap(), (revision("main"), Side::Folder(".".into())));
    }

    #[test]
    fn a_folder_without_content_is_no_revision() {
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().to_str().unwrap();
        let unread = RevisionError::Unknown { folder: ".".into(), revision: name.to_owned(), said: String::new() };
        assert!(matches!(unknown(name, unread), DiffError::Source(SourceError::NoContent(_))));
    }
}
