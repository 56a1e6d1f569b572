//! What is read out of a log that the chat itself wrote: people ask what Bolt does not know, agents answer, people rate.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{
    chat::{Chat, PostMessage, Rate},
    content::{File, Files, Severity, check},
    domain::{
        AccountType, AgentId, AgentRef, ClientId, Clock as _, Conversation, ConversationId, Draft as TurnDraft,
        EventBody, Identity, Language, ManualClock, Role, Seq, Standing, State, SupportPlan, VisitorId,
    },
    hub::Hub,
    insight::{Digest, Gaps, Period, UsedKind, clusters, drafts, gaps, patch, tests::CONTENT, usage},
    proof::Suite,
    reply::{Decision, Entitled, Question, Replier},
    store::{Conversations as _, Logged, sqlite::SqliteStore},
};

/// What people ask, in several words each, and what an agent says to it.
const TOPICS: [(Language, &[&str], &str); 4] = [
    (
        Language::En,
        &[
            "How do I record a meeting to the cloud?",
            "I want to record a meeting in the cloud",
            "record meetings to the cloud",
            "Can meetings be recorded in the cloud?",
        ],
        "Hi Vera Rossi, Ada Byron here. Choose Record, then Record to the Cloud. The recording is listed under Recordings \
         for 30 days. Write to ada@corp.example if <it> fails. Is there anything else?",
    ),
    (
        Language::En,
        &[
            "change my virtual background",
            "how to set a virtual background image",
            "virtual background: how to change it?",
        ],
        "Thanks for waiting!\n1. Open the settings of {{ video }}.\n2. Choose Background and pick a picture.\n--\nHave a nice day!",
    ),
    (
        Language::It,
        &["Come registro una riunione?", "registrare una riunione", "vorrei registrare le riunioni"],
        "Buongiorno Vera. Scelga Registra nella barra in basso, poi Registra sul cloud. Cordiali saluti",
    ),
    (
        Language::Es,
        &["cambiar el fondo virtual", "¿Cómo cambio el fondo virtual de mi vídeo?", "fondo virtual: cómo lo cambio"],
        "¡Hola! Abra los ajustes de vídeo, elija Fondo y seleccione una imagen. ¡Gracias!",
    ),
];

/// The shipped content, shared by the tests.
struct Shipped;

impl Replier for Shipped {
    fn reply(&self, question: &Question<'_>) -> Decision {
        CONTENT.reply(question)
    }

    fn not_helped(&self, question: &Question<'_>) -> Decision {
        CONTENT.not_helped(question)
    }

    fn entitled(&self, standing: &Standing) -> Entitled {
        CONTENT.entitled(standing)
    }
}

struct World {
    _folder: tempfile::TempDir,
    store: Arc<SqliteStore>,
    clock: Arc<ManualClock>,
    chat: Chat,
    commands: std::sync::atomic::AtomicU64,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at("2026-11-01T10:00:00Z".parse().unwrap()));
        let store = Arc::new(SqliteStore::open(&folder.path().join("bolt.db"), clock.clone()).unwrap());
        let chat = Chat::new(store.clone(), Arc::new(Shipped), Arc::new(Hub::new()), clock.clone());
        Self { _folder: folder, store, clock, chat, commands: 0.into() }
    }

    fn command(&self) -> ClientId {
        let n = self.commands.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        ClientId(Uuid::from_u128(u128::from(n) + 1))
    }

    async fn say(&self, visitor: &Identity, conversation: ConversationId, language: Language, text: &str) -> Seq {
        let post =
            PostMessage { conversation, id: self.command(), text: text.into(), choice: None, locale: Some(language) };
        self.chat.post_message(visitor, post).await.unwrap().seq
    }

    /// A conversation about a topic: asked, not answered, and settled by an agent when the visitor may have one.
    async fn hold(&self, seed: usize) {
        self.clock.advance(SignedDuration::from_hours(5));
        let (language, wordings, answer) = TOPICS[seed % TOPICS.len()];
        let (visitor, id) = (vera(), ConversationId(Uuid::from_u128(seed as u128 + 1)));
        self.say(&visitor, id, language, wordings[seed / TOPICS.len() % wordings.len()]).await;
        let person = match language {
            Language::En => "talk to a person",
            Language::It => "voglio parlare con una persona",
            Language::Es => "quiero hablar con una persona",
        };
        self.say(&visitor, id, language, person).await;
        let state = self.chat.conversation(id).await.unwrap().unwrap().state;
        assert!(matches!(state, State::Waiting { .. }), "{language}: {state:?}");
        let agent = AgentRef { id: AgentId(Uuid::from_u128(7)), name: "Ada Byron".into() };
        self.chat.claim(&agent, id, self.command()).await.unwrap();
        self.chat.agent_message(&agent, id, self.command(), answer.into()).await.unwrap();
        if seed.is_multiple_of(2) {
            self.say(&visitor, id, language, "Thank you, gracias, grazie!").await;
        } else {
            self.chat.resolve(&agent, id, self.command()).await.unwrap();
        }
    }

    async fn log(&self) -> Vec<Logged> {
        let (mut all, mut after) = (Vec::new(), ConversationId(Uuid::nil()));
        loop {
            let page = self.store.logged_since(Timestamp::MIN, after, 3).await.unwrap();
            let Some(last) = page.last() else { return all };
            after = last.conversation.id;
            all.extend(page);
        }
    }

    fn period(&self) -> Period {
        Period {
            since: "2026-11-01T00:00:00Z".parse().unwrap(),
            until: self.clock.now() + SignedDuration::from_secs(1),
        }
    }
}

