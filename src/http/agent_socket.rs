//! The agent's socket: the desk, and the conversations that the console watches. The session is looked at again with each
//! frame and each heartbeat, so that who logs out or is disabled is out here as well.

use std::sync::Arc;

use axum::{
    extract::{State as Extract, WebSocketUpgrade, ws::WebSocket},
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use futures_util::future::select_all;
use uuid::Uuid;

use super::{
    Server, bell,
    delta::{Place, Step},
    link::{AGENT_BACKLOG, Arrival, Link, Outgoing as _, Over, configured},
    origin,
    problem::{self, Problem},
    session::AgentSession,
};
use crate::{
    chat::{ChatError, Receipt},
    domain::{AgentRef, AgentRole, ClientId, Conversation, ConversationId, Seq, State},
    hub::{Committed, Heard, Signal, Subscription},
    telemetry::Kind,
    wire::{
        AgentFrame, AgentInfo, DeskConversation, ErrorCode, ErrorFrame, EventFrame, PROTOCOL, Reader, ToAgent, Watch,
        limits,
    },
};

/// `GET /ws/agent`.
pub(super) async fn upgrade(
    Extract(server): Extract<Arc<Server>>,
    headers: HeaderMap,
    session: AgentSession,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !origin::is_own(&headers, server.settings.public_origin.as_deref()) {
        return Problem::ForeignOrigin.into_response();
    }
    configured(upgrade, AGENT_BACKLOG).on_upgrade(move |socket| {
        let task = server.sockets.token();
        async move {
            let _counted = server.metrics.connected(Kind::Agent);
            if let Some(mut agent) = Box::pin(AtDesk::greet(socket, server, session)).await {
                while agent.turn().await.is_ok() {}
            }
            drop(task);
        }
    })
}

/// A conversation that the console watches.
struct Watched {
    place: Place,
    inbox: Subscription,
    told: Option<DeskConversation>,
}

/// An agent's connection, after hello.
struct AtDesk {
    link: Link<ToAgent>,
    server: Arc<Server>,
    session: AgentSession,
    agent: AgentRef,
    desk: Subscription,
    watched: Vec<Watched>,
}

enum Woke {
    Arrived(Arrival),
    DeskChanged,
    Heard(usize, Heard),
    Closing,
}

impl AtDesk {
    async fn greet(socket: WebSocket, server: Arc<Server>, session: AgentSession) -> Option<Self> {
        let mut link = Link::<ToAgent>::new(socket, server.settings.timing, Arc::clone(&server.metrics));
        let agent = match session.whose(&server).await.agent() {
            Ok(agent) => agent,
            Err(refusal) => {
                link.end(refusal).await;
                return None;
            }
        };
        let hello = tokio::select! {
            hello = link.hello(|frame| matches!(frame, AgentFrame::Hello { .. })) => hello.ok()?,
            () = server.closing.cancelled() => {
                link.end(ErrorFrame::of(ErrorCode::ShuttingDown)).await;
                return None;
            }
        };
        let AgentFrame::Hello { protocol, watching } = hello else { return None };
        if protocol != PROTOCOL {
            let detail = format!("it was asked for version {protocol} and speaks version {PROTOCOL}");
            link.end(ErrorFrame::because(ErrorCode::UnsupportedProtocol, detail)).await;
            return None;
        }
        let desk = server.hub.desk();
        let mut at_desk = Self { link, server, session, agent: agent.to_ref(), desk, watched: Vec::new() };
        at_desk.welcome(agent.role, watching).await.ok()?;
        Some(at_desk)
    }

    async fn welcome(&mut self, role: AgentRole, watching: Vec<Watch>) -> Result<(), Over> {
        let welcome = ToAgent::Welcome {
            protocol: PROTOCOL,
            agent: AgentInfo { id: self.agent.id.0, name: self.agent.name.clone(), role },
            heartbeat_ms: u32::try_from(self.server.settings.timing.heartbeat.as_millis()).unwrap_or(u32::MAX),
        };
        self.link.send(&welcome).await?;
        self.send_desk().await?;
        for watch in watching {
            self.watch(watch).await?;
        }
        Ok(())
    }

    /// Waits for the next thing to do, and does it.
    async fn turn(&mut self) -> Result<(), Over> {
        let woke = tokio::select! {
            arrival = self.link.arrival() => Woke::Arrived(arrival),
            () = bell::rung(&mut self.desk) => Woke::DeskChanged,
            (place, heard) = heard_of(&mut self.watched) => Woke::Heard(place, heard),
            () = self.server.closing.cancelled() => Woke::Closing,
        };
        Box::pin(self.act_on(woke)).await
    }

    async fn act_on(&mut self, woke: Woke) -> Result<(), Over> {
        match woke {
            Woke::Arrived(arrival) => {
                let frame = self.link.read(arrival).await?;
                self.check_session().await?;
                match frame {
                    Some(frame) => self.on_frame(frame).await,
                    None => Ok(()),
                }
            }
            Woke::DeskChanged => self.send_desk().await,
            Woke::Heard(place, heard) => self.on_heard(place, heard).await,
            Woke::Closing => Err(self.link.end(ErrorFrame::of(ErrorCode::ShuttingDown)).await),
        }
    }

    async fn check_session(&mut self) -> Result<(), Over> {
        match self.session.whose(&self.server).await.agent() {
            Ok(_) => Ok(()),
            Err(refusal) => Err(self.link.end(refusal).await),
        }
    }

    async fn on_heard(&mut self, place: usize, heard: Heard) -> Result<(), Over> {
        match heard {
            Heard::Signal(Signal::Committed(committed)) => {
                self.bring_up_to(place, &committed.conversation, Some(&committed)).await
            }
            Heard::Signal(Signal::VisitorTyping { conversation }) => {
                self.link.send(&ToAgent::Typing { conversation: conversation.0 }).await
            }
            Heard::Signal(Signal::AgentTyping { .. } | Signal::DeskChanged) => Ok(()),
            Heard::Missed => {
                let Some(id) = self.watched.get(place).map(|watched| watched.place.conversation) else { return Ok(()) };
                match self.server.chat.conversation(id).await {
                    Ok(Some(conversation)) => self.bring_up_to(place, &conversation, None).await,
                    Ok(None) => Ok(()),
                    Err(error) => Err(self.link.end(problem::frame_of(&error, None)).await),
                }
            }
        }
    }

    async fn on_frame(&mut self, frame: AgentFrame) -> Result<(), Over> {
        let (server, agent) = (Arc::clone(&self.server), self.agent.clone());
        let chat = &server.chat;
        let (id, done) = match frame {
            AgentFrame::Hello { .. } => {
                return self.link.refuse(ErrorFrame::because(ErrorCode::OutOfTurn, "hello was said already")).await;
            }
            AgentFrame::Watch(watch) => return self.watch(watch).await,
            AgentFrame::Unwatch { conversation } => {
                self.watched.retain(|watched| watched.place.conversation.0 != conversation);
                return Ok(());
            }
            AgentFrame::Typing { conversation } => {
                return match chat.agent_typing(&agent, ConversationId(conversation)).await {
                    Ok(()) => Ok(()),
                    Err(error) => self.link.refuse(problem::frame_of(&error, None)).await,
                };
            }
            AgentFrame::Ping => return self.link.send(&ToAgent::PONG).await,
            AgentFrame::Pong => return Ok(()),
            AgentFrame::Claim { conversation, id } => {
                (id, chat.claim(&agent, ConversationId(conversation), ClientId(id)).await)
            }
            AgentFrame::Post { conversation, id, text } => {
                (id, chat.agent_message(&agent, ConversationId(conversation), ClientId(id), text).await)
            }
            AgentFrame::Note { conversation, id, text } => {
                (id, chat.note(&agent, ConversationId(conversation), ClientId(id), text).await)
            }
            AgentFrame::Resolve { conversation, id } => {
                (id, chat.resolve(&agent, ConversationId(conversation), ClientId(id)).await)
            }
            AgentFrame::ReturnToBolt { conversation, id } => {
                (id, chat.return_to_bolt(&agent, ConversationId(conversation), ClientId(id)).await)
            }
        };
        self.answer(id, done).await
    }

    async fn answer(&mut self, command: Uuid, done: Result<Receipt, ChatError>) -> Result<(), Over> {
        match done {
            Ok(Receipt { conversation, seq }) => {
                self.link.send(&ToAgent::Ack { id: command, conversation: conversation.0, seq: seq.0 }).await
            }
            Err(error) => self.link.refuse(problem::frame_of(&error, Some(command))).await,
        }
    }

    async fn send_desk(&mut self) -> Result<(), Over> {
        let desk = match self.server.chat.desk(self.agent.id).await {
            Ok(desk) => desk,
            Err(error) => return Err(self.link.end(problem::frame_of(&error, None)).await),
        };
        let told = |list: &[Conversation]| list.iter().map(|c| desk_conversation(&self.server, c)).collect();
        let desk = ToAgent::Desk { waiting: told(&desk.waiting), mine: told(&desk.mine) };
        self.link.send(&desk).await
    }

    async fn watch(&mut self, Watch { conversation, last_seen }: Watch) -> Result<(), Over> {
        let id = ConversationId(conversation);
        self.watched.retain(|watched| watched.place.conversation != id);
        if self.watched.len() >= limits::WATCHED {
            return self.link.refuse(ErrorFrame::of(ErrorCode::TooManyWatched)).await;
        }
        // Subscribed before anything is read, so that nothing is committed in between unheard.
        let inbox = self.server.hub.conversation(id);
        let conversation = match self.server.chat.conversation(id).await {
            Ok(Some(conversation)) => conversation,
            Ok(None) => return self.link.refuse(ErrorFrame::because(ErrorCode::UnknownConversation, id)).await,
            Err(error) => return self.link.refuse(problem::frame_of(&error, None)).await,
        };
        let mut seen = Seq(last_seen);
        if seen > conversation.last_seq {
            // As in the visitor's socket: the database went back in time.
            self.start_over(id).await?;
            seen = Seq::ZERO;
        }
        self.watched.push(Watched { place: Place::after(id, seen), inbox, told: None });
        self.bring_up_to(self.watched.len() - 1, &conversation, None).await
    }

    async fn start_over(&mut self, conversation: ConversationId) -> Result<(), Over> {
        self.server.metrics.resync();
        self.link.send(&ToAgent::Resync { conversation: conversation.0 }).await
    }

    /// Sends what the console lacks of a watched conversation, then where it stands.
    async fn bring_up_to(
        &mut self,
        place: usize,
        conversation: &Conversation,
        rung: Option<&Committed>,
    ) -> Result<(), Over> {
        let server = Arc::clone(&self.server);
        if self.watched.get(place).is_some_and(|watched| watched.place.is_beyond(conversation.last_seq)) {
            // A ring that was waiting while its news, and newer, were read from the store.
            return Ok(());
        }
        while let Some(watched) = self.watched.get_mut(place) {
            let next = watched.place.next(&server.chat, conversation.last_seq, rung.map(|c| &c.events[..])).await;
            match next {
                Ok(Step::Done) => break,
                Ok(Step::StartOver) => self.start_over(conversation.id).await?,
                Ok(Step::Send(events)) => {
                    for event in events.iter() {
                        if let Some(frame) =
                            EventFrame::of(event, Reader::Staff, &|text, marks| server.help.html(text, marks))
                        {
                            self.link.send(&ToAgent::Event(frame)).await?;
                        }
                    }
                }
                Err(error) => return Err(self.link.end(problem::frame_of(&error, None)).await),
            }
        }
        self.tell_head(place, conversation).await
    }

    async fn tell_head(&mut self, place: usize, conversation: &Conversation) -> Result<(), Over> {
        let head = desk_conversation(&self.server, conversation);
        let Some(watched) = self.watched.get_mut(place) else { return Ok(()) };
        let is_news = watched.told.as_ref().is_none_or(|told| !says_the_same(told, &head));
        if is_news {
            watched.told = Some(head.clone());
            self.link.send(&ToAgent::Head(head)).await?;
        }
        Ok(())
    }
}

/// Whether a head is no news: that events came, the events tell themselves.
fn says_the_same(told: &DeskConversation, head: &DeskConversation) -> bool {
    told.state == head.state
        && told.language == head.language
        && told.standing == head.standing
        && told.visitor == head.visitor
}

fn desk_conversation(server: &Server, conversation: &Conversation) -> DeskConversation {
    let standing = conversation.identity.standing;
    DeskConversation {
        conversation: conversation.id.0,
        state: (&conversation.state).into(),
        visitor: conversation.identity.name.clone(),
        standing,
        language: conversation.language,
        last_seq: conversation.last_seq.0,
        updated_at: conversation.updated_at.to_string(),
        priority_response: server.chat.entitled(&standing).priority_response,
        reason: match conversation.state {
            State::Waiting { reason, .. } => Some(reason),
            _ => None,
        },
    }
}

/// The next thing that is heard of a watched conversation, with its place in the list.
async fn heard_of(watched: &mut [Watched]) -> (usize, Heard) {
    if watched.is_empty() {
        return std::future::pending().await;
    }
    let ears = watched.iter_mut().map(|watched| Box::pin(watched.inbox.next()));
    let (heard, place, _) = select_all(ears).await;
    (place, heard)
}
