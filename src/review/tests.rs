//! Each check finds what it is for, at its very place, and leaves alone what only looks alike.

mod broken;
mod facts;

use std::{fs, path::Path, process::Command};

use super::*;
use crate::content::{Code, File};

/// The shipped facts, and these files.
fn with(files: &[(&str, &str)]) -> Files {
    let facts = Files::embedded().files.into_iter().filter(|file| file.path.starts_with("knowledge/facts/"));
    let mut all: Vec<File> = facts.chain(files.iter().map(|(path, text)| File::new(*path, text))).collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    Files { files: all, findings: Vec::new() }
}

fn found(code: Code, files: &[(&str, &str)]) -> Vec<Finding> {
    let all = review(with(files), &Beside::default());
    all.into_iter().filter(|finding| finding.code == code.word()).collect()
}

/// File, line and the text that is marked.
fn marked(findings: &[Finding]) -> Vec<String> {
    let of = |finding: &Finding| {
        let line = finding.source.as_deref().unwrap_or_default();
        let text: String = line.chars().skip(finding.column - 1).take(finding.width).collect();
        format!("{}:{} {text}", finding.file, finding.line)
    };
    findings.iter().map(of).collect()
}

fn article(body: &str) -> String {
    format!("---\ntitle: Some title\ndescription: What it says.\n---\n{body}\n")
}

/// The findings of a code in an article with this body, which begins on line 5.
fn in_article(code: Code, language: &str, body: &str) -> Vec<String> {
    let path = format!("knowledge/{language}/a/b.md");
    let found = marked(&found(code, &[(&path, &article(body))]));
    found.into_iter().map(|found| found.replace(&format!("{path}:"), "")).collect()
}

/// An intent with these examples in English, and further lines.
fn intent(examples: &[&str], more: &str) -> String {
    let examples: String = examples.iter().map(|example| format!("    - \"{example}\"\n")).collect();
    format!(
        "title: {{ en: Title, it: Titolo, es: Rótulo }}\nexamples:\n  en:\n{examples}  it: []\n  es: []\n{more}replies:\n  \
         - say: {{ en: Yes., it: Sì., es: Sí. }}\n"
    )
}

#[test]
fn links_that_lead_nowhere_are_found() {
    let body = "See [this]() and [that][undefined], [there](/help/en/a/nothing), [here](/help/en/a/b#x) and [a word].";
    assert_eq!(
        in_article(Code::DeadLink, "en", body),
        ["5 [this]()", "5 [that][undefined]", "5 [there](/help/en/a/nothing)"]
    );
}

#[test]
fn what_two_intents_have_is_nobodys() {
    let files = |a: &str, b: &str| {
        [("intents/a.yaml", intent(&["zorb ball please"], a)), ("intents/b.yaml", intent(&["open the door"], b))]
    };
    let told = |code, a: &str, b: &str| {
        let files = files(a, b);
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        found(code, &files)
            .into_iter()
            .map(|finding| format!("{}: {}", finding.file, finding.message))
            .collect::<Vec<_>>()
    };
    let keyword = "keywords: { en: [Zorb  Ball], it: [], es: [] }\n";
    assert!(
        told(Code::KeywordShadows, keyword, keyword).contains(&"intents/b.yaml: `a` has the same keyword".to_owned())
    );
    let pattern = "patterns: { en: ['\\bdoors?\\b'], it: [], es: [] }\n";
    let twice = told(Code::OverlappingPatterns, pattern, pattern);
    assert!(twice.contains(&"intents/b.yaml: `a` has the same pattern".to_owned()), "{twice:?}");
    // The one that is asked first decides for the other's example as well.
    assert!(twice.iter().any(|told| told.starts_with("intents/a.yaml: this pattern matches")), "{twice:?}");
    assert!(told(Code::OverlappingPatterns, pattern, "").iter().all(|told| !told.contains("the same")));
}

