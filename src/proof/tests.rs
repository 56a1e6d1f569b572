//! Answer tests are read with every mistake in them named, played as the chat answers, and judged.

use std::sync::LazyLock;

use super::*;
use crate::content::{ArticleLinks, Content, File, Files};

pub(super) static CONTENT: LazyLock<Content> = LazyLock::new(|| {
    Content::load(Files::embedded(), ArticleLinks::default()).expect("the shipped content is in order")
});

pub(super) fn suite(text: &str) -> Suite {
    let file = File::new("answers/x.answers.yaml", text);
    Suite::read(Files { files: vec![file], findings: Vec::new() }, &Files::embedded())
}

fn failures(text: &str) -> Vec<Failure> {
    let suite = suite(text);
    assert_eq!(suite.findings, []);
    run(&*CONTENT, suite.cases).failures().cloned().collect()
}

#[test]
fn every_mistake_is_named_with_its_place() {
    let suite = suite(
        r#"visitors:
  boss: { account_type: business, role: bos, support_plan: premier }
  ann: { account_type: business, role: owner, support_plan: premier }
tests:
  - name: one
    who: anna
    ask: hello
    expect: { intent: greting, action: anwser, colour: red }
  - name: two
    who: ann
    ask: hello
    expect: {}
  - name: three
    page: de
    dialogue:
      - ask: hello
        expect: { article: contact/phone-number, choices: [agent, "intent:greting", "article:contact/nope"] }
      - pick: handof
  - name: three
    ask: hello
    expect: { language: en }
  - name: five
    ask: hello
    dialogue: []
"#,
    );
    let found: Vec<_> = suite.findings.iter().map(|f| (f.code, f.line, f.remedy.as_str())).collect();
    let expected = [
        ("unknown-value", 2, "`bos` is no role; use one of: member, licensed_member, admin, licensed_admin, owner"),
        ("unknown-value", 6, "did you mean `ann`?"),
        ("unknown-key", 8, ""),
        ("unknown-value", 8, "did you mean `answer`?"),
        ("unknown-value", 8, "did you mean `greeting`?"),
        ("missing-key", 9, ""),
        ("unknown-value", 14, ""),
        ("unknown-article", 17, "did you mean `contact/phone-numbers`?"),
        ("unknown-value", 17, ""),
        ("unknown-value", 17, "did you mean `greeting`?"),
        ("unknown-value", 18, ""),
        ("duplicate-id", 19, ""),
        ("missing-key", 22, ""),
    ];
    for (code, line, remedy) in expected {
        let hit = found.iter().any(|(c, l, r)| (*c, *l) == (code, line) && (remedy.is_empty() || r.ends_with(remedy)));
        assert!(hit, "no {code} in line {line} with {remedy:?} among {found:#?}");
    }
    assert!(suite.is_broken());
}

#[test]
fn a_file_that_is_no_test_is_named() {
    let files = vec![File::new("answers/notes.yaml", "x: 1"), File::new("answers/y.answers.yaml", "tests: [")];
    let suite = Suite::read(Files { files, findings: Vec::new() }, &Files::embedded());
    let codes: Vec<_> = suite.findings.iter().map(|f| (f.file.as_str(), f.code)).collect();
    assert_eq!(codes, [("answers/notes.yaml", "unused-file"), ("answers/y.answers.yaml", "yaml-syntax")]);
}

#[test]
fn a_right_answer_passes() {
    let text = r#"
visitors: { ann: { account_type: business, role: owner, support_plan: premier, name: Ann } }
tests:
  - name: a dialogue
    who: ann
    page: it
    dialogue:
      - ask: ricetta della lasagna
        expect: { action: fallback, choices: [handoff, ticket] }
      - pick: ticket
        expect: { action: ticket, intent: open_ticket, language: it }
"#;
    let failures: Vec<_> = failures(text).iter().map(ToString::to_string).collect();
    assert_eq!(failures, Vec::<String>::new());
}

