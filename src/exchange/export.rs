//! Intents for other products.

use serde_json::{Value, json};

use super::draft::Left;
use crate::{
    content::{WrittenIntent, WrittenReply},
    domain::Language,
};

/// The intents as Rasa 3 reads them, a folder a language, by the paths of their files; and what is not carried over.
#[must_use]
pub fn rasa(intents: &[WrittenIntent]) -> (Vec<(String, String)>, Vec<Left>) {
    let (mut files, mut left) = (Vec::new(), Vec::new());
    for language in Language::ALL {
        let mut nlu = String::from("version: \"3.1\"\nnlu:\n");
        let mut domain = String::from("version: \"3.1\"\nintents:\n");
        let (mut responses, mut rules) = (String::new(), String::new());
        for intent in intents {
            block(&mut nlu, "intent", &intent.id, intent.examples.get(language));
            block(&mut nlu, "regex", &intent.id, intent.patterns.get(language));
            block(&mut nlu, "lookup", &intent.id, intent.keywords.get(language));
            domain.push_str(&format!("  - {}\n", intent.id));
            let said = said(intent, language);
            if said.is_empty() {
                continue;
            }
            responses.push_str(&format!("  utter_{}:\n", intent.id));
            said.iter().for_each(|text| responses.push_str(&format!("    - text: {}\n", Value::from(*text))));
            let id = &intent.id;
            rules.push_str(&format!("  - rule: {id}\n    steps:\n      - intent: {id}\n      - action: utter_{id}\n"));
        }
        if !responses.is_empty() {
            domain.push_str(&format!("responses:\n{responses}"));
        }
        files.push((format!("{language}/config.yml"), format!("language: {language}\n")));
        files.push((format!("{language}/data/nlu.yml"), nlu));
        files.push((format!("{language}/data/rules.yml"), format!("version: \"3.1\"\nrules:\n{rules}")));
        files.push((format!("{language}/domain.yml"), domain));
    }
    for intent in intents {
        let file = format!("intents/{}.yaml", intent.id);
        if intent.replies.iter().any(|reply| reply.when.is_some()) {
            left.push(Left { file: file.clone(), what: "replies with a condition".to_owned() });
        }
        if Language::ALL.iter().any(|language| said(intent, *language).is_empty()) {
            left.push(Left { file, what: "no reply is without values to fill in".to_owned() });
        }
    }
    (files, left)
}

/// The wordings of what is said to everybody, those without templates in them.
fn said(intent: &WrittenIntent, language: Language) -> Vec<&str> {
    let replies = intent.replies.iter().filter(|reply: &&WrittenReply| reply.when.is_none());
    let wordings = replies.flat_map(|reply| reply.say.get(language));
    wordings.map(String::as_str).filter(|text| !text.contains("{{") && !text.contains("{%")).collect()
}

fn block(out: &mut String, kind: &str, id: &str, texts: &[String]) {
    if texts.is_empty() {
        return;
    }
    out.push_str(&format!("  - {kind}: {id}\n    examples: |\n"));
    texts.iter().for_each(|text| out.push_str(&format!("      - {}\n", text.replace('\n', " "))));
}

/// Every example as a row of JSON Lines: `intent`, `language`, `text`. What is off topic has no intent.
#[must_use]
pub fn jsonl(intents: &[WrittenIntent], off_topic: &[(Language, String)]) -> String {
    let examples = intents.iter().flat_map(|intent| {
        let all = intent.examples.iter().flat_map(|(language, texts)| texts.iter().map(move |text| (language, text)));
        all.map(|(language, text)| json!({ "intent": intent.id, "language": language, "text": text }))
    });
    let others = off_topic.iter().map(|(language, text)| json!({ "intent": null, "language": language, "text": text }));
    examples.chain(others).map(|row| format!("{row}\n")).collect()
}
