//! What every backend promises. Each backend's tests call [`holds`] on an empty store.

use std::{collections::HashSet, sync::Arc};

use jiff::SignedDuration;
use tower_sessions::session::Record;
use uuid::Uuid;

use super::{AddAgentError, Agent, AppendError, Logged, Sender, Store};
use crate::domain::{
    AgentId, AgentRef, AgentRole, ClientId, Clock, Conversation, ConversationId, Draft, EventBody, HandoffReason,
    Identity, Language, ManualClock, Seq, Ticket, TicketStatus, VisitorId,
};

/// Checks the whole contract.
pub(crate) async fn holds(store: Arc<dyn Store>, clock: Arc<ManualClock>) {
    a_turn_comes_back_as_it_was_written(&*store, &clock).await;
    a_turn_on_an_old_state_conflicts(&*store, &clock).await;
    a_command_is_written_once(&*store, &clock).await;
    lists_follow_the_state(&*store, &clock).await;
    what_changed_is_read_page_by_page(&*store, &clock).await;
    one_of_many_claims_wins(store.clone(), &clock).await;
    tickets_have_numbers_of_their_own(&*store, &clock).await;
    logins_are_unique(&*store, &clock).await;
    what_is_remembered_stays(&*store).await;
    sessions_end(&*store, &clock).await;
}

fn draft(n: u128, visitor: &str, clock: &ManualClock) -> Draft {
    let identity = Identity::anonymous(VisitorId(visitor.to_owned()));
    let id = ConversationId(Uuid::from_u128(n));
    Draft::on(Conversation::begin(id, identity, Language::It, clock.now()), clock.now())
}

fn said(text: &str) -> EventBody {
    EventBody::VisitorMessage { text: text.to_owned(), choice: None }
}

fn command(n: u128) -> Option<ClientId> {
    Some(ClientId(Uuid::from_u128(n)))
}

fn agent(n: u128) -> AgentRef {
    AgentRef { id: AgentId(Uuid::from_u128(n)), name: format!("Agent {n}") }
}

async fn a_turn_comes_back_as_it_was_written(store: &dyn Store, clock: &ManualClock) {
    let mut draft = draft(1, "user:one", clock);
    draft.push(said("ciao è 😀"), command(1)).unwrap();
    draft.push(EventBody::Queued { reason: HandoffReason::Requested }, None).unwrap();
    let turn = draft.finish();
    store.append(turn.clone(), Sender::Visitor).await.unwrap();
    let id = turn.conversation.id;
    assert_eq!(store.conversation(id).await.unwrap(), Some(turn.conversation.clone()));
    assert_eq!(store.latest_of(&VisitorId("user:one".into())).await.unwrap(), Some(turn.conversation));
    assert_eq!(store.events_after(id, Seq::ZERO, 10).await.unwrap(), turn.events);
    assert_eq!(store.events_after(id, Seq(1), 10).await.unwrap(), turn.events[1..]);
    assert_eq!(store.events_after(id, Seq::ZERO, 1).await.unwrap(), turn.events[..1]);
    assert_eq!(store.conversation(ConversationId(Uuid::from_u128(99))).await.unwrap(), None);
    assert_eq!(store.latest_of(&VisitorId("user:nobody".into())).await.unwrap(), None);
}

async fn a_turn_on_an_old_state_conflicts(store: &dyn Store, clock: &ManualClock) {
    let mut first = draft(2, "user:two", clock);
    first.push(said("first"), command(1)).unwrap();
    let mut second = draft(2, "user:two", clock);
    second.push(said("second"), command(2)).unwrap();
    store.append(first.finish(), Sender::Visitor).await.unwrap();
    let refused = store.append(second.finish(), Sender::Visitor).await;
    assert!(matches!(refused, Err(AppendError::Conflict)));
    let events = store.events_after(ConversationId(Uuid::from_u128(2)), Seq::ZERO, 10).await.unwrap();
    assert_eq!(events.len(), 1);
}

