//! Words of another language that are spelled much like words of the articles: names and learned words ("cianobacterias",
//! "cyanobacteria"), of which no vocabulary has all. Two words are as alike as they share runs of three letters, the ends
//! counted (Dice's coefficient of the two sets, 1 for the same word).

use std::collections::HashMap;

/// Words of fewer letters are alike by chance.
const SHORTEST: usize = 5;
/// So many stems at most are what a word is looked for by.
const MOST: usize = 3;
/// Words less alike than this have nothing to do with each other where no language has the word, …
const STRANGE: f32 = 0.4;
/// … and where one has: what it means is known then, and may lie elsewhere.
const FALSE_FRIENDS: f32 = 0.5;

type Gram = [char; 3];

/// The words of a shelf, by their runs of three letters.
#[derive(Default)]
pub(super) struct Cognates {
    words: Vec<Entry>,
    /// The words that have each run, ascending.
    by_gram: HashMap<Gram, Vec<u32>>,
}

struct Entry {
    stem: u32,
    grams: u16,
}

impl Cognates {
    /// From pairs of a word and its stem's number.
    pub fn of<'a>(words: impl Iterator<Item = (&'a str, u32)>) -> Self {
        let mut words: Vec<(&str, u32)> = words.collect();
        // The alphabet decides between equals.
        words.sort_unstable();
        let mut cognates = Self::default();
        for (word, stem) in words {
            let Some(grams) = grams(word) else { continue };
            let at = cognates.words.len() as u32;
            cognates.words.push(Entry { stem, grams: grams.len() as u16 });
            grams.into_iter().for_each(|gram| cognates.by_gram.entry(gram).or_default().push(at));
        }
        cognates
    }

    /// The stems that are spelled most like a word of another language, with how alike they are. `known` says whether that
    /// language is known to have it.
    pub fn like(&self, word: &str, known: bool) -> Vec<(u32, f32)> {
        let Some(grams) = grams(word) else { return Vec::new() };
        let mut shared = vec![0_u16; self.words.len()];
        for at in grams.iter().filter_map(|gram| self.by_gram.get(gram)).flatten() {
            shared[*at as usize] += 1;
        }
        let least = if known { FALSE_FRIENDS } else { STRANGE };
        let alike = |(entry, shared): (&Entry, u16)| {
            (entry.stem, 2.0 * f32::from(shared) / (grams.len() as f32 + f32::from(entry.grams)))
        };
        let mut found: Vec<(u32, f32)> =
            self.words.iter().zip(shared).map(alike).filter(|&(_, alike)| alike >= least).collect();
        found.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let mut best: Vec<(u32, f32)> = Vec::with_capacity(MOST);
        for (stem, alike) in found {
            if best.len() < MOST && best.iter().all(|&(known, _)| known != stem) {
                best.push((stem, alike));
            }
        }
        best
    }

    /// Bytes in memory, about.
    pub fn bytes(&self) -> usize {
        let lists: usize = self.by_gram.values().map(|list| 4 * list.capacity()).sum();
        lists + self.by_gram.capacity() * size_of::<(Gram, Vec<u32>)>() + self.words.capacity() * size_of::<Entry>()
    }
}

/// A word's runs of three letters, each once; `None` for what is no word, or too short a one.
fn grams(word: &str) -> Option<Vec<Gram>> {
    let letters: Vec<char> = [' '].into_iter().chain(word.chars()).chain([' ']).collect();
    let inside = &letters[1..letters.len() - 1];
    if inside.len() < SHORTEST || !inside.iter().all(|letter| letter.is_alphabetic()) {
        return None;
    }
    let mut grams: Vec<Gram> = letters.windows(3).map(|run| [run[0], run[1], run[2]]).collect();
    grams.sort_unstable();
    grams.dedup();
    Some(grams)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cognates() -> Cognates {
        let words = ["cyanobacteria", "cyanobacterial", "bacteria", "bank", "genghis", "exits", "cilia"];
        Cognates::of(words.into_iter().zip([0, 0, 1, 2, 3, 4, 5]))
    }

    fn stems(word: &str, known: bool) -> Vec<u32> {
        cognates().like(word, known).into_iter().map(|(stem, _)| stem).collect()
    }

    #[test]
    fn the_word_that_is_spelled_most_alike_comes_first_and_each_stem_once() {
        assert_eq!(stems("cianobacterias", false), [0, 1]);
        assert_eq!(stems("gengis", false), [3]);
        let found = cognates().like("cyanobacteria", false);
        assert_eq!(found[0], (0, 1.0));
    }

    #[test]
    fn a_word_that_a_language_has_must_be_more_alike() {
        assert_eq!(stems("bacterico", false), [1, 0]);
        assert_eq!(stems("bacterico", true), [1]);
    }

    #[test]
    fn short_words_numbers_and_nothing_are_like_nothing() {
        for word in ["", "bank", "12345", "genghis2"] {
            assert!(stems(word, false).is_empty(), "{word}");
        }
    }
}
