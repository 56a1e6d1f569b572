//! Addresses that name no host: they led to the Help Center, and would lead to Bolt's own.

use serde_json::Value;

/// Where an article was.
#[derive(Clone, Debug)]
pub(super) struct Site {
    /// Scheme and host: `https://example.zendesk.com`.
    pub(super) origin: String,
    /// The folder that its page was in.
    folder: String,
}

impl Site {
    /// Where an article says that it is.
    pub(super) fn of(article: &Value) -> Option<Self> {
        let address = article["html_url"].as_str().or_else(|| article["url"].as_str())?;
        let address = address.split(['?', '#']).next()?;
        let host = address.find("://")? + "://".len();
        let end = address[host..].find('/').map_or(address.len(), |at| host + at);
        let origin = address[..end].to_owned();
        let folder = address.rfind('/').filter(|at| *at >= end).map_or(end, |at| at);
        (end > host).then(|| Self { folder: address[..folder].to_owned(), origin })
    }

    /// An address with its host.
    pub(super) fn whole(&self, address: &str) -> String {
        if address.starts_with("//") {
            let scheme = self.origin.split('/').next().unwrap_or_default();
            format!("{scheme}{address}")
        } else if address.starts_with('/') {
            format!("{}{address}", self.origin)
        } else {
            format!("{}/{address}", self.folder)
        }
    }
}

/// Whether an address says nothing of its host. A heading of the same page needs none.
pub(super) fn lacks_host(address: &str) -> bool {
    let address = address.trim();
    let scheme = address.split_once(':').is_some_and(|(before, _)| {
        before.starts_with(|c: char| c.is_ascii_alphabetic())
            && before.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    !address.is_empty() && !address.starts_with('#') && !scheme
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_get_the_host_that_they_had() {
        let article = serde_json::json!({"html_url": "https://a.example/hc/en-us/articles/35-join?x=/y"});
        let site = Site::of(&article).unwrap();
        for (written, whole) in [
            ("/hc/x.png", "https://a.example/hc/x.png"),
            ("//b.example/x.png", "https://b.example/x.png"),
            ("36-leave", "https://a.example/hc/en-us/articles/36-leave"),
        ] {
            assert!(lacks_host(written), "{written}");
            assert_eq!(site.whole(written), whole);
        }
        for whole in ["https://b.example/", "mailto:a@b.example", "#part", "", "tel:+1"] {
            assert!(!lacks_host(whole), "{whole}");
        }
        let bare = Site::of(&serde_json::json!({"url": "https://a.example"})).unwrap();
        assert_eq!(bare.whole("x"), "https://a.example/x");
        assert!(Site::of(&serde_json::json!({"html_url": "/hc/articles/1"})).is_none());
    }
}
