//! A conversation from the log, answered once more: what was said then, why, and what would be said now.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{Cause, Told, run::nearest};
use crate::{
    content::Content,
    domain::{Conversation, Event, EventBody, IllegalMove, Language, Seq, answer_to},
    reply::{Replier, Said, question},
};

/// A conversation's turns, then and now.
#[derive(Clone, Debug, Serialize)]
pub struct Replay {
    /// The conversation.
    pub conversation: String,
    /// The content that answers now.
    pub content_revision: String,
    /// The turns that Bolt answered.
    pub turns: Vec<Turn>,
}

/// A turn, then and now.
#[derive(Clone, Debug, Serialize)]
pub struct Turn {
    /// The number of the visitor's message.
    pub seq: Seq,
    /// When it was written.
    pub at: Timestamp,
    /// What they wrote, or the label they picked.
    pub said: String,
    /// The id of the choice they picked.
    pub picked: Option<String>,
    /// What Bolt told them.
    pub then: Told,
    /// What Bolt would tell them now, after the same conversation.
    pub now: Told,
    /// In what the two differ.
    pub differs: Option<Cause>,
}

/// Answers every message of a conversation again that Bolt answered, each after what was really said before it.
///
/// The log keeps the identity of the last message only, and the language of the page only where it decided: who changed
/// their plan in between is taken for who they are now.
///
/// # Errors
/// A log that breaks its own rules.
pub fn replay(content: &Content, conversation: &Conversation, events: &[Event]) -> Result<Replay, IllegalMove> {
    let mut state = begun(conversation, events);
    let mut turns = Vec::new();
    for (place, event) in events.iter().enumerate() {
        state.apply(event)?;
        let EventBody::VisitorMessage { text, choice } = &event.body else { continue };
        let Some(answer) = answer_to(&events[place + 1..]) else { continue };
        let locale = (answer.trace.language_from == "locale").then_some(answer.trace.language);
        let said = Said { text, choice: choice.as_deref(), locale };
        let now = Told::of(&content.reply(&question(&state, &said)).message);
        let then = Told::of(answer);
        turns.push(Turn {
            seq: event.seq,
            at: event.at,
            said: text.clone(),
            picked: choice.clone(),
            differs: then.differs(&now),
            then,
            now,
        });
    }
    let (conversation, content_revision) = (conversation.id.to_string(), content.revision.clone());
    Ok(Replay { conversation, content_revision, turns })
}

/// The conversation before its first event.
fn begun(conversation: &Conversation, events: &[Event]) -> Conversation {
    let first = events.iter().find_map(|event| match &event.body {
        EventBody::BoltMessage(message) => Some(message.language),
        _ => None,
    });
    let language: Language = first.unwrap_or(conversation.language);
    Conversation::begin(conversation.id, conversation.identity.clone(), language, conversation.opened_at)
}

impl fmt::Display for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "conversation {}, answered again by content {}", self.conversation, self.content_revision)?;
        for turn in &self.turns {
            writeln!(f, "\n{turn}")?;
        }
        let changed = self.turns.iter().filter(|turn| turn.differs.is_some()).count();
        writeln!(f, "\n{} turns of Bolt's, {changed} would be answered differently", self.turns.len())
    }
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let picked = self.picked.as_ref().map(|id| format!(" [picked {id}]")).unwrap_or_default();
        // A message of several lines must not look like lines of the report.
        let said = self.said.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(f, "#{} {}  {said}{picked}", self.seq.0, self.at.strftime("%F %T"))?;
        let told = |f: &mut fmt::Formatter<'_>, mark: &str, told: &Told| {
            writeln!(f, "{mark} {}, content {}", told.headline(), told.content_revision)?;
            told.text.lines().try_for_each(|line| writeln!(f, "    {line}"))?;
            writeln!(f, "    nearest: {}", nearest(&told.candidates))
        };
        match self.differs {
            None => told(f, "  =", &self.then),
            Some(cause) => {
                writeln!(f, "  {}", cause.title())?;
                told(f, "  -", &self.then)?;
                told(f, "  +", &self.now)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::{ConversationId, Draft, Identity, VisitorId},
        proof::tests::CONTENT,
        reply::respond,
    };

    /// A conversation on a page in Italian, as the chat writes it, and its log.
    fn held(texts: &[&str]) -> (Conversation, Vec<Event>) {
        let identity = Identity::anonymous(VisitorId("anon:one".into()));
        let id = ConversationId(Uuid::from_u128(7));
        let mut draft =
            Draft::on(Conversation::begin(id, identity, Language::En, Timestamp::UNIX_EPOCH), Timestamp::UNIX_EPOCH);
        for text in texts {
            draft.push(EventBody::VisitorMessage { text: (*text).to_owned(), choice: None }, None).unwrap();
            respond(&*CONTENT, &mut draft, &Said { text, choice: None, locale: Some(Language::It) }).unwrap();
        }
        let turn = draft.finish();
        (turn.conversation, turn.events)
    }

    #[test]
    fn the_same_content_says_the_same_again_in_every_turn() {
        let texts = ["P2", "hola", "¿cuánto tarda la respuesta?", "¿y P1?", "in english please", "xyzzy", "no"];
        let (conversation, events) = held(&texts);
        let replayed = replay(&CONTENT, &conversation, &events).unwrap();
        assert_eq!(replayed.turns.len(), texts.len());
        for turn in &replayed.turns {
            assert_eq!(turn.then, turn.now, "{turn}");
            assert_eq!(turn.differs, None);
        }
    }

    #[test]
    fn what_would_be_said_otherwise_is_marked() {
        let (conversation, mut events) = held(&["ciao", "cosa significa P1?"]);
        for event in &mut events {
            if let EventBody::BoltMessage(message) = &mut event.body {
                message.trace.content_revision = "before".into();
                if message.intent.as_deref() == Some("greeting") {
                    message.intent = Some("thanks".into());
                }
            }
        }
        let replayed = replay(&CONTENT, &conversation, &events).unwrap();
        let differs: Vec<_> = replayed.turns.iter().map(|turn| turn.differs).collect();
        assert_eq!(differs, [Some(Cause::Intent), None]);
        let shown = replayed.to_string();
        for part in [
            "other intent",
            "  - answer, thanks",
            "content before",
            "  + answer, greeting",
            "2 turns of Bolt's, 1 would",
        ] {
            assert!(shown.contains(part), "{part} is missing in\n{shown}");
        }
    }

    #[test]
    fn a_log_that_breaks_its_rules_is_no_panic() {
        let (conversation, mut events) = held(&["ciao"]);
        events[0].body = EventBody::Reopened;
        assert!(replay(&CONTENT, &conversation, &events).is_err());
    }
}
