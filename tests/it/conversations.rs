//! Nothing lost, nothing doubled, nothing out of order: retries, reloads, several tabs, slow readers.

use bolt::wire::{ConversationState, ErrorCode, EventFrame, ToVisitor, VisitorFrame, WireBody, limits};
use jiff::SignedDuration;

use crate::support::{At as _, Hello, TestServer, Visitor, free_member, id, licensed_member, said};

/// A visitor who has said so many things, and their conversation's last number.
async fn talkative(server: &TestServer, messages: u128) -> (Visitor, u32) {
    let mut visitor = Visitor::connect(server, Hello::with(server.token(&licensed_member("ann")))).await;
    for n in 1..=messages {
        visitor.say(id(1), n, &format!("message {n}")).await;
    }
    let last = u32::try_from(messages * 2).unwrap();
    (visitor, last)
}

fn numbers(events: &[EventFrame]) -> Vec<u32> {
    events.iter().map(|event| event.seq).collect()
}

#[tokio::test]
async fn a_message_is_acked_and_answered() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::connect(&server, Hello { locale: Some("it-CH".into()), ..Hello::default() }).await;
    assert_eq!(visitor.say(id(1), 1, "ciao").await, 1);
    let events = visitor.events_to(2).await;
    assert_eq!(events.iter().map(said).collect::<Vec<_>>(), ["ciao", "<p>You said ciao</p>"]);
    assert_eq!(events.iter().map(|event| event.prev).collect::<Vec<_>>(), [0, 1]);
    assert!(matches!(&events[0].body, WireBody::VisitorMessage { client_id: Some(own), .. } if *own == id(1)));
    assert!(matches!(&events[1].body, WireBody::BoltMessage { why: None, .. }), "visitors are not told why");
    let head = visitor.head().await;
    assert_eq!((head.conversation, head.last_seq, head.language.code()), (id(1), 2, "it"));
}

#[tokio::test]
async fn a_rating_is_acked_shown_in_every_tab_and_kept() {
    let server = TestServer::start().await;
    let token = server.token(&licensed_member("ann"));
    let mut one = Visitor::connect(&server, Hello::with(&token)).await;
    one.say(id(1), 1, "hello").await;
    one.say(id(1), 2, "person").await;
    let mut two = Visitor::connect(&server, Hello::with(&token).showing(id(1), 2)).await;
    let rate = |n, message, helpful| VisitorFrame::Rate { conversation: id(1), id: id(n), message, helpful };
    one.send(&rate(3, 2, false)).await;
    let seq = one.ack(3).await;
    one.send(&rate(3, 2, true)).await;
    assert_eq!(one.ack(3).await, seq, "the id decides");
    for visitor in [&mut one, &mut two] {
        let event = visitor.events_to(seq).await.pop().unwrap();
        assert_eq!(event.body, WireBody::Rated { message: 2, helpful: false });
    }
    let mut back = Visitor::connect(&server, Hello::with(&token)).await;
    let events = back.events_to(seq).await;
    assert!(matches!(events[1].body, WireBody::BoltMessage { rateable: true, .. }));
    // The hand-off is no answer, and the visitor's own message even less.
    for (n, message) in [(4, 1), (5, 4), (6, 99)] {
        back.send(&rate(n, message, true)).await;
        let refusal = back.refusal().await;
        assert_eq!((refusal.code, refusal.id), (ErrorCode::NotRateable, Some(id(n))));
    }
}

#[tokio::test]
async fn a_retry_is_answered_with_the_first_result() {
    let server = TestServer::start().await;
    let (mut visitor, last) = talkative(&server, 2).await;
    assert_eq!(visitor.say(id(1), 1, "message 1").await, 1);
    // Also over another connection, and with another text: the id decides.
    let mut again = Visitor::connect(&server, Hello::with(server.token(&licensed_member("ann")))).await;
    assert_eq!(again.say(id(1), 2, "changed my mind").await, 3);
    assert_eq!(again.say(id(1), 3, "new").await, last + 1);
}

