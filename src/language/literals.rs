//! Values that are known by their form: addresses, phone numbers, meeting IDs, error codes, times of day, dates, numbers.

use std::ops::Range;

use super::{
    lexicon::Entity,
    utterance::{Token, Utterance},
};

/// The kinds that are known by their form; hours and dates are of the kind `time`, as their names are.
pub const LITERAL_KINDS: [&str; 5] = ["email", "phone", "meeting_id", "error_code", "number"];

/// What stands before an error code, within a few words.
const ERROR_WORDS: [&str; 8] = ["error", "errore", "err", "errors", "errori", "errores", "code", "codigo"];
/// What stands before somebody's phone number.
const PHONE_WORDS: [&str; 12] = [
    "phone",
    "telephone",
    "tel",
    "tlf",
    "mobile",
    "cell",
    "whatsapp",
    "telefono",
    "cellulare",
    "movil",
    "celular",
    "fax",
];
/// What stands before an hour: "at 9", "alle 9", "a las 9".
const HOUR_WORDS: [&str; 8] = ["at", "alle", "ore", "dalle", "las", "until", "fino", "hasta"];
/// What after a number makes it a length of time: "the 4 hours", "las 4 horas".
const LENGTHS: [&str; 12] =
    ["hour", "hours", "hrs", "h", "minutes", "mins", "ora", "minuti", "hora", "horas", "minutos", "hs"];
/// Hours that have a name.
const NAMED_HOURS: [(&str, &str); 5] =
    [("noon", "12:00"), ("midday", "12:00"), ("mezzogiorno", "12:00"), ("mediodia", "12:00"), ("midnight", "00:00")];
/// What after an hour adds minutes to it.
const MORE_MINUTES: [(&[&str], &str); 7] = [
    (&["e", "mezza"], "30"),
    (&["e", "mezzo"], "30"),
    (&["e", "un", "quarto"], "15"),
    (&["y", "media"], "30"),
    (&["y", "cuarto"], "15"),
    (&["e", "trenta"], "30"),
    (&["y", "treinta"], "30"),
];
/// What after an hour says which half of the day it is in.
const HALVES: [(&[&str], u32); 14] = [
    (&["am"], 0),
    (&["pm"], 12),
    (&["in", "the", "morning"], 0),
    (&["in", "the", "afternoon"], 12),
    (&["in", "the", "evening"], 12),
    (&["di", "mattina"], 0),
    (&["del", "mattino"], 0),
    (&["di", "pomeriggio"], 12),
    (&["del", "pomeriggio"], 12),
    (&["di", "sera"], 12),
    (&["de", "la", "manana"], 0),
    (&["de", "la", "tarde"], 12),
    (&["de", "la", "noche"], 12),
    (&["de", "la", "madrugada"], 0),
];
/// What stands before a day of the month that is written in numbers.
const DAY_WORDS: [&str; 8] = ["on", "the", "il", "el", "del", "dal", "of", "dia"];
/// The months, in the served languages, in their order.
const MONTHS: [[&str; 3]; 12] = [
    ["january", "gennaio", "enero"],
    ["february", "febbraio", "febrero"],
    ["march", "marzo", "marzo"],
    ["april", "aprile", "abril"],
    ["may", "maggio", "mayo"],
    ["june", "giugno", "junio"],
    ["july", "luglio", "julio"],
    ["august", "agosto", "agosto"],
    ["september", "settembre", "septiembre"],
    ["october", "ottobre", "octubre"],
    ["november", "novembre", "noviembre"],
    ["december", "dicembre", "diciembre"],
];
/// How many words before a number may say what it is.
const REACH: usize = 3;

/// Every literal value of an utterance, in order, none inside another.
#[must_use]
pub(super) fn literals(utterance: &Utterance) -> Vec<Entity> {
    let reader = Reader { tokens: utterance.tokens(), text: utterance.original() };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < reader.tokens.len() {
        match reader.at(at) {
            Some((kind, value, words)) => {
                found.push(reader.entity(kind, value, at..at + words));
                at += words;
            }
            None => at += 1,
        }
    }
    found
}

/// A literal: its kind, its value, how many words it takes.
type Literal = (&'static str, String, usize);

struct Reader<'u> {
    tokens: &'u [Token],
    text: &'u str,
}

