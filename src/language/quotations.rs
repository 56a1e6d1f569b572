//! What a message quotes: the words of a mail, of an error on a screen.

use std::ops::Range;

use super::utterance::Utterance;

/// With fewer words than these, what stands around a quotation says nothing about the language.
const ENOUGH: usize = 2;

/// The message with spaces where it quotes, if enough is left to tell its language: "ho un problema: 'Meeting could not be
/// started'" is Italian.
pub(super) fn unquoted(utterance: &Utterance) -> Option<Utterance> {
    let quoted = quotations(utterance.original());
    if quoted.is_empty() {
        return None;
    }
    let mut said = utterance.original().as_bytes().to_vec();
    quoted.into_iter().for_each(|stretch| said[stretch].fill(b' '));
    // What stands between two marks is whole characters, so this is text still.
    let said = Utterance::read(&String::from_utf8(said).ok()?);
    (said.tokens().len() >= ENOUGH).then_some(said)
}

/// The quoted stretches of a text, by their bytes. A mark that is never closed quotes nothing.
#[must_use]
pub fn quotations(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut open): (Vec<Range<usize>>, Option<(usize, char)>) = (Vec::new(), None);
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |&(_, next)| next);
        match open {
            Some((start, close)) if c == close && !(close == '\'' && after.is_alphanumeric()) => {
                found.push(start..at);
                open = None;
            }
            Some(_) => {}
            None => {
                open = closing(c).filter(|&close| close != '\'' || !before.is_alphanumeric()).map(|close| (at, close));
            }
        }
        before = c;
    }
    found
}

const fn closing(open: char) -> Option<char> {
    Some(match open {
        '"' => '"',
        '\'' => '\'',
        '“' | '„' => '”',
        '‘' => '’',
        '«' => '»',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_left_out_where_enough_is_said_besides() {
        let said = |text: &str| unquoted(&Utterance::read(text)).map(|said| said.normalized().to_owned());
        assert_eq!(said("mi dice “your account is locked” perché").as_deref(), Some("mi dice perche"));
        assert_eq!(said("me sale 'You can't start it', ¿qué hago?").as_deref(), Some("me sale que hago"));
        for text in ["\"give me an agent\"", "what's up", "ok 'whole sentence in here'"] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