#[test]
fn a_wrong_answer_shows_what_came_instead_and_what_was_near() {
    let text = r#"
tests:
  - name: wrong
    page: en
    ask: what is the first response time for P1
    expect: { action: phone, intent: greeting, article: contact/billing, language: es, contains: ["2 hours"],
              contains_any: [x-x, y-y], lacks: ["1 hour"], choices: [handoff] }
"#;
    let failures = failures(text);
    let failure = &failures[0];
    let what: Vec<_> = failure.mismatches.iter().map(|m| m.what).collect();
    assert_eq!(what, ["action", "intent", "article", "language", "contains", "contains_any", "lacks", "choices"]);
    assert_eq!(
        (failure.mismatches[1].expected.as_str(), failure.mismatches[1].got.as_str()),
        ("greeting", "priority_times")
    );
    let shown = failure.to_string();
    for part in ["answers/x.answers.yaml:3", "got       answer", "1 hour", "nearest", "intent priority_times"] {
        assert!(shown.contains(part), "{part} is missing in\n{shown}");
    }
}

#[test]
fn a_hand_off_leaves_bolt_silent_and_a_choice_must_be_there() {
    let ann = "{ account_type: pro, role: licensed_member, support_plan: access }";
    let silent = format!(
        "tests:\n  - name: a\n    who: {ann}\n    dialogue:\n      - ask: agent\n        expect: {{ action: handoff }}\n      - ask: hello\n        expect: {{ action: answer }}\n"
    );
    assert_eq!(failures(&silent)[0].turn, 2);
    let no_choice = "tests:\n  - name: a\n    dialogue:\n      - ask: hello\n        expect: { action: answer }\n      - pick: handoff\n";
    assert_eq!(failures(no_choice)[0].mismatches[0].got, "no such choice under the last message");
}

#[test]
fn junit_counts_and_escapes() {
    let text = "tests:\n  - name: a <b> & \"c\"\n    ask: <x>\n    expect: { action: phone }\n  - name: d\n    ask: hello\n    expect: { action: answer }\n";
    let report = junit(&run(&*CONTENT, suite(text).cases));
    assert!(report.contains(r#"<testsuites name="bolt" tests="2" failures="1">"#), "{report}");
    assert!(report.contains("a &lt;b&gt; &amp; &quot;c&quot;"), "{report}");
    assert!(report.contains(r#"name="d" file="answers/x.answers.yaml" line="5"/>"#), "{report}");
    assert!(!report.contains("<x>"), "{report}");
}

#[test]
fn what_cannot_be_read_has_failed() {
    let text = "visitors:\n  bob: { account_type: busines, role: owner, support_plan: premier }\ntests:\n  - name: bobs\n    who: bob\n    ask: hello\n    expect: { action: answer }\n  - name: slip\n    ask: hello\n    expect: { action: anwser }\n  - name: good\n    ask: hello\n    expect: { action: answer }\n";
    let files =
        vec![File::new("answers/x.answers.yaml", text), File::new("answers/zz.answers.yaml", "tests:\n  - name: [\n")];
    let suite = Suite::read(Files { files, findings: Vec::new() }, &Files::embedded());
    let told: Vec<_> = suite.findings.iter().map(|f| (f.line, f.remedy.as_str())).collect();
    assert_eq!(told[..2], [(2, "did you mean `business`?"), (10, "did you mean `answer`?")]);
    assert_eq!(suite.findings.len(), 3, "{:#?}", suite.findings);
    let outcome = run(&*CONTENT, suite.cases).with_unread(suite.unread);
    let tests: Vec<_> =
        outcome.unread().iter().map(|test| (test.file.as_str(), test.line, test.test.as_str())).collect();
    let (x, zz) = ("answers/x.answers.yaml", "answers/zz.answers.yaml");
    assert_eq!(tests[..3], [(x, 2, "the whole file"), (x, 4, "bobs"), (x, 8, "slip")]);
    assert_eq!((tests[3].0, tests[3].2, tests.len()), (zz, "the whole file", 4));
    assert_eq!((outcome.tally().tests, outcome.tally().failed), (5, 4));
    let report = junit(&outcome);
    assert!(report.contains(r#"<testsuites name="bolt" tests="5" failures="0" errors="4">"#), "{report}");
    assert!(
        report.contains(r#"<testsuite name="answers/zz.answers.yaml" tests="1" failures="0" errors="1">"#),
        "{report}"
    );
    assert!(report.contains(r#"<error message="this cannot be read">answers/x.answers.yaml:10"#), "{report}");
}
