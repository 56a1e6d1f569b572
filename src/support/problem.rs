//! Problems as people tell them.

use super::Localized;

/// Problems that sound like one priority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The priority's id; `None` for what is said of priorities and tells no problem.
    pub priority: Option<String>,
    /// How people tell them.
    pub told: Localized<Vec<String>>,
}
