//! The help center's pages: articles in every language, around which the widget lives.

use std::{ops::Range, sync::Arc};

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use minijinja::{Environment, Value, context};
use rust_embed::RustEmbed;

use super::{Server, assets, demo::PERSONAS};
use crate::{content::Content, domain::Language, live::Live, reply::render};

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its path below the language folder: `section/name`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What the reader finds there.
    pub description: String,
}

/// An article to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its title.
    pub title: String,
    /// What the reader finds there.
    pub description: String,
    /// The day of its last change, as `2026-11-22`, if it says one.
    pub updated: Option<String>,
    /// Its text as sanitised HTML.
    pub html: String,
}

/// What the pages and sockets show of the content.
pub trait HelpCenter: Send + Sync {
    /// The articles of a language, in the order in which they are listed.
    fn articles(&self, language: Language) -> Vec<Listed>;
    /// An article.
    fn article(&self, language: Language, id: &str) -> Option<Article>;
    /// Makes sanitised HTML of an answer's Markdown, with these bytes of it marked.
    fn html(&self, markdown: &str, marks: &[Range<usize>]) -> String;
    /// The hash of what is loaded.
    fn revision(&self) -> String;
}

impl HelpCenter for Content {
    fn articles(&self, language: Language) -> Vec<Listed> {
        let of_language = self.index.articles().filter(|article| article.language == language);
        of_language
            .map(|article| Listed {
                id: article.id.clone(),
                title: article.title.clone(),
                description: article.description.clone(),
            })
            .collect()
    }

    fn article(&self, language: Language, id: &str) -> Option<Article> {
        self.index.article(language, id).map(|article| Article {
            title: article.title.clone(),
            description: article.description.clone(),
            updated: article.updated.map(|day| day.to_string()),
            html: render::article_html(&article.markdown),
        })
    }

    fn html(&self, markdown: &str, marks: &[Range<usize>]) -> String {
        render::html(markdown, marks)
    }

    fn revision(&self) -> String {
        self.revision.clone()
    }
}

/// Each call reads the content in use at its moment; a page made of two moments shows at worst an older list.
impl HelpCenter for Live {
    fn articles(&self, language: Language) -> Vec<Listed> {
        self.content().articles(language)
    }

    fn article(&self, language: Language, id: &str) -> Option<Article> {
        self.content().article(language, id)
    }

    fn html(&self, markdown: &str, marks: &[Range<usize>]) -> String {
        self.content().html(markdown, marks)
    }

    fn revision(&self) -> String {
        self.content().revision.clone()
    }
}

#[derive(RustEmbed)]
#[folder = "web-widget/pages"]
#[allow_missing = true]
struct Templates;

/// The pages' templates.
pub(super) struct Pages(Environment<'static>);

impl Pages {
    pub(super) fn embedded() -> Self {
        let mut environment = Environment::new();
        for name in Templates::iter() {
            let Some(file) = Templates::get(&name) else { continue };
            let source = String::from_utf8_lossy(&file.data).into_owned();
            if let Err(error) = environment.add_template_owned(name.to_string(), source) {
                tracing::error!(%error, page = %name, "a page's template is broken");
            }
        }
        Self(environment)
    }

    fn render(&self, name: &str, status: StatusCode, values: &Value) -> Response {
        let Ok(template) = self.0.get_template(name) else { return assets::not_built() };
        match template.render(values) {
            Ok(page) => (status, [(header::CACHE_CONTROL, "no-cache")], Html(page)).into_response(),
            Err(error) => {
                tracing::error!(%error, page = name, "a page could not be rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// `GET /`: the help center in the browser's language.
pub(super) async fn root(headers: HeaderMap) -> Redirect {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    Redirect::temporary(&format!("/help/{}", preferred(accepted)))
}

/// `GET /help/{language}`: the list of articles.
pub(super) async fn home(State(server): State<Arc<Server>>, Path(language): Path<String>) -> Response {
    let Ok(language) = language.parse::<Language>() else { return missing(&server, Language::En) };
    let languages = links(language, Language::ALL, |code| format!("/help/{code}"));
    let sections = sections(&server, language);
    let values = context! { language => language.code(), languages, sections, ..shared(&server) };
    server.pages.render("home.html", StatusCode::OK, &values)
}

/// `GET /help/{language}/{section}/{name}`: an article.
pub(super) async fn article(
    State(server): State<Arc<Server>>,
    Path((language, section, name)): Path<(String, String, String)>,
) -> Response {
    let Ok(language) = language.parse::<Language>() else { return missing(&server, Language::En) };
    let id = format!("{section}/{name}");
    let Some(Article { title, description, updated, html }) = server.help.article(language, &id) else {
        return missing(&server, language);
    };
    let translated = Language::ALL.into_iter().filter(|other| server.help.article(*other, &id).is_some());
    let languages = links(language, translated, |code| format!("/help/{code}/{id}"));
    let html = Value::from_safe_string(html);
    let language = language.code();
    let values = context! { language, languages, section, title, description, updated, html, ..shared(&server) };
    server.pages.render("article.html", StatusCode::OK, &values)
}

fn missing(server: &Server, language: Language) -> Response {
    let languages = links(language, Language::ALL, |code| format!("/help/{code}"));
    let values = context! { language => language.code(), languages, ..shared(server) };
    server.pages.render("missing.html", StatusCode::NOT_FOUND, &values)
}

fn shared(server: &Server) -> Value {
    let personas: Vec<_> = match &server.demo {
        Some(_) => PERSONAS.iter().map(|persona| context! { id => persona.id, label => persona.label }).collect(),
        None => Vec::new(),
    };
    context! { demo => server.demo.is_some(), personas }
}

/// The articles by section, in the order in which they are listed.
fn sections(server: &Server, language: Language) -> Vec<Value> {
    let mut sections: Vec<(String, Vec<Value>)> = Vec::new();
    for Listed { id, title, description } in server.help.articles(language) {
        let section = id.split('/').next().unwrap_or_default();
        let link = context! { title, description, url => format!("/help/{language}/{id}") };
        match sections.iter_mut().find(|(known, _)| known == section) {
            Some((_, links)) => links.push(link),
            None => sections.push((section.to_owned(), vec![link])),
        }
    }
    sections.into_iter().map(|(id, articles)| context! { id, articles }).collect()
}

fn links(current: Language, languages: impl IntoIterator<Item = Language>, url: impl Fn(&str) -> String) -> Vec<Value> {
    let link = |language: Language| {
        let code = language.code();
        context! { code, name => own_name(language), url => url(code), current => language == current }
    };
    languages.into_iter().map(link).collect()
}

const fn own_name(language: Language) -> &'static str {
    match language {
        Language::En => "English",
        Language::It => "Italiano",
        Language::Es => "Español",
    }
}

/// The served language that a browser likes best; browsers list them in that order.
fn preferred(accepted: &str) -> Language {
    let tag = |part: &str| Language::of_locale(part.split(';').next().unwrap_or_default().trim());
    accepted.split(',').find_map(tag).unwrap_or(Language::En)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_is_met_in_its_language() {
        assert_eq!(preferred("de-CH,de;q=0.9,it;q=0.8,en;q=0.7"), Language::It);
        assert_eq!(preferred("es-MX"), Language::Es);
        assert_eq!(preferred("zh, *;q=0.1"), Language::En);
        assert_eq!(preferred(""), Language::En);
    }
}
