//! What somebody lacks of what a channel takes: "why can't I call?".

use super::{
    Channel, Facts,
    standing::{accounts, people},
    words,
};
use crate::domain::{AccountType, Language, Role, Standing, SupportPlan};

/// Why somebody does not have a channel: the least that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No plan gives it to accounts of this type: it takes a paid one.
    PaidAccount,
    /// With a license, the same person would have it.
    License,
    /// The plan gives it to people with other roles. Other plans may give it to this one.
    Role {
        /// Who has it.
        who: Vec<Role>,
        /// The plans that would give it to the person as well.
        plans: Vec<SupportPlan>,
    },
    /// It comes with other plans only.
    Plan {
        /// These.
        plans: Vec<SupportPlan>,
        /// Who has it with them, where that is not everybody and the person is not among them.
        who: Option<Vec<Role>>,
    },
}

impl Missing {
    /// What stands between somebody and a channel; `None` where nothing does.
    #[must_use]
    pub fn of(channel: &Channel, standing: &Standing) -> Option<Self> {
        let Standing { account_type, role, support_plan } = *standing;
        let roles = |plan: SupportPlan| {
            let grant = channel.grant(plan).filter(|grant| grant.account_types.contains(&account_type))?;
            Some(&grant.roles)
        };
        let giving = |gives: &dyn Fn(&Vec<Role>) -> bool| -> Vec<SupportPlan> {
            SupportPlan::ALL.iter().copied().filter(|plan| roles(*plan).is_some_and(gives)).collect()
        };
        let has = |roles: &Vec<Role>| roles.contains(&role);
        let plans = giving(&has);
        match roles(support_plan) {
            Some(roles) if has(roles) => None,
            Some(roles) if licensed(role).is_some_and(|licensed| roles.contains(&licensed)) => Some(Self::License),
            Some(roles) => Some(Self::Role { who: roles.clone(), plans }),
            None if !plans.is_empty() => Some(Self::Plan { plans, who: None }),
            None => {
                let plans = giving(&|_| true);
                let who = plans.first().and_then(|plan| roles(*plan)).cloned();
                Some(if who.is_none() { Self::PaidAccount } else { Self::Plan { plans, who } })
            }
        }
    }

    /// The reason in a clause: `you have no license`.
    fn written(&self, facts: &Facts, account_type: AccountType, plan: &str, language: Language) -> String {
        let with = |plans: &[SupportPlan]| words::with_plans(&facts.names_of(plans), language);
        match (self, language) {
            (Self::PaidAccount, Language::En) => "it takes a paid account".to_owned(),
            (Self::PaidAccount, Language::It) => "serve un account a pagamento".to_owned(),
            (Self::PaidAccount, Language::Es) => "hace falta una cuenta de pago".to_owned(),
            (Self::License, Language::En) => "you have no license".to_owned(),
            (Self::License, Language::It) => "non hai una licenza".to_owned(),
            (Self::License, Language::Es) => "no tienes licencia".to_owned(),
            (Self::Role { who, plans }, _) => {
                let who = people(who, language);
                let only = match language {
                    Language::En => format!("with {plan} only {who} have it"),
                    Language::It => format!("con {plan} l'hanno solo {who}"),
                    Language::Es => format!("con {plan} solo lo tienen {who}"),
                };
                let too = match language {
                    _ if plans.is_empty() => String::new(),
                    Language::En => format!("; {} you would, too", with(plans)),
                    Language::It => format!("; {} l'avresti anche tu", with(plans)),
                    Language::Es => format!("; {} lo tendrías tú también", with(plans)),
                };
                only + &too
            }
            (Self::Plan { plans, who }, _) => {
                let accounts = accounts(&[account_type], language).unwrap_or_default();
                let with = with(plans);
                let comes = match language {
                    Language::En => format!("{accounts} it comes only {with}, and yours has {plan}"),
                    Language::It => format!("{accounts} c'è solo {with}, e il tuo ha {plan}"),
                    Language::Es => format!("{accounts} solo viene {with}, y la tuya tiene {plan}"),
                };
                let whom = who.as_ref().filter(|who| who.len() < Role::ALL.len()).map(|who| people(who, language));
                let whom = whom.map(|whom| match language {
                    Language::En => format!(", for {whom}"),
                    Language::It => format!(", per {whom}"),
                    Language::Es => format!(", para {whom}"),
                });
                comes.replacen(&with, &format!("{with}{}", whom.unwrap_or_default()), 1)
            }
        }
    }
}

impl Facts {
    /// Why somebody does not have a channel, in a clause; empty where they have it.
    #[must_use]
    pub fn why_not(&self, channel: &Channel, standing: &Standing, language: Language) -> String {
        let plan = self.plan(standing.support_plan).map_or("", |plan| plan.name.as_str());
        let missing = Missing::of(channel, standing);
        missing.map_or_else(String::new, |missing| missing.written(self, standing.account_type, plan, language))
    }
}

/// The same role with a license, where it has none.
const fn licensed(role: Role) -> Option<Role> {
    match role {
        Role::Member => Some(Role::LicensedMember),
        Role::Admin => Some(Role::LicensedAdmin),
        Role::LicensedMember | Role::LicensedAdmin | Role::Owner => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::standing::tests::facts;

    fn why(account_type: AccountType, role: Role, support_plan: SupportPlan) -> String {
        let facts = facts();
        facts.why_not(&facts.channels[0], &Standing { account_type, role, support_plan }, Language::En)
    }

    #[test]
    fn the_least_that_is_missing_is_told() {
        use AccountType::{Business, Free, Pro};
        use Role::{Admin, LicensedAdmin, LicensedMember, Member};
        use SupportPlan::{Access, Premier};
        assert_eq!(why(Business, LicensedAdmin, Access), "");
        assert_eq!(why(Business, Member, Premier), "you have no license");
        assert_eq!(why(Business, Admin, Access), "you have no license");
        assert_eq!(why(Free, Member, Access), "it takes a paid account");
        assert_eq!(
            why(Business, LicensedMember, Access),
            "with Access only licensed admins and owners have it; with Premier and Premier+ you would, too"
        );
        assert_eq!(why(Business, Member, Access), "with Access only licensed admins and owners have it");
        assert_eq!(
            why(Pro, LicensedMember, Access),
            "on Pro accounts it comes only with Premier and Premier+, and yours has Access"
        );
        assert_eq!(
            why(Pro, Member, Access),
            "on Pro accounts it comes only with Premier and Premier+, for licensed members, and yours has Access"
        );
    }

    #[test]
    fn who_has_it_misses_nothing_and_who_has_not_is_told_why() {
        let facts = facts();
        for (account_type, role, support_plan) in every() {
            let standing = Standing { account_type, role, support_plan };
            let has = crate::support::Entitlements::of(&facts.channels, &standing).has("phone");
            for language in Language::ALL {
                assert_eq!(facts.why_not(&facts.channels[0], &standing, language).is_empty(), has, "{standing:?}");
            }
        }
    }

    fn every() -> impl Iterator<Item = (AccountType, Role, SupportPlan)> {
        let roles = || Role::ALL.iter().flat_map(|role| SupportPlan::ALL.iter().map(move |plan| (*role, *plan)));
        AccountType::ALL.iter().flat_map(move |kind| roles().map(move |(role, plan)| (*kind, role, plan)))
    }
}
