//! Articles and intents with their health: what there is, in which languages, how well it serves.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use serde::Serialize;

use super::{Desk, Health};
use crate::{
    content::{Content, Person, Scene, Slots, address},
    domain::{Action, Language, Standing},
    proof::VISITORS,
    reply::render,
    support::Localized,
};

/// Everything there is.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Library {
    /// The content that is live.
    pub revision: String,
    /// Over how many days the use is counted.
    pub days: u32,
    /// The articles, by id.
    pub articles: Vec<ArticleRow>,
    /// The intents, by id.
    pub intents: Vec<IntentRow>,
}

/// An article in all its languages.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ArticleRow {
    /// Its path below the language folder, without `.md`.
    pub id: String,
    /// Its title, in the first language that has one.
    pub title: String,
    /// The day of the last change in any language.
    pub updated: Option<String>,
    /// Every language, whether the article is in it or not.
    pub versions: Vec<Version>,
    /// How well it serves.
    pub health: Health,
}

/// An article in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Version {
    /// The language.
    pub language: Language,
    /// How it stands.
    pub standing: VersionStanding,
    /// Its file; where it would be, for one that is missing.
    pub file: String,
    /// The day of its last change.
    pub updated: Option<String>,
}

/// How an article stands in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum VersionStanding {
    /// It is live, and no other language is newer.
    Current,
    /// It is live, and older than another language.
    Older,
    /// There is a file that is not live: a draft, or one that cannot be taken yet.
    NotLive,
    /// There is none.
    Missing,
}

/// An intent.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct IntentRow {
    /// Its id: the name of its file.
    pub id: String,
    /// Its file.
    pub file: String,
    /// What "did you mean" offers, in English.
    pub title: String,
    /// Whether it is small talk.
    pub small_talk: bool,
    /// The article under its answers.
    pub article: Option<String>,
    /// How many examples it has, language by language.
    pub examples: Vec<usize>,
    /// The day of the last change, as far as git knows it.
    pub updated: Option<String>,
    /// How well it serves.
    pub health: Health,
}

/// An article to look at, with its languages side by side.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ArticleView {
    /// Its id.
    pub id: String,
    /// Each language.
    pub versions: Vec<ArticleText>,
    /// The intents whose answers have it under them.
    pub intents: Vec<String>,
    /// How well it serves.
    pub health: Health,
    /// Over how many days its use is counted.
    pub days: u32,
}

/// An article in one language, as visitors read it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ArticleText {
    /// How it stands.
    pub version: Version,
    /// What visitors read; nothing where it is not live.
    pub live: Option<LiveText>,
}

/// What visitors read of an article.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LiveText {
    /// Its title.
    pub title: String,
    /// What the reader finds in it.
    pub description: String,
    /// Words that people type and the text does not have.
    pub keywords: Vec<String>,
    /// The channels it is about; nothing where it is for everybody.
    pub audience: Vec<String>,
    /// Where visitors read it.
    pub url: String,
    /// The text, as sanitised HTML.
    pub html: String,
}

/// An intent to look at.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct IntentView {
    /// Its id.
    pub id: String,
    /// Its file.
    pub file: String,
    /// Whether it is small talk.
    pub small_talk: bool,
    /// The kinds of values it takes, the main one first.
    pub slots: Vec<String>,
    /// The article under its answers.
    pub article: Option<String>,
    /// What it is recognised by, language by language.
    pub languages: Vec<Recognised>,
    /// Its replies as they are written.
    pub replies: Vec<WrittenSay>,
    /// What it says, by who asks.
    pub said: Vec<Said>,
    /// How well it serves.
    pub health: Health,
    /// Over how many days its use is counted.
    pub days: u32,
}

/// What an intent is recognised by in one language.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Recognised {
    /// The language.
    pub language: Language,
    /// What "did you mean" offers.
    pub title: String,
    /// Words that decide alone.
    pub keywords: Vec<String>,
    /// Regular expressions that decide alone.
    pub patterns: Vec<String>,
    /// What people may say.
    pub examples: Vec<String>,
}

