//! The articles of one language: tantivy ranks them, then the passages of the best few are weighed.

use std::collections::{HashMap, HashSet};

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::directory::RamDirectory;
use tantivy::{Searcher, TantivyDocument, Term};

use crate::domain::Language;
use crate::language::{Speller, Utterance};

use super::analysis::Stems;
use super::index::{Hit, IndexError};
use super::passages::{headings, passages};
use super::{Article, Passage};

const TITLE: f32 = 1.5;
const EXTRA: f32 = 1.0;
const BODY: f32 = 1.0;
const EXACT: f32 = 0.5;
/// How many of the best articles have their passages weighed.
const WEIGHED: usize = 10;
/// A question is cut after this many different words.
const MOST_WORDS: usize = 48;
const MEMORY: usize = 50_000_000;

struct Fields {
    title: Field,
    extra: Field,
    body: Field,
    exact: Field,
}

/// A passage with its terms.
struct Cut {
    passage: Passage,
    stems: Vec<u32>,
}

struct Book {
    article: Article,
    cuts: Vec<Cut>,
    /// The stems of title, description, headings and keywords.
    label: HashSet<u32>,
}

/// One language's articles.
pub(super) struct Shelf {
    language: Language,
    books: Vec<Book>,
    by_id: HashMap<String, usize>,
    searcher: Searcher,
    fields: Fields,
    bytes: usize,
    /// Stems and their numbers.
    stems: HashMap<String, u32>,
    /// In how many articles each stem occurs.
    articles_with: Vec<u32>,
    speller: Speller,
    stemmer: std::sync::Mutex<Stems>,
}

/// A word of a question.
struct Asked {
    word: String,
    stem: String,
    id: Option<u32>,
    idf: f32,
    content: bool,
}

struct Builder {
    stems: Stems,
    numbers: HashMap<String, u32>,
    articles_with: Vec<u32>,
    words: HashMap<String, u32>,
}

impl Shelf {
    pub fn build(language: Language, articles: Vec<Article>) -> Result<Self, IndexError> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::WithFreqs);
        let options = TextOptions::default().set_indexing_options(indexing);
        let fields = Fields {
            title: schema.add_text_field("title", options.clone()),
            extra: schema.add_text_field("extra", options.clone()),
            body: schema.add_text_field("body", options.clone()),
            exact: schema.add_text_field("exact", options),
        };
        let index = tantivy::Index::builder().schema(schema.build());
        let mut writer = index.single_segment_index_writer(RamDirectory::create(), MEMORY)?;
        let mut builder = Builder::new(language);
        let mut books = Vec::with_capacity(articles.len());
        let mut by_id = HashMap::new();
        for article in articles {
            if by_id.insert(article.id.clone(), books.len()).is_some() {
                return Err(IndexError::Twice { id: article.id, language });
            }
            let (document, book) = builder.read(article, &fields);
            writer.add_document(document)?;
            books.push(book);
        }
        let index = writer.finalize()?;
        let searcher = index.reader()?.searcher();
        let bytes = searcher.space_usage().map_err(tantivy::TantivyError::from)?.total().get_bytes() as usize;
        let speller = Speller::build(builder.words.iter().map(|(word, count)| (word.as_str(), *count)));
        Ok(Self { language, books, by_id, searcher, fields, bytes, stems: builder.numbers, articles_with: builder.articles_with, speller, stemmer: builder.stems.into() })
    }

    pub fn language(&self) -> Language {
        self.language
    }

    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.books.iter().map(|book| &book.article)
    }

    pub fn article(&self, id: &str) -> Option<&Article> {
        self.by_id.get(id).map(|&at| &self.books[at].article)
    }

    pub fn bytes(&self) -> usize {
        let cuts = self.books.iter().flat_map(|b| &b.cuts);
        self.bytes + cuts.map(|cut| cut.passage.markdown.len() + 4 * cut.stems.len()).sum::<usize>() + self.speller.bytes()
    }

    pub fn search(&self, utterance: &Utterance, allowed: &dyn Fn(&Article) -> bool, limit: usize) -> Vec<Hit> {
        let asked = self.asked(utterance);
        if asked.iter().all(|a| a.id.is_none()) || limit == 0 {
            return Vec::new();
        }
        let mut hits: Vec<Hit> = self.ranked(&asked, allowed, limit.max(WEIGHED)).into_iter().map(|(score, at)| self.hit(&asked, score, at)).collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        hits.truncate(limit);
        hits
    }

    fn asked(&self, utterance: &Utterance) -> Vec<Asked> {
        let mut stems = self.stemmer.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut seen = HashSet::new();
        let words = utterance.tokens().iter().map(|t| self.speller.correct(&t.text).unwrap_or(&t.text));
        let new = words.filter(|word| seen.insert(*word)).take(MOST_WORDS);
        new.map(|word| {
            let stem = stems.stem(word).to_owned();
            let id = self.stems.get(&stem).copied();
            let idf = self.idf(id.map_or(0, |id| self.articles_with[id as usize]));
            Asked { word: word.to_owned(), id, idf, content: stems.is_content(word), stem }
        })
        .collect()
    }

    fn idf(&self, articles: u32) -> f32 {
        let (n, df) = (self.books.len() as f32, articles as f32);
        (1.0 + (n - df + 0.5) / (df + 0.5)).ln()
    }

    fn ranked(&self, asked: &[Asked], allowed: &dyn Fn(&Article) -> bool, limit: usize) -> Vec<(f32, usize)> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(asked.len() * 4);
        for word in asked {
            let fields = [
                (self.fields.title, &word.stem, TITLE),
                (self.fields.extra, &word.stem, EXTRA),
                (self.fields.body, &word.stem, BODY),
                (self.fields.exact, &word.word, EXACT),
            ];
            for (field, text, boost) in fields {
                let term = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs);
                clauses.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term), boost))));
            }
        }
        let query = BooleanQuery::new(clauses);
        let mut wanted = limit;
        loop {
            // A search in memory fails on nothing but a broken index, which building it would have told.
            let found = self.searcher.search(&query, &TopDocs::with_limit(wanted).order_by_score()).unwrap_or_default();
            let all = found.len() < wanted;
            let mut kept: Vec<(f32, usize)> = found.into_iter().map(|(score, address)| (score, address.doc_id as usize)).collect();
            kept.retain(|&(_, at)| allowed(&self.books[at].article));
            if kept.len() >= limit || all {
                kept.truncate(limit);
                return kept;
            }
            wanted *= 4;
        }
    }

    fn hit(&self, asked: &[Asked], score: f32, at: usize) -> Hit {
        let book = &self.books[at];
        let weighed = book.cuts.iter().map(|cut| (weigh(asked, &cut.stems), cut));
        let best = weighed.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let (weight, cut) = best.map_or((0.0, None), |(weight, cut)| (weight, Some(cut)));
        Hit {
            article: book.article.id.clone(),
            language: self.language,
            score: score + weight,
            confidence: coverage(asked, |id| book.label.contains(&id) || cut.is_some_and(|cut| cut.stems.contains(&id))),
            passage: cut.map_or_else(
                || Passage { heading: None, markdown: book.article.description.clone() },
                |cut| cut.passage.clone(),
            ),
        }
    }
}

