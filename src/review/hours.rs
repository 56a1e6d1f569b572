//! Opening hours of channels that are there round the clock.

use std::{ops::Range, sync::LazyLock};

use rayon::prelude::*;
use regex::Regex;

use super::{material::Material, material::regex, prose::Prose, prose::Sentence};
use crate::{
    content::{Code, Finding},
    language::Utterance,
    support::Channel,
};

/// From one hour to another: "9:00 to 17:30", "dalle 9.00 alle 17.00", "9 to 5 pm", "9am-5pm".
static HOURS: LazyLock<Regex> = LazyLock::new(|| {
    const HOUR: &str = r"(?:\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\b\.?)?|\d{1,2}\s*(?:[ap]\.?m\b\.?|h\b))";
    const TO: &str = r"\s*(?:to|till|until|and|-|–|—|alle|e le|a|a las|y las|hasta las)\s*";
    regex(&format!(r"(?i)\b(?:{HOUR}{TO}(?:{HOUR}|\d{{1,2}}\b)|\d{{1,2}}{TO}{HOUR})"))
});
/// The same in bare numbers, which may count anything, so that what stands around them must be about hours.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    const OPENS: &str = r"(?:(?:open|available|staffed)\s+(?:daily\s+|every day\s+)?(?:from\s+|between\s+)?|from\s+|dalle\s+|de\s+(?:las\s+)?|desde\s+las\s+)";
    const TO: &str = r"\s*(?:to|till|until|and|-|–|—|alle|a|a las|hasta las)\s*";
    const ENDS: &str =
        r"(?:\s*(?:[.,;:)|]|$)|\s+(?:h|hours|ore|horas|o'clock|on|every|dal|da|il|nei|ogni|de|los|cada)\b)";
    regex(&format!(r"(?i)\b{OPENS}(\d{{1,2}}{TO}\d{{1,2}}){ENDS}"))
});
/// From one day to another, and not the whole week.
static DAYS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)\b(?:mon(?:day)?s?\s*(?:to|till|until|through|-|–|—)\s*(?:thu(?:rsday)?|fri(?:day)?|sat(?:urday)?)s?
          |lunedì\s*(?:a|al|-|–|—)\s*(?:giovedì|venerdì|sabato)
          |lunes\s*(?:a|al|-|–|—)\s*(?:jueves|viernes|sábado)s?)\b",
    )
});
/// The days that are left are there as well.
static WEEKEND: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)\b(?:weekends?|sundays?|domenic(?:a|he)|fine settimana|domingos?|fin(?:es)? de semana)\b")
});
/// What says that somebody is there: a channel that only stands beside some days has not got them.
static OPEN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:open|available|staffed|reachable|apert[oaie]|disponibil[ei]|attiv[oaie]|raggiungibil[ei]|abiert[oa]s?|disponibles?|activ[oa]s?)\b",
    )
});
/// Some days, or some hours, and no others.
static ONLY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)\b(?:only\ (?:open\ |available\ |staffed\ )?(?:on|from|during|in)\ (?:weekdays|working\ days|business\ days
          |weekends|mondays?|(?:office|business|working)\ hours)
          |(?:(?:on|at|during|in)\ )?(?:weekdays|working\ days|business\ days|weekends|mondays|(?:office|business|working)\ hours)
          \ only
          |sol(?:o|amente|tanto)\ (?:aperta\ |aperto\ |disponibile\ )?(?:nei|durante|in|dal|di)\ (?:i\ )?(?:giorni\ (?:feriali
          |lavorativi)|orari?o?\ d.ufficio|lunedì)
          |(?:solo|sólo|solamente)\ (?:abierto\ |disponible\ )?(?:en|de|los|durante)\ (?:los\ )?(?:días\ (?:laborables|hábiles)
          |horario\ (?:de\ oficina|laboral)|lunes))\b",
    )
});
/// Said right behind the name of a channel: that it is closed at some time.
static CLOSED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^[\s*_]*(?:(?:is|are|stays|remains) closed|closes at|(?:è|sono|resta|rimane) chius[oaie]|chiude alle|(?:está|están|permanece|queda) cerrad[oa]s?|cierra a las)\b",
    )
});
/// Something that is in a channel is closed, and not the channel.
static INSIDE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:in|on|of|from|to|ne(?:l|i|lla|lle)|de(?:l|i|lla|lle)?|su(?:l|i|lla|lle)?|en|a)\s+(?:the\s+|la\s+|el\s+|le\s+|los\s+)?$",
    )
});
/// Said of something else, or not so simply.
static HEDGED: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)\b(?:not|never|non|mai|no|nunca|if|se|si|when|quando|cuando|unless|once|after|dopo|tras)\b|n['’]t\b|\?")
});

