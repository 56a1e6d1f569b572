//! The TypeScript side of the reports, generated from the types here and held like the protocol's.

use crate::{
    content, domain, editing, insight, proof, reply,
    wire::typescript::{declare, held},
};

fn generated() -> String {
    let mut file = String::from(
        "// Generated from src/editing by `UPDATE_WIRE=1 cargo test --lib editing::typescript`. Do not edit.\n\n\
         import type { Action, Candidate, Choice, Form, Language, Source, Standing, Trace } from '../wire';\n",
    );
    declare!(
        file,
        domain::Expectation,
        domain::BoltMessage,
        reply::Correction,
        reply::Value,
        reply::Pattern,
        reply::Found,
        reply::GoesOn,
        reply::Explanation,
        editing::Move,
        editing::Attempt,
        editing::MayUse,
        editing::Silence,
        editing::TrialTurn,
        editing::Trial,
        content::Severity,
        content::Related,
        content::Finding,
        editing::BrokenState,
        editing::LiveState,
        editing::Health,
        editing::VersionStanding,
        editing::Version,
        editing::ArticleRow,
        editing::IntentRow,
        editing::Library,
        editing::LiveText,
        editing::ArticleText,
        editing::ArticleView,
        editing::Recognised,
        editing::WrittenSay,
        editing::Said,
        editing::IntentView,
        editing::Findings,
        insight::Period,
        insight::Point,
        insight::Fate,
        insight::Near,
        insight::Proposal,
        insight::Gap,
        insight::Gaps,
        editing::AskedBy,
        editing::DraftFile,
        editing::DraftView,
        editing::Drafts,
        proof::Verdict,
        proof::Cause,
        proof::Origin,
        proof::Mismatch,
        proof::Told,
        proof::Change,
        editing::ChangeGroup,
        editing::Compared,
        editing::Changes,
    );
    file
}

#[test]
fn the_page_has_the_same_types() {
    held("web-widget/src/content/reports.ts", &generated(), "editing::typescript");
}
