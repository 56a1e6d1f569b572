//! All the articles, a shelf for each language.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::Arc,
};

use crate::domain::Language;
use crate::language::Utterance;

use super::shelf::Shelf;
use super::{Article, Passage};

/// Another language's article is offered only where the visitor's own language covers less of the question than this …
const POOR: f32 = 0.45;
/// … and the other covers at least this much more.
const CLEARLY_BETTER: f32 = 0.2;

/// An article that may answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The article's id.
    pub article: String,
    /// The article's language, which need not be the visitor's.
    pub language: Language,
    /// How well it ranks; comparable within one search only.
    pub score: f32,
    /// The share of what the question is about that the article covers, from 0 to 1.
    pub confidence: f32,
    /// The same of what its title, description, keywords and headings say alone; 0 where they have less than two of its
    /// words: whether the article is about the question, and does not just mention it.
    pub named: f32,
    /// How near it comes to what the question means: a cosine. Unlike the score it is comparable between languages.
    pub meaning: f32,
    /// What to quote.
    pub passage: Passage,
}

/// Why the articles cannot be searched.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Two articles share an id and a language.
    #[error("the article `{id}` is there twice in `{language}`; give one of them another name")]
    Twice {
        /// The id.
        id: String,
        /// The language.
        language: Language,
    },
    /// The index itself failed.
    #[error("the search index cannot be built: {0}")]
    Engine(#[from] tantivy::TantivyError),
}

/// The searchable articles. Plain memory, built in one go and never changed.
pub struct Index {
    shelves: Vec<Arc<Shelf>>,
    /// A visitor's language and another one that has an article of which theirs has no translation.
    beyond: HashSet<(Language, Language)>,
}

impl Index {
    /// Indexes the articles.
    ///
    /// # Errors
    /// Two articles with the same id and language, or a failure of the engine.
    pub fn build(articles: Vec<Article>) -> Result<Self, IndexError> {
        Self::build_after(articles, None)
    }

    /// The same, sooner: a language whose articles are all as in `before` shares its shelf.
    ///
    /// # Errors
    /// As those of [`Index::build`].
    pub fn build_after(articles: Vec<Article>, before: Option<&Self>) -> Result<Self, IndexError> {
        let mut by_language: HashMap<Language, Vec<Article>> = HashMap::new();
        for article in articles {
            by_language.entry(article.language).or_default().push(article);
        }
        let mut shelves = Vec::new();
        for language in Language::ALL {
            if let Some(articles) = by_language.remove(&language) {
                let same =
                    before.and_then(|before| before.shelves.iter().find(|shelf| shelf.holds(language, &articles)));
                shelves
                    .push(same.map_or_else(|| Shelf::build(language, articles).map(Arc::new), |s| Ok(Arc::clone(s)))?);
            }
        }
        let lacks = |own: Language, other: &Shelf| {
            let own = shelves.iter().find(|shelf| shelf.language() == own);
            other.articles().any(|article| own.is_none_or(|own| own.article(&article.id).is_none()))
        };
        let pairs = shelves.iter().flat_map(|other| Language::ALL.map(|own| (own, other)));
        let beyond = pairs.filter(|(own, other)| *own != other.language() && lacks(*own, other));
        let beyond: HashSet<_> = beyond.map(|(own, other)| (own, other.language())).collect();
        let is_visited = |shelf: &&Arc<Shelf>| beyond.iter().any(|(_, other)| *other == shelf.language());
        shelves.iter().filter(is_visited).for_each(|shelf| {
            shelf.cognates();
        });
        Ok(Self { shelves, beyond })
    }

    /// The articles that answer best, among the `allowed` ones. Those of another language are there only where the
    /// visitor's own has nothing as good, and then come first.
    pub fn search(
        &self,
        utterance: &Utterance,
        language: Language,
        allowed: &dyn Fn(&Article) -> bool,
        limit: usize,
    ) -> Vec<Hit> {
        let own = self.shelf(language);
        let mut hits = own.map_or_else(Vec::new, |shelf| shelf.search(utterance, false, allowed, limit));
        let covered = hits.iter().map(|h| h.confidence).fold(0.0, f32::max);
        if covered < POOR {
            // What the visitor's own language has as well was found there, or does not answer.
            let only_there =
                |article: &Article| own.is_none_or(|own| own.article(&article.id).is_none()) && allowed(article);
            let others = self.shelves.iter().filter(|other| self.beyond.contains(&(language, other.language())));
            let mut foreign: Vec<Vec<Hit>> =
                others.map(|other| other.search(utterance, true, &only_there, limit)).collect();
            let is_better = |hit: &Hit| own.is_none() || hit.confidence >= covered + CLEARLY_BETTER;
            foreign.iter_mut().for_each(|hits| hits.retain(is_better));
            hits.splice(0..0, merged(foreign));
            hits.truncate(limit);
        }
        hits
    }

