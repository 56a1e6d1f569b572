//! What visitors do.

use super::{Chat, ChatError, Decided, Party, Receipt};
use crate::{
    domain::{
        Actor, ClientId, Conversation, ConversationId, Draft, EventBody, Identity, Language, Seq, State, Ticket,
        TicketNumber, TicketStatus,
    },
    reply::{Said, respond, respond_to_no},
};

/// A visitor's message.
#[derive(Clone, Debug)]
pub struct PostMessage {
    /// Where; a new id begins a new conversation.
    pub conversation: ConversationId,
    /// The client's id of the message.
    pub id: ClientId,
    /// What they wrote, or the label they picked.
    pub text: String,
    /// The id of the choice they picked.
    pub choice: Option<String>,
    /// The language of the page.
    pub locale: Option<Language>,
}

/// A visitor's ticket.
#[derive(Clone, Debug)]
pub struct OpenTicket {
    /// Where; a new id begins a new conversation.
    pub conversation: ConversationId,
    /// The client's id of the command.
    pub id: ClientId,
    /// One line.
    pub subject: String,
    /// In detail.
    pub description: String,
    /// The language of the page.
    pub locale: Option<Language>,
}

/// Whether one of Bolt's answers helped.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// Where.
    pub conversation: ConversationId,
    /// The client's id of the command.
    pub id: ClientId,
    /// The number of Bolt's message.
    pub message: Seq,
    /// Whether it helped.
    pub helpful: bool,
}

impl Chat {
    /// The conversation that a visitor goes on with: the wanted one, else their latest.
    pub async fn resume(
        &self,
        identity: &Identity,
        wanted: Option<ConversationId>,
    ) -> Result<Option<Conversation>, ChatError> {
        let Some(id) = wanted else {
            return Ok(self.store.latest_of(&identity.visitor).await?);
        };
        match self.store.conversation(id).await? {
            Some(conversation) if conversation.identity.visitor == identity.visitor => Ok(Some(conversation)),
            _ => Err(ChatError::UnknownConversation),
        }
    }

    /// Writes the visitor's message, and Bolt's answer with it while the conversation is Bolt's.
    pub async fn post_message(&self, identity: &Identity, post: PostMessage) -> Result<Receipt, ChatError> {
        self.once(Party::Visitor(identity), post.conversation, post.id, |before| {
            let mut draft = self.draft_of(identity, post.conversation, post.locale, before);
            if draft.conversation().state == State::Resolved {
                draft.push(EventBody::Reopened, None)?;
            }
            let said = EventBody::VisitorMessage { text: post.text.clone(), choice: post.choice.clone() };
            let answered_with = draft.push(said, Some(post.id))?;
            if draft.conversation().state == State::WithBolt {
                self.answer(&mut draft, &post)?;
            }
            Ok(Decided { draft, answered_with })
        })
        .await
    }

    /// Opens a ticket from the chat.
    pub async fn open_ticket(&self, identity: &Identity, open: OpenTicket) -> Result<Receipt, ChatError> {
        if !self.entitled(&identity.standing).ticket {
            return Err(ChatError::NotEntitled);
        }
        // Taken before the turn is decided, as a sequence gives it: a retry leaves its number unused.
        let number = self.store.next_ticket_number().await?;
        self.once(Party::Visitor(identity), open.conversation, open.id, |before| {
            let mut draft = self.draft_of(identity, open.conversation, open.locale, before);
            if draft.conversation().state == State::Resolved {
                draft.push(EventBody::Reopened, None)?;
            }
            let opened = EventBody::TicketOpened { number, subject: open.subject.clone() };
            let answered_with = draft.push(opened, Some(open.id))?;
            draft.open_ticket(self.ticket(identity, number, &open));
            Ok(Decided { draft, answered_with })
        })
        .await
    }

    /// Writes whether an answer helped. Where it is the last word and did not, Bolt goes on as if the visitor had written
    /// so; once, whatever is said of it later.
    pub async fn rate(&self, identity: &Identity, rate: Rate) -> Result<Receipt, ChatError> {
        let Rate { conversation, id, message, helpful } = rate;
        self.check_rateable(identity, conversation, message).await?;
        self.once(Party::Visitor(identity), conversation, id, |before| {
            let before = before.ok_or(ChatError::UnknownConversation)?;
            let is_last_word = before.state == State::WithBolt && before.context.fresh_answer == Some(message);
            let mut draft = self.draft_of(identity, conversation, None, Some(before));
            let answered_with = draft.push(EventBody::Rated { message, helpful }, Some(id))?;
            if is_last_word && !helpful {
                respond_to_no(&*self.replier, &mut draft)?;
            }
            Ok(Decided { draft, answered_with })
        })
        .await
    }

    /// What was written stays as it is, so that this may be looked at before the turn is decided.
    async fn check_rateable(
        &self,
        identity: &Identity,
        conversation: ConversationId,
        message: Seq,
    ) -> Result<(), ChatError> {
        self.resume(identity, Some(conversation)).await?;
        let before = Seq(message.0.checked_sub(1).ok_or(ChatError::NotRateable)?);
        let found = self.store.events_after(conversation, before, 1).await?.pop();
        match found.filter(|event| event.seq == message).map(|event| event.body) {
            Some(EventBody::BoltMessage(answer)) if answer.rateable => Ok(()),
            _ => Err(ChatError::NotRateable),
        }
    }

    /// Stops waiting for an agent.
    pub async fn leave_queue(
        &self,
        identity: &Identity,
        conversation: ConversationId,
        id: ClientId,
    ) -> Result<Receipt, ChatError> {
        self.once(Party::Visitor(identity), conversation, id, |before| {
            let before = before.ok_or(ChatError::UnknownConversation)?;
            let mut draft = self.draft_of(identity, conversation, None, Some(before));
            let answered_with = draft.push(EventBody::ReturnedToBolt { by: Actor::Visitor }, Some(id))?;
            Ok(Decided { draft, answered_with })
        })
        .await
    }

    /// Tells the agents who watch that the visitor is typing.
    pub async fn visitor_typing(&self, identity: &Identity, conversation: ConversationId) -> Result<(), ChatError> {
        if self.resume(identity, Some(conversation)).await?.is_some() {
            self.hub.visitor_typing(conversation);
        }
        Ok(())
    }

    /// A draft on the visitor's conversation, or on a new one.
    fn draft_of(
        &self,
        identity: &Identity,
        id: ConversationId,
        locale: Option<Language>,
        before: Option<Conversation>,
    ) -> Draft {
        let now = self.clock.now();
        let conversation = before.unwrap_or_else(|| {
            let language = locale.or(identity.locale).unwrap_or(Language::En);
            Conversation::begin(id, identity.clone(), language, now)
        });
        let mut draft = Draft::on(conversation, now);
        draft.identify(identity.clone());
        draft
    }

    /// Bolt's part of the turn.
    fn answer(&self, draft: &mut Draft, post: &PostMessage) -> Result<(), ChatError> {
        let said = Said { text: &post.text, choice: post.choice.as_deref(), locale: post.locale };
        Ok(respond(&*self.replier, draft, &said)?)
    }

    fn ticket(&self, identity: &Identity, number: TicketNumber, open: &OpenTicket) -> Ticket {
        Ticket {
            number,
            conversation: open.conversation,
            visitor: identity.visitor.clone(),
            subject: open.subject.clone(),
            description: open.description.clone(),
            status: TicketStatus::Open,
            opened_at: self.clock.now(),
        }
    }
}
