//! Rasa, there and back.

use std::fs;

use super::*;

const RASA_NLU: &str = r#"version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hey
      - good morning
  - intent: faq/opening_hours
    examples: |
      - when are you open on [sunday](day)?
      - are you open at [nine]{"entity": "time", "value": "09:00"}
  - intent: goodbye
    examples:
      - text: |
          - see you
        metadata:
          sentiment: neutral
      - text: bye
  - synonym: nine
    examples: |
      - 9 am
  - regex: goodbye
    examples: |
      - \bsee (you|ya)\b
  - regex: zip_code
    examples: |
      - \d{5}
  - lookup: greet
    examples: |
      - ahoy
"#;

const RASA_DOMAIN: &str = r#"version: "3.1"
intents:
  - greet
  - goodbye
entities:
  - day
slots:
  name:
    type: text
responses:
  utter_welcome:
    - text: "Hello! How can I help?"
    - text: "Hi {name}, nice to see you."
  utter_goodbye:
    - text: "Bye."
      buttons:
        - title: "Again"
          payload: /greet
  utter_faq/opening_hours:
    - text: "We are open round the clock."
  utter_iamabot:
    - text: "I am a bot."
actions:
  - action_search
"#;

const RASA_RULES: &str = r#"version: "3.1"
rules:
  - rule: Say hello
    steps:
      - intent: greet
      - action: utter_welcome
"#;

#[test]
fn rasa_becomes_intents() {
    let root = folder(&[
        ("config.yml", "language: en\npipeline:\n  - name: WhitespaceTokenizer\n"),
        ("data/nlu.yml", RASA_NLU),
        ("data/rules.yml", RASA_RULES),
        ("domain.yml", RASA_DOMAIN),
    ]);
    let draft = import(Format::Rasa, root.path(), None).unwrap();
    assert_eq!(draft.intents.keys().collect::<Vec<_>>(), ["faq_opening_hours", "goodbye", "greet"]);
    assert_eq!(
        texts(&draft, "faq_opening_hours", Language::En),
        ["when are you open on sunday?", "are you open at nine"]
    );
    assert_eq!(texts(&draft, "goodbye", Language::En), ["see you", "bye"]);
    let of = |intent: &str| &draft.intents[intent];
    assert_eq!(of("greet").says[&Language::En], ["Hello! How can I help?"]);
    assert_eq!(of("faq_opening_hours").says[&Language::En], ["We are open round the clock."]);
    assert_eq!(of("goodbye").patterns[&Language::En], [r"\bsee (you|ya)\b"]);
    assert_eq!(of("greet").keywords[&Language::En], ["ahoy"]);
    assert_left(
        &draft,
        &[
            "data/nlu.yml: `faq/opening_hours`: the marks of values",
            "data/nlu.yml: `nine`: synonyms",
            "data/nlu.yml: `zip_code`: a regular expression, which belongs to no intent",
            "domain.yml: `greet`: a reply with places to fill in is left out: Hi {name}",
            "domain.yml: `utter_goodbye`: buttons",
            "domain.yml: `utter_iamabot`: a response that answers no intent",
            "domain.yml: slots",
            "domain.yml: entities",
            "domain.yml: actions",
            "intents/greet.yaml: no examples in it and es",
        ],
    );
}

#[test]
fn rasa_without_a_language_asks_for_one() {
    let root = folder(&[("nlu.yml", RASA_NLU)]);
    let error = import(Format::Rasa, root.path(), None).unwrap_err().to_string();
    assert_eq!(error, "nothing says which language nlu.yml is in; name it with --language en, it or es");
    assert!(import(Format::Rasa, root.path(), Some(Language::It)).is_ok());
}

#[test]
fn the_shipped_intents_come_back_from_rasa_as_they_were() {
    let before = written(&Files::embedded());
    let (exported, left) = rasa(&before);
    let root = tempfile::tempdir().unwrap();
    write(&exported, root.path(), false).unwrap();
    let draft = import(Format::Rasa, root.path(), None).unwrap();
    let into = tempfile::tempdir().unwrap();
    write(&files(&draft), into.path(), false).unwrap();
    fs::create_dir(into.path().join("knowledge")).unwrap();
    let after = written(&Files::in_folder(into.path()).unwrap());
    assert_eq!(after.len(), before.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(after.id, before.id);
        assert_eq!(after.examples, before.examples, "{}", before.id);
        assert_eq!(after.keywords, before.keywords, "{}", before.id);
        assert_eq!(after.patterns, before.patterns, "{}", before.id);
    }
    assert!(left.iter().any(|left| left.file == "intents/phone_number.yaml" && left.what.contains("condition")));
    let answered = after.iter().filter(|intent| !intent.replies.is_empty()).count();
    assert!(answered > 5, "what is said to everybody is carried over: {answered}");
}

