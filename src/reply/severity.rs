//! The priority that a told problem sounds like, for intents that take it: that of the message, else of what was told before.

use super::{entities, rules, topic::last_intent, turn::Turn};
use crate::{
    content::{Intent, Slots},
    language::Utterance,
    support::SEVERITY,
};

/// "Which priority would that be then?" has no more words.
const WORDS_OF_A_BARE_QUESTION: usize = 6;
/// A problem was told in one of so many messages: "the sound is gone", "which priority is that?", "and when is it mended?".
const MESSAGES_BEFORE: usize = 2;
/// The articles on priorities lie here, by their ids.
const PRIORITY_ARTICLES: &str = "priorities/";

/// Whether an intent rests on an article about priorities.
pub(super) fn is_of_priorities(intent: &Intent) -> bool {
    intent.article.as_deref().is_some_and(|id| id.starts_with(PRIORITY_ARTICLES))
}

impl<'t> Turn<'t> {
    /// Sets what the problem sounds like in the slots of an intent that takes it. A priority that the message names goes
    /// before it, and it goes before one that was named earlier.
    pub fn add_severity(&self, id: &str, slots: &mut Slots) {
        let kinds = self.content.intent(id).map_or(&[][..], |intent| &intent.slots);
        let names_priority = kinds.contains(&"priority") && self.named("priority").is_some();
        if !kinds.contains(&SEVERITY) || names_priority {
            return;
        }
        if let Some(told) = self.severity_of(&self.understanding.utterance).or_else(|| self.severity_around()) {
            slots.clear("priority");
            slots.set(SEVERITY, &told);
        } else if slots.get("priority").is_none()
            && let Some(before) = self.severity_before(id, kinds)
        {
            slots.set(SEVERITY, &before);
        }
    }

    /// The priority that a problem sounds like.
    pub fn severity_of(&self, told: &Utterance) -> Option<String> {
        self.content.sounds_like(told, self.understanding.language()).map(str::to_owned)
    }

    /// The priority that the whole message sounds like, where this turn is about a piece of it: "half of us hear nothing, which
    /// priority is that, and when is it mended?".
    fn severity_around(&self) -> Option<String> {
        let whole = self.question.text.trim();
        let is_piece = whole != self.understanding.utterance.original().trim();
        is_piece.then(|| self.severity_of(&Utterance::read(whole)))?
    }

    /// The priority of what the visitor told last: of the last message, else of the one before it.
    pub fn severity_told(&self) -> Option<String> {
        let now = self.question.text.trim();
        let told = self.question.context.said.iter().rev().filter(|text| text.trim() != now);
        told.take(MESSAGES_BEFORE).find_map(|told| self.severity_in(&Utterance::read(told)))
    }

    /// The priority of what a message told: named as it was described, else as it sounds. A joke that was asked for is no
    /// problem, whatever it sounds like.
    fn severity_in(&self, told: &Utterance) -> Option<String> {
        let language = self.understanding.language();
        let found = entities::find(self.content, told, language);
        let named = found.into_iter().find(|entity| entity.kind == "priority" && entity.described);
        let is_ours = || self.content.classify(told, language).in_scope >= rules::OFF_TOPIC;
        named.map(|entity| entity.value).or_else(|| self.severity_of(told).filter(|_| is_ours()))
    }

    /// The priority whose own article an intent rests on.
    pub fn priority_of_article(&self, intent: &Intent) -> Option<&'t str> {
        let article = intent.article.as_deref()?.strip_prefix(PRIORITY_ARTICLES)?;
        self.content.facts.priority(article).map(|priority| priority.id.as_str())
    }

    /// "How quickly do you react?" is about the problem that was told before. What asks which priority it is was answered, and
    /// is about another case now ("and if it blocks us?"), unless it is nothing but that question.
    fn severity_before(&self, id: &str, kinds: &[&str]) -> Option<String> {
        let is_bare = || {
            self.understanding.core.tokens().len() <= WORDS_OF_A_BARE_QUESTION
                && rules::sure(self).is_some_and(|(sure, _)| sure == id)
        };
        let last = last_intent(self);
        // What speaks of one priority speaks of that which was told in its place.
        let is_open = kinds.first() != Some(&SEVERITY)
            || self.content.intent(id).and_then(|intent| self.priority_of_article(intent)).is_some();
        let is_about_it = self.last().is_some() && last.is_none_or(is_of_priorities);
        let told = || self.severity_told().filter(|_| is_about_it);
        let answered = || self.slots_before().get(SEVERITY).filter(|_| is_open).map(str::to_owned);
        (is_open || is_bare()).then(|| told().or_else(answered))?
    }
}
