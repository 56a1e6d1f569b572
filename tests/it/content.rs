//! The calls of the editors' page.

use bolt::{
    domain::AgentRole,
    wire::{AgentFrame, ErrorCode, ToAgent},
};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{Agent, At as _, Socket, TestServer};

async fn problem(answer: Response) -> (StatusCode, String) {
    let status = answer.status();
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let problem: Value = answer.json().await.unwrap();
    (status, problem["code"].as_str().unwrap().to_owned())
}

async fn try_out(editor: &Agent, server: &TestServer, attempt: &Value) -> Response {
    editor.http.post(server.url("/api/content/try")).json(attempt).send().await.unwrap()
}

#[tokio::test]
async fn a_question_is_tried_as_any_kind_of_visitor_and_explained() {
    let server = TestServer::start_with_content().await;
    let editor = server.editor("clara").await;
    let attempt = json!({
        "who": { "account_type": "enterprise", "role": "licensed_admin", "support_plan": "premier" },
        "page": "it",
        "moves": [
            { "type": "ask", "text": "numero di telefono per la Germnia" },
            { "type": "ask", "text": "e in Spagna?" },
        ],
    });
    let answer = try_out(&editor, &server, &attempt).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let trial: Value = answer.json().await.unwrap();
    assert_eq!(trial["entitled"], json!({ "live_chat": true, "ticket": true, "phone": true }));
    let why = &trial["turns"][0]["explanation"];
    assert_eq!((&why["language"], &why["language_from"]), (&json!("it"), &json!("text")));
    assert_eq!(why["corrections"][0]["read"], "germania");
    assert_eq!(why["intents"].as_array().unwrap().len(), 5);
    assert_eq!(why["answer"]["action"], "phone");
    assert_eq!(trial["turns"][1]["explanation"]["answer"]["trace"]["rule"], "follow-up");
    assert!(trial["turns"][1]["html"].as_str().unwrap().contains("+34"), "{trial:#}");
}

#[tokio::test]
async fn a_question_that_cannot_be_tried_is_told_so() {
    let server = TestServer::start_with_content().await;
    let editor = server.editor("clara").await;
    let ask = |text: &str| json!({ "type": "ask", "text": text });
    let attempt = |moves: Vec<Value>| json!({ "who": null, "page": null, "moves": moves });
    for (attempt, status, code) in [
        (attempt(vec![]), StatusCode::UNPROCESSABLE_ENTITY, "unfit_question"),
        (attempt(vec![ask("x"); 21]), StatusCode::UNPROCESSABLE_ENTITY, "unfit_question"),
        (attempt(vec![ask(&"x".repeat(4_001))]), StatusCode::UNPROCESSABLE_ENTITY, "unfit_question"),
        (attempt(vec![json!({ "type": "dance" })]), StatusCode::BAD_REQUEST, "malformed"),
        (json!({ "page": "de", "who": null, "moves": [ask("x")] }), StatusCode::BAD_REQUEST, "malformed"),
        (json!([1, 2]), StatusCode::BAD_REQUEST, "malformed"),
        (attempt(vec![ask(&"x".repeat(600_000))]), StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
    ] {
        assert_eq!(problem(try_out(&editor, &server, &attempt).await).await, (status, code.into()));
    }
    let whole = attempt(vec![ask(&"è".repeat(4_000)); 20]);
    assert_eq!(try_out(&editor, &server, &whole).await.status(), StatusCode::OK);
}

/// Every call of the page, as an editor makes it.
fn calls(server: &TestServer) -> Vec<(reqwest::Method, String)> {
    use reqwest::Method;
    [(Method::POST, "try")].map(|(method, path)| (method, server.url(&format!("/api/content/{path}")))).into()
}

#[tokio::test]
async fn only_editors_on_pages_of_this_server_are_answered() {
    let server = TestServer::start_with_content().await;
    let (editor, agent) = (server.editor("clara").await, server.agent("ada").await);
    for (method, url) in calls(&server) {
        let call = |who: &Agent| who.http.request(method.clone(), &url);
        let nobody = call(&Agent::nobody()).send().await.unwrap();
        assert_eq!(problem(nobody).await, (StatusCode::UNAUTHORIZED, "not_logged_in".into()), "{url}");
        let agents = call(&agent).send().await.unwrap();
        assert_eq!(problem(agents).await, (StatusCode::FORBIDDEN, "not_an_editor".into()), "{url}");
        let foreign = call(&editor).header("origin", "https://evil.example").send().await.unwrap();
        assert_eq!(problem(foreign).await, (StatusCode::FORBIDDEN, "foreign_origin".into()), "{url}");
    }
}

#[tokio::test]
async fn a_mere_editor_answers_nobody() {
    let server = TestServer::start().await;
    let editor = server.editor("clara").await;
    let tickets = editor.http.get(server.url("/api/tickets")).send().await.unwrap();
    assert_eq!(problem(tickets).await, (StatusCode::FORBIDDEN, "not_an_agent".into()));
    let mut socket = Socket::<ToAgent>::connect(editor.handshake(&server)).await;
    socket.ends_with(ErrorCode::NotAnAgent).await;
    let who: Value = editor.http.get(server.url("/api/session")).send().await.unwrap().json().await.unwrap();
    assert_eq!(who["agent"]["role"], "editor");
}

#[tokio::test]
async fn a_role_is_given_and_taken_at_once() {
    let server = TestServer::start_with_content().await;
    let ada = server.agent("ada").await;
    let attempt = json!({ "who": null, "page": null, "moves": [{ "type": "ask", "text": "hello" }] });
    assert_eq!(try_out(&ada, &server, &attempt).await.status(), StatusCode::FORBIDDEN);
    server.store.set_agent_role("ada", AgentRole::Both).await.unwrap();
    assert_eq!(try_out(&ada, &server, &attempt).await.status(), StatusCode::OK);
    let mut console = ada.console(&server).await;
    server.store.set_agent_role("ada", AgentRole::Editor).await.unwrap();
    console.send(&AgentFrame::Ping).await;
    console.ends_with(ErrorCode::NotAnAgent).await;
}

#[tokio::test]
async fn where_answers_are_scripted_there_is_nothing_to_look_at() {
    let server = TestServer::start().await;
    let editor = server.editor("clara").await;
    let attempt = json!({ "who": null, "page": null, "moves": [{ "type": "ask", "text": "hello" }] });
    let answer = try_out(&editor, &server, &attempt).await;
    assert_eq!(problem(answer).await, (StatusCode::NOT_FOUND, "not_found".into()));
}
