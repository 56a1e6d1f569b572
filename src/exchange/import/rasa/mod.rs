//! Rasa: `nlu`, `responses`, and the `rules` and `stories` that say which intent gets which response.

mod json;
mod markdown;
mod responses;

use std::path::Path;

use serde_json::Value;

use super::{ImportError, items};
use crate::{
    domain::Language,
    exchange::{
        Draft, SourceError,
        draft::{add, unmarked},
        source::{Source, texts, value},
    },
    intents::Patterns,
};

/// Reads a folder of YAML files, and what version 1 had in Markdown and JSON. Folders named `en`, `it` and `es` hold one
/// language each; elsewhere `config.yml` names it.
pub(super) fn read(path: &Path, language: Option<Language>, draft: &mut Draft) -> Result<(), ImportError> {
    let sources = sources(path, draft)?;
    let configured = sources.iter().find_map(|source| Language::of_locale(source.value["language"].as_str()?));
    let of = |source: &Source| {
        let folder = source.name.split('/').next().and_then(|folder| folder.parse().ok());
        folder.or(language).or(configured).ok_or_else(|| ImportError::Language { file: source.name.clone() })
    };
    // What the intents are is known only when all files were read.
    for source in &sources {
        for entry in items(&source.value["nlu"]) {
            if let Some(intent) = entry["intent"].as_str() {
                examples(entry, intent, &source.name, of(source)?, draft);
            }
        }
    }
    for source in &sources {
        for entry in items(&source.value["nlu"]) {
            features(entry, source, of(source)?, draft);
        }
        if source.value["responses"].is_object() || source.value["templates"].is_object() {
            responses::read(source, &sources, of(source)?, draft);
        }
        left_out(source, draft);
    }
    Ok(())
}

/// The files of a project, all as YAML has them. Markdown and JSON that is something else is none of them.
fn sources(path: &Path, draft: &mut Draft) -> Result<Vec<Source>, SourceError> {
    let mut sources = Vec::new();
    for (name, text) in texts(path, &["yml", "yaml", "md", "json"])? {
        let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        let value = match ending.as_str() {
            "md" => markdown::value(&name, &text, draft),
            "json" if !text.contains(json::ROOT) => None,
            "json" => Some(json::value(&name, &value(path, &name, &text)?, draft)),
            _ => Some(value(path, &name, &text)?),
        };
        sources.extend(value.map(|value| Source { name, value }));
    }
    Ok(sources)
}

fn examples(entry: &Value, intent: &str, file: &str, language: Language, draft: &mut Draft) {
    // Where they have no marks, values are told of beside them.
    let mut marked = entry["values"] == true;
    for line in lines(&entry["examples"]) {
        let (text, had) = unmarked(&line);
        marked |= had;
        add(&mut draft.intent(intent).examples, language, &text);
    }
    if marked {
        draft.leave(file, format!("`{intent}`: the marks of values in its examples; Bolt finds values by the facts"));
    }
}

/// `- one` lines in a text, or a list of texts or of `text:` mappings.
fn lines(examples: &Value) -> Vec<String> {
    let of_text = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim).filter_map(|line| line.strip_prefix('-'));
        lines.map(|line| line.trim().to_owned()).collect()
    };
    match examples {
        Value::String(text) => of_text(text),
        Value::Array(items) => {
            let texts = items.iter().filter_map(|item| item.as_str().or_else(|| item["text"].as_str()));
            texts.map(|text| text.trim().trim_start_matches("- ").to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

/// Regular expressions and tables that are named like an intent are its patterns and keywords.
fn features(entry: &Value, source: &Source, language: Language, draft: &mut Draft) {
    for (key, what) in [("regex", "a regular expression"), ("lookup", "a table of words"), ("synonym", "synonyms")] {
        let Some(name) = entry[key].as_str() else { continue };
        let meant = if key == "synonym" { Vec::new() } else { draft.meant(name) };
        let [intent] = meant.as_slice() else {
            let why = if meant.is_empty() { "belongs to no intent" } else { "is named like several intents" };
            draft.leave(&source.name, format!("`{name}`: {what}, which {why}"));
            continue;
        };
        if let Some(file) = entry["file"].as_str() {
            draft.leave(&source.name, format!("`{name}`: {what}, which are in another file: {file}"));
        }
        let intent = draft.intent(intent);
        let (lines, mut unfit) = (lines(&entry["examples"]), Vec::new());
        if key == "lookup" {
            lines.iter().for_each(|line| add(&mut intent.keywords, language, line));
            continue;
        }
        for line in &lines {
            match Patterns::problem_of_pattern(line) {
                None => add(&mut intent.patterns, language, line),
                Some(problem) => unfit.push(format!("`{name}`: the regular expression `{line}`, which {problem}")),
            }
        }
        unfit.drain(..).for_each(|what| draft.leave(&source.name, what));
    }
}

fn left_out(source: &Source, draft: &mut Draft) {
    for (key, what) in [
        ("stories", "stories, beyond the response that an intent gets right away"),
        ("slots", "slots; Bolt has its own, see docs/content.md"),
        ("entities", "entities; Bolt finds values by the facts"),
        ("forms", "forms"),
        ("actions", "actions of your own code"),
    ] {
        if source.value[key].as_array().is_some_and(|list| !list.is_empty()) || source.value[key].is_object() {
            draft.leave(&source.name, what);
        }
    }
}
