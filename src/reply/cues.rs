//! Short words that mean something only after what Bolt said before: "yes", "the second one", "and in Spain?".

use std::ops::Range;

use crate::{
    content::{Content, Cue, ENDING},
    domain::Language,
    language::{Entity, Token, Utterance},
};

/// A word with an ending has at least so many letters before it: "Carlo" is nobody's "-arlo".
const SHORTEST_STEM: usize = 3;
/// A misspelt word of a place in a list has at least so many letters: of fewer it may be another word.
const MISSPELT: usize = 5;
/// The places in a list that have words of their own.
const PLACES: [Cue; 4] = [Cue::First, Cue::Second, Cue::Third, Cue::Fourth];

/// What is left of a message without the courtesies at its ends; the message itself where nothing would be left.
pub(super) fn core(utterance: &Utterance, courtesies: &[String]) -> Utterance {
    let range = core_range(utterance, courtesies);
    match (utterance.tokens().get(range.start), range.end.checked_sub(1).and_then(|last| utterance.tokens().get(last)))
    {
        (Some(first), Some(last)) if range.len() < utterance.tokens().len() => {
            Utterance::read(&utterance.original()[first.start..last.end])
        }
        _ => utterance.clone(),
    }
}

/// The words between the courtesies at a message's ends; all of them where nothing else is there.
fn core_range(utterance: &Utterance, courtesies: &[String]) -> Range<usize> {
    let tokens: Vec<&str> = utterance.tokens().iter().map(|token| token.text.as_str()).collect();
    let (mut start, mut end) = (0, tokens.len());
    while let Some(words) = leading(&tokens[start..end], courtesies) {
        start += words;
    }
    while let Some(words) = trailing(&tokens[start..end], courtesies) {
        end -= words;
    }
    if start < end { start..end } else { 0..tokens.len() }
}

/// The number of words of the first cue that words begin with: the longest, as they stand in that order.
fn leading(rest: &[&str], cues: &[String]) -> Option<usize> {
    // Most cues begin with another word, which needs no splitting to be seen.
    let first = rest.first()?;
    cues.iter().filter(|cue| cue.starts_with(first)).find_map(|cue| {
        let mut words = rest.iter();
        cue.split(' ').all(|word| words.next() == Some(&word)).then(|| rest.len() - words.len())
    })
}

/// The number of words of the first cue that words end with.
fn trailing(rest: &[&str], cues: &[String]) -> Option<usize> {
    let last = rest.last()?;
    cues.iter().filter(|cue| cue.ends_with(last)).find_map(|cue| {
        let mut words = rest.iter();
        cue.rsplit(' ').all(|word| words.next_back() == Some(&word)).then(|| rest.len() - words.len())
    })
}

/// Whether the message is this cue, courtesies aside.
pub(super) fn is(utterance: &Utterance, content: &Content, cue: Cue) -> bool {
    let known = |text: &str| content.cue(cue).iter().any(|cue| cue == text);
    let tokens: Vec<&str> = utterance.tokens().iter().map(|token| token.text.as_str()).collect();
    known(utterance.normalized()) || is_made_of(&tokens, content, cue)
}

/// Whether the message asks this cue: as it is, after an opening ("and", "but"), shortened or misspelt.
pub(super) fn asks(utterance: &Utterance, content: &Content, cue: Cue, language: Language) -> bool {
    if is(utterance, content, cue) {
        return true;
    }
    let spelled_out = content.spelled_out(utterance.clone(), language);
    let words = |token: &Token| content.correct(&token.text).unwrap_or(&token.text).to_owned();
    let words: Vec<String> = spelled_out.tokens().iter().map(words).collect();
    let tokens: Vec<&str> = words.iter().map(String::as_str).collect();
    openings(&tokens, content).into_iter().any(|opening| is_made_of(&tokens[opening..], content, cue))
}

