//! Files as those products export them become content, and what cannot be carried over is said.

use std::{fs, path::Path};

use super::*;
use crate::{
    content::{Files, check, written},
    domain::Language,
};

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

fn texts<'d>(draft: &'d Draft, intent: &str, language: Language) -> Vec<&'d str> {
    draft.intents[intent].examples[&language].iter().map(String::as_str).collect()
}

fn left(draft: &Draft) -> String {
    draft.left.iter().map(|left| format!("{}: {}\n", left.file, left.what)).collect()
}

#[track_caller]
fn assert_left(draft: &Draft, parts: &[&str]) {
    let left = left(draft);
    for part in parts {
        assert!(left.contains(part), "{part} is missing in\n{left}");
    }
}

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

const ZENDESK: &str = r#"{"count": 4, "next_page": null, "page": 1, "page_count": 1, "per_page": 30,
  "sections": [{"id": 7, "name": "Getting Started!", "locale": "en-us"}],
  "articles": [
    {"id": 35, "title": "How do I join?", "locale": "en-us", "source_locale": "en-us", "section_id": 7, "draft": false,
     "label_names": ["join", "enter"], "edited_at": "2026-03-04T05:06:07Z", "updated_at": "2026-05-01T00:00:00Z",
     "body": "<h2>On the web</h2><p>Open the <a href=\"/x\">page</a> &amp; click <strong>Join</strong>.</p><ul><li>one</li><li>two</li></ul><p>Use {{name}} and {% raw %}.</p><script>alert(1)</script><img src=\"a.png\">"},
    {"id": 35, "title": "Come si entra?", "locale": "it", "source_locale": "en-us", "section_id": 7, "draft": true,
     "label_names": [], "updated_at": "2026-05-01T00:00:00Z", "user_segment_id": 5, "body": "<p>Si apre la pagina.</p>"},
    {"id": 36, "title": "Wie?", "locale": "de", "source_locale": "en-us", "section_id": 7, "body": "<p>So.</p>"},
    {"id": 37, "title": "Empty", "locale": "en-us", "source_locale": "en-us", "section_id": 8, "body": null},
    {"id": 38, "title": "How do I join?", "locale": "en-us", "source_locale": "en-us", "section_id": 7, "body": "<p>Again.</p>"}
  ]}"#;

#[test]
fn zendesk_articles_become_articles() {
    let root = folder(&[("articles.json", ZENDESK)]);
    let draft = import(Format::ZendeskArticles, &root.path().join("articles.json"), None).unwrap();
    let files = files(&draft);
    let paths: Vec<_> = files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "knowledge/en/getting-started/how-do-i-join.md",
            "knowledge/it/getting-started/how-do-i-join.md",
            "knowledge/en/getting-started/how-do-i-join-2.md"
        ]
    );
    let english = &files[0].1;
    for part in [
        "title: \"How do I join?\"\n",
        "keywords: [\"join\", \"enter\"]\n",
        "updated: 2026-03-04\n",
        "## On the web",
        "**Join**",
    ] {
        assert!(english.contains(part), "{part} is missing in\n{english}");
    }
    assert!(!english.contains("alert") && !english.contains("{{name}}"), "{english}");
    assert!(files[1].1.contains("draft: true\n"), "{}", files[1].1);
    assert_left(&draft, &["`Wie?`: an article in `de`", "`Empty`: an article without", "pictures", "who may read it"]);
}

