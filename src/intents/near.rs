//! Words that mean the like: a word teaches, and asks for, those near to it as well, each as far as it is near. So a message
//! reaches examples that are worded otherwise, or in another language.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::vectors::{Embedding, Matrix, Probe, Vectors};

use super::features::Sparse;

/// Words less alike than this (cosine) have nothing to do with each other.
const NEAR: f32 = 0.3;
/// So many of the nearest words count; a common word has hundreds that are a little like it.
const MOST_NEAR: usize = 16;
/// So many unknown words of a message are looked up, each of which costs a scan.
const MOST_UNKNOWN: usize = 16;

/// Words, and which of them are near to each other.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    ids: HashMap<String, u32>,
    rows: Matrix,
    near: Vec<Box<[(u32, f32)]>>,
}

impl Vocabulary {
    /// The vocabulary of texts. Words without meaning are near to themselves alone.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut words: Vec<&str> = texts.collect();
        words.sort_unstable();
        words.dedup();
        let embeddings: Vec<Option<Embedding>> = words.par_iter().map(|word| embed(word)).collect();
        let mut rows = Vectors::embedded().matrix();
        embeddings.iter().for_each(|embedding| rows.push(embedding.as_ref()));
        let near = (0_u32..).zip(&embeddings).collect::<Vec<_>>().into_par_iter();
        let near = near.map(|(id, embedding)| match embedding {
            Some(embedding) => nearest(&rows, embedding).into(),
            None => [(id, 1.0)].into(),
        });
        let near = near.collect();
        Self { ids: words.into_iter().map(str::to_owned).zip(0..).collect(), rows, near }
    }

    /// The words near to a word, nearest first.
    fn near(&self, word: &str, unknown: &mut usize) -> Cow<'_, [(u32, f32)]> {
        if let Some(&id) = self.ids.get(word) {
            return Cow::Borrowed(&self.near[id as usize]);
        }
        *unknown += 1;
        let embedding = if *unknown <= MOST_UNKNOWN { embed(word) } else { None };
        Cow::Owned(embedding.map_or_else(Vec::new, |embedding| nearest(&self.rows, &embedding)))
    }

    /// Bytes in memory, about.
    pub fn bytes(&self) -> usize {
        let words: usize = self.ids.keys().map(String::capacity).sum();
        let lists: usize = self.near.iter().map(|list| size_of_val(&list[..]) + size_of::<Box<[(u32, f32)]>>()).sum();
        words + self.ids.capacity() * size_of::<(String, u32)>() + lists + self.rows.bytes()
    }
}

fn embed(word: &str) -> Option<Embedding> {
    Vectors::embedded().embed([word])
}

fn nearest(rows: &Matrix, to: &Embedding) -> Vec<(u32, f32)> {
    let scores = rows.scores(&Probe::from(to));
    let mut near: Vec<(u32, f32)> = (0..).zip(scores).filter(|(_, cosine)| *cosine >= NEAR).collect();
    near.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    near.truncate(MOST_NEAR);
    near
}

/// The words that training has seen as columns of their own.
#[derive(Clone, Debug, Default)]
pub(super) struct NearWords {
    vocabulary: Arc<Vocabulary>,
    /// The column and the rarity of each word of the vocabulary; none of those that were not taught.
    columns: Vec<Option<(u32, f32)>>,
    width: usize,
}

/// What is near to a message.
#[derive(Clone, Debug, Default)]
pub(super) struct Near {
    /// The words near to its own, of length one.
    pub vector: Sparse,
    /// How near training comes to its words, on the average: 1 knows all of them, 0 nothing like them.
    pub reach: f32,
}

impl NearWords {
    /// Learns columns, the first of them number `from`, for the words of the texts.
    pub fn fit(vocabulary: Arc<Vocabulary>, texts: &[Vec<&str>], from: usize) -> Self {
        let mut frequency = vec![0_u32; vocabulary.near.len()];
        for text in texts {
            let mut ids: Vec<u32> = text.iter().filter_map(|word| vocabulary.ids.get(*word).copied()).collect();
            ids.sort_unstable();
            ids.dedup();
            ids.into_iter().for_each(|id| frequency[id as usize] += 1);
        }
        let rarity = |n: u32| ((1.0 + texts.len() as f32) / (1.0 + n as f32)).ln() + 1.0;
        let mut next = from as u32;
        let mut column = |n: u32| {
            (n > 0).then(|| {
                next += 1;
                (next - 1, rarity(n))
            })
        };
        let columns = frequency.into_iter().map(&mut column).collect();
        Self { vocabulary, columns, width: next as usize - from }
    }

    /// The columns that are in `seen`, under their numbers.
    pub fn only(&self, seen: &[bool]) -> Self {
        let keep = |column: &Option<(u32, f32)>| column.filter(|&(at, _)| seen[at as usize]);
        let columns = self.columns.iter().map(keep).collect();
        Self { vocabulary: Arc::clone(&self.vocabulary), columns, width: self.width }
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.width
    }

    /// What is near to the words of a text.
    pub fn features(&self, words: &[&str]) -> Near {
        let mut found: Vec<(u32, f32)> = Vec::with_capacity(words.len() * MOST_NEAR);
        let (mut reach, mut unknown) = (0.0, 0);
        for word in words {
            let mut nearest = 0.0_f32;
            for &(id, cosine) in self.vocabulary.near(word, &mut unknown).iter() {
                if let Some((column, rarity)) = self.columns[id as usize] {
                    nearest = nearest.max(cosine);
                    found.push((column, cosine * rarity));
                }
            }
            reach += nearest;
        }
        found.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        // The nearest of the message's words counts, not how many are a little like it.
        found.dedup_by_key(|(column, _)| *column);
        let length = found.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
        if length > 0.0 {
            found.iter_mut().for_each(|(_, value)| *value /= length);
        }
        Near { vector: found, reach: (reach / words.len().max(1) as f32).min(1.0) }
    }

    /// Bytes in memory, about.
    pub fn bytes(&self) -> usize {
        self.vocabulary.bytes() + self.columns.len() * size_of::<Option<(u32, f32)>>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(texts: &[Vec<&'static str>]) -> NearWords {
        let vocabulary = Vocabulary::of(texts.iter().flatten().copied());
        NearWords::fit(vocabulary.into(), texts, 10)
    }

    #[test]
    fn a_word_of_another_language_reaches_the_one_that_means_the_same() {
        let near = fit(&[vec!["meeting"], vec!["cancel"]]);
        let (meeting, cancel) = (near.features(&["riunione"]), near.features(&["cancelar"]));
        let heaviest = |near: &Near| near.vector.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(column, _)| *column);
        // The alphabet's first word has the first column.
        assert_eq!((heaviest(&meeting), heaviest(&cancel)), (Some(11), Some(10)));
        assert!(meeting.reach > 0.5 && cancel.reach > 0.5, "{} {}", meeting.reach, cancel.reach);
    }

    #[test]
    fn what_was_taught_is_reached_whole_and_what_means_nothing_by_itself_alone() {
        let near = fit(&[vec!["meeting", "12345"], vec!["invoice"]]);
        assert_eq!(near.width(), 3);
        assert!((near.features(&["meeting", "12345", "invoice"]).reach - 1.0).abs() < 0.02);
        assert!(near.features(&["99887"]).vector.is_empty());
        assert!(near.features(&[]).vector.is_empty());
        let found = near.features(&["meeting", "meeting"]).vector;
        assert!((found.iter().map(|(_, v)| v * v).sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(found.is_sorted_by(|a, b| a.0 < b.0));
    }
}
