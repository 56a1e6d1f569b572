//! What the tests of the reports share.

use std::sync::{Arc, LazyLock};

use crate::content::{ArticleLinks, Content, Files};

/// The shipped content.
pub(super) static CONTENT: LazyLock<Arc<Content>> = LazyLock::new(|| {
    let content = Content::load(Files::embedded(), ArticleLinks::default());
    Arc::new(content.expect("the shipped content is in order"))
});
