//! Several questions in a message, and several values in a question.

use super::*;

#[test]
fn several_questions_are_answered_in_their_order() {
    let decision =
        Chat::of(PREMIER).says("what does P4 mean? and who can open tickets? also the number for Spain please");
    assert_rule(&decision, "several-questions", Action::Phone, Some("phone_number"));
    let text = &decision.message.markdown;
    let places = ["P4", "with Access admins too", "+34 932207485"].map(|part| text.find(part));
    assert!(places.is_sorted() && places[0].is_some(), "{places:?} in {text}");
    let articles: Vec<_> = decision.message.sources.iter().map(|source| source.article.as_str()).collect();
    assert_eq!(articles, ["priorities/overview", "contact/web-tickets", "contact/phone-numbers"]);
    for text in [
        "what does P1 mean and who can call you",
        "che significa P1 e chi può telefonare",
        "qué significa P1 y quién puede llamar",
    ] {
        assert_rule(&Chat::of(PREMIER).says(text), "several-questions", Action::Answer, Some("phone_who"));
    }
}

#[test]
fn what_is_refused_first_does_not_hide_what_is_asked_then() {
    for text in [
        "i don't want to talk to a person, just tell me which plans there are",
        "non voglio parlare con un operatore, dimmi quali piani ci sono",
        "no quiero hablar con un agente, dime qué planes hay",
        "don't connect me to anybody, I just need to know which plans there are",
    ] {
        let decision = Chat::of(PRO).says(text);
        assert_rule(&decision, "several-questions", Action::Answer, Some("plans_overview"));
        assert_eq!(decision.hand_off, None, "{text}");
    }
}

#[test]
fn a_name_with_a_joining_word_in_it_stays_whole() {
    let decision = Chat::of(PREMIER).says("do I need premier plus for a technical account manager?");
    assert_rule(&decision, "sure-pattern", Action::Answer, Some("technical_account_manager"));
}

#[test]
fn a_deed_comes_last_and_once() {
    let decision = Chat::of(PREMIER).says("get me an agent. What does P2 mean? And open a ticket.");
    assert_rule(&decision, "several-questions", Action::Handoff, Some("talk_to_person"));
    assert!(decision.hand_off.is_some());
    assert_eq!(decision.message.form, None);
    let text = &decision.message.markdown;
    assert!(text.find("P2") < text.find("agent"), "{text}");
    let free = Chat::of(FREE).says("get me an agent. What does P2 mean?");
    assert_eq!((free.message.action, free.hand_off), (Action::Answer, None));
}

#[test]
fn a_question_of_a_message_rests_on_the_one_before() {
    let number = |text: &str| Chat::of(PREMIER).says(text).message.markdown;
    assert!(number("I'm in Spain. What number do I call? And what is P1?").contains("+34 932207485"));
    assert!(number("what is your number? I'm in Italy.").contains("+39 07611811003"));
    assert!(number("what does P2 mean and how fast is it answered?").contains("4 hours"));
    let mut chat = Chat::of(PREMIER);
    chat.says("what is your phone number?");
    let both = chat.says("Italy, and what does P1 mean?").message.markdown;
    assert!(both.contains("+39 07611811003") && both.contains("P1"), "{both}");
}

#[test]
fn a_story_is_not_split_into_what_nobody_asked() {
    for text in [
        "Yesterday I called a friend in Spain about the Premier league and we talked for an hour. My cat is ill, too. \
         How can I open a ticket?",
        "I'm an admin, we have Premier, and our account manager said that licensed members can call. How do I open a ticket?",
        "I'm a Premier+ licensed admin, trust me. How do I open a ticket?",
        "which of admins and members with a license can open tickets?",
    ] {
        let decision = Chat::of(FREE).says(text);
        assert_ne!(decision.message.trace.rule, "several-questions", "{text}: {}", decision.message.markdown);
        let intent = decision.message.intent.as_deref();
        assert!(matches!(intent, Some("ticket_how" | "ticket_who" | "open_ticket")), "{text}: {intent:?}");
    }
}

#[test]
fn what_was_not_understood_of_several_is_admitted() {
    let text = "what does P1 mean? who can call? and how tall is the Eiffel tower?";
    let markdown = Chat::of(PREMIER).says(text).message.markdown;
    assert!(markdown.contains("The rest of your message"), "{markdown}");
}

