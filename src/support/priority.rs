//! The priorities of a problem, and their times.

use super::{Localized, words};
use crate::domain::Language;

/// What counts a priority's hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceClock {
    /// It never stops.
    Always,
    /// It runs in the region's business hours.
    BusinessHours,
}

/// A priority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priority {
    /// `p1` … `p4`.
    pub id: String,
    /// What people read: `P1`.
    pub name: String,
    /// Hours until the first response.
    pub first_response_hours: u32,
    /// Hours until the service is restored, where that is promised.
    pub restoration_hours: Option<u32>,
    /// What counts the hours.
    pub clock: ServiceClock,
    /// What such a problem is.
    pub what: Localized<String>,
    /// Who works on it, and when.
    pub coverage: Localized<String>,
}

impl Priority {
    /// The first response time in words: `1 hour`, `4 ore`.
    #[must_use]
    pub fn first_response(&self, language: Language) -> String {
        words::hours(self.first_response_hours, language)
    }

    /// The restoration time in words; `None` where none is promised.
    #[must_use]
    pub fn restoration(&self, language: Language) -> Option<String> {
        self.restoration_hours.map(|hours| words::hours(hours, language))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_words() {
        let mut p = Priority {
            id: "p1".into(),
            name: "P1".into(),
            first_response_hours: 1,
            restoration_hours: Some(4),
            clock: ServiceClock::Always,
            what: Localized::default(),
            coverage: Localized::default(),
        };
        assert_eq!(p.first_response(Language::En), "1 hour");
        assert_eq!(p.first_response(Language::It), "1 ora");
        assert_eq!(p.restoration(Language::Es).as_deref(), Some("4 horas"));
        p.restoration_hours = None;
        assert_eq!(p.restoration(Language::En), None);
    }
}
