//! Times of priorities that are other than `priorities.yaml` says.

use std::{ops::Range, sync::LazyLock};

use rayon::prelude::*;
use regex::{Captures, Regex};

use super::{material::Material, material::regex, prose::Prose, prose::Sentence};
use crate::{
    content::{Code, Finding},
    domain::Language,
    language::Utterance,
    support::Priority,
};

/// A length of time: "4 hours", "quattro ore", "un día", "half an hour".
static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)\b(\d+|half\ an?|half|mezza?['’]?|media|an?|one|un[oa']?|two|due|dos|three|tre|tres|four|quattro|cuatro|six|sei|seis|eight|otto|ocho
          |twelve|dodici|doce|twenty[-\ ]four|ventiquattro|veinticuatro)[\s-]*
          (hours?|hrs?|h|or[ae]|horas?|minutes?|mins?|minut[oi]s?|days?|giorn[oi]|d[ií]as?)\b",
    )
});
/// "24 hours a day", "24 ore su 24", "las 24 horas": always, and not how long something takes.
static ALWAYS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)^\s*(?:a day|per day|su 24|al giorno|del d[ií]a|al d[ií]a|, 7|/ ?7)"));
/// What stands before and behind a time that somebody waits, and that nobody promises.
static WAITED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:for|after|every|last|wait|waiting|per|da|dopo|ogni|attend\w+|durante|tras|desde hace|después de|cada|esper\w+)(?: at least| almeno| al menos)?\s*$",
    )
});
static AROUND: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)^\s*(?:before|ago|later|earlier|prima|fa|dopo|antes|después|más tarde)\b"));
/// A row of a table, or an item of a list: it may say a time without saying what takes it.
static ROW: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s*(?:[-*+•|]|\d+[.)])\s"));
static FIRST: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:first (?:response|answer|reply)|respon[ds]\w*|answer\w*|repl(?:y|ies)|rispo\w+|respuesta\w*|respond\w*|contesta\w*)",
    )
});
static RESTORED: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)\b(?:restor\w+|ripristin\w+|resta(?:ur|blec)\w+|solved?|resolved?|risol\w+|resuel\w+|resolver\w*)")
});
/// Where one statement of a sentence ends.
static CLAUSE: LazyLock<Regex> = LazyLock::new(|| regex(r"[,;:|()]|\b(?:and|e|ed|y|while|mentre|mientras)\b"));

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Promise {
    FirstResponse,
    Restoration,
}

/// Times said of a priority that are not its own.
pub(super) fn contradicted(material: &Material<'_>) -> Vec<Finding> {
    let of = |prose: &Prose<'_>| {
        let mut found = Vec::new();
        for sentence in prose.sentences() {
            in_sentence(material, prose, &sentence, &mut found);
        }
        found
    };
    material.prose.par_iter().flat_map_iter(of).collect()
}

fn in_sentence(material: &Material<'_>, prose: &Prose<'_>, sentence: &Sentence<'_>, found: &mut Vec<Finding>) {
    let text = sentence.text;
    if !LENGTH.is_match(text) {
        return;
    }
    let named = priorities(material, text, prose.language);
    let above = priorities(material, sentence.heading, prose.language);
    let promised = ROW.is_match(text) || FIRST.is_match(text) || RESTORED.is_match(text);
    let (mut done, mut skipped) = (0, 0);
    for length in LENGTH.captures_iter(text) {
        let range = length.get_match().range();
        if let Some(always) = ALWAYS.find(&text[range.end..]) {
            skipped = range.end + always.end();
        }
        if range.start < skipped || text[..range.start].trim_end().ends_with("las") {
            continue;
        }
        let clause = clause(text, done, &range);
        done = range.end;
        let waited = WAITED.is_match(&text[..range.start]) || AROUND.is_match(&text[range.end..]);
        let Some(hours) = hours(&length).filter(|_| !waited) else { continue };
        let promise = promise(clause);
        // A time belongs to the priorities named before it; where there are none, to those after it, or to the one of the
        // heading, if it is said what takes so long.
        let before: Vec<_> = last_named(&named, text, range.start);
        let meant = if !before.is_empty() && promised {
            before
        } else if !named.is_empty() && promised {
            named.iter().take(1).map(|(priority, _)| *priority).collect()
        } else if promise.is_some() && above.len() == 1 {
            vec![above[0].0]
        } else {
            continue;
        };
        if meant.iter().any(|priority| agrees(priority, promise, hours)) {
            continue;
        }
        let place = sentence.start + range.start..sentence.start + range.end;
        found.push(finding(prose, place, meant[0], promise, &text[range]));
    }
}

