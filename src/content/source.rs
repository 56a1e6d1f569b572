//! Where content comes from: a folder, or the copy inside the program.

use std::{
    collections::HashSet,
    fs::{self, DirEntry},
    io,
    path::{Path, PathBuf},
};

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::{Code, File, Finding, Severity, build::revision};

/// The two folders that content lives in.
pub(crate) const FOLDERS: [&str; 2] = ["knowledge", "intents"];
/// Nobody writes a file of this size by hand.
const MAX_BYTES: u64 = 1 << 20;
/// Folders this deep are a mistake.
const MAX_DEPTH: usize = 12;

#[derive(RustEmbed)]
#[folder = "knowledge"]
struct EmbeddedKnowledge;

#[derive(RustEmbed)]
#[folder = "intents"]
struct EmbeddedIntents;

/// Content files, sorted by path, and what could not be read.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The files that could be read.
    pub files: Vec<File>,
    /// Why others could not.
    pub findings: Vec<Finding>,
}

/// Where content comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A folder that holds `knowledge/` and `intents/`.
    Folder(PathBuf),
    /// The copy inside the program.
    Embedded,
}

impl Source {
    /// The named folder, or the one we are in if it holds content, or the copy inside the program.
    pub fn find(named: Option<&Path>) -> Result<Self, SourceError> {
        match named {
            Some(root) => is_content_folder(root).map(|()| Self::Folder(root.to_owned())),
            // `intents` alone may be anybody's.
            None if Path::new(FOLDERS[0]).is_dir() => Ok(Self::Folder(PathBuf::from("."))),
            None => Ok(Self::Embedded),
        }
    }

    /// The files that are there now.
    pub fn read(&self) -> Result<Files, SourceError> {
        match self {
            Self::Folder(root) => Files::in_folder(root),
            Self::Embedded => Ok(Files::embedded()),
        }
    }

    /// What it looks like from outside.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        match self {
            Self::Folder(root) => Fingerprint::of(&Walk::through(root)),
            Self::Embedded => Fingerprint::of(&Walk::default()),
        }
    }
}

/// A folder that holds no content.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// Neither `knowledge` nor `intents` is in it.
    #[error("`{0}` is no content folder: neither `knowledge` nor `intents` is in it; name the folder that holds them")]
    NoContent(PathBuf),
}

impl SourceError {
    /// The same as a finding.
    #[must_use]
    pub fn finding(&self) -> Finding {
        let remedy = "bring the folder back; it holds `knowledge` and `intents`";
        Finding::of_file(Code::MissingFile, FOLDERS[0], self.to_string(), remedy)
    }
}

fn is_content_folder(root: &Path) -> Result<(), SourceError> {
    let holds_content = FOLDERS.iter().any(|folder| root.join(folder).is_dir());
    if holds_content { Ok(()) } else { Err(SourceError::NoContent(root.to_owned())) }
}

impl Files {
    /// The files of a folder that holds `knowledge/` and `intents/`.
    pub fn in_folder(root: &Path) -> Result<Self, SourceError> {
        is_content_folder(root)?;
        Ok(Walk::through(root).read())
    }

    /// The files of one folder beside the content: none where there is no such folder.
    #[must_use]
    pub fn beside(root: &Path, folder: &str) -> Self {
        let mut walk = Walk::default();
        let path = root.join(folder);
        if path.is_dir() {
            walk.folder(&path, folder, 0);
        }
        walk.read()
    }

    /// The files that were built into the program.
    #[must_use]
    pub fn embedded() -> Self {
        let mut walk = Walk::default();
        let knowledge = EmbeddedKnowledge::iter().map(|name| (FOLDERS[0], EmbeddedKnowledge::get(&name), name));
        let intents = EmbeddedIntents::iter().map(|name| (FOLDERS[1], EmbeddedIntents::get(&name), name));
        for (folder, file, name) in knowledge.chain(intents) {
            if let Some(file) = file.filter(|_| is_content(&name)) {
                walk.take(format!("{folder}/{name}"), file.data.into_owned());
            }
        }
        walk.into_files()
    }

