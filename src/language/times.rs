//! Times of day and dates, as they are written and as they are spoken.

use super::cursor::{Cursor, is_digits};

/// What stands before an hour: "at 9", "alle 9", "a las 9".
const HOUR_WORDS: [&str; 8] = ["at", "alle", "ore", "dalle", "las", "until", "fino", "hasta"];
/// What after a number makes it a length of time: "the 4 hours", "las 4 horas".
const LENGTHS: [&str; 12] =
    ["hour", "hours", "hrs", "h", "minutes", "mins", "ora", "minuti", "hora", "horas", "minutos", "hs"];
/// Hours that have a name.
const NAMED_HOURS: [(&str, &str); 7] = [
    ("noon", "12:00"),
    ("midday", "12:00"),
    ("mezzogiorno", "12:00"),
    ("mediodia", "12:00"),
    ("midnight", "00:00"),
    ("mezzanotte", "00:00"),
    ("medianoche", "00:00"),
];
/// Hours in words; one o'clock has too many other meanings.
const SPOKEN_HOURS: [[&str; 3]; 11] = [
    ["two", "due", "dos"],
    ["three", "tre", "tres"],
    ["four", "quattro", "cuatro"],
    ["five", "cinque", "cinco"],
    ["six", "sei", "seis"],
    ["seven", "sette", "siete"],
    ["eight", "otto", "ocho"],
    ["nine", "nove", "nueve"],
    ["ten", "dieci", "diez"],
    ["eleven", "undici", "once"],
    ["twelve", "dodici", "doce"],
];
/// What after an hour adds minutes to it, or takes them away.
const MORE_MINUTES: [(&[&str], i32); 10] = [
    (&["e", "mezza"], 30),
    (&["e", "mezzo"], 30),
    (&["e", "un", "quarto"], 15),
    (&["meno", "un", "quarto"], -15),
    (&["y", "media"], 30),
    (&["y", "cuarto"], 15),
    (&["menos", "cuarto"], -15),
    (&["e", "trenta"], 30),
    (&["y", "treinta"], 30),
    (&["thirty"], 30),
];
/// What before an hour does.
const MINUTES_BEFORE: [(&[&str], i32); 4] =
    [(&["half", "past"], 30), (&["half"], 30), (&["quarter", "past"], 15), (&["quarter", "to"], -15)];
/// What joins an hour and its minutes: "alle 15 e 30".
const JOINING: [&str; 2] = ["e", "y"];
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
/// The first of a month, in words.
const FIRST: [&str; 5] = ["first", "primo", "primero", "uno", "1o"];
/// The endings of a day that is counted: "25th", "1º".
const ORDINAL: [&str; 6] = ["st", "nd", "rd", "th", "º", "°"];
/// What may stand between a day and its month.
const OF: [&str; 3] = ["of", "de", "di"];
/// The months in the served languages, in their order, and short where that is no word of its own.
const MONTHS: [&[&str]; 12] = [
    &["january", "gennaio", "enero", "jan", "gen"],
    &["february", "febbraio", "febrero", "feb"],
    &["march", "marzo", "mar"],
    &["april", "aprile", "abril", "apr", "abr"],
    &["may", "maggio", "mayo"],
    &["june", "giugno", "junio", "jun", "giu"],
    &["july", "luglio", "julio", "jul", "lug"],
    &["august", "agosto", "aug"],
    &["september", "settembre", "septiembre", "sept", "sep"],
    &["october", "ottobre", "octubre", "oct", "ott"],
    &["november", "novembre", "noviembre", "nov"],
    &["december", "dicembre", "diciembre", "dec", "dic"],
];
/// The most days that each month has.
const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The time of day that begins at a word, as `HH:MM`, and how many words it takes: `3 am`, `3:30pm`, `alle 9 e mezza`,
/// `quarter to nine`.
pub(super) fn hour(words: &Cursor<'_>, at: usize) -> Option<(String, usize)> {
    let word = words.word(at)?;
    if let Some((hour, half)) = with_half(word) {
        return clock(hour.parse().ok()?, 0, Some(half)).map(|value| (value, 1));
    }
    if let Some((_, value)) = NAMED_HOURS.iter().find(|(name, _)| *name == word) {
        return Some(((*value).to_owned(), 1));
    }
    if let Some((minutes, before)) = words.following(at, &MINUTES_BEFORE) {
        let hour = spoken(words.word(at + before)?).or_else(|| words.number(at + before))?;
        let taken = before + 1;
        let half = words.following(at + taken, &HALVES);
        return Some((moved(hour, minutes, half.map(|(half, _)| half))?, taken + half.map_or(0, |(_, more)| more)));
    }
    if let Some(hour) = spoken(word) {
        return in_words(words, at, hour);
    }
    in_digits(words, at)
}

/// `9`, `9:30`, `9.30pm`, `9 e mezza`, `9 in the evening`.
fn in_digits(words: &Cursor<'_>, at: usize) -> Option<(String, usize)> {
    let hour = words.number(at)?;
    let introduced = words.has_just_before(at, &HOUR_WORDS);
    let sign = words.between(at + 1);
    let next = words.word(at + 1).unwrap_or_default();
    if let Some((minutes, half)) =
        with_half(next).filter(|(minutes, _)| matches!(sign, ":" | ".") && minutes.len() == 2)
    {
        return clock(hour, minutes.parse().ok()?, Some(half)).map(|value| (value, 2));
    }
    let parts = sign == ":" || introduced && sign == ".";
    let written = words.number(at + 1).filter(|_| next.len() == 2 && parts);
    let (minutes, taken) = match written {
        Some(minutes) => (i32::try_from(minutes).ok()?, 2),
        None => more_minutes(words, at + 1, introduced).map_or((0, 1), |(minutes, more)| (minutes, 1 + more)),
    };
    let half = words.following(at + taken, &HALVES);
    if half.is_none() && words.word(at + taken).is_some_and(|next| LENGTHS.contains(&next)) {
        return None;
    }
    let named = half.is_some() || written.is_some() || introduced;
    let value = moved(hour, minutes, half.map(|(half, _)| half)).filter(|_| named)?;
    Some((value, taken + half.map_or(0, |(_, more)| more)))
}

