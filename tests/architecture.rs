//! The walls of the house: what a module must not know. Reads the `use crate::…` lines and paths of the sources.

#![allow(clippy::unwrap_used, reason = "a test that cannot read the sources has to fail")]

use std::{collections::BTreeSet, fs, path::Path};

/// A module, the modules of ours it may use, and the crates it must not.
struct Wall {
    module: &'static str,
    may_use: &'static [&'static str],
    must_not_use: &'static [&'static str],
}

const RUNTIME: &[&str] = &["tokio", "axum", "rusqlite", "tantivy", "sqlx", "tower_sessions"];
const TRANSPORT: &[&str] = &["axum", "tower", "tower_http", "rusqlite", "tower_sessions"];

const WALLS: &[Wall] = &[
    Wall { module: "domain", may_use: &[], must_not_use: RUNTIME },
    Wall { module: "support", may_use: &["domain", "language"], must_not_use: RUNTIME },
    Wall { module: "language", may_use: &["domain"], must_not_use: RUNTIME },
    Wall { module: "vectors", may_use: &["domain", "language"], must_not_use: RUNTIME },
    Wall { module: "intents", may_use: &["domain", "language", "vectors"], must_not_use: RUNTIME },
    Wall { module: "knowledge", may_use: &["domain", "language", "vectors"], must_not_use: TRANSPORT },
    Wall {
        module: "reply",
        may_use: &["domain", "language", "intents", "knowledge", "support", "content"],
        must_not_use: RUNTIME,
    },
    Wall {
        module: "content",
        may_use: &["domain", "language", "vectors", "intents", "knowledge", "support"],
        must_not_use: RUNTIME,
    },
    Wall {
        module: "editing",
        may_use: &["domain", "content", "live", "reply", "review", "insight", "proof", "exchange", "support", "store"],
        must_not_use: TRANSPORT,
    },
    Wall { module: "exchange", may_use: &["domain", "language", "intents", "content"], must_not_use: RUNTIME },
    Wall {
        module: "insight",
        may_use: &["domain", "language", "vectors", "intents", "content", "exchange"],
        must_not_use: RUNTIME,
    },
    Wall { module: "proof", may_use: &["domain", "content", "reply"], must_not_use: RUNTIME },
    Wall {
        module: "review",
        may_use: &["domain", "language", "intents", "knowledge", "support", "content"],
        must_not_use: RUNTIME,
    },
    Wall { module: "live", may_use: &["domain", "content", "reply"], must_not_use: RUNTIME },
    Wall { module: "desk", may_use: &["domain"], must_not_use: RUNTIME },
    Wall { module: "hub", may_use: &["domain"], must_not_use: &["axum", "rusqlite", "tantivy"] },
    Wall {
        module: "chat",
        may_use: &["domain", "reply", "desk", "store", "hub"],
        must_not_use: &["axum", "rusqlite", "tantivy", "serde_json"],
    },
    Wall { module: "store", may_use: &["domain"], must_not_use: &["axum", "tantivy"] },
    Wall { module: "wire", may_use: &["domain"], must_not_use: &["axum", "rusqlite", "tokio"] },
    Wall {
        module: "http",
        may_use: &[
            "domain",
            "chat",
            "hub",
            "wire",
            "content",
            "live",
            "reply",
            "store",
            "editing",
            "insight",
            "config",
            "telemetry",
            "accounts",
            "tokens",
        ],
        must_not_use: &["rusqlite", "tantivy"],
    },
    Wall { module: "accounts", may_use: &["domain", "store"], must_not_use: &["axum", "rusqlite", "tantivy"] },
    Wall { module: "tokens", may_use: &["domain", "config"], must_not_use: RUNTIME },
    Wall { module: "telemetry", may_use: &["domain", "config"], must_not_use: &["rusqlite", "tantivy"] },
    Wall { module: "config", may_use: &["domain"], must_not_use: RUNTIME },
];

/// The production part of every file of a module: its tests are guests, and guests may look around.
fn sources(module: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut todo = vec![root.join(module), root.join(format!("{module}.rs"))];
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            todo.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.is_file() && path.extension().is_some_and(|e| e == "rs") && !is_test_file(&path) {
            let text = fs::read_to_string(&path).unwrap();
            let production = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
            found.push((path.strip_prefix(&root).unwrap().display().to_string(), production));
        }
    }
    found
}

fn is_test_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name == "tests.rs" || name == "contract.rs" || name == "typescript.rs"
}

/// The names behind `crate::` in a text, also in `use crate::{a, b::{…}}`.
fn used_modules(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => used.extend(first_names(list)),
            None => used.extend(leading_name(rest)),
        }
    }
    used
}

fn leading_name(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// The first name of each entry of a braced list, up to its closing brace.
fn first_names(list: &str) -> Vec<String> {
    let (mut names, mut depth, mut starts) = (Vec::new(), 0, true);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts = true,
            c if c.is_whitespace() => {}
            _ if starts => {
                names.extend(leading_name(&list[at..]));
                starts = false;
            }
            _ => {}
        }
    }
    names
}

fn modules() -> BTreeSet<String> {
    fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|name| name != "lib" && name != "main")
        .collect()
}

#[test]
fn no_module_reaches_what_it_must_not_know() {
    let ours = modules();
    let mut breaches = Vec::new();
    for wall in WALLS {
        for (file, text) in sources(wall.module) {
            for used in used_modules(&text) {
                let known = used == wall.module || wall.may_use.contains(&used.as_str());
                if ours.contains(&used) && !known {
                    breaches.push(format!("src/{file} uses crate::{used}"));
                }
            }
            for banned in wall.must_not_use {
                if text.lines().any(|line| names_crate(line, banned)) {
                    breaches.push(format!("src/{file} uses {banned}"));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "walls broken:\n{}", breaches.join("\n"));
}

fn names_crate(line: &str, name: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    code.match_indices(&format!("{name}::"))
        .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
}

#[test]
fn every_module_has_its_walls() {
    // `app` wires everything together and `cli` calls it: they may know all.
    let free: BTreeSet<String> = ["app", "cli"].map(String::from).into();
    let walled: BTreeSet<String> = WALLS.iter().map(|w| w.module.to_owned()).collect();
    let unknown: Vec<_> = modules().into_iter().filter(|m| !walled.contains(m) && !free.contains(m)).collect();
    assert!(unknown.is_empty(), "no walls for: {unknown:?}");
}

#[test]
fn the_reader_of_use_lines_sees_all_of_them() {
    let text =
        "use crate::{\n    chat::{Chat, Desk},\n    wire,\n};\nfn f(x: crate::domain::Seq) {}\nuse crate::hub::Hub;";
    let expected: BTreeSet<String> = ["chat", "wire", "domain", "hub"].map(String::from).into();
    assert_eq!(used_modules(text), expected);
    assert!(names_crate("use axum::Router;", "axum") && !names_crate("// axum::Router", "axum"));
}

#[test]
fn files_keep_to_one_topic() {
    let long: Vec<_> = modules()
        .iter()
        .flat_map(|module| sources(module))
        .map(|(file, text)| (text.lines().count(), file))
        .filter(|(lines, _)| *lines > 420)
        .collect();
    assert!(long.is_empty(), "files over about 400 lines before their tests: {long:?}");
}
