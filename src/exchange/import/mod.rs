//! From what other products export to a draft of content.

mod botpress;
mod csv;
mod dialogflow;
mod rasa;
mod zendesk;

use std::path::{Path, PathBuf};

use super::{Draft, SourceError, draft::slug};
use crate::domain::Language;

/// What an export is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Rasa: a folder of YAML files or, of version 1, of Markdown or JSON.
    Rasa,
    /// Dialogflow ES: the folder of an unpacked agent.
    Dialogflow,
    /// Botpress 12: intents and questions with answers, as JSON.
    Botpress,
    /// Zendesk: articles as the Help Center's API gives them.
    ZendeskArticles,
    /// A table with a heading: `intent,language,example`, or `question,answer`.
    Csv,
}

impl Format {
    /// What people call it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rasa => "an export of Rasa",
            Self::Dialogflow => "an agent of Dialogflow ES",
            Self::Botpress => "an export of Botpress 12",
            Self::ZendeskArticles => "articles of Zendesk",
            Self::Csv => "a table of examples or articles",
        }
    }
}

/// An export that cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Nothing says which language it is in.
    #[error("nothing says which language {file} is in; name it with --language en, it or es")]
    Language {
        /// The file.
        file: String,
    },
    /// A table that cannot be read.
    #[error("{file}: {problem}")]
    Table {
        /// The file.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Nothing in it is of the kind that it is said to be.
    #[error("{path} holds nothing that Bolt can take as {format}; name the format that the export is of")]
    Nothing {
        /// The export.
        path: PathBuf,
        /// What it was read as.
        format: &'static str,
    },
    /// A page that cannot be turned into Markdown.
    #[error("{file}: the body of `{title}` cannot be read: {problem}")]
    Page {
        /// The file.
        file: String,
        /// The article.
        title: String,
        /// What is wrong with it.
        problem: String,
    },
}

/// Reads an export. `language` is what its texts are in where it does not say so itself.
///
/// # Errors
/// An export that cannot be read as what it is said to be.
pub fn import(format: Format, path: &Path, language: Option<Language>) -> Result<Draft, ImportError> {
    let mut draft = Draft::default();
    match format {
        Format::Rasa => rasa::read(path, language, &mut draft)?,
        Format::Dialogflow => dialogflow::read(path, &mut draft)?,
        Format::Botpress => botpress::read(path, &mut draft)?,
        Format::ZendeskArticles => zendesk::read(path, language, &mut draft)?,
        Format::Csv => csv::read(path, language, &mut draft)?,
    }
    // What is told of is at least of the kind.
    if draft.intents.is_empty() && draft.articles.is_empty() && draft.left.is_empty() {
        return Err(ImportError::Nothing { path: path.to_owned(), format: format.word() });
    }
    numbered(&mut draft);
    complete(&mut draft);
    Ok(draft)
}

/// Notes which intents have a number because another one had their name.
fn numbered(draft: &mut Draft) {
    let all = draft.intents.iter().map(|(id, intent)| (id, intent, slug(&intent.name, '_')));
    let told = all.filter(|(id, _, plain)| *id != plain).map(|(id, intent, plain)| {
        let other = draft.intents.get(&plain).map_or(plain.as_str(), |other| other.name.as_str());
        (id.clone(), format!("`{}`: its name would be that of `{other}`, which is another intent", intent.name))
    });
    for (id, what) in told.collect::<Vec<_>>() {
        draft.leave(&format!("intents/{id}.yaml"), what);
    }
}

/// Notes what intents still need before they can be used.
fn complete(draft: &mut Draft) {
    let mut lacks = Vec::new();
    for (id, intent) in &draft.intents {
        let has = |language: &Language| intent.examples.get(language).is_some_and(|texts| !texts.is_empty());
        let missing: Vec<_> = Language::ALL.iter().filter(|language| !has(language)).map(|l| l.code()).collect();
        if !missing.is_empty() {
            lacks.push((id.clone(), format!("no examples in {}: write them", missing.join(" and "))));
        }
        if intent.says.values().all(Vec::is_empty) {
            lacks.push((id.clone(), "no reply: write one under `replies`".to_owned()));
        }
    }
    for (id, what) in lacks {
        draft.leave(&format!("intents/{id}.yaml"), what);
    }
}

/// The texts of a list, or the one text itself.
fn one_or_more(value: &serde_json::Value) -> Vec<&str> {
    match value {
        serde_json::Value::Array(items) => items.iter().filter_map(serde_json::Value::as_str).collect(),
        value => value.as_str().into_iter().collect(),
    }
}

/// The items of a list; none where there is no list.
fn items(value: &serde_json::Value) -> &[serde_json::Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
