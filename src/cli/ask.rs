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

use super::CliError;
use crate::{
    content::Content,
    domain::{AccountType, Action, Context, Language, Role, Source, Standing, SupportPlan, Trace},
    reply::{Question, Replier, render},
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
    /// Answer every row of a JSON Lines file (`-` for standard input), in order: id, locale, identity or null, text.
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
    /// A row of the batch.
    #[error("{file}:{line}: {problem}; write one row a line, {ROW}")]
    Row {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
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

/// Answers what was asked.
pub fn run(
    args: &AskArgs,
    load: impl FnOnce() -> Result<Content, CliError>,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    // What was asked is read first: whoever mistyped it need not wait for the content.
    let rows = rows(args)?;
    let content = load()?;
    for row in rows {
        let answered = answer(&content, row);
        if args.json || args.batch.is_some() {
            serde_json::to_writer(&mut *out, &answered).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            write!(out, "{answered}")?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn rows(args: &AskArgs) -> Result<Vec<Row>, AskError> {
    if let Some(path) = &args.batch {
        let name = if is_stdin(path) { "standard input".to_owned() } else { path.display().to_string() };
        return batch(&name, &read(path)?);
    }
    let text = match args.text.as_deref() {
        Some("-") => read(Path::new("-"))?.trim_end_matches('\n').to_owned(),
        text => text.unwrap_or_default().to_owned(),
    };
    let identity = Asker::parse(args.identity.as_deref())?;
    Ok(vec![Row { id: Value::Null, locale: args.locale.clone(), identity, text }])
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

fn read(path: &Path) -> Result<String, AskError> {
    let text = if is_stdin(path) {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(path)
    };
    text.map_err(|problem| AskError::File { file: path.display().to_string(), problem })
}

fn batch(file: &str, text: &str) -> Result<Vec<Row>, AskError> {
    // Editors on some systems begin a file with a byte order mark.
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let rows = lines.map(|(place, line)| {
        serde_json::from_str(line).map_err(|problem| AskError::Row { file: file.to_owned(), line: place + 1, problem })
    });
    rows.collect()
}

fn answer(content: &Content, row: Row) -> Answered {
    let decision = content.reply(&Question {
        text: &row.text,
        choice: None,
        locale: row.locale.as_deref().and_then(Language::of_locale),
        conversation_language: None,
        name: row.identity.as_ref().and_then(|asker| asker.name.as_deref()),
        anonymous: row.identity.is_none(),
        standing: row.identity.as_ref().map_or(Standing::ANONYMOUS, Asker::standing),
        context: &Context::default(),
        seed: seed(&row),
    });
    let message = decision.message;
    Answered {
        id: row.id,
        language: message.language,
        action: message.action,
        text: render::text(&message),
        intent: message.intent,
        confidence: message.confidence,
        sources: message.sources,
        trace: message.trace,
    }
}

impl Asker {
    /// Who asks, as the command line says it; nobody in particular without it, or for `null`.
    pub fn parse(identity: Option<&str>) -> Result<Option<Self>, AskError> {
        let identity = identity.map(serde_json::from_str).transpose();
        Ok(identity.map_err(|problem| AskError::Identity { problem })?.flatten())
    }

    pub const fn standing(&self) -> Standing {
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

    #[test]
    fn a_batch_is_read_row_by_row() {
        let rows = batch(
            "x",
            "{\"text\":\"a\"}\n\n{\"id\":7,\"locale\":null,\"identity\":null,\"text\":\"b\",\"expect\":{}}\n",
        );
        let rows = rows.unwrap();
        assert_eq!((rows[0].id.clone(), rows[1].id.clone()), (Value::Null, Value::from(7)));
        assert_eq!(rows[1].text, "b");
    }

    #[test]
    fn a_malformed_row_is_named_with_the_remedy() {
        for row in ["{", "{}", r#"{"text":1}"#, r#"{"text":"a","identity":{"role":"boss"}}"#] {
            let error = batch("q.jsonl", &format!("{{\"text\":\"a\"}}\n{row}\n")).unwrap_err().to_string();
            assert!(error.starts_with("q.jsonl:2: "), "{error}");
            assert!(error.contains("write one row a line"), "{error}");
        }
    }

    #[test]
    fn the_seed_depends_on_the_question_alone() {
        let rows = batch("x", "{\"text\":\"a\"}\n{\"text\":\"a\"}\n{\"text\":\"b\"}\n").unwrap();
        assert_eq!(seed(&rows[0]), seed(&rows[1]));
        assert_ne!(seed(&rows[0]), seed(&rows[2]));
    }
}