fn vera() -> Identity {
    let standing =
        Standing { account_type: AccountType::Pro, role: Role::LicensedMember, support_plan: SupportPlan::Access };
    let visitor = VisitorId("user:vera".into());
    Identity { name: Some("Vera Rossi".into()), standing, anonymous: false, ..Identity::anonymous(visitor) }
}

fn digest<'l>(log: impl IntoIterator<Item = &'l Logged>) -> Digest {
    let mut digest = Digest::new(&CONTENT, Timestamp::MIN);
    log.into_iter().for_each(|logged| digest.take(&logged.conversation, &logged.events));
    digest
}

fn reported(found: &Gaps) -> String {
    serde_json::to_string(found).unwrap()
}

#[tokio::test]
async fn each_topic_is_one_gap_and_one_draft_whatever_the_order() {
    let world = World::new();
    for seed in 0..24 {
        world.hold(seed).await;
    }
    let log = world.log().await;
    let (read, turned) = (digest(&log), digest(log.iter().rev()));
    let found = gaps(&CONTENT, &read, world.period());
    assert_eq!(reported(&found), reported(&gaps(&CONTENT, &turned, world.period())));
    assert_eq!((found.gaps.len(), found.unanswered), (TOPICS.len(), 24), "{found}");
    for gap in &found.gaps {
        assert_eq!(gap.count, 6, "{found}");
        assert_eq!(gap.series.iter().map(|point| point.count).sum::<usize>(), 6);
        let of_one_topic = |(_, wordings, _): &(Language, &[&str], &str)| {
            gap.examples.iter().all(|example| wordings.contains(&example.as_str()))
        };
        assert!(TOPICS.iter().any(of_one_topic), "{found}");
    }
    let proposed = drafts(&CONTENT, &read);
    assert_eq!(proposed, drafts(&CONTENT, &turned));
    assert_eq!(proposed.len(), TOPICS.len(), "{proposed:#?}");
    for draft in &proposed {
        assert_eq!(draft.sources.len(), 6);
        assert!(draft.questions.len() >= 3, "{draft:#?}");
    }
}

#[tokio::test]
async fn a_draft_is_content_that_can_be_checked_tested_and_published() {
    let world = World::new();
    for seed in 0..8 {
        world.hold(seed).await;
    }
    let proposed = drafts(&CONTENT, &digest(&world.log().await));
    let files: Vec<(String, String)> = proposed.iter().flat_map(crate::insight::Draft::files).collect();
    let all = files.iter().map(|(_, text)| text.as_str()).collect::<String>();
    for gone in ["Vera", "Rossi", "ada@corp", "Have a nice", "Thanks for", "Buongiorno", "Cordiali", "anything else"] {
        assert!(!all.contains(gone), "{gone} is in\n{all}");
    }
    for kept in [
        "Choose Record, then Record to the Cloud.",
        "&lt;it>",
        "draft: true",
        "# from conversation",
        "2. Choose Background",
        "who: { account_type: pro, role: licensed_member, support_plan: access }",
    ] {
        assert!(all.contains(kept), "{kept} is missing in\n{all}");
    }
    // As a draft, and as the article that it becomes.
    for published in [false, true] {
        let mut content = Files::embedded();
        let articles = files.iter().filter(|(path, _)| path.ends_with(".md"));
        content.files.extend(articles.map(|(path, text)| {
            File::new(path, &if published { text.replace("draft: true\n", "") } else { text.clone() })
        }));
        content.files.sort_by(|a, b| a.path.cmp(&b.path));
        let tests = files.iter().filter(|(path, _)| path.ends_with(".answers.yaml"));
        let tests = Files { files: tests.map(|(path, text)| File::new(path, text)).collect(), findings: vec![] };
        let suite = Suite::read(tests, &content);
        assert_eq!(suite.findings, [], "{all}");
        assert!(suite.cases.len() >= TOPICS.len());
        let findings = check(content);
        let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:#?}\n{all}");
    }
}

#[tokio::test]
async fn a_patch_is_one_that_git_takes() {
    let world = World::new();
    world.hold(0).await;
    let files = drafts(&CONTENT, &digest(&world.log().await)).first().unwrap().files();
    let folder = tempfile::tempdir().unwrap();
    let git = |words: &[&str]| {
        let output = std::process::Command::new("git").arg("-C").arg(folder.path()).args(words).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "-q"]);
    std::fs::write(folder.path().join("draft.patch"), patch(&files, "help/")).unwrap();
    git(&["apply", "draft.patch"]);
    for (path, text) in files {
        assert_eq!(std::fs::read_to_string(folder.path().join("help").join(path)).unwrap(), text);
    }
}

