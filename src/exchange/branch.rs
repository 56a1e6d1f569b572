//! New files as a commit on a new branch. Neither the branch that is checked out, nor the index, nor any file of the work
//! tree is touched: the commit is put together beside them.

use std::{
    ffi::OsStr,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// A branch that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum BranchError {
    /// There is no git.
    #[error("the `git` command cannot be run: {0}; install git, or write into a folder with --into")]
    NoGit(io::Error),
    /// The folder is not under git.
    #[error("{0} is in no git repository; name the content of one with --content, or write into a folder with --into")]
    NoRepository(PathBuf),
    /// Nothing was ever committed.
    #[error("the repository of {0} has no commit yet to begin a branch at; commit the content first")]
    NoCommit(PathBuf),
    /// No name for a branch.
    #[error("`{0}` is no name that git takes for a branch")]
    BadName(String),
    /// The branch is there already.
    #[error("there is a branch `{0}` already; choose another name, or delete it with `git branch -D`")]
    Exists(String),
    /// A file is there already.
    #[error("{0} is in the last commit already; nothing was written")]
    FileExists(String),
    /// git does not do what it is asked.
    #[error("git cannot {what}: {said}")]
    Failed {
        /// What it was asked to do.
        what: &'static str,
        /// What it says.
        said: String,
    },
}

/// Where a folder lies in its repository: nothing for its top, else a path that ends with `/`.
///
/// # Errors
/// No git, or no repository there.
pub fn prefix(folder: &Path) -> Result<String, BranchError> {
    let output = Git { folder, index: None }.run(["rev-parse", "--show-prefix"])?;
    if !output.status.success() {
        return Err(BranchError::NoRepository(folder.to_owned()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned())
}

/// Writes a commit with these new files, by their paths below `folder`, on a new branch that begins at the last commit.
/// Returns the commit.
///
/// # Errors
/// No git, no repository or commit, a branch or a file that is there already.
pub fn branch(folder: &Path, name: &str, files: &[(String, String)], message: &str) -> Result<String, BranchError> {
    let prefix = prefix(folder)?;
    let git = Git { folder, index: None };
    if name.starts_with('-') || !git.run(["check-ref-format", "--branch", name])?.status.success() {
        return Err(BranchError::BadName(name.to_owned()));
    }
    let reference = format!("refs/heads/{name}");
    if git.run(["show-ref", "--verify", "--quiet", &reference])?.status.success() {
        return Err(BranchError::Exists(name.to_owned()));
    }
    let head = git.run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])?;
    let head = answer(&head).ok_or_else(|| BranchError::NoCommit(folder.to_owned()))?;
    let index = Index::beside(&git)?;
    let git = Git { folder, index: Some(&index.0) };
    git.done("read the last commit", ["read-tree", &head])?;
    for (path, text) in files {
        let path = format!("{prefix}{path}");
        if git.run(["cat-file", "-e", &format!("{head}:{path}")])?.status.success() {
            return Err(BranchError::FileExists(path));
        }
        let blob = git.told("store a file", &["hash-object", "-w", "--stdin"], text)?;
        git.done("add a file", ["update-index", "--add", "--cacheinfo", &format!("100644,{blob},{path}")])?;
    }
    let tree = git.told("write the files", &["write-tree"], "")?;
    let commit = git.told("write the commit", &["commit-tree", &tree, "-p", &head], message)?;
    // Forty zeros: the branch must not be there, whoever made it in the meantime.
    let nothing = "0".repeat(commit.len());
    git.done("make the branch", ["update-ref", &reference, &commit, &nothing])?;
    Ok(commit)
}

/// An index of its own, gone when it is no longer needed.
struct Index(PathBuf);

impl Index {
    fn beside(git: &Git<'_>) -> Result<Self, BranchError> {
        let folder = git.told("say where its folder is", &["rev-parse", "--absolute-git-dir"], "")?;
        Ok(Self(Path::new(&folder).join(format!("bolt-index-{}", std::process::id()))))
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        // Where nothing was written yet, there is nothing to remove.
        let _ = fs::remove_file(&self.0);
    }
}

struct Git<'a> {
    folder: &'a Path,
    index: Option<&'a Path>,
}