    /// The named folder, or the one we are in if it holds content, or the copy inside the program.
    pub fn find(named: Option<&Path>) -> Result<Self, SourceError> {
        Source::find(named)?.read()
    }

    /// Whether no file is missing for an error.
    #[must_use]
    pub fn all_read(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }

    /// A hash over all files and their names.
    #[must_use]
    pub fn revision(&self) -> String {
        revision(&self.files)
    }
}

/// What the folders look like from outside: equal as long as nobody touches a file. Nothing is read, and times are only
/// compared for being the same, so that no clock matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    fn of(walk: &Walk) -> Self {
        let mut hash = Sha256::new();
        for (path, name) in &walk.listed {
            hash.update((name.len() as u64).to_le_bytes());
            hash.update(name);
            // A file that has just gone looks unlike one that is there.
            let Ok(about) = fs::metadata(path) else { continue };
            for number in marks(&about) {
                hash.update(number.to_le_bytes());
            }
        }
        for problem in &walk.found.findings {
            hash.update(&problem.file);
            hash.update(&problem.message);
        }
        Self(hash.finalize().into())
    }
}

/// What changes when a file is written or replaced.
#[cfg(unix)]
fn marks(about: &fs::Metadata) -> [i64; 7] {
    use std::os::unix::fs::MetadataExt as _;
    // The time of the last change of state is the one that nobody can set back.
    let (size, inode, device) = (about.size().cast_signed(), about.ino().cast_signed(), about.dev().cast_signed());
    [size, inode, device, about.mtime(), about.mtime_nsec(), about.ctime(), about.ctime_nsec()]
}

#[cfg(not(unix))]
fn marks(about: &fs::Metadata) -> [u128; 2] {
    let since = |time: std::time::SystemTime| time.duration_since(std::time::UNIX_EPOCH).map_or(0, |t| t.as_nanos());
    [u128::from(about.len()), about.modified().map_or(0, since)]
}

/// A way through the folders: the files that are there, before any is read.
#[derive(Default)]
struct Walk {
    listed: Vec<(PathBuf, String)>,
    found: Files,
    seen: HashSet<PathBuf>,
}

impl Walk {
    /// Through both folders of the content.
    fn through(root: &Path) -> Self {
        let mut walk = Self::default();
        for folder in FOLDERS {
            walk.folder(&root.join(folder), folder, 0);
        }
        walk
    }

