//! The training data of Rasa 1 in JSON, as YAML has it.

use serde_json::{Value, json};

use crate::exchange::{Draft, import::items};

/// The key under which all of it stands.
pub(super) const ROOT: &str = "rasa_nlu_data";

/// What such a file would be in YAML.
pub(super) fn value(file: &str, value: &Value, draft: &mut Draft) -> Value {
    let data = &value[ROOT];
    let mut nlu = examples(data, file, draft);
    for feature in items(&data["regex_features"]) {
        nlu.push(json!({"regex": feature["name"], "examples": [feature["pattern"]]}));
    }
    for table in items(&data["lookup_tables"]) {
        // The words, or the name of the file with them.
        let words = &table["elements"];
        nlu.push(json!({"lookup": table["name"], "examples": items(words), "file": words.as_str()}));
    }
    nlu.extend(items(&data["entity_synonyms"]).iter().map(|synonym| json!({"synonym": synonym["value"]})));
    json!({"nlu": nlu})
}

fn examples(data: &Value, file: &str, draft: &mut Draft) -> Vec<Value> {
    let lists = ["common_examples", "intent_examples", "entity_examples"];
    let all = lists.into_iter().flat_map(|key| items(&data[key]));
    let (of_intents, others): (Vec<_>, Vec<_>) =
        all.partition(|example| example["intent"].as_str().is_some_and(|intent| !intent.trim().is_empty()));
    if let Some(first) = others.first() {
        let text = first["text"].as_str().unwrap_or_default();
        draft.leave(file, format!("{} examples without an intent, the first of them: {text}", others.len()));
    }
    let entry = |example: &Value| {
        let values = !items(&example["entities"]).is_empty();
        json!({"intent": example["intent"], "examples": [example["text"]], "values": values})
    };
    of_intents.into_iter().map(entry).collect()
}