/// Said in the same sentence, so that the hours are those of something else.
static ROUND_THE_CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:a?round the clock|24\s*/\s*7|24x7|h24|24 (?:hours|ore|horas)|at any hour|a qualsiasi ora|a cualquier hora|always open|sempre apert[oaie]|siempre abiert[oa]s?)\b",
    )
});

/// Hours that channels have which are there round the clock.
pub(super) fn limited(material: &Material<'_>) -> Vec<Finding> {
    let of = |prose: &Prose<'_>| {
        prose.sentences().iter().filter_map(|sentence| in_sentence(material, prose, sentence)).collect::<Vec<_>>()
    };
    material.prose.par_iter().flat_map_iter(of).collect()
}

fn in_sentence(material: &Material<'_>, prose: &Prose<'_>, sentence: &Sentence<'_>) -> Option<Finding> {
    let text = sentence.text;
    let hours = HOURS.find(text).filter(|hours| !is_whole_day(hours.as_str()));
    let limit = hours.or_else(|| ONLY.find(text)).or_else(|| some_days(text)).or_else(|| bare_hours(text));
    let may_be_closed = || ["clos", "chiu", "cerr", "cier"].iter().any(|word| text.contains(word));
    if limit.is_none() && !may_be_closed() || HEDGED.is_match(text) || ROUND_THE_CLOCK.is_match(text) {
        return None;
    }
    let (channel, name) = only_channel(material, prose, text)?;
    let closed = || {
        let said = CLOSED.find(text.get(name.end..)?)?;
        let inside = INSIDE.is_match(text.get(..name.start)?);
        (!inside).then(|| name.end..name.end + said.end())
    };
    let range = limit.map(|limit| limit.range()).or_else(closed)?;
    let message = format!("{} is open round the clock", channel.name.get(prose.language));
    let remedy = "say so, or take `always_open` away in knowledge/facts/channels.yaml";
    let place = sentence.start + range.start..sentence.start + range.end;
    Some(prose.finding(Code::ContradictedFact, place, message, remedy))
}

/// The days on which something is said to be there, where that is not said of all of them.
fn some_days(text: &str) -> Option<regex::Match<'_>> {
    let days = DAYS.find(text).filter(|_| !WEEKEND.is_match(text))?;
    (OPEN.is_match(text) || text[..days.start()].trim_end().ends_with([':', '|'])).then_some(days)
}

fn bare_hours(text: &str) -> Option<regex::Match<'_>> {
    let hours = BARE.captures(text)?.get(1).filter(|hours| !is_whole_day(hours.as_str()))?;
    OPEN.is_match(text).then_some(hours)
}

fn is_whole_day(hours: &str) -> bool {
    let mut numbers = hours.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<u32>().ok());
    numbers.next() == Some(0) && numbers.any(|number| matches!(number, 23 | 24))
}

/// The channel that a text is about, if it is one that never closes and there is no other, and where it is named.
fn only_channel<'m>(material: &'m Material<'_>, prose: &Prose<'_>, text: &str) -> Option<(&'m Channel, Range<usize>)> {
    let found = material.lexicon.find(&Utterance::read(text), prose.language);
    let mut named = found.iter().filter(|entity| entity.kind == "channel");
    let first = named.next()?;
    let channel = material.parts.facts.channel(&first.value).filter(|channel| channel.always_open)?;
    named.all(|other| other.value == first.value).then_some((channel, first.start..first.end))
}
