//! What visitors' and agents' sockets have in common: reading and refusing frames, writing with a deadline, heartbeats,
//! a proper end. One task owns a link, so frames leave in the order in which they were decided.

use std::{error::Error as _, marker::PhantomData, sync::Arc, time::Duration};

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use serde::{Serialize, de::DeserializeOwned};
use tokio::time::{Instant, timeout, timeout_at};

use super::pace::Pace;
use crate::{
    config::Timing,
    telemetry::Metrics,
    wire::{AgentFrame, Checked, ErrorCode, ErrorFrame, ToAgent, ToVisitor, VisitorFrame, decode, limits},
};

/// How much is read at a time. Messages are short, and an idle connection keeps its buffer.
const READ_BUFFER: usize = 1024;
/// How many bytes may wait to be written to a visitor.
pub(super) const VISITOR_BACKLOG: usize = 64 * 1024;
/// How many bytes may wait to be written to an agent: a desk is one frame.
pub(super) const AGENT_BACKLOG: usize = 1024 * 1024;
/// How much longer than a frame may be a message is still read, to be refused without losing the connection.
const SLACK: usize = 32 * 1024;
/// How long the other side may take to close after it was told to.
const FAREWELL: Duration = Duration::from_secs(2);

/// The connection is over; nothing is left to do but drop it.
#[derive(Debug)]
pub(super) struct Over;

/// A frame that a socket sends.
pub(super) trait Outgoing: Serialize + Send + Sync {
    /// What this socket's clients send.
    type Incoming: DeserializeOwned + Checked + Send;
    /// An error.
    fn error(error: ErrorFrame) -> Self;
    /// "Are you there?"
    const PING: Self;
    /// "Yes."
    const PONG: Self;
}

impl Outgoing for ToVisitor {
    type Incoming = VisitorFrame;
    const PING: Self = Self::Ping;
    const PONG: Self = Self::Pong;

    fn error(error: ErrorFrame) -> Self {
        Self::Error(error)
    }
}

impl Outgoing for ToAgent {
    type Incoming = AgentFrame;
    const PING: Self = Self::Ping;
    const PONG: Self = Self::Pong;

    fn error(error: ErrorFrame) -> Self {
        Self::Error(error)
    }
}

/// What came in, or that nothing did.
#[derive(Debug)]
pub(super) enum Arrival {
    /// A text frame.
    Text(Utf8Bytes),
    /// A binary frame.
    Binary,
    /// A sign of life below the protocol.
    Sign,
    /// Nothing, for as long as a heartbeat.
    Silence,
    /// Something that is no WebSocket message, or one over every limit.
    Unreadable {
        /// Whether it was too long.
        too_long: bool,
    },
    /// The other side is gone.
    Gone,
}

/// Small buffers: with the defaults an idle connection costs fifty times the memory.
pub(super) fn configured(upgrade: WebSocketUpgrade, backlog: usize) -> WebSocketUpgrade {
    upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_write_buffer_size(backlog)
        .max_frame_size(limits::FRAME_BYTES + SLACK)
        .max_message_size(limits::FRAME_BYTES + SLACK)
}

/// A socket, from its upgrade to its end.
pub(super) struct Link<Out> {
    socket: WebSocket,
    timing: Timing,
    pace: Pace,
    heard_at: Instant,
    /// Whether the other side was asked if it is there, since it was last heard.
    asked: bool,
    metrics: Arc<Metrics>,
    sends: PhantomData<fn(Out)>,
}

impl<Out: Outgoing> Link<Out> {
    pub(super) fn new(socket: WebSocket, timing: Timing, metrics: Arc<Metrics>) -> Self {
        let now = Instant::now();
        Self { socket, timing, pace: Pace::new(now), heard_at: now, asked: false, metrics, sends: PhantomData }
    }

    /// Waits for hello, and refuses everything else.
    pub(super) async fn hello(&mut self, is_hello: fn(&Out::Incoming) -> bool) -> Result<Out::Incoming, Over> {
        let deadline = Instant::now() + self.timing.hello;
        loop {
            let Ok(arrival) = timeout_at(deadline, self.arrival()).await else {
                return Err(self.end(ErrorFrame::of(ErrorCode::HelloTimeout)).await);
            };
            match self.read(arrival).await? {
                Some(frame) if is_hello(&frame) => return Ok(frame),
                Some(frame) => {
                    let refusal = ErrorFrame::because(ErrorCode::OutOfTurn, "no hello came before");
                    self.refuse(refusal.for_command(frame.command())).await?;
                }
                None => {}
            }
        }
    }

