//! The responses of Rasa, and the intents that get them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    domain::Language,
    exchange::{
        Draft,
        import::{items, one_or_more},
        source::Source,
    },
};

const NO_INTENT: &str = "answers no intent";

/// The responses of every intent that a rule or story answers with them, or that has their name.
pub(super) fn read(source: &Source, sources: &[Source], language: Language, draft: &mut Draft) {
    // Before version 1.4 they were called templates.
    let all = ["responses", "templates"].into_iter().filter_map(|key| source.value[key].as_object()).flatten();
    for (name, variants) in all {
        let intents = match intents_of(name, sources, draft) {
            Ok(intents) => intents,
            Err(why) => {
                draft.leave(&source.name, format!("`{name}`: a response that {why}"));
                continue;
            }
        };
        let variants = items(variants);
        for variant in variants {
            if ["buttons", "image", "attachment", "custom"].iter().any(|key| !variant[*key].is_null()) {
                draft.leave(&source.name, format!("`{name}`: buttons, pictures and the like"));
            }
            if let Some((what, taken)) = narrow(variant, variants) {
                draft.leave(&source.name, format!("`{name}`: {what}: {}", wordings(variant).join(" / ")));
                if !taken {
                    continue;
                }
            }
            for intent in &intents {
                wordings(variant).iter().for_each(|text| draft.say(&source.name, intent, language, text));
            }
        }
    }
}

fn wordings(variant: &Value) -> Vec<&str> {
    variant.as_str().map_or_else(|| one_or_more(&variant["text"]), |text| vec![text])
}

/// What is to be told of a variant that is not for everybody, and whether it is said nevertheless. Where there is nothing
/// else to say, a channel's words are no secret from other channels; a condition may keep them from people.
fn narrow(variant: &Value, variants: &[Value]) -> Option<(String, bool)> {
    if !variant["condition"].is_null() {
        return Some((format!("a wording with a condition ({}) is left out", condition(&variant["condition"])), false));
    }
    let channel = variant["channel"].as_str()?;
    let everywhere = |other: &Value| other["condition"].is_null() && other["channel"].is_null();
    let taken = !variants.iter().any(|other| everywhere(other) && !wordings(other).is_empty());
    let what = if taken { "is for all of them now" } else { "is left out" };
    Some((format!("a wording of the channel {channel} {what}"), taken))
}

/// `plan = gold, old = true`
fn condition(value: &Value) -> String {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let of = |part: &Value| match part["name"].as_str() {
        Some(name) => format!("{name} = {}", plain(&part["value"])),
        None => plain(part),
    };
    let parts = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
    parts.iter().map(of).collect::<Vec<_>>().join(", ")
}

/// The names of the intents that get a response, or why there are none.
fn intents_of(response: &str, sources: &[Source], draft: &Draft) -> Result<Vec<String>, &'static str> {
    let told: Vec<&str> = sources.iter().flat_map(|source| answered_by(&source.value, response)).collect();
    if told.is_empty() {
        let named = draft.meant(response.trim_start_matches("utter_"));
        return match named.len() {
            0 => Err(NO_INTENT),
            1 => Ok(named),
            _ => Err("is named like several intents"),
        };
    }
    // Whose it is must be clear: what may be of several is of none.
    let meant = told.into_iter().map(|name| draft.meant(name)).filter(|meant| meant.len() == 1);
    let intents: BTreeSet<String> = meant.flatten().collect();
    if intents.is_empty() { Err(NO_INTENT) } else { Ok(intents.into_iter().collect()) }
}

/// The intents that a rule or story answers with this response right away.
fn answered_by<'v>(value: &'v Value, response: &str) -> Vec<&'v str> {
    let told = ["rules", "stories"].into_iter().flat_map(|key| items(&value[key]));
    let pairs = told.flat_map(|story| items(&story["steps"]).windows(2));
    let answers = pairs.filter(|pair| pair[1]["action"].as_str() == Some(response));
    answers.filter_map(|pair| pair[0]["intent"].as_str()).collect()
}
