//! A message's Markdown as plain text, and as HTML that is safe on anybody's page.

use std::collections::HashSet;
use std::ops::Range;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd, html as markdown_html};

use crate::{
    content::{anchors, markdown_options},
    domain::BoltMessage,
    knowledge::is_literal,
};

/// Everything that the visitor reads of a message: its text, then what they may pick.
#[must_use]
pub fn text(message: &BoltMessage) -> String {
    let choices = message.choices.iter().map(|choice| format!("- {}", choice.label));
    std::iter::once(plain(&message.markdown)).chain(choices).collect::<Vec<_>>().join("\n")
}

/// Markdown as plain text: one line a paragraph, list item or table row.
#[must_use]
pub fn plain(markdown: &str) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(markdown, markdown_options()) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak => line(&mut out),
            Event::Start(Tag::Item) => {
                line(&mut out);
                out.push_str("- ");
            }
            Event::End(TagEnd::TableCell) => out.push_str(" | "),
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                out.truncate(out.trim_end_matches([' ', '|']).len());
                line(&mut out);
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Table(_)) if !out.ends_with("- ") => {
                line(&mut out);
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::Table) => line(&mut out),
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// Begins a line, unless one was just begun.
fn line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// Markdown as HTML without scripts, styles, forms or images; links lead to the web or stay on the site. These bytes of it
/// are marked, as far as they are text: what is code or an address stays as it is.
#[must_use]
pub fn html(markdown: &str, marks: &[Range<usize>]) -> String {
    clean(marked(markdown, marks).into_iter(), &[])
}

/// An article's Markdown as HTML: as [`html`], with the ids of its headings, to which links lead.
#[must_use]
pub fn article_html(markdown: &str) -> String {
    let mut anchors = anchors(markdown).into_iter();
    let named = Parser::new_ext(markdown, markdown_options()).map(|event| match event {
        Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
            let id = anchors.next().map(|anchor| CowStr::from(anchor.id));
            Event::Start(Tag::Heading { level, id, classes, attrs })
        }
        event => event,
    });
    clean(named, &["h2", "h3", "h4"])
}

fn clean<'a>(events: impl Iterator<Item = Event<'a>>, with_ids: &[&'static str]) -> String {
    let mut raw = String::new();
    markdown_html::push_html(&mut raw, events);
    const TAGS: [&str; 25] = [
        "a",
        "b",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h2",
        "h3",
        "h4",
        "hr",
        "i",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ];
    let mut builder = Builder::default();
    for tag in with_ids {
        builder.add_tag_attributes(*tag, ["id"]);
    }
    builder
        .tags(HashSet::from(TAGS))
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer"))
        .set_tag_attribute_value("a", "target", "_blank")
        .clean(&raw)
        .to_string()
}

/// The events of Markdown, with the tags of the marks between them.
fn marked<'a>(markdown: &'a str, marks: &[Range<usize>]) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    let mut hidden = 0_usize;
    for (event, range) in Parser::new_ext(markdown, markdown_options()).into_offset_iter() {
        match &event {
            Event::Start(tag) => hidden += usize::from(hidden > 0 || is_literal(tag)),
            Event::End(_) => hidden = hidden.saturating_sub(1),
            Event::Text(text) if hidden == 0 && markdown.get(range.clone()) == Some(&**text) => {
                mark(&mut events, markdown, range, marks);
                continue;
            }
            _ => {}
        }
        events.push(event);
    }
    events
}

/// A piece of text with what is marked of it.
fn mark<'a>(events: &mut Vec<Event<'a>>, markdown: &'a str, text: Range<usize>, marks: &[Range<usize>]) {
    let mut at = text.start;
    for mark in marks {
        let (start, end) = (mark.start.max(at), mark.end.min(text.end));
        let Some(word) = (start < end).then(|| markdown.get(start..end)).flatten() else { continue };
        let Some(before) = markdown.get(at..start) else { continue };
        events.push(Event::Text(before.into()));
        events.push(Event::InlineHtml("<mark>".into()));
        events.push(Event::Text(word.into()));
        events.push(Event::InlineHtml("</mark>".into()));
        at = end;
    }
    events.push(Event::Text(markdown[at..text.end].into()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_text_keeps_lines_and_loses_marks() {
        let markdown = "Here is **it**:\n\n> **Head**\n>\n> One [link](/x)\n> goes on.\n>\n> - a\n> - b\n\n| A | B |\n|---|---|\n| 1 | 2 |\n";
        assert_eq!(plain(markdown), "Here is it:\nHead\nOne link goes on.\n- a\n- b\nA | B\n1 | 2");
        assert_eq!(plain("- a\n\n- b\n"), "- a\n- b");
    }

    #[test]
    fn links_lead_to_the_headings_of_an_article() {
        let markdown = "See [below](#what-is-new).\n\n## What is new?\n\nMuch.";
        let html = article_html(markdown);
        assert!(html.contains(r##"<h2 id="what-is-new">"##) && html.contains(r##"href="#what-is-new""##), "{html}");
        // Many messages stand on one page, and an id only once.
        assert!(!super::html(markdown, &[]).contains("id="));
    }

    #[test]
    fn html_is_safe() {
        let html = html(
            "[x](javascript:alert(1)) <script>alert(1)</script> <b onclick=x>y</b> [z](/help)\n\n![i](http://e/x.png)",
            &[],
        );
        assert!(!html.contains("script") && !html.contains("onclick") && !html.contains("img"), "{html}");
        assert!(html.contains(r#"href="/help""#) && html.contains(r#"target="_blank""#), "{html}");
        assert!(html.contains(r#"rel="noopener noreferrer""#), "{html}");
    }

    #[test]
    fn marks_are_text_and_nothing_else() {
        let text = "> A *host* [key](/host) &amp; `host` <https://host.example>\n>\n> - ho\\*st host";
        let all = |word: &str| text.match_indices(word).map(|(at, _)| at..at + word.len()).collect::<Vec<_>>();
        let html = html(text, &[all("host"), all("&amp;")].concat());
        assert!(html.contains("<em><mark>host</mark></em>"), "{html}");
        assert!(html.contains(r#"href="/host""#) && html.contains("&amp; <code>host</code>"), "{html}");
        assert!(
            html.contains(">https://host.example</a>") && html.contains("<li>ho*st <mark>host</mark></li>"),
            "{html}"
        );
        assert_eq!(html.matches("<mark>").count(), 2, "{html}");
    }

    #[test]
    fn marks_that_cross_are_each_shown_once() {
        assert_eq!(html("abcdef", &[1..3, 2..4, 9..12]), "<p>a<mark>bc</mark><mark>d</mark>ef</p>\n");
    }

    proptest! {
        #[test]
        fn marks_change_nothing_but_the_marks(text in "(?s).{0,60}", at in proptest::collection::vec(0..80_usize, 0..6)) {
            let marks: Vec<Range<usize>> = at.chunks(2).filter(|pair| pair.len() == 2).map(|pair| pair[0]..pair[1]).collect();
            let without = html(&text, &marks).replace("<mark>", "").replace("</mark>", "");
            prop_assert_eq!(without, html(&text, &[]).replace("<mark>", "").replace("</mark>", ""));
        }
    }
}
