//! What a template may speak of: who asks, what they may use, and the values their message named.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use crate::{
    domain::{Language, Standing},
    support::{CountryCode, Entitlements, Facts, Group, is_off_hours},
};

/// The person who asks.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// What they are called.
    pub name: Option<&'a str>,
    /// Whether they are not signed in.
    pub anonymous: bool,
    /// What decides their entitlements.
    pub standing: Standing,
}

/// Values for slots, as kind and id: `country` and `CH`. A slot with several values has commas between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slots(Vec<(String, String)>);

impl Slots {
    /// The value of a slot.
    #[must_use]
    pub fn get(&self, kind: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == kind).map(|(_, value)| value.as_str())
    }

    /// Sets a slot, over what it held before.
    pub fn set(&mut self, kind: &str, value: &str) {
        self.clear(kind);
        self.0.push((kind.to_owned(), value.to_owned()));
    }

    /// Empties a slot.
    pub fn clear(&mut self, kind: &str) {
        self.0.retain(|(name, _)| name != kind);
    }

    /// The slots as the trace keeps them: `name=value`.
    #[must_use]
    pub fn written(&self) -> Vec<String> {
        self.0.iter().map(|(name, value)| format!("{name}={value}")).collect()
    }

    /// Reads what [`written`](Self::written) wrote. The first value of a slot counts.
    pub fn read<'a>(written: impl IntoIterator<Item = &'a String>) -> Self {
        let mut slots = Self::default();
        for (name, value) in written.into_iter().filter_map(|pair| pair.split_once('=')) {
            if slots.get(name).is_none() {
                slots.0.push((name.to_owned(), value.to_owned()));
            }
        }
        slots
    }
}

/// Everything that a reply's template and its `when` may read.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The language of the reply.
    pub language: Language,
    /// Who asks.
    pub person: Person<'a>,
    /// What they may use.
    pub entitlements: &'a Entitlements,
    /// What their message named.
    pub slots: &'a Slots,
}

/// The variables of a scene with their fields; `can` has the channels' ids.
pub(super) const VARIABLES: [(&str, &[&str]); 8] = [
    ("person", &["name", "anonymous", "paid", "plan", "plan_id", "account_type", "role"]),
    ("country", &["code", "name", "listed", "numbers"]),
    ("priority", &["id", "name", "first_response", "restoration", "what", "coverage"]),
    ("severity", &["id", "name", "first_response", "restoration", "what", "coverage"]),
    ("plan", &["id", "name"]),
    ("language", &["code", "spoken"]),
    ("channel", &["id", "name"]),
    ("time", &["text", "off_hours"]),
];

/// The fields of `standing` besides the channels' ids.
pub(super) const STANDING: [&str; 4] = ["who", "own", "paid", "all"];

/// The name under which functions find the language of the reply; templates don't read it.
pub(super) const REPLY_LANGUAGE: &str = "_language";

