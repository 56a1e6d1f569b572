//! What an editor may do about questions that Bolt cannot answer.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::{Asked, Near};
use crate::{
    content::Content,
    domain::Language,
    exchange::quoted,
    language::{Utterance, fold_accents, is_small_word},
};

/// An intent that came this near, on average, lacks examples rather than being the wrong one. The share is among the
/// intents, whatever the message is about, so that a low one says nothing.
const INTENT: f32 = 0.6;
/// An article that came this near is the right one, and lacks the words that people use.
const ARTICLE: f32 = 0.3;
/// More than half of the questions must have come near to the same thing.
const SHARE: f32 = 0.5;
/// No more examples, or keywords, are proposed at once.
const MOST: usize = 8;
/// A word is people's word for it when this share of the questions has it.
const COMMON: f32 = 0.3;

/// What to do.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Proposal {
    /// Teach an intent these examples.
    Examples {
        /// The intent.
        intent: String,
        /// Its file.
        file: String,
        /// What people wrote.
        examples: Vec<String>,
        /// The same as lines to paste under the file's `examples`.
        lines: String,
    },
    /// Give an article these keywords.
    Keywords {
        /// The article.
        article: String,
        /// Its file.
        file: String,
        /// The words that people use and it does not.
        keywords: Vec<String>,
    },
    /// Write an article.
    Article {
        /// Where.
        file: String,
        /// What it may be called: the question that is most like the others.
        title: String,
        /// What it may begin with: front matter and a heading for the answer.
        stub: String,
    },
}

/// What an editor may do about a cluster; its first question is the most typical one.
pub(super) fn propose(content: &Content, language: Language, cluster: &[&Asked]) -> Proposal {
    let intent = common_to(cluster, |asked| asked.intent.as_ref()).filter(|near| near.score >= INTENT);
    let real = |near: &Near| content.intent(&near.id).is_some_and(|intent| !intent.small_talk);
    if let Some(near) = intent.filter(real) {
        let examples = new_examples(content, language, &near.id, cluster);
        let file = format!("intents/{}.yaml", near.id);
        let lines = examples.iter().map(|example| format!("    - {}\n", quoted(example)));
        let lines = std::iter::once(format!("  {language}:\n")).chain(lines).collect();
        return Proposal::Examples { intent: near.id, file, examples, lines };
    }
    let article = common_to(cluster, |asked| asked.article.as_ref()).filter(|near| near.score >= ARTICLE);
    if let Some(near) = article {
        let keywords = missing_words(content, language, &near.id, cluster);
        if !keywords.is_empty() {
            let file = format!("knowledge/{language}/{}.md", near.id);
            return Proposal::Keywords { article: near.id, file, keywords };
        }
    }
    stub(language, cluster)
}

/// What most of the questions came nearest to, with how near on average.
pub(super) fn common_to(cluster: &[&Asked], near: impl Fn(&Asked) -> Option<&Near>) -> Option<Near> {
    let mut by_id: BTreeMap<&str, (usize, f32)> = BTreeMap::new();
    for near in cluster.iter().filter_map(|asked| near(asked)) {
        let entry = by_id.entry(&near.id).or_default();
        *entry = (entry.0 + 1, entry.1 + near.score);
    }
    let (id, (count, sum)) = by_id.into_iter().max_by(|(_, a), (_, b)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)))?;
    let share = count as f32 / cluster.len() as f32;
    (share > SHARE).then(|| Near { id: id.to_owned(), score: sum / count as f32 })
}

/// Different ways to ask that an intent is not taught yet; where it is taught all of them, what people asked.
fn new_examples(content: &Content, language: Language, intent: &str, cluster: &[&Asked]) -> Vec<String> {
    let all = distinct(cluster, usize::MAX);
    let new: Vec<String> = all.iter().filter(|example| !content.teaches(intent, example, language)).cloned().collect();
    let examples = if new.is_empty() { all } else { new };
    examples.into_iter().take(MOST).collect()
}

/// Different ways to ask, as they were written.
pub(super) fn distinct(cluster: &[&Asked], most: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    let new = cluster.iter().filter(|asked| seen.insert(Utterance::read(&asked.text).normalized().to_owned()));
    new.take(most).map(|asked| asked.text.clone()).collect()
}

/// The words that many of the questions have and the article has not.
fn missing_words(content: &Content, language: Language, article: &str, cluster: &[&Asked]) -> Vec<String> {
    let Some(found) = content.index.article(language, article) else { return Vec::new() };
    let text =
        [&found.title, &found.description, &found.keywords.join("\n"), &found.markdown].map(String::as_str).join("\n");
    words_without(&cluster.iter().map(|asked| asked.text.as_str()).collect::<Vec<_>>(), &text)
}

/// The words that many of the questions have and a text has not, the commonest first.
pub(super) fn words_without(questions: &[&str], text: &str) -> Vec<String> {
    let there: HashSet<String> =
        Utterance::read_whole(text).into_tokens().into_iter().map(|token| token.text).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for question in questions {
        let words: HashSet<_> = Utterance::read(question).into_tokens().into_iter().map(|token| token.text).collect();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    let telling =
        |word: &str| word.chars().count() > 2 && word.chars().all(char::is_alphabetic) && !is_small_word(word);
    let enough = (questions.len() as f32 * COMMON).max(1.0);
    let mut words: Vec<_> = counts.into_iter().filter(|(word, n)| *n as f32 >= enough && telling(word)).collect();
    words.retain(|(word, _)| !there.contains(word));
    words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    words.into_iter().take(MOST).map(|(word, _)| word).collect()
}

fn stub(language: Language, cluster: &[&Asked]) -> Proposal {
    let asked = cluster.first().map(|asked| asked.text.as_str()).unwrap_or_default();
    let title = title_of(asked);
    // Sections are the editors' own: the nearest article lies in one that may fit.
    let near = common_to(cluster, |asked| asked.article.as_ref());
    let section = near.as_ref().and_then(|near| near.id.split_once('/')).map_or("new", |(section, _)| section);
    let file = format!("knowledge/{language}/{section}/{}.md", slug(&title));
    let stub = format!("---\ntitle: {}\ndescription: \"\"\nkeywords: []\ndraft: true\n---\n", quoted(&title));
    Proposal::Article { file, title, stub }
}

/// What an article may be called that answers a question.
pub(super) fn title_of(question: &str) -> String {
    sentence(question.trim().trim_start_matches('¿').trim_end_matches(['?', '!', '.', ' ']))
}

/// The name of a file, out of a title.
pub(super) fn slug(title: &str) -> String {
    const WORDS: usize = 6;
    let folded = fold_accents(title);
    let words: Vec<&str> = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let telling: Vec<&str> = words.iter().copied().filter(|word| !is_small_word(&word.to_lowercase())).collect();
    let chosen = if telling.is_empty() { words } else { telling };
    let name = chosen.into_iter().take(WORDS).map(str::to_lowercase).collect::<Vec<_>>().join("-");
    if name.is_empty() { "untitled".to_owned() } else { name }
}

pub(super) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
