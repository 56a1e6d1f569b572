//! The values of a message: every kind, with its normalised form and the place where it was written.

use super::*;
use crate::{language::Utterance, reply::entities};

fn found(text: &str, language: Language) -> Vec<String> {
    let found = entities::find(&CONTENT, &Utterance::read(text), language);
    found.iter().map(|e| format!("{}={}@{}", e.kind, e.value, &text[e.start..e.end])).collect()
}

#[test]
fn every_kind_is_found_in_every_language_with_its_place() {
    let rows: [(Language, &str, &[&str]); 14] = [
        (
            Language::En,
            "sev 1 in Germany, tomorrow at 9",
            &["priority=p1@sev 1", "country=DE@Germany", "time=tomorrow@tomorrow", "time=09:00@9"],
        ),
        (
            Language::It,
            "priorità uno, siamo a Zurigo, domani alle 9 e mezza",
            &["priority=p1@priorità uno", "country=CH@Zurigo", "time=tomorrow@domani", "time=09:30@9 e mezza"],
        ),
        (
            Language::Es,
            "prioridad dos en México pasado mañana a las 15:30",
            &[
                "priority=p2@prioridad dos",
                "country=MX@México",
                "time=day_after_tomorrow@pasado mañana",
                "time=15:30@15:30",
            ],
        ),
        (Language::En, "everything is down", &["priority=p1@everything is down"]),
        (Language::It, "tutto fermo!", &["priority=p1@tutto fermo"]),
        (Language::Es, "¡todo caído!", &["priority=p1@todo caído"]),
        (
            Language::En,
            "unlicensed admin on a business account with Premier+",
            &["role=admin@unlicensed admin", "account_type=business@business account", "plan=premier_plus@Premier+"],
        ),
        (Language::It, "il titolare di un account gratuito", &["role=owner@titolare", "account_type=free@gratuito"]),
        (
            Language::Es,
            "miembros con licencia de cuentas pro",
            &["role=licensed_member@miembros con licencia", "account_type=pro@cuentas pro"],
        ),
        (Language::En, "live chat or a ticket?", &["channel=live_chat@live chat", "channel=ticket@ticket"]),
        (Language::It, "un numero svizzero o il +41", &["country=CH@svizzero", "country=CH@+41"]),
        (
            Language::En,
            "error 5003 in meeting 123 456 7890, write to Me@Example.org",
            &["error_code=5003@5003", "meeting_id=1234567890@123 456 7890", "email=me@example.org@Me@Example.org"],
        ),
        (
            Language::Es,
            "mi teléfono es +41 79 123 45 67 y somos 250",
            &["phone=+41791234567@+41 79 123 45 67", "number=250@250"],
        ),
        (Language::It, "il 24 dicembre, parlate tedesco?", &["time=--12-24@24 dicembre", "language=de@tedesco"]),
    ];
    for (language, text, expected) in rows {
        let found = found(text, language);
        for value in expected {
            assert!(found.iter().any(|known| known == value), "{text}: {value} is not in {found:?}");
        }
    }
}

#[test]
fn a_misspelt_country_is_found_where_it_was_written() {
    assert_eq!(found("the number in Germny", Language::En), ["country=DE@Germny"]);
    assert_eq!(found("il numero per la Germnia", Language::It), ["country=DE@Germnia"]);
}

#[test]
fn a_name_that_begins_otherwise_is_another_name() {
    let iberia = found("¿cuál es el teléfono de Iberia?", Language::Es);
    assert!(iberia.iter().all(|value| !value.starts_with("country=")), "{iberia:?}");
    assert_eq!(found("the number in eGrmany", Language::En), ["country=DE@eGrmany"]);
}

#[test]
fn priorities_are_numbered_in_words() {
    assert_eq!(found("qué es p uno y p cuatro", Language::Es), ["priority=p1@p uno", "priority=p4@p cuatro"]);
    assert_eq!(found("p one & P3", Language::En), ["priority=p1@p one", "priority=p3@P3"]);
}

#[test]
fn places_have_more_names_than_one() {
    for (language, text, country) in [
        (Language::Es, "el número para el DF", "country=MX@el DF"),
        (Language::Es, "para los gabachos", "country=US@gabachos"),
        (Language::En, "number for oz", "country=AU@oz"),
        (Language::En, "number for🇮🇹", "country=IT@🇮🇹"),
        (Language::En, "I'm in Paris, Texas", "country=US@Texas"),
    ] {
        assert_eq!(found(text, language), [country], "{text}");
    }
    assert_eq!(found("numbers for Paris and Texas", Language::En).len(), 2);
}

#[test]
fn a_person_may_be_called_like_a_country() {
    for text in ["Jordan from accounts wants a ticket", "Chad needs the phone number", "my colleague Georgia"] {
        assert!(!found(text, Language::En).iter().any(|value| value.starts_with("country")), "{text}");
    }
    for text in ["the number for Jordan", "Georgia", "a number from Chad", "does Chad have a number"] {
        assert!(found(text, Language::En).iter().any(|value| value.starts_with("country")), "{text}");
    }
}

