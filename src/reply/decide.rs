//! The decision: an ordered list of rules, of which the first that has something to say says it.
//!
//! `docs/understanding.md` has the same table in words, and each rule has its test.

use super::{
    Decision, Question, Understanding, courtesy,
    rules::{compared, context, follow, go_on, knowing, others, several, suppose, unsure},
    turn::{Answer, Turn},
};
use crate::{content::Content, support::Entitlements};

/// A rule: says something, or leaves it to the next.
type Rule = fn(&Turn<'_>) -> Option<Answer>;

/// The rules, in the order in which they are asked.
pub(super) const RULES: [(&str, Rule); 41] = [
    // What comes before everything.
    ("picked-choice", context::picked_choice),
    ("empty", context::empty),
    ("danger", knowing::danger),
    // Answers to what Bolt asked.
    ("consent", context::consent),
    ("cancel", context::cancel),
    ("choice-in-words", context::choice_in_words),
    ("several-questions", several::several_questions),
    ("slot-answer", context::slot_answer),
    ("slot-unclear", context::slot_unclear),
    // What goes on from the last answer.
    ("speak-language", knowing::speak_language),
    ("repeat", context::repeat),
    ("not-helpful", context::not_helpful),
    ("is-it-so", others::is_it_so),
    ("as-supposed", suppose::as_supposed),
    ("more-about-it", go_on::more_about_it),
    ("my-own-case", suppose::my_own_case),
    ("what-if", suppose::what_if),
    ("why", go_on::why),
    ("reaching-them", others::reaching_them),
    ("is-it-that", compared::is_it_that),
    ("difference", compared::difference),
    ("with-that-plan", suppose::with_that_plan),
    ("other-channel", follow::other_channel),
    ("follow-up", follow::follow_up),
    ("neighbour-follow-up", follow::neighbour_follow_up),
    ("other-people", others::other_people),
    ("more-in-other-words", go_on::more_in_other_words),
    ("section-of-it", go_on::section_of_it),
    ("same-channel", follow::same_channel),
    ("about-it", go_on::about_it),
    ("likely-next", go_on::likely_next),
    ("sounds-like", compared::sounds_like),
    ("rather-than-small-talk", go_on::rather_than_small_talk),
    // What is understood by itself.
    ("refusal", knowing::refusal),
    ("sure-pattern", knowing::sure_pattern),
    ("sure-intent", knowing::sure_intent),
    ("bare-value", unsure::bare_value),
    ("search-answer", knowing::search_answer),
    // What is not.
    ("did-you-mean", unsure::did_you_mean),
    ("clarify", unsure::clarify),
    ("fallback", unsure::fallback),
];

/// Decides what to say. Pure: the same input gives the same words.
pub(super) fn decide(
    content: &Content,
    question: &Question<'_>,
    understanding: &Understanding,
    entitlements: &Entitlements,
) -> Decision {
    let turn = Turn::of(content, question, understanding, entitlements);
    let said = RULES.iter().find_map(|(name, rule)| Some((*name, rule(&turn)?)));
    // The last rule always speaks; this is for the type.
    let (rule, answer) = said.unwrap_or_else(|| ("fallback", unsure::honest(&turn)));
    turn.decision(rule, courtesy::returned(&turn, rule, answer))
}

/// What to say to whom the last answer did not help, as after "that didn't help". `question` has no words.
pub(super) fn not_helped(
    content: &Content,
    question: &Question<'_>,
    understanding: &Understanding,
    entitlements: &Entitlements,
) -> Decision {
    let turn = Turn::of(content, question, understanding, entitlements);
    turn.decision("not-helpful", context::sorry(&turn))
}

/// The rules that are asked until this one speaks, itself the last; all of them where there is none of this name.
pub(super) fn asked_until(rule: &str) -> impl Iterator<Item = &'static str> {
    let last = RULES.iter().position(|(name, _)| *name == rule).unwrap_or(RULES.len() - 1);
    RULES[..=last].iter().map(|(name, _)| *name)
}
