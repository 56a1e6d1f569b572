//! The calls of the editors' page.

use std::{sync::Arc, time::Duration};

use bolt::{
    content::{ArticleLinks, Source},
    domain::{AgentRole, ManualClock},
    live::{Live, Outcome},
    wire::{AgentFrame, ErrorCode, ToAgent, VisitorFrame},
};
use jiff::SignedDuration;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{
    Agent, At as _, Folder, Hello, START, Socket, TestServer, Visitor, article, id, licensed_member, shipped,
};

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
    let server = TestServer::with_content(shipped()).await;
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
    let server = TestServer::with_content(shipped()).await;
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
    let reports =
        ["state", "library", "articles/plans/premier", "intents/phone_number", "findings", "gaps", "drafts", "changes"];
    let reports = reports.into_iter().map(|path| (Method::GET, path)).chain([(Method::POST, "try")]);
    reports.map(|(method, path)| (method, server.url(&format!("/api/content/{path}")))).collect()
}

#[tokio::test]
async fn only_editors_on_pages_of_this_server_are_answered() {
    let server = TestServer::with_content(shipped()).await;
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
    let server = TestServer::with_content(shipped()).await;
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
    let server = TestServer::with_content(shipped()).await;
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
        ("drafts?days=-1", StatusCode::BAD_REQUEST, "malformed"),
        ("try", StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
    ] {
        let answer = editor.http.get(server.url(&format!("/api/content/{path}"))).send().await.unwrap();
        assert_eq!(problem(answer).await, (status, code.into()), "{path}");
    }
}