#[test]
fn short_steps_and_half_a_paragraph_in_another_language_are_found() {
    let steps = "- Apri la stampante\n- Premi il tasto verde\n- Scegli la rete della ditta\n- Scrivi la parola d'ordine\n- Aspetta che la luce sia accesa";
    assert_eq!(in_article(Code::WrongLanguage, "en", steps).len(), 1);
    assert_eq!(in_article(Code::WrongLanguage, "it", steps).len(), 0);
    let half = "Per favore, se il problema continua anche dopo che hai riavviato il programma, scrivi al nostro ufficio. \
                If it does not go away after that, please write to the people who look after your account and your office.";
    assert_eq!(in_article(Code::WrongLanguage, "en", half).len(), 1);
    let examples = [
        "come posso aprire una richiesta",
        "vorrei sapere a che punto è la mia richiesta",
        "non riesco a vedere la mia richiesta",
    ];
    assert_eq!(found(Code::WrongLanguage, &[("intents/a.yaml", &intent(&examples, ""))]).len(), 1);
}

/// What examples and patterns say depends on all the others, so that editing one intent may bring a warning to another.
const WORDING: [Code; 5] =
    [Code::SimilarExamples, Code::ConfusedExample, Code::OverlappingPatterns, Code::IdlePattern, Code::KeywordShadows];
/// Of so many examples one may be told of.
const EXAMPLES_A_WARNING: usize = 150;

#[test]
fn the_shipped_content_has_nothing_to_mend() {
    let files = Files::embedded();
    let questions = crate::proof::Suite::find(Some(Path::new(env!("CARGO_MANIFEST_DIR"))), &files);
    let asked = questions.cases.iter().flat_map(|case| &case.steps).filter_map(|step| match &step.does {
        crate::proof::Move::Ask(question) => Some(question.clone()),
        crate::proof::Move::Pick(_) => None,
    });
    let beside = Beside { questions: asked.collect(), ..Beside::default() };
    let checked = Checked::read(files, None);
    let examples = Material::of(&checked, &beside).examples.len();
    let is_wording = |finding: &Finding| WORDING.iter().any(|code| code.word() == finding.code);
    let (wording, others): (Vec<_>, Vec<_>) = review_checked(&checked, &beside).into_iter().partition(is_wording);
    let rendered = |all: &[Finding]| all.iter().map(|f| f.render(false)).collect::<Vec<_>>().join("\n\n");
    assert!(others.is_empty(), "{}", rendered(&others));
    assert!(wording.len() <= examples / EXAMPLES_A_WARNING, "{}", rendered(&wording));
}

#[test]
fn links_lead_to_headings_that_are_there() {
    let other = article("## What is it?\n\nThis.");
    let this = article(
        "See [it](c.md#what-is-it), [that](c.md#what-was-it) and [here](#here) and [there](#there).\n\n## Here\n\nx",
    );
    let found = found(Code::BrokenAnchor, &[("knowledge/en/a/b.md", &this), ("knowledge/en/a/c.md", &other)]);
    assert_eq!(marked(&found), ["knowledge/en/a/b.md:5 what-was-it", "knowledge/en/a/b.md:5 there"]);
    assert_eq!(found[0].remedy, "did you mean `what-is-it`?");
}

#[test]
fn images_are_described() {
    let body = "![](a.png) and ![ ](b.png) and ![A queue](c.png) and `![](d.png)`";
    assert_eq!(in_article(Code::ImageWithoutText, "en", body), ["5 ![](a.png)", "5 ![ ](b.png)"]);
    let html = "See <img src='a.png'> and <IMG alt=\"\" src=b> and <img alt='A queue' src='c'>.\n\n<p><img src=d></p>";
    let found = in_article(Code::ImageWithoutText, "en", html);
    assert_eq!(found, ["5 <img src='a.png'>", "5 <IMG alt=\"\" src=b>", "7 <img src=d>"]);
}

#[test]
fn sections_are_short() {
    let words = |count: usize| vec!["word"; count].join(" ");
    let body = format!("## Short\n\n{}\n\n## Long\n\n{}\n", words(290), words(310));
    assert_eq!(in_article(Code::LongSection, "en", &body), ["9 ## Long"]);
}

