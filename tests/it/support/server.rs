//! A server of its own for each test, started as `bolt serve` starts it.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};

use bolt::{
    accounts::{self, NewAccount},
    app::{App, Parts},
    config::{IdentityKey, Log, LogFormat, Mode, Reload, Settings, Timing},
    content::{ArticleLinks, Source},
    domain::{AccountType, AgentRole, Clock as _, IdSource, ManualClock, Role, Standing, SupportPlan},
    live::Live,
    store::Store,
    tokens::{IdentityClaims, sign_identity},
};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use uuid::Uuid;

use super::{Agent, At, Scripted};

/// When every test begins.
pub const START: &str = "2026-01-05T09:00:00Z";
/// The password of every agent.
pub const PASSWORD: &str = "correct horse battery";

/// Identifiers in a row.
struct Counted(Mutex<u128>);

impl IdSource for Counted {
    fn new_id(&self) -> Uuid {
        let mut last = self.0.lock().unwrap();
        *last += 1;
        Uuid::from_u128(*last)
    }
}

/// The shipped content in use; one for all tests that only look at it.
pub fn shipped() -> Arc<Live> {
    static SHIPPED: LazyLock<Arc<Live>> = LazyLock::new(|| {
        let clock = Arc::new(ManualClock::at(START.parse().unwrap()));
        Arc::new(Live::open(Source::Embedded, ArticleLinks::default(), clock).unwrap())
    });
    Arc::clone(&SHIPPED)
}

/// Somebody whom the help center signs a token for.
pub struct Person {
    pub sub: &'static str,
    pub standing: Standing,
}

pub const fn licensed_member(sub: &'static str) -> Person {
    let standing =
        Standing { account_type: AccountType::Pro, role: Role::LicensedMember, support_plan: SupportPlan::Access };
    Person { sub, standing }
}

pub const fn free_member(sub: &'static str) -> Person {
    Person { sub, standing: Standing::ANONYMOUS }
}

pub struct TestServer {
    address: SocketAddr,
    pub clock: Arc<ManualClock>,
    pub store: Arc<dyn Store>,
    key: IdentityKey,
    folder: Arc<TempDir>,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

/// The settings of a test: heartbeats so slow that none is seen, unless a test wants to.
pub fn settings(data: PathBuf, key: IdentityKey) -> Settings {
    Settings {
        mode: Mode::Production,
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        public_origin: None,
        trust_forwarded_for: false,
        data,
        content: None,
        reload: Reload::Off,
        article_url: "/help/{language}/{article}".into(),
        identity_keys: vec![key],
        audience: "bolt".into(),
        agent_session: Duration::from_secs(3600),
        logins_per_minute: 5,
        timing: Timing { heartbeat: Duration::from_secs(60), hello: Duration::from_secs(60) },
        log: Log { format: LogFormat::Text, level: "off".into() },
    }
}

impl At for TestServer {
    fn address(&self) -> SocketAddr {
        self.address
    }
}

impl TestServer {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::on(Arc::new(tempfile::tempdir().unwrap()), START.parse().unwrap(), change).await
    }

    /// A server that answers from content, and not from a script.
    pub async fn with_content(live: Arc<Live>) -> Self {
        let parts = |clock: &Arc<ManualClock>| Parts {
            clock: clock.clone(),
            ids: Arc::new(Counted(Mutex::default())),
            replier: Arc::clone(&live) as _,
            help: Arc::clone(&live) as _,
            live: Some(Arc::clone(&live)),
        };
        Self::of(Arc::new(tempfile::tempdir().unwrap()), START.parse().unwrap(), |_| {}, parts).await
    }

    async fn on(folder: Arc<TempDir>, now: Timestamp, change: impl FnOnce(&mut Settings)) -> Self {
        let parts = |clock: &Arc<ManualClock>| Parts {
            clock: clock.clone(),
            ids: Arc::new(Counted(Mutex::default())),
            replier: Arc::new(Scripted),
            help: Arc::new(Scripted),
            live: None,
        };
        Self::of(folder, now, change, parts).await
    }

    async fn of(
        folder: Arc<TempDir>,
        now: Timestamp,
        change: impl FnOnce(&mut Settings),
        parts: impl FnOnce(&Arc<ManualClock>) -> Parts,
    ) -> Self {
        let key = IdentityKey { id: "main".into(), secret: vec![7; 32] };
        let mut settings = settings(folder.path().to_owned(), key.clone());
        change(&mut settings);
        let clock = Arc::new(ManualClock::at(now));
        let app = App::build(settings, parts(&clock)).await.unwrap();
        let store = app.store();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(app.run(listener, async {
            let _ = stopped.await;
        }));
        Self { address, clock, store, key, folder, stop, running }
    }

    /// Ends the server as a signal would, and waits until it has.
    pub async fn stop(self) -> Stopped {
        let _ = self.stop.send(());
        self.running.await.unwrap();
        Stopped { folder: self.folder, now: self.clock.now() }
    }

    /// A token that the help center signs for somebody, good for an hour.
    pub fn token(&self, person: &Person) -> String {
        let until = self.clock.now() + SignedDuration::from_hours(1);
        self.token_until(person, until)
    }

    pub fn token_until(&self, person: &Person, until: Timestamp) -> String {
        let claims = IdentityClaims {
            sub: person.sub.into(),
            name: Some(person.sub.to_uppercase()),
            standing: person.standing,
            locale: None,
        };
        sign_identity(&self.key, "bolt", claims, until).unwrap()
    }

    /// An agent with an account, logged in.
    pub async fn agent(&self, login: &str) -> Agent {
        self.add_agent(login).await;
        Agent::log_in(self, login, PASSWORD).await
    }

    /// An editor with an account, logged in.
    pub async fn editor(&self, login: &str) -> Agent {
        self.add_account(login, AgentRole::Editor).await;
        Agent::log_in(self, login, PASSWORD).await
    }

    pub async fn add_agent(&self, login: &str) {
        self.add_account(login, AgentRole::Agent).await;
    }

    pub async fn add_account(&self, login: &str, role: AgentRole) {
        let name = format!("{}{}", login[..1].to_uppercase(), &login[1..]);
        let ids = Counted(Mutex::new(u128::from(login.as_bytes()[0]) << 64));
        let account = NewAccount { login, name: &name, role, password: PASSWORD };
        accounts::add(&*self.store, &*self.clock, &ids, account).await.unwrap();
    }

    /// The data file, to break it.
    pub fn data_file(&self) -> PathBuf {
        self.folder.path().join("bolt.db")
    }

    /// A counter of `/metrics`.
    pub async fn metric(&self, name: &str) -> u64 {
        let text = reqwest::get(self.url("/metrics")).await.unwrap().text().await.unwrap();
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.rsplit(' ').next()).map_or(0, |value| value.parse().unwrap())
    }
}

/// A server that has ended; its data is still there.
pub struct Stopped {
    folder: Arc<TempDir>,
    now: Timestamp,
}

impl Stopped {
    pub async fn start_again(self) -> TestServer {
        TestServer::on(self.folder, self.now, |_| {}).await
    }
}
