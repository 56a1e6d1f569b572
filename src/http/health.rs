//! Whether the server lives, is ready, and what it counts.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use serde_json::{Value, json};

use super::Server;
use crate::content::Finding;

/// How many waiting conversations are counted: a longer queue is long enough for an alarm.
const COUNTED: u32 = 1000;

/// `GET /healthz`: the process answers.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the content is loaded, and the store can be written.
pub(super) async fn ready(State(server): State<Arc<Server>>) -> impl IntoResponse {
    let store = server.store.check().await;
    if let Err(error) = &store {
        tracing::error!(%error, "the store cannot be written");
    }
    let is_closing = server.closing.is_cancelled();
    let status = if store.is_ok() && !is_closing { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let state = json!({
        "store": if store.is_ok() { "ok" } else { "failed" },
        "content": content(&server),
        "closing": is_closing,
    });
    (status, axum::Json(state))
}

/// The content in use, and what is wrong with the files where they are no longer as it says.
fn content(server: &Server) -> Value {
    let Some(live) = &server.live else { return json!({ "revision": server.help.revision() }) };
    let state = live.state();
    let broken = state.broken.as_ref().map(|broken| {
        json!({
            "since": broken.since,
            "errors": broken.errors().count(),
            "first": broken.errors().next().map(Finding::in_a_line),
        })
    });
    json!({
        "revision": state.revision,
        "loaded_at": state.loaded_at,
        "loading_since": state.loading_since,
        "learning_since": state.learning_since,
        "broken": broken,
    })
}

/// `GET /metrics`, for Prometheus.
pub(super) async fn metrics(State(server): State<Arc<Server>>) -> impl IntoResponse {
    match server.store.waiting(COUNTED).await {
        Ok(waiting) => server.metrics.queue(waiting.len()),
        Err(error) => tracing::error!(%error, "the queue could not be counted"),
    }
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], server.metrics.text())
}
