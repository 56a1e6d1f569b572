//! Spelling after the content's own vocabulary: what nobody wrote there is read as the word one edit away.

use std::collections::HashMap;

/// Shorter words have too many neighbours to guess from …
const SHORTEST: usize = 3;
/// … and those shorter than this are only taken for one that a finger has skipped a letter of, or swapped two.
const SHORT: usize = 4;
/// A letter that was skipped, swapped with its neighbour or struck twice happens so much more often than one certain wrong
/// letter; and so much rarer is a wrong first letter. Any number near these does as well.
const SLIP: u64 = 8;
const FIRST: u64 = 4;

/// Corrects unknown words to known ones at distance one: a letter too many, missing, wrong, or two swapped.
///
/// Words it knows, and words with digits or signs in them, are left alone.
#[derive(Clone, Debug, Default)]
pub struct Speller {
    /// The vocabulary in the order of the alphabet, with how often each word occurs.
    words: Vec<(Box<str>, u32)>,
    /// Hashes of every word and of every word less one letter, sorted, with the words they come from.
    deletes: Vec<(u32, u32)>,
    /// How often all of them occur together.
    total: u64,
}

impl Speller {
    /// Builds it from normalised words with how often each occurs; a word that comes twice counts both times.
    pub fn build<'a>(vocabulary: impl Iterator<Item = (&'a str, u32)>) -> Self {
        let mut counts: HashMap<&str, u32> = HashMap::new();
        for (word, count) in vocabulary {
            let sum = counts.entry(word).or_default();
            *sum = sum.saturating_add(count);
        }
        let mut words: Vec<(Box<str>, u32)> = counts.into_iter().map(|(word, count)| (word.into(), count)).collect();
        words.sort_unstable();
        let mut deletes = Vec::new();
        for (id, (word, _)) in (0_u32..).zip(&words) {
            if is_correctable(word) {
                each_delete(word, |delete| deletes.push((hash(delete), id)));
            }
        }
        deletes.sort_unstable();
        deletes.dedup();
        deletes.shrink_to_fit();
        let total = words.iter().map(|&(_, count)| u64::from(count)).sum();
        Self { words, deletes, total }
    }

    /// Bytes in memory, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let words: usize = self.words.iter().map(|(word, _)| word.len() + 24).sum();
        words + 8 * self.deletes.len()
    }

    /// How often all the words occur together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Whether the vocabulary has this word.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.words.binary_search_by(|(known, _)| (**known).cmp(word)).is_ok()
    }

    /// The known word that an unknown one is most likely to be: the most frequent at distance one, where slips of the finger
    /// count for more than letters that are just wrong.
    #[must_use]
    pub fn correct(&self, word: &str) -> Option<&str> {
        if word.chars().count() < SHORTEST || self.knows(word) {
            return None;
        }
        let short = word.chars().count() < SHORT;
        let near = self.near(word).into_iter().filter(|near| !short || near.edit.is_sure());
        let likely = near.map(|near| (near.edit.weight() * u64::from(near.count), std::cmp::Reverse(near.word)));
        // To be reproducible, the alphabet decides between equals.
        likely.max().map(|(_, std::cmp::Reverse(known))| known)
    }

    /// The known words at distance one of a word of letters, in the order of the alphabet.
    #[must_use]
    pub fn near(&self, word: &str) -> Vec<Neighbour<'_>> {
        if !is_correctable(word) {
            return Vec::new();
        }
        let mut candidates = Vec::new();
        each_delete(word, |delete| {
            let hash = hash(delete);
            let from = self.deletes.partition_point(|&(h, _)| h < hash);
            candidates.extend(self.deletes[from..].iter().take_while(|&&(h, _)| h == hash).map(|&(_, id)| id));
        });
        candidates.sort_unstable();
        candidates.dedup();
        let typed: Vec<char> = word.chars().collect();
        let near = candidates.into_iter().filter_map(|id| {
            let (known, count) = &self.words[id as usize];
            let edit = Edit::between(&typed, &known.chars().collect::<Vec<_>>())?;
            Some(Neighbour { word: known, count: *count, edit })
        });
        near.collect()
    }
}

/// A known word at distance one of a typed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neighbour<'a> {
    /// The known word.
    pub word: &'a str,
    /// How often it occurs.
    pub count: u32,
    /// What would have been typed wrong.
    pub edit: Edit,
}

/// How a typed word differs from a known one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    /// A letter was skipped, swapped with its neighbour or struck twice.
    pub slip: bool,
    /// A letter was struck twice, or one too many.
    pub longer: bool,
    /// The first letter is the one that was meant.
    pub first_kept: bool,
}

