//! Text that stands as it was typed: with `<code>` in the `<pre>` or, as Help Centers' editors write it, without.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use htmd::{
    Element,
    element_handler::{HandlerResult, Handlers},
};

/// In how many such texts the converter is.
#[derive(Clone, Default)]
pub(super) struct Typed(Arc<AtomicUsize>);

impl Typed {
    pub(super) fn block(&self, handlers: &dyn Handlers, element: &Element<'_>) -> Option<HandlerResult> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let text = handlers.walk_children(element.node).content;
        self.0.fetch_sub(1, Ordering::Relaxed);
        let text = text.trim_matches('\n');
        if text.trim().is_empty() {
            return None;
        }
        // What is marked as code has its fence by now; a text that begins like one was given a backslash.
        if text.starts_with("```") {
            return Some(format!("\n\n{text}\n\n").into());
        }
        let text = text.strip_prefix('\\').filter(|rest| rest.starts_with(['`', '~'])).unwrap_or(text);
        let fence = "`".repeat(longest_run(text).max(2) + 1);
        Some(format!("\n\n{fence}\n{text}\n{fence}\n\n").into())
    }

    /// Marks would be read as they are between fences.
    pub(super) fn emphasis(&self, handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
        if self.0.load(Ordering::Relaxed) == 0 {
            return handlers.fallback(element);
        }
        if element.tag == "br" { Some("\n".into()) } else { Some(handlers.walk_children(element.node)) }
    }
}

/// How many backticks follow one another.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}
