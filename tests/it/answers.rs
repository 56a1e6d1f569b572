//! The bank of questions in `tests/answers/`, judged like the answer tests beside the content.

use std::{fs, path::Path, sync::LazyLock};

use bolt::{
    content::{ArticleLinks, Content, Files},
    domain::{Action, Language, Standing},
    proof::{Case, Expect, Mismatch, Move, NO_INTENT, Step, Visitor, judge, play, run, seed_of},
};
use serde::Deserialize;

/// How many rows are answered wrongly today. Retraining may swap one borderline row for another; there may be no more.
const KNOWN_MISTAKES: usize = 8;

/// The files of the bank.
const FILES: [&str; 7] = ["en", "it", "es", "mixed", "context", "wordings", "everyday"];

#[derive(Deserialize)]
struct Row {
    id: String,
    locale: Option<String>,
    identity: Option<Standing>,
    /// What the visitor wrote before, in the same conversation.
    #[serde(default)]
    before: Vec<String>,
    text: String,
    expect: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    action: Vec<Action>,
    #[serde(default)]
    intent: Vec<String>,
    language: Option<Language>,
    #[serde(default)]
    contains: Vec<String>,
    #[serde(default)]
    contains_any: Vec<String>,
    #[serde(default)]
    lacks: Vec<String>,
}

impl Row {
    /// The row as an answer test: nothing is expected of what came before.
    fn case(self, file: &str, line: usize) -> Case {
        let Expected { action, mut intent, language, contains, contains_any, lacks } = self.expect;
        // An answer that rests on no intent is judged by its action and its text.
        intent.extend((!intent.is_empty()).then(|| NO_INTENT.to_owned()));
        let expect = Expect { action, intent, language, contains, contains_any, lacks, ..Expect::default() };
        let asks = |text: String, expect| Step { does: Move::Ask(text), expect };
        let before = self.before.into_iter().map(|text| asks(text, Expect::default()));
        Case {
            file: file.to_owned(),
            line,
            name: self.id,
            who: self.identity.map_or(Visitor::ANONYMOUS, Visitor::signed_in),
            page: self.locale.as_deref().and_then(Language::of_locale),
            steps: before.collect::<Vec<_>>().into_iter().chain([asks(self.text, expect)]).collect(),
        }
    }
}

pub static CONTENT: LazyLock<Content> = LazyLock::new(|| {
    Content::load(Files::embedded(), ArticleLinks::default()).expect("the shipped content is in order")
});

#[test]
fn every_question_gets_its_answer() {
    let cases = cases();
    assert!(cases.len() > 900, "only {} rows", cases.len());
    let outcome = run(&*CONTENT, cases);
    let report: String = outcome.failures().map(|failure| format!("{failure}\n")).collect();
    let tally = outcome.tally();
    println!("{} of {} right\n{report}", tally.tests - tally.failed, tally.tests);
    assert!(tally.failed <= KNOWN_MISTAKES, "{} of {} wrong\n{report}", tally.failed, tally.tests);
}

#[test]
fn no_answer_shows_a_fact_that_it_must_not() {
    let shown = mismatches(&cases(), |expect| Expect { lacks: expect.lacks.clone(), ..Expect::default() });
    assert!(shown.is_empty(), "{shown:#?}");
}

#[test]
fn nothing_off_topic_is_answered_as_if_known() {
    let honest = |action: &Action| matches!(action, Action::Fallback | Action::Clarify);
    let mut cases = cases();
    cases.retain(|case| case.steps.last().is_some_and(|step| step.expect.action.iter().all(honest)));
    assert!(cases.len() > 80, "only {} rows", cases.len());
    let honest = vec![Action::Fallback, Action::Clarify, Action::Decline];
    let answered = mismatches(&cases, |_| Expect { action: honest.clone(), ..Expect::default() });
    assert!(answered.is_empty(), "{answered:#?}");
}

/// What is wrong with each row's answer by another expectation than its own.
fn mismatches(cases: &[Case], expectation: impl Fn(&Expect) -> Expect) -> Vec<(String, Vec<Mismatch>)> {
    let wrong = |case: &Case| {
        let step = case.steps.last()?;
        let moves = case.steps.iter().map(|step| &step.does);
        let heard = play(&*CONTENT, &case.who, case.page, moves, seed_of(&case.name)).pop()?;
        let found = judge(&expectation(&step.expect), &heard);
        (!found.is_empty()).then(|| (format!("{} {}", case.name, step.does), found))
    };
    cases.iter().filter_map(wrong).collect()
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/answers");
    let read = |name: &&str| {
        let file = format!("{name}.jsonl");
        let text = fs::read_to_string(folder.join(&file)).unwrap();
        let rows = text.lines().zip(1..).filter(|(row, _)| !row.trim().is_empty()).map(|(row, line)| {
            let row: Row = serde_json::from_str(row).unwrap_or_else(|error| panic!("{file}:{line}: {error} in {row}"));
            row.case(&file, line)
        });
        rows.collect::<Vec<_>>()
    };
    FILES.iter().flat_map(read).collect()
}
