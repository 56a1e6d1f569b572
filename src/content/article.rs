//! Reads `knowledge/<language>/**/*.md`: front matter and a Markdown body.

use std::{collections::HashSet, ops::Range};

use jiff::civil::Date;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{
    code::Code,
    fields::{Fields, Text, root},
    finding::Report,
    yaml::Node,
};
use crate::domain::Language;

/// An article as its file says it.
#[derive(Clone, Debug)]
pub(crate) struct ArticleSource {
    /// The place in the list of files.
    pub file: usize,
    pub language: Language,
    pub id: String,
    pub title: Text,
    pub description: Text,
    pub keywords: Vec<Text>,
    pub audience: Vec<Text>,
    pub updated: Option<Date>,
    /// Where `updated` stands; empty where it does not.
    pub updated_span: Range<usize>,
    /// The codes of findings that its editor means so.
    pub allow: Vec<Text>,
    pub body: Range<usize>,
}

const KEYS: [&str; 7] = ["title", "description", "keywords", "audience", "updated", "draft", "allow"];

/// The Markdown that articles and replies use.
pub fn markdown_options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// The language and id that a path stands for: `knowledge/it/plans/access.md` is `plans/access` in Italian.
pub fn address(path: &str) -> Option<(Language, &str)> {
    let (language, rest) = path.strip_prefix("knowledge/")?.split_once('/')?;
    Some((language.parse().ok()?, rest.strip_suffix(".md")?))
}

/// What there is of an article.
#[derive(Debug)]
pub(super) enum Read {
    /// What its file says, with empty texts for what it lacks.
    Article(Box<ArticleSource>),
    /// It is not to be served yet.
    Draft,
    /// It has no front matter that can be read: whether it is a draft, and what its editor allows, is not known.
    Broken,
}

/// Reads an article.
pub(super) fn read(file: usize, report: &Report<'_>) -> Read {
    source(file, report).unwrap_or(Read::Broken)
}

fn source(file: usize, report: &Report<'_>) -> Option<Read> {
    let (language, id) = address(&report.file.path)?;
    let (front, body) = split(report)?;
    let node = root(report, front)?;
    let fields = Fields::of(&node, "the front matter", &KEYS, report)?;
    let title = fields.need("title", report).and_then(|title| title.text(report));
    let description = fields.need("description", report).and_then(|text| text.text(report));
    let list = |key| fields.get(key).map(|node| node.texts(report)).unwrap_or_default();
    let updated = fields.get("updated").and_then(|updated| date(updated, report));
    let keywords = list("keywords");
    let audience = list("audience");
    let allow = list("allow");
    let updated_span = fields.get("updated").map(|node| node.span.clone()).unwrap_or_default();
    if fields.get("draft").and_then(|draft| draft.flag(report)).unwrap_or_default() {
        return Some(Read::Draft);
    }
    sections(report, body.clone());
    // An article without a title is never served, and the rest of it is looked at all the same.
    Some(Read::Article(Box::new(ArticleSource {
        file,
        language,
        id: id.to_owned(),
        title: title.unwrap_or_default(),
        description: description.unwrap_or_default(),
        keywords,
        audience,
        updated,
        updated_span,
        allow,
        body,
    })))
}

fn date(node: &Node, report: &Report<'_>) -> Option<Date> {
    let written = node.text(report)?;
    let read = written.text.parse();
    if read.is_err() {
        let message = format!("`{}` is no date", written.text);
        let remedy = match day_first(&written.text) {
            Some(date) => format!("write `{date}`: the year, the month, the day"),
            None => "write the year, the month and the day: `2026-11-22`".to_owned(),
        };
        report.at(Code::UnknownValue, &written.span, message, remedy);
    }
    read.ok()
}

/// `22/11/2026`, as people write dates here.
fn day_first(text: &str) -> Option<Date> {
    let mut parts = text.split(['/', '.', '-']).map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (parts.next().is_none() && year.len() == 4).then_some(date)
}

/// The bytes between the `---` lines, and those after them.
fn split(report: &Report<'_>) -> Option<(Range<usize>, Range<usize>)> {
    let text = &report.file.text;
    let end = text.strip_prefix("---\n").and_then(|rest| {
        let at = if rest.starts_with("---\n") { Some(0) } else { rest.find("\n---\n").map(|at| at + 1) };
        at.or_else(|| rest.strip_suffix("\n---").map(|front| front.len() + 1))
    });
    let Some(end) = end.map(|end| end + 4) else {
        if text.starts_with("---\n") {
            let remedy = "write a line `---` behind its last key";
            report.at(Code::FrontMatter, &(0..3), "the front matter that begins here has no end", remedy);
            return None;
        }
        let remedy = "start the file with `---`, `title: …`, `description: …` and `---`, each on a line of its own";
        report.at(Code::FrontMatter, &(0..1), "the article has no front matter", remedy);
        return None;
    };
    Some((4..end, (end + 4).min(text.len())..text.len()))
}

