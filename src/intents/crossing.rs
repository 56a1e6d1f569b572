//! What a learner that has not seen an example takes it for: finds examples that stand in the wrong intent.

use rayon::prelude::*;

use crate::domain::Language;
use crate::language::Utterance;

use super::calibrate::{probabilities, sharpness};
use super::features::{Sparse, Vectorizer, drawn};
use super::matrix::{Part, Point, of_words};
use super::model::Example;
use super::order::Orders;
use super::softmax::{Descent, Softmax};
use super::weights::Weights;

/// In so many parts the examples are dealt; each part is judged by a learner of the others.
const FOLDS: usize = 4;
/// How far a learner's passes over the examples step. Words and letters alone are learned: this finds what is misplaced, it
/// answers nobody.
const RATES: &[f32] = &[1.0, 1.0, 1.0, 0.5];
const SEED: u64 = 17;

/// An example that is taken for another intent.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// The place of the example in the list.
    pub example: usize,
    /// The intent it is taken for.
    pub taken_for: String,
    /// How likely that one is.
    pub probability: f32,
    /// How likely the intent is in which it stands.
    pub own: f32,
    /// The place of the most similar example of that intent, in the same language.
    pub nearest: usize,
    /// How similar it is: the cosine of the words.
    pub similarity: f32,
}

/// The examples that are taken for another intent, in their order, language by language.
#[must_use]
pub fn cross_validate(examples: &[Example]) -> Vec<Doubt> {
    let mut intents: Vec<&str> = examples.iter().map(|example| example.intent.as_str()).collect();
    intents.sort_unstable();
    intents.dedup();
    let languages = [None].into_iter().chain(Language::ALL.map(Some)).collect::<Vec<_>>();
    let found: Vec<Vec<Doubt>> = languages.par_iter().map(|l| Course::of(examples, &intents, *l).doubts()).collect();
    found.into_iter().flatten().collect()
}

/// The examples of one language.
struct Course<'a> {
    intents: &'a [&'a str],
    places: Vec<usize>,
    labels: Vec<u32>,
    texts: Vec<Utterance>,
}

