//! The training data, stories and responses of Rasa 1 in Markdown, as YAML has them.

use serde_json::{Map, Value, json};

use crate::exchange::Draft;

/// The sections of training data.
const KINDS: [&str; 4] = ["intent", "synonym", "regex", "lookup"];

/// What a file would be in YAML; nothing where it is something else, like a page about the project.
pub(super) fn value(file: &str, text: &str, draft: &mut Draft) -> Option<Value> {
    let text = uncommented(text);
    let lines = outside_of_fences(&text);
    if lines.iter().any(|line| section(line).is_some_and(|(kind, _)| KINDS.contains(&kind))) {
        return Some(json!({"nlu": training(&lines, file, draft)}));
    }
    let (stories, responses) = stories(&lines);
    let is_story = |story: &Value| {
        let action = story["steps"][1]["action"].as_str().unwrap_or_default();
        ["utter_", "action_", "respond_"].iter().any(|begin| action.starts_with(begin))
    };
    let told = !responses.is_empty() || stories.iter().any(is_story);
    told.then(|| json!({"stories": stories, "responses": (!responses.is_empty()).then_some(responses)}))
}

/// The text without `<!-- … -->`.
fn uncommented(text: &str) -> String {
    let mut parts = text.split("<!--");
    let first = parts.next().unwrap_or_default().to_owned();
    let behind = parts.filter_map(|part| part.split_once("-->"));
    behind.fold(first, |all, (_, rest)| all + rest)
}

/// The lines, but for code that is shown.
fn outside_of_fences(text: &str) -> Vec<&str> {
    let mut inside = false;
    let outside = |line: &&str| {
        let fence = line.starts_with("```");
        inside ^= fence;
        !fence && !inside
    };
    text.lines().map(str::trim).filter(outside).collect()
}

/// `## intent:bye`
fn section(line: &str) -> Option<(&str, &str)> {
    let (kind, name) = line.strip_prefix("##")?.split_once(':')?;
    Some((kind.trim(), name.trim()))
}

/// A section of training data.
struct Section<'t> {
    kind: &'t str,
    name: &'t str,
    items: Vec<&'t str>,
    /// The file with the words of a table.
    file: Option<&'t str>,
}

fn training(lines: &[&str], file: &str, draft: &mut Draft) -> Vec<Value> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    for line in lines {
        if let Some((kind, name)) = section(line) {
            if !KINDS.contains(&kind) {
                draft.leave(file, format!("`{line}`: a section of a kind that Bolt does not know"));
            }
            sections.push(Section { kind, name, items: Vec::new(), file: None });
            continue;
        }
        let Some(section) = sections.last_mut() else { continue };
        match line.strip_prefix(['-', '*', '+']) {
            Some(item) => section.items.push(item.trim()),
            None if section.kind == "lookup" && !line.is_empty() => section.file = Some(line),
            None => {}
        }
    }
    let known = sections.iter().filter(|section| KINDS.contains(&section.kind));
    known.map(|section| json!({section.kind: section.name, "examples": section.items, "file": section.file})).collect()
}

/// Which intents get which action right away, and the responses of intents like `faq/price`, whose texts stand below them.
fn stories(lines: &[&str]) -> (Vec<Value>, Map<String, Value>) {
    let (mut stories, mut responses) = (Vec::new(), Map::new());
    let mut said: Vec<&str> = Vec::new();
    for line in lines {
        if let Some(user) = line.strip_prefix('*') {
            said = intents(user);
        } else if let Some(action) = line.strip_prefix('-').map(str::trim) {
            let is_text = |intent: &&str| intent.contains('/') && !action.starts_with("utter_");
            for intent in said.iter().copied().filter(is_text) {
                let variants = responses.entry(format!("utter_{intent}")).or_insert_with(|| json!([]));
                variants.as_array_mut().into_iter().for_each(|variants| variants.push(json!({"text": action})));
            }
            // What is done after the first action is no answer right away; another text is.
            let (texts, others): (Vec<&str>, Vec<&str>) = said.into_iter().partition(is_text);
            stories.extend(others.iter().map(|intent| json!({"steps": [{"intent": intent}, {"action": action}]})));
            said = texts;
        } else if !line.is_empty() {
            said.clear();
        }
    }
    (stories, responses)
}

/// `greet{"name": "Ada"} OR hello: Hi there`
fn intents(user: &str) -> Vec<&str> {
    let names = user.split(" OR ").filter_map(|one| one.split(['{', ':']).next());
    names.map(str::trim).filter(|name| !name.is_empty()).collect()
}
