//! The editors' page, walked through as it is read: every file in it is written, every command in it is run.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use tempfile::TempDir;

use bolt::{
    config::Mode,
    domain::{Actor, AgentId, AgentRef, EventBody},
};
use uuid::Uuid;

use super::commands::{copy, git, held};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PAGE: &str = "docs/content.md";
/// The page speaks of this conversation.
const CONVERSATION: Uuid = Uuid::from_u128(0x0189_0a5d_ac96_774b_bcce_b302_099a_8057);
/// … and of a draft by this id; what it really is depends on the conversation.
const DRAFT: &str = "en-3f9a21c0";
/// So much of the shipped content that Bolt holds a conversation; to learn all of it for each command takes too long.
const INTENTS: [&str; 13] = [
    "affirm",
    "complaint",
    "danger",
    "deny",
    "greeting",
    "my_plan",
    "open_ticket",
    "phone_number",
    "priority_definition",
    "repeat",
    "speak_language",
    "talk_to_person",
    "thanks",
];
// As many as content should have at least: with few of them, a question about something new sounds like what is known.
const OFF_TOPIC_LINES: usize = 300;

/// What the page has its reader do.
enum Step {
    /// Write a file.
    Write { path: String, text: String },
    /// Type a command.
    Run(String),
}

/// The steps of the page: blocks named `file=PATH`, and each line of the `sh` blocks.
fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some((_, path)) = info.split_once(" file=") {
            steps.push(Step::Write { path: path.to_owned(), text: block.join("\n") + "\n" });
        } else if info == "sh" {
            let commands = block.iter().map(|line| line.split(" #").next().unwrap_or_default().trim());
            steps.extend(commands.filter(|line| !line.is_empty()).map(|line| Step::Run(line.to_owned())));
        }
    }
    steps
}

/// An editor's folder, and what the commands of the page find in it.
struct Desk {
    folder: TempDir,
    data: TempDir,
}

impl Desk {
    fn set_up() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        copy(&Path::new(ROOT).join("knowledge"), &root.join("knowledge"));
        fs::create_dir_all(root.join("intents/off_topic")).unwrap();
        for intent in INTENTS {
            let name = format!("intents/{intent}.yaml");
            let text = fs::read_to_string(Path::new(ROOT).join(&name)).unwrap();
            let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("follow_ups:")).collect();
            fs::write(root.join(name), kept.join("\n")).unwrap();
        }
        for language in ["en", "it", "es"] {
            let name = format!("intents/off_topic/{language}.txt");
            let text = fs::read_to_string(Path::new(ROOT).join(&name)).unwrap();
            let kept: Vec<&str> = text.lines().take(OFF_TOPIC_LINES).collect();
            fs::write(root.join(name), kept.join("\n")).unwrap();
        }
        fs::write(
            root.join(".gitignore"),
            "/content\n/DIR\n*.patch\n*.sarif\n/OLD_FOLDER\n/NEW_FOLDER\n*.html\n*.xml\n*.jsonl\n",
        )
        .unwrap();
        git(root, &["init", "-q", "-b", "main"]);
        git(root, &["add", "."]);
        for commit in ["first", "second", "third", "fourth"] {
            git(root, &["commit", "-q", "--allow-empty", "-m", commit]);
        }
        for side in ["OLD_FOLDER", "NEW_FOLDER"] {
            for part in ["knowledge", "intents"] {
                copy(&root.join(part), &root.join(side).join(part));
            }
        }
        exports(root);
        fs::create_dir_all(root.join("answers")).unwrap();
        let test =
            "tests:\n  - name: phone\n    ask: what is your phone number\n    expect: { intent: phone_number }\n";
        fs::write(root.join("answers/phone.answers.yaml"), test).unwrap();
        copy(&root.join("knowledge"), &root.join("DIR/knowledge"));
        copy(&root.join("intents"), &root.join("DIR/intents"));
        let texts = ["what does P1 mean?", "how do I bake sourdough bread?", "yes please"];
        let agent = AgentRef { id: AgentId(Uuid::from_u128(7)), name: "Ada".into() };
        let text = "Feed the starter the evening before, then bake it at 230 degrees for 40 minutes.".into();
        let answered = vec![
            EventBody::Assigned { agent: agent.clone() },
            EventBody::AgentMessage { agent: agent.clone(), text },
            EventBody::Resolved { by: Actor::Agent(agent) },
        ];
        Self { folder, data: held(Mode::Production, CONVERSATION, &texts, answered) }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, line: &str) -> String {
        let bolt = Path::new(env!("CARGO_BIN_EXE_bolt")).parent().unwrap().display();
        let mut command = Command::new("bash");
        command.args(["-o", "pipefail", "-c", line]).current_dir(self.folder.path()).stdin(Stdio::null());
        command.env("PATH", format!("{bolt}:{}", std::env::var("PATH").unwrap()));
        command.env("BOLT_DATA", self.data.path()).env("BOLT_IDENTITY_KEY", "a secret that only the tests know");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Clara").env(format!("GIT_{who}_EMAIL"), "clara@example.org");
        }
        let output = command.output().unwrap();
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaints = String::from_utf8_lossy(&output.stderr);
        // What the page has its reader write has warnings, as it says; and in a content as small as this one a new intent
        // may cost an answer, which the diff is there to say.
        let fails = line.contains("--strict") || line.starts_with("bolt diff HEAD") && !printed.contains(" 0 lost");
        assert!(output.status.success() != fails, "{PAGE}: {line}: {}\n{printed}\n{complaints}", output.status);
        printed
    }
}