/// The message without a follow-up's opening: "who decides" of "and who decides?".
pub(super) fn without_opening(utterance: &Utterance, content: &Content) -> Utterance {
    let tokens: Vec<&str> = utterance.tokens().iter().map(|token| token.text.as_str()).collect();
    let words = words_of(&tokens, content, Cue::FollowUp).unwrap_or(0);
    let begins = utterance.tokens().get(words).map(|token| token.start);
    begins.map_or_else(|| utterance.clone(), |start| Utterance::read(&utterance.original()[start..]))
}

/// Which cue the message is like, and how likely that is.
pub(super) fn like(utterance: &Utterance, content: &Content, language: Language) -> Option<(Cue, f32)> {
    content.asked_of_it(&content.spelled_out(without_opening(utterance, content), language), language)
}

/// Where a message may begin that goes on from the last answer: at once, or after "and", "ok" or "ok, but".
fn openings(tokens: &[&str], content: &Content) -> [usize; 4] {
    let after = |at: usize, cue: Cue| at + words_of(&tokens[at..], content, cue).unwrap_or(0);
    let agreed = after(0, Cue::Yes);
    [0, after(0, Cue::FollowUp), agreed, after(agreed, Cue::FollowUp)]
}

/// Whether words are a cue and fillers alone: "yes, please do", not "yes but what about …".
fn is_made_of(tokens: &[&str], content: &Content, cue: Cue) -> bool {
    let (cues, fillers) = (content.cue(cue), content.cue(Cue::Filler));
    let (mut at, mut seen) = (0, false);
    while at < tokens.len() {
        if let Some(words) = leading(&tokens[at..], cues) {
            seen = true;
            at += words;
        } else if let Some(words) = leading(&tokens[at..], fillers) {
            at += words;
        } else {
            return false;
        }
    }
    seen
}

/// Whether the message holds this cue, and is short enough to say little else.
pub(super) fn holds(utterance: &Utterance, content: &Content, cue: Cue, most_words: usize) -> bool {
    let text = utterance.normalized();
    let ends = |ending: &str| {
        let is_longer = |word: &str| word.len() >= ending.len() + SHORTEST_STEM;
        utterance.tokens().iter().any(|token| token.text.ends_with(ending) && is_longer(&token.text))
    };
    let holds = |cue: &String| cue.strip_prefix(ENDING).map_or_else(|| has_words(text, cue), ends);
    utterance.tokens().len() <= most_words && content.cue(cue).iter().any(holds)
}

/// Whether a text that was said names this cue.
pub(super) fn names(text: &str, content: &Content, cue: Cue) -> bool {
    let said = Utterance::read(text);
    content.cue(cue).iter().any(|cue| has_words(said.normalized(), cue))
}

/// Whether a text has words in it, whole ones.
fn has_words(text: &str, words: &str) -> bool {
    let begins = |rest: &str| rest.strip_prefix(words).is_some_and(|after| after.is_empty() || after.starts_with(' '));
    let starts = std::iter::once(0).chain(text.match_indices(' ').map(|(at, _)| at + 1));
    starts.map(|start| &text[start..]).any(begins)
}

/// Whether the message begins with this cue.
pub(super) fn opens(utterance: &Utterance, content: &Content, cue: Cue) -> bool {
    let tokens: Vec<&str> = utterance.tokens().iter().map(|token| token.text.as_str()).collect();
    words_of(&tokens, content, cue).is_some()
}

/// How many words of the beginning are this cue.
pub(super) fn words_of(tokens: &[&str], content: &Content, cue: Cue) -> Option<usize> {
    leading(tokens, content.cue(cue))
}

/// How many words a message has besides a follow-up's opening, its courtesies and the values it names.
pub(super) fn words_besides<'e>(
    utterance: &Utterance,
    content: &Content,
    entities: impl Iterator<Item = &'e Entity> + Clone,
) -> usize {
    let is_outside = |token: &&Token| !entities.clone().any(|e| token.start < e.end && e.start < token.end);
    let core = &utterance.tokens()[core_range(utterance, content.cue(Cue::Courtesy))];
    let outside: Vec<&str> = core.iter().filter(is_outside).map(|token| token.text.as_str()).collect();
    let mut rest = &outside[..];
    for cue in [Cue::FollowUp, Cue::Filler, Cue::FollowUp] {
        if let Some(words) = leading(rest, content.cue(cue)) {
            rest = &rest[words..];
        }
    }
    rest.iter().filter(|word| !content.cue(Cue::Joiner).iter().any(|joiner| joiner == *word)).count()
}

