//! Where an agent helped with what Bolt could not answer.

use jiff::Timestamp;

use super::{Asked, Fate, Near, courtesy, mask};
use crate::domain::{Actor, Conversation, ConversationId, Event, EventBody, Language, Seq, Standing};

/// What an agent wrote.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reply {
    pub seq: Seq,
    pub at: Timestamp,
    pub agent: String,
    /// What is left without courtesies and personal data; never empty.
    pub text: String,
}

/// A question that Bolt had no good answer to, and the agents' answer, which settled it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Helped {
    pub conversation: ConversationId,
    pub language: Language,
    /// What decides the person's entitlements; nothing for somebody who was not signed in.
    pub standing: Option<Standing>,
    /// The number of the question.
    pub seq: Seq,
    pub at: Timestamp,
    /// The question, without personal data.
    pub text: String,
    /// The article that it came nearest to, and how near.
    pub article: Option<Near>,
    pub replies: Vec<Reply>,
}

/// The questions of a conversation that agents settled: they resolved it, or were thanked.
pub(super) fn helped(conversation: &Conversation, events: &[Event], asked: &[Asked]) -> Vec<Helped> {
    let queued = events.iter().enumerate().filter(|(_, event)| matches!(event.body, EventBody::Queued { .. }));
    let stretches = queued.map(|(place, queued)| (queued.seq, until_it_ends(&events[place + 1..])));
    stretches.filter_map(|(seq, stretch)| settled(conversation, asked, seq, stretch)).collect()
}

/// Everything until the conversation is Bolt's again, or resolved; the end included.
fn until_it_ends(events: &[Event]) -> &[Event] {
    let ends = |event: &Event| matches!(event.body, EventBody::ReturnedToBolt { .. } | EventBody::Resolved { .. });
    let end = events.iter().position(ends).map_or(events.len(), |place| place + 1);
    &events[..end]
}

fn settled(conversation: &Conversation, asked: &[Asked], queued: Seq, stretch: &[Event]) -> Option<Helped> {
    let visitor: Vec<&str> = conversation.identity.name.as_deref().into_iter().collect();
    let names = names(stretch, &visitor);
    let replies: Vec<Reply> = stretch.iter().filter_map(|event| reply(event, &names)).collect();
    let last = replies.last()?.seq;
    if !ends_well(stretch, last) {
        return None;
    }
    let new = |seq, at, text: String, language, article| Helped {
        conversation: conversation.id,
        language,
        standing: (!conversation.identity.anonymous).then_some(conversation.identity.standing),
        seq,
        at,
        text,
        article,
        replies: replies.clone(),
    };
    let before = asked.iter().rev().find(|asked| asked.seq < queued && asked.own && asked.fate != Fate::Answered);
    if let Some(asked) = before {
        return Some(new(asked.seq, asked.at, asked.text.clone(), asked.language, asked.article.clone()));
    }
    // Whoever asked for a person at once told that person what it is about.
    let (first, text) = stretch.iter().find_map(|event| match &event.body {
        EventBody::VisitorMessage { text, choice: None } if event.seq < last => Some((event, text)),
        _ => None,
    })?;
    let text = courtesy::without(&mask(text, &visitor));
    (!text.is_empty()).then(|| new(first.seq, first.at, text, conversation.language, None))
}

/// The visitor's name and those of the agents who wrote.
fn names<'e>(stretch: &'e [Event], visitor: &[&'e str]) -> Vec<&'e str> {
    let mut names = visitor.to_vec();
    for event in stretch {
        if let EventBody::AgentMessage { agent, .. } = &event.body
            && !names.contains(&agent.name.as_str())
        {
            names.push(&agent.name);
        }
    }
    names
}

fn reply(event: &Event, names: &[&str]) -> Option<Reply> {
    let EventBody::AgentMessage { agent, text } = &event.body else { return None };
    let text = courtesy::telling(&mask(text, names));
    (!text.is_empty()).then(|| Reply { seq: event.seq, at: event.at, agent: agent.name.clone(), text })
}

/// Resolved by the agent, or thanked for by the visitor after the last reply.
fn ends_well(stretch: &[Event], last: Seq) -> bool {
    stretch.iter().filter(|event| event.seq > last).any(|event| match &event.body {
        EventBody::Resolved { by: Actor::Agent(_) } => true,
        EventBody::VisitorMessage { text, .. } => courtesy::thanks(text),
        _ => false,
    })
}