#[tokio::test]
async fn what_answered_is_counted_with_what_was_said_of_it() {
    let world = World::new();
    for (n, (text, helpful)) in
        [("what does P1 mean?", Some(true)), ("what does P1 mean?", Some(false)), ("hello", None)].iter().enumerate()
    {
        let id = ConversationId(Uuid::from_u128(n as u128 + 1));
        world.clock.advance(SignedDuration::from_hours(1));
        let seq = world.say(&vera(), id, Language::En, text).await;
        if let Some(helpful) = *helpful {
            let rate = Rate { conversation: id, id: world.command(), message: seq.next(), helpful };
            world.chat.rate(&vera(), rate).await.unwrap();
        }
    }
    let read = digest(&world.log().await);
    let rows = usage(&read);
    let intent = rows.iter().find(|row| row.id == "priority_definition").unwrap();
    assert_eq!((intent.kind, intent.language), (UsedKind::Intent, Language::En));
    assert_eq!((intent.answered, intent.helpful, intent.unhelpful), (2, 1, 1));
    assert_eq!(intent.last, "2026-11-01T12:00:00Z".parse().unwrap());
    assert!(rows.iter().any(|row| row.kind == UsedKind::Article && row.answered == 2), "{rows:?}");
    assert!(rows.iter().any(|row| row.id == "greeting" && row.answered == 1));
    // "No" is a gap, "yes" is none.
    let found = gaps(&CONTENT, &read, world.period());
    assert_eq!((found.questions, found.unanswered), (2, 1), "{found}");
}

/// Examples that belong together by the judgement of people: those of an intent.
#[test]
fn clusters_keep_to_one_thing() {
    let ids = ["community", "billing", "phone_charges", "feature_request", "social_media", "technical_account_manager"];
    let written = crate::content::written(&Files::embedded());
    let mut texts: Vec<(&str, &str)> = Vec::new();
    for id in ids {
        let intent = written.iter().find(|intent| intent.id == id).unwrap();
        let examples = intent.examples.get(Language::En);
        texts.extend(examples.iter().take(20).map(|text| (id, text.as_str())));
    }
    let found = clusters(&texts.iter().map(|(_, text)| *text).collect::<Vec<_>>());
    let most = |members: &Vec<usize>| {
        ids.iter().map(|id| members.iter().filter(|at| texts[**at].0 == *id).count()).max().unwrap_or_default()
    };
    let pure = found.iter().map(most).sum::<usize>() as f32 / texts.len() as f32;
    let singles = found.iter().filter(|members| members.len() == 1).count();
    println!("{} texts, {} clusters, {singles} of one, {pure:.3} pure", texts.len(), found.len());
    assert!(pure >= 0.9, "{pure}");
    assert!(found.len() <= texts.len() * 6 / 10, "{} clusters", found.len());
}

/// How long it takes, by `cargo test --release --lib insight::logs -- --ignored --nocapture`.
#[test]
#[ignore = "says how long something takes, and judges nothing"]
fn fifty_thousand_conversations() {
    let mut digest = Digest::new(&CONTENT, Timestamp::MIN);
    let began = std::time::Instant::now();
    let mut spent = std::time::Duration::ZERO;
    let mut kinds = Vec::new();
    for n in 0..50 {
        let (language, wordings, _) = TOPICS[n % TOPICS.len()];
        kinds.push((language, wordings[n % wordings.len()]));
    }
    let words: Vec<String> = (0..4_000).map(|n| format!("w{:x}", n * 7919)).collect();
    for n in 0..50_000_usize {
        let (language, wording) = kinds[n % kinds.len()];
        // Four of five ask something that nobody else does.
        let text = if n.is_multiple_of(5) {
            wording.to_owned()
        } else {
            format!("{} {} {wording}", words[n % 4_000], words[n / 13 % 4_000])
        };
        let at = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(n as i64 * 50);
        let id = ConversationId(Uuid::from_u128(n as u128 + 1));
        let mut draft = TurnDraft::on(Conversation::begin(id, vera(), language, at), at);
        draft.push(EventBody::VisitorMessage { text: text.clone(), choice: None }, None).unwrap();
        let decision = CONTENT.reply(&crate::reply::question(
            draft.conversation(),
            &crate::reply::Said { text: &text, choice: None, locale: Some(language) },
        ));
        draft.push(EventBody::BoltMessage(Box::new(decision.message)), None).unwrap();
        let turn = draft.finish();
        let taking = std::time::Instant::now();
        digest.take(&turn.conversation, &turn.events);
        spent += taking.elapsed();
    }
    println!("answering {:?}, taking {spent:?}", began.elapsed() - spent);
    let period =
        Period { since: Timestamp::UNIX_EPOCH, until: Timestamp::UNIX_EPOCH + SignedDuration::from_hours(9_999) };
    let began = std::time::Instant::now();
    let found = gaps(&CONTENT, &digest, period);
    println!(
        "{} questions, {} gaps, {} left out, {:?}",
        found.unanswered,
        found.gaps.len(),
        found.left_out,
        began.elapsed()
    );
}
