//! The articles of one language: the best few by their words and their meaning, which are then weighed closely, down to
//! the passage.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::domain::Language;
use crate::language::{Speller, Utterance};
use crate::vectors::Vectors;

use super::Article;
use super::asked::{Asked, coverage};
use super::binding::{Bound, bind};
use super::book::Book;
use super::cognates::Cognates;
use super::fields::Fields;
use super::fusion::{Balance, Candidate, Near, best_of};
use super::index::{Hit, IndexError};
use super::marks;
use super::meaning::Meanings;
use super::readings::{numbers, readings};
use super::sense::Senses;
use super::vocabulary::Vocabulary;

/// A word in the title counts more than one in the text; more than this made every set worse.
const TITLE: f32 = 1.5;
/// The very word that was typed counts beside its stem.
const EXACT: f32 = 0.5;
/// The best passage counts beside the article it stands in, and as much the first one …
const PASSAGE: f32 = 0.4;
/// … of an article with so many that the first is an introduction: it says what the article is about.
const INTRODUCED: usize = 4;
/// A title that is asked for as a whole counts more than one that also speaks of other things.
const WHOLE_TITLE: f32 = 0.3;
/// The usual length of a title.
const TITLE_LENGTH: f32 = 7.0;
/// How many articles are looked for by their words, and as many by their meaning; and of how many the passages are weighed.
const FOUND: usize = 24;
const WEIGHED: usize = 10;
/// Of how many it is looked whether they speak of the question in other words: what is ranked lower is answered from
/// only if it has the words.
const FELT: usize = 4;
/// A word that the label covers so far is named by it; and so many must be before an article is about the question.
const NAMED: f32 = 0.8;
const MATTER: usize = 2;
/// A question is cut after this many different words.
const MOST_WORDS: usize = 48;

/// Words of so few letters are pieces of other words, or misspelt grammar, as often as they are meant.
const SCRAP: usize = 2;
const SCRAP_PART: f32 = 0.5;
/// Words of fewer letters have too many neighbours to guess among, unless one is grammar.
const GUESSED: usize = 4;
/// So many of the most frequent words of the languages are no guest's misspelt ones.
const OWN: u32 = 8_000;

/// A word of a passage that covers one of the question by its meaning is marked from here on.
const ALIKE: f32 = 0.5;

/// Whether a word that the articles lack is surely meant as it is written: it is common. A guest's rarer words are not surely
/// misspelt, and not surely meant: a common word may be near to them.
fn is_meant(word: &str, letters: usize, guest: bool) -> bool {
    let vectors = Vectors::embedded();
    let is_guests_own = |rank| rank < OWN || letters < GUESSED;
    if guest { vectors.rank(word).is_some_and(is_guests_own) } else { vectors.is_common(word) }
}

/// One language's articles.
pub(super) struct Shelf {
    language: Language,
    books: Vec<Book>,
    by_id: HashMap<String, usize>,
    fields: Fields,
    vocabulary: Vocabulary,
    speller: Speller,
    meanings: Meanings,
    senses: Senses,
    /// Only guests need them.
    cognates: OnceLock<Cognates>,
}

impl Shelf {
    pub fn build(language: Language, articles: Vec<Article>) -> Result<Self, IndexError> {
        let Bound { books, by_id, fields, vocabulary, meanings } = bind(language, articles)?;
        let speller = Speller::build(vocabulary.words().map(|(word, _, count)| (word, count)));
        let senses = Senses::of(vocabulary.stems(), vocabulary.words().map(|(word, stem, _)| (stem, word)));
        let cognates = OnceLock::new();
        Ok(Self { language, books, by_id, fields, vocabulary, speller, meanings, senses, cognates })
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
        self.fields.bytes()
            + self.books.iter().map(Book::bytes).sum::<usize>()
            + self.vocabulary.bytes()
            + self.speller.bytes()
            + self.meanings.bytes()
            + self.senses.bytes()
            + self.cognates.get().map_or(0, Cognates::bytes)
    }

