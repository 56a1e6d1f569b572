//! Files as those products export them become content, and what cannot be carried over is said.

mod bots;
mod rasa;
mod zendesk;

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
fn tables_become_intents_or_articles() {
    let intents = "\u{feff}Intent,Language,Example,Reply\ngreet,en,\"hello, there\",Hi!\ngreet,it,ciao,\nbye,de,tschüss,\nbye,en,,\n";
    let faq = "question;answer\nHow?;Like this.\n";
    let root = folder(&[("a.csv", intents), ("b.csv", faq)]);
    let draft = import(Format::Csv, root.path(), Some(Language::Es)).unwrap();
    assert_eq!(texts(&draft, "greet", Language::En), ["hello, there"]);
    assert_eq!(texts(&draft, "greet", Language::It), ["ciao"]);
    let article = &draft.articles[0];
    assert_eq!(
        (article.language, article.title.as_str(), article.markdown.as_str()),
        (Language::Es, "How?", "Like this.")
    );
    assert_left(&draft, &["a.csv: line 4: a language that is not served", "a.csv: line 5: a row with an empty cell"]);
    let wrong = folder(&[("c.csv", "a,b\n1,2\n")]);
    let error = import(Format::Csv, wrong.path(), None).unwrap_err().to_string();
    assert!(error.starts_with("c.csv: the heading has `a, b`"), "{error}");
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

fn csv(name: &str, bytes: &[u8]) -> Result<Draft, ImportError> {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join(name), bytes).unwrap();
    import(Format::Csv, &root.path().join(name), Some(Language::En))
}

#[test]
fn a_table_that_would_be_read_wrongly_is_refused() {
    let problem = |bytes: &[u8]| csv("a.csv", bytes).unwrap_err().to_string();
    let open = problem(b"question,answer\na,\"it is 5\"\" wide\"\nb,\"never closed\nc,d\n");
    assert!(open.contains("line 3 is never closed"), "{open}");
    assert!(problem(b"question,answer\nperch\xe9,s\xec\n").contains("CSV UTF-8"));
    assert!(problem(b"question,answer\n").contains("holds nothing"));
}

#[test]
fn tabs_divide_and_what_is_not_read_is_told() {
    let draft = csv("a.tsv", b"intent\texample\tauthor\ngreet\thello, there\tAda\n").unwrap();
    assert_eq!(texts(&draft, "greet", Language::En), ["hello, there"]);
    assert_left(&draft, &["the columns `author`, which Bolt does not read"]);
}

#[test]
fn an_export_of_another_kind_is_refused() {
    let root = folder(&[("a.json", "{\"users\": []}")]);
    for format in [Format::Botpress, Format::Dialogflow, Format::ZendeskArticles] {
        let error = import(format, root.path(), None).unwrap_err().to_string();
        assert!(error.contains("holds nothing that Bolt can take as"), "{error}");
    }
}

#[test]
fn one_intent_spelled_in_several_ways_in_a_table_is_one() {
    let table = "intent,example,reply\ngreet me,hi,Hi!\ngreet_me,hello,\nGreet-Me,hey,Hey!\n日本,tokyo,\n中国,beijing,\nC++,templates,\nC#,linq,\n";
    let draft = csv("a.csv", table.as_bytes()).unwrap();
    assert_eq!(draft.intents.keys().collect::<Vec<_>>(), ["c", "c_2", "greet_me", "unnamed", "unnamed_2"]);
    assert_eq!(texts(&draft, "greet_me", Language::En), ["hi", "hello", "hey"]);
    assert_eq!(draft.intents["greet_me"].says[&Language::En], ["Hi!", "Hey!"]);
    assert_eq!(texts(&draft, "unnamed_2", Language::En), ["beijing"]);
    assert_left(
        &draft,
        &[
            "a.csv: `greet_me` and `greet me` are put together as one intent",
            "a.csv: `Greet-Me` and `greet me` are put together as one intent",
            "intents/unnamed_2.yaml: `中国`: its name would be that of `日本`",
            "intents/c_2.yaml: `C#`: its name would be that of `C++`",
        ],
    );
}
