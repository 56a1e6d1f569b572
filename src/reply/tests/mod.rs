//! One test a rule, in conversations on the shipped content, by the groups of the table in `docs/understanding.md`;
//! and what no rule may ever do.

mod always;
mod asked;
mod compared;
mod courtesy;
mod first;
mod follow;
mod go_on;
mod knowing;
mod others;
mod several;
mod suppose;
mod unsure;
mod values;

use std::{collections::HashSet, sync::LazyLock};

use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::{
    content::{ArticleLinks, Files},
    domain::{
        AccountType, Action, ChoiceTarget, Conversation, ConversationId, Draft, EventBody, Expectation, Form, Identity,
        Role, SupportPlan, VisitorId,
    },
    intents::{Classified, Scored},
};

static CONTENT: LazyLock<Content> = LazyLock::new(|| {
    Content::load(Files::embedded(), ArticleLinks::default()).expect("the shipped content is in order")
});

const FREE: Standing =
    Standing { account_type: AccountType::Free, role: Role::Admin, support_plan: SupportPlan::Access };
const PRO: Standing =
    Standing { account_type: AccountType::Pro, role: Role::LicensedMember, support_plan: SupportPlan::Access };
const MEMBER: Standing =
    Standing { account_type: AccountType::Business, role: Role::Member, support_plan: SupportPlan::Premier };
const PREMIER: Standing =
    Standing { account_type: AccountType::Business, role: Role::LicensedAdmin, support_plan: SupportPlan::Premier };

/// A conversation as the server holds it: what Bolt says becomes the context of the next turn.
struct Chat {
    conversation: Conversation,
    standing: Standing,
    page: Language,
}

impl Chat {
    fn of(standing: Standing) -> Self {
        Self::on(Language::En, standing)
    }

    /// On a page in this language.
    fn on(page: Language, standing: Standing) -> Self {
        let visitor = Identity::anonymous(VisitorId("anon:test".into()));
        let id = ConversationId(Uuid::nil());
        Self { conversation: Conversation::begin(id, visitor, page, Timestamp::UNIX_EPOCH), standing, page }
    }

    fn says(&mut self, text: &str) -> Decision {
        self.turn(text, None)
    }

    fn picks(&mut self, target: &ChoiceTarget) -> Decision {
        self.turn("", Some(&target.to_string()))
    }

    /// The same where the classifier, whatever it thinks, proposes these intents and is sure of none, and search finds
    /// nothing.
    fn unsure(&mut self, text: &str, ranked: &[(&str, f32)]) -> Decision {
        self.misunderstood(text, |understanding| {
            let scored = |(intent, probability): &(&str, f32)| Scored {
                intent: (*intent).to_owned(),
                probability: *probability,
            };
            understanding.classified.ranked = ranked.iter().map(scored).collect();
            understanding.hits.clear();
        })
    }

    /// The same where only search finds something.
    fn found(&mut self, text: &str) -> Decision {
        self.misunderstood(text, |understanding| understanding.classified.ranked.clear())
    }

    fn misunderstood(&mut self, text: &str, change: impl Fn(&mut Understanding)) -> Decision {
        let question = self.question(text, None);
        let entitlements = CONTENT.facts.entitlements(&self.standing);
        let mut understanding = Understanding::of(&CONTENT, &question, &entitlements);
        understanding.patterns.clear();
        understanding.classified = Classified { in_scope: 0.9, known: true, ..understanding.classified };
        change(&mut understanding);
        let decision = decide::decide(&CONTENT, &question, &understanding, &entitlements);
        self.hears(decision)
    }

    fn turn(&mut self, text: &str, choice: Option<&str>) -> Decision {
        let mut draft = Draft::on(self.conversation.clone(), Timestamp::UNIX_EPOCH);
        let said = EventBody::VisitorMessage { text: text.to_owned(), choice: choice.map(str::to_owned) };
        draft.push(said, None).unwrap();
        self.conversation = draft.conversation().clone();
        let decision = CONTENT.reply(&self.question(text, choice));
        self.hears(decision)
    }

    fn question<'a>(&'a self, text: &'a str, choice: Option<&'a str>) -> Question<'a> {
        Question {
            text,
            choice,
            locale: Some(self.page),
            conversation_language: Some(self.conversation.language),
            name: Some("Ada"),
            anonymous: false,
            standing: self.standing,
            context: &self.conversation.context,
            seed: 7,
        }
    }

    fn hears(&mut self, decision: Decision) -> Decision {
        let mut draft = Draft::on(self.conversation.clone(), Timestamp::UNIX_EPOCH);
        draft.push(EventBody::BoltMessage(decision.message.clone().into()), None).unwrap();
        self.conversation = draft.conversation().clone();
        self.conversation.language = decision.message.language;
        decision
    }
}

#[track_caller]
fn assert_rule(decision: &Decision, rule: &str, action: Action, intent: Option<&str>) {
    let message = &decision.message;
    let seen = (message.trace.rule.as_str(), message.action, message.intent.as_deref());
    assert_eq!(seen, (rule, action, intent), "{message:#?}");
}

/// The rule, intent and slots that the last of these messages gets.
fn last_of(standing: Standing, texts: &[&str]) -> (String, Option<String>, Vec<String>, String) {
    let mut chat = Chat::of(standing);
    let said = texts.iter().map(|text| chat.says(text)).last().expect("a message").message;
    (said.trace.rule, said.intent, said.trace.slots, said.markdown)
}

fn ids(decision: &Decision) -> Vec<&str> {
    decision.message.choices.iter().map(|choice| choice.id.as_str()).collect()
}
