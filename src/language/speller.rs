//! Spelling after the content's own vocabulary: what nobody wrote there is read as the word one edit away.

use std::collections::HashMap;

/// Shorter words have too many neighbours to guess from.
const SHORTEST: usize = 4;

/// Corrects unknown words to known ones at distance one: a letter too many, missing, wrong, or two swapped.
///
/// Words it knows, and words with digits or signs in them, are left alone.
#[derive(Clone, Debug, Default)]
pub struct Speller {
    /// The vocabulary in the order of the alphabet, with how often each word occurs.
    words: Vec<(Box<str>, u32)>,
    /// Hashes of every word and of every word less one letter, sorted, with the words they come from.
    deletes: Vec<(u32, u32)>,
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
        Self { words, deletes }
    }

    /// Bytes in memory, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let words: usize = self.words.iter().map(|(word, _)| word.len() + 24).sum();
        words + 8 * self.deletes.len()
    }

    /// Whether the vocabulary has this word.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.words.binary_search_by(|(known, _)| (**known).cmp(word)).is_ok()
    }

    /// The known word that an unknown one is most likely to be: the most frequent at distance one.
    #[must_use]
    pub fn correct(&self, word: &str) -> Option<&str> {
        if !is_correctable(word) || word.chars().count() < SHORTEST || self.knows(word) {
            return None;
        }
        let mut candidates = Vec::new();
        each_delete(word, |delete| {
            let hash = hash(delete);
            let from = self.deletes.partition_point(|&(h, _)| h < hash);
            candidates.extend(self.deletes[from..].iter().take_while(|&&(h, _)| h == hash).map(|&(_, id)| id));
        });
        candidates.sort_unstable();
        candidates.dedup();
        let best = candidates.into_iter().map(|id| &self.words[id as usize]).filter(|(w, _)| is_one_edit(word, w));
        // People rarely get the first letter wrong; then the frequent word; then, to be reproducible, the alphabet.
        best.max_by_key(|(w, count)| (w.chars().next() == word.chars().next(), *count, std::cmp::Reverse(w)))
            .map(|(w, _)| &**w)
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

/// Whether one insertion, deletion, substitution or swap of neighbours turns `a` into `b`.
fn is_one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    match (a.len(), b.len()) {
        (0, 1) | (1, 0..=1) => true,
        (2, 2) => a[0] == b[1] && a[1] == b[0],
        _ => false,
    }
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
        for word in ["phone", "phones", "fone", "p2", "nub", "number1", "premier+", "", "zzzzzz"] {
            assert_eq!(speller().correct(word), None, "{word}");
        }
    }

    #[test]
    fn edits_are_counted_right() {
        for (a, b, one) in
            [("ab", "ba", true), ("abc", "ab", true), ("abcd", "badc", false), ("abc", "cab", false), ("a", "b", true)]
        {
            assert_eq!(is_one_edit(a, b), one, "{a} {b}");
        }
    }
}
