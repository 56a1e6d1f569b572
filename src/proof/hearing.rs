//! What a visitor hears in a turn.

use crate::domain::BoltMessage;

/// What came back to a visitor's move.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// Bolt's message.
    Bolt(Box<BoltMessage>),
    /// Nothing: the conversation waits for an agent.
    Silence,
    /// Nothing: the choice that was to be picked was not offered.
    NoSuchChoice,
}

impl Heard {
    /// The message, if there was one.
    #[must_use]
    pub fn message(&self) -> Option<&BoltMessage> {
        match self {
            Self::Bolt(message) => Some(message),
            Self::Silence | Self::NoSuchChoice => None,
        }
    }
}
