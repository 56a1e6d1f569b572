//! Zendesk: articles as the Help Center's API lists them, with their sections where these were asked for, too.

mod links;
mod page;
mod site;
mod table;
mod typed;

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use serde_json::Value;

use links::Place;
use page::Page;
use site::Site;

use super::{ImportError, items, one_or_more};
use crate::{
    domain::Language,
    exchange::{
        Draft, NewArticle,
        draft::slug,
        source::{Source, values},
    },
};

/// The section of articles whose section is not in the export.
const SECTION: &str = "imported";

/// Reads one page of the list, or all of them in a folder.
pub(super) fn read(path: &Path, language: Option<Language>, draft: &mut Draft) -> Result<(), ImportError> {
    let sources = values(path, &["json"])?;
    let sections: HashMap<i64, &str> = sources
        .iter()
        .flat_map(|source| items(&source.value["sections"]))
        .filter_map(|section| Some((section["id"].as_i64()?, section["name"].as_str()?)))
        .collect();
    let names = names(&sources, &sections);
    for source in sources.iter().filter(|source| source.value["next_page"].is_string()) {
        let next = source.value["next_page"].as_str().unwrap_or_default();
        draft.leave(&source.name, format!("the next page, unless it is beside this one: {next}"));
    }
    let mut places = Vec::new();
    // One Help Center has one host, which not every article may name.
    let any = all(&sources).find_map(|(_, article)| Site::of(article));
    for (source, article) in all(&sources) {
        let title = article["title"].as_str().unwrap_or_default().trim();
        let tag = article["locale"].as_str().unwrap_or_default();
        let Some(spoken) = Language::of_locale(tag).or(language.filter(|_| tag.is_empty())) else {
            draft.leave(&source.name, format!("`{title}`: an article in `{tag}`, which is not served"));
            continue;
        };
        let body = article["body"].as_str().unwrap_or_default();
        if title.is_empty() || body.trim().is_empty() {
            draft.leave(&source.name, format!("`{title}`: an article without a title or a text"));
            continue;
        }
        note(article, title, body, source, draft);
        let site = Site::of(article).or_else(|| any.clone());
        let page = page(body, title, &source.name, site.as_ref())?;
        changed(&page, site.as_ref(), title, &source.name, draft);
        let id = article["id"].as_i64();
        let name = id.and_then(|id| names.get(&id)).map_or(title, String::as_str).to_owned();
        let section = section(article, &sections);
        let way = format!("../{}/{}.md", slug(section, '-'), slug(&name, '-'));
        let address = article["html_url"].as_str().map(str::to_owned);
        places.push(Place { id, way, address, anchors: page.anchors });
        draft.articles.push(NewArticle {
            language: spoken,
            section: section.to_owned(),
            name,
            title: title.to_owned(),
            keywords: one_or_more(&article["label_names"]).into_iter().map(str::to_owned).collect(),
            updated: day(article),
            draft: article["draft"].as_bool().unwrap_or_default() || is_restricted(article),
            markdown: page.markdown,
        });
    }
    links::link(&places, draft);
    Ok(())
}

/// The names of the files, by the articles' numbers. Translations share the number: they get the name of the one that is
/// found first, the source before others. Two articles of one title are still two.
fn names(sources: &[Source], sections: &HashMap<i64, &str>) -> HashMap<i64, String> {
    // What is behind a name must fit into it, too.
    const LONGEST: usize = 50;
    let (mut names, mut taken) = (HashMap::new(), HashSet::new());
    for wanted in [true, false] {
        for (_, article) in
            all(sources).filter(|(_, article)| (article["locale"] == article["source_locale"]) == wanted)
        {
            let (Some(id), Some(title)) = (article["id"].as_i64(), article["title"].as_str()) else { continue };
            if names.contains_key(&id) {
                continue;
            }
            let name = slug(title, '-');
            let short = name.get(..LONGEST).unwrap_or(&name).trim_end_matches('-').to_owned();
            let others = (2..).map(|n| format!("{short}-{n}"));
            let folder = slug(section(article, sections), '-');
            let mut free =
                std::iter::once(name).chain(others).filter(|name| taken.insert((folder.clone(), name.clone())));
            names.extend(free.next().map(|name| (id, name)));
        }
    }
    names
}

/// Every article, with the file it stands in.
fn all(sources: &[Source]) -> impl Iterator<Item = (&Source, &Value)> {
    sources.iter().flat_map(|source| articles(source).iter().map(move |article| (source, article)))
}

fn section<'s>(article: &Value, sections: &HashMap<i64, &'s str>) -> &'s str {
    article["section_id"].as_i64().and_then(|id| sections.get(&id).copied()).unwrap_or(SECTION)
}

fn page(body: &str, title: &str, file: &str, site: Option<&Site>) -> Result<Page, ImportError> {
    Page::of(body, site).map_err(|problem| ImportError::Page {
        file: file.to_owned(),
        title: title.to_owned(),
        problem: problem.to_string(),
    })
}

fn articles(source: &Source) -> &[Value] {
    match &source.value {
        Value::Array(list) => list,
        value if value["articles"].is_array() => items(&value["articles"]),
        value if value["article"].is_object() => std::slice::from_ref(&value["article"]),
        _ => &[],
    }
}

/// What an article loses on the way.
fn note(article: &Value, title: &str, body: &str, source: &Source, draft: &mut Draft) {
    if body.contains("<img") || body.contains("<iframe") || body.contains("<video") {
        draft
            .leave(&source.name, format!("`{title}`: its pictures and videos stay where they are, by their addresses"));
    }
    if is_restricted(article) {
        let what = format!(
            "`{title}`: who may read it; it is a draft, for everybody could read it else: see `audience` in docs/content.md"
        );
        draft.leave(&source.name, what);
    }
}

/// Whether only some people may read an article. Who may edit it is said elsewhere, and is of no matter here.
fn is_restricted(article: &Value) -> bool {
    !article["user_segment_id"].is_null() || !items(&article["user_segment_ids"]).is_empty()
}

/// What is otherwise in a page than it was.
fn changed(page: &Page, site: Option<&Site>, title: &str, file: &str, draft: &mut Draft) {
    for changed in &page.tables {
        draft.leave(file, format!("`{title}`: {}", changed.words()));
    }
    let mut kept: Vec<String> = Vec::new();
    for written in &page.hostless {
        // More is said of those of articles where they cannot be led.
        let led = links::is_article(&site.map_or_else(|| written.clone(), |site| site.whole(written)));
        let address = format!("`{written}`");
        if !led && !kept.contains(&address) {
            kept.push(address);
        }
    }
    if kept.is_empty() {
        return;
    }
    let kept = kept.join(", ");
    let what = match site {
        Some(site) => format!("`{title}`: its pictures and links without a host stay at {}: {kept}", site.origin),
        None => format!("`{title}`: its pictures and links without a host would lead to Bolt's own, write it: {kept}"),
    };
    draft.leave(file, what);
}

/// The day of the last edit.
fn day(article: &Value) -> Option<String> {
    let time = article["edited_at"].as_str().or_else(|| article["updated_at"].as_str())?;
    let day: jiff::civil::Date = time.get(..10)?.parse().ok()?;
    Some(day.to_string())
}
