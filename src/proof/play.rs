//! A conversation played in memory, by the rules of the log and the way the chat answers.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Heard, Move, Visitor};
use crate::{
    domain::{Conversation, ConversationId, Draft, EventBody, Identity, Language, State, VisitorId},
    reply::{Replier, Said, respond},
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
    let mut draft = Draft::on(conversation, now);
    moves.into_iter().map(|does| turn(replier, &mut draft, page, does)).collect()
}

fn turn(replier: &dyn Replier, draft: &mut Draft, page: Option<Language>, does: &Move) -> Heard {
    let (text, choice) = match does {
        Move::Ask(text) => (text.clone(), None),
        Move::Pick(id) => match label(draft.conversation(), id) {
            Some(label) => (label, Some(id.clone())),
            None => return Heard::NoSuchChoice,
        },
    };
    let said = EventBody::VisitorMessage { text: text.clone(), choice: choice.clone() };
    if draft.push(said, None).is_err() || draft.conversation().state != State::WithBolt {
        return Heard::Silence;
    }
    let said = Said { text: &text, choice: choice.as_deref(), locale: page };
    let before = draft.events().len();
    if respond(replier, draft, &said).is_err() {
        return Heard::Silence;
    }
    let message = draft.events()[before..].iter().find_map(|event| match &event.body {
        EventBody::BoltMessage(message) => Some(message.clone()),
        _ => None,
    });
    message.map_or(Heard::Silence, Heard::Bolt)
}

/// What the visitor reads on a choice under Bolt's last message.
fn label(conversation: &Conversation, id: &str) -> Option<String> {
    let choices = &conversation.context.last_reply.as_ref()?.choices;
    choices.iter().find(|choice| choice.id == id).map(|choice| choice.label.clone())
}
