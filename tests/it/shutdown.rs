//! The server ends as it should, and goes on where it ended.

use std::sync::Arc;

use bolt::{
    app::{App, Parts, RandomIds, StartError, SystemClock},
    config::{IdentityKey, Mode},
    wire::{ErrorCode, ToAgent, ToVisitor},
};

use crate::support::{Hello, Scripted, TestServer, Visitor, id, licensed_member, settings};

#[tokio::test]
async fn everybody_is_told_and_nothing_acked_is_lost() {
    let server = TestServer::start().await;
    let token = server.token(&licensed_member("ann"));
    let mut visitor = Visitor::connect(&server, Hello::with(&token)).await;
    let mut console = server.agent("ada").await.console(&server).await;
    let mut silent = Visitor::knock(&server).await;
    for n in 1..=15 {
        visitor.post(id(1), n, &format!("message {n}")).await;
    }
    // In the middle of it.
    let mut acked = u32::from(visitor.ack(1).await == 1);
    let (stopped, ()) = tokio::join!(server.stop(), async {
        let fatal = visitor
            .find(|frame| match frame {
                ToVisitor::Ack { .. } => {
                    acked += 1;
                    None
                }
                ToVisitor::Error(error) => Some(error),
                _ => None,
            })
            .await;
        assert_eq!((fatal.code, fatal.fatal), (ErrorCode::ShuttingDown, true));
        console.find(|f| matches!(f, ToAgent::Error(e) if e.code == ErrorCode::ShuttingDown).then_some(())).await;
        silent.ends_with(ErrorCode::ShuttingDown).await;
    });
    let server = stopped.start_again().await;
    let mut back = Visitor::connect(&server, Hello::with(&token)).await;
    let last = back.welcome.conversation.as_ref().unwrap().last_seq;
    assert!(last >= acked * 2, "{acked} were acked, and the log ends at {last}");
    // What was not acked is sent again, in order, under the same ids.
    for n in 1..=15 {
        assert_eq!(back.say(id(1), n, &format!("message {n}")).await, u32::try_from(n).unwrap() * 2 - 1);
    }
}

#[tokio::test]
async fn agents_stay_logged_in_over_a_restart() {
    let server = TestServer::start().await;
    let agent = server.agent("ada").await;
    let server = server.stop().await.start_again().await;
    // Another port, the same cookie: cookies know no ports.
    agent.console(&server).await;
}

fn parts() -> Parts {
    Parts {
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
        replier: Arc::new(Scripted),
        help: Arc::new(Scripted),
        live: None,
    }
}

#[tokio::test]
async fn one_server_at_a_time_has_the_data() {
    let folder = tempfile::tempdir().unwrap();
    let settings = || settings(folder.path().to_owned(), IdentityKey { id: "main".into(), secret: vec![7; 32] });
    let first = App::build(settings(), parts()).await.unwrap();
    assert!(matches!(App::build(settings(), parts()).await, Err(StartError::InUse(_))));
    drop(first);
    assert!(App::build(settings(), parts()).await.is_ok());
}

#[tokio::test]
async fn demo_data_is_never_served_for_real_nor_real_data_as_a_demo() {
    let folder = tempfile::tempdir().unwrap();
    let key = IdentityKey { id: "main".into(), secret: vec![7; 32] };
    let in_mode = |mode| {
        let mut settings = settings(folder.path().to_owned(), key.clone());
        settings.mode = mode;
        settings
    };
    let demo = App::build(in_mode(Mode::Demo), parts()).await.unwrap();
    let passwords: Vec<_> = demo.demo_accounts().iter().map(|account| account.password.clone()).collect();
    assert_eq!(passwords.len(), 3);
    drop(demo);
    // The same passwords after a restart: somebody has written them down.
    let demo = App::build(in_mode(Mode::Demo), parts()).await.unwrap();
    assert!(demo.demo_accounts().iter().map(|account| &account.password).eq(&passwords));
    drop(demo);
    drop(App::build(in_mode(Mode::Production), parts()).await.unwrap());

    std::fs::rename(folder.path().join("demo.db"), folder.path().join("bolt.db")).unwrap();
    let error = App::build(in_mode(Mode::Production), parts()).await.err().unwrap();
    assert!(matches!(&error, StartError::OtherMode { was, .. } if was == "demo"), "{error}");
    assert!(error.to_string().contains("--data"), "{error}");
}
