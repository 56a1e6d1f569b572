//! What people say around the matter: greetings, thanks, "one moment, please". Of an agent's reply the matter is kept.

use crate::language::{Utterance, fold_accents};

/// Whoever begins a sentence like this says nothing of the matter in it.
const SENTENCES: &[&str] = &[
    "thank",
    "thanks",
    "you are welcome",
    "you re welcome",
    "my pleasure",
    "sorry for",
    "sorry about",
    "i am sorry",
    "i m sorry",
    "apologies",
    "one moment",
    "just a moment",
    "one second",
    "give me a",
    "let me check",
    "let me look",
    "let me see",
    "let me know",
    "i will check",
    "i ll check",
    "i am checking",
    "i m checking",
    "bear with me",
    "please hold",
    "please wait",
    "hold on",
    "is there anything",
    "anything else",
    "have a nice",
    "have a great",
    "have a good",
    "best regards",
    "kind regards",
    "regards",
    "glad",
    "happy to help",
    "no problem",
    "i hope",
    "hope this",
    "hope that",
    "feel free",
    "good question",
    "great question",
    "i understand",
    // Italian.
    "grazie",
    "prego",
    "di nulla",
    "figurati",
    "si figuri",
    "mi scuso",
    "scusa",
    "scusi",
    "mi dispiace",
    "un attimo",
    "un momento",
    "attenda",
    "resti in linea",
    "controllo subito",
    "verifico subito",
    "buona giornata",
    "buona serata",
    "cordiali saluti",
    "spero",
    "resto a disposizione",
    "sono a disposizione",
    // Spanish; some are as in Italian.
    "gracias",
    "de nada",
    "disculpa",
    "disculpe",
    "lo siento",
    "un segundo",
    "espere",
    "que tenga",
    "saludos",
    "espero",
];
/// Whoever begins a short sentence, or the part before its first comma, like this greets or introduces themselves.
const GREETINGS: &[&str] = &[
    "hi",
    "hello",
    "hey",
    "dear",
    "good morning",
    "good afternoon",
    "good evening",
    "welcome",
    "bye",
    "goodbye",
    "sure",
    "of course",
    "my name is",
    "this is name",
    "name here",
    "ok",
    "okay",
    "ciao",
    "salve",
    "buongiorno",
    "buonasera",
    "gentile",
    "certo",
    "sono name",
    "arrivederci",
    "hola",
    "buenos dias",
    "buenas",
    "claro",
    "soy name",
    "adios",
];
/// What is left of a courtesy, or of a name, alone.
const ALONE: &[&str] = &["name", "please", "per favore", "por favor"];
/// A greeting has no more words than this.
const GREETING: usize = 5;
/// Words by which a visitor says that it helped.
const THANKS: &[&str] = &[
    "thank",
    "thanks",
    "thx",
    "perfect",
    "solved",
    "it works",
    "that works",
    "that helped",
    "grazie",
    "perfetto",
    "risolto",
    "funziona",
    "gracias",
    "perfecto",
    "resuelto",
    "ya funciona",
];

/// Whether somebody says that they were helped.
pub(super) fn thanks(text: &str) -> bool {
    let said = format!(" {} ", plain(text));
    // "Thanks, but it still does not work" is no end.
    let but = [" but ", " still ", " not ", " non ", " ma ", " ancora ", " no ", " pero ", " todavia "];
    THANKS.iter().any(|word| said.contains(&format!(" {word} "))) && !but.iter().any(|word| said.contains(word))
}

/// What of an agent's words tells something: no courtesies, and no questions back. Paragraphs and lists stay what they are.
pub(super) fn telling(text: &str) -> String {
    let lines = text.lines().map(|line| if is_item(line) { line.trim_end().to_owned() } else { kept(line, true) });
    let mut told: Vec<String> = Vec::new();
    for line in lines {
        // No two empty lines in a row, and none at the ends.
        if !line.is_empty() || told.last().is_some_and(|last| !last.is_empty()) {
            told.push(line);
        }
    }
    told.join("\n").trim_end().to_owned()
}

