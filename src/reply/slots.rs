//! Which values an answer uses: those of the message, else those of the turn before; and one answer for each where a
//! message names several.

use super::{
    cues,
    topic::{last_intent, topic},
    turn::{Answer, Turn},
};
use crate::{
    content::{Cue, Slots, required::MY_PLAN},
    domain::{AccountType, Action, Expectation, LastReply, Role, SupportPlan},
    language::Utterance,
    support::{ChannelKind, ENTITY_KINDS, SEVERITY, STANDING_KINDS},
};

/// Of these each value gets an answer of its own; of the other kinds all values together make one answer.
const ONE_BY_ONE: [&str; 4] = ["country", "priority", "plan", "channel"];
/// More answers than these in one message nobody reads.
const MOST_VALUES: usize = 8;
/// What stays in mind after an answer. Who or when was meant does not: the next question is about something else. A
/// priority does only where it is the main value: the opening hours after "what is P1" are those of all support.
const KEPT: [&str; 4] = ["country", "priority", "plan", "language"];

/// Somebody else is talked of within so many words: "and my boss, who owns a Business account".
const WORDS_ABOUT_SOMEBODY: usize = 16;

/// What stays in mind after an answer that had no use for it, for a question that is about it in the first place …
const REMEMBERED: [&str; 2] = ["country", "plan"];
/// … and what does only where that answer goes on from the one before: "what is P1", "who decides that", "and how long?".
const REMEMBERED_ON_TOPIC: [&str; 1] = ["priority"];

