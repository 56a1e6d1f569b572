//! A client's end of a socket: frames in, frames out, and never waiting for ever.

use std::{marker::PhantomData, time::Duration};

use bolt::wire::{ErrorCode, ErrorFrame, ToAgent, ToVisitor};
use futures_util::{SinkExt as _, StreamExt as _};
use serde::{Serialize, de::DeserializeOwned};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{self, Message, handshake::client::Request, protocol::WebSocketConfig},
};

/// Longer than anything takes on the busiest machine; a test that gets here has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// A frame that a client hears.
pub trait Incoming: DeserializeOwned + std::fmt::Debug {
    fn error(self) -> Result<ErrorFrame, Self>;
}

impl Incoming for ToVisitor {
    fn error(self) -> Result<ErrorFrame, Self> {
        match self {
            Self::Error(error) => Ok(error),
            other => Err(other),
        }
    }
}

impl Incoming for ToAgent {
    fn error(self) -> Result<ErrorFrame, Self> {
        match self {
            Self::Error(error) => Ok(error),
            other => Err(other),
        }
    }
}

pub struct Socket<In> {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    hears: PhantomData<In>,
}

impl<In: Incoming> Socket<In> {
    pub async fn connect(request: Request) -> Self {
        Self::try_connect(request).await.unwrap()
    }

    /// Connects, unless nobody listens. With a small buffer: some tests hold thousands.
    pub async fn try_connect(request: Request) -> Result<Self, tungstenite::Error> {
        let config = WebSocketConfig::default().read_buffer_size(1024);
        let (stream, _) = connect_async_with_config(request, Some(config), false).await?;
        Ok(Self { stream, hears: PhantomData })
    }

    pub async fn send(&mut self, frame: &impl Serialize) {
        self.send_text(&serde_json::to_string(frame).unwrap()).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        self.send_message(Message::text(text)).await;
    }

    pub async fn send_message(&mut self, message: Message) {
        self.stream.send(message).await.unwrap();
    }

    /// Sends, unless the connection is gone.
    pub async fn try_send(&mut self, frame: &impl Serialize) -> bool {
        let text = serde_json::to_string(frame).unwrap();
        self.stream.send(Message::text(text)).await.is_ok()
    }

    /// The next frame; `None` when the server closed.
    pub async fn next(&mut self) -> Option<In> {
        loop {
            match timeout(PATIENCE, self.stream.next()).await.expect("the server says nothing") {
                Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next frame that `wanted` makes something of; what comes before it is let go by.
    pub async fn find<T>(&mut self, mut wanted: impl FnMut(In) -> Option<T>) -> T {
        loop {
            let frame = self.next().await.expect("the server closed the connection");
            if let Some(found) = wanted(frame) {
                return found;
            }
        }
    }

    /// The next error.
    pub async fn error(&mut self) -> ErrorFrame {
        self.find(|frame| frame.error().ok()).await
    }

    /// Waits for an error that ends the connection, and for that end.
    pub async fn ends_with(&mut self, code: ErrorCode) -> ErrorFrame {
        let error = self.error().await;
        assert_eq!(error.code, code, "{error:?}");
        assert!(error.fatal, "{error:?}");
        while self.next().await.is_some() {}
        error
    }
}
