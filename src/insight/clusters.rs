//! Questions that ask for the same thing, put together.
//!
//! A cluster is the sum of its questions, so that a question is compared with a cluster and not with each of its members:
//! the time grows with the questions times the clusters that share a feature with them, and the number of different
//! questions is bounded by whoever asks.

use std::collections::{BTreeMap, HashMap};

use crate::{
    intents::Wordings,
    language::{Token, Utterance, is_small_word},
    vectors::{Embedding, Vectors, dot},
};

/// Questions this alike, on average, ask for the same thing.
const ALIKE: f32 = 0.4;
/// How often every question is asked once more where it belongs, now that the clusters are known.
const ROUNDS: usize = 2;

/// The places of the texts, cluster by cluster; the first of each cluster is the one most like the others. The order of the
/// texts decides nothing but ties.
#[must_use]
pub fn clusters(texts: &[&str]) -> Vec<Vec<usize>> {
    let different = different(texts);
    let read: Vec<Utterance> = different.iter().map(|same| told(texts[same[0]])).collect();
    let sizes: Vec<usize> = different.iter().map(Vec::len).collect();
    let found = Clustering::of(&read, &sizes).ordered();
    found
        .into_iter()
        .map(|members| members.into_iter().flat_map(|at| different[at].iter().copied()).collect())
        .collect()
}

/// The items with the different texts that occur most, in their order, and how many different texts are left out.
pub(super) fn most_asked<T: AsText>(items: Vec<T>, most: usize) -> (Vec<T>, usize) {
    let texts: Vec<&str> = items.iter().map(AsText::text).collect();
    let different = different(&texts);
    let left_out = different.len().saturating_sub(most);
    let mut kept: Vec<usize> = different.into_iter().take(most).flatten().collect();
    kept.sort_unstable();
    let mut kept = kept.into_iter().peekable();
    let of = items.into_iter().enumerate().filter(|(place, _)| kept.next_if_eq(place).is_some());
    (of.map(|(_, item)| item).collect(), left_out)
}

/// Something that was asked in words.
pub(super) trait AsText {
    /// The words.
    fn text(&self) -> &str;
}

impl AsText for &super::Asked {
    fn text(&self) -> &str {
        &self.text
    }
}

/// The places of each different text, those that occur most first, then by the alphabet.
fn different(texts: &[&str]) -> Vec<Vec<usize>> {
    let mut by_text: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, text) in texts.iter().enumerate() {
        by_text.entry(Utterance::read(text).normalized().to_owned()).or_default().push(place);
    }
    let mut found: Vec<Vec<usize>> = by_text.into_values().collect();
    // Stable: those that occur equally often stay in the order of the alphabet.
    found.sort_by_key(|places| std::cmp::Reverse(places.len()));
    found
}

/// Questions on their way into clusters.
struct Clustering {
    wordings: Wordings,
    meanings: Vec<Option<Embedding>>,
    /// How often each was asked.
    sizes: Vec<usize>,
    /// The cluster of each.
    home: Vec<usize>,
    clusters: Vec<Cluster>,
    /// For each feature, the clusters that have it, with the sum of its weights.
    postings: HashMap<u32, BTreeMap<usize, f32>>,
}

/// The sum of a cluster's members.
#[derive(Clone, Debug, Default)]
struct Cluster {
    size: usize,
    /// How many of them mean something that is known, and the sum of it.
    known: usize,
    meaning: Vec<f32>,
}

impl Clustering {
    fn of(texts: &[Utterance], sizes: &[usize]) -> Self {
        let embed = |text: &Utterance| Vectors::embedded().embed(text.tokens().iter().map(|token| token.text.as_str()));
        let mut clustering = Self {
            wordings: Wordings::read(texts),
            meanings: texts.iter().map(embed).collect(),
            sizes: sizes.to_vec(),
            home: Vec::with_capacity(texts.len()),
            clusters: Vec::new(),
            postings: HashMap::new(),
        };
        for place in 0..texts.len() {
            let home = clustering.home_of(place);
            clustering.home.push(home);
            clustering.add(place, home, 1.0);
        }
        for _ in 0..ROUNDS {
            for place in 0..texts.len() {
                clustering.add(place, clustering.home[place], -1.0);
                let home = clustering.home_of(place);
                clustering.home[place] = home;
                clustering.add(place, home, 1.0);
            }
        }
        clustering
    }

    /// The cluster that a question belongs to; a new one where none is alike.
    fn home_of(&mut self, place: usize) -> usize {
        let shared = self.shared_with_clusters(place);
        let near = (0..self.clusters.len()).map(|at| (at, self.likeness(place, at, shared[at])));
        let near = near.filter(|(at, alike)| *alike >= ALIKE && self.clusters[*at].size > 0);
        // Of equally near ones the earliest.
        let best = near.max_by(|(a, x), (b, y)| x.total_cmp(y).then(b.cmp(a))).map(|(at, _)| at);
        best.unwrap_or_else(|| {
            self.clusters.push(Cluster::default());
            self.clusters.len() - 1
        })
    }

