//! Utterances as sparse vectors: words and pairs of words, and the letters inside of words, weighed by how rare they are.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Sizes of the letter n-grams, a space on both sides of each word included.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=5;
/// What share of a vector the words have; the letters have the rest. Measured: 0.3 is best on small sets and as good as
/// 0.5 on large ones.
const WORDS: f32 = 0.3;
/// Words beyond this many add cost and no meaning.
const MOST_WORDS: usize = 400;

/// A sparse vector: columns ascending, no column twice.
pub(super) type Sparse = Vec<(u32, f32)>;

/// The two families of features. Each is brought to length one by itself, so that the many letters don't drown the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Words,
    Letters,
}

impl Family {
    /// The highest bit of a feature's hash says which family it is of.
    const BIT: u64 = 1 << 63;

    const fn mark(self, hash: u64) -> u64 {
        match self {
            Self::Words => hash & !Self::BIT,
            Self::Letters => hash | Self::BIT,
        }
    }

    const fn of(hash: u64) -> Self {
        if hash & Self::BIT == 0 { Self::Words } else { Self::Letters }
    }
}

/// Features that occur in the same texts, equally often, as one column: n-grams of a word that only this word has, for the
/// most part. A linear machine learns the same from it as from each of them, with two fifths fewer weights.
#[derive(Clone, Copy, Debug)]
struct Column {
    idf: f32,
    /// What one of them counts: by 1 / √n, n of them together have the length that they have apart.
    share: f32,
}

/// The columns that training has seen, with their weights.
#[derive(Clone, Debug, Default)]
pub(super) struct Vectorizer {
    /// The column of each feature.
    numbers: HashMap<u64, u32, BuildHasherDefault<Identity>>,
    /// All columns, those included that a part of the training has not seen.
    columns: Vec<Column>,
    /// How many columns the texts of the training have, each by itself, all in all.
    entries: usize,
}

/// Where a feature has been seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    texts: u32,
    /// The same for features that occur in the same texts, equally often.
    trace: u64,
}

/// A vector, and how much of the message the training has seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Features {
    pub vector: Sparse,
    /// The vector's part that is words, brought to length one.
    pub words: Sparse,
    /// How near training comes to the words, on the average; 0 where that is not looked at.
    pub reach: f32,
    /// The share of the word features' weight that training knows: 1 all of it, 0 nothing.
    pub coverage: f32,
}

