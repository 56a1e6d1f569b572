//! Names that mean one thing: countries, plans, priorities, languages. A table from surface forms to values.

use std::{cmp::Reverse, collections::HashMap};

use crate::domain::Language;

use super::{
    literals::{LITERAL_KINDS, literals},
    utterance::Utterance,
};

/// The kind of what looks like a name and is none: it hides the names inside, and is not found itself.
pub const NOTHING: &str = "nothing";

/// One way to name a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What is named: `country`, `plan`, or [`NOTHING`].
    pub kind: String,
    /// The value's id: `CH`, `p1`, `premier_plus`.
    pub value: String,
    /// What people type.
    pub surface: String,
    /// The language in which it means that; `None` for every language.
    pub language: Option<Language>,
    /// It describes the value rather than naming it: `Swiss`, `everything is down`.
    pub describes: bool,
}

/// A value found in an utterance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// What it names: `country`, `plan`.
    pub kind: String,
    /// The normalised value: `CH`, `premier_plus`.
    pub value: String,
    /// The value is only described: "my Swiss colleague" is no place to call.
    pub described: bool,
    /// Where it begins in the original, in bytes.
    pub start: usize,
    /// Where it ends in the original, in bytes.
    pub end: usize,
}

#[derive(Clone, Debug)]
struct Meaning {
    kind: String,
    value: String,
    language: Option<Language>,
    described: bool,
    capitals: bool,
}

/// Finds names: whole words, the longest wins.
///
/// A surface of two capital letters is a code (`IT`, `US`): it is found only where it is written so, and not in a
/// message that is shouted as a whole.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    meanings: HashMap<String, Vec<Meaning>>,
    longest: usize,
}

impl Lexicon {
    /// Builds the table. Surfaces are normalised as utterances are; the empty ones are left out.
    pub fn build(entries: impl Iterator<Item = Entry>) -> Self {
        let mut lexicon = Self::default();
        for Entry { kind, value, surface, language, describes } in entries {
            let read = Utterance::read(&surface);
            if read.tokens().is_empty() {
                continue;
            }
            lexicon.longest = lexicon.longest.max(read.tokens().len());
            let meanings = lexicon.meanings.entry(read.normalized().to_owned()).or_default();
            let known = meanings.iter().any(|m| m.kind == kind && m.value == value && m.language == language);
            if !known {
                meanings.push(Meaning { kind, value, language, described: describes, capitals: is_code(&surface) });
            }
        }
        lexicon
    }

    /// The values in an utterance, in order: names of `language` and of every language, and literals. Where two overlap
    /// the longer one counts, then the earlier one, then the name; one name may mean several values.
    #[must_use]
    pub fn find(&self, utterance: &Utterance, language: Language) -> Vec<Entity> {
        let mut all = self.names(utterance, language);
        all.extend(literals(utterance));
        all.sort_by_key(|entity| (Reverse(entity.end - entity.start), entity.start));
        let mut found: Vec<Entity> = Vec::new();
        for entity in all {
            let place = (entity.start, entity.end);
            let is_name = |entity: &Entity| !LITERAL_KINDS.contains(&entity.kind.as_str());
            let yields = |kept: &Entity| {
                let again = (kept.start, kept.end) == place && is_name(kept) && is_name(&entity);
                kept.start < entity.end && entity.start < kept.end && !again
            };
            if !found.iter().any(yields) {
                found.push(entity);
            }
        }
        found.sort_by_key(|entity| entity.start);
        found
    }

    fn names(&self, utterance: &Utterance, language: Language) -> Vec<Entity> {
        let mut found = Vec::new();
        let tokens = utterance.tokens().len();
        let mut at = 0;
        while at < tokens {
            let longest = (1..=self.longest.min(tokens - at)).rev();
            let hit =
                longest.map(|words| (words, self.meant(utterance, at, words, language))).find(|(_, m)| !m.is_empty());
            let Some((words, meanings)) = hit else {
                at += 1;
                continue;
            };
            let written = utterance.written_at(at..at + words);
            found.extend(meanings.into_iter().filter(|m| m.kind != NOTHING).map(|m| Entity {
                kind: m.kind.clone(),
                value: m.value.clone(),
                described: m.described,
                start: written.start,
                end: written.end,
            }));
            at += words;
        }
        found
    }