    fn folder(&mut self, path: &Path, name: &str, depth: usize) {
        // A link back into a folder that was walked before would never end.
        let known = fs::canonicalize(path).map(|real| !self.seen.insert(real));
        if depth > MAX_DEPTH || matches!(known, Ok(true)) {
            let message = "this folder leads back into one that was read already, or lies too deep";
            self.problem(Code::FolderLoop, name, message, "remove the symbolic link");
            return;
        }
        let entries = fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<DirEntry>>>);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) if depth == 0 && error.kind() == io::ErrorKind::NotFound => {
                let remedy = "make it; docs/content.md says what it holds";
                self.problem(Code::MissingFile, name, "this folder is missing", remedy);
                return;
            }
            Err(error) => {
                let message = format!("the folder cannot be read: {error}");
                self.problem(Code::UnreadableFile, name, &message, "mend its permissions");
                return;
            }
        };
        // Of two ways into one folder it is always the same one that counts.
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries {
            let file = entry.file_name();
            let file = file.to_string_lossy();
            // Editors' swap files and the like are nobody's content.
            if file.starts_with('.') || file.ends_with('~') || file.starts_with('#') {
                continue;
            }
            let (path, name) = (entry.path(), format!("{name}/{file}"));
            if path.is_dir() {
                self.folder(&path, &name, depth + 1);
            } else if is_content(&name) {
                self.listed.push((path, name));
            } else if let Some(remedy) = unread(&name) {
                let ending = name.rsplit('.').next().unwrap_or_default();
                let message = format!("files that end in `.{ending}` are not read");
                self.problem(Code::UnusedFile, &name, &message, remedy);
            } else if let Err(error) = fs::metadata(&path) {
                // It may have been meant as a folder full of content.
                let message = format!("this leads nowhere, so nothing is read behind it: {error}");
                self.problem(Code::UnusedFile, &name, &message, "mend the symbolic link, or remove it");
            }
        }
    }

    /// Reads what was listed.
    fn read(mut self) -> Files {
        for (path, name) in std::mem::take(&mut self.listed) {
            self.file(&path, name);
        }
        self.into_files()
    }

    fn file(&mut self, path: &Path, name: String) {
        match fs::metadata(path) {
            Ok(about) if about.len() > MAX_BYTES => {
                let message = format!("the file has {} bytes; more than {MAX_BYTES} are not read", about.len());
                self.problem(Code::FileTooLarge, &name, &message, "split it into several files");
            }
            Ok(about) if !about.is_file() => {
                let message = "this is a pipe, a socket or a device and no file, so it is left out";
                self.problem(Code::UnusedFile, &name, message, "remove it, or put a file in its place");
            }
            Ok(_) => match fs::read(path) {
                Ok(bytes) => self.take(name, bytes),
                Err(error) => self.unreadable(&name, &error),
            },
            Err(error) => self.unreadable(&name, &error),
        }
    }

    fn take(&mut self, name: String, bytes: Vec<u8>) {
        match text_of(&name, bytes) {
            Ok(file) => self.found.files.push(file),
            Err(finding) => self.found.findings.push(*finding),
        }
    }

    fn unreadable(&mut self, name: &str, error: &io::Error) {
        let remedy = "mend its permissions, or remove a link that leads nowhere";
        self.problem(Code::UnreadableFile, name, &format!("the file cannot be read: {error}"), remedy);
    }

    fn problem(&mut self, code: Code, file: &str, message: &str, remedy: &str) {
        self.found.findings.push(Finding::of_file(code, file, message, remedy));
    }

    fn into_files(mut self) -> Files {
        self.found.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.found.findings.sort_by(|a, b| a.file.cmp(&b.file));
        self.found
    }
}

fn is_content(name: &str) -> bool {
    [".md", ".yaml", ".txt"].iter().any(|ending| name.ends_with(ending))
}

/// What to do with a file that its author believes to be read. What editors and systems leave behind, and pictures, are no
/// such files.
fn unread(name: &str) -> Option<&'static str> {
    let ending = name.rsplit('/').next()?.rsplit_once('.')?.1.to_lowercase();
    match ending.as_str() {
        "yml" | "yaml" => Some("rename it to `.yaml`"),
        "md" | "markdown" | "mdown" | "mkd" | "mdx" => Some("rename it to `.md`"),
        "txt" | "text" => Some("rename it to `.txt`"),
        "doc" | "docx" | "odt" | "rtf" | "pages" | "html" | "htm" | "pdf" | "csv" | "xls" | "xlsx" | "ods" | "json" => {
            Some("write what it says as Markdown or YAML, or move it elsewhere")
        }
        _ => None,
    }
}

