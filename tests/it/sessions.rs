//! Agents log in and out.

use bolt::wire::{AgentFrame, ErrorCode, ToAgent};
use jiff::SignedDuration;
use reqwest::StatusCode;
use serde_json::Value;

use crate::support::{Agent, At as _, Socket, TestServer, id};

const WRONG: &str = "incorrect horse battery";
const RIGHT: &str = "correct horse battery";

async fn code(answer: reqwest::Response) -> (StatusCode, String) {
    let status = answer.status();
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(problem["status"], status.as_u16());
    (status, problem["code"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_session_begins_and_ends() {
    let server = TestServer::start().await;
    server.add_agent("ada").await;
    let agent = Agent::nobody();
    let who = || async { agent.http.get(server.url("/api/session")).send().await.unwrap() };
    assert_eq!(code(who().await).await, (StatusCode::UNAUTHORIZED, "not_logged_in".into()));

    // Logins are compared without case.
    let answer = agent.try_log_in(&server, "ADA", RIGHT).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let body: Value = who().await.json().await.unwrap();
    assert_eq!(body["agent"]["name"], "Ada");

    let ended = agent.http.delete(server.url("/api/session")).send().await.unwrap();
    assert_eq!(ended.status(), StatusCode::NO_CONTENT);
    assert_eq!(who().await.status(), StatusCode::UNAUTHORIZED);
    let tickets = agent.http.get(server.url("/api/tickets")).send().await.unwrap();
    assert_eq!(code(tickets).await.1, "not_logged_in");
}

#[tokio::test]
async fn behind_https_the_cookie_is_sent_over_https_only() {
    let server = TestServer::start_with(|s| s.public_origin = Some("https://help.example".into())).await;
    server.add_agent("ada").await;
    let answer = Agent::nobody().try_log_in(&server, "ada", RIGHT).await;
    assert!(answer.headers()["set-cookie"].to_str().unwrap().contains("Secure"));
}

#[tokio::test]
async fn wrong_and_unknown_logins_are_refused_alike() {
    let server = TestServer::start().await;
    server.add_agent("ada").await;
    for (login, password) in [("ada", WRONG), ("nobody", WRONG), ("ada", ""), ("", ""), ("ada", &"x".repeat(300))] {
        let answer = Agent::nobody().try_log_in(&server, login, password).await;
        assert!(answer.headers().get("set-cookie").is_none());
        assert_eq!(code(answer).await, (StatusCode::UNAUTHORIZED, "wrong_login".into()), "{login}");
    }
    let nonsense = Agent::nobody().http.post(server.url("/api/session")).body("{}").send().await.unwrap();
    assert_eq!(code(nonsense).await, (StatusCode::BAD_REQUEST, "malformed".into()));
    let huge = serde_json::json!({"login": "ada", "password": "x".repeat(100_000)});
    let huge = Agent::nobody().http.post(server.url("/api/session")).json(&huge).send().await.unwrap();
    assert_eq!(code(huge).await, (StatusCode::PAYLOAD_TOO_LARGE, "too_large".into()));
}

#[tokio::test]
async fn passwords_cannot_be_guessed_fast() {
    let server = TestServer::start_with(|s| s.logins_per_minute = 2).await;
    server.add_agent("ada").await;
    for _ in 0..2 {
        assert_eq!(Agent::nobody().try_log_in(&server, "ada", WRONG).await.status(), StatusCode::UNAUTHORIZED);
    }
    let refused = Agent::nobody().try_log_in(&server, "ada", RIGHT).await;
    let wait: i64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert_eq!(code(refused).await, (StatusCode::TOO_MANY_REQUESTS, "too_many_attempts".into()));
    server.clock.advance(SignedDuration::from_secs(wait));
    assert_eq!(Agent::nobody().try_log_in(&server, "ada", RIGHT).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn accounts_cannot_be_guessed_fast_from_one_address() {
    let server = TestServer::start_with(|s| s.logins_per_minute = 1).await;
    for n in 0..4 {
        let answer = Agent::nobody().try_log_in(&server, &format!("guess{n}"), WRONG).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    }
    let refused = Agent::nobody().try_log_in(&server, "somebody", WRONG).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_trusted_proxy_says_who_is_calling() {
    let server = TestServer::start_with(|s| {
        s.logins_per_minute = 1;
        s.trust_forwarded_for = true;
    })
    .await;
    for n in 0..10 {
        let answer = Agent::nobody()
            .http
            .post(server.url("/api/session"))
            .header("x-forwarded-for", format!("203.0.113.99, 198.51.100.{n}"))
            .json(&serde_json::json!({"login": format!("guess{n}"), "password": WRONG}))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_session_ends_after_its_time() {
    let server = TestServer::start().await;
    let agent = server.agent("ada").await;
    let mut console = agent.console(&server).await;
    server.clock.advance(SignedDuration::from_mins(61));
    let answer = agent.http.get(server.url("/api/session")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    console.send(&AgentFrame::Ping).await;
    console.ends_with(ErrorCode::NotLoggedIn).await;
}

#[tokio::test]
async fn who_is_disabled_is_out_at_once() {
    let server = TestServer::start().await;
    let agent = server.agent("ada").await;
    let mut console = agent.console(&server).await;
    server.store.set_agent_disabled("ada", true).await.unwrap();
    console.send(&AgentFrame::Claim { conversation: id(1), id: id(1) }).await;
    console.ends_with(ErrorCode::NotLoggedIn).await;
    let answer = agent.http.get(server.url("/api/session")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(Agent::nobody().try_log_in(&server, "ada", RIGHT).await.status(), StatusCode::UNAUTHORIZED);
    server.store.set_agent_disabled("ada", false).await.unwrap();
    assert_eq!(Agent::nobody().try_log_in(&server, "ada", RIGHT).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn who_logs_out_is_out_of_the_console_as_well() {
    let server = TestServer::start_with(|s| s.timing.heartbeat = std::time::Duration::from_millis(50)).await;
    let agent = server.agent("ada").await;
    let mut console = agent.console(&server).await;
    agent.http.delete(server.url("/api/session")).send().await.unwrap();
    // Without a word from the console: the heartbeat looks as well.
    console.ends_with(ErrorCode::NotLoggedIn).await;
}

#[tokio::test]
async fn other_pages_cannot_use_an_agents_cookie() {
    let server = TestServer::start().await;
    let agent = server.agent("ada").await;
    for origin in [Some("https://evil.example"), None] {
        let mut request = agent.handshake(&server);
        request.headers_mut().remove("origin");
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        let refused = tokio_tungstenite::connect_async(request).await.unwrap_err();
        let tokio_tungstenite::tungstenite::Error::Http(answer) = refused else { panic!("{refused}") };
        assert_eq!(answer.status(), 403);
    }
    let foreign = agent.http.delete(server.url("/api/session")).header("origin", "https://evil.example");
    assert_eq!(code(foreign.send().await.unwrap()).await, (StatusCode::FORBIDDEN, "foreign_origin".into()));
    let socket = Socket::<ToAgent>::connect(agent.handshake(&server)).await;
    drop(socket);
}
