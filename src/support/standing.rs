//! What a kind of person may use, told as a rule: "can admins on Pro accounts phone?".

use super::{Channel, Facts, join_and, join_or, words};
use crate::domain::{AccountType, Language, Role, Standing, SupportPlan};

/// The kinds of values that together name a kind of person.
pub const STANDING_KINDS: [&str; 4] = ["account_type", "role", "license", "plan"];

/// People with one of these roles, in accounts of one of these types, with one of these plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    roles: Vec<Role>,
    account_types: Vec<AccountType>,
    plans: Vec<SupportPlan>,
}

/// What a plan gives a group.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    Yes,
    No,
    /// Only these people, perhaps on certain accounts.
    People(String),
    /// Only on these accounts.
    Accounts(String),
}

impl Group {
    /// The group of these values, each a list with commas. `None` where neither a role nor an account type is named:
    /// a plan alone has its own answers.
    #[must_use]
    pub fn named<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let (role, license, account_type) = (value("role"), value("license"), value("account_type"));
        if role.is_none() && license.is_none() && account_type.is_none() {
            return None;
        }
        let mut roles = list(role, Role::ALL);
        roles.retain(|role| license.is_none_or(|license| is_licensed(*role) == (license == "yes")));
        let (account_types, plans) = (list(account_type, AccountType::ALL), list(value("plan"), SupportPlan::ALL));
        (!roles.is_empty()).then_some(Self { roles, account_types, plans })
    }

    /// Whether somebody belongs to it.
    #[must_use]
    pub fn covers(&self, standing: &Standing) -> bool {
        self.roles.contains(&standing.role)
            && self.account_types.contains(&standing.account_type)
            && self.plans.contains(&standing.support_plan)
    }

    /// Whether they are the people of all paid accounts, and of no other.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        are_paid(&self.account_types)
    }

    /// What they are called inside a sentence: `admins on Pro accounts with Premier`.
    #[must_use]
    pub fn written(&self, facts: &Facts, language: Language) -> String {
        let mut parts = vec![people(&self.roles, language)];
        parts.extend(accounts(&self.account_types, language));
        if self.plans.len() < SupportPlan::ALL.len() {
            parts.push(words::with_plans(&facts.names_of(&self.plans), language));
        }
        parts.join(" ")
    }

    /// What a plan gives the group of a channel.
    fn verdict(&self, channel: &Channel, plan: SupportPlan, language: Language) -> Verdict {
        let Some(grant) = channel.grant(plan) else { return Verdict::No };
        let roles = both(&self.roles, &grant.roles);
        let account_types = both(&self.account_types, &grant.account_types);
        match (roles.len() == self.roles.len(), account_types.len() == self.account_types.len()) {
            _ if roles.is_empty() || account_types.is_empty() => Verdict::No,
            (true, true) => Verdict::Yes,
            (true, false) => Verdict::Accounts(accounts(&account_types, language).unwrap_or_default()),
            (false, true) => Verdict::People(people(&roles, language)),
            (false, false) => {
                let whom = [Some(people(&roles, language)), accounts(&account_types, language)];
                Verdict::People(whom.into_iter().flatten().collect::<Vec<_>>().join(" "))
            }
        }
    }
}

impl Facts {
    /// What a group has of a channel: `no`, `with Access no; with Premier and Premier+ only licensed admins`.
    #[must_use]
    pub fn told(&self, group: &Group, channel: &Channel, language: Language) -> String {
        let mut verdicts: Vec<(Verdict, Vec<SupportPlan>)> = Vec::new();
        for plan in &group.plans {
            let verdict = group.verdict(channel, *plan, language);
            match verdicts.iter_mut().find(|(known, _)| *known == verdict) {
                Some((_, plans)) => plans.push(*plan),
                None => verdicts.push((verdict, vec![*plan])),
            }
        }
        if let [(only, _)] = &verdicts[..] {
            return only.written(language);
        }
        let part = |(verdict, plans): &(Verdict, Vec<SupportPlan>)| {
            format!("{} {}", words::with_plans(&self.names_of(plans), language), verdict.written(language))
        };
        verdicts.iter().map(part).collect::<Vec<_>>().join("; ")
    }

    /// Whether nobody of a group has a channel, with whatever plan they may have.
    #[must_use]
    pub fn lacks(&self, group: &Group, channel: &Channel) -> bool {
        group.plans.iter().all(|plan| group.verdict(channel, *plan, Language::En) == Verdict::No)
    }

    /// The same as a sentence: `No, members on Pro accounts don't have web tickets.`
    #[must_use]
    pub fn told_whole(&self, group: &Group, channel: &Channel, language: Language) -> String {
        let (who, what) = (group.written(self, language), channel.name.get(language));
        if group.plans.iter().all(|plan| group.verdict(channel, *plan, language) == Verdict::Yes) {
            return words::has(&who, what, language);
        }
        if self.lacks(group, channel) {
            return words::lacks(&who, what, language);
        }
        let mut verdicts = group.plans.iter().map(|plan| group.verdict(channel, *plan, language));
        match verdicts.next() {
            Some(Verdict::People(whom)) if verdicts.all(|verdict| verdict == Verdict::People(whom.clone())) => {
                words::only_have(&who, &whom, what, language)
            }
            _ => words::as_far_as(what, &who, &self.told(group, channel, language), language),
        }
    }

