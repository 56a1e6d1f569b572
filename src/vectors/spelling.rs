//! The words of the table by hash, and the known word one edit away from an unknown one.
//!
//! The hash of a word is a polynomial in its letters, so that the hash of each of its few hundred edits costs one
//! multiplication, and no edit is ever written down. Words are told apart by all 64 bits; opening the table looks that no
//! two of its words share them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};

const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
/// Its inverse: `BASE * UNBASE` is 1 in 64 bits.
const UNBASE: u64 = inverse(BASE);
/// Shorter words have too many neighbours to guess from, and longer ones are no typing errors.
const MENDED: std::ops::RangeInclusive<usize> = 5..=24;

/// From a word to its rank among the words, the most frequent first.
#[derive(Clone, Debug, Default)]
pub(super) struct Index(HashMap<u64, u32, BuildHasherDefault<Identity>>);

impl Index {
    pub fn with_capacity(words: usize) -> Self {
        Self(HashMap::with_capacity_and_hasher(words, BuildHasherDefault::default()))
    }

    /// Takes a word in; `false` when it is there already.
    pub fn insert(&mut self, word: &str, rank: u32) -> bool {
        match self.0.entry(finish(hash(word.as_bytes()))) {
            Entry::Occupied(_) => false,
            Entry::Vacant(place) => {
                place.insert(rank);
                true
            }
        }
    }

    pub fn rank(&self, word: &str) -> Option<u32> {
        self.at(hash(word.as_bytes()))
    }

    /// The most frequent word at distance one: a letter too many, missing, wrong, or two swapped. People rarely get the
    /// first letter wrong, so a word that begins alike goes before all others.
    pub fn mend(&self, word: &str) -> Option<u32> {
        if !MENDED.contains(&word.len()) || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let mut best: Option<(bool, u32)> = None;
        each_edit(word.as_bytes(), |hash, change| {
            if let Some(rank) = self.at(hash) {
                let found = (!change.keeps_first(word.as_bytes()), rank);
                best = Some(best.map_or(found, |best| best.min(found)));
            }
        });
        best.map(|(_, rank)| rank)
    }

    /// All the words at distance one of a word of ASCII letters, with their ranks.
    pub fn near(&self, word: &str) -> Vec<(String, u32)> {
        let mut near = Vec::new();
        if word.len() <= *MENDED.end() && word.bytes().all(|b| b.is_ascii_lowercase()) {
            each_edit(word.as_bytes(), |hash, change| {
                if let Some(rank) = self.at(hash).filter(|rank| near.iter().all(|(_, known)| known != rank)) {
                    near.push((change.applied_to(word), rank));
                }
            });
        }
        near
    }

    fn at(&self, hash: u64) -> Option<u32> {
        self.0.get(&finish(hash)).copied()
    }
}

/// `w[0] + w[1] * BASE + w[2] * BASE² + …`
fn hash(word: &[u8]) -> u64 {
    word.iter().rev().fold(0, |sum: u64, &letter| sum.wrapping_mul(BASE).wrapping_add(u64::from(letter)))
}

