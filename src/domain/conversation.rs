//! A conversation: the state that its events add up to, and the moves that each state allows.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    AgentRef, ClientId, Context, ConversationId, Event, EventBody, HandoffReason, Identity, Language, Seq, Ticket,
};

/// Who the conversation is with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum State {
    /// Bolt answers.
    WithBolt,
    /// In the queue since then; nobody has claimed it yet.
    Waiting {
        /// When it joined the queue.
        since: Timestamp,
        /// Why.
        reason: HandoffReason,
    },
    /// A person owns it, and Bolt is silent.
    WithAgent {
        /// Who.
        agent: AgentRef,
    },
    /// Done, until the visitor writes again.
    Resolved,
}

impl State {
    /// The word for it in the store, in errors and on the wire.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::WithBolt => "with_bolt",
            Self::Waiting { .. } => "waiting",
            Self::WithAgent { .. } => "with_agent",
            Self::Resolved => "resolved",
        }
    }
}

/// An event that the conversation's state does not allow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a conversation that is {state} allows no {event}")]
pub struct IllegalMove {
    /// The state it was in.
    pub state: &'static str,
    /// What was tried.
    pub event: &'static str,
}

/// A conversation as its events left it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// Whose it is; brought up to date by each message's token.
    pub identity: Identity,
    /// The language it is held in.
    pub language: Language,
    /// Who it is with.
    pub state: State,
    /// The number of its last event.
    pub last_seq: Seq,
    /// The number of its last event that the visitor may see.
    pub last_visible: Seq,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// What the next answer depends on.
    pub context: Context,
}

impl Conversation {
    /// A conversation without events.
    #[must_use]
    pub fn begin(id: ConversationId, identity: Identity, language: Language, now: Timestamp) -> Self {
        Self {
            id,
            identity,
            language,
            state: State::WithBolt,
            last_seq: Seq::ZERO,
            last_visible: Seq::ZERO,
            opened_at: now,
            updated_at: now,
            context: Context::default(),
        }
    }

    /// Takes an event into the state, or refuses it. What it refuses changes nothing.
    pub fn apply(&mut self, event: &Event) -> Result<(), IllegalMove> {
        let next = self.state.after(&event.body, event.at)?;
        if let EventBody::Rated { message, .. } = event.body
            && !(Seq::ZERO < message && message < event.seq)
        {
            return Err(IllegalMove { state: self.state.word(), event: event.body.word() });
        }
        match &event.body {
            EventBody::BoltMessage(message) => self.context.after(message, event.seq),
            EventBody::VisitorMessage { text, choice } => {
                self.context.fresh_answer = None;
                // What they picked is Bolt's wording, and what they tell an agent is none of Bolt's business.
                if choice.is_none() && self.state == State::WithBolt {
                    self.context.hear(text);
                }
            }
            EventBody::Rated { message, helpful: false } if self.context.fresh_answer == Some(*message) => {
                self.context.fresh_answer = None;
            }
            EventBody::TicketOpened { .. } => self.context.said.clear(),
            EventBody::LanguageChanged { language } => self.language = *language,
            _ => {}
        }
        if next != self.state {
            self.context.close();
        }
        self.state = next;
        self.last_seq = event.seq;
        if event.body.is_visible() {
            self.last_visible = event.seq;
        }
        self.updated_at = event.at;
        Ok(())
    }
}

impl State {
    /// The state after an event: the whole table of legal moves.
    fn after(&self, body: &EventBody, at: Timestamp) -> Result<Self, IllegalMove> {
        use EventBody as E;
        let stay = || Ok(self.clone());
        match (self, body) {
            // A resolved conversation says nothing until it is reopened; notes and ratings may still be added.
            (Self::Resolved, E::Reopened) => Ok(Self::WithBolt),
            (_, E::Note { .. }) => stay(),
            // What was said stays there to be judged, whoever the conversation is with by now.
            (_, E::Rated { .. }) => stay(),
            (Self::WithBolt | Self::Waiting { .. } | Self::WithAgent { .. }, E::VisitorMessage { .. }) => stay(),
            (Self::WithBolt | Self::Waiting { .. } | Self::WithAgent { .. }, E::TicketOpened { .. }) => stay(),
            (Self::WithBolt | Self::Waiting { .. }, E::LanguageChanged { .. }) => stay(),
            // Bolt speaks only while nobody else owns the conversation.
            (Self::WithBolt, E::BoltMessage(_)) => stay(),
            (Self::WithBolt, E::Queued { reason }) => Ok(Self::Waiting { since: at, reason: *reason }),
            (Self::Waiting { .. }, E::Assigned { agent }) => Ok(Self::WithAgent { agent: agent.clone() }),
            (Self::Waiting { .. }, E::ReturnedToBolt { by: super::Actor::Visitor }) => Ok(Self::WithBolt),
            (Self::WithAgent { agent: owner }, E::AgentMessage { agent, .. }) if owner.id == agent.id => stay(),
            (
                Self::WithAgent { agent: owner },
                E::ReturnedToBolt { by: super::Actor::Agent(agent) } | E::Resolved { by: super::Actor::Agent(agent) },
            ) if owner.id == agent.id => Ok(match body {
                E::Resolved { .. } => Self::Resolved,
                _ => Self::WithBolt,
            }),
            _ => Err(IllegalMove { state: self.word(), event: body.word() }),
        }
    }
}