/// `alle nove`, `at nine`, `las tres y media`: where a time is plainly meant, for "two" may be two of anything.
fn in_words(words: &Cursor<'_>, at: usize, hour: u32) -> Option<(String, usize)> {
    let introduced = words.has_just_before(at, &HOUR_WORDS);
    let more = more_minutes(words, at + 1, introduced);
    let taken = 1 + more.map_or(0, |(_, more)| more);
    let half = words.following(at + taken, &HALVES);
    let ends = words.word(at + taken).is_none_or(|next| next == "o") || words.between(at + taken).trim() != "";
    let named = half.is_some() || introduced && (more.is_some() || ends);
    let minutes = more.map_or(0, |(minutes, _)| minutes);
    let value = moved(hour, minutes, half.map(|(half, _)| half)).filter(|_| named)?;
    Some((value, taken + half.map_or(0, |(_, more)| more)))
}

/// The minutes that are said after an hour, and how many words they take.
fn more_minutes(words: &Cursor<'_>, at: usize, introduced: bool) -> Option<(i32, usize)> {
    let in_digits = || {
        let joined = introduced && words.word(at).is_some_and(|word| JOINING.contains(&word));
        let minutes = words.number(at + 1).filter(|minutes| joined && (10..60).contains(minutes))?;
        Some((i32::try_from(minutes).ok()?, 2))
    };
    words.following(at, &MORE_MINUTES).or_else(in_digits)
}

/// `9pm`, `30am`: the number, and the half of the day.
fn with_half(word: &str) -> Option<(&str, u32)> {
    let half = |ending, half| word.strip_suffix(ending).map(|number| (number, half));
    half("am", 0).or_else(|| half("pm", 12)).filter(|(number, _)| is_digits(number))
}

fn spoken(word: &str) -> Option<u32> {
    (2..).zip(SPOKEN_HOURS).find(|(_, names)| names.contains(&word)).map(|(hour, _)| hour)
}

/// An hour and some minutes later, or earlier.
fn moved(hour: u32, minutes: i32, half: Option<u32>) -> Option<String> {
    match u32::try_from(minutes) {
        Ok(minutes) => clock(hour, minutes, half),
        // The hour before one o'clock is twelve, on a clock.
        Err(_) => clock(if hour == 1 { 12 } else { hour.checked_sub(1)? }, u32::try_from(60 + minutes).ok()?, half),
    }
}

/// An hour with minutes, as `HH:MM`; `half` is 0 before noon and 12 after it, where that was said.
fn clock(hour: u32, minutes: u32, half: Option<u32>) -> Option<String> {
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    (hour < 24 && minutes < 60).then(|| format!("{hour:02}:{minutes:02}"))
}

/// The date that begins at a word, as `--MM-DD`, and how many words it takes: `24 December`, `Dec 24th`, `5 de mayo`,
/// `primo maggio`, `2026-12-24`, `on 24/12`.
pub(super) fn date(words: &Cursor<'_>, at: usize) -> Option<(String, usize)> {
    if let Some(month) = words.word(at).and_then(month) {
        let day = day(words.word(at + 1)?).filter(|_| words.between(at + 1) == " ")?;
        return month_day(day, month).map(|value| (value, 2));
    }
    let first = day(words.word(at)?)?;
    let of = usize::from(words.word(at + 1).is_some_and(|word| OF.contains(&word)));
    if let Some(month) = words.word(at + 1 + of).and_then(month) {
        return month_day(first, month).map(|value| (value, 2 + of));
    }
    in_numbers(words, at)
}

/// `2026-12-24`, `24/12/2026`, `on 24/12`.
fn in_numbers(words: &Cursor<'_>, at: usize) -> Option<(String, usize)> {
    let (first, second) = (words.number(at)?, words.number(at + 1)?);
    let sign = words.between(at + 1);
    if !matches!(sign, "/" | "-" | ".") {
        return None;
    }
    let either = || month_day(first, second).or_else(|| month_day(second, first));
    let year = words.number(at + 2).filter(|_| words.between(at + 2) == sign);
    match year {
        Some(day) if words.word(at).is_some_and(|word| word.len() == 4) => {
            month_day(day, second).map(|value| (value, 3))
        }
        Some(_) if words.word(at + 2).is_some_and(|word| word.len() != 4) => None,
        Some(_) => either().map(|value| (value, 3)),
        None if sign == "/" && words.has_just_before(at, &DAY_WORDS) => either().map(|value| (value, 2)),
        None => None,
    }
}

fn month(word: &str) -> Option<u32> {
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&word)).map(|(month, _)| month)
}

/// A day as a number, counted, or in words where it is the first.
fn day(word: &str) -> Option<u32> {
    let counted = ORDINAL.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    if is_digits(counted) { counted.parse().ok() } else { FIRST.contains(&word).then_some(1) }
}

/// A day of a month, as `--MM-DD`.
fn month_day(day: u32, month: u32) -> Option<String> {
    let days = DAYS.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
    (1..=*days).contains(&day).then(|| format!("--{month:02}-{day:02}"))
}
