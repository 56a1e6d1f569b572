//! Phone numbers that the directory does not have, or has for another country.

use std::{collections::HashMap, ops::Range, sync::LazyLock};

use rayon::prelude::*;
use regex::Regex;

use super::{material::Material, material::regex, prose::Prose, prose::Sentence};
use crate::{
    content::{Code, Finding},
    language::Utterance,
    support::CountryCode,
};

/// Digits with what people put between them.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| regex(r"\+?\(?\d(?:[ .\-/()\u{a0}]{0,3}\d)+"));
/// Numbers that are something else by their form: years or ports from and to, thousands, books, versions.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:\d{4} ?[-/] ?\d{4}|[1-9]\d{4} ?[-/] ?[1-9]\d{4}|[1-9]\d{0,2}(?:\.\d{3}){2,}|97[89](?:[- ]?\d){10}|\d+(?:\.\d+)*\.0\.\d+(?:\.\d+)*)$",
    )
});
/// A day, whatever stands beside it.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|[12]\d|3[01])[-./](?:19|20)\d\d)\b",
    )
});
/// What a number is named by that is no phone number, and the words between.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)\b(?:meetings?|riunion[ei]|reuni[oó]n(?:es)?|id|errore?s?|errori|errores|versions?|version[ei]|versi[oó]n|builds?
          |releases?|isbn|orders?|ordin[ei]|pedidos?|tickets?|invoices?|fattur[ae]|facturas?|serial[ei]?|serie|references?
          |riferimento|referencia|tracking|ports?|porte|puertos?)[^\p{L}\p{N},;!?]*(?:\p{L}+[^\p{L}\p{N},;!?]+){0,3}$",
    )
});
/// What people say of phones.
static CALL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:calls?|calling|(?:tele)?phones?|dial|ring|tel|mobile|cell|whatsapp|fax|hotline|reach|telefon\w+|chiam\w+|cellulare|numero verde|llam\w+|tel[eé]fonos?|m[oó]vil|marc(?:a|ar|e|ando))\b",
    )
});
/// As many digits as phone numbers have.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// The directory, by digits without what stands before them abroad.
type Directory = HashMap<String, Vec<CountryCode>>;

/// Numbers in articles, replies and phrases that are other than the directory says.
pub(super) fn unlisted(material: &Material<'_>) -> Vec<Finding> {
    let mut directory = Directory::new();
    for entry in &material.parts.facts.phone {
        for number in &entry.numbers {
            directory.entry(digits(&number.number)).or_default().push(entry.country);
        }
    }
    let of = |prose: &Prose<'_>| {
        let sentences = prose.sentences();
        sentences.iter().flat_map(|s| in_sentence(material, prose, s, &directory)).collect::<Vec<_>>()
    };
    material.prose.par_iter().flat_map_iter(of).collect()
}

fn in_sentence(
    material: &Material<'_>,
    prose: &Prose<'_>,
    sentence: &Sentence<'_>,
    directory: &Directory,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for range in phone_numbers(sentence.text) {
        let written = &sentence.text[range.clone()];
        let place = sentence.start + range.start..sentence.start + range.end;
        let Some(countries) = listed(directory, &digits(written)) else {
            let message = format!("`{written}` is not in the phone directory");
            let listed = |country: &CountryCode| material.parts.facts.phone_of(*country).is_some();
            let call = match only_country(material, prose, sentence).filter(listed) {
                Some(country) => format!("phone_numbers('{country}')"),
                None => "phone_table()".to_owned(),
            };
            let remedy = format!(
                "let the directory fill it in with `{{{{ {call} }}}}`, or add the number to knowledge/facts/phone.yaml"
            );
            found.push(prose.finding(Code::UnlistedNumber, place, message, remedy));
            continue;
        };
        let Some(named) = only_country(material, prose, sentence) else { continue };
        if !countries.contains(&named) {
            let message = format!("`{written}` is the number of {}, not of {named}", countries[0]);
            let remedy = format!("write `{{{{ phone_numbers('{named}') }}}}`, which the directory fills in");
            found.push(prose.finding(Code::ContradictedFact, place, message, remedy));
        }
    }
    found
}