/// A question without the courtesies around it.
pub(super) fn without(text: &str) -> String {
    kept(&text.lines().collect::<Vec<_>>().join(" "), false)
}

fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with("- ")
        || line.starts_with("* ")
        || number.len() < line.len() && (number.starts_with(". ") || number.starts_with(") "))
}

fn kept(line: &str, no_questions: bool) -> String {
    let told = sentences(line).into_iter().filter_map(|sentence| {
        let sentence = without_greeting(sentence);
        let asks = no_questions && sentence.ends_with('?');
        (!asks && !is_courtesy(&sentence)).then_some(sentence)
    });
    told.collect::<Vec<_>>().join(" ")
}

fn sentences(line: &str) -> Vec<&str> {
    let (mut found, mut start) = (Vec::new(), 0);
    for (at, sign) in line.match_indices(['.', '!', '?', '…']) {
        let end = at + sign.len();
        if line[end..].starts_with(char::is_whitespace) {
            found.push(line[start..end].trim());
            start = end;
        }
    }
    found.push(line[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// "Hi Ann, open the settings" → "Open the settings".
fn without_greeting(sentence: &str) -> String {
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once([',', ':', '–']).filter(|(before, _)| greets(before)) {
        if after.trim().is_empty() || plain(before).is_empty() {
            break;
        }
        rest = after.trim_start();
    }
    if rest.len() == sentence.len() {
        return sentence.to_owned();
    }
    let mut chars = rest.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn is_courtesy(sentence: &str) -> bool {
    let said = plain(sentence);
    said.is_empty() || begins(&said, SENTENCES) || greets(sentence)
}

fn greets(text: &str) -> bool {
    let said = plain(text);
    said.split(' ').count() <= GREETING
        && (begins(&said, GREETINGS) || begins(&said, SENTENCES) || ALONE.contains(&said.as_str()))
}

fn begins(said: &str, with: &[&str]) -> bool {
    with.iter().any(|words| said.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// Lower case, no accents, no signs; a masked name is the word "name".
fn plain(text: &str) -> String {
    let utterance = Utterance::read_whole(text);
    let folded = fold_accents(utterance.normalized());
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    // First name and last name are one.
    words.dedup_by(|a, b| *a == "name" && a == b);
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_reply_the_matter_is_left() {
        for (written, left) in [
            (
                "Hi [name], [name] here. Open the settings and choose Background. Is there anything else?",
                "Open the settings and choose Background.",
            ),
            ("Hello! One moment, please.", ""),
            (
                "Thanks for waiting. The limit is 30 days.\n\n1. Open the list.\n2. Choose Restore.\n\nHave a nice day!",
                "The limit is 30 days.\n\n1. Open the list.\n2. Choose Restore.",
            ),
            ("Which version do you use?", ""),
            (
                "Buongiorno [name], un attimo. Apra le impostazioni, poi scelga Sfondo. Cordiali saluti",
                "Apra le impostazioni, poi scelga Sfondo.",
            ),
            ("¡Hola! Lo siento. Abra los ajustes y elija Fondo. ¿Algo más?", "Abra los ajustes y elija Fondo."),
            ("This is the page where you change it.", "This is the page where you change it."),
        ] {
            assert_eq!(telling(written), left);
        }
        assert_eq!(without("Hello, how do I record a meeting? Thanks!"), "How do I record a meeting?");
    }

    #[test]
    fn thanks_are_thanks_and_no_complaint() {
        for said in ["Thank you so much!", "ok, perfect", "Grazie mille", "¡Gracias!", "it works now"] {
            assert!(thanks(said), "{said}");
        }
        for said in ["thanks but it still fails", "where?", "non funziona", ""] {
            assert!(!thanks(said), "{said}");
        }
    }
}