impl Scene<'_> {
    /// The scene as templates read it.
    pub(super) fn value(&self, facts: &Facts) -> Value {
        let can: BTreeMap<_, _> =
            facts.channels.iter().map(|c| (c.id.as_str(), self.entitlements.has(&c.id))).collect();
        context! {
            _language => self.language.code(),
            can => can,
            person => self.person(facts),
            country => self.slots.get("country").and_then(|code| self.country(code, facts)),
            priority => self.slots.get("priority").and_then(|id| self.priority(id, facts)),
            severity => self.slots.get("severity").and_then(|id| self.priority(id, facts)),
            plan => self.slots.get("plan").and_then(|id| plan(id, facts)),
            language => self.slots.get("language").map(|code| context! { code, spoken => code.parse::<Language>().is_ok() }),
            channel => self.slots.get("channel").and_then(|id| self.channel(id, facts)),
            time => self.slots.get("time").map(|times| self.time(times, facts)),
            standing => Group::named(|kind| self.slots.get(kind)).map(|group| self.standing(&group, facts)),
        }
        .into_defined()
    }

    /// The scene with further texts that a phrase names.
    pub(super) fn value_with(&self, facts: &Facts, named: &[(&'static str, &str)]) -> Value {
        if named.is_empty() {
            return self.value(facts);
        }
        let named: BTreeMap<_, _> = named.iter().map(|(name, text)| (*name, Value::from(*text))).collect();
        context! { ..Value::from(named), ..self.value(facts) }
    }

    fn person(&self, facts: &Facts) -> Value {
        let standing = &self.person.standing;
        context! {
            name => self.person.name.map(plain_name).filter(|name| !name.is_empty()),
            anonymous => self.person.anonymous,
            paid => standing.account_type.is_paid(),
            plan => facts.plan(standing.support_plan).map(|plan| plan.name.as_str()),
            plan_id => standing.support_plan.word(),
            account_type => standing.account_type.word(),
            role => standing.role.word(),
        }
        .into_defined()
    }

    fn country(&self, code: &str, facts: &Facts) -> Option<Value> {
        let country = facts.country(CountryCode::new(code)?)?;
        let phone = facts.phone_of(country.code);
        let value = context! {
            code => code,
            name => country.name.get(self.language),
            listed => phone.is_some(),
            numbers => phone.map(|entry| entry.written(self.language)),
        };
        Some(value.into_defined())
    }

    fn channel(&self, id: &str, facts: &Facts) -> Option<Value> {
        let channel = facts.channel(id)?;
        Some(context! { id, name => channel.name.get(self.language) })
    }

    fn time(&self, times: &str, facts: &Facts) -> Value {
        let text = facts.times_in_words(times, self.language);
        context! { text, off_hours => is_off_hours(times) }.into_defined()
    }

    /// What the kind of person whom the message names may use.
    fn standing(&self, group: &Group, facts: &Facts) -> Value {
        let told = |channel| Value::from(facts.told_whole(group, channel, self.language));
        let told = facts.channels.iter().map(|channel| (channel.id.as_str(), told(channel)));
        let told: BTreeMap<_, _> = told.collect();
        context! {
            who => group.written(facts, self.language),
            paid => group.is_paid(),
            own => !self.person.anonymous && group.covers(&self.person.standing),
            all => facts.told_all(group, self.language),
            ..Value::from(told)
        }
    }

    fn priority(&self, id: &str, facts: &Facts) -> Option<Value> {
        let priority = facts.priority(id)?;
        let value = context! {
            id => id,
            name => priority.name.as_str(),
            first_response => priority.first_response(self.language),
            restoration => priority.restoration(self.language),
            what => priority.what.get(self.language),
            coverage => priority.coverage.get(self.language),
        };
        Some(value.into_defined())
    }
}

fn plan(id: &str, facts: &Facts) -> Option<Value> {
    let plan = facts.plan(id.parse().ok()?)?;
    Some(context! { id => id, name => plan.name.as_str() })
}

/// A name without anything that Markdown or HTML would read as theirs.
fn plain_name(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’' | '.'));
    kept.take(60).collect::<String>().trim().to_owned()
}

/// `None` in a context must count as undefined, so that `is undefined` and strictness see it.
trait IntoDefined {
    fn into_defined(self) -> Value;
}

impl IntoDefined for Value {
    fn into_defined(self) -> Value {
        let Ok(keys) = self.try_iter() else { return self };
        let defined = keys.filter_map(|key| {
            let value = self.get_item(&key).ok()?;
            (!value.is_none()).then_some((key, value))
        });
        defined.collect::<BTreeMap<_, _>>().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_read_as_they_are_written() {
        let mut slots = Slots::default();
        slots.set("country", "CH");
        slots.set("priority", "p1");
        slots.set("country", "IT");
        assert_eq!(slots.written(), ["priority=p1", "country=IT"]);
        assert_eq!(Slots::read(&slots.written()), slots);
        assert_eq!(slots.get("plan"), None);
    }

    #[test]
    fn a_name_cannot_bring_markup() {
        assert_eq!(plain_name("Zoë O'Neill-Ruiz"), "Zoë O'Neill-Ruiz");
        assert_eq!(plain_name("[x](http://evil) <b>*"), "xhttpevil b");
    }
}
