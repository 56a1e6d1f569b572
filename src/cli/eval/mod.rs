//! `bolt eval`: how well Bolt understands, measured on labelled data with exactly what the server trains and indexes.

mod intents;
mod metrics;
mod rounds;
mod rows;
mod search;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

pub use intents::IntentsArgs;
pub use rows::RowError;
pub use search::SearchArgs;

/// Measure understanding on labelled data.
#[derive(Debug, Args)]
pub struct EvalArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Train the intent classifier on one file and measure it on another.
    Intents(IntentsArgs),
    /// Index articles and measure how well questions find them.
    Search(SearchArgs),
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    /// The data cannot be read.
    #[error(transparent)]
    Rows(#[from] RowError),
    /// Nothing of what was judged is there.
    #[error(
        "{}: no judgement is left to measure with: {queries} name unknown queries, {articles} unknown articles; use the \
         ids of the rows in --queries and --articles, and a relevance above 0", path.display()
    )]
    NothingJudged {
        /// The file of judgements.
        path: PathBuf,
        /// How many name a question that is not there.
        queries: usize,
        /// How many of the others name an article that is not there.
        articles: usize,
    },
    /// The articles cannot be indexed.
    #[error("the articles cannot be indexed: {0}")]
    Index(#[from] crate::knowledge::IndexError),
    /// The result cannot be written.
    #[error("the result cannot be written: {0}")]
    Output(#[from] std::io::Error),
}

/// Measures, and writes the figures to `out`.
///
/// # Errors
/// Data that cannot be read (with file and line) or indexed, or an output that is closed.
pub fn run(args: EvalArgs, out: &mut dyn Write) -> Result<(), EvalError> {
    match args.what {
        What::Intents(args) => {
            let json = args.json;
            report(&intents::measure(&args)?, json, out)
        }
        What::Search(args) => {
            let json = args.json;
            report(&search::measure(&args)?, json, out)
        }
    }
}

/// Times in microseconds.
#[derive(Clone, Copy, Debug, Serialize)]
struct Quantiles {
    p50: f64,
    p99: f64,
}

/// Writes figures as one JSON object, or as a table of two columns.
fn report(figures: &impl Serialize, json: bool, out: &mut dyn Write) -> Result<(), EvalError> {
    let value = serde_json::to_value(figures).map_err(std::io::Error::from)?;
    if json {
        writeln!(out, "{value:#}")?;
        return Ok(());
    }
    for (name, value) in value.as_object().into_iter().flatten() {
        match value.as_object() {
            Some(parts) => {
                for (part, value) in parts {
                    writeln!(out, "{:<26} {}", format!("{name} {part}"), shown(value))?;
                }
            }
            None => writeln!(out, "{name:<26} {}", shown(value))?,
        }
    }
    Ok(())
}

fn shown(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "–".to_owned(),
        serde_json::Value::Number(number) if number.is_f64() => format!("{:.4}", number.as_f64().unwrap_or_default()),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Figures {
        accuracy: f64,
        nothing: Option<f64>,
        time: Quantiles,
    }

    #[test]
    fn the_table_is_for_people_and_json_for_programs() {
        let figures = Figures { accuracy: 0.5, nothing: None, time: Quantiles { p50: 1.0, p99: 2.0 } };
        let (mut table, mut json) = (Vec::new(), Vec::new());
        report(&figures, false, &mut table).expect("memory can be written");
        report(&figures, true, &mut json).expect("memory can be written");
        let table = String::from_utf8(table).expect("text");
        assert_eq!(table.lines().count(), 4);
        assert!(table.contains("time p99") && table.contains('–'), "{table}");
        let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        assert!(json["nothing"].is_null());
    }
}
