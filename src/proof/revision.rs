//! Content as it was at a git revision, read by the `git` command into memory.

use std::{
    collections::HashMap,
    ffi::OsStr,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use jiff::civil::Date;

use super::ANSWERS;
use crate::content::{Code, Files, Finding, text_of};

/// The folders that a revision is read from.
const FOLDERS: [&str; 3] = ["knowledge", "intents", ANSWERS];
/// Files beyond this size are nobody's content; the loader of folders refuses them, too.
const MAX_BYTES: usize = 1 << 20;

/// A revision that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// There is no git.
    #[error("the `git` command cannot be run: {0}; install git, or name two folders")]
    NoGit(io::Error),
    /// The folder is not under git, or the revision does not exist.
    #[error("git knows no revision `{revision}` in {folder}: {said}")]
    Unknown {
        /// Where it was looked for.
        folder: PathBuf,
        /// What was looked for.
        revision: String,
        /// What git says about it.
        said: String,
    },
    /// The revision has no `knowledge` folder there.
    #[error(
        "revision `{revision}` has no `knowledge` folder in {folder}; name the folder of the content with --content"
    )]
    NoContent {
        /// Where it was looked for.
        folder: PathBuf,
        /// The revision.
        revision: String,
    },
    /// git answered something else than was asked for.
    #[error("git cannot read {what}: {said}")]
    Unreadable {
        /// What was to be read.
        what: String,
        /// What git says about it.
        said: String,
    },
}

/// The files of the content, and those of its answer tests.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// `knowledge` and `intents`.
    pub content: Files,
    /// `answers`.
    pub answers: Files,
}

/// The content in a folder as it was at a revision. Nothing is checked out.
///
/// # Errors
/// No git, no such revision, or no content in it.
pub fn snapshot(folder: &Path, revision: &str) -> Result<Snapshot, RevisionError> {
    let commit = commit(folder, revision)?;
    let entries = list(folder, &commit)?;
    if !entries.iter().any(|entry| entry.path.starts_with("knowledge/")) {
        return Err(RevisionError::NoContent { folder: folder.to_owned(), revision: revision.to_owned() });
    }
    let blobs = read(folder, &entries)?;
    let mut snapshot = Snapshot::default();
    for (entry, bytes) in entries.into_iter().zip(blobs) {
        let into = if entry.path.starts_with(ANSWERS) { &mut snapshot.answers } else { &mut snapshot.content };
        if bytes.as_ref().is_some_and(|bytes| bytes.len() > MAX_BYTES) {
            let (message, remedy) = ("the file is too large", "split it into several files");
            into.findings.push(Finding::of_file(Code::FileTooLarge, &entry.path, message, remedy));
            continue;
        }
        let Some(bytes) = bytes else {
            let message = "this symbolic link leads to no file of this revision";
            let remedy = "let it lead to a file that is committed, or put the file in its place";
            into.findings.push(Finding::of_file(Code::UnreadableFile, &entry.path, message, remedy));
            continue;
        };
        match text_of(&entry.path, bytes) {
            Ok(file) => into.files.push(file),
            Err(finding) => into.findings.push(*finding),
        }
    }
    for files in [&mut snapshot.content, &mut snapshot.answers] {
        files.files.sort_by(|a, b| a.path.cmp(&b.path));
    }
    Ok(snapshot)
}

/// The commit where two revisions parted.
///
/// # Errors
/// No git, or revisions that have nothing in common.
pub fn parting(folder: &Path, one: &str, other: &str) -> Result<String, RevisionError> {
    let (one, other) = (commit(folder, one)?, commit(folder, other)?);
    let output = git(folder, ["merge-base", &one, &other])?;
    answer(&output).ok_or_else(|| unreadable(&format!("where {one} and {other} parted"), &output))
}

/// The day on which each file of the content was last changed, as far as it was committed.
///
/// # Errors
/// No git, or a folder that is not under git.
pub fn last_changes(folder: &Path) -> Result<HashMap<String, Date>, RevisionError> {
    // The byte before each date keeps it apart from any name.
    let words = ["-c", "core.quotePath=false", "log", "--format=%x00%cs", "--name-only", "--relative", "--"];
    let output = git(folder, words.into_iter().chain(FOLDERS))?;
    if !output.status.success() {
        return Err(unreadable("the log", &output));
    }
    let (mut changes, mut day) = (HashMap::new(), None);
    for line in String::from_utf8_lossy(&output.stdout).lines().filter(|line| !line.is_empty()) {
        match (line.strip_prefix('\0'), day) {
            (Some(date), _) => day = date.parse::<Date>().ok(),
            // The log begins with the latest commit.
            (None, Some(day)) => {
                changes.entry(line.to_owned()).or_insert(day);
            }
            (None, None) => {}
        }
    }
    Ok(changes)
}

fn commit(folder: &Path, revision: &str) -> Result<String, RevisionError> {
    let wanted = format!("{revision}^{{commit}}");
    // What looks like an option is a revision all the same.
    let output = git(folder, ["rev-parse", "--verify", "--end-of-options", &wanted])?;
    answer(&output).ok_or_else(|| RevisionError::Unknown {
        folder: folder.to_owned(),
        revision: revision.to_owned(),
        said: said(&output),
    })
}

