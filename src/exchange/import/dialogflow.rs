//! Dialogflow ES: `intents/NAME.json` with the replies, `intents/NAME_usersays_LL.json` with the training phrases.

use std::{collections::BTreeMap, path::Path};

use serde_json::Value;

use super::{ImportError, items, one_or_more};
use crate::{
    domain::Language,
    exchange::{Draft, draft::add, source::values},
};

/// Reads the folder of an unpacked agent.
pub(super) fn read(path: &Path, draft: &mut Draft) -> Result<(), ImportError> {
    let sources = values(path, &["json"])?;
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for source in &sources {
        let Some(stem) = source.name.strip_suffix(".json") else { continue };
        if source.value["responses"].is_array() {
            let name = source.value["name"].as_str().unwrap_or(stem);
            if source.value["fallbackIntent"].as_bool() == Some(true) {
                draft.leave(&source.name, format!("`{name}`: a fallback intent; Bolt falls back by itself"));
                continue;
            }
            names.insert(stem, name);
            intent(&source.value, name, &source.name, draft);
        } else if stem.contains("entities/") {
            draft.leave(&source.name, "an entity; Bolt finds values by the facts");
        }
    }
    for source in &sources {
        let said = source.name.strip_suffix(".json").and_then(|stem| stem.rsplit_once("_usersays_"));
        let Some((stem, tag)) = said else { continue };
        let Some(name) = names.get(stem) else { continue };
        match Language::of_locale(tag) {
            Some(language) => phrases(&source.value, name, &source.name, language, draft),
            None => draft.leave(&source.name, format!("`{name}`: phrases in `{tag}`, which is not served")),
        }
    }
    Ok(())
}

fn intent(value: &Value, name: &str, file: &str, draft: &mut Draft) {
    draft.intent(name);
    let used = |key: &str| value[key].as_array().is_some_and(|list| !list.is_empty());
    if used("contexts") || used("events") || value["webhookUsed"].as_bool() == Some(true) {
        draft.leave(file, format!("`{name}`: its contexts, events or webhook"));
    }
    for response in items(&value["responses"]) {
        if !items(&response["parameters"]).is_empty() {
            draft.leave(file, format!("`{name}`: its parameters; Bolt's `slots` are named in docs/content.md"));
        }
        for message in items(&response["messages"]) {
            // Older agents write the kind as a number, newer ones as text; 0 is plain text.
            let is_text = message["type"] == 0 || message["type"] == "0";
            let language = message["lang"].as_str().map_or(Some(Language::En), Language::of_locale);
            match language.filter(|_| is_text) {
                Some(language) => {
                    let texts = one_or_more(&message["speech"]);
                    texts.iter().for_each(|text| draft.say(file, name, language, text));
                }
                None => draft.leave(file, format!("`{name}`: a reply that is no text, or in a language not served")),
            }
        }
    }
}

fn phrases(value: &Value, name: &str, file: &str, language: Language, draft: &mut Draft) {
    for phrase in items(value) {
        if phrase["isTemplate"].as_bool() == Some(true) {
            draft.leave(file, format!("`{name}`: phrases that are templates"));
            continue;
        }
        let text: String = items(&phrase["data"]).iter().filter_map(|part| part["text"].as_str()).collect();
        add(&mut draft.intent(name).examples, language, &text);
    }
}
