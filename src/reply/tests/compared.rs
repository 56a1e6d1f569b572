//! Values held against what was said.

use super::*;

#[test]
fn a_priority_is_held_against_the_problem_that_was_told() {
    for (texts, of, phrase) in [
        (["everything is down for all our users", "is that a P1?"], "p1", "sounds like it"),
        (["everything is down for all our users", "is that a P2?"], "p1,p2", "sounds more like"),
        (["our whole meeting service is very slow today", "would that be a P2?"], "p1,p2", "depends on how much"),
        (["my meeting crashed yesterday", "is that a P3?"], "p3", "can't judge"),
    ] {
        let (rule, intent, slots, text) = last_of(PREMIER, &texts);
        assert_eq!((rule.as_str(), intent.as_deref()), ("is-it-that", Some("priority_definition")), "{texts:?} {text}");
        assert!(slots.contains(&format!("priority={of}")) && text.contains(phrase), "{slots:?} {text}");
    }
    let (rule, ..) = last_of(PREMIER, &["is that a P2?"]);
    assert_ne!(rule, "is-it-that", "nothing was told");
}

#[test]
fn the_difference_from_the_last_one_tells_of_both() {
    for texts in [
        ["how long for a P3?", "what's the difference with P4?"],
        ["quanto aspetto per un P3?", "e la differenza con P4?"],
        ["how long for a P3?", "versus P4?"],
    ] {
        let (rule, _, slots, text) = last_of(PREMIER, &texts);
        assert_eq!(rule, "difference", "{text}");
        assert!(slots.contains(&"priority=p3,p4".to_owned()), "{slots:?}");
    }
}

#[test]
fn which_priority_is_quicker_tells_the_times_of_both() {
    let (_, intent, slots, text) = last_of(PREMIER, &["P1 vs P2", "which is quicker?"]);
    assert_eq!(intent.as_deref(), Some("priority_times"), "{text}");
    assert!(slots.contains(&"priority=p1,p2".to_owned()), "{slots:?}");
}

#[test]
fn who_works_on_it_at_night_is_about_the_priority() {
    for texts in [["P1 vs P2", "who works on it at night?"], ["cos'è un P2?", "chi ci lavora di notte?"]] {
        let (_, intent, _, text) = last_of(PREMIER, &texts);
        assert_eq!(intent.as_deref(), Some("business_hours"), "{texts:?} {text}");
    }
}