impl<'a> Course<'a> {
    fn of(examples: &'a [Example], intents: &'a [&'a str], language: Option<Language>) -> Self {
        let own = examples.iter().enumerate().filter(|(_, example)| example.language == language);
        let number = |example: &Example| intents.binary_search(&example.intent.as_str()).unwrap_or_default() as u32;
        let (mut places, mut labels, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        for (place, example) in own {
            places.push(place);
            labels.push(number(example));
            texts.push(Utterance::read(&example.text));
        }
        Self { intents, places, labels, texts }
    }

    fn doubts(&self) -> Vec<Doubt> {
        if self.intents.len() < 2 || self.texts.len() < FOLDS {
            return Vec::new();
        }
        let part_of = self.deal();
        let judged: Vec<Vec<(usize, Vec<f32>)>> =
            (0..FOLDS).into_par_iter().map(|fold| self.judge(fold, &part_of)).collect();
        let mut judged: Vec<(usize, Vec<f32>)> = judged.into_iter().flatten().collect();
        judged.sort_unstable_by_key(|(at, _)| *at);
        let rows: Vec<(&[f32], u32)> = judged.iter().map(|(at, s)| (s.as_slice(), self.labels[*at])).collect();
        let sharpness = sharpness(&rows);
        let words: Vec<Vec<&str>> = self.texts.iter().map(words).collect();
        let vectorizer = Vectorizer::fit(&words);
        let vectors: Vec<Sparse> = words.par_iter().map(|words| vectorizer.features(words).words).collect();
        let doubt = |(at, scores): &(usize, Vec<f32>)| self.doubt(*at, scores, sharpness, &vectors);
        judged.par_iter().filter_map(doubt).collect()
    }

    /// Deals the examples of each intent over the folds in turn.
    fn deal(&self) -> Vec<usize> {
        let mut dealt = vec![0; self.intents.len()];
        let part = |&label: &u32| {
            dealt[label as usize] += 1;
            (dealt[label as usize] + label as usize) % FOLDS
        };
        self.labels.iter().map(part).collect()
    }

    /// The scores of one fold's examples, by what the others teach.
    fn judge(&self, fold: usize, part_of: &[usize]) -> Vec<(usize, Vec<f32>)> {
        let (asked, mut taught): (Vec<usize>, Vec<usize>) = (0..self.texts.len()).partition(|&at| part_of[at] == fold);
        let key = |at: usize| drawn(self.texts[at].normalized(), SEED);
        taught.sort_by_cached_key(|&at| key(at));
        let keys: Vec<u64> = taught.iter().map(|&at| key(at)).collect();
        let words_of = |at: &usize| words(&self.texts[*at]);
        let taught_words: Vec<Vec<&str>> = taught.iter().map(words_of).collect();
        let vectorizer = Vectorizer::fit(&taught_words);
        let vectors: Vec<Sparse> = taught_words.iter().map(|words| vectorizer.features(words).vector).collect();
        let labels: Vec<u32> = taught.iter().map(|&at| self.labels[at]).collect();
        let matrix = of_words(&vectors, vectorizer.width());
        let (view, rows) = (matrix.view(Part::Words), (0..labels.len() as u32).collect::<Vec<_>>());
        let mut softmax = Softmax::blank(view, self.intents.len());
        softmax.learn(view, &labels, &Orders::of(&keys, &rows), Descent { cost: 100.0, rates: RATES, known: 0.1 });
        let weights = Weights::pack(self.intents.len(), vectorizer.width(), 0, |at, column| {
            column.copy_from_slice(softmax.column(at));
        });
        let judge =
            |at: usize| (at, weights.scores(Point { sparse: &vectorizer.features(&words_of(&at)).vector, dense: &[] }));
        asked.into_iter().map(judge).collect()
    }

    fn doubt(&self, at: usize, scores: &[f32], sharpness: f32, vectors: &[Sparse]) -> Option<Doubt> {
        let own = self.labels[at] as usize;
        let ranked = probabilities(scores, sharpness, scores.len());
        let &(taken, probability) = ranked.first().filter(|(best, _)| *best != own)?;
        let own = ranked.iter().find(|(intent, _)| *intent == own).map_or(0.0, |(_, probability)| *probability);
        let there = (0..vectors.len()).filter(|other| self.labels[*other] as usize == taken);
        let near = there.map(|other| (cosine(&vectors[at], &vectors[other]), other));
        let (similarity, nearest) = near.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
        Some(Doubt {
            example: self.places[at],
            taken_for: self.intents[taken].to_owned(),
            probability,
            own,
            nearest: self.places[nearest],
            similarity,
        })
    }
}

fn words(text: &Utterance) -> Vec<&str> {
    text.tokens().iter().map(|token| token.text.as_str()).collect()
}

/// The cosine of two vectors of length one.
fn cosine(a: &Sparse, b: &Sparse) -> f32 {
    let (mut at, mut sum) = (0, 0.0);
    for &(column, value) in a {
        while b.get(at).is_some_and(|(other, _)| *other < column) {
            at += 1;
        }
        if let Some(&(_, other)) = b.get(at).filter(|(other, _)| *other == column) {
            sum += value * other;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples() -> Vec<Example> {
        const THINGS: [&str; 6] = ["ticket", "invoice", "phone number", "chat session", "password", "plan"];
        let of = |intent: &str, verb: &str| {
            THINGS.map(|thing| Example {
                intent: intent.to_owned(),
                language: Some(Language::En),
                text: format!("{verb} the {thing} for me"),
            })
        };
        of("open", "please open").into_iter().chain(of("close", "please close")).collect()
    }

    #[test]
    fn what_stands_where_it_belongs_is_not_doubted() {
        // From nine sentences a fold learns little, so it may be unsure, but it is never sure of the wrong one.
        let doubts = cross_validate(&examples());
        assert!(doubts.iter().all(|doubt| doubt.probability < 0.8), "{doubts:?}");
        assert_eq!(cross_validate(&[]), []);
    }

    #[test]
    fn what_stands_in_the_wrong_intent_is_found_with_what_it_is_like() {
        let mut examples = examples();
        let wrong = Example { text: "please close the plan for us".to_owned(), ..examples[0].clone() };
        examples.push(wrong);
        let doubts = cross_validate(&examples);
        let doubt = doubts.iter().find(|doubt| doubt.example == examples.len() - 1).expect("it is doubted");
        assert_eq!((doubt.taken_for.as_str(), doubt.nearest), ("close", 11));
        assert!(doubt.probability > doubt.own && doubt.similarity > 0.5, "{doubt:?}");
        assert_eq!(cross_validate(&examples), doubts, "the same again");
    }
}
