//! Countries as people name them.

use std::fmt;

use super::Localized;
use crate::domain::Language;

/// An ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// Reads two capital letters.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        match code.as_bytes() {
            &[a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Some(Self([a, b])),
            _ => None,
        }
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Two ASCII letters are always UTF-8.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A country or territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// Its code.
    pub code: CountryCode,
    /// Its name.
    pub name: Localized<String>,
    /// Further names, adjectives and short forms that people type.
    pub other: Localized<Vec<String>>,
}

/// Countries whose English name takes "the" inside a sentence.
const WITH_THE: [&str; 21] = [
    "AE", "BS", "CD", "CF", "CG", "CK", "DO", "FK", "GB", "GM", "KM", "KY", "MH", "MP", "MV", "NL", "PH", "SB", "TC",
    "US", "VA",
];

impl Country {
    /// The name as it stands inside a sentence: `the United States`, `Italy`, `Svizzera`.
    #[must_use]
    pub fn in_a_sentence(&self, language: Language) -> String {
        let name = self.name.get(language);
        // A name that already carries an article keeps the one it has.
        if language == Language::En && WITH_THE.contains(&self.code.as_str()) && !name.starts_with("The ") {
            format!("the {name}")
        } else {
            name.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_two_capital_letters() {
        assert_eq!(CountryCode::new("CH").map(|c| c.to_string()).as_deref(), Some("CH"));
        for wrong in ["ch", "CHE", "C", "", "C1", "È"] {
            assert_eq!(CountryCode::new(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn english_says_the_united_states() {
        let us = Country {
            code: CountryCode::new("US").unwrap(),
            name: Localized::from_fn(|l| if l == Language::It { "Stati Uniti" } else { "United States" }.to_owned()),
            other: Localized::default(),
        };
        assert_eq!(us.in_a_sentence(Language::En), "the United States");
        assert_eq!(us.in_a_sentence(Language::It), "Stati Uniti");
    }
}
