//! Errors of the HTTP calls, as RFC 9457 problem details, and how the chat's errors are told on sockets.

use std::time::Duration;

use axum::{
    Json,
    extract::rejection::JsonRejection,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    chat::ChatError,
    store::StoreError,
    wire::{ErrorCode, ErrorFrame},
};

/// An error of an HTTP call. `docs/protocol.md` lists the codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// The body or path is not what the call takes.
    Malformed,
    /// The body is too large.
    TooLarge,
    /// A question that cannot be tried.
    UnfitQuestion,
    /// No such login, or not its password.
    WrongLogin,
    /// Nobody is logged in.
    NotLoggedIn,
    /// The account does not answer visitors.
    NotAnAgent,
    /// The account does not keep the content.
    NotAnEditor,
    /// Asked from a page of another origin.
    ForeignOrigin,
    /// Nothing is there.
    NotFound,
    /// Not with that method.
    MethodNotAllowed,
    /// Too many login attempts; wait that long.
    TooManyAttempts(Duration),
    /// The server could not do it.
    Unavailable,
}

impl Problem {
    /// Every problem once.
    #[cfg(test)]
    pub(super) const ALL: [Self; 12] = [
        Self::Malformed,
        Self::TooLarge,
        Self::UnfitQuestion,
        Self::WrongLogin,
        Self::NotLoggedIn,
        Self::NotAnAgent,
        Self::NotAnEditor,
        Self::ForeignOrigin,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::TooManyAttempts(Duration::ZERO),
        Self::Unavailable,
    ];

    /// A body that is not what the call takes.
    pub(super) fn of_body(rejection: &JsonRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            _ => Self::Malformed,
        }
    }

    /// Status, code, and what to do about it.
    pub(super) const fn row(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Malformed => (StatusCode::BAD_REQUEST, "malformed", "send what docs/protocol.md describes"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large", "send less"),
            Self::UnfitQuestion => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "unfit_question",
                "send 1 to 20 turns, each with at most 4,000 characters",
            ),
            Self::WrongLogin => (StatusCode::UNAUTHORIZED, "wrong_login", "check login and password"),
            Self::NotLoggedIn => (StatusCode::UNAUTHORIZED, "not_logged_in", "log in at /console or /content"),
            Self::NotAnAgent => {
                (StatusCode::FORBIDDEN, "not_an_agent", "log in with an account whose role is agent or both")
            }
            Self::NotAnEditor => {
                (StatusCode::FORBIDDEN, "not_an_editor", "log in with an account whose role is editor or both")
            }
            Self::ForeignOrigin => {
                (StatusCode::FORBIDDEN, "foreign_origin", "call from a page of this server; see server.public_origin")
            }
            Self::NotFound => (StatusCode::NOT_FOUND, "not_found", "check the address"),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "use a method that Allow names")
            }
            Self::TooManyAttempts(_) => {
                (StatusCode::TOO_MANY_REQUESTS, "too_many_attempts", "wait as long as Retry-After says")
            }
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "try again in a moment"),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, code, detail) = self.row();
        let body = Json(json!({
            "type": "about:blank",
            "title": status.canonical_reason(),
            "status": status.as_u16(),
            "detail": detail,
            "code": code,
        }));
        let mut response = (status, body).into_response();
        let mut set = |name: HeaderName, value: HeaderValue| response.headers_mut().insert(name, value);
        set(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        set(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Self::TooManyAttempts(wait) = self {
            // Rounded up: who comes back exactly then is let in.
            set(header::RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
        }
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "a call failed");
        Self::Unavailable
    }
}

impl From<ChatError> for Problem {
    fn from(error: ChatError) -> Self {
        match error {
            ChatError::Store(error) => error.into(),
            error => {
                tracing::error!(%error, "a call failed");
                Self::Unavailable
            }
        }
    }
}

/// What a client is told of a command that was not carried out.
pub(super) fn frame_of(error: &ChatError, command: Option<Uuid>) -> ErrorFrame {
    match error {
        ChatError::UnknownConversation => ErrorFrame::of(ErrorCode::UnknownConversation),
        ChatError::IllegalMove(illegal) => ErrorFrame::because(ErrorCode::IllegalMove, illegal),
        ChatError::AlreadyClaimed { by } => ErrorFrame::because(ErrorCode::AlreadyClaimed, by),
        ChatError::NotRateable => ErrorFrame::of(ErrorCode::NotRateable),
        ChatError::NotEntitled => ErrorFrame::of(ErrorCode::NotEntitled),
        ChatError::Busy => ErrorFrame::because(ErrorCode::Unavailable, "the conversation changes too fast"),
        ChatError::Store(error) => {
            // The client is not told about the inside of the database; the operator is.
            tracing::error!(%error, "a command failed");
            ErrorFrame::of(ErrorCode::Unavailable)
        }
    }
    .for_command(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_documented() {
        let documentation = include_str!("../../docs/protocol.md");
        for (n, problem) in Problem::ALL.iter().enumerate() {
            let (status, code, _) = problem.row();
            assert!(Problem::ALL[..n].iter().all(|other| other.row().1 != code), "{code} stands for two things");
            let row = format!("| `{code}` | {} |", status.as_u16());
            assert!(documentation.contains(&row), "docs/protocol.md lacks the row `{row} …`");
        }
    }
}