#[tokio::test]
async fn a_retried_first_message_begins_one_conversation() {
    let server = TestServer::start().await;
    let token = server.token(&licensed_member("ann"));
    let mut first = Visitor::connect(&server, Hello::with(&token)).await;
    let mut second = Visitor::connect(&server, Hello::with(&token)).await;
    first.post(id(1), 1, "hello").await;
    second.post(id(1), 1, "hello").await;
    assert_eq!((first.ack(1).await, second.ack(1).await), (1, 1));
    assert_eq!(numbers(&second.events_to(2).await), [1, 2]);
}

#[tokio::test]
async fn a_client_gets_what_it_lacks_from_any_number_on() {
    let server = TestServer::start().await;
    let (_visitor, last) = talkative(&server, 4).await;
    let token = server.token(&licensed_member("ann"));
    for seen in 0..=last {
        let mut back = Visitor::connect(&server, Hello::with(&token).showing(id(1), seen)).await;
        let frames = back.until_quiet().await;
        let got: Vec<u32> = frames
            .iter()
            .filter_map(|frame| if let ToVisitor::Event(event) = frame { Some(event.seq) } else { None })
            .collect();
        assert_eq!(got, (seen + 1..=last).collect::<Vec<_>>(), "after {seen}");
        assert!(!frames.iter().any(|frame| matches!(frame, ToVisitor::Resync { .. })), "after {seen}");
        assert_eq!(back.welcome.conversation.as_ref().unwrap().last_seq, last);
    }
    // Without a number, and without a conversation: the latest, whole.
    let mut back = Visitor::connect(&server, Hello::with(&token)).await;
    assert_eq!(numbers(&back.events_to(last).await), (1..=last).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_client_that_shows_what_never_was_starts_over() {
    let server = TestServer::start().await;
    let (_visitor, last) = talkative(&server, 1).await;
    let token = server.token(&licensed_member("ann"));
    let mut ahead = Visitor::connect(&server, Hello::with(&token).showing(id(1), last + 7)).await;
    assert!(matches!(ahead.next().await, Some(ToVisitor::Resync { conversation }) if conversation == id(1)));
    assert_eq!(numbers(&ahead.events_to(last).await), [1, 2]);

    // A conversation that is not there, or somebody else's: neither is told from the other.
    for (token, conversation) in [(token, id(404)), (server.token(&free_member("bob")), id(1))] {
        let mut lost = Visitor::connect(&server, Hello::with(&token).showing(conversation, 3)).await;
        assert!(lost.welcome.conversation.is_none());
        assert!(matches!(lost.next().await, Some(ToVisitor::Resync { .. })));
        assert!(lost.until_quiet().await.is_empty());
    }
}

#[tokio::test]
async fn an_unacked_first_message_begins_its_conversation_after_a_reconnect() {
    let server = TestServer::start().await;
    let token = server.token(&licensed_member("ann"));
    let mut visitor = Visitor::connect(&server, Hello::with(&token).showing(id(1), 0)).await;
    assert!(visitor.welcome.conversation.is_none());
    assert!(visitor.until_quiet().await.is_empty(), "nothing is shown, so nothing is to be forgotten");
    assert_eq!(visitor.say(id(1), 1, "hello").await, 1);
    assert_eq!(numbers(&visitor.events_to(2).await), [1, 2]);
}

#[tokio::test]
async fn who_is_very_far_behind_starts_over_with_the_latest() {
    let server = TestServer::start().await;
    // Over connections of their own, or they would be too fast.
    let messages = u128::from(limits::DELTA_EVENTS / 2 + 10);
    let token = server.token(&licensed_member("ann"));
    let mut sent = 0;
    while sent < messages {
        let mut visitor = Visitor::connect(&server, Hello::with(&token).showing(id(9), 0)).await;
        for _ in 0..15 {
            sent += 1;
            visitor.say(id(1), sent, "more").await;
        }
    }
    let last = u32::try_from(sent * 2).unwrap();
    let resyncs = server.metric("bolt_resyncs_total").await;
    let mut back = Visitor::connect(&server, Hello::with(&token).showing(id(1), 3)).await;
    assert!(matches!(back.next().await, Some(ToVisitor::Resync { conversation }) if conversation == id(1)));
    let events = back.events_to(last).await;
    assert_eq!(numbers(&events), (last - limits::DELTA_EVENTS + 1..=last).collect::<Vec<_>>());
    assert_eq!(server.metric("bolt_resyncs_total").await, resyncs + 1);
}

#[tokio::test]
async fn two_tabs_show_the_same_in_the_same_order() {
    let server = TestServer::start().await;
    let token = server.token(&licensed_member("ann"));
    let mut one = Visitor::connect(&server, Hello::with(&token)).await;
    // The other tab shows nothing yet, and takes up the conversation that is begun in the first.
    let mut two = Visitor::connect(&server, Hello::with(&token)).await;
    one.say(id(1), 1, "from one").await;
    assert_eq!(two.event().await.conversation, id(1));
    // Both write at once, several times.
    for n in 0..5 {
        one.post(id(1), 10 + n, &format!("one {n}")).await;
        two.post(id(1), 20 + n, &format!("two {n}")).await;
    }
    let last = 2 + 2 * 10;
    let shown_by_one = one.events_to(last).await;
    let shown_by_two = two.events_to(last).await;
    assert_eq!(shown_by_one[1..], shown_by_two, "the same events, but for the one that was looked at already");
    assert_eq!(numbers(&shown_by_one), (1..=last).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_tab_that_shows_something_else_is_left_alone() {
    let server = TestServer::start().await;
    let token = server.token(&licensed_member("ann"));
    let mut one = Visitor::connect(&server, Hello::with(&token)).await;
    one.say(id(1), 1, "here").await;
    one.events_to(2).await;
    let mut two = Visitor::connect(&server, Hello::with(&token)).await;
    two.events_to(2).await;
    two.say(id(2), 2, "and now to something else").await;
    assert_eq!(two.event().await.conversation, id(2));
    one.say(id(1), 3, "still here").await;
    let events = one.events_to(4).await;
    assert!(events.iter().all(|event| event.conversation == id(1)), "{events:?}");
}

#[tokio::test]
async fn a_slow_reader_gets_everything_and_holds_nobody_back() {
    let server = TestServer::start().await;
    let token = server.token(&licensed_member("ann"));
    let mut fast = Visitor::connect(&server, Hello::with(&token)).await;
    fast.say(id(1), 1, "begin").await;
    // Reads nothing from here on, while more is said than the hub keeps and the kernel takes.
    let mut slow = Visitor::connect(&server, Hello::with(&token).showing(id(1), 0)).await;
    let long = "x".repeat(limits::MESSAGE_CHARS);
    let mut last = 2;
    for n in 2..=120 {
        if n % 15 == 0 {
            fast = Visitor::connect(&server, Hello::with(&token).showing(id(1), last)).await;
        }
        last = fast.say(id(1), n, &long).await + 1;
    }
    let mut shown = 0;
    while shown < last {
        match slow.next().await.unwrap() {
            ToVisitor::Event(event) => {
                assert!(event.prev == shown, "a hole after {shown}: {} follows {}", event.seq, event.prev);
                shown = event.seq;
            }
            ToVisitor::Resync { .. } => panic!("it was never that far behind"),
            _ => {}
        }
    }
}

#[tokio::test]
async fn notes_are_no_gaps() {
    let server = TestServer::start().await;
    let (mut visitor, _) = talkative(&server, 1).await;
    visitor.say(id(1), 2, "person").await;
    let mut console = server.agent("ada").await.console(&server).await;
    console.claim(id(1), 1).await;
    assert_eq!(console.note(id(1), 2, "a tricky one").await, 7);
    assert_eq!(console.say(id(1), 3, "Hello").await, 8);
    let events = visitor.events_to(8).await;
    let places: Vec<_> = events.iter().map(|event| (event.prev, event.seq)).collect();
    assert_eq!(places, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 8)]);
    assert!(!events.iter().any(|event| said(event).contains("tricky")));
    // The same after a reload, from before and from behind the note.
    for (seen, expected) in [(6, vec![(6, 8)]), (7, vec![(6, 8)]), (8, vec![])] {
        let hello = Hello::with(server.token(&licensed_member("ann"))).showing(id(1), seen);
        let mut back = Visitor::connect(&server, hello).await;
        let frames = back.until_quiet().await;
        let places: Vec<_> = frames
            .iter()
            .filter_map(|f| if let ToVisitor::Event(event) = f { Some((event.prev, event.seq)) } else { None })
            .collect();
        assert_eq!(places, expected, "after {seen}");
    }
}

#[tokio::test]
async fn a_ticket_is_numbered_and_listed_for_agents() {
    let server = TestServer::start().await;
    let (mut visitor, _) = talkative(&server, 1).await;
    let open = VisitorFrame::OpenTicket {
        conversation: id(1),
        id: id(2),
        subject: "No sound".into(),
        description: "Since this morning".into(),
    };
    visitor.send(&open).await;
    assert_eq!(visitor.ack(2).await, 3);
    visitor.send(&open).await;
    assert_eq!(visitor.ack(2).await, 3);
    let opened = visitor.events_to(3).await.pop().unwrap();
    let WireBody::TicketOpened { number, .. } = opened.body else { panic!("{opened:?}") };

    let agent = server.agent("ada").await;
    let answer = agent.http.get(server.url("/api/tickets")).send().await.unwrap();
    let list: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(list["tickets"].as_array().unwrap().len(), 1);
    let ticket = &list["tickets"][0];
    assert_eq!(ticket["number"], number);
    assert_eq!(ticket["subject"], "No sound");
    assert_eq!(ticket["description"], "Since this morning");
    assert_eq!(ticket["visitor"], "ANN", "agents read the name, not the id");
    assert_eq!(ticket["status"], "open");
}

#[tokio::test]
async fn who_waits_hears_how_the_queue_moves() {
    let server = TestServer::start().await;
    let mut waiting = Vec::new();
    for (n, sub) in [(1, "ann"), (2, "ben")] {
        let mut visitor = Visitor::connect(&server, Hello::with(server.token(&licensed_member(sub)))).await;
        visitor.say(id(n), n, "person").await;
        let head = visitor.head().await;
        assert!(matches!(head.state, ConversationState::Waiting { .. }));
        assert_eq!(head.queue_position, Some(u32::try_from(n).unwrap()));
        waiting.push(visitor);
        server.clock.advance(SignedDuration::from_secs(1));
    }
    let (mut ben, mut ann) = (waiting.pop().unwrap(), waiting.pop().unwrap());
    ann.send(&VisitorFrame::LeaveQueue { conversation: id(1), id: id(10) }).await;
    ann.ack(10).await;
    assert_eq!(ann.head().await.state, ConversationState::WithBolt);
    assert_eq!(ben.head().await.queue_position, Some(1));
}

#[tokio::test]
async fn one_cannot_write_to_a_conversation_of_somebody_else() {
    let server = TestServer::start().await;
    let (_ann, last) = talkative(&server, 1).await;
    let mut stranger = Visitor::connect(&server, Hello::default()).await;
    stranger.post(id(1), 1, "message 1").await;
    assert_eq!(stranger.refusal().await.code, ErrorCode::UnknownConversation);
    let back = Visitor::connect(&server, Hello::with(server.token(&licensed_member("ann")))).await;
    assert_eq!(back.welcome.conversation.as_ref().unwrap().last_seq, last);
}
