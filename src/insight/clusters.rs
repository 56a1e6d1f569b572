//! Questions that ask for the same thing, put together.

use crate::{
    intents::Wordings,
    language::{Token, Utterance, is_small_word},
    vectors::{Embedding, Vectors},
};

/// Questions this alike, on average, ask for the same thing.
const ALIKE: f32 = 0.4;

/// The places of the texts, cluster by cluster; the first of each cluster is the one most like the others. Which text
/// comes first decides nothing but ties.
#[must_use]
pub fn clusters(texts: &[&str]) -> Vec<Vec<usize>> {
    let likeness = Likeness::of(&texts.iter().map(|text| told(text)).collect::<Vec<_>>());
    let mut found: Vec<Vec<usize>> = Vec::new();
    for place in 0..texts.len() {
        let near = found.iter_mut().map(|members| (likeness.average(place, members), members));
        match near.max_by(|(a, _), (b, _)| a.total_cmp(b)) {
            Some((alike, members)) if alike >= ALIKE => members.push(place),
            _ => found.push(vec![place]),
        }
    }
    for members in &mut found {
        let central = |place: &usize| likeness.average(*place, members);
        let centre = members.iter().copied().max_by(|a, b| central(a).total_cmp(&central(b)).then(b.cmp(a)));
        let at = centre.and_then(|centre| members.iter().position(|place| *place == centre)).unwrap_or_default();
        members.swap(0, at);
    }
    found
}

/// How alike questions are: half by their wording, half by their meaning.
struct Likeness {
    wordings: Wordings,
    meanings: Vec<Option<Embedding>>,
}

impl Likeness {
    fn of(texts: &[Utterance]) -> Self {
        let embed = |text: &Utterance| Vectors::embedded().embed(text.tokens().iter().map(|token| token.text.as_str()));
        Self { wordings: Wordings::read(texts), meanings: texts.iter().map(embed).collect() }
    }

    /// From 0, nothing in common, to 1, the same. What means nothing that is known is judged by its wording alone.
    fn between(&self, one: usize, other: usize) -> f32 {
        let wording = self.wordings.likeness(one, other);
        match (&self.meanings[one], &self.meanings[other]) {
            (Some(one), Some(other)) => f32::midpoint(wording, one.dot(other).max(0.0)),
            _ => wording,
        }
    }

    fn average(&self, place: usize, members: &[usize]) -> f32 {
        members.iter().map(|member| self.between(place, *member)).sum::<f32>() / members.len() as f32
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
