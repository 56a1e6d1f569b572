//! The visitor's socket. The log's numbers alone decide what a client gets: the hub is a doorbell, and what rang while
//! nobody listened is read from the store.
//!
//! A connection follows one conversation: the one it resumed, else the one it last wrote to, else the first that its
//! visitor begins elsewhere.

use std::sync::Arc;

use axum::{
    extract::{State as Extract, WebSocketUpgrade, ws::WebSocket},
    response::Response,
};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    Server, bell,
    delta::{Place, Step},
    link::{Arrival, Link, Outgoing as _, Over, VISITOR_BACKLOG, configured},
    problem,
};
use crate::{
    chat::{ChatError, OpenTicket, PostMessage, Rate, Receipt},
    domain::{ClientId, Conversation, ConversationId, Identity, Language, Seq, State, VisitorId},
    hub::{Committed, Heard, Signal, Subscription},
    reply,
    telemetry::Kind,
    tokens::{TokenError, Verified},
    wire::{
        self, ConversationHead, ErrorCode, ErrorFrame, EventFrame, PROTOCOL, Reader, ToVisitor, VisitorFrame,
        VisitorInfo,
    },
};

/// `GET /ws/visitor`.
pub(super) async fn upgrade(Extract(server): Extract<Arc<Server>>, upgrade: WebSocketUpgrade) -> Response {
    configured(upgrade, VISITOR_BACKLOG).on_upgrade(move |socket| {
        let task = server.sockets.token();
        async move {
            let _counted = server.metrics.connected(Kind::Visitor);
            // Boxed: while the connection is idle, the task is no larger than its loop.
            if let Some(mut visitor) = Box::pin(Visitor::greet(socket, server)).await {
                while visitor.turn().await.is_ok() {}
            }
            drop(task);
        }
    })
}

/// What hello said, once it was believed.
struct Greeting {
    identity: Identity,
    until: Timestamp,
    visitor_token: Option<String>,
    locale: Option<Language>,
}

/// The conversation that a connection shows.
struct Followed {
    place: Place,
    /// The head that the client was last told.
    told: Option<ConversationHead>,
}

/// A visitor's connection, after hello.
struct Visitor {
    link: Link<ToVisitor>,
    server: Arc<Server>,
    identity: Box<Identity>,
    until: Timestamp,
    locale: Option<Language>,
    inbox: Subscription,
    followed: Option<Followed>,
    /// Rings when the queue moves; only while this visitor waits in it.
    queue: Option<Subscription>,
}

enum Woke {
    Arrived(Arrival),
    Heard(Heard),
    QueueMoved,
    Closing,
}

impl Visitor {
    async fn greet(socket: WebSocket, server: Arc<Server>) -> Option<Self> {
        let mut link = Link::<ToVisitor>::new(socket, server.settings.timing, Arc::clone(&server.metrics));
        let hello = tokio::select! {
            hello = link.hello(|frame| matches!(frame, VisitorFrame::Hello { .. })) => hello.ok()?,
            () = server.closing.cancelled() => {
                link.end(ErrorFrame::of(ErrorCode::ShuttingDown)).await;
                return None;
            }
        };
        let VisitorFrame::Hello { protocol, token, conversation, last_seen, locale } = hello else { return None };
        let greeting = match believe(&server, protocol, token.as_deref(), locale.as_deref()) {
            Ok(greeting) => greeting,
            Err(refusal) => {
                link.end(refusal).await;
                return None;
            }
        };
        let Greeting { identity, until, visitor_token, locale } = greeting;
        // Subscribed before anything is read, so that nothing is committed in between unheard.
        let inbox = server.hub.visitor(&identity.visitor);
        let identity = Box::new(identity);
        let mut visitor = Self { link, server, identity, until, locale, inbox, followed: None, queue: None };
        let shown = conversation.map(|id| (ConversationId(id), Seq(last_seen.unwrap_or(0))));
        visitor.welcome(shown, visitor_token).await.ok()?;
        Some(visitor)
    }

