//! Articles that agents' replies propose: what Bolt could not answer and an agent could, as a draft with its answer test.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::Serialize;

use super::{
    Digest,
    clusters::clusters,
    draft_mask::in_words,
    draft_place::{name, section},
    helped::{Helped, Reply},
    proposal::{sentence, title_of, words_without},
};
use crate::{
    content::Content,
    domain::{ConversationId, Language, Seq, Standing},
    language::Utterance,
};

/// A reply of fewer words than this tells no article anything.
const WORDS: usize = 4;
/// No more questions become tests.
const TESTS: usize = 8;
/// A description is no longer than this many characters.
const DESCRIPTION: usize = 160;

/// A conversation that a draft comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DraftSource {
    /// The conversation.
    pub conversation: ConversationId,
    /// The number of the question.
    pub question: Seq,
    /// The numbers of the agent's messages.
    pub replies: Vec<Seq>,
    /// Who wrote them.
    pub agents: Vec<String>,
    /// When the last of them was written.
    pub at: Timestamp,
}

/// A question that the article has to answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DraftQuestion {
    /// As it was asked, without personal data.
    pub text: String,
    /// Who asked; nothing for somebody who was not signed in.
    pub standing: Option<Standing>,
    /// The place of its conversation among the sources.
    pub source: usize,
}

/// An article that agents' replies propose. It is a beginning: an editor makes it an article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Draft {
    /// Names it; the same as long as its first conversation is looked at.
    pub id: String,
    /// The language of the conversations.
    pub language: Language,
    /// The id of the article: a section and a name.
    pub article: String,
    /// Its title: the most typical question.
    pub title: String,
    /// The first sentence of the answer.
    pub description: String,
    /// Words of the questions that the answer does not have.
    pub keywords: Vec<String>,
    /// The answer: the latest one, without courtesies and personal data.
    pub markdown: String,
    /// What agents said to others who asked the same, by the places of their conversations among the sources.
    pub others: Vec<(usize, String)>,
    /// The questions, the most typical first.
    pub questions: Vec<DraftQuestion>,
    /// Where it comes from, the latest first.
    pub sources: Vec<DraftSource>,
}

/// The drafts that a digest proposes, those that most conversations want first.
#[must_use]
pub fn drafts(content: &Content, digest: &Digest) -> Vec<Draft> {
    let mut found = Vec::new();
    for language in Language::ALL {
        let mut of: Vec<&Helped> = digest.helped.iter().filter(|helped| helped.language == language).collect();
        of.retain(|helped| words(&body(&helped.replies)) >= WORDS);
        of.sort_by_key(|helped| (helped.conversation, helped.seq));
        let texts: Vec<&str> = of.iter().map(|helped| helped.text.as_str()).collect();
        let members =
            clusters(&texts).into_iter().map(|places| places.into_iter().map(|at| of[at]).collect::<Vec<_>>());
        found.extend(members.filter_map(|cluster| draft(language, &cluster)));
    }
    found.sort_by(|a, b| b.sources.len().cmp(&a.sources.len()).then_with(|| a.id.cmp(&b.id)));
    // What was written already needs no draft any more.
    found.retain(|draft| content.index.article(draft.language, &draft.article).is_none());
    name_apart(&mut found);
    found
}

/// No draft takes the place of another.
fn name_apart(drafts: &mut [Draft]) {
    let mut taken: HashSet<(Language, String)> = HashSet::new();
    for draft in drafts {
        let mut names = std::iter::once(draft.article.clone()).chain((2..).map(|n| format!("{}-{n}", draft.article)));
        let free = names.find(|name| !taken.contains(&(draft.language, name.clone())));
        draft.article = free.unwrap_or_else(|| draft.article.clone());
        taken.insert((draft.language, draft.article.clone()));
    }
}

