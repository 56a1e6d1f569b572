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