/// A file of a revision.
struct Entry {
    path: String,
    /// What git is asked for: the blob, or the way to what a link leads to.
    object: String,
}

fn list(folder: &Path, commit: &str) -> Result<Vec<Entry>, RevisionError> {
    let words = ["ls-tree", "-r", "-z", commit, "--"].into_iter().chain(FOLDERS);
    let output = git(folder, words)?;
    if !output.status.success() {
        return Err(unreadable(commit, &output));
    }
    let rows = output.stdout.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    Ok(rows.filter_map(|row| entry(&row, commit)).collect())
}

/// `100644 blob 1f2e…<tab>knowledge/en/a.md`. Other repositories are no files of this one.
fn entry(row: &str, commit: &str) -> Option<Entry> {
    let (about, path) = row.split_once('\t')?;
    let mut about = about.split(' ');
    let mode = about.next()?;
    // git takes a name a line.
    let is_link = mode == "120000" && !path.contains('\n');
    let is_file = (mode.starts_with("100") || is_link) && about.next()? == "blob";
    let is_content = [".md", ".yaml", ".txt"].iter().any(|ending| path.ends_with(ending));
    let is_hidden = path.split('/').any(|name| name.starts_with('.'));
    let blob = about.next()?.to_owned();
    let object = if is_link { format!("{commit}:./{path}") } else { blob };
    (is_file && is_content && !is_hidden).then(|| Entry { path: path.to_owned(), object })
}

/// The bytes of each entry, by one `git cat-file --batch`; `None` for a link that leads to no file.
fn read(folder: &Path, entries: &[Entry]) -> Result<Vec<Option<Vec<u8>>>, RevisionError> {
    let mut child = command(folder, ["cat-file", "--batch", "--follow-symlinks"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(RevisionError::NoGit)?;
    let stdin = child.stdin.take();
    let asked: String = entries.iter().map(|entry| format!("{}\n", entry.object)).collect();
    let output = std::thread::scope(|scope| {
        // Asked from beside: git answers while it is still being asked, and neither side may wait for the other. What it
        // does not take shows as an answer that is missing.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(asked.as_bytes())));
        child.wait_with_output()
    });
    let output = output.map_err(RevisionError::NoGit)?;
    let mut rest = output.stdout.as_slice();
    let blobs = entries.iter().map(|entry| {
        let missing = || unreadable(&entry.path, &output);
        let (blob, after) = blob(rest).ok_or_else(missing)?;
        rest = after;
        Ok(blob)
    });
    blobs.collect()
}

/// `<name> blob <size>\n<bytes>\n`, and what follows it. A link out of the repository, to nothing or in a circle is told
/// in the same form, with another word for `blob`.
fn blob(bytes: &[u8]) -> Option<(Option<Vec<u8>>, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let header = std::str::from_utf8(&bytes[..end]).ok()?;
    let (what, size) = header.rsplit_once(' ')?;
    let size: usize = size.parse().ok()?;
    let body = bytes.get(end + 1..end + 1 + size)?;
    Some((what.ends_with(" blob").then(|| body.to_vec()), bytes.get(end + 2 + size..)?))
}

fn git<'a>(folder: &Path, words: impl IntoIterator<Item = &'a str>) -> Result<Output, RevisionError> {
    command(folder, words).output().map_err(RevisionError::NoGit)
}

fn command<'a>(folder: &Path, words: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(words.into_iter().map(OsStr::new));
    command
}

fn answer(output: &Output) -> Option<String> {
    let line = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !line.is_empty()).then_some(line)
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

fn unreadable(what: &str, output: &Output) -> RevisionError {
    RevisionError::Unreadable { what: what.to_owned(), said: said(output) }
}

#[cfg(all(test, unix))]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use super::*;

    #[test]
    fn a_link_to_a_file_of_the_repository_is_that_file() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("content");
        let at = |name: &str| folder.join(name);
        fs::create_dir_all(at("knowledge/en/a")).unwrap();
        fs::create_dir_all(root.path().join("shared")).unwrap();
        fs::write(root.path().join("shared/b.md"), "shared\n").unwrap();
        fs::write(at("knowledge/en/a/a.md"), "own\n").unwrap();
        symlink("../../../../shared/b.md", at("knowledge/en/a/b.md")).unwrap();
        symlink("/nowhere/at/all.md", at("knowledge/en/a/c.md")).unwrap();
        symlink("gone.md", at("knowledge/en/a/d.md")).unwrap();
        symlink("e.md", at("knowledge/en/a/e.md")).unwrap();
        for words in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "x"]] {
            let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
            assert!(git(root.path(), identity.iter().chain(words).copied()).unwrap().status.success());
        }
        let content = snapshot(&folder, "HEAD").unwrap().content;
        let read: Vec<_> = content.files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
        assert_eq!(read, [("knowledge/en/a/a.md", "own\n"), ("knowledge/en/a/b.md", "shared\n")]);
        let told: Vec<_> = content.findings.iter().map(|finding| (finding.file.as_str(), finding.code)).collect();
        let unreadable = |name| (name, "unreadable-file");
        assert_eq!(told, ["knowledge/en/a/c.md", "knowledge/en/a/d.md", "knowledge/en/a/e.md"].map(unreadable));
    }
}