impl Edit {
    /// The one insertion, deletion, substitution or swap of neighbours that makes `typed` of `known`; `None` where it takes
    /// more, or nothing.
    #[must_use]
    pub fn between(typed: &[char], known: &[char]) -> Option<Self> {
        let head = typed.iter().zip(known).take_while(|(x, y)| x == y).count();
        let (a, b) = (&typed[head..], &known[head..]);
        let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
        let (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
        // "phonne": the letters before the edit are the same, so one that was struck twice is like the one before it.
        let twice = || head > 0 && typed[head - 1] == a[0];
        let (slip, longer) = match (a.len(), b.len()) {
            (0, 1) => (true, false),
            (1, 0) => (twice(), true),
            (1, 1) => (false, false),
            (2, 2) if a[0] == b[1] && a[1] == b[0] => (true, false),
            _ => return None,
        };
        Some(Self { slip, longer, first_kept: typed.first() == known.first() })
    }

    /// How likely it is, beside a wrong letter at the front.
    #[must_use]
    pub fn weight(self) -> u64 {
        (if self.slip { SLIP } else { 1 }) * (if self.first_kept { FIRST } else { 1 })
    }

    /// Whether three letters are enough to say so.
    fn is_sure(self) -> bool {
        self.slip && !self.longer && self.first_kept
    }
}

/// The vocabulary is letters only: a code or a number that is not known is not a typing error.
fn is_correctable(word: &str) -> bool {
    word.chars().all(char::is_alphabetic) && word.len() < 64
}

/// Calls `visit` with the word and with the word less each letter in turn.
fn each_delete(word: &str, mut visit: impl FnMut(&str)) {
    visit(word);
    let mut shorter = String::with_capacity(word.len());
    for (at, c) in word.char_indices() {
        shorter.clear();
        shorter.push_str(&word[..at]);
        shorter.push_str(&word[at + c.len_utf8()..]);
        visit(&shorter);
    }
}

/// FNV-1a. A collision costs a comparison, nothing else.
fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speller() -> Speller {
        Speller::build(
            [("phone", 9), ("phones", 2), ("number", 5), ("priority", 4), ("p1", 3), ("bolt", 3), ("bolo", 1)]
                .into_iter(),
        )
    }

    #[test]
    fn one_edit_is_mended() {
        for (typed, meant) in [
            ("phnoe", "phone"),
            ("phon", "phone"),
            ("phonne", "phone"),
            ("pjone", "phone"),
            ("hpone", "phone"),
            ("prioriti", "priority"),
            ("numbr", "number"),
            ("bolz", "bolt"),
        ] {
            assert_eq!(speller().correct(typed), Some(meant), "{typed}");
        }
    }

    #[test]
    fn what_is_known_short_or_a_code_stays() {
        for word in ["phone", "phones", "fone", "p2", "nub", "ph", "number1", "premier+", "", "zzzzzz"] {
            assert_eq!(speller().correct(word), None, "{word}");
        }
    }

    #[test]
    fn slips_are_likelier_than_wrong_letters() {
        let speller = Speller::build(
            [("user", 4), ("sure", 9), ("search", 6), ("each", 9), ("code", 5), ("cow", 90), ("fix", 2), ("six", 50)]
                .into_iter(),
        );
        for (typed, meant) in [("suer", "sure"), ("usre", "user"), ("earch", "search"), ("coe", "code"), ("fxi", "fix")]
        {
            assert_eq!(speller.correct(typed), Some(meant), "{typed}");
        }
        // Three letters of which one is another's are an abbreviation that nobody here uses.
        assert_eq!(["cox", "mix", "ode"].map(|typed| speller.correct(typed)), [None; 3]);
    }

    #[test]
    fn edits_are_counted_right() {
        let edit = |a: &str, b: &str| {
            let letters = |word: &str| word.chars().collect::<Vec<_>>();
            Edit::between(&letters(a), &letters(b)).map(|edit| (edit.slip, edit.first_kept))
        };
        for (typed, known, found) in [
            ("ba", "ab", Some((true, false))),
            ("ab", "abc", Some((true, true))),
            ("bc", "abc", Some((true, false))),
            ("abbc", "abc", Some((true, true))),
            ("abxc", "abc", Some((false, true))),
            ("xbc", "abc", Some((false, false))),
            ("abcd", "badc", None),
            ("abc", "cab", None),
            ("abc", "abc", None),
        ] {
            assert_eq!(edit(typed, known), found, "{typed} {known}");
        }
    }
}
