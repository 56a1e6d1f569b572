//! The use cases on a real store, with a scripted Bolt.

use std::sync::Mutex;

use uuid::Uuid;

use super::*;
use crate::{
    domain::{
        AccountType, Action, AgentId, BoltMessage, EventBody, HandoffReason, Identity, Language, ManualClock, Role,
        State, SupportPlan, Trace, VisitorId,
    },
    hub::{Heard, Signal},
    reply::{Decision, Question},
    store::sqlite::SqliteStore,
};

/// Says what it was asked, hands off when asked for a "person", and notes how often it was asked.
#[derive(Default)]
struct Script {
    asked: Mutex<Vec<String>>,
}

impl Replier for Script {
    fn reply(&self, question: &Question<'_>) -> Decision {
        self.asked.lock().unwrap().push(question.text.to_owned());
        let wants_person = question.text.contains("person");
        let message = BoltMessage {
            action: if wants_person { Action::Handoff } else { Action::Answer },
            intent: None,
            confidence: 1.0,
            language: if question.text.contains("ciao") { Language::It } else { Language::En },
            markdown: format!("You said: {}", question.text),
            marks: vec![],
            sources: vec![],
            choices: vec![],
            form: None,
            expects: None,
            rateable: !wants_person,
            trace: Trace {
                content_revision: "test".into(),
                language: Language::En,
                language_from: "text".into(),
                normalized: question.text.into(),
                rule: "script".into(),
                candidates: vec![],
                entities: vec![],
                slots: vec![],
            },
        };
        Decision {
            message,
            hand_off: wants_person.then_some(HandoffReason::Requested),
            entitled: self.entitled(&question.standing),
        }
    }

    fn not_helped(&self, question: &Question<'_>) -> Decision {
        let mut decision = self.reply(&Question { text: "sorry", ..question.clone() });
        decision.message.rateable = false;
        decision
    }

    fn entitled(&self, standing: &Standing) -> Entitled {
        let paid = standing.account_type.is_paid();
        Entitled { live_chat: paid, ticket: paid, phone: paid, priority_response: false }
    }
}

struct World {
    _folder: tempfile::TempDir,
    script: Arc<Script>,
    hub: Arc<Hub>,
    chat: Chat,
}

fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at("2026-11-22T10:00:00Z".parse().unwrap()));
    let store = Arc::new(SqliteStore::open(&folder.path().join("bolt.db"), clock.clone()).unwrap());
    let (script, hub) = (Arc::new(Script::default()), Arc::new(Hub::new()));
    let chat = Chat::new(store, script.clone(), hub.clone(), clock);
    World { _folder: folder, script, hub, chat }
}

fn paid(name: &str) -> Identity {
    let standing =
        Standing { account_type: AccountType::Pro, role: Role::LicensedMember, support_plan: SupportPlan::Access };
    Identity { standing, anonymous: false, ..Identity::anonymous(VisitorId(format!("user:{name}"))) }
}

fn conversation(n: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(n))
}

fn command(n: u128) -> ClientId {
    ClientId(Uuid::from_u128(n))
}

fn agent(n: u128) -> AgentRef {
    AgentRef { id: AgentId(Uuid::from_u128(n)), name: format!("Agent {n}") }
}

fn post(n: u128, text: &str) -> PostMessage {
    PostMessage { conversation: conversation(1), id: command(n), text: text.into(), choice: None, locale: None }
}

impl World {
    async fn say(&self, n: u128, text: &str) -> Receipt {
        self.chat.post_message(&paid("one"), post(n, text)).await.unwrap()
    }

    /// The log as words: who or what, in order.
    async fn log(&self) -> Vec<&'static str> {
        let events = self.chat.events_after(conversation(1), Seq::ZERO, 100).await.unwrap();
        assert!(events.iter().enumerate().all(|(i, e)| e.seq.0 as usize == i + 1));
        events.iter().map(|e| e.body.word()).collect()
    }

    async fn state(&self) -> State {
        self.chat.conversation(conversation(1)).await.unwrap().unwrap().state
    }
}

#[tokio::test]
async fn a_message_and_its_answer_are_one_turn() {
    let world = world();
    let mut tab = world.hub.visitor(&VisitorId("user:one".into()));
    let receipt = world.say(1, "hello").await;
    assert_eq!(receipt.seq, Seq(1));
    assert_eq!(world.log().await, ["visitor_message", "bolt_message"]);
    let Heard::Signal(Signal::Committed(heard)) = tab.next().await else { panic!("the tab hears of the turn") };
    assert_eq!(heard.events.len(), 2);
}

