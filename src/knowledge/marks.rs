//! Which words of a quoted passage are the question's: what is marked when it is shown.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use crate::language::Utterance;

use super::passages::{SYNTAX, is_literal};

/// The words of a passage that match, by their bytes in its Markdown, in order: never a part of an address, of code or of
/// the Markdown's own signs. `matches` gets normalised words.
pub(super) fn marks(markdown: &str, matches: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for text in texts(markdown) {
        let read = Utterance::read_whole(&markdown[text.clone()]);
        for token in read.tokens().iter().filter(|token| !token.text.starts_with('@') && matches(&token.text)) {
            let word = text.start + token.start..text.start + token.end;
            // "½" is read as two words.
            if found.last().is_none_or(|last| last.end <= word.start) {
                found.push(word);
            }
        }
    }
    found
}

/// The normalised words of a passage's text.
pub(super) fn words(markdown: &str) -> Vec<String> {
    let tokens = |text| Utterance::read_whole(&markdown[text]).into_tokens();
    texts(markdown).into_iter().flat_map(tokens).map(|token| token.text).collect()
}

/// The pieces of Markdown that are shown as they are written.
fn texts(markdown: &str) -> Vec<Range<usize>> {
    let (mut texts, mut hidden): (Vec<Range<usize>>, usize) = (Vec::new(), 0);
    for (event, range) in Parser::new_ext(markdown, SYNTAX).into_offset_iter() {
        match event {
            Event::Start(tag) => hidden += usize::from(hidden > 0 || is_literal(&tag)),
            Event::End(_) => hidden = hidden.saturating_sub(1),
            Event::Text(text) if hidden == 0 && markdown.get(range.clone()) == Some(&*text) => match texts.last_mut() {
                // The parser cuts where a sign might have meant something.
                Some(last) if last.end == range.start => last.end = range.end,
                _ => texts.push(range),
            },
            _ => {}
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked<'a>(markdown: &'a str, words: &[&str]) -> Vec<&'a str> {
        marks(markdown, |word| words.contains(&word)).into_iter().map(|range| &markdown[range]).collect()
    }

    #[test]
    fn words_are_marked_as_they_are_written() {
        let text = "Call **Us** now: l'École, [call us](/call/us) or `call`.\n\n- us\n- <https://call.us/call>\n";
        assert_eq!(marked(text, &["us", "call", "ecole"]), ["Call", "Us", "École", "call", "us", "us"]);
        assert_eq!(marked("½ cup", &["1", "2"]), ["½"]);
        assert_eq!(marked("```\ncall\n```\n\ncall me@call.us", &["call"]), ["call"]);
        assert_eq!(marked("| call | b |\n|---|---|\n| a | call |", &["call"]), ["call", "call"]);
    }

    proptest! {
        #[test]
        fn marks_are_words_inside_of_the_text_and_in_order(text in any::<String>(), every in 1..4_usize) {
            let count = std::cell::Cell::new(0_usize);
            let some = |_: &str| { count.set(count.get() + 1); count.get().is_multiple_of(every) };
            let found = marks(&text, some);
            for mark in &found {
                prop_assert!(mark.start < mark.end && mark.end <= text.len());
                prop_assert!(text.is_char_boundary(mark.start) && text.is_char_boundary(mark.end));
                prop_assert!(!text[mark.clone()].contains('\n'));
            }
            prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
}
