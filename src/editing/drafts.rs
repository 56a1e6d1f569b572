//! Articles that agents' replies propose, with what an editor takes home.

use serde::Serialize;

use crate::{
    content::Content,
    domain::{Language, Standing},
    insight::{Digest, Draft, drafts, patch},
    reply::render,
};

/// The drafts of the last days.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Drafts {
    /// Over how many days.
    pub days: u32,
    /// The drafts, those that most conversations want first.
    pub drafts: Vec<DraftView>,
}

/// An article that agents' replies propose.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DraftView {
    /// Names it.
    pub id: String,
    /// The language of the conversations.
    pub language: Language,
    /// Its title: the most typical question.
    pub title: String,
    /// The answer, as sanitised HTML.
    pub html: String,
    /// The questions that it has to answer.
    pub questions: Vec<AskedBy>,
    /// Where it comes from, conversation by conversation.
    pub sources: Vec<String>,
    /// The article and its answer test.
    pub files: Vec<DraftFile>,
    /// Both as a patch that `git apply` takes.
    pub patch: String,
}

/// A question, and who asked it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AskedBy {
    /// The question, without personal data.
    pub text: String,
    /// Who asked; nothing for somebody who was not signed in.
    pub standing: Option<Standing>,
}

/// A file that a draft proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DraftFile {
    /// Its path below the folder of the content.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// The drafts that a digest proposes, for content that lies below `place` in its repository.
pub(super) fn of(content: &Content, digest: &Digest, days: u32, place: &str) -> Drafts {
    Drafts { days, drafts: drafts(content, digest).into_iter().map(|draft| view(draft, place)).collect() }
}

fn view(draft: Draft, place: &str) -> DraftView {
    let files = draft.files();
    DraftView {
        patch: patch(&files, place),
        files: files.into_iter().map(|(path, text)| DraftFile { path, text }).collect(),
        html: render::html(&draft.markdown, &[]),
        questions: draft
            .questions
            .into_iter()
            .map(|question| AskedBy { text: question.text, standing: question.standing })
            .collect(),
        sources: draft.sources.iter().map(ToString::to_string).collect(),
        id: draft.id,
        language: draft.language,
        title: draft.title,
    }
}
