//! What Bolt knows: `knowledge/` and `intents/`, loaded, checked and indexed into one immutable whole.
//!
//! Files → parts → checks → [`Content`]. Whatever is wrong is told as [`Finding`]s, all of it at once; content with an
//! error in it is never taken.

mod anchors;
mod article;
mod build;
mod code;
mod conflict;
mod facts;
mod fields;
mod file;
mod finding;
mod follow_ups;
mod intent;
mod learning;
mod made;
mod mask;
mod names;
mod parts;
mod phrases;
mod problems;
mod rehearse;
mod scene;
mod source;
mod template;
#[cfg(test)]
mod tests;
mod verify;
mod written;
mod yaml;

use std::sync::Arc;

pub use anchors::{Anchor, anchors};
pub(crate) use article::{ArticleSource, links};
pub use article::{address, markdown_options};
pub(crate) use build::{Checked, pattern_sources_of};
pub use code::{Code, Severity};
pub(crate) use fields::{Fields, Text, root};
pub use file::{File, Place};
pub use finding::{Finding, Related};
pub(crate) use finding::{Report, suggest};
pub(crate) use intent::IntentSource;
pub(crate) use learning::learned;
use learning::{Classifiers, Pace};
pub use made::Made;
pub(crate) use mask::{Adjectives, is_casual, is_language, mask};
pub(crate) use parts::{FACTS_FOLDER, Parts};
pub(crate) use phrases::ENDING;
pub use phrases::{Cue, Phrase};
pub use scene::{Person, Scene, Slots};
pub(crate) use source::{FOLDERS as CONTENT_FOLDERS, text_of};
pub use source::{Files, Fingerprint, Source, SourceError};
pub use template::Templates;
pub use written::{WrittenIntent, WrittenReply, off_topic, written};
pub(crate) use yaml::{Kind, Node};

use crate::{
    domain::{Action, Language},
    intents::Patterns,
    knowledge::Index,
    language::{Detector, Lexicon, Shorthand, Speller, Utterance},
    support::{Facts, Localized},
    vectors::Vectors,
};

/// Shorter words are not taken for misspelt names.
const SHORT: usize = 4;

/// Intents whose meaning the rules of the reply know: without them Bolt cannot hold a conversation.
pub mod required {
    /// Self-harm or threats.
    pub const DANGER: &str = "danger";
    /// Say it again.
    pub const REPEAT: &str = "repeat";
    /// Another language, please.
    pub const SPEAK_LANGUAGE: &str = "speak_language";
    /// Get me a person.
    pub const TALK_TO_PERSON: &str = "talk_to_person";
    /// I want a ticket.
    pub const OPEN_TICKET: &str = "open_ticket";
    /// You are no good.
    pub const COMPLAINT: &str = "complaint";
    /// No.
    pub const DENY: &str = "deny";
    /// Refusing an agent, a ticket or a call. Content without it says what it says to a no.
    pub const STAY_WITH_BOLT: &str = "stay_with_bolt";
    /// Which plan have I got?
    pub const MY_PLAN: &str = "my_plan";

    /// All that content must have.
    pub const ALL: [&str; 8] = [DANGER, REPEAT, SPEAK_LANGUAGE, TALK_TO_PERSON, OPEN_TICKET, COMPLAINT, DENY, MY_PLAN];
}

/// An intent, as far as answering needs it.
#[derive(Clone, Debug)]
pub struct Intent {
    /// Its id: the name of its file.
    pub id: String,
    /// What "did you mean" offers.
    pub title: Localized<String>,
    /// It never beats a real question in the same message, and is never offered.
    pub small_talk: bool,
    /// The kinds of values it takes, the main one first.
    pub slots: Vec<&'static str>,
    /// The article under its answers.
    pub article: Option<String>,
    /// The channel that it is about.
    pub channel: Option<String>,
    /// It lists all values of a kind, and this one tells of one of them: "the second one" after it.
    pub lists: Option<String>,
    /// The intents that answer "why?", "how long?", "how much?" after it.
    pub follow_ups: Vec<(Cue, String)>,
    /// What it says: the first whose condition holds.
    pub replies: Vec<Reply>,
}

impl Intent {
    /// The intent that answers a cue after this one.
    #[must_use]
    pub fn follow_up(&self, cue: Cue) -> Option<&str> {
        self.follow_ups.iter().find(|(named, _)| *named == cue).map(|(_, next)| next.as_str())
    }

    /// Whether an intent is this one, or goes on from it.
    #[must_use]
    pub fn leads_to(&self, intent: &str) -> bool {
        self.id == intent || self.follow_ups.iter().any(|(_, next)| next == intent)
    }

    /// The section of the help center that its article stands in.
    #[must_use]
    pub fn section(&self) -> Option<&str> {
        self.article.as_deref()?.split('/').next()
    }
}

/// A reply of an intent.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The name of its condition's template.
    pub when: Option<String>,
    /// What kind of turn it is.
    pub action: Action,
    /// The slot that it asks for.
    pub asks: Option<&'static str>,
    /// The names of the templates of its wordings.
    pub say: Localized<Vec<String>>,
}

/// Where a visitor reads an article: `{language}` and `{article}` are filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleLinks(pub String);

impl Default for ArticleLinks {
    fn default() -> Self {
        Self("/help/{language}/{article}".to_owned())
    }
}

impl ArticleLinks {
    /// The address of an article.
    #[must_use]
    pub fn url(&self, language: Language, article: &str) -> String {
        self.0.replace("{language}", language.code()).replace("{article}", article)
    }
}

