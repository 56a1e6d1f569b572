//! Files as those products export them become content, and what cannot be carried over is said.

mod bots;
mod rasa;
mod tables;
mod zendesk;
mod zendesk_pages;

use std::{fs, path::Path};

use super::*;
use crate::{
    content::{Files, check, written},
    domain::Language,
};

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

fn texts<'d>(draft: &'d Draft, intent: &str, language: Language) -> Vec<&'d str> {
    draft.intents[intent].examples[&language].iter().map(String::as_str).collect()
}

fn left(draft: &Draft) -> String {
    draft.left.iter().map(|left| format!("{}: {}\n", left.file, left.what)).collect()
}

#[track_caller]
fn assert_left(draft: &Draft, parts: &[&str]) {
    let left = left(draft);
    for part in parts {
        assert!(left.contains(part), "{part} is missing in\n{left}");
    }
}

#[test]
fn nothing_is_written_over_unless_it_is_wanted() {
    let into = folder(&[("intents/a.yaml", "mine")]);
    let new = [("intents/a.yaml".to_owned(), "new".to_owned()), ("intents/b.yaml".to_owned(), "new".to_owned())];
    let error = write(&new, into.path(), false).unwrap_err();
    assert!(matches!(&error, WriteError::Exists(taken) if taken.len() == 1), "{error}");
    assert!(!into.path().join("intents/b.yaml").exists(), "all or nothing");
    assert_eq!(fs::read_to_string(into.path().join("intents/a.yaml")).unwrap(), "mine");
    write(&new, into.path(), true).unwrap();
    assert_eq!(fs::read_to_string(into.path().join("intents/a.yaml")).unwrap(), "new");
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let root = folder(&[("agent.zip", "PK"), ("broken/x.json", "{"), ("empty/readme.txt", "")]);
    let error = |path: &Path| import(Format::Dialogflow, path, None).unwrap_err().to_string();
    assert!(error(&root.path().join("agent.zip")).ends_with("is an archive; unpack it, and name the folder"));
    assert!(error(&root.path().join("broken")).contains("x.json cannot be read"));
    assert!(error(&root.path().join("empty")).contains("no file that ends in .json"));
    assert!(import(Format::Dialogflow, &root.path().join("nowhere.json"), None).is_err());
}

#[test]
fn json_lines_have_every_example() {
    let intents = written(&Files::embedded());
    let rows = jsonl(&intents, &[(Language::Es, "¿qué tiempo hace?".to_owned())]);
    let rows: Vec<serde_json::Value> = rows.lines().map(|row| serde_json::from_str(row).unwrap()).collect();
    let examples: usize = intents.iter().flat_map(|i| i.examples.iter()).map(|(_, texts)| texts.len()).sum();
    assert_eq!(rows.len(), examples + 1);
    assert_eq!(rows.last().unwrap()["intent"], serde_json::Value::Null);
}

#[test]
fn an_export_of_another_kind_is_refused() {
    let root = folder(&[("a.json", "{\"users\": []}")]);
    for format in [Format::Botpress, Format::Dialogflow, Format::ZendeskArticles] {
        let error = import(format, root.path(), None).unwrap_err().to_string();
        assert!(error.contains("holds nothing that Bolt can take as"), "{error}");
    }
}
