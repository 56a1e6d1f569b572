//! Questions are read out of the log with what became of them, and without who asked them.

use std::sync::LazyLock;

use jiff::Timestamp;
use uuid::Uuid;

use super::{asked::REPLIES, *};
use crate::{
    content::{ArticleLinks, Content, Files},
    domain::{
        AccountType, Conversation, ConversationId, Draft, EventBody, Identity, Language, Role, Seq, Standing,
        SupportPlan, Turn, VisitorId,
    },
    reply::{Said, explain, question as question_of, respond},
};

pub(super) static CONTENT: LazyLock<Content> = LazyLock::new(|| {
    Content::load(Files::embedded(), ArticleLinks::default()).expect("the shipped content is in order")
});

/// The questions of a conversation with somebody on a paid account, as the chat writes it.
fn held(id: u128, at: Timestamp, texts: &[&str]) -> Vec<Asked> {
    let turn = written(id, at, texts, &[]);
    let is_small_talk = |id: &str| CONTENT.intent(id).is_some_and(|intent| intent.small_talk);
    asked(&turn.conversation, &turn.events, &is_small_talk)
}

/// The same with ratings after it.
fn written(id: u128, at: Timestamp, texts: &[&str], ratings: &[(u32, bool)]) -> Turn {
    let standing =
        Standing { account_type: AccountType::Pro, role: Role::LicensedMember, support_plan: SupportPlan::Access };
    let identity = Identity {
        visitor: VisitorId("user:ann".into()),
        name: Some("Ann Lee".into()),
        standing,
        locale: None,
        anonymous: false,
    };
    let mut draft = Draft::on(Conversation::begin(ConversationId(Uuid::from_u128(id)), identity, Language::En, at), at);
    for text in texts {
        draft.push(EventBody::VisitorMessage { text: (*text).to_owned(), choice: None }, None).unwrap();
        respond(&*CONTENT, &mut draft, &Said { text, choice: None, locale: Some(Language::En) }).unwrap();
    }
    for (message, helpful) in ratings {
        draft.push(EventBody::Rated { message: Seq(*message), helpful: *helpful }, None).unwrap();
    }
    draft.finish()
}

fn fates(texts: &[&str]) -> Vec<(Fate, bool)> {
    held(1, Timestamp::UNIX_EPOCH, texts).into_iter().map(|asked| (asked.fate, asked.own)).collect()
}

#[test]
fn each_fate_is_read_out_of_the_log() {
    use Fate::{Answered, HandedOff, ReAsked, Unanswered, Unhelpful};
    assert_eq!(fates(&["what does P1 mean?", "who won the cup"]), [(Answered, true), (Unanswered, true)]);
    assert_eq!(fates(&["what does P1 mean?", "that didn't help"]), [(Unhelpful, true), (Answered, false)]);
    assert_eq!(fates(&["who won the cup", "yes"]), [(HandedOff, true), (Answered, false)]);
    assert_eq!(fates(&["what does P4 mean?", "agent"])[0], (HandedOff, true));
    assert_eq!(fates(&["hello", "agent"])[0], (Answered, false), "a greeting is no question");
    assert_eq!(fates(&["agent"]), [(Answered, true)], "to ask for a person is a wish, and was fulfilled");
    assert_eq!(fates(&["which support plans are there?", "what support plans are there??"])[0], (ReAsked, true));
    assert_eq!(fates(&["P1 response time?", "P2 response time?"])[0], (Answered, true), "another value");
}

#[test]
fn a_rating_is_worth_more_than_a_guess() {
    let rated = |texts: &[&str], ratings: &[(u32, bool)]| -> Vec<(Fate, Option<bool>)> {
        let turn = written(1, Timestamp::UNIX_EPOCH, texts, ratings);
        asked(&turn.conversation, &turn.events, &|_| false).into_iter().map(|a| (a.fate, a.helpful)).collect()
    };
    assert_eq!(rated(&["what does P1 mean?"], &[(2, false)]), [(Fate::Unhelpful, Some(false))]);
    assert_eq!(rated(&["what does P1 mean?"], &[(2, false), (2, true)]), [(Fate::Answered, Some(true))]);
    let again = ["which support plans are there?", "what support plans are there??"];
    assert_eq!(rated(&again, &[(2, true)])[0], (Fate::Answered, Some(true)));
}

#[test]
fn the_rules_that_are_named_here_are_rules() {
    let visitor = Identity::anonymous(VisitorId("anon:test".into()));
    let id = ConversationId(Uuid::nil());
    let conversation = Conversation::begin(id, visitor, Language::En, Timestamp::UNIX_EPOCH);
    let said = Said { text: "xyzzy plugh frobnicate", choice: None, locale: Some(Language::En) };
    let asked = explain(&CONTENT, &question_of(&conversation, &said)).rules;
    assert_eq!(asked.last().map(String::as_str), Some("fallback"), "nothing is asked after it");
    for rule in REPLIES.into_iter().chain(["danger", "did-you-mean", "clarify"]) {
        assert!(asked.iter().any(|asked| asked == rule), "{rule}");
    }
}

#[test]
fn nobody_is_to_be_recognised() {
    let asked = held(7, Timestamp::UNIX_EPOCH, &["hi, Ann here, ann@lee.org", "845 1234 5678 is my meeting"]);
    assert_eq!(asked[0].text, "hi, [name] here, someone@example.org");
    assert_eq!(asked[1].before, [asked[0].text.clone()]);
    assert_eq!(asked[1].text, "000 0000 0000 is my meeting");
    assert_ne!(asked[0].id, asked[1].id);
    let asked = held(8, Timestamp::UNIX_EPOCH, &["hello", "I want to kill myself"]);
    assert_eq!(asked.len(), 1, "what is said in despair goes nowhere, and a person takes over: {asked:?}");
}
