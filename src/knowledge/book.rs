//! An article as the search weighs it: its label, and its passages with the stems in each.

use super::passages::Cut;
use super::terms::{Terms, bm25, held_back};
use super::{Article, Passage};

/// The usual length of a passage.
const USUAL: f32 = 80.0;

/// An article with what the search weighs.
pub(super) struct Book {
    pub article: Article,
    /// The stems of the title.
    pub title: Terms,
    /// The stems of title, description, keywords and headings, ascending.
    pub label: Box<[u32]>,
    pub cuts: Box<[Cut]>,
    pub leaves: Leaves,
}

/// The stems of an article's passages, each with the passages that have it: one search a word tells how well all of them
/// match.
#[derive(Default)]
pub(super) struct Leaves {
    /// Each stem once, ascending, with where its passages begin in `found`.
    stems: Box<[(u32, u32)]>,
    /// A passage, and how often the stem occurs in it.
    found: Box<[(u16, u16)]>,
    /// How far each passage is held back for its length.
    held_back: Box<[f32]>,
}

impl Book {
    /// What is quoted of a passage; of an article without a text, its description.
    pub fn passage(&self, cut: Option<usize>) -> Passage {
        let described = || Passage { heading: None, markdown: self.article.description.clone() };
        cut.and_then(|cut| self.cuts.get(cut)).map_or_else(described, |cut| cut.passage(&self.article.markdown))
    }

    /// Bytes in memory, about.
    pub fn bytes(&self) -> usize {
        let cuts = size_of_val(&*self.cuts) + self.cuts.iter().map(Cut::bytes).sum::<usize>();
        let texts = self.article.markdown.len() + self.article.description.len() + self.article.title.len();
        size_of::<Self>() + texts + cuts + self.title.bytes() + size_of_val(&*self.label) + self.leaves.bytes()
    }
}

impl Leaves {
    /// From the stems of each passage in turn. An article of more than 65,535 passages is quoted from those.
    pub fn new(passages: &[Terms]) -> Self {
        let passages = &passages[..passages.len().min(usize::from(u16::MAX))];
        let few = |n: u32| u16::try_from(n).unwrap_or(u16::MAX);
        let mut all: Vec<(u32, u16, u16)> = (0_u16..)
            .zip(passages)
            .flat_map(|(passage, terms)| terms.counts().iter().map(move |&(stem, n)| (stem, passage, few(n))))
            .collect();
        all.sort_unstable();
        let mut stems: Vec<(u32, u32)> = Vec::new();
        for (start, &(stem, ..)) in (0..).zip(&all) {
            if stems.last().is_none_or(|&(last, _)| last != stem) {
                stems.push((stem, start));
            }
        }
        Self {
            stems: stems.into(),
            found: all.into_iter().map(|(_, passage, n)| (passage, n)).collect(),
            held_back: passages.iter().map(|terms| held_back(terms.length(), USUAL)).collect(),
        }
    }

    /// BM25 of (stem, idf) pairs, passage by passage.
    pub fn bm25(&self, asked: impl Iterator<Item = (u32, f32)>) -> Vec<f32> {
        let mut scores = vec![0.0; self.held_back.len()];
        for (stem, idf) in asked {
            for &(passage, n) in self.of(stem) {
                let passage = usize::from(passage);
                scores[passage] += bm25(idf, f32::from(n), self.held_back[passage]);
            }
        }
        scores
    }

    /// Bytes in memory.
    fn bytes(&self) -> usize {
        size_of_val(&*self.stems) + size_of_val(&*self.found) + size_of_val(&*self.held_back)
    }

    /// The passages that have a stem, with how often.
    fn of(&self, stem: u32) -> &[(u16, u16)] {
        self.stems.binary_search_by_key(&stem, |&(id, _)| id).map_or(&[], |at| self.found_at(at))
    }

    fn found_at(&self, at: usize) -> &[(u16, u16)] {
        let end = self.stems.get(at + 1).map_or(self.found.len(), |&(_, start)| start as usize);
        &self.found[self.stems[at].1 as usize..end]
    }

    /// Whether a passage has a stem.
    pub fn has(&self, stem: u32, cut: Option<usize>) -> bool {
        self.of(stem).iter().any(|&(passage, _)| Some(usize::from(passage)) == cut)
    }

    /// The stems that a passage has, ascending.
    pub fn stems_of(&self, cut: Option<usize>) -> Vec<u32> {
        let Some(cut) = cut.and_then(|cut| u16::try_from(cut).ok()) else { return Vec::new() };
        let here = |at: usize| self.found_at(at).binary_search_by_key(&cut, |&(passage, _)| passage).is_ok();
        self.stems.iter().enumerate().filter(|&(at, _)| here(at)).map(|(_, &(stem, _))| stem).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves() -> Leaves {
        Leaves::new(&[vec![7, 3, 7], vec![3], vec![]].map(Terms::count))
    }

    #[test]
    fn passages_are_weighed_as_their_terms_are() {
        let asked = || [(7, 2.0), (3, 0.5), (9, 4.0)].into_iter();
        let one_by_one = [vec![7, 3, 7], vec![3], vec![]].map(|all| Terms::count(all).bm25(asked(), USUAL));
        assert_eq!(leaves().bm25(asked()), one_by_one);
        assert!(Leaves::default().bm25(asked()).is_empty());
    }

    #[test]
    fn each_passage_knows_its_stems() {
        let stems = |cut| leaves().stems_of(cut);
        assert_eq!(
            (stems(Some(0)), stems(Some(1)), stems(Some(2)), stems(None)),
            (vec![3, 7], vec![3], vec![], vec![])
        );
    }
}
