//! The log, as reports read it: whole conversations, page by page.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    domain::{Conversation, ConversationId, Event, Seq},
    insight::{Asked, asked},
    store::{Store, StoreError},
};

/// Events, and conversations, are read so many at a time.
const PAGE: u32 = 500;

/// A conversation with all of its events.
pub async fn conversation(
    store: &dyn Store,
    id: ConversationId,
) -> Result<Option<(Conversation, Vec<Event>)>, StoreError> {
    match store.conversation(id).await? {
        Some(conversation) => Ok(Some((conversation, events(store, id).await?))),
        None => Ok(None),
    }
}

/// The questions of every conversation that changed since then, without personal data.
pub async fn questions(
    store: &dyn Store,
    since: Timestamp,
    is_small_talk: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Vec<Asked>, StoreError> {
    let (mut all, mut after) = (Vec::new(), ConversationId(Uuid::nil()));
    loop {
        let page = store.changed_since(since, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(all) };
        after = last.id;
        for conversation in &page {
            all.extend(asked(conversation, &events(store, conversation.id).await?, is_small_talk));
        }
    }
}

async fn events(store: &dyn Store, id: ConversationId) -> Result<Vec<Event>, StoreError> {
    let mut events: Vec<Event> = Vec::new();
    loop {
        let after = events.last().map_or(Seq::ZERO, |event| event.seq);
        let page = store.events_after(id, after, PAGE).await?;
        if page.is_empty() {
            return Ok(events);
        }
        events.extend(page);
    }
}
