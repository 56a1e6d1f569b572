//! `bolt ask`: one question, or a file of them, answered without a server.

use std::{
    fmt, fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CliError, page_language};
use crate::{
    content::Content,
    domain::{AccountType, Action, Language, Role, Source, Standing, SupportPlan, Trace},
    proof::{Heard, Move, Visitor, play},
    reply::render,
};

/// What `bolt ask` is asked.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("question").required(true).args(["text", "batch"])))]
pub struct AskArgs {
    /// The question; `-` reads it from standard input.
    text: Option<String>,
    /// The language of the page it is asked on, such as `it` or `es-MX`.
    #[arg(long, conflicts_with = "batch")]
    locale: Option<String>,
    /// Who asks, as JSON: account_type, role and support_plan. Without it an anonymous visitor asks.
    #[arg(long, value_name = "JSON", conflicts_with = "batch")]
    identity: Option<String>,
    /// Answer every row of a JSON Lines file (`-` for standard input), in order: id, locale, identity or null, text, and
    /// before: what the visitor wrote earlier. A row that cannot be read has an error in its place, and the exit code is 1.
    #[arg(long, value_name = "FILE.jsonl")]
    batch: Option<PathBuf>,
    /// Print the answer as a JSON object with its sources and its trace. A batch is always answered so.
    #[arg(long)]
    json: bool,
}

/// A question that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The identity on the command line.
    #[error("--identity: {problem}; write {SHAPE}")]
    Identity {
        /// What is wrong with it.
        problem: serde_json::Error,
    },
    /// The file of the batch.
    #[error("{file}: {problem}; name a file of questions, or `-` for standard input")]
    File {
        /// The file.
        file: String,
        /// Why it cannot be read.
        problem: io::Error,
    },
}

const SHAPE: &str = r#"{"account_type":"business","role":"licensed_admin","support_plan":"premier"}"#;
const ROW: &str = r#"{"id":"1","locale":"it","identity":null,"text":"…"}"#;

/// Who asks, as far as it matters for an answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asker {
    account_type: AccountType,
    role: Role,
    support_plan: SupportPlan,
    pub name: Option<String>,
}

/// A question as a row of a batch. Further keys are somebody else's.
#[derive(Clone, Debug, Deserialize)]
struct Row {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    locale: Option<String>,
    #[serde(default)]
    identity: Option<Asker>,
    /// What they wrote before in the same conversation, the earliest first.
    #[serde(default)]
    before: Vec<String>,
    text: String,
}

/// An answer, as it is printed with `--json`.
#[derive(Debug, Serialize)]
struct Answered {
    id: Value,
    language: Language,
    action: Action,
    intent: Option<String>,
    confidence: f32,
    text: String,
    sources: Vec<Source>,
    trace: Trace,
}

/// What stands in the place of a row that cannot be read.
#[derive(Debug, Serialize)]
struct Refused {
    /// The row's id, if that much can be read.
    id: Value,
    /// The line in the file, from 1.
    line: usize,
    /// What is wrong with it, and what to write instead.
    error: String,
}

/// Answers what was asked. The exit code is 1 when a row of a batch could not be read.
pub fn run(
    args: &AskArgs,
    load: impl FnOnce() -> Result<Content, CliError>,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    // What was asked is read first: whoever mistyped it need not wait for the content.
    let rows = rows(args)?;
    let content = load()?;
    let mut code = ExitCode::SUCCESS;
    for row in rows {
        match row {
            Ok((line, row)) => match answer(&content, row, line) {
                Ok(answered) if args.json || args.batch.is_some() => print(&answered, out)?,
                Ok(answered) => write!(out, "{answered}")?,
                Err(silent) => {
                    code = ExitCode::FAILURE;
                    print(&silent, out)?;
                }
            },
            Err(refused) => {
                code = ExitCode::FAILURE;
                print(&refused, out)?;
            }
        }
    }
    out.flush()?;
    Ok(code)
}

/// A row with its line, or why it cannot be read.
type ReadRow = Result<(usize, Row), Refused>;

fn print(row: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, row)?;
    writeln!(out)
}

fn rows(args: &AskArgs) -> Result<Vec<ReadRow>, AskError> {
    if let Some(path) = &args.batch {
        return Ok(batch(&read(path)?));
    }
    let text = match args.text.as_deref() {
        Some("-") => String::from_utf8_lossy(&read(Path::new("-"))?).trim_end_matches('\n').to_owned(),
        text => text.unwrap_or_default().to_owned(),
    };
    let identity = Asker::parse(args.identity.as_deref())?;
    page_language(args.locale.as_deref());
    let row = Row { id: Value::Null, locale: args.locale.clone(), identity, before: Vec::new(), text };
    Ok(vec![Ok((1, row))])
}

fn read(path: &Path) -> Result<Vec<u8>, AskError> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    bytes.map_err(|problem| AskError::File { file: path.display().to_string(), problem })
}

/// The rows in their order, blank lines left out. Bytes that are no text spoil their own row alone.
fn batch(file: &[u8]) -> Vec<ReadRow> {
    // Editors on some systems begin a file with a byte order mark.
    let file = file.strip_prefix("\u{feff}".as_bytes()).unwrap_or(file);
    let lines = (1..).zip(file.split(|byte| *byte == b'\n')).filter(|(_, row)| !row.trim_ascii().is_empty());
    let read = |row| serde_json::from_slice(row);
    lines
        .map(|(line, row)| read(row).map(|read| (line, read)).map_err(|problem| refused(row, line, &problem)))
        .collect()
}