#[test]
fn a_translation_is_not_older_than_its_source() {
    let of = |day: &str| format!("---\ntitle: T\ndescription: D\nupdated: {day}\n---\nx\n");
    let files = [
        ("knowledge/en/a/b.md", of("2026-03-02")),
        ("knowledge/it/a/b.md", of("2026-03-01")),
        ("knowledge/es/a/b.md", of("2026-03-02")),
    ];
    let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let found = found(Code::OutdatedTranslation, &files);
    assert_eq!(marked(&found), ["knowledge/it/a/b.md:4 2026-03-01"]);
    assert_eq!((found[0].related[0].file.as_str(), found[0].related[0].line), ("knowledge/en/a/b.md", 4));
}

#[test]
fn git_knows_when_a_file_was_changed() {
    let root = tempfile::tempdir().unwrap();
    let git = |day: &str, words: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(root.path()).args(["-c", "user.name=t", "-c", "user.email=t@example.org"]).args(words);
        let status = command.env("GIT_COMMITTER_DATE", format!("{day}T12:00:00Z")).output().unwrap().status;
        assert!(status.success(), "git {words:?}");
    };
    let write = |language: &str, body: &str| {
        let folder = root.path().join("knowledge").join(language).join("a");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("b.md"), article(body)).unwrap();
    };
    git("2026-01-01", &["init", "-q"]);
    for language in ["en", "it", "es"] {
        write(language, "one");
    }
    git("2026-01-01", &["add", "."]);
    git("2026-01-01", &["commit", "-qm", "one"]);
    let outdated = || {
        let beside = Beside { folder: Some(root.path().to_owned()), ..Beside::default() };
        let found = review(Files::in_folder(root.path()).unwrap(), &beside);
        let found: Vec<_> = found.into_iter().filter(|f| f.code == Code::OutdatedTranslation.word()).collect();
        marked(&found)
    };
    assert_eq!(outdated(), Vec::<String>::new());
    write("it", "two");
    git("2026-01-05", &["commit", "-qam", "two"]);
    assert_eq!(outdated(), ["knowledge/en/a/b.md:2 Some title", "knowledge/es/a/b.md:2 Some title"]);
}

#[test]
fn every_paragraph_is_in_the_language_of_its_folder() {
    let english = "This paragraph was copied from the English article and nobody has translated it yet.";
    let italian = "Questo paragrafo invece è scritto nella lingua della cartella, come deve essere.";
    let body =
        format!("{italian}\n\n{english}\n\n## Web ticket\n\nLive chat, Premier, web ticket, P1, P2, P3 e P4: 24x7.");
    let found = in_article(Code::WrongLanguage, "it", &body);
    assert_eq!(found, [format!("7 {english}")]);
    let twice = format!("{english}\n\n{italian}\n\n{english}");
    assert_eq!(in_article(Code::WrongLanguage, "it", &twice).len(), 2, "every one of them is told");
}

#[test]
fn what_nobody_finds_is_unreachable() {
    let page = |title: &str, body: &str| format!("---\ntitle: {title}\ndescription: {body}\n---\n{body}\n");
    // Four articles of the same words: one of them comes last whatever is asked.
    let text = "How to reset a password";
    let files: Vec<_> = ["a", "b", "c", "d"].map(|name| (format!("knowledge/en/x/{name}.md"), page(text, text))).into();
    let other = ("knowledge/en/x/e.md".to_owned(), page("Invoices and receipts", "Where invoices are kept."));
    let files: Vec<_> = files.iter().chain([&other]).map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let found = found(Code::UnreachableArticle, &files);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].related.len(), 3);
    assert_eq!(found[0].line, 2);
}

#[test]
fn nearly_the_same_example_stands_in_one_intent() {
    let a = intent(&["how long does a P1 take to be answered", "where can I see my open tickets"], "");
    let b = intent(&["how long does a P3 take to be answerd", "where can they see their tickets"], "");
    let found = found(Code::SimilarExamples, &[("intents/a.yaml", &a), ("intents/b.yaml", &b)]);
    assert_eq!(marked(&found), ["intents/b.yaml:4 \"how long does a P3 take to be answerd\""]);
    assert_eq!((found[0].related[0].file.as_str(), found[0].related[0].line), ("intents/a.yaml", 4));
}

