//! Wiring: the one place that picks the backends, the system's clock and the source of chance.

mod measured;

use std::{
    fs::{DirBuilder, File, TryLockError},
    future::Future,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use tokio::net::TcpListener;
use uuid::Uuid;

use self::measured::{MeasuredReplier, MeasuredStore};
use crate::{
    accounts::{self, AccountError, Logins, NewAccount},
    chat::Chat,
    config::{IdentityKey, Mode, Settings},
    domain::{AgentRole, Clock, IdSource},
    editing::Editing,
    http::{self, Demo, HelpCenter, Server},
    hub::Hub,
    live::Live,
    reply::Replier,
    store::{Store, StoreError, sqlite::SqliteStore},
    telemetry::Metrics,
    tokens::Tokens,
};

/// The id of the key that signs the demo's identities.
const DEMO_KEY_ID: &str = "demo";

/// The system's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that is passed to everybody else")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Identifiers by time and chance.
#[derive(Clone, Copy, Debug)]
pub struct RandomIds;

impl IdSource for RandomIds {
    #[expect(clippy::disallowed_methods, reason = "this is the source that is passed to everybody else")]
    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// The server could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be made or used.
    #[error("{path} cannot be used as the data folder: {problem}; name another one with --data")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What is wrong.
        problem: io::Error,
    },
    /// Another server has the data.
    #[error("another server runs on the data in {0}; stop it, or name another folder with --data")]
    InUse(PathBuf),
    /// The data file belongs to the other mode.
    #[error(
        "{file} was made by a server in {was} mode and is not served in {wanted} mode; name another folder with --data"
    )]
    OtherMode {
        /// The data file.
        file: PathBuf,
        /// The mode it was made in.
        was: String,
        /// The mode it was to be served in.
        wanted: &'static str,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A demo account could not be made.
    #[error(transparent)]
    Account(#[from] AccountError),
}

/// What a test replaces.
pub struct Parts {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// New identifiers.
    pub ids: Arc<dyn IdSource>,
    /// What answers.
    pub replier: Arc<dyn Replier>,
    /// What is read.
    pub help: Arc<dyn HelpCenter>,
    /// The content behind them, to be looked into; `None` where they are scripted.
    pub live: Option<Arc<Live>>,
}

/// An account that a demo prints.
#[derive(Clone, Debug)]
pub struct DemoAccount {
    /// The login.
    pub login: &'static str,
    /// What it is for.
    pub role: AgentRole,
    /// The password.
    pub password: String,
}

/// The login, name and role of the demo's accounts, and what their password is remembered as.
const DEMO_ACCOUNTS: [(&str, &str, AgentRole, &str); 3] = [
    ("ada", "Ada", AgentRole::Agent, "demo_password_ada"),
    ("bruno", "Bruno", AgentRole::Agent, "demo_password_bruno"),
    ("clara", "Clara", AgentRole::Editor, "demo_password_clara"),
];

/// The server, put together and not yet listening.
pub struct App {
    server: Arc<Server>,
    store: Arc<dyn Store>,
    demo_accounts: Vec<DemoAccount>,
    /// Keeps other servers off the data: the hub knows only the connections of its own process.
    _lock: File,
}

impl App {
    /// Opens the data and puts everything together.
    pub async fn build(settings: Settings, parts: Parts) -> Result<Self, StartError> {
        let Parts { clock, ids, replier, help, live } = parts;
        let lock = take_data(&settings)?;
        let metrics = Arc::new(Metrics::default());
        let store = SqliteStore::open(&settings.data_file(), Arc::clone(&clock))?;
        let store: Arc<dyn Store> = Arc::new(MeasuredStore::new(store, Arc::clone(&metrics)));
        check_mode(&*store, &settings).await?;

        let mut keys = settings.identity_keys.clone();
        let mut demo = None;
        let mut demo_accounts = Vec::new();
        if settings.mode == Mode::Demo {
            let secret = store.remembered("demo_key", secret()).await?;
            let key = IdentityKey { id: DEMO_KEY_ID.to_owned(), secret };
            keys = vec![key.clone()];
            demo = Some(Demo { key });
            demo_accounts = make_demo_accounts(&*store, &*clock, &*ids).await?;
        }
        let visitor_key = store.remembered("visitor_key", secret()).await?;
        let tokens = Tokens::new(&keys, &settings.audience, &visitor_key, Arc::clone(&clock));
        let hub = Arc::new(Hub::new());
        if let Some(live) = &live {
            measured::count_reloads(live, &metrics);
        }
        let replier = Arc::new(MeasuredReplier::new(replier, Arc::clone(&metrics)));
        let chat = Arc::new(Chat::new(Arc::clone(&store), replier, Arc::clone(&hub), Arc::clone(&clock)));
        let logins = Logins::new(Arc::clone(&store))?;
        let parts = http::Parts {
            settings,
            chat,
            hub,
            store: Arc::clone(&store),
            help,
            editing: live.as_ref().map(|live| Editing::new(Arc::clone(live), Arc::clone(&store), Arc::clone(&clock))),
            live,
            tokens,
            logins,
            metrics,
            clock,
            ids,
            demo,
        };
        Ok(Self { server: Server::new(parts), store, demo_accounts, _lock: lock })
    }

    /// The accounts of the demo; none outside demo mode.
    #[must_use]
    pub fn demo_accounts(&self) -> &[DemoAccount] {
        &self.demo_accounts
    }

    /// The database, for commands that work beside the server.
    #[must_use]
    pub fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.store)
    }

    /// Serves until `shutdown`, then finishes what was begun.
    pub async fn run(self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        http::serve(self.server, listener, shutdown).await;
    }
}