    async fn welcome(
        &mut self,
        shown: Option<(ConversationId, Seq)>,
        visitor_token: Option<String>,
    ) -> Result<(), Over> {
        let resumed = match self.server.chat.resume(&self.identity, shown.map(|(id, _)| id)).await {
            Ok(resumed) => resumed,
            Err(ChatError::UnknownConversation) => None,
            Err(error) => return Err(self.link.end(problem::frame_of(&error, None)).await),
        };
        let head = match &resumed {
            Some(conversation) => Some(self.head_of(conversation).await?),
            None => None,
        };
        let welcome = ToVisitor::Welcome {
            protocol: PROTOCOL,
            visitor: self.info(),
            visitor_token,
            conversation: head.clone(),
            heartbeat_ms: u32::try_from(self.server.settings.timing.heartbeat.as_millis()).unwrap_or(u32::MAX),
        };
        self.link.send(&welcome).await?;
        match (resumed, shown) {
            (Some(conversation), shown) => {
                let mut seen = shown.map_or(Seq::ZERO, |(_, seen)| seen);
                if seen > conversation.last_seq {
                    // The database went back in time, to a backup: what the client shows may never have been.
                    self.start_over(conversation.id).await?;
                    seen = Seq::ZERO;
                }
                self.followed = Some(Followed { place: Place::after(conversation.id, seen), told: head });
                self.bring_up_to(&conversation, None).await
            }
            // The client shows something that is not there (any more): it starts over with nothing.
            (None, Some((id, seen))) if seen > Seq::ZERO => self.start_over(id).await,
            (None, _) => Ok(()),
        }
    }

    async fn start_over(&mut self, conversation: ConversationId) -> Result<(), Over> {
        self.server.metrics.resync();
        self.link.send(&ToVisitor::Resync { conversation: conversation.0 }).await
    }

    fn info(&self) -> VisitorInfo {
        let reply::Entitled { live_chat, ticket, phone, .. } = self.server.chat.entitled(&self.identity.standing);
        VisitorInfo {
            name: self.identity.name.clone(),
            anonymous: self.identity.anonymous,
            standing: self.identity.standing,
            entitled: wire::Entitled { live_chat, ticket, phone },
        }
    }

    /// Waits for the next thing to do, and does it.
    async fn turn(&mut self) -> Result<(), Over> {
        let woke = tokio::select! {
            arrival = self.link.arrival() => Woke::Arrived(arrival),
            heard = self.inbox.next() => Woke::Heard(heard),
            () = queue_moved(&mut self.queue) => Woke::QueueMoved,
            () = self.server.closing.cancelled() => Woke::Closing,
        };
        // Boxed: see `upgrade`.
        Box::pin(self.act_on(woke)).await
    }

    async fn act_on(&mut self, woke: Woke) -> Result<(), Over> {
        match woke {
            Woke::Arrived(arrival) => {
                let frame = self.link.read(arrival).await?;
                self.check_token().await?;
                match frame {
                    Some(frame) => self.on_frame(frame).await,
                    None => Ok(()),
                }
            }
            Woke::Heard(Heard::Signal(Signal::Committed(committed))) => self.on_committed(&committed).await,
            Woke::Heard(Heard::Signal(Signal::AgentTyping { conversation, agent })) => {
                if self.follows(conversation) {
                    let typing = ToVisitor::Typing { conversation: conversation.0, agent: agent.to_string() };
                    self.link.send(&typing).await?;
                }
                Ok(())
            }
            Woke::Heard(Heard::Signal(Signal::VisitorTyping { .. } | Signal::DeskChanged)) => Ok(()),
            Woke::Heard(Heard::Missed) => self.look_again().await,
            Woke::QueueMoved => self.look_again().await,
            Woke::Closing => Err(self.link.end(ErrorFrame::of(ErrorCode::ShuttingDown)).await),
        }
    }

    /// Ends the connection when its token has run out: an entitlement does not outlive its signature.
    async fn check_token(&mut self) -> Result<(), Over> {
        if self.server.clock.now() <= self.until {
            return Ok(());
        }
        Err(self.link.end(ErrorFrame::of(ErrorCode::ExpiredToken)).await)
    }

