//! Utterances as sparse vectors: words and pairs of words, and the letters inside of words, weighed by how rare they are.

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

#[derive(Clone, Copy, Debug)]
struct Column {
    id: u32,
    idf: f32,
}

/// The columns that training has seen, with their weights.
#[derive(Clone, Debug, Default)]
pub(super) struct Vectorizer {
    columns: HashMap<u64, Column, BuildHasherDefault<Identity>>,
    /// How many columns there are, those included that a part of the training has not seen.
    width: usize,
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
        let mut frequency: HashMap<u64, u32, BuildHasherDefault<Identity>> = HashMap::default();
        for words in texts {
            for (hash, ..) in count(words) {
                *frequency.entry(hash).or_default() += 1;
            }
        }
        let mut kept: Vec<_> = frequency.into_iter().collect();
        kept.sort_unstable_by_key(|&(hash, _)| hash);
        let documents = texts.len() as f32;
        let column = |id: u32, n: u32| Column { id, idf: ((1.0 + documents) / (1.0 + n as f32)).ln() + 1.0 };
        let width = kept.len();
        let columns = (0..).zip(kept).map(|(id, (hash, n))| (hash, column(id, n))).collect();
        Self { columns, width }
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The columns that are in `seen`, under their numbers.
    pub fn only(&self, seen: &[bool]) -> Self {
        let kept = self.columns.iter().filter(|(_, column)| seen[column.id as usize]);
        Self { columns: kept.map(|(&hash, &column)| (hash, column)).collect(), width: self.width }
    }

    /// Bytes in memory, about.
    pub fn bytes(&self) -> usize {
        self.columns.capacity() * (size_of::<(u64, Column)>() + 1)
    }

    /// The vector of a text.
    pub fn features(&self, text: &[&str]) -> Features {
        let (mut vector, mut words) = (Sparse::new(), Sparse::new());
        let (mut known, mut all) = (0.0_f32, 0.0_f32);
        let unseen = self.unseen_idf();
        for (hash, family, n) in count(text) {
            let tf = 1.0 + (n as f32).ln();
            let Some(column) = self.columns.get(&hash) else {
                if family == Family::Words {
                    all += unseen;
                }
                continue;
            };
            vector.push((column.id, tf * column.idf));
            if family == Family::Words {
                words.push((column.id, tf * column.idf));
                known += column.idf;
                all += column.idf;
            }
        }
        words.sort_unstable_by_key(|&(id, _)| id);
        vector.sort_unstable_by_key(|&(id, _)| id);
        let word_length = length(&words);
        let letter_length = (length(&vector).powi(2) - word_length.powi(2)).max(0.0).sqrt();
        let (word_scale, letter_scale) = scales(word_length, letter_length);
        let mut in_words = words.iter().map(|&(id, _)| id).peekable();
        for (id, value) in &mut vector {
            let is_word = in_words.next_if_eq(id).is_some();
            *value *= if is_word { word_scale } else { letter_scale };
        }
        scale(&mut words, reciprocal(word_length));
        Features { vector, words, coverage: if all > 0.0 { known / all } else { 0.0 }, reach: 0.0 }
    }

    fn unseen_idf(&self) -> f32 {
        (1.0 + self.columns.len() as f32).ln()
    }

    /// How a text is worded; words that training has not seen count as well.
    pub fn wording(&self, text: &[&str]) -> Wording {
        let words = count(text).into_iter().filter(|(_, family, _)| *family == Family::Words);
        let idf = |hash| self.columns.get(&hash).map_or_else(|| self.unseen_idf(), |column| column.idf);
        let weighed = words.map(|(hash, _, n)| (hash, (1.0 + (n as f32).ln()) * idf(hash)));
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

fn length(vector: &[(u32, f32)]) -> f32 {
    vector.iter().map(|(_, v)| v * v).sum::<f32>().sqrt()
}

fn scale(vector: &mut [(u32, f32)], by: f32) {
    for (_, value) in vector {
        *value *= by;
    }
}

fn reciprocal(length: f32) -> f32 {
    if length > 0.0 { 1.0 / length } else { 0.0 }
}

/// The features of a text by their hashes, with how often each occurs.
fn count(words: &[&str]) -> Vec<(u64, Family, u32)> {
    let words = &words[..words.len().min(MOST_WORDS)];
    let mut hashes: Vec<(u64, Family)> = Vec::with_capacity(words.len() * 24);
    hashes.extend(words.iter().map(|word| (word_hash(word), Family::Words)));
    // How a message begins and ends says much about what it asks: the edges count as words of their own in pairs.
    let edged = std::iter::once("<").chain(words.iter().copied()).chain(std::iter::once(">"));
    let pairs = edged.clone().zip(edged.skip(1)).filter(|_| !words.is_empty());
    hashes.extend(pairs.map(|(a, b)| (mix(mix(seed(Family::Words), a.as_bytes()), b.as_bytes()), Family::Words)));
    let mut letters = Vec::new();
    for word in words {
        letters.clear();
        letters.push(' ');
        letters.extend(word.chars());
        letters.push(' ');
        for size in LETTERS {
            let whole = size >= letters.len();
            for gram in letters.windows(size.min(letters.len())) {
                hashes.push((
                    gram.iter().fold(seed(Family::Letters), |h, &c| step(h, u64::from(u32::from(c)))),
                    Family::Letters,
                ));
            }
            if whole {
                break;
            }
        }
    }
    hashes.sort_unstable_by_key(|&(hash, _)| hash);
    let mut counted: Vec<(u64, Family, u32)> = Vec::with_capacity(hashes.len());
    for (hash, family) in hashes {
        match counted.last_mut() {
            Some((last, _, n)) if *last == hash => *n += 1,
            _ => counted.push((hash, family, 1)),
        }
    }
    counted
}

/// A place among other texts that does not depend on them: one text more moves none of the others.
pub(super) fn drawn(text: &str, seed: u64) -> u64 {
    mix(step(seed, 0), text.as_bytes())
}

fn word_hash(word: &str) -> u64 {
    mix(seed(Family::Words), word.as_bytes())
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
