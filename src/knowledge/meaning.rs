//! What the articles mean: found by a question that may share no word with them, whatever the language of either.

use crate::vectors::{Embedding, Matrix, Mended, Probe, Sketches, Vectors, dot};

/// The title says what an article is about as well as its best passage does. Measured: half each is best on every set.
const TITLE: f32 = 0.5;
/// The article as a whole says it, too: a third each.
const WHOLE: f32 = 1.0 / 3.0;

/// The meanings of a shelf's articles and of their passages.
pub(super) struct Meanings {
    /// An article a row: its title and the whole of it, half each.
    articles: Matrix,
    sketches: Sketches,
    /// The sum of the articles' rows.
    sum: Vec<f32>,
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

/// What a word means; `None` when it is not known.
pub(super) fn sense(word: &str) -> Option<Probe> {
    Vectors::embedded().embed([word]).as_ref().map(Probe::from)
}

impl Meanings {
    /// Nothing yet.
    pub fn new() -> Self {
        let matrix = || Vectors::embedded().matrix();
        let dims = Vectors::embedded().dims();
        Self {
            articles: matrix(),
            sketches: Sketches::new(dims),
            sum: vec![0.0; dims],
            titles: matrix(),
            passages: matrix(),
            starts: vec![0],
            titled: Vec::new(),
        }
    }

    /// Adds an article.
    pub fn push(&mut self, Meant { title, whole, passages }: &Meant) {
        let article = middle(title.as_ref(), whole.as_ref());
        self.articles.push(article.as_ref());
        self.sketches.push(article.as_ref());
        let values = article.as_ref().map_or(&[][..], Embedding::values);
        self.sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        self.titles.push(title.as_ref());
        self.titled.push(title.is_some());
        passages.iter().for_each(|passage| self.passages.push(passage.as_ref()));
        self.starts.push(self.passages.len());
    }

    /// How near just any article comes to a question.
    pub fn usual(&self, question: &Embedding) -> f32 {
        dot(&self.sum, question.values()) / self.articles.len().max(1) as f32
    }

    /// In how many signs each article as a whole differs from a question.
    pub fn distances(&self, probe: &Probe) -> Vec<u32> {
        self.sketches.distances(probe)
    }

    /// How near some articles as a whole come to a question: cosines.
    pub fn coarse(&self, articles: &[usize], probe: &Probe) -> Vec<f32> {
        self.articles.scores_of(articles.iter().copied(), probe)
    }

    /// The cosine of a question with each passage of an article.
    pub fn passages(&self, at: usize, probe: &Probe) -> Vec<f32> {
        self.passages.scores_of(self.starts[at]..self.starts[at + 1], probe)
    }

    /// How near an article comes to a question, by its title, the best of its `passages` and the `whole` of it: the mean of
    /// their cosines.
    pub fn close(&self, at: usize, probe: &Probe, passages: &[f32], whole: f32) -> f32 {
        let best = passages.iter().copied().reduce(f32::max);
        let title = self.titles.scores_of([at], probe).first().copied();
        let parts = match (title.filter(|_| self.titled[at]), best) {
            (Some(title), Some(best)) => TITLE * title + (1.0 - TITLE) * best,
            (title, best) => title.or(best).unwrap_or_default(),
        };
        WHOLE * whole + (1.0 - WHOLE) * parts
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.articles.bytes()
            + self.sketches.bytes()
            + self.titles.bytes()
            + self.passages.bytes()
            + 9 * self.starts.len()
    }
}

impl Meant {
    /// From the words of its title, of its passages, and those that are nowhere in the text.
    pub fn of<'a>(
        title: &[String],
        extra: &'a [String],
        passages: impl Iterator<Item = &'a [String]> + Clone,
        mended: &mut Mended,
    ) -> Self {
        let all = extra.iter().chain(passages.clone().flatten());
        let (title, whole) = (embed(title, mended), embed(all, mended));
        Self { title, whole, passages: passages.map(|words| embed(words, mended)).collect() }
    }
}

fn embed<'a>(words: impl IntoIterator<Item = &'a String>, mended: &mut Mended) -> Option<Embedding> {
    Vectors::embedded().embed_among(words.into_iter().map(String::as_str), mended)
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
