//! Plans and entitlements, priorities, the phone directory, countries: the facts that answers and rules read alike.
//!
//! Pure data and pure functions; `content` fills them from `knowledge/facts/`.

mod country;
mod entitlement;
mod localized;
mod missing;
mod name;
mod phone;
mod plan;
mod priority;
mod problem;
mod standing;
mod surfaces;
mod tables;
mod words;

pub use country::{Country, CountryCode};
pub use entitlement::{Channel, ChannelKind, Entitlements, Grant};
pub use localized::Localized;
pub use missing::Missing;
pub use name::{Name, is_off_hours};
pub use phone::{PhoneEntry, PhoneNumber};
pub use plan::Plan;
pub use priority::{Priority, ServiceClock};
pub use problem::Problem;
pub use standing::{Group, STANDING_KINDS};
pub use surfaces::{ENTITY_KINDS, SEVERITY};
pub use words::{join_and, join_or, language_name};

use crate::domain::{Standing, SupportPlan};

/// Everything in `knowledge/facts/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The support plans, lowest first.
    pub plans: Vec<Plan>,
    /// The channels and services, in the order they are told.
    pub channels: Vec<Channel>,
    /// The priorities, most urgent first.
    pub priorities: Vec<Priority>,
    /// Problems by the priority that they sound like.
    pub problems: Vec<Problem>,
    /// The phone directory, in the order of its file.
    pub phone: Vec<PhoneEntry>,
    /// The countries that Bolt knows by name.
    pub countries: Vec<Country>,
    /// What people call everything else.
    pub names: Vec<Name>,
    /// What introduces the number of a priority: `sev`, `priorità`.
    pub priority_words: Vec<String>,
}

impl Facts {
    /// What a person with this standing may use.
    #[must_use]
    pub fn entitlements(&self, standing: &Standing) -> Entitlements {
        Entitlements::of(&self.channels, standing)
    }

    /// The plan with this id.
    #[must_use]
    pub fn plan(&self, id: SupportPlan) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == id)
    }

    /// The channel with this id.
    #[must_use]
    pub fn channel(&self, id: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    /// The priority with this id.
    #[must_use]
    pub fn priority(&self, id: &str) -> Option<&Priority> {
        self.priorities.iter().find(|priority| priority.id == id)
    }

    /// The country with this code.
    #[must_use]
    pub fn country(&self, code: CountryCode) -> Option<&Country> {
        self.countries.iter().find(|country| country.code == code)
    }

    /// The directory's entry for a country; `None` where there is no number.
    #[must_use]
    pub fn phone_of(&self, code: CountryCode) -> Option<&PhoneEntry> {
        self.phone.iter().find(|entry| entry.country == code)
    }
}
