//! The editors' commands, as they are typed.

use std::{
    fs,
    path::Path,
    process::{Command, ExitCode, Stdio},
    sync::Arc,
};

use bolt::{
    app::{SystemClock, open_store},
    cli::{Cli, run},
    config::{self, Flags, Mode, Purpose},
    content::{ArticleLinks, Content, Files},
    domain::{
        AccountType, Actor, AgentId, AgentRef, Clock as _, Conversation, ConversationId, Draft, EventBody, Identity,
        Language, Role, Standing, SupportPlan, VisitorId,
    },
    reply::{Said, respond},
    store::Sender,
};
use clap::Parser as _;
use uuid::Uuid;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Runs a command line and returns whether it succeeded, with what it printed.
fn bolt(words: &[&str]) -> (bool, String) {
    let cli = Cli::try_parse_from(std::iter::once("bolt").chain(words.iter().copied())).unwrap();
    let mut out = Vec::new();
    let code = run(cli, &mut out).unwrap_or_else(|error| panic!("{words:?}: {error}"));
    (code == ExitCode::SUCCESS, String::from_utf8(out).unwrap())
}

/// The shipped content in a folder of its own, to be changed.
fn copied() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["knowledge", "intents", "answers"] {
        copy(&Path::new(ROOT).join(part), &folder.path().join(part));
    }
    folder
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_shipped_answer_tests_pass() {
    let (passed, printed) = bolt(&["test", "--content", ROOT, "--json"]);
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert!(passed, "{:#}", printed["failures"]);
    assert!(printed["tests"].as_u64().unwrap() >= 150, "{}", printed["tests"]);
    assert_eq!(printed["findings"], serde_json::json!([]));
}

#[test]
fn a_failing_answer_test_fails_the_command_and_stands_in_the_report() {
    let folder = copied();
    let tests = "tests:\n  - name: wrong\n    ask: hello\n    expect: { action: phone }\n";
    fs::write(folder.path().join("answers/wrong.answers.yaml"), tests).unwrap();
    let junit = folder.path().join("junit.xml");
    let content = folder.path().to_str().unwrap();
    let (passed, printed) = bolt(&["test", "wrong.answers", "--content", content, "--junit", junit.to_str().unwrap()]);
    assert!(!passed);
    assert!(printed.contains("FAILED answers/wrong.answers.yaml:2  wrong"), "{printed}");
    assert!(printed.ends_with("0 of 1 answer tests pass\n"), "{printed}");
    assert!(fs::read_to_string(junit).unwrap().contains("<failure message=\"action: answer, not phone\">"));
}

#[test]
fn a_broken_answer_test_stands_in_every_report() {
    let folder = copied();
    fs::write(folder.path().join("answers/zz.answers.yaml"), "tests:\n  - name: [\n").unwrap();
    let junit = folder.path().join("junit.xml");
    let content = folder.path().to_str().unwrap();
    let words = ["test", "phone", "--content", content, "--junit", junit.to_str().unwrap(), "--json"];
    let (passed, printed) = bolt(&words);
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert!(!passed);
    assert_eq!((&printed["failed"], &printed["broken"][0]["file"]), (&1.into(), &"answers/zz.answers.yaml".into()));
    let report = fs::read_to_string(junit).unwrap();
    assert!(report.contains("errors=\"1\"") && report.contains("<error message="), "{report}");
}

