//! How far a client is in a conversation, and what it gets next.

use std::borrow::Cow;

use crate::{
    chat::{Chat, ChatError},
    domain::{ConversationId, Event, Seq},
    wire::limits::DELTA_EVENTS,
};

/// How many events are read at a time: a client that is far behind costs no more memory than one that is near.
const PAGE: u32 = 50;

/// The last event that a client was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The conversation.
    pub(super) conversation: ConversationId,
    sent: Seq,
}

/// What to do to bring a client further.
#[derive(Debug)]
pub(super) enum Step<'a> {
    /// It has everything.
    Done,
    /// It is too far behind: it is to forget what it shows; the latest events follow.
    StartOver,
    /// It lacks these; some may not be for it.
    Send(Cow<'a, [Event]>),
}

impl Place {
    /// A client that shows everything up to `seen`.
    pub(super) const fn after(conversation: ConversationId, seen: Seq) -> Self {
        Self { conversation, sent: seen }
    }

    /// Whether the client was sent more than that.
    pub(super) fn is_beyond(&self, last: Seq) -> bool {
        self.sent > last
    }

    /// The next step towards `last`. What the hub rang with is taken as it is when it fits exactly; everything else is
    /// read from the store. A step is taken: what it says must be sent before the next one is asked for.
    pub(super) async fn next<'a>(
        &mut self,
        chat: &Chat,
        last: Seq,
        rung: Option<&'a [Event]>,
    ) -> Result<Step<'a>, ChatError> {
        if let Some(from) = self.start_over(last) {
            self.sent = from;
            return Ok(Step::StartOver);
        }
        if self.sent >= last {
            return Ok(Step::Done);
        }
        let events = match rung {
            Some(events) if events.first().is_some_and(|event| event.seq == self.sent.next()) => Cow::Borrowed(events),
            _ => Cow::Owned(chat.events_after(self.conversation, self.sent, PAGE).await?),
        };
        let Some(newest) = events.last() else { return Ok(Step::Done) };
        self.sent = newest.seq;
        Ok(Step::Send(events))
    }

    /// From where a client has to start over that is too far behind.
    fn start_over(&self, last: Seq) -> Option<Seq> {
        let from = Seq(last.0.saturating_sub(DELTA_EVENTS));
        (self.sent < from).then_some(from)
    }
}
