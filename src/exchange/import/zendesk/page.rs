//! The HTML of an article as Markdown, and where its headings are then.

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use htmd::{
    Element, HtmlToMarkdown,
    element_handler::{HandlerResult, Handlers},
};

use crate::content::anchors;

/// A text, and what became of the ids of its headings.
pub(super) struct Page {
    pub markdown: String,
    /// What stands behind the `#` of links to a heading, by what stood there.
    pub anchors: HashMap<String, String>,
}

impl Page {
    /// # Errors
    /// HTML that cannot be read.
    pub fn of(body: &str) -> io::Result<Self> {
        let seen = Seen::default();
        let (beside, inside) = (seen.clone(), seen.clone());
        let converter = HtmlToMarkdown::builder()
            .skip_tags(vec!["script", "style", "iframe"])
            .add_handler(
                vec!["h1", "h2", "h3", "h4", "h5", "h6"],
                move |handlers: &dyn Handlers, element: Element<'_>| beside.heading(handlers, element),
            )
            .add_handler(vec!["a", "span"], move |handlers: &dyn Handlers, element: Element<'_>| {
                inside.ids(&element);
                handlers.fallback(element)
            })
            .build();
        let markdown = converter.convert(body)?;
        let anchors = seen.anchors(&markdown);
        Ok(Self { markdown, anchors })
    }
}

/// What was seen on the way through the HTML.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Marks>>);

#[derive(Default)]
struct Marks {
    /// The ids in the heading that is being read, and those in front of it.
    ids: Vec<String>,
    /// The words of each heading, and its ids.
    headings: Vec<(String, Vec<String>)>,
}

impl Seen {
    fn marks(&self) -> MutexGuard<'_, Marks> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Older pages have `<a name>` inside of a heading, where newer ones have an id at the heading itself.
    fn ids(&self, element: &Element<'_>) {
        let named = element.attrs.iter().filter(|attribute| matches!(&*attribute.name.local, "id" | "name"));
        self.marks().ids.extend(named.map(|attribute| attribute.value.to_string()));
    }

    fn heading(&self, handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
        self.marks().ids.clear();
        self.ids(&element);
        // Not locked meanwhile: what stands in the heading is marked, too.
        let result = handlers.fallback(element);
        let text = result.as_ref().and_then(|result| anchors(&result.content).into_iter().next());
        let mut marks = self.marks();
        let ids = std::mem::take(&mut marks.ids);
        marks.headings.extend(text.map(|heading| (heading.text, ids)));
        result
    }

    /// The headings come in the order in which they were seen.
    fn anchors(&self, markdown: &str) -> HashMap<String, String> {
        let (there, mut next) = (anchors(markdown), 0);
        let mut found = HashMap::new();
        for (text, ids) in std::mem::take(&mut self.marks().headings) {
            let Some(at) = there[next..].iter().position(|anchor| anchor.text == text) else { continue };
            next += at + 1;
            for id in ids {
                found.entry(id).or_insert_with(|| there[next - 1].id.clone());
            }
        }
        found
    }
}
