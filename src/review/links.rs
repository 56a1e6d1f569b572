//! Links to headings, within an article and into another one; and links that lead nowhere at all.

use std::{collections::HashMap, ops::Range};

use pulldown_cmark::{BrokenLink, Event, LinkType, Parser, Tag};
use rayon::prelude::*;

use super::material::Material;
use crate::{
    content::{ArticleSource, Code, Finding, anchors, links, markdown_options, suggest},
    domain::Language,
};

type Headings<'a> = HashMap<(Language, &'a str), Vec<String>>;

/// Links to headings that are not there.
pub(super) fn anchors_of(material: &Material<'_>) -> Vec<Finding> {
    let bodies = material.checked.bodies.par_iter();
    let ids: Vec<Vec<String>> =
        bodies.map(|body| anchors(body).into_iter().map(|anchor| anchor.id).collect()).collect();
    let keys = material.parts.articles.iter().map(|article| (article.language, article.id.as_str()));
    let headings: Headings<'_> = keys.zip(ids).collect();
    material.parts.articles.par_iter().flat_map_iter(|article| broken(material, article, &headings)).collect()
}

/// Links without an address, by a name that nothing defines, or to a page of the help center that does not exist.
pub(super) fn dead(material: &Material<'_>) -> Vec<Finding> {
    let of = |article: &ArticleSource| dead_in(material, article);
    material.parts.articles.par_iter().flat_map_iter(of).collect()
}

fn dead_in(material: &Material<'_>, article: &ArticleSource) -> Vec<Finding> {
    let file = &material.parts.files[article.file];
    let body = &file.text[article.body.clone()];
    let mut undefined: Vec<(Range<usize>, String)> = Vec::new();
    let told = |link: BrokenLink<'_>| {
        // "[x]" alone is mostly a word in brackets.
        if !matches!(link.link_type, LinkType::Shortcut | LinkType::ShortcutUnknown) {
            undefined.push((link.span, link.reference.to_string()));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(body, markdown_options(), Some(told));
    let mut found = Vec::new();
    let at = |range: Range<usize>| article.body.start + range.start..article.body.start + range.end;
    for (event, range) in parser.into_offset_iter() {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
        if dest_url.trim().is_empty() {
            let remedy = "write its address between the parentheses, or remove the brackets";
            found.push(Finding::at(Code::DeadLink, file, at(range), "this link has no address", remedy));
        } else if let Some((language, id)) = page_of(&dest_url)
            && !material.parts.articles.iter().any(|article| article.language == language && article.id == id)
        {
            let message = format!("the help center has no page `{dest_url}`");
            let remedy = "write the way from this file to the other one, like `../contact/live-chat.md`";
            found.push(Finding::at(Code::DeadLink, file, at(range), message, remedy));
        }
    }
    found.extend(undefined.into_iter().map(|(range, name)| {
        let remedy =
            format!("define it on a line of its own, like `[{name}]: ../contact/live-chat.md`, or write the address");
        Finding::at(Code::DeadLink, file, at(range), format!("nothing says where `{name}` leads"), remedy)
    }));
    found
}

/// The article whose page a path within the help center is.
fn page_of(address: &str) -> Option<(Language, &str)> {
    let (language, id) = address.strip_prefix("/help/")?.split_once('/')?;
    let id = id.split(['#', '?']).next().unwrap_or(id);
    Some((language.parse().ok()?, id.trim_end_matches('/')))
}

fn broken(material: &Material<'_>, article: &ArticleSource, headings: &Headings<'_>) -> Vec<Finding> {
    let file = &material.parts.files[article.file];
    let body = &file.text[article.body.clone()];
    if !body.contains('#') {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (target, written, range) in links(&article.id, body).into_iter().chain(within(article, body)) {
        let Some((_, anchor)) = written.split_once('#') else { continue };
        // A link to an article that is not there is told elsewhere.
        let Some(known) = headings.get(&(article.language, target.as_str())) else { continue };
        if anchor.is_empty() || known.iter().any(|id| id == anchor) {
            continue;
        }
        let at = article.body.start + range.end - anchor.len()..article.body.start + range.end;
        let message = format!("`{target}` has no heading `#{anchor}`");
        let remedy = match known.as_slice() {
            [] => "that article has no headings: link to it without `#`".to_owned(),
            known => suggest(anchor, known.iter().map(String::as_str)),
        };
        found.push(Finding::at(Code::BrokenAnchor, file, at, message, remedy));
    }
    found
}

/// The links that stay on the page.
fn within<'t>(article: &ArticleSource, body: &'t str) -> Vec<(String, &'t str, std::ops::Range<usize>)> {
    let events = Parser::new_ext(body, markdown_options()).into_offset_iter();
    let link = |(event, range): (Event<'_>, std::ops::Range<usize>)| {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { return None };
        let url = dest_url.starts_with('#').then_some(&*dest_url)?;
        let at = range.start + body.get(range)?.rfind(url)?;
        Some((article.id.clone(), body.get(at..at + url.len())?, at..at + url.len()))
    };
    events.filter_map(link).collect()
}
