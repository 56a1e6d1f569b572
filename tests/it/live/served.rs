//! What people see of a change: who is answered meanwhile, who watches the server, who reads its pages.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use bolt::{
    domain::Context,
    live::{Outcome, Verdict},
    reply::{Decision, Replier as _},
};
use serde_json::Value;

use super::{ARTICLE, DEADLINE, INTENT, open, question};
use crate::support::{At as _, Folder, Process, TestServer, article};

/// Says its version in the answer of an intent, and in the title of the article under it.
fn version(folder: &Folder, n: usize) {
    let mut intent = folder.read("intents/my_plan.yaml");
    if !intent.contains("keywords:") {
        intent = intent.replacen("examples:", "keywords:\n  en: [which plan do i have]\nexamples:", 1);
    }
    let said = intent.lines().map(|line| match line.strip_prefix("        - ") {
        Some(_) => format!("        - \"Version {n}.\"\n"),
        None => format!("{line}\n"),
    });
    folder.save("intents/my_plan.yaml", &said.collect::<String>());
    folder.save("knowledge/en/plans/overview.md", &article(&format!("Plans of version {n}"), "Everybody has one."));
}

#[test]
fn whoever_is_answered_during_swaps_sees_one_version_whole() {
    const SWAPS: usize = 12;
    let folder = Folder::small();
    version(&folder, 0);
    let live = open(&folder);
    let over = AtomicBool::new(false);
    let mut revisions = vec![live.content().revision.clone()];
    let answers: Vec<Decision> = thread::scope(|scope| {
        let asks = || {
            let mut answers = Vec::new();
            while !over.load(Ordering::Acquire) {
                answers.push(live.reply(&question("which plan do I have", &Context::default())));
            }
            answers.push(live.reply(&question("which plan do I have", &Context::default())));
            answers
        };
        let asking: Vec<_> = (0..3).map(|_| scope.spawn(asks)).collect();
        for n in 1..=SWAPS {
            version(&folder, n);
            assert!(matches!(live.reload(), Outcome::Swapped { .. }));
            revisions.push(live.content().revision.clone());
        }
        over.store(true, Ordering::Release);
        asking.into_iter().flat_map(|asked| asked.join().unwrap()).collect()
    });
    let mut seen = vec![false; revisions.len()];
    for Decision { message, .. } in answers {
        let n = revisions.iter().position(|revision| *revision == message.trace.content_revision).unwrap();
        assert_eq!(message.markdown, format!("Version {n}."));
        assert_eq!(message.sources[0].title, format!("Plans of version {n}"));
        seen[n] = true;
    }
    assert!(seen[SWAPS] && seen.iter().filter(|seen| **seen).count() > 1, "{seen:?}");
}

#[tokio::test]
async fn what_is_broken_is_told_to_whoever_watches_the_server() {
    let folder = Folder::small();
    let live = Arc::new(open(&folder));
    let server = TestServer::with_content(Arc::clone(&live)).await;
    let ready = async || {
        let answer = reqwest::get(server.url("/readyz")).await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.json::<Value>().await.unwrap()["content"].clone()
    };
    let good = ready().await;
    assert_eq!(good["revision"], live.content().revision.as_str());
    assert!(good["broken"].is_null() && good["loaded_at"].is_string() && good["loading_since"].is_null());

    folder.edit(ARTICLE, "title", "titel");
    assert_eq!(live.reload().verdict(), Verdict::Kept);
    let broken = ready().await;
    assert_eq!(broken["revision"], good["revision"]);
    let first = broken["broken"]["first"].as_str().unwrap();
    assert!(first.starts_with("knowledge/en/contact/live-chat.md:2:"), "{first}");
    assert!(broken["broken"]["errors"].as_u64().unwrap() >= 1 && broken["broken"]["since"].is_string());
    assert_eq!(server.metric("bolt_content_broken").await, 1);
    assert_eq!(server.metric("bolt_content_reloads_total{result=\"kept\"}").await, 1);

    folder.edit(ARTICLE, "titel: ", "title: New ");
    assert_eq!(live.reload().verdict(), Verdict::Swapped);
    let mended = ready().await;
    assert!(mended["broken"].is_null() && mended["revision"] != good["revision"]);
    assert_eq!(server.metric("bolt_content_broken").await, 0);
    assert_eq!(server.metric("bolt_content_reloads_total{result=\"swapped\"}").await, 1);
    let page = reqwest::get(server.url("/help/en/contact/live-chat")).await.unwrap().text().await.unwrap();
    assert!(page.contains("New contact"), "{page}");

    folder.edit(INTENT, "examples:\n  en:\n", "examples:\n  en:\n    - quokkas nibble zithers\n");
    assert_eq!(live.reload().verdict(), Verdict::Swapped);
    assert!(ready().await["learning_since"].is_string());
    live.learn();
    assert!(ready().await["learning_since"].is_null());
    assert_eq!(server.metric("bolt_content_reloads_total{result=\"learned\"}").await, 1);
}

#[tokio::test]
async fn bolt_serve_takes_a_save() {
    let folder = Folder::small();
    let data = tempfile::tempdir().unwrap();
    let server = Process::start_with(data.path(), &["--content", folder.root.to_str().unwrap()]);
    folder.save(ARTICLE, &article("Chat", "Saved while it serves."));
    let page = server.url("/help/en/contact/live-chat");
    let shows = async {
        while !reqwest::get(&page).await.unwrap().text().await.unwrap().contains("Saved while it serves.") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, shows).await.expect("the save is not seen");
}