#[test]
fn expressions_that_bolt_cannot_use_are_left_out_and_told() {
    let nlu = "nlu:\n  - intent: bye\n    examples: |\n      - bye\n  - regex: bye\n    examples: |\n      - (?=x)y\n      - '[open'\n      - \\bbye\\b\n";
    let root = folder(&[("nlu.yml", nlu)]);
    let draft = import(Format::Rasa, root.path(), Some(Language::En)).unwrap();
    assert_eq!(draft.intents["bye"].patterns[&Language::En], [r"\bbye\b"]);
    assert_left(&draft, &["the regular expression `(?=x)y`", "[open"]);
}

#[test]
fn intents_of_rasa_whose_names_come_out_alike_stay_apart() {
    let nlu = "nlu:\n- intent: 日本\n  examples: |\n    - tokyo\n- intent: 中国\n  examples: |\n    - beijing\n\
        - intent: order-pizza\n  examples: |\n    - one margherita\n- intent: Order Pizza\n  examples: |\n    - pizza status\n\
        - regex: Order Pizza\n  examples: |\n    - status \\d+\n- lookup: order_pizza\n  examples: |\n    - napoli\n";
    let domain = "responses:\n  utter_日本:\n  - text: Japan.\n  utter_中国:\n  - text: China.\n  utter_taken:\n  - text: Taken.\n  \
        utter_there:\n  - text: There.\n  utter_order_pizza:\n  - text: Which?\n";
    let rules = "rules:\n- rule: a\n  steps:\n  - intent: order-pizza\n  - action: utter_taken\n\
        - rule: b\n  steps:\n  - intent: Order Pizza\n  - action: utter_there\n";
    let root = folder(&[("nlu.yml", nlu), ("domain.yml", domain), ("rules.yml", rules)]);
    let draft = import(Format::Rasa, root.path(), Some(Language::En)).unwrap();
    assert_eq!(draft.intents.keys().collect::<Vec<_>>(), ["order_pizza", "order_pizza_2", "unnamed", "unnamed_2"]);
    for (id, name, example, reply) in [
        ("unnamed", "日本", "tokyo", "Japan."),
        ("unnamed_2", "中国", "beijing", "China."),
        ("order_pizza", "order-pizza", "one margherita", "Taken."),
        ("order_pizza_2", "Order Pizza", "pizza status", "There."),
    ] {
        let intent = &draft.intents[id];
        assert_eq!(intent.name, name);
        assert_eq!(
            (&intent.examples[&Language::En], &intent.says[&Language::En]),
            (&vec![example.into()], &vec![reply.into()])
        );
    }
    assert_eq!(draft.intents["order_pizza_2"].patterns[&Language::En], [r"status \d+"]);
    assert!(draft.intents.values().all(|intent| intent.keywords.is_empty()), "whose they are is not known");
    assert_left(
        &draft,
        &[
            "intents/order_pizza_2.yaml: `Order Pizza`: its name would be that of `order-pizza`, which is another intent",
            "intents/unnamed_2.yaml: `中国`: its name would be that of `日本`",
            "nlu.yml: `order_pizza`: a table of words, which is named like several intents",
            "domain.yml: `utter_order_pizza`: a response that is named like several intents",
        ],
    );
}

const RASA_MARKDOWN: &str = "\
## intent:bye
- see you <!-- said often -->
* ciao [Rome](city)

## intent: faq/price
- what does it cost?
<!-- - not this
- nor this -->

## regex:bye
- \\bbye+\\b

## lookup:city
data/cities.txt

## lookup:bye
- adieu

## synonym:Rome
- Roma

## greet:people
- hello
";

