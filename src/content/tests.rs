//! The shipped content is in order, and each kind of mistake is found where it was made.

use std::fs;

use super::*;

/// The shipped content with one file changed, or taken away.
fn changed(path: &str, change: impl Fn(&str) -> Option<String>) -> Vec<Finding> {
    let mut files = Files::embedded();
    let old = files.files.iter().position(|file| file.path == path).map(|place| files.files.remove(place));
    if let Some(text) = change(&old.map(|file| file.text).unwrap_or_default()) {
        files.files.push(File::new(path, &text));
        files.files.sort_by(|a, b| a.path.cmp(&b.path));
    }
    check(files)
}

fn replaced(path: &str, from: &str, to: &str) -> Vec<Finding> {
    changed(path, |text| {
        assert!(text.contains(from), "`{from}` is not in {path}");
        Some(text.replacen(from, to, 1))
    })
}

#[track_caller]
fn assert_found(findings: &[Finding], code: Code, file: &str) {
    let found = findings.iter().any(|finding| finding.code == code.word() && finding.file == file);
    assert!(found, "no {} in {file} among {findings:#?}", code.word());
}

#[test]
fn the_shipped_content_is_in_order() {
    assert_eq!(check(Files::embedded()), []);
}

#[test]
fn mistakes_in_an_intent_are_found() {
    const FILE: &str = "intents/talk_to_person.yaml";
    for (from, to, code) in [
        ("examples:", "exampels:", Code::UnknownKey),
        ("title:\n  en:", "title:\n  fr:", Code::MissingLanguage),
        ("article: contact/live-chat", "article: contact/live-chatt", Code::UnknownArticle),
        ("action: handoff", "action: hand-off", Code::UnknownValue),
        ("when: can.live_chat", "when: can.live_chatt", Code::UnknownVariable),
        ("when: can.live_chat", "when: can.help_center", Code::UnguardedAction),
        ("when: can.live_chat", "when: can.live_chat and", Code::BadTemplate),
        ("{% if person.name is defined %}, {{ person.name }}{% endif %}", "{{ person.name }}", Code::BadTemplate),
        ("{{ channels_you_have() }}", "{{ channels_you_hav() }}", Code::UnknownVariable),
        ("{{ channels_you_have() }}", "{{ country.name }}", Code::BadTemplate),
        ("    - agent\n", "    - hello\n", Code::DuplicateExample),
        ("    - agent\n", "    - \n", Code::WrongType),
        ("patterns:\n  en:\n", "patterns:\n  en:\n    - '(['\n", Code::BadPattern),
        ("replies:\n", "replies: [\n", Code::YamlSyntax),
        ("title:\n", "\ttitle:\n", Code::YamlSyntax),
    ] {
        assert_found(&replaced(FILE, from, to), code, FILE);
    }
    let unguarded =
        changed(FILE, |text| Some(text.replace("action: decline", "when: person.paid\n    action: decline")));
    assert_found(&unguarded, Code::NoReply, FILE);
}

#[test]
fn mistakes_in_names_are_found() {
    const FILE: &str = "knowledge/facts/names.yaml";
    for (from, to, code) in [
        ("kind: plan", "kind: plann", Code::UnknownValue),
        ("value: premier_plus", "value: premier_max", Code::UnknownValue),
        ("value: sunday", "value: someday", Code::UnknownValue),
        ("value: pro,business", "value: pro,bizness", Code::UnknownValue),
        ("value: live_chat", "value: chat", Code::UnknownValue),
        ("priority_words:", "priorities:", Code::UnknownKey),
        ("any: [premier, premiere]", "any: premier", Code::WrongType),
    ] {
        assert_found(&replaced(FILE, from, to), code, FILE);
    }
    const INTENT: &str = "intents/phone_who.yaml";
    for (from, to) in [("channel: phone", "channel: fone"), ("how_much: phone_charges", "how_much: phone_price")] {
        assert_found(&replaced(INTENT, from, to), Code::UnknownValue, INTENT);
    }
    assert_found(&replaced(INTENT, "how_much:", "how_expensive:"), Code::UnknownKey, INTENT);
}