/// Reports headings with nothing under them, and a body without text.
fn sections(report: &Report<'_>, body: Range<usize>) {
    let text = &report.file.text[body.clone()];
    if text.trim().is_empty() {
        report.file(Code::EmptyText, "the article has no text", "write it, or mark it `draft: true`");
        return;
    }
    let mut open: Option<(usize, Range<usize>)> = None;
    let empty = |heading: &Range<usize>| {
        let span = body.start + heading.start..body.start + heading.end;
        report.at(
            Code::EmptySection,
            &span,
            "nothing stands under this heading",
            "write the section, or remove its heading",
        );
    };
    for (event, range) in Parser::new_ext(text, markdown_options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                // A heading right under a higher one opens a part of it.
                if let Some((before, heading)) = open.take().filter(|(before, _)| *before >= level as usize) {
                    debug_assert!(before > 0);
                    empty(&heading);
                }
                open = Some((level as usize, range));
            }
            Event::End(
                TagEnd::Paragraph | TagEnd::List(_) | TagEnd::Table | TagEnd::CodeBlock | TagEnd::BlockQuote(_),
            ) => {
                open = None;
            }
            _ => {}
        }
    }
    if let Some((_, heading)) = open {
        empty(&heading);
    }
}

/// Links to other articles, as article ids, with where their addresses stand: each place once, in order.
pub(crate) fn links<'t>(id: &str, markdown: &'t str) -> Vec<(String, &'t str, Range<usize>)> {
    let parser = Parser::new_ext(markdown, markdown_options());
    let defined: Vec<(String, Range<usize>)> =
        parser.reference_definitions().iter().map(|(_, def)| (def.dest.to_string(), def.span.clone())).collect();
    let (mut places, mut named) = (Vec::new(), HashSet::new());
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. }) => {
                places.extend(address_in(markdown, &range, markdown[range.clone()].rfind("]("), &dest_url));
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                named.insert(dest_url.to_string());
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                places.extend(hrefs(&html).map(|at| range.start + at.start..range.start + at.end));
            }
            _ => {}
        }
    }
    // What `[text][name]` leads to stands where the name is defined; images are defined in the same way.
    for (address, range) in defined.iter().filter(|(address, _)| named.contains(address)) {
        places.extend(address_in(markdown, range, markdown[range.clone()].find("]:"), address));
    }
    places.sort_by_key(|place| place.start);
    let written = |place: Range<usize>| Some((markdown.get(place.clone())?, place));
    let links = places.into_iter().filter_map(written);
    links.filter_map(|(written, place)| Some((target(id, written)?, written, place))).collect()
}

/// Where an address stands in a part of a text, behind the sign that leads to it.
fn address_in(text: &str, part: &Range<usize>, sign: Option<usize>, address: &str) -> Option<Range<usize>> {
    let from = part.start + sign? + "](".len();
    let at = from + text.get(from..part.end)?.find(address)?;
    Some(at..at + address.len())
}

/// Where the addresses of links stand in a piece of HTML.
fn hrefs(html: &str) -> impl Iterator<Item = Range<usize>> {
    ["href=\"", "href='"].into_iter().flat_map(move |sign| {
        html.match_indices(sign).filter_map(move |(at, _)| {
            let start = at + sign.len();
            let end = start + html[start..].find(['"', '\''])?;
            Some(start..end)
        })
    })
}

