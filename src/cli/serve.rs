//! `bolt serve`: the server, until a signal ends it.

use std::{
    io::{self, Write},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use clap::Args;
use tokio::{
    net::TcpListener,
    runtime,
    signal::unix::{SignalKind, signal},
};

use super::{CliError, PlaceArgs};
use crate::{
    app::{App, DemoAccount, Parts, RandomIds, SystemClock},
    config::{self, Flags, Purpose, Reload, Settings},
    content::{ArticleLinks, Source},
    live::{self, Live, State, Watch},
    telemetry,
};

/// What `bolt serve` is asked.
#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// The address and port to listen on, such as 127.0.0.1:8080; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
}

/// The server cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken, or not ours.
    #[error("cannot listen on {address}: {problem}; choose another address with --listen")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What is wrong.
        problem: io::Error,
    },
    /// The system gives no threads or signals.
    #[error("the system does not let the server run: {0}")]
    System(io::Error),
}

/// Serves until SIGTERM or Ctrl-C.
pub fn run(args: &ServeArgs, content: Option<PathBuf>, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let flags = Flags { listen: args.listen.clone(), content, ..args.place.flags() };
    let settings = config::load(&flags, Purpose::Serve)?;
    telemetry::start_logs(&settings.log);
    raise_file_limit();
    let source = Source::find(settings.content.as_deref())?;
    let live = Live::open(source, ArticleLinks(settings.article_url.clone()), Arc::new(SystemClock))?;
    let State { revision, took, .. } = live.state();
    tracing::info!(revision, ?took, "content loaded");
    let runtime = runtime::Builder::new_multi_thread().enable_all().build().map_err(ServeError::System)?;
    runtime.block_on(serve(settings, Arc::new(live), out))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(settings: Settings, live: Arc<Live>, out: &mut dyn Write) -> Result<(), CliError> {
    let address = settings.listen;
    let how = match settings.reload {
        Reload::Watch { poll } => Some(Watch { events: true, poll }),
        Reload::Poll { every } => Some(Watch { events: false, poll: every }),
        Reload::Off => None,
    };
    let parts = Parts {
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
        replier: Arc::clone(&live) as _,
        help: Arc::clone(&live) as _,
        live: Some(Arc::clone(&live)),
    };
    let _watching = how.map(|how| live::watch(&live, how)).transpose().map_err(ServeError::System)?;
    let app = App::build(settings, parts).await?;
    let refused = |problem| ServeError::Listen { address, problem };
    let listener = TcpListener::bind(address).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let shutdown = told_to_end().map_err(ServeError::System)?;
    // That nobody reads it is no reason not to serve.
    let _ = greet(address, app.demo_accounts(), out);
    tracing::info!(%address, "listening");
    app.run(listener, shutdown).await;
    tracing::info!("ended");
    Ok(())
}

/// Tells a person where to go.
fn greet(address: SocketAddr, accounts: &[DemoAccount], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Help center:   http://{address}/")?;
    writeln!(out, "Agent console: http://{address}/console")?;
    writeln!(out, "Content page:  http://{address}/content")?;
    for DemoAccount { login, role, password } in accounts {
        writeln!(out, "Demo account:  {login} / {password} ({})", role.word())?;
    }
    out.flush()
}

fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Each connection is a file to the system, and the usual limit is 1024.
fn raise_file_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current != maximum
        && let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })
    {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
}
