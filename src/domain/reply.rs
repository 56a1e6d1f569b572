//! What Bolt said, as it is kept in the log: with its sources, its choices and the reasons for it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Language;

/// What kind of turn Bolt took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Answered.
    Answer,
    /// Asked back: "did you mean", or for something an answer needs.
    Clarify,
    /// Passes the conversation to a live agent.
    Handoff,
    /// Lets the visitor open a ticket.
    Ticket,
    /// Gave a phone number to somebody who may call it.
    Phone,
    /// Was asked for something the visitor is not entitled to, and said what they have instead.
    Decline,
    /// Knows no answer, and said so.
    Fallback,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 7] =
        [Self::Answer, Self::Clarify, Self::Handoff, Self::Ticket, Self::Phone, Self::Decline, Self::Fallback];

    /// The word for it in content, in the log and in metrics.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Clarify => "clarify",
            Self::Handoff => "handoff",
            Self::Ticket => "ticket",
            Self::Phone => "phone",
            Self::Decline => "decline",
            Self::Fallback => "fallback",
        }
    }
}

/// The article an answer was taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Source {
    /// The article's id: its path below the language folder, without `.md` (`contact/phone-numbers`).
    pub article: String,
    /// Its title.
    pub title: String,
    /// Where a visitor can read it.
    pub url: String,
    /// The language it is written in.
    pub language: Language,
}

/// What a choice under a message stands for. On the wire and in the log it is a string: `intent:ID`, `article:ID`,
/// `handoff`, `ticket`, `none`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ChoiceTarget {
    /// Treat it as this intent.
    Intent(String),
    /// Answer from this article.
    Article(String),
    /// Go on with a live agent.
    Handoff,
    /// Open a ticket.
    Ticket,
    /// None of the above.
    None,
}

impl std::fmt::Display for ChoiceTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Intent(id) => write!(f, "intent:{id}"),
            Self::Article(id) => write!(f, "article:{id}"),
            Self::Handoff => f.write_str("handoff"),
            Self::Ticket => f.write_str("ticket"),
            Self::None => f.write_str("none"),
        }
    }
}

impl ChoiceTarget {
    /// Reads what [`Display`](std::fmt::Display) writes.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        match id {
            "handoff" => Some(Self::Handoff),
            "ticket" => Some(Self::Ticket),
            "none" => Some(Self::None),
            _ => match id.split_once(':')? {
                ("intent", rest) => Some(Self::Intent(rest.to_owned())),
                ("article", rest) => Some(Self::Article(rest.to_owned())),
                _ => None,
            },
        }
    }
}

/// Something the visitor may pick under a message instead of typing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Choice {
    /// A [`ChoiceTarget`], written out.
    pub id: String,
    /// What the visitor reads on it.
    pub label: String,
}

/// A form that the widget shows under a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Form {
    /// Subject and description of a ticket.
    Ticket {
        /// What the description starts with: the visitor's own words.
        description: String,
    },
}

/// What Bolt waits for after a message; it decides how the next message is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Expectation {
    /// One of the message's choices: its id, its label, its place ("the second"), or something else entirely.
    Choice,
    /// Yes or no to going on with a live agent.
    HandoffConsent,
    /// A value that the intent needs.
    Slot {
        /// The intent that asked.
        intent: String,
        /// The name of the slot.
        slot: String,
    },
}

/// What a candidate answer was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum CandidateKind {
    /// An intent that a keyword, phrase or pattern named.
    Pattern,
    /// An intent that the classifier proposed.
    Intent,
    /// An article that search found.
    Article,
}

/// An answer that was considered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Candidate {
    /// What it is.
    pub kind: CandidateKind,
    /// The intent's or the article's id.
    pub id: String,
    /// How sure its stage was, from 0 to 1.
    pub score: f32,
}

/// Why Bolt said what it said. Staff see it; visitors don't.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Trace {
    /// The content that answered: a hash over `knowledge/` and `intents/`.
    pub content_revision: String,
    /// The language of the answer.
    pub language: Language,
    /// How the language was found: `text`, `conversation`, `locale`.
    pub language_from: String,
    /// The message as it was matched.
    pub normalized: String,
    /// The rule that chose, by its name in `docs/understanding.md`.
    pub rule: String,
    /// What was considered, best first within each kind.
    pub candidates: Vec<Candidate>,
    /// Values found in the message, as `kind=value`.
    pub entities: Vec<String>,
    /// The slots the answer used, as `name=value`.
    pub slots: Vec<String>,
}

/// A turn of Bolt's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BoltMessage {
    /// What kind of turn it is.
    pub action: Action,
    /// The intent that was understood.
    pub intent: Option<String>,
    /// How sure Bolt was, from 0 to 1.
    pub confidence: f32,
    /// The language it is written in.
    pub language: Language,
    /// The text, as Markdown.
    pub markdown: String,
    /// The words of a quoted passage that are the question's, by their bytes in the Markdown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(skip))]
    pub marks: Vec<Range<usize>>,
    /// The articles it was taken from.
    pub sources: Vec<Source>,
    /// What the visitor may pick.
    pub choices: Vec<Choice>,
    /// A form to fill.
    pub form: Option<Form>,
    /// What Bolt waits for now.
    pub expects: Option<Expectation>,
    /// Whether it answers a question, so that the visitor may say whether it helped. Rows written before there were
    /// ratings answer none.
    #[serde(default)]
    pub rateable: bool,
    /// Why it said so.
    pub trace: Trace,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_serde_writes() {
        for action in Action::ALL {
            assert_eq!(serde_json::to_value(action).unwrap(), action.word());
        }
    }

    #[test]
    fn a_choice_target_reads_what_it_writes() {
        for target in [
            ChoiceTarget::Intent("phone_number".into()),
            ChoiceTarget::Article("phone/numbers".into()),
            ChoiceTarget::Handoff,
            ChoiceTarget::Ticket,
            ChoiceTarget::None,
        ] {
            assert_eq!(ChoiceTarget::parse(&target.to_string()), Some(target));
        }
        assert_eq!(ChoiceTarget::parse("else:x"), None);
    }
}
