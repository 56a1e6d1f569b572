//! What goes on from the last answer.

use super::*;

#[test]
fn another_language_says_the_last_answer_again() {
    let mut chat = Chat::of(PREMIER);
    chat.says("how fast is the first response for P1?");
    let decision = chat.says("in Italian please");
    assert_rule(&decision, "speak-language", Action::Answer, Some("priority_times"));
    assert_eq!(decision.message.language, Language::It);
    assert!(decision.message.markdown.contains("1 ora"), "{}", decision.message.markdown);
}

#[test]
fn the_last_answer_can_be_repeated() {
    let mut chat = Chat::of(PREMIER);
    let nothing = chat.says("can you repeat that?");
    assert_rule(&nothing, "sure-intent", Action::Answer, Some("repeat"));
    let first = chat.says("number for Spain");
    let again = chat.says("can you repeat that?");
    assert_rule(&again, "repeat", Action::Phone, Some("phone_number"));
    assert_eq!(again.message.markdown, first.message.markdown);
}

#[test]
fn an_answer_that_did_not_help_leads_to_a_person() {
    let mut chat = Chat::of(PRO);
    chat.says("what is the community?");
    let decision = chat.says("that didn't help");
    assert_rule(&decision, "not-helpful", Action::Fallback, None);
    assert_eq!(decision.message.expects, Some(Expectation::HandoffConsent));
}

#[test]
fn more_about_it_leads_to_what_the_intent_names() {
    for (standing, first, then, intent) in [
        (FREE, "what is the phone number for Italy", "why?", "phone_who"),
        (FREE, "can I talk to a person", "why not?", "live_chat_who"),
        (FREE, "abre un ticket por favor", "¿por qué?", "ticket_who"),
        (PREMIER, "what does P2 mean", "how long?", "priority_times"),
        (PREMIER, "number for Spain", "how much?", "phone_charges"),
        (PREMIER, "cosa comprende Premier+", "quanto costa?", "plan_upgrade"),
    ] {
        let mut chat = Chat::of(standing);
        chat.says(first);
        assert_rule(&chat.says(then), "more-about-it", Action::Answer, Some(intent));
    }
}

#[test]
fn why_without_a_reason_shows_the_article() {
    let mut chat = Chat::of(PREMIER);
    chat.says("what is the community?");
    let decision = chat.says("why?");
    assert_rule(&decision, "why", Action::Answer, Some("community"));
    assert_eq!(decision.message.sources[0].article, "contact/community");
    let nothing = Chat::of(PREMIER).says("why?");
    assert_ne!(nothing.message.trace.rule, "why");
}

#[test]
fn another_channel_for_the_same_people() {
    let mut chat = Chat::of(FREE);
    chat.says("can pro admins phone?");
    let decision = chat.says("and chat?");
    assert_rule(&decision, "other-channel", Action::Answer, Some("live_chat_who"));
    assert!(decision.message.markdown.contains("Pro accounts"), "{}", decision.message.markdown);
    let mut chat = Chat::of(PREMIER);
    chat.says("who can open tickets?");
    assert_rule(&chat.says("and by phone?"), "other-channel", Action::Answer, Some("phone_who"));
}

#[test]
fn a_follow_up_asks_the_same_for_another_value() {
    let mut chat = Chat::of(PREMIER);
    chat.says("number for Switzerland?");
    for (text, number) in
        [("and in Spain?", "+34 932207485"), ("e in Italia?", "+39 07611811003"), ("Germany", "+49.30.80098621")]
    {
        let decision = chat.says(text);
        assert_rule(&decision, "follow-up", Action::Phone, Some("phone_number"));
        assert!(decision.message.markdown.contains(number), "{text}: {}", decision.message.markdown);
    }
    chat.says("how long until the first response for P1?");
    let decision = chat.says("what about P2?");
    assert_rule(&decision, "follow-up", Action::Answer, Some("priority_times"));
    assert!(decision.message.markdown.contains("4 hours"), "{}", decision.message.markdown);
}

#[test]
fn a_country_after_who_may_call_gets_its_number() {
    let mut chat = Chat::of(PREMIER);
    assert_eq!(chat.says("Can I call you by phone?").message.intent.as_deref(), Some("phone_who"));
    let decision = chat.says("Switzerland");
    assert_eq!(decision.message.action, Action::Phone);
    assert!(decision.message.markdown.contains("+41.31.5607204"), "{}", decision.message.markdown);
    let mut chat = Chat::of(PREMIER);
    chat.says("Can I call you by phone?");
    assert_rule(&chat.says("and in Italy?"), "neighbour-follow-up", Action::Phone, Some("phone_number"));
}

#[test]
fn it_is_the_plan_that_was_spoken_of() {
    let mut chat = Chat::of(PREMIER);
    chat.says("what is my plan");
    assert_eq!(chat.says("and what does it include?").message.trace.slots, ["plan=premier"]);
}
