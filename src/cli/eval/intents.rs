//! `bolt eval intents`.

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use serde::Serialize;

use crate::domain::Language;
use crate::intents::{Classified, Example, IntentModel, Options};
use crate::language::Utterance;

use super::metrics::{auroc, ece, macro_f1, quantile, rejected_at, share, spread};
use super::rounds::{Deal, Round};
use super::rows::{Labelled, labelled};
use super::{EvalError, Quantiles};

/// The label of rows that belong to no intent.
const OUT_OF_SCOPE: &str = "oos";
/// Each message is timed this often; its fastest time counts, because other programs can only make it slower.
const ROUNDS: usize = 3;

/// Files are `text<TAB>intent` with a header line; the label `oos` marks messages that belong to no intent.
#[derive(Debug, Args)]
pub struct IntentsArgs {
    /// What to learn from.
    #[arg(long, value_name = "TSV")]
    train: PathBuf,
    /// More messages to calibrate on; they are not learned.
    #[arg(long, value_name = "TSV")]
    valid: Option<PathBuf>,
    /// What to measure on; it may be in another language than the training.
    #[arg(long, value_name = "TSV", required_unless_present_any = ["folds", "shots"])]
    test: Option<PathBuf>,
    /// Measure on the training file itself: in so many parts, each asked after learning the others.
    #[arg(long, value_name = "PARTS", conflicts_with_all = ["test", "shots"], value_parser = clap::value_parser!(u16).range(2..))]
    folds: Option<u16>,
    /// Measure on the training file itself: learn so many rows of each intent and ask the others.
    #[arg(long, value_name = "ROWS", conflicts_with = "test", value_parser = clap::value_parser!(u16).range(1..))]
    shots: Option<u16>,
    /// How often the rows are dealt anew for --folds or --shots; the figures are those of all the rounds together.
    #[arg(long, value_name = "TIMES", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    repeats: u16,
    /// Messages that belong to no intent, to learn from.
    #[arg(long, value_name = "TSV")]
    oos_train: Option<PathBuf>,
    /// The language of the test: en, it or es.
    #[arg(long)]
    lang: Option<Language>,
    /// Print one JSON object.
    #[arg(long)]
    pub(super) json: bool,
}

/// The figures; those that do not apply are null.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    rounds: usize,
    accuracy: Option<f64>,
    /// The standard deviation between the rounds.
    accuracy_spread: Option<f64>,
    accuracy_with_rejection: Option<f64>,
    kept: Option<f64>,
    macro_f1: Option<f64>,
    oos_auroc: Option<f64>,
    oos_recall: Option<f64>,
    oos_recall_at_95: Option<f64>,
    ece: Option<f64>,
    train_seconds: f64,
    model_bytes: usize,
    classify_us: Quantiles,
}

/// What one model was taught and asked, and what came of it.
struct Outcome {
    asked: Vec<Labelled>,
    answers: Vec<Classified>,
    /// Each message's time in microseconds.
    times: Vec<f64>,
    train_seconds: f64,
    model_bytes: usize,
}

/// Trains and measures.
pub(super) fn measure(args: &IntentsArgs) -> Result<Figures, EvalError> {
    let rows = labelled(&args.train)?;
    let off_topic = args.oos_train.as_deref().map(labelled).transpose()?.unwrap_or_default();
    let checks = examples(args.valid.as_deref().map(labelled).transpose()?.unwrap_or_default());
    let rounds = match (&args.test, args.folds, args.shots) {
        (Some(test), ..) => vec![Round { taught: rows, asked: labelled(test)? }],
        (None, Some(parts), _) => Deal::Folds(parts.into()).rounds(&rows, args.repeats.into()),
        (None, None, shots) => Deal::Shots(shots.unwrap_or(1).into()).rounds(&rows, args.repeats.into()),
    };
    let outcomes: Vec<Outcome> = rounds.into_iter().map(|round| play(round, &off_topic, &checks, args.lang)).collect();
    Ok(figures(&outcomes))
}

fn examples(rows: Vec<Labelled>) -> Vec<Example> {
    rows.into_iter().map(|row| Example { intent: row.intent, language: None, text: row.text }).collect()
}