    /// Waits for what comes next. Cancel-safe.
    pub(super) async fn arrival(&mut self) -> Arrival {
        let patience = if self.asked { self.timing.heartbeat * 2 } else { self.timing.heartbeat };
        match timeout_at(self.heard_at + patience, self.socket.recv()).await {
            Err(_) => Arrival::Silence,
            Ok(Some(Ok(Message::Text(text)))) => Arrival::Text(text),
            Ok(Some(Ok(Message::Binary(_)))) => Arrival::Binary,
            Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => Arrival::Sign,
            Ok(Some(Ok(Message::Close(_))) | None) => Arrival::Gone,
            Ok(Some(Err(error))) => unreadable(&error),
        }
    }

    /// Makes a frame of what came, or deals with it.
    pub(super) async fn read(&mut self, arrival: Arrival) -> Result<Option<Out::Incoming>, Over> {
        if !matches!(arrival, Arrival::Silence) {
            self.heard_at = Instant::now();
            self.asked = false;
        }
        match arrival {
            Arrival::Text(text) => return self.decoded(&text).await,
            Arrival::Binary => {
                self.refuse(ErrorFrame::because(ErrorCode::Malformed, "binary frames are not taken")).await?;
            }
            Arrival::Sign => {}
            Arrival::Silence if self.asked => {
                return Err(self.end(ErrorFrame::of(ErrorCode::HeartbeatTimeout)).await);
            }
            Arrival::Silence => {
                self.asked = true;
                self.send(&Out::PING).await?;
            }
            Arrival::Unreadable { too_long: true } => {
                let detail = format!("at most {} bytes are taken", limits::FRAME_BYTES);
                return Err(self.end(ErrorFrame::because(ErrorCode::TooLong, detail)).await);
            }
            Arrival::Unreadable { too_long: false } => {
                let detail = "it is no WebSocket message";
                return Err(self.end(ErrorFrame::because(ErrorCode::Malformed, detail)).await);
            }
            Arrival::Gone => return Err(Over),
        }
        Ok(None)
    }

    async fn decoded(&mut self, text: &str) -> Result<Option<Out::Incoming>, Over> {
        let frame = decode::<Out::Incoming>(text);
        if let Err(wait) = self.pace.take(self.heard_at) {
            let command = match &frame {
                Ok(frame) => frame.command(),
                Err(bad) => bad.0.id,
            };
            let retry_after_ms = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).max(1);
            let refusal = ErrorFrame { retry_after_ms: Some(retry_after_ms), ..ErrorFrame::of(ErrorCode::TooFast) };
            self.refuse(refusal.for_command(command)).await?;
            return Ok(None);
        }
        match frame {
            Ok(frame) => Ok(Some(frame)),
            Err(bad) => {
                self.refuse(bad.0).await?;
                Ok(None)
            }
        }
    }

    /// Writes a frame. Who does not read for two heartbeats is given up; what they miss, they get when they are back.
    pub(super) async fn send(&mut self, frame: &Out) -> Result<(), Over> {
        let Ok(text) = serde_json::to_string(frame) else {
            tracing::error!("a frame could not be written as JSON");
            return Err(Over);
        };
        match timeout(self.timing.heartbeat * 2, self.socket.send(Message::Text(text.into()))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Over),
        }
    }

    /// Tells of an error; the connection goes on.
    pub(super) async fn refuse(&mut self, error: ErrorFrame) -> Result<(), Over> {
        self.metrics.error(error.code.code());
        self.send(&Out::error(error)).await
    }

    /// Tells of an error and ends the connection.
    pub(super) async fn end(&mut self, error: ErrorFrame) -> Over {
        let closing = match error.code {
            ErrorCode::ShuttingDown => close_code::RESTART,
            _ => close_code::POLICY,
        };
        let reason = error.code.code();
        if self.refuse(ErrorFrame { fatal: true, ..error }).await.is_ok() {
            // Without a goodbye, what is still unread on this side would make the kernel throw the error away.
            let close = Message::Close(Some(CloseFrame { code: closing, reason: Utf8Bytes::from_static(reason) }));
            let goodbye = async {
                if self.socket.send(close).await.is_ok() {
                    while let Some(Ok(_)) = self.socket.recv().await {}
                }
            };
            let _ = timeout(FAREWELL, goodbye).await;
        }
        Over
    }
}

fn unreadable(error: &axum::Error) -> Arrival {
    use tungstenite::Error as E;
    match error.source().and_then(|source| source.downcast_ref::<E>()) {
        Some(E::Capacity(_)) => Arrival::Unreadable { too_long: true },
        Some(E::Protocol(tungstenite::error::ProtocolError::ResetWithoutClosingHandshake)) => Arrival::Gone,
        Some(E::Protocol(_) | E::Utf8(_)) => Arrival::Unreadable { too_long: false },
        _ => Arrival::Gone,
    }
}
