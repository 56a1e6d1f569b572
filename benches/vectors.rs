//! What the word vectors cost: a message's embedding, and the scan of a matrix. `cargo bench --bench vectors`.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark that cannot set up has to stop")]

use std::hint::black_box;

use bolt::{
    language::Utterance,
    vectors::{Embedding, Probe, Vectors},
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const KNOWN: &str = "how long does it take until somebody answers a priority two ticket";
const MISSPELT: &str = "how long does it taek until somebdy answers a prioritty two tickett";
const UNKNOWN: &str = "how long does frobnicating quuxotrons take until zyxwvut answers my tickets";
const ROWS: usize = 4_000;

fn words(text: &str) -> Vec<String> {
    Utterance::read(text).tokens().iter().map(|token| token.text.clone()).collect()
}

fn embed(c: &mut Criterion) {
    let vectors = Vectors::embedded();
    let mut group = c.benchmark_group("embed");
    for (name, text) in [("12 known words", KNOWN), ("4 of 12 misspelt", MISSPELT), ("3 of 12 unknown", UNKNOWN)] {
        let words = words(text);
        assert_eq!(words.len(), 12);
        group.bench_function(name, |b| b.iter(|| vectors.embed(black_box(&words).iter().map(String::as_str))));
    }
    group.finish();
}

/// Points spread over the sphere, the same ones each time.
fn points(dims: usize) -> impl Iterator<Item = Embedding> {
    let mut state = 7_u32;
    std::iter::repeat_with(move || {
        let coordinate = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32 - 0.5
        };
        Embedding::of(std::iter::repeat_with(coordinate).take(dims).collect()).unwrap()
    })
}

fn scan(c: &mut Criterion) {
    let vectors = Vectors::embedded();
    let mut matrix = vectors.matrix();
    for row in points(vectors.dims()).take(ROWS) {
        matrix.push(Some(&row));
    }
    let probe = Probe::from(&vectors.embed(KNOWN.split(' ')).unwrap());
    let mut group = c.benchmark_group("scan");
    group.throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("4,000 rows", |b| b.iter(|| matrix.scores(black_box(&probe))));
    group.finish();
}

fn open(c: &mut Criterion) {
    let file = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/vectors/vectors.bin")).unwrap();
    c.bench_function("open", |b| b.iter(|| Vectors::open(black_box(file.clone())).unwrap()));
}

criterion_group!(benches, embed, scan, open);
criterion_main!(benches);