impl Reader<'_> {
    fn at(&self, at: usize) -> Option<Literal> {
        if self.tokens[at].text == "@email" {
            let written = self.text.get(self.tokens[at].start..self.tokens[at].end)?;
            return Some(("email", written.to_lowercase(), 1));
        }
        self.date(at).or_else(|| self.hour(at)).or_else(|| self.digits(at))
    }

    fn entity(&self, kind: &str, value: String, words: Range<usize>) -> Entity {
        let (start, end) = (self.tokens[words.start].start, self.tokens[words.end - 1].end);
        Entity { kind: kind.to_owned(), value, described: false, start, end }
    }

    /// A run of digits, with what people put between them: a phone number, a meeting ID, an error code, a number.
    fn digits(&self, at: usize) -> Option<Literal> {
        let run = self.run(at);
        if run == 0 {
            return None;
        }
        let groups: Vec<&str> = self.tokens[at..at + run].iter().map(|token| token.text.as_str()).collect();
        let value = groups.concat();
        let digits = value.trim_start_matches('+');
        let abroad = value.starts_with('+') || value.starts_with("00");
        let phone = abroad || value.starts_with('0') || self.has_before(at, &PHONE_WORDS);
        match digits.len() {
            7..=15 if phone => Some(("phone", value, run)),
            9..=11 => Some(("meeting_id", value, run)),
            7..=15 => Some(("phone", value, run)),
            _ => self.single(at),
        }
    }

    /// A number of one word.
    fn single(&self, at: usize) -> Option<Literal> {
        let text = &self.tokens[at].text;
        if !is_digits(text) {
            return None;
        }
        let alone = self.tokens.len() <= 2 && (4..=6).contains(&text.len());
        let is_error = (3..=7).contains(&text.len()) && self.has_before(at, &ERROR_WORDS);
        Some((if is_error || alone { "error_code" } else { "number" }, text.clone(), 1))
    }

    /// How many words from here are digits with only a space, a dot, a hyphen, a slash or brackets between them.
    fn run(&self, at: usize) -> usize {
        if !is_digits(self.tokens[at].text.trim_start_matches('+')) {
            return 0;
        }
        let mut end = at + 1;
        while self.tokens.get(end).is_some_and(|token| is_digits(&token.text)) {
            let between = self.between(end);
            if between.len() > 3 || !between.chars().all(|c| matches!(c, ' ' | '.' | '-' | '/' | '(' | ')' | '\u{a0}'))
            {
                break;
            }
            end += 1;
        }
        end - at
    }

    /// `3 am`, `15:30`, `alle 9`: as `HH:MM`.
    fn hour(&self, at: usize) -> Option<Literal> {
        let token = self.tokens[at].text.as_str();
        let next = self.tokens.get(at + 1).map(|token| token.text.as_str());
        if let Some((hour, half)) =
            token.strip_suffix("am").map(|h| (h, 0)).or_else(|| token.strip_suffix("pm").map(|h| (h, 12)))
        {
            return clock(hour, "0", Some(half)).map(|value| ("time", value, 1));
        }
        if let Some((_, value)) = NAMED_HOURS.iter().find(|(name, _)| *name == token) {
            return Some(("time", (*value).to_owned(), 1));
        }
        let introduced = self.has_just_before(at, &HOUR_WORDS);
        let parts = |sign: &str| sign == ":" || introduced && sign == ".";
        let written = next.filter(|next| next.len() == 2 && is_digits(next) && parts(self.between(at + 1)));
        let spoken = self.following(at + 1, &MORE_MINUTES).filter(|_| written.is_none());
        let minutes = written.map(|minutes| (minutes, 1)).or(spoken);
        let words = 1 + minutes.map_or(0, |(_, words)| words);
        let half = self.following(at + words, &HALVES);
        if half.is_none() && self.tokens.get(at + words).is_some_and(|next| LENGTHS.contains(&next.text.as_str())) {
            return None;
        }
        let named = half.is_some() || written.is_some() || introduced;
        let value = clock(token, minutes.map_or("0", |(minutes, _)| minutes), half.map(|(half, _)| half));
        Some(("time", value.filter(|_| named)?, words + half.map_or(0, |(_, words)| words)))
    }

    /// What these words mean, where they stand from this place on, and how many they are.
    fn following<T: Copy>(&self, at: usize, known: &[(&[&str], T)]) -> Option<(T, usize)> {
        let stands = |words: &[&str]| {
            let there = self.tokens.get(at..at + words.len());
            there.is_some_and(|there| there.iter().map(|token| token.text.as_str()).eq(words.iter().copied()))
        };
        known.iter().find(|(words, _)| stands(words)).map(|(words, meant)| (*meant, words.len()))
    }

    /// `24 December`, `5 de mayo`, `2026-12-24`, `on 24/12`: as `--MM-DD`.
    fn date(&self, at: usize) -> Option<Literal> {
        let number =
            |place: usize| self.tokens.get(place).filter(|token| is_digits(&token.text))?.text.parse::<u32>().ok();
        let word = |place: usize| self.tokens.get(place).map(|token| token.text.as_str());
        if let Some(month) = word(at).and_then(month) {
            let day = number(at + 1).filter(|_| self.between(at + 1) == " ")?;
            return date(day, month).map(|value| ("time", value, 2));
        }
        let first = number(at)?;
        let of = usize::from(word(at + 1) == Some("de") || word(at + 1) == Some("of"));
        if let Some(month) = word(at + 1 + of).and_then(month) {
            return date(first, month).map(|value| ("time", value, 2 + of));
        }
        let second = number(at + 1)?;
        let sign = self.between(at + 1);
        if !matches!(sign, "/" | "-" | ".") {
            return None;
        }
        let year = number(at + 2).filter(|_| self.between(at + 2) == sign);
        match year {
            Some(day) if self.tokens[at].text.len() == 4 => date(day, second).map(|value| ("time", value, 3)),
            Some(_) if self.tokens[at + 2].text.len() != 4 => None,
            Some(_) => date(first, second).or_else(|| date(second, first)).map(|value| ("time", value, 3)),
            None if sign == "/" && self.has_just_before(at, &DAY_WORDS) => {
                date(first, second).or_else(|| date(second, first)).map(|value| ("time", value, 2))
            }
            None => None,
        }
    }

    /// What is written between a word and the one before it.
    fn between(&self, at: usize) -> &str {
        self.text.get(self.tokens[at - 1].end..self.tokens[at].start).unwrap_or_default()
    }

    fn has_before(&self, at: usize, words: &[&str]) -> bool {
        self.tokens[at.saturating_sub(REACH)..at].iter().any(|token| words.contains(&token.text.as_str()))
    }

    fn has_just_before(&self, at: usize, words: &[&str]) -> bool {
        at.checked_sub(1).is_some_and(|before| words.contains(&self.tokens[before].text.as_str()))
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn month(word: &str) -> Option<u32> {
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&word)).map(|(month, _)| month)
}

