//! The languages that Bolt serves.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A served language, written as its ISO 639-1 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// Italian.
    It,
    /// Spanish.
    Es,
}

impl Language {
    /// Every served language, in the order of the content folders.
    pub const ALL: [Self; 3] = [Self::En, Self::It, Self::Es];

    /// The ISO 639-1 code: `en`, `it`, `es`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::It => "it",
            Self::Es => "es",
        }
    }

    /// The served language of a BCP 47 tag such as `it-CH` or `es_MX`, if there is one.
    #[must_use]
    pub fn of_locale(tag: &str) -> Option<Self> {
        tag.split(['-', '_']).next()?.to_ascii_lowercase().parse().ok()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A language code that Bolt does not serve.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a served language; use en, it or es")]
pub struct UnknownLanguage(pub String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|l| l.code() == code).ok_or_else(|| UnknownLanguage(code.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language() {
        assert_eq!(Language::of_locale("it-CH"), Some(Language::It));
        assert_eq!(Language::of_locale("ES_mx"), Some(Language::Es));
        assert_eq!(Language::of_locale("de"), None);
        assert_eq!(Language::of_locale(""), None);
    }
}
