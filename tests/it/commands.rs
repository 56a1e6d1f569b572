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

/// Runs git in a folder, as nobody in particular.
fn git(folder: &Path, words: &[&str]) {
    let mut command = std::process::Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=t", "-c", "user.email=t@example.org"]).args(words);
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_change_is_compared_with_the_revision_before_it() {
    let folder = copied();
    let content = folder.path().to_str().unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "before"]);
    let intent = folder.path().join("intents/social_media.yaml");
    fs::remove_file(&intent).unwrap();
    let tests = folder.path().join("answers/everyday.answers.yaml");
    let kept: Vec<_> = fs::read_to_string(&tests).unwrap().split("\n\n").map(str::to_owned).collect();
    let kept: Vec<_> = kept.into_iter().filter(|test| !test.contains("social_media")).collect();
    fs::write(&tests, kept.join("\n\n")).unwrap();
    let questions = folder.path().join("questions.jsonl");
    fs::write(&questions, "{\"id\":\"q1\",\"locale\":\"en\",\"text\":\"which social networks are you on\"}\n").unwrap();
    let html = folder.path().join("diff.html");

    let words = ["diff", "main", "--content", content, "--questions", questions.to_str().unwrap()];
    let printed_page = ["--html", html.to_str().unwrap()];
    let (passed, printed) = bolt(&[&words[..], &printed_page, &["--json", "--fail-on", "changed"]].concat());
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert!(!passed);
    assert!(printed["questions"].as_u64().unwrap() > 2_000, "{}", printed["questions"]);
    let changed = printed["groups"].as_array().unwrap().iter().flat_map(|group| group["changes"].as_array().unwrap());
    assert!(changed.clone().any(|change| change["name"] == "q1"), "the question is among the changes");
    assert!(changed.into_iter().any(|change| change["name"] == "answers/everyday.answers.yaml: Social media"));
    assert!(fs::read_to_string(html).unwrap().starts_with("<!doctype html>"));

    // Both sides from git, which know nothing of what was not committed: nothing changes.
    let (passed, printed) =
        bolt(&["diff", "main..HEAD", "--content", content, "--fail-on", "changed", "--max-changed", "0"]);
    assert!(passed && printed.contains(" 0 change: "), "{printed}");
}

#[test]
fn a_diff_that_cannot_be_made_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().to_str().unwrap();
    let error = |words: &[&str]| {
        let cli = Cli::try_parse_from(std::iter::once("bolt").chain(words.iter().copied())).unwrap();
        run(cli, &mut Vec::new()).unwrap_err().to_string()
    };
    // The folder of the tests' run may lie inside of some repository, so only what is missing in any is asked for.
    assert!(error(&["diff", "no-such-revision", "--content", content]).starts_with("git knows no revision"));
    assert!(error(&["diff", "--content", content, "--", "--help"]).starts_with("git knows no revision"));
    assert!(error(&["diff", "a", "b", "--questions", "nowhere.jsonl"]).starts_with("nowhere.jsonl: "));
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["commit", "-qm", "empty", "--allow-empty"]);
    assert!(error(&["diff", "main", "--content", content]).contains("has no `knowledge` folder"));
}

#[test]
fn an_explanation_names_every_stage() {
    let who = r#"{"account_type":"business","role":"licensed_admin","support_plan":"premier","name":"Ada"}"#;
    let words = ["explain", "phone number for Germnay", "--locale", "en", "--identity", who, "--content", ROOT];
    let (passed, text) = bolt(&words);
    assert!(passed);
    for part in [
        "language    en (from the ",
        "corrected   germnay → germany (names)",
        "values      country = DE (\"Germnay\")",
        "classifier  ",
        "phone_number",
        "in scope    ",
        "search      ",
        "rules       picked-choice –, ",
        "decided     ",
        "cites       contact/phone-numbers (en)",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    let words = ["explain", "and in Spain?", "--after", "phone number for Italy", "--json", "--content", ROOT];
    let (_, json) = bolt(&words);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["answer"]["trace"]["rule"], json["rules"].as_array().unwrap().last().unwrap().clone());
    assert_eq!(json["answer"]["intent"], "phone_number", "{json:#}");
    assert_eq!(json["entities"][0]["value"], "ES");
}
