//! The tables of an article. Those of Help Centers often have no heading, or have one in each row: Markdown's need a first
//! row, and whatever else the converter would lose.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use htmd::{
    Element,
    element_handler::{HandlerResult, Handlers},
};

/// What was seen on the way through the tables.
#[derive(Clone, Default)]
pub(super) struct Tables(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    /// Those that are being read, the outermost first.
    open: Vec<Table>,
    told: Vec<Changed>,
}

/// What a table is not any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Changed {
    /// Its first row is its heading now.
    Headed,
    /// Its cells are paragraphs now.
    Loose,
    /// What stands in a cell stands in one line now.
    Flat,
}

impl Changed {
    /// As the report says it.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Headed => "a table without a heading has its first row as one",
            Self::Loose => "a table that others stand in, or that has paragraphs or lists in its cells, is one no more",
            Self::Flat => "paragraphs or lists in a table's cells stand in one line",
        }
    }
}

#[derive(Default)]
struct Table {
    caption: String,
    /// Whether it says where its heading is.
    headed: bool,
    rows: Vec<Row>,
}

#[derive(Default)]
struct Row {
    cells: Vec<String>,
    /// How many of them are headings.
    headings: usize,
}

impl Tables {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What became of the tables, each change once.
    pub(super) fn told(&self) -> Vec<Changed> {
        let mut told: Vec<Changed> = Vec::new();
        for changed in std::mem::take(&mut self.seen().told) {
            if !told.contains(&changed) {
                told.push(changed);
            }
        }
        told
    }

    /// Nothing is locked while the cells are read: they come here, too.
    pub(super) fn table(&self, handlers: &dyn Handlers, element: &Element<'_>) -> HandlerResult {
        self.seen().open.push(Table::default());
        let loose = handlers.walk_children(element.node).content;
        let mut seen = self.seen();
        let table = seen.open.pop().unwrap_or_default();
        let (text, changed) = match table.markdown() {
            Some((text, changed)) if changed != Some(Changed::Loose) => (text, changed),
            Some((_, changed)) => (loose, changed),
            // A frame around a text.
            None => (loose, None),
        };
        seen.told.extend(changed);
        format!("\n\n{}\n\n", text.trim_matches('\n')).into()
    }

    pub(super) fn caption(&self, handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
        let result = handlers.fallback(element)?;
        if let Some(table) = self.seen().open.last_mut() {
            table.caption = line(&result.content);
        }
        Some(result)
    }

    pub(super) fn head(&self, handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
        if let Some(table) = self.seen().open.last_mut() {
            table.headed = true;
        }
        handlers.fallback(element)
    }

    pub(super) fn row(&self, handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
        if let Some(table) = self.seen().open.last_mut() {
            table.rows.push(Row::default());
        }
        handlers.fallback(element)
    }

    pub(super) fn cell(&self, handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
        let heading = element.tag == "th";
        let result = handlers.fallback(element)?;
        if let Some(row) = self.seen().open.last_mut().and_then(|table| table.rows.last_mut()) {
            row.cells.push(result.content.trim().to_owned());
            row.headings += usize::from(heading);
        }
        Some(result)
    }
}

impl Table {
    /// As Markdown, and what changes by that; nothing for a frame around a text.
    fn markdown(&self) -> Option<(String, Option<Changed>)> {
        let rows: Vec<&Row> = self.rows.iter().filter(|row| !row.cells.is_empty()).collect();
        let columns = rows.iter().map(|row| row.cells.len()).max()?;
        let headed = self.headed || rows.iter().any(|row| row.headings > 0);
        if columns < 2 && !headed {
            return None;
        }
        let any = |is: fn(&str) -> bool| rows.iter().any(|row| row.cells.iter().any(|cell| is(cell)));
        let changed = match (any(has_blocks), headed) {
            (true, false) => Some(Changed::Loose),
            _ if any(has_table) => Some(Changed::Loose),
            (true, true) => Some(Changed::Flat),
            (false, _) => {
                (!self.headed && rows.first()?.headings < rows.first()?.cells.len()).then_some(Changed::Headed)
            }
        };
        let mut out = String::new();
        if !self.caption.is_empty() {
            out.push_str(&format!("{}\n\n", self.caption));
        }
        for (at, row) in rows.iter().enumerate() {
            let cells = (0..columns).map(|at| row.cells.get(at).map(|cell| line(cell).replace('|', "\\|")));
            let cells: Vec<_> = cells.map(Option::unwrap_or_default).collect();
            out.push_str(&format!("| {} |\n", cells.join(" | ")));
            if at == 0 {
                out.push_str(&format!("|{}\n", " --- |".repeat(columns)));
            }
        }
        Some((out, changed))
    }
}

/// Whether a cell is more than a line may hold.
fn has_blocks(cell: &str) -> bool {
    cell.contains("\n\n") || cell.lines().skip(1).any(|line| line.trim_start().starts_with(['-', '*', '#', '>', '`']))
}

fn has_table(cell: &str) -> bool {
    cell.lines().any(|line| line.starts_with('|'))
}

/// A text in one line.
fn line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
