//! What the next answer of Bolt's depends on besides the message itself.

use serde::{Deserialize, Serialize};

use super::{Action, BoltMessage, Choice, Expectation, Seq, Source};

/// The last thing Bolt said, as far as the next turn needs it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LastReply {
    /// What kind of turn it was.
    pub action: Action,
    /// The intent it answered.
    pub intent: Option<String>,
    /// The text, for "repeat".
    pub markdown: String,
    /// The articles it cited.
    pub sources: Vec<Source>,
    /// What it offered to pick.
    pub choices: Vec<Choice>,
    /// What it waits for.
    pub expects: Option<Expectation>,
    /// The slots it used and what stays in mind besides, as `name=value`, for follow-ups ("and in Spain?").
    pub slots: Vec<String>,
    /// What the talk is about, where this reply is about nothing: small talk, or no answer. Rows written before there was
    /// such a memory have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// The intents that were answered before it, the newest first: a value that this one has no use for goes on from the
    /// one that has. Rows written before there was such a memory have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<String>,
}

/// An answer that later replies did not replace: "and P2?" after "thanks" goes on from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// The intent it answered.
    pub intent: String,
    /// The articles it cited.
    pub sources: Vec<Source>,
    /// Its slots.
    pub slots: Vec<String>,
}

impl LastReply {
    /// The intent that the talk is about.
    #[must_use]
    pub fn topic(&self) -> Option<&str> {
        self.about.as_ref().map(|about| about.intent.as_str()).or(self.intent.as_deref())
    }

    /// The articles that the talk rests on.
    #[must_use]
    pub fn topic_sources(&self) -> &[Source] {
        self.about.as_ref().map_or(&self.sources, |about| &about.sources)
    }

    /// The slots so far, the newest first.
    pub fn topic_slots(&self) -> impl Iterator<Item = &String> {
        self.slots.iter().chain(self.about.iter().flat_map(|about| &about.slots))
    }

    /// The intents that were answered, for the next reply: this one first.
    fn answered(&self) -> Vec<String> {
        let mut answered: Vec<String> = self.intent.iter().chain(&self.earlier).cloned().collect();
        answered.truncate(EARLIER);
        answered
    }

    /// What the talk is about, for the next reply.
    fn into_about(self) -> Option<About> {
        let Self { about, intent, sources, slots, .. } = self;
        about.or_else(|| Some(About { intent: intent?, sources, slots }))
    }
}

/// How many answered intents are remembered.
const EARLIER: usize = 3;
/// How many of the visitor's messages are remembered …
const REMEMBERED: usize = 4;
/// … and how many characters of each.
const REMEMBERED_CHARACTERS: usize = 600;

/// What the next answer depends on besides the message itself. A projection of the log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Context {
    /// Bolt's last turn.
    pub last_reply: Option<LastReply>,
    /// How many turns in a row Bolt knew no answer.
    pub unanswered_turns: u32,
    /// What the visitor wrote to Bolt last, oldest first: a ticket's description starts with it. Rows written before
    /// there was such a memory have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<String>,
    /// The number of Bolt's answer while nothing was said after it, and nobody said that it did not help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fresh_answer: Option<Seq>,
}

impl Context {
    /// Somebody else took over, or gave back: what Bolt asked before is no longer open.
    pub(super) fn close(&mut self) {
        self.unanswered_turns = 0;
        self.said.clear();
        self.fresh_answer = None;
        if let Some(reply) = &mut self.last_reply {
            reply.expects = None;
            reply.choices.clear();
        }
    }

    /// Remembers the beginning of a message, and forgets the oldest one that is too many.
    pub(super) fn hear(&mut self, text: &str) {
        self.said.push(text.trim().chars().take(REMEMBERED_CHARACTERS).collect());
        if self.said.len() > REMEMBERED {
            self.said.remove(0);
        }
    }

    pub(super) fn after(&mut self, message: &BoltMessage, seq: Seq) {
        self.fresh_answer = message.rateable.then_some(seq);
        self.unanswered_turns = match message.action {
            Action::Fallback | Action::Clarify => self.unanswered_turns.saturating_add(1),
            _ => 0,
        };
        let before = self.last_reply.take();
        self.last_reply = Some(LastReply {
            earlier: before.as_ref().map(LastReply::answered).unwrap_or_default(),
            about: before.filter(|_| !is_about_something(message)).and_then(LastReply::into_about),
            action: message.action,
            intent: message.intent.clone(),
            markdown: message.markdown.clone(),
            sources: message.sources.clone(),
            choices: message.choices.clone(),
            expects: message.expects.clone(),
            slots: message.trace.slots.clone(),
        });
    }
}

/// Whether a message answers a question, does something, or asks for what it needs to.
fn is_about_something(message: &BoltMessage) -> bool {
    let acts = matches!(message.action, Action::Handoff | Action::Ticket | Action::Clarify);
    message.rateable || acts && message.intent.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_of_before_is_still_read() {
        let context: Context = serde_json::from_str(r#"{"last_reply":null,"unanswered_turns":2}"#).unwrap();
        assert_eq!(context, Context { unanswered_turns: 2, ..Context::default() });
    }
}
