//! Questions that ask for the same thing, put together.

use crate::{
    intents::Wordings,
    language::{Token, Utterance, is_small_word},
};

/// Questions this alike, on average, ask for the same thing.
const ALIKE: f32 = 0.3;

/// The places of the texts, cluster by cluster; the first of each cluster is the one most like the others. Which text
/// comes first decides nothing but ties.
#[must_use]
pub fn clusters(texts: &[&str]) -> Vec<Vec<usize>> {
    let wordings = Wordings::read(&texts.iter().map(|text| told(text)).collect::<Vec<_>>());
    let mut found: Vec<Vec<usize>> = Vec::new();
    for place in 0..texts.len() {
        let near = found.iter_mut().map(|members| (average(&wordings, place, members), members));
        match near.max_by(|(a, _), (b, _)| a.total_cmp(b)) {
            Some((likeness, members)) if likeness >= ALIKE => members.push(place),
            _ => found.push(vec![place]),
        }
    }
    for members in &mut found {
        let central = |place: &usize| average(&wordings, *place, members);
        let centre = members.iter().copied().max_by(|a, b| central(a).total_cmp(&central(b)).then(b.cmp(a)));
        let at = centre.and_then(|centre| members.iter().position(|place| *place == centre)).unwrap_or_default();
        members.swap(0, at);
    }
    found
}

/// How alike two questions are. The one place that says what "the same" means: what is known of their meaning, beside
/// their wording, belongs here.
fn likeness(wordings: &Wordings, one: usize, other: usize) -> f32 {
    wordings.likeness(one, other)
}

fn average(wordings: &Wordings, place: usize, members: &[usize]) -> f32 {
    members.iter().map(|member| likeness(wordings, place, *member)).sum::<f32>() / members.len() as f32
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
        ];
        let mut found: Vec<Vec<usize>> = clusters(&texts)
            .into_iter()
            .map(|mut members| {
                members.sort_unstable();
                members
            })
            .collect();
        found.sort_unstable();
        assert_eq!(found, [vec![0, 2, 3], vec![1, 4], vec![5, 6], vec![7]]);
    }

    #[test]
    fn the_first_is_the_one_most_like_the_others() {
        let texts = ["background", "change the virtual background", "virtual background change please now"];
        assert_eq!(clusters(&texts)[0][0], 1);
        assert!(clusters(&[]).is_empty());
    }
}
