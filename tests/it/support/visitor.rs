//! A visitor's client.

use std::{
    collections::VecDeque,
    ops::{Deref, DerefMut},
};

use bolt::wire::{ConversationHead, ErrorFrame, EventFrame, ToVisitor, VisitorFrame, VisitorInfo, WireBody};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use uuid::Uuid;

use super::{At, Socket, id};

/// What a client says hello with.
#[derive(Clone, Debug, Default)]
pub struct Hello {
    pub token: Option<String>,
    pub conversation: Option<Uuid>,
    pub last_seen: Option<u32>,
    pub locale: Option<String>,
}

impl Hello {
    pub fn with(token: impl Into<String>) -> Self {
        Self { token: Some(token.into()), ..Self::default() }
    }

    pub fn showing(self, conversation: Uuid, last_seen: u32) -> Self {
        Self { conversation: Some(conversation), last_seen: Some(last_seen), ..self }
    }

    pub fn frame(self) -> VisitorFrame {
        let Self { token, conversation, last_seen, locale } = self;
        VisitorFrame::Hello { protocol: 1, token, conversation, last_seen, locale }
    }
}

/// What the server said welcome with.
#[derive(Debug)]
pub struct Welcome {
    pub visitor: VisitorInfo,
    pub visitor_token: Option<String>,
    pub conversation: Option<ConversationHead>,
}

/// A connection, after welcome.
pub struct Visitor {
    socket: Socket<ToVisitor>,
    /// Events that came while something else was waited for.
    shown: VecDeque<EventFrame>,
    pub welcome: Welcome,
}

impl Deref for Visitor {
    type Target = Socket<ToVisitor>;

    fn deref(&self) -> &Self::Target {
        &self.socket
    }
}

impl DerefMut for Visitor {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.socket
    }
}

impl Visitor {
    /// A connection that has said nothing yet.
    pub async fn knock(server: &impl At) -> Socket<ToVisitor> {
        Socket::connect(format!("ws://{}/ws/visitor", server.address()).into_client_request().unwrap()).await
    }

    pub async fn connect(server: &impl At, hello: Hello) -> Self {
        let mut socket = Self::knock(server).await;
        socket.send(&hello.frame()).await;
        let welcome = socket
            .find(|frame| match frame {
                ToVisitor::Welcome { visitor, visitor_token, conversation, .. } => {
                    Some(Welcome { visitor, visitor_token, conversation })
                }
                other => panic!("no welcome but {other:?}"),
            })
            .await;
        Self { socket, shown: VecDeque::new(), welcome }
    }

    pub async fn post(&mut self, conversation: Uuid, command: u128, text: &str) {
        let frame = VisitorFrame::Post { conversation, id: id(command), text: text.into(), choice: None };
        self.send(&frame).await;
    }

    /// The number that a command was acked with.
    pub async fn ack(&mut self, command: u128) -> u32 {
        let shown = &mut self.shown;
        self.socket
            .find(|frame| match frame {
                ToVisitor::Ack { id: acked, seq, .. } if acked == id(command) => Some(seq),
                ToVisitor::Error(error) => panic!("no ack but {error:?}"),
                ToVisitor::Event(event) => {
                    shown.push_back(event);
                    None
                }
                _ => None,
            })
            .await
    }

    /// Posts and waits for the ack.
    pub async fn say(&mut self, conversation: Uuid, command: u128, text: &str) -> u32 {
        self.post(conversation, command, text).await;
        self.ack(command).await
    }

    pub async fn event(&mut self) -> EventFrame {
        if let Some(event) = self.shown.pop_front() {
            return event;
        }
        self.find(|frame| match frame {
            ToVisitor::Event(event) => Some(event),
            ToVisitor::Error(error) => panic!("no event but {error:?}"),
            _ => None,
        })
        .await
    }

    /// Every event up to a number.
    pub async fn events_to(&mut self, seq: u32) -> Vec<EventFrame> {
        let mut events = Vec::new();
        while events.last().is_none_or(|event: &EventFrame| event.seq < seq) {
            events.push(self.event().await);
        }
        events
    }

    /// The next head, with the events before it kept.
    pub async fn head(&mut self) -> ConversationHead {
        let shown = &mut self.shown;
        self.socket
            .find(|frame| match frame {
                ToVisitor::Head(head) => Some(head),
                ToVisitor::Event(event) => {
                    shown.push_back(event);
                    None
                }
                _ => None,
            })
            .await
    }

    /// Sends a ping and collects what is said before its pong: everything that was on its way.
    pub async fn until_quiet(&mut self) -> Vec<ToVisitor> {
        self.send(&VisitorFrame::Ping).await;
        let mut said = Vec::new();
        loop {
            match self.next().await.expect("the server closed the connection") {
                ToVisitor::Pong => return said,
                frame => said.push(frame),
            }
        }
    }

    pub async fn refusal(&mut self) -> ErrorFrame {
        self.socket.error().await
    }
}

/// What people read in an event.
pub fn said(event: &EventFrame) -> String {
    match &event.body {
        WireBody::VisitorMessage { text, .. } | WireBody::AgentMessage { text, .. } | WireBody::Note { text, .. } => {
            text.clone()
        }
        WireBody::BoltMessage { html, .. } => html.clone(),
        other => serde_json::to_value(other).unwrap()["type"].as_str().unwrap().to_owned(),
    }
}
