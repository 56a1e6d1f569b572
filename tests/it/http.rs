//! Pages, health, and what surrounds them.

use bolt::config::Mode;
use reqwest::{Client, StatusCode, redirect::Policy};
use serde_json::{Value, json};

use crate::support::{Agent, At as _, Hello, TestServer, Visitor, id};

async fn get(server: &TestServer, path: &str) -> reqwest::Response {
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    client.get(server.url(path)).header("accept-language", "de, it;q=0.8").send().await.unwrap()
}

#[tokio::test]
async fn the_help_center_meets_browsers_in_their_language() {
    let server = TestServer::start().await;
    let answer = get(&server, "/").await;
    assert_eq!(answer.status(), StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(answer.headers()["location"], "/help/it");
}

#[tokio::test]
async fn every_answer_keeps_browsers_on_the_safe_side() {
    let server = TestServer::start().await;
    for path in ["/help/en", "/help/en/plans/access", "/help/xx", "/console", "/healthz", "/api/session", "/nowhere"] {
        let answer = get(&server, path).await;
        let headers = answer.headers();
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["x-frame-options"], "DENY", "{path}");
        assert!(headers.contains_key("cache-control"), "{path}");
        if headers.get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
            let policy = headers["content-security-policy"].to_str().unwrap();
            assert!(policy.contains("script-src 'self';"), "{path}: {policy}");
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_and_no_page() {
    let server = TestServer::start().await;
    for (path, status, code) in [
        ("/nowhere", StatusCode::NOT_FOUND, "not_found"),
        ("/assets/../Cargo.toml", StatusCode::NOT_FOUND, "not_found"),
        ("/demo/token", StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
    ] {
        let answer = get(&server, path).await;
        assert_eq!(answer.status(), status, "{path}");
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["code"], code, "{path}");
    }
}

/// A page, with the slashes that templates escape in attributes written out.
async fn text(page: reqwest::Response) -> String {
    page.text().await.unwrap().replace("&#x2f;", "/")
}

#[tokio::test]
async fn the_help_center_is_rendered_in_each_language() {
    let server = TestServer::start().await;
    let page = get(&server, "/help/it").await;
    assert_eq!(page.status(), StatusCode::OK);
    let page = text(page).await;
    for part in ["<html lang=\"it\">", "Centro assistenza", "href=\"/help/it/plans/access\"", "src=\"/widget.js\""] {
        assert!(page.contains(part), "{part} in\n{page}");
    }
    assert!(!page.contains("id=\"persona\""), "nobody chooses who they are outside demo mode");

    let page = text(get(&server, "/help/en/plans/access").await).await;
    assert!(page.contains("<h1>Access</h1>") && page.contains("<p>Everybody has it.</p>"), "{page}");
    assert!(page.contains("href=\"/help/it/plans/access\"") && !page.contains("/help/es/plans/access"), "{page}");
    for path in ["/help/en/plans/nothing", "/help/es/plans/access", "/help/xx"] {
        let page = get(&server, path).await;
        assert_eq!(page.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(page.text().await.unwrap().contains("<html"), "{path}");
    }
}

#[tokio::test]
async fn the_front_end_is_served_or_said_to_be_missing() {
    let server = TestServer::start().await;
    let built = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("web-widget/dist/widget.js");
    for path in ["/widget.js", "/console"] {
        let answer = get(&server, path).await;
        if !built.is_file() {
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert!(answer.text().await.unwrap().contains("make web"), "{path}");
            continue;
        }
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        assert_eq!(answer.headers()["cache-control"], "no-cache", "{path}");
        let tag = answer.headers()["etag"].clone();
        let again = Client::new().get(server.url(path)).header("if-none-match", tag).send().await.unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path}");
        let zipped = Client::new().get(server.url(path)).header("accept-encoding", "gzip").send().await.unwrap();
        assert_eq!(zipped.headers()["content-encoding"], "gzip", "{path}");
    }
}

#[tokio::test]
async fn nobody_signs_identities_outside_demo_mode() {
    let server = TestServer::start().await;
    let wanted = json!({"persona": "pro_licensed_member"});
    let answer = Client::new().post(server.url("/demo/token")).json(&wanted).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_demo_signs_its_personas() {
    let server = TestServer::start_with(|s| {
        s.mode = Mode::Demo;
        s.identity_keys.clear();
    })
    .await;
    for persona in bolt::http::PERSONAS {
        let wanted = json!({"persona": persona.id});
        let answer = Client::new().post(server.url("/demo/token")).json(&wanted).send().await.unwrap();
        let signed: Value = answer.json().await.unwrap();
        let hello = Hello { token: signed["token"].as_str().map(str::to_owned), ..Hello::default() };
        assert_eq!(hello.token.is_some(), persona.person.is_some(), "{}", persona.id);
        let visitor = Visitor::connect(&server, hello).await;
        let standing = persona.person.map(|(_, standing)| standing);
        assert_eq!(visitor.welcome.visitor.standing, standing.unwrap_or(bolt::domain::Standing::ANONYMOUS));
        assert_eq!(visitor.welcome.visitor.anonymous, standing.is_none());
    }
    let unknown = json!({"persona": "root"});
    let answer = Client::new().post(server.url("/demo/token")).json(&unknown).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    // Whoever can sign here cannot elsewhere.
    let elsewhere = TestServer::start().await;
    let wanted = json!({"persona": "business_admin"});
    let answer = Client::new().post(server.url("/demo/token")).json(&wanted).send().await.unwrap();
    let signed: Value = answer.json().await.unwrap();
    let mut socket = Visitor::knock(&elsewhere).await;
    socket.send(&Hello::with(signed["token"].as_str().unwrap()).frame()).await;
    socket.ends_with(bolt::wire::ErrorCode::InvalidToken).await;
}

#[tokio::test]
async fn health_and_readiness_are_told() {
    let server = TestServer::start().await;
    assert_eq!(get(&server, "/healthz").await.status(), StatusCode::OK);
    let answer = get(&server, "/readyz").await;
    assert_eq!(answer.status(), StatusCode::OK);
    let state: Value = answer.json().await.unwrap();
    assert_eq!(state, json!({"store": "ok", "content": {"revision": "scripted"}, "closing": false}));
}

#[tokio::test]
async fn metrics_count_what_happens_and_name_nobody() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::connect(&server, Hello::default()).await;
    visitor.say(id(1), 1, "a secret").await;
    visitor.send_text("nonsense").await;
    visitor.refusal().await;
    let _agent = server.agent("ada").await.console(&server).await;
    assert_eq!(Agent::nobody().try_log_in(&server, "ada", "wrong").await.status(), StatusCode::UNAUTHORIZED);
    for (name, value) in [
        ("bolt_connections{kind=\"visitor\"}", 1),
        ("bolt_connections{kind=\"agent\"}", 1),
        ("bolt_turns_total{action=\"answer\"}", 1),
        ("bolt_errors_total{code=\"malformed\"}", 1),
        ("bolt_append_seconds_count", 1),
        ("bolt_decision_seconds_count", 1),
        ("bolt_queue_length", 0),
    ] {
        assert_eq!(server.metric(name).await, value, "{name}");
    }
    let text = get(&server, "/metrics").await.text().await.unwrap();
    for private in ["secret", "anon:", "ada", &id(1).to_string()] {
        assert!(!text.contains(private), "{private} in\n{text}");
    }
}
