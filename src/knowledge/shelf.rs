//! The articles of one language: tantivy finds the best few, which are then weighed closely, down to the passage.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use crate::domain::Language;
use crate::language::{Speller, Utterance};

use super::analysis::Stems;
use super::binding::{Book, Bound, Cut, Fields, bind};
use super::index::{Hit, IndexError};
use super::terms::idf;
use super::{Article, Passage};

/// A word in the title counts more than one in the text; more than this made every set worse.
const TITLE: f32 = 1.5;
/// The very word that was typed counts beside its stem.
const EXACT: f32 = 0.5;
/// The best passage counts beside the article it stands in.
const PASSAGE: f32 = 0.5;
/// The usual length of a passage, a title.
const PASSAGE_LENGTH: f32 = 80.0;
const TITLE_LENGTH: f32 = 7.0;
/// How many of the articles that tantivy finds are weighed closely, and of how many the passages too.
const FOUND: usize = 16;
const WEIGHED: usize = 10;
/// A question is cut after this many different words.
const MOST_WORDS: usize = 48;

/// One language's articles.
pub(super) struct Shelf {
    language: Language,
    books: Vec<Book>,
    by_id: HashMap<String, usize>,
    searcher: Searcher,
    fields: Fields,
    bytes: usize,
    /// Stems and words with their numbers, and how many articles have each.
    stems: Numbered,
    words: Numbered,
    /// The usual number of words in an article.
    usual: f32,
    speller: Speller,
    stemmer: Mutex<Stems>,
}

/// Terms with their numbers, and in how many articles each occurs.
#[derive(Default)]
pub(super) struct Numbered {
    numbers: HashMap<String, u32>,
    articles: Vec<u32>,
}

/// A word of a question: what it is among the stems and among the words, with its rarity as each.
struct Asked {
    stem_text: String,
    stem: Option<(u32, f32)>,
    word: Option<(u32, f32)>,
    /// How much an article that lacks it leaves unanswered.
    weight: f32,
    content: bool,
}

impl Numbered {
    /// The number of a term, which it gets if it has none.
    pub fn number(&mut self, term: &str) -> u32 {
        if let Some(&id) = self.numbers.get(term) {
            return id;
        }
        let id = self.articles.len() as u32;
        self.numbers.insert(term.to_owned(), id);
        self.articles.push(0);
        id
    }

    /// Counts an article that has these terms, each once.
    pub fn occur(&mut self, terms: impl Iterator<Item = u32>) {
        for id in terms {
            self.articles[id as usize] += 1;
        }
    }

    fn find(&self, term: &str, articles: usize) -> Option<(u32, f32)> {
        self.numbers.get(term).map(|&id| (id, idf(self.articles[id as usize], articles)))
    }
}

impl Shelf {
    pub fn build(language: Language, articles: Vec<Article>) -> Result<Self, IndexError> {
        let Bound { books, by_id, searcher, fields, stems, words, frequency, stemmer } = bind(language, articles)?;
        let bytes = searcher.space_usage().map_err(tantivy::TantivyError::from)?.total().get_bytes() as usize;
        let usual = books.iter().map(|b| b.words.length()).sum::<usize>() as f32 / books.len().max(1) as f32;
        let speller = Speller::build(words.numbers.iter().map(|(word, &id)| (word.as_str(), frequency[id as usize])));
        Ok(Self {
            language,
            books,
            by_id,
            searcher,
            fields,
            bytes,
            stems,
            words,
            usual,
            speller,
            stemmer: stemmer.into(),
        })
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
        self.bytes + self.books.iter().map(Book::bytes).sum::<usize>() + self.speller.bytes()
    }