impl EventBody {
    /// The word for it in the store, in errors and on the wire.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::VisitorMessage { .. } => "visitor_message",
            Self::BoltMessage(_) => "bolt_message",
            Self::AgentMessage { .. } => "agent_message",
            Self::Note { .. } => "note",
            Self::Queued { .. } => "queued",
            Self::Assigned { .. } => "assigned",
            Self::ReturnedToBolt { .. } => "returned_to_bolt",
            Self::Resolved { .. } => "resolved",
            Self::Reopened => "reopened",
            Self::TicketOpened { .. } => "ticket_opened",
            Self::LanguageChanged { .. } => "language_changed",
            Self::Rated { .. } => "rated",
        }
    }
}

/// Events that belong together, with the conversation as they leave it: what one transaction writes.
#[derive(Clone, Debug)]
pub struct Turn {
    /// The number of the last event before this turn; 0 for a new conversation. The store refuses the turn when
    /// another one came first.
    pub expected: Seq,
    /// The conversation after the turn.
    pub conversation: Conversation,
    /// The new events, in order, without a gap.
    pub events: Vec<Event>,
    /// A ticket that the turn opens.
    pub ticket: Option<Ticket>,
}

/// A turn that is being put together: numbers events and checks each move as it comes.
#[derive(Debug)]
pub struct Draft {
    expected: Seq,
    conversation: Conversation,
    events: Vec<Event>,
    ticket: Option<Ticket>,
    now: Timestamp,
}

impl Draft {
    /// Starts a turn on a conversation as it was read.
    #[must_use]
    pub fn on(conversation: Conversation, now: Timestamp) -> Self {
        Self { expected: conversation.last_seq, conversation, events: Vec::new(), ticket: None, now }
    }

    /// The conversation with what was pushed so far.
    #[must_use]
    pub const fn conversation(&self) -> &Conversation {
        &self.conversation
    }

    /// What was pushed so far.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Brings the visitor's identity up to date with their present token.
    pub fn identify(&mut self, identity: Identity) {
        self.conversation.identity = identity;
    }

    /// Appends an event, or refuses it and stays as it was.
    pub fn push(&mut self, body: EventBody, client_id: Option<ClientId>) -> Result<Seq, IllegalMove> {
        let event = Event {
            conversation: self.conversation.id,
            seq: self.conversation.last_seq.next(),
            prev_visible: self.conversation.last_visible,
            at: self.now,
            client_id,
            body,
        };
        self.conversation.apply(&event)?;
        let seq = event.seq;
        self.events.push(event);
        Ok(seq)
    }

    /// Adds the ticket that a `ticket_opened` event tells of.
    pub fn open_ticket(&mut self, ticket: Ticket) {
        self.ticket = Some(ticket);
    }