fn finding(
    prose: &Prose<'_>,
    place: Range<usize>,
    priority: &Priority,
    promise: Option<Promise>,
    written: &str,
) -> Finding {
    let first = format!("a first response within {} h", priority.first_response_hours);
    let restored = priority
        .restoration_hours
        .map_or_else(|| "no restoration time".to_owned(), |hours| format!("restoration within {hours} h"));
    let message = format!("`{written}` is no time of {}", priority.name);
    let function = if promise == Some(Promise::Restoration) { "restoration" } else { "first_response" };
    let remedy = format!("write `{{{{ {function}('{}') }}}}`, which the facts fill in", priority.id);
    let note = format!("knowledge/facts/priorities.yaml promises for {}: {first}, {restored}", priority.name);
    prose.finding(Code::ContradictedFact, place, message, remedy).note(note)
}

/// The priorities that a text names, with where.
fn priorities<'m>(material: &'m Material<'_>, text: &str, language: Language) -> Vec<(&'m Priority, usize)> {
    let found = material.lexicon.find(&Utterance::read(text), language);
    let named = found.iter().filter(|entity| entity.kind == "priority" && !entity.described);
    named.filter_map(|entity| Some((material.parts.facts.priority(&entity.value)?, entity.start))).collect()
}

/// The last priority before a place, and those that are listed together with it: "P3 and P4".
fn last_named<'m>(named: &[(&'m Priority, usize)], text: &str, place: usize) -> Vec<&'m Priority> {
    let mut meant: Vec<&Priority> = Vec::new();
    let mut next = place;
    for (priority, at) in named.iter().rev().filter(|(_, at)| *at < place) {
        // From one to the next of a list there are few letters: ", P", " and P".
        if !meant.is_empty() && text.get(*at..next).is_none_or(|between| between.len() > 8) {
            break;
        }
        meant.push(priority);
        next = *at;
    }
    meant
}

/// What is said of a time: from the last comma, or the last time, up to its end, and on to the next comma.
fn clause<'t>(text: &'t str, done: usize, range: &Range<usize>) -> &'t str {
    let start = CLAUSE.find_iter(&text[done..range.start]).last().map_or(done, |at| done + at.end());
    let end = CLAUSE.find(&text[range.end..]).map_or(text.len(), |at| range.end + at.start());
    &text[start..end]
}

fn promise(clause: &str) -> Option<Promise> {
    match (FIRST.is_match(clause), RESTORED.is_match(clause)) {
        (true, false) => Some(Promise::FirstResponse),
        (false, true) => Some(Promise::Restoration),
        _ => None,
    }
}

fn agrees(priority: &Priority, promise: Option<Promise>, hours: f32) -> bool {
    let is = |promised: u32| (promised as f32 - hours).abs() < 0.01;
    let first = is(priority.first_response_hours);
    let restored = priority.restoration_hours.is_some_and(is);
    match promise {
        Some(Promise::FirstResponse) => first,
        Some(Promise::Restoration) => restored,
        None => first || restored,
    }
}

/// The hours of a length of time.
fn hours(length: &Captures<'_>) -> Option<f32> {
    let count = length[1].to_lowercase();
    let is_half = |count: &str| ["half", "mezz", "media"].iter().any(|half| count.starts_with(half));
    let count: f32 = match count.as_str() {
        half if is_half(half) => 0.5,
        "a" | "an" | "one" | "un" | "uno" | "una" | "un'" => 1.0,
        "two" | "due" | "dos" => 2.0,
        "three" | "tre" | "tres" => 3.0,
        "four" | "quattro" | "cuatro" => 4.0,
        "six" | "sei" | "seis" => 6.0,
        "eight" | "otto" | "ocho" => 8.0,
        "twelve" | "dodici" | "doce" => 12.0,
        digits if digits.starts_with(|c: char| c.is_ascii_digit()) => digits.parse().ok()?,
        _ => 24.0,
    };
    let unit = length[2].to_lowercase();
    Some(match unit.chars().next()? {
        'm' => count / 60.0,
        'd' | 'g' => count * 24.0,
        _ => count,
    })
}