#[test]
fn an_example_in_the_wrong_intent_is_shown_with_its_like() {
    const THINGS: &str = "ticket invoice window session password plan door box lamp table chair garden letter folder \
                          camera bottle account channel drawer garage market office parcel pocket record report school \
                          screen server shop station street tunnel vault wallet well yard zip archive basket";
    let of = |verb: &str| {
        let asked = THINGS.split_whitespace().map(|thing| format!("please {verb} the {thing} for me now"));
        asked.collect::<Vec<_>>()
    };
    let (mut open, close) = (of("open"), of("close"));
    open.push("please close the plan for us now".to_owned());
    let texts = |all: &[String]| intent(&all.iter().map(String::as_str).collect::<Vec<_>>(), "");
    let (open, close) = (texts(&open), texts(&close));
    let found = found(Code::ConfusedExample, &[("intents/open.yaml", &open), ("intents/close.yaml", &close)]);
    assert_eq!(marked(&found), ["intents/open.yaml:44 \"please close the plan for us now\""]);
    assert_eq!((found[0].related[0].file.as_str(), found[0].related[0].line), ("intents/close.yaml", 9));
    assert!(found[0].notes[0].contains("`close`"), "{:?}", found[0].notes);
}

#[test]
fn patterns_decide_for_their_own_intent_alone() {
    let patterns = "keywords: { en: [refund] }\npatterns:\n  en:\n    - 'cancel (my|the) plan'\n    - 'Cancel it'\n    - 'stop paying'\n";
    let a = intent(&["please cancel my plan", "I want a refund", "cancel the plan now"], patterns);
    let b = intent(&["who can cancel the plan for me", "is a refund paid out", "what is a plan"], "");
    let files = [("intents/a.yaml", a.as_str()), ("intents/b.yaml", b.as_str())];
    let overlaps = found(Code::OverlappingPatterns, &files);
    assert_eq!(marked(&overlaps), ["intents/a.yaml:12 'cancel (my|the) plan'"]);
    assert_eq!((overlaps[0].related[0].file.as_str(), overlaps[0].related[0].line), ("intents/b.yaml", 4));
    assert_eq!(marked(&found(Code::KeywordShadows, &files)), ["intents/a.yaml:9 refund"]);
    assert_eq!(marked(&found(Code::ImpossiblePattern, &files)), ["intents/a.yaml:13 C"]);
    assert_eq!(marked(&found(Code::IdlePattern, &files)), ["intents/a.yaml:14 'stop paying'"]);
    let asked = Beside { questions: vec!["How do I stop paying?".to_owned()], ..Beside::default() };
    let all = review(with(&files), &asked);
    assert!(!all.iter().any(|finding| finding.code == "idle-pattern"), "an answer test asks it");
}

#[test]
fn a_pattern_of_small_talk_yields() {
    let hello = intent(&["hello there"], "small_talk: true\nkeywords: { en: [hello] }\n");
    let other = intent(&["hello, where is my ticket", "my tickets"], "");
    assert!(found(Code::KeywordShadows, &[("intents/a.yaml", &hello), ("intents/b.yaml", &other)]).is_empty());
}

#[test]
fn replies_read_slots_that_their_intent_takes() {
    let reply = "replies:\n  - when: country is defined\n    say: { en: \"In {{ country.name }}.\", it: a, es: b }\n  - asks: plan\n    say: { en: Which?, it: Quale?, es: ¿Cuál? }\n";
    let a = intent(&["x"], "slots: [plan]\n").split("replies:").next().unwrap().to_owned() + reply;
    let findings = found(Code::UnfilledSlot, &[("intents/a.yaml", &a)]);
    assert_eq!(marked(&findings), ["intents/a.yaml:9 country", "intents/a.yaml:10 country"]);
    let taken = a.replace("[plan]", "[country]");
    assert_eq!(marked(&found(Code::UnfilledSlot, &[("intents/a.yaml", &taken)])), ["intents/a.yaml:11 asks: plan"]);
}

