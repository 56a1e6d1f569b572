//! Personal data, taken out of what people wrote. What is left still reads, and is understood, like the original.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Numbers with at least this many digits may be somebody's: phone numbers, meeting IDs, cards, accounts.
const LONG: usize = 6;

/// Addresses that run into each other are one, or the second would be left: `a@b.org+c@d.org`.
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    const LOCAL: &str = r"[\p{L}\p{N}._%+-]+";
    regex(&format!(r"{LOCAL}(?:@{LOCAL})*@[\p{{L}}\p{{N}}-]+(?:\.[\p{{L}}\p{{N}}-]+)+"))
});
static LINK: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)\b(https?://|www\.)\S+"));
/// Digits with what people put between them: `845 1234 5678`, `+39 (06) 123-456`, `0800.761.2618`.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| regex(r"\+?\d(?:[ .\-/()\u{a0}]{0,2}\d)+"));
/// Numbers that belong to letters: `AB1234567`, an error's or a customer's code with many digits.
static CODE: LazyLock<Regex> = LazyLock::new(|| regex(r"\b\p{L}+[-_]?\d{6,}\w*\b"));
static INTRODUCED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i:\b(my name is|mi chiamo|il mio nome è|me llamo|mi nombre es))\s+\p{Lu}[\p{L}'’-]*(\s+\p{Lu}[\p{L}'’-]*)*",
    )
});
/// What may be somebody's name, and also what they are ("I am Italian"): only two such words are a name, and what they are
/// from ("I am John Smith from Acme").
static PRESENTED: LazyLock<Regex> = LazyLock::new(|| {
    const NAME: &str = r"\p{Lu}\p{Ll}[\p{L}'’-]*";
    regex(&format!(
        r"(?i:\b(I am|I'm|I’m|this is|sono|io sono|soy|yo soy))\s+(?-i:{NAME}(?:\s+{NAME})+)((?i:\s+(?:from|at|of|di|della|dell'|de|del))\s+(?-i:{NAME}(?:\s+{NAME})*))?"
    ))
});
/// Words that stand in names of ours, written large: "this is Premier Support".
static OURS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:Premier|Access|Pro|Business|Enterprise|Education|Help|Center|Community|Comunidad|Centro|Support|Bolt|Level|Livello|Nivel|Licensed|Admin|Owner|Member)\b",
    )
});

#[expect(clippy::expect_used, reason = "the patterns are constants, and every test compiles them")]
fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a regular expression")
}

/// A text without e-mail addresses, links, long numbers, the names of its writer (each part of two letters or more), and
/// the names by which people introduce themselves.
#[must_use]
pub fn mask(text: &str, names: &[&str]) -> String {
    let text = LINK.replace_all(text, "https://example.org/");
    let text = EMAIL.replace_all(&text, "someone@example.org");
    let text = INTRODUCED.replace_all(&text, |found: &Captures<'_>| format!("{} [name]", &found[1]));
    let text = PRESENTED.replace_all(&text, |found: &Captures<'_>| match &found[0] {
        ours if OURS.is_match(ours) => ours.to_owned(),
        _ => format!("{} [name]", &found[1]),
    });
    let mut text = text.into_owned();
    let parts = names.iter().flat_map(|name| name.split_whitespace()).filter(|part| part.chars().count() > 1);
    for name in parts {
        // To look is cheap, to compile a pattern is not, and most messages name nobody.
        if !text.to_lowercase().contains(&name.to_lowercase()) {
            continue;
        }
        if let Ok(name) = Regex::new(&format!(r"(?i)\b{}\b", regex::escape(name))) {
            text = name.replace_all(&text, "[name]").into_owned();
        }
    }
    let text = CODE.replace_all(&text, |found: &Captures<'_>| zeroed(&found[0]));
    let masked = NUMBER.replace_all(&text, |found: &Captures<'_>| {
        let digits = found[0].chars().filter(|c| c.is_numeric()).count();
        if digits >= LONG { zeroed(&found[0]) } else { found[0].to_owned() }
    });
    masked.into_owned()
}

/// The number's shape without the number.
fn zeroed(number: &str) -> String {
    number.chars().map(|c| if c.is_numeric() { '0' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Utterance;
    use proptest::prelude::*;

    #[test]
    fn what_belongs_to_somebody_is_gone_and_what_is_asked_stays() {
        for (written, masked) in [
            ("write to Ann.Lee+x@mail.example.co.uk!", "write to someone@example.org!"),
            ("ann@lee.org+bob@lee.org,cy@lee.org", "someone@example.org,someone@example.org"),
            ("see https://x.org/j/845?pwd=abc or www.y.it/z", "see https://example.org/ or https://example.org/"),
            ("call +39 (06) 123-4567", "call +00 (00) 000-0000"),
            ("my meeting ID is 845 1234 5678", "my meeting ID is 000 0000 0000"),
            ("riunione 84512345678", "riunione 00000000000"),
            ("invoice INV-2026001234", "invoice INV-0000000000"),
            ("My name is Ann Lee and P1 is 4 hours", "My name is [name] and P1 is 4 hours"),
            ("I am John Smith from Acme, I want to record", "I am [name], I want to record"),
            ("sono Maria Rossi della Rossi Impianti e vorrei", "sono [name] e vorrei"),
            ("I am Italian and this is Premier Support", "I am Italian and this is Premier Support"),
            ("mi chiamo Àda, numero per l'Italia?", "mi chiamo [name], numero per l'Italia?"),
            ("this is BOSS speaking, O'Hara", "this is [name] speaking, [name]"),
            ("phone ٠١٢٣٤٥٦٧", "phone 00000000"),
            ("error 5003 on 3 of 10 lines, 24x7", "error 5003 on 3 of 10 lines, 24x7"),
        ] {
            assert_eq!(mask(written, &["Boss O'Hara"]), masked);
        }
    }

    #[test]
    fn an_address_is_still_read_as_one() {
        let read = |text: &str| Utterance::read(text).normalized().to_owned();
        let text = "send it to ann@lee.org or http://lee.org/ann";
        assert_eq!(read(&mask(text, &[])), read(text));
    }

    proptest! {
        #[test]
        fn no_long_number_and_no_address_stays(text in "[a-z0-9 @.+()-]{0,60}", name in "[a-z.*(]{0,8}") {
            let masked = mask(&text, &[&name]);
            let stays = NUMBER.find_iter(&masked).any(|found| {
                let digits = found.as_str().chars().filter(char::is_ascii_digit);
                digits.clone().count() >= LONG && digits.clone().any(|digit| digit != '0')
            });
            prop_assert!(!stays, "{masked}");
            prop_assert_eq!(EMAIL.find_iter(&masked).filter(|found| found.as_str() != "someone@example.org").count(), 0);
        }
    }
}
