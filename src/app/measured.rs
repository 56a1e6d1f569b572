//! A store and a replier that are timed: they do what the ones inside do, and take the time.

use std::{sync::Arc, time::Instant};

use async_trait::async_trait;
use jiff::Timestamp;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store,
};

use crate::{
    domain::{
        AgentId, AgentRole, ClientId, Conversation, ConversationId, Event, EventBody, Seq, Standing, Ticket,
        TicketNumber, Turn, VisitorId,
    },
    live::{Live, Verdict},
    reply::{Decision, Entitled, Question, Replier},
    store::{
        AddAgentError, Agent, Agents, AppendError, Conversations, Installation, Logged, Sender, Store, StoreError,
        Tickets,
    },
    telemetry::Metrics,
};

/// Counts and times the attempts to load changed content.
pub(super) fn count_reloads(live: &Live, metrics: &Arc<Metrics>) {
    let metrics = Arc::clone(metrics);
    live.listen(move |attempt, state| {
        metrics.content_broken(state.broken.is_some());
        // A look that finds nothing to do is no reload.
        if attempt.outcome.verdict() != Verdict::Unchanged {
            metrics.reloaded(attempt.outcome.verdict().word(), attempt.took);
        }
    });
}

/// A replier whose turns are counted and timed.
pub(super) struct MeasuredReplier {
    inner: Arc<dyn Replier>,
    metrics: Arc<Metrics>,
}

impl MeasuredReplier {
    /// Counts and times what `inner` says.
    #[must_use]
    pub(super) const fn new(inner: Arc<dyn Replier>, metrics: Arc<Metrics>) -> Self {
        Self { inner, metrics }
    }
}

impl Replier for MeasuredReplier {
    fn reply(&self, question: &Question<'_>) -> Decision {
        let began = Instant::now();
        let decision = self.inner.reply(question);
        self.metrics.decided(decision.message.action, began.elapsed());
        decision
    }

    fn not_helped(&self, question: &Question<'_>) -> Decision {
        let began = Instant::now();
        let decision = self.inner.not_helped(question);
        self.metrics.decided(decision.message.action, began.elapsed());
        decision
    }

    fn entitled(&self, standing: &Standing) -> Entitled {
        self.inner.entitled(standing)
    }
}

/// A store whose turns are timed.
#[derive(Debug)]
pub(super) struct MeasuredStore<S> {
    inner: S,
    metrics: Arc<Metrics>,
}

impl<S: Store> MeasuredStore<S> {
    /// Times what `inner` writes.
    pub(super) const fn new(inner: S, metrics: Arc<Metrics>) -> Self {
        Self { inner, metrics }
    }
}

impl<S: Store> Store for MeasuredStore<S> {}

#[async_trait]
impl<S: Store> Conversations for MeasuredStore<S> {
    async fn conversation(&self, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
        self.inner.conversation(id).await
    }

    async fn latest_of(&self, visitor: &VisitorId) -> Result<Option<Conversation>, StoreError> {
        self.inner.latest_of(visitor).await
    }

    async fn append(&self, turn: Turn, sender: Sender) -> Result<(), AppendError> {
        let rated =
            |event: &Event| if let EventBody::Rated { helpful, .. } = event.body { Some(helpful) } else { None };
        let ratings: Vec<bool> = turn.events.iter().filter_map(rated).collect();
        let began = Instant::now();
        let written = self.inner.append(turn, sender).await;
        if written.is_ok() {
            self.metrics.appended(began.elapsed());
            ratings.into_iter().for_each(|helpful| self.metrics.rated(helpful));
        }
        written
    }

    async fn event_of_command(
        &self,
        conversation: ConversationId,
        sender: Sender,
        command: ClientId,
    ) -> Result<Option<Event>, StoreError> {
        self.inner.event_of_command(conversation, sender, command).await
    }

    async fn events_after(&self, id: ConversationId, after: Seq, limit: u32) -> Result<Vec<Event>, StoreError> {
        self.inner.events_after(id, after, limit).await
    }

    async fn waiting(&self, limit: u32) -> Result<Vec<Conversation>, StoreError> {
        self.inner.waiting(limit).await
    }

    async fn logged_since(
        &self,
        since: Timestamp,
        after: ConversationId,
        limit: u32,
    ) -> Result<Vec<Logged>, StoreError> {
        self.inner.logged_since(since, after, limit).await
    }

    async fn owned_by(&self, agent: AgentId, limit: u32) -> Result<Vec<Conversation>, StoreError> {
        self.inner.owned_by(agent, limit).await
    }
}

#[async_trait]
impl<S: Store> Tickets for MeasuredStore<S> {
    async fn next_ticket_number(&self) -> Result<TicketNumber, StoreError> {
        self.inner.next_ticket_number().await
    }

    async fn tickets(&self, limit: u32) -> Result<Vec<Ticket>, StoreError> {
        self.inner.tickets(limit).await
    }
}

#[async_trait]
impl<S: Store> Agents for MeasuredStore<S> {
    async fn add_agent(&self, agent: Agent) -> Result<(), AddAgentError> {
        self.inner.add_agent(agent).await
    }

    async fn agent(&self, id: AgentId) -> Result<Option<Agent>, StoreError> {
        self.inner.agent(id).await
    }

    async fn agent_by_login(&self, login: &str) -> Result<Option<Agent>, StoreError> {
        self.inner.agent_by_login(login).await
    }

    async fn agents(&self) -> Result<Vec<Agent>, StoreError> {
        self.inner.agents().await
    }

    async fn set_agent_role(&self, login: &str, role: AgentRole) -> Result<bool, StoreError> {
        self.inner.set_agent_role(login, role).await
    }

    async fn set_agent_disabled(&self, login: &str, disabled: bool) -> Result<bool, StoreError> {
        self.inner.set_agent_disabled(login, disabled).await
    }
}

#[async_trait]
impl<S: Store> Installation for MeasuredStore<S> {
    async fn remembered(&self, name: &'static str, fresh: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        self.inner.remembered(name, fresh).await
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.inner.check().await
    }
}

#[async_trait]
impl<S: Store> SessionStore for MeasuredStore<S> {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        self.inner.create(record).await
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        self.inner.save(record).await
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        self.inner.load(id).await
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.inner.delete(id).await
    }
}
