//! Cutting an article into what can be quoted: whole sentences, lists and tables intact, under the heading they stand.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use unicode_segmentation::UnicodeSegmentation;

pub(super) const SYNTAX: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_TASKLISTS);
/// A passage that has this many words is complete.
const ENOUGH: usize = 40;
/// A passage grows no further than this, and a longer paragraph is divided; a list or table may be longer.
const MOST: usize = 120;

/// A piece of an article that makes sense by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The heading it stands under.
    pub heading: Option<String>,
    /// The text, as Markdown.
    pub markdown: String,
}

/// Where a passage stands in its article.
pub(super) struct Cut {
    range: Range<usize>,
    heading: Option<Box<str>>,
}

impl Cut {
    /// The passage, out of the article's Markdown.
    pub fn passage(&self, markdown: &str) -> Passage {
        Passage { heading: self.heading.as_deref().map(str::to_owned), markdown: self.text(markdown).to_owned() }
    }

    /// The heading it stands under, if it stands under one.
    pub fn heading(&self) -> &str {
        self.heading.as_deref().unwrap_or_default()
    }

    /// Its text, as Markdown.
    pub fn text<'a>(&self, markdown: &'a str) -> &'a str {
        markdown.get(self.range.clone()).unwrap_or_default()
    }

    /// Bytes in memory besides its own.
    pub fn bytes(&self) -> usize {
        self.heading.as_ref().map_or(0, |heading| heading.len())
    }
}

/// A top-level block of Markdown, by its bytes.
struct Block {
    range: Range<usize>,
    heading: Option<String>,
    divisible: bool,
}

/// The passages of an article, in order.
#[must_use]
pub fn passages(markdown: &str) -> Vec<Passage> {
    cuts(markdown).iter().map(|cut| cut.passage(markdown)).collect()
}

/// Where the passages of an article stand, in order.
pub(super) fn cuts(markdown: &str) -> Vec<Cut> {
    let mut found = Vec::new();
    let mut heading: Option<String> = None;
    let mut open: Option<Range<usize>> = None;
    for block in blocks(markdown) {
        if block.heading.is_some() {
            close(&mut found, markdown, heading.as_ref(), open.take());
            heading = block.heading;
            continue;
        }
        for piece in pieces(markdown, &block) {
            let joined = open.as_ref().map_or(piece.clone(), |range| range.start..piece.end);
            let introduced = open.as_ref().is_some_and(|range| markdown[range.clone()].trim_end().ends_with(':'));
            let full = open.as_ref().is_some_and(|range| words(&markdown[range.clone()]) >= ENOUGH);
            if introduced || (!full && words(&markdown[joined.clone()]) <= MOST) {
                open = Some(joined);
            } else {
                close(&mut found, markdown, heading.as_ref(), open.replace(piece));
            }
        }
    }
    close(&mut found, markdown, heading.as_ref(), open);
    found
}

/// The headings of an article.
pub(super) fn headings(markdown: &str) -> Vec<String> {
    blocks(markdown).into_iter().filter_map(|block| block.heading).collect()
}

/// Whether what a tag of Markdown holds is code, an address or an image's description: nothing in it is marked.
#[must_use]
pub fn is_literal(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::CodeBlock(_) | Tag::Image { .. } => true,
        Tag::Link { link_type, .. } => matches!(link_type, LinkType::Autolink | LinkType::Email),
        _ => false,
    }
}

/// The words of a piece of Markdown without its marks and without where its links lead.
pub(super) fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    for event in Parser::new_ext(markdown, SYNTAX) {
        match event {
            Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => text.push_str(&part),
            Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link | TagEnd::Strikethrough) => {}
            Event::SoftBreak | Event::HardBreak | Event::End(_) => text.push('\n'),
            _ => {}
        }
    }
    text
}

fn close(found: &mut Vec<Cut>, markdown: &str, heading: Option<&String>, range: Option<Range<usize>>) {
    let Some(range) = range else { return };
    let text = &markdown[range.clone()];
    let start = range.start + text.len() - text.trim_start().len();
    let end = start + text.trim().len();
    if start < end {
        found.push(Cut { range: start..end, heading: heading.map(|heading| heading.as_str().into()) });
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn blocks(markdown: &str) -> Vec<Block> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    let mut heading: Option<String> = None;
    for (event, range) in Parser::new_ext(markdown, SYNTAX).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    start = range.start;
                    heading = matches!(tag, Tag::Heading { .. }).then(String::new);
                }
                depth += 1;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let divisible = matches!(tag, TagEnd::Paragraph);
                    let heading = heading.take().filter(|_| !matches!(tag, TagEnd::Heading(HeadingLevel::H6)));
                    found.push(Block { range: start..range.end, heading, divisible });
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::Rule | Event::Html(_) if depth == 0 => found.push(Block { range, heading: None, divisible: false }),
            _ => {}
        }
    }
    found
}

/// A block, divided between sentences where it is too long to quote.
fn pieces(markdown: &str, block: &Block) -> Vec<Range<usize>> {
    let text = &markdown[block.range.clone()];
    if !block.divisible || words(text) <= MOST {
        return vec![block.range.clone()];
    }
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for (offset, sentence) in text.split_sentence_bound_indices() {
        let sentence = block.range.start + offset..block.range.start + offset + sentence.len();
        match pieces.last_mut() {
            Some(last) if words(&markdown[last.start..sentence.end]) <= MOST * 2 / 3 => last.end = sentence.end,
            _ => pieces.push(sentence),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sentence(words: usize) -> String {
        format!("{}.", vec!["Word"; words].join(" "))
    }

    #[test]
    fn sections_stand_under_their_headings() {
        let found = passages("Intro text.\n\n## First *part*\n\nOne.\n\nTwo.\n\n## Second\n\nThree.\n");
        let read: Vec<_> = found.iter().map(|p| (p.heading.as_deref(), p.markdown.as_str())).collect();
        assert_eq!(read, [(None, "Intro text."), (Some("First part"), "One.\n\nTwo."), (Some("Second"), "Three.")]);
    }

    #[test]
    fn lists_and_tables_stay_whole_with_what_introduces_them() {
        let list: String = (0..60).map(|i| format!("- item {i} of many\n")).collect();
        let found = passages(&format!("{}\n\nYou get this:\n\n{list}\nAfter.", sentence(50)));
        assert_eq!(found.len(), 3, "{found:#?}");
        assert!(found[1].markdown.starts_with("You get this:") && found[1].markdown.ends_with("item 59 of many"));
        let table = "| a | b |\n|---|---|\n| 1 | 2 |";
        assert_eq!(passages(&format!("## T\n\n{table}\n"))[0].markdown, table);
    }

    #[test]
    fn a_long_paragraph_is_divided_between_sentences() {
        let found = passages(&[sentence(45), sentence(45), sentence(45), sentence(45)].join(" "));
        assert!(found.len() >= 2);
        assert!(found.iter().all(|p| p.markdown.ends_with('.')), "{found:#?}");
    }

    #[test]
    fn links_and_marks_are_not_words() {
        assert_eq!(
            plain("See **[live chat](../contact/live-chat.md)**.\n\n- `P1`\n- <b>two</b>")
                .split_whitespace()
                .collect::<Vec<_>>(),
            ["See", "live", "chat.", "P1", "<b>two</b>"]
        );
    }

    proptest! {
        #[test]
        fn any_text_can_be_cut(text in any::<String>()) {
            for passage in passages(&text) {
                prop_assert!(text.contains(&passage.markdown));
            }
        }
    }
}
