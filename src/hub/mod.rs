//! Fan-out to the live connections of this process. A doorbell, not a mailbox: what a listener misses it reads from the
//! store, so a slow one never holds the others back and never loses anything.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::broadcast::{self, error::RecvError};

use crate::domain::{Conversation, ConversationId, Event, VisitorId};

/// How many signals a listener may be behind before it has to read from the store.
const BEHIND: usize = 16;

/// A turn that was committed.
#[derive(Clone, Debug, PartialEq)]
pub struct Committed {
    /// The conversation after it.
    pub conversation: Conversation,
    /// Its events.
    pub events: Vec<Event>,
}

/// What listeners hear.
#[derive(Clone, Debug)]
pub enum Signal {
    /// A turn was committed.
    Committed(Arc<Committed>),
    /// The visitor is typing.
    VisitorTyping {
        /// Where.
        conversation: ConversationId,
    },
    /// An agent is typing.
    AgentTyping {
        /// Where.
        conversation: ConversationId,
        /// The agent's name.
        agent: Arc<str>,
    },
    /// The queue, or what an agent owns, changed.
    DeskChanged,
}

/// What a listener hears next.
#[derive(Clone, Debug)]
pub enum Heard {
    /// A signal.
    Signal(Signal),
    /// It fell behind: what it missed stands in the store.
    Missed,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Topic {
    Visitor(VisitorId),
    Conversation(ConversationId),
    Desk,
}

type Topics = Mutex<HashMap<Topic, broadcast::Sender<Signal>>>;

/// The listeners of this process, by what they listen to.
#[derive(Default)]
pub struct Hub {
    topics: Arc<Topics>,
}

impl Hub {
    /// A hub that nobody listens to yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Hears everything about a visitor's conversations.
    #[must_use]
    pub fn visitor(&self, visitor: &VisitorId) -> Subscription {
        self.subscribe(Topic::Visitor(visitor.clone()))
    }

    /// Hears everything about a conversation.
    #[must_use]
    pub fn conversation(&self, id: ConversationId) -> Subscription {
        self.subscribe(Topic::Conversation(id))
    }

    /// Hears when the queue changes, or what an agent owns.
    #[must_use]
    pub fn desk(&self) -> Subscription {
        self.subscribe(Topic::Desk)
    }

    /// Tells of a committed turn.
    pub fn committed(&self, committed: Arc<Committed>) {
        let conversation = &committed.conversation;
        self.ring(Topic::Visitor(conversation.identity.visitor.clone()), Signal::Committed(committed.clone()));
        self.ring(Topic::Conversation(conversation.id), Signal::Committed(committed.clone()));
    }

    /// Tells that the queue, or what an agent owns, changed.
    pub fn desk_changed(&self) {
        self.ring(Topic::Desk, Signal::DeskChanged);
    }

    /// Tells agents that the visitor is typing.
    pub fn visitor_typing(&self, conversation: ConversationId) {
        self.ring(Topic::Conversation(conversation), Signal::VisitorTyping { conversation });
    }

    /// Tells the visitor that an agent is typing.
    pub fn agent_typing(&self, visitor: &VisitorId, conversation: ConversationId, agent: &str) {
        self.ring(Topic::Visitor(visitor.clone()), Signal::AgentTyping { conversation, agent: agent.into() });
    }

    fn ring(&self, topic: Topic, signal: Signal) {
        let topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listeners) = topics.get(&topic) {
            // Nobody left to hear it is no failure: the topic is about to be removed.
            let _ = listeners.send(signal);
        }
    }

    fn subscribe(&self, topic: Topic) -> Subscription {
        let mut topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = topics.entry(topic.clone()).or_insert_with(|| broadcast::channel(BEHIND).0).subscribe();
        Subscription { topics: self.topics.clone(), topic, heard }
    }
}

/// One listener's ear. Dropping it ends the listening.
pub struct Subscription {
    topics: Arc<Topics>,
    topic: Topic,
    heard: broadcast::Receiver<Signal>,
}

impl Subscription {
    /// Waits for the next signal. Cancel-safe: what is not returned is heard by the next call.
    pub async fn next(&mut self) -> Heard {
        match self.heard.recv().await {
            Ok(signal) => Heard::Signal(signal),
            Err(RecvError::Lagged(_)) => Heard::Missed,
            // The sender lives in the topic, and the topic as long as this subscription.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        if topics.get(&self.topic).is_some_and(|listeners| listeners.receiver_count() <= 1) {
            topics.remove(&self.topic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topics(hub: &Hub) -> usize {
        hub.topics.lock().unwrap().len()
    }

    #[tokio::test]
    async fn who_falls_behind_is_told() {
        let hub = Hub::new();
        let mut slow = hub.desk();
        for _ in 0..=BEHIND {
            hub.desk_changed();
        }
        assert!(matches!(slow.next().await, Heard::Missed));
        assert!(matches!(slow.next().await, Heard::Signal(Signal::DeskChanged)));
    }

    #[tokio::test]
    async fn topics_live_as_long_as_their_listeners() {
        let hub = Hub::new();
        let visitor = VisitorId("user:one".into());
        let first = hub.visitor(&visitor);
        let mut second = hub.visitor(&visitor);
        assert_eq!(topics(&hub), 1);
        drop(first);
        assert_eq!(topics(&hub), 1);
        hub.agent_typing(&visitor, ConversationId(uuid::Uuid::nil()), "Ada");
        assert!(matches!(second.next().await, Heard::Signal(Signal::AgentTyping { .. })));
        drop(second);
        assert_eq!(topics(&hub), 0);
    }
}
