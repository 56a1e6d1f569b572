//! Case and accent folding of single characters: people type `que numero` and `perche` on whatever keyboard they have.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

/// Appends the folded form of `c` to `out`: compatibility form, lower case, no accents.
pub(super) fn fold_into(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if let Some(plain) = no_decomposition(c) {
        out.push_str(plain);
        return;
    }
    for wide in std::iter::once(c).nfkc() {
        for lower in wide.to_lowercase() {
            push_without_accent(lower, out);
        }
    }
}

/// Folds the accents of a text and leaves everything else, its case too, as it is. For regular expressions, whose
/// ASCII letters may be syntax.
#[must_use]
pub fn fold_accents(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() { out.push(c) } else { fold_into(c, &mut out) }
    }
    out
}

/// Whether `c` leaves no trace: an accent that stands alone, a zero-width or control character.
pub(super) fn is_invisible(c: char) -> bool {
    is_accent(c)
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
        || (c.is_control() && !c.is_whitespace())
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}')
}

fn push_without_accent(c: char, out: &mut String) {
    let (mut plain, mut accented) = (String::new(), false);
    decompose_canonical(c, |part| if is_accent(part) { accented = true } else { plain.push(part) });
    // Only accents are taken apart: Hangul syllables, for one, decompose too and must stay whole.
    if accented {
        out.push_str(&plain);
    } else if !is_accent(c) {
        out.push(c);
    }
}

/// Letters that Unicode does not take apart but people replace.
const fn no_decomposition(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' => "d",
        'ı' | 'İ' => "i",
        _ => return None,
    })
}
