//! What a word that nobody knows may be meant as: the words of the articles, and those of the languages, that one slip makes
//! it of, each as likely as the slip and as the word is frequent.

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

/// A word that may be meant.
#[derive(Clone, Debug)]
pub(super) struct Reading<'a> {
    pub word: Cow<'a, str>,
    /// How likely it is: those of a word add up to 1.
    pub likely: f32,
}

/// The likeliest readings of a word, the best first, after the words of the articles and those of the languages.
pub(super) fn readings<'a>(word: &str, speller: &'a Speller, guest: bool) -> Vec<Reading<'a>> {
    let typed: Vec<char> = word.chars().collect();
    let all = speller.total().max(1) as f32;
    let near = speller.near(word).into_iter();
    let of_articles = |near: Neighbour<'a>| {
        let reading = Reading { word: near.word.into(), likely: near.count as f32 / all };
        (reading, near.edit)
    };
    let mut found: Vec<(Reading<'a>, Edit)> = near.map(of_articles).collect();
    let table = if guest { GUEST_TABLE } else { TABLE };
    for (near, rank) in Vectors::embedded().near(word) {
        let likely = table / (rank as f32 + RANK);
        if let Some((known, _)) = found.iter_mut().find(|(known, _)| known.word == near) {
            known.likely += likely;
        } else if let Some(edit) = Edit::between(&typed, &near.chars().collect::<Vec<_>>()) {
            found.push((Reading { word: near.into(), likely }, edit));
        }
    }
    let weighed =
        |(reading, edit): (Reading<'a>, Edit)| Reading { likely: reading.likely * edit.weight() as f32, ..reading };
    likeliest(found.into_iter().map(weighed).collect())
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
    fn the_articles_and_the_languages_both_say_what_is_meant() {
        assert_eq!(read("zorbbit", false)[0].0, "zorbit");
        assert_eq!(read("zorbbit", true)[0].0, "zorbit");
        // No article has it, but Spanish does.
        assert_eq!(read("telefonno", true)[0].0, "telefono");
    }
}
