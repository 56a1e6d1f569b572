//! The calls of the content page. Each needs the session of an editor; `editing` makes the reports.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, FromRequestParts, State, rejection::JsonRejection},
    http::request,
    routing::post,
};

use super::{
    Server,
    problem::Problem,
    session::{self, AgentSession},
};
use crate::editing::{Attempt, Editing, EditingError, Trial};

/// A whole conversation of the longest messages.
const ATTEMPT_BYTES: usize = 512 * 1024;

/// The calls, below `/api/content`.
pub(super) fn routes() -> Router<Arc<Server>> {
    Router::new().route("/try", post(try_out).layer(DefaultBodyLimit::max(ATTEMPT_BYTES)))
}

/// An editor who is logged in, and calls from a page of this server.
pub(super) struct Editor;

impl FromRequestParts<Arc<Server>> for Editor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut request::Parts, server: &Arc<Server>) -> Result<Self, Problem> {
        session::refuse_foreign(server, &parts.headers)?;
        let session = AgentSession::from_request_parts(parts, server).await?;
        session.editor(server).await?;
        Ok(Self)
    }
}

impl From<EditingError> for Problem {
    fn from(error: EditingError) -> Self {
        match error {
            EditingError::Trial(_) => Self::UnfitQuestion,
            error => {
                tracing::error!(%error, "a report could not be made");
                Self::Unavailable
            }
        }
    }
}

fn editing(server: &Server) -> Result<&Editing, Problem> {
    server.editing.as_ref().ok_or(Problem::NotFound)
}

/// `POST /api/content/try`.
async fn try_out(
    _: Editor,
    State(server): State<Arc<Server>>,
    attempt: Result<Json<Attempt>, JsonRejection>,
) -> Result<Json<Trial>, Problem> {
    let Json(attempt) = attempt.map_err(|rejection| Problem::of_body(&rejection))?;
    Ok(Json(editing(&server)?.try_out(attempt).await?))
}
