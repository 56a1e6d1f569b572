//! Whether a call comes from a page of this server. Cookies travel with every call that a browser makes; the Origin header
//! says which page made it.

use axum::http::{HeaderMap, header};

/// Whether the call comes from a page of this server, by the address that the browser used or the public one.
pub(super) fn is_own(headers: &HeaderMap, public_origin: Option<&str>) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else { return false };
    if public_origin.is_some_and(|public| public.trim_end_matches('/').eq_ignore_ascii_case(origin)) {
        return true;
    }
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    host.is_some() && host == text(header::HOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(origin: Option<&str>, host: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        headers
    }

    #[test]
    fn only_pages_of_this_server_are_its_own() {
        assert!(is_own(&headers(Some("http://127.0.0.1:8080"), "127.0.0.1:8080"), None));
        assert!(is_own(&headers(Some("https://help.example"), "10.0.0.7"), Some("https://help.example")));
        assert!(!is_own(&headers(Some("https://evil.example"), "help.example"), Some("https://help.example")));
        assert!(!is_own(&headers(Some("http://127.0.0.1:8081"), "127.0.0.1:8080"), None));
        assert!(!is_own(&headers(Some("null"), "help.example"), None));
        assert!(!is_own(&headers(None, "help.example"), None));
    }
}
