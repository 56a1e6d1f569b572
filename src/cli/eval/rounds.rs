//! One file of labelled rows, dealt into rounds: what is learned, and what is asked.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;

use super::rows::Labelled;

/// How rows are dealt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deal {
    /// Each intent's rows in so many parts; each part in turn is asked, after learning the others.
    Folds(usize),
    /// So many rows of each intent are learned, the others are asked.
    Shots(usize),
}

/// What is learned and what is asked after it.
#[derive(Clone, Debug, Default)]
pub(super) struct Round {
    pub taught: Vec<Labelled>,
    pub asked: Vec<Labelled>,
}

impl Deal {
    /// The rounds of so many deals, each shuffled in a way of its own and the same at every call.
    pub fn rounds(self, rows: &[Labelled], repeats: usize) -> Vec<Round> {
        let deal = |repeat: usize| {
            let places = places(rows, repeat as u64);
            match self {
                Self::Folds(parts) => (0..parts)
                    // Intents begin at different parts, so that small ones are not all asked in the same round.
                    .map(|part| Round::split(rows, |at| (places[at].0 + places[at].1) % parts != part))
                    .collect(),
                Self::Shots(shots) => vec![Round::split(rows, |at| places[at].1 < shots)],
            }
        };
        (0..repeats).flat_map(deal).collect()
    }
}

impl Round {
    fn split(rows: &[Labelled], is_taught: impl Fn(usize) -> bool) -> Self {
        let mut round = Self::default();
        for (at, row) in rows.iter().enumerate() {
            if is_taught(at) { &mut round.taught } else { &mut round.asked }.push(row.clone());
        }
        round
    }
}

/// The number of each row's intent, and the row's place among its rows.
fn places(rows: &[Labelled], seed: u64) -> Vec<(usize, usize)> {
    let mut by_intent: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        by_intent.entry(&row.intent).or_default().push(at);
    }
    let mut rng = SmallRng::seed_from_u64(seed);
    let mut places = vec![(0, 0); rows.len()];
    for (intent, mut of_intent) in by_intent.into_values().enumerate() {
        of_intent.shuffle(&mut rng);
        for (place, at) in of_intent.into_iter().enumerate() {
            places[at] = (intent, place);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Labelled> {
        (0..20).map(|i| Labelled { text: format!("text {i}"), intent: format!("{}", i % 4) }).collect()
    }

    #[test]
    fn each_row_is_asked_once_in_each_deal_and_no_taught_one_is_asked() {
        let rounds = Deal::Folds(5).rounds(&rows(), 2);
        assert_eq!(rounds.len(), 10);
        for deal in rounds.chunks(5) {
            let mut asked: Vec<_> = deal.iter().flat_map(|round| &round.asked).map(|row| row.text.clone()).collect();
            asked.sort();
            let mut all: Vec<_> = rows().into_iter().map(|row| row.text).collect();
            all.sort();
            assert_eq!(asked, all);
        }
        assert!(rounds.iter().all(|round| round.asked.len() == 4 && round.taught.len() == 16));
        assert!(rounds.iter().all(|round| round.asked.iter().all(|row| !round.taught.contains(row))));
        assert_ne!(rounds[0].asked, rounds[5].asked);
    }

    #[test]
    fn shots_are_counted_by_intent() {
        let [round] = &Deal::Shots(2).rounds(&rows(), 1)[..] else { panic!("one round a deal") };
        assert_eq!((round.taught.len(), round.asked.len()), (8, 12));
        for intent in ["0", "1", "2", "3"] {
            assert_eq!(round.taught.iter().filter(|row| row.intent == intent).count(), 2);
        }
    }
}
