//! Dialogflow and Botpress.

use super::*;

#[test]
fn dialogflow_becomes_intents() {
    let intent = r#"{"id": "a1", "name": "Opening hours", "auto": true, "contexts": ["sales"], "responses": [{
        "resetContexts": false, "affectedContexts": [], "parameters": [{"id": "p", "name": "day", "dataType": "@sys.date"}],
        "messages": [{"type": "0", "lang": "en", "speech": ["Round the clock.", "See $day."]},
                     {"type": 0, "lang": "it", "speech": "A tutte le ore."},
                     {"type": "4", "lang": "en", "payload": {}}], "speech": []}],
        "priority": 500000, "webhookUsed": false, "webhookForSlotFilling": false, "fallbackIntent": false, "events": []}"#;
    let said = r#"[{"id": "u1", "data": [{"text": "are you open ", "userDefined": false},
                     {"text": "tomorrow", "alias": "day", "meta": "@sys.date", "userDefined": true}],
                    "isTemplate": false, "count": 0, "lang": "en", "updated": 0},
                   {"id": "u2", "data": [{"text": "open @sys.date:day", "userDefined": false}], "isTemplate": true}]"#;
    let root = folder(&[
        ("agent.json", r#"{"description": "", "language": "en", "supportedLanguages": ["it", "de"]}"#),
        ("package.json", r#"{"version": "1.0.0"}"#),
        ("intents/Opening hours.json", intent),
        ("intents/Opening hours_usersays_en.json", said),
        ("intents/Opening hours_usersays_it.json", r#"[{"data": [{"text": "quando aprite"}], "isTemplate": false}]"#),
        ("intents/Opening hours_usersays_de.json", r#"[{"data": [{"text": "wann"}], "isTemplate": false}]"#),
        (
            "intents/Default Fallback Intent.json",
            r#"{"name": "Default Fallback Intent", "responses": [], "fallbackIntent": true}"#,
        ),
        ("entities/city.json", r#"{"name": "city", "isEnum": false}"#),
    ]);
    let draft = import(Format::Dialogflow, root.path(), None).unwrap();
    assert_eq!(draft.intents.keys().collect::<Vec<_>>(), ["opening_hours"]);
    assert_eq!(texts(&draft, "opening_hours", Language::En), ["are you open tomorrow"]);
    assert_eq!(texts(&draft, "opening_hours", Language::It), ["quando aprite"]);
    assert_eq!(draft.intents["opening_hours"].says[&Language::En], ["Round the clock."]);
    assert_eq!(draft.intents["opening_hours"].says[&Language::It], ["A tutte le ore."]);
    assert_left(
        &draft,
        &[
            "its contexts, events or webhook",
            "its parameters",
            "See $day.",
            "a reply that is no text",
            "phrases that are templates",
            "phrases in `de`",
            "a fallback intent",
            "entities/city.json: an entity",
        ],
    );
}

#[test]
fn botpress_becomes_intents() {
    let intent = r#"{"name": "book-flight", "contexts": ["global"], "slots": [{"name": "city", "entities": ["city"]}],
        "utterances": {"en": ["fly to [Rome](city)", "book a flight"], "fr": ["un vol"]}}"#;
    let qnas = r#"{"qnas": [
        {"id": "x1_costs", "data": {"action": "text", "contexts": ["global"], "enabled": true,
         "questions": {"en": ["What does it cost?", "price?"], "es": ["¿Cuánto cuesta?"]},
         "answers": {"en": ["Nothing."], "es": ["Nada."]}, "redirectFlow": "", "redirectNode": ""}},
        {"id": "x2", "data": {"action": "text_redirect", "enabled": true, "questions": {"en": ["start"]},
         "answers": {"en": ["{{event.name}}"]}, "redirectFlow": "main.flow.json", "redirectNode": "start"}},
        {"id": "x3", "data": {"action": "text", "enabled": false, "questions": {"en": ["old one"]}, "answers": {"en": ["x"]}}}
    ], "contentElements": []}"#;
    let root = folder(&[("intents/book-flight.json", intent), ("qna/qna.json", qnas), ("bot.config.json", "{}")]);
    let draft = import(Format::Botpress, root.path(), None).unwrap();
    assert_eq!(draft.intents.keys().collect::<Vec<_>>(), ["book_flight", "start", "what_does_it_cost"]);
    assert_eq!(texts(&draft, "book_flight", Language::En), ["fly to Rome", "book a flight"]);
    assert_eq!(texts(&draft, "what_does_it_cost", Language::Es), ["¿Cuánto cuesta?"]);
    assert_eq!(draft.intents["what_does_it_cost"].says[&Language::Es], ["Nada."]);
    assert_left(
        &draft,
        &[
            "its slots",
            "texts in `fr`",
            "the flow it leads to",
            "{{event.name}}",
            "`old one`: a question that is switched off",
        ],
    );
}

#[test]
fn intents_of_dialogflow_whose_names_come_out_alike_stay_apart() {
    let intent = |name: &str, reply: &str| {
        format!(
            r#"{{"name": "{name}", "responses": [{{"messages": [{{"type": 0, "lang": "en", "speech": ["{reply}"]}}]}}]}}"#
        )
    };
    let said = |text: &str| format!(r#"[{{"data": [{{"text": "{text}"}}], "isTemplate": false}}]"#);
    let root = folder(&[
        ("intents/Order - Pizza.json", &intent("Order - Pizza", "Ordered.")),
        ("intents/Order - Pizza_usersays_en.json", &said("a pizza")),
        ("intents/Order - pizza!.json", &intent("Order - pizza!", "Hurry!")),
        ("intents/Order - pizza!_usersays_en.json", &said("pizza now")),
    ]);
    let draft = import(Format::Dialogflow, root.path(), None).unwrap();
    let english = |id: &str| {
        let intent = &draft.intents[id];
        (intent.name.as_str(), intent.examples[&Language::En].join(" "), intent.says[&Language::En].join(" "))
    };
    assert_eq!(draft.intents.len(), 2);
    assert_eq!(english("order_pizza"), ("Order - Pizza", "a pizza".to_owned(), "Ordered.".to_owned()));
    assert_eq!(english("order_pizza_2"), ("Order - pizza!", "pizza now".to_owned(), "Hurry!".to_owned()));
    assert_left(&draft, &["intents/order_pizza_2.yaml: `Order - pizza!`: its name would be that of `Order - Pizza`"]);
}

/// What an intent of Dialogflow says when it has these messages, and what is told of it.
fn said(messages: &str) -> (Vec<String>, String) {
    let intent = format!(r#"{{"name": "hi", "responses": [{{"messages": [{messages}]}}]}}"#);
    let draft = import(Format::Dialogflow, folder(&[("intents/hi.json", &intent)]).path(), None).unwrap();
    (draft.intents["hi"].says.get(&Language::En).cloned().unwrap_or_default(), left(&draft))
}

#[test]
fn messages_that_follow_one_another_are_one_reply() {
    let (says, left) = said(
        r#"{"type": 0, "lang": "en", "speech": "Thanks."}, {"type": 0, "lang": "it", "speech": "Grazie."},
           {"type": "0", "lang": "en", "speech": ["See $day.", "We call you.", "We ring you."]},
           {"type": 0, "lang": "en", "speech": []}, {"type": 0, "lang": "en", "speech": ["Bye."]}"#,
    );
    assert_eq!(says, ["Thanks.\n\nWe call you.\n\nBye."]);
    assert!(
        left.contains(
            "`hi`: of messages that follow one another, one wording each is taken; left out: See $day. / We ring you."
        ),
        "{left}"
    );
    let (says, left) = said(r#"{"type": 0, "lang": "en", "speech": ["Hi.", "Hello."]}"#);
    assert_eq!(says, ["Hi.", "Hello."], "one message alone has all its wordings");
    assert!(!left.contains("one wording each"), "{left}");
    let (says, left) =
        said(r#"{"type": 0, "lang": "en", "speech": "Hi."}, {"type": 0, "lang": "en", "speech": "On $day."}"#);
    assert!(says.is_empty(), "half of a reply is none: {says:?}");
    assert!(left.contains("a reply with places to fill in is left out: Hi.\n\nOn $day."), "{left}");
}

#[test]
fn messages_of_a_platform_do_not_stand_behind_those_for_all() {
    let slack = r#"{"type": 0, "lang": "en", "platform": "slack", "speech": "On Slack."}"#;
    let (says, left) = said(&format!(r#"{slack}, {{"type": 0, "lang": "en", "speech": "Anywhere."}}"#));
    assert_eq!(says, ["Anywhere."]);
    assert!(left.contains("`hi`: a reply of the platform slack is left out: On Slack."), "{left}");
    let (says, left) = said(slack);
    assert_eq!(says, ["On Slack."]);
    assert!(left.contains("`hi`: a reply of the platform slack is for all of them now: On Slack."), "{left}");
}

#[test]
fn contents_that_botpress_answers_with_are_told() {
    let qna = r##"{"qnas": [
        {"id": "a", "data": {"enabled": true, "action": "text", "questions": {"en": ["Where?"]},
         "answers": {"en": ["Here.", "#!builtin_image-x1"]}, "contentAnswers": {"en": [{"contentType": "builtin_card"}], "it": []}}},
        {"id": "b", "data": {"enabled": true, "action": "text", "questions": {"en": ["When?"]}, "answers": {"en": ["Now."]},
         "contentAnswers": {"en": []}}},
        {"id": "c", "data": {"enabled": true, "action": "text", "questions": {"en": ["When?", "What time?"]}, "answers": {"en": ["Soon."]}}}
      ], "contentElements": [{"id": "builtin_image-x1"}]}"##;
    let draft = import(Format::Botpress, folder(&[("qna.json", qna)]).path(), None).unwrap();
    assert_eq!(draft.intents["where"].says[&Language::En], ["Here."]);
    assert_eq!(draft.intents["when"].says[&Language::En], ["Now.", "Soon."]);
    assert_left(
        &draft,
        &[
            "qna.json: `Where?`: its answers that are contents (pictures, cards and the like)",
            "qna.json: `Where?`: an answer that is a content: #!builtin_image-x1",
            "qna.json: `When?`: several questions that begin so are one intent",
            "qna.json: contents (pictures, cards and the like): 1",
        ],
    );
    assert!(!left(&draft).contains("`When?`: its answers"), "{}", left(&draft));
}
