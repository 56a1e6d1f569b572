//! The phone directory.

use super::{CountryCode, words};
use crate::domain::Language;

/// A number to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneNumber {
    /// The number as it is published.
    pub number: String,
    /// The extension or menu choice to take after dialling.
    pub menu: Option<u32>,
}

/// The numbers of a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneEntry {
    /// The country.
    pub country: CountryCode,
    /// Its numbers, the one to try first leading.
    pub numbers: Vec<PhoneNumber>,
}

impl PhoneNumber {
    fn written(&self, language: Language) -> String {
        match self.menu {
            Some(menu) => format!("{} {} {menu}", self.number, words::of(language).extension),
            None => self.number.clone(),
        }
    }
}

impl PhoneEntry {
    /// The numbers in words: `+41.31.5607204 ext. 2 or +41.0800117799 ext. 2`.
    #[must_use]
    pub fn written(&self, language: Language) -> String {
        let numbers: Vec<_> = self.numbers.iter().map(|number| number.written(language)).collect();
        numbers.join(&format!(" {} ", words::of(language).or))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_the_readers_language() {
        let number = |number: &str, menu| PhoneNumber { number: number.into(), menu };
        let entry = PhoneEntry {
            country: CountryCode::new("CH").unwrap(),
            numbers: vec![number("+41.1", Some(2)), number("+41.2", None)],
        };
        assert_eq!(entry.written(Language::En), "+41.1 ext. 2 or +41.2");
        assert_eq!(entry.written(Language::It), "+41.1 int. 2 o +41.2");
        assert_eq!(entry.written(Language::Es), "+41.1 ext. 2 o +41.2");
    }
}
