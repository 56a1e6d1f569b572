//! Who may use which channel.

use super::Localized;
use crate::domain::{AccountType, Role, Standing, SupportPlan};

/// How people reach a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChannelKind {
    /// It needs nobody: help center, community.
    SelfService,
    /// A person, in this conversation.
    Live,
    /// A form that engineers answer.
    Ticket,
    /// A call.
    Phone,
    /// Something that comes with the plan.
    Service,
}

/// Whom a plan gives a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// People with one of these roles …
    pub roles: Vec<Role>,
    /// … in an account of one of these types.
    pub account_types: Vec<AccountType>,
}

impl Grant {
    fn covers(&self, standing: &Standing) -> bool {
        self.roles.contains(&standing.role) && self.account_types.contains(&standing.account_type)
    }
}

/// A channel or service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Its name in templates: `can.live_chat`.
    pub id: String,
    /// How people reach it.
    pub kind: ChannelKind,
    /// Whether it is there round the clock.
    pub always_open: bool,
    /// What people read.
    pub name: Localized<String>,
    /// Whom each plan gives it; a plan that is missing does not bring it.
    pub under: Vec<(SupportPlan, Grant)>,
}

/// The channel that Bolt itself is: it need not be told of while Bolt speaks.
const BOLT: &str = "bolt";

impl Channel {
    /// Whether it is a way to get help besides Bolt.
    #[must_use]
    pub fn is_contact(&self) -> bool {
        self.kind != ChannelKind::Service && self.id != BOLT
    }

    /// Whom a plan gives the channel.
    #[must_use]
    pub fn grant(&self, plan: SupportPlan) -> Option<&Grant> {
        self.under.iter().find(|(under, _)| *under == plan).map(|(_, grant)| grant)
    }
}

/// What one person may use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Entitlements(Vec<(String, ChannelKind)>);

impl Entitlements {
    /// What the channels give somebody with this standing.
    #[must_use]
    pub fn of(channels: &[Channel], standing: &Standing) -> Self {
        let has = |channel: &&Channel| channel.grant(standing.support_plan).is_some_and(|grant| grant.covers(standing));
        Self(channels.iter().filter(has).map(|channel| (channel.id.clone(), channel.kind)).collect())
    }

    /// Whether the person has the channel with this id.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.0.iter().any(|(channel, _)| channel == id)
    }

    /// Whether the person has a channel of this kind.
    #[must_use]
    pub fn reaches(&self, kind: ChannelKind) -> bool {
        self.0.iter().any(|(_, has)| *has == kind)
    }

    /// The ids of what the person has, in the order of the facts.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(id, _)| id.as_str())
    }
}
