//! What an account of ours may do.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{UnknownName, identity::named};

named!(
    /// What an account is for: answering visitors, keeping the content, or both.
    AgentRole, "role", {
        /// A live agent, who works in the console.
        Agent => "agent",
        /// A content editor, who works on the content page.
        Editor => "editor",
        /// Both.
        Both => "both",
    }
);

impl AgentRole {
    /// Whether the account may answer visitors.
    #[must_use]
    pub const fn answers(self) -> bool {
        matches!(self, Self::Agent | Self::Both)
    }

    /// Whether the account may see what editors see.
    #[must_use]
    pub const fn edits(self) -> bool {
        matches!(self, Self::Editor | Self::Both)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_read_as_it_is_written() {
        for role in AgentRole::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), role.word());
            assert_eq!(role.word().parse::<AgentRole>().unwrap(), *role);
        }
        let error = "boss".parse::<AgentRole>().unwrap_err().to_string();
        assert_eq!(error, "`boss` is no role; use one of: agent, editor, both");
    }

    #[test]
    fn who_does_both_may_do_either() {
        let may = |role: AgentRole| (role.answers(), role.edits());
        assert_eq!(
            AgentRole::ALL.iter().copied().map(may).collect::<Vec<_>>(),
            [(true, false), (false, true), (true, true)]
        );
    }
}