impl Vectorizer {
    /// Learns the columns from texts, each a list of words.
    pub fn fit(texts: &[Vec<&str>]) -> Self {
        let mut features: HashMap<u64, Seen, BuildHasherDefault<Identity>> = HashMap::default();
        for (at, words) in texts.iter().enumerate() {
            for (hash, n) in count(words) {
                let Seen { texts, trace } = features.entry(hash).or_default();
                *texts += 1;
                *trace = trace.wrapping_add(step(step(seed(Family::of(hash)), at as u64), u64::from(n)));
            }
        }
        let mut features: Vec<(u64, Seen)> = features.into_iter().collect();
        // What is frequent stays together in memory.
        features.sort_unstable_by_key(|&(hash, seen)| (Reverse(seen), hash));
        let documents = texts.len() as f32;
        let (mut numbers, mut columns, mut entries) = (HashMap::default(), Vec::new(), 0);
        for alike in features.chunk_by(|(_, a), (_, b)| a == b) {
            numbers.extend(alike.iter().map(|&(hash, _)| (hash, columns.len() as u32)));
            let idf = ((1.0 + documents) / (1.0 + alike[0].1.texts as f32)).ln() + 1.0;
            columns.push(Column { idf, share: 1.0 / (alike.len() as f32).sqrt() });
            entries += alike[0].1.texts as usize;
        }
        Self { numbers, columns, entries }
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// How many columns the texts of the training have, each by itself, all in all.
    pub const fn entries(&self) -> usize {
        self.entries
    }

    /// The columns that are in `seen`, under their numbers.
    pub fn only(&self, seen: &[bool]) -> Self {
        let kept = self.numbers.iter().filter(|&(_, &column)| seen[column as usize]);
        Self { numbers: kept.map(|(&hash, &column)| (hash, column)).collect(), columns: self.columns.clone(), ..*self }
    }

    /// Bytes in memory, about.
    pub fn bytes(&self) -> usize {
        self.numbers.capacity() * (size_of::<(u64, u32)>() + 1) + self.columns.capacity() * size_of::<Column>()
    }

    /// The vector of a text.
    pub fn features(&self, text: &[&str]) -> Features {
        let (mut words, mut letters) = (Side::default(), Side::default());
        let (mut known, mut all) = (0.0_f32, 0.0_f32);
        let unseen = self.unseen_idf();
        for (hash, n) in count(text) {
            let family = Family::of(hash);
            let column = self.numbers.get(&hash).map(|&at| (at, self.columns[at as usize]));
            if family == Family::Words {
                known += column.map_or(0.0, |(_, column)| column.idf);
                all += column.map_or(unseen, |(_, column)| column.idf);
            }
            if let Some((at, column)) = column {
                let side = if family == Family::Words { &mut words } else { &mut letters };
                side.add(at, column.share, (1.0 + (n as f32).ln()) * column.idf);
            }
        }
        let (word_length, letter_length) = (words.length(), letters.length());
        let (word_scale, letter_scale) = scales(word_length, letter_length);
        let (words, letters) = (words.summed(), letters.summed());
        let mut vector = Vec::with_capacity(words.len() + letters.len());
        vector.extend(scaled(&words, word_scale).chain(scaled(&letters, letter_scale)));
        // Two runs that are sorted: the stable sort merges them.
        vector.sort_by_key(|&(column, _)| column);
        Features {
            vector,
            words: scaled(&words, reciprocal(word_length)).collect(),
            coverage: if all > 0.0 { known / all } else { 0.0 },
            reach: 0.0,
        }
    }

    fn unseen_idf(&self) -> f32 {
        (1.0 + self.numbers.len() as f32).ln()
    }

    /// How a text is worded; words that training has not seen count as well.
    pub fn wording(&self, text: &[&str]) -> Wording {
        let words = count(text).into_iter().filter(|(hash, _)| Family::of(*hash) == Family::Words);
        let idf = |hash| self.numbers.get(&hash).map_or_else(|| self.unseen_idf(), |&at| self.columns[at as usize].idf);
        let weighed = words.map(|(hash, n)| (hash, (1.0 + (n as f32).ln()) * idf(hash)));
        let mut weighed: Vec<(u64, f32)> = weighed.collect();
        let by = reciprocal(weighed.iter().map(|(_, v)| v * v).sum::<f32>().sqrt());
        weighed.iter_mut().for_each(|(_, value)| *value *= by);
        Wording(weighed)
    }
}

/// The words of a text and their pairs, by their hashes, as a vector of length one.
#[derive(Clone, Debug, Default)]
pub(super) struct Wording(Vec<(u64, f32)>);

impl Wording {
    /// How alike two texts are worded: 1 for the same words in the same order.
    pub fn cosine(&self, other: &Self) -> f32 {
        let mut others = other.0.iter().peekable();
        let product = |&(hash, value): &(u64, f32)| {
            while others.next_if(|(other, _)| *other < hash).is_some() {}
            others.next_if(|(other, _)| *other == hash).map_or(0.0, |(_, other)| value * other)
        };
        self.0.iter().map(product).sum()
    }
}

/// What brings both families to their shares of a vector of length one.
fn scales(words: f32, letters: f32) -> (f32, f32) {
    let share = match (words > 0.0, letters > 0.0) {
        (true, true) => WORDS,
        (true, false) => 1.0,
        _ => 0.0,
    };
    (share.sqrt() * reciprocal(words), (1.0 - share).sqrt() * reciprocal(letters))
}

/// What a text has of a family.
#[derive(Default)]
struct Side {
    entries: Sparse,
    /// The square of the length of all features, each by itself.
    square: f32,
}

impl Side {
    fn add(&mut self, column: u32, share: f32, value: f32) {
        self.entries.push((column, share * value));
        self.square += value * value;
    }

