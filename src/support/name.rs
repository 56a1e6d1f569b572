//! What people call the values that have no names of their own: roles, account types, channels, times.

use super::{Facts, Localized, surfaces::KINDS};
use crate::domain::{AccountType, Language, Role, SupportPlan};

/// The times that names may stand for. Hours (`15:30`) and days of the year (`--12-24`) are known by their form.
const TIMES: [&str; 18] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "weekend",
    "weekday",
    "holiday",
    "morning",
    "afternoon",
    "evening",
    "night",
    "today",
    "tomorrow",
    "day_after_tomorrow",
    "now",
];

/// The names of one value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// What kind of value it is.
    pub kind: String,
    /// The value, or several with commas between them.
    pub value: String,
    /// How an answer repeats it; only times are repeated.
    pub say: Option<Localized<String>>,
    /// The names describe the value rather than naming it.
    pub describes: bool,
    /// The names in every language.
    pub any: Vec<String>,
    /// The names in one language each.
    pub own: Localized<Vec<String>>,
}

impl Name {
    /// What is wrong with the kind or the value; `None` when nothing is.
    #[must_use]
    pub fn problem(&self, facts: &Facts) -> Option<String> {
        if !KINDS.contains(&self.kind.as_str()) {
            return Some(format!("`{}` is no kind of name; use one of: {}", self.kind, KINDS.join(", ")));
        }
        let wrong = self.value.split(',').find(|value| !is_value(&self.kind, value, facts))?;
        Some(format!("`{wrong}` is no {}", self.kind.replace('_', " ")))
    }
}

fn is_value(kind: &str, value: &str, facts: &Facts) -> bool {
    match kind {
        "plan" => value.parse::<SupportPlan>().is_ok(),
        "account_type" => value.parse::<AccountType>().is_ok(),
        "role" => value.parse::<Role>().is_ok(),
        "license" => matches!(value, "yes" | "no"),
        "channel" => facts.channel(value).is_some(),
        "language" => value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_lowercase()),
        "priority" => facts.priority(value).is_some(),
        "time" => TIMES.contains(&value),
        _ => true,
    }
}

impl Facts {
    /// Times in words, as an answer repeats them: `on Sundays, at night`. `None` where there is nothing to say.
    #[must_use]
    pub fn times_in_words(&self, times: &str, language: Language) -> Option<String> {
        let named = |time: &str| self.names.iter().find(|name| name.kind == "time" && name.value == time);
        let in_words = |time: &str| match (named(time), time.strip_prefix("--").and_then(|date| date.split_once('-'))) {
            (Some(name), _) => name.say.as_ref().map(|say| say.get(language).clone()),
            (None, Some((month, day))) => Some(match language {
                Language::En => format!("on {day}/{month}"),
                Language::It => format!("il {day}/{month}"),
                Language::Es => format!("el {day}/{month}"),
            }),
            (None, None) => Some(match language {
                Language::En => format!("at {time}"),
                Language::It => format!("alle {time}"),
                Language::Es => format!("a las {time}"),
            }),
        };
        let words: Vec<_> = times.split(',').filter_map(in_words).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

/// Whether one of these times lies outside of ordinary working hours.
#[must_use]
pub fn is_off_hours(times: &str) -> bool {
    times.split(',').any(|time| {
        let hour = time.split_once(':').and_then(|(hour, _)| hour.parse::<u32>().ok());
        matches!(time, "saturday" | "sunday" | "weekend" | "holiday" | "evening" | "night")
            || time == "--12-25"
            || time == "--01-01"
            || hour.is_some_and(|hour| !(8..18).contains(&hour))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_must_stand_for_something() {
        let facts = Facts::default();
        let name = |kind: &str, value: &str| Name { kind: kind.into(), value: value.into(), ..Name::default() };
        assert_eq!(name("role", "admin,licensed_admin").problem(&facts), None);
        assert_eq!(name("role", "boss").problem(&facts).as_deref(), Some("`boss` is no role"));
        assert_eq!(name("time", "someday").problem(&facts).as_deref(), Some("`someday` is no time"));
        assert!(name("colour", "red").problem(&facts).is_some_and(|problem| problem.contains("no kind of name")));
    }

    #[test]
    fn times_are_told_as_they_were_asked() {
        let say = Localized::from_fn(|language| {
            match language {
                Language::It => "di domenica",
                _ => "on Sundays",
            }
            .to_owned()
        });
        let sunday = Name { kind: "time".into(), value: "sunday".into(), say: Some(say), ..Name::default() };
        let facts = Facts { names: vec![sunday], ..Facts::default() };
        let words = |times: &str, language| facts.times_in_words(times, language).unwrap_or_default();
        assert_eq!(words("sunday,03:00", Language::En), "on Sundays, at 03:00");
        assert_eq!(words("sunday", Language::It), "di domenica");
        assert_eq!(words("--12-24", Language::Es), "el 24/12");
    }

    #[test]
    fn nights_weekends_and_holidays_are_off_hours() {
        for times in ["sunday", "monday,night", "03:00", "18:30", "holiday", "--12-25"] {
            assert!(is_off_hours(times), "{times}");
        }
        for times in ["monday", "morning", "09:00", "tomorrow", "--05-12", ""] {
            assert!(!is_off_hours(times), "{times}");
        }
    }
}
