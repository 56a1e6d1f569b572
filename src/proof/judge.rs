//! Whether what came back is what had to.

use serde::Serialize;

use super::{Expect, Heard};
use crate::{domain::BoltMessage, reply::render};

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Mismatch {
    /// What: the key of the expectation.
    pub what: &'static str,
    /// What had to come.
    pub expected: String,
    /// What came.
    pub got: String,
}

/// Everything in which an answer differs from what was expected; nothing for a right one.
#[must_use]
pub fn judge(expect: &Expect, heard: &Heard) -> Vec<Mismatch> {
    let got = match heard {
        Heard::Bolt(message) => return judge_message(expect, message),
        Heard::Silence if expect.is_empty() => return Vec::new(),
        Heard::Silence => "silence: the conversation waits for an agent",
        Heard::NoSuchChoice => {
            let got = "no such choice under the last message".to_owned();
            return vec![Mismatch { what: "pick", expected: "a choice that is offered".to_owned(), got }];
        }
    };
    vec![Mismatch { what: "answer", expected: "an answer".to_owned(), got: got.to_owned() }]
}

/// What stands for the intent of an answer that rests on none: a passage, a fallback.
pub const NO_INTENT: &str = "none";

fn judge_message(expect: &Expect, message: &BoltMessage) -> Vec<Mismatch> {
    let mut found = Vec::new();
    let mut differs = |what, expected: String, got: &str| found.push(Mismatch { what, expected, got: got.to_owned() });
    if !expect.action.is_empty() && !expect.action.contains(&message.action) {
        differs("action", any_of(expect.action.iter().map(|action| action.word())), message.action.word());
    }
    let intent = message.intent.as_deref().unwrap_or(NO_INTENT);
    if !expect.intent.is_empty() && !expect.intent.iter().any(|wanted| wanted == intent) {
        differs("intent", any_of(expect.intent.iter().map(String::as_str)), intent);
    }
    let cited = || message.sources.iter().map(|source| source.article.as_str());
    if !expect.article.is_empty() && !expect.article.iter().any(|wanted| cited().any(|article| article == wanted)) {
        differs("article", any_of(expect.article.iter().map(String::as_str)), &list(cited()));
    }
    if let Some(language) = expect.language.filter(|language| *language != message.language) {
        differs("language", language.to_string(), message.language.code());
    }
    let text = render::text(message);
    for part in expect.contains.iter().filter(|part| !holds(&text, part)) {
        differs("contains", quoted(part), "it is not there");
    }
    if !expect.contains_any.is_empty() && !expect.contains_any.iter().any(|part| holds(&text, part)) {
        let parts: Vec<_> = expect.contains_any.iter().map(|part| quoted(part)).collect();
        differs("contains_any", any_of(parts.iter().map(String::as_str)), "none is there");
    }
    for part in expect.lacks.iter().filter(|part| holds(&text, part)) {
        differs("lacks", quoted(part), "it is there");
    }
    let offered = || message.choices.iter().map(|choice| choice.id.as_str());
    for choice in expect.choices.iter().filter(|wanted| !offered().any(|offered| offered == wanted.as_str())) {
        differs("choices", choice.clone(), &list(offered()));
    }
    found
}

fn any_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" or ")
}

fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words = words.collect::<Vec<_>>().join(", ");
    if words.is_empty() { "none".to_owned() } else { words }
}

fn quoted(part: &str) -> String {
    format!("\"{part}\"")
}

/// Whether the text has this part, without regard to case; a digit at its end must not touch another digit there.
fn holds(text: &str, part: &str) -> bool {
    let (text, part) = (text.to_lowercase(), part.to_lowercase());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    text.match_indices(&part).any(|(at, _)| {
        let before = digit(part.chars().next()) && digit(text[..at].chars().next_back());
        let after = digit(part.chars().next_back()) && digit(text[at + part.len()..].chars().next());
        !before && !after
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Action;

    #[test]
    fn digits_are_not_found_inside_numbers() {
        assert!(holds("within 4 hours.", "4 Hours"));
        assert!(!holds("within 24 hours", "4 hours"));
        assert!(holds("24 hours, 4 hours", "4 hours"));
    }

    #[test]
    fn silence_is_right_only_where_nothing_is_expected() {
        let expect = Expect { action: vec![Action::Answer], ..Expect::default() };
        assert_eq!(judge(&Expect::default(), &Heard::Silence), []);
        assert_eq!(judge(&expect, &Heard::Silence).len(), 1);
        let picked = judge(&Expect::default(), &Heard::NoSuchChoice);
        assert_eq!((picked.len(), picked[0].what), (1, "pick"), "a pick that was not offered is a fault");
    }
}
