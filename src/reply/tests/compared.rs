//! Values held against what was said.

use super::*;
use crate::language::Utterance;

#[test]
fn a_priority_is_held_against_the_problem_that_was_told() {
    for (texts, of, phrase) in [
        (["everything is down for all our users", "is that a P1?"], "p1", "sounds like it"),
        (["everything is down for all our users", "is that a P2?"], "p1,p2", "sounds more like"),
        (["is there an outage right now?", "would that be a P2?"], "p1,p2", "depends on how much"),
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
fn a_problem_sounds_like_a_priority_or_like_none() {
    use Language::{En, Es, It};
    for (language, told, priority) in [
        (En, "none of our four hundred people can get into a meeting", Some("p1")),
        (It, "in tutta la ditta le riunioni non partono, non c'è altro modo", Some("p1")),
        (Es, "la mitad de la plantilla oye a trompicones", Some("p2")),
        (En, "the sound is choppy for our entire sales floor, but we get by", Some("p2")),
        (It, "ai sondaggi manca il pulsante salva, tutto il resto va", Some("p3")),
        (Es, "una pregunta sobre cómo se configura el fondo", Some("p4")),
        (En, "I'm on Premier, how long does it take if the whole company is cut off", Some("p1")),
        (En, "which priority do I choose", None),
        (It, "quanto ci mettete di solito a rispondere", None),
        (Es, "quién lo decide", None),
    ] {
        assert_eq!(CONTENT.sounds_like(&Utterance::read(told), language), priority, "{told}");
    }
}

#[test]
fn a_problem_told_two_messages_before_is_still_meant() {
    for (texts, intent, severity) in [
        (
            ["the service is down for everybody", "what priority is that?", "and how long til it's fixed"],
            "priority_times",
            "p1",
        ),
        (
            ["il servizio non funziona per nessuno", "che priorità è", "ed entro quando lo sistemate"],
            "priority_times",
            "p1",
        ),
        (
            ["hi", "meetings keep dropping for half of our users", "how fast will someone look at it"],
            "outage_times",
            "p2",
        ),
    ] {
        let (rule, decided, slots, said) = last_of(PREMIER, &texts);
        assert_eq!(decided.as_deref(), Some(intent), "{rule}: {said}");
        assert!(slots.contains(&format!("severity={severity}")), "{texts:?}: {slots:?} {said}");
    }
}

#[test]
fn a_problem_in_the_question_is_given_the_priority_that_it_sounds_like() {
    for (text, intent, severity) in [
        (
            "our whole company has been unable to join meetings since this morning, how fast will somebody look at it?",
            "priority_times",
            "p1",
        ),
        ("l'audio va a scatti per tutto l'ufficio, che priorità metto?", "priority_choose", "p2"),
        ("the boss's webcam flickers, what priority?", "priority_choose", "p3"),
    ] {
        let (_, decided, slots, said) = last_of(PREMIER, &[text]);
        assert_eq!(decided.as_deref(), Some(intent), "{said}");
        assert!(slots.contains(&format!("severity={severity}")), "{text}: {slots:?} {said}");
    }
    let (rule, _, slots, said) = last_of(
        PREMIER,
        &[
            "our calls are awful, half of the team has no sound and nothing helps, which priority is that and when is it fixed",
        ],
    );
    assert_eq!(rule, "several-questions");
    assert!(slots.contains(&"severity=p2".to_owned()), "told in another piece: {slots:?} {said}");
    let (_, _, slots, said) = last_of(PREMIER, &["which priority do I choose?"]);
    assert!(slots.is_empty(), "no problem was told: {slots:?} {said}");
}

#[test]
fn after_the_priorities_a_problem_is_one_of_them() {
    for (texts, severity) in [
        (&["what are the response times?", "and if it's only a small glitch?"][..], "p3"),
        (&["che differenza c'è tra P3 e P4", "allora una domanda su come si configura?"], "p4"),
        (&["whole building has no audio in any call", "how quickly will you react?"], "p1"),
        (&["can I ask for a new feature?", "what priority is that?"], "p4"),
    ] {
        let (rule, _, slots, said) = last_of(PREMIER, texts);
        assert!(slots.contains(&format!("severity={severity}")), "{texts:?} {rule}: {slots:?} {said}");
    }
    for told in ["tell me a joke", "my car does not start", "how do I bake sourdough bread?"] {
        let (_, _, slots, said) = last_of(PREMIER, &[told, "how quickly will you react?"]);
        assert!(slots.is_empty(), "{told} is no problem of ours: {slots:?} {said}");
    }
    let (rule, ..) = last_of(PREMIER, &["what does P1 mean?", "how do I bake sourdough bread?"]);
    assert_eq!(rule, "fallback", "bread has no priority");
    // What is asked of another priority goes before it.
    let (_, _, slots, said) =
        last_of(PREMIER, &["what are the response times if everything is down?", "and for a P3?"]);
    assert_eq!(slots, ["priority=p3"], "{said}");
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
