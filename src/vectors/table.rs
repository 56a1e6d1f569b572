//! The table: a word is a row of two bits a dimension, a text the weighted mean of its words' rows.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use pulp::{Arch, Simd, WithSimd};

use super::format::{Layout, VectorError, scales};
use super::spelling::Index;
use super::{Embedding, Matrix};

static FILE: &[u8] = include_bytes!("../../data/vectors/vectors.bin");
static EMBEDDED: LazyLock<Vectors> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the file is part of the binary, and a test opens it")]
    Vectors::open(FILE).expect("the word vectors in the binary are whole")
});

/// Words beyond this many change a mean no more, and could overflow its sums.
const MOST_WORDS: usize = 20_000;
/// So many words, of all the languages together, are common; among the rarer ones are typing errors.
const COMMON: u32 = 35_000;
/// The weight of a word that is as rare as can be.
const FULL_WEIGHT: u32 = 255;
/// Sizes of the letter groups that stand for an unknown word, its two ends marked by `<` and `>`.
const GRAMS: std::ops::RangeInclusive<usize> = 3..=5;
/// A letter group has a part of its word's weight; whole numbers need a finer measure for it.
const GRAM_STEPS: u32 = 16;
/// Longer runs of letters are no words.
const LONGEST: usize = 40;

/// Word vectors for English, Italian and Spanish in one space.
#[derive(Clone, Debug)]
pub struct Vectors {
    file: Cow<'static, [u8]>,
    layout: Layout,
    index: Index,
    word_scales: Box<[f32]>,
    gram_scales: Box<[f32]>,
}

/// What the unknown words of many texts are taken for.
#[derive(Debug, Default)]
pub struct Mended(HashMap<String, Option<u32>>);

impl Vectors {
    /// The table in the binary. Opened at the first call, which takes some milliseconds.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Opens a table. The rows stay where they are and are read in place.
    pub fn open(file: impl Into<Cow<'static, [u8]>>) -> Result<Self, VectorError> {
        let file = file.into();
        let layout = Layout::read(&file)?;
        let scales = |range| scales(&file[range]).ok_or(VectorError::Damaged("scales"));
        let word_scales = scales(layout.word_scales.clone())?;
        let gram_scales = scales(layout.gram_scales.clone())?;
        let index = index(&file[layout.text.clone()], layout.words)?;
        Ok(Self { file, layout, index, word_scales, gram_scales })
    }

    /// How many dimensions the embeddings have.
    #[must_use]
    pub fn dims(&self) -> usize {
        self.layout.dims
    }

    /// How many words have a row of their own.
    #[must_use]
    pub fn len(&self) -> usize {
        self.layout.words
    }