    /// What the store is to write.
    #[must_use]
    pub fn finish(self) -> Turn {
        Turn { expected: self.expected, conversation: self.conversation, events: self.events, ticket: self.ticket }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{
        Action, Actor, AgentId, BoltMessage, Expectation, HandoffReason, TicketNumber, Trace, VisitorId,
    };

    fn now() -> Timestamp {
        "2026-11-22T10:00:00Z".parse().unwrap()
    }

    fn draft() -> Draft {
        let identity = Identity::anonymous(VisitorId("user:one".into()));
        Draft::on(Conversation::begin(ConversationId(Uuid::nil()), identity, Language::En, now()), now())
    }

    fn agent(n: u128) -> AgentRef {
        AgentRef { id: AgentId(Uuid::from_u128(n)), name: format!("Agent {n}") }
    }

    fn bolt(action: Action, expects: Option<Expectation>) -> EventBody {
        EventBody::BoltMessage(Box::new(BoltMessage {
            action,
            intent: None,
            confidence: 0.0,
            language: Language::En,
            markdown: "text".into(),
            marks: vec![],
            sources: vec![],
            choices: vec![],
            form: None,
            expects,
            rateable: action == Action::Answer,
            trace: Trace {
                content_revision: "r".into(),
                language: Language::En,
                language_from: "text".into(),
                normalized: "n".into(),
                rule: "test".into(),
                candidates: vec![],
                entities: vec![],
                slots: vec![],
            },
        }))
    }

    fn any_body() -> impl Strategy<Value = EventBody> {
        prop_oneof![
            Just(EventBody::VisitorMessage { text: "hello".into(), choice: None }),
            Just(bolt(Action::Answer, None)),
            Just(bolt(Action::Fallback, Some(Expectation::HandoffConsent))),
            (1..3u128).prop_map(|n| EventBody::AgentMessage { agent: agent(n), text: "hello".into() }),
            (1..3u128).prop_map(|n| EventBody::Note { agent: agent(n), text: "psst".into() }),
            Just(EventBody::Queued { reason: HandoffReason::Requested }),
            (1..3u128).prop_map(|n| EventBody::Assigned { agent: agent(n) }),
            Just(EventBody::ReturnedToBolt { by: Actor::Visitor }),
            (1..3u128).prop_map(|n| EventBody::ReturnedToBolt { by: Actor::Agent(agent(n)) }),
            (1..3u128).prop_map(|n| EventBody::Resolved { by: Actor::Agent(agent(n)) }),
            Just(EventBody::Resolved { by: Actor::Visitor }),
            Just(EventBody::Reopened),
            Just(EventBody::TicketOpened { number: TicketNumber(1), subject: "s".into() }),
            Just(EventBody::LanguageChanged { language: Language::Es }),
            (1..9u32, any::<bool>()).prop_map(|(n, helpful)| EventBody::Rated { message: Seq(n), helpful }),
        ]
    }

    proptest! {
        /// Whatever is tried: numbers have no gap, Bolt is silent while a person owns the conversation, only the owner
        /// acts for it, nothing follows a resolution but a reopening, a note or a rating, and the same events give the same state.
        #[test]
        fn every_walk_keeps_the_rules(bodies in prop::collection::vec(any_body(), 0..60)) {
            let mut draft = draft();
            for body in bodies {
                let before = draft.conversation().clone();
                match draft.push(body.clone(), None) {
                    Err(_) => prop_assert_eq!(draft.conversation(), &before),
                    Ok(seq) => {
                        prop_assert_eq!(seq, before.last_seq.next());
                        match (&before.state, &body) {
                            (State::WithAgent { .. } | State::Waiting { .. } | State::Resolved, EventBody::BoltMessage(_)) => {
                                prop_assert!(false, "Bolt spoke while {}", before.state.word());
                            }
                            (State::WithAgent { agent: owner }, EventBody::AgentMessage { agent, .. }) => {
                                prop_assert_eq!(owner, agent);
                            }
                            (_, EventBody::AgentMessage { .. }) => prop_assert!(false, "an agent who does not own it wrote"),
                            (State::Resolved, other) => {
                                let fits = matches!(
                                    other,
                                    EventBody::Reopened | EventBody::Note { .. } | EventBody::Rated { .. }
                                );
                                prop_assert!(fits, "{} after the resolution", other.word());
                            }
                            _ => {}
                        }
                    }
                }
            }
            let turn = draft.finish();
            let mut replayed = Conversation { last_seq: Seq::ZERO, last_visible: Seq::ZERO, state: State::WithBolt,
                context: Context::default(), language: Language::En, updated_at: now(), ..turn.conversation.clone() };
            let mut visible = Seq::ZERO;
            for (index, event) in turn.events.iter().enumerate() {
                prop_assert_eq!(event.seq.0 as usize, index + 1);
                prop_assert_eq!(event.prev_visible, visible);
                if event.body.is_visible() {
                    visible = event.seq;
                }
                replayed.apply(event).unwrap();
            }
            prop_assert_eq!(replayed, turn.conversation);
        }
    }

    #[test]
    fn an_illegal_move_says_what_and_where() {
        let error = draft().push(EventBody::Assigned { agent: agent(1) }, None).unwrap_err();
        assert_eq!(error.to_string(), "a conversation that is with_bolt allows no assigned");
    }

    #[test]
    fn the_last_words_to_bolt_are_remembered_and_no_others() {
        let mut draft = draft();
        let say = |draft: &mut Draft, text: &str, choice: Option<&str>| {
            let choice = choice.map(str::to_owned);
            draft.push(EventBody::VisitorMessage { text: text.into(), choice }, None).unwrap();
        };
        for text in ["one", "two", "three", "four", " five "] {
            say(&mut draft, text, None);
        }
        say(&mut draft, "None of these", Some("none"));
        assert_eq!(draft.conversation().context.said, ["two", "three", "four", "five"]);
        say(&mut draft, &"é".repeat(2_000), None);
        assert_eq!(draft.conversation().context.said[3].chars().count(), 600);
        draft.push(EventBody::TicketOpened { number: TicketNumber(1), subject: "s".into() }, None).unwrap();
        assert_eq!(draft.conversation().context.said, Vec::<String>::new());
        draft.push(EventBody::Queued { reason: HandoffReason::Requested }, None).unwrap();
        say(&mut draft, "to the agent", None);
        assert_eq!(draft.conversation().context.said, Vec::<String>::new());
    }

    #[test]
    fn an_answer_is_fresh_until_something_is_said_or_it_did_not_help() {
        let fresh = |bodies: &[EventBody]| {
            let mut draft = draft();
            for body in bodies {
                draft.push(body.clone(), None).unwrap();
            }
            draft.conversation().context.fresh_answer
        };
        let said = EventBody::VisitorMessage { text: "hello".into(), choice: None };
        let rated = |message, helpful| EventBody::Rated { message: Seq(message), helpful };
        let answer = bolt(Action::Answer, None);
        let (yes, no, other) = (rated(2, true), rated(2, false), rated(1, false));
        assert_eq!(fresh(&[said.clone(), answer.clone()]), Some(Seq(2)));
        assert_eq!(fresh(&[said.clone(), bolt(Action::Fallback, None)]), None);
        assert_eq!(fresh(&[said.clone(), answer.clone(), yes.clone(), other]), Some(Seq(2)));
        assert_eq!(fresh(&[said.clone(), answer.clone(), yes, no]), None);
        assert_eq!(fresh(&[said.clone(), answer.clone(), said.clone()]), None);
        let queued = EventBody::Queued { reason: HandoffReason::Requested };
        assert_eq!(fresh(&[said, answer, queued]), None);
    }

    #[test]
    fn the_talk_stays_about_what_was_answered() {
        let said = |intent: Option<&str>, action, rateable| {
            let EventBody::BoltMessage(mut message) = bolt(action, None) else { panic!("a message of Bolt's") };
            (message.intent, message.rateable) = (intent.map(str::to_owned), rateable);
            message.trace.slots = intent.map(|intent| format!("country={intent}")).into_iter().collect();
            EventBody::BoltMessage(message)
        };
        let mut draft = draft();
        let mut topic = |body| {
            draft.push(body, None).unwrap();
            let last = draft.conversation().context.last_reply.clone().unwrap();
            (last.topic().map(str::to_owned), last.topic_slots().cloned().collect::<Vec<_>>())
        };
        let number = || (Some("number".to_owned()), vec!["country=number".to_owned()]);
        assert_eq!(topic(said(Some("number"), Action::Phone, true)), number());
        assert_eq!(topic(said(None, Action::Fallback, false)), number());
        let thanks = vec!["country=thanks".to_owned(), "country=number".to_owned()];
        assert_eq!(topic(said(Some("thanks"), Action::Answer, false)), (Some("number".to_owned()), thanks));
        assert_eq!(topic(said(Some("ticket"), Action::Ticket, false)).0.as_deref(), Some("ticket"));
        // An article that answers is about nothing that an intent knows.
        assert_eq!(topic(said(None, Action::Answer, true)), (None, Vec::new()));
    }

    #[test]
    fn what_is_not_there_yet_cannot_be_rated() {
        let mut draft = draft();
        for message in [0, 1, 2] {
            let rated = EventBody::Rated { message: Seq(message), helpful: true };
            assert!(draft.push(rated, None).is_err(), "{message}");
        }
    }

    #[test]
    fn a_hand_off_closes_what_bolt_asked() {
        let mut draft = draft();
        draft.push(bolt(Action::Fallback, Some(Expectation::HandoffConsent)), None).unwrap();
        assert_eq!(draft.conversation().context.unanswered_turns, 1);
        draft.push(EventBody::Queued { reason: HandoffReason::Unanswered }, None).unwrap();
        let context = &draft.conversation().context;
        assert_eq!((context.unanswered_turns, &context.last_reply.as_ref().unwrap().expects), (0, &None));
    }
}