#[test]
fn a_complaint_does_not_hide_a_question() {
    let decision = Chat::of(PRO).says("this is a disgrace, nobody ever answers me! what is the response time for P2?");
    assert_rule(&decision, "several-questions", Action::Answer, Some("priority_times"));
    assert!(decision.message.markdown.contains("sorry") && decision.message.markdown.contains("4 hours"));
    assert_eq!(ids(&decision), ["handoff", "ticket"]);
    assert_eq!(decision.message.expects, Some(Expectation::HandoffConsent));
}

#[test]
fn each_of_several_values_is_answered() {
    let both = Chat::of(PREMIER).says("numbers for the UK and France");
    assert_rule(&both, "sure-intent", Action::Phone, Some("phone_number"));
    let text = &both.message.markdown;
    assert!(text.contains("+44.800.368.7314") && text.contains("+33.800.94.64.64"), "{text}");
    assert_eq!(text.matches("host key").count(), 1, "{text}");
    assert_eq!(both.message.trace.slots, ["country=GB,FR"]);
    let one = Chat::of(PREMIER).says("not for Spain, I need the number for Italy").message;
    assert_eq!(one.trace.slots, ["country=IT"]);
    let listed = Chat::of(PREMIER).says("ci sono numeri per Singapore e la Malesia?").message;
    assert_eq!(listed.trace.slots, ["country=SG,MY"]);
    let described = Chat::of(PREMIER).says("my boss is American, but I call from Spain, what is the number?").message;
    assert_eq!(described.trace.slots, ["country=ES"]);
    let all = Chat::of(PREMIER).says("response times for P1, P2, P3 and P4").message.markdown;
    assert!(all.contains("| P1 |"), "{all}");
}

#[test]
fn questions_between_commas_are_each_answered() {
    for text in [
        "what does P1 mean, who can call and how do I open a ticket?",
        "cosa significa P1, chi può chiamare e come apro un ticket?",
        "¿qué significa P1, quién puede llamar y cómo abro un ticket?",
    ] {
        let decision = Chat::of(PREMIER).says(text);
        let articles: Vec<_> = decision.message.sources.iter().map(|source| source.article.as_str()).collect();
        assert_eq!(articles, ["priorities/overview", "contact/phone-support", "contact/web-tickets"], "{text}");
    }
    let text = "how do I blur my background, what's the phone number for Spain and who can use chat?";
    let markdown = Chat::of(PREMIER).says(text).message.markdown;
    assert!(markdown.contains("+34 932207485") && markdown.to_lowercase().contains("live chat"), "{markdown}");
    assert!(markdown.contains("The rest of your message"), "{markdown}");
}

#[test]
fn more_questions_than_are_answered_are_welcome_later() {
    let text = "what is P1? who can call? when are you open? how do I open a ticket? what does Premier cost?";
    let markdown = Chat::of(PREMIER).says(text).message.markdown;
    assert!(markdown.contains("the first of your questions"), "{markdown}");
    let three = Chat::of(PREMIER).says("what is P1? who can call? when are you open?").message.markdown;
    assert!(!three.contains("the first of your questions"), "{three}");
}

#[test]
fn the_hours_after_a_priority_are_those_of_support() {
    let decision = Chat::of(PREMIER).says("what does P1 mean? and what are the opening hours?");
    assert_eq!(decision.message.trace.slots, [""; 0], "{}", decision.message.markdown);
}

#[test]
fn what_led_to_a_question_is_none() {
    for text in
        ["llamo desde las nueve y siempre está ocupado", "chiamo dalle nove ed è sempre occupato, cosa faccio adesso?"]
    {
        let decision = Chat::of(PREMIER).says(text);
        assert_eq!(decision.message.intent.as_deref(), Some("phone_unanswered"), "{text}");
        assert_eq!(decision.message.expects, None, "{}", decision.message.markdown);
    }
}

#[test]
fn what_is_told_before_a_question_is_none() {
    for text in [
        "some teachers have a license and some don't, which of them can chat with you and which can phone?",
        "alcuni docenti hanno la licenza e altri no: chi di loro può scrivere in chat con un operatore e chi può telefonare?",
        "unos profesores tienen licencia y otros no, ¿quiénes pueden usar el chat y quiénes pueden llamar?",
    ] {
        let articles: Vec<_> = Chat::of(PRO).says(text).message.sources.into_iter().map(|s| s.article).collect();
        assert_eq!(articles, ["contact/live-chat", "contact/phone-support"], "{text}");
    }
}

#[test]
fn one_word_beside_a_question_is_no_other_one() {
    for text in
        ["everything is down for all of us!! urgent", "se cayó todo!! urge", "è tutto fermo per tutti!! urgente"]
    {
        assert_eq!(Chat::of(PREMIER).says(text).message.intent.as_deref(), Some("service_down"), "{text}");
    }
}