impl Turn<'_> {
    /// The values an intent takes: from the message, else from the turn before.
    pub fn slots_for(&self, id: &str) -> Slots {
        let kinds = self.content.intent(id).map_or(&[][..], |intent| &intent.slots);
        let before = self.slots_before();
        let asked = matches!(self.expects(), Some(Expectation::Choice | Expectation::Slot { .. }));
        let main = |kind: &str| kinds.first() == Some(&kind);
        let of_that_person = self.is_about_that_person();
        let was_used = |kind: &&str| last_intent(self).is_none_or(|last| last.slots.contains(kind));
        let mut slots = Slots::default();
        for kind in ENTITY_KINDS.iter().filter(|kind| kinds.contains(kind)) {
            let stays = asked
                || of_that_person && STANDING_KINDS.contains(kind)
                || KEPT.contains(kind) && (main(kind) || *kind != "priority" && was_used(kind));
            let kept = before.get(kind).filter(|_| stays);
            let value = self
                .named(kind)
                .or_else(|| self.called_from(kind))
                .or_else(|| kept.map(str::to_owned))
                .or_else(|| self.own_plan(kind));
            if let Some(value) = value {
                slots.set(kind, &value);
            }
        }
        self.add_severity(id, &mut slots);
        self.add_own_account(kinds, &mut slots);
        slots
    }

    /// "Could she phone, too?" after somebody else, of whom more is known than that.
    pub fn is_about_that_person(&self) -> bool {
        const KINDS: [&str; 2] = ["role", "license"];
        let before = self.slots_before();
        KINDS.iter().any(|kind| before.get(kind).is_some())
            && KINDS.iter().all(|kind| self.named(kind).is_none())
            && cues::holds(&self.understanding.utterance, self.content, Cue::HeOrShe, WORDS_ABOUT_SOMEBODY)
    }

    /// Whoever has a paid account and asks about people of some role means those of that account.
    fn add_own_account(&self, kinds: &[&str], slots: &mut Slots) {
        let standing = &self.question.standing;
        let own = [("account_type", standing.account_type.word()), ("plan", standing.support_plan.word())];
        let names_people = ["role", "license"].iter().any(|kind| slots.get(kind).is_some());
        let is_elsewhere = |(kind, own): &(&str, &str)| match slots.get(kind) {
            Some(named) => *kind == "account_type" || named != *own,
            None => !kinds.contains(kind),
        };
        let knows = !self.question.anonymous && standing.account_type.is_paid();
        if knows && names_people && !own.iter().any(is_elsewhere) {
            own.into_iter().for_each(|(kind, own)| slots.set(kind, own));
        }
    }

    /// The values of the last answer, with those that the message names in their place.
    pub fn slots_after(&self, id: &str) -> Slots {
        let kinds = self.content.intent(id).map_or(&[][..], |intent| &intent.slots);
        let before = self.slots_before();
        // "And my boss?" after "and me?": what the visitor is in the account, nobody else need be.
        let of_another = cues::holds(&self.understanding.utterance, self.content, Cue::Somebody, WORDS_ABOUT_SOMEBODY)
            && ["role", "license"].iter().all(|kind| self.named(kind).is_none());
        let kept = |kind: &str| before.get(kind).filter(|_| !of_another || !["role", "license"].contains(&kind));
        let mut slots = Slots::default();
        for kind in kinds {
            if let Some(value) = self.named(kind).or_else(|| kept(kind).map(str::to_owned)) {
                slots.set(kind, &value);
            }
        }
        self.add_own_account(kinds, &mut slots);
        slots
    }

    /// The same for a question that goes on from the last answer: about the same channel and the same priority.
    pub fn slots_on(&self, id: &str) -> Slots {
        let mut slots = self.slots_for(id);
        let kinds = self.content.intent(id).map_or(&[][..], |intent| &intent.slots);
        let before = self.slots_before();
        // A service such as the priority response has no hours of its own.
        let channel = topic(self).and_then(|who| self.content.facts.channel(who.channel.as_deref()?));
        let channel = channel.filter(|channel| channel.kind != ChannelKind::Service).map(|channel| channel.id.clone());
        let of_before = |kind: &str| before.get(kind).map(str::to_owned);
        // "Do you work on that at weekends?" after what sounds like a P2.
        let priority = of_before("priority").or_else(|| of_before(SEVERITY));
        for (kind, value) in [("channel", of_before("channel").or(channel)), ("priority", priority)] {
            if let Some(value) = value.filter(|_| kinds.contains(&kind) && slots.get(kind).is_none()) {
                slots.set(kind, &value);
            }
        }
        slots
    }

    /// The values of an answer, with those that stay in mind although it did not need them: the plan of "I want Premier"
    /// is meant by "what does it include?" as well.
    pub fn remembered(&self, answer: &Answer) -> Slots {
        let takes = answer.intent.as_deref().and_then(|id| self.content.intent(id)).map_or(&[][..], |i| &i.slots);
        let before = self.slots_before();
        let goes_on =
            answer.intent.as_deref().is_some_and(|id| last_intent(self).is_some_and(|last| last.leads_to(id)));
        let on_topic = REMEMBERED_ON_TOPIC.iter().filter(|_| goes_on);
        let mut slots = answer.slots.clone();
        for kind in
            REMEMBERED.iter().chain(on_topic).filter(|kind| !takes.contains(kind) && answer.slots.get(kind).is_none())
        {
            if let Some(value) = self.named(kind).or_else(|| before.get(kind).map(str::to_owned)) {
                slots.set(kind, &value);
            }
        }
        slots
    }

    /// The visitor as a kind of people; nothing where it is not known who they are.
    pub fn own_standing(&self) -> Slots {
        let mut slots = Slots::default();
        if !self.question.anonymous {
            let standing = self.question.standing;
            slots.set("account_type", standing.account_type.word());
            slots.set("role", standing.role.word());
            slots.set("plan", standing.support_plan.word());
        }
        slots
    }

    /// The visitor with what the message supposes of them, "if I had Premier"; where it names nothing, with a paid
    /// account or a higher plan.
    pub fn supposed_standing(&self) -> Option<Slots> {
        let named: Vec<_> = STANDING_KINDS.iter().filter_map(|kind| Some((*kind, self.named(kind)?))).collect();
        let mut slots = self.own_standing();
        if self.question.standing.account_type == AccountType::Free {
            slots.set("account_type", &paid());
            slots.clear("plan");
            // Who is a member of a free account may have a license on a paid one.
            if self.question.standing.role == Role::Member {
                slots.set("role", licensed_or_not(Role::Member));
            }
        } else if named.is_empty() {
            slots.set("plan", &self.higher_plans()?);
        }
        for (kind, value) in named {
            slots.set(kind, &value);
        }
        if slots.get("license").is_some() && self.named("role").is_none() {
            slots.set("role", licensed_or_not(self.question.standing.role));
        }
        Some(slots)
    }

    /// Those who were talked of, else the visitor, with these values and perhaps a license supposed of them.
    pub fn supposing(&self, named: Vec<(&'static str, String)>, license: bool) -> Slots {
        let before = self.slots_before();
        let mut slots = if ["role", "license"].iter().any(|kind| before.get(kind).is_some()) {
            let mut talked_of = Slots::default();
            for kind in STANDING_KINDS {
                before.get(kind).into_iter().for_each(|value| talked_of.set(kind, value));
            }
            talked_of
        } else if self.question.standing.account_type == AccountType::Free && !self.question.anonymous {
            self.supposed_standing().unwrap_or_default()
        } else {
            self.own_standing()
        };
        let names_role = named.iter().any(|(kind, _)| *kind == "role");
        named.into_iter().for_each(|(kind, value)| slots.set(kind, &value));
        if license {
            slots.set("license", "yes");
        }
        let is_admin = |role: &str| role.contains("admin");
        match slots.get("role").map(is_admin).filter(|_| slots.get("license").is_some() && !names_role) {
            Some(true) => slots.set("role", licensed_or_not(Role::Admin)),
            Some(false) => slots.set("role", licensed_or_not(Role::Member)),
            None => {}
        }
        slots
    }

    /// Whether the visitor is known to have a paid account.
    pub const fn has_paid_account(&self) -> bool {
        !self.question.anonymous && self.question.standing.account_type.is_paid()
    }

    /// Anybody of the visitor's own account, where it is a paid one; else anybody at all.
    pub fn anybody_of_mine(&self) -> Slots {
        let mut slots = Slots::default();
        if self.has_paid_account() {
            slots.set("account_type", self.question.standing.account_type.word());
            slots.set("plan", self.question.standing.support_plan.word());
        }
        slots
    }

    /// Anybody with this plan, on an account like the visitor's own where that is a paid one.
    pub fn anybody_with(&self, plan: &str) -> Slots {
        let mut slots = self.anybody_of_mine();
        if slots.get("account_type").is_none() {
            slots.set("account_type", &paid());
        }
        slots.set("plan", plan);
        slots
    }

    /// The plans above the visitor's own, from the lowest.
    pub fn higher_plans(&self) -> Option<String> {
        let plans = self.content.facts.plans.iter().map(|plan| plan.id.word());
        let own = self.question.standing.support_plan.word();
        let higher: Vec<&str> = plans.skip_while(|plan| *plan != own).skip(1).collect();
        (!higher.is_empty()).then(|| higher.join(","))
    }

    /// The country of somebody's phone number, where none is named: "my number is +39 …, which one do I call?".
    pub fn called_from(&self, kind: &str) -> Option<String> {
        let entities = &self.understanding.entities;
        // "Here is my number, call me back" asks for no other one.
        let asked = self.expects().is_some() || self.asks();
        if kind != "country" || !asked || entities.iter().any(|entity| entity.kind == "country") {
            return None;
        }
        let number = entities.iter().find(|entity| entity.kind == "phone")?;
        self.content.facts.country_of_number(&number.value).map(|code| code.to_string())
    }

    /// Whether something in the message begins or ends as a question does.
    fn asks(&self) -> bool {
        let text = self.understanding.utterance.original();
        let begins = |clause: &str| cues::opens(&Utterance::read(clause), self.content, Cue::Asking);
        text.contains('?') || text.split([',', '.', ';']).any(begins)
    }

    /// "It" after "which plan have I got": the visitor's own.
    pub fn own_plan(&self, kind: &str) -> Option<String> {
        let told = self.last()?.topic() == Some(MY_PLAN) && !self.question.anonymous;
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
        let mut slots = self.slots_before();
        for kind in KEPT {
            let values = self.understanding.values(kind);
            if !values.is_empty() {
                slots.set(kind, &values.join(","));
            }
        }
        slots
    }

    /// The values of a kind that the message is about, with commas between them.
    pub fn named(&self, kind: &str) -> Option<String> {
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

/// The account types that are paid for.
fn paid() -> String {
    let paid = AccountType::ALL.iter().filter(|account| **account != AccountType::Free);
    paid.map(|account| account.word()).collect::<Vec<_>>().join(",")
}

/// A role with a license and without one.
const fn licensed_or_not(role: Role) -> &'static str {
    match role {
        Role::Member | Role::LicensedMember => "member,licensed_member",
        Role::Admin | Role::LicensedAdmin => "admin,licensed_admin",
        Role::Owner => "owner",
    }
}