    fn length(&self) -> f32 {
        self.square.sqrt()
    }

    /// The columns, ascending, what features share one added up.
    fn summed(mut self) -> Sparse {
        self.entries.sort_by_key(|&(column, _)| column);
        let mut summed = Sparse::with_capacity(self.entries.len());
        for (column, value) in self.entries {
            match summed.last_mut() {
                Some((last, sum)) if *last == column => *sum += value,
                _ => summed.push((column, value)),
            }
        }
        summed
    }
}

fn scaled(vector: &Sparse, by: f32) -> impl Iterator<Item = (u32, f32)> {
    vector.iter().map(move |&(column, value)| (column, by * value))
}

fn reciprocal(length: f32) -> f32 {
    if length > 0.0 { 1.0 / length } else { 0.0 }
}

/// The features of a text by their hashes, with how often each occurs.
fn count(words: &[&str]) -> Vec<(u64, u32)> {
    let words = &words[..words.len().min(MOST_WORDS)];
    let mut hashes: Vec<u64> = Vec::with_capacity(words.len() * 24);
    hashes.extend(words.iter().map(|word| word_hash(word)));
    // How a message begins and ends says much about what it asks: the edges count as words of their own in pairs.
    let edged = std::iter::once("<").chain(words.iter().copied()).chain(std::iter::once(">"));
    let pairs = edged.clone().zip(edged.skip(1)).filter(|_| !words.is_empty());
    hashes.extend(pairs.map(|(a, b)| Family::Words.mark(mix(mix(seed(Family::Words), a.as_bytes()), b.as_bytes()))));
    let mut letters = Vec::new();
    for word in words {
        letters.clear();
        letters.push(' ');
        letters.extend(word.chars());
        letters.push(' ');
        for start in 0..letters.len() {
            // Each n-gram goes on from the one that is a letter shorter.
            let mut hash = seed(Family::Letters);
            for (size, &c) in (1..=*LETTERS.end()).zip(&letters[start..]) {
                hash = step(hash, u64::from(u32::from(c)));
                if size >= *LETTERS.start() {
                    hashes.push(Family::Letters.mark(hash));
                }
            }
        }
    }
    hashes.sort_unstable();
    let mut counted: Vec<(u64, u32)> = Vec::with_capacity(hashes.len());
    for hash in hashes {
        match counted.last_mut() {
            Some((last, n)) if *last == hash => *n += 1,
            _ => counted.push((hash, 1)),
        }
    }
    counted
}

/// A place among other texts that does not depend on them: one text more moves none of the others.
pub(super) fn drawn(text: &str, seed: u64) -> u64 {
    mix(step(seed, 0), text.as_bytes())
}

fn word_hash(word: &str) -> u64 {
    Family::Words.mark(mix(seed(Family::Words), word.as_bytes()))
}

const fn seed(family: Family) -> u64 {
    match family {
        Family::Words => 0x9e37_79b9_7f4a_7c15,
        Family::Letters => 0xc2b2_ae3d_27d4_eb4f,
    }
}

/// Mixes a word and its end into a hash, so that `ab c` and `a bc` differ.
fn mix(hash: u64, word: &[u8]) -> u64 {
    step(word.iter().fold(hash, |h, &b| step(h, u64::from(b))), 0x100)
}

const fn step(hash: u64, value: u64) -> u64 {
    let mixed = (hash ^ value).wrapping_mul(0x9fb2_1c65_1e98_df25);
    mixed ^ (mixed >> 32)
}

/// The keys are hashes already.
#[derive(Clone, Copy, Debug, Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = mix(self.0, bytes);
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(a: &Sparse, b: &Sparse) -> f32 {
        a.iter().filter_map(|x| b.iter().find(|y| y.0 == x.0).map(|y| x.1 * y.1)).sum()
    }

    fn length(vector: &Sparse) -> f32 {
        dot(vector, vector).sqrt()
    }

