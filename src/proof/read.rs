//! Reads `answers/*.answers.yaml`.

use std::{cell::RefCell, collections::HashSet, path::Path};

use rust_embed::RustEmbed;

use super::{Case, Expect, Move, Step, Visitor};
use crate::{
    content::{Code, Fields, File, Files, Finding, Kind, Node, Report, Severity, Text, root, suggest},
    domain::{Action, ChoiceTarget, Language, Standing},
};

/// The folder beside `knowledge` and `intents` that answer tests live in.
pub const ANSWERS: &str = "answers";
const ENDING: &str = ".answers.yaml";
const NOBODY: &str = "anonymous";

#[derive(RustEmbed)]
#[folder = "answers"]
struct Embedded;

/// Answer tests, and what is wrong with their files.
#[derive(Clone, Debug, Default)]
pub struct Suite {
    /// The tests, in the order of the files.
    pub cases: Vec<Case>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// The intents and articles that expectations may name.
#[derive(Clone, Debug, Default)]
struct Known {
    intents: HashSet<String>,
    articles: HashSet<String>,
}

impl Known {
    /// What the files are of shows by their paths.
    fn of(content: &Files) -> Self {
        let mut known = Self::default();
        for file in &content.files {
            if let Some(intent) = file.path.strip_prefix("intents/").and_then(|path| path.strip_suffix(".yaml")) {
                known.intents.insert(intent.to_owned());
            } else if let Some(article) = article(&file.path) {
                known.articles.insert(article.to_owned());
            }
        }
        known
    }
}

/// `knowledge/<language>/<section>/<name>.md` → `<section>/<name>`.
fn article(path: &str) -> Option<&str> {
    let (language, article) = path.strip_prefix("knowledge/")?.strip_suffix(".md")?.split_once('/')?;
    language.parse::<Language>().is_ok().then_some(article)
}

impl Suite {
    /// The tests beside the content: in the named folder, or in the one we are in if it holds content, or those inside
    /// the program. They may name the intents and articles of the content's files.
    #[must_use]
    pub fn find(named: Option<&Path>, content: &Files) -> Self {
        let here = Path::new(".");
        match named.or_else(|| here.join("knowledge").is_dir().then_some(here)) {
            Some(root) => Self::read(Files::beside(root, ANSWERS), content),
            None => Self::read(embedded(), content),
        }
    }

    /// The tests in these files, which may name the intents and articles of the content's files.
    #[must_use]
    pub fn read(files: Files, content: &Files) -> Self {
        let known = Known::of(content);
        let found = RefCell::new(files.findings);
        let mut cases = Vec::new();
        for file in &files.files {
            let report = Report::new(file, &found);
            if file.path.ends_with(ENDING) {
                cases.extend(Reader { known: &known, report: &report }.file());
            } else {
                let remedy = format!("answer tests are `{ANSWERS}/<name>{ENDING}`; rename or remove it");
                report.file(Code::UnusedFile, "nothing reads this file", remedy);
            }
        }
        Self { cases, findings: found.into_inner() }
    }

    /// Whether something is wrong that keeps the tests from being run.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

fn embedded() -> Files {
    let text = |name: &str| Some(String::from_utf8_lossy(&Embedded::get(name)?.data).into_owned());
    let mut names: Vec<_> = Embedded::iter().collect();
    names.sort_unstable();
    let files = names.iter().filter_map(|name| Some(File::new(format!("{ANSWERS}/{name}"), &text(name)?)));
    Files { files: files.collect(), findings: Vec::new() }
}

/// Reads one file.
struct Reader<'a> {
    known: &'a Known,
    report: &'a Report<'a>,
}

type Named = Vec<(String, Visitor)>;

impl Reader<'_> {
    fn file(&self) -> Vec<Case> {
        let file = self.report.file;
        let Some(node) = root(self.report, 0..file.text.len()) else { return Vec::new() };
        let Some(fields) = Fields::of(&node, "the file of answer tests", &["visitors", "tests"], self.report) else {
            return Vec::new();
        };
        let visitors = fields.get("visitors").map(|node| self.visitors(node)).unwrap_or_default();
        let tests = fields.need("tests", self.report).map_or(&[][..], |tests| tests.items(self.report));
        let mut names = HashSet::new();
        let cases = tests.iter().filter_map(|test| self.case(test, &visitors, &mut names));
        cases.collect()
    }

