//! Links to headings: within an article, and into another one.

use std::collections::HashMap;

use pulldown_cmark::{Event, Parser, Tag};
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
