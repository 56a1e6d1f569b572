//! What live agents do.

use super::{Chat, ChatError, Decided, Party, Receipt};
use crate::domain::{Actor, AgentId, AgentRef, ClientId, Conversation, ConversationId, Draft, EventBody, State};

/// How many of their own conversations an agent is shown.
const OWNED: u32 = 200;

/// What an agent has before them.
#[derive(Clone, Debug, PartialEq)]
pub struct Desk {
    /// Who waits, in the order in which they are to be claimed.
    pub waiting: Vec<Conversation>,
    /// What the agent owns, last changed first.
    pub mine: Vec<Conversation>,
}

impl Chat {
    /// The queue and an agent's own conversations.
    pub async fn desk(&self, agent: AgentId) -> Result<Desk, ChatError> {
        Ok(Desk { waiting: self.queue().await?, mine: self.store.owned_by(agent, OWNED).await? })
    }

    /// Takes a waiting conversation.
    pub async fn claim(
        &self,
        agent: &AgentRef,
        conversation: ConversationId,
        id: ClientId,
    ) -> Result<Receipt, ChatError> {
        self.once(Party::Agent(agent), conversation, id, |before| {
            let before = before.ok_or(ChatError::UnknownConversation)?;
            if let State::WithAgent { agent: owner } = &before.state {
                return Err(ChatError::AlreadyClaimed { by: owner.name.clone() });
            }
            self.pushed(before, id, EventBody::Assigned { agent: agent.clone() })
        })
        .await
    }

    /// Writes to the visitor.
    pub async fn agent_message(
        &self,
        agent: &AgentRef,
        conversation: ConversationId,
        id: ClientId,
        text: String,
    ) -> Result<Receipt, ChatError> {
        self.act(agent, conversation, id, EventBody::AgentMessage { agent: agent.clone(), text }).await
    }

    /// Writes for colleagues only.
    pub async fn note(
        &self,
        agent: &AgentRef,
        conversation: ConversationId,
        id: ClientId,
        text: String,
    ) -> Result<Receipt, ChatError> {
        self.act(agent, conversation, id, EventBody::Note { agent: agent.clone(), text }).await
    }

    /// Closes a conversation that the agent owns.
    pub async fn resolve(
        &self,
        agent: &AgentRef,
        conversation: ConversationId,
        id: ClientId,
    ) -> Result<Receipt, ChatError> {
        self.act(agent, conversation, id, EventBody::Resolved { by: Actor::Agent(agent.clone()) }).await
    }

    /// Gives a conversation that the agent owns back to Bolt.
    pub async fn return_to_bolt(
        &self,
        agent: &AgentRef,
        conversation: ConversationId,
        id: ClientId,
    ) -> Result<Receipt, ChatError> {
        self.act(agent, conversation, id, EventBody::ReturnedToBolt { by: Actor::Agent(agent.clone()) }).await
    }

    /// Tells the visitor that the agent who owns the conversation is typing.
    pub async fn agent_typing(&self, agent: &AgentRef, id: ConversationId) -> Result<(), ChatError> {
        let conversation = self.store.conversation(id).await?.ok_or(ChatError::UnknownConversation)?;
        if matches!(&conversation.state, State::WithAgent { agent: owner } if owner.id == agent.id) {
            self.hub.agent_typing(&conversation.identity.visitor, id, &agent.name);
        }
        Ok(())
    }

    async fn act(
        &self,
        agent: &AgentRef,
        conversation: ConversationId,
        id: ClientId,
        body: EventBody,
    ) -> Result<Receipt, ChatError> {
        self.once(Party::Agent(agent), conversation, id, |before| {
            self.pushed(before.ok_or(ChatError::UnknownConversation)?, id, body.clone())
        })
        .await
    }

    fn pushed(&self, before: Conversation, id: ClientId, body: EventBody) -> Result<Decided, ChatError> {
        let mut draft = Draft::on(before, self.clock.now());
        let answered_with = draft.push(body, Some(id))?;
        Ok(Decided { draft, answered_with })
    }
}
