//! Channels that are promised to a kind of people who never have them.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use rayon::prelude::*;
use regex::Regex;

use super::{
    material::{Material, regex},
    plans,
    prose::{Prose, Sentence},
};
use crate::{
    content::{Code, Finding},
    language::{Entity, Utterance},
    support::{Group, STANDING_KINDS},
};

/// What says that somebody has something, or may do it.
static MAY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)\b(?:ha[sd]?|have|gets?|can|may|are\ entitled|comes?\ with|includes?|hanno|può|possono|include|includono|comprend(?:e|ono)
          |tienen?|puede[ns]?|incluyen?)\b",
    )
});

/// Promises of a channel to people who don't have it with any of the plans that are meant.
pub(super) fn promised(material: &Material<'_>) -> Vec<Finding> {
    let of = |prose: &Prose<'_>| {
        prose.sentences().iter().filter_map(|sentence| in_sentence(material, prose, sentence)).collect::<Vec<_>>()
    };
    material.prose.par_iter().flat_map_iter(of).collect()
}

fn in_sentence(material: &Material<'_>, prose: &Prose<'_>, sentence: &Sentence<'_>) -> Option<Finding> {
    let text = sentence.text;
    let may = MAY.find(text)?;
    let found = material.lexicon.find(&Utterance::read(text), prose.language);
    // "Without a license" says who is meant.
    let is_of_a_name = |at: &usize| found.iter().any(|entity| (entity.start..entity.end).contains(at));
    if plans::hedges(text).any(|at| !is_of_a_name(&at)) {
        return None;
    }
    let channel = only(found.iter().filter(|entity| entity.kind == "channel"))?;
    let facts = &material.parts.facts;
    let channel = facts.channel(&channel.value)?;
    // Whom it is said of stands before what is said.
    let people = found.iter().filter(|entity| is_of_people(entity) && entity.end <= may.start());
    let (mut values, mut place): (BTreeMap<&str, &str>, Option<Range<usize>>) = (BTreeMap::new(), None);
    for entity in people {
        // Of two account types it may be the other that has it.
        if values.insert(&entity.kind, &entity.value).is_some() {
            return None;
        }
        place = Some(place.map_or(entity.start..entity.end, |place| place.start..entity.end));
    }
    let group = Group::named(|kind| values.get(kind).copied())?;
    if !facts.lacks(&group, channel) {
        return None;
    }
    let place = place?;
    let message = facts.told_whole(&group, channel, prose.language);
    let remedy = "say what knowledge/facts/channels.yaml says, or change it there";
    Some(prose.finding(
        Code::ContradictedFact,
        sentence.start + place.start..sentence.start + place.end,
        message.trim_end_matches('.'),
        remedy,
    ))
}

fn is_of_people(entity: &Entity) -> bool {
    STANDING_KINDS.contains(&entity.kind.as_str())
}

/// The only one.
fn only<'e>(mut entities: impl Iterator<Item = &'e Entity>) -> Option<&'e Entity> {
    let first = entities.next()?;
    entities.all(|other| other.value == first.value).then_some(first)
}