    /// The words of a hit's passage that are the question's, by their bytes in its Markdown: the same word or a form of it,
    /// also where the question misspells it, or the word that comes nearest to its meaning. `language` is the visitor's.
    #[must_use]
    pub fn marks(&self, utterance: &Utterance, language: Language, hit: &Hit) -> Vec<Range<usize>> {
        let guest = hit.language != language;
        self.shelf(hit.language).map_or_else(Vec::new, |shelf| shelf.marks(utterance, guest, &hit.passage.markdown))
    }

    /// The words of a question as the articles of a language are searched for them: unknown ones mended.
    #[must_use]
    pub fn spelled(&self, utterance: &Utterance, language: Language) -> Vec<String> {
        let shelf = self.shelf(language);
        let read = |word: &str| shelf.map_or_else(|| word.to_owned(), |shelf| shelf.spelled(word, false).into_owned());
        utterance.tokens().iter().map(|token| read(&token.text)).collect()
    }

    /// An article by its id.
    #[must_use]
    pub fn article(&self, language: Language, id: &str) -> Option<&Article> {
        self.shelf(language)?.article(id)
    }

    /// Every article, by language and then as they were given.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.shelves.iter().flat_map(|shelf| shelf.articles())
    }

    /// What the index takes in memory, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.shelves.iter().map(|shelf| shelf.bytes()).sum()
    }

    fn shelf(&self, language: Language) -> Option<&Shelf> {
        self.shelves.iter().map(Arc::as_ref).find(|s| s.language() == language)
    }
}

