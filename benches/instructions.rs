//! How many instructions understanding takes, stage by stage: a figure that a busy machine does not change. What is
//! measured is what `understanding` and `vectors` time. `make bench` runs it where valgrind and its runner are installed.

#![allow(missing_docs, clippy::expect_used, reason = "a benchmark that cannot set up has to stop")]

mod support;

use std::hint::black_box;

use bolt::domain::Language;
use bolt::intents::{Classified, IntentModel};
use bolt::knowledge::{Hit, Index};
use bolt::language::Utterance;
use bolt::vectors::{Embedding, Vectors};
use gungraun::{Callgrind, prelude::*};
use support::Writer;

const WORDS: &str = "how long does it take until somebody answers a priority two ticket";

/// Words in an article: few, because under valgrind it takes an index of long ones many minutes to be built.
const IN_ARTICLE: usize = 60;

/// A stage and what it is asked. It is never dropped: that would be counted too.
type Asked<T> = (&'static T, &'static Utterance);

/// Asks once before anything is counted: the first question opens the word vectors.
fn ready<T>(stage: T, question: &str, ask: impl Fn(Asked<T>)) -> Asked<T> {
    let asked: Asked<T> = (Box::leak(Box::new(stage)), Box::leak(Box::new(Utterance::read(question))));
    ask(asked);
    asked
}

fn model() -> Asked<IntentModel> {
    let mut writer = Writer::new();
    let model = writer.model();
    ready(model, &writer.text(12, 5), |asked| drop(classified(asked)))
}

fn index() -> Asked<Index> {
    let mut writer = Writer::new();
    let index = writer.index(IN_ARTICLE);
    ready(index, &writer.text(12, 7), |asked| drop(found(asked)))
}

fn vectors() -> Asked<&'static Vectors> {
    ready(Vectors::embedded(), WORDS, |asked| drop(embedded(asked)))
}

fn classified((model, question): Asked<IntentModel>) -> Classified {
    model.classify(question, Some(Language::En))
}

fn found((index, question): Asked<Index>) -> Vec<Hit> {
    index.search(question, Language::En, &|_| true, 5)
}

fn embedded((vectors, question): Asked<&'static Vectors>) -> Option<Embedding> {
    vectors.embed(question.tokens().iter().map(|token| token.text.as_str()))
}

#[library_benchmark(setup = model)]
#[bench::of_150_intents()]
fn classify(asked: Asked<IntentModel>) -> Classified {
    black_box(classified(black_box(asked)))
}

#[library_benchmark(setup = index)]
#[bench::of_4000_articles()]
fn search(asked: Asked<Index>) -> Vec<Hit> {
    black_box(found(black_box(asked)))
}

#[library_benchmark(setup = vectors)]
#[bench::of_12_words()]
fn embed(asked: Asked<&'static Vectors>) -> Option<Embedding> {
    black_box(embedded(black_box(asked)))
}

library_benchmark_group!(name = understanding, benchmarks = [classify, search, embed]);
main!(
    // Instructions alone: what a cache would make of them is another machine's affair, and takes twice the time.
    config = LibraryBenchmarkConfig::default().tool(Callgrind::with_args(["--cache-sim=no"])),
    library_benchmark_groups = understanding
);