const RASA_STORIES: &str = "\
## parting
* bye{\"city\": \"Rome\"} OR leave
  - utter_parting
  - slot{\"a\": \"b\"}
* leave: I leave
  - action_leave
";

#[test]
fn markdown_of_rasa_1_becomes_intents() {
    let root = folder(&[
        ("README.md", "# A bot\n\n* easy\n  - to use\n\n```\n## intent:x\n- y\n```\n"),
        ("data/nlu.md", RASA_MARKDOWN),
        ("data/leave.md", "## intent:leave\n- I go\n"),
        ("data/stories.md", RASA_STORIES),
        ("data/responses.md", "## price\n* faq/price\n  - It costs nothing.\n"),
        ("domain.yml", "templates:\n  utter_parting:\n  - See you.\n  - text: Bye.\n"),
        ("config.yml", "language: en\n"),
    ]);
    let draft = import(Format::Rasa, root.path(), None).unwrap();
    assert_eq!(draft.intents.keys().collect::<Vec<_>>(), ["bye", "faq_price", "leave"]);
    assert_eq!(texts(&draft, "bye", Language::En), ["see you", "ciao Rome"]);
    assert_eq!(texts(&draft, "faq_price", Language::En), ["what does it cost?"]);
    let of = |intent: &str| &draft.intents[intent];
    assert_eq!(of("bye").patterns[&Language::En], [r"\bbye+\b"]);
    assert_eq!(of("bye").keywords[&Language::En], ["adieu"]);
    assert_eq!(of("bye").says[&Language::En], ["See you.", "Bye."]);
    assert_eq!(of("leave").says[&Language::En], ["See you.", "Bye."]);
    assert_eq!(of("faq_price").says[&Language::En], ["It costs nothing."]);
    assert_left(
        &draft,
        &[
            "data/nlu.md: `bye`: the marks of values",
            "data/nlu.md: `city`: a table of words, which belongs to no intent",
            "data/nlu.md: `Rome`: synonyms",
            "data/nlu.md: `## greet:people`: a section of a kind that Bolt does not know",
            "data/stories.md: stories, beyond the response",
        ],
    );
    assert!(!left(&draft).contains("README"), "{}", left(&draft));
}

#[test]
fn json_of_rasa_1_becomes_intents() {
    let nlu = r#"{"rasa_nlu_data": {
        "common_examples": [
            {"text": "bye", "intent": "bye", "entities": []},
            {"text": "book a room", "intent": "book", "entities": [{"start": 7, "end": 11, "value": "room", "entity": "what"}]},
            {"text": "see you", "intent": "bye"},
            {"text": "Rome", "entities": []}],
        "regex_features": [{"name": "bye", "pattern": "\\bbye+\\b"}, {"name": "zip", "pattern": "\\d{5}"}],
        "lookup_tables": [{"name": "bye", "elements": ["adieu"]}, {"name": "book", "elements": "data/rooms.txt"}],
        "entity_synonyms": [{"value": "Rome", "synonyms": ["Roma"]}]}}"#;
    let root = folder(&[("nlu.json", nlu), ("package.json", "{\"name\": \"x\"}"), ("tsconfig.json", "{ // x\n}")]);
    let draft = import(Format::Rasa, root.path(), Some(Language::En)).unwrap();
    assert_eq!(draft.intents.keys().collect::<Vec<_>>(), ["book", "bye"]);
    assert_eq!(texts(&draft, "bye", Language::En), ["bye", "see you"]);
    assert_eq!(draft.intents["bye"].patterns[&Language::En], [r"\bbye+\b"]);
    assert_eq!(draft.intents["bye"].keywords[&Language::En], ["adieu"]);
    assert_left(
        &draft,
        &[
            "nlu.json: `book`: the marks of values",
            "nlu.json: 1 examples without an intent, the first of them: Rome",
            "nlu.json: `zip`: a regular expression, which belongs to no intent",
            "nlu.json: `book`: a table of words, which are in another file: data/rooms.txt",
            "nlu.json: `Rome`: synonyms",
        ],
    );
    let broken = folder(&[("nlu.json", "{\"rasa_nlu_data\": {")]);
    let error = import(Format::Rasa, broken.path(), Some(Language::En)).unwrap_err().to_string();
    assert!(error.contains("nlu.json cannot be read"), "{error}");
}

/// What `hi` says when the response has these variants, and what is told of them.
fn said(variants: &str) -> (Vec<String>, String) {
    let domain = format!("responses:\n  utter_hi:\n{variants}");
    let root = folder(&[("nlu.yml", "nlu:\n- intent: hi\n  examples: |\n    - hi\n"), ("domain.yml", &domain)]);
    let draft = import(Format::Rasa, root.path(), Some(Language::En)).unwrap();
    (draft.intents["hi"].says.get(&Language::En).cloned().unwrap_or_default(), left(&draft))
}

#[test]
fn a_wording_with_a_condition_is_not_said_to_everybody() {
    let condition =
        "    condition:\n    - {type: slot, name: plan, value: gold}\n    - {type: slot, name: old, value: true}\n";
    let (says, left) = said(&format!("  - text: Welcome, golden one.\n{condition}  - text: Hello.\n"));
    assert_eq!(says, ["Hello."]);
    let told = "domain.yml: `utter_hi`: a wording with a condition (plan = gold, old = true) is left out: Welcome, golden one.";
    assert!(left.contains(told), "{left}");
    let (says, left) =
        said(&format!("  - text: Welcome, golden one.\n{condition}  - text: Slack.\n    channel: slack\n"));
    assert_eq!(says, ["Slack."], "what is said under a condition is no wording for the others");
    assert!(left.contains("`utter_hi`: a wording of the channel slack is for all of them now: Slack."), "{left}");
}

#[test]
fn a_wording_of_a_channel_is_taken_where_there_is_no_other() {
    let (says, left) = said("  - text: On Slack.\n    channel: slack\n  - text: Anywhere.\n");
    assert_eq!(says, ["Anywhere."]);
    assert!(left.contains("`utter_hi`: a wording of the channel slack is left out: On Slack."), "{left}");
    let (says, left) = said("  - text: On Slack.\n    channel: slack\n  - image: a.png\n");
    assert_eq!(says, ["On Slack."]);
    assert!(left.contains("`utter_hi`: a wording of the channel slack is for all of them now: On Slack."), "{left}");
    assert!(left.contains("`utter_hi`: buttons"), "{left}");
}
