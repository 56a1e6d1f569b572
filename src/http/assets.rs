//! The built front end, embedded in the binary: the widget, the console, and what they load.

use axum::{
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::problem::Problem;

#[derive(RustEmbed)]
#[folder = "web-widget/dist"]
#[allow_missing = true]
struct Built;

/// How long the hash in the name of a file that may be kept for ever is.
const HASH_CHARS: usize = 8;

/// Every built file by its path: `GET /widget.js`, `/help.css`, `/assets/…`.
pub(super) async fn file(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if !matches!(method, Method::GET | Method::HEAD) || path.ends_with(".html") {
        return Problem::NotFound.into_response();
    }
    match Built::get(path) {
        Some(file) => response(path, &file, &headers),
        None if path == "widget.js" && Built::iter().next().is_none() => not_built(),
        None => Problem::NotFound.into_response(),
    }
}

/// `GET /console` and below: the page finds its own way from there.
pub(super) async fn console(headers: HeaderMap) -> Response {
    page("console.html", &headers)
}

/// `GET /content` and below: the same for the editors' page.
pub(super) async fn content(headers: HeaderMap) -> Response {
    page("content.html", &headers)
}

fn page(name: &str, headers: &HeaderMap) -> Response {
    match Built::get(name) {
        Some(file) => response(name, &file, headers),
        None => not_built(),
    }
}

/// What a browser is shown when the program was built without its front end.
pub(super) fn not_built() -> Response {
    let page = "<!doctype html><meta charset=utf-8><title>Bolt</title><h1>The pages are not built</h1>\
                <p>This program was built without its front end. Run <code>make web</code>, then build it again.";
    (StatusCode::SERVICE_UNAVAILABLE, Html(page)).into_response()
}

fn response(path: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = entity_tag(file);
    let caching = if is_hashed(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let is_known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = mime_guess::from_path(path).first_or_octet_stream();
        ([(header::CONTENT_TYPE, kind.as_ref())], file.data.clone()).into_response()
    };
    let answer = response.headers_mut();
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.insert(header::ETAG, tag);
    }
    if path == "widget.js" {
        // Pages of other origins load it; that is what it is for.
        answer.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    }
    response
}

/// Weak: the same file is also sent compressed.
fn entity_tag(file: &EmbeddedFile) -> String {
    use std::fmt::Write as _;
    let mut tag = String::from("W/\"");
    for byte in &file.metadata.sha256_hash()[..8] {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

/// Whether a file's name changes with what is in it: `assets/console-B2a_9xQz.js`.
fn is_hashed(path: &str) -> bool {
    let hash = |path: &str| {
        let name = path.strip_prefix("assets/")?.rsplit_once('.')?.0;
        let start = name.len().checked_sub(HASH_CHARS)?;
        let (name, hash) = (name.get(..start)?, name.get(start..)?);
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        (name.ends_with('-') && hash.chars().all(fits)).then_some(())
    };
    hash(path).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(is_hashed("assets/console-B2a_9xQz.js"));
        assert!(is_hashed("assets/console--2a_9xQz.css"));
        assert!(!is_hashed("assets/console.js"));
        assert!(!is_hashed("widget.js"));
        assert!(!is_hashed("widget-B2a_9xQz.js"));
        assert!(!is_hashed("assets/è.js"));
    }
}