impl Git<'_> {
    fn command<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.folder).args(words.into_iter().map(OsStr::new));
        if let Some(index) = self.index {
            command.env("GIT_INDEX_FILE", index);
        }
        command
    }

    fn run<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Result<Output, BranchError> {
        self.command(words).stdin(Stdio::null()).output().map_err(BranchError::NoGit)
    }

    fn done<'w>(&self, what: &'static str, words: impl IntoIterator<Item = &'w str>) -> Result<(), BranchError> {
        let output = self.run(words)?;
        if output.status.success() { Ok(()) } else { Err(failed(what, &output)) }
    }

    /// What git answers to what it is told. It answers after it has read everything, so neither waits for the other.
    fn told(&self, what: &'static str, words: &[&str], input: &str) -> Result<String, BranchError> {
        let mut command = self.command(words.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(BranchError::NoGit)?;
        if let Some(mut stdin) = child.stdin.take() {
            // What it does not take shows in how it ends.
            let _ = stdin.write_all(input.as_bytes());
        }
        let output = child.wait_with_output().map_err(BranchError::NoGit)?;
        answer(&output).ok_or_else(|| failed(what, &output))
    }
}

fn answer(output: &Output) -> Option<String> {
    let line = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !line.is_empty()).then_some(line)
}

fn failed(what: &'static str, output: &Output) -> BranchError {
    BranchError::Failed { what, said: String::from_utf8_lossy(&output.stderr).trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Repository(tempfile::TempDir);

    impl Repository {
        /// One with a commit, of a content in the folder `help`.
        fn new() -> Self {
            let repository = Self(tempfile::tempdir().unwrap());
            repository.git(&["init", "-q", "-b", "main"]);
            repository.git(&["config", "user.name", "Ed"]);
            repository.git(&["config", "user.email", "ed@example.org"]);
            fs::create_dir_all(repository.help().join("knowledge")).unwrap();
            fs::write(repository.help().join("knowledge/a.md"), "one\n").unwrap();
            repository.git(&["add", "."]);
            repository.git(&["commit", "-q", "-m", "first"]);
            // The work of somebody who is in the middle of it.
            fs::write(repository.help().join("knowledge/a.md"), "two\n").unwrap();
            fs::write(repository.help().join("staged.md"), "staged\n").unwrap();
            repository.git(&["add", "help/staged.md"]);
            repository
        }

        fn help(&self) -> PathBuf {
            self.0.path().join("help")
        }

        fn git(&self, words: &[&str]) -> String {
            let output = Command::new("git").arg("-C").arg(self.0.path()).args(words).output().unwrap();
            assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        }
    }

    fn files() -> Vec<(String, String)> {
        vec![("knowledge/en/b.md".into(), "new è\r\n".into()), ("answers/b.answers.yaml".into(), "tests\n".into())]
    }

    #[test]
    fn a_branch_is_written_beside_what_is_checked_out() {
        let repository = Repository::new();
        let before = (repository.git(&["status", "--porcelain"]), repository.git(&["rev-parse", "HEAD"]));
        let commit = branch(&repository.help(), "drafts/b", &files(), "A draft\n").unwrap();
        assert_eq!((repository.git(&["status", "--porcelain"]), repository.git(&["rev-parse", "HEAD"])), before);
        assert_eq!(repository.git(&["rev-parse", "drafts/b"]).trim(), commit);
        assert_eq!(repository.git(&["rev-parse", "drafts/b^"]), before.1);
        assert_eq!(repository.git(&["show", "drafts/b:help/knowledge/en/b.md"]), "new è\r\n");
        let changed = repository.git(&["diff", "--name-status", "main", "drafts/b"]);
        assert_eq!(changed, "A\thelp/answers/b.answers.yaml\nA\thelp/knowledge/en/b.md\n");
        assert!(
            !fs::read_dir(repository.0.path().join(".git"))
                .unwrap()
                .any(|entry| { entry.unwrap().file_name().to_string_lossy().starts_with("bolt-index") })
        );
    }

    #[test]
    fn what_cannot_be_written_says_why() {
        let repository = Repository::new();
        let write = |name: &str, files: &[(String, String)]| branch(&repository.help(), name, files, "m").unwrap_err();
        assert!(matches!(write("main", &files()), BranchError::Exists(name) if name == "main"));
        for name in ["a b", "-x", "x..y", ""] {
            assert!(matches!(write(name, &files()), BranchError::BadName(_)), "{name}");
        }
        let taken = [("knowledge/a.md".to_owned(), String::new())];
        assert!(matches!(write("new", &taken), BranchError::FileExists(path) if path == "help/knowledge/a.md"));
        let empty = tempfile::tempdir().unwrap();
        let error = branch(empty.path(), "new", &files(), "m").unwrap_err();
        assert!(matches!(error, BranchError::NoRepository(_)), "{error}");
        assert!(Command::new("git").args(["init", "-q"]).arg(empty.path()).status().unwrap().success());
        assert!(matches!(branch(empty.path(), "new", &files(), "m"), Err(BranchError::NoCommit(_))));
    }
}
