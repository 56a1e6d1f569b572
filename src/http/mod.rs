//! Everything that is reached over HTTP: pages, assets, calls, sockets. Handlers are thin: they read, ask the chat or the
//! store, and write.

mod agent_socket;
mod assets;
mod bell;
mod content;
mod delta;
mod demo;
mod headers;
mod health;
mod help;
mod link;
mod listen;
mod login_limits;
mod origin;
mod pace;
mod problem;
mod session;
mod tickets;
mod visitor_socket;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower_http::{compression::CompressionLayer, trace::TraceLayer};

pub use self::{
    demo::{Demo, PERSONAS, Persona},
    help::{Article, HelpCenter, Listed},
    listen::serve,
};
use self::{help::Pages, login_limits::LoginLimits, problem::Problem};
use crate::{
    accounts::Logins,
    chat::Chat,
    config::Settings,
    domain::{Clock, IdSource},
    editing::Editing,
    hub::Hub,
    live::Live,
    store::Store,
    telemetry::Metrics,
    tokens::Tokens,
};

/// How large the body of a call may be.
const BODY_BYTES: usize = 16 * 1024;

/// What the server is put together from.
pub struct Parts {
    /// The settings.
    pub settings: Settings,
    /// The use cases.
    pub chat: Arc<Chat>,
    /// The live connections.
    pub hub: Arc<Hub>,
    /// The database.
    pub store: Arc<dyn Store>,
    /// The articles.
    pub help: Arc<dyn HelpCenter>,
    /// The content in use; `None` where what is read is scripted.
    pub live: Option<Arc<Live>>,
    /// What editors look at; nothing where answers are scripted.
    pub editing: Option<Editing>,
    /// Who may connect as whom.
    pub tokens: Tokens,
    /// Who may log in.
    pub logins: Logins,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// New identifiers.
    pub ids: Arc<dyn IdSource>,
    /// What signs identities for the demo page; only in demo mode.
    pub demo: Option<Demo>,
}

/// What handlers share.
pub struct Server {
    settings: Settings,
    chat: Arc<Chat>,
    hub: Arc<Hub>,
    store: Arc<dyn Store>,
    help: Arc<dyn HelpCenter>,
    live: Option<Arc<Live>>,
    editing: Option<Editing>,
    tokens: Tokens,
    logins: Logins,
    login_limits: LoginLimits,
    metrics: Arc<Metrics>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
    demo: Option<Demo>,
    pages: Pages,
    /// Cancelled when the server is to end.
    closing: CancellationToken,
    /// The sockets that are still open.
    sockets: TaskTracker,
}

impl Server {
    /// Puts the server together.
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Self> {
        let Parts { settings, chat, hub, store, help, live, editing, tokens, logins, metrics, clock, ids, demo } =
            parts;
        Arc::new(Self {
            login_limits: LoginLimits::new(settings.logins_per_minute, Arc::clone(&clock)),
            pages: Pages::embedded(),
            closing: CancellationToken::new(),
            sockets: TaskTracker::new(),
            settings,
            chat,
            hub,
            store,
            help,
            live,
            editing,
            tokens,
            logins,
            metrics,
            clock,
            ids,
            demo,
        })
    }

    fn router(self: &Arc<Self>) -> Router {
        let with_session = Router::new()
            .route("/api/session", get(session::who).post(session::log_in).delete(session::log_out))
            .route("/api/tickets", get(tickets::list))
            .route("/ws/agent", get(agent_socket::upgrade))
            .nest("/api/content", content::routes())
            .layer(session::layer(self));
        let pages = Router::new()
            .route("/", get(help::root))
            .route("/help/{language}", get(help::home))
            .route("/help/{language}/{section}/{name}", get(help::article))
            .route("/console", get(assets::console))
            .route("/console/{*rest}", get(assets::console))
            .route("/content", get(assets::content))
            .route("/content/{*rest}", get(assets::content))
            .route("/demo/token", post(demo::token))
            .route("/healthz", get(health::alive))
            .route("/readyz", get(health::ready))
            .route("/metrics", get(health::metrics))
            .fallback(assets::file)
            .layer(CompressionLayer::new());
        Router::new()
            .route("/ws/visitor", get(visitor_socket::upgrade))
            .merge(with_session)
            .merge(pages)
            .method_not_allowed_fallback(async || Problem::MethodNotAllowed)
            .layer(middleware::from_fn(headers::secure))
            .layer(DefaultBodyLimit::max(BODY_BYTES))
            .layer(TraceLayer::new_for_http().make_span_with(headers::span).on_failure(()))
            .with_state(Arc::clone(self))
    }
}
