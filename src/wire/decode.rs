//! Reading frames: what does not fit is told what is wrong with it, and with which command.

use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{AgentFrame, ErrorCode, ErrorFrame, VisitorFrame, limits};

/// Checks that a frame keeps to the limits.
pub trait Checked {
    /// The first field at fault.
    fn check(&self) -> Result<(), (ErrorCode, String)>;
    /// The client's id of the command, if it is one.
    fn command(&self) -> Option<Uuid>;
}

/// A frame that was refused, as the client is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadFrame(pub ErrorFrame);

/// Reads a text frame.
pub fn decode<F: DeserializeOwned + Checked>(text: &str) -> Result<F, BadFrame> {
    if text.len() > limits::FRAME_BYTES {
        let detail = format!("the frame has {} bytes, at most {} are taken", text.len(), limits::FRAME_BYTES);
        return Err(BadFrame(ErrorFrame::because(ErrorCode::TooLong, detail)));
    }
    let frame: F = serde_json::from_str(text)
        .map_err(|e| BadFrame(ErrorFrame::because(ErrorCode::Malformed, e).for_command(id_in(text))))?;
    frame.check().map_err(|(code, detail)| BadFrame(ErrorFrame::because(code, detail).for_command(frame.command())))?;
    Ok(frame)
}

/// The command's id in a frame that could not be read whole, so that the client knows which one failed.
fn id_in(text: &str) -> Option<Uuid> {
    #[derive(serde::Deserialize)]
    struct OnlyId {
        id: Uuid,
    }
    serde_json::from_str::<OnlyId>(text).ok().map(|found| found.id)
}

fn text_of(field: &'static str, text: &str, most: usize) -> Result<(), (ErrorCode, String)> {
    if text.trim().is_empty() {
        return Err((ErrorCode::Empty, field.to_owned()));
    }
    at_most(field, text.chars().count(), most)
}

fn at_most(field: &'static str, size: usize, most: usize) -> Result<(), (ErrorCode, String)> {
    if size > most {
        return Err((ErrorCode::TooLong, format!("{field} has {size}, at most {most} are taken")));
    }
    Ok(())
}

impl Checked for VisitorFrame {
    fn check(&self) -> Result<(), (ErrorCode, String)> {
        match self {
            Self::Hello { token, locale, .. } => {
                at_most("token", token.as_deref().map_or(0, str::len), limits::TOKEN_BYTES)?;
                at_most("locale", locale.as_deref().map_or(0, str::len), limits::LOCALE_CHARS)
            }
            Self::Post { text, choice, .. } => {
                text_of("text", text, limits::MESSAGE_CHARS)?;
                at_most("choice", choice.as_deref().map_or(0, str::len), limits::CHOICE_CHARS)
            }
            Self::OpenTicket { subject, description, .. } => {
                text_of("subject", subject, limits::SUBJECT_CHARS)?;
                text_of("description", description, limits::DESCRIPTION_CHARS)
            }
            Self::LeaveQueue { .. } | Self::Rate { .. } | Self::Typing { .. } | Self::Ping | Self::Pong => Ok(()),
        }
    }

    fn command(&self) -> Option<Uuid> {
        match self {
            Self::Post { id, .. }
            | Self::OpenTicket { id, .. }
            | Self::LeaveQueue { id, .. }
            | Self::Rate { id, .. } => Some(*id),
            Self::Hello { .. } | Self::Typing { .. } | Self::Ping | Self::Pong => None,
        }
    }
}

impl Checked for AgentFrame {
    fn check(&self) -> Result<(), (ErrorCode, String)> {
        match self {
            Self::Hello { watching, .. } => at_most("watching", watching.len(), limits::WATCHED),
            Self::Post { text, .. } | Self::Note { text, .. } => text_of("text", text, limits::MESSAGE_CHARS),
            _ => Ok(()),
        }
    }

    fn command(&self) -> Option<Uuid> {
        match self {
            Self::Claim { id, .. }
            | Self::Post { id, .. }
            | Self::Note { id, .. }
            | Self::Resolve { id, .. }
            | Self::ReturnToBolt { id, .. } => Some(*id),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "018f2f66-0000-7000-8000-000000000001";

    fn refused(text: &str) -> ErrorFrame {
        decode::<VisitorFrame>(text).unwrap_err().0
    }

    #[test]
    fn a_post_is_read() {
        let text = format!(r#"{{"type":"post","conversation":"{ID}","id":"{ID}","text":"hello"}}"#);
        let frame: VisitorFrame = decode(&text).unwrap();
        assert!(matches!(frame, VisitorFrame::Post { text, choice: None, .. } if text == "hello"));
    }

    #[test]
    fn what_is_malformed_says_where_and_for_which_command() {
        let error = refused(&format!(r#"{{"type":"post","conversation":"nonsense","id":"{ID}","text":"hello"}}"#));
        assert_eq!(error.code, ErrorCode::Malformed);
        assert_eq!(error.id.map(|id| id.to_string()).as_deref(), Some(ID));
        assert_eq!(refused("[]").code, ErrorCode::Malformed);
        assert_eq!(refused(r#"{"type":"dance"}"#).code, ErrorCode::Malformed);
        assert_eq!(refused("").code, ErrorCode::Malformed);
    }

    #[test]
    fn limits_count_characters_and_name_the_field() {
        let fits = "è".repeat(limits::MESSAGE_CHARS);
        let text = format!(r#"{{"type":"post","conversation":"{ID}","id":"{ID}","text":"{fits}"}}"#);
        assert!(decode::<VisitorFrame>(&text).is_ok());
        let text = format!(r#"{{"type":"post","conversation":"{ID}","id":"{ID}","text":"{fits}è"}}"#);
        let error = refused(&text);
        assert_eq!(error.code, ErrorCode::TooLong);
        assert!(error.message.contains("text has 4001, at most 4000"), "{}", error.message);
        assert!(error.id.is_some());
    }

    #[test]
    fn a_blank_message_is_empty() {
        let text = format!(r#"{{"type":"post","conversation":"{ID}","id":"{ID}","text":" \n "}}"#);
        assert_eq!(refused(&text).code, ErrorCode::Empty);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,200}") {
            let _ = decode::<VisitorFrame>(&text);
            let _ = decode::<AgentFrame>(&text);
        }
    }
}
