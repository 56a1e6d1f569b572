//! The decision: what Bolt says to a message. Pure: it reads content and the conversation, and touches nothing.

mod combine;
mod corrections;
mod courtesy;
mod cues;
mod decide;
mod entities;
mod explain;
mod passage;
pub mod render;
mod respond;
mod rules;
mod section;
mod severity;
mod slots;
#[cfg(test)]
mod tests;
mod topic;
mod turn;
mod understanding;

pub use explain::{Correction, Explanation, Found, GoesOn, Pattern, Value, explain};
pub use respond::{Said, question, respond, respond_to_no};
pub use understanding::Understanding;

use crate::{
    content::Content,
    domain::{BoltMessage, Context, HandoffReason, Language, Standing},
    support::Entitlements,
};

/// Everything an answer may depend on.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// What the visitor wrote, as they wrote it.
    pub text: &'a str,
    /// The id of the choice they picked under Bolt's last message.
    pub choice: Option<&'a str>,
    /// The language of the page, if it is a served one.
    pub locale: Option<Language>,
    /// The language the conversation is held in; `None` before its first message.
    pub conversation_language: Option<Language>,
    /// What the person is called.
    pub name: Option<&'a str>,
    /// Whether the person is signed in.
    pub anonymous: bool,
    /// What decides entitlements.
    pub standing: Standing,
    /// What was said before.
    pub context: &'a Context,
    /// Picks among equally good wordings; the same seed picks the same ones.
    pub seed: u64,
}

/// What Bolt says, and what follows from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The message.
    pub message: BoltMessage,
    /// The conversation joins the live-agent queue.
    pub hand_off: Option<HandoffReason>,
    /// What the person is entitled to, by the content that answered.
    pub entitled: Entitled,
}

/// What answers questions. The loaded content does; tests of the chat script one.
pub trait Replier: Send + Sync {
    /// Decides what to say. Never fails: what it does not know, it says.
    fn reply(&self, question: &Question<'_>) -> Decision;

    /// Decides what to say to somebody who rated the last answer as no help. The question has no words.
    fn not_helped(&self, question: &Question<'_>) -> Decision;

    /// What a person with this standing is entitled to.
    fn entitled(&self, standing: &Standing) -> Entitled;
}

/// The entitlements that the chat itself acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entitled {
    /// Go on with a live agent.
    pub live_chat: bool,
    /// Open a ticket.
    pub ticket: bool,
    /// Call.
    pub phone: bool,
    /// Be answered first.
    pub priority_response: bool,
}

impl Entitled {
    fn of(entitlements: &Entitlements) -> Self {
        Self {
            live_chat: entitlements.has("live_chat"),
            ticket: entitlements.has("ticket"),
            phone: entitlements.has("phone"),
            priority_response: entitlements.has("priority_response"),
        }
    }
}

impl Replier for Content {
    fn reply(&self, question: &Question<'_>) -> Decision {
        let entitlements = self.facts.entitlements(&question.standing);
        let understanding = Understanding::of(self, question, &entitlements);
        decide::decide(self, question, &understanding, &entitlements)
    }

    fn not_helped(&self, question: &Question<'_>) -> Decision {
        let entitlements = self.facts.entitlements(&question.standing);
        let understanding = Understanding::of(self, question, &entitlements);
        decide::not_helped(self, question, &understanding, &entitlements)
    }

    fn entitled(&self, standing: &Standing) -> Entitled {
        Entitled::of(&self.facts.entitlements(standing))
    }
}