    async fn on_frame(&mut self, frame: VisitorFrame) -> Result<(), Over> {
        let chat = Arc::clone(&self.server.chat);
        match frame {
            VisitorFrame::Hello { .. } => {
                self.link.refuse(ErrorFrame::because(ErrorCode::OutOfTurn, "hello was said already")).await
            }
            VisitorFrame::Post { conversation, id, text, choice } => {
                let (conversation, command) = (ConversationId(conversation), ClientId(id));
                let post = PostMessage { conversation, id: command, text, choice, locale: self.locale };
                let done = chat.post_message(&self.identity, post).await;
                self.answer(id, done).await
            }
            VisitorFrame::OpenTicket { conversation, id, subject, description } => {
                let (conversation, command) = (ConversationId(conversation), ClientId(id));
                let open = OpenTicket { conversation, id: command, subject, description, locale: self.locale };
                let done = chat.open_ticket(&self.identity, open).await;
                self.answer(id, done).await
            }
            VisitorFrame::LeaveQueue { conversation, id } => {
                let done = chat.leave_queue(&self.identity, ConversationId(conversation), ClientId(id)).await;
                self.answer(id, done).await
            }
            VisitorFrame::Rate { conversation, id, message, helpful } => {
                let (conversation, command) = (ConversationId(conversation), ClientId(id));
                let rate = Rate { conversation, id: command, message: Seq(message), helpful };
                let done = chat.rate(&self.identity, rate).await;
                self.answer(id, done).await
            }
            VisitorFrame::Typing { conversation } => {
                match chat.visitor_typing(&self.identity, ConversationId(conversation)).await {
                    // Somebody types the message that will begin it.
                    Ok(()) | Err(ChatError::UnknownConversation) => Ok(()),
                    Err(error) => self.link.refuse(problem::frame_of(&error, None)).await,
                }
            }
            VisitorFrame::Ping => self.link.send(&ToVisitor::PONG).await,
            VisitorFrame::Pong => Ok(()),
        }
    }

    /// Acks a command that was committed, or tells why it was not carried out.
    async fn answer(&mut self, command: Uuid, done: Result<Receipt, ChatError>) -> Result<(), Over> {
        let receipt = match done {
            Ok(receipt) => receipt,
            Err(error) => return self.link.refuse(problem::frame_of(&error, Some(command))).await,
        };
        let ack = ToVisitor::Ack { id: command, conversation: receipt.conversation.0, seq: receipt.seq.0 };
        self.link.send(&ack).await?;
        if !self.follows(receipt.conversation) {
            self.followed = Some(Followed { place: Place::after(receipt.conversation, Seq::ZERO), told: None });
            self.look_again().await?;
        }
        Ok(())
    }

    fn follows(&self, conversation: ConversationId) -> bool {
        self.followed.as_ref().is_some_and(|followed| followed.place.conversation == conversation)
    }

    async fn on_committed(&mut self, committed: &Committed) -> Result<(), Over> {
        let conversation = &committed.conversation;
        if self.followed.is_none() {
            self.followed = Some(Followed { place: Place::after(conversation.id, Seq::ZERO), told: None });
        }
        if self.follows(conversation.id) { self.bring_up_to(conversation, Some(committed)).await } else { Ok(()) }
    }

    /// Reads where the conversation stands, and brings the client there.
    async fn look_again(&mut self) -> Result<(), Over> {
        let wanted = self.followed.as_ref().map(|followed| followed.place.conversation);
        match self.server.chat.resume(&self.identity, wanted).await {
            Ok(Some(conversation)) => {
                self.followed
                    .get_or_insert_with(|| Followed { place: Place::after(conversation.id, Seq::ZERO), told: None });
                self.bring_up_to(&conversation, None).await
            }
            Ok(None) => Ok(()),
            // Rather begun anew than with a hole.
            Err(error) => Err(self.link.end(problem::frame_of(&error, None)).await),
        }
    }

