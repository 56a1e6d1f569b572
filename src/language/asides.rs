//! What stands in a message and is not said in it: mark-up, lines quoted from somebody else, the signature of a mail.

use std::ops::Range;

use super::utterance::LONGEST;

/// How a device or a program signs, at the beginning of a line.
const SIGNED_BY: [&str; 6] =
    ["sent from my ", "sent from outlook", "get outlook for ", "inviato da ", "enviado desde mi ", "enviado desde "];
/// A signature is this short; a longer line is a sentence.
const LONGEST_SIGNATURE: usize = 60;
/// Of so many characters the asides are found, so that the time is bounded: what somebody quotes may be longer than what they
/// say.
const LOOKED_THROUGH: usize = 10 * LONGEST;
/// No tag is longer.
const LONGEST_TAG: usize = 200;

/// The text with spaces where its asides are, so that every place stays what it was. A message that is nothing else
/// stays as it is.
#[must_use]
pub fn without_asides(text: &str) -> String {
    let mut said = text.as_bytes().to_vec();
    let read = text.char_indices().nth(LOOKED_THROUGH).map_or(text, |(end, _)| &text[..end]);
    for aside in tags(read).into_iter().chain(lines_not_said(read)) {
        said[aside].fill(b' ');
    }
    // Whole characters were replaced, so this is text still.
    let said = String::from_utf8(said).unwrap_or_else(|_| text.to_owned());
    if said.chars().any(char::is_alphanumeric) { said } else { text.to_owned() }
}

/// `<b>`, `</p>`, `<a href="…">`; neither `<3` nor `a < b` nor an address in angle brackets.
fn tags(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(start) = text[from..].find('<').map(|at| from + at) {
        from = start + 1;
        let name = text[from..].strip_prefix('/').unwrap_or(&text[from..]);
        let inside = text[from..].bytes().take(LONGEST_TAG).position(|byte| matches!(byte, b'<' | b'>'));
        let Some(end) = inside.map(|at| from + at).filter(|&end| text.as_bytes()[end] == b'>') else { continue };
        let is_address = text[start..end].split('"').next().is_some_and(|head| head.contains(['@', ':']));
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_address {
            from = program_end(text, start).unwrap_or(end + 1);
            found.push(start..from);
        }
    }
    found
}

/// Where a script ends that begins here: nobody says what is in it.
fn program_end(text: &str, start: usize) -> Option<usize> {
    const OPENING: &str = "<script";
    const CLOSING: &str = "</script>";
    let rest = &text.as_bytes()[start..];
    let begins =
        |at: &[u8], tag: &str| at.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag.as_bytes()));
    if !begins(rest, OPENING) {
        return None;
    }
    (0..rest.len()).find(|&at| begins(&rest[at..], CLOSING)).map(|at| start + at + CLOSING.len())
}

/// Lines that begin with `>`, and all from a signature on.
fn lines_not_said(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        if signs(line) && at > 0 {
            found.push(at..text.len());
            break;
        }
        if line.starts_with('>') {
            found.push(at..at + line.len());
        }
        at += line.len();
    }
    found
}

/// Whether a mail's signature begins: two hyphens alone, or the name of what it was written on.
fn signs(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    matches!(lower.as_str(), "--" | "—")
        || lower.len() <= LONGEST_SIGNATURE && SIGNED_BY.iter().any(|by| lower.starts_with(by)) && !lower.ends_with('?')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        let said = without_asides(text);
        assert_eq!(said.len(), text.len(), "places move");
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn markup_quotations_and_signatures_are_not_said() {
        for (text, expected) in [
            ("<p>number for <b>Italy</b></p>", "number for Italy"),
            ("<script>alert('hi')</script>what is P1", "what is P1"),
            ("see <a href=\"https://example.org/?a=1\">this</a> é", "see this é"),
            ("number for Italy\nSent from my iPhone", "number for Italy"),
            ("numero per la Svizzera\n\nInviato da iPhone", "numero per la Svizzera"),
            (&format!("{}what is P1", "> a line that somebody else wrote before\n".repeat(150)), "what is P1"),
            ("> number for Spain?\nno, for Italy\n-- \nJo\nBerlin, Germany", "no, for Italy"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_alike_is_said() {
        for text in [
            "I <3 Bolt and a < b > c",
            "write to <me@example.org>",
            "Sent from my iPhone",
            "> quoted alone",
            "<b></b>",
            "-- is this read?",
            "open <",
        ] {
            assert_eq!(without_asides(text), text, "{text}");
        }
    }

    #[test]
    fn what_nobody_reads_is_left_alone() {
        let text = "<script>".repeat(20_000);
        assert!(without_asides(&text).ends_with("<script><script>"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_keeps_its_length(text in "\\PC{0,80}|[<>a-z/\n -]{0,60}") {
            proptest::prop_assert_eq!(without_asides(&text).len(), text.len());
        }
    }
}