#[test]
fn what_is_imported_can_be_checked_and_read() {
    let root = folder(&[("articles.json", ZENDESK)]);
    let into = folder(&[]);
    let shipped = Files::embedded().files.into_iter().map(|file| (file.path, file.text)).collect::<Vec<_>>();
    write(&shipped, into.path(), false).unwrap();
    write(&files(&import(Format::ZendeskArticles, root.path(), None).unwrap()), into.path(), false).unwrap();
    let findings = check(Files::in_folder(into.path()).unwrap());
    let errors: Vec<_> = findings.iter().filter(|f| f.severity == crate::content::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn tables_become_intents_or_articles() {
    let intents = "\u{feff}Intent,Language,Example,Reply\ngreet,en,\"hello, there\",Hi!\ngreet,it,ciao,\nbye,de,tschüss,\nbye,en,,\n";
    let faq = "question;answer\nHow?;Like this.\n";
    let root = folder(&[("a.csv", intents), ("b.csv", faq)]);
    let draft = import(Format::Csv, root.path(), Some(Language::Es)).unwrap();
    assert_eq!(texts(&draft, "greet", Language::En), ["hello, there"]);
    assert_eq!(texts(&draft, "greet", Language::It), ["ciao"]);
    let article = &draft.articles[0];
    assert_eq!(
        (article.language, article.title.as_str(), article.markdown.as_str()),
        (Language::Es, "How?", "Like this.")
    );
    assert_left(&draft, &["a.csv: line 4: a language that is not served", "a.csv: line 5: a row with an empty cell"]);
    let wrong = folder(&[("c.csv", "a,b\n1,2\n")]);
    let error = import(Format::Csv, wrong.path(), None).unwrap_err().to_string();
    assert!(error.starts_with("c.csv: the heading has `a, b`"), "{error}");
}

#[test]
fn nothing_is_written_over_unless_it_is_wanted() {
    let into = folder(&[("intents/a.yaml", "mine")]);
    let new = [("intents/a.yaml".to_owned(), "new".to_owned()), ("intents/b.yaml".to_owned(), "new".to_owned())];
    let error = write(&new, into.path(), false).unwrap_err();
    assert!(matches!(&error, WriteError::Exists(taken) if taken.len() == 1), "{error}");
    assert!(!into.path().join("intents/b.yaml").exists(), "all or nothing");
    assert_eq!(fs::read_to_string(into.path().join("intents/a.yaml")).unwrap(), "mine");
    write(&new, into.path(), true).unwrap();
    assert_eq!(fs::read_to_string(into.path().join("intents/a.yaml")).unwrap(), "new");
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let root = folder(&[("agent.zip", "PK"), ("broken/x.json", "{"), ("empty/readme.txt", "")]);
    let error = |path: &Path| import(Format::Dialogflow, path, None).unwrap_err().to_string();
    assert!(error(&root.path().join("agent.zip")).ends_with("is an archive; unpack it, and name the folder"));
    assert!(error(&root.path().join("broken")).contains("x.json cannot be read"));
    assert!(error(&root.path().join("empty")).contains("no file that ends in .json"));
    assert!(import(Format::Dialogflow, &root.path().join("nowhere.json"), None).is_err());
}

#[test]
fn json_lines_have_every_example() {
    let intents = written(&Files::embedded());
    let rows = jsonl(&intents, &[(Language::Es, "¿qué tiempo hace?".to_owned())]);
    let rows: Vec<serde_json::Value> = rows.lines().map(|row| serde_json::from_str(row).unwrap()).collect();
    let examples: usize = intents.iter().flat_map(|i| i.examples.iter()).map(|(_, texts)| texts.len()).sum();
    assert_eq!(rows.len(), examples + 1);
    assert_eq!(rows.last().unwrap()["intent"], serde_json::Value::Null);
}

fn csv(name: &str, bytes: &[u8]) -> Result<Draft, ImportError> {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join(name), bytes).unwrap();
    import(Format::Csv, &root.path().join(name), Some(Language::En))
}

#[test]
fn a_table_that_would_be_read_wrongly_is_refused() {
    let problem = |bytes: &[u8]| csv("a.csv", bytes).unwrap_err().to_string();
    let open = problem(b"question,answer\na,\"it is 5\"\" wide\"\nb,\"never closed\nc,d\n");
    assert!(open.contains("line 3 is never closed"), "{open}");
    assert!(problem(b"question,answer\nperch\xe9,s\xec\n").contains("CSV UTF-8"));
    assert!(problem(b"question,answer\n").contains("holds nothing"));
}

#[test]
fn tabs_divide_and_what_is_not_read_is_told() {
    let draft = csv("a.tsv", b"intent\texample\tauthor\ngreet\thello, there\tAda\n").unwrap();
    assert_eq!(texts(&draft, "greet", Language::En), ["hello, there"]);
    assert_left(&draft, &["the columns `author`, which Bolt does not read"]);
}

#[test]
fn an_export_of_another_kind_is_refused() {
    let root = folder(&[("a.json", "{\"users\": []}")]);
    for format in [Format::Botpress, Format::Dialogflow, Format::ZendeskArticles] {
        let error = import(format, root.path(), None).unwrap_err().to_string();
        assert!(error.contains("holds nothing that Bolt can take as"), "{error}");
    }
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
fn links_between_zendesk_articles_lead_to_where_they_are_now() {
    let of = |id: u32, title: &str, body: &str| {
        format!("{{\"id\":{id},\"title\":\"{title}\",\"locale\":\"en-us\",\"section_id\":7,\"body\":\"{body}\"}}")
    };
    let first = "<p>ciao *x* _y_. See <a href='/hc/en-us/articles/2-other#part'>it</a> or <a href='https://a.zendesk.com/hc/articles/9'>that</a>.</p>";
    let export = format!(
        "{{\"next_page\":\"https://a/2\",\"sections\":[{{\"id\":7,\"name\":\"First Steps\"}}],\"articles\":[{},{}]}}",
        of(1, "One", first),
        of(2, "Other", "<p>Text.</p>")
    );
    let root = folder(&[("articles.json", &export)]);
    let draft = import(Format::ZendeskArticles, root.path(), None).unwrap();
    let page = &draft.articles[0].markdown;
    assert!(page.contains("(../first-steps/other.md#part)") && page.contains("articles/9"), "{page}");
    assert_left(&draft, &["https://a/2", "`One`: its link to article 9, which is not in the export"]);
    let files = files(&draft);
    assert!(files.iter().any(|(path, _)| path == "knowledge/en/first-steps/other.md"));
    assert!(files[0].1.contains("description: \"ciao *x* _y_.\""), "{}", files[0].1);
}