/// A file of these bytes, or why they are no text.
pub(crate) fn text_of(name: &str, bytes: Vec<u8>) -> Result<File, Box<Finding>> {
    let wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let (text, broken) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(valid))
        }
    };
    let (at, message, remedy) = match (wide, broken, text.find('\0')) {
        (true, ..) => (0, "the file is UTF-16, not UTF-8", "save it as UTF-8"),
        (_, Some(at), _) => (at, "from here on the file is no UTF-8 text", "save it as UTF-8, or remove it"),
        (_, None, Some(at)) => (at, "here stands a character zero, which no text has", "remove it, or the file"),
        _ => return Ok(File::new(name, &text)),
    };
    // Cleaning a text moves what stands behind it.
    let at = File::new(name, &text[..at]).text.len();
    Err(Box::new(Finding::at(Code::UnreadableFile, &File::new(name, &text), at..at + 1, message, remedy)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        root
    }

    #[test]
    fn files_are_found_in_order_and_cleaned() {
        let root = folder(&[
            ("knowledge/en/b.md", b"\xef\xbb\xbfb\r\n"),
            ("knowledge/en/a.md", b"a"),
            ("knowledge/.hidden.md", b"x"),
            ("intents/x.yaml", b"x"),
            ("intents/notes.png", b"\0\0"),
        ]);
        let found = Files::in_folder(root.path()).unwrap();
        let paths: Vec<_> = found.files.iter().map(|f| (f.path.as_str(), f.text.as_str())).collect();
        assert_eq!(paths, [("intents/x.yaml", "x"), ("knowledge/en/a.md", "a"), ("knowledge/en/b.md", "b\n")]);
        assert_eq!(found.findings, []);
    }

    #[test]
    fn junk_is_a_finding() {
        let big = vec![b'a'; MAX_BYTES as usize + 1];
        let root = folder(&[("knowledge/a.md", b"\xff\xfe\0"), ("knowledge/b.md", &big), ("intents/c.yml", b"x")]);
        let found = Files::in_folder(root.path()).unwrap();
        let codes: Vec<_> = found.findings.iter().map(|f| (f.file.as_str(), f.code)).collect();
        assert_eq!(
            codes,
            [
                ("intents/c.yml", "unused-file"),
                ("knowledge/a.md", "unreadable-file"),
                ("knowledge/b.md", "file-too-large")
            ]
        );
    }

    #[test]
    fn a_file_that_is_no_text_says_where_and_why() {
        let place = |bytes: &[u8]| {
            let finding = text_of("a.md", bytes.to_vec()).unwrap_err();
            (finding.line, finding.column, finding.message)
        };
        assert_eq!(place(b"\xef\xbb\xbfa\r\nb\xe8\n"), (2, 2, "from here on the file is no UTF-8 text".to_owned()));
        assert_eq!(place(b"a\n\0b\n"), (2, 1, "here stands a character zero, which no text has".to_owned()));
        assert_eq!(place(b"\xff\xfea\0").2, "the file is UTF-16, not UTF-8");
        assert_eq!(text_of("a.md", b"a\r\n".to_vec()).unwrap().text, "a\n");
    }

    #[test]
    fn files_that_look_like_content_and_are_not_read_are_told() {
        let names = ["a.MD", "b.docx", "c.markdown", "d.yml", "e.png", "f.md.orig", "g"];
        let files: Vec<_> = names.map(|name| (format!("knowledge/en/{name}"), b"x")).into();
        let others = [("intents/a.yaml", b"x".as_slice())];
        let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_slice())).chain(others).collect();
        let root = folder(&files);
        let found = Files::in_folder(root.path()).unwrap();
        let told: Vec<_> = found.findings.iter().map(|finding| finding.file.as_str()).collect();
        assert_eq!(told, ["a.MD", "b.docx", "c.markdown", "d.yml"].map(|name| format!("knowledge/en/{name}")));
        assert!(found.findings.iter().all(|finding| finding.code == "unused-file"));
    }

    #[test]
    fn content_may_begin_with_intents_alone() {
        let root = folder(&[("intents/a.yaml", b"x")]);
        let found = Files::in_folder(root.path()).unwrap();
        assert_eq!(found.files.len(), 1);
        assert_eq!((found.findings[0].file.as_str(), found.findings[0].code), ("knowledge", "missing-file"));
        assert!(matches!(Files::in_folder(&root.path().join("intents")), Err(SourceError::NoContent(_))));
    }

    #[cfg(unix)]
    #[test]
    fn of_two_ways_into_a_folder_the_first_by_name_counts() {
        let root = folder(&[("knowledge/en/b/a.md", b"a"), ("intents/b.yaml", b"b")]);
        for link in ["a", "c"] {
            std::os::unix::fs::symlink(root.path().join("knowledge/en/b"), root.path().join("knowledge/en").join(link))
                .unwrap();
        }
        let found = Files::in_folder(root.path()).unwrap();
        assert_eq!(found.files[1].path, "knowledge/en/a/a.md");
        let loops: Vec<_> = found.findings.iter().map(|finding| finding.file.as_str()).collect();
        assert_eq!(loops, ["knowledge/en/b", "knowledge/en/c"]);
    }

    #[cfg(unix)]
    #[test]
    fn whoever_touches_a_file_changes_the_fingerprint() {
        let root = folder(&[("knowledge/en/a.md", b"one"), ("intents/b.yaml", b"b")]);
        let source = Source::Folder(root.path().to_owned());
        let path = root.path().join("knowledge/en/a.md");
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        let set_back = || fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        let mut seen = vec![source.fingerprint()];
        let mut changed = |what: &str| {
            let now = source.fingerprint();
            assert!(!seen.contains(&now), "{what} is not seen");
            assert_eq!(source.fingerprint(), now, "{what}: looking changes nothing");
            seen.push(now);
        };
        fs::write(root.path().join("knowledge/en/c.md"), "c").unwrap();
        changed("a new file");
        fs::rename(root.path().join("knowledge/en/c.md"), root.path().join("knowledge/en/d.md")).unwrap();
        changed("another name");
        fs::write(root.path().join("new.md"), "two").unwrap();
        fs::File::options().write(true).open(root.path().join("new.md")).unwrap().set_modified(modified).unwrap();
        fs::rename(root.path().join("new.md"), &path).unwrap();
        set_back();
        changed("another file of the same size and time");
        fs::File::options().write(true).open(&path).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
        changed("a clock set back");
        fs::remove_file(&path).unwrap();
        changed("a file taken away");
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_end() {
        let root = folder(&[("knowledge/en/a.md", b"a"), ("intents/b.yaml", b"b")]);
        std::os::unix::fs::symlink(root.path().join("knowledge"), root.path().join("knowledge/en/loop")).unwrap();
        std::os::unix::fs::symlink("/nowhere/at/all", root.path().join("knowledge/en/gone.md")).unwrap();
        let found = Files::in_folder(root.path()).unwrap();
        assert_eq!(found.files.len(), 2);
        let codes: Vec<_> = found.findings.iter().map(|f| f.code).collect();
        assert_eq!(codes, ["unreadable-file", "folder-loop"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_left_out_is_told_with_its_reason() {
        let root = folder(&[("knowledge/en/a.md", b"a"), ("intents/b.yaml", b"b")]);
        let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, root.path().join(name)).unwrap();
        link("/nowhere/at/all", "intents/more");
        link("round", "intents/round");
        assert!(
            std::process::Command::new("mkfifo")
                .arg(root.path().join("knowledge/en/pipe.md"))
                .status()
                .unwrap()
                .success()
        );
        let found = Files::in_folder(root.path()).unwrap();
        assert_eq!(found.files.len(), 2);
        let told: Vec<_> = found.findings.iter().map(|f| (f.file.as_str(), f.code)).collect();
        let unused = "unused-file";
        assert_eq!(told, [("intents/more", unused), ("intents/round", unused), ("knowledge/en/pipe.md", unused)]);
        assert!(found.findings[0].message.contains("leads nowhere") && found.findings[2].message.contains("a pipe"));
        assert!(found.all_read(), "it keeps nothing from going live");
    }

    #[test]
    fn a_folder_without_content_is_refused() {
        let root = tempfile::tempdir().unwrap();
        assert!(Files::in_folder(root.path()).is_err());
    }
}
