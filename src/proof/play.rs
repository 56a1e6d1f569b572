//! A conversation played in memory, by the rules of the log and the way the chat answers.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Heard, Move, Visitor};
use crate::{
    content::Content,
    domain::{Conversation, ConversationId, Draft, EventBody, Identity, Language, State, VisitorId},
    reply::{Explanation, Replier, Said, explain, question, respond},
};

/// The seed that belongs to a text: the same text hears the same wordings (FNV-1a).
#[must_use]
pub fn seed_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// Plays the moves of a visitor, and returns what they heard after each. The seed picks among equally good wordings.
pub fn play<'m>(
    replier: &dyn Replier,
    who: &Visitor,
    page: Option<Language>,
    moves: impl IntoIterator<Item = &'m Move>,
    seed: u64,
) -> Vec<Heard> {
    let mut stage = Stage::open(who, page, seed);
    moves.into_iter().map(|does| stage.turn(replier, does)).collect()
}

/// A conversation under way.
#[derive(Debug)]
pub struct Stage {
    draft: Draft,
    page: Option<Language>,
}

impl Stage {
    /// A conversation that has not begun. The seed picks among equally good wordings.
    #[must_use]
    pub fn open(who: &Visitor, page: Option<Language>, seed: u64) -> Self {
        let identity = Identity {
            visitor: VisitorId("test:visitor".to_owned()),
            name: who.name.clone(),
            standing: who.standing,
            locale: None,
            anonymous: who.anonymous,
        };
        let id = ConversationId(Uuid::from_u64_pair(seed, 0));
        // No rule reads the clock; the log wants a time.
        let now = Timestamp::UNIX_EPOCH;
        let conversation = Conversation::begin(id, identity, page.unwrap_or(Language::En), now);
        Self { draft: Draft::on(conversation, now), page }
    }

    /// The conversation so far.
    #[must_use]
    pub const fn conversation(&self) -> &Conversation {
        self.draft.conversation()
    }

    /// Takes a turn.
    pub fn turn(&mut self, replier: &dyn Replier, does: &Move) -> Heard {
        match self.say(does) {
            Ok((text, choice)) => self.hear(replier, &self.said(&text, choice.as_deref())),
            Err(heard) => heard,
        }
    }

    /// Takes a turn, and explains the answer; what was heard instead, where there is none to explain.
    pub fn explained(&mut self, content: &Content, does: &Move) -> Result<Explanation, Heard> {
        let (text, choice) = self.say(does)?;
        let said = self.said(&text, choice.as_deref());
        let explanation = explain(content, &question(self.conversation(), &said));
        self.hear(content, &said);
        Ok(explanation)
    }

    const fn said<'s>(&self, text: &'s str, choice: Option<&'s str>) -> Said<'s> {
        Said { text, choice, locale: self.page }
    }

    /// The visitor's part of a turn: what they wrote, and the choice they picked.
    fn say(&mut self, does: &Move) -> Result<(String, Option<String>), Heard> {
        let (text, choice) = match does {
            Move::Ask(text) => (text.clone(), None),
            Move::Pick(id) => match label(self.conversation(), id) {
                Some(label) => (label, Some(id.clone())),
                None => return Err(Heard::NoSuchChoice),
            },
        };
        let written = EventBody::VisitorMessage { text: text.clone(), choice: choice.clone() };
        if self.draft.push(written, None).is_err() || self.conversation().state != State::WithBolt {
            return Err(Heard::Silence);
        }
        Ok((text, choice))
    }

    /// Bolt's part of it.
    fn hear(&mut self, replier: &dyn Replier, said: &Said<'_>) -> Heard {
        let before = self.draft.events().len();
        if respond(replier, &mut self.draft, said).is_err() {
            return Heard::Silence;
        }
        let message = self.draft.events()[before..].iter().find_map(|event| match &event.body {
            EventBody::BoltMessage(message) => Some(message.clone()),
            _ => None,
        });
        message.map_or(Heard::Silence, Heard::Bolt)
    }
}

/// What the visitor reads on a choice under Bolt's last message.
fn label(conversation: &Conversation, id: &str) -> Option<String> {
    let choices = &conversation.context.last_reply.as_ref()?.choices;
    choices.iter().find(|choice| choice.id == id).map(|choice| choice.label.clone())
}
