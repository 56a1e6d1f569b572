//! The TypeScript side of the protocol, generated from the types here. The test fails when the committed file differs;
//! `UPDATE_WIRE=1 cargo test --lib wire::typescript` writes it anew.

use std::fmt::Write as _;

use ts_rs::{Config, TS};

use crate::{domain, wire};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/web-widget/src/wire.ts");

fn generated() -> String {
    let config = Config::default();
    let mut file =
        String::from("// Generated from src/wire by `UPDATE_WIRE=1 cargo test --lib wire::typescript`. Do not edit.\n");
    macro_rules! declare {
        ($($type:ty),+ $(,)?) => {
            $(
                file.push('\n');
                for line in <$type as TS>::docs().into_iter() {
                    file.push_str(line.trim_start());
                }
                writeln!(file, "export {}", <$type as TS>::decl(&config)).expect("a String takes everything");
            )+
        };
    }
    declare!(
        domain::Language,
        domain::AccountType,
        domain::Role,
        domain::SupportPlan,
        domain::Standing,
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
    let generated = generated();
    if std::env::var_os("UPDATE_WIRE").is_some() {
        std::fs::write(PATH, &generated).expect("web-widget/src can be written");
    }
    let committed = std::fs::read_to_string(PATH).unwrap_or_default();
    assert!(
        committed == generated,
        "web-widget/src/wire.ts is not what src/wire says; run UPDATE_WIRE=1 cargo test --lib wire::typescript"
    );
}
