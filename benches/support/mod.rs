//! Content of made-up words, the same at every run: a model of 150 intents, an index of 4,000 articles.

use bolt::domain::Language;
use bolt::intents::{Example, IntentModel, Options};
use bolt::knowledge::{Article, Index};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

/// How many intents the model has.
pub const INTENTS: usize = 150;
const EXAMPLES: usize = 12;
const ARTICLES: usize = 4_000;
const VOCABULARY: usize = 8_000;

/// Writes texts of made-up words, the frequent ones as frequent as in any language.
pub struct Writer {
    pub words: Vec<String>,
    rng: SmallRng,
}

impl Writer {
    pub fn new() -> Self {
        let mut rng = SmallRng::seed_from_u64(11);
        let syllables = ["ca", "re", "ti", "mon", "per", "lo", "sta", "ven", "du", "gri", "al", "ner", "so", "pli"];
        let word = |rng: &mut SmallRng| {
            (0..rng.random_range(1..5)).map(|_| syllables[rng.random_range(0..syllables.len())]).collect()
        };
        let words = (0..VOCABULARY).map(|_| word(&mut rng)).collect();
        Self { words, rng }
    }

    /// A text of so many words; three in ten belong to its topic.
    pub fn text(&mut self, words: usize, topic: usize) -> String {
        let mut text = Vec::with_capacity(words);
        for _ in 0..words {
            let rank = (VOCABULARY as f64).powf(self.rng.random::<f64>()) as usize;
            let on_topic = self.rng.random_bool(0.3);
            let at = if on_topic { topic * 37 + self.rng.random_range(0..12) } else { rank };
            text.push(self.words[at % VOCABULARY].as_str());
        }
        text.join(" ")
    }

    /// A model that knows [`INTENTS`] intents.
    pub fn model(&mut self) -> IntentModel {
        let examples: Vec<Example> = (0..INTENTS * EXAMPLES).map(|i| self.example(i % INTENTS)).collect();
        IntentModel::train(&examples, &[], &Options::default())
    }

    /// An index of 4,000 articles of so many words.
    pub fn index(&mut self, words: usize) -> Index {
        Index::build((0..ARTICLES).map(|i| self.article(i, words)).collect()).expect("the articles are in order")
    }

    fn example(&mut self, intent: usize) -> Example {
        Example { intent: format!("intent_{intent}"), language: Some(Language::En), text: self.text(9, intent) }
    }

    fn article(&mut self, topic: usize, words: usize) -> Article {
        Article {
            id: format!("a{topic}"),
            language: Language::En,
            title: self.text(6, topic),
            description: String::new(),
            keywords: Vec::new(),
            audience: Vec::new(),
            updated: None,
            markdown: self.text(words, topic),
        }
    }
}
