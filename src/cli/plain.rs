//! What other people wrote, printed on an editor's terminal: nothing in it may steer that.

use std::io::{self, Write};

/// What stands where a control character was.
const REPLACED: &[u8] = "\u{fffd}".as_bytes();
/// The byte that the second half of the control characters begins with, in UTF-8.
const SECOND_HALF: u8 = 0xc2;

/// Writes on with every control character replaced but the end of a line and the tabulator.
pub(super) struct Plain<'w> {
    out: &'w mut dyn Write,
    /// A byte that may be the beginning of a control character.
    held: bool,
}

impl<'w> Plain<'w> {
    pub fn new(out: &'w mut dyn Write) -> Self {
        Self { out, held: false }
    }
}

impl Write for Plain<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut plain = Vec::with_capacity(bytes.len() + 1);
        for &byte in bytes {
            let was_held = std::mem::take(&mut self.held);
            match byte {
                0x80..=0x9f if was_held => plain.extend(REPLACED),
                SECOND_HALF => self.held = true,
                _ => {
                    plain.extend(was_held.then_some(SECOND_HALF));
                    let is_control = byte.is_ascii_control() && !matches!(byte, b'\n' | b'\t');
                    plain.extend_from_slice(if is_control { REPLACED } else { std::slice::from_ref(&byte) });
                }
            }
        }
        self.out.write_all(&plain).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal_and_all_else_stays() {
        let mut out = Vec::new();
        let mut plain = Plain::new(&mut out);
        for part in ["né\tà £\n", "\u{1b}[31m", "\u{7}\u{7f}", "\u{9b}2J ü"] {
            plain.write_all(part.as_bytes()).unwrap();
        }
        // A character may come in two writes.
        for part in [&b"\xc2"[..], b"\x9b", b"\xc2", b"\xa3"] {
            plain.write_all(part).unwrap();
        }
        let expected = "né\tà £\n\u{fffd}[31m\u{fffd}\u{fffd}\u{fffd}2J ü\u{fffd}£";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
