//! An agent's client: a browser that is logged in, and its console.

use std::{
    collections::VecDeque,
    ops::{Deref, DerefMut},
    sync::Arc,
};

use bolt::wire::{AgentFrame, DeskConversation, EventFrame, ToAgent, Watch};
use reqwest::{StatusCode, cookie::CookieStore as _, cookie::Jar};
use serde_json::json;
use tokio_tungstenite::tungstenite::{client::IntoClientRequest as _, handshake::client::Request};
use uuid::Uuid;

use super::{At, Socket, id};

/// A browser with cookies.
pub struct Agent {
    pub http: reqwest::Client,
    jar: Arc<Jar>,
}

impl Agent {
    pub fn nobody() -> Self {
        let jar = Arc::new(Jar::default());
        let http = reqwest::Client::builder().cookie_provider(jar.clone()).build().unwrap();
        Self { http, jar }
    }

    pub async fn log_in(server: &impl At, login: &str, password: &str) -> Self {
        let agent = Self::nobody();
        let answer = agent.try_log_in(server, login, password).await;
        assert_eq!(answer.status(), StatusCode::OK);
        agent
    }

    pub async fn try_log_in(&self, server: &impl At, login: &str, password: &str) -> reqwest::Response {
        let body = json!({ "login": login, "password": password });
        self.http.post(server.url("/api/session")).json(&body).send().await.unwrap()
    }

    /// What the browser would open the socket with.
    pub fn handshake(&self, server: &impl At) -> Request {
        let mut request = format!("ws://{}/ws/agent", server.address()).into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("origin", server.url("").parse().unwrap());
        if let Some(cookies) = self.jar.cookies(&server.url("/").parse().unwrap()) {
            headers.insert("cookie", cookies);
        }
        request
    }

    pub async fn console(&self, server: &impl At) -> Console {
        self.console_watching(server, Vec::new()).await
    }

    pub async fn console_watching(&self, server: &impl At, watching: Vec<Watch>) -> Console {
        let mut socket = Socket::connect(self.handshake(server)).await;
        socket.send(&AgentFrame::Hello { protocol: 1, watching }).await;
        socket.find(|frame| matches!(frame, ToAgent::Welcome { .. }).then_some(())).await;
        Console { socket, shown: VecDeque::new() }
    }
}

/// An agent's socket, after welcome.
pub struct Console {
    socket: Socket<ToAgent>,
    /// Events that came while something else was waited for.
    shown: VecDeque<EventFrame>,
}

impl Deref for Console {
    type Target = Socket<ToAgent>;

    fn deref(&self) -> &Self::Target {
        &self.socket
    }
}

impl DerefMut for Console {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.socket
    }
}

impl Console {
    pub async fn watch(&mut self, conversation: Uuid, last_seen: u32) {
        self.send(&AgentFrame::Watch(Watch { conversation, last_seen })).await;
    }

    pub async fn claim(&mut self, conversation: Uuid, command: u128) -> u32 {
        self.send(&AgentFrame::Claim { conversation, id: id(command) }).await;
        self.ack(command).await
    }

    pub async fn say(&mut self, conversation: Uuid, command: u128, text: &str) -> u32 {
        self.send(&AgentFrame::Post { conversation, id: id(command), text: text.into() }).await;
        self.ack(command).await
    }

    pub async fn note(&mut self, conversation: Uuid, command: u128, text: &str) -> u32 {
        self.send(&AgentFrame::Note { conversation, id: id(command), text: text.into() }).await;
        self.ack(command).await
    }

    pub async fn resolve(&mut self, conversation: Uuid, command: u128) -> u32 {
        self.send(&AgentFrame::Resolve { conversation, id: id(command) }).await;
        self.ack(command).await
    }

    pub async fn return_to_bolt(&mut self, conversation: Uuid, command: u128) -> u32 {
        self.send(&AgentFrame::ReturnToBolt { conversation, id: id(command) }).await;
        self.ack(command).await
    }

    pub async fn ack(&mut self, command: u128) -> u32 {
        let shown = &mut self.shown;
        self.socket
            .find(|frame| match frame {
                ToAgent::Ack { id: acked, seq, .. } if acked == id(command) => Some(seq),
                ToAgent::Error(error) => panic!("no ack but {error:?}"),
                ToAgent::Event(event) => {
                    shown.push_back(event);
                    None
                }
                _ => None,
            })
            .await
    }

    pub async fn event(&mut self) -> EventFrame {
        if let Some(event) = self.shown.pop_front() {
            return event;
        }
        self.find(|frame| match frame {
            ToAgent::Event(event) => Some(event),
            ToAgent::Error(error) => panic!("no event but {error:?}"),
            _ => None,
        })
        .await
    }

    pub async fn events_to(&mut self, seq: u32) -> Vec<EventFrame> {
        let mut events = Vec::new();
        while events.last().is_none_or(|event: &EventFrame| event.seq < seq) {
            events.push(self.event().await);
        }
        events
    }

    /// Waits for a desk of which `wanted` is true.
    pub async fn desk(
        &mut self,
        mut wanted: impl FnMut(&[DeskConversation], &[DeskConversation]) -> bool,
    ) -> (Vec<DeskConversation>, Vec<DeskConversation>) {
        let shown = &mut self.shown;
        self.socket
            .find(|frame| match frame {
                ToAgent::Desk { waiting, mine } => wanted(&waiting, &mine).then_some((waiting, mine)),
                ToAgent::Event(event) => {
                    shown.push_back(event);
                    None
                }
                _ => None,
            })
            .await
    }
}
