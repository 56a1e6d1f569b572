//! A person takes over, and Bolt is silent.

use bolt::wire::{AgentFrame, ConversationState, ErrorCode, ToAgent, ToVisitor, VisitorFrame, Watch, WireBody, limits};

use crate::support::{Hello, TestServer, Visitor, id, licensed_member, said};

async fn waiting_visitor(server: &TestServer) -> Visitor {
    let mut visitor = Visitor::connect(server, Hello::with(server.token(&licensed_member("ann")))).await;
    visitor.say(id(1), 1, "hello").await;
    visitor.say(id(1), 2, "person").await;
    visitor.events_to(5).await;
    visitor
}

#[tokio::test]
async fn an_agent_takes_over_and_both_sides_talk() {
    let server = TestServer::start().await;
    let mut console = server.agent("ada").await.console(&server).await;
    let mut visitor = waiting_visitor(&server).await;
    let (waiting, _) = console.desk(|waiting, _| !waiting.is_empty()).await;
    assert_eq!(waiting[0].conversation, id(1));
    assert_eq!(waiting[0].visitor.as_deref(), Some("ANN"));
    assert_eq!(serde_json::to_value(waiting[0].reason).unwrap(), "requested");

    // The agent sees everything so far, and why Bolt said it.
    console.watch(id(1), 0).await;
    let transcript = console.events_to(5).await;
    assert_eq!(transcript.iter().map(|event| event.prev).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    assert!(
        matches!(&transcript[1].body, WireBody::BoltMessage { why: Some(why), .. } if why.trace.rule == "scripted")
    );

    assert_eq!(console.claim(id(1), 1).await, 6);
    let head = visitor.find(|f| if let ToVisitor::Head(head) = f { Some(head) } else { None }).await;
    assert!(
        matches!(&head.state, ConversationState::Waiting { .. })
            || head.state == ConversationState::WithAgent { agent: "Ada".into() }
    );
    let (_, mine) = console.desk(|waiting, mine| waiting.is_empty() && !mine.is_empty()).await;
    assert_eq!(mine[0].state, ConversationState::WithAgent { agent: "Ada".into() });

    assert_eq!(console.say(id(1), 2, "How can I help?").await, 7);
    assert_eq!(visitor.events_to(7).await.iter().map(said).collect::<Vec<_>>(), ["assigned", "How can I help?"]);
    // Bolt is silent: the next number is the agent's.
    assert_eq!(visitor.say(id(1), 3, "person").await, 8);
    assert_eq!(console.say(id(1), 3, "I am one").await, 9);

    assert_eq!(console.resolve(id(1), 4).await, 10);
    assert_eq!(visitor.events_to(10).await.last().map(said).as_deref(), Some("resolved"));
    // A new message reopens it, with Bolt.
    assert_eq!(visitor.say(id(1), 5, "one more thing").await, 12);
    let events = visitor.events_to(13).await;
    assert_eq!(
        events.iter().map(said).collect::<Vec<_>>(),
        ["reopened", "one more thing", "<p>You said one more thing</p>"]
    );
    assert_eq!(console.events_to(13).await.len(), 8, "the console followed it all the way");
}

#[tokio::test]
async fn a_conversation_is_given_back_to_bolt() {
    let server = TestServer::start().await;
    let mut visitor = waiting_visitor(&server).await;
    let mut console = server.agent("ada").await.console(&server).await;
    console.claim(id(1), 1).await;
    assert_eq!(console.return_to_bolt(id(1), 2).await, 7);
    assert_eq!(visitor.say(id(1), 3, "back?").await, 8);
    assert_eq!(said(&visitor.events_to(9).await.pop().unwrap()), "<p>You said back?</p>");
}

#[tokio::test]
async fn only_one_agent_gets_it() {
    let server = TestServer::start().await;
    let _visitor = waiting_visitor(&server).await;
    let mut ada = server.agent("ada").await.console(&server).await;
    let mut bruno = server.agent("bruno").await.console(&server).await;
    assert_eq!(ada.claim(id(1), 1).await, 6);
    bruno.send(&AgentFrame::Claim { conversation: id(1), id: id(1) }).await;
    let refusal = bruno.error().await;
    assert_eq!((refusal.code, refusal.id), (ErrorCode::AlreadyClaimed, Some(id(1))));
    assert!(refusal.message.contains("Ada"), "{}", refusal.message);
    // A retry of the faster one is no second claim, and ids are each sender's own.
    assert_eq!(ada.claim(id(1), 1).await, 6);
    bruno.send(&AgentFrame::Post { conversation: id(1), id: id(2), text: "mine!".into() }).await;
    assert_eq!(bruno.error().await.code, ErrorCode::IllegalMove);
}

#[tokio::test]
async fn typing_reaches_the_other_side_and_is_not_kept() {
    let server = TestServer::start().await;
    let mut visitor = waiting_visitor(&server).await;
    let mut console = server.agent("ada").await.console(&server).await;
    console.watch(id(1), 0).await;
    console.claim(id(1), 1).await;
    console.send(&AgentFrame::Typing { conversation: id(1) }).await;
    let agent = visitor.find(|f| if let ToVisitor::Typing { agent, .. } = f { Some(agent) } else { None }).await;
    assert_eq!(agent, "Ada");
    visitor.send(&VisitorFrame::Typing { conversation: id(1) }).await;
    console.find(|f| matches!(f, ToAgent::Typing { conversation } if conversation == id(1)).then_some(())).await;
    assert_eq!(visitor.say(id(1), 9, "done typing").await, 7);
}

#[tokio::test]
async fn a_console_resumes_what_it_watched() {
    let server = TestServer::start().await;
    let mut visitor = waiting_visitor(&server).await;
    let agent = server.agent("ada").await;
    let mut console = agent.console_watching(&server, vec![Watch { conversation: id(1), last_seen: 3 }]).await;
    assert_eq!(console.events_to(5).await.iter().map(|e| e.seq).collect::<Vec<_>>(), [4, 5]);
    // More than there is: from the beginning.
    let mut ahead = agent.console_watching(&server, vec![Watch { conversation: id(1), last_seen: 99 }]).await;
    ahead.find(|f| matches!(f, ToAgent::Resync { conversation } if conversation == id(1)).then_some(())).await;
    assert_eq!(ahead.events_to(5).await.len(), 5);
    // Unwatched, it is heard of no more.
    console.send(&AgentFrame::Unwatch { conversation: id(1) }).await;
    visitor.say(id(1), 8, "anybody there?").await;
    assert_eq!(said(&ahead.event().await), "anybody there?");
    console.send(&AgentFrame::Ping).await;
    console
        .find(|f| match f {
            ToAgent::Event(event) => panic!("it was unwatched: {event:?}"),
            ToAgent::Pong => Some(()),
            _ => None,
        })
        .await;
}

#[tokio::test]
async fn a_console_watches_no_more_than_it_may() {
    let server = TestServer::start().await;
    let token = server.token(&licensed_member("ann"));
    let conversations: Vec<u128> = (1..=u128::try_from(limits::WATCHED).unwrap() + 1).collect();
    for chunk in conversations.chunks(10) {
        let mut visitor = Visitor::connect(&server, Hello::with(&token)).await;
        for n in chunk {
            visitor.say(id(*n), *n, "hello").await;
        }
    }
    let (last, watched) = conversations.split_last().unwrap();
    let watching = watched.iter().map(|n| Watch { conversation: id(*n), last_seen: 0 }).collect();
    let mut console = server.agent("ada").await.console_watching(&server, watching).await;
    console.watch(id(*last), 0).await;
    assert_eq!(console.error().await.code, ErrorCode::TooManyWatched);
    // To watch again what is watched is no new one.
    console.watch(id(1), 2).await;
    console.send(&AgentFrame::Unwatch { conversation: id(1) }).await;
    console.watch(id(*last), 0).await;
    assert_eq!(console.event().await.conversation, id(*last));
}
