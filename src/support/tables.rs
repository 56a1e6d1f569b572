//! The facts as Markdown tables and lists, for articles and replies.

use super::{Channel, Facts, Grant, join_and, standing::accounts, words};
use crate::domain::{Language, Role};

/// What stands in a cell without a value.
const NOTHING: &str = "–";

impl Facts {
    /// Every country of the phone directory with its numbers, sorted by name.
    #[must_use]
    pub fn phone_table(&self, language: Language) -> String {
        let words = words::of(language);
        let mut rows: Vec<_> = self
            .phone
            .iter()
            .filter_map(|entry| {
                let name = self.country(entry.country)?.heading(language);
                Some([name.to_owned(), entry.written(language)])
            })
            .collect();
        rows.sort();
        table([words.country, words.number], &rows)
    }

    /// The countries of the phone directory in a sentence, sorted by name.
    #[must_use]
    pub fn phone_countries(&self, language: Language) -> String {
        let mut countries: Vec<_> = self.phone.iter().filter_map(|entry| self.country(entry.country)).collect();
        countries.sort_by_key(|country| country.heading(language));
        let names: Vec<_> = countries.iter().map(|country| country.name.get(language).clone()).collect();
        join_and(&names, language)
    }

    /// The times of every priority.
    #[must_use]
    pub fn priority_table(&self, language: Language) -> String {
        let words = words::of(language);
        let rows: Vec<_> = self
            .priorities
            .iter()
            .map(|priority| {
                let restoration = priority.restoration(language).unwrap_or_else(|| NOTHING.to_owned());
                [priority.name.clone(), priority.first_response(language), restoration]
            })
            .collect();
        table([words.priority, words.first_response, words.restoration], &rows)
    }

    /// Every channel and service with whom each plan gives it.
    #[must_use]
    pub fn plan_table(&self, language: Language) -> String {
        let mut head = vec![words::of(language).channel];
        head.extend(self.plans.iter().map(|plan| plan.name.as_str()));
        let rows: Vec<_> = self.channels.iter().map(|channel| self.plan_row(channel, language)).collect();
        table(head, &rows)
    }

    fn plan_row(&self, channel: &Channel, language: Language) -> Vec<String> {
        let mut row = vec![capitalised(channel.name.get(language))];
        row.extend(self.plans.iter().map(|plan| match channel.grant(plan.id) {
            Some(grant) => grant.written(language),
            None => NOTHING.to_owned(),
        }));
        row
    }
}

impl Grant {
    /// Whom it covers, in words: `admins and licensed members on paid accounts`.
    #[must_use]
    pub fn written(&self, language: Language) -> String {
        match (self.people(language), accounts(&self.account_types, language)) {
            (people, None) => people,
            (people, Some(accounts)) => format!("{people} {accounts}"),
        }
    }

    fn people(&self, language: Language) -> String {
        let has = |role| self.roles.contains(&role);
        if Role::ALL.iter().all(|role| has(*role)) {
            return words::of(language).everyone.to_owned();
        }
        // A role that another one includes goes without saying: licensed admins and owners are licensed members.
        let said = |role: &Role| match role {
            Role::LicensedAdmin => has(*role) && !has(Role::LicensedMember),
            Role::Owner => has(*role) && !has(Role::LicensedMember),
            _ => has(*role),
        };
        let names: Vec<_> =
            Role::ALL.iter().filter(|r| said(r)).map(|role| words::role(*role, language).to_owned()).collect();
        join_and(&names, language)
    }
}

fn table<'a, R>(head: impl AsRef<[&'a str]>, rows: &[R]) -> String
where
    R: AsRef<[String]>,
{
    let head = head.as_ref();
    let mut lines = vec![format!("| {} |", head.join(" | ")), format!("|{}", " --- |".repeat(head.len()))];
    lines.extend(rows.iter().map(|row| format!("| {} |", row.as_ref().join(" | "))));
    lines.join("\n")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AccountType;

    #[test]
    fn a_grant_is_told_in_words() {
        let licensed = [Role::LicensedMember, Role::LicensedAdmin, Role::Owner];
        let paid: Vec<_> = AccountType::ALL.iter().copied().filter(|kind| kind.is_paid()).collect();
        let grant = Grant { roles: licensed.to_vec(), account_types: paid };
        assert_eq!(grant.written(Language::En), "licensed members on paid accounts");
        let grant = Grant {
            roles: vec![Role::LicensedAdmin, Role::Owner],
            account_types: vec![AccountType::Business, AccountType::Api],
        };
        assert_eq!(grant.written(Language::En), "licensed admins and owners on Business or API accounts");
        assert_eq!(
            grant.written(Language::Es),
            "administradores con licencia y propietarios en cuentas Business o API"
        );
        let grant = Grant { roles: Role::ALL.to_vec(), account_types: AccountType::ALL.to_vec() };
        assert_eq!(grant.written(Language::It), "tutti i membri e gli amministratori");
    }

    #[test]
    fn a_table_is_markdown() {
        assert_eq!(table(["a", "b"], &[["1".to_owned(), "2".to_owned()]]), "| a | b |\n| --- | --- |\n| 1 | 2 |");
    }
}