    /// What words of other languages are spelled like. Whoever expects a guest asks for it before one comes: it is made at
    /// the first call.
    pub fn cognates(&self) -> &Cognates {
        let words = || self.vocabulary.words().map(|(word, stem, _)| (word, stem));
        self.cognates.get_or_init(|| Cognates::of(words()))
    }

    /// The best articles, by words and by meaning together. A `guest` asks in another language: few words can be the
    /// same, and the others are looked for by what means the same here.
    pub fn search(
        &self,
        question: &Utterance,
        guest: bool,
        allowed: &dyn Fn(&Article) -> bool,
        limit: usize,
    ) -> Vec<Hit> {
        let asked = self.asked(question, guest);
        let meant =
            Vectors::embedded().embed_parts(asked.iter().filter(|a| a.heard > 0.0).map(|a| (&*a.text, a.heard)));
        if limit == 0 || meant.is_none() && asked.iter().all(|a| a.stem.is_none()) {
            return Vec::new();
        }
        let near = meant.as_ref().map(|meant| Near::to(&self.meanings, meant));
        let balance = Balance::of(guest, near.as_ref());
        let mut found = self.candidates(&asked, near.as_ref(), allowed, limit.max(FOUND));
        balance.rank(&mut found);
        found.truncate(limit.max(WEIGHED));
        for candidate in &mut found {
            self.look_closely(&asked, near.as_ref(), balance, candidate);
        }
        balance.rank(&mut found);
        found.truncate(limit);
        found.iter().enumerate().map(|(place, candidate)| self.hit(&asked, candidate, place < FELT)).collect()
    }