/// Runs git in a folder, as nobody in particular.
pub fn git(folder: &Path, words: &[&str]) {
    let mut command = std::process::Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=t", "-c", "user.email=t@example.org"]).args(words);
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_change_is_compared_with_the_revision_before_it() {
    let folder = copied();
    let content = folder.path().to_str().unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "before"]);
    let intent = folder.path().join("intents/social_media.yaml");
    fs::remove_file(&intent).unwrap();
    for tests in fs::read_dir(folder.path().join("answers")).unwrap().map(|entry| entry.unwrap().path()) {
        let all = fs::read_to_string(&tests).unwrap();
        let kept: Vec<_> = all.split("\n\n").filter(|test| !test.contains("social_media")).collect();
        fs::write(&tests, kept.join("\n\n")).unwrap();
    }
    let questions = folder.path().join("questions.jsonl");
    fs::write(&questions, "{\"id\":\"q1\",\"locale\":\"en\",\"text\":\"which social networks are you on\"}\n").unwrap();
    let html = folder.path().join("diff.html");

    let words = ["diff", "main", "--content", content, "--questions", questions.to_str().unwrap()];
    let printed_page = ["--html", html.to_str().unwrap()];
    let (passed, printed) = bolt(&[&words[..], &printed_page, &["--json", "--fail-on", "changed"]].concat());
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert!(!passed);
    assert!(printed["questions"].as_u64().unwrap() > 2_000, "{}", printed["questions"]);
    let changed = printed["groups"].as_array().unwrap().iter().flat_map(|group| group["changes"].as_array().unwrap());
    assert!(changed.clone().any(|change| change["name"] == "q1"), "the question is among the changes");
    assert!(changed.into_iter().any(|change| change["name"] == "answers/everyday.answers.yaml: Social media"));
    assert!(fs::read_to_string(html).unwrap().starts_with("<!doctype html>"));

    // Both sides from git, which know nothing of what was not committed: nothing changes.
    let (passed, printed) =
        bolt(&["diff", "main..HEAD", "--content", content, "--fail-on", "changed", "--max-changed", "0"]);
    assert!(passed && printed.contains(" 0 change: "), "{printed}");
}

#[test]
fn a_diff_that_cannot_be_made_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().to_str().unwrap();
    let error = |words: &[&str]| {
        let cli = Cli::try_parse_from(std::iter::once("bolt").chain(words.iter().copied())).unwrap();
        run(cli, &mut Vec::new()).unwrap_err().to_string()
    };
    // The folder of the tests' run may lie inside of some repository, so only what is missing in any is asked for.
    assert!(error(&["diff", "no-such-revision", "--content", content]).starts_with("git knows no revision"));
    assert!(error(&["diff", "--content", content, "--", "--help"]).starts_with("git knows no revision"));
    assert!(error(&["diff", "a", "b", "--questions", "nowhere.jsonl"]).starts_with("nowhere.jsonl: "));
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["commit", "-qm", "empty", "--allow-empty"]);
    assert!(error(&["diff", "main", "--content", content]).contains("has no `knowledge` folder"));
}

#[test]
fn an_explanation_names_every_stage() {
    let who = r#"{"account_type":"business","role":"licensed_admin","support_plan":"premier","name":"Ada"}"#;
    let words = ["explain", "phone number for Germnay", "--locale", "en", "--identity", who, "--content", ROOT];
    let (passed, text) = bolt(&words);
    assert!(passed);
    for part in [
        "language    en (from the ",
        "corrected   germnay → germany (names)",
        "values      channel = phone (\"phone\")",
        "country = DE (\"Germnay\")",
        "classifier  ",
        "phone_number",
        "in scope    ",
        "search      ",
        "rules       picked-choice –, ",
        "decided     ",
        "cites       contact/phone-numbers (en)",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    let words = ["explain", "and in Spain?", "--after", "phone number for Italy", "--json", "--content", ROOT];
    let (_, json) = bolt(&words);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["answer"]["trace"]["rule"], json["rules"].as_array().unwrap().last().unwrap().clone());
    assert_eq!(json["answer"]["intent"], "phone_number", "{json:#}");
    assert_eq!(json["entities"][0]["value"], "ES");
}

/// A data folder with a conversation of a member of a paid account, as the chat writes it, and what happened after it.
pub fn held(mode: Mode, id: Uuid, texts: &[&str], more: Vec<EventBody>) -> tempfile::TempDir {
    let content = Content::load(Files::embedded(), ArticleLinks::default()).unwrap();
    let data = tempfile::tempdir().unwrap();
    let flags = Flags { demo: mode == Mode::Demo, data: Some(data.path().to_owned()), ..Flags::default() };
    let settings = config::load(&flags, Purpose::Administer).unwrap();
    let standing =
        Standing { account_type: AccountType::Pro, role: Role::LicensedMember, support_plan: SupportPlan::Access };
    let (visitor, name) = (VisitorId("user:ann".into()), Some("Ann Lee".into()));
    let identity = Identity { visitor, name, standing, locale: None, anonymous: false };
    let id = ConversationId(id);
    let now = SystemClock.now();
    let mut draft = Draft::on(Conversation::begin(id, identity, Language::En, now), now);
    for text in texts {
        draft.push(EventBody::VisitorMessage { text: (*text).to_owned(), choice: None }, None).unwrap();
        respond(&content, &mut draft, &Said { text, choice: None, locale: Some(Language::En) }).unwrap();
    }
    for body in more {
        draft.push(body, None).unwrap();
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = open_store(&settings, Arc::new(SystemClock)).await.unwrap();
        store.append(draft.finish(), Sender::Visitor).await.unwrap();
    });
    data
}