#[test]
fn a_number_names_its_country_where_one_is_asked_for() {
    let slots = |text: &str| Chat::of(PREMIER).says(text).message.trace.slots;
    assert_eq!(slots("my number is +39 06 1234567, which number do I call?"), ["country=IT"]);
    assert_eq!(slots("mi teléfono es 0034 911 234 567, ¿a qué número llamo?"), ["country=ES"]);
    assert_eq!(slots("my number is +39 06 1234567, what's the number for Spain?"), ["country=ES"]);
    // Who shares a calling code with the United States is not sent there.
    assert_eq!(slots("my number is +1 416 555 0100, which number do I call?"), ["country=CA"]);
    assert_eq!(slots("my number is +1 202 555 0100, which number do I call?"), ["country=US"]);
    let ticket = Chat::of(PREMIER).says("my number is +39 06 1234567, please open a ticket");
    assert_eq!((ticket.message.action, ticket.message.trace.slots), (Action::Ticket, Vec::new()));
    let mut chat = Chat::of(PREMIER);
    chat.says("what is your phone number?");
    assert_eq!(chat.says("+41 79 123 45 67").message.trace.slots, ["country=CH"]);
}

#[test]
fn a_number_to_call_back_is_not_where_to_call() {
    let decision = Chat::of(PREMIER).says("here is my number +34 600 123 456, call me back");
    assert_eq!(decision.message.trace.slots, [""; 0], "{}", decision.message.markdown);
}

#[test]
fn a_value_goes_back_to_the_question_that_takes_it() {
    for (first, between, then, said) in [
        ("how fast is the first response for P1?", "and if you miss it?", "and P2?", "4 hours"),
        ("¿cuánto tardan con un P1?", "¿y si no cumplen?", "y la p2", "4 horas"),
        ("quanto ci mettete per un P1?", "e se non rispettate i tempi?", "e per un P2?", "4 ore"),
    ] {
        let mut chat = Chat::of(PREMIER);
        chat.says(first);
        assert_eq!(chat.says(between).message.intent.as_deref(), Some("times_missed"), "{between}");
        let decision = chat.says(then);
        assert_rule(&decision, "follow-up", Action::Answer, Some("priority_times"));
        assert!(decision.message.markdown.contains(said), "{then}: {}", decision.message.markdown);
    }
    // What is asked by itself does not go back.
    let mut chat = Chat::of(PREMIER);
    chat.says("how fast is the first response for P1?");
    chat.says("and if you miss it?");
    assert_eq!(chat.says("and what is a P2?").message.intent.as_deref(), Some("priority_definition"));
}

#[test]
fn what_is_taken_back_in_the_same_breath_is_not_meant() {
    for (text, number) in [
        ("phone number for Italy, no wait, Spain", "+34 932207485"),
        ("what's the number in Germany? no, sorry, Austria", "Austria"),
        ("italy... no spain, the phone number", "+34 932207485"),
        ("Italy's phone number, sorry I mean Spain's", "+34 932207485"),
        ("not italy, spain please. the phone number", "+34 932207485"),
        ("numero per la Francia anzi no per la Spagna", "+34 932207485"),
        ("número de Italia, no, perdón, de España", "+34 932207485"),
    ] {
        let decision = Chat::of(PREMIER).says(text);
        assert!(decision.message.markdown.contains(number), "{text}: {}", decision.message.markdown);
        assert!(!decision.message.markdown.contains("+39 07611811003"), "{text}: {}", decision.message.markdown);
    }
    let times = Chat::of(PREMIER).says("tiempo de respuesta de un p1, perdón, p2");
    assert_eq!(times.message.trace.slots, ["priority=p2"]);
    // Who names both wants both.
    let both = Chat::of(PREMIER).says("phone numbers for Italy and Spain, sorry for the rush");
    assert!(both.message.markdown.contains("+39 07611811003") && both.message.markdown.contains("+34 932207485"));
}

#[test]
fn one_of_what_was_listed_is_named_by_its_place() {
    for (first, then, intent, slot) in [
        ("which priorities are there?", "the third?", "priority_definition", "priority=p3"),
        ("which priorities are there?", "explain the second one", "priority_definition", "priority=p2"),
        ("che priorità ci sono?", "la seconda?", "priority_definition", "priority=p2"),
        ("¿qué prioridades hay?", "explícame la segunda", "priority_definition", "priority=p2"),
        ("what plans are there?", "the last one", "plan_includes", "plan=premier_plus"),
        ("what plans are there?", "and the second one?", "plan_includes", "plan=premier"),
        ("which priorities are there?", "the secnd one", "priority_definition", "priority=p2"),
        ("che priorità ci sono?", "la tezra?", "priority_definition", "priority=p3"),
        ("¿qué prioridades hay?", "la segnda", "priority_definition", "priority=p2"),
    ] {
        let mut chat = Chat::of(PREMIER);
        chat.says(first);
        let decision = chat.says(then);
        assert_rule(&decision, "choice-in-words", Action::Answer, Some(intent));
        assert_eq!(decision.message.trace.slots, [slot], "{first} {then}");
    }
    // A word of the language is meant as it is written.
    let mut chat = Chat::of(PREMIER);
    chat.says("which priorities are there?");
    assert_ne!(chat.says("the list").message.trace.rule, "choice-in-words");
}
