//! Reading labelled data: every complaint names the file, the line and what should stand there.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

/// What is wrong with a data file.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    /// It cannot be read at all.
    #[error("{}: {source}; give the path of a readable UTF-8 text file", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line is not what it should be.
    #[error("{}:{line}: {problem}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what to write instead.
        problem: String,
    },
    /// A row stands where the header should.
    #[error("{}:{line}: `{label}` labels other rows as well, so this is no header line; {expected}", path.display())]
    NoHeader {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The label that stands in it.
        label: String,
        /// What rows look like.
        expected: &'static str,
    },
    /// There is nothing in it.
    #[error("{}: there are no rows; {expected}", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
        /// What rows look like.
        expected: &'static str,
    },
}

/// A labelled text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Labelled {
    pub text: String,
    pub intent: String,
}

/// A judgement: this article answers this query.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Judgement {
    pub query: String,
    pub article: String,
    pub relevance: f64,
}

const LABELLED: &str = "write a header line, then one `text<TAB>intent` a line";
const JUDGED: &str = "write one `query<TAB>article<TAB>relevance` a line (relevance may be left out)";

/// Reads `text<TAB>intent` rows under a header line.
pub(super) fn labelled(path: &Path) -> Result<Vec<Labelled>, RowError> {
    let text = read(path)?;
    let mut all = lines(&text);
    let header = all.next();
    let mut rows: Vec<Labelled> = Vec::new();
    for (line, row) in all {
        match row.split('\t').collect::<Vec<_>>()[..] {
            [text, intent] if !text.trim().is_empty() && !intent.trim().is_empty() => {
                rows.push(Labelled { text: text.to_owned(), intent: intent.trim().to_owned() });
            }
            ref parts => {
                return Err(bad(
                    path,
                    line,
                    format!("{} columns with text in them where there should be 2; {LABELLED}", filled(parts)),
                ));
            }
        }
    }
    // A row that is taken for the header would be lost without a word.
    if let Some((line, label)) = header.and_then(|(line, row)| Some((line, row.split_once('\t')?.1.trim())))
        && rows.iter().any(|row| row.intent == label)
    {
        return Err(RowError::NoHeader { path: path.to_owned(), line, label: label.to_owned(), expected: LABELLED });
    }
    if rows.is_empty() { Err(RowError::Empty { path: path.to_owned(), expected: LABELLED }) } else { Ok(rows) }
}

/// Reads `query<TAB>article[<TAB>relevance]` rows, without a header.
pub(super) fn judgements(path: &Path) -> Result<Vec<Judgement>, RowError> {
    let text = read(path)?;
    let mut rows = Vec::new();
    for (line, row) in lines(&text) {
        let parts: Vec<&str> = row.split('\t').map(str::trim).collect();
        let (query, article, relevance) = match parts[..] {
            [query, article] => (query, article, "1"),
            [query, article, relevance] => (query, article, relevance),
            _ => {
                return Err(bad(path, line, format!("{} columns where there should be 2 or 3; {JUDGED}", parts.len())));
            }
        };
        let number = relevance.parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0);
        let relevance = number.ok_or_else(|| {
            bad(path, line, format!("the relevance `{relevance}` is not a number from 0 up; {JUDGED}"))
        })?;
        rows.push(Judgement { query: query.to_owned(), article: article.to_owned(), relevance });
    }
    if rows.is_empty() { Err(RowError::Empty { path: path.to_owned(), expected: JUDGED }) } else { Ok(rows) }
}

/// Reads one JSON object a line.
pub(super) fn json<T: DeserializeOwned>(path: &Path, expected: &'static str) -> Result<Vec<T>, RowError> {
    let text = read(path)?;
    let parse = |(line, row): (usize, &str)| {
        serde_json::from_str(row).map_err(|error| bad(path, line, format!("{error}; {expected}")))
    };
    let rows: Vec<T> = lines(&text).map(parse).collect::<Result<_, _>>()?;
    if rows.is_empty() { Err(RowError::Empty { path: path.to_owned(), expected }) } else { Ok(rows) }
}

fn read(path: &Path) -> Result<String, RowError> {
    let text = std::fs::read_to_string(path).map_err(|source| RowError::File { path: path.to_owned(), source })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The lines that are not blank, with their numbers.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty())
}

fn filled(parts: &[&str]) -> usize {
    parts.iter().filter(|part| !part.trim().is_empty()).count()
}

fn bad(path: &Path, line: usize, problem: String) -> RowError {
    RowError::Line { path: path.to_owned(), line, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        std::fs::write(file.path(), text).expect("it can be written");
        file
    }

    #[test]
    fn labelled_rows_come_after_a_header() {
        let rows = labelled(file("\u{feff}text\tintent\r\nhello\tgreeting\r\n\r\n").path()).expect("good rows");
        assert_eq!(rows, [Labelled { text: "hello".into(), intent: "greeting".into() }]);
    }

    #[test]
    fn complaints_name_the_line() {
        for (text, place) in [
            ("text\tintent\nhello\n", ":2: 1 columns"),
            ("t\ti\na\tb\n\tb\n", ":3: "),
            ("t\ti\na\tb\tc\n", ":2: 3 columns"),
        ] {
            let error = labelled(file(text).path()).expect_err("bad rows").to_string();
            assert!(error.contains(place), "{error}");
        }
        assert!(labelled(file("text\tintent\n").path()).expect_err("empty").to_string().contains("no rows"));
        assert!(labelled(Path::new("nowhere.tsv")).expect_err("missing").to_string().starts_with("nowhere.tsv: "));
        let error = json::<serde_json::Value>(file("{}\n{\n").path(), "write objects").expect_err("bad").to_string();
        assert!(error.contains(":2: ") && error.ends_with("write objects"), "{error}");
    }

    #[test]
    fn a_row_in_the_place_of_the_header_is_not_swallowed() {
        let error = labelled(file("hi\tgreeting\nhow much\tprice\nhello\tgreeting\n").path()).expect_err("no header");
        let error = error.to_string();
        assert!(error.contains(":1: `greeting` labels other rows") && error.ends_with(LABELLED), "{error}");
    }

    #[test]
    fn relevance_may_be_left_out() {
        let rows = judgements(file("q\ta\nq\tb\t0.5\n").path()).expect("good rows");
        assert_eq!(rows.iter().map(|r| r.relevance).collect::<Vec<_>>(), [1.0, 0.5]);
        assert!(judgements(file("q\ta\tmuch\n").path()).expect_err("bad").to_string().contains("`much`"));
    }
}
