//! How a connection begins and how it is kept alive.

use std::time::Duration;

use bolt::{
    domain::Clock as _,
    wire::{ErrorCode, ToVisitor, VisitorFrame},
};
use jiff::SignedDuration;

use crate::support::{Agent, Hello, TestServer, Visitor, free_member, id, licensed_member};

#[tokio::test]
async fn nothing_is_taken_before_hello_and_no_second_one_after_it() {
    let server = TestServer::start().await;
    let mut socket = Visitor::knock(&server).await;
    let post = VisitorFrame::Post { conversation: id(1), id: id(2), text: "hi".into(), choice: None };
    socket.send(&post).await;
    let refusal = socket.error().await;
    assert_eq!((refusal.code, refusal.id, refusal.fatal), (ErrorCode::OutOfTurn, Some(id(2)), false));
    socket.send(&Hello::default().frame()).await;
    socket.find(|frame| matches!(frame, ToVisitor::Welcome { .. }).then_some(())).await;
    socket.send(&Hello::default().frame()).await;
    assert_eq!(socket.error().await.code, ErrorCode::OutOfTurn);
    // Nothing of it disturbed the connection, and the post was not taken.
    socket.send(&post).await;
    let seq = socket.find(|frame| if let ToVisitor::Ack { seq, .. } = frame { Some(seq) } else { None }).await;
    assert_eq!(seq, 1);
}

#[tokio::test]
async fn another_version_is_told_to_reload() {
    let server = TestServer::start().await;
    let mut socket = Visitor::knock(&server).await;
    socket.send_text(r#"{"type":"hello","protocol":2}"#).await;
    let error = socket.ends_with(ErrorCode::UnsupportedProtocol).await;
    assert!(error.message.contains("version 2"), "{}", error.message);
}

#[tokio::test]
async fn who_says_no_hello_is_let_go() {
    let server = TestServer::start_with(|s| s.timing.hello = Duration::from_millis(50)).await;
    Visitor::knock(&server).await.ends_with(ErrorCode::HelloTimeout).await;
    let agent = server.agent("ada").await;
    let mut socket = crate::support::Socket::<bolt::wire::ToAgent>::connect(agent.handshake(&server)).await;
    socket.ends_with(ErrorCode::HelloTimeout).await;
}

#[tokio::test]
async fn a_silent_client_is_asked_and_then_given_up() {
    let server = TestServer::start_with(|s| s.timing.heartbeat = Duration::from_millis(50)).await;
    let mut visitor = Visitor::connect(&server, Hello::default()).await;
    visitor.find(|frame| matches!(frame, ToVisitor::Ping).then_some(())).await;
    visitor.send(&VisitorFrame::Pong).await;
    // It answered, so it is asked again before it is given up.
    visitor.find(|frame| matches!(frame, ToVisitor::Ping).then_some(())).await;
    visitor.ends_with(ErrorCode::HeartbeatTimeout).await;
}

#[tokio::test]
async fn an_anonymous_visitor_is_known_again() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::connect(&server, Hello::default()).await;
    assert!(visitor.welcome.visitor.anonymous);
    assert!(!visitor.welcome.visitor.entitled.live_chat);
    assert!(visitor.welcome.conversation.is_none());
    visitor.say(id(1), 1, "hello").await;
    let token = visitor.welcome.visitor_token.take().unwrap();
    drop(visitor);

    server.clock.advance(SignedDuration::from_hours(29 * 24));
    let back = Visitor::connect(&server, Hello::with(&token)).await;
    assert_eq!(back.welcome.conversation.as_ref().unwrap().conversation, id(1));
    // Renewed at each visit: the new token is good when the first one no longer is.
    let renewed = back.welcome.visitor_token.clone().unwrap();
    server.clock.advance(SignedDuration::from_hours(2 * 24));
    let mut socket = Visitor::knock(&server).await;
    socket.send(&Hello::with(&token).frame()).await;
    socket.ends_with(ErrorCode::ExpiredToken).await;
    assert!(Visitor::connect(&server, Hello::with(renewed)).await.welcome.conversation.is_some());
}

#[tokio::test]
async fn a_signed_identity_decides_what_somebody_may() {
    let server = TestServer::start().await;
    let paying = Visitor::connect(&server, Hello::with(server.token(&licensed_member("ann")))).await;
    assert!(!paying.welcome.visitor.anonymous);
    assert_eq!(paying.welcome.visitor.name.as_deref(), Some("ANN"));
    assert!(paying.welcome.visitor.entitled.live_chat);
    assert!(paying.welcome.visitor_token.is_none());
    let free = Visitor::connect(&server, Hello::with(server.token(&free_member("bob")))).await;
    assert!(!free.welcome.visitor.entitled.live_chat);
}

#[tokio::test]
async fn tokens_that_nobody_signed_are_refused() {
    let server = TestServer::start().await;
    let other = TestServer::start().await;
    let stranger = Visitor::connect(&other, Hello::default()).await.welcome.visitor_token.take().unwrap();
    let good = server.token(&licensed_member("ann"));
    let (head, rest) = good.split_once('.').unwrap();
    let (claims, _) = rest.split_once('.').unwrap();
    let cases = [
        ("nonsense", "nonsense".to_owned()),
        ("no signature", format!("{head}.{claims}.")),
        // {"alg":"none"}
        ("alg none", format!("eyJhbGciOiJub25lIn0.{claims}.")),
        ("another installation's visitor", stranger),
    ];
    for (case, token) in cases {
        let mut socket = Visitor::knock(&server).await;
        socket.send(&Hello::with(token).frame()).await;
        let error = socket.ends_with(ErrorCode::InvalidToken).await;
        assert!(!error.message.is_empty(), "{case}");
    }
    let mut socket = Visitor::knock(&server).await;
    let late = server.token_until(&licensed_member("ann"), server.clock.now() - SignedDuration::from_mins(1));
    socket.send(&Hello::with(late).frame()).await;
    socket.ends_with(ErrorCode::ExpiredToken).await;
}

#[tokio::test]
async fn an_entitlement_does_not_outlive_its_token() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::connect(&server, Hello::with(server.token(&licensed_member("ann")))).await;
    visitor.say(id(1), 1, "hello").await;
    server.clock.advance(SignedDuration::from_mins(61));
    visitor.post(id(1), 2, "person").await;
    visitor.ends_with(ErrorCode::ExpiredToken).await;

    let mut back = Visitor::connect(&server, Hello::with(server.token(&licensed_member("ann")))).await;
    assert_eq!(back.welcome.conversation.as_ref().unwrap().last_seq, 2, "the refused message was not written");
    assert_eq!(back.say(id(1), 2, "person").await, 3);
}

#[tokio::test]
async fn without_a_session_the_agents_socket_is_closed() {
    let server = TestServer::start().await;
    let request = Agent::nobody().handshake(&server);
    let mut socket = crate::support::Socket::<bolt::wire::ToAgent>::connect(request).await;
    socket.ends_with(ErrorCode::NotLoggedIn).await;
}
