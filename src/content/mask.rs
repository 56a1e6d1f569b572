//! What the classifier reads: a message whose countries, priorities and plans are called by one name each.
//!
//! "The number in Uruguay" is the same question as "the number in Italy"; masked, the examples teach it once for all
//! countries, and for every way to write a priority.

use crate::language::{Entity, Utterance};

/// Whether a name that is a language's as well as a country's ("Italian") is read as the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Adjectives {
    /// It keeps its name: "do you speak Italian?".
    Languages,
    /// It is masked: "the Italian number".
    Countries,
}

/// The word that stands for a value of this kind; languages keep their names, since intents differ by them. A number
/// that belongs to somebody says nothing about what they want, and is left out.
fn placeholder(entity: &Entity) -> Option<&'static str> {
    match entity.kind.as_str() {
        "country" => Some(" vcountry "),
        // "Everything is down" says more than a priority's name.
        "priority" if entity.described => None,
        "priority" => Some(" vpriority "),
        "plan" => Some(" vplan "),
        "phone" | "meeting_id" | "error_code" => Some(" "),
        // "Now" and "tomorrow" are said with everything; a day or an hour is about when somebody is there.
        "time" if !is_casual(&entity.value) && entity.value != "night" => Some(" vtime "),
        _ => None,
    }
}

/// Whether a time is said with everything, and by itself is no matter of opening hours.
pub(crate) fn is_casual(time: &str) -> bool {
    ["now", "today", "tomorrow", "day_after_tomorrow", "morning", "afternoon", "evening"].contains(&time)
}

/// Whether an entity's name is a language's as well.
pub(crate) fn is_language(entity: &Entity, entities: &[Entity]) -> bool {
    entities.iter().any(|other| other.kind == "language" && other.start == entity.start)
}

/// The utterance with its values masked.
pub(crate) fn mask(utterance: &Utterance, entities: &[Entity], adjectives: Adjectives) -> Utterance {
    let text = utterance.original();
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    let masked_here = |at: &&Entity| adjectives == Adjectives::Countries || !is_language(at, entities);
    let mut places: Vec<&Entity> = entities.iter().filter(masked_here).collect();
    places.sort_by_key(|entity| entity.start);
    for entity in places {
        let Some(word) = placeholder(entity).filter(|_| entity.start >= done) else { continue };
        let Some(before) = text.get(done..entity.start) else { continue };
        masked.push_str(before);
        masked.push_str(word);
        done = entity.end;
    }
    if done == 0 {
        return utterance.clone();
    }
    masked.push_str(text.get(done..).unwrap_or_default());
    Utterance::read(&masked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(kind: &str, start: usize, end: usize) -> Entity {
        Entity { kind: kind.into(), value: String::new(), described: false, start, end }
    }

    #[test]
    fn values_are_called_by_one_name() {
        let read = Utterance::read("P1 in São Tomé, in Italian?");
        let found =
            [entity("country", 6, 16), entity("priority", 0, 2), entity("country", 21, 28), entity("language", 21, 28)];
        let masked = |adjectives| mask(&read, &found, adjectives).normalized().to_owned();
        assert_eq!(masked(Adjectives::Languages), "vpriority in vcountry in italian");
        assert_eq!(masked(Adjectives::Countries), "vpriority in vcountry in vcountry");
        assert_eq!(mask(&read, &[], Adjectives::Languages).normalized(), read.normalized());
    }
}
