//! What comes before everything: a choice that was clicked, nothing, danger.

use super::*;

#[test]
fn a_picked_choice_is_done() {
    let mut chat = Chat::of(PREMIER);
    let decision = chat.picks(&ChoiceTarget::Intent("phone_number".into()));
    assert_rule(&decision, "picked-choice", Action::Clarify, Some("phone_number"));
    let decision = chat.picks(&ChoiceTarget::Article("contact/community".into()));
    assert_rule(&decision, "picked-choice", Action::Answer, None);
    assert_eq!(decision.message.sources[0].url, "/help/en/contact/community");
    let decision = chat.picks(&ChoiceTarget::Handoff);
    assert_eq!(decision.hand_off, Some(HandoffReason::Unanswered));
    let decision = chat.picks(&ChoiceTarget::Ticket);
    assert_rule(&decision, "picked-choice", Action::Ticket, Some("open_ticket"));
    assert!(matches!(decision.message.form, Some(Form::Ticket { .. })));
    let decision = chat.picks(&ChoiceTarget::None);
    assert_rule(&decision, "picked-choice", Action::Clarify, None);
    assert_eq!(ids(&decision), ["handoff", "ticket"]);
}

#[test]
fn a_choice_gives_nobody_what_they_do_not_have() {
    let mut chat = Chat::of(FREE);
    let decision = chat.picks(&ChoiceTarget::Handoff);
    assert_rule(&decision, "picked-choice", Action::Decline, Some("talk_to_person"));
    assert_eq!(decision.hand_off, None);
    let decision = chat.picks(&ChoiceTarget::Ticket);
    assert_rule(&decision, "picked-choice", Action::Decline, Some("open_ticket"));
    assert_eq!(decision.message.form, None);
    let decision = chat.picks(&ChoiceTarget::Article("contact/phone-numbers".into()));
    assert!(!decision.message.markdown.contains("+1.888"), "{}", decision.message.markdown);
}

#[test]
fn an_empty_message_is_said_to_be_empty() {
    for text in ["", "  \n", "…", "\u{200b}"] {
        assert_rule(&Chat::of(FREE).says(text), "empty", Action::Clarify, None);
    }
}

#[test]
fn danger_comes_before_everything() {
    let mut chat = Chat::of(PREMIER);
    chat.says("can I call you?");
    chat.says("phone number please");
    let decision = chat.says("forget the number, I want to kill myself");
    assert_rule(&decision, "danger", Action::Handoff, Some("danger"));
    assert!(decision.hand_off.is_some());
    let decision = Chat::of(FREE).says("voglio morire");
    assert_rule(&decision, "danger", Action::Answer, Some("danger"));
    assert_eq!(decision.message.language, Language::It);
}

#[test]
fn a_sign_says_what_its_word_says() {
    assert_eq!(Chat::of(FREE).says("👍").message.intent.as_deref(), Some("affirm"));
    assert_eq!(Chat::of(FREE).says("🙏🙏").message.intent.as_deref(), Some("thanks"));
    let mut chat = Chat::of(PRO);
    chat.says("what is the capital of Peru");
    assert_rule(&chat.says("👎"), "consent", Action::Answer, None);
}

#[test]
fn a_remark_before_the_only_question_does_not_hide_it() {
    for text in [
        "vale, y lo del audio de antes lo miro aparte. el chat abre por la noche?",
        "ok, the audio thing from before can wait. is the chat open at night?",
    ] {
        let decision = Chat::of(PREMIER).says(text);
        assert_eq!(decision.message.intent.as_deref(), Some("opening_hours"), "{text}: {}", decision.message.markdown);
    }
}
