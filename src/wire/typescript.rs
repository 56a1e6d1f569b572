//! The TypeScript side of the protocol, generated from the types here. The test fails when the committed file differs;
//! `UPDATE_WIRE=1 cargo test --lib wire::typescript` writes it anew.

use std::fmt::Write as _;

use crate::{domain, wire};

/// Adds the declarations of types to a file.
macro_rules! declare {
    ($file:ident, $($type:ty),+ $(,)?) => {
        $(
            $file.push('\n');
            for line in <$type as ts_rs::TS>::docs().into_iter() {
                $file.push_str(line.trim_start());
            }
            let declaration = <$type as ts_rs::TS>::decl(&ts_rs::Config::default());
            $file.push_str(&format!("export {declaration}\n"));
        )+
    };
}
pub(crate) use declare;

/// Fails where a file of the front end is not what it is generated to be; writes it with `UPDATE_WIRE=1`.
pub(crate) fn held(path: &str, generated: &str, test: &str) {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_WIRE").is_some() {
        std::fs::write(&path, generated).expect("web-widget/src can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == generated, "{path} is out of date; run UPDATE_WIRE=1 cargo test --lib {test}");
}

fn generated() -> String {
    let mut file =
        String::from("// Generated from src/wire by `UPDATE_WIRE=1 cargo test --lib wire::typescript`. Do not edit.\n");
    declare!(
        file,
        domain::Language,
        domain::AccountType,
        domain::Role,
        domain::SupportPlan,
        domain::Standing,
        domain::AgentRole,
        domain::Action,
        domain::Source,
        domain::Choice,
        domain::Form,
        domain::HandoffReason,
        domain::CandidateKind,
        domain::Candidate,
        domain::Trace,
        domain::TicketStatus,
        wire::ErrorCode,
        wire::ErrorFrame,
        wire::ConversationState,
        wire::Why,
        wire::WireBody,
        wire::EventFrame,
        wire::VisitorFrame,
        wire::Entitled,
        wire::VisitorInfo,
        wire::ConversationHead,
        wire::ToVisitor,
        wire::Watch,
        wire::AgentFrame,
        wire::AgentInfo,
        wire::DeskConversation,
        wire::ToAgent,
    );
    writeln!(file, "\nexport const PROTOCOL = {};", wire::PROTOCOL).expect("a String takes everything");
    writeln!(
        file,
        "export const LIMITS = {{ messageChars: {}, subjectChars: {}, descriptionChars: {} }} as const;",
        wire::limits::MESSAGE_CHARS,
        wire::limits::SUBJECT_CHARS,
        wire::limits::DESCRIPTION_CHARS
    )
    .expect("a String takes everything");
    file
}

#[test]
fn the_client_has_the_same_types() {
    held("web-widget/src/wire.ts", &generated(), "wire::typescript");
}
