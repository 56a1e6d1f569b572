//! Parts of a regular expression that no normalised message can match.

use regex_syntax::hir::{Hir, HirKind};

use crate::language::{Utterance, fold_accents};

/// The first character of a pattern that no message has: a capital, a punctuation mark. `None` where every part of it can
/// match, and where it does not parse.
#[must_use]
pub fn impossible(pattern: &str) -> Option<char> {
    let folded = fold_accents(pattern).replace(['\'', '’'], " ");
    search(&regex_syntax::parse(&folded).ok()?)
}

fn search(hir: &Hir) -> Option<char> {
    match hir.kind() {
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).ok()?.chars().find(|c| !is_in_messages(*c)),
        // A class is written for whatever comes, as in `[^ ]`; one that has a single character is a literal.
        HirKind::Repetition(repetition) => search(&repetition.sub),
        HirKind::Capture(capture) => search(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().find_map(search),
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) => None,
    }
}

/// Whether the normaliser leaves a character as it is.
fn is_in_messages(c: char) -> bool {
    // The plus belongs to `Premier+` and `+41`, the at sign to what addresses are read as.
    matches!(c, ' ' | '+' | '@') || Utterance::read(&format!("a{c}a")).normalized() == format!("a{c}a")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_messages_do_not_have_is_found() {
        for (pattern, found) in [
            (r"\bTicket\b", Some('T')),
            (r"open (a|the) ticket\?", Some('?')),
            (r"e-mail", Some('-')),
            (r"\bwhat(, please)?", Some(',')),
            (r"\bqué número\b", None),
            (r"l'assistenza|premier\+|@url", None),
            (r"^(hi |hello )*[^ ]+ \d{2,3}$", None),
            (r"(?i)Ticket", None),
            (r"([", None),
        ] {
            assert_eq!(impossible(pattern), found, "{pattern}");
        }
    }
}
