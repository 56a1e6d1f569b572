//! The articles of one language: tantivy finds the best few, which are then weighed closely, down to the passage.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use crate::domain::Language;
use crate::language::{Speller, Utterance};
use crate::vectors::{Probe, Vectors};

use super::analysis::Stems;
use super::binding::{Book, Bound, Cut, Fields, bind};
use super::fusion::{Balance, Candidate, Near};
use super::index::{Hit, IndexError};
use super::meaning::{Meanings, probe};
use super::sense::Senses;
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
/// Of how many it is looked whether they speak of the question in other words: what is ranked lower is answered from
/// only if it has the words.
const FELT: usize = 4;
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
    meanings: Meanings,
    senses: Senses,
}

/// Terms with their numbers, and in how many articles each occurs.
#[derive(Default)]
pub(super) struct Numbered {
    numbers: HashMap<String, u32>,
    articles: Vec<u32>,
}

/// A word of a question: what it is among the stems and among the words, with its rarity as each.
struct Asked {
    text: String,
    /// What it means, where it matters whether an article has it.
    sense: Option<Probe>,
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

    /// The terms by their numbers.
    fn in_order(&self) -> Vec<&str> {
        let mut terms = vec![""; self.numbers.len()];
        for (term, &id) in &self.numbers {
            terms[id as usize] = term;
        }
        terms
    }

    fn find(&self, term: &str, articles: usize) -> Option<(u32, f32)> {
        self.numbers.get(term).map(|&id| (id, idf(self.articles[id as usize], articles)))
    }
}

