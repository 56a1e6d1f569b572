//! Rasa: `nlu`, `responses`, and the `rules` and `stories` that say which intent gets which response.

use std::path::Path;

use serde_json::Value;

use super::{ImportError, items, one_or_more};
use crate::{
    domain::Language,
    exchange::{
        Draft,
        draft::{add, slug, unmarked},
        source::{Source, values},
    },
    intents::Patterns,
};

/// Reads a folder of YAML files. Folders named `en`, `it` and `es` hold one language each; elsewhere `config.yml` names it.
pub(super) fn read(path: &Path, language: Option<Language>, draft: &mut Draft) -> Result<(), ImportError> {
    let sources = values(path, &["yml", "yaml"])?;
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
        if source.value["responses"].is_object() {
            responses(source, &sources, of(source)?, draft);
        }
        left_out(source, draft);
    }
    Ok(())
}

fn examples(entry: &Value, intent: &str, file: &str, language: Language, draft: &mut Draft) {
    let mut marked = false;
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
        let intent = draft.intents.get_mut(&slug(name, '_')).filter(|_| key != "synonym");
        let Some(intent) = intent else {
            draft.leave(&source.name, format!("`{name}`: {what}, which belongs to no intent"));
            continue;
        };
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

/// The responses of every intent that a rule or story answers with them, or that has their name.
fn responses(source: &Source, sources: &[Source], language: Language, draft: &mut Draft) {
    let all = source.value["responses"].as_object().into_iter().flatten();
    for (name, variants) in all {
        let own = name.trim_start_matches("utter_");
        let mut intents: Vec<String> = sources.iter().flat_map(|source| answered_by(&source.value, name)).collect();
        if intents.is_empty() && draft.intents.contains_key(&slug(own, '_')) {
            intents.push(own.to_owned());
        }
        intents.sort_unstable();
        intents.dedup();
        intents.retain(|intent| draft.intents.contains_key(&slug(intent, '_')));
        if intents.is_empty() {
            draft.leave(&source.name, format!("`{name}`: a response that answers no intent"));
        }
        for variant in items(variants) {
            if ["buttons", "image", "attachment", "custom", "condition"].iter().any(|key| !variant[*key].is_null()) {
                draft.leave(&source.name, format!("`{name}`: buttons, pictures, conditions and the like"));
            }
            for intent in &intents {
                one_or_more(&variant["text"]).iter().for_each(|text| draft.say(&source.name, intent, language, text));
            }
        }
    }
}

/// The intents that a rule or story answers with this response right away.
fn answered_by(value: &Value, response: &str) -> Vec<String> {
    let told = ["rules", "stories"].into_iter().flat_map(|key| items(&value[key]));
    let pairs = told.flat_map(|story| items(&story["steps"]).windows(2));
    let answers = pairs.filter(|pair| pair[1]["action"].as_str() == Some(response));
    answers.filter_map(|pair| pair[0]["intent"].as_str().map(str::to_owned)).collect()
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
