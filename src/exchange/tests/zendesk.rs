//! Articles of Zendesk.

use super::*;

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
    assert!(page.contains("(../first-steps/other.md)") && page.contains("articles/9"), "{page}");
    assert_left(&draft, &["https://a/2", "`One`: its link to article 9, which is not in the export"]);
    let files = files(&draft);
    assert!(files.iter().any(|(path, _)| path == "knowledge/en/first-steps/other.md"));
    assert!(files[0].1.contains("description: \"ciao *x* _y_.\""), "{}", files[0].1);
}

#[test]
fn links_to_headings_lead_to_the_headings_as_they_are_now() {
    let of = |id: u32, locale: &str, title: &str, body: &str| {
        let body = serde_json::Value::from(body);
        format!(
            r#"{{"id": {id}, "title": "{title}", "locale": "{locale}", "source_locale": "en-us", "section_id": 7, "body": {body}}}"#
        )
    };
    let address = "https://a.zendesk.com/hc/en-us/articles";
    let links = format!(
        "<p><a href=\"{address}/2-two#h_1\">a</a> <a href=\"{address}/2#h_2\">b</a> <a href=\"{address}/2#h_9\">c</a>\
         <a href=\"#h_0\">d</a> <a href=\"#top\">e</a> <a href=\"{address}/9#h_1\">f</a></p><h2 id=\"h_0\">My part</h2>"
    );
    let english =
        "<h2>Steps</h2><p>x</p><h2 id=\"h_1\">Steps</h2><p>x</p><h3><a name=\"h_2\"></a>So &amp; <b>so</b></h3>";
    let italian = "<h2>Uno</h2><p>x</p><h2 id=\"h_1\">Perché no?</h2>";
    let articles = [
        of(1, "en-us", "One", &links),
        of(2, "en-us", "Two", english),
        of(1, "it", "Uno", &format!("<p><a href=\"{address}/2#h_1\">a</a></p>")),
        of(2, "it", "Due", italian),
    ];
    let root = folder(&[("a.json", &format!("{{\"articles\": [{}]}}", articles.join(",")))]);
    let draft = import(Format::ZendeskArticles, root.path(), None).unwrap();
    let page = &draft.articles[0].markdown;
    for part in [
        "[a](../imported/two.md#steps-1)",
        "[b](../imported/two.md#so--so)",
        "[c](../imported/two.md)",
        "[d](#my-part)",
        "[e](../imported/one.md)",
        "/articles/9#h_1)",
    ] {
        assert!(page.contains(part), "{part} is missing in\n{page}");
    }
    assert!(draft.articles[2].markdown.contains("(../imported/two.md#perché-no)"), "{}", draft.articles[2].markdown);
    assert_left(
        &draft,
        &[
            "`One`: its link to `#h_9` of `Two` leads to the article: no heading there has this id",
            "`One`: its link to `#top` of `One` leads to the article",
        ],
    );
    assert!(!left(&draft).contains("#h_1`"), "{}", left(&draft));
}

#[test]
fn articles_of_one_title_keep_their_links_and_translations() {
    let of = |id: u32, locale: &str, title: &str, body: &str| {
        format!(
            r#"{{"id": {id}, "title": "{title}", "locale": "{locale}", "source_locale": "en-us", "body": "{body}"}}"#
        )
    };
    let articles = [
        of(1, "en-us", "Join", "<p>See <a href='/hc/articles/2'>it</a>.</p>"),
        of(2, "en-us", "Join!", "<p>See <a href='/hc/articles/1'>it</a>.</p>"),
        of(2, "it", "Entrare", "<p>Si entra.</p>"),
    ];
    let root = folder(&[("a.json", &format!("[{}]", articles.join(",")))]);
    let draft = import(Format::ZendeskArticles, root.path(), None).unwrap();
    let files = files(&draft);
    let paths: Vec<_> = files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        ["knowledge/en/imported/join.md", "knowledge/en/imported/join-2.md", "knowledge/it/imported/join-2.md"]
    );
    assert!(
        files[0].1.contains("(../imported/join-2.md)") && files[1].1.contains("(../imported/join.md)"),
        "{files:?}"
    );
}