#[test]
fn a_conversation_is_replayed_exported_and_searched_for_gaps() {
    let texts = ["what does P1 mean?", "Ann here: how do I bake sourdough bread? 0171 2345678", "yes please"];
    let id = Uuid::from_u128(0xa11ce);
    let (data, id) = (held(Mode::Demo, id, &texts, Vec::new()), id.to_string());
    let place = ["--demo", "--data", data.path().to_str().unwrap(), "--content", ROOT];

    let (_, replayed) = bolt(&[&["replay", &id][..], &place].concat());
    assert!(replayed.contains("3 turns of Bolt's, 0 would be answered differently"), "{replayed}");
    let folder = copied();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    let definition = folder.path().join("intents/priority_definition.yaml");
    let before = fs::read_to_string(&definition).unwrap();
    fs::write(&definition, before.replace("say:", "say: # mended")).unwrap();
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "x"]);
    let at = ["--demo", "--data", place[2], "--content", folder.path().to_str().unwrap(), "--at", "main", "--json"];
    let (_, replayed) = bolt(&[&["replay", &id][..], &at].concat());
    let replayed: serde_json::Value = serde_json::from_str(&replayed).unwrap();
    let turn = &replayed["turns"][0];
    assert_ne!(turn["then"]["content_revision"], turn["now"]["content_revision"]);
    assert_eq!(turn["then"]["text"], turn["now"]["text"]);

    let (_, exported) = bolt(&[&["export", "questions"][..], &place].concat());
    let rows: Vec<serde_json::Value> = exported.lines().map(|row| serde_json::from_str(row).unwrap()).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[1]["text"], "[name] here: how do I bake sourdough bread? 0000 0000000");
    assert_eq!(rows[1]["before"], serde_json::json!(["what does P1 mean?"]));
    assert_eq!(rows[1]["identity"]["role"], "licensed_member");
    assert!(!exported.contains("a11ce"), "{exported}");

    let (_, gaps) = bolt(&[&["gaps", "--since", "1d", "--json"][..], &place].concat());
    let gaps: serde_json::Value = serde_json::from_str(&gaps).unwrap();
    assert_eq!((gaps["questions"].as_u64(), gaps["unanswered"].as_u64()), (Some(2), Some(1)), "{gaps:#}");
    assert_eq!(gaps["gaps"][0]["fates"], serde_json::json!({ "handed_off": 1 }));
    let (_, gaps) = bolt(&[&["gaps"][..], &place].concat());
    assert!(gaps.contains("1 of 2 questions had no good answer"), "{gaps}");
}