/// A reply as its file has it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WrittenSay {
    /// The line where it begins.
    pub line: usize,
    /// Under which condition it is said.
    pub when: Option<String>,
    /// What kind of turn it is.
    pub action: Action,
}

/// What an intent says to some kinds of visitors, without values filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Said {
    /// Who hears it; `null` is somebody who is not signed in.
    pub to: Vec<Option<Standing>>,
    /// What kind of turn it is.
    pub action: Action,
    /// The text in each language, as sanitised HTML.
    pub html: Vec<String>,
}

/// The file of an article.
pub(super) fn article_file(language: Language, id: &str) -> String {
    format!("knowledge/{language}/{id}.md")
}

/// The file of an intent.
pub(super) fn intent_file(id: &str) -> String {
    format!("intents/{id}.yaml")
}

/// Everything there is.
pub(super) fn library(desk: &Desk) -> Library {
    let articles = ids(desk).into_iter().map(|id| {
        let versions = versions(desk, &id);
        ArticleRow {
            title: title(&desk.content, &id),
            updated: versions.iter().filter_map(|version| version.updated.clone()).max(),
            health: desk.usage.article(&id),
            versions,
            id,
        }
    });
    let written: HashMap<_, _> = desk.content.written.iter().map(|intent| (intent.id.as_str(), intent)).collect();
    let examples = |id: &str| {
        let of = |texts: &Localized<Vec<String>>| texts.iter().map(|(_, texts)| texts.len()).collect();
        written.get(id).map_or_else(|| vec![0; Language::ALL.len()], |intent| of(&intent.examples))
    };
    let intents = desk.content.intents.iter().map(|intent| IntentRow {
        id: intent.id.clone(),
        title: intent.title.get(Language::En).clone(),
        small_talk: intent.small_talk,
        article: intent.article.clone(),
        examples: examples(&intent.id),
        updated: desk.changes.get(&intent_file(&intent.id)).map(Date::to_string),
        file: intent_file(&intent.id),
        health: desk.usage.intent(&intent.id),
    });
    Library {
        revision: desk.content.revision.clone(),
        days: desk.usage.days,
        articles: articles.collect(),
        intents: intents.collect(),
    }
}

/// An article with its languages side by side.
pub(super) fn article(desk: &Desk, id: &str) -> Option<ArticleView> {
    if !ids(desk).contains(id) {
        return None;
    }
    let content = &desk.content;
    let texts = versions(desk, id).into_iter().map(|version| {
        let article = content.index.article(version.language, id);
        let live = article.map(|article| LiveText {
            title: article.title.clone(),
            description: article.description.clone(),
            keywords: article.keywords.clone(),
            audience: article.audience.clone(),
            url: content.links.url(version.language, id),
            html: render::article_html(&article.markdown),
        });
        ArticleText { live, version }
    });
    let leads = content.intents.iter().filter(|intent| intent.article.as_deref() == Some(id));
    Some(ArticleView {
        id: id.to_owned(),
        versions: texts.collect(),
        intents: leads.map(|intent| intent.id.clone()).collect(),
        health: desk.usage.article(id),
        days: desk.usage.days,
    })
}

/// An intent with what it is recognised by and what it says.
pub(super) fn intent(desk: &Desk, id: &str) -> Option<IntentView> {
    let intent = desk.content.intent(id)?;
    let written = desk.content.written.iter().find(|written| written.id == id);
    let recognised = |language| Recognised {
        language,
        title: intent.title.get(language).clone(),
        keywords: written.map(|w| w.keywords.get(language).clone()).unwrap_or_default(),
        patterns: written.map(|w| w.patterns.get(language).clone()).unwrap_or_default(),
        examples: written.map(|w| w.examples.get(language).clone()).unwrap_or_default(),
    };
    let replies = written.into_iter().flat_map(|written| &written.replies).map(|reply| WrittenSay {
        line: reply.line,
        when: reply.when.clone(),
        action: reply.action,
    });
    Some(IntentView {
        id: id.to_owned(),
        small_talk: intent.small_talk,
        slots: intent.slots.iter().map(|slot| (*slot).to_owned()).collect(),
        article: intent.article.clone(),
        languages: Language::ALL.map(recognised).into(),
        replies: replies.collect(),
        said: said(&desk.content, id),
        health: desk.usage.intent(id),
        days: desk.usage.days,
        file: intent_file(id),
    })
}