#[test]
fn mistakes_in_an_article_are_found() {
    const FILE: &str = "knowledge/en/contact/live-chat.md";
    for (from, to, code) in [
        ("---\n", "", Code::FrontMatter),
        ("title:", "titel:", Code::UnknownKey),
        ("(help-center.md)", "(help-centre.md)", Code::BrokenLink),
        ("{{ plan_name('access') }}", "{{ plan_name('acess') }}", Code::BadTemplate),
        ("{{ plan_name('access') }}", "{{ plan_name('access' }}", Code::BadTemplate),
        ("updated: 2026", "audience: [fone]\nupdated: 2026", Code::UnknownValue),
    ] {
        assert_found(&replaced(FILE, from, to), code, FILE);
    }
    assert_found(&changed(FILE, |_| None), Code::MissingTranslation, "knowledge/es/contact/live-chat.md");
    assert_found(&changed(FILE, |_| Some("\u{feff}---\r\n".to_owned())), Code::FrontMatter, FILE);
    let title = changed(FILE, |_| Some("---\ntitle: The Community\ndescription: x\n---\nx\n".to_owned()));
    assert_found(&title, Code::DuplicateTitle, FILE);
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn a_broken_file_is_told_where_it_is_broken_and_nowhere_else() {
    const ARTICLE: &str = "knowledge/en/contact/live-chat.md";
    for (path, text, code) in [
        (ARTICLE, "---\ntitle: [oops\n---\nhi\n", "yaml-syntax"),
        (ARTICLE, "hi\n", "front-matter"),
        (ARTICLE, "---\n- x\n---\nhi\n", "wrong-type"),
        ("intents/repeat.yaml", "title: [\n", "yaml-syntax"),
        ("knowledge/facts/countries.yaml", "countries: [\n", "yaml-syntax"),
    ] {
        let found = changed(path, |_| Some(text.to_owned()));
        assert_eq!(codes(&found), [code], "{found:#?}");
        assert_eq!(found[0].file, path);
    }
    // Neither a file that cannot be read, nor a folder that is away, makes others fail.
    for (file, gone) in
        [(ARTICLE, ARTICLE), ("knowledge/en/contact", "knowledge/en/contact/"), ("knowledge", "knowledge/")]
    {
        let mut files = Files::embedded();
        files.files.retain(|file| !file.path.starts_with(gone));
        files.findings.push(Finding::of_file(Code::UnreadableFile, file, "it cannot be read", "mend it"));
        let found = check(files);
        assert_eq!(codes(&found), ["unreadable-file"], "{found:#?}");
    }
    let title = replaced("intents/repeat.yaml", "title:", "titel:");
    assert_eq!(codes(&title), ["unknown-key", "missing-key"], "{title:#?}");
}

#[test]
fn problems_are_of_priorities_that_there_are_and_need_not_be_there() {
    const FILE: &str = "knowledge/facts/problems.yaml";
    assert_eq!(codes(&changed(FILE, |_| None)), [""; 0]);
    let found = replaced(FILE, "priority: p2", "priority: p5");
    assert_eq!(codes(&found), ["unknown-value"], "{found:#?}");
    assert!(found[0].line > 1 && found[0].remedy.contains("`none`"), "{found:#?}");
}

#[test]
fn what_follows_from_missing_facts_is_not_told() {
    const PLANS: &str = "knowledge/facts/plans.yaml";
    let slip = replaced(PLANS, "plans:", "plnas:");
    assert_eq!(codes(&slip).len(), 2, "{slip:#?}");
    assert!(slip.iter().any(|finding| finding.notes.iter().any(|note| note.contains("is checked when"))));
    for name in facts::FACT_FILES.into_iter().filter(|name| *name != facts::PROBLEMS_FILE) {
        let path = format!("knowledge/facts/{name}");
        let found = changed(&path, |_| None);
        assert_eq!(codes(&found), ["missing-file"], "{found:#?}");
        assert!(found[0].remedy.contains("Bolt's own repository"));
    }
    // What has nothing to do with facts is told all the same.
    let mut files = Files::embedded();
    files.files.retain(|file| file.path != PLANS);
    const ARTICLE: &str = "knowledge/en/contact/live-chat.md";
    let article = files.files.iter_mut().find(|file| file.path == ARTICLE).unwrap();
    *article = File::new(ARTICLE, &format!("{}\n{{{{ nobody }}}}\n", article.text));
    let found = check(files.clone());
    assert_found(&found, Code::BadTemplate, ARTICLE);
    assert_eq!(found.len(), 2, "{found:#?}");
    // Where only the first is shown, it is the one that others may come from.
    let Err(Invalid(shown)) = Content::load(files, ArticleLinks::default()) else { panic!("it is broken") };
    assert_eq!((shown[0].file.as_str(), shown[0].code), (PLANS, "missing-file"));
}

#[test]
fn a_reply_that_is_wrong_is_still_a_reply() {
    const FILE: &str = "intents/talk_to_person.yaml";
    let found = replaced(FILE, "action: decline", "action: declin");
    assert_eq!(codes(&found), ["unknown-value"], "{found:#?}");
    let found = replaced(FILE, "replies:", "replys:");
    assert_eq!(codes(&found), ["missing-key", "unknown-key"], "{found:#?}");
}

#[test]
fn mistakes_in_facts_and_phrases_are_found() {
    const PLANS: &str = "knowledge/facts/plans.yaml";
    const PHRASES: &str = "knowledge/phrases.yaml";
    assert_found(&changed(PLANS, |_| None), Code::MissingFile, PLANS);
    const DIRECTORY: &str = "knowledge/facts/phone.yaml";
    assert_found(&replaced(DIRECTORY, "+41.31.5607204", "+41.31,5607204"), Code::WrongType, DIRECTORY);
    assert_found(&replaced(PLANS, "id: access", "id: axess"), Code::UnknownValue, PLANS);
    assert_found(&replaced("knowledge/facts/phone.yaml", "CH", "XX"), Code::UnknownValue, "knowledge/facts/phone.yaml");
    assert_found(&replaced(PLANS, "id: premier\n", "id: access\n"), Code::DuplicateId, PLANS);
    assert_found(&changed(PHRASES, |_| None), Code::MissingFile, PHRASES);
    assert_found(&replaced(PHRASES, "{{ title }}", "{{ titel }}"), Code::UnknownVariable, PHRASES);
    assert_found(&replaced(PHRASES, "  fallback:", "  falback:"), Code::MissingKey, PHRASES);
}

#[test]
fn intents_that_rules_rely_on_must_be_there() {
    assert_found(&changed("intents/danger.yaml", |_| None), Code::MissingFile, "intents/danger.yaml");
}

#[test]
fn a_finding_points_at_the_very_place() {
    let findings = replaced("intents/talk_to_person.yaml", "when: can.live_chat", "when: can.live_chatt");
    let finding = findings.iter().find(|finding| finding.code == "unknown-variable").unwrap();
    assert_eq!(finding.source.as_deref(), Some("  - when: can.live_chatt"));
    assert_eq!((finding.column, finding.width), (11, "can.live_chatt".len()));
    assert_eq!(finding.remedy, "did you mean `live_chat`?");
}

#[test]
fn an_empty_folder_and_junk_are_findings() {
    let findings = check(Files::default());
    assert!(findings.iter().all(|finding| finding.code == "missing-file"), "{findings:#?}");
    assert!(Content::load(Files::default(), ArticleLinks::default()).is_err());
}

#[test]
fn every_code_is_documented() {
    let docs = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/content.md")).unwrap();
    for code in Code::ALL {
        assert!(docs.contains(&format!("| `{}` |", code.word())), "{} is missing in docs/content.md", code.word());
    }
}

#[test]
fn what_a_change_does_not_touch_is_not_made_again() {
    let load = |files: Files, before: Option<&Content>| {
        let links = ArticleLinks::default();
        before.map_or_else(
            || Content::load(files.clone(), links.clone()),
            |b| Content::load_after(files.clone(), links.clone(), b),
        )
    };
    let edited = |path: &str, from: &str, to: &str| {
        let mut files = Files::embedded();
        let file = files.files.iter_mut().find(|file| file.path == path).unwrap();
        assert!(file.text.contains(from));
        *file = File::new(path, &file.text.replacen(from, to, 1));
        files
    };
    let before = load(Files::embedded(), None).unwrap();
    let is_model = |after: &Content| after.classifiers.model.is(&before.classifiers.model);
    let article = load(edited("knowledge/en/contact/live-chat.md", "title: ", "title: New "), Some(&before)).unwrap();
    assert!(is_model(&article) && article.patterns.is(&before.patterns));
    assert_ne!(article.revision, before.revision);
    let pattern = edited("intents/danger.yaml", "patterns:\n  en:\n", "patterns:\n  en:\n    - a new pattern\n");
    let pattern = load(pattern, Some(&before)).unwrap();
    assert!(is_model(&pattern) && !pattern.patterns.is(&before.patterns));
    let example = "    - the parrot nibbles our router cable\n";
    let example = edited("intents/billing.yaml", "examples:\n  en:\n", &format!("examples:\n  en:\n{example}"));
    let example = load(example, Some(&before)).unwrap();
    assert!(!is_model(&example) && example.classifiers.follow_ups.is(&before.classifiers.follow_ups));
    let broken = edited("intents/danger.yaml", "when: can.live_chat", "when: can.live_chatt");
    assert!(load(broken, Some(&before)).is_err(), "a changed file is rehearsed again");
    let broken = edited("knowledge/facts/channels.yaml", "id: live_chat", "id: chat_with_us");
    assert!(load(broken, Some(&before)).is_err(), "and so is every file after a change of the facts");
}

#[test]
fn what_is_taught_is_known_at_once_and_learned_later() {
    let taught = |examples: &str| {
        let mut files = Files::embedded();
        let file = files.files.iter_mut().find(|file| file.path == "intents/billing.yaml").unwrap();
        let text = file.text.replacen("examples:\n  en:\n", &format!("examples:\n  en:\n{examples}"), 1);
        *file = File::new("intents/billing.yaml", &text);
        files
    };
    let best = |content: &Content, text: &str| {
        let classified = content.classify(&Utterance::read(text), Language::En);
        (classified.known, classified.ranked.first().map(|best| best.intent.clone()))
    };
    let billing = (true, Some("billing".to_owned()));
    let at_once = |files: Files, before| Content::load_at_once(files, ArticleLinks::default(), before).unwrap();
    let before = Content::load(Files::embedded(), ArticleLinks::default()).unwrap();
    let is_model = |after: &Content| after.classifiers.model.is(&before.classifiers.model);
    let parrot = "the parrot nibbles our router cable";
    assert_ne!(best(&before, parrot), billing);
    let files = taught("    - the parrot nibbles our router cable\n");
    let first = at_once(files.clone(), &before);
    assert!(!first.has_learned() && is_model(&first));
    assert_eq!(best(&first, parrot), billing);

    // What is taught meanwhile comes on top of it; what is taken back is as before, and nothing is left to learn.
    let more = taught("    - the parrot nibbles our router cable\n    - a walrus sleeps on the zither\n");
    let second = at_once(more, &first);
    assert_eq!(
        [parrot, "a walrus sleeps on the zither"].map(|text| best(&second, text)),
        [billing.clone(), billing.clone()]
    );
    let back = at_once(Files::embedded(), &second);
    assert!(back.has_learned() && is_model(&back) && best(&back, parrot) == best(&before, parrot));

    let learned = Content::load_after(files, ArticleLinks::default(), &first).unwrap();
    assert!(learned.has_learned() && !is_model(&learned) && best(&learned, parrot) == billing);

    // An intent that is taken away is no answer while the rest is learned.
    let mut files = Files::embedded();
    files.files.retain(|file| file.path != "intents/social_media.yaml");
    let after = at_once(files, &before);
    let asked = "where can I follow you on social media";
    assert_eq!(best(&before, asked), (true, Some("social_media".to_owned())));
    assert!(!after.has_learned() && !best(&after, asked).0);
    assert_ne!(best(&after, asked).1.as_deref(), Some("social_media"));
}

#[test]
fn the_revision_follows_the_files() {
    let revision = |files: &[File]| build::revision(files);
    let a = [File::new("a", "x"), File::new("b", "y")];
    assert_eq!(revision(&a), revision(&a.clone()));
    assert_ne!(revision(&a), revision(&[File::new("a", "xb"), File::new("", "y")]));
    assert_eq!(revision(&a).len(), 16);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_check_fail(text in "(---\n)?[a-z:\\[\\]{}%&*'\"\n -]{0,80}") {
        for path in ["intents/x.yaml", "knowledge/en/x/y.md", "knowledge/facts/plans.yaml", "knowledge/phrases.yaml"] {
            let mut files = Files::default();
            files.files.push(File::new(path, &text));
            proptest::prop_assert!(!check(files).is_empty());
        }
    }
}
