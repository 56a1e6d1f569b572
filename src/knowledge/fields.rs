//! The articles' words in tantivy, and how well each article matches one of them.
//!
//! tantivy keeps the postings; they are added up here, article by article, instead of by its queries: with a few thousand
//! articles, adding whole lists into one array is several times quicker than leading a query's lists side by side, the score
//! of every article is known, and who may read what is asked before an article takes a place among the best.

use std::sync::Arc;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{DocSet, InvertedIndexReader, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term};

use super::fusion::Candidate;
use super::terms::{bm25, held_back, idf};

/// A word that is no rarer is in four of five articles, and tells none of them from the others; its postings are the longest.
const EVERYWHERE: f32 = 0.2;

/// The fields of the index.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    title: Field,
    extra: Field,
    body: Field,
    words: Field,
}

/// An article's words, field by field, with spaces between them.
#[derive(Default)]
pub(super) struct Written {
    /// Stems of the title.
    pub title: String,
    /// Stems of the description and the keywords.
    pub extra: String,
    /// Stems of the headings and the text.
    pub body: String,
    /// Every word as it is written.
    pub words: String,
}

impl Layout {
    /// The schema: words by how often they occur, each field with its own lengths.
    pub fn new() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let indexing =
            TextFieldIndexing::default().set_tokenizer("whitespace").set_index_option(IndexRecordOption::WithFreqs);
        let options = TextOptions::default().set_indexing_options(indexing);
        let mut field = |name| schema.add_text_field(name, options.clone());
        let layout = Self { title: field("title"), extra: field("extra"), body: field("body"), words: field("words") };
        (schema.build(), layout)
    }

    /// An article as tantivy takes it.
    pub fn document(self, written: Written) -> TantivyDocument {
        let Written { title, extra, body, words } = written;
        let mut document = TantivyDocument::default();
        for (field, text) in [(self.title, title), (self.extra, extra), (self.body, body), (self.words, words)] {
            document.add_text(field, text);
        }
        document
    }
}

/// The fields, open for reading.
pub(super) struct Fields {
    pub title: Column,
    pub extra: Column,
    pub body: Column,
    pub words: Column,
    bytes: usize,
}

impl Fields {
    /// Opens the fields of an index that was written in one piece.
    pub fn open(searcher: &Searcher, layout: Layout) -> tantivy::Result<Self> {
        let segment = searcher.segment_reader(0);
        let open = |field| Column::open(segment, field);
        Ok(Self {
            title: open(layout.title)?,
            extra: open(layout.extra)?,
            body: open(layout.body)?,
            words: open(layout.words)?,
            bytes: searcher.space_usage()?.total().get_bytes() as usize,
        })
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        let columns = [&self.title, &self.extra, &self.body, &self.words];
        self.bytes + columns.map(|column| 4 * column.held_back.len()).iter().sum::<usize>()
    }
}

/// One field of all articles.
pub(super) struct Column {
    field: Field,
    inverted: Arc<InvertedIndexReader>,
    /// How far each article is held back for its length.
    held_back: Box<[f32]>,
}

impl Column {
    fn open(segment: &SegmentReader, field: Field) -> tantivy::Result<Self> {
        let (inverted, norms) = (segment.inverted_index(field)?, segment.get_fieldnorms_reader(field)?);
        let usual = inverted.total_num_tokens() as f32 / segment.max_doc().max(1) as f32;
        // A field that no article has is never read.
        let usual = if usual > 0.0 { usual } else { 1.0 };
        let held_back = (0..segment.max_doc()).map(|at| held_back(norms.fieldnorm(at) as usize, usual)).collect();
        Ok(Self { field, inverted, held_back })
    }

    /// Adds to each article's sum how well it matches a term, `weight` times.
    pub fn add(&self, term: &str, weight: f32, sums: &mut [f32]) {
        let Some((mut postings, idf)) = self.postings(term) else { return };
        let idf = weight * idf;
        let mut at = postings.doc();
        while at != TERMINATED {
            sums[at as usize] += bm25(idf, postings.term_freq() as f32, self.held_back[at as usize]);
            at = postings.advance();
        }
    }

    /// The same for a few articles, in the order of their places, unless nearly all the articles have the term.
    pub fn add_to(&self, term: &str, weight: f32, few: &mut [Candidate]) {
        let Some((mut postings, idf)) = self.postings(term) else { return };
        if idf < EVERYWHERE {
            return;
        }
        for candidate in few {
            let at = candidate.at as u32;
            if postings.doc() < at {
                postings.seek(at);
            }
            if postings.doc() == at {
                let n = postings.term_freq() as f32;
                candidate.words += bm25(weight * idf, n, self.held_back[candidate.at]);
            }
        }
    }

    /// Where a term occurs, and how rare it is. Reading from memory fails on nothing but a broken index, which building it
    /// would have told.
    fn postings(&self, term: &str) -> Option<(SegmentPostings, f32)> {
        let term = Term::from_field_text(self.field, term);
        let postings = self.inverted.read_postings(&term, IndexRecordOption::WithFreqs).ok().flatten()?;
        let idf = idf(postings.doc_freq(), self.held_back.len());
        Some((postings, idf))
    }
}
