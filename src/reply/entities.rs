//! The values that a message names, the one it is about before the others.

use crate::{
    content::Content,
    domain::Language,
    language::{Entity, Utterance},
    support::CountryCode,
};

/// Every value in the message, also where its name is misspelt. Of two countries the one that is named comes before
/// the one that is only described: "my boss is American, but I call from Spain".
pub(super) fn find(content: &Content, utterance: &Utterance, language: Language) -> Vec<Entity> {
    let mut found = content.lexicon.find(utterance, language);
    for entity in misspelt(content, utterance, language) {
        if !found.iter().any(|known| known.kind == entity.kind) {
            found.push(entity);
        }
    }
    found.sort_by_key(|entity| is_described(content, utterance, entity));
    found
}

/// The values that show when unknown words are read as the known ones next to them.
fn misspelt(content: &Content, utterance: &Utterance, language: Language) -> Vec<Entity> {
    let mut corrected = false;
    let words: Vec<&str> = utterance
        .tokens()
        .iter()
        .map(|token| match content.speller.correct(&token.text) {
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
    let found = content.lexicon.find(&read, language);
    found.into_iter().filter_map(|entity| as_written(entity, &read, utterance)).collect()
}

/// The entity with its place in what was written.
fn as_written(entity: Entity, read: &Utterance, written: &Utterance) -> Option<Entity> {
    let first = read.tokens().iter().position(|token| token.start == entity.start)?;
    let last = read.tokens().iter().position(|token| token.end == entity.end)?;
    let (start, end) = (written.tokens().get(first)?.start, written.tokens().get(last)?.end);
    Some(Entity { start, end, ..entity })
}

/// Whether a country is only described, by an adjective.
fn is_described(content: &Content, utterance: &Utterance, entity: &Entity) -> bool {
    let country = CountryCode::new(&entity.value).and_then(|code| content.facts.country(code));
    let Some(country) = country.filter(|_| entity.kind == "country") else { return false };
    let written = Utterance::read(utterance.original().get(entity.start..entity.end).unwrap_or_default());
    let is_named = |language| Utterance::read(country.heading(language)).normalized() == written.normalized();
    !Language::ALL.into_iter().any(is_named)
}
