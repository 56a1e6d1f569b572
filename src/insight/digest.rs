//! What insight keeps of the log. Conversations are read into it one after the other, and none of them is kept.

use std::collections::HashSet;

use jiff::Timestamp;

use super::{
    Asked, Fate, asked,
    helped::{Helped, helped},
    usage::Usage,
};
use crate::{
    content::Content,
    domain::{Conversation, Event},
};

/// What happened since a time: what [`gaps`](super::gaps), [`usage`](super::usage) and [`drafts`](super::drafts) are made
/// of. The order in which conversations are taken makes no difference.
#[derive(Clone, Debug)]
pub struct Digest {
    since: Timestamp,
    small_talk: HashSet<String>,
    /// When questions were asked that had a good answer.
    pub(super) answered: Vec<Timestamp>,
    /// Questions that had none.
    pub(super) unanswered: Vec<Asked>,
    pub(super) usage: Usage,
    pub(super) helped: Vec<Helped>,
}

impl Digest {
    /// Nothing yet.
    #[must_use]
    pub fn new(content: &Content, since: Timestamp) -> Self {
        let small_talk = content.intents.iter().filter(|intent| intent.small_talk).map(|intent| intent.id.clone());
        Self {
            since,
            small_talk: small_talk.collect(),
            answered: Vec::new(),
            unanswered: Vec::new(),
            usage: Usage::default(),
            helped: Vec::new(),
        }
    }

    /// Takes a conversation with all of its events in.
    pub fn take(&mut self, conversation: &Conversation, events: &[Event]) {
        self.usage.take(events, self.since);
        let asked = asked(conversation, events, &|id| self.small_talk.contains(id));
        let since = self.since;
        let recent = |at: &Timestamp| *at >= since;
        self.helped.extend(helped(conversation, events, &asked).into_iter().filter(|helped| recent(&helped.at)));
        for question in asked.into_iter().filter(|asked| asked.own && recent(&asked.at)) {
            self.take_question(question);
        }
    }

    /// What was written before a question matters to nobody here.
    pub(super) fn take_question(&mut self, question: Asked) {
        match question.fate {
            Fate::Answered => self.answered.push(question.at),
            _ => self.unanswered.push(Asked { before: Vec::new(), ..question }),
        }
    }
}
