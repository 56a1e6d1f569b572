//! What a turn costs in the store: one at a time, and many at once (where the writer commits in groups), beside the floor:
//! the same rows written by plain SQLite in one transaction. `cargo bench --bench append`.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark that cannot set up has to stop")]

use std::{path::Path, sync::Arc};

use bolt::{
    domain::{
        ClientId, Clock, Conversation, ConversationId, Draft, EventBody, Identity, Language, ManualClock, Turn,
        VisitorId,
    },
    store::{Conversations, Sender, sqlite::SqliteStore},
};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use uuid::Uuid;

const AT_ONCE: u64 = 64;
const TEXT: &str = "How long does it take until somebody answers a P2 on our plan?";

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at("2026-11-22T10:00:00Z".parse().unwrap()))
}

/// The first turn of a new conversation: two events and the conversation's row.
fn turn(clock: &ManualClock) -> Turn {
    static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    let id = Uuid::from_u64_pair(NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed), 7);
    let identity = Identity::anonymous(VisitorId(format!("anon:{id}")));
    let mut draft =
        Draft::on(Conversation::begin(ConversationId(id), identity, Language::En, clock.now()), clock.now());
    for text in [TEXT, "4 hours"] {
        let said = EventBody::VisitorMessage { text: text.into(), choice: None };
        draft.push(said, (text == TEXT).then_some(ClientId(id))).unwrap();
    }
    draft.finish()
}

fn floor(path: &Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(path).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             CREATE TABLE c (id BLOB PRIMARY KEY, row TEXT) STRICT, WITHOUT ROWID; \
             CREATE TABLE e (c BLOB, seq INTEGER, body TEXT, PRIMARY KEY (c, seq)) STRICT, WITHOUT ROWID;",
        )
        .unwrap();
    connection
}

fn write_floor(connection: &mut rusqlite::Connection, turns: &[Turn]) {
    let transaction = connection.transaction().unwrap();
    for turn in turns {
        let row = serde_json::to_string(&turn.conversation).unwrap();
        let id = turn.conversation.id.0.as_bytes();
        let mut insert = transaction.prepare_cached("INSERT INTO c VALUES (?1, ?2)").unwrap();
        insert.execute(rusqlite::params![id, row]).unwrap();
        for event in &turn.events {
            let body = serde_json::to_string(&event.body).unwrap();
            let mut insert = transaction.prepare_cached("INSERT INTO e VALUES (?1, ?2, ?3)").unwrap();
            insert.execute(rusqlite::params![id, event.seq.0, body]).unwrap();
        }
    }
    transaction.commit().unwrap();
}

fn append(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let clock = clock();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let store = SqliteStore::open(&folder.path().join("bolt.db"), clock.clone()).unwrap();
    let mut connection = floor(&folder.path().join("floor.db"));
    let turns = |n: u64| (0..n).map(|_| turn(&clock)).collect::<Vec<_>>();

    let mut group = c.benchmark_group("append");
    group.throughput(Throughput::Elements(AT_ONCE));
    group.bench_function("floor: plain SQLite, 64 turns in one transaction", |b| {
        b.iter_batched(|| turns(AT_ONCE), |turns| write_floor(&mut connection, &turns), BatchSize::SmallInput);
    });
    group.bench_function("64 turns at once", |b| {
        b.iter_batched(
            || turns(AT_ONCE),
            |turns| {
                let all = turns.into_iter().map(|turn| store.append(turn, Sender::Visitor));
                runtime.block_on(futures_util::future::try_join_all(all)).unwrap();
            },
            BatchSize::SmallInput,
        );
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("one turn at a time", |b| {
        b.iter_batched(
            || turn(&clock),
            |turn| runtime.block_on(store.append(turn, Sender::Visitor)).unwrap(),
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

criterion_group!(benches, append);
criterion_main!(benches);
