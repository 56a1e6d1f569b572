//! The calls of the content page. Each needs the session of an editor; `editing` makes the reports.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{
        DefaultBodyLimit, FromRequestParts, Path, Query, State,
        rejection::{JsonRejection, PathRejection, QueryRejection},
    },
    http::request,
    routing::{get, post},
};
use serde::Deserialize;

use super::{
    Server,
    problem::Problem,
    session::{self, AgentSession},
};
use crate::{
    editing::{
        ArticleView, Attempt, Changes, Drafts, Editing, EditingError, Findings, IntentView, Library, LiveState, Trial,
    },
    insight::Gaps,
};

/// A whole conversation of the longest messages.
const ATTEMPT_BYTES: usize = 512 * 1024;
/// How far gaps are looked for without another word, and at most.
const DAYS: u32 = 30;
const MOST_DAYS: u32 = 366;

/// The calls, below `/api/content`.
pub(super) fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/state", get(state))
        .route("/try", post(try_out).layer(DefaultBodyLimit::max(ATTEMPT_BYTES)))
        .route("/library", get(library))
        .route("/articles/{*id}", get(article))
        .route("/intents/{id}", get(intent))
        .route("/findings", get(findings))
        .route("/gaps", get(gaps))
        .route("/drafts", get(drafts))
        .route("/changes", get(changes))
}

/// An editor who is logged in, and calls from a page of this server.
struct Editor;

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
            EditingError::Unknown => Self::NotFound,
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

type Answer<T> = Result<Json<T>, Problem>;
type Named = Result<Path<String>, PathRejection>;

fn name(named: Named) -> Result<String, Problem> {
    named.map(|Path(name)| name).map_err(|_| Problem::Malformed)
}

/// `GET /api/content/state`.
async fn state(_: Editor, State(server): State<Arc<Server>>) -> Answer<LiveState> {
    Ok(Json(editing(&server)?.state()))
}

/// `POST /api/content/try`.
async fn try_out(
    _: Editor,
    State(server): State<Arc<Server>>,
    attempt: Result<Json<Attempt>, JsonRejection>,
) -> Answer<Trial> {
    let Json(attempt) = attempt.map_err(|rejection| Problem::of_body(&rejection))?;
    Ok(Json(editing(&server)?.try_out(attempt).await?))
}

/// `GET /api/content/library`.
async fn library(_: Editor, State(server): State<Arc<Server>>) -> Answer<Library> {
    Ok(Json(editing(&server)?.library().await?))
}

/// `GET /api/content/articles/{id}`.
async fn article(_: Editor, State(server): State<Arc<Server>>, id: Named) -> Answer<ArticleView> {
    Ok(Json(editing(&server)?.article(name(id)?).await?))
}

/// `GET /api/content/intents/{id}`.
async fn intent(_: Editor, State(server): State<Arc<Server>>, id: Named) -> Answer<IntentView> {
    Ok(Json(editing(&server)?.intent(name(id)?).await?))
}

/// `GET /api/content/findings`.
async fn findings(_: Editor, State(server): State<Arc<Server>>) -> Answer<Arc<Findings>> {
    Ok(Json(editing(&server)?.findings().await?))
}

/// Over how many days.
#[derive(Deserialize)]
struct Since {
    days: Option<u32>,
}

impl Since {
    fn days(since: Result<Query<Self>, QueryRejection>) -> Result<u32, Problem> {
        let Query(Self { days }) = since.map_err(|_| Problem::Malformed)?;
        let days = days.unwrap_or(DAYS);
        if (1..=MOST_DAYS).contains(&days) { Ok(days) } else { Err(Problem::Malformed) }
    }
}

/// `GET /api/content/gaps?days=30`.
async fn gaps(
    _: Editor,
    State(server): State<Arc<Server>>,
    since: Result<Query<Since>, QueryRejection>,
) -> Answer<Arc<Gaps>> {
    let days = Since::days(since)?;
    Ok(Json(editing(&server)?.gaps(days).await?))
}

/// `GET /api/content/drafts?days=30`.
async fn drafts(
    _: Editor,
    State(server): State<Arc<Server>>,
    since: Result<Query<Since>, QueryRejection>,
) -> Answer<Drafts> {
    let days = Since::days(since)?;
    Ok(Json(editing(&server)?.drafts(days).await?))
}

/// `GET /api/content/changes`.
async fn changes(_: Editor, State(server): State<Arc<Server>>) -> Answer<Changes> {
    Ok(Json(editing(&server)?.changes()))
}
