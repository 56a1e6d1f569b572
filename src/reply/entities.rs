//! The values that a message names, the one it is about before the others.

use crate::{
    content::{Content, Cue},
    domain::{Language, SupportPlan},
    language::{Entity, LITERAL_KINDS, Token, Utterance},
};

/// What right before a value says that it is not the one: "not in Spain".
const NOT: [&str; 3] = ["not", "non", "no"];
/// What stands right before a language, and not before a country's adjective.
const BEFORE_LANGUAGES: [&str; 10] =
    ["in", "en", "speak", "speaks", "speaking", "parlate", "parla", "parlano", "hablan", "habla"];
/// What stands right before a country's adjective that means one of several things: "the Swiss one", "quello italiano" …
const POINTING: [&str; 12] = ["the", "il", "l", "lo", "quello", "quella", "el", "la", "al", "del", "dell", "dello"];
/// … where nothing follows but such a word, or one that ends the thought.
const POINTED_AT: [&str; 12] =
    ["one", "ones", "number", "line", "please", "instead", "no", "not", "invece", "mejor", "numero", "linea"];
/// What joins two values of a list …
const JOINING: [&str; 7] = ["and", "or", "e", "ed", "o", "y", "u"];
/// … among no more words than these.
const LIST: usize = 3;
/// The kind of a country's name that is a first name as well.
const PERSON: &str = "person";
/// How many words before a value may refuse it.
const REACH: usize = 2;

/// Every value in the message, also where its name is misspelt; what is only described comes after what is named: "my
/// boss is American, but I call from Spain".
pub(super) fn find(content: &Content, utterance: &Utterance, language: Language) -> Vec<Entity> {
    let mut found = content.lexicon.find(utterance, language);
    for entity in misspelt(content, utterance, language) {
        if !found.iter().any(|known| known.kind == entity.kind) {
            found.push(entity);
        }
    }
    for entity in found.iter_mut().filter(|entity| entity.kind == "plan") {
        let after = utterance.original().get(entity.end..).unwrap_or_default();
        if entity.value == SupportPlan::Premier.word() && after.trim_start().starts_with('+') {
            entity.value = SupportPlan::PremierPlus.word().to_owned();
        }
    }
    let spoken: Vec<usize> = found
        .iter()
        .filter(|entity| entity.kind == "language" && is_spoken(entity, utterance))
        .map(|e| e.start)
        .collect();
    let is_no_country = |entity: &Entity| spoken.contains(&entity.start) || is_part_of_a_name(entity, utterance);
    found.retain(|entity| !(entity.kind == "country" && entity.described && is_no_country(entity)));
    let people: Vec<usize> = found.iter().filter(|e| e.kind == PERSON).map(|e| e.start).collect();
    let is_person = |entity: &Entity| people.contains(&entity.start) && is_a_persons(entity, utterance, content);
    let mut places: Vec<&Entity> = found.iter().filter(|entity| entity.kind == "country").collect();
    places.sort_by_key(|entity| entity.start);
    let located: Vec<usize> =
        places.windows(2).filter(|pair| is_located(pair[0], pair[1], content, utterance)).map(|p| p[0].start).collect();
    found.retain(|entity| {
        let is_elsewhere = entity.kind == "country" && (is_person(entity) || located.contains(&entity.start));
        entity.kind != PERSON && !is_elsewhere
    });
    let pointed: Vec<usize> = found
        .iter()
        .filter(|entity| entity.kind == "country" && entity.described && is_pointed_at(entity, utterance))
        .map(|e| e.start)
        .collect();
    found.retain(|entity| !(entity.kind == "language" && pointed.contains(&entity.start)));
    found.sort_by_key(|entity| entity.described);
    found
}

/// Whether a word that may be a language or a country is the country's: "no, the Italian one".
fn is_pointed_at(entity: &Entity, utterance: &Utterance) -> bool {
    let tokens = utterance.tokens();
    let before = tokens.iter().rfind(|token| token.end <= entity.start);
    let after = tokens.iter().find(|token| token.start >= entity.end);
    let points = before.is_some_and(|token| POINTING.contains(&token.text.as_str()));
    let ends = |text: &str| utterance.original().get(entity.end..).is_some_and(|rest| rest.starts_with(text));
    points && (after.is_none_or(|token| POINTED_AT.contains(&token.text.as_str())) || ends(",") || ends("."))
}

/// Whether a country's name is somebody's here: "Jordan from accounts", "my colleague Georgia", "Chad needs the number".
fn is_a_persons(entity: &Entity, utterance: &Utterance, content: &Content) -> bool {
    let words = |tokens: &[Token]| tokens.iter().map(|token| token.text.clone()).collect::<Vec<_>>();
    let at = utterance.tokens().partition_point(|token| token.start < entity.start);
    let end = utterance.tokens().partition_point(|token| token.start < entity.end);
    let (before, after) = (words(&utterance.tokens()[..at]), words(&utterance.tokens()[end..]));
    let text = |words: &[String]| format!(" {} ", words.join(" "));
    let named = content.cue(Cue::BeforePerson).iter().any(|cue| text(&before).ends_with(&format!(" {cue} ")));
    named || content.cue(Cue::AfterPerson).iter().any(|cue| text(&after).starts_with(&format!(" {cue} ")))
}

/// Whether a place is followed by the country that it lies in: "Paris, Texas".
fn is_located(place: &Entity, region: &Entity, content: &Content, utterance: &Utterance) -> bool {
    let written =
        |entity: &Entity| Utterance::read(utterance.original().get(entity.start..entity.end).unwrap_or_default());
    let is_city = |entity: &Entity| {
        let name = written(entity);
        let city = |city: &String| Utterance::read(city).normalized() == name.normalized();
        content.facts.countries.iter().any(|country| country.cities.iter().any(city))
    };
    let both = [place, region].iter().all(|entity| entity.kind == "country") && place.value != region.value;
    let between = utterance.original().get(place.end..region.start).map(str::trim);
    both && between == Some(",") && is_city(place) && !is_city(region)
}

