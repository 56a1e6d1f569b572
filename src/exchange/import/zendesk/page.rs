//! The HTML of an article as Markdown, and where its headings are then.

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use htmd::{
    Element, HtmlToMarkdown, HtmlToMarkdownBuilder,
    element_handler::{HandlerResult, Handlers},
};

use super::{
    site::{Site, lacks_host},
    table::{Changed, Tables},
    typed::Typed,
};
use crate::content::anchors;

/// A text, and what became of the ids of its headings.
pub(super) struct Page {
    pub markdown: String,
    /// The addresses that named no host, as they were.
    pub hostless: Vec<String>,
    /// What became of its tables.
    pub tables: Vec<Changed>,
    /// What stands behind the `#` of links to a heading, by what stood there.
    pub anchors: HashMap<String, String>,
}

impl Page {
    /// # Errors
    /// HTML that cannot be read.
    pub fn of(body: &str, site: Option<&Site>) -> io::Result<Self> {
        let (seen, tables) = (Seen::default(), Tables::default());
        let (beside, inside, site) = (seen.clone(), seen.clone(), site.cloned());
        let builder = HtmlToMarkdown::builder()
            .skip_tags(vec!["script", "style", "iframe"])
            .add_handler(
                vec!["h1", "h2", "h3", "h4", "h5", "h6"],
                move |handlers: &dyn Handlers, element: Element<'_>| beside.heading(handlers, element),
            )
            .add_handler(vec!["a", "span", "img"], move |handlers: &dyn Handlers, element: Element<'_>| {
                inside.ids(&element);
                inside.address(site.as_ref(), handlers, element)
            });
        let markdown = typed(with_tables(builder, &tables)).build().convert(body)?;
        let anchors = seen.anchors(&markdown);
        let hostless = std::mem::take(&mut seen.marks().hostless);
        Ok(Self { markdown, hostless, tables: tables.told(), anchors })
    }
}

fn with_tables(builder: HtmlToMarkdownBuilder, tables: &Tables) -> HtmlToMarkdownBuilder {
    let (table, caption, head) = (tables.clone(), tables.clone(), tables.clone());
    let (row, cell) = (tables.clone(), tables.clone());
    builder
        .add_handler(vec!["table"], move |handlers: &dyn Handlers, element: Element<'_>| {
            Some(table.table(handlers, &element))
        })
        .add_handler(vec!["caption"], move |handlers: &dyn Handlers, element: Element<'_>| {
            caption.caption(handlers, element)
        })
        .add_handler(vec!["thead"], move |handlers: &dyn Handlers, element: Element<'_>| head.head(handlers, element))
        .add_handler(vec!["tr"], move |handlers: &dyn Handlers, element: Element<'_>| row.row(handlers, element))
        .add_handler(vec!["td", "th"], move |handlers: &dyn Handlers, element: Element<'_>| {
            cell.cell(handlers, element)
        })
}

fn typed(builder: HtmlToMarkdownBuilder) -> HtmlToMarkdownBuilder {
    let block = Typed::default();
    let emphasis = block.clone();
    builder
        .add_handler(vec!["pre"], move |handlers: &dyn Handlers, element: Element<'_>| block.block(handlers, &element))
        .add_handler(vec!["b", "strong", "i", "em", "br"], move |handlers: &dyn Handlers, element: Element<'_>| {
            emphasis.emphasis(handlers, element)
        })
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
    /// The addresses that name no host.
    hostless: Vec<String>,
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

    /// A link or a picture with the host that its address had.
    fn address(&self, site: Option<&Site>, handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
        let name = if element.tag == "img" { "src" } else { "href" };
        let mut attributes = element.attrs.to_vec();
        for attribute in attributes.iter_mut().filter(|attribute| &*attribute.name.local == name) {
            if !lacks_host(&attribute.value) {
                continue;
            }
            let written = attribute.value.trim().to_owned();
            if let Some(site) = site {
                attribute.value = site.whole(&written).into();
            }
            self.marks().hostless.push(written);
        }
        let mut changed = element;
        changed.attrs = &attributes;
        handlers.fallback(changed)
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
