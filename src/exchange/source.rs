//! The files of an export, as values.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// Folders this deep are a mistake.
const MAX_DEPTH: usize = 8;
/// No export has more files than these.
const MAX_FILES: usize = 20_000;

/// An export that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A file or folder that cannot be read.
    #[error("{path}: {problem}")]
    File {
        /// Which one.
        path: PathBuf,
        /// Why not.
        problem: io::Error,
    },
    /// An archive.
    #[error("{0} is an archive; unpack it, and name the folder")]
    Archive(PathBuf),
    /// A file whose text is not what its name says.
    #[error("{path} cannot be read: {problem}; export it again, or mend it")]
    Broken {
        /// Which one.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Text in another encoding.
    #[error("{0} is not UTF-8; save it so (in Excel: Save as, \"CSV UTF-8\"), and import it again")]
    Encoding(PathBuf),
    /// Nothing of the format is there.
    #[error("{path} has no file that ends in {endings}; name the file or the folder of the export")]
    Empty {
        /// Where it was looked for.
        path: PathBuf,
        /// What was looked for.
        endings: String,
    },
}

/// A file of an export.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path below the export, with `/`.
    pub name: String,
    /// What it says.
    pub value: Value,
}

/// The file, or every file of a folder, with one of these endings, by name.
pub fn texts(path: &Path, endings: &[&str]) -> Result<Vec<(String, String)>, SourceError> {
    let ending = |path: &Path| path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    if path.is_file() && matches!(ending(path).as_deref(), Some("zip" | "tgz" | "gz" | "tar")) {
        return Err(SourceError::Archive(path.to_owned()));
    }
    let mut found = Vec::new();
    if path.is_dir() {
        walk(path, "", 0, &mut found)?;
    } else {
        found.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path.to_owned()));
    }
    found.retain(|(_, path)| ending(path).is_some_and(|ending| endings.contains(&ending.as_str())));
    found.sort();
    if found.is_empty() {
        let endings = endings.iter().map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(" or ");
        return Err(SourceError::Empty { path: path.to_owned(), endings });
    }
    let read = |(name, path): (String, PathBuf)| match fs::read_to_string(&path) {
        Ok(text) => Ok((name, text.trim_start_matches('\u{feff}').to_owned())),
        Err(problem) if problem.kind() == io::ErrorKind::InvalidData => Err(SourceError::Encoding(path)),
        Err(problem) => Err(SourceError::File { path, problem }),
    };
    found.into_iter().map(read).collect()
}

/// The same, read as JSON or, where the ending says so, as YAML.
pub fn values(path: &Path, endings: &[&str]) -> Result<Vec<Source>, SourceError> {
    let read = |(name, text): (String, String)| Ok(Source { value: value(path, &name, &text)?, name });
    texts(path, endings)?.into_iter().map(read).collect()
}

/// The text of one file below `path`, read so.
pub fn value(path: &Path, name: &str, text: &str) -> Result<Value, SourceError> {
    let broken = |problem: String| SourceError::Broken { path: path.join(name), problem };
    if name.ends_with(".json") {
        serde_json::from_str(text).map_err(|error| broken(error.to_string()))
    } else {
        serde_saphyr::from_str(text).map_err(|error| broken(error.to_string()))
    }
}

fn walk(path: &Path, name: &str, depth: usize, found: &mut Vec<(String, PathBuf)>) -> Result<(), SourceError> {
    let problem = |problem| SourceError::File { path: path.to_owned(), problem };
    for entry in fs::read_dir(path).map_err(problem)? {
        let entry = entry.map_err(problem)?;
        let file = entry.file_name().to_string_lossy().into_owned();
        let below = if name.is_empty() { file.clone() } else { format!("{name}/{file}") };
        if file.starts_with('.') || found.len() >= MAX_FILES {
            continue;
        }
        // Links are not followed: they may lead anywhere, or back here.
        match entry.file_type().map_err(problem)? {
            kind if kind.is_dir() && depth < MAX_DEPTH => walk(&entry.path(), &below, depth + 1, found)?,
            kind if kind.is_file() => found.push((below, entry.path())),
            _ => {}
        }
    }
    Ok(())
}