    pub fn search(&self, utterance: &Utterance, allowed: &dyn Fn(&Article) -> bool, limit: usize) -> Vec<Hit> {
        let asked = self.asked(utterance);
        if asked.iter().all(|a| a.stem.is_none()) || limit == 0 {
            return Vec::new();
        }
        let mut found = self.found(&asked, allowed, limit.max(FOUND));
        for (score, at) in &mut found {
            *score += self.closer(&asked, &self.books[*at]);
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.truncate(limit.max(WEIGHED));
        let mut hits: Vec<Hit> = found.into_iter().map(|(score, at)| self.hit(&asked, score, at)).collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        hits.truncate(limit);
        hits
    }

    /// A word as it is searched for: an unknown one as the known one next to it.
    pub fn spelled<'a>(&'a self, word: &'a str) -> &'a str {
        self.speller.correct(word).unwrap_or(word)
    }

    fn asked(&self, utterance: &Utterance) -> Vec<Asked> {
        let mut stems = self.stemmer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut seen = HashSet::new();
        let words = utterance.tokens().iter().map(|t| self.spelled(&t.text));
        let new = words.filter(|word| seen.insert(*word)).take(MOST_WORDS);
        let articles = self.books.len();
        new.map(|word| {
            let stem_text = stems.stem(word);
            let stem = self.stems.find(&stem_text, articles);
            Asked {
                stem,
                stem_text,
                word: self.words.find(word, articles),
                weight: stem.map_or_else(|| idf(0, articles), |(_, idf)| idf),
                content: stems.is_content(word),
            }
        })
        .collect()
    }

    /// The best articles by the stems of their titles, keywords and texts. The words of grammar don't help to find
    /// anything, and are the dearest to look for.
    fn found(&self, asked: &[Asked], allowed: &dyn Fn(&Article) -> bool, limit: usize) -> Vec<(f32, usize)> {
        let any_content = asked.iter().any(|a| a.content && a.stem.is_some());
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(asked.len() * 3);
        for word in asked.iter().filter(|a| a.stem.is_some() && (a.content || !any_content)) {
            for (field, boost) in [(self.fields.title, TITLE), (self.fields.extra, 1.0), (self.fields.body, 1.0)] {
                let term = TermQuery::new(Term::from_field_text(field, &word.stem_text), IndexRecordOption::WithFreqs);
                clauses.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term), boost))));
            }
        }
        let query = BooleanQuery::new(clauses);
        let mut wanted = limit;
        loop {
            // A search in memory fails on nothing but a broken index, which building it would have told.
            let found = self.searcher.search(&query, &TopDocs::with_limit(wanted).order_by_score()).unwrap_or_default();
            let all = found.len() < wanted;
            let mut kept: Vec<(f32, usize)> =
                found.into_iter().map(|(score, at)| (score, at.doc_id as usize)).collect();
            kept.retain(|&(_, at)| allowed(&self.books[at].article));
            if kept.len() >= limit || all {
                kept.truncate(limit);
                return kept;
            }
            wanted *= 4;
        }
    }

    /// What the first look left out: the very words that were typed, and the title's grammar ("how do I …").
    fn closer(&self, asked: &[Asked], book: &Book) -> f32 {
        let grammar = asked.iter().filter(|a| !a.content).filter_map(|a| a.stem);
        let words = asked.iter().filter_map(|a| a.word);
        TITLE * book.title.bm25(grammar, TITLE_LENGTH) + EXACT * book.words.bm25(words, self.usual)
    }

    fn hit(&self, asked: &[Asked], score: f32, at: usize) -> Hit {
        let book = &self.books[at];
        let stems = || asked.iter().filter_map(|a| a.stem);
        let weighed = book.cuts.iter().map(|cut| (cut.stems.bm25(stems(), PASSAGE_LENGTH), cut));
        let best = weighed.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let (weight, cut) = best.map_or((0.0, None), |(weight, cut)| (weight, Some(cut)));
        Hit {
            article: book.article.id.clone(),
            language: self.language,
            score: score + PASSAGE * weight,
            confidence: coverage(asked, |id| {
                book.label.contains(&id) || cut.is_some_and(|cut| cut.stems.occurs(id) > 0)
            }),
            passage: cut.map_or_else(|| book.described(), |cut: &Cut| -> Passage { cut.passage.clone() }),
        }
    }
}

/// The share of the question's content words, each weighed by its rarity, that are `there`.
fn coverage(asked: &[Asked], there: impl Fn(u32) -> bool) -> f32 {
    let content = || asked.iter().filter(|a| a.content);
    let all: f32 = content().map(|a| a.weight).sum();
    let covered: f32 = content().filter(|a| a.stem.is_some_and(|(id, _)| there(id))).map(|a| a.weight).sum();
    if all > 0.0 { covered / all } else { 0.0 }
}
