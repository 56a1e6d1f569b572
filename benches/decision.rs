//! How long a decision takes on the shipped content: understanding, search and reply; how long loading takes, and how much
//! memory what was loaded holds, the word vectors in the program's file aside.

#![allow(missing_docs, clippy::expect_used, reason = "a benchmark that cannot set up has to stop")]

use std::{hint::black_box, time::Instant};

use bolt::{
    content::{ArticleLinks, Content, Files},
    domain::{Context, Language, Standing},
    reply::{Question, Replier},
};
use criterion::{Criterion, criterion_group, criterion_main};

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Questions of every kind: sure, unsure, off topic, long.
const QUESTIONS: [&str; 8] = [
    "what is the phone number in Switzerland",
    "hola, quiero hablar con una persona",
    "quanto tempo per la prima risposta a un P2?",
    "P1",
    "write me a poem about the sea",
    "what do I need when I call support, and does the call cost anything",
    "premeir plus waht do i get",
    "Hi, hope you're well. So, long story: I look after a small chain of schools, we have about forty staff, and since \
     Monday nobody can join. My colleague said there is a form for this, is that right? And who answers it?",
];

fn question<'a>(text: &'a str, context: &'a Context) -> Question<'a> {
    Question {
        text,
        choice: None,
        locale: Some(Language::En),
        conversation_language: None,
        name: None,
        anonymous: true,
        standing: Standing::ANONYMOUS,
        context,
        seed: 1,
    }
}

fn decision(criterion: &mut Criterion) {
    let (started, before) = (Instant::now(), held());
    let content = Content::load(Files::embedded(), ArticleLinks::default()).expect("the shipped content is in order");
    println!("load, check, train, index: {:.2?}", started.elapsed());
    println!("held by what was loaded: {:.1} MB", held().saturating_sub(before) as f64 / 1e6);
    quantiles(&content);
    let context = Context::default();
    let mut next = QUESTIONS.iter().cycle();
    criterion.bench_function("decision", |bencher| {
        bencher.iter(|| content.reply(&question(black_box(next.next().unwrap_or(&"")), &context)));
    });
}

/// Bytes that are in use, by the allocator of the program.
fn held() -> usize {
    tikv_jemalloc_ctl::epoch::advance().expect("the allocator counts");
    tikv_jemalloc_ctl::stats::allocated::read().expect("the allocator counts")
}

/// criterion shows means; promises are made in percentiles.
fn quantiles(content: &Content) {
    let context = Context::default();
    let mut micros: Vec<f64> = (0..4_000)
        .map(|round| {
            let started = Instant::now();
            black_box(content.reply(&question(QUESTIONS[round % QUESTIONS.len()], &context)));
            started.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    micros.sort_by(f64::total_cmp);
    println!("decision p50 {:.0} µs, p99 {:.0} µs", micros[micros.len() / 2], micros[micros.len() * 99 / 100]);
}

criterion_group!(benches, decision);
criterion_main!(benches);
