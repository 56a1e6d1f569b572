//! The calls of the editors' page.

use std::{fs, sync::Arc};

use bolt::{
    content::{Files, Source},
    domain::AgentRole,
    wire::{AgentFrame, ErrorCode, ToAgent},
};
use jiff::SignedDuration;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{Agent, At as _, Hello, Socket, TestServer, Visitor, id, live};

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
    let reports = ["state", "library", "articles/plans/premier", "intents/phone_number", "findings", "gaps", "changes"];
    let reports = reports.into_iter().map(|path| (Method::GET, path)).chain([(Method::POST, "try")]);
    reports.map(|(method, path)| (method, server.url(&format!("/api/content/{path}")))).collect()
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

async fn report(editor: &Agent, server: &TestServer, path: &str) -> Value {
    let answer = editor.http.get(server.url(&format!("/api/content/{path}"))).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.json().await.unwrap()
}

#[tokio::test]
async fn articles_and_intents_are_listed_and_looked_at() {
    let server = TestServer::start_with_content().await;
    let editor = server.editor("clara").await;
    let state = report(&editor, &server, "state").await;
    assert_eq!((&state["folder"], &state["broken"]), (&Value::Null, &Value::Null));
    let library = report(&editor, &server, "library").await;
    assert_eq!(library["revision"], state["revision"]);
    let row = |list: &str, id: &str| {
        let rows = library[list].as_array().unwrap();
        rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no {id} in {list}")).clone()
    };
    assert_eq!(row("articles", "plans/premier")["versions"].as_array().unwrap().len(), 3);
    assert_eq!(row("intents", "phone_number")["small_talk"], false);
    let article = report(&editor, &server, "articles/plans/premier").await;
    assert_eq!(article["versions"][1]["version"]["file"], "knowledge/it/plans/premier.md");
    assert!(article["versions"][1]["live"]["html"].as_str().unwrap().contains("<p>"), "{article:#}");
    let intent = report(&editor, &server, "intents/phone_number").await;
    assert!(intent["said"].as_array().unwrap().len() > 1, "{intent:#}");
    let findings = report(&editor, &server, "findings").await;
    assert_eq!((&findings["errors"], &findings["revision"]), (&json!(0), &state["revision"]));
    assert_eq!(report(&editor, &server, "changes").await, json!({ "comparing": false, "latest": null }));
}

#[tokio::test]
async fn what_is_not_there_or_cannot_be_is_told_so() {
    let server = TestServer::start_with_content().await;
    let editor = server.editor("clara").await;
    for (path, status, code) in [
        ("articles/no/such", StatusCode::NOT_FOUND, "not_found"),
        ("articles/../../Cargo.toml", StatusCode::NOT_FOUND, "not_found"),
        ("intents/nothing", StatusCode::NOT_FOUND, "not_found"),
        ("intents/%00%FF", StatusCode::BAD_REQUEST, "malformed"),
        ("nothing", StatusCode::NOT_FOUND, "not_found"),
        ("gaps?days=0", StatusCode::BAD_REQUEST, "malformed"),
        ("gaps?days=367", StatusCode::BAD_REQUEST, "malformed"),
        ("gaps?days=soon", StatusCode::BAD_REQUEST, "malformed"),
        ("try", StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
    ] {
        let answer = editor.http.get(server.url(&format!("/api/content/{path}"))).send().await.unwrap();
        assert_eq!(problem(answer).await, (status, code.into()), "{path}");
    }
}

#[tokio::test]
async fn what_people_ask_in_vain_is_a_gap_and_nothing_tells_who_asked() {
    let server = TestServer::start_with_content().await;
    let editor = server.editor("clara").await;
    for (n, text) in [(1, "how do I bake sourdough bread"), (2, "I am ann@example.org, bake sourdough bread?")] {
        let mut visitor = Visitor::connect(&server, Hello::default()).await;
        visitor.say(id(n), n, text).await;
    }
    server.clock.advance(SignedDuration::from_mins(2));
    let gaps = report(&editor, &server, "gaps?days=7").await;
    assert_eq!((&gaps["questions"], &gaps["unanswered"]), (&json!(2), &json!(2)), "{gaps:#}");
    assert_eq!(gaps["gaps"][0]["count"], 2, "{gaps:#}");
    assert_eq!(gaps["gaps"][0]["proposal"]["type"], "article");
    assert!(!gaps.to_string().contains("ann@example"), "{gaps:#}");
}

#[tokio::test]
async fn broken_files_are_told_while_the_last_good_content_is_served_and_mended_ones_go_live() {
    let folder = tempfile::tempdir().unwrap();
    for file in Files::embedded().files {
        let path = folder.path().join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.text).unwrap();
    }
    let live = live(Source::Folder(folder.path().to_owned()));
    let server = TestServer::start_on(Arc::clone(&live)).await;
    let editor = server.editor("clara").await;
    let before = report(&editor, &server, "state").await;
    let file = folder.path().join("intents/thanks.yaml");
    let good = fs::read_to_string(&file).unwrap();
    fs::write(&file, good.replace("examples:", "exampels:")).unwrap();
    live.reload();
    let state = report(&editor, &server, "state").await;
    assert_eq!(state["revision"], before["revision"]);
    let finding = &state["broken"]["findings"][0];
    assert_eq!((&finding["code"], &finding["file"]), (&json!("unknown-key"), &json!("intents/thanks.yaml")));
    let findings = report(&editor, &server, "findings").await;
    assert!(findings["errors"].as_u64().unwrap() > 0 && findings["revision"] != state["revision"]);
    // What is live is looked at all the same.
    assert_eq!(report(&editor, &server, "intents/thanks").await["small_talk"], true);
    let library = report(&editor, &server, "library").await;
    let thanks = library["intents"].as_array().unwrap().iter().find(|row| row["id"] == "thanks").unwrap().clone();
    assert!(thanks["findings"].as_u64().unwrap() > 0, "{thanks:#}");

    fs::write(&file, &good).unwrap();
    live.reload();
    let healed = report(&editor, &server, "state").await;
    assert_eq!((&healed["broken"], &healed["revision"]), (&Value::Null, &before["revision"]));
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