/// The hits of several languages in one order: each language's own order stays, and of their first ones the nearest in
/// meaning comes first, because scores can't be compared between languages.
fn merged(languages: Vec<Vec<Hit>>) -> Vec<Hit> {
    let mut keyed: Vec<(f32, Hit)> = Vec::new();
    for hits in languages {
        let mut least = f32::INFINITY;
        keyed.extend(hits.into_iter().map(|hit| {
            least = least.min(hit.meaning);
            (least, hit)
        }));
    }
    keyed.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    keyed.into_iter().map(|(_, hit)| hit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Es, It};
    use proptest::prelude::*;

    fn article(id: &str, language: Language, title: &str, keywords: &[&str], markdown: &str) -> Article {
        Article {
            id: id.into(),
            language,
            title: title.into(),
            description: String::new(),
            keywords: keywords.iter().map(|&k| k.to_owned()).collect(),
            audience: if id == "phone" { vec!["phone".into()] } else { Vec::new() },
            updated: None,
            markdown: markdown.into(),
        }
    }

    fn index() -> Index {
        Index::build(articles()).expect("it can be built")
    }

    fn articles() -> Vec<Article> {
        vec![
            article(
                "chat",
                En,
                "Live chat",
                &["talk to somebody"],
                "Paid accounts can chat with an agent.\n\n## Waiting\n\nWhile you wait, the queue shows your place.",
            ),
            article(
                "phone",
                En,
                "Phone support",
                &["hotline"],
                "Call us. Have your meeting ID and your host key at hand before you call.",
            ),
            article(
                "tickets",
                En,
                "Web tickets",
                &[],
                "A ticket describes the problem in detail. Engineers answer it.",
            ),
            article("chat", It, "Chat dal vivo", &[], "Gli account a pagamento possono parlare con un operatore."),
            article("priorities", Es, "Prioridades", &[], "La restauración de P1 tarda cuatro horas."),
        ]
    }

    fn best(text: &str, language: Language) -> Option<Hit> {
        index().search(&Utterance::read(text), language, &|_| true, 3).into_iter().next()
    }

    #[test]
    fn finds_by_title_text_keyword_form_and_typing_error() {
        for (question, id) in [
            ("what is a web ticket", "tickets"),
            ("do you have a hotline", "phone"),
            ("my hots key for calling", "phone"),
            ("can I talk to somebody", "chat"),
            ("describing problms in detail", "tickets"),
        ] {
            assert_eq!(best(question, En).map(|h| h.article).as_deref(), Some(id), "{question}");
        }
    }

    #[test]
    fn quotes_the_passage_with_its_heading() {
        let hit = best("how long do I wait in the queue", En).expect("a hit");
        assert_eq!(hit.passage.heading.as_deref(), Some("Waiting"));
        assert!(hit.passage.markdown.starts_with("While you wait"));
    }

    #[test]
    fn confidence_is_the_share_of_the_question_that_is_covered() {
        let full = best("host key", En).expect("a hit").confidence;
        let half = best("host pizza", En).expect("a hit").confidence;
        assert!((full - 1.0).abs() < 1e-6 && half < 0.5, "{full} {half}");
        assert!(best("pizza recipe", En).is_none_or(|hit| hit.confidence < 0.1));
        assert!(best("", En).is_none());
    }

    #[test]
    fn what_is_not_allowed_is_not_found() {
        let index = index();
        let hits = index.search(&Utterance::read("host key for chat"), En, &|a| a.audience.is_empty(), 5);
        assert!(hits.iter().all(|h| h.article != "phone") && !hits.is_empty());
    }

    #[test]
    fn however_much_is_not_allowed_what_is_allowed_is_found() {
        let secret = |n: usize| Article {
            audience: vec!["phone".into()],
            ..article(&format!("secret-{n}"), En, "Host key", &["host key"], "The host key is your host key.")
        };
        let open = article("open", En, "Settings", &[], "Among many other things the settings have a host key.");
        let other = article("other", En, "Weather", &[], "It rains.");
        let index = Index::build((0..400).map(secret).chain([open, other]).collect()).expect("it can be built");
        let ids = |allowed: &dyn Fn(&Article) -> bool| -> Vec<String> {
            let hits = index.search(&Utterance::read("where is my host key"), En, allowed, 2);
            hits.into_iter().map(|hit| hit.article).collect()
        };
        assert_eq!(ids(&|article| article.audience.is_empty()), ["open", "other"]);
        assert!(ids(&|_| true).iter().all(|id| id.starts_with("secret")));
    }

    #[test]
    fn another_language_helps_only_where_the_own_has_nothing_as_good() {
        let hit = best("restauracion P1", En).expect("a hit");
        assert_eq!((hit.article.as_str(), hit.language), ("priorities", Es));
        let hit = best("chat", It).expect("a hit");
        assert_eq!(hit.language, It);
    }

    #[test]
    fn another_languages_words_are_looked_for_by_what_means_the_same() {
        let articles = [
            ("cancel", "Cancel your subscription", "You can end it on any day."),
            ("weather", "Weather", "In Wroclaw it rains."),
            ("music", "Music", "Bands play."),
        ];
        let articles = articles.map(|(id, title, text)| article(id, En, title, &[], text));
        let index = Index::build(articles.into()).expect("it can be built");
        let first = |text: &str| index.search(&Utterance::read(text), Es, &|_| true, 3).remove(0);
        assert_eq!(first("¿Cómo cancelo la suscripción?").article, "cancel");
        // A name is mended, and a word that Spanish has is not.
        assert_eq!(first("el tiempo en Wroclav").article, "weather");
        assert!(first("¿Qué bandas tocan?").confidence < 1.0);
    }

    #[test]
    fn a_learned_word_of_another_language_is_looked_for_by_what_is_spelled_like_it() {
        let articles = [
            ("algae", "Chloroplastids", "Chloroplastidan plants are green."),
            ("music", "Music", "Bands play."),
            ("weather", "Weather", "It rains."),
        ];
        let articles = articles.map(|(id, title, text)| article(id, En, title, &[], text));
        let index = Index::build(articles.into()).expect("it can be built");
        let hit = index.search(&Utterance::read("cloroplastida"), It, &|_| true, 1).remove(0);
        assert_eq!(hit.article, "algae");
    }

    #[test]
    fn what_the_own_language_has_as_well_is_not_taken_from_another() {
        let own = article("music", En, "Music", &[], "Bands play here.");
        let foreign = article("music", Es, "Canciones", &[], "Una orquesta toca canciones.");
        let other = article("songs", Es, "Canciones", &[], "Una orquesta toca canciones.");
        let found = |articles: [Article; 2]| {
            let index = Index::build(articles.into()).expect("it can be built");
            index
                .search(&Utterance::read("canciones"), En, &|_| true, 3)
                .into_iter()
                .map(|hit| hit.language)
                .collect::<Vec<_>>()
        };
        assert_eq!(found([own.clone(), foreign]), [En]);
        assert_eq!(found([own, other])[0], Es);
    }

    #[test]
    fn what_the_own_language_has_takes_no_place_of_what_it_lacks() {
        let songs = |id: &str, language, text: &str| article(id, language, "Canciones", &["canciones"], text);
        let both = ["a", "b", "c"].into_iter().flat_map(|id| {
            [article(id, En, "Music", &[], "Bands play here."), songs(id, Es, "Canciones, canciones, canciones.")]
        });
        let only = songs("songs", Es, "Una orquesta toca canciones.");
        let index = Index::build(both.chain([only]).collect()).expect("it can be built");
        let hits = index.search(&Utterance::read("canciones"), En, &|_| true, 1);
        assert_eq!((&*hits[0].article, hits[0].language), ("songs", Es));
    }

    #[test]
    fn hits_of_several_languages_keep_the_order_of_each() {
        let hit = |id: &str, meaning: f32| Hit {
            article: id.into(),
            language: En,
            score: 1.0,
            confidence: 1.0,
            named: 0.0,
            meaning,
            passage: Passage::default(),
        };
        let merged = merged(vec![vec![hit("a", 0.4), hit("b", 0.9)], vec![hit("c", 0.5), hit("d", 0.3)]]);
        assert_eq!(merged.iter().map(|hit| &*hit.article).collect::<Vec<_>>(), ["c", "a", "b", "d"]);
    }

    fn marked(text: &str, language: Language) -> Vec<String> {
        let (index, question) = (index(), Utterance::read(text));
        let hit = index.search(&question, language, &|_| true, 1).remove(0);
        let marks = index.marks(&question, language, &hit);
        marks.into_iter().map(|mark| hit.passage.markdown[mark].to_owned()).collect()
    }

    #[test]
    fn the_words_that_matched_are_marked() {
        assert_eq!(marked("how long do I wait in the queue", En), ["wait", "queue"]);
        // A form and a typing error; grammar never.
        assert_eq!(marked("calling with my hots key", En), ["Call", "host", "key", "call"]);
        // By meaning, in another language.
        let foreign = marked("P1 in how many hours", En);
        assert!(foreign.contains(&"P1".to_owned()) && foreign.contains(&"horas".to_owned()), "{foreign:?}");
        assert!(!foreign.contains(&"La".to_owned()) && !foreign.contains(&"de".to_owned()), "{foreign:?}");
    }

    #[test]
    fn a_language_whose_articles_stay_keeps_its_shelf() {
        let before = index();
        let mut changed = articles();
        changed[0].markdown.push_str(" Now with pictures.");
        let after = Index::build_after(changed, Some(&before)).expect("it can be built");
        let kept = |language| std::ptr::eq(after.shelf(language).unwrap(), before.shelf(language).unwrap());
        assert_eq!(Language::ALL.map(kept), [false, true, true]);
        let mut fewer = articles();
        fewer.retain(|article| article.id != "tickets");
        let after = Index::build_after(fewer, Some(&before)).expect("it can be built");
        assert!(after.article(En, "tickets").is_none() && after.article(En, "chat").is_some());
    }

    #[test]
    fn the_same_article_twice_is_an_error() {
        let twice = vec![article("a", En, "A", &[], "x"), article("a", En, "A", &[], "y")];
        assert!(matches!(Index::build(twice), Err(IndexError::Twice { .. })));
        let empty = Index::build(Vec::new()).expect("nothing is fine");
        assert!(empty.search(&Utterance::read("chat"), En, &|_| true, 3).is_empty());
        assert!(empty.article(En, "a").is_none());
    }

    #[test]
    fn an_article_without_text_quotes_its_description() {
        let mut lone = article("lone", En, "Lone title", &[], "");
        lone.description = "About it.".into();
        let index = Index::build(vec![lone]).expect("it can be built");
        let hits = index.search(&Utterance::read("lone title"), En, &|_| true, 3);
        assert_eq!(hits[0].passage.markdown, "About it.");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_question_is_searched(text in any::<String>()) {
            let hits = index().search(&Utterance::read(&text), It, &|_| true, 3);
            prop_assert!(hits.iter().all(|h| (0.0..=1.0 + 1e-4).contains(&h.confidence)));
        }
    }
}
