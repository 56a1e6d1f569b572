//! What the pages of Zendesk have that is easily lost: restricted readers, tables, typed text, addresses.

use super::*;

fn article(fields: serde_json::Value) -> String {
    let mut article = serde_json::json!({"id": 1, "title": "One", "locale": "en-us", "source_locale": "en-us"});
    for (key, value) in fields.as_object().unwrap() {
        article[key] = value.clone();
    }
    article.to_string()
}

fn imported(articles: &[String]) -> Draft {
    let root = folder(&[("a.json", &format!("[{}]", articles.join(",")))]);
    import(Format::ZendeskArticles, root.path(), None).unwrap()
}

fn body(html: &str) -> Draft {
    imported(&[article(serde_json::json!({"body": html}))])
}

#[test]
fn what_only_some_may_read_is_a_draft() {
    for (id, fields, restricted) in [
        (1, serde_json::json!({"user_segment_id": 123}), true),
        (2, serde_json::json!({"user_segment_id": null, "user_segment_ids": [4]}), true),
        (3, serde_json::json!({"user_segment_id": null, "user_segment_ids": [], "permission_group_id": 9}), false),
    ] {
        let mut fields = fields;
        fields["id"] = id.into();
        fields["body"] = "<p>Text.</p>".into();
        let draft = imported(&[article(fields)]);
        assert_eq!(files(&draft)[0].1.contains("draft: true\n"), restricted, "{id}");
        assert_eq!(left(&draft).contains("`One`: who may read it; it is a draft"), restricted, "{}", left(&draft));
    }
}

#[test]
fn a_table_without_a_heading_has_its_first_row_as_one() {
    let draft = body(
        "<p>So:</p><table><tbody><tr><td><p>x</p></td><td>y | z</td></tr><tr><td>1</td><td>2<br>3</td></tr></tbody></table><p>End.</p>",
    );
    let page = &draft.articles[0].markdown;
    assert!(page.contains("So:\n\n| x | y \\| z |\n| --- | --- |\n| 1 | 2 3 |\n\nEnd."), "{page}");
    assert_left(&draft, &["`One`: a table without a heading has its first row as one"]);
    let headed = body(
        "<table><caption>Times</caption><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
    );
    let page = &headed.articles[0].markdown;
    assert!(page.contains("Times\n\n| a | b |\n| --- | --- |\n| 1 |  |"), "{page}");
    assert_eq!(left(&headed), "");
}

#[test]
fn headings_in_front_of_rows_keep_their_cells() {
    let draft = body("<table><tr><th>P1</th><td>4 hours</td></tr><tr><th>P2</th><td>8 hours</td></tr></table>");
    let page = &draft.articles[0].markdown;
    assert!(page.contains("| P1 | 4 hours |\n| --- | --- |\n| P2 | 8 hours |"), "{page}");
}

#[test]
fn tables_that_frame_a_text_stay_texts() {
    let frame = body("<table><tr><td><p>Note:</p><ul><li>one</li><li>two</li></ul></td></tr></table>");
    let page = &frame.articles[0].markdown;
    assert!(page.contains("Note:\n\n* one\n* two") || page.contains("Note:\n\n*   one\n*   two"), "{page}");
    assert_eq!(left(&frame), "");
    let inner = "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>";
    let nested = body(&format!("<table><tr><td>{inner}</td><td><p>x</p><p>y</p></td></tr></table>"));
    let page = &nested.articles[0].markdown;
    assert!(page.contains("| a | b |\n| --- | --- |\n| 1 | 2 |\n\nx\n\ny"), "{page}");
    assert_left(&nested, &["is one no more"]);
    let flat = body("<table><tr><th>a</th></tr><tr><td><p>x</p><p>y</p></td></tr></table>");
    assert!(flat.articles[0].markdown.contains("| x y |"), "{}", flat.articles[0].markdown);
    assert_left(&flat, &["stand in one line"]);
}

#[test]
fn what_stands_as_it_was_typed_keeps_its_fence() {
    for (html, markdown) in [
        ("<p>Run:</p><pre>bolt <b>check</b>\n  --strict *x*</pre>", "Run:\n\n```\nbolt check\n  --strict *x*\n```"),
        ("<pre>a<br>b ``` c</pre>", "````\na\nb ``` c\n````"),
        ("<pre>~~~\nx</pre>", "```\n~~~\nx\n```"),
        ("<pre><code class=\"language-sh\">ls <i>x</i></code></pre>", "```sh\nls x\n```"),
    ] {
        assert_eq!(body(html).articles[0].markdown, markdown);
    }
    assert_eq!(body("<p>a <b>b</b></p><pre> </pre>").articles[0].markdown, "a **b**");
}

#[test]
fn addresses_without_a_host_lead_to_the_help_center() {
    let html = "<p><img src='/hc/article_attachments/1/a.png' alt='A'> <a href='/hc/en-us/articles/999-gone'>gone</a> \
        <a href='/hc/en-us/requests/new'>new</a> <a href='#top'>top</a> <a href='mailto:a@b.example'>mail</a> \
        <a href='2-two#x'>two</a></p>";
    let of = |id: u32, title: &str, html: &str| {
        article(serde_json::json!({"id": id, "title": title, "body": html,
            "html_url": format!("https://a.example/hc/en-us/articles/{id}-x")}))
    };
    let draft = imported(&[of(1, "One", html), of(2, "Two", "<h2 id='x'>Part</h2>")]);
    let page = &draft.articles[0].markdown;
    for part in [
        "![A](https://a.example/hc/article_attachments/1/a.png)",
        "[gone](https://a.example/hc/en-us/articles/999-gone)",
        "[new](https://a.example/hc/en-us/requests/new)",
        "[mail](mailto:a@b.example)",
        "[two](../imported/two.md#part)",
    ] {
        assert!(page.contains(part), "{part} is missing in\n{page}");
    }
    assert_left(
        &draft,
        &[
            "`One`: its link to article 999, which is not in the export",
            "stay at https://a.example: `/hc/article_attachments/1/a.png`, `/hc/en-us/requests/new`\n",
        ],
    );
    let nowhere = body("<p><a href='/x'>x</a></p>");
    assert_left(&nowhere, &["`One`: its pictures and links without a host would lead to Bolt's own, write it: `/x`"]);
}

#[test]
fn a_link_to_an_article_of_another_language_leads_to_the_help_center() {
    let link = "<p>See <a href='/hc/it/articles/2-altro#parte'>it</a>.</p>";
    let articles = [
        article(serde_json::json!({"body": link, "html_url": "https://a.example/hc/en-us/articles/1-one"})),
        article(serde_json::json!({"id": 2, "title": "Altro", "locale": "it", "source_locale": "it",
            "body": "<h2 id='parte'>Parte</h2><p>x</p>", "html_url": "https://a.example/hc/it/articles/2"})),
    ];
    let draft = imported(&articles);
    let page = &draft.articles[0].markdown;
    assert!(page.contains("See [it](https://a.example/hc/it/articles/2#parte)."), "{page}");
    assert_left(&draft, &["`One`: its link to `Altro`, which the export has in `it` only, leads to the Help Center"]);
    let into = folder(&[]);
    write(&files(&draft), into.path(), false).unwrap();
    let findings = check(Files::in_folder(into.path()).unwrap());
    assert!(findings.iter().all(|finding| finding.code != "broken-link"), "{findings:#?}");
}
