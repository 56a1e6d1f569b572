//! Who is asking, as far as a signed token says.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Language, VisitorId};

/// A word that is none of the allowed ones.
#[derive(Debug, thiserror::Error)]
#[error("`{given}` is no {what}; use one of: {allowed}")]
pub struct UnknownName {
    /// What was expected.
    pub what: &'static str,
    /// What came.
    pub given: String,
    /// What would have been accepted.
    pub allowed: String,
}

/// A few words of which one is true, each with its variant.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $what:literal, { $($(#[$vdoc:meta])* $variant:ident => $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in rising order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it in tokens, content files and JSON.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;

            fn from_str(word: &str) -> Result<Self, UnknownName> {
                Self::ALL.iter().copied().find(|v| v.word() == word).ok_or_else(|| UnknownName {
                    what: $what,
                    given: word.to_owned(),
                    allowed: Self::ALL.iter().map(|v| v.word()).collect::<Vec<_>>().join(", "),
                })
            }
        }
    };
}

pub(super) use named;

named!(
    /// The kind of account a person belongs to. All but `Free` are paid.
    AccountType, "account type", {
        /// No paid plan.
        Free => "free",
        /// Paid, small teams.
        Pro => "pro",
        /// Paid, companies.
        Business => "business",
        /// Paid, large companies.
        Enterprise => "enterprise",
        /// Paid, schools and universities.
        Education => "education",
        /// Paid, developers.
        Api => "api",
    }
);

named!(
    /// What a person may do in the account.
    Role, "role", {
        /// A user without a licence.
        Member => "member",
        /// A user with a licence.
        LicensedMember => "licensed_member",
        /// An administrator without a licence.
        Admin => "admin",
        /// An administrator with a licence; also a licensed member.
        LicensedAdmin => "licensed_admin",
        /// The account's owner; counts as a licensed admin.
        Owner => "owner",
    }
);

named!(
    /// The account's support plan.
    SupportPlan, "support plan", {
        /// What every account has.
        Access => "access",
        /// Adds priority response and direct Level 2.
        Premier => "premier",
        /// Adds automated escalation and a technical account manager.
        PremierPlus => "premier_plus",
    }
);

impl AccountType {
    /// Whether somebody pays for the account.
    #[must_use]
    pub const fn is_paid(self) -> bool {
        !matches!(self, Self::Free)
    }
}

/// What decides a person's entitlements: nothing else about them does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Standing {
    /// The kind of account.
    pub account_type: AccountType,
    /// The person's role in it.
    pub role: Role,
    /// The account's support plan.
    pub support_plan: SupportPlan,
}

impl Standing {
    /// An anonymous visitor is treated as a member of a free account.
    pub const ANONYMOUS: Self =
        Self { account_type: AccountType::Free, role: Role::Member, support_plan: SupportPlan::Access };
}

/// A visitor as a verified token describes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Whose conversations these are.
    pub visitor: VisitorId,
    /// What to call the person.
    pub name: Option<String>,
    /// What decides entitlements.
    pub standing: Standing,
    /// The language of the account, if the help center knows one.
    pub locale: Option<Language>,
    /// Whether Bolt knows only that it is the same browser as before.
    pub anonymous: bool,
}

impl Identity {
    /// Somebody who is not signed in.
    #[must_use]
    pub const fn anonymous(visitor: VisitorId) -> Self {
        Self { visitor, name: None, standing: Standing::ANONYMOUS, locale: None, anonymous: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_serde_writes() {
        for role in Role::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), role.word());
            assert_eq!(role.word().parse::<Role>().unwrap(), *role);
        }
        for plan in SupportPlan::ALL {
            assert_eq!(serde_json::to_value(plan).unwrap(), plan.word());
        }
        for kind in AccountType::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
    }

    #[test]
    fn an_unknown_word_is_told_what_would_do() {
        let error = "boss".parse::<Role>().unwrap_err().to_string();
        assert_eq!(error, "`boss` is no role; use one of: member, licensed_member, admin, licensed_admin, owner");
    }
}