    /// The words of a passage that are the question's.
    pub fn marks(&self, question: &Utterance, guest: bool, markdown: &str) -> Vec<Range<usize>> {
        let asked = self.asked(question, guest);
        let number = |word: &str| self.vocabulary.look_up(word).stem;
        let content = |word: &String| Some(self.vocabulary.look_up(word)).filter(|known| known.content)?.stem;
        let there: Vec<u32> = marks::words(markdown).iter().filter_map(content).collect();
        let meant = |word: &Asked<'_>| match word.stem {
            Some(stem) if there.contains(&stem) => Some(stem),
            _ => self
                .senses
                .nearest(word.sense()?, &there)
                .filter(|&(_, covered)| covered >= ALIKE)
                .map(|(stem, _)| stem),
        };
        let meant: Vec<u32> = asked.iter().filter(|word| word.content).filter_map(meant).collect();
        marks::marks(markdown, |word| number(word).is_some_and(|stem| meant.contains(&stem)))
    }

    /// A word as it is searched for: one that the articles lack as what it is likeliest meant as, unless it is a common word.
    /// What a `guest` says in another language is itself where nothing near to it is far more frequent.
    pub fn spelled<'a>(&'a self, word: &'a str, guest: bool) -> Cow<'a, str> {
        self.read(word, guest, false).text
    }

    /// The words of a question, each once.
    fn asked<'a>(&'a self, question: &'a Utterance, guest: bool) -> Vec<Asked<'a>> {
        let mut asked: Vec<Asked<'a>> = Vec::with_capacity(question.tokens().len().min(MOST_WORDS));
        for token in question.tokens() {
            if asked.len() >= MOST_WORDS {
                break;
            }
            let capitals = is_capitals(question.original().get(token.start..token.end).unwrap_or_default());
            let word = self.read(&token.text, guest, capitals);
            if asked.iter().all(|known| known.text != word.text) {
                asked.push(word);
            }
        }
        asked
    }

    /// A word of a question. One that the articles lack is what it may be meant as.
    fn read<'a>(&'a self, word: &'a str, guest: bool, capitals: bool) -> Asked<'a> {
        let of = |word: Cow<'a, str>| match guest {
            true => Asked::of_guest(word, &self.vocabulary, &self.senses, self.cognates(), self.books.len()),
            false => Asked::of(word, &self.vocabulary, self.books.len()),
        };
        let letters = word.chars().count();
        let is_word = word.chars().all(char::is_alphabetic);
        let asked = of(word.into());
        if is_word && letters <= SCRAP && !capitals {
            return match asked.content {
                true if asked.stem.is_none() => asked.unheard(),
                true => asked.in_part(SCRAP_PART),
                false => asked,
            };
        }
        if asked.written || is_meant(word, letters, guest) {
            return asked;
        }
        if !is_word {
            let numbers = numbers(word).map(|number| (of(number.into()), 1.0));
            return Asked::among(numbers.filter(|(number, _)| number.written).collect()).unwrap_or(asked);
        }
        let readings = readings(word, &self.speller, guest);
        let readings: Vec<_> = readings.into_iter().map(|reading| (of(reading.word), reading.likely)).collect();
        if letters < GUESSED {
            let is_grammar = Asked::among(readings).is_some_and(|word| !word.content);
            let asked = of(self.speller.correct(word).unwrap_or(word).into());
            return if is_grammar { asked.unheard() } else { asked };
        }
        Asked::among(readings).unwrap_or(asked)
    }

    /// The articles that share the question's words, and those that come near to its meaning.
    fn candidates(
        &self,
        asked: &[Asked<'_>],
        near: Option<&Near<'_>>,
        allowed: &dyn Fn(&Article) -> bool,
        limit: usize,
    ) -> Vec<Candidate> {
        let allowed = |at: usize| allowed(&self.books[at].article);
        let mut found = self.by_words(asked, limit, allowed);
        let alike = near.map_or_else(Vec::new, |near| near.best(limit, allowed));
        let new: Vec<usize> = alike.into_iter().filter(|at| found.iter().all(|known| known.at != *at)).collect();
        found.extend(new.into_iter().map(|at| Candidate { at, ..Candidate::default() }));
        found.sort_unstable_by_key(|candidate| candidate.at);
        if let Some(near) = near {
            let places: Vec<usize> = found.iter().map(|candidate| candidate.at).collect();
            found.iter_mut().zip(near.cosines(&places)).for_each(|(candidate, cosine)| candidate.meaning = cosine);
        }
        self.weigh_words(asked, &mut found);
        found
    }

    /// The best articles by the stems of their titles, keywords and texts. The words of grammar don't help to find
    /// anything, and are the dearest to look for.
    fn by_words(&self, asked: &[Asked<'_>], limit: usize, allowed: impl Fn(usize) -> bool) -> Vec<Candidate> {
        let any_content = asked.iter().any(|a| a.content && !a.sought.is_empty());
        let mut sums = vec![0.0; self.books.len()];
        for sought in asked.iter().filter(|a| a.content || !any_content).flat_map(|a| &a.sought) {
            let text = self.vocabulary.stem_text(sought.stem);
            for (field, weight) in [(&self.fields.title, TITLE), (&self.fields.extra, 1.0), (&self.fields.body, 1.0)] {
                field.add(text, weight * sought.part, &mut sums);
            }
        }
        let matching = sums.iter().copied().enumerate().filter(|&(_, words)| words > 0.0);
        let best = best_of(matching, limit, allowed);
        best.into_iter().map(|(at, words)| Candidate { at, words, ..Candidate::default() }).collect()
    }

    /// What the first look left out: the very words that were typed, and the title's grammar ("how do I …"). The candidates
    /// come in the order of their places.
    fn weigh_words(&self, asked: &[Asked<'_>], candidates: &mut [Candidate]) {
        for word in asked.iter().filter(|a| a.written) {
            self.fields.words.add_to(&word.text, EXACT, candidates);
        }
        for candidate in candidates {
            let grammar = asked.iter().filter(|a| !a.content).flat_map(|a| &a.sought);
            let title = &self.books[candidate.at].title;
            candidate.words += TITLE * title.bm25(grammar.map(|sought| sought.weighed()), TITLE_LENGTH);
        }
    }

    /// Weighs an article by its best passage, too, and finds that.
    fn look_closely(&self, asked: &[Asked<'_>], near: Option<&Near<'_>>, balance: Balance, candidate: &mut Candidate) {
        let book = &self.books[candidate.at];
        let sought = || asked.iter().flat_map(|a| &a.sought);
        let words = book.leaves.bm25(sought().map(|sought| sought.weighed()));
        candidate.words += PASSAGE * best_and_first(&words);
        let rarity = |stem| self.vocabulary.idf(stem, self.books.len());
        let is_asked = |stem| sought().any(|sought| sought.stem == stem);
        candidate.words += WHOLE_TITLE * book.title.asked_for(rarity, is_asked);
        let mut cosines = vec![0.0; words.len()];
        if let Some(near) = near {
            cosines = self.meanings.passages(candidate.at, &near.probe);
            candidate.meaning = self.meanings.close(candidate.at, &near.probe, &cosines, candidate.meaning);
        }
        candidate.cut = balance.best_passage(&words, &cosines);
    }

    fn hit(&self, asked: &[Asked<'_>], candidate: &Candidate, felt: bool) -> Hit {
        let book = &self.books[candidate.at];
        let likeness = |word: &Asked<'_>, stems: &[u32]| {
            let sense = if felt { word.sense() } else { None };
            sense.map_or(0.0, |sense| self.senses.likeness(sense, stems.iter().copied()))
        };
        let content: Vec<&Asked<'_>> = asked.iter().filter(|word| word.content).collect();
        let names = |word: &&Asked<'_>| match word.stem {
            Some(stem) if book.label.binary_search(&stem).is_ok() => 1.0,
            _ => likeness(word, &book.label),
        };
        let named: Vec<f32> = content.iter().map(names).collect();
        let passage = LazyCell::new(|| book.leaves.stems_of(candidate.cut));
        let covers = |(word, &named): (&&Asked<'_>, &f32)| match word.stem {
            _ if named >= 1.0 => 1.0,
            Some(stem) if book.leaves.has(stem, candidate.cut) => 1.0,
            _ if felt => named.max(likeness(word, &passage)),
            _ => named,
        };
        let covered: Vec<f32> = content.iter().zip(&named).map(covers).collect();
        let matter = named.iter().filter(|&&named| named >= NAMED).count();
        Hit {
            article: book.article.id.clone(),
            language: self.language,
            score: candidate.score,
            confidence: coverage(&content, &covered),
            named: if matter < MATTER { 0.0 } else { coverage(&content, &named) },
            meaning: candidate.meaning,
            passage: book.passage(candidate.cut),
        }
    }
}

/// Whether a word is an abbreviation, written in capitals.
fn is_capitals(written: &str) -> bool {
    written.chars().all(char::is_uppercase) && written.chars().nth(1).is_some()
}

/// How well the passages match: the best one, and the first; where that introduces nothing, the best twice.
fn best_and_first(passages: &[f32]) -> f32 {
    let best = passages.iter().copied().fold(0.0, f32::max);
    let first = passages.first().filter(|_| passages.len() >= INTRODUCED);
    best + first.copied().unwrap_or(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_introduction_counts_beside_the_best_passage() {
        assert_eq!(best_and_first(&[1.0, 3.0, 2.0, 0.0]), 4.0);
        assert_eq!(best_and_first(&[1.0, 3.0]), 6.0);
        assert_eq!(best_and_first(&[]), 0.0);
    }

    #[test]
    fn a_letter_in_a_number_and_a_guests_slip_are_mended_and_a_name_is_left_alone() {
        let article = Article {
            id: "flu".into(),
            language: Language::En,
            title: "The influenza of 1918".into(),
            description: String::new(),
            keywords: Vec::new(),
            audience: Vec::new(),
            updated: None,
            markdown: "The influenza began in 1918. Hospitals had no vaccine.".into(),
        };
        let shelf = Shelf::build(Language::En, vec![article]).expect("an article");
        let read = |word, guest| shelf.spelled(word, guest).into_owned();
        assert_eq!((read("1k18", false), read("19x8", true)), ("1918".into(), "1918".into()));
        assert_eq!((read("1k92", false), read("p1", false)), ("1k92".into(), "p1".into()));
        // "Infuenza" is no word; "enel" is one, although "nel" is frequent.
        assert_eq!((read("infuenza", true), read("enel", false)), ("influenza".into(), "enel".into()));
    }

    #[test]
    fn an_abbreviation_is_two_capitals_or_more() {
        assert_eq!(["OS", "I", "os", "Os", ""].map(is_capitals), [true, false, false, false, false]);
    }
}
