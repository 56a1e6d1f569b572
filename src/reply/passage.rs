//! The beginning of an article, for whoever picked it by its title.

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

#[cfg(test)]
mod tests {
    use super::*;

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
