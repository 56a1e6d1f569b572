//! Reads `knowledge/<language>/**/*.md`: front matter and a Markdown body.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{
    code::Code,
    fields::{Fields, Text, root},
    finding::Report,
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
    pub keywords: Vec<String>,
    pub audience: Vec<Text>,
    pub updated: Option<jiff::civil::Date>,
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

/// Reads an article. `None` for a draft, and for one that is not fit to be read.
pub(super) fn read(file: usize, report: &Report<'_>) -> Option<ArticleSource> {
    let (language, id) = address(&report.file.path)?;
    let (front, body) = split(report)?;
    let node = root(report, front)?;
    let fields = Fields::of(&node, "the front matter", &KEYS, report)?;
    let title = fields.need("title", report).and_then(|title| title.text(report));
    let description = fields.need("description", report).and_then(|text| text.text(report));
    let list = |key| fields.get(key).map(|node| node.texts(report)).unwrap_or_default();
    let updated = fields.get("updated").and_then(|updated| updated.word("date", report));
    let keywords = list("keywords").into_iter().map(|keyword| keyword.text).collect();
    let audience = list("audience");
    let allow = list("allow");
    let updated_span = fields.get("updated").map(|node| node.span.clone()).unwrap_or_default();
    if fields.get("draft").and_then(|draft| draft.flag(report)).unwrap_or_default() {
        return None;
    }
    sections(report, body.clone());
    Some(ArticleSource {
        file,
        language,
        id: id.to_owned(),
        title: title?,
        description: description?,
        keywords,
        audience,
        updated,
        updated_span,
        allow,
        body,
    })
}

/// The bytes between the `---` lines, and those after them.
fn split(report: &Report<'_>) -> Option<(Range<usize>, Range<usize>)> {
    let text = &report.file.text;
    let end = text.strip_prefix("---\n").and_then(|rest| {
        let at = if rest.starts_with("---\n") { Some(0) } else { rest.find("\n---\n").map(|at| at + 1) };
        at.or_else(|| rest.strip_suffix("\n---").map(|front| front.len() + 1))
    });
    let Some(end) = end.map(|end| end + 4) else {
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

/// Links to other articles, as article ids, with where they stand.
pub(crate) fn links<'t>(id: &str, markdown: &'t str) -> Vec<(String, &'t str, Range<usize>)> {
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(markdown, markdown_options()).into_offset_iter() {
        if let Event::Start(Tag::Link { dest_url, .. }) = event
            && let Some(target) = target(id, &dest_url)
        {
            let at = markdown[range.clone()].find(&*dest_url).map_or(range.start, |at| range.start + at);
            let written = at..(at + dest_url.len()).min(range.end);
            found.push((target, &markdown[written.clone()], written));
        }
    }
    found
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
        let article = read(0, &Report::new(&file, &found));
        (article, found.into_inner())
    }

    #[test]
    fn an_article_is_read() {
        let (article, found) = parse("---\ntitle: T\ndescription: D\nkeywords: [k]\n---\nBody.\n");
        let article = article.unwrap();
        assert_eq!(found, []);
        assert_eq!((article.id.as_str(), article.language), ("a/b", Language::En));
        assert_eq!(article.keywords, ["k"]);
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
}