/// Everything Bolt knows, at one moment. Immutable: a change makes a new one.
pub struct Content {
    /// A hash over all files: two contents with one revision answer alike.
    pub revision: String,
    /// Plans, channels, priorities, the phone directory.
    pub facts: Arc<Facts>,
    /// The intents, by id.
    pub intents: Vec<Intent>,
    /// The intents as their files say them, by id.
    pub written: Vec<WrittenIntent>,
    /// Where articles are read.
    pub links: ArticleLinks,
    /// The language of a message.
    pub detector: Arc<Detector>,
    /// The names that messages use.
    pub lexicon: Lexicon,
    /// The spelling of the content's own words.
    pub speller: Speller,
    /// What decides for an intent alone.
    pub patterns: Made<Patterns>,
    /// The articles.
    pub index: Index,
    classifiers: Classifiers,
    templates: Templates,
    phrases: Vec<Localized<Vec<String>>>,
    rehearsed: rehearse::Rehearsed,
    cues: Vec<Vec<String>>,
    shorthand: Localized<Shorthand>,
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Content").field("revision", &self.revision).finish_non_exhaustive()
    }
}

/// Content that cannot be taken live.
#[derive(Debug, thiserror::Error)]
#[error("the content has {} errors; `bolt check` shows them", .0.iter().filter(|f| f.severity == Severity::Error).count())]
pub struct Invalid(pub Vec<Finding>);

/// Everything that is wrong with these files.
#[must_use]
pub fn check(files: Files) -> Vec<Finding> {
    build::Checked::read(files, None).findings
}

/// What comes with the program: the models of the languages, which are returned, and the word vectors.
fn resources() -> Arc<Detector> {
    let _ = Vectors::embedded();
    Arc::new(Detector::new())
}

impl Content {
    /// Loads, checks, trains and indexes.
    pub fn load(files: Files, links: ArticleLinks) -> Result<Self, Invalid> {
        // What is read in one go by one core stands beside the reading of many files.
        let (checked, detector) = rayon::join(|| build::Checked::read(files, None), resources);
        checked.build(links, detector, None, Pace::Thorough)
    }

    /// The same, after other content: what is made of the same files as there is taken from there. The result is the one
    /// that [`Content::load`] gives, only sooner.
    pub fn load_after(files: Files, links: ArticleLinks, before: &Self) -> Result<Self, Invalid> {
        let checked = build::Checked::read(files, Some(before));
        checked.build(links, Arc::clone(&before.detector), Some(before), Pace::Thorough)
    }

    /// The same again, sooner still: new examples are known by their wording alone until [`Content::load_after`] learns them
    /// ([`Content::has_learned`]). Everything else is as it gives it.
    pub fn load_at_once(files: Files, links: ArticleLinks, before: &Self) -> Result<Self, Invalid> {
        let checked = build::Checked::read(files, Some(before));
        checked.build(links, Arc::clone(&before.detector), Some(before), Pace::AtOnce)
    }

    /// The intent with this id.
    #[must_use]
    pub fn intent(&self, id: &str) -> Option<&Intent> {
        self.intents.binary_search_by(|intent| intent.id.as_str().cmp(id)).ok().map(|place| &self.intents[place])
    }

    /// The reply that an intent has for a scene, and its words in one of its wordings.
    ///
    /// `None` only where a template fails, which the checks rule out before content is taken.
    #[must_use]
    pub fn speak(&self, intent: &str, scene: &Scene<'_>, seed: u64) -> Option<(&Reply, String)> {
        let intent = self.intent(intent)?;
        let value = scene.value(&self.facts);
        let holds =
            |when: &Option<String>| when.as_ref().is_none_or(|n| self.templates.holds(n, &value).unwrap_or(false));
        let reply = intent.replies.iter().find(|reply| holds(&reply.when))?;
        let wording = pick(reply.say.get(scene.language), seed)?;
        Some((reply, self.templates.render(wording, &value).ok()?))
    }

    /// Something that Bolt says of its own accord; `title` and `other_language` are what some phrases name.
    #[must_use]
    pub fn phrase(&self, phrase: Phrase, scene: &Scene<'_>, named: &[(&'static str, &str)], seed: u64) -> String {
        let value = scene.value_with(&self.facts, named);
        let wordings = self.phrases.get(phrase as usize).map(|wordings| wordings.get(scene.language));
        let wording = wordings.and_then(|wordings| pick(wordings, seed));
        wording.and_then(|name| self.templates.render(name, &value).ok()).unwrap_or_default()
    }

    /// The utterance with what people shorten spelled out.
    #[must_use]
    pub fn spelled_out(&self, utterance: Utterance, language: Language) -> Utterance {
        self.shorthand.get(language).spell_out(&utterance).unwrap_or(utterance)
    }

    /// The word of the content that a misspelt one is most likely to be. A word that is common in one of the languages is
    /// meant as it is written.
    #[must_use]
    pub fn correct(&self, word: &str) -> Option<&str> {
        // A short form is a letter away from many a name: "grz" is no Greece.
        if word.len() < SHORT || self.is_common(word) { None } else { self.speller.correct(word) }
    }

    /// Whether a word is common in one of the languages, and therefore no misspelt other one.
    #[must_use]
    pub fn is_common(&self, word: &str) -> bool {
        Vectors::embedded().is_common(word)
    }

    /// The words of a cue, normalised, the longest first.
    #[must_use]
    pub fn cue(&self, cue: Cue) -> &[String] {
        self.cues.get(cue as usize).map_or(&[], Vec::as_slice)
    }
}

/// One of the wordings: for the same seed always the same, for others evenly spread.
fn pick(wordings: &[String], seed: u64) -> Option<&String> {
    // The name makes two replies of one conversation vary independently (FNV-1a).
    let name = wordings.first()?;
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325 ^ seed, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    wordings.get(((hash >> 32) % wordings.len() as u64) as usize)
}