#[test]
fn an_agent_s_reply_becomes_a_draft_in_a_folder_a_patch_or_a_branch() {
    let agent = AgentRef { id: AgentId(Uuid::from_u128(7)), name: "Ada".into() };
    let reply = "Hi Ann! Feed the starter the evening before, then bake it at 230 degrees for 40 minutes. Bye!".into();
    let more = vec![
        EventBody::Assigned { agent: agent.clone() },
        EventBody::AgentMessage { agent: agent.clone(), text: reply },
        EventBody::Resolved { by: Actor::Agent(agent) },
    ];
    let id = Uuid::from_u128(0xa11ce);
    let (data, id) = (held(Mode::Demo, id, &["how do I bake sourdough bread?", "yes please"], more), id.to_string());
    let folder = copied();
    let path = folder.path().to_str().unwrap().to_owned();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["config", "user.name", "Ed"]);
    git(folder.path(), &["config", "user.email", "ed@example.org"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "x"]);
    let place = ["--demo", "--data", data.path().to_str().unwrap(), "--content", &path];

    let (_, listed) = bolt(&[&["drafts", "--json"][..], &place].concat());
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let draft = &listed[0];
    assert_eq!(draft["title"], "How do I bake sourdough bread", "{listed:#}");
    assert_eq!(draft["sources"][0]["conversation"], id);
    let draft_id = draft["id"].as_str().unwrap();
    let (_, told) = bolt(&[&["drafts"][..], &place].concat());
    assert!(told.contains(draft_id) && told.contains("> Feed the starter"), "{told}");

    let write = |to: &[&str]| bolt(&[&["drafts", "write", draft_id], to, &place].concat());
    write(&["--branch", "drafts/bread"]);
    let patch = data.path().join("draft.patch");
    write(&["--patch", patch.to_str().unwrap()]);
    git(folder.path(), &["apply", "--check", patch.to_str().unwrap()]);
    let (_, wrote) = write(&["--into", &path]);
    // The three are the same, and a content that can be checked and tested.
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["diff", "--cached", "--exit-code", "drafts/bread"]);
    assert!(wrote.contains("how-do") || wrote.contains("bake-sourdough-bread"), "{wrote}");
    let (passed, findings) = bolt(&["check", "--content", &path]);
    assert!(passed, "{findings}");
    let (passed, tested) = bolt(&["test", "sourdough", "--content", &path]);
    assert!(!passed && tested.contains("bread"), "a draft answers nobody: {tested}");
    for (to, why) in [
        (vec![draft_id, "--branch", "main"], "already"),
        (vec![draft_id, "--into", path.as_str()], "name another folder"),
        (vec![draft_id, "--into", path.as_str()], "there already"),
        (vec!["en-nothing", "--into", "x"], "no draft `en-nothing`"),
    ] {
        let words = [&["bolt", "drafts", "write"], &to[..], &place].concat();
        let error = run(Cli::try_parse_from(words).unwrap(), &mut Vec::new()).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
    let article = format!("{path}/knowledge/en/{}.md", draft["article"].as_str().unwrap());
    let text = fs::read_to_string(&article).unwrap();
    assert!(text.contains("draft: true") && text.contains(&id) && !text.contains("Bye"), "{text}");
    fs::write(&article, text.replace("draft: true\n", "")).unwrap();
    let (passed, findings) = bolt(&["check", "--content", &path]);
    assert!(passed && findings.contains("missing-translation"), "{findings}");
    let (_, listed) = bolt(&[&["drafts", "--json"][..], &place].concat());
    assert_eq!(listed.trim(), "[]", "what is written needs no draft any more");
}

#[test]
fn a_conversation_that_is_not_there_is_said_to_be_missing() {
    let data = tempfile::tempdir().unwrap();
    let id = Uuid::nil().to_string();
    let path = data.path().to_str().unwrap();
    let error = |words: &[&str]| {
        let words = [&["bolt"], words, &["--demo", "--data", path]].concat();
        run(Cli::try_parse_from(words).unwrap(), &mut Vec::new()).unwrap_err().to_string()
    };
    // To look into a log is not to make one.
    for words in [&["replay", &id][..], &["gaps", "--content", ROOT], &["drafts", "--content", ROOT]] {
        assert!(error(words).starts_with("there is no data file"), "{words:?}");
    }
    assert_eq!(fs::read_dir(data.path()).unwrap().count(), 0);
    assert!(bolt(&["agent", "list", "--demo", "--data", path]).0);
    assert!(error(&["replay", &id]).contains("has no conversation 00000000-0000"));
}

#[test]
fn intents_go_out_and_come_back() {
    let (out, into) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (out_path, into_path) = (out.path().to_str().unwrap(), into.path().to_str().unwrap());
    let (_, exported) = bolt(&["export", "rasa", "--into", out_path, "--content", ROOT]);
    assert!(exported.contains("en/data/nlu.yml") && exported.contains("replies with a condition"), "{exported}");
    let (_, imported) = bolt(&["import", "rasa", out_path, "--into", into_path]);
    assert!(imported.contains("intents/phone_number.yaml"), "{imported}");
    let again = ["bolt", "import", "rasa", out_path, "--into", into_path];
    let error = run(Cli::try_parse_from(again).unwrap(), &mut Vec::new()).unwrap_err().to_string();
    assert!(error.contains("are there already") && error.contains("--force"), "{error}");
    assert!(bolt(&["import", "rasa", out_path, "--into", into_path, "--force"]).0);
    let (_, rows) = bolt(&["export", "jsonl", "--content", ROOT]);
    assert!(rows.lines().count() > 2_000);
}

