//! Agents and editors log in and out. The cookie carries a random id and nothing else; what it stands for is in the store.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Json,
    extract::{ConnectInfo, FromRequestParts, State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode, header, request},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_sessions::{
    Expiry, Session, SessionManagerLayer, SessionStore,
    cookie::{SameSite, time::Duration as CookieDuration},
    session::{Id, Record},
    session_store,
};

use super::{Server, origin, problem::Problem};
use crate::{
    accounts,
    domain::AgentId,
    store::{Agent, Store},
    wire::{AgentInfo, ErrorCode, ErrorFrame},
};

/// The session's cookie.
const COOKIE: &str = "bolt_agent";
/// The key of [`LoggedIn`] in a session.
const KEY: &str = "agent";

/// What a session stands for.
#[derive(Debug, Serialize, Deserialize)]
struct LoggedIn {
    agent: AgentId,
    /// By the clock that was passed in; the cookie's own age is only a hint to browsers.
    until: Timestamp,
}

/// The store, as the session layer takes it.
#[derive(Clone, Debug)]
pub(super) struct Sessions(Arc<dyn Store>);

#[async_trait::async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        self.0.create(record).await
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        self.0.save(record).await
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        self.0.load(id).await
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.0.delete(id).await
    }
}

/// What reads and writes the cookie.
pub(super) fn layer(server: &Server) -> SessionManagerLayer<Sessions> {
    let is_https = server.settings.public_origin.as_deref().is_some_and(|origin| origin.starts_with("https://"));
    let seconds = i64::try_from(server.settings.agent_session.as_secs()).unwrap_or(i64::MAX);
    SessionManagerLayer::new(Sessions(Arc::clone(&server.store)))
        .with_name(COOKIE)
        .with_http_only(true)
        .with_same_site(SameSite::Strict)
        .with_secure(is_https)
        .with_expiry(Expiry::OnInactivity(CookieDuration::seconds(seconds)))
}

/// The session that a call came with, not looked at yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct AgentSession(Option<Id>);

impl FromRequestParts<Arc<Server>> for AgentSession {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut request::Parts, _: &Arc<Server>) -> Result<Self, Problem> {
        Ok(Self(parts.extensions.get::<Session>().and_then(Session::id)))
    }
}

/// Whose session it is, now.
pub(super) enum Whose {
    /// An account's, whatever it is for.
    Account(Box<Agent>),
    /// Nobody's: never was, ended, or of a disabled account.
    Nobody,
    /// The store could not say.
    Unknown,
}

impl Whose {
    /// What a socket is told that cannot go on.
    fn refusal(&self) -> ErrorFrame {
        ErrorFrame::of(match self {
            Self::Account(account) if !account.role.answers() => ErrorCode::NotAnAgent,
            Self::Account(_) | Self::Nobody => ErrorCode::NotLoggedIn,
            Self::Unknown => ErrorCode::Unavailable,
        })
    }

    /// The account, if it answers visitors; else what its socket is told.
    pub(super) fn agent(self) -> Result<Agent, ErrorFrame> {
        match self {
            Self::Account(account) if account.role.answers() => Ok(*account),
            other => Err(other.refusal()),
        }
    }

    fn account(self) -> Result<Agent, Problem> {
        match self {
            Self::Account(account) => Ok(*account),
            Self::Nobody => Err(Problem::NotLoggedIn),
            Self::Unknown => Err(Problem::Unavailable),
        }
    }
}

impl AgentSession {
    /// Looks the session and its account up.
    pub(super) async fn whose(&self, server: &Server) -> Whose {
        let Some(id) = &self.0 else { return Whose::Nobody };
        let record = match server.store.load(id).await {
            Ok(Some(record)) => record,
            Ok(None) => return Whose::Nobody,
            Err(error) => {
                tracing::error!(%error, "a session could not be read");
                return Whose::Unknown;
            }
        };
        let logged_in = record.data.get(KEY).and_then(|value| LoggedIn::deserialize(value).ok());
        let Some(LoggedIn { agent, .. }) = logged_in.filter(|login| server.clock.now() < login.until) else {
            return Whose::Nobody;
        };
        match server.store.agent(agent).await {
            Ok(Some(agent)) if !agent.disabled => Whose::Account(Box::new(agent)),
            Ok(_) => Whose::Nobody,
            Err(error) => {
                tracing::error!(%error, "an account could not be read");
                Whose::Unknown
            }
        }
    }

