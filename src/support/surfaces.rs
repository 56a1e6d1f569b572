//! The words by which messages name values: every name of the facts, for the lexicon.

use super::{Country, CountryCode, Facts, name::Name};
use crate::language::{Entry, NOTHING};

/// The kinds of values that a slot may take. A severity is not named: it is the priority that a problem sounds like which
/// the message tells.
pub const ENTITY_KINDS: [&str; 10] =
    ["country", "priority", SEVERITY, "plan", "language", "account_type", "role", "license", "channel", "time"];
/// See [`ENTITY_KINDS`].
pub const SEVERITY: &str = "severity";

/// The kinds that names.yaml may name.
pub(super) const KINDS: [&str; 10] =
    ["priority", "plan", "language", "account_type", "role", "license", "channel", "time", "person", NOTHING];

/// The first numbers in words.
const NUMBERS: [&[&str]; 4] =
    [&["one", "uno"], &["two", "due", "dos"], &["three", "tre", "tres"], &["four", "quattro", "cuatro"]];

/// Country codes that are words as well, at least when somebody raises their voice.
const WORDS_IN_CAPITALS: [&str; 4] = ["AT", "IN", "IT", "MY"];

/// A short form no longer than this is a name like the full one: `uk`, `usa`. Longer ones are mostly adjectives.
const ABBREVIATION: usize = 4;

impl Facts {
    /// Every way to name a value of the facts.
    #[must_use]
    pub fn surfaces(&self) -> Vec<Entry> {
        let mut all: Vec<_> = self.countries.iter().flat_map(|country| self.country_surfaces(country)).collect();
        all.extend(self.priority_surfaces());
        all.extend(self.names.iter().flat_map(surfaces));
        all
    }

    /// The country of a two-letter code that somebody typed alone, in capitals or not.
    #[must_use]
    pub fn country_of_code(&self, typed: &str) -> Option<CountryCode> {
        let code = CountryCode::new(&typed.to_ascii_uppercase())?;
        self.country(code).map(|country| country.code)
    }

    /// The country that a phone number is called in, by its calling code; none where the number begins without one.
    #[must_use]
    pub fn country_of_number(&self, number: &str) -> Option<CountryCode> {
        let abroad = number.strip_prefix('+').or_else(|| number.strip_prefix("00"))?;
        let begins = |country: &Country| {
            let codes = country.calling.iter().chain(&country.area_codes);
            codes.filter(|code| abroad.starts_with(code.as_str())).map(String::len).max()
        };
        let all = self.countries.iter().filter_map(|country| Some((begins(country)?, country.code)));
        all.max_by_key(|(length, _)| *length).map(|(_, code)| code)
    }

    fn country_surfaces(&self, country: &Country) -> Vec<Entry> {
        let code = country.code.to_string();
        let entry = |surface: &str, language, describes| Entry {
            kind: "country".to_owned(),
            value: code.clone(),
            surface: surface.to_owned(),
            language,
            describes,
        };
        // Names are understood in every language; the rest only in its own, where it cannot mean anything else.
        let mut all: Vec<_> =
            country.name.iter().map(|(language, _)| entry(country.heading(language), None, false)).collect();
        for (language, others) in country.other.iter() {
            let described = |other: &str| other.chars().count() > ABBREVIATION;
            all.extend(others.iter().map(|other| entry(other, Some(language), described(other))));
        }
        all.extend(country.cities.iter().map(|city| entry(city, None, false)));
        all.extend(
            country
                .calling
                .iter()
                .flat_map(|calling| [format!("+{calling}"), format!("00{calling}")])
                .map(|calling| entry(&calling, None, false)),
        );
        all.push(entry(&country.code.flag(), None, true));
        // Codes only where there is a number to give: too many of them mean something else (TV, ID, PM).
        if self.phone_of(country.code).is_some() && !WORDS_IN_CAPITALS.contains(&code.as_str()) {
            all.push(entry(&code, None, false));
        }
        all
    }

    fn priority_surfaces(&self) -> Vec<Entry> {
        let mut all = Vec::new();
        for (place, (priority, words)) in self.priorities.iter().zip(NUMBERS).enumerate() {
            let digit = (place + 1).to_string();
            let mut add = |surface: String| {
                all.push(Entry {
                    kind: "priority".to_owned(),
                    value: priority.id.clone(),
                    surface,
                    language: None,
                    describes: false,
                });
            };
            for before in &self.priority_words {
                if !before.contains(' ') && before.len() <= ABBREVIATION {
                    add(format!("{before}{digit}"));
                }
                add(format!("{before} {digit}"));
                // "P due" is Italian for something else.
                let spoken = words.iter().filter(|word| !(before == "p" && **word == "due"));
                spoken.for_each(|word| add(format!("{before} {word}")));
            }
        }
        all
    }
}

fn surfaces(name: &Name) -> Vec<Entry> {
    let entry = |surface: &String, language| Entry {
        kind: name.kind.clone(),
        value: name.value.clone(),
        surface: surface.clone(),
        language,
        describes: name.describes,
    };
    let anywhere = name.any.iter().map(|surface| entry(surface, None));
    let own = name.own.iter().flat_map(|(language, names)| names.iter().map(move |name| (language, name)));
    anywhere.chain(own.map(|(language, surface)| entry(surface, Some(language)))).collect()
}
