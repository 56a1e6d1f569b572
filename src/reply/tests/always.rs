//! What holds for every answer.

use super::*;

#[test]
fn nobody_is_more_than_two_turns_from_what_they_have() {
    for (standing, way) in [(PRO, "handoff"), (FREE, "Community")] {
        let mut chat = Chat::of(standing);
        for text in ["switzerland", "mmh", "blub", "how do I record a meeting"] {
            let before = chat.conversation.context.unanswered_turns;
            let decision = chat.says(text);
            let unanswered = matches!(decision.message.action, Action::Fallback | Action::Clarify);
            if unanswered && before > 0 {
                let offered = ids(&decision).contains(&way) || decision.message.markdown.contains(way);
                assert!(offered, "{text}: {:#?}", decision.message);
            }
        }
    }
}

/// Every kind of visitor there is.
fn everybody() -> impl Iterator<Item = Standing> {
    AccountType::ALL.iter().flat_map(|&account_type| {
        Role::ALL.iter().flat_map(move |&role| {
            SupportPlan::ALL.iter().map(move |&support_plan| Standing { account_type, role, support_plan })
        })
    })
}

#[test]
fn after_two_turns_of_nonsense_everybody_is_offered_the_best_they_have() {
    let nonsense = [
        (Language::En, ["my hovercraft is full of eels", "purple fish sing quietly", "Community"]),
        (Language::It, ["il mio gatto suona il flauto", "pesci viola cantano piano", "Community"]),
        (Language::Es, ["mi gato toca la flauta", "peces morados cantan bajito", "Comunidad"]),
    ];
    for (page, [first, second, community]) in nonsense {
        for standing in everybody() {
            let mut chat = Chat::on(page, standing);
            chat.says(first);
            let decision = chat.says(second);
            assert_eq!(decision.message.action, Action::Fallback, "{:#?}", decision.message);
            let entitled = CONTENT.entitled(&standing);
            assert_eq!(ids(&decision).contains(&"handoff"), entitled.live_chat, "{standing:?} {:?}", ids(&decision));
            assert_eq!(ids(&decision).contains(&"ticket"), entitled.ticket, "{standing:?} {:?}", ids(&decision));
            let told = &decision.message.markdown;
            assert!(entitled.live_chat || entitled.ticket || told.contains(community), "{standing:?}: {told}");
        }
    }
}

#[test]
fn whoever_asks_for_a_person_or_a_ticket_gets_it_at_once_or_hears_what_they_have() {
    let asks = [
        (Language::En, ["I want to talk to a person", "I want to open a ticket", "Community"]),
        (Language::It, ["voglio parlare con una persona", "voglio aprire un ticket", "Community"]),
        (Language::Es, ["quiero hablar con una persona", "quiero abrir un ticket", "Comunidad"]),
    ];
    for (page, [person, ticket, community]) in asks {
        for standing in everybody() {
            let entitled = CONTENT.entitled(&standing);
            let handed = Chat::on(page, standing).says(person);
            assert_eq!(handed.hand_off.is_some(), entitled.live_chat, "{standing:?}");
            let opened = Chat::on(page, standing).says(ticket);
            assert_eq!(opened.message.form.is_some(), entitled.ticket, "{standing:?}");
            for (has, told) in [(entitled.live_chat, handed), (entitled.ticket, opened)] {
                let told = told.message.markdown;
                assert!(has || told.contains(community), "{standing:?}: {told}");
            }
        }
    }
}

#[test]
fn the_same_question_gets_the_same_words() {
    let ask = |seed| {
        let context = Context::default();
        let question = Question {
            text: "hello",
            choice: None,
            locale: None,
            conversation_language: None,
            name: None,
            anonymous: true,
            standing: Standing::ANONYMOUS,
            context: &context,
            seed,
        };
        CONTENT.reply(&question)
    };
    assert_eq!(ask(1), ask(1));
    let wordings: HashSet<_> = (0..40).map(|seed| ask(seed).message.markdown).collect();
    assert!(wordings.len() > 1, "all seeds say the same");
}

#[test]
fn every_rule_is_named_once_and_documented() {
    let docs = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/understanding.md")).unwrap();
    let mut at = 0;
    for (name, _) in decide::RULES {
        let row = docs[at..].find(&format!("| `{name}` |"));
        at += row.unwrap_or_else(|| panic!("`{name}` is missing in the table, or out of order"));
    }
}

#[test]
fn what_repeats_itself_for_ever_is_answered_soon() {
    for text in [
        "what does P1 mean and ".repeat(200),
        "who can call? ".repeat(300),
        "I'm an admin, ".repeat(5_000),
        "numbers for Spain and Italy and ".repeat(100),
    ] {
        assert!(!Chat::of(PRO).says(&text).message.markdown.is_empty());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_gets_some_answer(text in proptest::prelude::any::<String>()) {
        let mut chat = Chat::of(PRO);
        for _ in 0..2 {
            proptest::prop_assert!(!chat.says(&text).message.markdown.is_empty());
        }
    }
}

#[test]
fn what_answers_a_question_may_be_rated() {
    let rateable = |text: &str| Chat::of(PRO).says(text).message.rateable;
    for text in ["what is the community?", "number for Switzerland?", "what does P1 mean?"] {
        assert!(rateable(text), "{text}");
    }
    for text in ["hello", "thank you", "xyzzy plugh", "agent", "open a ticket", "I want to kill myself", "in Italian"] {
        assert!(!rateable(text), "{text}");
    }
}