    /// Sends what the client lacks of the followed conversation, then where it stands.
    async fn bring_up_to(&mut self, conversation: &Conversation, rung: Option<&Committed>) -> Result<(), Over> {
        let server = Arc::clone(&self.server);
        if self.followed.as_ref().is_some_and(|followed| followed.place.is_beyond(conversation.last_seq)) {
            // A ring that was waiting while its news, and newer, were read from the store.
            return Ok(());
        }
        while let Some(followed) = &mut self.followed {
            let next = followed.place.next(&server.chat, conversation.last_seq, rung.map(|c| &c.events[..])).await;
            match next {
                Ok(Step::Done) => break,
                Ok(Step::StartOver) => self.start_over(conversation.id).await?,
                Ok(Step::Send(events)) => {
                    for event in events.iter() {
                        if let Some(frame) =
                            EventFrame::of(event, Reader::Visitor, &|text, marks| server.help.html(text, marks))
                        {
                            self.link.send(&ToVisitor::Event(frame)).await?;
                        }
                    }
                }
                Err(error) => return Err(self.link.end(problem::frame_of(&error, None)).await),
            }
        }
        self.tell_head(conversation).await
    }

    async fn tell_head(&mut self, conversation: &Conversation) -> Result<(), Over> {
        let waits = matches!(conversation.state, State::Waiting { .. });
        if waits != self.queue.is_some() {
            self.queue = waits.then(|| self.server.hub.desk());
        }
        let head = self.head_of(conversation).await?;
        let Some(followed) = &mut self.followed else { return Ok(()) };
        if followed.told.as_ref().is_some_and(|told| says_the_same(told, &head)) {
            return Ok(());
        }
        followed.told = Some(head.clone());
        self.link.send(&ToVisitor::Head(head)).await
    }

    async fn head_of(&mut self, conversation: &Conversation) -> Result<ConversationHead, Over> {
        let queue_position = match conversation.state {
            State::Waiting { .. } => match self.server.chat.queue_position(conversation.id).await {
                Ok(position) => position,
                Err(error) => return Err(self.link.end(problem::frame_of(&error, None)).await),
            },
            _ => None,
        };
        Ok(ConversationHead {
            conversation: conversation.id.0,
            state: (&conversation.state).into(),
            language: conversation.language,
            last_seq: conversation.last_visible.0,
            queue_position,
        })
    }
}

/// Whether a head is no news: that events came, the events tell themselves.
fn says_the_same(told: &ConversationHead, head: &ConversationHead) -> bool {
    told.state == head.state && told.language == head.language && told.queue_position == head.queue_position
}

async fn queue_moved(queue: &mut Option<Subscription>) {
    match queue {
        Some(queue) => bell::rung(queue).await,
        None => std::future::pending().await,
    }
}

/// Checks what hello claims.
fn believe(server: &Server, protocol: u32, token: Option<&str>, locale: Option<&str>) -> Result<Greeting, ErrorFrame> {
    if protocol != PROTOCOL {
        let detail = format!("it was asked for version {protocol} and speaks version {PROTOCOL}");
        return Err(ErrorFrame::because(ErrorCode::UnsupportedProtocol, detail));
    }
    let Verified { identity, mut until } = match token {
        Some(token) => server.tokens.verify(token).map_err(|error| match error {
            TokenError::Expired => ErrorFrame::of(ErrorCode::ExpiredToken),
            TokenError::Invalid(why) => ErrorFrame::because(ErrorCode::InvalidToken, why),
        })?,
        None => {
            let visitor = VisitorId(format!("anon:{}", server.ids.new_id()));
            Verified { identity: Identity::anonymous(visitor), until: Timestamp::MAX }
        }
    };
    let mut visitor_token = None;
    if identity.anonymous {
        // Renewed at each visit, so it is good for as long as the connection is.
        until = Timestamp::MAX;
        let signed = server.tokens.sign_visitor(&identity.visitor).map_err(|error| {
            tracing::error!(%error, "a visitor token could not be signed");
            ErrorFrame::of(ErrorCode::Unavailable)
        })?;
        visitor_token = Some(signed);
    }
    let locale = locale.and_then(Language::of_locale).or(identity.locale);
    Ok(Greeting { identity, until, visitor_token, locale })
}
