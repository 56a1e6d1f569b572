//! Where a message parts: its sentences, what is told before a question, and the words and commas that join two of them.

use std::ops::Range;

use crate::{
    content::Cue,
    intents::refuses,
    language::{Token, Utterance},
    reply::{cues, entities, turn::Turn, understanding::is_relative},
};

/// No more places than these are looked at where a sentence may be joined.
const MOST_JOINERS: usize = 4;

/// What is written with a full stop that ends no sentence.
const ABBREVIATIONS: [&str; 14] =
    ["no", "nr", "nro", "num", "tel", "tfno", "ext", "int", "vs", "sr", "sra", "dr", "approx", "min"];

/// The sentences of a text, and the items of a list: "1) what plans are there 2) how do I upgrade".
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let items = items(text);
    if items.is_empty() {
        return sentences_of(text);
    }
    let ends = items.iter().skip(1).map(|item| item.start).chain([text.len()]);
    let parts =
        [&text[..items[0].start]].into_iter().chain(items.iter().zip(ends).map(|(item, end)| &text[item.end..end]));
    parts.flat_map(sentences_of).collect()
}

/// The marks of a list's items, where there are two at least: "1)", "2." or "a)", in their order.
fn items(text: &str) -> Vec<Range<usize>> {
    let numbered = listed(text, |nth| char::from_digit(nth, 10));
    let found = if numbered.len() > 1 { numbered } else { listed(text, |nth| char::from_digit(nth + 9, 36)) };
    if found.len() > 1 { found } else { Vec::new() }
}

/// Where the marks stand that count from one on.
fn listed(text: &str, sign: impl Fn(u32) -> Option<char>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for word in text.split_whitespace() {
        let Some(sign) = sign(found.len() as u32 + 1) else { break };
        let bare = word.strip_prefix('(').unwrap_or(word);
        let mut signs = bare.chars();
        let closed = signs.next() == Some(sign) && matches!(signs.next(), Some(')' | '.')) && signs.next().is_none();
        if closed {
            // A part of the text knows where it stands.
            let start = word.as_ptr().addr() - text.as_ptr().addr();
            found.push(start..start + word.len());
        }
    }
    found
}

/// The sentences of a text. A mark inside a number or a name ends none, nor does that of an abbreviation.
fn sentences_of(text: &str) -> Vec<&str> {
    let (mut found, mut start) = (Vec::new(), 0);
    for (at, mark) in text.match_indices(['.', '?', '!', ';', ':', '\n']) {
        let end = at + mark.len();
        let next = text[end..].chars().next();
        let inside = matches!(mark, "." | ":") && next.is_some_and(|next| !next.is_whitespace());
        if inside || end <= start || mark == "." && is_abbreviated(&text[start..at], &text[end..]) {
            continue;
        }
        found.push(&text[start..end]);
        start = end;
    }
    found.push(&text[start..]);
    found.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
    found
}

/// Whether a full stop stands after an abbreviation: "phone no. for Brazil", but neither "No. I want a person" nor
/// "I said no. Tell me".
fn is_abbreviated(before: &str, after: &str) -> bool {
    let goes_on = after.trim_start().chars().next().is_some_and(|next| !next.is_uppercase());
    let mut words = before.split_whitespace().rev();
    let last = words.next().is_some_and(|word| ABBREVIATIONS.contains(&word.to_lowercase().as_str()));
    last && goes_on && words.next().is_some()
}

/// "We are down in Spain, what is the number", "I don't want an agent, just tell me", "some of us have a license and some
/// don't, who can call?": what is said, or refused, before a comma or a colon, and what is asked after it; each with
/// whether it is only told, whatever it may sound like.
pub(super) fn statement_apart<'s>(turn: &Turn<'_>, sentence: &'s str) -> Vec<(&'s str, bool)> {
    let is_question = |part: &str| opens(turn, part, Cue::Asking) && !opens(turn, part, Cue::Stating);
    let leads_up = sentence.trim_end().ends_with(':') && !is_question(sentence);
    // "If I don't want an agent, what else is there?" is one question.
    if is_condition(sentence) {
        return vec![(sentence, false)];
    }
    let asides = asides(turn, sentence);
    let between = |at: usize| !asides.iter().any(|aside| aside.contains(&at));
    if let Some((said, asked)) = sentence.split_once(',')
        && between(said.len())
        && (states(turn, said) || refuses(&Utterance::read(said)))
    {
        return [vec![(said, false)], statement_apart(turn, asked)].concat();
    }
    let commas = sentence.match_indices(',').filter(|(at, _)| between(*at));
    let mut commas = commas.filter_map(|(at, _)| sentence.split_at_checked(at));
    let parted = commas.find(|(said, asked)| is_question(&asked[1..]) && !begins_question(turn, said));
    match parted {
        Some((said, asked)) if !leads_up => vec![(said, true), (&asked[1..], false)],
        _ => vec![(sentence, leads_up)],
    }
}

/// "And my colleague, who does have a license, can she call?": from comma to comma, what says something of what stands
/// before it. After a question it would be another one.
fn asides(turn: &Turn<'_>, sentence: &str) -> Vec<Range<usize>> {
    let commas: Vec<usize> = sentence.match_indices(',').map(|(at, _)| at).collect();
    let is_aside = |pair: &&[usize]| {
        let (before, inside) = (&sentence[..pair[0]], &sentence[pair[0] + 1..pair[1]]);
        is_relative(inside) && !begins_question(turn, joined(turn, before))
    };
    commas.windows(2).filter(is_aside).map(|pair| pair[0]..pair[1] + 1).collect()
}