    /// Never: a table without words is refused when it is opened.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.layout.words == 0
    }

    /// Whether a normalised word has a row of its own.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.index.rank(word).is_some()
    }

    /// The number of a normalised word: how many are more frequent. `None` when it has no row of its own.
    #[must_use]
    pub fn rank(&self, word: &str) -> Option<u32> {
        self.index.rank(word)
    }

    /// Whether a normalised word is so common in one of the languages that it is meant as it is written, whatever else is
    /// spelled like it.
    #[must_use]
    pub fn is_common(&self, word: &str) -> bool {
        self.index.rank(word).is_some_and(|rank| rank < COMMON)
    }

    /// The words at distance one of a normalised word, with their numbers.
    #[must_use]
    pub fn near(&self, word: &str) -> Vec<(String, u32)> {
        self.index.near(word)
    }

    /// What a word means, by its number; `None` for a number that no word has.
    #[must_use]
    pub fn word(&self, rank: u32) -> Option<Embedding> {
        let mut sum = Sum::new(self.layout.dims);
        if (rank as usize) < self.layout.words {
            sum.add(self.word_row(rank), 1);
        }
        Embedding::of(sum.finish(&self.word_scales, 1))
    }

    /// An empty matrix for this table's embeddings.
    #[must_use]
    pub fn matrix(&self) -> Matrix {
        Matrix::new(self.layout.dims)
    }

    /// What a text means, from its normalised words. `None` when the table has nothing to say about any of them: it is
    /// empty, in numbers, or in another script.
    pub fn embed<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Option<Embedding> {
        self.embed_parts(words.into_iter().map(|word| (word, 1.0)))
    }

    /// The same where each word counts for a part of one.
    #[must_use]
    pub fn embed_parts<'a>(&self, words: impl IntoIterator<Item = (&'a str, f32)>) -> Option<Embedding> {
        self.embed_by(words, |word| self.index.mend(word))
    }

    /// The same for one of many texts: what an unknown word is taken for is looked for once.
    pub fn embed_among<'a>(&self, words: impl IntoIterator<Item = &'a str>, mended: &mut Mended) -> Option<Embedding> {
        self.embed_by(words.into_iter().map(|word| (word, 1.0)), |word| {
            mended.0.get(word).copied().unwrap_or_else(|| {
                let rank = self.index.mend(word);
                mended.0.insert(word.to_owned(), rank);
                rank
            })
        })
    }

    fn embed_by<'a>(
        &self,
        words: impl IntoIterator<Item = (&'a str, f32)>,
        mut mend: impl FnMut(&str) -> Option<u32>,
    ) -> Option<Embedding> {
        let (mut known, mut guessed) = (Sum::new(self.layout.dims), Sum::new(self.layout.dims));
        for (word, part) in words.into_iter().take(MOST_WORDS) {
            let of = |weight: u32| (weight as f32 * part).round() as u32;
            match self.index.rank(word).or_else(|| mend(word)) {
                Some(rank) => known.add(self.word_row(rank), of(self.weight(rank))),
                None => self.guess(word, of(FULL_WEIGHT), &mut guessed),
            }
        }
        let mut values = known.finish(&self.word_scales, 1);
        for (value, guess) in values.iter_mut().zip(guessed.finish(&self.gram_scales, GRAM_STEPS)) {
            *value += guess;
        }
        Embedding::of(values)
    }

    /// Adds an unknown word by its letter groups.
    fn guess(&self, word: &str, weight: u32, sum: &mut Sum) {
        if word.len() < 3 || word.len() > LONGEST || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return;
        }
        let marked = [b"<", word.as_bytes(), b">"].concat();
        let grams = || GRAMS.flat_map(|size| marked.windows(size));
        let weight = GRAM_STEPS * weight / grams().count() as u32;
        for gram in grams() {
            sum.add(self.gram_row(gram_hash(gram) as usize % self.layout.grams), weight);
        }
    }

    fn weight(&self, rank: u32) -> u32 {
        u32::from(self.file[self.layout.weights.start + rank as usize])
    }

    fn word_row(&self, rank: u32) -> &[u8] {
        self.row(self.layout.word_rows.start, rank as usize)
    }

    fn gram_row(&self, gram: usize) -> &[u8] {
        self.row(self.layout.gram_rows.start, gram)
    }

    fn row(&self, start: usize, row: usize) -> &[u8] {
        let bytes = self.layout.dims / 4;
        &self.file[start + row * bytes..start + (row + 1) * bytes]
    }
}

/// Reads the words, one a line, and finds each its rank.
fn index(text: &[u8], words: usize) -> Result<Index, VectorError> {
    let text = std::str::from_utf8(text).map_err(|_| VectorError::Damaged("words"))?;
    let mut index = Index::with_capacity(words);
    let mut found = 0;
    for (rank, line) in (0..).zip(text.split_inclusive('\n')) {
        let word = line.strip_suffix('\n').filter(|word| !word.is_empty()).ok_or(VectorError::Damaged("words"))?;
        if !index.insert(word, rank) {
            return Err(VectorError::Damaged("a word twice"));
        }
        found += 1;
    }
    if found == words { Ok(index) } else { Err(VectorError::Damaged("number of words")) }
}

/// FNV-1a, as the script that learns the rows of the letter groups has it.
fn gram_hash(gram: &[u8]) -> u32 {
    gram.iter().fold(0x811c_9dc5, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Adds a row to a sum: compiled once for each width of registers, because the narrowest can't multiply whole numbers.
struct Add<'a> {
    codes: &'a mut [u32],
    row: &'a [u8],
    weight: u32,
}

impl WithSimd for Add<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for (shift, quarter) in [0, 2, 4, 6].into_iter().zip(self.codes.chunks_exact_mut(self.row.len())) {
            for (sum, byte) in quarter.iter_mut().zip(self.row) {
                *sum += u32::from((byte >> shift) & 3) * self.weight;
            }
        }
    }
}

/// A weighted sum of rows, in whole numbers: no rounding, so no order of adding matters and registers of any width agree.
struct Sum {
    /// The sum of the codes, 0 to 3, times their weights; dimension by dimension.
    codes: Vec<u32>,
    weights: u32,
}

impl Sum {
    fn new(dims: usize) -> Self {
        Self { codes: vec![0; dims], weights: 0 }
    }

    /// Byte `i` of a row holds, from its low bits up, dimension `i` of each quarter of the dimensions.
    fn add(&mut self, row: &[u8], weight: u32) {
        Arch::new().dispatch(Add { codes: &mut self.codes, row, weight });
        self.weights += weight;
    }

    /// The sum in coordinates, divided by `steps`: the codes stand for -3, -1, 1 and 3 times a dimension's scale.
    fn finish(&self, scales: &[f32], steps: u32) -> Box<[f32]> {
        let middle = 3 * i64::from(self.weights);
        let value = |(&code, scale): (&u32, &f32)| (2 * i64::from(code) - middle) as f32 * (scale / steps as f32);
        self.codes.iter().zip(scales).map(value).collect()
    }
}
