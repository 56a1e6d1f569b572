//! Greetings and thanks before a question are returned, in a word, and not all the time.

use super::*;

fn told(chat: &mut Chat, text: &str) -> String {
    chat.says(text).message.markdown
}

#[test]
fn a_greeting_before_a_question_is_returned_once() {
    let mut chat = Chat::of(PREMIER);
    let first = told(&mut chat, "hi! what does P1 mean?");
    assert!(first.starts_with("Hi Ada! ") || first.starts_with("Hello Ada! "), "{first}");
    assert!(first.contains("P1"), "{first}");
    let second = told(&mut chat, "hello, what does P2 mean?");
    assert!(!second.starts_with("Hi") && !second.starts_with("Hello"), "{second}");
}

#[test]
fn each_language_greets_in_its_own_words() {
    let italian = told(&mut Chat::on(Language::It, FREE), "buongiorno, quali piani ci sono?");
    assert!(italian.starts_with("Ciao"), "{italian}");
    let spanish = told(&mut Chat::on(Language::Es, FREE), "Hola, ¿qué planes de soporte hay?");
    assert!(spanish.starts_with("¡Hola"), "{spanish}");
}

#[test]
fn thanks_before_a_question_are_answered_once_there_was_something_to_thank_for() {
    const WELCOME: [&str; 3] = ["You're welcome.", "My pleasure.", "Glad I could help."];
    let is_answered = |told: &str| WELCOME.iter().any(|welcome| told.starts_with(welcome));
    let mut chat = Chat::of(PREMIER);
    let nothing_yet = told(&mut chat, "thanks, what does P1 mean?");
    assert!(!is_answered(&nothing_yet), "{nothing_yet}");
    told(&mut chat, "what does P2 mean?");
    let answered = told(&mut chat, "thanks! what does P3 mean?");
    assert!(is_answered(&answered) && answered.contains("P3"), "{answered}");
    let again = told(&mut chat, "thanks! what does P4 mean?");
    assert!(!is_answered(&again), "{again}");
}

#[test]
fn what_stands_alone_is_not_greeted() {
    let greeting = Chat::of(PREMIER).says("hello");
    assert_eq!(greeting.message.intent.as_deref(), Some("greeting"));
    assert!(!greeting.message.markdown.starts_with("Hi Ada! H"), "{}", greeting.message.markdown);
    let danger = told(&mut Chat::of(PREMIER), "hi, I want to kill myself");
    assert!(!danger.starts_with("Hi") && !danger.starts_with("Hello"), "{danger}");
    // An answer that begins with a block of its own keeps it.
    let table = told(&mut Chat::of(PREMIER), "hi, show me all the phone numbers");
    assert!(!table.contains("! |"), "{table}");
}