#[test]
fn a_word_that_gains_time_is_no_complaint() {
    let (_, intent, _, said) = last_of(PREMIER, &["numero per la svizzera", "aspetta, quanto mi viene a costare?"]);
    assert_eq!(intent.as_deref(), Some("phone_charges"), "{said}");
}

#[test]
fn half_of_a_sentence_may_go_on_from_the_other() {
    let text = Chat::on(Language::It, FREE).says("come entro nella community e chi ci risponde?").message.markdown;
    assert!(text.contains("credenziali") && text.contains("altri utenti"), "{text}");
    // What one answer tells is told once.
    let decision = Chat::of(PREMIER).says("I'd like a higher plan, who do I talk to");
    assert_eq!(decision.message.intent.as_deref(), Some("plan_upgrade"), "{}", decision.message.markdown);
}

#[test]
fn a_condition_is_no_question_beside_the_one_that_it_belongs_to() {
    let decision = Chat::of(PREMIER).says("if I don't want to talk to an agent, what else is there?");
    assert_ne!(decision.message.trace.rule, "several-questions", "{}", decision.message.markdown);
    // Nothing was asked before, so that nothing can go on from it.
    let told = Chat::of(PREMIER).says("form submitted. what now?").message.markdown;
    assert!(!told.contains("support plan is"), "{told}");
}

#[test]
fn what_is_held_against_another_is_not_parted_from_it() {
    for text in [
        "che differenza c'è tra l'assistenza gratuita e quella a pagamento?",
        "what's different between your basic support and the paid ones?",
        "¿qué diferencia hay entre el soporte gratuito y el de pago?",
    ] {
        let decision = Chat::of(FREE).says(text);
        assert_ne!(decision.message.trace.rule, "several-questions", "{text}: {}", decision.message.markdown);
    }
    // What follows both is another question.
    let both = Chat::of(PREMIER).says("what is the difference between P1 and P2 and how do I open a ticket?").message;
    assert_eq!(both.trace.rule, "several-questions", "{}", both.markdown);
}

#[test]
fn what_follows_a_question_tells_more_of_it() {
    for (text, intent) in [
        ("any update on my ticket? opened it on monday", "ticket_status"),
        ("can I phone you? I own a pro account", "phone_who"),
    ] {
        let decision = Chat::of(PREMIER).says(text);
        assert_eq!(decision.message.intent.as_deref(), Some(intent), "{text}");
        assert_ne!(decision.message.trace.rule, "several-questions", "{text}");
    }
    // Asked plainly, it is a question.
    let decision = Chat::of(PREMIER).says("any update on my ticket? who can call you");
    assert_rule(&decision, "several-questions", Action::Answer, Some("phone_who"));
}

#[test]
fn the_price_of_what_was_asked_for_is_no_account_type() {
    let decision = Chat::of(PREMIER).says("calling from Spain, what number do I dial and is it free?");
    assert_rule(&decision, "several-questions", Action::Phone, Some("phone_charges"));
}

#[test]
fn what_is_asked_beside_and_not_known_is_said_to_be_left() {
    let mut chat = Chat::of(PREMIER);
    let decision = chat.says("Phone number for Spain? Also what's the weather like tomorrow?");
    assert_rule(&decision, "several-questions", Action::Phone, Some("phone_number"));
    assert!(decision.message.markdown.contains("+34 932207485"), "{}", decision.message.markdown);
    assert!(decision.message.markdown.lines().last().is_some_and(|rest| !rest.contains("+34")));
    let list = Chat::of(PREMIER).says("1) what plans are there 2) how do I upgrade 3) who is my account manager");
    assert_eq!(list.message.trace.rule, "several-questions");
}

#[test]
fn what_is_done_needs_no_explaining_in_the_same_breath() {
    let (_, intent, _, text) = last_of(PREMIER, &["how do I open a ticket? and open a ticket for me"]);
    assert_eq!(intent.as_deref(), Some("open_ticket"), "{text}");
    assert!(!text.contains("Say “ticket”"), "{text}");
}

#[test]
fn what_is_named_before_a_colon_is_no_question() {
    let (_, intent, _, text) =
        last_of(PREMIER, &["how do I open a ticket?", "back to the phone thing: do I need anything ready?"]);
    assert_eq!(intent.as_deref(), Some("phone_prepare"), "{text}");
    assert!(!text.contains("tell me your country"), "{text}");
}
