//! `bolt eval search`.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use serde::{Deserialize, Serialize};

use crate::domain::Language;
use crate::knowledge::{Article, Index};
use crate::language::Utterance;

use super::metrics::{ndcg, quantile, recall, reciprocal_rank};
use super::rows::{Judgement, json, judgements};
use super::{EvalError, Quantiles};

/// How many articles a search names.
const DEPTH: usize = 10;
/// Each question is timed this often; its fastest time counts, because other programs can only make it slower.
const ROUNDS: usize = 3;

/// Articles and questions are JSON objects, one a line; the judgements are tab-separated, without a header.
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Rows {id, lang, title, body}.
    #[arg(long, value_name = "JSONL")]
    articles: PathBuf,
    /// Rows {id, lang, text}.
    #[arg(long, value_name = "JSONL")]
    queries: PathBuf,
    /// Rows query<TAB>article<TAB>relevance.
    #[arg(long, value_name = "TSV")]
    qrels: PathBuf,
    /// Print one JSON object.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Deserialize)]
struct ArticleRow {
    id: String,
    lang: Language,
    title: String,
    body: String,
}

#[derive(Debug, Deserialize)]
struct QueryRow {
    id: String,
    lang: Language,
    text: String,
}

/// The figures; those that do not apply are null.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    #[serde(rename = "recall@1")]
    recall_1: Option<f64>,
    #[serde(rename = "recall@3")]
    recall_3: Option<f64>,
    #[serde(rename = "mrr@10")]
    mrr_10: Option<f64>,
    #[serde(rename = "ndcg@10")]
    ndcg_10: Option<f64>,
    /// Judgements that count: positive, on a question and an article that are there.
    judgements: usize,
    /// Judgements left out because no row of the questions has their question.
    unknown_queries: usize,
    /// Judgements left out because no row of the articles has their article.
    unknown_articles: usize,
    query_us: Quantiles,
    index_seconds: f64,
    index_bytes: usize,
}

/// The judgements by question and article, and how many there are of what kind.
struct Judged<'a> {
    relevant: HashMap<&'a str, HashMap<&'a str, f64>>,
    counting: usize,
    unknown_queries: usize,
    unknown_articles: usize,
}

impl<'a> Judged<'a> {
    fn of(rows: &'a [Judgement], articles: &[ArticleRow], queries: &[QueryRow]) -> Self {
        let articles: HashSet<&str> = articles.iter().map(|row| row.id.as_str()).collect();
        let queries: HashSet<&str> = queries.iter().map(|row| row.id.as_str()).collect();
        let mut judged = Self { relevant: HashMap::new(), counting: 0, unknown_queries: 0, unknown_articles: 0 };
        for row in rows {
            if !queries.contains(row.query.as_str()) {
                judged.unknown_queries += 1;
            } else if !articles.contains(row.article.as_str()) {
                judged.unknown_articles += 1;
            } else if row.relevance > 0.0 {
                judged.counting += 1;
                judged.relevant.entry(&row.query).or_default().insert(&row.article, row.relevance);
            }
        }
        judged
    }
}

/// Indexes, searches and measures. Questions that nobody judged are left out.
pub(super) fn measure(args: &SearchArgs) -> Result<Figures, EvalError> {
    let articles: Vec<ArticleRow> =
        json(&args.articles, "write one {\"id\", \"lang\", \"title\", \"body\"} a line; lang is en, it or es")?;
    let queries: Vec<QueryRow> =
        json(&args.queries, "write one {\"id\", \"lang\", \"text\"} a line; lang is en, it or es")?;
    let judged = judgements(&args.qrels)?;
    let judged = Judged::of(&judged, &articles, &queries);
    if judged.counting == 0 {
        return Err(EvalError::NothingJudged {
            path: args.qrels.clone(),
            queries: judged.unknown_queries,
            articles: judged.unknown_articles,
        });
    }
    let started = Instant::now();
    let index = Index::build(articles.into_iter().map(article).collect())?;
    let index_seconds = started.elapsed().as_secs_f64();
    let (mut sums, mut asked, mut times) = ([0.0; 4], 0_usize, Vec::new());
    for query in &queries {
        let Some(relevant) = judged.relevant.get(query.id.as_str()) else { continue };
        let (found, time) = search(&index, query);
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        let figures = [
            recall(&found, relevant, 1),
            recall(&found, relevant, 3),
            reciprocal_rank(&found, relevant, DEPTH),
            ndcg(&found, relevant, DEPTH),
        ];
        sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
        asked += 1;
        times.push(time);
    }
    times.sort_unstable_by(f64::total_cmp);
    let mean = |i: usize| (asked > 0).then(|| sums[i] / asked as f64);
    Ok(Figures {
        recall_1: mean(0),
        recall_3: mean(1),
        mrr_10: mean(2),
        ndcg_10: mean(3),
        judgements: judged.counting,
        unknown_queries: judged.unknown_queries,
        unknown_articles: judged.unknown_articles,
        query_us: Quantiles { p50: quantile(&times, 0.5), p99: quantile(&times, 0.99) },
        index_seconds,
        index_bytes: index.bytes(),
    })
}

fn search(index: &Index, query: &QueryRow) -> (Vec<String>, f64) {
    let (mut found, mut fastest) = (Vec::new(), f64::INFINITY);
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let hits = index.search(&Utterance::read(&query.text), query.lang, &|_| true, DEPTH);
        fastest = fastest.min(started.elapsed().as_secs_f64() * 1e6);
        found = hits.into_iter().map(|hit| hit.article).collect();
    }
    (found, fastest)
}

fn article(row: ArticleRow) -> Article {
    Article {
        id: row.id,
        language: row.lang,
        title: row.title,
        description: String::new(),
        keywords: Vec::new(),
        audience: Vec::new(),
        updated: None,
        markdown: row.body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLES: &str =
        "{\"id\":\"a\",\"lang\":\"en\",\"title\":\"Invoices\",\"body\":\"Where your invoices are.\"}\n";
    const QUERIES: &str = "{\"id\":\"q\",\"lang\":\"en\",\"text\":\"where are my invoices\"}\n";

    fn measured(qrels: &str) -> Result<Figures, EvalError> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("it can be written");
            path
        };
        measure(&SearchArgs {
            articles: file("articles.jsonl", ARTICLES),
            queries: file("queries.jsonl", QUERIES),
            qrels: file("qrels.tsv", qrels),
            json: true,
        })
    }

    #[test]
    fn judgements_on_what_is_not_there_are_counted() {
        let figures = measured("q\ta\nq\tb\nq\tc\nz\ta\n").expect("one is left");
        assert_eq!((figures.judgements, figures.unknown_articles, figures.unknown_queries), (1, 2, 1));
        assert_eq!(figures.recall_1, Some(1.0));
    }

    #[test]
    fn nothing_is_measured_where_no_judgement_is_left() {
        let error = measured("q\tb\nz\ta\nq\ta\t0\n").expect_err("none is left").to_string();
        assert!(error.contains("qrels.tsv: no judgement is left"), "{error}");
        assert!(error.contains("1 name unknown queries, 1 unknown articles"), "{error}");
    }
}