fn date(day: u32, month: u32) -> Option<String> {
    ((1..=31).contains(&day) && (1..=12).contains(&month)).then(|| format!("--{month:02}-{day:02}"))
}

/// An hour with minutes, as `HH:MM`; `half` is 0 before noon and 12 after it, where that was said.
fn clock(hour: &str, minutes: &str, half: Option<u32>) -> Option<String> {
    let (hour, minutes) = (is_digits(hour).then(|| hour.parse::<u32>().ok())??, minutes.parse::<u32>().ok()?);
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    (hour < 24 && minutes < 60).then(|| format!("{hour:02}:{minutes:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let found = literals(&Utterance::read(text));
        found.into_iter().map(|e| format!("{}={}@{}", e.kind, e.value, &text[e.start..e.end])).collect()
    }

    #[test]
    fn each_form_is_known() {
        for (text, expected) in [
            ("write to Me@Example.org.", "email=me@example.org@Me@Example.org"),
            ("call me at +41 79 123 45 67", "phone=+41791234567@+41 79 123 45 67"),
            ("il mio telefono è 333 1234567", "phone=3331234567@333 1234567"),
            ("0044 20 7946 0958", "phone=00442079460958@0044 20 7946 0958"),
            ("meeting 123 456 7890", "meeting_id=1234567890@123 456 7890"),
            ("ID 987-654-321", "meeting_id=987654321@987-654-321"),
            ("error 5003", "error_code=5003@5003"),
            ("codice errore: 1132", "error_code=1132@1132"),
            ("1132", "error_code=1132@1132"),
            ("we are 250 people", "number=250@250"),
            ("it's 3 am here", "time=03:00@3 am"),
            ("at 9pm", "time=21:00@9pm"),
            ("domani alle 9", "time=09:00@9"),
            ("alle 9.30", "time=09:30@9.30"),
            ("alle 9 e mezza", "time=09:30@9 e mezza"),
            ("alle 3 del pomeriggio", "time=15:00@3 del pomeriggio"),
            ("a las 9 y media de la noche", "time=21:30@9 y media de la noche"),
            ("10 in the evening", "time=22:00@10 in the evening"),
            ("open at noon?", "time=12:00@noon"),
            ("a mezzogiorno", "time=12:00@mezzogiorno"),
            ("mañana a las 15:30", "time=15:30@15:30"),
            ("on 24 December", "time=--12-24@24 December"),
            ("el 5 de mayo", "time=--05-05@5 de mayo"),
            ("December 31 please", "time=--12-31@December 31"),
            ("2026-12-24", "time=--12-24@2026-12-24"),
            ("il 12/05", "time=--05-12@12/05"),
            ("24/12/2026", "time=--12-24@24/12/2026"),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_only_looks_alike_is_not_taken() {
        for text in ["P1", "Premier+", "24x7", "no digits", "v2beta", "13pm", "+", "may I"] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(found("open 24/7?"), ["number=24@24", "number=7@7"]);
        assert_eq!(found("si pasan las 4 horas"), ["number=4@4"]);
        assert_eq!(found("25:99"), ["number=25@25", "number=99@99"]);
    }

    proptest::proptest! {
        #[test]
        fn places_are_true_and_in_order(text in "[0-9 +./:@a-z-]{0,60}") {
            let mut end = 0;
            for entity in literals(&Utterance::read(&text)) {
                proptest::prop_assert!(entity.start >= end && entity.start < entity.end);
                proptest::prop_assert!(text.get(entity.start..entity.end).is_some());
                end = entity.end;
            }
        }
    }
}
