//! kill -9 in the middle of traffic, several times: what was acked is there once and in order, what was not is sent again
//! and never doubled.

use std::{
    collections::{BTreeMap, VecDeque},
    net::SocketAddr,
    path::Path,
};

use bolt::wire::{AgentFrame, EventFrame, ToAgent, ToVisitor, VisitorFrame, Watch, WireBody};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use uuid::Uuid;

use crate::support::{Agent, At, Hello, Process, Socket, Visitor, id};

const ROUNDS: u128 = 4;
const VISITORS: u128 = 4;
/// How many messages each client sends in a round, those of the round before included; fewer than a burst.
const EACH: u128 = 12;
/// How many of them are on their way at a time.
const IN_FLIGHT: usize = 4;
/// How many acks of all clients a round lasts.
const ACKS: usize = 25;
const PASSWORD: &str = "correct horse battery";

/// A client as it should be: it keeps what is not acked, and what it shows.
struct Talker {
    conversation: Uuid,
    /// The numbers of its messages, and of their ids, begin here.
    base: u128,
    written: u128,
    outbox: VecDeque<u128>,
    acked: BTreeMap<u128, u32>,
    shown: Vec<EventFrame>,
}

impl Talker {
    fn new(conversation: Uuid, base: u128) -> Self {
        let (outbox, acked, shown) = (VecDeque::new(), BTreeMap::new(), Vec::new());
        Self { conversation, base, written: 0, outbox, acked, shown }
    }

    fn last_seen(&self) -> u32 {
        self.shown.last().map_or(0, |event| event.seq)
    }

    /// How many messages will have been written when this round is over.
    fn round(&self) -> u128 {
        self.written + EACH - u128::try_from(self.outbox.len()).unwrap()
    }

    /// The next message to write, while there is one and few are on their way.
    fn next(&mut self, until: u128) -> Option<u128> {
        if self.written >= until || self.outbox.len() >= IN_FLIGHT {
            return None;
        }
        self.written += 1;
        self.outbox.push_back(self.base + self.written);
        Some(self.base + self.written)
    }

    fn on_ack(&mut self, command: Uuid, seq: u32) {
        let n = command.as_u128() - id(0).as_u128();
        let before = self.acked.insert(n, seq);
        assert!(before.is_none_or(|before| before == seq), "{n} was acked as {before:?} and as {seq}");
        self.outbox.retain(|waiting| *waiting != n);
    }

    fn on_event(&mut self, event: EventFrame) {
        if event.seq <= self.last_seen() {
            // It asked to watch again while this was on its way.
            assert!(self.shown.contains(&event), "{event:?} is not what was shown under its number");
            return;
        }
        assert_eq!(event.prev, self.last_seen(), "a hole before {event:?}");
        self.shown.push(event);
    }
}

fn text(n: u128) -> String {
    match n % 1000 {
        1 => "I want to talk to a person".to_owned(),
        n => format!("message {n}"),
    }
}

/// Writes as a visitor until everything is acked, or the server is gone.
async fn visit(talker: &mut Talker, at: SocketAddr, token: String, acks: mpsc::Sender<()>) {
    let until = talker.round();
    let request = format!("ws://{at}/ws/visitor").into_client_request().unwrap();
    let Ok(mut socket) = Socket::<ToVisitor>::try_connect(request).await else { return };
    let hello = Hello::with(token).showing(talker.conversation, talker.last_seen()).frame();
    let mut is_connected = socket.try_send(&hello).await;
    let conversation = talker.conversation;
    let post = |n: u128| VisitorFrame::Post { conversation, id: id(n), text: text(n), choice: None };
    for n in talker.outbox.clone() {
        is_connected = is_connected && socket.try_send(&post(n)).await;
    }
    loop {
        while let Some(n) = talker.next(until) {
            is_connected = is_connected && socket.try_send(&post(n)).await;
        }
        let is_done = talker.written >= until && talker.outbox.is_empty();
        if !is_connected
            || (is_done && talker.shown.last().is_some_and(|e| Some(&e.seq) >= talker.acked.values().max()))
        {
            return;
        }
        match socket.next().await {
            Some(ToVisitor::Ack { id, seq, .. }) => {
                talker.on_ack(id, seq);
                let _ = acks.send(()).await;
            }
            Some(ToVisitor::Event(event)) => talker.on_event(event),
            Some(ToVisitor::Error(error)) => panic!("{error:?}"),
            Some(_) => {}
            None => return,
        }
    }
}

