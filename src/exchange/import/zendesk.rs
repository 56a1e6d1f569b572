//! Zendesk: articles as the Help Center's API lists them, with their sections where these were asked for, too.

use std::{collections::HashMap, path::Path, sync::LazyLock};

use regex::{Captures, Regex};
use serde_json::Value;

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
    // Translations share the article's number: they get the name of the one that is found first, the source before others.
    let mut names: HashMap<i64, String> = HashMap::new();
    let all = || sources.iter().flat_map(|source| articles(source).iter().map(move |article| (source, article)));
    for wanted in [true, false] {
        for (_, article) in all().filter(|(_, article)| (article["locale"] == article["source_locale"]) == wanted) {
            if let (Some(id), Some(title)) = (article["id"].as_i64(), article["title"].as_str()) {
                names.entry(id).or_insert_with(|| title.to_owned());
            }
        }
    }
    for source in sources.iter().filter(|source| source.value["next_page"].is_string()) {
        let next = source.value["next_page"].as_str().unwrap_or_default();
        draft.leave(&source.name, format!("the next page, unless it is beside this one: {next}"));
    }
    let mut written: HashMap<i64, String> = HashMap::new();
    for (source, article) in all() {
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
        let name = article["id"].as_i64().and_then(|id| names.get(&id).cloned());
        let section = article["section_id"].as_i64().and_then(|id| sections.get(&id).copied()).unwrap_or(SECTION);
        let name = name.unwrap_or_else(|| title.to_owned());
        if let Some(id) = article["id"].as_i64() {
            written.insert(id, format!("../{}/{}.md", slug(section, '-'), slug(&name, '-')));
        }
        draft.articles.push(NewArticle {
            language: spoken,
            section: section.to_owned(),
            name,
            title: title.to_owned(),
            keywords: one_or_more(&article["label_names"]).into_iter().map(str::to_owned).collect(),
            updated: day(article),
            draft: article["draft"].as_bool().unwrap_or_default(),
            markdown: markdown(body, title, &source.name)?,
        });
    }
    link(&written, draft);
    Ok(())
}

/// An address of an article of a Help Center, whole or without its host, up to the heading in it.
static ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\]\(<?(?:https?://[^/\s)]+)?/hc/(?:[\w-]+/)?articles/(\d+)[^\s)#>]*").ok());

/// Leads links between the articles to where they are now, and tells of those that lead to others.
fn link(written: &HashMap<i64, String>, draft: &mut Draft) {
    let Some(address) = &*ADDRESS else { return };
    let mut dead = Vec::new();
    for article in &mut draft.articles {
        let linked = address.replace_all(&article.markdown, |link: &Captures<'_>| {
            match link[1].parse().ok().and_then(|id: i64| written.get(&id)) {
                Some(way) => format!("{}{way}", if link[0].contains('<') { "](<" } else { "](" }),
                None => {
                    dead.push(format!(
                        "`{}`: its link to article {}, which is not in the export",
                        article.title, &link[1]
                    ));
                    link[0].to_owned()
                }
            }
        });
        article.markdown = linked.into_owned();
    }
    dead.into_iter().for_each(|what| draft.leave("articles", what));
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
    if !article["user_segment_id"].is_null() {
        draft.leave(&source.name, format!("`{title}`: who may read it; see `audience` in docs/content.md"));
    }
}

fn markdown(body: &str, title: &str, file: &str) -> Result<String, ImportError> {
    let converter = htmd::HtmlToMarkdown::builder().skip_tags(vec!["script", "style", "iframe"]).build();
    converter.convert(body).map_err(|problem| ImportError::Page {
        file: file.to_owned(),
        title: title.to_owned(),
        problem: problem.to_string(),
    })
}

/// The day of the last edit.
fn day(article: &Value) -> Option<String> {
    let time = article["edited_at"].as_str().or_else(|| article["updated_at"].as_str())?;
    let day: jiff::civil::Date = time.get(..10)?.parse().ok()?;
    Some(day.to_string())
}