#[test]
fn two_intents_have_two_titles() {
    let (a, b) = (intent(&["x"], ""), intent(&["y"], "").replace("en: Title", "en: Other"));
    let found = found(Code::DuplicateTitle, &[("intents/a.yaml", &a), ("intents/b.yaml", &b)]);
    assert_eq!(marked(&found), ["intents/b.yaml:1 Titolo", "intents/b.yaml:1 Rótulo"]);
}

#[test]
fn nobodys_data_stands_in_content() {
    let a = intent(
        &["my address is ann.lee@acme.com", "call me on +39 347 112 23 34", "mail support@acme.com", "+1 555 0100"],
        "",
    );
    let all = found(Code::PersonalData, &[("intents/a.yaml", &a)]);
    assert_eq!(marked(&all), ["intents/a.yaml:4 ann.lee@acme.com", "intents/a.yaml:5 +39 347 112 23 34"]);
    let numbers = [
        "my number is +41791234567",
        "call me on +1 415 555 2671",
        "sono Mario, 333 1234567",
        "reach me at 06 12 34 56 78",
        "my mobile is 3331234567",
    ];
    assert_eq!(found(Code::PersonalData, &[("intents/a.yaml", &intent(&numbers, ""))]).len(), numbers.len());
    let others = ["my ticket is 20261122001", "order 12345678", "meeting 845 1234 5678", "call 0123 456 789"];
    assert_eq!(found(Code::PersonalData, &[("intents/a.yaml", &intent(&others, ""))]), []);
}

#[test]
fn a_language_without_examples_is_told_at_its_key() {
    let a = intent(&["x"], "");
    let few = found(Code::FewExamples, &[("intents/a.yaml", &a)]);
    assert_eq!(marked(&few), ["intents/a.yaml:3 en", "intents/a.yaml:5 it", "intents/a.yaml:6 es"]);
    assert!(few[1].message.contains("cannot be learned"), "{}", few[1].message);
    let allowed = a.clone() + "allow: [few-examples]\n";
    let all = review(with(&[("intents/a.yaml", &allowed)]), &Beside::default());
    assert!(!all.iter().any(|finding| ["few-examples", "unneeded-allow"].contains(&finding.code)));
}

#[test]
fn an_example_has_words_and_a_keyword_stands_once() {
    let a = intent(&["😀", "?!", "hello there"], "keywords: { en: [refund, \"Refund!\"] }\n");
    let files = [("intents/a.yaml", a.as_str())];
    assert_eq!(marked(&found(Code::WordlessExample, &files)), ["intents/a.yaml:4 \"😀\"", "intents/a.yaml:5 \"?!\""]);
    assert_eq!(found(Code::RepeatedExample, &files), []);
    assert_eq!(marked(&found(Code::RepeatedKeyword, &files)), ["intents/a.yaml:9 \"Refund!\""]);
    let page = article("x").replace("description:", "keywords: [lobby, Lobby]\ndescription:");
    let found = found(Code::RepeatedKeyword, &[("knowledge/en/a/b.md", &page)]);
    assert_eq!(marked(&found), ["knowledge/en/a/b.md:3 Lobby"]);
}

#[test]
fn no_article_was_updated_tomorrow() {
    let page = article("x").replace("description:", "updated: 2027-12-31\ndescription:");
    let on = |day: &str| {
        let beside = Beside { today: Some(day.parse().unwrap()), ..Beside::default() };
        let all = review(with(&[("knowledge/en/a/b.md", &page)]), &beside);
        marked(&all.into_iter().filter(|finding| finding.code == "future-date").collect::<Vec<_>>())
    };
    assert_eq!(on("2026-11-26"), ["knowledge/en/a/b.md:3 2027-12-31"]);
    assert_eq!(on("2027-12-31"), Vec::<String>::new());
}

