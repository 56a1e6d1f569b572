//! What is masked, as an article says it. In a question a number's shape is kept, so that it is understood like the
//! original; in an article its zeros would be one more phone number.

use std::sync::LazyLock;

use regex::Regex;

/// What stands for a number.
const NUMBER: &str = "[number]";
/// What stands for personal data.
const MARKS: [&str; 4] = [NUMBER, "[name]", "someone@example.org", "https://example.org/"];

/// As many zeros as digits are masked, with what people put between them.
static ZEROS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\+?0(?:[ .\-/()\u{a0}]{0,2}0){5,}").ok());

/// A masked text with words for its numbers.
pub(super) fn in_words(text: &str) -> String {
    ZEROS.as_ref().map_or_else(|| text.to_owned(), |zeros| zeros.replace_all(text, NUMBER).into_owned())
}

/// What is masked in a text, each kind once.
pub(super) fn marks(text: &str) -> Vec<&'static str> {
    MARKS.into_iter().filter(|mark| text.contains(mark)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::mask;

    #[test]
    fn masked_numbers_are_words() {
        for (written, shown) in [
            ("call +39 (06) 123-4567 now", "call [number] now"),
            ("meeting 845 1234 5678, P1, 24x7", "meeting [number], P1, 24x7"),
            ("invoice INV-2026001234", "invoice INV-[number]"),
            ("10,000 people, version 5.0.0", "10,000 people, version 5.0.0"),
        ] {
            assert_eq!(in_words(&mask(written, &[])), shown);
        }
        let text = in_words(&mask("Ann, write to a@b.org or call 800 123 4567", &["Ann"]));
        assert_eq!(marks(&text), ["[number]", "[name]", "someone@example.org"]);
        assert_eq!(marks("Open the settings."), [""; 0]);
    }
}
