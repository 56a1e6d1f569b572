//! Answers to what Bolt asked.

use super::*;

#[test]
fn yes_to_the_offer_hands_off_and_no_does_not() {
    for (yes, no) in [("yes please", "no thanks"), ("sì", "no grazie"), ("dale", "no, gracias"), ("ok", "not now")] {
        let mut chat = Chat::of(PRO);
        let decision = chat.says("what is the capital of Peru");
        assert_rule(&decision, "fallback", Action::Fallback, None);
        assert_eq!(decision.message.expects, Some(Expectation::HandoffConsent));
        assert_eq!(ids(&decision), ["handoff", "ticket"]);
        let mut other = Chat { conversation: chat.conversation.clone(), ..Chat::of(PRO) };
        let decision = chat.says(yes);
        assert_rule(&decision, "consent", Action::Handoff, Some("talk_to_person"));
        assert_eq!(decision.hand_off, Some(HandoffReason::Unanswered));
        let decision = other.says(no);
        assert_rule(&decision, "consent", Action::Answer, None);
        assert_eq!(decision.hand_off, None);
    }
}

#[test]
fn a_choice_can_be_named_by_label_by_place_or_refused() {
    let asked = || {
        let mut chat = Chat::of(PRO);
        let decision = chat.unsure("well you know", &[("priority_times", 0.4), ("business_hours", 0.35)]);
        assert_rule(&decision, "did-you-mean", Action::Clarify, None);
        assert_eq!(ids(&decision)[..2], ["intent:priority_times", "intent:business_hours"]);
        assert_eq!(ids(&decision).last(), Some(&"none"));
        (chat, decision)
    };
    let (mut chat, decision) = asked();
    let second = decision.message.choices[1].clone();
    let named = chat.says("the second one");
    assert_rule(&named, "choice-in-words", Action::Answer, Some("business_hours"));
    let (mut chat, _) = asked();
    let label = chat.says(&second.label.to_uppercase());
    assert_rule(&label, "choice-in-words", Action::Answer, Some("business_hours"));
    let (mut chat, _) = asked();
    let refused = chat.says("none of these");
    assert_rule(&refused, "choice-in-words", Action::Clarify, None);
    assert_eq!(ids(&refused), ["handoff", "ticket"]);
}

#[test]
fn a_place_where_nothing_was_offered_is_asked_about() {
    let mut chat = Chat::of(PREMIER);
    chat.says("what does P1 mean");
    assert_rule(&chat.says("the second one"), "choice-in-words", Action::Clarify, None);
}

#[test]
fn what_bolt_asked_can_be_called_off() {
    for (opening, words) in [
        ("what is your phone number", "cancel"),
        ("open a ticket", "never mind"),
        ("open a ticket", "annulla"),
        ("open a ticket", "he cambiado de idea"),
    ] {
        let mut chat = Chat::of(PREMIER);
        chat.says(opening);
        let decision = chat.says(words);
        assert_rule(&decision, "cancel", Action::Answer, None);
        assert_eq!((decision.message.expects, decision.message.form), (None, None), "{opening}, {words}");
    }
    let nothing_open = Chat::of(PREMIER).says("never mind");
    assert_ne!(nothing_open.message.trace.rule, "cancel");
}

#[test]
fn a_slot_is_asked_for_and_filled() {
    for (answer, number) in
        [("Switzerland", "+41.31.5607204"), ("from italy", "+39 07611811003"), ("uk", "+44.800.368.7314")]
    {
        let mut chat = Chat::of(PREMIER);
        let decision = chat.says("what is your phone number");
        let slot = Expectation::Slot { intent: "phone_number".into(), slot: "country".into() };
        assert_eq!(decision.message.expects, Some(slot));
        let decision = chat.says(answer);
        assert_rule(&decision, "slot-answer", Action::Phone, Some("phone_number"));
        assert!(decision.message.markdown.contains(number), "{answer}: {}", decision.message.markdown);
    }
}

#[test]
fn whoever_changes_their_mind_gets_the_new_answer() {
    let mut chat = Chat::of(PREMIER);
    chat.says("what is your phone number");
    let decision = chat.says("actually I'd rather talk to an agent in Italy");
    assert_eq!(decision.message.intent.as_deref(), Some("talk_to_person"));
}

#[test]
fn an_unclear_slot_answer_is_asked_once_more() {
    let mut chat = Chat::of(PREMIER);
    chat.says("what is your phone number");
    let decision = chat.says("narnia");
    assert_rule(&decision, "slot-unclear", Action::Clarify, Some("phone_number"));
    let decision = chat.says("narnia!");
    assert_eq!(decision.message.action, Action::Fallback, "a second time would be stubborn");
    let mut chat = Chat::of(PREMIER);
    chat.says("what is your phone number");
    let decision = chat.says("never mind");
    assert_eq!(decision.message.expects, None);
}