    /// The sums of the products of a question's weights and those of each cluster.
    fn shared_with_clusters(&self, place: usize) -> Vec<f32> {
        let mut shared = vec![0.0; self.clusters.len()];
        for (feature, weight) in self.wordings.features(place) {
            for (cluster, sum) in self.postings.get(feature).into_iter().flatten() {
                shared[*cluster] += weight * sum;
            }
        }
        shared
    }

    /// How alike a question is to the members of a cluster on average: half by wording, half by meaning; from 0, nothing in
    /// common, to 1, the same. What means nothing that is known is judged by its wording alone.
    fn likeness(&self, place: usize, cluster: usize, shared: f32) -> f32 {
        let cluster = &self.clusters[cluster];
        let wording = shared / cluster.size.max(1) as f32;
        match &self.meanings[place] {
            Some(meaning) if cluster.known > 0 => {
                let meaning = dot(meaning.values(), &cluster.meaning) / cluster.known as f32;
                let share = cluster.known as f32 / cluster.size.max(1) as f32;
                // Members without a meaning count by their wording alone.
                wording * (1.0 - share / 2.0) + meaning.max(0.0) * share / 2.0
            }
            _ => wording,
        }
    }

    /// Adds a question to a cluster, or takes it out again.
    fn add(&mut self, place: usize, cluster: usize, sign: f32) {
        let size = self.sizes[place];
        let weight = sign * size as f32;
        for (feature, value) in self.wordings.features(place) {
            *self.postings.entry(*feature).or_default().entry(cluster).or_default() += weight * value;
        }
        let into = &mut self.clusters[cluster];
        let change = |count: &mut usize| *count = if sign > 0.0 { *count + size } else { count.saturating_sub(size) };
        change(&mut into.size);
        if let Some(meaning) = &self.meanings[place] {
            change(&mut into.known);
            into.meaning.resize(meaning.values().len(), 0.0);
            into.meaning.iter_mut().zip(meaning.values()).for_each(|(sum, value)| *sum += weight * value);
        }
    }

    /// The members of each cluster, the most typical one first.
    fn ordered(&self) -> Vec<Vec<usize>> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (place, home) in self.home.iter().enumerate() {
            members.entry(*home).or_default().push(place);
        }
        let mut found: Vec<Vec<usize>> = members.into_values().collect();
        for members in &mut found {
            let central = |place: &usize| {
                let home = self.home[*place];
                self.likeness(*place, home, self.shared_with(*place, home))
            };
            let centre = members.iter().copied().max_by(|a, b| central(a).total_cmp(&central(b)).then(b.cmp(a)));
            let at = centre.and_then(|centre| members.iter().position(|place| *place == centre)).unwrap_or_default();
            members.swap(0, at);
        }
        found
    }

    fn shared_with(&self, place: usize, cluster: usize) -> f32 {
        let sum = |feature| self.postings.get(feature).and_then(|clusters| clusters.get(&cluster)).copied();
        self.wordings.features(place).iter().filter_map(|(feature, weight)| Some(weight * sum(feature)?)).sum()
    }
}

/// A question without the small words, which all questions share; what has no others keeps them.
fn told(text: &str) -> Utterance {
    let utterance = Utterance::read(text);
    let words: Vec<&str> =
        utterance.tokens().iter().map(|Token { text, .. }| text.as_str()).filter(|word| !is_small_word(word)).collect();
    if words.is_empty() { utterance } else { Utterance::read(&words.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_about_one_thing_come_together() {
        let texts = [
            "how do I record a meeting",
            "who won the cup",
            "recording of meetings, how?",
            "can I record the meeting to the cloud",
            "won the cup, who?",
            "change my background",
            "how to change the virtual background",
            "",
            "refund my money",
            "I want a reimbursement of my money",
        ];
        let mut found: Vec<Vec<usize>> = clusters(&texts)
            .into_iter()
            .map(|mut members| {
                members.sort_unstable();
                members
            })
            .collect();
        found.sort_unstable();
        assert_eq!(found, [vec![0, 2, 3], vec![1, 4], vec![5, 6], vec![7], vec![8, 9]]);
    }

    #[test]
    fn the_first_is_the_one_most_like_the_others() {
        let texts = ["background", "change the virtual background", "virtual background change please now"];
        assert_eq!(clusters(&texts)[0][0], 1);
        assert!(clusters(&[]).is_empty());
    }
}
