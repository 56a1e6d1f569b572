//! Bolt's part of a turn, as it goes into the log. The chat, the answer tests and the replays all take this way.

use super::{Question, Replier};
use crate::domain::{Conversation, Draft, EventBody, IllegalMove, Language};

/// What a visitor wrote or picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    /// What they wrote, or the label they picked.
    pub text: &'a str,
    /// The id of the choice they picked.
    pub choice: Option<&'a str>,
    /// The language of the page.
    pub locale: Option<Language>,
}

/// The question that a visitor's last message is, in the conversation that ends with it.
#[must_use]
pub fn question<'a>(conversation: &'a Conversation, said: &Said<'a>) -> Question<'a> {
    let is_first = conversation.context.last_reply.is_none();
    Question {
        text: said.text,
        choice: said.choice,
        locale: said.locale.or(conversation.identity.locale),
        conversation_language: (!is_first).then_some(conversation.language),
        name: conversation.identity.name.as_deref(),
        anonymous: conversation.identity.anonymous,
        standing: conversation.identity.standing,
        context: &conversation.context,
        seed: seed_of(conversation),
    }
}

/// Answers the visitor's message that the draft ends with.
///
/// # Errors
/// The conversation is not Bolt's.
pub fn respond(replier: &dyn Replier, draft: &mut Draft, said: &Said<'_>) -> Result<(), IllegalMove> {
    let conversation = draft.conversation();
    let decision = replier.reply(&question(conversation, said));
    let language = decision.message.language;
    if language != conversation.language {
        draft.push(EventBody::LanguageChanged { language }, None)?;
    }
    draft.push(EventBody::BoltMessage(Box::new(decision.message)), None)?;
    // Replies come from content files; entitlement does not rest on their conditions.
    if let Some(reason) = decision.hand_off.filter(|_| decision.entitled.live_chat) {
        draft.push(EventBody::Queued { reason }, None)?;
    }
    Ok(())
}

/// The seed that varies wordings: the same for the same turn of the same conversation.
fn seed_of(conversation: &Conversation) -> u64 {
    let (high, low) = conversation.id.0.as_u64_pair();
    high ^ low ^ u64::from(conversation.last_seq.0).rotate_left(32)
}