fn play(round: Round, off_topic: &[Labelled], checks: &[Example], language: Option<Language>) -> Outcome {
    let Round { mut taught, asked } = round;
    let mut outside: Vec<Labelled> = taught.extract_if(.., |row| row.intent == OUT_OF_SCOPE).collect();
    outside.extend_from_slice(off_topic);
    let outside: Vec<(Option<Language>, String)> = outside.into_iter().map(|row| (None, row.text)).collect();
    let started = Instant::now();
    let model = IntentModel::train_checked(&examples(taught), &outside, checks, &Options::default());
    let train_seconds = started.elapsed().as_secs_f64();
    let known: HashSet<&str> = model.intents().iter().map(String::as_str).collect();
    let missing = asked.iter().filter(|row| is_inside(row) && !known.contains(row.intent.as_str())).count();
    if missing > 0 {
        tracing::warn!(missing, "test rows have an intent that is not in the training file and cannot be right");
    }
    let (answers, times) = ask(&model, &asked, language);
    Outcome { asked, answers, times, train_seconds, model_bytes: model.bytes() }
}

fn is_inside(row: &Labelled) -> bool {
    row.intent != OUT_OF_SCOPE
}

fn ask(model: &IntentModel, asked: &[Labelled], language: Option<Language>) -> (Vec<Classified>, Vec<f64>) {
    let ask = |row: &Labelled| {
        let mut fastest = f64::INFINITY;
        let mut answer = Classified::default();
        for _ in 0..ROUNDS {
            let started = Instant::now();
            answer = model.classify(&Utterance::read(&row.text), language);
            fastest = fastest.min(started.elapsed().as_secs_f64() * 1e6);
        }
        (answer, fastest)
    };
    asked.iter().map(ask).unzip()
}

fn figures(outcomes: &[Outcome]) -> Figures {
    let rows: Vec<(&Labelled, &Classified)> = outcomes.iter().flat_map(|o| o.asked.iter().zip(&o.answers)).collect();
    let in_scope: Vec<_> = rows.iter().filter(|(row, _)| is_inside(row)).collect();
    let scores = |wanted: bool| -> Vec<f32> {
        rows.iter().filter(|(row, _)| is_inside(row) == wanted).map(|(_, answer)| answer.in_scope).collect()
    };
    let (high, low) = (scores(true), scores(false));
    let pairs: Vec<(&str, &str)> = in_scope.iter().map(|(row, answer)| (row.intent.as_str(), best(answer).0)).collect();
    let promises: Vec<(f32, bool)> =
        in_scope.iter().map(|(row, answer)| (best(answer).1, row.intent == best(answer).0)).collect();
    let mut times: Vec<f64> = outcomes.iter().flat_map(|o| o.times.iter().copied()).collect();
    times.sort_unstable_by(f64::total_cmp);
    Figures {
        rounds: outcomes.len(),
        accuracy: share(pairs.iter().map(|(truth, guess)| truth == guess)),
        accuracy_spread: spread(&outcomes.iter().filter_map(accuracy).collect::<Vec<_>>()),
        accuracy_with_rejection: share(rows.iter().map(|(row, answer)| {
            if is_inside(row) { answer.known && row.intent == best(answer).0 } else { !answer.known }
        })),
        kept: share(in_scope.iter().map(|(_, answer)| answer.known)),
        macro_f1: macro_f1(&pairs),
        oos_auroc: auroc(&high, &low),
        oos_recall: share(rows.iter().filter(|(row, _)| !is_inside(row)).map(|(_, answer)| !answer.known)),
        oos_recall_at_95: if low.is_empty() { None } else { rejected_at(&high, &low, 0.95) },
        ece: ece(&promises),
        train_seconds: outcomes.iter().map(|o| o.train_seconds).sum::<f64>() / outcomes.len().max(1) as f64,
        model_bytes: outcomes.iter().map(|o| o.model_bytes).max().unwrap_or_default(),
        classify_us: Quantiles { p50: quantile(&times, 0.5), p99: quantile(&times, 0.99) },
    }
}

/// The likeliest intent and its probability.
fn best(answer: &Classified) -> (&str, f32) {
    answer.ranked.first().map_or(("", 0.0), |scored| (&scored.intent, scored.probability))
}

fn accuracy(outcome: &Outcome) -> Option<f64> {
    let rows = outcome.asked.iter().zip(&outcome.answers).filter(|(row, _)| is_inside(row));
    share(rows.map(|(row, answer)| row.intent == best(answer).0))
}
