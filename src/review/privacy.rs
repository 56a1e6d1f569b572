//! Data of persons, in any file.

use std::{ops::Range, sync::LazyLock};

use rayon::prelude::*;
use regex::Regex;

use super::{material::Material, material::regex, numbers::phone_numbers};
use crate::content::{Code, File, Finding};

static EMAIL: LazyLock<Regex> = LazyLock::new(|| regex(r"([\p{L}\p{N}._%+-]+)@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)"));
static CARD: LazyLock<Regex> = LazyLock::new(|| regex(r"\b[3-6]\d{3}(?:[ -]?\d){9,15}\b"));
static IBAN: LazyLock<Regex> = LazyLock::new(|| regex(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b"));
/// Whose mailbox it is does not matter: whoever has the role reads it.
const ROLES: &[&str] = &[
    "abuse",
    "accounts",
    "admin",
    "aiuto",
    "amministrazione",
    "assistenza",
    "ayuda",
    "billing",
    "careers",
    "contact",
    "contacto",
    "contatti",
    "fatturazione",
    "facturacion",
    "feedback",
    "hello",
    "help",
    "helpdesk",
    "hr",
    "info",
    "jobs",
    "legal",
    "mail",
    "marketing",
    "me",
    "name",
    "newsletter",
    "no-reply",
    "nome",
    "noreply",
    "office",
    "postmaster",
    "press",
    "privacy",
    "sales",
    "security",
    "service",
    "soporte",
    "supporto",
    "support",
    "ventas",
];
/// Domains that are nobody's (RFC 2606 and 6761), and those that documentation likes.
const NOBODYS: &[&str] = &["test", "example", "invalid", "localhost"];
/// Card numbers that are printed in every manual.
const TEST_CARDS: &[&str] = &["4111111111111111", "4242424242424242", "5555555555554444", "378282246310005"];

/// Addresses, numbers of persons, cards and accounts.
pub(super) fn personal(material: &Material<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = material.parts.files.par_iter().flat_map_iter(of_file).collect();
    found.extend(callers(material));
    found
}

fn of_file(file: &File) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |range: Range<usize>, what: &str, remedy: &str| {
        found.push(Finding::at(Code::PersonalData, file, range, format!("this is {what}"), remedy));
    };
    for address in EMAIL.captures_iter(&file.text) {
        if !is_nobodys(&address[1], &address[2]) {
            let remedy = "write the address of a role, like `support@`, or one at `example.com`";
            add(address.get_match().range(), "the e-mail address of somebody", remedy);
        }
    }
    for card in CARD.find_iter(&file.text).filter(|card| !in_address(&file.text[..card.start()])) {
        let digits: String = card.as_str().chars().filter(char::is_ascii_digit).collect();
        if is_card(&digits) && !TEST_CARDS.contains(&digits.as_str()) {
            add(card.range(), "the number of a payment card", "remove it");
        }
    }
    for account in IBAN.find_iter(&file.text).filter(|account| !in_address(&file.text[..account.start()])) {
        if let Some(length) = iban(account.as_str()) {
            add(account.start()..account.start() + length, "the number of a bank account", "remove it");
        }
    }
    found
}

/// Whether a text ends within an address of the web: digits there are the number of a page, or of a meeting.
fn in_address(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.contains("://") || word.contains("www.")
}

/// Phone numbers in examples and keywords: what somebody typed into a conversation once.
fn callers(material: &Material<'_>) -> Vec<Finding> {
    let listed: Vec<String> = material
        .parts
        .facts
        .phone
        .iter()
        .flat_map(|entry| entry.numbers.iter().map(|number| digits(&number.number)))
        .collect();
    let of = |said: &super::material::Said<'_>| {
        let written = said.file.text.get(said.span()).unwrap_or_default();
        let numbers = phone_numbers(written).into_iter().filter(|range| is_real(&digits(&written[range.clone()])));
        let unlisted = numbers.filter(|range| !listed.contains(&digits(&written[range.clone()])));
        let at = |range: Range<usize>| said.text.span.start + range.start..said.text.span.start + range.end;
        let remedy = "write a number that nobody has, like `+1 555 0100`";
        unlisted
            .map(|range| {
                Finding::at(Code::PersonalData, said.file, at(range), "this is somebody's phone number", remedy)
            })
            .collect::<Vec<_>>()
    };
    material.examples.par_iter().flat_map_iter(of).collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Whether somebody may have this number. Nobody has those that are kept for stories (`555 01..`), nor those that are one
/// digit throughout, or count from their first digit to their last.
fn is_real(digits: &str) -> bool {
    let own = digits.trim_start_matches('0').as_bytes();
    let steps = |by: u8| own.windows(2).all(|pair| (pair[1] + 10 - pair[0]) % 10 == by);
    !digits.contains("55501") && ![0, 1, 9].into_iter().any(steps)
}

fn is_nobodys(local: &str, domain: &str) -> bool {
    let (local, domain) = (local.to_lowercase(), domain.to_lowercase());
    let labels: Vec<&str> = domain.split('.').collect();
    let reserved = labels.iter().rev().take(2).any(|label| NOBODYS.contains(label));
    let role = ROLES.contains(&local.split('+').next().unwrap_or_default());
    reserved || role || ["you", "your", "tu", "tuo", "user", "someone", "someone.else"].contains(&local.as_str())
}

/// Whether the check digit is right (Luhn).
fn is_card(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .map(|byte| u32::from(byte - b'0'))
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, double @ 10..) => double - 9,
            (_, double) => double,
        })
        .sum();
    (13..=19).contains(&digits.len()) && sum.is_multiple_of(10)
}