/// Claims the first visitor's conversation, and writes there as an agent.
async fn attend(talker: &mut Talker, at: &impl At, agent: &Agent, acks: mpsc::Sender<()>) {
    let until = talker.round();
    let Ok(mut socket) = Socket::<ToAgent>::try_connect(agent.handshake(at)).await else { return };
    let conversation = talker.conversation;
    let watching = vec![Watch { conversation, last_seen: talker.last_seen() }];
    let mut is_connected = socket.try_send(&AgentFrame::Hello { protocol: 1, watching }).await;
    let post = |n: u128| AgentFrame::Post { conversation, id: id(n), text: text(n) };
    let mut has_it = false;
    loop {
        if has_it {
            while let Some(n) = talker.next(until) {
                is_connected = is_connected && socket.try_send(&post(n)).await;
            }
        }
        let is_done = talker.written >= until && talker.outbox.is_empty();
        if !is_connected
            || (is_done && talker.shown.last().is_some_and(|e| Some(&e.seq) >= talker.acked.values().max()))
        {
            return;
        }
        match socket.next().await {
            Some(ToAgent::Desk { waiting, mine }) => {
                if waiting.iter().any(|waits| waits.conversation == conversation) {
                    let claim = AgentFrame::Claim { conversation, id: id(talker.base) };
                    is_connected = is_connected && socket.try_send(&claim).await;
                }
                if !has_it && mine.iter().any(|own| own.conversation == conversation) {
                    has_it = true;
                    for n in talker.outbox.clone() {
                        is_connected = is_connected && socket.try_send(&post(n)).await;
                    }
                    let watch = AgentFrame::Watch(Watch { conversation, last_seen: talker.last_seen() });
                    is_connected = is_connected && socket.try_send(&watch).await;
                }
            }
            Some(ToAgent::Ack { id: command, seq, .. }) if command != id(talker.base) => {
                talker.on_ack(command, seq);
                let _ = acks.send(()).await;
            }
            Some(ToAgent::Event(event)) => talker.on_event(event),
            // It watches before the conversation is begun, and looks again when it has it.
            Some(ToAgent::Error(error)) => assert_eq!(error.code.code(), "unknown_conversation", "{error:?}"),
            Some(_) => {}
            None => return,
        }
    }
}

/// One life of the server: everybody writes, until enough is acked and it is killed, or until everybody is done.
async fn round(data: &Path, visitors: &mut [Talker], desk: &mut Talker, agent: &mut Option<Agent>, round: u128) {
    let server = Process::start(data);
    if agent.is_none() {
        *agent = Some(Agent::log_in(&server, "ada", PASSWORD).await);
    }
    let agent = agent.as_ref().unwrap();
    let (acks, mut acked) = mpsc::channel(1000);
    let at = At::address(&server);
    let everybody = async {
        let visits = visitors
            .iter_mut()
            .enumerate()
            .map(|(n, talker)| visit(talker, at, Process::token(&format!("visitor-{n}")), acks.clone()));
        let at_desk = Here(at);
        tokio::join!(futures_util::future::join_all(visits), attend(desk, &at_desk, agent, acks.clone()));
    };
    let killer = async {
        if round < ROUNDS {
            for _ in 0..ACKS {
                acked.recv().await.unwrap();
            }
            server.kill();
        } else {
            // The last life goes on until everybody is done.
            std::future::pending::<()>().await;
        }
    };
    tokio::pin!(everybody);
    tokio::select! {
        () = &mut everybody => assert_eq!(round, ROUNDS, "everybody was done before the server was killed"),
        () = killer => everybody.await,
    }
}

struct Here(SocketAddr);

impl At for Here {
    fn address(&self) -> SocketAddr {
        self.0
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acked_is_lost_doubled_or_moved_by_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    Process::add_agent(data, "ada", PASSWORD);
    let mut visitors: Vec<Talker> = (0..VISITORS).map(|n| Talker::new(id(n + 1), (n + 1) * 1000)).collect();
    let mut desk = Talker::new(id(1), 9000);
    let mut agent = None;
    let mut unacked = 0;
    for n in 1..=ROUNDS {
        round(data, &mut visitors, &mut desk, &mut agent, n).await;
        unacked += visitors.iter().map(|talker| talker.outbox.len()).sum::<usize>();
    }
    assert!(unacked > 0, "the server was never killed in the middle of anything");

    let server = Process::start(data);
    for (n, talker) in visitors.iter().enumerate() {
        let hello = Hello::with(Process::token(&format!("visitor-{n}"))).showing(talker.conversation, 0);
        let mut visitor = Visitor::connect(&server, hello).await;
        let last = visitor.welcome.conversation.as_ref().unwrap().last_seq;
        let log = visitor.events_to(last).await;
        let own = |event: &EventFrame| match &event.body {
            WireBody::VisitorMessage { client_id, .. } => Some((client_id.unwrap(), event.seq)),
            _ => None,
        };
        check(talker, &log, own);
    }
    let watching = vec![Watch { conversation: id(1), last_seen: 0 }];
    let mut console = agent.unwrap().console_watching(&server, watching).await;
    let log = console.events_to(desk.last_seen()).await;
    let own = |event: &EventFrame| match &event.body {
        WireBody::AgentMessage { client_id, .. } => Some((client_id.unwrap(), event.seq)),
        _ => None,
    };
    check(&desk, &log, own);
}

/// The log holds every message of a client once, where it was acked, in the order in which it was written; and what the
/// client was ever shown.
fn check(talker: &Talker, log: &[EventFrame], own: impl Fn(&EventFrame) -> Option<(Uuid, u32)>) {
    let written: Vec<(Uuid, u32)> = log.iter().filter_map(own).collect();
    let expected: Vec<(Uuid, u32)> =
        (1..=talker.written).map(|n| (id(talker.base + n), talker.acked[&(talker.base + n)])).collect();
    assert_eq!(written, expected);
    assert!(talker.outbox.is_empty() && talker.written >= EACH);
    assert!(log.starts_with(&talker.shown), "what was shown is not what is there");
}