/// How many words follow the cue that a message opens with, the values that it names aside; nothing where it opens
/// with another. A follow-up's opening may stand before it.
pub(super) fn words_after<'e>(
    utterance: &Utterance,
    content: &Content,
    cue: Cue,
    entities: impl Iterator<Item = &'e Entity> + Clone,
) -> Option<usize> {
    let tokens: Vec<&str> = utterance.tokens().iter().map(|token| token.text.as_str()).collect();
    let begins =
        openings(&tokens, content).into_iter().find_map(|at| Some(at + words_of(&tokens[at..], content, cue)?))?;
    let is_outside = |token: &&Token| !entities.clone().any(|e| token.start < e.end && e.start < token.end);
    Some(utterance.tokens()[begins..].iter().filter(is_outside).count())
}

/// Which place in a list the message names, be it misspelt.
pub(super) fn place(utterance: &Utterance, content: &Content, of: usize) -> Option<usize> {
    let names = |cue| is(utterance, content, cue) || is_nearly(utterance, content, cue);
    if names(Cue::Last) {
        return of.checked_sub(1);
    }
    PLACES.iter().position(|cue| names(*cue)).filter(|place| *place < of)
}

/// Which place in a list a question of few words begins with: "the second one, how does it work?". A bare "first" says when.
pub(super) fn place_at_the_beginning(utterance: &Utterance, content: &Content, of: usize) -> Option<usize> {
    const MOST_WORDS: usize = 7;
    let asked = without_opening(utterance, content);
    let begins = |part: &Utterance, cue| {
        let tokens: Vec<&str> = part.tokens().iter().map(|token| token.text.as_str()).collect();
        tokens.len() <= MOST_WORDS && words_of(&tokens, content, cue).is_some_and(|words| words > 1)
    };
    let names = |cue| begins(utterance, cue) || begins(&asked, cue);
    PLACES.iter().position(|cue| names(*cue)).filter(|place| *place < of)
}

/// Whether the message is this cue with a typing error in one of its words. What is common in a language is meant as it is
/// written: "the list" is not "the last".
fn is_nearly(utterance: &Utterance, content: &Content, cue: Cue) -> bool {
    let tokens: Vec<&str> = utterance.tokens().iter().map(|token| token.text.as_str()).collect();
    content.cue(cue).iter().any(|cue| {
        let mut differing = tokens.iter().zip(cue.split(' ')).filter(|(written, word)| *written != word);
        let (Some((written, word)), None) = (differing.next(), differing.next()) else { return false };
        tokens.len() == cue.split(' ').count()
            && written.chars().count() >= MISSPELT
            && strsim::damerau_levenshtein(written, word) == 1
            && !content.is_common(written)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_cue_at_an_end_is_taken_word_by_word() {
        let cues = ["and in", "and", "an"].map(str::to_owned);
        assert_eq!(leading(&["and", "in", "spain"], &cues), Some(2));
        assert_eq!(leading(&["and", "inside"], &cues), Some(1));
        assert_eq!(leading(&["andy"], &cues), None);
        assert_eq!(leading(&[], &cues), None);
        let cues = ["thank you", "you"].map(str::to_owned);
        assert_eq!(trailing(&["well", "thank", "you"], &cues), Some(2));
        assert_eq!(trailing(&["bayou"], &cues), None);
        assert_eq!(trailing(&["you"], &cues), Some(1));
    }

    #[test]
    fn words_are_found_whole() {
        for (text, words, found) in [
            ("is it free", "it", true),
            ("is it free", "is it", true),
            ("is it free", "it free", true),
            ("visit us", "it", false),
            ("aa a a", "a a", true),
            ("", "it", false),
        ] {
            assert_eq!(has_words(text, words), found, "{text}: {words}");
        }
    }
}
