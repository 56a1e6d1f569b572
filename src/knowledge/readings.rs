//! What a word that the articles lack may be meant as: itself, where a language has it, and the words of the articles and of
//! the languages that one slip makes it of, each as likely as the slip and as the word is frequent.

use std::borrow::Cow;

use crate::language::{Edit, Neighbour, Speller};
use crate::vectors::Vectors;

/// So many readings at most are looked for, and those that are so much less likely than the best are not.
const MOST: usize = 4;
const UNLIKELY: f32 = 0.05;
/// How much a word of the languages counts beside one of the articles, where people ask in the articles' language, and in
/// another one; and the rank from which on words are as rare as their rank says. Any numbers near these do as well.
const TABLE: f32 = 0.1;
const GUEST_TABLE: f32 = 1.0;
const RANK: f32 = 100.0;
/// How much likelier it is that a word is meant as it is written than that it is one wrong letter away from that.
const MEANT: f32 = 400.0;
/// Shorter words are names of something: P1, 4K.
const NUMBER: usize = 4;

/// A word that may be meant.
#[derive(Clone, Debug)]
pub(super) struct Reading<'a> {
    pub word: Cow<'a, str>,
    /// How likely it is: those of a word add up to 1.
    pub likely: f32,
}

/// The likeliest readings of a word, the best first, after the words of the articles and those of the languages.
pub(super) fn readings<'a>(word: &'a str, speller: &'a Speller, guest: bool) -> Vec<Reading<'a>> {
    let typed: Vec<char> = word.chars().collect();
    let all = speller.total().max(1) as f32;
    let near = speller.near(word).into_iter();
    let of_articles = |near: Neighbour<'a>| {
        let reading = Reading { word: near.word.into(), likely: near.count as f32 / all };
        (reading, near.edit)
    };
    let mut found: Vec<(Reading<'a>, Edit)> = near.map(of_articles).collect();
    let table = if guest { GUEST_TABLE } else { TABLE };
    let frequent = |rank: u32| table / (rank as f32 + RANK);
    for (near, rank) in Vectors::embedded().near(word) {
        let likely = frequent(rank);
        if let Some((known, _)) = found.iter_mut().find(|(known, _)| known.word == near) {
            known.likely += likely;
        } else if let Some(edit) = Edit::between(&typed, &near.chars().collect::<Vec<_>>()) {
            found.push((Reading { word: near.into(), likely }, edit));
        }
    }
    let weighed =
        |(reading, edit): (Reading<'a>, Edit)| Reading { likely: reading.likely * edit.weight() as f32, ..reading };
    let own = Vectors::embedded().rank(word).map(|rank| Reading { word: word.into(), likely: MEANT * frequent(rank) });
    likeliest(found.into_iter().map(weighed).chain(own).collect())
}

/// The numbers that one slip of a letter makes such a word of: `1k94` may be 194, 1094, 1194 and so on.
pub(super) fn numbers(word: &str) -> impl Iterator<Item = String> {
    let mut letters = word.char_indices().filter(|(_, c)| !c.is_ascii_digit());
    let at = letters.next().filter(|_| word.len() >= NUMBER && letters.next().is_none());
    at.into_iter().flat_map(move |(at, letter)| {
        let (before, after) = (&word[..at], &word[at + letter.len_utf8()..]);
        let instead = ('0'..='9').map(move |digit| format!("{before}{digit}{after}"));
        instead.chain([format!("{before}{after}")])
    })
}

/// The best few, in parts of 1. The alphabet decides between equals.
fn likeliest(mut found: Vec<Reading<'_>>) -> Vec<Reading<'_>> {
    found.sort_unstable_by(|a, b| b.likely.total_cmp(&a.likely).then_with(|| a.word.cmp(&b.word)));
    found.truncate(MOST);
    let least = found.first().map_or(0.0, |best| UNLIKELY * best.likely);
    found.retain(|reading| reading.likely >= least);
    let sum: f32 = found.iter().map(|reading| reading.likely).sum();
    found.iter_mut().for_each(|reading| reading.likely /= sum);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(word: &str, guest: bool) -> Vec<(String, f32)> {
        let speller = Speller::build([("page", 5), ("image", 5), ("zorbit", 2), ("meeting", 8)].into_iter());
        readings(word, &speller, guest).into_iter().map(|reading| (reading.word.into_owned(), reading.likely)).collect()
    }

    #[test]
    fn all_that_may_be_meant_is_named_in_parts_of_one() {
        let read_so = read("mage", false);
        let words: Vec<&str> = read_so.iter().map(|(word, _)| word.as_str()).collect();
        assert!(words.contains(&"page") && words.contains(&"image"), "{read_so:?}");
        assert!((read_so.iter().map(|(_, likely)| likely).sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(read_so.is_sorted_by(|(_, a), (_, b)| a >= b) && read_so.len() <= MOST);
        assert!(read("qqqqqqqq", false).is_empty());
    }

    #[test]
    fn a_word_of_a_language_is_meant_unless_another_is_far_likelier() {
        // Nobody's article speaks of cabbage; "sicure" is Italian.
        let speller = Speller::build([("secure", 40), ("task", 10), ("page", 5_000)].into_iter());
        let best = |word: &'static str| readings(word, &speller, false).remove(0).word.into_owned();
        assert_eq!(["cabbage", "mask", "sicure"].map(best), ["cabbage", "mask", "secure"]);
    }

    #[test]
    fn a_letter_in_a_number_was_a_digit() {
        let of = |word: &str| numbers(word).collect::<Vec<_>>();
        assert!(of("1k94").contains(&"1994".to_owned()) && of("1886z").contains(&"1886".to_owned()));
        assert_eq!(["p1", "1994", "a4b4", "h26"].map(|word| of(word).len()), [0; 4]);
    }

    #[test]
    fn the_articles_and_the_languages_both_say_what_is_meant() {
        assert_eq!(read("zorbbit", false)[0].0, "zorbit");
        assert_eq!(read("zorbbit", true)[0].0, "zorbit");
        // No article has it, but Spanish does.
        assert_eq!(read("telefonno", true)[0].0, "telefono");
    }
}
