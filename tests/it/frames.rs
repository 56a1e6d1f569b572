//! What is malformed, too long, too fast or out of turn gets an error with a code, and the connection goes on.

use bolt::wire::{AgentFrame, ErrorCode, ToVisitor, VisitorFrame, limits};
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use crate::support::{Hello, TestServer, Visitor, free_member, id, licensed_member};

const COMMAND: &str = "01900000-0000-7000-8000-000000000009";

fn post(text: &str) -> String {
    serde_json::json!({"type": "post", "conversation": id(1), "id": COMMAND, "text": text}).to_string()
}

#[tokio::test]
async fn bad_frames_are_told_apart_and_taken_no_offence_at() {
    let server = TestServer::start().await;
    let (malformed, too_long, empty) = (ErrorCode::Malformed, ErrorCode::TooLong, ErrorCode::Empty);
    let deep = "[".repeat(10_000);
    let cases = [
        ("no JSON", "hello".to_owned(), malformed, false),
        ("no object", "[1,2]".to_owned(), malformed, false),
        ("nested without end", deep, malformed, false),
        ("an unknown type", r#"{"type":"dance"}"#.to_owned(), malformed, false),
        ("a frame of the other side", r#"{"type":"ack"}"#.to_owned(), malformed, false),
        ("a missing field", format!(r#"{{"type":"post","id":"{COMMAND}","text":"hi"}}"#), malformed, true),
        ("no UUID", format!(r#"{{"type":"post","conversation":"1","id":"{COMMAND}","text":"hi"}}"#), malformed, true),
        ("a lone surrogate", post("x").replace("\"x\"", r#""\ud800""#), malformed, true),
        ("an empty message", post(""), empty, true),
        ("a blank message", post(" \n\t\u{a0}"), empty, true),
        ("a long message", post(&"x".repeat(limits::MESSAGE_CHARS + 1)), too_long, true),
        ("a long frame", post(&"x".repeat(limits::FRAME_BYTES)), too_long, false),
    ];
    let mut visitor = Visitor::connect(&server, Hello::default()).await;
    for (case, frame, code, names_command) in cases {
        visitor.send_text(&frame).await;
        let error = visitor.refusal().await;
        assert_eq!((error.code, error.fatal), (code, false), "{case}: {error:?}");
        assert_eq!(error.id, names_command.then(|| COMMAND.parse::<Uuid>().unwrap()), "{case}: {error:?}");
        assert!(!error.remedy.is_empty());
    }
    visitor.send_message(Message::binary(vec![0, 1, 2])).await;
    assert_eq!(visitor.refusal().await.code, malformed);
    // A ping below the protocol is a sign of life, and no frame.
    visitor.send_message(Message::Ping(vec![1].into())).await;
    assert_eq!(visitor.say(id(1), 9, "still here").await, 1);
}

#[tokio::test]
async fn a_frame_over_every_limit_ends_the_connection_with_a_reason() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::connect(&server, Hello::default()).await;
    visitor.send_text(&post(&"x".repeat(limits::FRAME_BYTES * 3))).await;
    visitor.ends_with(ErrorCode::TooLong).await;
}

#[tokio::test]
async fn too_fast_takes_nothing_and_says_when_to_come_back() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::connect(&server, Hello::default()).await;
    // More than the burst, and more than could be earned back while they are sent.
    let sent = u128::from(limits::BURST_FRAMES) + 100;
    for n in 1..=sent {
        visitor.post(id(1), n, &format!("message {n}")).await;
    }
    let (mut acked, mut refused) = (Vec::new(), Vec::new());
    while acked.len() + refused.len() < usize::try_from(sent).unwrap() {
        match visitor.next().await.unwrap() {
            ToVisitor::Ack { id, .. } => acked.push(id),
            ToVisitor::Error(error) => {
                assert_eq!((error.code, error.fatal), (ErrorCode::TooFast, false));
                assert!(error.retry_after_ms.is_some_and(|wait| (1..=1000).contains(&wait)), "{error:?}");
                refused.push(error.id.unwrap());
            }
            _ => {}
        }
    }
    // Hello was one of the burst.
    let burst = usize::try_from(limits::BURST_FRAMES).unwrap() - 1;
    assert!(!refused.is_empty() && acked.len() >= burst, "{} acked, {} refused", acked.len(), refused.len());
    // What was taken is what was sent first, in order.
    let first = (1..).map(id).take(acked.len()).collect::<Vec<_>>();
    assert_eq!(acked, first, "refused: {refused:?}");
    let written = Visitor::connect(&server, Hello::with(visitor.welcome.visitor_token.clone().unwrap())).await;
    let last = written.welcome.conversation.as_ref().unwrap().last_seq;
    assert_eq!(usize::try_from(last).unwrap(), acked.len() * 2, "each message and its answer, and nothing else");
}

#[tokio::test]
async fn commands_that_cannot_be_carried_out_say_why() {
    let server = TestServer::start().await;
    let mut ann = Visitor::connect(&server, Hello::with(server.token(&licensed_member("ann")))).await;
    let mut bob = Visitor::connect(&server, Hello::with(server.token(&free_member("bob")))).await;
    ann.say(id(1), 1, "hello").await;

    bob.post(id(1), 2, "let me in").await;
    let refusal = bob.refusal().await;
    assert_eq!((refusal.code, refusal.id), (ErrorCode::UnknownConversation, Some(id(2))));

    let ticket = |conversation, command| VisitorFrame::OpenTicket {
        conversation,
        id: id(command),
        subject: "Noise".into(),
        description: "All day".into(),
    };
    bob.send(&ticket(id(5), 3)).await;
    assert_eq!(bob.refusal().await.code, ErrorCode::NotEntitled);

    ann.send(&VisitorFrame::LeaveQueue { conversation: id(1), id: id(4) }).await;
    let refusal = ann.refusal().await;
    assert_eq!((refusal.code, refusal.id), (ErrorCode::IllegalMove, Some(id(4))));
    assert!(refusal.message.contains("with_bolt"), "{}", refusal.message);

    // Somebody types the message that will begin a conversation: no reason for an error.
    bob.send(&VisitorFrame::Typing { conversation: id(77) }).await;
    assert!(bob.until_quiet().await.is_empty());
}

#[tokio::test]
async fn what_the_store_cannot_do_now_can_be_sent_again() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::connect(&server, Hello::default()).await;
    assert_eq!(visitor.say(id(1), 1, "hello").await, 1);
    visitor.head().await;
    let database = rusqlite::Connection::open(server.data_file()).unwrap();
    database.execute_batch("ALTER TABLE events RENAME TO lost").unwrap();
    visitor.post(id(1), 2, "are you there?").await;
    let refusal = visitor.refusal().await;
    assert_eq!((refusal.code, refusal.id, refusal.fatal), (ErrorCode::Unavailable, Some(id(2)), false));
    assert!(!refusal.message.contains("events"), "the inside of the database is nobody's business: {refusal:?}");
    database.execute_batch("ALTER TABLE lost RENAME TO events").unwrap();
    assert_eq!(visitor.say(id(1), 2, "are you there?").await, 3);
}

#[tokio::test]
async fn an_agents_bad_frames_are_told_as_well() {
    let server = TestServer::start().await;
    let agent = server.agent("ada").await;
    let mut console = agent.console(&server).await;
    console.send_text("{}").await;
    assert_eq!(console.error().await.code, ErrorCode::Malformed);
    console.send(&AgentFrame::Hello { protocol: 1, watching: Vec::new() }).await;
    assert_eq!(console.error().await.code, ErrorCode::OutOfTurn);
    console.watch(id(404), 0).await;
    assert_eq!(console.error().await.code, ErrorCode::UnknownConversation);
    console.send(&AgentFrame::Claim { conversation: id(404), id: id(1) }).await;
    let refusal = console.error().await;
    assert_eq!((refusal.code, refusal.id), (ErrorCode::UnknownConversation, Some(id(1))));
}