/// What other products have exported.
fn exports(root: &Path) {
    let agent = r#"{"name": "opening", "responses": [{"messages": [{"type": 0, "lang": "en", "speech": "Always."}]}]}"#;
    let said = r#"[{"data": [{"text": "when do you open"}], "isTemplate": false}]"#;
    let botpress = r#"{"name": "closing", "utterances": {"en": ["when do you close"]}, "slots": []}"#;
    let articles =
        r#"{"articles": [{"id": 1, "title": "How do I join?", "locale": "en-us", "body": "<p>Click.</p>"}]}"#;
    for (name, text) in [
        ("my-bot/data/nlu.yml", "version: \"3.1\"\nnlu:\n  - intent: greet\n    examples: |\n      - hey\n"),
        ("my-bot/config.yml", "language: en\n"),
        ("my-bot/intents/closing.json", botpress),
        ("my-bot/bot.config.json", "{}"),
        ("my-agent/agent.json", r#"{"language": "en"}"#),
        ("my-agent/intents/opening.json", agent),
        ("my-agent/intents/opening_usersays_en.json", said),
        ("articles.json", articles),
        ("faq.csv", "question,answer\nIs it free?,Yes.\n"),
        ("questions.jsonl", "{\"id\":\"q1\",\"locale\":\"en\",\"text\":\"and P2?\"}\n"),
    ] {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn the_editors_page_can_be_walked_through() {
    let page = fs::read_to_string(Path::new(ROOT).join(PAGE)).unwrap();
    let desk = Desk::set_up();
    let mut printed: Vec<(String, String)> = Vec::new();
    let drafts: serde_json::Value = serde_json::from_str(&desk.run("bolt drafts --json")).unwrap();
    let draft = drafts[0]["id"].as_str().unwrap();
    for step in steps(&page) {
        match step {
            Step::Write { path, text } => desk.write(&path, &text),
            Step::Run(line) => {
                let output = desk.run(&line.replace(DRAFT, draft));
                printed.push((line, output));
            }
        }
    }
    assert!(printed.len() > 30, "only {} commands were found", printed.len());
    let said = |line: &str, place: usize| {
        let mut of_line = printed.iter().filter(|(command, _)| command.starts_with(line));
        &of_line.nth(place).unwrap_or_else(|| panic!("{line} is not on the page a {place}th time")).1
    };
    // The walk is a story: what is not known at first is known in the end.
    let asked = "bolt ask \"how do I let people in";
    assert!(said(asked, 0).contains("don't know"), "{}", said(asked, 0));
    assert!(said(asked, 1).contains("Admit all"), "{}", said(asked, 1));
    assert!(said("bolt ask \"como dejo", 0).contains("Admitir"), "{}", said("bolt ask \"como dejo", 0));
    assert!(said("bolt check", 2).contains("few-examples"), "{}", said("bolt check", 2));
    assert!(said("bolt ask \"waiting room sound", 0).contains("under Sounds"));
    assert!(said("bolt test waiting-room", 0).contains("2 of 2"));
    assert!(said("bolt diff HEAD", 0).contains("waiting_room_sound"), "{}", said("bolt diff HEAD", 0));
    assert!(desk.folder.path().join("diff.html").is_file());
    assert!(said("bolt explain \"suono", 0).contains("waiting_room_sound"));
}