/// A cluster, the most typical question first, as a draft.
fn draft(language: Language, cluster: &[&Helped]) -> Option<Draft> {
    let mut latest: Vec<&Helped> = cluster.to_vec();
    latest.sort_by_key(|helped| std::cmp::Reverse((helped.at, helped.conversation, helped.seq)));
    let (newest, earlier) = latest.split_first()?;
    let markdown = body(&newest.replies);
    let place = |helped: &Helped| latest.iter().position(|other| std::ptr::eq(*other, helped)).unwrap_or_default();
    let mut seen = HashSet::new();
    let new = cluster.iter().filter(|helped| seen.insert(Utterance::read(&helped.text).normalized().to_owned()));
    let questions: Vec<DraftQuestion> = new
        .take(TESTS)
        .map(|&helped| DraftQuestion { text: helped.text.clone(), standing: helped.standing, source: place(helped) })
        .collect();
    let mut told = HashSet::from([markdown.clone()]);
    let others = earlier.iter().zip(1..).map(|(helped, place)| (place, body(&helped.replies)));
    let others = others.filter(|(_, text)| told.insert(text.clone())).collect();
    let title = in_words(&title_of(&cluster.first()?.text));
    let first = cluster.iter().min_by_key(|helped| (helped.at, helped.conversation, helped.seq))?;
    let texts: Vec<&str> = cluster.iter().map(|helped| helped.text.as_str()).collect();
    Some(Draft {
        id: id_of(first),
        language,
        article: format!("{}/{}", section(cluster), name(&title, language)),
        description: description(&markdown, &title),
        keywords: words_without(&texts, &[&title, &markdown].map(String::as_str).join("\n")),
        title,
        markdown,
        others,
        questions,
        sources: latest.iter().map(|helped| source(helped)).collect(),
    })
}

fn source(helped: &Helped) -> DraftSource {
    let mut agents: Vec<String> = helped.replies.iter().map(|reply| reply.agent.clone()).collect();
    agents.dedup();
    DraftSource {
        conversation: helped.conversation,
        question: helped.seq,
        replies: helped.replies.iter().map(|reply| reply.seq).collect(),
        agents,
        at: helped.replies.last().map_or(helped.at, |reply| reply.at),
    }
}

fn body(replies: &[Reply]) -> String {
    in_words(&replies.iter().map(|reply| reply.text.as_str()).collect::<Vec<_>>().join("\n\n"))
}

fn words(text: &str) -> usize {
    Utterance::read_whole(text).tokens().len()
}

fn description(markdown: &str, title: &str) -> String {
    let prose = markdown.lines().map(str::trim).find(|line| line.starts_with(char::is_alphabetic)).unwrap_or(title);
    let end = prose.find(". ").map_or(prose.len(), |at| at + 1);
    sentence(&prose[..end].chars().take(DESCRIPTION).collect::<String>())
}

/// The same each time, as short as a person can type it (FNV-1a).
fn id_of(first: &Helped) -> String {
    let bytes = first.conversation.0.as_bytes().iter().copied().chain(first.seq.0.to_le_bytes());
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{}-{hash:08x}", first.language)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::insight::{Near, mask};

    fn helped(id: u128, question: &str, answer: &str, near: Option<(&str, f32)>) -> Helped {
        let at = Timestamp::UNIX_EPOCH;
        let reply = Reply { seq: Seq(4), at, agent: "Ada".into(), text: mask(answer, &[]) };
        Helped {
            conversation: ConversationId(Uuid::from_u128(id)),
            language: Language::En,
            standing: None,
            seq: Seq(1),
            at,
            text: mask(question, &[]),
            article: near.map(|(id, score)| Near { id: id.to_owned(), score }),
            replies: vec![reply],
        }
    }

    const CAPTIONS: &str = "How do I enable closed captions in breakout rooms?";
    const ANSWER: &str = "Choose Captions in the toolbar of the room, or call +1 888 799 9666.";

    #[test]
    fn a_draft_lies_where_its_matter_does() {
        let of = |near| draft(Language::En, &[&helped(1, CAPTIONS, ANSWER, near)]).unwrap().article;
        assert_eq!(of(Some(("priorities/overview", 0.12))), "new/enable-closed-captions-in-breakout-rooms");
        assert_eq!(of(Some(("meetings/captions", 0.6))), "meetings/enable-closed-captions-in-breakout-rooms");
        assert_eq!(of(None), "new/enable-closed-captions-in-breakout-rooms");
    }

    #[test]
    fn what_is_masked_is_no_phone_number_and_is_told() {
        let question = "Does 888 799 9666 know how captions are enabled?";
        let found = draft(Language::En, &[&helped(1, question, ANSWER, None)]).unwrap();
        assert_eq!(found.title, "Does [number] know how captions are enabled");
        let article = &found.files()[0].1;
        let (_, written) = article.split_once("title:").unwrap();
        assert!(written.contains("or call [number].") && !written.contains('0'), "{article}");
        assert!(article.contains("\n# Masked, for it may be somebody's: [number]. "), "{article}");
        let plain = draft(Language::En, &[&helped(1, CAPTIONS, "Choose Captions in the toolbar.", None)]).unwrap();
        assert!(!plain.files()[0].1.contains("Masked"), "{plain:?}");
    }
}
