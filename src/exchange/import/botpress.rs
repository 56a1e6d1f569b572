//! Botpress 12: intents with utterances, and questions with answers.

use std::path::Path;

use serde_json::Value;

use super::{ImportError, items, one_or_more};
use crate::{
    domain::Language,
    exchange::{
        Draft,
        draft::{add, unmarked},
        source::values,
    },
};

/// Reads a file, or the folder of a bot: which file is what shows by its keys.
pub(super) fn read(path: &Path, draft: &mut Draft) -> Result<(), ImportError> {
    for source in values(path, &["json"])? {
        let value = &source.value;
        let list = if value["qnas"].is_array() { items(&value["qnas"]) } else { items(value) };
        let alone = std::slice::from_ref(value);
        for entry in if list.is_empty() { alone } else { list } {
            if entry["utterances"].is_object() {
                intent(entry, &source.name, draft);
            } else if entry["data"]["questions"].is_object() {
                question(entry, &source.name, draft);
            }
        }
        let contents = items(&value["contentElements"]).len();
        if contents > 0 {
            draft.leave(&source.name, format!("contents (pictures, cards and the like): {contents}"));
        }
    }
    Ok(())
}

fn intent(entry: &Value, file: &str, draft: &mut Draft) {
    let name = entry["name"].as_str().unwrap_or(file);
    if !items(&entry["slots"]).is_empty() {
        draft.leave(file, format!("`{name}`: its slots; Bolt finds values by the facts"));
    }
    each(&entry["utterances"], file, draft, |draft, language, text| {
        add(&mut draft.intent(name).examples, language, &unmarked(text).0);
    });
}

fn question(entry: &Value, file: &str, draft: &mut Draft) {
    let data = &entry["data"];
    let first =
        data["questions"].as_object().into_iter().flatten().find_map(|(_, texts)| one_or_more(texts).first().copied());
    let name = first.or_else(|| entry["id"].as_str()).unwrap_or("question").to_owned();
    if data["enabled"].as_bool() == Some(false) {
        draft.leave(file, format!("`{name}`: a question that is switched off"));
        return;
    }
    if data["action"].as_str().is_some_and(|action| action.contains("redirect")) {
        draft.leave(file, format!("`{name}`: the flow it leads to"));
    }
    if data["contentAnswers"].as_object().into_iter().flatten().any(|(_, contents)| !items(contents).is_empty()) {
        draft.leave(file, format!("`{name}`: its answers that are contents (pictures, cards and the like)"));
    }
    if draft.has(&name) {
        draft.leave(file, format!("`{name}`: several questions that begin so are one intent"));
    }
    each(&data["questions"], file, draft, |draft, language, text| {
        add(&mut draft.intent(&name).examples, language, text);
    });
    each(&data["answers"], file, draft, |draft, language, text| {
        // The name of a content, which is no text to say.
        if text.starts_with("#!") {
            draft.leave(file, format!("`{name}`: an answer that is a content: {text}"));
        } else {
            draft.say(file, &name, language, text);
        }
    });
}

/// The texts of each language that is served.
fn each(texts: &Value, file: &str, draft: &mut Draft, mut take: impl FnMut(&mut Draft, Language, &str)) {
    for (tag, texts) in texts.as_object().into_iter().flatten() {
        match Language::of_locale(tag) {
            Some(language) => one_or_more(texts).iter().for_each(|text| take(draft, language, text)),
            None => draft.leave(file, format!("texts in `{tag}`, which is not served")),
        }
    }
}