#[test]
fn a_broken_link_is_answered_with_one_that_works() {
    let other = article("Text.");
    let remedy = |link: &str| {
        let page = article(&format!("See [it]({link})."));
        let files = [("knowledge/en/test/p.md", page.as_str()), ("knowledge/en/contact/live-chat.md", &other)];
        found(Code::BrokenLink, &files).into_iter().map(|finding| finding.remedy).collect::<String>()
    };
    for link in ["contact/live-chat", "live-chat.md", "../contact/livechat.md", "/../contact/live-chat.md"] {
        let expected = if link.starts_with('/') { "" } else { "did you mean `../contact/live-chat.md`?" };
        assert_eq!(remedy(link), expected, "{link}");
    }
    assert_eq!(remedy("live-chat.md#x"), "did you mean `../contact/live-chat.md#x`?");
    assert!(remedy("quite/another.md").contains("like `../contact/live-chat.md`"));
    let page = article("See [it][there] and <a href=\"gone.md\">that</a>.\n\n[there]: nowhere2.md");
    let broken = found(Code::BrokenLink, &[("knowledge/en/a/b.md", &page)]);
    assert_eq!(marked(&broken), ["knowledge/en/a/b.md:5 gone.md", "knowledge/en/a/b.md:7 nowhere2.md"]);
}

#[test]
fn every_mistake_in_templates_is_told_where_it_stands() {
    let page = article("{{ phone_numbers('XX') }}\n\nand {{ nobody }} and {{ plan_name('gold') }}\n");
    let reply = intent(&["x"], "").replace("en: Yes.", "en: \"person and {{ persn.name }}\"");
    let broken = intent(&["y"], "").replace("en: Yes.", "en: \"{% if x }\"");
    let files = [("knowledge/en/a/b.md", page.as_str()), ("intents/a.yaml", &reply), ("intents/b.yaml", &broken)];
    let bad = found(Code::BadTemplate, &files);
    let lines: Vec<_> = bad.iter().map(|finding| (finding.file.as_str(), finding.line)).collect();
    let article = "knowledge/en/a/b.md";
    assert_eq!(lines, [("intents/b.yaml", 8), (article, 5), (article, 7), (article, 7)]);
    assert!(bad[0].remedy.contains("{% endif %}") && bad[1].remedy.contains("knowledge/facts/"));
    // One that does not compile keeps no other from being looked at.
    assert_eq!(marked(&found(Code::UnknownVariable, &files)), ["intents/a.yaml:8 persn.name"]);
}

#[test]
fn what_an_editor_allows_is_not_told() {
    let body = "![](a.png) call +41 31 999 88 77";
    let of = |allow: &str| article(body).replace("description:", &format!("allow: [{allow}]\ndescription:"));
    let told = |allow: &str| {
        let codes = [Code::ImageWithoutText, Code::UnlistedNumber, Code::UnknownAllow, Code::UnneededAllow];
        let all = review(with(&[("knowledge/en/a/b.md", &of(allow))]), &Beside::default());
        let all = all.into_iter().filter(|finding| codes.iter().any(|code| code.word() == finding.code));
        all.map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(told(""), ["image-without-text", "unlisted-number"]);
    assert_eq!(told("unlisted-number"), ["image-without-text"]);
    assert_eq!(told("unlisted-number, image-without-text, long-section"), ["unneeded-allow"]);
    assert_eq!(told("unlisted-number, image-without-txt"), ["unknown-allow", "image-without-text"]);
    assert_eq!(told("broken-link, unlisted-number, image-without-text"), ["unknown-allow"]);
}

#[test]
fn findings_read_like_a_compilers() {
    let a = intent(&["how long does a P1 take to be answered"], "");
    let b = intent(&["how long does a P3 take to be answered", "ring +39 347 112 23 34"], "");
    let mut all = found(Code::SimilarExamples, &[("intents/a.yaml", &a), ("intents/b.yaml", &b)]);
    all.extend(found(Code::PersonalData, &[("intents/b.yaml", &b)]));
    let p2 = article("A P2 gets its first response within two hours.");
    all.extend(found(Code::ContradictedFact, &[("knowledge/en/a/b.md", &p2)]));
    let rendered: Vec<_> = all.iter().map(|finding| finding.render(false)).collect();
    insta::assert_snapshot!(rendered.join("\n\n"));
}
