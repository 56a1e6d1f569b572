//! A content file as it was read, with the places in it.

use std::ops::Range;

/// A file of `knowledge/` or `intents/`: its path below the content folder, and its text.
///
/// The text has no byte order mark and no carriage returns, so that a place means the same in every editor.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct File {
    /// The path, with `/`: `knowledge/en/plans/access.md`.
    pub path: String,
    /// The text.
    pub text: String,
}

/// A place in a file, counted from 1 as editors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl File {
    /// A file with this text, cleaned of byte order mark and carriage returns.
    #[must_use]
    pub fn new(path: impl Into<String>, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
        Self { path: path.into(), text }
    }

    /// The place of a byte offset.
    #[must_use]
    pub fn place(&self, offset: usize) -> Place {
        let before = &self.text[..self.boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Place { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }

    /// The bytes of the line that holds an offset, without its line break.
    #[must_use]
    pub fn line_range(&self, offset: usize) -> Range<usize> {
        let offset = self.boundary(offset);
        let start = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[offset..].find('\n').map_or(self.text.len(), |at| offset + at);
        start..end
    }

    /// The nearest place at or before an offset where a character begins.
    fn boundary(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset.min(self.text.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let file = File::new("x", "\u{feff}è a\r\nb\n");
        assert_eq!(file.text, "è a\nb\n");
        assert_eq!(file.place(0), Place { line: 1, column: 1 });
        assert_eq!(file.place(3), Place { line: 1, column: 3 });
        assert_eq!(file.place(5), Place { line: 2, column: 1 });
        assert_eq!(file.place(9_999), Place { line: 3, column: 1 });
        assert_eq!(file.place(1), Place { line: 1, column: 1 }, "inside a character");
        assert_eq!(&file.text[file.line_range(3)], "è a");
    }
}
