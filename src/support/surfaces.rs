//! The words by which messages name countries, priorities, plans and languages.

use super::{CountryCode, Facts};
use crate::domain::{Language, SupportPlan};

/// The kinds of values that a message may name, and that a slot may take.
pub const ENTITY_KINDS: [&str; 4] = ["country", "priority", "plan", "language"];

/// A way to name a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surface {
    /// One of [`ENTITY_KINDS`].
    pub kind: &'static str,
    /// The value's id: `CH`, `p1`, `premier_plus`, `it`.
    pub value: String,
    /// What people type.
    pub surface: String,
    /// The language in which it means that; `None` for every language.
    pub language: Option<Language>,
}

/// How a priority's number is introduced, in any language: people mix them freely.
const BEFORE_PRIORITY: [&str; 19] = [
    "p",
    "priority",
    "priority p",
    "prio",
    "priority level",
    "sev",
    "severity",
    "level of priority",
    "priorita",
    "priorita p",
    "livello di priorita",
    "gravita",
    "severita",
    "prioridad",
    "prioridad p",
    "nivel de prioridad",
    "severidad",
    "gravedad",
    "nivel de severidad",
];

/// The first numbers in words.
const NUMBERS: [&[&str]; 4] =
    [&["one", "uno"], &["two", "due", "dos"], &["three", "tre", "tres"], &["four", "quattro", "cuatro"]];

/// Words around the plan that everybody has: its name alone is an ordinary word.
const ACCESS: [&str; 9] = [
    "access plan",
    "access support plan",
    "access support",
    "plan access",
    "piano access",
    "piano di supporto access",
    "piano di assistenza access",
    "plan de soporte access",
    "support plan access",
];
const PREMIER: [&str; 2] = ["premier", "premiere"];
const PREMIER_PLUS: [&str; 7] =
    ["premier plus", "premierplus", "premier+", "premier piu", "premier mas", "premiere plus", "premier plus plan"];

/// The served languages by their names.
const LANGUAGES: [(Language, &[&str]); 3] = [
    (Language::En, &["english", "inglese", "ingles", "anglais"]),
    (Language::It, &["italian", "italiano", "italien"]),
    (Language::Es, &["spanish", "spagnolo", "espanol", "castellano", "castilian", "espagnol"]),
];

/// Country codes that are words as well, at least when somebody raises their voice.
const WORDS_IN_CAPITALS: [&str; 4] = ["AT", "IN", "IT", "MY"];

/// The calling codes of the countries in the phone directory.
const CALLING_CODES: [(&str, &str); 17] = [
    ("1", "US"),
    ("61", "AU"),
    ("43", "AT"),
    ("55", "BR"),
    ("33", "FR"),
    ("49", "DE"),
    ("852", "HK"),
    ("91", "IN"),
    ("39", "IT"),
    ("81", "JP"),
    ("60", "MY"),
    ("52", "MX"),
    ("64", "NZ"),
    ("65", "SG"),
    ("34", "ES"),
    ("41", "CH"),
    ("44", "GB"),
];

impl Facts {
    /// Every way to name a value of the facts.
    #[must_use]
    pub fn surfaces(&self) -> Vec<Surface> {
        let mut all = self.country_surfaces();
        all.extend(self.priority_surfaces());
        all.extend(plan_surfaces());
        all.extend(LANGUAGES.iter().flat_map(|(language, names)| {
            names.iter().map(|name| anywhere("language", language.code(), (*name).to_owned()))
        }));
        all
    }

    /// The country of a two-letter code that somebody typed alone, in capitals or not.
    #[must_use]
    pub fn country_of_code(&self, typed: &str) -> Option<CountryCode> {
        let code = CountryCode::new(&typed.to_ascii_uppercase())?;
        self.country(code).map(|country| country.code)
    }

    fn country_surfaces(&self) -> Vec<Surface> {
        let mut all = Vec::new();
        for country in &self.countries {
            let mut add = |surface: &str, language| {
                all.push(Surface {
                    kind: "country",
                    value: country.code.to_string(),
                    surface: surface.to_owned(),
                    language,
                });
            };
            // Names are understood in every language; the rest only in its own, where it cannot mean anything else.
            country.name.iter().for_each(|(language, _)| add(country.heading(language), None));
            for (language, others) in country.other.iter() {
                others.iter().for_each(|other| add(other, Some(language)));
            }
            // Codes only where there is a number to give: too many of them mean something else (TV, ID, PM).
            let code = country.code.to_string();
            if self.phone_of(country.code).is_some() && !WORDS_IN_CAPITALS.contains(&code.as_str()) {
                add(&code, None);
            }
        }
        all.extend(CALLING_CODES.iter().map(|(calling, code)| anywhere("country", code, format!("+{calling}"))));
        all
    }

    fn priority_surfaces(&self) -> Vec<Surface> {
        let mut all = Vec::new();
        for (place, (priority, words)) in self.priorities.iter().zip(NUMBERS).enumerate() {
            let digit = (place + 1).to_string();
            for before in BEFORE_PRIORITY {
                let glued = !before.contains(' ') && before.len() <= 4;
                all.extend(glued.then(|| anywhere("priority", &priority.id, format!("{before}{digit}"))));
                all.push(anywhere("priority", &priority.id, format!("{before} {digit}")));
                // "p one" is nothing that people type, and "p due" is Italian for something else.
                let words = if before == "p" { &[][..] } else { words };
                all.extend(words.iter().map(|w| anywhere("priority", &priority.id, format!("{before} {w}"))));
            }
        }
        all
    }
}

fn plan_surfaces() -> impl Iterator<Item = Surface> {
    let plan = |id: SupportPlan, names: &'static [&'static str]| {
        names.iter().map(move |name| anywhere("plan", id.word(), (*name).to_owned()))
    };
    plan(SupportPlan::Access, &ACCESS)
        .chain(plan(SupportPlan::Premier, &PREMIER))
        .chain(plan(SupportPlan::PremierPlus, &PREMIER_PLUS))
}

fn anywhere(kind: &'static str, value: &str, surface: String) -> Surface {
    Surface { kind, value: value.to_owned(), surface, language: None }
}
