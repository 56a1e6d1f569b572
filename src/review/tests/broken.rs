//! Content with a mistake in it: everything else is looked at all the same, and nothing is told that only follows.

use super::*;

#[test]
fn an_article_without_a_title_is_looked_at_all_the_same() {
    let body = "See [it](gone.md), [that](#gone), ![](a.png) and {{ foo }}, or call +41 31 999 88 77.";
    let page = article(body).replace("title:", "titel:");
    let all = review(with(&[("knowledge/en/a/b.md", &page)]), &Beside::default());
    for code in [
        Code::UnknownKey,
        Code::MissingKey,
        Code::BrokenLink,
        Code::BrokenAnchor,
        Code::ImageWithoutText,
        Code::BadTemplate,
        Code::UnlistedNumber,
        Code::MissingTranslation,
    ] {
        let told = all.iter().any(|f| f.code == code.word() && f.file == "knowledge/en/a/b.md");
        assert!(told, "no {} among {all:#?}", code.word());
    }
    assert!(!all.iter().any(|finding| finding.code == Code::UnreachableArticle.word()));
}

#[test]
fn a_merge_that_was_not_finished_is_told_in_every_kind_of_file() {
    let conflict = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n";
    let page = article(&format!("Text.\n\n{conflict}"));
    let yaml = format!("title: x\n{conflict}");
    let files = [
        ("knowledge/en/a/b.md", page.as_str()),
        ("intents/a.yaml", &yaml),
        ("intents/off_topic/en.txt", conflict),
        ("knowledge/phrases.yaml", &yaml),
    ];
    let told = found(Code::MergeConflict, &files);
    assert_eq!(told.iter().map(|finding| finding.file.as_str()).collect::<Vec<_>>(), {
        let mut all = files.map(|(path, _)| path);
        all.sort_unstable();
        all
    });
    // It is one mistake, and nothing that only follows from it.
    let others =
        |path: &str| review(with(&files), &Beside::default()).into_iter().filter(move |f| f.file == path).count();
    assert_eq!((others("intents/a.yaml"), others("knowledge/en/a/b.md"), others("knowledge/phrases.yaml")), (1, 1, 1));
    let mut facts = with(&[]);
    let phone = facts.files.iter_mut().find(|file| file.path.ends_with("phone.yaml")).unwrap();
    phone.text.push_str(conflict);
    let told = review(facts, &Beside::default());
    assert!(
        told.iter().any(|f| f.code == Code::MergeConflict.word() && f.file == "knowledge/facts/phone.yaml"),
        "{told:?}"
    );
}

#[test]
fn what_was_said_under_a_misspelt_key_is_not_missed_again() {
    let slip = intent(&["open the door", "please open the door"], "patterns: { en: ['\\bwindows?\\b'] }\n");
    let told = review(with(&[("intents/a.yaml", &slip.replace("examples:", "exmaples:"))]), &Beside::default());
    let codes: Vec<_> = told.iter().filter(|f| f.file == "intents/a.yaml").map(|f| f.code).collect();
    assert_eq!(codes, ["missing-key", "unknown-key"], "{told:#?}");
}

#[test]
fn a_pattern_that_cannot_be_used_keeps_no_other_from_being_looked_at() {
    let allowed = "patterns: { en: ['cancel (my|the) plan'] }\nallow: [overlapping-patterns, few-examples]\n";
    let a = intent(&["please cancel my plan"], allowed);
    let b = intent(&["who can cancel the plan for me"], "patterns: { en: ['a(b', '.*', 'stop paying'] }\n");
    let told = |a: &str, b: &str| {
        let all = review(with(&[("intents/a.yaml", a), ("intents/b.yaml", b)]), &Beside::default());
        let all =
            all.into_iter().filter(|finding| finding.file.starts_with("intents/a") || finding.code != "few-examples");
        all.filter(|finding| ["intents/a.yaml", "intents/b.yaml"].contains(&finding.file.as_str()))
            .map(|finding| finding.code)
            .filter(|code| *code != "duplicate-title")
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&a, &b), ["bad-pattern", "bad-pattern", "idle-pattern"]);
    // While one file cannot be read, nobody knows what the others would be told of it.
    assert_eq!(told(&a, "title: [\n"), ["yaml-syntax"]);
    let whole = told(&a, &intent(&["where is my ticket"], ""));
    assert_eq!(whole, ["unneeded-allow"]);
}

#[test]
fn content_with_errors_is_reviewed_all_the_same() {
    let broken = ("intents/a.yaml", "title: [\n");
    let text = article("![](a.png)");
    let all = review(with(&[broken, ("knowledge/en/a/b.md", &text)]), &Beside::default());
    for code in [Code::YamlSyntax, Code::ImageWithoutText] {
        assert!(all.iter().any(|finding| finding.code == code.word()), "{}", code.word());
    }
    assert!(!review(Files::default(), &Beside::default()).is_empty());
}
