//! What understanding a message costs, stage by stage, at 150 intents and 4,000 articles of made-up words.

#![allow(missing_docs, clippy::expect_used, reason = "a benchmark that cannot set up has to stop")]

mod support;

use std::hint::black_box;

use bolt::domain::Language;
use bolt::intents::{PatternSource, Patterns};
use bolt::language::{Detector, Utterance};
use criterion::{Criterion, criterion_group, criterion_main};
use support::{INTENTS, Writer};

/// Words in an article.
const WORDS: usize = 400;

fn intents(c: &mut Criterion) {
    let mut writer = Writer::new();
    let model = writer.model();
    let sources: Vec<PatternSource> = (0..INTENTS).map(|i| source(&mut writer, i)).collect();
    let patterns = Patterns::compile(&sources).expect("the patterns are in order");
    let question = writer.text(12, 5);
    let utterance = Utterance::read(&question);
    c.bench_function("utterance", |b| b.iter(|| Utterance::read(black_box(&question))));
    c.bench_function("patterns", |b| b.iter(|| patterns.find(black_box(&utterance), Language::En)));
    c.bench_function("classify", |b| b.iter(|| model.classify(black_box(&utterance), Some(Language::En))));
}

fn source(writer: &mut Writer, intent: usize) -> PatternSource {
    PatternSource {
        intent: format!("intent_{intent}"),
        language: Language::En,
        keywords: vec![writer.text(2, intent), writer.text(3, intent)],
        patterns: vec![format!(r"\b{}\b.*\b{}\b", writer.words[intent * 31], writer.words[intent * 17 + 5])],
    }
}

fn language(c: &mut Criterion) {
    let detector = Detector::new();
    let utterance = Utterance::read("¿Cuál es el número de teléfono para llamar desde Suiza?");
    c.bench_function("detect", |b| {
        b.iter(|| detector.detect(black_box(&utterance), Some(Language::En), Some(Language::En)));
    });
}

fn search(c: &mut Criterion) {
    let mut writer = Writer::new();
    let index = writer.index(WORDS);
    let utterance = Utterance::read(&writer.text(12, 7));
    c.bench_function("search", |b| b.iter(|| index.search(black_box(&utterance), Language::En, &|_| true, 5)));
}

criterion_group!(benches, intents, language, search);
criterion_main!(benches);
