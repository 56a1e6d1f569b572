//! Reading the articles of a language into the index, and into what the search weighs beside it.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;
use tantivy::directory::RamDirectory;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Searcher, TantivyDocument};

use crate::domain::Language;
use crate::language::Utterance;

use super::analysis::Stems;
use super::index::IndexError;
use super::meaning::{Meanings, Meant};
use super::passages::{headings, passages, plain};
use super::shelf::Numbered;
use super::terms::Terms;
use super::{Article, Passage};

/// What tantivy may use while it indexes, in bytes.
const MEMORY: usize = 50_000_000;
/// So many articles are taken apart at once, on all cores; more would only take memory.
const AT_ONCE: usize = 256;

/// The index's fields: all of stems, by the frequency of their terms.
pub(super) struct Fields {
    pub title: Field,
    /// The description and the keywords.
    pub extra: Field,
    pub body: Field,
}

/// A passage with its stems.
pub(super) struct Cut {
    pub passage: Passage,
    pub stems: Terms,
}

/// An article with what the search weighs.
pub(super) struct Book {
    pub article: Article,
    pub cuts: Vec<Cut>,
    /// The stems of the title.
    pub title: Terms,
    /// The stems of title, description, keywords and headings.
    pub label: HashSet<u32>,
    /// Every word, unstemmed.
    pub words: Terms,
}

/// A language's articles, read.
pub(super) struct Bound {
    pub books: Vec<Book>,
    pub by_id: HashMap<String, usize>,
    pub searcher: Searcher,
    pub fields: Fields,
    pub stems: Numbered,
    pub words: Numbered,
    /// How often each word occurs.
    pub frequency: Vec<u32>,
    /// Each word's stem.
    pub of_word: Vec<u32>,
    pub stemmer: Stems,
    pub meanings: Meanings,
}

/// An article in words.
struct Pages {
    title: Vec<String>,
    /// Of the description and the keywords.
    extra: Vec<String>,
    headings: Vec<String>,
    passages: Vec<(Vec<String>, Passage)>,
    meant: Meant,
}

/// Reads the articles.
pub(super) fn bind(language: Language, articles: Vec<Article>) -> Result<Bound, IndexError> {
    let (schema, fields) = schema();
    let mut writer =
        tantivy::Index::builder().schema(schema).single_segment_index_writer(RamDirectory::create(), MEMORY)?;
    let mut binder = Binder {
        stemmer: Stems::new(language),
        stems: Numbered::default(),
        words: Numbered::default(),
        frequency: Vec::new(),
        of_word: Vec::new(),
    };
    let (mut books, mut by_id) = (Vec::with_capacity(articles.len()), HashMap::new());
    let mut meanings = Meanings::new();
    let mut articles = articles.into_iter().peekable();
    while articles.peek().is_some() {
        let some: Vec<Article> = articles.by_ref().take(AT_ONCE).collect();
        let read = |article: Article| (Pages::read(&article), article);
        let read: Vec<(Pages, Article)> = some.into_par_iter().map(read).collect();
        for (pages, article) in read {
            if by_id.insert(article.id.clone(), books.len()).is_some() {
                return Err(IndexError::Twice { id: article.id, language });
            }
            meanings.push(&pages.meant);
            let (document, book) = binder.bind(article, pages, &fields);
            writer.add_document(document)?;
            books.push(book);
        }
    }
    let searcher = writer.finalize()?.reader()?.searcher();
    let Binder { stemmer, stems, words, frequency, of_word } = binder;
    Ok(Bound { books, by_id, searcher, fields, stems, words, frequency, of_word, stemmer, meanings })
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::WithFreqs);
    let options = TextOptions::default().set_indexing_options(indexing);
    let title = schema.add_text_field("title", options.clone());
    let extra = schema.add_text_field("extra", options.clone());
    let body = schema.add_text_field("body", options);
    (schema.build(), Fields { title, extra, body })
}

impl Book {
    /// What an article without a text has to quote.
    pub fn described(&self) -> Passage {
        Passage { heading: None, markdown: self.article.description.clone() }
    }

    /// Bytes in memory, about.
    pub fn bytes(&self) -> usize {
        let cuts: usize = self.cuts.iter().map(|cut| cut.passage.markdown.len() + cut.stems.bytes()).sum();
        cuts + self.article.markdown.len() + self.title.bytes() + self.words.bytes() + 8 * self.label.len()
    }
}

struct Binder {
    stemmer: Stems,
    stems: Numbered,
    words: Numbered,
    frequency: Vec<u32>,
    of_word: Vec<u32>,
}

impl Pages {
    fn read(article: &Article) -> Self {
        let title = words(&article.title);
        let extra = words(&format!("{}\n{}", article.description, article.keywords.join("\n")));
        let passages =
            passages(&article.markdown).into_iter().map(|passage| (words(&plain(&passage.markdown)), passage));
        let passages: Vec<(Vec<String>, Passage)> = passages.collect();
        let meant = Meant::of(&title, &extra, passages.iter().map(|(words, _)| &**words));
        Self { title, extra, headings: words(&headings(&article.markdown).join("\n")), passages, meant }
    }
}

impl Binder {
    fn bind(&mut self, article: Article, pages: Pages, fields: &Fields) -> (TantivyDocument, Book) {
        let mut words = Vec::new();
        let title = self.stems(&pages.title, &mut words);
        let extra = self.stems(&pages.extra, &mut words);
        let mut body = self.stems(&pages.headings, &mut words);
        let label: HashSet<u32> = [&title, &extra, &body].into_iter().flatten().map(|(id, _)| *id).collect();
        let mut cuts = Vec::new();
        for (of_passage, passage) in pages.passages {
            let stems = self.stems(&of_passage, &mut words);
            cuts.push(Cut { passage, stems: numbers(&stems) });
            body.extend(stems);
        }
        let words = Terms::count(words);
        self.words.occur(words.distinct());
        self.stems.occur(label.iter().copied().chain(numbers(&body).distinct()).collect::<HashSet<u32>>().into_iter());
        let book = Book { article, cuts, title: numbers(&title), label, words };
        let mut document = TantivyDocument::default();
        for (field, stems) in [(fields.title, title), (fields.extra, extra), (fields.body, body)] {
            document.add_pre_tokenized_text(field, pretokenized(stems));
        }
        (document, book)
    }

    /// The stems of words with their numbers; the numbers of the words themselves go to `seen`.
    fn stems(&mut self, words: &[String], seen: &mut Vec<u32>) -> Vec<(u32, String)> {
        let mut stems = Vec::with_capacity(words.len());
        for text in words {
            let word = self.words.number(text);
            self.frequency.resize(self.frequency.len().max(word as usize + 1), 0);
            self.frequency[word as usize] += 1;
            seen.push(word);
            let stem = self.stemmer.stem(text);
            let number = self.stems.number(&stem);
            if word as usize == self.of_word.len() {
                self.of_word.push(number);
            }
            stems.push((number, stem));
        }
        stems
    }
}

fn words(text: &str) -> Vec<String> {
    Utterance::read_whole(text).into_tokens().into_iter().map(|token| token.text).collect()
}

fn numbers(stems: &[(u32, String)]) -> Terms {
    Terms::count(stems.iter().map(|(id, _)| *id).collect())
}

fn pretokenized(stems: Vec<(u32, String)>) -> PreTokenizedString {
    let token = |(position, (_, text)): (usize, (u32, String))| Token { position, text, ..Token::default() };
    PreTokenizedString { text: String::new(), tokens: stems.into_iter().enumerate().map(token).collect() }
}