/// Whether a word that may be a language or a country is the language: "in Portuguese", "do you speak German".
fn is_spoken(entity: &Entity, utterance: &Utterance) -> bool {
    let before = utterance.tokens().iter().rfind(|token| token.end <= entity.start);
    before.is_some_and(|token| BEFORE_LANGUAGES.contains(&token.text.as_str()))
}

/// Whether a capitalised word that is no country's follows: "British Airways".
fn is_part_of_a_name(entity: &Entity, utterance: &Utterance) -> bool {
    let text = utterance.original();
    let capital = |at: usize| text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase);
    let next = utterance.tokens().iter().find(|token| token.start >= entity.end);
    next.is_some_and(|next| {
        let small = text.get(next.start..next.end).is_some_and(|word| word.chars().any(char::is_lowercase));
        capital(entity.start) && capital(next.start) && small && text.get(entity.end..next.start) == Some(" ")
    })
}

/// The values of a kind that the message is about, each once: those that it refuses or only describes count where
/// there are no others.
pub(super) fn meant<'e>(entities: &'e [Entity], utterance: &Utterance, kind: &str) -> Vec<&'e str> {
    let all: Vec<&Entity> = entities.iter().filter(|entity| entity.kind == kind).collect();
    let named: Vec<&Entity> = all.iter().copied().filter(|entity| !entity.described).collect();
    let beside = |entity: &Entity| named.iter().any(|other| are_joined(entity, other, utterance));
    let named = narrowed(all.clone(), |entity| !entity.described || beside(entity));
    // "She isn't an admin, but has a license" names her by the license.
    let is_narrowed = kind == "role" && entities.iter().any(|entity| entity.kind == "license");
    let is_wanted = |entity: &Entity| !is_refused(entity, utterance);
    let wanted: Vec<&Entity> = if is_narrowed {
        named.into_iter().filter(|entity| is_wanted(entity)).collect()
    } else {
        narrowed(named, is_wanted)
    };
    let mut values = Vec::new();
    for value in wanted.into_iter().flat_map(|entity| entity.value.split(',')) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// Whether two values stand in one list: "Singapore and Malaysia".
fn are_joined(one: &Entity, other: &Entity, utterance: &Utterance) -> bool {
    let (first, second) = if one.start < other.start { (one, other) } else { (other, one) };
    let between = utterance.tokens().iter().filter(|token| token.start >= first.end && token.end <= second.start);
    let words: Vec<&str> = between.map(|token| token.text.as_str()).collect();
    let comma = utterance.original().get(first.end..second.start).is_some_and(|text| text.contains(','));
    words.len() <= LIST && (words.iter().any(|word| JOINING.contains(word)) || comma && words.len() < LIST)
}

/// Those for which the condition holds, or all where it holds for none.
fn narrowed(entities: Vec<&Entity>, holds: impl Fn(&Entity) -> bool) -> Vec<&Entity> {
    let some: Vec<&Entity> = entities.iter().copied().filter(|entity| holds(entity)).collect();
    if some.is_empty() { entities } else { some }
}

fn is_refused(entity: &Entity, utterance: &Utterance) -> bool {
    let before = utterance.tokens().iter().rev().skip_while(|token| token.end > entity.start);
    // "Not Italy, Spain" wants the second.
    let joined = |token: &&Token| {
        utterance.original().get(token.end..entity.start).is_some_and(|between| !between.contains([',', '.', ';']))
    };
    let after = utterance.original().get(entity.end..).unwrap_or_default().trim_start();
    // "El suizo no, el italiano".
    before.take(REACH).take_while(joined).any(|token| NOT.contains(&token.text.as_str())) || after.starts_with("no,")
}

/// The values that show when unknown words are read as the known ones next to them.
fn misspelt(content: &Content, utterance: &Utterance, language: Language) -> Vec<Entity> {
    let mut corrected = false;
    let words: Vec<&str> = utterance
        .tokens()
        .iter()
        .map(|token| match content.correct(&token.text).filter(|word| begin_alike(&token.text, word)) {
            Some(word) => {
                corrected = true;
                word
            }
            None => token.text.as_str(),
        })
        .collect();
    if !corrected {
        return Vec::new();
    }
    let read = Utterance::read(&words.join(" "));
    if read.tokens().len() != words.len() {
        return Vec::new();
    }
    let found = content.lexicon.find(&read, language).into_iter();
    let names = found.filter(|entity| !LITERAL_KINDS.contains(&entity.kind.as_str()));
    names.filter_map(|entity| as_written(entity, &read, utterance)).collect()
}

/// Whether two words begin with the same letter, or with the same two swapped. A name that begins otherwise is another name:
/// "Iberia" is an airline, not Liberia.
fn begin_alike(typed: &str, meant: &str) -> bool {
    let first_two = |word: &str| [word.chars().next(), word.chars().nth(1)];
    let ([typed, typed_next], [meant, meant_next]) = (first_two(typed), first_two(meant));
    typed == meant || (typed, typed_next) == (meant_next, meant)
}

/// The entity with its place in what was written.
fn as_written(entity: Entity, read: &Utterance, written: &Utterance) -> Option<Entity> {
    let first = read.tokens().iter().position(|token| token.start == entity.start)?;
    let last = read.tokens().iter().position(|token| token.end == entity.end)?;
    let (start, end) = (written.tokens().get(first)?.start, written.tokens().get(last)?.end);
    Some(Entity { start, end, ..entity })
}
