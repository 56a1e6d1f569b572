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
/// Some days, or some hours, and no others.
static ONLY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)\b(?:only\ (?:open\ |available\ |staffed\ )?(?:on|from|during|in)\ (?:weekdays|working\ days|business\ days
          |weekends|mondays?|(?:office|business|working)\ hours)
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

/// Hours that channels have which are there round the clock.
pub(super) fn limited(material: &Material<'_>) -> Vec<Finding> {
    let of = |prose: &Prose<'_>| {
        prose.sentences().iter().filter_map(|sentence| in_sentence(material, prose, sentence)).collect::<Vec<_>>()
    };
    material.prose.par_iter().flat_map_iter(of).collect()
}

fn in_sentence(material: &Material<'_>, prose: &Prose<'_>, sentence: &Sentence<'_>) -> Option<Finding> {
    let text = sentence.text;
    let limit = HOURS.find(text).filter(|hours| !is_whole_day(hours.as_str())).or_else(|| ONLY.find(text));
    let may_be_closed = || ["clos", "chiu", "cerr", "cier"].iter().any(|word| text.contains(word));
    if limit.is_none() && !may_be_closed() || HEDGED.is_match(text) {
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