/// How long the account number is that a text begins with, if its check digits are right (ISO 13616).
fn iban(text: &str) -> Option<usize> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let valid = |end: &usize| {
        let compact: String = text[..*end].chars().filter(|c| *c != ' ').collect();
        (15..=34).contains(&compact.len())
            && remainder(&compact[4..]).and_then(|r| continued(r, &compact[..4])) == Some(1)
    };
    // Words in capitals may follow it: the longest that is valid.
    ends.rev().find(valid)
}

fn remainder(text: &str) -> Option<u32> {
    continued(0, text)
}

fn continued(start: u32, text: &str) -> Option<u32> {
    text.chars().try_fold(start, |sum, c| {
        let value = c.to_digit(36)?;
        Some((sum * if value > 9 { 100 } else { 10 } + value) % 97)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let file = File::new("intents/off_topic/en.txt", text);
        let marked = |f: &Finding| {
            let line = f.source.as_deref().unwrap_or_default();
            line.chars().skip(f.column - 1).take(f.width).collect()
        };
        of_file(&file).iter().map(marked).collect()
    }

    #[test]
    fn data_of_persons_is_found() {
        for (text, marked) in [
            ("write to ann.lee@mail.acme.co.uk.", "ann.lee@mail.acme.co.uk"),
            ("my card is 4539 1488 0343 6467 ok", "4539 1488 0343 6467"),
            ("IBAN GB82 WEST 1234 5698 7654 32 THANKS", "GB82 WEST 1234 5698 7654 32"),
            ("è IT60X0542811101000000123456!", "IT60X0542811101000000123456"),
        ] {
            assert_eq!(found(text), [marked], "{text}");
        }
    }

    #[test]
    fn what_belongs_to_nobody_is_not() {
        for text in [
            "write to support@acme.com or Ann@example.org, you@host.test",
            "card 4111 1111 1111 1111, order 4539 1488 0343 6468",
            "IBAN GB83 WEST 1234 5698 7654 32",
            "meeting 123 456 7890, 2026-11-22",
            "https://example.com/meetings/4539148803436467 and [it](https://example.com/4539148803436467)",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
        for made_up in ["15550100", "12125550123", "0123456789", "1234567", "987654321", "00000000", "7777777"] {
            assert!(!is_real(made_up), "{made_up}");
        }
        for real in ["393471122334", "41791234567", "14155552671", "3331234567", "0612345678"] {
            assert!(is_real(real), "{real}");
        }
    }
}
