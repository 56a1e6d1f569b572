//! The few words that facts are told with: lists, hours, table headings.

use crate::domain::{AccountType, Language, Role};

/// The words of one language.
pub(super) struct Words {
    pub extension: &'static str,
    pub and: &'static str,
    pub or: &'static str,
    hour: &'static str,
    hours: &'static str,
    pub country: &'static str,
    pub number: &'static str,
    pub channel: &'static str,
    pub priority: &'static str,
    pub first_response: &'static str,
    pub restoration: &'static str,
    pub everyone: &'static str,
    pub paid: &'static str,
    pub accounts: &'static str,
    pub people: &'static str,
    pub unlicensed: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub only: &'static str,
    with: &'static str,
}

/// The words of a language.
pub(super) const fn of(language: Language) -> &'static Words {
    match language {
        Language::En => &EN,
        Language::It => &IT,
        Language::Es => &ES,
    }
}

const EN: Words = Words {
    extension: "ext.",
    and: "and",
    or: "or",
    hour: "hour",
    hours: "hours",
    country: "Country",
    number: "Number",
    channel: "Channel or service",
    priority: "Priority",
    first_response: "First response",
    restoration: "Restoration",
    everyone: "all members and admins",
    paid: "on paid accounts",
    accounts: "on {} accounts",
    people: "people",
    unlicensed: "without a license",
    yes: "yes",
    no: "no",
    only: "only",
    with: "with",
};

const IT: Words = Words {
    extension: "int.",
    and: "e",
    or: "o",
    hour: "ora",
    hours: "ore",
    country: "Paese",
    number: "Numero",
    channel: "Canale o servizio",
    priority: "Priorità",
    first_response: "Prima risposta",
    restoration: "Ripristino",
    everyone: "tutti i membri e gli amministratori",
    paid: "negli account a pagamento",
    accounts: "negli account {}",
    people: "gli utenti",
    unlicensed: "senza licenza",
    yes: "sì",
    no: "no",
    only: "solo",
    with: "con",
};

const ES: Words = Words {
    extension: "ext.",
    and: "y",
    or: "o",
    hour: "hora",
    hours: "horas",
    country: "País",
    number: "Número",
    channel: "Canal o servicio",
    priority: "Prioridad",
    first_response: "Primera respuesta",
    restoration: "Restablecimiento",
    everyone: "todos los miembros y administradores",
    paid: "en cuentas de pago",
    accounts: "en cuentas {}",
    people: "los usuarios",
    unlicensed: "sin licencia",
    yes: "sí",
    no: "no",
    only: "solo",
    with: "con",
};

/// `1 hour`, `4 hours`.
pub(super) fn hours(count: u32, language: Language) -> String {
    let words = of(language);
    format!("{count} {}", if count == 1 { words.hour } else { words.hours })
}

/// `a, b and c`, as the language joins them.
#[must_use]
pub fn join_and(items: &[String], language: Language) -> String {
    join(items, language, of(language).and)
}

/// `a, b or c`, as the language joins them.
#[must_use]
pub fn join_or(items: &[String], language: Language) -> String {
    join(items, language, of(language).or)
}

fn join(items: &[String], language: Language, word: &'static str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => {
            let word = if language == Language::Es { before(word, last) } else { word };
            format!("{} {word} {last}", first.join(", "))
        }
    }
}

/// Spanish says "e Italia" and "u Honduras": a vowel must not meet itself.
fn before(word: &'static str, next: &str) -> &'static str {
    let next = next.to_lowercase();
    match word {
        "y" if (next.starts_with('i') || next.starts_with("hi")) && !next.starts_with("hie") => "e",
        "o" if next.starts_with('o') || next.starts_with("ho") => "u",
        _ => word,
    }
}

/// What people with a role are called, in the plural.
pub(super) const fn role(role: Role, language: Language) -> &'static str {
    match (language, role) {
        (Language::En, Role::Member) => "members",
        (Language::En, Role::LicensedMember) => "licensed members",
        (Language::En, Role::Admin) => "admins",
        (Language::En, Role::LicensedAdmin) => "licensed admins",
        (Language::En, Role::Owner) => "owners",
        (Language::It, Role::Member) => "membri",
        (Language::It, Role::LicensedMember) => "membri con licenza",
        (Language::It, Role::Admin) => "amministratori",
        (Language::It, Role::LicensedAdmin) => "amministratori con licenza",
        (Language::It, Role::Owner) => "titolari",
        (Language::Es, Role::Member) => "miembros",
        (Language::Es, Role::LicensedMember) => "miembros con licencia",
        (Language::Es, Role::Admin) => "administradores",
        (Language::Es, Role::LicensedAdmin) => "administradores con licencia",
        (Language::Es, Role::Owner) => "propietarios",
    }
}

