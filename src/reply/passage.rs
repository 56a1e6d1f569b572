//! What is quoted: a passage as it stands in a message, and the beginning of an article, for whoever picked it by its title.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::{content::markdown_options, knowledge::Passage};

/// The opening says enough when it has this many characters.
const ENOUGH: usize = 400;

/// The first blocks of an article: what stands before its sections, or else its first section.
pub(super) fn opening(markdown: &str) -> Passage {
    let mut heading = None;
    let (mut start, mut end, mut depth) = (None, 0, 0_usize);
    for (event, range) in Parser::new_ext(markdown, markdown_options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) if depth == 0 && start.is_some() => break,
            Event::Start(Tag::Heading { .. }) if depth == 0 => {
                heading = Some(markdown[range].trim_start_matches('#').trim().to_owned());
                depth += 1;
            }
            Event::Start(_) => {
                if depth == 0 {
                    start = start.or(Some(range.start));
                    end = range.end;
                }
                depth += 1;
            }
            Event::End(tag) => {
                depth -= 1;
                let long = start.is_some_and(|start| end - start >= ENOUGH);
                if depth == 0 && long && !matches!(tag, TagEnd::Heading(_)) {
                    break;
                }
            }
            _ => {}
        }
    }
    Passage { heading, markdown: start.map_or("", |start| &markdown[start..end]).trim().to_owned() }
}

/// A passage as it stands in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quote {
    /// Its heading and its text, as a quotation in Markdown.
    pub markdown: String,
    /// The words that are marked, by their bytes in it.
    marks: Vec<Range<usize>>,
}

impl Quote {
    /// Quotes a passage of an article, with these bytes of it marked. A heading that only repeats the title is left out.
    pub fn of(passage: &Passage, title: &str, marks: &[Range<usize>]) -> Self {
        let mut quote = Self { markdown: String::new(), marks: Vec::new() };
        if let Some(heading) = passage.heading.as_ref().filter(|heading| *heading != title) {
            quote.lines(&format!("**{heading}**\n\n"), &[]);
        }
        quote.lines(passage.markdown.trim_end(), marks);
        quote
    }

    fn lines(&mut self, text: &str, marks: &[Range<usize>]) {
        let mut start = 0;
        for written in text.split_inclusive('\n') {
            if !self.markdown.is_empty() {
                self.markdown.push('\n');
            }
            let line = written.trim_end();
            self.markdown.push_str(if line.is_empty() { ">" } else { "> " });
            let (end, here) = (start + line.len(), self.markdown.len());
            let of_line = marks.iter().filter(|mark| start <= mark.start && mark.end <= end);
            self.marks.extend(of_line.map(|mark| here + mark.start - start..here + mark.end - start));
            self.markdown.push_str(line);
            start += written.len();
        }
    }
}

/// The marks of what is quoted, by their bytes in the message: wherever the quotes have come to stand in it.
pub(super) fn marks_in(markdown: &str, quotes: &[Quote]) -> Vec<Range<usize>> {
    let mut marks = Vec::new();
    let mut from = 0;
    for quote in quotes {
        let Some(at) = markdown[from..].find(&quote.markdown).map(|at| from + at) else { continue };
        marks.extend(quote.marks.iter().map(|mark| at + mark.start..at + mark.end));
        from = at + quote.markdown.len();
    }
    marks
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;
    use proptest::prelude::*;

    fn quote(heading: Option<&str>, text: &str, marks: &[Range<usize>]) -> Quote {
        Quote::of(&Passage { heading: heading.map(Into::into), markdown: text.into() }, "Title", marks)
    }

    #[test]
    fn marks_stay_on_their_words_in_a_quotation() {
        let found = quote(Some("Waiting"), "You wait:\n\n- in the queue  \n- or not", &[4..8, 20..25]);
        assert_eq!(found.markdown, "> **Waiting**\n>\n> You wait:\n>\n> - in the queue\n> - or not");
        let read = |markdown: &str, marks: Vec<Range<usize>>| {
            marks.into_iter().map(|mark| markdown[mark].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(read(&found.markdown, found.marks.clone()), ["wait", "queue"]);
        let other = quote(Some("Title"), "A queue.", from_ref(&(2..7)));
        assert_eq!(other.markdown, "> A queue.");
        let message = format!("Sorry. Here:\n\n{}\n\nAnd:\n\n{}\n\nBye.", found.markdown, other.markdown);
        let quotes = [found, quote(None, "Not said.", from_ref(&(0..3))), other];
        assert_eq!(read(&message, marks_in(&message, &quotes)), ["wait", "queue", "queue"]);
    }

    proptest! {
        #[test]
        fn any_mark_of_a_line_keeps_its_text(text in "[ a-zé>*\n-]{0,60}", at in 0..60_usize) {
            let text = text.trim();
            let word = text[text.floor_char_boundary(at)..].split_whitespace().next().unwrap_or_default();
            prop_assume!(!word.is_empty());
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            let quote = quote(None, text, from_ref(&(start..start + word.len())));
            prop_assert_eq!(quote.marks.len(), 1);
            prop_assert_eq!(&quote.markdown[quote.marks[0].clone()], word);
        }
    }

    #[test]
    fn an_opening_is_what_stands_before_the_sections() {
        let passage = opening("Lead.\n\n- a\n- b\n\n## One\n\nText.\n");
        assert_eq!((passage.heading, passage.markdown.as_str()), (None, "Lead.\n\n- a\n- b"));
    }

    #[test]
    fn without_a_lead_it_is_the_first_section() {
        let passage = opening("## One\n\nText.\n\n## Two\n\nMore.\n");
        assert_eq!((passage.heading.as_deref(), passage.markdown.as_str()), (Some("One"), "Text."));
    }
}