    fn meant(&self, utterance: &Utterance, at: usize, words: usize, language: Language) -> Vec<&Meaning> {
        let Some(meanings) = self.meanings.get(utterance.words(at..at + words)) else { return Vec::new() };
        let written = &utterance.original()[utterance.written_at(at..at + words)];
        let as_code = is_code(written) && !is_shouted(utterance);
        meanings.iter().filter(|m| m.language.is_none_or(|l| l == language) && (!m.capitals || as_code)).collect()
    }
}

fn is_code(surface: &str) -> bool {
    surface.len() == 2 && surface.bytes().all(|b| b.is_ascii_uppercase())
}

/// More than one word, and no lower-case letter.
fn is_shouted(utterance: &Utterance) -> bool {
    utterance.tokens().len() > 1 && !utterance.original().chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        let entry = |kind: &str, value: &str, surface: &str, language| Entry {
            kind: kind.into(),
            value: value.into(),
            surface: surface.into(),
            language,
            describes: false,
        };
        Lexicon::build(
            [
                entry("country", "IT", "IT", None),
                entry("country", "IT", "Italia", Some(Language::It)),
                entry("country", "ES", "España", Some(Language::Es)),
                entry("country", "US", "United States", Some(Language::En)),
                entry("country", "CH", "+41", None),
                entry("plan", "premier", "Premier", None),
                entry("plan", "premier_plus", "Premier+", None),
                entry("plan", "premier_plus", "premier plus", None),
                entry("priority", "p1", "P1", None),
                entry("odd", "nothing", "!!", None),
                entry(NOTHING, "-", "premier league", None),
            ]
            .into_iter(),
        )
    }

    fn values(text: &str, language: Language) -> Vec<String> {
        let entities = lexicon().find(&Utterance::read(text), language);
        entities.into_iter().map(|e| format!("{}@{}", e.value, &text[e.start..e.end])).collect()
    }

    #[test]
    fn the_longest_name_wins() {
        assert_eq!(
            values("Premier+ or premier plus?", Language::En),
            ["premier_plus@Premier+", "premier_plus@premier plus"]
        );
        assert_eq!(values("premier and P1", Language::En), ["premier@premier", "p1@P1"]);
        assert_eq!(values("the united states of", Language::En), ["US@united states"]);
    }

    #[test]
    fn what_only_looks_like_a_name_hides_it() {
        assert!(values("the Premier League", Language::En).is_empty());
        assert_eq!(values("Premier League, Premier", Language::En), ["premier@Premier"]);
    }

    #[test]
    fn a_number_to_call_names_no_country() {
        assert_eq!(values("my number is +41 79 123 45 67", Language::En), ["+41791234567@+41 79 123 45 67"]);
        assert_eq!(values("what about +41", Language::En), ["CH@+41"]);
        assert_eq!(values("meeting 123 456 789 in Italia", Language::It), ["123456789@123 456 789", "IT@Italia"]);
    }

    #[test]
    fn names_belong_to_languages() {
        assert_eq!(values("en españa", Language::Es), ["ES@españa"]);
        assert!(values("en españa", Language::En).is_empty());
        assert_eq!(values("+41 31", Language::It), ["CH@+41", "31@31"]);
    }

    #[test]
    fn codes_are_written_in_capitals_and_not_shouted() {
        assert_eq!(values("number for IT please", Language::En), ["IT@IT"]);
        assert_eq!(values("IT", Language::En), ["IT@IT"]);
        assert!(values("what is it", Language::En).is_empty());
        assert!(values("WHAT IS IT", Language::En).is_empty());
    }
}
