//! The outcome of answer tests as JUnit XML, which every build server reads.

use super::{Outcome, Unread, markup::escaped, run::OfFile, run::Tried};

/// The report: a suite a file, a test case a test. What cannot be read is a case with an error.
#[must_use]
pub fn junit(outcome: &Outcome) -> String {
    let (tally, broken) = (outcome.tally(), outcome.unread().len());
    let counts = counts(tally.tests, tally.failed - broken, broken);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str(&format!("<testsuites name=\"bolt\" {counts}>\n"));
    outcome.by_file().iter().for_each(|of_file| suite(of_file, &mut out));
    out.push_str("</testsuites>\n");
    out
}

/// Older readers know no errors: they are counted where there are some.
fn counts(tests: usize, failed: usize, broken: usize) -> String {
    let errors = if broken == 0 { String::new() } else { format!(" errors=\"{broken}\"") };
    format!("tests=\"{tests}\" failures=\"{failed}\"{errors}")
}

fn suite((file, rows, unread): &OfFile<'_>, out: &mut String) {
    let failed = rows.iter().filter(|(_, failure)| failure.is_some()).count();
    let counts = counts(rows.len() + unread.len(), failed, unread.len());
    out.push_str(&format!("  <testsuite name=\"{}\" {counts}>\n", escaped(file)));
    rows.iter().for_each(|row| tried(row, out));
    unread.iter().for_each(|test| broken(test, out));
    out.push_str("  </testsuite>\n");
}

fn tried((case, failure): &Tried, out: &mut String) {
    named(&case.file, &case.name, case.line, out);
    match failure {
        None => out.push_str("/>\n"),
        Some(failure) => wrong("failure", &failure.summary(), &failure.to_string(), out),
    }
}

fn broken(test: &Unread, out: &mut String) {
    named(&test.file, &test.test, test.line, out);
    wrong("error", "this cannot be read", &test.problem, out);
}

fn named(file: &str, name: &str, line: usize, out: &mut String) {
    let (file, name) = (escaped(file), escaped(name));
    out.push_str(&format!("    <testcase classname=\"{file}\" name=\"{name}\" file=\"{file}\" line=\"{line}\""));
}

fn wrong(what: &str, message: &str, text: &str, out: &mut String) {
    let (message, text) = (escaped(message), escaped(text));
    out.push_str(&format!(">\n      <{what} message=\"{message}\">{text}</{what}>\n    </testcase>\n"));
}
