//! What the articles mean: found by a question that may share no word with them, whatever the language of either.

use crate::vectors::{Embedding, Matrix, Probe, Vectors};

/// The title says what an article is about as well as its best passage does. Measured: half each is best on every set.
const TITLE: f32 = 0.5;

/// The meanings of a shelf's articles and of their passages.
pub(super) struct Meanings {
    /// An article a row: its title and the whole of it, half each.
    articles: Matrix,
    titles: Matrix,
    passages: Matrix,
    /// Where each article's passages begin, and where the last one's end.
    starts: Vec<usize>,
    /// Which articles have a title that means something.
    titled: Vec<bool>,
}

/// What one article means.
pub(super) struct Meant {
    title: Option<Embedding>,
    whole: Option<Embedding>,
    passages: Vec<Option<Embedding>>,
}

/// What a question means; `None` when no word of it is known.
pub(super) fn probe<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Probe> {
    Vectors::embedded().embed(words).as_ref().map(Probe::from)
}

impl Meanings {
    /// Nothing yet.
    pub fn new() -> Self {
        let matrix = || Vectors::embedded().matrix();
        Self { articles: matrix(), titles: matrix(), passages: matrix(), starts: vec![0], titled: Vec::new() }
    }

    /// Adds an article.
    pub fn push(&mut self, Meant { title, whole, passages }: &Meant) {
        self.articles.push(middle(title.as_ref(), whole.as_ref()).as_ref());
        self.titles.push(title.as_ref());
        self.titled.push(title.is_some());
        passages.iter().for_each(|passage| self.passages.push(passage.as_ref()));
        self.starts.push(self.passages.len());
    }

    /// How near each article as a whole comes to a question; comparable within one call.
    pub fn coarse(&self, probe: &Probe) -> Vec<f32> {
        self.articles.scores(probe)
    }

    /// The cosine of a question with each passage of an article.
    pub fn passages(&self, at: usize, probe: &Probe) -> Vec<f32> {
        self.passages.scores_of(self.starts[at]..self.starts[at + 1], probe)
    }

    /// How near an article comes to a question, by its title and the best of its `passages`: a cosine.
    pub fn close(&self, at: usize, probe: &Probe, passages: &[f32]) -> f32 {
        let best = passages.iter().copied().reduce(f32::max);
        let title = self.titles.scores_of([at], probe).first().copied();
        match (title.filter(|_| self.titled[at]), best) {
            (Some(title), Some(best)) => TITLE * title + (1.0 - TITLE) * best,
            (title, best) => title.or(best).unwrap_or_default(),
        }
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.articles.bytes() + self.titles.bytes() + self.passages.bytes() + 9 * self.starts.len()
    }
}

impl Meant {
    /// From the words of its title, of its passages, and those that are nowhere in the text.
    pub fn of<'a>(title: &[String], extra: &'a [String], passages: impl Iterator<Item = &'a [String]> + Clone) -> Self {
        let all = extra.iter().chain(passages.clone().flatten());
        Self { title: embed(title), whole: embed(all), passages: passages.map(embed).collect() }
    }
}

fn embed<'a>(words: impl IntoIterator<Item = &'a String>) -> Option<Embedding> {
    Vectors::embedded().embed(words.into_iter().map(String::as_str))
}

/// The mean of a title and a text; of one of them where the other has no meaning.
fn middle(title: Option<&Embedding>, whole: Option<&Embedding>) -> Option<Embedding> {
    match (title, whole) {
        (Some(title), Some(whole)) => Embedding::of(
            title.values().iter().zip(whole.values()).map(|(t, w)| TITLE * t + (1.0 - TITLE) * w).collect(),
        ),
        (title, whole) => title.or(whole).cloned(),
    }
}
