//! The headings of an article, and the ids by which links lead to them.

use std::{collections::HashMap, ops::Range};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::markdown_options;

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// What stands behind the `#` of a link: `how-do-i-start`.
    pub id: String,
    /// The heading's words.
    pub text: String,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
}

/// The headings of a Markdown text, in order. Of two with the same words the second gets `-1` behind its id.
#[must_use]
pub fn anchors(markdown: &str) -> Vec<Anchor> {
    let mut found = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut open: Option<(String, Range<usize>)> = None;
    for (event, range) in Parser::new_ext(markdown, markdown_options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => open = Some((String::new(), range)),
            Event::Text(part) | Event::Code(part) => {
                if let Some((text, _)) = &mut open {
                    text.push_str(&part);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let Some((text, range)) = open.take() else { continue };
                let slug = slug(&text);
                let times = seen.entry(slug.clone()).or_default();
                let id = if *times == 0 { slug } else { format!("{slug}-{times}") };
                *times += 1;
                found.push(Anchor { id, text, range });
            }
            _ => {}
        }
    }
    found
}

/// Letters and digits in lower case, with a hyphen for each space: as on GitHub, where editors preview.
fn slug(text: &str) -> String {
    let kept = text.trim().chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c => (c.is_alphanumeric() || matches!(c, '-' | '_')).then_some(c),
    });
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_ids_of_their_words() {
        let text = "## What's *new*, in 2026?\n\nx\n\n## ¿Qué incluye?\n\nx\n\n### ¿Qué incluye?\n\n## `P1`\n";
        let found = anchors(text);
        let ids: Vec<_> = found.iter().map(|anchor| anchor.id.as_str()).collect();
        assert_eq!(ids, ["whats-new-in-2026", "qué-incluye", "qué-incluye-1", "p1"]);
        assert!(text[found[1].range.clone()].starts_with("## ¿Qué"));
        assert_eq!(found[0].text, "What's new, in 2026?");
    }
}