/// What an intent says to each kind of visitor; who hears the same is told together.
fn said(content: &Content, intent: &str) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    for who in VISITORS {
        let standing = who.unwrap_or(Standing::ANONYMOUS);
        let person = Person { name: None, anonymous: who.is_none(), standing };
        let (entitlements, slots) = (content.facts.entitlements(&standing), Slots::default());
        let spoken = Language::ALL.map(|language| {
            let scene = Scene { language, person, entitlements: &entitlements, slots: &slots };
            content.speak(intent, &scene, 0).map(|(reply, markdown)| (reply.action, render::html(&markdown, &[])))
        });
        let Some(action) = spoken[0].as_ref().map(|(action, _)| *action) else { continue };
        let html: Vec<_> = spoken.into_iter().map(|said| said.map(|(_, html)| html).unwrap_or_default()).collect();
        match all.iter_mut().find(|said| said.action == action && said.html == html) {
            Some(said) => said.to.push(who),
            None => all.push(Said { to: vec![who], action, html }),
        }
    }
    all
}

/// The articles that are live, and those that have a file.
fn ids(desk: &Desk) -> BTreeSet<String> {
    let live = desk.content.index.articles().map(|article| article.id.clone());
    let written = desk.files.content.files.iter().filter_map(|file| address(&file.path)).map(|(_, id)| id.to_owned());
    live.chain(written).collect()
}

/// An article in each language.
fn versions(desk: &Desk, id: &str) -> Vec<Version> {
    let written: BTreeMap<_, _> = Language::ALL
        .into_iter()
        .map(|language| (language, article_file(language, id)))
        .filter(|(_, path)| desk.files.content.files.binary_search_by(|file| file.path.cmp(path)).is_ok())
        .collect();
    let updated = |language| {
        let said = desk.content.index.article(language, id).and_then(|article| article.updated);
        said.or_else(|| desk.changes.get(&article_file(language, id)).copied())
    };
    let newest = Language::ALL.into_iter().filter_map(updated).max();
    let standing = |language| match desk.content.index.article(language, id) {
        Some(_) if updated(language).is_some_and(|day| Some(day) < newest) => VersionStanding::Older,
        Some(_) => VersionStanding::Current,
        None if written.contains_key(&language) => VersionStanding::NotLive,
        None => VersionStanding::Missing,
    };
    let version = |language| Version {
        language,
        standing: standing(language),
        file: article_file(language, id),
        updated: updated(language).map(|day| day.to_string()),
    };
    Language::ALL.map(version).into()
}