    fn split(texts: &[&'static str]) -> Vec<Vec<&'static str>> {
        texts.iter().map(|t| t.split(' ').collect()).collect()
    }

    #[test]
    fn vectors_have_length_one_and_both_families_their_share() {
        let texts = split(&["open a ticket", "close the ticket"]);
        let features = Vectorizer::fit(&texts).features(&texts[0]);
        assert!((length(&features.vector) - 1.0).abs() < 1e-5);
        assert!((length(&features.words) - 1.0).abs() < 1e-5);
        assert!((features.coverage - 1.0).abs() < 1e-5);
        assert!(features.vector.is_sorted_by(|a, b| a.0 < b.0));
        let both = dot(&features.words, &features.vector);
        assert!((both - WORDS.sqrt()).abs() < 1e-4, "{both}");
    }

    #[test]
    fn what_always_occurs_together_is_one_column_and_says_what_it_says_apart() {
        let texts = split(&["open a ticket", "open a chat", "pay"]);
        let vectorizer = Vectorizer::fit(&texts);
        let number = |word: &str| vectorizer.numbers[&word_hash(word)];
        assert_eq!(number("open"), number("a"));
        assert!(number("ticket") != number("open") && number("ticket") != number("chat"));
        // By hand, each a column of its own: four words and pairs (an edge is a word of a pair) are shared and count
        // ln(4/3) + 1, three are the text's own and count ln(4/2) + 1.
        let [a, b, c] = [0, 1, 2].map(|at| vectorizer.features(&texts[at]).words);
        let shared = 4.0 * 1.2877_f32.powi(2);
        let own = 3.0 * 1.6931_f32.powi(2);
        assert!((dot(&a, &b) - shared / (shared + own)).abs() < 1e-3, "{} {}", dot(&a, &b), shared / (shared + own));
        assert_eq!(dot(&a, &c), 0.0);
    }

    #[test]
    fn unseen_text_has_no_vector() {
        let vectorizer = Vectorizer::fit(&split(&["abc def"]));
        let features = vectorizer.features(&["xyz"]);
        assert!(features.vector.is_empty() && features.coverage == 0.0);
        assert!(vectorizer.features(&[]).vector.is_empty());
    }

    #[test]
    fn what_is_not_seen_is_unknown_and_the_rest_keeps_its_columns() {
        let texts = split(&["open a ticket", "close a chat"]);
        let whole = Vectorizer::fit(&texts);
        let first = whole.features(&texts[0]);
        let mut seen = vec![false; whole.width()];
        first.vector.iter().for_each(|&(column, _)| seen[column as usize] = true);
        let part = whole.only(&seen);
        assert_eq!((part.features(&texts[0]).vector, part.width()), (first.vector, whole.width()));
        let half = part.features(&texts[1]);
        assert!(half.coverage < 1.0 && half.vector.iter().all(|&(column, _)| seen[column as usize]), "{half:?}");
    }

    #[test]
    fn a_wording_has_words_that_nobody_has_seen() {
        let vectorizer = Vectorizer::fit(&split(&["open a ticket", "close the ticket"]));
        let cosine = |a: &str, b: &str| {
            let of = |text: &str| vectorizer.wording(&text.split(' ').collect::<Vec<_>>());
            of(a).cosine(&of(b))
        };
        assert!((cosine("open the zither", "open the zither") - 1.0).abs() < 1e-5);
        let (changed, other) = (cosine("open the zither", "open a zither"), cosine("open the zither", "open the door"));
        assert!(changed > other && other > 0.0 && changed < 1.0, "{changed} {other}");
        assert_eq!(cosine("zither", "door"), 0.0);
    }

    #[test]
    fn typing_errors_keep_most_letters() {
        let texts = split(&["telephone number", "annual invoice"]);
        let vectorizer = Vectorizer::fit(&texts);
        let typed = vectorizer.features(&["telefone", "nubmer"]).vector;
        let near = |text: &[&str]| dot(&typed, &vectorizer.features(text).vector);
        assert!(near(&texts[0]) > 4.0 * near(&texts[1]));
    }
}
