//! The section of the last answer's article whose heading asks what a message asks: "how do I reach them?" after an answer
//! on billing is answered under "How do I reach billing support?".

use super::{
    cues,
    topic::name_of_it,
    turn::{Answer, Turn},
};
use crate::{knowledge::section_like, language::Utterance};

/// From this cosine on a heading asks the same, what it is about taken out of it …
const SAME: f32 = 0.5;
/// … or with it.
const WORD_BY_WORD: f32 = 0.65;
/// Where the alternative is to say the last answer once more, so much is enough.
const LIKE: f32 = 0.4;

/// The section whose heading asks what the message asks of the last answer.
pub(super) fn alike(turn: &Turn<'_>) -> Option<Answer> {
    quoted(turn, &left_out(turn)?, SAME)
}

/// The section whose heading is the same question, with everything that it names.
pub(super) fn the_same(turn: &Turn<'_>) -> Option<Answer> {
    quoted(turn, &[], WORD_BY_WORD)
}

/// The section that answers the message, rather than what was said already.
pub(super) fn rather_than_again(turn: &Turn<'_>) -> Option<Answer> {
    quoted(turn, &left_out(turn)?, LIKE)
}

fn quoted(turn: &Turn<'_>, left_out: &[String], least: f32) -> Option<Answer> {
    let cited = turn.last()?.topic_sources().first()?;
    let article = turn.content.index.article(cited.language, &cited.article)?;
    let core = cues::without_opening(&turn.understanding.core, turn.content);
    let question = turn.content.spelled_out(core, turn.understanding.language());
    let section = section_like(&article.markdown, &question, left_out);
    let (passage, alike) = section.filter(|(_, alike)| *alike >= least)?;
    Some(turn.on_topic(turn.passage(&cited.article, cited.language, &passage, &[], alike)?))
}

/// The words that only name what the whole article is about.
fn left_out(turn: &Turn<'_>) -> Option<Vec<String>> {
    let cited = turn.last()?.topic_sources().first()?;
    let article = turn.content.index.article(cited.language, &cited.article)?;
    let names = [Some(article.title.clone()), name_of_it(turn)].into_iter().flatten();
    Some(names.flat_map(|name| words(&Utterance::read(&name))).collect())
}

fn words(utterance: &Utterance) -> Vec<String> {
    utterance.tokens().iter().map(|token| token.text.clone()).collect()
}
