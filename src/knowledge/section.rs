//! The section of an article whose heading asks what a question asks.

use super::passages::{Passage, passages};
use crate::{
    language::Utterance,
    vectors::{Embedding, Vectors},
};

/// How far the best heading must be ahead of the second.
const AHEAD: f32 = 0.1;

/// The section whose heading means what the question means, and how near it comes (a cosine); none where another is as near.
/// The words `left_out` count in no heading: every heading of an article on the Community names the Community.
#[must_use]
pub fn section_like(markdown: &str, question: &Utterance, left_out: &[String]) -> Option<(Passage, f32)> {
    let asked = embed(question, &[])?;
    let mut sections = passages(markdown);
    sections.dedup_by(|next, first| next.heading == first.heading);
    let alike = |passage: Passage| {
        let heading = Utterance::read(passage.heading.as_deref()?);
        let alike = embed(&heading, left_out)?.dot(&asked);
        Some((passage, alike))
    };
    let mut ranked: Vec<(Passage, f32)> = sections.into_iter().filter_map(alike).collect();
    ranked.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let second = ranked.get(1).map_or(0.0, |(_, alike)| *alike);
    ranked.into_iter().next().filter(|(_, alike)| alike - second >= AHEAD)
}

/// What the words mean together, without those left out.
fn embed(utterance: &Utterance, left_out: &[String]) -> Option<Embedding> {
    let words = utterance.tokens().iter().filter(|token| !left_out.contains(&token.text));
    Vectors::embedded().embed(words.map(|token| token.text.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BILLING: &str = "For money.\n\n## Who do I ask about an invoice?\n\nBilling.\n\n## How do I reach billing support?\n\nNo \
                           address is known.\n\n## Can Bolt change my bill?\n\nNo.\n";

    fn heading(question: &str, left_out: &[&str]) -> Option<(String, f32)> {
        let left_out: Vec<String> = left_out.iter().map(|word| (*word).to_owned()).collect();
        let (passage, alike) = section_like(BILLING, &Utterance::read(question), &left_out)?;
        Some((passage.heading?, alike))
    }

    #[test]
    fn the_heading_that_asks_the_same_is_found_in_other_words() {
        for (question, wanted) in [
            ("how do I reach them", "How do I reach billing support?"),
            ("can you change it?", "Can Bolt change my bill?"),
        ] {
            let (found, alike) = heading(question, &["billing", "bill"]).unwrap();
            assert_eq!(found, wanted, "{question}");
            assert!(alike > 0.3, "{question}: {alike}");
        }
    }

    #[test]
    fn what_no_heading_asks_is_near_to_none() {
        for question in ["is it raining", "😀", ""] {
            assert!(heading(question, &["billing"]).is_none_or(|(_, alike)| alike < 0.3), "{question}");
        }
        assert_eq!(section_like("No heading here.", &Utterance::read("how do I reach them"), &[]), None);
    }

    #[test]
    fn the_name_of_the_thing_hides_what_is_asked_of_it() {
        let with_name = heading("how do I reach them", &[]).unwrap().1;
        assert!(heading("how do I reach them", &["billing"]).unwrap().1 > with_name);
    }
}
