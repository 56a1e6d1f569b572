//! Reads `knowledge/facts/names.yaml`: what people call the values of the other facts.

use super::{code::Code, facts::words, fields::Fields, finding::Report, yaml::Node};
use crate::support::{Facts, Localized, Name};

const KEYS: [&str; 8] = ["kind", "value", "describes", "say", "any", "en", "it", "es"];

/// Reads the names into the facts, which hold the values already; all of them where they are `whole`.
pub(super) fn read(node: &Node, report: &Report<'_>, facts: &mut Facts, whole: bool) {
    let Some(fields) = Fields::of(node, "the file", &["priority_words", "names"], report) else { return };
    facts.priority_words = fields.get("priority_words").map(|words| texts(words, report)).unwrap_or_default();
    let names = fields.need("names", report).map_or(&[][..], |names| names.items(report));
    facts.names = names.iter().filter_map(|node| name(node, whole.then_some(&*facts), report)).collect();
}

fn name(node: &Node, facts: Option<&Facts>, report: &Report<'_>) -> Option<Name> {
    let fields = Fields::of(node, "the name", &KEYS, report)?;
    let text = |key| fields.need(key, report).and_then(|node| node.text(report));
    let (kind, value) = (text("kind"), text("value"));
    let list = |key| fields.get(key).map(|node| texts(node, report)).unwrap_or_default();
    let name = Name {
        kind: kind?.text,
        value: value?.text,
        say: fields.get("say").and_then(|say| words(say, report)),
        describes: fields.get("describes").and_then(|flag| flag.flag(report)).unwrap_or_default(),
        any: list("any"),
        own: Localized::from_fn(|language| list(language.code())),
    };
    if let Some(problem) = facts.and_then(|facts| name.problem(facts)) {
        report.at(Code::UnknownValue, &node.span, problem, "the beginning of the file lists what there is");
        return None;
    }
    Some(name)
}

fn texts(node: &Node, report: &Report<'_>) -> Vec<String> {
    node.texts(report).into_iter().map(|text| text.text).collect()
}
