//! What understanding a message costs, stage by stage, at 150 intents and 4,000 articles of made-up words.

#![allow(clippy::panic)] // a bench that cannot begin has nobody else to tell

use std::hint::black_box;

use bolt::domain::Language;
use bolt::intents::{Example, IntentModel, Options, PatternSource, Patterns};
use bolt::knowledge::{Article, Index};
use bolt::language::{Detector, Utterance};
use criterion::{Criterion, criterion_group, criterion_main};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

const INTENTS: usize = 150;
const ARTICLES: usize = 4_000;
const VOCABULARY: usize = 8_000;

/// Texts of made-up words, the frequent ones as frequent as in any language.
struct Writer {
    words: Vec<String>,
    rng: SmallRng,
}

impl Writer {
    fn new() -> Self {
        let mut rng = SmallRng::seed_from_u64(11);
        let syllables = ["ca", "re", "ti", "mon", "per", "lo", "sta", "ven", "du", "gri", "al", "ner", "so", "pli"];
        let word = |rng: &mut SmallRng| {
            (0..rng.random_range(1..5)).map(|_| syllables[rng.random_range(0..syllables.len())]).collect()
        };
        let words = (0..VOCABULARY).map(|_| word(&mut rng)).collect();
        Self { words, rng }
    }

    fn text(&mut self, words: usize, topic: usize) -> String {
        let mut text = Vec::with_capacity(words);
        for _ in 0..words {
            let rank = (VOCABULARY as f64).powf(self.rng.random::<f64>()) as usize;
            let on_topic = self.rng.random_bool(0.3);
            let at = if on_topic { topic * 37 + self.rng.random_range(0..12) } else { rank };
            text.push(self.words[at % VOCABULARY].as_str());
        }
        text.join(" ")
    }
}

fn intents(c: &mut Criterion) {
    let mut writer = Writer::new();
    let example =
        |intent: usize, text| Example { intent: format!("intent_{intent}"), language: Some(Language::En), text };
    let examples: Vec<Example> = (0..INTENTS * 12).map(|i| example(i % INTENTS, writer.text(9, i % INTENTS))).collect();
    let model = IntentModel::train(&examples, &[], &Options::default());
    let sources: Vec<PatternSource> = (0..INTENTS)
        .map(|i| PatternSource {
            intent: format!("intent_{i}"),
            language: Language::En,
            keywords: vec![writer.text(2, i), writer.text(3, i)],
            patterns: vec![format!(r"\b{}\b.*\b{}\b", writer.words[i * 31], writer.words[i * 17 + 5])],
        })
        .collect();
    let patterns = Patterns::compile(&sources).unwrap_or_else(|error| panic!("{error}"));
    let question = writer.text(12, 5);
    let utterance = Utterance::read(&question);
    c.bench_function("utterance", |b| b.iter(|| Utterance::read(black_box(&question))));
    c.bench_function("patterns", |b| b.iter(|| patterns.find(black_box(&utterance), Language::En)));
    c.bench_function("classify", |b| b.iter(|| model.classify(black_box(&utterance), Some(Language::En))));
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
    let article = |i: usize, title: String, markdown: String| Article {
        id: format!("a{i}"),
        language: Language::En,
        title,
        description: String::new(),
        keywords: Vec::new(),
        audience: Vec::new(),
        updated: None,
        markdown,
    };
    let articles: Vec<Article> = (0..ARTICLES).map(|i| article(i, writer.text(6, i), writer.text(400, i))).collect();
    let index = Index::build(articles).unwrap_or_else(|error| panic!("{error}"));
    let utterance = Utterance::read(&writer.text(12, 7));
    c.bench_function("search", |b| b.iter(|| index.search(black_box(&utterance), Language::En, &|_| true, 5)));
}

criterion_group!(benches, intents, language, search);
criterion_main!(benches);