/// The way from one article's file to another's: `../plans/access.md`.
pub(super) fn way(from: &str, to: &str) -> String {
    let (mut from, mut to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    from.pop();
    while from.first().is_some_and(|part| to.len() > 1 && to.first() == Some(part)) {
        from.remove(0);
        to.remove(0);
    }
    format!("{}{}.md", "../".repeat(from.len()), to.join("/"))
}

/// The article that a relative link leads to from the article `id`; `None` for a link elsewhere.
pub fn target(id: &str, url: &str) -> Option<String> {
    let path = url.split('#').next().unwrap_or_default();
    if path.is_empty() || path.starts_with('/') || path.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = id.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    Some(joined.strip_suffix(".md").map(str::to_owned).unwrap_or(joined))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::content::{File, Finding};

    fn parse(text: &str) -> (Option<ArticleSource>, Vec<Finding>) {
        let file = File::new("knowledge/en/a/b.md", text);
        let found = RefCell::new(Vec::new());
        let article = match read(0, &Report::new(&file, &found)) {
            Read::Article(article) => Some(*article),
            Read::Draft | Read::Broken => None,
        };
        (article, found.into_inner())
    }

    #[test]
    fn an_article_is_read() {
        let (article, found) = parse("---\ntitle: T\ndescription: D\nkeywords: [k]\n---\nBody.\n");
        let article = article.unwrap();
        assert_eq!(found, []);
        assert_eq!((article.id.as_str(), article.language), ("a/b", Language::En));
        assert_eq!(article.keywords.iter().map(|keyword| keyword.text.as_str()).collect::<Vec<_>>(), ["k"]);
        assert_eq!(article.body.start, 46);
    }

    #[test]
    fn what_is_wrong_is_told() {
        let codes = |text| parse(text).1.iter().map(|f| f.code).collect::<Vec<_>>();
        assert_eq!(codes("# No front matter\n"), ["front-matter"]);
        assert_eq!(codes(""), ["front-matter"]);
        assert_eq!(codes("---\ntitle: T\n---\nBody.\n"), ["missing-key"]);
        assert_eq!(codes("---\ntitle: T\ndescription: D\n---\n\n"), ["empty-text"]);
        assert_eq!(codes("---\ntitle: T\ndescription: D\nupdated: soon\n---\nx\n"), ["unknown-value"]);
        assert_eq!(codes("---\ntitle: T\nx\n"), ["front-matter"]);
        let (_, found) = parse("---\ntitle: T\n");
        assert_eq!((found[0].line, found[0].message.as_str()), (1, "the front matter that begins here has no end"));
        let empty = "---\ntitle: T\ndescription: D\n---\n## A\n\n## B\n\n### C\n\ntext\n\n## D\n";
        assert_eq!(codes(empty), ["empty-section", "empty-section"]);
    }

    #[test]
    fn links_lead_to_articles() {
        assert_eq!(target("a/b", "../c/d.md").as_deref(), Some("c/d"));
        assert_eq!(target("a/b", "e.md#part").as_deref(), Some("a/e"));
        assert_eq!(target("a/b", "https://example.org/x.md"), None);
        assert_eq!(target("a/b", "#part"), None);
        let found = links("a/b", "See [it](../c/d.md) and [that](/x).");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0.as_str(), found[0].1), ("c/d", "../c/d.md"));
    }

    #[test]
    fn links_are_found_where_their_addresses_stand() {
        let text = "[e.md](e.md), [it][ref], [ref] and ![pic][pic]\n\n<a href=\"f.md#x\">f</a>\n\n[ref]: ../c/d.md 'e.md'\n[pic]: p.md\n";
        let found = links("a/b", text);
        let written: Vec<_> = found.iter().map(|(target, written, _)| (target.as_str(), *written)).collect();
        assert_eq!(written, [("a/e", "e.md"), ("a/f", "f.md#x"), ("c/d", "../c/d.md")]);
        assert_eq!(found[0].2, 7..11);
        for (_, written, place) in found {
            assert_eq!(&text[place], written);
        }
    }

    #[test]
    fn the_way_between_two_articles_is_relative() {
        assert_eq!(way("test/p", "contact/live-chat"), "../contact/live-chat.md");
        assert_eq!(way("contact/p", "contact/live-chat"), "live-chat.md");
        assert_eq!(way("a/b/p", "a/c/d"), "../c/d.md");
        assert_eq!(way("p", "a/c"), "a/c.md");
    }

    #[test]
    fn a_date_that_people_write_otherwise_is_put_right() {
        let remedy = |day: &str| {
            let (_, found) = parse(&format!("---\ntitle: T\ndescription: D\nupdated: {day}\n---\nx\n"));
            found.into_iter().map(|finding| finding.remedy).collect::<String>()
        };
        assert_eq!(remedy("22/11/2026"), "write `2026-11-22`: the year, the month, the day");
        assert_eq!(remedy("1.2.2026"), "write `2026-02-01`: the year, the month, the day");
        assert!(remedy("soon").contains("`2026-11-22`"));
        assert_eq!(remedy("2026-11-22"), "");
    }
}