    /// What a group has of everything: one line for all that is alike.
    #[must_use]
    pub fn told_all(&self, group: &Group, language: Language) -> String {
        let mut lines: Vec<(String, Vec<String>)> = Vec::new();
        for channel in &self.channels {
            let told = self.told(group, channel, language);
            let name = channel.name.get(language).clone();
            match lines.iter_mut().find(|(known, _)| *known == told) {
                Some((_, names)) => names.push(name),
                None => lines.push((told, vec![name])),
            }
        }
        let line = |(told, names): &(String, Vec<String>)| format!("- {}: {told}", join_and(names, language));
        lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    pub(super) fn names_of(&self, plans: &[SupportPlan]) -> Vec<String> {
        plans.iter().filter_map(|plan| self.plan(*plan)).map(|plan| plan.name.clone()).collect()
    }
}

impl Verdict {
    fn written(&self, language: Language) -> String {
        match self {
            Self::Yes => words::of(language).yes.to_owned(),
            Self::No => words::of(language).no.to_owned(),
            Self::People(whom) | Self::Accounts(whom) => format!("{} {whom}", words::of(language).only),
        }
    }
}

fn list<T: Copy + PartialEq + std::str::FromStr>(named: Option<&str>, all: &[T]) -> Vec<T> {
    let named: Vec<T> =
        named.map_or(Vec::new(), |named| named.split(',').filter_map(|word| word.parse().ok()).collect());
    all.iter().copied().filter(|value| named.is_empty() || named.contains(value)).collect()
}

fn both<T: Copy + PartialEq>(one: &[T], other: &[T]) -> Vec<T> {
    one.iter().copied().filter(|value| other.contains(value)).collect()
}

const fn is_licensed(role: Role) -> bool {
    matches!(role, Role::LicensedMember | Role::LicensedAdmin | Role::Owner)
}

/// The roles in words, each pair of licensed and unlicensed ones by their common name.
pub(super) fn people(roles: &[Role], language: Language) -> String {
    use Role::{Admin, LicensedAdmin, LicensedMember, Member, Owner};
    let has = |role| roles.contains(&role);
    if Role::ALL.iter().all(|role| has(*role)) {
        return words::of(language).people.to_owned();
    }
    if [LicensedMember, LicensedAdmin, Owner].iter().all(|role| has(*role)) && !has(Member) && !has(Admin) {
        // Licensed admins and owners are licensed members, too.
        return words::the_role(LicensedMember, language).to_owned();
    }
    if has(Member) && has(Admin) && ![LicensedMember, LicensedAdmin, Owner].iter().any(|role| has(*role)) {
        let words = words::of(language);
        return format!("{} {}", words.people, words.unlicensed);
    }
    let mut names = Vec::new();
    for (unlicensed, licensed) in [(Member, LicensedMember), (Admin, LicensedAdmin)] {
        match (has(unlicensed), has(licensed)) {
            (true, true) => names.push(words::the_role(unlicensed, language).to_owned()),
            (true, false) => {
                names.push(format!("{} {}", words::the_role(unlicensed, language), words::of(language).unlicensed));
            }
            (false, true) => names.push(words::the_role(licensed, language).to_owned()),
            (false, false) => {}
        }
    }
    if has(Owner) {
        names.push(words::the_role(Owner, language).to_owned());
    }
    join_and(&names, language)
}

/// Whether these are the account types that are paid for, all of them.
fn are_paid(types: &[AccountType]) -> bool {
    AccountType::ALL.iter().all(|kind| types.contains(kind) == kind.is_paid())
}

/// The account types in words: `on paid accounts`; `None` for all of them.
pub(super) fn accounts(types: &[AccountType], language: Language) -> Option<String> {
    let has = |kind: &AccountType| types.contains(kind);
    if AccountType::ALL.iter().all(has) {
        return None;
    }
    if are_paid(types) {
        return Some(words::of(language).paid.to_owned());
    }
    let names: Vec<_> = types.iter().map(|kind| words::account_type(*kind, language).to_owned()).collect();
    Some(words::of(language).accounts.replace("{}", &join_or(&names, language)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::support::{ChannelKind, Grant, Localized, Plan};

    /// Phone support as the guidelines give it.
    pub fn facts() -> Facts {
        use AccountType::{Api, Business, Education, Enterprise, Pro};
        let admins = Grant {
            roles: vec![Role::LicensedAdmin, Role::Owner],
            account_types: vec![Business, Enterprise, Education, Api],
        };
        let members = Grant {
            roles: vec![Role::LicensedMember, Role::LicensedAdmin, Role::Owner],
            account_types: vec![Pro, Business, Enterprise, Education, Api],
        };
        let phone = Channel {
            id: "phone".into(),
            kind: ChannelKind::Phone,
            always_open: false,
            name: Localized::from_fn(|_| "phone support".to_owned()),
            under: vec![
                (SupportPlan::Access, admins),
                (SupportPlan::Premier, members.clone()),
                (SupportPlan::PremierPlus, members),
            ],
        };
        let plan = |id: SupportPlan, name: &str| Plan { id, name: name.into() };
        Facts {
            plans: vec![
                plan(SupportPlan::Access, "Access"),
                plan(SupportPlan::Premier, "Premier"),
                plan(SupportPlan::PremierPlus, "Premier+"),
            ],
            channels: vec![phone],
            ..Facts::default()
        }
    }

    fn group(values: &[(&str, &'static str)]) -> Group {
        Group::named(|kind| values.iter().find(|(name, _)| *name == kind).map(|(_, value)| *value)).unwrap()
    }

    fn told(values: &[(&str, &'static str)]) -> String {
        let facts = facts();
        let group = group(values);
        format!("{}: {}", group.written(&facts, Language::En), facts.told(&group, &facts.channels[0], Language::En))
    }

    #[test]
    fn a_group_is_told_its_rule() {
        const ADMIN: (&str, &str) = ("role", "admin,licensed_admin");
        const MEMBER: (&str, &str) = ("role", "member,licensed_member");
        const PRO: (&str, &str) = ("account_type", "pro");
        assert_eq!(
            told(&[ADMIN, PRO]),
            "admins on Pro accounts: with Access no; with Premier and Premier+ only licensed admins"
        );
        assert_eq!(told(&[("account_type", "free")]), "people on free accounts: no");
        assert_eq!(
            told(&[MEMBER, ("plan", "premier")]),
            "members with Premier: only licensed members on paid accounts"
        );
        assert_eq!(told(&[MEMBER, PRO, ("license", "no")]), "members without a license on Pro accounts: no");
        assert_eq!(told(&[("license", "no"), PRO]), "people without a license on Pro accounts: no");
        assert_eq!(told(&[("role", "owner"), ("account_type", "api")]), "owners on API accounts: yes");
        assert_eq!(
            told(&[("license", "yes"), ("account_type", "business,enterprise"), ("plan", "access")]),
            "licensed members on Business or Enterprise accounts with Access: only licensed admins and owners"
        );
    }

    #[test]
    fn a_rule_is_a_sentence_where_it_is_plain() {
        let facts = facts();
        let told =
            |values: &[(&str, &'static str)], language| facts.told_whole(&group(values), &facts.channels[0], language);
        let owners = [("role", "owner"), ("account_type", "api")];
        let unlicensed = [("role", "member,licensed_member"), ("account_type", "pro"), ("license", "no")];
        assert_eq!(told(&owners, Language::En), "Yes, owners on API accounts have phone support.");
        assert_eq!(told(&owners, Language::It), "Sì, i titolari negli account API hanno phone support.");
        assert_eq!(
            told(&unlicensed, Language::En),
            "No, members without a license on Pro accounts don't have phone support."
        );
        assert_eq!(
            told(&unlicensed, Language::Es),
            "No, los miembros sin licencia en cuentas Pro no tienen phone support."
        );
        let members = [("role", "member,licensed_member"), ("plan", "premier"), ("account_type", "pro")];
        assert_eq!(
            told(&members, Language::En),
            "Of members on Pro accounts with Premier, only licensed members have phone support."
        );
        assert_eq!(
            told(&members, Language::Es),
            "De los miembros en cuentas Pro con Premier, solo los miembros con licencia tienen phone support."
        );
        assert_eq!(
            told(&[("role", "admin,licensed_admin"), ("account_type", "pro")], Language::En),
            "Phone support for admins on Pro accounts: with Access no; with Premier and Premier+ only licensed admins."
        );
    }

    #[test]
    fn a_plan_alone_names_nobody() {
        assert_eq!(Group::named(|kind| (kind == "plan").then_some("premier")), None);
        assert_eq!(Group::named(|_| None), None);
    }

    #[test]
    fn all_paid_accounts_are_told_from_some_of_them() {
        let paid = "pro,business,enterprise,education,api";
        let is_paid = |types| group(&[("account_type", types)]).is_paid();
        assert_eq!(
            [paid, "pro", "free", "free,pro,business,enterprise,education,api"].map(is_paid),
            [true, false, false, false]
        );
    }

    #[test]
    fn somebody_belongs_or_not() {
        let standing =
            Standing { account_type: AccountType::Pro, role: Role::LicensedAdmin, support_plan: SupportPlan::Premier };
        assert!(group(&[("role", "admin,licensed_admin")]).covers(&standing));
        assert!(!group(&[("role", "admin,licensed_admin"), ("plan", "access")]).covers(&standing));
        assert!(!group(&[("license", "no")]).covers(&standing));
    }
}