fn title(content: &Content, id: &str) -> String {
    let mut titles = Language::ALL.into_iter().filter_map(|language| content.index.article(language, id));
    titles.next().map_or_else(|| id.to_owned(), |article| article.title.clone())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        content::{ArticleLinks, File, Files},
        editing::{findings::OnDisk, tests::CONTENT, usage::Usage},
    };

    fn desk(content: Arc<Content>, files: Files) -> Desk {
        let files = OnDisk::of(files);
        let changes = HashMap::from([("intents/thanks.yaml".to_owned(), "2026-01-02".parse().unwrap())]);
        let used = Health { answered: 7, helpful: 3, unhelpful: 1 };
        let usage = Usage { days: 30, intents: HashMap::from([("thanks".to_owned(), used)]), ..Usage::default() };
        Desk { content, files, changes, usage }
    }

    #[test]
    fn an_article_shows_how_each_language_stands() {
        let mut files = Files::embedded();
        let article =
            |day: &str, rest: &str| format!("---\ntitle: New\ndescription: D.\nupdated: {day}\n{rest}---\nText.\n");
        files.files.push(File::new("knowledge/en/new/thing.md", &article("2026-03-01", "")));
        files.files.push(File::new("knowledge/es/new/thing.md", &article("2026-03-01", "draft: true\n")));
        files.files.push(File::new("knowledge/it/bolt/about-us.md", &article("2026-03-01", "")));
        files.files.push(File::new("knowledge/it/new/thing.md", &article("2026-02-01", "")));
        files.files.sort_by(|a, b| a.path.cmp(&b.path));
        let content = Content::load(files.clone(), ArticleLinks::default()).expect("the content is in order");
        let desk = desk(Arc::new(content), files);
        let library = library(&desk);
        let row = library.articles.iter().find(|row| row.id == "new/thing").unwrap();
        let standings: Vec<_> = row.versions.iter().map(|version| (version.language, version.standing)).collect();
        use VersionStanding as S;
        assert_eq!(standings, [(Language::En, S::Current), (Language::It, S::Older), (Language::Es, S::NotLive)]);
        assert_eq!((row.title.as_str(), row.updated.as_deref()), ("New", Some("2026-03-01")));
        let alone = library.articles.iter().find(|row| row.id == "bolt/about-us").unwrap();
        assert_eq!(alone.versions[0].standing, S::Missing);
        assert_eq!(alone.versions[0].file, "knowledge/en/bolt/about-us.md");

        let view = article_view(&desk, "new/thing");
        let html: Vec<_> = view.versions.iter().map(|text| text.live.as_ref().map(|live| live.html.trim())).collect();
        assert_eq!(html, [Some("<p>Text.</p>"), Some("<p>Text.</p>"), None]);
        assert!(super::article(&desk, "no/such").is_none());
    }

    fn article_view(desk: &Desk, id: &str) -> ArticleView {
        super::article(desk, id).unwrap()
    }

    #[test]
    fn an_intent_shows_what_it_says_to_whom_and_where_that_stands() {
        let desk = desk(Arc::clone(&CONTENT), Files::embedded());
        let view = intent(&desk, "phone_number").unwrap();
        let heard: usize = view.said.iter().map(|said| said.to.len()).sum();
        assert_eq!(heard, VISITORS.len(), "every kind of visitor hears something");
        let to = |who: Option<Standing>| view.said.iter().find(|said| said.to.contains(&who)).unwrap();
        assert_ne!(to(VISITORS[0]), to(VISITORS[4]), "who may call is told something else");
        assert!(view.said.iter().all(|said| said.html.len() == 3 && said.html.iter().all(|html| !html.is_empty())));
        let file = desk.files.content.files.iter().find(|file| file.path == view.file).unwrap();
        for reply in &view.replies {
            let line = file.text.lines().nth(reply.line - 1).unwrap();
            assert!(line.trim_start().starts_with("- "), "line {}: {line}", reply.line);
        }
        assert!(view.languages.iter().all(|language| language.examples.len() >= 12));
        assert!(intent(&desk, "nothing").is_none());
    }

    #[test]
    fn an_intent_has_its_use_and_its_day() {
        let desk = desk(Arc::clone(&CONTENT), Files::embedded());
        let library = library(&desk);
        let thanks = library.intents.iter().find(|row| row.id == "thanks").unwrap();
        assert_eq!((thanks.health.answered, thanks.updated.as_deref()), (7, Some("2026-01-02")));
        assert!(thanks.small_talk && thanks.examples.iter().all(|count| *count >= 12));
        let other = library.intents.iter().find(|row| row.id == "phone_number").unwrap();
        assert_eq!((other.health, other.updated.as_deref()), (Health::default(), None));
    }
}
