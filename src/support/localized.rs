//! One value in every served language.

use crate::domain::Language;

/// A value for each served language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized<T>([T; Language::ALL.len()]);

impl<T> Localized<T> {
    /// Makes the value of each language.
    pub fn from_fn(mut make: impl FnMut(Language) -> T) -> Self {
        Self(Language::ALL.map(&mut make))
    }

    /// The value in a language.
    pub const fn get(&self, language: Language) -> &T {
        &self.0[language as usize]
    }

    /// The value in a language, to change it.
    pub const fn get_mut(&mut self, language: Language) -> &mut T {
        &mut self.0[language as usize]
    }

    /// Every language with its value.
    pub fn iter(&self) -> impl Iterator<Item = (Language, &T)> {
        Language::ALL.into_iter().zip(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_gets_its_own_value() {
        let codes = Localized::from_fn(Language::code);
        for (language, code) in codes.iter() {
            assert_eq!(*code, language.code());
            assert_eq!(codes.get(language), code);
        }
    }
}