#[tokio::test]
async fn a_retry_is_answered_with_the_first_result() {
    let world = world();
    let first = world.say(1, "hello").await;
    world.say(2, "and").await;
    assert_eq!(world.say(1, "hello").await, first);
    assert_eq!(world.log().await.len(), 4);
    assert_eq!(world.script.asked.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn turns_at_the_same_time_are_all_kept_once() {
    let world = world();
    let identity = paid("one");
    // Each command twice, all at once.
    let posts = (0..16).map(|n| world.chat.post_message(&identity, post(n / 2, &format!("message {}", n / 2))));
    let receipts = futures_util::future::join_all(posts).await;
    let mut seqs: Vec<_> = receipts.into_iter().map(|r| r.unwrap().seq).collect();
    seqs.sort();
    seqs.dedup();
    assert_eq!(seqs.len(), 8);
    assert_eq!(world.log().await.len(), 16);
}

#[tokio::test]
async fn a_language_change_stands_before_the_answer() {
    let world = world();
    world.say(1, "ciao a tutti").await;
    assert_eq!(world.log().await, ["visitor_message", "language_changed", "bolt_message"]);
}

#[tokio::test]
async fn a_person_takes_over_and_bolt_is_silent() {
    let world = world();
    let (chat, ada) = (&world.chat, agent(1));
    world.say(1, "a person please").await;
    world.say(2, "still there?").await;
    assert_eq!(chat.desk(ada.id).await.unwrap().waiting.len(), 1);
    assert_eq!(chat.queue_position(conversation(1)).await.unwrap(), Some(1));
    chat.claim(&ada, conversation(1), command(1)).await.unwrap();
    world.say(3, "hello Ada").await;
    chat.agent_message(&ada, conversation(1), command(2), "Hello!".into()).await.unwrap();
    chat.note(&agent(2), conversation(1), command(3), "I know this one".into()).await.unwrap();
    chat.resolve(&ada, conversation(1), command(4)).await.unwrap();
    assert_eq!(world.state().await, State::Resolved);
    world.say(4, "one more thing").await;
    assert_eq!(
        world.log().await,
        [
            "visitor_message",
            "bolt_message",
            "queued",
            "visitor_message",
            "assigned",
            "visitor_message",
            "agent_message",
            "note",
            "resolved",
            "reopened",
            "visitor_message",
            "bolt_message"
        ]
    );
    assert_eq!(world.script.asked.lock().unwrap().as_slice(), ["a person please", "one more thing"]);
}

#[tokio::test]
async fn the_second_claim_is_told_who_was_faster() {
    let world = world();
    world.say(1, "a person please").await;
    let first = world.chat.claim(&agent(1), conversation(1), command(1)).await.unwrap();
    let late = world.chat.claim(&agent(2), conversation(1), command(2)).await;
    assert!(matches!(late, Err(ChatError::AlreadyClaimed { by }) if by == "Agent 1"));
    assert_eq!(world.chat.claim(&agent(1), conversation(1), command(1)).await.unwrap(), first);
    let foreign = world.chat.agent_message(&agent(2), conversation(1), command(3), "hi".into()).await;
    assert!(matches!(foreign, Err(ChatError::IllegalMove(_))));
}

#[tokio::test]
async fn entitlement_does_not_rest_on_the_reply() {
    let world = world();
    let anonymous = Identity::anonymous(VisitorId("anon:1".into()));
    world.chat.post_message(&anonymous, post(1, "a person please")).await.unwrap();
    assert_eq!(world.state().await, State::WithBolt);
    let open = OpenTicket {
        conversation: conversation(1),
        id: command(2),
        subject: "s".into(),
        description: "d".into(),
        locale: None,
    };
    assert!(matches!(world.chat.open_ticket(&anonymous, open).await, Err(ChatError::NotEntitled)));
}

#[tokio::test]
async fn a_ticket_is_opened_once() {
    let world = world();
    let open = OpenTicket {
        conversation: conversation(1),
        id: command(1),
        subject: "No sound".into(),
        description: "Nobody hears me".into(),
        locale: Some(Language::Es),
    };
    let first = world.chat.open_ticket(&paid("one"), open.clone()).await.unwrap();
    assert_eq!(world.chat.open_ticket(&paid("one"), open).await.unwrap(), first);
    let tickets = world.chat.tickets(10).await.unwrap();
    assert_eq!(tickets.len(), 1);
    assert_eq!(tickets[0].subject, "No sound");
    let event = &world.chat.events_after(conversation(1), Seq::ZERO, 10).await.unwrap()[0];
    assert!(matches!(&event.body, EventBody::TicketOpened { number, .. } if *number == tickets[0].number));
}

fn rate(n: u128, message: u32, helpful: bool) -> Rate {
    Rate { conversation: conversation(1), id: command(n), message: Seq(message), helpful }
}

#[tokio::test]
async fn an_answer_is_rated_and_the_last_word_counts() {
    let world = world();
    world.say(1, "hello").await;
    let chat = &world.chat;
    let first = chat.rate(&paid("one"), rate(2, 2, true)).await.unwrap();
    assert_eq!(chat.rate(&paid("one"), rate(2, 2, true)).await.unwrap(), first, "a retry");
    assert_eq!(world.log().await, ["visitor_message", "bolt_message", "rated"]);
    // "No" to the last answer is told to Bolt, once; who changes their mind again hears no more of it.
    chat.rate(&paid("one"), rate(3, 2, false)).await.unwrap();
    chat.rate(&paid("one"), rate(4, 2, true)).await.unwrap();
    chat.rate(&paid("one"), rate(5, 2, false)).await.unwrap();
    assert_eq!(
        world.log().await,
        ["visitor_message", "bolt_message", "rated", "rated", "bolt_message", "rated", "rated"]
    );
    assert_eq!(world.script.asked.lock().unwrap().as_slice(), ["hello", "sorry"]);
}

#[tokio::test]
async fn an_older_answer_is_rated_without_a_word() {
    let world = world();
    world.say(1, "hello").await;
    world.say(2, "and now").await;
    world.chat.rate(&paid("one"), rate(3, 2, false)).await.unwrap();
    assert_eq!(world.log().await.last(), Some(&"rated"));
    world.say(4, "a person please").await;
    world.chat.rate(&paid("one"), rate(5, 4, false)).await.unwrap();
    assert_eq!(world.log().await.last(), Some(&"rated"), "Bolt is silent while the conversation is not its own");
    assert!(matches!(world.state().await, State::Waiting { .. }));
}

#[tokio::test]
async fn only_one_s_own_answers_are_rated() {
    let world = world();
    world.say(1, "hello").await;
    world.say(2, "a person please").await;
    for message in [0, 1, 4, 5, 99] {
        let refused = world.chat.rate(&paid("one"), rate(3, message, true)).await;
        assert!(matches!(refused, Err(ChatError::NotRateable)), "{message}");
    }
    let stranger = world.chat.rate(&paid("two"), rate(3, 2, true)).await;
    assert!(matches!(stranger, Err(ChatError::UnknownConversation)));
    let nowhere = Rate { conversation: conversation(9), ..rate(3, 2, true) };
    assert!(matches!(world.chat.rate(&paid("one"), nowhere).await, Err(ChatError::UnknownConversation)));
}

#[tokio::test]
async fn nobody_touches_a_stranger_s_conversation() {
    let world = world();
    world.say(1, "hello").await;
    let stranger = paid("two");
    let id = Some(conversation(1));
    assert!(matches!(world.chat.resume(&stranger, id).await, Err(ChatError::UnknownConversation)));
    // Not even to learn that a command was carried out.
    let guessed = world.chat.post_message(&stranger, post(1, "hello")).await;
    assert!(matches!(guessed, Err(ChatError::UnknownConversation)));
    assert_eq!(world.chat.resume(&paid("one"), None).await.unwrap().map(|c| c.id), id);
}

#[tokio::test]
async fn who_leaves_the_queue_is_bolt_s_again() {
    let world = world();
    world.say(1, "a person please").await;
    world.chat.leave_queue(&paid("one"), conversation(1), command(2)).await.unwrap();
    assert_eq!(world.state().await, State::WithBolt);
    world.say(3, "hello").await;
    assert_eq!(world.log().await.last(), Some(&"bolt_message"));
    let again = world.chat.leave_queue(&paid("one"), conversation(1), command(4)).await;
    assert!(matches!(again, Err(ChatError::IllegalMove(_))));
}
