//! The editors' commands, as they are typed.

use std::{fs, path::Path, process::ExitCode};

use bolt::cli::{Cli, run};
use clap::Parser as _;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Runs a command line and returns whether it succeeded, with what it printed.
fn bolt(words: &[&str]) -> (bool, String) {
    let cli = Cli::try_parse_from(std::iter::once("bolt").chain(words.iter().copied())).unwrap();
    let mut out = Vec::new();
    let code = run(cli, &mut out).unwrap_or_else(|error| panic!("{words:?}: {error}"));
    (code == ExitCode::SUCCESS, String::from_utf8(out).unwrap())
}

/// The shipped content in a folder of its own, to be changed.
fn copied() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["knowledge", "intents", "answers"] {
        copy(&Path::new(ROOT).join(part), &folder.path().join(part));
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_shipped_answer_tests_pass() {
    let (passed, printed) = bolt(&["test", "--content", ROOT, "--json"]);
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert!(passed, "{:#}", printed["failures"]);
    assert!(printed["tests"].as_u64().unwrap() >= 150, "{}", printed["tests"]);
    assert_eq!(printed["findings"], serde_json::json!([]));
}

#[test]
fn a_failing_answer_test_fails_the_command_and_stands_in_the_report() {
    let folder = copied();
    let tests = "tests:\n  - name: wrong\n    ask: hello\n    expect: { action: phone }\n";
    fs::write(folder.path().join("answers/wrong.answers.yaml"), tests).unwrap();
    let junit = folder.path().join("junit.xml");
    let content = folder.path().to_str().unwrap();
    let (passed, printed) = bolt(&["test", "wrong", "--content", content, "--junit", junit.to_str().unwrap()]);
    assert!(!passed);
    assert!(printed.contains("FAILED answers/wrong.answers.yaml:2  wrong"), "{printed}");
    assert!(printed.ends_with("0 of 1 answer tests pass\n"), "{printed}");
    assert!(fs::read_to_string(junit).unwrap().contains("<failure message=\"action: answer, not phone\">"));
}