/// What looks like a phone number in a sentence, wherever in it that stands.
pub(super) fn phone_numbers(text: &str) -> Vec<Range<usize>> {
    let is_phone = |range: &Range<usize>| {
        let (written, before) = (&text[range.clone()], &text[..range.start]);
        let count = written.chars().filter(char::is_ascii_digit).count();
        let word = before.split(char::is_whitespace).next_back().unwrap_or_default();
        let in_address = word.contains("://") || word.contains("www.") || word.contains('@');
        let in_word = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '#' | '=' | '&'))
            || text[range.end..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        DIGITS.contains(&count) && !in_address && !in_word && (written.starts_with('+') || is_dialled(written, before))
    };
    NUMBER.find_iter(text).map(|found| found.range()).filter(is_phone).collect()
}

/// Whether digits without a `+` are a phone number, by their form and by what stands before them.
fn is_dialled(written: &str, before: &str) -> bool {
    let named = NAMED.find(before).is_some_and(|name| !CALL.is_match(name.as_str()));
    // Nobody writes a number to call in one piece without saying what it is.
    let bare = !written.starts_with('0') && written.bytes().all(|byte| byte.is_ascii_digit());
    !OTHER.is_match(written) && !DAY.is_match(written) && !named && (!bare || CALL.is_match(before))
}

/// The digits, without the `00` or `+` that calls abroad.
fn digits(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    digits.strip_prefix("00").map(str::to_owned).unwrap_or(digits)
}

/// The countries of a listed number, written with its calling code or without.
fn listed<'d>(directory: &'d Directory, digits: &str) -> Option<&'d Vec<CountryCode>> {
    let national = digits.trim_start_matches('0');
    let at_home = |listed: &&String| national.len() >= *DIGITS.start() && listed.ends_with(national);
    directory.get(digits).or_else(|| directory.get(directory.keys().filter(at_home).min()?))
}

/// The country that a sentence is about, if it names exactly one.
fn only_country(material: &Material<'_>, prose: &Prose<'_>, sentence: &Sentence<'_>) -> Option<CountryCode> {
    let read = Utterance::read(sentence.text);
    let found = material.lexicon.find(&read, prose.language);
    let mut named = found.iter().filter(|entity| entity.kind == "country").map(|entity| entity.value.as_str());
    let first = named.next()?;
    named.all(|other| other == first).then(|| CountryCode::new(first))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_wherever_it_stands() {
        for text in [
            "Call +41 31 000 11 22 if you need help.",
            "If it is urgent, (888) 799-9666, then ask.",
            "Numero verde: 0800.123.456.",
            "[call](tel:+41310001122)",
            "**0041310001122**",
            "Something failed? If there is an error, call 0800 123 9876.",
            "my mobile is 3331234567",
            "Our ticket line: +41 31 000 11 22",
        ] {
            assert_eq!(phone_numbers(text).len(), 1, "{text}");
        }
        for text in [
            "Since 2026-11-22, in 2025-2026, 1.000.000 people.",
            "Meeting ID 845 1234 5678",
            "https://example.org/j/84512345678",
            "AB12345678, error 5003, 24x7",
            "Released on 22.11.2026 10:30.",
            "Order 12345678.",
            "A ticket number such as 20261122001",
            "Version 10.0.19045.3570, or 10.0.19045.3570 alone",
            "ISBN 978-3-16-148410-0",
            "Ports 8801-8810 and 50000-59999 must be open.",
            "Apri le porte 443-65535, e i puertos 3478-10000 también.",
        ] {
            assert!(phone_numbers(text).is_empty(), "{text}");
        }
    }
}