    fn visitors(&self, node: &Node) -> Named {
        let Kind::Map(entries) = &node.kind else {
            let remedy = "write `name: { account_type: …, role: …, support_plan: … }` lines";
            self.report.at(Code::WrongType, &node.span, "the visitors must be a mapping", remedy);
            return Vec::new();
        };
        let mut named = Named::new();
        for (key, node) in entries {
            if key.text == NOBODY || named.iter().any(|(name, _)| *name == key.text) {
                let message = format!("`{}` is a visitor already", key.text);
                self.report.at(Code::DuplicateKey, &key.span, message, "give this one another name");
            } else if let Some(visitor) = self.visitor(node) {
                named.push((key.text.clone(), visitor));
            }
        }
        named
    }

    fn visitor(&self, node: &Node) -> Option<Visitor> {
        const KEYS: [&str; 4] = ["account_type", "role", "support_plan", "name"];
        let report = self.report;
        let fields = Fields::of(node, "the visitor", &KEYS, report)?;
        let account_type = fields.need("account_type", report).and_then(|node| node.word("account type", report));
        let role = fields.need("role", report).and_then(|node| node.word("role", report));
        let support_plan = fields.need("support_plan", report).and_then(|node| node.word("support plan", report));
        let standing = Standing { account_type: account_type?, role: role?, support_plan: support_plan? };
        let name = fields.get("name").and_then(|node| node.text(report)).map(|text| text.text);
        Some(Visitor { name, ..Visitor::signed_in(standing) })
    }

    fn case(&self, node: &Node, visitors: &Named, names: &mut HashSet<String>) -> Option<Case> {
        const KEYS: [&str; 6] = ["name", "who", "page", "ask", "expect", "dialogue"];
        let report = self.report;
        let fields = Fields::of(node, "the test", &KEYS, report)?;
        let name = fields.need("name", report).and_then(|node| node.text(report));
        let who = fields.get("who").map_or(Some(Visitor::ANONYMOUS), |node| self.who(node, visitors));
        let page = fields.get("page").map(|node| node.word::<Language>("language", report));
        if let Some(name) = name.as_ref().filter(|name| !names.insert(name.text.clone())) {
            let message = format!("a test before has the name `{}`", name.text);
            report.at(Code::DuplicateId, &name.span, message, "say what is special about this one");
        }
        let steps = self.steps(&fields, node)?;
        let line = report.file.place(node.span.start).line;
        let page = page.flatten();
        Some(Case { file: report.file.path.clone(), line, name: name?.text, who: who?, page, steps })
    }

    fn who(&self, node: &Node, visitors: &Named) -> Option<Visitor> {
        if matches!(node.kind, Kind::Map(_)) {
            return self.visitor(node);
        }
        let name = node.text(self.report)?;
        let known = visitors.iter().find(|(known, _)| *known == name.text).map(|(_, visitor)| visitor.clone());
        let visitor = known.or_else(|| (name.text == NOBODY).then_some(Visitor::ANONYMOUS));
        if visitor.is_none() {
            let names = visitors.iter().map(|(name, _)| name.as_str()).chain([NOBODY]);
            let message = format!("nobody under `visitors` is called `{}`", name.text);
            self.report.at(Code::UnknownValue, &name.span, message, suggest(&name.text, names));
        }
        visitor
    }

    /// The turns: one `ask` with its `expect`, or a `dialogue` of them.
    fn steps(&self, fields: &Fields<'_>, test: &Node) -> Option<Vec<Step>> {
        let report = self.report;
        let steps = match (fields.get("ask"), fields.get("dialogue")) {
            (Some(ask), None) => {
                let expect = fields.need("expect", report).and_then(|node| self.expect(node));
                vec![Step { does: Move::Ask(ask.text(report)?.text), expect: expect? }]
            }
            (None, Some(dialogue)) => {
                let nodes = dialogue.items(report);
                let steps: Vec<_> = nodes.iter().filter_map(|node| self.step(node)).collect();
                if steps.len() < nodes.len() {
                    return None;
                }
                steps
            }
            _ => {
                let remedy = "write `ask:` with `expect:`, or `dialogue:` with a list of turns";
                report.at(Code::MissingKey, &test.span, "a test asks one question, or holds one dialogue", remedy);
                return None;
            }
        };
        if steps.iter().all(|step| step.expect.is_empty()) {
            let remedy = "write `expect:` with an `action`, an `intent` or words under `contains`";
            report.at(Code::MissingKey, &test.span, "this test expects nothing, so it cannot fail", remedy);
            return None;
        }
        Some(steps)
    }