/// Spreads the polynomial over the bits that a hash table looks at. No two hashes become one by it.
const fn finish(hash: u64) -> u64 {
    (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

/// One edit of a word, at a letter of it or before one.
#[derive(Clone, Copy, Debug)]
struct Change {
    at: usize,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Put(u8),
    Drop,
    Turn(u8),
    Swap,
}

impl Change {
    /// Whether the first letter of a word stays what it is.
    fn keeps_first(self, word: &[u8]) -> bool {
        match self.kind {
            _ if self.at > 0 => true,
            Kind::Put(letter) => word.first() == Some(&letter),
            Kind::Drop => word.get(1) == word.first(),
            Kind::Turn(_) | Kind::Swap => false,
        }
    }

    /// The word of ASCII letters that it makes of another.
    fn applied_to(self, word: &str) -> String {
        let (head, tail) = word.split_at(self.at);
        let after = |letters: usize| tail.get(letters..).unwrap_or_default();
        match self.kind {
            Kind::Put(letter) => format!("{head}{}{tail}", char::from(letter)),
            Kind::Drop => format!("{head}{}", after(1)),
            Kind::Turn(letter) => format!("{head}{}{}", char::from(letter), after(1)),
            Kind::Swap => {
                let swapped: String = tail.chars().take(2).collect::<Vec<_>>().into_iter().rev().collect();
                format!("{head}{swapped}{}", after(2))
            }
        }
    }
}

/// Calls `visit` with the hash of each edit of a word of ASCII letters, and the edit.
fn each_edit(word: &[u8], mut visit: impl FnMut(u64, Change)) {
    let whole = hash(word);
    let mut head = 0_u64; // the hash of what stands before the edit
    let mut power = 1_u64; // BASE to the place of the edit
    let term = |letter: u8, power: u64| u64::from(letter).wrapping_mul(power);
    for at in 0..=word.len() {
        let change = |kind| Change { at, kind };
        let tail = whole.wrapping_sub(head);
        let shifted = head.wrapping_add(tail.wrapping_mul(BASE));
        for letter in b'a'..=b'z' {
            visit(shifted.wrapping_add(term(letter, power)), change(Kind::Put(letter)));
        }
        let Some(&here) = word.get(at) else { break };
        let after = tail.wrapping_sub(term(here, power));
        visit(head.wrapping_add(after.wrapping_mul(UNBASE)), change(Kind::Drop));
        let without = whole.wrapping_sub(term(here, power));
        for letter in (b'a'..=b'z').filter(|&letter| letter != here) {
            visit(without.wrapping_add(term(letter, power)), change(Kind::Turn(letter)));
        }
        let next_power = power.wrapping_mul(BASE);
        if let Some(&next) = word.get(at + 1).filter(|&&next| next != here) {
            let swapped = term(next, power).wrapping_add(term(here, next_power));
            let rest = without.wrapping_sub(term(next, next_power));
            visit(rest.wrapping_add(swapped), change(Kind::Swap));
        }
        head = head.wrapping_add(term(here, power));
        power = next_power;
    }
}

/// The inverse of an odd number in 64 bits, by Newton's method: each step doubles the bits that are right.
const fn inverse(odd: u64) -> u64 {
    let mut guess = odd;
    let mut step = 0;
    while step < 6 {
        guess = guess.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(guess)));
        step += 1;
    }
    guess
}

/// The keys are hashes already.
#[derive(Clone, Copy, Debug, Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn edits(word: &str) -> BTreeSet<String> {
        let letters: Vec<char> = word.chars().collect();
        let (mut out, alphabet) = (BTreeSet::new(), 'a'..='z');
        for at in 0..=letters.len() {
            let (head, tail) = (&letters[..at], &letters[at..]);
            let put = |middle: &[char], tail: &[char]| head.iter().chain(middle).chain(tail).collect::<String>();
            out.extend(alphabet.clone().map(|c| put(&[c], tail)));
            if let [here, rest @ ..] = tail {
                out.insert(put(&[], rest));
                out.extend(alphabet.clone().map(|c| put(&[c], rest)));
                if let [next, rest @ ..] = rest {
                    out.insert(put(&[*next, *here], rest));
                }
            }
        }
        out.remove(word);
        out
    }

    #[test]
    fn every_edit_is_visited_by_its_hash() {
        for word in ["phone", "ab", "a", "letters"] {
            let mut visited = BTreeSet::new();
            each_edit(word.as_bytes(), |hash, change| {
                visited.insert((hash, change.keeps_first(word.as_bytes())));
                assert_eq!(hash, super::hash(change.applied_to(word).as_bytes()), "{word} {change:?}");
            });
            let begins_alike = |edit: &str| edit.starts_with(&word[..1]);
            let expected: BTreeSet<(u64, bool)> =
                edits(word).iter().map(|edit| (hash(edit.as_bytes()), begins_alike(edit))).collect();
            assert!(expected.is_subset(&visited), "{word}");
            let hashes: BTreeSet<u64> = visited.iter().map(|&(hash, _)| hash).collect();
            assert_eq!(hashes.len(), edits(word).len(), "{word}");
        }
    }

    #[test]
    fn the_frequent_word_that_begins_alike_is_meant() {
        let mut index = Index::with_capacity(4);
        for (rank, word) in (0..).zip(["shone", "phone", "phones", "prone", "ho"]) {
            assert!(index.insert(word, rank));
        }
        assert!(!index.insert("phone", 9));
        for (typed, meant) in [
            ("phnoe", Some(1)),
            ("phhone", Some(1)),
            ("pfone", Some(1)),
            ("vhone", Some(0)),
            ("hon", None),
            ("phone1", None),
        ] {
            assert_eq!(index.mend(typed), meant, "{typed}");
        }
        assert_eq!((index.rank("prone"), index.rank("pronE")), (Some(3), None));
    }
}