/// Opens the data for a command that works beside the server, if there is one.
pub async fn open_store(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Arc<dyn Store>, StartError> {
    make_folder(&settings.data)?;
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&settings.data_file(), clock)?);
    check_mode(&*store, settings).await?;
    Ok(store)
}

fn make_folder(path: &Path) -> Result<(), StartError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        // What people wrote is nobody else's business on a shared machine.
        builder.mode(0o700);
    }
    builder.create(path).map_err(|problem| StartError::Folder { path: path.to_owned(), problem })
}

fn take_data(settings: &Settings) -> Result<File, StartError> {
    let path = &settings.data;
    make_folder(path)?;
    let unusable = |problem| StartError::Folder { path: path.clone(), problem };
    let file = settings.data_file().with_extension("lock");
    let lock = File::options().create(true).append(true).open(&file).map_err(unusable)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StartError::InUse(path.clone())),
        Err(TryLockError::Error(problem)) => Err(unusable(problem)),
    }
}

async fn check_mode(store: &dyn Store, settings: &Settings) -> Result<(), StartError> {
    let wanted = settings.mode.word();
    let was = store.remembered("mode", wanted.as_bytes().to_vec()).await?;
    if was == wanted.as_bytes() {
        return Ok(());
    }
    let was = String::from_utf8_lossy(&was).into_owned();
    Err(StartError::OtherMode { file: settings.data_file(), was, wanted })
}

async fn make_demo_accounts(
    store: &dyn Store,
    clock: &dyn Clock,
    ids: &dyn IdSource,
) -> Result<Vec<DemoAccount>, StartError> {
    let mut made = Vec::new();
    for (login, name, role, remembered_as) in DEMO_ACCOUNTS {
        let password = store.remembered(remembered_as, password().into_bytes()).await?;
        let password = String::from_utf8_lossy(&password).into_owned();
        if store.agent_by_login(login).await?.is_none() {
            accounts::add(store, clock, ids, NewAccount { login, name, role, password: &password }).await?;
        }
        made.push(DemoAccount { login, role, password });
    }
    Ok(made)
}

fn secret() -> Vec<u8> {
    rand::random::<[u8; 32]>().to_vec()
}

/// A password that is easy to copy by eye: 60 bits in letters that don't look alike.
fn password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letter = |byte: u8| char::from(LETTERS[usize::from(byte % 32)]);
    rand::random::<[u8; 12]>().map(letter).iter().collect()
}