fn refused(row: &[u8], line: usize, problem: &serde_json::Error) -> Refused {
    let id = serde_json::from_slice::<Value>(row).ok().and_then(|row| row.get("id").cloned()).unwrap_or_default();
    // serde_json counts lines inside of the row, where there is always one.
    let problem = problem.to_string().replace(" at line 1 column ", " at column ");
    Refused { id, line, error: format!("{problem}; write one row a line, {ROW}") }
}

/// The answer to a row's text, after what was written before; an error where that had already led to an agent.
fn answer(content: &Content, row: Row, line: usize) -> Result<Answered, Refused> {
    let who = row.identity.as_ref().map_or(Visitor::ANONYMOUS, Asker::visitor);
    let page = row.locale.as_deref().and_then(Language::of_locale);
    let moves: Vec<_> = row.before.iter().chain([&row.text]).cloned().map(Move::Ask).collect();
    let heard = play(content, &who, page, &moves, seed(&row)).pop();
    let Some(Heard::Bolt(message)) = heard else {
        let error = "the conversation waits for an agent already; leave out of `before` what led there".to_owned();
        return Err(Refused { id: row.id, line, error });
    };
    Ok(Answered {
        id: row.id,
        language: message.language,
        action: message.action,
        text: render::text(&message),
        intent: message.intent,
        confidence: message.confidence,
        sources: message.sources,
        trace: message.trace,
    })
}

impl Asker {
    /// Who asks, as the command line says it; nobody in particular without it, or for `null`.
    pub fn parse(identity: Option<&str>) -> Result<Option<Self>, AskError> {
        let identity = identity.map(serde_json::from_str).transpose();
        Ok(identity.map_err(|problem| AskError::Identity { problem })?.flatten())
    }

    /// Who asks, signed in.
    pub fn visitor(&self) -> Visitor {
        Visitor { name: self.name.clone(), ..Visitor::signed_in(self.standing()) }
    }

    const fn standing(&self) -> Standing {
        Standing { account_type: self.account_type, role: self.role, support_plan: self.support_plan }
    }
}

/// The same question gets the same words, today and tomorrow (FNV-1a over id and text).
fn seed(row: &Row) -> u64 {
    let id = row.id.to_string();
    id.bytes()
        .chain(row.text.bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for source in &self.sources {
            writeln!(f, "\n→ {} ({})", source.title, source.url)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good(file: &str) -> Vec<Row> {
        batch(file.as_bytes()).into_iter().map(|row| row.unwrap().1).collect()
    }

    #[test]
    fn a_batch_is_read_row_by_row() {
        let rows = good(
            "\u{feff}{\"text\":\"a\"}\r\n\n{\"id\":7,\"locale\":null,\"identity\":null,\"text\":\"b\",\"expect\":{}}\n",
        );
        assert_eq!((rows[0].id.clone(), rows[1].id.clone()), (Value::Null, Value::from(7)));
        assert_eq!(rows[1].text, "b");
    }

    #[test]
    fn a_malformed_row_leaves_the_others_alone() {
        for row in ["{", "{}", r#"{"text":1}"#, r#"{"text":"a","identity":{"role":"boss"}}"#, r#"{"text":"\ud800"}"#] {
            let rows = batch(format!("\n{{\"text\":\"a\"}}\n{row}\n{{\"text\":\"b\"}}\n").as_bytes());
            assert_eq!(rows.len(), 3, "{row}");
            let read = |at: usize| rows[at].as_ref().map(|(line, row)| (*line, &*row.text));
            assert_eq!((read(0).unwrap(), read(2).unwrap()), ((2, "a"), (4, "b")));
            let refused = read(1).unwrap_err();
            assert_eq!(refused.line, 3, "{row}");
            assert!(refused.error.contains("write one row a line"), "{}", refused.error);
        }
    }

    #[test]
    fn a_refused_row_keeps_its_id_where_that_can_be_read() {
        let rows = batch(b"{\"id\":\"q7\",\"text\":null}\n{\"id\":8,\"text\":\"\xff\"}\n");
        let [Err(named), Err(bytes)] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((&named.id, &bytes.id), (&Value::from("q7"), &Value::Null));
        assert!(named.error.starts_with("invalid type: null, expected a string at column 22"), "{}", named.error);
    }

    #[test]
    fn the_seed_depends_on_the_question_alone() {
        let rows = good("{\"text\":\"a\"}\n{\"text\":\"a\"}\n{\"text\":\"b\"}\n");
        assert_eq!(seed(&rows[0]), seed(&rows[1]));
        assert_ne!(seed(&rows[0]), seed(&rows[2]));
    }

    #[test]
    fn a_batch_answers_on_after_a_malformed_row_and_fails_at_the_end() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "{\"id\":1,\"text\":\"hello\"}\nnonsense\n{\"id\":3,\"text\":\"hola\"}\n{\"id\":4,\"before\":[\"what is P1?\"],\"text\":\"and P2?\"}\n").unwrap();
        let args = AskArgs { text: None, locale: None, identity: None, batch: Some(file.path().into()), json: false };
        let load = || {
            let content = Content::load(crate::content::Files::embedded(), crate::content::ArticleLinks::default());
            content.map_err(CliError::from)
        };
        let mut out = Vec::new();
        // An exit code can only be compared by what it shows.
        assert_eq!(format!("{:?}", run(&args, load, &mut out).unwrap()), format!("{:?}", ExitCode::FAILURE));
        let rows: Vec<Value> =
            serde_json::Deserializer::from_slice(&out).into_iter().collect::<Result<_, _>>().unwrap();
        assert_eq!((&rows[0]["id"], &rows[2]["id"]), (&Value::from(1), &Value::from(3)));
        assert!(rows[0]["action"].is_string() && rows[2]["action"].is_string());
        assert_eq!((&rows[1]["line"], rows[1].get("action")), (&Value::from(2), None));
        assert_eq!(rows[3]["intent"], "priority_definition", "it follows what was written before");
    }
}
