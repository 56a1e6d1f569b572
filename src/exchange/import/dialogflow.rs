//! Dialogflow ES: `intents/NAME.json` with the replies, `intents/NAME_usersays_LL.json` with the training phrases.

use std::{collections::BTreeMap, path::Path};

use serde_json::Value;

use super::{ImportError, items, one_or_more};
use crate::{
    domain::Language,
    exchange::{
        Draft,
        draft::{add, has_places},
        source::values,
    },
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
        messages(response, name, file, draft);
    }
}

/// What a response says, language by language.
fn messages(response: &Value, name: &str, file: &str, draft: &mut Draft) {
    let mut texts: BTreeMap<Language, Vec<Message<'_>>> = BTreeMap::new();
    for message in items(&response["messages"]) {
        // Older agents write the kind as a number, newer ones as text; 0 is plain text.
        let is_text = message["type"] == 0 || message["type"] == "0";
        let language = message["lang"].as_str().map_or(Some(Language::En), Language::of_locale);
        match language.filter(|_| is_text) {
            Some(language) => texts.entry(language).or_default().extend(Message::of(message)),
            None => draft.leave(file, format!("`{name}`: a reply that is no text, or in a language not served")),
        }
    }
    for (language, messages) in texts {
        let messages = for_all(messages, name, file, draft);
        reply(&messages, name, file, language, draft);
    }
}

/// A message of text.
struct Message<'v> {
    /// The only platform that gets it.
    platform: Option<&'v str>,
    /// Its wordings, of which one is said.
    wordings: Vec<&'v str>,
}

impl<'v> Message<'v> {
    /// Nothing where it says nothing.
    fn of(message: &'v Value) -> Option<Self> {
        let wordings = one_or_more(&message["speech"]).into_iter().map(str::trim).filter(|text| !text.is_empty());
        let wordings: Vec<_> = wordings.collect();
        let platform = message["platform"].as_str().filter(|platform| !platform.is_empty());
        (!wordings.is_empty()).then_some(Self { platform, wordings })
    }
}

/// The messages that every platform gets or, where there are none, those of the first platform: a platform with
/// messages of its own gets these instead, never both.
fn for_all<'v>(messages: Vec<Message<'v>>, name: &str, file: &str, draft: &mut Draft) -> Vec<Message<'v>> {
    let first = messages.first().and_then(|message| message.platform);
    let taken = if messages.iter().any(|message| message.platform.is_none()) { None } else { first };
    for message in &messages {
        let Some(platform) = message.platform else { continue };
        let what = if taken == Some(platform) { "is for all of them now" } else { "is left out" };
        let said = message.wordings.join(" / ");
        draft.leave(file, format!("`{name}`: a reply of the platform {platform} {what}: {said}"));
    }
    messages.into_iter().filter(|message| message.platform == taken).collect()
}

/// One message has its wordings; several are sent one after the other, so they are one reply.
fn reply(messages: &[Message<'_>], name: &str, file: &str, language: Language, draft: &mut Draft) {
    if let [alone] = messages {
        alone.wordings.iter().for_each(|text| draft.say(file, name, language, text));
        return;
    }
    let (mut said, mut others) = (Vec::new(), Vec::new());
    for message in messages {
        let mut wordings = message.wordings.clone();
        let at = wordings.iter().position(|text| !has_places(text)).unwrap_or_default();
        said.push(wordings.remove(at));
        others.append(&mut wordings);
    }
    if !others.is_empty() {
        let others = others.join(" / ");
        let what = "of messages that follow one another, one wording each is taken; left out";
        draft.leave(file, format!("`{name}`: {what}: {others}"));
    }
    draft.say(file, name, language, &said.join("\n\n"));
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
