//! A message's Markdown as plain text, and as HTML that is safe on anybody's page.

use std::collections::HashSet;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd, html as markdown_html};

use crate::{
    content::{anchors, markdown_options},
    domain::BoltMessage,
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

/// Markdown as HTML without scripts, styles, forms or images; links lead to the web or stay on the site.
#[must_use]
pub fn html(markdown: &str) -> String {
    clean(Parser::new_ext(markdown, markdown_options()), &[])
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
    const TAGS: [&str; 24] = [
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

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(!super::html(markdown).contains("id="));
    }

    #[test]
    fn html_is_safe() {
        let html = html(
            "[x](javascript:alert(1)) <script>alert(1)</script> <b onclick=x>y</b> [z](/help)\n\n![i](http://e/x.png)",
        );
        assert!(!html.contains("script") && !html.contains("onclick") && !html.contains("img"), "{html}");
        assert!(html.contains(r#"href="/help""#) && html.contains(r#"target="_blank""#), "{html}");
        assert!(html.contains(r#"rel="noopener noreferrer""#), "{html}");
    }
}