/// BM25 of a passage, at an average length of its own.
fn weigh(asked: &[Asked], stems: &[u32]) -> f32 {
    let long = 0.4 + 0.6 * stems.len() as f32 / 80.0;
    asked
        .iter()
        .filter_map(|a| a.id.map(|id| (a.idf, stems.iter().filter(|&&s| s == id).count() as f32)))
        .map(|(idf, n)| idf * n * 2.2 / (n + 1.2 * long))
        .sum()
}

/// The share of the question's content words, each weighed by its rarity, that are `there`.
fn coverage(asked: &[Asked], there: impl Fn(u32) -> bool) -> f32 {
    let content = || asked.iter().filter(|a| a.content);
    let all: f32 = content().map(|a| a.idf).sum();
    let covered: f32 = content().filter(|a| a.id.is_some_and(&there)).map(|a| a.idf).sum();
    if all > 0.0 { covered / all } else { 0.0 }
}

impl Builder {
    fn new(language: Language) -> Self {
        Self { stems: Stems::new(language), numbers: HashMap::new(), articles_with: Vec::new(), words: HashMap::new() }
    }

    fn read(&mut self, article: Article, fields: &Fields) -> (TantivyDocument, Book) {
        let mut document = TantivyDocument::default();
        let mut occurring = HashSet::new();
        let mut exact = Vec::new();
        let extra = [vec![article.description.clone()], headings(&article.markdown), article.keywords.clone()].concat().join(" . ");
        let mut label = HashSet::new();
        for (field, text) in [(fields.title, &article.title), (fields.extra, &extra), (fields.body, &article.markdown)] {
            let stems = self.stems(text, &mut exact);
            document.add_pre_tokenized_text(field, pretokenized(stems.iter().map(|(_, stem)| stem.as_str())));
            let numbers = stems.into_iter().map(|(id, _)| id);
            if field == fields.body { occurring.extend(numbers) } else { label.extend(numbers) }
        }
        document.add_pre_tokenized_text(fields.exact, pretokenized(exact.iter().map(String::as_str)));
        occurring.extend(label.iter().copied());
        for &id in &occurring {
            self.articles_with[id as usize] += 1;
        }
        let mut cuts = Vec::new();
        for passage in passages(&article.markdown) {
            let stems = self.stems(&passage.markdown, &mut Vec::new()).into_iter().map(|(id, _)| id).collect();
            cuts.push(Cut { passage, stems });
        }
        (document, Book { article, cuts, label })
    }

    fn stems(&mut self, text: &str, words: &mut Vec<String>) -> Vec<(u32, String)> {
        let mut stems = Vec::new();
        for token in Utterance::read_whole(text).tokens() {
            let stem = self.stems.stem(&token.text).to_owned();
            let next = self.numbers.len() as u32;
            let id = *self.numbers.entry(stem.clone()).or_insert(next);
            if id == next {
                self.articles_with.push(0);
            }
            stems.push((id, stem));
            *self.words.entry(token.text.clone()).or_default() += 1;
            words.push(token.text.clone());
        }
        stems
    }
}

fn pretokenized<'a>(words: impl Iterator<Item = &'a str>) -> PreTokenizedString {
    let token = |(position, word): (usize, &str)| Token { position, text: word.to_owned(), ..Token::default() };
    PreTokenizedString { text: String::new(), tokens: words.enumerate().map(token).collect() }
}