impl Shelf {
    pub fn build(language: Language, articles: Vec<Article>) -> Result<Self, IndexError> {
        let Bound { books, by_id, searcher, fields, stems, words, frequency, of_word, stemmer, meanings } =
            bind(language, articles)?;
        let bytes = searcher.space_usage().map_err(tantivy::TantivyError::from)?.total().get_bytes() as usize;
        let usual = books.iter().map(|b| b.words.length()).sum::<usize>() as f32 / books.len().max(1) as f32;
        let speller = Speller::build(words.numbers.iter().map(|(word, &id)| (word.as_str(), frequency[id as usize])));
        let senses = Senses::of(stems.articles.len(), of_word.iter().copied().zip(words.in_order()));
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
            meanings,
            senses,
        })
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether it was built of exactly these.
    pub fn holds(&self, language: Language, articles: &[Article]) -> bool {
        self.language == language && self.articles().eq(articles)
    }

    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.books.iter().map(|book| &book.article)
    }

    pub fn article(&self, id: &str) -> Option<&Article> {
        self.by_id.get(id).map(|&at| &self.books[at].article)
    }

    pub fn bytes(&self) -> usize {
        self.bytes
            + self.books.iter().map(Book::bytes).sum::<usize>()
            + self.speller.bytes()
            + self.meanings.bytes()
            + self.senses.bytes()
    }

    /// The best articles, by words and by meaning together. A `guest` asks in another language: few words can be the
    /// same, and none is a misspelt word of this one.
    pub fn search(
        &self,
        question: &Utterance,
        guest: bool,
        allowed: &dyn Fn(&Article) -> bool,
        limit: usize,
    ) -> Vec<Hit> {
        let asked = self.asked(question, guest);
        let probe = probe(asked.iter().map(|a| &*a.text));
        if limit == 0 || probe.is_none() && asked.iter().all(|a| a.stem.is_none()) {
            return Vec::new();
        }
        let near = probe.as_ref().map(|probe| Near::to(&self.meanings, probe));
        let balance = Balance::of(guest, near.as_ref());
        let mut found = self.candidates(&asked, near.as_ref(), allowed, limit.max(FOUND));
        balance.rank(&mut found);
        found.truncate(limit.max(WEIGHED));
        for candidate in &mut found {
            self.look_closely(&asked, probe.as_ref(), balance, candidate);
        }
        balance.rank(&mut found);
        found.truncate(limit);
        found.iter().enumerate().map(|(place, candidate)| self.hit(&asked, candidate, place < FELT)).collect()
    }

    /// A word as it is searched for: an unknown one as the known one next to it, unless it is a common word.
    pub fn spelled<'a>(&'a self, word: &'a str) -> &'a str {
        if Vectors::embedded().is_common(word) {
            return word;
        }
        self.speller.correct(word).unwrap_or(word)
    }

    /// The words of a question, each once.
    fn asked(&self, utterance: &Utterance, guest: bool) -> Vec<Asked> {
        let mut stems = self.stemmer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut seen = HashSet::new();
        let words = utterance.tokens().iter().map(|t| if guest { &*t.text } else { self.spelled(&t.text) });
        let new = words.filter(|word| seen.insert(*word)).take(MOST_WORDS);
        let articles = self.books.len();
        new.map(|word| {
            let content = stems.is_content(word);
            let stem_text = stems.stem(word);
            let stem = self.stems.find(&stem_text, articles);
            Asked {
                text: word.to_owned(),
                stem,
                stem_text,
                word: self.words.find(word, articles),
                weight: stem.map_or_else(|| idf(0, articles), |(_, idf)| idf),
                sense: if content { probe([word]) } else { None },
                content,
            }
        })
        .collect()
    }

    /// The articles that share the question's words, and those that come near to its meaning.
    fn candidates(
        &self,
        asked: &[Asked],
        near: Option<&Near>,
        allowed: &dyn Fn(&Article) -> bool,
        limit: usize,
    ) -> Vec<Candidate> {
        let by_words = self.found(asked, allowed, limit);
        let alike = near.map_or_else(Vec::new, |near| near.best(limit, |at| allowed(&self.books[at].article)));
        let new = alike.into_iter().filter(|at| by_words.iter().all(|(_, known)| known != at));
        let new: Vec<(f32, usize)> = new.map(|at| (0.0, at)).collect();
        let weigh = |(words, at): (f32, usize)| Candidate {
            at,
            words: words + self.closer(asked, &self.books[at]),
            meaning: near.map_or(0.0, |near| near.articles[at]),
            ..Candidate::default()
        };
        by_words.into_iter().chain(new).map(weigh).collect()
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

    /// Weighs an article by its best passage, too, and finds that.
    fn look_closely(&self, asked: &[Asked], probe: Option<&Probe>, balance: Balance, candidate: &mut Candidate) {
        let book = &self.books[candidate.at];
        let stems = || asked.iter().filter_map(|a| a.stem);
        let words: Vec<f32> = book.cuts.iter().map(|cut| cut.stems.bm25(stems(), PASSAGE_LENGTH)).collect();
        candidate.words += PASSAGE * words.iter().copied().fold(0.0, f32::max);
        let mut cosines = vec![0.0; words.len()];
        if let Some(probe) = probe {
            cosines = self.meanings.passages(candidate.at, probe);
            candidate.meaning = self.meanings.close(candidate.at, probe, &cosines);
        }
        candidate.cut = balance.best_passage(&words, &cosines);
    }

    fn hit(&self, asked: &[Asked], candidate: &Candidate, felt: bool) -> Hit {
        let book = &self.books[candidate.at];
        let cut = candidate.cut.and_then(|at| book.cuts.get(at));
        let stems = || book.label.iter().copied().chain(cut.into_iter().flat_map(|cut| cut.stems.distinct()));
        let covers = |word: &Asked| {
            let there = word.stem.is_some_and(|(id, _)| stems().any(|stem| stem == id));
            let sense = word.sense.as_ref().filter(|_| felt && !there);
            sense.map_or(f32::from(u8::from(there)), |sense| self.senses.likeness(sense, stems()))
        };
        Hit {
            article: book.article.id.clone(),
            language: self.language,
            score: candidate.score,
            confidence: coverage(asked, covers),
            meaning: candidate.meaning,
            passage: cut.map_or_else(|| book.described(), |cut: &Cut| -> Passage { cut.passage.clone() }),
        }
    }
}

/// The share of the question's content words, each weighed by its rarity, that are covered.
fn coverage(asked: &[Asked], covers: impl Fn(&Asked) -> f32) -> f32 {
    let content = || asked.iter().filter(|a| a.content);
    let all: f32 = content().map(|a| a.weight).sum();
    let covered: f32 = content().map(|a| a.weight * covers(a)).sum();
    if all > 0.0 { covered / all } else { 0.0 }
}
