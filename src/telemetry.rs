//! Logs and metrics. Neither ever holds what people wrote, nor an id as a label.

use std::{io::IsTerminal as _, sync::atomic::AtomicU64, time::Duration};

use prometheus_client::{
    encoding::text::encode,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use tracing_subscriber::{EnvFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::{
    config::{Log, LogFormat},
    domain::Action,
};

/// Starts writing logs, to standard error: standard output is for what a command was asked for.
pub fn start_logs(log: &Log) {
    let filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines =
        tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let registry = tracing_subscriber::registry().with(filter);
    // It fails only when logs were started already, and then they are written.
    let _ = match log.format {
        LogFormat::Text => registry.with(lines).try_init(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init(),
    };
}

type Label = [(&'static str, &'static str); 1];

/// The kinds of connection that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A visitor's socket.
    Visitor,
    /// An agent's socket.
    Agent,
}

impl Kind {
    const fn label(self) -> Label {
        match self {
            Self::Visitor => [("kind", "visitor")],
            Self::Agent => [("kind", "agent")],
        }
    }
}

/// What the server counts.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    connections: Family<Label, Gauge>,
    turns: Family<Label, Counter>,
    errors: Family<Label, Counter>,
    ratings: Family<Label, Counter>,
    resyncs: Counter,
    queue: Gauge,
    decision: Histogram,
    append: Histogram,
    content_reloads: Family<Label, Counter>,
    content_broken: Gauge,
    content_reload_seconds: Gauge<f64, AtomicU64>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("bolt");
        let metrics = Self {
            connections: Family::default(),
            turns: Family::default(),
            errors: Family::default(),
            ratings: Family::default(),
            resyncs: Counter::default(),
            queue: Gauge::default(),
            // From 50 µs to 0.4 s, doubling.
            decision: Histogram::new((0..14).map(|n| 50e-6 * f64::from(1 << n))),
            // From 100 µs to 1.6 s, doubling.
            append: Histogram::new((0..15).map(|n| 100e-6 * f64::from(1 << n))),
            content_reloads: Family::default(),
            content_broken: Gauge::default(),
            content_reload_seconds: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("connections", "Open sockets by kind", metrics.connections.clone());
        registry.register("turns", "Bolt's turns by action", metrics.turns.clone());
        registry.register("errors", "Errors that clients were told, by code", metrics.errors.clone());
        registry.register("ratings", "Answers that visitors rated, by whether they helped", metrics.ratings.clone());
        registry.register("resyncs", "Clients that were told to start over", metrics.resyncs.clone());
        registry.register("queue_length", "Conversations that wait for an agent", metrics.queue.clone());
        registry.register("decision_seconds", "Time to decide what to say", metrics.decision.clone());
        registry.register("append_seconds", "Time to write a turn, commit included", metrics.append.clone());
        let reloads = metrics.content_reloads.clone();
        registry.register("content_reloads", "Attempts to load changed content, by result", reloads);
        registry.register("content_broken", "1 while the files are broken", metrics.content_broken.clone());
        let seconds = metrics.content_reload_seconds.clone();
        registry.register("content_reload_seconds", "How long the last reload took", seconds);
        Self { registry, ..metrics }
    }
}

impl Metrics {
    /// Counts a connection as long as what is returned lives.
    pub fn connected(&self, kind: Kind) -> impl Drop + use<> {
        struct Open(Gauge);
        impl Drop for Open {
            fn drop(&mut self) {
                self.0.dec();
            }
        }
        let gauge = self.connections.get_or_create_owned(&kind.label());
        gauge.inc();
        Open(gauge)
    }

    /// Counts an error that a client was told.
    pub fn error(&self, code: &'static str) {
        self.errors.get_or_create(&[("code", code)]).inc();
    }

    /// Counts a rating of an answer.
    pub fn rated(&self, helpful: bool) {
        self.ratings.get_or_create(&[("helpful", if helpful { "yes" } else { "no" })]).inc();
    }

    /// Counts a client that was told to start over.
    pub fn resync(&self) {
        self.resyncs.inc();
    }

    /// Takes down how long a turn took to write.
    pub fn appended(&self, took: Duration) {
        self.append.observe(took.as_secs_f64());
    }

    /// Takes down how many conversations wait.
    pub fn queue(&self, length: usize) {
        self.queue.set(i64::try_from(length).unwrap_or(i64::MAX));
    }

    /// Takes down an attempt to load changed content.
    pub fn reloaded(&self, result: &'static str, took: Duration) {
        self.content_reloads.get_or_create(&[("result", result)]).inc();
        self.content_reload_seconds.set(took.as_secs_f64());
    }

    /// Takes down whether the content's files are broken.
    pub fn content_broken(&self, broken: bool) {
        self.content_broken.set(broken.into());
    }

    /// Everything, as Prometheus reads it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        // A String takes everything.
        let _ = encode(&mut text, &self.registry);
        text
    }

    /// Takes down a turn of Bolt's, and how long it took to decide.
    pub fn decided(&self, action: Action, took: Duration) {
        self.decision.observe(took.as_secs_f64());
        self.turns.get_or_create(&[("action", action.word())]).inc();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_counted_while_they_last() {
        let metrics = Metrics::default();
        let first = metrics.connected(Kind::Visitor);
        let second = metrics.connected(Kind::Visitor);
        drop(first);
        assert!(metrics.text().contains("bolt_connections{kind=\"visitor\"} 1\n"), "{}", metrics.text());
        drop(second);
        assert!(metrics.text().contains("bolt_connections{kind=\"visitor\"} 0\n"));
    }

    #[test]
    fn the_documentation_names_every_metric() {
        let documentation = include_str!("../docs/operations.md");
        for line in Metrics::default().text().lines() {
            if let Some(name) = line.strip_prefix("# TYPE ").and_then(|rest| rest.split(' ').next()) {
                assert!(documentation.contains(&format!("| `{name}")), "docs/operations.md lacks {name}");
            }
        }
    }
}
