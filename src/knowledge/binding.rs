//! Reading the articles of a language into the index, and into what the search weighs beside it.

use std::collections::HashMap;

use rayon::prelude::*;
use tantivy::TantivyDocument;
use tantivy::directory::RamDirectory;

use crate::domain::Language;
use crate::language::Utterance;
use crate::vectors::Mended;

use super::Article;
use super::book::{Book, Leaves};
use super::fields::{Fields, Layout, Written};
use super::index::IndexError;
use super::meaning::{Meanings, Meant};
use super::passages::{Cut, cuts, headings, plain};
use super::terms::Terms;
use super::vocabulary::Vocabulary;

/// What tantivy may use while it indexes, in bytes.
const MEMORY: usize = 50_000_000;
/// So many articles are taken apart at once, on all cores; more would only take memory.
const AT_ONCE: usize = 256;

/// A language's articles, read.
pub(super) struct Bound {
    pub books: Vec<Book>,
    pub by_id: HashMap<String, usize>,
    pub fields: Fields,
    pub vocabulary: Vocabulary,
    pub meanings: Meanings,
}

/// An article in words.
struct Pages {
    title: Vec<String>,
    /// Of the description and the keywords.
    extra: Vec<String>,
    headings: Vec<String>,
    passages: Vec<(Section, Cut)>,
    meant: Meant,
}

/// A passage in words. Under a heading that asks what somebody asks, it answers them, whatever words it has itself.
struct Section {
    /// The heading's, then the text's.
    words: Vec<String>,
    /// How many of them are the heading's.
    heading: usize,
}

/// Reads the articles.
pub(super) fn bind(language: Language, articles: Vec<Article>) -> Result<Bound, IndexError> {
    let (schema, layout) = Layout::new();
    let mut writer =
        tantivy::Index::builder().schema(schema).single_segment_index_writer(RamDirectory::create(), MEMORY)?;
    let mut vocabulary = Vocabulary::new(language);
    let (mut books, mut by_id) = (Vec::with_capacity(articles.len()), HashMap::new());
    let mut meanings = Meanings::new();
    let mut articles = articles.into_iter().peekable();
    while articles.peek().is_some() {
        let some: Vec<Article> = articles.by_ref().take(AT_ONCE).collect();
        let read = |mended: &mut Mended, article: Article| (Pages::read(&article, mended), article);
        let read: Vec<(Pages, Article)> = some.into_par_iter().map_init(Mended::default, read).collect();
        for (pages, article) in read {
            if by_id.insert(article.id.clone(), books.len()).is_some() {
                return Err(IndexError::Twice { id: article.id, language });
            }
            meanings.push(&pages.meant);
            let (document, book) = pages.bind(&mut vocabulary, layout, article);
            writer.add_document(document)?;
            books.push(book);
        }
    }
    let fields = Fields::open(&writer.finalize()?.reader()?.searcher(), layout)?;
    Ok(Bound { books, by_id, fields, vocabulary, meanings })
}

impl Pages {
    fn read(article: &Article, mended: &mut Mended) -> Self {
        let title = words(&article.title);
        let extra = words(&format!("{}\n{}", article.description, article.keywords.join("\n")));
        let passages = cuts(&article.markdown).into_iter().map(|cut| (Section::read(&cut, article), cut));
        let passages: Vec<(Section, Cut)> = passages.collect();
        let meant = Meant::of(&title, &extra, passages.iter().map(|(section, _)| &*section.words), mended);
        Self { title, extra, headings: words(&headings(&article.markdown).join("\n")), passages, meant }
    }

    fn bind(self, vocabulary: &mut Vocabulary, layout: Layout, article: Article) -> (TantivyDocument, Book) {
        let mut written = Written::default();
        // `None` reads words that the article has already.
        let mut stems = |words: &[String], field: Option<fn(&mut Written) -> &mut String>| -> Vec<u32> {
            let mut read = |word: &String| {
                let stem = vocabulary.read(word);
                if let Some(field) = field {
                    append(&mut written.words, word);
                    append(field(&mut written), vocabulary.stem_text(stem));
                }
                stem
            };
            words.iter().map(&mut read).collect()
        };
        let title = stems(&self.title, Some(|written| &mut written.title));
        let extra = stems(&self.extra, Some(|written| &mut written.extra));
        let headings = stems(&self.headings, Some(|written| &mut written.body));
        let mut of_section = |Section { words, heading }: Section| {
            let mut found = stems(&words[..heading], None);
            found.extend(stems(&words[heading..], Some(|written| &mut written.body)));
            Terms::count(found)
        };
        let (passages, cuts): (Vec<Terms>, Vec<Cut>) =
            self.passages.into_iter().map(|(section, cut)| (of_section(section), cut)).unzip();
        let title = Terms::count(title);
        let label: Vec<u32> = title.counts().iter().map(|&(stem, _)| stem).chain(extra).chain(headings).collect();
        let label = distinct(label);
        let text = passages.iter().flat_map(|terms| terms.counts().iter().map(|&(stem, _)| stem));
        vocabulary.occur(distinct(label.iter().copied().chain(text).collect()).into_iter());
        let leaves = Leaves::new(&passages);
        (layout.document(written), Book { article, title, label: label.into(), cuts: cuts.into(), leaves })
    }
}

impl Section {
    fn read(cut: &Cut, article: &Article) -> Self {
        let mut all = words(cut.heading());
        let heading = all.len();
        all.extend(words(&plain(cut.text(&article.markdown))));
        Self { words: all, heading }
    }
}

fn append(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

fn words(text: &str) -> Vec<String> {
    Utterance::read_whole(text).into_tokens().into_iter().map(|token| token.text).collect()
}

fn distinct(mut terms: Vec<u32>) -> Vec<u32> {
    terms.sort_unstable();
    terms.dedup();
    terms
}
