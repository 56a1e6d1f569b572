//! How much articles and intents were used, and whether it helped.

use std::collections::HashMap;

use serde::Serialize;

use crate::insight::{Digest, UsedKind, usage};

/// How well an article or intent serves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Health {
    /// How many questions it answered.
    pub answered: usize,
    /// How many visitors said that it helped.
    pub helpful: usize,
    /// How many said that it did not.
    pub unhelpful: usize,
}

/// The use of everything, over some days.
#[derive(Clone, Debug, Default)]
pub(super) struct Usage {
    pub days: u32,
    pub articles: HashMap<String, Health>,
    pub intents: HashMap<String, Health>,
}

impl Usage {
    /// The use that a digest has seen, all languages together.
    pub fn of(digest: &Digest, days: u32) -> Self {
        let mut all = Self { days, ..Self::default() };
        for used in usage(digest) {
            let of_kind = match used.kind {
                UsedKind::Article => &mut all.articles,
                UsedKind::Intent => &mut all.intents,
            };
            let health = of_kind.entry(used.id).or_default();
            health.answered += used.answered;
            health.helpful += used.helpful;
            health.unhelpful += used.unhelpful;
        }
        all
    }

    pub fn article(&self, id: &str) -> Health {
        self.articles.get(id).copied().unwrap_or_default()
    }

    pub fn intent(&self, id: &str) -> Health {
        self.intents.get(id).copied().unwrap_or_default()
    }
}
