//! The use cases: what visitors and agents do, in the order store, reply, desk and hub have to follow.
//!
//! Every change is a turn: read the conversation, decide, append. When somebody else was faster the store refuses the
//! turn, and it is decided again on what is there now; so each answer knows everything that stands before it.

mod agents;
mod visitors;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::Timestamp;

pub use self::{
    agents::Desk,
    visitors::{OpenTicket, PostMessage, Rate},
};
use crate::{
    desk,
    domain::{
        AgentRef, ClientId, Clock, Conversation, ConversationId, Draft, Event, Identity, IllegalMove, Seq, Standing,
        State, Ticket, Turn,
    },
    hub::{Committed, Hub},
    reply::{Entitled, Replier},
    store::{AppendError, Logged, Sender, Store, StoreError},
};

/// How many waiting conversations the queue shows and counts.
const QUEUE: u32 = 500;
/// How often a turn is decided again before the server says that it is too busy. Each try loses only against a turn
/// that was written, so many losses in a row mean a flood on one conversation.
const TRIES: u32 = 20;

/// A command was not carried out. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ChatError {
    /// There is no such conversation, or it is somebody else's.
    #[error("there is no such conversation")]
    UnknownConversation,
    /// The conversation's state does not allow it.
    #[error(transparent)]
    IllegalMove(#[from] IllegalMove),
    /// Another agent was faster.
    #[error("{by} has claimed the conversation")]
    AlreadyClaimed {
        /// Whose it is.
        by: String,
    },
    /// The visitor is not entitled to it.
    #[error("the account is not entitled to that")]
    NotEntitled,
    /// What is to be rated is no answer of Bolt's in that conversation.
    #[error("the message is no answer that can be rated")]
    NotRateable,
    /// The conversation is written to faster than a turn can be decided.
    #[error("the conversation changes too fast")]
    Busy,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A command that was carried out, now or when it was first sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The conversation.
    pub conversation: ConversationId,
    /// The number of the command's event.
    pub seq: Seq,
}

/// Whose command it is.
#[derive(Clone, Copy)]
enum Party<'a> {
    Visitor(&'a Identity),
    Agent(&'a AgentRef),
}

impl Party<'_> {
    const fn sender(self) -> Sender {
        match self {
            Self::Visitor(_) => Sender::Visitor,
            Self::Agent(agent) => Sender::Agent(agent.id),
        }
    }

    /// Agents may look at every conversation, visitors at their own.
    fn may_see(self, conversation: &Conversation) -> bool {
        match self {
            Self::Visitor(identity) => conversation.identity.visitor == identity.visitor,
            Self::Agent(_) => true,
        }
    }
}

/// A turn on its way: the draft, and which of its events the command is answered with.
struct Decided {
    draft: Draft,
    answered_with: Seq,
}

/// The use cases, with what they need.
pub struct Chat {
    store: Arc<dyn Store>,
    replier: Arc<dyn Replier>,
    hub: Arc<Hub>,
    clock: Arc<dyn Clock>,
}

impl Chat {
    /// Puts the parts together.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, replier: Arc<dyn Replier>, hub: Arc<Hub>, clock: Arc<dyn Clock>) -> Self {
        Self { store, replier, hub, clock }
    }

    /// What a person with this standing is entitled to.
    #[must_use]
    pub fn entitled(&self, standing: &Standing) -> Entitled {
        self.replier.entitled(standing)
    }

    /// A conversation, for staff.
    pub async fn conversation(&self, id: ConversationId) -> Result<Option<Conversation>, ChatError> {
        Ok(self.store.conversation(id).await?)
    }

    /// Events after a number, in order, at most `limit`.
    pub async fn events_after(&self, id: ConversationId, after: Seq, limit: u32) -> Result<Vec<Event>, ChatError> {
        Ok(self.store.events_after(id, after, limit).await?)
    }

    /// Conversations that changed since a time, with their logs, page by page: what insight is made of.
    pub async fn logged_since(
        &self,
        since: Timestamp,
        after: ConversationId,
        limit: u32,
    ) -> Result<Vec<Logged>, ChatError> {
        Ok(self.store.logged_since(since, after, limit).await?)
    }

    /// The place of a conversation in the queue, from 1, while it waits.
    pub async fn queue_position(&self, id: ConversationId) -> Result<Option<u32>, ChatError> {
        Ok(desk::position(&self.queue().await?, id))
    }

    /// Tickets, newest first, at most `limit`.
    pub async fn tickets(&self, limit: u32) -> Result<Vec<Ticket>, ChatError> {
        Ok(self.store.tickets(limit).await?)
    }

    async fn queue(&self) -> Result<Vec<Conversation>, ChatError> {
        let mut waiting = self.store.waiting(QUEUE).await?;
        desk::order(&mut waiting, |standing| self.replier.entitled(standing).priority_response);
        Ok(waiting)
    }

    /// Carries a command out once: reads, has `decide` draft a turn, appends it; again when another turn came first.
    async fn once(
        &self,
        party: Party<'_>,
        id: ConversationId,
        command: ClientId,
        decide: impl Fn(Option<Conversation>) -> Result<Decided, ChatError>,
    ) -> Result<Receipt, ChatError> {
        for _ in 0..TRIES {
            // Read before looking the command up: what is committed in between shows as a conflict.
            let before = self.store.conversation(id).await?;
            if let Some(conversation) = &before {
                if !party.may_see(conversation) {
                    return Err(ChatError::UnknownConversation);
                }
                if let Some(event) = self.store.event_of_command(id, party.sender(), command).await? {
                    return Ok(Receipt { conversation: id, seq: event.seq });
                }
            }
            let state_before = before.as_ref().map(|c| c.state.clone());
            let Decided { draft, answered_with } = decide(before)?;
            let turn = draft.finish();
            match self.store.append(turn.clone(), party.sender()).await {
                Ok(()) => {
                    self.announce(turn, state_before.as_ref());
                    return Ok(Receipt { conversation: id, seq: answered_with });
                }
                Err(AppendError::Conflict) => {}
                Err(AppendError::Store(error)) => return Err(error.into()),
            }
        }
        Err(ChatError::Busy)
    }

    fn announce(&self, turn: Turn, state_before: Option<&State>) {
        let desk_changed = match (state_before, &turn.conversation.state) {
            // A message in an agent's conversation moves it up in their list.
            (_, State::WithAgent { .. }) => true,
            (before, after) => before.is_some_and(|b| b != after) || matches!(after, State::Waiting { .. }),
        };
        self.hub.committed(Arc::new(Committed { conversation: turn.conversation, events: turn.events }));
        if desk_changed {
            self.hub.desk_changed();
        }
    }
}
