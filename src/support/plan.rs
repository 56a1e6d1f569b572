//! The support plans.

use crate::domain::SupportPlan;

/// A support plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Which one.
    pub id: SupportPlan,
    /// Its product name: the same in every language.
    pub name: String,
}