#[test]
fn every_command_of_the_workflow_is_one() {
    const PAGE: &str = "docs/workflows/answer-diff.yml";
    let text = fs::read_to_string(Path::new(ROOT).join(PAGE)).unwrap();
    let lines = text.lines().map(|line| line.trim().trim_start_matches("run: "));
    let commands: Vec<&str> = lines.filter(|line| line.starts_with("bolt ")).collect();
    for line in &commands {
        let command = line.split('|').next().unwrap().replace('"', "");
        if let Err(error) = Cli::try_parse_from(command.split_whitespace()) {
            panic!("{PAGE}: {line}: {error}");
        }
    }
    assert_eq!(commands.len(), 3);
}

#[test]
fn a_check_fails_on_errors_and_on_warnings_where_it_is_strict() {
    let folder = copied();
    let content = folder.path().to_str().unwrap();
    let article = folder.path().join("knowledge/en/contact/billing.md");
    let shipped = fs::read_to_string(&article).unwrap();
    let check = |more: &[&str]| bolt(&[&["check", "--content", content], more].concat());
    let json = |printed: &str| serde_json::from_str::<serde_json::Value>(printed).unwrap();
    let numbers = |all: &serde_json::Value| {
        let all = all.as_array().unwrap().iter().filter(|finding| finding["code"] == "unlisted-number");
        all.cloned().collect::<Vec<_>>()
    };

    fs::write(&article, format!("{shipped}\nCall +41 31 999 88 77 if it is urgent.\n")).unwrap();
    let (passed, printed) = check(&[]);
    assert!(passed, "{printed}");
    for part in ["warning[unlisted-number]", "knowledge/en/contact/billing.md:", "^^^^^^^^^^^^^^^^", ": 0 errors, "] {
        assert!(printed.contains(part), "{part} is missing in {printed}");
    }
    assert!(!printed.contains('\u{1b}'), "colours are for terminals");

    let (passed, printed) = check(&["--json", "--strict"]);
    assert!(!passed);
    let found = numbers(&json(&printed));
    assert_eq!((found.len(), &found[0]["column"], &found[0]["width"]), (1, &6.into(), &16.into()));
    let (passed, printed) = check(&["--sarif"]);
    assert!(passed);
    let log = json(&printed);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|result| result["ruleId"] == "unlisted-number").unwrap();
    assert_eq!(result["level"], "warning");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "knowledge/en/contact/billing.md");
    assert_eq!(place["region"]["startColumn"], 6);

    let allowed = shipped.replacen("updated:", "allow: [unlisted-number]\nupdated:", 1);
    fs::write(&article, format!("{allowed}\nCall +41 31 999 88 77 if it is urgent.\n")).unwrap();
    let (passed, printed) = check(&["--json", "--strict"]);
    let found = json(&printed);
    assert_eq!((numbers(&found).len(), passed), (0, found.as_array().unwrap().is_empty()));

    fs::write(&article, "no front matter\n").unwrap();
    fs::write(folder.path().join("answers/broken.answers.yaml"), "tests: x\n").unwrap();
    let (passed, printed) = check(&[]);
    assert!(!passed);
    for part in ["error[front-matter]", "answers/broken.answers.yaml:1:8"] {
        assert!(printed.contains(part), "{part} is missing in {printed}");
    }
}

/// Runs the program itself, in a folder.
fn program(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bolt"));
    command.current_dir(folder).args(words).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn who_stands_in_the_wrong_folder_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let output = program(folder.path(), &["test", "no such test"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("the copy inside the program"), "{said}");
}

#[test]
fn a_reader_that_goes_is_no_mistake() {
    let folder = tempfile::tempdir().unwrap();
    let (reader, writer) = std::io::pipe().unwrap();
    // Gone before the program begins, so that nobody can be the quicker one.
    drop(reader);
    let output = program(folder.path(), &["check", "--explain", "confused-example"]).stdout(writer).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(141), &b""[..]));
}

#[test]
fn a_code_is_explained() {
    let (passed, printed) = bolt(&["check", "--explain", "keyword-shadows"]);
    assert!(passed && printed.starts_with("keyword-shadows: a warning\n"), "{printed}");
    assert!(printed.contains("`allow: [keyword-shadows]`"), "{printed}");
    assert!(Cli::try_parse_from(["bolt", "check", "--explain", "no-such-code"]).is_err());
    assert!(Cli::try_parse_from(["bolt", "check", "--json", "--sarif"]).is_err());
}
