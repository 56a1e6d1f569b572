//! Values that are known by their form: addresses, phone numbers, meeting IDs, error codes, times of day, dates, numbers.

use std::ops::Range;

use super::{
    cursor::{Cursor, is_digits},
    lexicon::Entity,
    times,
    utterance::Utterance,
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
/// A hexadecimal number of fewer digits may be anything.
const SHORTEST_HEXADECIMAL: usize = 3;
/// How many words before a number may say what it is.
const REACH: usize = 3;

/// Every literal value of an utterance, in order, none inside another.
#[must_use]
pub(super) fn literals(utterance: &Utterance) -> Vec<Entity> {
    let words = Cursor::of(utterance);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < words.len() {
        match literal(&words, at) {
            Some((kind, value, taken)) => {
                let Range { start, end } = words.place(at..at + taken);
                found.push(Entity { kind: kind.to_owned(), value, described: false, start, end });
                at += taken;
            }
            None => at += 1,
        }
    }
    found
}

/// A literal: its kind, its value, how many words it takes.
type Literal = (&'static str, String, usize);

fn literal(words: &Cursor<'_>, at: usize) -> Option<Literal> {
    if words.word(at) == Some("@email") {
        return Some(("email", words.written(at..at + 1).to_lowercase(), 1));
    }
    let time = times::date(words, at).or_else(|| times::hour(words, at));
    time.map(|(value, taken)| ("time", value, taken)).or_else(|| hexadecimal(words, at)).or_else(|| digits(words, at))
}

/// `0x80070005`: what programs call an error by.
fn hexadecimal(words: &Cursor<'_>, at: usize) -> Option<Literal> {
    let word = words.word(at)?;
    let is_code = |digits: &str| digits.len() >= SHORTEST_HEXADECIMAL && digits.bytes().all(|b| b.is_ascii_hexdigit());
    word.strip_prefix("0x").is_some_and(is_code).then(|| ("error_code", word.to_owned(), 1))
}

/// A run of digits, with what people put between them: a phone number, a meeting ID, an error code, a number.
fn digits(words: &Cursor<'_>, at: usize) -> Option<Literal> {
    let run = run(words, at);
    if run == 0 {
        return None;
    }
    let value: String = (at..at + run).filter_map(|at| words.word(at)).collect();
    let digits = value.trim_start_matches('+');
    let abroad = value.starts_with('+') || value.starts_with("00");
    let phone = abroad || value.starts_with('0') || words.has_before(at, REACH, &PHONE_WORDS);
    match digits.len() {
        7..=15 if phone => Some(("phone", value, run)),
        9..=11 => Some(("meeting_id", value, run)),
        7..=15 => Some(("phone", value, run)),
        _ => in_thousands(words, at).or_else(|| single(words, at)),
    }
}

/// `1,500`, `1.500`: one number.
fn in_thousands(words: &Cursor<'_>, at: usize) -> Option<Literal> {
    let mut value = words.word(at).filter(|first| is_digits(first) && first.len() <= 3)?.to_owned();
    let group = |at: usize| words.word(at).filter(|word| word.len() == 3 && is_digits(word));
    let mut taken = 1;
    while let Some(more) = group(at + taken).filter(|_| matches!(words.between(at + taken), "," | ".")) {
        value.push_str(more);
        taken += 1;
    }
    (taken > 1).then_some(("number", value, taken))
}

/// A number of one word.
fn single(words: &Cursor<'_>, at: usize) -> Option<Literal> {
    let word = words.word(at).filter(|word| is_digits(word))?;
    let alone = words.len() <= 2 && (4..=6).contains(&word.len());
    let is_error = (3..=7).contains(&word.len()) && words.has_before(at, REACH, &ERROR_WORDS);
    Some((if is_error || alone { "error_code" } else { "number" }, word.to_owned(), 1))
}

/// How many words from here are digits with only a space, a dot, a hyphen, a slash or brackets between them.
fn run(words: &Cursor<'_>, at: usize) -> usize {
    let is_first = words.word(at).is_some_and(|word| is_digits(word.trim_start_matches('+')));
    let parts = |between: &str| {
        between.len() <= 3 && between.chars().all(|c| matches!(c, ' ' | '.' | '-' | '/' | '(' | ')' | '\u{a0}'))
    };
    let goes_on = |at: &usize| words.word(*at).is_some_and(is_digits) && parts(words.between(*at));
    if is_first { 1 + (at + 1..words.len()).take_while(goes_on).count() } else { 0 }
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
            ("open at 3:30pm?", "time=15:30@3:30pm"),
            ("is it open 11.45am", "time=11:45@11.45am"),
            ("3:30 pm", "time=15:30@3:30 pm"),
            ("aperti alle 15 e 30?", "time=15:30@15 e 30"),
            ("alle nove", "time=09:00@nove"),
            ("abren a las tres y media", "time=03:30@tres y media"),
            ("alle tre meno un quarto", "time=02:45@tre meno un quarto"),
            ("quarter to nine", "time=08:45@quarter to nine"),
            ("half past 9 in the evening", "time=21:30@half past 9 in the evening"),
            ("at nine o'clock", "time=09:00@nine"),
            ("abren a medianoche", "time=00:00@medianoche"),
            ("December 25th", "time=--12-25@December 25th"),
            ("on Dec 24", "time=--12-24@Dec 24"),
            ("first of January", "time=--01-01@first of January"),
            ("il primo maggio", "time=--05-01@primo maggio"),
            ("el uno de mayo", "time=--05-01@uno de mayo"),
            ("el 1º de enero", "time=--01-01@1º de enero"),
            ("1,500 users", "number=1500@1,500"),
            ("siamo in 1.500", "number=1500@1.500"),
            ("it says 0x80070005", "error_code=0x80070005@0x80070005"),
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
        for text in [
            "P1",
            "Premier+",
            "24x7",
            "no digits",
            "v2beta",
            "13pm",
            "+",
            "may I",
            "las dos opciones",
            "at two sites",
            "the first of you",
            "half of us",
            "0xfoo",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(found("open 24/7?"), ["number=24@24", "number=7@7"]);
        assert_eq!(found("si pasan las 4 horas"), ["number=4@4"]);
        assert_eq!(found("25:99"), ["number=25@25", "number=99@99"]);
        assert_eq!(found("on 31/02"), ["number=31@31", "number=02@02"]);
        assert_eq!(found("1, 500"), ["number=1@1", "number=500@500"]);
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