    /// Who is logged in.
    async fn account(&self, server: &Server) -> Result<Agent, Problem> {
        self.whose(server).await.account()
    }

    /// The agent, for calls that need one.
    pub(super) async fn agent(&self, server: &Server) -> Result<Agent, Problem> {
        let account = self.account(server).await?;
        if account.role.answers() { Ok(account) } else { Err(Problem::NotAnAgent) }
    }

    /// The editor, for calls that need one.
    pub(super) async fn editor(&self, server: &Server) -> Result<Agent, Problem> {
        let account = self.account(server).await?;
        if account.role.edits() { Ok(account) } else { Err(Problem::NotAnEditor) }
    }
}

/// What an agent logs in with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Credentials {
    login: String,
    password: String,
}

/// `POST /api/session`.
pub(super) async fn log_in(
    State(server): State<Arc<Server>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    session: Session,
    credentials: Result<Json<Credentials>, JsonRejection>,
) -> Result<Json<Value>, Problem> {
    refuse_foreign(&server, &headers)?;
    let Json(Credentials { login, password }) = credentials.map_err(|rejection| Problem::of_body(&rejection))?;
    if login.len() > accounts::LONGEST || password.len() > accounts::LONGEST {
        return Err(Problem::WrongLogin);
    }
    let address = caller(&server, &headers, peer);
    server.login_limits.attempt(&login, address).map_err(Problem::TooManyAttempts)?;
    let Some(agent) = server.logins.check(&login, &password).await? else {
        tracing::info!(%address, "a login failed");
        return Err(Problem::WrongLogin);
    };
    let length = SignedDuration::try_from(server.settings.agent_session).unwrap_or(SignedDuration::MAX);
    let until = server.clock.now().saturating_add(length).unwrap_or(Timestamp::MAX);
    begin(&session, &LoggedIn { agent: agent.id, until }).await?;
    Ok(about(&agent))
}

/// A new id for each login: one that somebody planted in the browser before is worth nothing.
async fn begin(session: &Session, logged_in: &LoggedIn) -> Result<(), Problem> {
    let begun = async {
        session.cycle_id().await?;
        session.insert(KEY, logged_in).await
    };
    begun.await.map_err(failed)
}

/// `GET /api/session`.
pub(super) async fn who(State(server): State<Arc<Server>>, session: AgentSession) -> Result<Json<Value>, Problem> {
    Ok(about(&session.account(&server).await?))
}

/// `DELETE /api/session`.
pub(super) async fn log_out(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    session: Session,
) -> Result<StatusCode, Problem> {
    refuse_foreign(&server, &headers)?;
    session.flush().await.map_err(failed)?;
    Ok(StatusCode::NO_CONTENT)
}

fn about(agent: &Agent) -> Json<Value> {
    Json(json!({ "agent": AgentInfo { id: agent.id.0, name: agent.name.clone(), role: agent.role } }))
}

fn failed(error: tower_sessions::session::Error) -> Problem {
    tracing::error!(%error, "a session could not be written");
    Problem::Unavailable
}

/// Browsers name the page that calls; whatever else calls has no cookies to steal.
pub(super) fn refuse_foreign(server: &Server, headers: &HeaderMap) -> Result<(), Problem> {
    let is_foreign =
        headers.contains_key(header::ORIGIN) && !origin::is_own(headers, server.settings.public_origin.as_deref());
    if is_foreign { Err(Problem::ForeignOrigin) } else { Ok(()) }
}

/// Who is calling: the last address that a trusted proxy added, or the connection's own.
fn caller(server: &Server, headers: &HeaderMap, peer: SocketAddr) -> std::net::IpAddr {
    let forwarded = || headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next();
    server
        .settings
        .trust_forwarded_for
        .then(forwarded)
        .flatten()
        .and_then(|address| address.trim().parse().ok())
        .unwrap_or(peer.ip())
}