async fn a_command_is_written_once(store: &dyn Store, clock: &ManualClock) {
    let mut draft = draft(3, "user:three", clock);
    draft.push(said("hello"), command(7)).unwrap();
    let turn = draft.finish();
    store.append(turn.clone(), Sender::Visitor).await.unwrap();
    let mut again = Draft::on(turn.conversation.clone(), clock.now());
    again.push(said("hello"), command(7)).unwrap();
    assert!(matches!(store.append(again.finish(), Sender::Visitor).await, Err(AppendError::Conflict)));
    let id = turn.conversation.id;
    let found = store.event_of_command(id, Sender::Visitor, ClientId(Uuid::from_u128(7))).await.unwrap();
    assert_eq!(found, Some(turn.events[0].clone()));
    // The same id from somebody else is another command.
    let other = store.event_of_command(id, Sender::Agent(agent(1).id), ClientId(Uuid::from_u128(7))).await.unwrap();
    assert_eq!(other, None);
    assert_eq!(store.conversation(id).await.unwrap().unwrap().last_seq, Seq(1));
}

async fn lists_follow_the_state(store: &dyn Store, clock: &ManualClock) {
    let before: HashSet<_> = store.waiting(100).await.unwrap().into_iter().map(|c| c.id).collect();
    let mut draft = draft(4, "user:four", clock);
    draft.push(said("a person please"), command(1)).unwrap();
    draft.push(EventBody::Queued { reason: HandoffReason::Requested }, None).unwrap();
    let turn = draft.finish();
    let id = turn.conversation.id;
    store.append(turn.clone(), Sender::Visitor).await.unwrap();
    let waiting: Vec<_> = store.waiting(100).await.unwrap().into_iter().map(|c| c.id).collect();
    assert!(waiting.contains(&id) && !before.contains(&id));
    let mut claim = Draft::on(turn.conversation, clock.now());
    claim.push(EventBody::Assigned { agent: agent(4) }, command(2)).unwrap();
    store.append(claim.finish(), Sender::Agent(agent(4).id)).await.unwrap();
    assert!(store.waiting(100).await.unwrap().iter().all(|c| c.id != id));
    let mine: Vec<_> = store.owned_by(agent(4).id, 10).await.unwrap().into_iter().map(|c| c.id).collect();
    assert_eq!(mine, [id]);
    assert!(store.owned_by(agent(5).id, 10).await.unwrap().is_empty());
}

async fn what_changed_is_read_page_by_page(store: &dyn Store, clock: &ManualClock) {
    clock.advance(SignedDuration::from_secs(1));
    let since = clock.now();
    for n in [32, 31, 33] {
        let mut draft = draft(n, "user:many", clock);
        draft.push(said("hello"), command(1)).unwrap();
        store.append(draft.finish(), Sender::Visitor).await.unwrap();
    }
    let ids = |page: &[Logged]| page.iter().map(|logged| logged.conversation.id.0.as_u128()).collect::<Vec<_>>();
    let first = store.logged_since(since, ConversationId(Uuid::nil()), 2).await.unwrap();
    assert_eq!(ids(&first), [31, 32]);
    for Logged { conversation, events } in &first {
        assert_eq!(*events, store.events_after(conversation.id, Seq::ZERO, 9).await.unwrap());
    }
    let second = store.logged_since(since, ConversationId(Uuid::from_u128(32)), 2).await.unwrap();
    assert_eq!(ids(&second), [33]);
    let all = store.logged_since(jiff::Timestamp::MIN, ConversationId(Uuid::from_u128(30)), 9).await.unwrap();
    assert_eq!(ids(&all), [31, 32, 33], "ever since");
    let later = since + SignedDuration::from_nanos(1);
    assert!(store.logged_since(later, ConversationId(Uuid::nil()), 9).await.unwrap().is_empty());
}