#[tokio::test]
async fn what_people_ask_in_vain_is_a_gap_and_nothing_tells_who_asked() {
    let server = TestServer::with_content(shipped()).await;
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
async fn what_answers_is_counted_and_rated_and_what_an_agent_settles_is_a_draft() {
    let server = TestServer::with_content(shipped()).await;
    let (editor, ada) = (server.editor("clara").await, server.agent("ada").await);
    let mut visitor = Visitor::connect(&server, Hello::with(server.token(&licensed_member("ann")))).await;
    visitor.say(id(1), 1, "which support plans are there?").await;
    let answer = visitor.events_to(2).await;
    let seq = answer.last().unwrap().seq;
    visitor.send(&VisitorFrame::Rate { conversation: id(1), id: id(2), message: seq, helpful: true }).await;
    visitor.ack(2).await;
    visitor.say(id(1), 3, "how do I bake sourdough bread").await;
    visitor.say(id(1), 4, "talk to a person").await;
    let mut console = ada.console(&server).await;
    console.desk(|waiting, _| !waiting.is_empty()).await;
    console.claim(id(1), 5).await;
    console.say(id(1), 6, "Mix flour, water and a ripe starter, let it rise overnight, and bake it hot.").await;
    console.resolve(id(1), 7).await;
    server.clock.advance(SignedDuration::from_mins(2));

    let library = report(&editor, &server, "library").await;
    let rated = |list: &str| {
        let rows = library[list].as_array().unwrap();
        rows.iter().filter(|row| row["health"]["helpful"] == 1 && row["health"]["answered"] == 1).count()
    };
    assert_eq!((rated("intents"), rated("articles")), (1, 1), "{library:#}");

    let drafts = report(&editor, &server, "drafts?days=7").await;
    let draft = &drafts["drafts"][0];
    assert_eq!((drafts["drafts"].as_array().unwrap().len(), &draft["language"]), (1, &json!("en")), "{drafts:#}");
    assert!(draft["html"].as_str().unwrap().contains("ripe starter"), "{draft:#}");
    let files: Vec<_> = draft["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert!(files[0].ends_with(".md") && files[1].ends_with(".answers.yaml"), "{files:?}");
    assert!(draft["patch"].as_str().unwrap().contains(&format!("+++ b/{}", files[0])), "{draft:#}");
}

#[tokio::test]
async fn broken_files_are_told_while_the_last_good_content_is_served_and_mended_ones_go_live() {
    let folder = Folder::small();
    let clock = Arc::new(ManualClock::at(START.parse().unwrap()));
    let live = Live::open(Source::Folder(folder.root.clone()), ArticleLinks::default(), clock).unwrap();
    let live = Arc::new(live);
    let server = TestServer::with_content(Arc::clone(&live)).await;
    let editor = server.editor("clara").await;
    let before = report(&editor, &server, "state").await;
    let file = "intents/deny.yaml";
    let good = folder.read(file);
    folder.edit(file, "examples:", "exampels:");
    live.reload();
    let state = report(&editor, &server, "state").await;
    assert_eq!(state["revision"], before["revision"]);
    let told = state["broken"]["findings"].as_array().unwrap();
    assert!(told.iter().any(|finding| finding["code"] == "unknown-key" && finding["file"] == file), "{state:#}");
    let findings = report(&editor, &server, "findings").await;
    assert!(findings["errors"].as_u64().unwrap() > 0 && findings["revision"] != state["revision"]);
    // What is live is looked at all the same.
    assert_eq!(report(&editor, &server, "intents/deny").await["file"], file);
    let library = report(&editor, &server, "library").await;
    let deny = library["intents"].as_array().unwrap().iter().find(|row| row["id"] == "deny").unwrap().clone();
    let found = findings["findings"].as_array().unwrap();
    assert!(found.iter().any(|finding| finding["file"] == deny["file"]), "{deny:#} {findings:#}");

    // The folder is away: what is live is looked at as before, and what is wrong is said.
    let elsewhere = folder.root.with_file_name("elsewhere");
    std::fs::rename(&folder.root, &elsewhere).unwrap();
    let gone = report(&editor, &server, "findings").await;
    assert_eq!((&gone["errors"], &gone["findings"][0]["code"]), (&json!(1), &json!("missing-file")), "{gone:#}");
    assert_eq!(report(&editor, &server, "library").await["revision"], state["revision"]);
    std::fs::rename(&elsewhere, &folder.root).unwrap();

    folder.save(file, &good);
    live.reload();
    let healed = report(&editor, &server, "state").await;
    assert_eq!((&healed["broken"], &healed["revision"]), (&Value::Null, &before["revision"]));

    // A new example is live at once, and it is told as long as it is not learned.
    folder.edit(file, "examples:\n  en:\n", "examples:\n  en:\n    - quokkas nibble zithers\n");
    live.reload();
    let taught = report(&editor, &server, "state").await;
    assert!(taught["learning"] == true && taught["revision"] != before["revision"], "{taught:#}");
    assert!(live.learn().is_some());
    let learned = report(&editor, &server, "state").await;
    assert_eq!((&learned["learning"], &learned["revision"]), (&json!(false), &taught["revision"]));
}

#[tokio::test]
async fn what_a_change_does_to_answers_is_told_after_it_went_live() {
    let folder = Folder::small();
    let clock = Arc::new(ManualClock::at(START.parse().unwrap()));
    let live = Live::open(Source::Folder(folder.root.clone()), ArticleLinks::default(), clock).unwrap();
    let live = Arc::new(live);
    let server = TestServer::with_content(Arc::clone(&live)).await;
    let editor = server.editor("clara").await;
    folder.write(
        "answers/a.answers.yaml",
        "tests:\n  - { name: ask, ask: 'open a ticket', expect: { action: phone } }\n",
    );
    folder.save("knowledge/en/plans/overview.md", &article("plans/overview en", "Everybody has another one."));
    assert!(matches!(live.reload(), Outcome::Swapped { .. }));
    // No notice comes over HTTP: the page looks again and again, too.
    let compared = tokio::time::timeout(Duration::from_secs(60), async {
        loop {
            let changes = report(&editor, &server, "changes").await;
            if changes["comparing"] == false {
                return changes["latest"].clone();
            }
            tokio::task::yield_now().await;
        }
    });
    let compared = compared.await.unwrap();
    let state = report(&editor, &server, "state").await;
    assert_eq!((&compared["new"], &compared["left_out"]), (&state["revision"], &json!(0)), "{compared:#}");
    assert!(compared["questions"].as_u64().unwrap() > 50, "the examples are asked: {compared:#}");
    assert_eq!((&compared["lost"], &compared["tests_problem"]), (&json!(0), &Value::Null), "{compared:#}");
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
    let server = TestServer::with_content(shipped()).await;
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
