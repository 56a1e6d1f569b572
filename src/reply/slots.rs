//! Which values an answer uses: those of the message, else those of the turn before; and one answer for each where a
//! message names several.

use super::turn::{Answer, Turn};
use crate::{
    content::{Slots, required::MY_PLAN},
    domain::{Action, Expectation, LastReply, SupportPlan},
    support::{ENTITY_KINDS, STANDING_KINDS},
};

/// Of these each value gets an answer of its own; of the other kinds all values together make one answer.
const ONE_BY_ONE: [&str; 4] = ["country", "priority", "plan", "channel"];
/// More answers than these in one message nobody reads.
const MOST_VALUES: usize = 8;
/// What stays in mind after an answer. Who or when was meant does not: the next question is about something else.
const KEPT: [&str; 4] = ["country", "priority", "plan", "language"];

impl Turn<'_> {
    /// The values an intent takes: from the message, else from the turn before.
    pub fn slots_for(&self, id: &str) -> Slots {
        let kinds = self.content.intent(id).map_or(&[][..], |intent| &intent.slots);
        let before = self.last().map(|last| Slots::read(&last.slots)).unwrap_or_default();
        let asked = matches!(self.expects(), Some(Expectation::Choice | Expectation::Slot { .. }));
        let mut slots = Slots::default();
        for kind in ENTITY_KINDS.iter().filter(|kind| kinds.contains(kind)) {
            let kept = before.get(kind).filter(|_| asked || KEPT.contains(kind));
            let value = self.named(kind).or_else(|| kept.map(str::to_owned)).or_else(|| self.own_plan(kind));
            if let Some(value) = value {
                slots.set(kind, &value);
            }
        }
        slots
    }

    /// The values of the last answer, with those that the message names in their place.
    pub fn slots_after(&self, id: &str) -> Slots {
        let kinds = self.content.intent(id).map_or(&[][..], |intent| &intent.slots);
        let before = self.last().map(|last| Slots::read(&last.slots)).unwrap_or_default();
        let mut slots = Slots::default();
        for kind in kinds {
            if let Some(value) = self.named(kind).or_else(|| before.get(kind).map(str::to_owned)) {
                slots.set(kind, &value);
            }
        }
        slots
    }

    /// "It" after "which plan have I got": the visitor's own.
    fn own_plan(&self, kind: &str) -> Option<String> {
        let told = self.last()?.intent.as_deref() == Some(MY_PLAN) && !self.question.anonymous;
        (kind == "plan" && told).then(|| self.question.standing.support_plan.word().to_owned())
    }

    /// What was said last, with the values that the message names besides: the next question may rest on them.
    pub fn with_values_so_far(&self) -> LastReply {
        let last = self
            .last()
            .cloned()
            .unwrap_or_else(|| Answer::saying(Action::Answer, self.language, String::new()).as_last());
        LastReply { slots: self.values_so_far().written(), ..last }
    }

    fn values_so_far(&self) -> Slots {
        let mut slots = self.last().map(|last| Slots::read(&last.slots)).unwrap_or_default();
        for kind in KEPT {
            let values = self.understanding.values(kind);
            if !values.is_empty() {
                slots.set(kind, &values.join(","));
            }
        }
        slots
    }

    /// The values of a kind that the message is about, with commas between them.
    fn named(&self, kind: &str) -> Option<String> {
        let mut values = self.understanding.values(kind);
        if kind == "language" {
            // Of two languages the last is wanted: "I don't know Spanish, go on in Italian".
            values = values.last().copied().into_iter().collect();
        }
        if kind == "plan" && self.names_access(values.is_empty()) && !values.contains(&SupportPlan::Access.word()) {
            values.insert(0, SupportPlan::Access.word());
        }
        (!values.is_empty()).then(|| values.join(","))
    }

    /// "Access" is the plan only where a plan is wanted; elsewhere it is a word like others. Beside another plan it has
    /// to be written like a name.
    fn names_access(&self, alone: bool) -> bool {
        let core = &self.understanding.core;
        let is_name = |start: usize, end: usize| core.original().get(start..end) == Some("Access");
        let mut tokens = core.tokens().iter().enumerate();
        tokens.any(|(place, token)| {
            token.text == SupportPlan::Access.word() && (alone || place > 0 && is_name(token.start, token.end))
        })
    }

    /// The same slots with one value each, as often as there are values to be answered one by one.
    pub fn one_by_one(&self, slots: &Slots) -> Vec<Slots> {
        let is_group = STANDING_KINDS.iter().any(|kind| *kind != "plan" && slots.get(kind).is_some());
        let several = |kind: &&str| slots.get(kind).is_some_and(|values| values.contains(','));
        let kinds = ONE_BY_ONE.into_iter().filter(|kind| !(is_group && *kind == "plan"));
        let Some(kind) = kinds.into_iter().find(several) else { return vec![slots.clone()] };
        let values: Vec<&str> = slots.get(kind).unwrap_or_default().split(',').collect();
        let all_of_them = kind == "priority" && values.len() >= self.content.facts.priorities.len();
        if all_of_them || values.len() > MOST_VALUES {
            // All of them is the same as none: the whole table.
            let mut all = slots.clone();
            all.clear(kind);
            return vec![all];
        }
        let with = |value: &&str| {
            let mut one = slots.clone();
            one.set(kind, value);
            one
        };
        values.iter().map(with).collect()
    }
}