    fn step(&self, node: &Node) -> Option<Step> {
        let report = self.report;
        let fields = Fields::of(node, "the turn", &["ask", "pick", "expect"], report)?;
        let expect = fields.get("expect").map_or(Some(Expect::default()), |node| self.expect(node));
        let does = match (fields.get("ask"), fields.get("pick")) {
            (Some(ask), None) => Move::Ask(ask.text(report)?.text),
            (None, Some(pick)) => Move::Pick(self.choice(pick)?),
            _ => {
                let remedy = "write `ask:` with the visitor's words, or `pick:` with the id of a choice";
                report.at(Code::MissingKey, &node.span, "a turn asks something or picks something", remedy);
                return None;
            }
        };
        Some(Step { does, expect: expect? })
    }

    fn expect(&self, node: &Node) -> Option<Expect> {
        const KEYS: [&str; 8] =
            ["action", "intent", "article", "language", "contains", "contains_any", "lacks", "choices"];
        let report = self.report;
        let fields = Fields::of(node, "the expectation", &KEYS, report)?;
        let many = |key: &str| fields.get(key).map(one_or_more).unwrap_or_default();
        let texts = |key: &str| read_all(many(key), |node| Some(node.text(report)?.text));
        let known = |key: &str, code, all: &HashSet<String>| {
            read_all(many(key), |node| self.known(&node.text(report)?, key, code, all))
        };
        let actions = Action::ALL.map(|action| (action.word(), action));
        let action = read_all(many("action"), |node| node.one_of("action", &actions, report));
        let intent = known("intent", Code::UnknownValue, &self.known.intents);
        let article = known("article", Code::UnknownArticle, &self.known.articles);
        let language = read_all(many("language"), |node| node.word("language", report));
        let (contains, contains_any, lacks) = (texts("contains"), texts("contains_any"), texts("lacks"));
        let choices = read_all(many("choices"), |node| self.choice(node));
        Some(Expect {
            action: action?,
            intent: intent?,
            article: article?,
            language: language?.first().copied(),
            contains: contains?,
            contains_any: contains_any?,
            lacks: lacks?,
            choices: choices?,
        })
    }

    fn known(&self, named: &Text, what: &str, code: Code, all: &HashSet<String>) -> Option<String> {
        if all.contains(&named.text) {
            return Some(named.text.clone());
        }
        let mut near: Vec<_> = all.iter().map(String::as_str).collect();
        near.sort_unstable_by_key(|id| (strsim::damerau_levenshtein(&named.text, id), *id));
        near.truncate(5);
        let message = format!("there is no {what} `{}`", named.text);
        self.report.at(code, &named.span, message, suggest(&named.text, near));
        None
    }

    fn choice(&self, node: &Node) -> Option<String> {
        let text = node.text(self.report)?;
        let Some(target) = ChoiceTarget::parse(&text.text) else {
            let message = format!("`{}` is no choice", text.text);
            let remedy = "write `intent:ID`, `article:ID`, `handoff`, `ticket` or `none`";
            self.report.at(Code::UnknownValue, &text.span, message, remedy);
            return None;
        };
        let named = |id: String| Text { text: id, span: text.span.clone() };
        match target {
            ChoiceTarget::Intent(id) => {
                self.known(&named(id), "intent", Code::UnknownValue, &self.known.intents)?;
            }
            ChoiceTarget::Article(id) => {
                self.known(&named(id), "article", Code::UnknownArticle, &self.known.articles)?;
            }
            _ => {}
        }
        Some(text.text)
    }
}

/// The items of a list, or the one value itself.
fn one_or_more(node: &Node) -> &[Node] {
    match &node.kind {
        Kind::Seq(items) => items,
        _ => std::slice::from_ref(node),
    }
}

/// What all of the nodes say, or nothing where one of them is wrong. Every wrong one is told.
fn read_all<T>(nodes: &[Node], read: impl Fn(&Node) -> Option<T>) -> Option<Vec<T>> {
    let all: Vec<_> = nodes.iter().map(read).collect();
    all.into_iter().collect()
}
