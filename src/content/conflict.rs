//! What git leaves in a file that two people changed, until one of them decides.

use std::ops::Range;

use super::{code::Code, finding::Report};

const OURS: &str = "<<<<<<<";
const BETWEEN: &str = "=======";
const THEIRS: &str = ">>>>>>>";

/// Reports the first conflict that a file still has.
pub(super) fn is_unmerged(report: &Report<'_>) -> bool {
    let Some(place) = place(&report.file.text) else { return false };
    let message = "two versions of these lines stand here: a merge was not finished";
    let remedy = "keep one version, or put them together, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`";
    report.at(Code::MergeConflict, &place, message, remedy);
    true
}

/// The line where the first conflict begins that also ends.
fn place(text: &str) -> Option<Range<usize>> {
    let is =
        |line: &str, mark: &str| line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let (mut start, mut begins, mut divides) = (0, None, false);
    for line in text.split_inclusive('\n') {
        let written = line.trim_end();
        if is(written, OURS) {
            (begins, divides) = (Some(start..start + written.len()), false);
        } else if is(written, BETWEEN) {
            divides = true;
        } else if divides && is(written, THEIRS) && begins.is_some() {
            return begins;
        }
        start += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_is_found_where_it_begins_and_a_heading_is_none() {
        let text = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n";
        assert_eq!(place(text), Some(2..14));
        assert_eq!(place("Title\n=======\n\ntext\n"), None);
        assert_eq!(place("<<<<<<< HEAD\na\n>>>>>>> b\n"), None);
        assert_eq!(place("<<<<<<<< x\n=======\n>>>>>>> y\n"), None);
    }
}