/// What people with a role are called inside a sentence, with the article that the language wants there.
pub(super) const fn the_role(named: Role, language: Language) -> &'static str {
    match (language, named) {
        (Language::En, _) => role(named, language),
        (Language::It, Role::Member) => "i membri",
        (Language::It, Role::LicensedMember) => "i membri con licenza",
        (Language::It, Role::Admin) => "gli amministratori",
        (Language::It, Role::LicensedAdmin) => "gli amministratori con licenza",
        (Language::It, Role::Owner) => "i titolari",
        (Language::Es, Role::Member) => "los miembros",
        (Language::Es, Role::LicensedMember) => "los miembros con licencia",
        (Language::Es, Role::Admin) => "los administradores",
        (Language::Es, Role::LicensedAdmin) => "los administradores con licencia",
        (Language::Es, Role::Owner) => "los propietarios",
    }
}

/// `Yes, licensed members have phone support.`
pub(super) fn has(who: &str, what: &str, language: Language) -> String {
    match language {
        Language::En => format!("Yes, {who} have {what}."),
        Language::It => format!("Sì, {who} hanno {what}."),
        Language::Es => format!("Sí, {who} tienen {what}."),
    }
}

/// `No, members don't have phone support.`
pub(super) fn lacks(who: &str, what: &str, language: Language) -> String {
    match language {
        Language::En => format!("No, {who} don't have {what}."),
        Language::It => format!("No, {who} non hanno {what}."),
        Language::Es => format!("No, {who} no tienen {what}."),
    }
}

/// `Of members, only licensed members have phone support.`
pub(super) fn only_have(who: &str, whom: &str, what: &str, language: Language) -> String {
    match language {
        Language::En => format!("Of {who}, only {whom} have {what}."),
        Language::It => format!("Tra {who}, solo {whom} hanno {what}."),
        Language::Es => format!("De {who}, solo {whom} tienen {what}."),
    }
}

/// `Phone support for admins: with Access no; with Premier only licensed admins.`
pub(super) fn as_far_as(what: &str, who: &str, told: &str, language: Language) -> String {
    let mut letters = what.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let whom = match language {
        Language::En => "for",
        Language::It => "per",
        Language::Es => "para",
    };
    format!("{first}{} {whom} {who}: {told}.", letters.as_str())
}

/// `with Access and Premier`.
pub(super) fn with_plans(plans: &[String], language: Language) -> String {
    format!("{} {}", of(language).with, join_and(plans, language))
}

/// What an account type is called: a product name, the same in every language but for the free one.
pub(super) const fn account_type(kind: AccountType, language: Language) -> &'static str {
    match (kind, language) {
        (AccountType::Free, Language::En) => "free",
        (AccountType::Free, Language::It) => "gratuiti",
        (AccountType::Free, Language::Es) => "gratuitas",
        (AccountType::Pro, _) => "Pro",
        (AccountType::Business, _) => "Business",
        (AccountType::Enterprise, _) => "Enterprise",
        (AccountType::Education, _) => "Education",
        (AccountType::Api, _) => "API",
    }
}

/// What a language is called in another one.
#[must_use]
pub const fn language_name(named: Language, within: Language) -> &'static str {
    match (named, within) {
        (Language::En, Language::En) => "English",
        (Language::En, Language::It) => "inglese",
        (Language::En, Language::Es) => "inglés",
        (Language::It, Language::En) => "Italian",
        (Language::It, _) => "italiano",
        (Language::Es, Language::En) => "Spanish",
        (Language::Es, Language::It) => "spagnolo",
        (Language::Es, Language::Es) => "español",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(items: &[&str]) -> Vec<String> {
        items.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn lists_are_joined_as_the_language_does() {
        assert_eq!(join_and(&list(&["a", "b", "c"]), Language::En), "a, b and c");
        assert_eq!(join_and(&list(&["a"]), Language::It), "a");
        assert_eq!(join_and(&[], Language::It), "");
        assert_eq!(join_and(&list(&["Francia", "Italia"]), Language::Es), "Francia e Italia");
        assert_eq!(join_and(&list(&["agua", "hielo"]), Language::Es), "agua y hielo");
        assert_eq!(join_or(&list(&["ayer", "hoy"]), Language::Es), "ayer u hoy");
    }
}