/// A part without the word that joins it to what was said before: the "e" of "e la mia collega" is no "è".
fn joined<'p>(turn: &Turn<'_>, part: &'p str) -> &'p str {
    let utterance = Utterance::read(part);
    let words: Vec<&str> = utterance.tokens().iter().map(|token| token.text.as_str()).collect();
    let begins = cues::words_of(&words, turn.content, Cue::Joiner).and_then(|joiner| utterance.tokens().get(joiner));
    begins.map_or(part, |token| &part[token.start..])
}

/// How a condition begins.
const CONDITIONS: [&str; 6] = ["if", "when", "se", "quando", "si", "cuando"];

fn is_condition(part: &str) -> bool {
    Utterance::read(part).tokens().first().is_some_and(|first| CONDITIONS.contains(&first.text.as_str()))
}

/// Whether a part asks something, if only behind a condition: "if nobody answers what do I do".
fn begins_question(turn: &Turn<'_>, part: &str) -> bool {
    let utterance = Utterance::read(part);
    let words: Vec<&str> = utterance.tokens().iter().map(|token| token.text.as_str()).collect();
    let asks_at = |at: usize| cues::words_of(&words[at..], turn.content, Cue::Asking).is_some();
    if is_condition(part) { (1..words.len()).any(asks_at) } else { opens(turn, part, Cue::Asking) }
}

/// What stands before and after each word that joins, and each comma between two questions.
pub(super) fn joiners<'s>(turn: &Turn<'_>, sentence: &'s str) -> Vec<(&'s str, &'s str)> {
    let utterance = Utterance::read(sentence);
    let tokens = utterance.tokens();
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    let values = entities::find(turn.content, &utterance, turn.understanding.language());
    // "Which of admins and members …" joins two names, not two questions.
    let joins_values = |end: usize, begin: usize| {
        let before = || values.iter().filter(|value| value.end == end);
        values.iter().filter(|value| value.start == begin).any(|after| before().any(|value| value.kind == after.kind))
    };
    let asides = asides(turn, sentence);
    // The Italian "è" is no "e".
    let as_written =
        |token: &Token| sentence.get(token.start..token.end).is_some_and(|w| w.to_lowercase() == token.text);
    let parts = (1..words.len()).filter_map(|at| {
        let joiner = cues::words_of(&words[at..], turn.content, Cue::Joiner).filter(|_| as_written(&tokens[at]));
        let comma = sentence.get(tokens[at - 1].end..tokens[at].start).is_some_and(|between| between.contains(','));
        let begins = tokens.get(at + joiner.unwrap_or(0))?.start;
        // "Premier plus" is a plan.
        let in_a_name = values.iter().any(|value| value.start < tokens[at].start && tokens[at].end <= value.end);
        let in_an_aside = asides.iter().any(|aside| aside.contains(&tokens[at - 1].end));
        let names_two = joiner.is_some() && is_between(turn, &words[..at]);
        if joiner.is_none() && !comma
            || in_a_name
            || in_an_aside
            || names_two
            || joins_values(tokens[at - 1].end, begins)
        {
            return None;
        }
        let (left, right) = (sentence.get(..tokens[at - 1].end)?, sentence.get(begins..)?);
        // A comma stands between other things than questions, too: "when I call, what do I need".
        let joins = joiner.is_some() || [left, right].iter().all(|part| begins_question(turn, part));
        joins.then_some((left, right))
    });
    parts.take(MOST_JOINERS).collect()
}

/// What stands before two things that are held against each other: "the difference between free and Pro".
const BETWEEN: [&str; 4] = ["between", "tra", "fra", "entre"];

/// Whether the words before a joiner have named only the first of two things.
fn is_between(turn: &Turn<'_>, words: &[&str]) -> bool {
    let Some(at) = words.iter().rposition(|word| BETWEEN.contains(word)) else { return false };
    !(at + 1..words.len()).any(|at| cues::words_of(&words[at..], turn.content, Cue::Joiner).is_some())
}

/// Whether a sentence asks something.
pub(super) fn asks(turn: &Turn<'_>, sentence: &str) -> bool {
    let begins = opens(turn, sentence, Cue::Asking) && !opens(turn, sentence, Cue::Stating);
    sentence.trim_end().ends_with('?') || begins
}

/// "I'm an admin" says who writes, and asks nothing.
pub(super) fn states(turn: &Turn<'_>, sentence: &str) -> bool {
    !sentence.trim_end().ends_with('?') && opens(turn, sentence, Cue::Stating)
}

pub(super) fn opens(turn: &Turn<'_>, sentence: &str, cue: Cue) -> bool {
    cues::opens(&cues::core(&Utterance::read(sentence), turn.content.cue(Cue::Courtesy)), turn.content, cue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_items_of_a_list_are_apart() {
        let text = "1) what plans are there 2) how do I upgrade 3) who is my account manager";
        let found: Vec<&str> = sentences(text).into_iter().map(str::trim).collect();
        assert_eq!(found, ["what plans are there", "how do I upgrade", "who is my account manager"]);
        assert_eq!(sentences("please: a) number for Spain b) opening hours").len(), 3);
        assert_eq!(sentences("(1) hours\n(2) number").len(), 2);
        for text in ["plan a) or what", "we are 2. and you", "what is P1"] {
            assert!(items(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn an_abbreviation_ends_no_sentence() {
        assert_eq!(sentences("whats the phone no. for brazil").len(), 1);
        assert_eq!(sentences("i'm in spain. what is the no. to call?").len(), 2);
        assert_eq!(sentences("No. I want a person").len(), 2);
        assert_eq!(sentences("I said no. Tell me").len(), 2);
        assert_eq!(sentences("dial +1.888.799.9666 ext. 2").len(), 1);
    }
}
