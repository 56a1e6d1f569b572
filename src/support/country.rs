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

    /// The flag, as it is typed: the code's letters as regional indicators.
    #[must_use]
    pub fn flag(&self) -> String {
        let indicator = |letter: u8| char::from_u32(0x1f1e6 + u32::from(letter.saturating_sub(b'A')));
        self.0.iter().filter_map(|letter| indicator(*letter)).collect()
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
    /// Its name, as it stands inside a sentence: `the United States`, `Svizzera`.
    pub name: Localized<String>,
    /// Its calling code, without the plus, where it is the first to be thought of with it.
    pub calling: Option<String>,
    /// How its numbers begin where it shares a calling code, with that: `1416` for Toronto.
    pub area_codes: Vec<String>,
    /// Places that are named instead of it.
    pub cities: Vec<String>,
    /// Further names, adjectives and short forms that people type.
    pub other: Localized<Vec<String>>,
}

impl Country {
    /// The name as it stands alone, in a list or a table: without the article that it has inside a sentence.
    #[must_use]
    pub fn heading(&self, language: Language) -> &str {
        let name = self.name.get(language);
        name.strip_prefix("the ").unwrap_or(name)
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
    fn a_list_has_no_articles() {
        let us = Country {
            code: CountryCode::new("US").unwrap(),
            name: Localized::from_fn(|l| {
                if l == Language::It { "Stati Uniti" } else { "the United States" }.to_owned()
            }),
            calling: None,
            area_codes: Vec::new(),
            cities: Vec::new(),
            other: Localized::default(),
        };
        assert_eq!(us.heading(Language::En), "United States");
        assert_eq!(us.heading(Language::It), "Stati Uniti");
    }
}
