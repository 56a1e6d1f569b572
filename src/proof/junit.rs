//! The outcome of answer tests as JUnit XML, which every build server reads.

use super::{Outcome, markup::escaped};

/// The report: a suite a file, a test case a test.
#[must_use]
pub fn junit(outcome: &Outcome) -> String {
    let tally = outcome.tally();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str(&format!("<testsuites name=\"bolt\" tests=\"{}\" failures=\"{}\">\n", tally.tests, tally.failed));
    for (file, rows) in outcome.by_file() {
        let failed = rows.iter().filter(|(_, failure)| failure.is_some()).count();
        out.push_str(&format!(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failed}\">\n",
            escaped(file),
            rows.len()
        ));
        for (case, failure) in rows {
            let named = format!(
                "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
                escaped(file),
                escaped(&case.name),
                escaped(file),
                case.line
            );
            out.push_str(&named);
            match failure {
                None => out.push_str("/>\n"),
                Some(failure) => out.push_str(&format!(
                    ">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                    escaped(&failure.summary()),
                    escaped(&failure.to_string())
                )),
            }
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}
