//! `bolt eval intents`.

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use serde::Serialize;

use crate::domain::Language;
use crate::intents::{Classified, Example, IntentModel, Options};
use crate::language::Utterance;

use super::metrics::{auroc, ece, macro_f1, quantile, rejected_at, share};
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
    #[arg(long, value_name = "TSV")]
    test: PathBuf,
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
    accuracy: Option<f64>,
    accuracy_with_rejection: Option<f64>,
    macro_f1: Option<f64>,
    oos_auroc: Option<f64>,
    oos_recall: Option<f64>,
    oos_recall_at_95: Option<f64>,
    ece: Option<f64>,
    train_seconds: f64,
    model_bytes: usize,
    classify_us: Quantiles,
}

/// Trains and measures.
pub(super) fn measure(args: &IntentsArgs) -> Result<Figures, EvalError> {
    let mut train = labelled(&args.train)?;
    let mut off_topic: Vec<Labelled> = train.extract_if(.., |row| row.intent == OUT_OF_SCOPE).collect();
    if let Some(path) = &args.oos_train {
        off_topic.extend(labelled(path)?);
    }
    let valid = args.valid.as_deref().map(labelled).transpose()?.unwrap_or_default();
    let test = labelled(&args.test)?;
    let example = |row: Labelled| Example { intent: row.intent, language: None, text: row.text };
    let examples: Vec<Example> = train.into_iter().map(example).collect();
    let checks: Vec<Example> = valid.into_iter().map(example).collect();
    let off_topic: Vec<(Option<Language>, String)> = off_topic.into_iter().map(|row| (None, row.text)).collect();
    let started = Instant::now();
    let model = IntentModel::train_checked(&examples, &off_topic, &checks, &Options::default());
    let train_seconds = started.elapsed().as_secs_f64();
    let (answers, classify_us) = ask(&model, &test, args.lang);
    Ok(figures(&model, &test, &answers, train_seconds, classify_us))
}

fn ask(model: &IntentModel, test: &[Labelled], language: Option<Language>) -> (Vec<Classified>, Quantiles) {
    let (mut answers, mut times) = (Vec::new(), Vec::new());
    for row in test {
        let mut fastest = f64::INFINITY;
        let mut answer = Classified::default();
        for _ in 0..ROUNDS {
            let started = Instant::now();
            answer = model.classify(&Utterance::read(&row.text), language);
            fastest = fastest.min(started.elapsed().as_secs_f64() * 1e6);
        }
        times.push(fastest);
        answers.push(answer);
    }
    times.sort_unstable_by(f64::total_cmp);
    (answers, Quantiles { p50: quantile(&times, 0.5), p99: quantile(&times, 0.99) })
}

fn figures(
    model: &IntentModel,
    test: &[Labelled],
    answers: &[Classified],
    train_seconds: f64,
    classify_us: Quantiles,
) -> Figures {
    let known: HashSet<&str> = model.intents().iter().map(String::as_str).collect();
    let best = |c: &'_ Classified| c.ranked.first().map_or((String::new(), 0.0), |s| (s.intent.clone(), s.probability));
    let inside = |row: &Labelled| row.intent != OUT_OF_SCOPE;
    let rows: Vec<(&Labelled, &Classified, String, f32)> = test
        .iter()
        .zip(answers)
        .map(|(row, answer)| {
            let (intent, probability) = best(answer);
            (row, answer, intent, probability)
        })
        .collect();
    let in_scope: Vec<_> = rows.iter().filter(|(row, ..)| inside(row)).collect();
    let scores = |wanted: bool| -> Vec<f32> {
        rows.iter().filter(|(row, ..)| inside(row) == wanted).map(|(_, a, ..)| a.in_scope).collect()
    };
    let (high, low) = (scores(true), scores(false));
    let pairs: Vec<(&str, &str)> =
        in_scope.iter().map(|(row, _, guess, _)| (row.intent.as_str(), guess.as_str())).collect();
    let promises: Vec<(f32, bool)> = in_scope.iter().map(|(row, _, guess, p)| (*p, row.intent == *guess)).collect();
    let missing = pairs.iter().filter(|(truth, _)| !known.contains(truth)).count();
    if missing > 0 {
        tracing::warn!(missing, "test rows have an intent that is not in the training file and cannot be right");
    }
    Figures {
        accuracy: share(pairs.iter().map(|(truth, guess)| truth == guess)),
        accuracy_with_rejection: share(rows.iter().map(|(row, answer, guess, _)| {
            if inside(row) { answer.known && row.intent == *guess } else { !answer.known }
        })),
        macro_f1: macro_f1(&pairs),
        oos_auroc: auroc(&high, &low),
        oos_recall: share(rows.iter().filter(|(row, ..)| !inside(row)).map(|(_, answer, ..)| !answer.known)),
        oos_recall_at_95: if low.is_empty() { None } else { rejected_at(&high, &low, 0.95) },
        ece: ece(&promises),
        train_seconds,
        model_bytes: model.bytes(),
        classify_us,
    }
}