async fn one_of_many_claims_wins(store: Arc<dyn Store>, clock: &ManualClock) {
    let mut draft = draft(5, "user:five", clock);
    draft.push(said("a person please"), command(1)).unwrap();
    draft.push(EventBody::Queued { reason: HandoffReason::Requested }, None).unwrap();
    let turn = draft.finish();
    store.append(turn.clone(), Sender::Visitor).await.unwrap();
    let claims = (10..20).map(|n| {
        let mut claim = Draft::on(turn.conversation.clone(), clock.now());
        claim.push(EventBody::Assigned { agent: agent(n) }, command(1)).unwrap();
        store.append(claim.finish(), Sender::Agent(agent(n).id))
    });
    let results = futures_util::future::join_all(claims).await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1);
    assert_eq!(results.iter().filter(|r| matches!(r, Err(AppendError::Conflict))).count(), 9);
}

async fn tickets_have_numbers_of_their_own(store: &dyn Store, clock: &ManualClock) {
    let first = store.next_ticket_number().await.unwrap();
    let number = store.next_ticket_number().await.unwrap();
    assert!(number > first);
    let mut draft = draft(6, "user:six", clock);
    draft.push(EventBody::TicketOpened { number, subject: "No sound".into() }, command(1)).unwrap();
    let ticket = Ticket {
        number,
        conversation: draft.conversation().id,
        visitor: VisitorId("user:six".into()),
        subject: "No sound".into(),
        description: "Nobody hears me.".into(),
        status: TicketStatus::Open,
        opened_at: clock.now(),
    };
    draft.open_ticket(ticket.clone());
    store.append(draft.finish(), Sender::Visitor).await.unwrap();
    assert_eq!(store.tickets(10).await.unwrap(), [ticket]);
}

async fn logins_are_unique(store: &dyn Store, clock: &ManualClock) {
    let ada = Agent {
        id: AgentId(Uuid::from_u128(1)),
        login: "ada".into(),
        name: "Ada".into(),
        role: AgentRole::Agent,
        password_hash: "$argon2id$…".into(),
        disabled: false,
        created_at: clock.now(),
    };
    store.add_agent(ada.clone()).await.unwrap();
    let twin = Agent { id: AgentId(Uuid::from_u128(2)), login: "ADA".into(), ..ada.clone() };
    assert!(matches!(store.add_agent(twin).await, Err(AddAgentError::LoginTaken(_))));
    assert_eq!(store.agent_by_login("Ada").await.unwrap(), Some(ada.clone()));
    assert_eq!(store.agent(ada.id).await.unwrap(), Some(ada.clone()));
    assert!(store.set_agent_role("ADA", AgentRole::Both).await.unwrap());
    assert!(!store.set_agent_role("nobody", AgentRole::Editor).await.unwrap());
    assert!(store.set_agent_disabled("ada", true).await.unwrap());
    assert!(!store.set_agent_disabled("nobody", true).await.unwrap());
    assert_eq!(store.agents().await.unwrap(), [Agent { role: AgentRole::Both, disabled: true, ..ada }]);
}

async fn what_is_remembered_stays(store: &dyn Store) {
    assert_eq!(store.remembered("test", b"one".to_vec()).await.unwrap(), b"one");
    assert_eq!(store.remembered("test", b"two".to_vec()).await.unwrap(), b"one");
    store.check().await.unwrap();
}

async fn sessions_end(store: &dyn Store, clock: &ManualClock) {
    let record: Record = serde_json::from_value(serde_json::json!({
        "id": tower_sessions::session::Id(42),
        "data": {"agent": "ada"},
        // The session library's own form of a date: year, day of the year, then the time and its offset.
        "expiry_date": [2026, 326, 11, 0, 0, 0, 0, 0, 0],
    }))
    .unwrap();
    let mut first = record.clone();
    store.create(&mut first).await.unwrap();
    assert_eq!(first, record);
    let mut second = record.clone();
    store.create(&mut second).await.unwrap();
    assert_ne!(second.id, first.id, "an id that is taken is not given twice");
    assert_eq!(store.load(&first.id).await.unwrap(), Some(first.clone()));
    store.delete(&second.id).await.unwrap();
    assert_eq!(store.load(&second.id).await.unwrap(), None);
    clock.advance(SignedDuration::from_hours(2));
    assert_eq!(store.load(&first.id).await.unwrap(), None);
}
