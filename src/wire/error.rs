//! Error codes: stable, each with what it means and what a client does about it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! error_codes {
    ($($(#[$doc:meta])* $variant:ident, $code:literal, fatal: $fatal:literal, $message:literal, $remedy:literal;)+) => {
        /// What went wrong, as clients tell one from another. The table in `docs/protocol.md` lists the same codes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "snake_case")]
        pub enum ErrorCode { $($(#[$doc])* $variant),+ }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code as it crosses the wire.
            #[must_use]
            pub const fn code(self) -> &'static str { match self { $(Self::$variant => $code),+ } }

            /// Whether the server closes the connection after it.
            #[must_use]
            pub const fn is_fatal(self) -> bool { match self { $(Self::$variant => $fatal),+ } }

            /// What happened, for a developer who reads the frame.
            #[must_use]
            pub const fn message(self) -> &'static str { match self { $(Self::$variant => $message),+ } }

            /// What to do about it.
            #[must_use]
            pub const fn remedy(self) -> &'static str { match self { $(Self::$variant => $remedy),+ } }
        }
    };
}

error_codes! {
    /// Not JSON, not an object, an unknown type, a missing or misshapen field.
    Malformed, "malformed", fatal: false,
        "the frame is not one that this socket takes", "send a JSON text frame as docs/protocol.md describes it";
    /// A field is over its limit.
    TooLong, "too_long", fatal: false,
        "a field is over its limit", "shorten the field that the message names and send it again";
    /// A required text is empty.
    Empty, "empty", fatal: false,
        "a field that needs a text is empty", "write something in the field that the message names";
    /// Too many frames.
    TooFast, "too_fast", fatal: false,
        "too many frames in a short time", "wait retry_after_ms and send the frame again; it was not taken";
    /// A frame before `hello`, a second `hello`.
    OutOfTurn, "out_of_turn", fatal: false,
        "the frame is not expected now", "send hello first, and only once on a connection";
    /// A protocol version that the server does not speak.
    UnsupportedProtocol, "unsupported_protocol", fatal: true,
        "the server does not speak that version of the protocol", "reload the page to get the client that fits";
    /// No hello within the deadline.
    HelloTimeout, "hello_timeout", fatal: true,
        "no hello came in time", "connect again and send hello at once";
    /// Nothing heard within the deadline.
    HeartbeatTimeout, "heartbeat_timeout", fatal: true,
        "nothing was heard from the client in time", "connect again and resume";
    /// The identity token is not signed by a known key, is meant for somebody else, or is misshapen.
    InvalidToken, "invalid_token", fatal: true,
        "the identity token was refused", "fetch a new token from the help center's back end";
    /// The identity token is no longer valid.
    ExpiredToken, "expired_token", fatal: true,
        "the identity token has expired", "fetch a new token from the help center's back end and connect again";
    /// Not logged in, or the session ended.
    NotLoggedIn, "not_logged_in", fatal: true,
        "there is no valid agent session", "log in at /console and connect again";
    /// The account is an editor's.
    NotAnAgent, "not_an_agent", fatal: true,
        "the account does not answer visitors", "log in with an account whose role is agent or both; `bolt agent role` gives one";
    /// No such conversation, or somebody else's.
    UnknownConversation, "unknown_conversation", fatal: false,
        "there is no such conversation for you", "start a new conversation under a new id";
    /// The conversation's state does not allow it.
    IllegalMove, "illegal_move", fatal: false,
        "the conversation's state does not allow that", "look at the conversation's present state and decide again";
    /// Another agent was faster.
    AlreadyClaimed, "already_claimed", fatal: false,
        "another agent has claimed the conversation", "choose another one from the queue";
    /// Rating what is no answer of Bolt's in that conversation.
    NotRateable, "not_rateable", fatal: false,
        "that message is no answer that can be rated", "rate messages of Bolt whose rateable is true";
    /// The visitor is not entitled to it.
    NotEntitled, "not_entitled", fatal: false,
        "the account is not entitled to that", "offer what the entitlements in welcome allow";
    /// Too many conversations watched.
    TooManyWatched, "too_many_watched", fatal: false,
        "this connection watches as many conversations as it may", "unwatch one first";
    /// The server is shutting down.
    ShuttingDown, "shutting_down", fatal: true,
        "the server is shutting down", "connect again in a moment and resume; what was acked is kept";
    /// The server could not do it; nothing was written.
    Unavailable, "unavailable", fatal: false,
        "the server could not do that now; nothing was written", "send it again under the same id";
}

/// What a client is told when something went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ErrorFrame {
    /// Which error.
    pub code: ErrorCode,
    /// What happened, with the field or value at fault. For developers; never shown to visitors.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
    /// The client's id of the command that failed, when it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub id: Option<Uuid>,
    /// How long to wait before trying again, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub retry_after_ms: Option<u32>,
    /// Whether the server closes the connection now.
    pub fatal: bool,
}

impl ErrorFrame {
    /// The error in its own words.
    #[must_use]
    pub fn of(code: ErrorCode) -> Self {
        Self {
            code,
            message: code.message().to_owned(),
            remedy: code.remedy().to_owned(),
            id: None,
            retry_after_ms: None,
            fatal: code.is_fatal(),
        }
    }

    /// The error with what exactly is at fault.
    #[must_use]
    pub fn because(code: ErrorCode, detail: impl std::fmt::Display) -> Self {
        Self { message: format!("{}: {detail}", code.message()), ..Self::of(code) }
    }

    /// Names the command that failed.
    #[must_use]
    pub const fn for_command(mut self, id: Option<Uuid>) -> Self {
        self.id = id;
        self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_what_serde_writes() {
        let codes: HashSet<_> = ErrorCode::ALL.iter().map(|c| c.code()).collect();
        assert_eq!(codes.len(), ErrorCode::ALL.len());
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.code());
        }
    }
}
