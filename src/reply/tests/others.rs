//! People who are talked of: those whom Bolt has no word for, and those whom it only names.

use super::*;

#[test]
fn people_in_other_words_are_told_who_counts() {
    for (texts, counts) in [
        (["is there live chat?", "what about students?"], "role in the account"),
        (["¿puedo llamar?", "¿y los alumnos?"], "rol de la persona"),
        (["posso telefonarvi?", "e il mio capo?"], "ruolo della persona"),
    ] {
        let (rule, intent, _, text) = last_of(PREMIER, &texts);
        assert_eq!(rule, "other-people", "{texts:?}: {intent:?} {text}");
        assert!(text.contains(counts), "{text}");
    }
    let said = ["dove trovo la chiave host?", "e l'ID riunione personale?"];
    assert_ne!(last_of(PREMIER, &said).0, "other-people", "no staff");
}

#[test]
fn those_for_billing_are_not_reached_like_support() {
    for texts in [
        ["billing question, who do I ask?", "can I call them?"],
        ["tengo una duda de una factura", "tienen teléfono?"],
        ["chi me lo vende, il piano superiore?", "e lo posso chiamare?"],
    ] {
        let (rule, intent, _, text) = last_of(PREMIER, &texts);
        assert_eq!(rule, "reaching-them", "{texts:?}: {intent:?} {text}");
        assert!(matches!(intent.as_deref(), Some("billing" | "account_manager")), "{intent:?}");
    }
    let own = last_of(PREMIER, &["billing question, who do I ask?", "can I call you?"]);
    assert_eq!(own.1.as_deref(), Some("phone_who"));
}

#[test]
fn a_plan_talked_of_before_its_account_manager_is_what_it_means() {
    let (rule, intent, _, said) =
        last_of(PRO, &["how much is premier", "who do i ask then", "does it come with phone support"]);
    assert_eq!(intent.as_deref(), Some("phone_who"), "{rule}: {said}");
    let (rule, ..) = last_of(PRO, &["how much is premier", "who do i ask then", "can i call them?"]);
    assert_eq!(rule, "reaching-them");
}

#[test]
fn the_hours_of_those_for_billing_are_told_once_and_then_looked_for_in_their_article() {
    let (_, intent, _, said) =
        last_of(FREE, &["ho un problema con la fattura", "come li contatto", "rispondono anche la domenica?"]);
    assert_eq!(intent.as_deref(), Some("billing"));
    assert!(said.contains("fine settimana"), "{said}");
}

#[test]
fn whether_that_is_sure() {
    for texts in [
        ["who can call?", "are you sure?"],
        ["chi può telefonare?", "sei sicuro?"],
        ["quién puede llamar?", "¿seguro?"],
        ["who can call?", "are you sure? it's really annoying my boss"],
        ["quién puede llamar?", "¿estás seguro? pago un pastón"],
    ] {
        let (rule, intent, _, text) = last_of(PREMIER, &texts);
        assert_eq!((rule.as_str(), intent.as_deref()), ("is-it-so", Some("phone_who")), "{text}");
    }
    // A passage, and small talk that an article says as well, can be stood by; a greeting can't.
    for text in ["where can I see the host key of my account", "are you a real person?"] {
        let (rule, .., said) = last_of(FREE, &[text, "are you sure?"]);
        assert_eq!(rule, "is-it-so", "{said}");
    }
    assert_ne!(last_of(PREMIER, &["hello", "are you sure?"]).0, "is-it-so");
    assert_ne!(last_of(PREMIER, &["are you sure?"]).0, "is-it-so");
    let other = last_of(PREMIER, &["who can call?", "are you sure? then open a ticket"]);
    assert_eq!(other.1.as_deref(), Some("open_ticket"), "something else is wanted");
}

#[test]
fn the_second_of_the_ways_that_were_named() {
    let (rule, intent, ..) = last_of(PREMIER, &["how can I reach support?", "and the second one?"]);
    assert_eq!((rule.as_str(), intent.as_deref()), ("choice-in-words", Some("ticket_who")));
    let (rule, intent, ..) = last_of(FREE, &["come vi contatto?", "la seconda"]);
    assert_eq!((rule.as_str(), intent.as_deref()), ("choice-in-words", Some("community")));
}

#[test]
fn what_is_likely_goes_before_the_same_once_more() {
    let texts = ["how long until you answer a P2 ticket?", "at weekends too?", "no, I meant P1", "and restoration?"];
    let (_, intent, slots, text) = last_of(PREMIER, &texts);
    assert_eq!(intent.as_deref(), Some("restoration_times"), "{text}");
    assert!(slots.contains(&"priority=p1".to_owned()) && text.starts_with("Restoration of a P1"), "{slots:?} {text}");
}

#[test]
fn the_second_one_may_be_asked_about_at_once() {
    let (rule, intent, ..) = last_of(FREE, &["come posso contattarvi?", "la seconda come funziona?"]);
    assert_eq!((rule.as_str(), intent.as_deref()), ("choice-in-words", Some("community")));
}

#[test]
fn a_number_is_no_account_manager() {
    let (_, intent, ..) = last_of(PREMIER, &["number for france please", "is it free to call"]);
    assert_eq!(intent.as_deref(), Some("phone_charges"));
    let (_, intent, ..) = last_of(PREMIER, &["phone number for uk", "is it free", "and my colleague in paris"]);
    assert_eq!(intent.as_deref(), Some("phone_number"));
}

#[test]
fn people_in_other_words_after_several_ways_are_told_all_of_them() {
    let (rule, intent, _, text) = last_of(PREMIER, &["chat or ticket, which is quicker?", "and my students?"]);
    assert_eq!((rule.as_str(), intent.as_deref()), ("other-people", Some("who_gets_what")), "{text}");
}
