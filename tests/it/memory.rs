//! What an idle visitor costs.

use bolt::wire::{ToVisitor, VisitorFrame};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::support::{At as _, Hello, Process, Visitor};

const CONNECTIONS: usize = 2000;
/// Connected before anything is measured, so that threads and caches are there.
const WARM: usize = 100;
const MOST: usize = 12 * 1024;

async fn connect(server: &Process, from: usize, to: usize, held: &mut Vec<Visitor>) {
    for n in from..to {
        // Every other one is signed in: both kinds of session count.
        let hello = if n % 2 == 0 { Hello::default() } else { Hello::with(Process::token(&format!("visitor-{n}"))) };
        held.push(Visitor::connect(server, hello).await);
    }
}

#[tokio::test]
async fn two_thousand_idle_visitors_cost_under_12_kb_each() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let server = Process::start(folder.path());
    let mut held = Vec::with_capacity(CONNECTIONS + WARM);
    connect(&server, 0, WARM, &mut held).await;
    let before = server.memory();
    connect(&server, WARM, WARM + CONNECTIONS, &mut held).await;
    let each = server.memory().saturating_sub(before) / CONNECTIONS;
    println!("{each} bytes a connection");
    assert!(each < MOST, "{each} bytes a connection");
    // They are all still there.
    for visitor in [0, WARM, WARM + CONNECTIONS - 1] {
        held[visitor].send(&VisitorFrame::Ping).await;
        assert!(matches!(held[visitor].next().await, Some(ToVisitor::Pong)));
    }
    let open = reqwest::get(server.url("/metrics")).await.unwrap().text().await.unwrap();
    assert!(open.contains(&format!("bolt_connections{{kind=\"visitor\"}} {}\n", CONNECTIONS + WARM)), "{open}");
}
