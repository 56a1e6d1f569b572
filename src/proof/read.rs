//! Reads `answers/*.answers.yaml`.

use std::{cell::RefCell, collections::HashSet, path::Path};

use rust_embed::RustEmbed;
use serde::Serialize;

use super::{Case, Expect, Move, Step, Visitor};
use crate::{
    content::{Code, Fields, File, Files, Finding, Kind, Node, Report, Severity, Text, root, suggest},
    domain::{AccountType, Action, ChoiceTarget, Language, Role, Standing, SupportPlan},
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
    /// The tests, and files of tests, that this keeps from being run as they were meant.
    pub unread: Vec<Unread>,
}

/// A test, or a file of tests, with something wrong in it: it proves nothing, and counts as one that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// The file, below the content folder.
    pub file: String,
    /// The line where the test begins, or the first mistake of the file stands, from 1.
    pub line: usize,
    /// The test's name, or what is said for it where it has none.
    pub test: String,
    /// What is wrong.
    pub problem: String,
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
        let (mut cases, mut unread) = (Vec::new(), Vec::new());
        unread.extend(files.findings.iter().filter(|finding| is_error(finding)).map(Unread::file));
        let found = RefCell::new(files.findings);
        for file in &files.files {
            let report = Report::new(file, &found);
            if file.path.ends_with(ENDING) {
                Reader { known: &known, report: &report, found: &found }.file(&mut cases, &mut unread);
            } else {
                let remedy = format!("answer tests are `{ANSWERS}/<name>{ENDING}`; rename or remove it");
                report.file(Code::UnusedFile, "nothing reads this file", remedy);
            }
        }
        Self { cases, findings: found.into_inner(), unread }
    }

    /// Whether something is wrong that keeps the tests from being run.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.findings.iter().any(is_error)
    }
}

impl Unread {
    /// A file as a whole.
    fn file(finding: &Finding) -> Self {
        let (file, line, test) = (finding.file.clone(), finding.line.max(1), "the whole file".to_owned());
        Self { file, line, test, problem: finding.in_a_line() }
    }
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
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
    /// What the report has told, of this file and those before it.
    found: &'a RefCell<Vec<Finding>>,
}

/// The visitors of a file; `None` for one whose entry is wrong, which is told there.
type Named = Vec<(String, Option<Visitor>)>;

impl Reader<'_> {
    fn file(&self, cases: &mut Vec<Case>, unread: &mut Vec<Unread>) {
        const KEYS: [&str; 2] = ["visitors", "tests"];
        let told = self.found.borrow().len();
        let node = root(self.report, 0..self.report.file.text.len());
        let fields = node.as_ref().and_then(|node| Fields::of(node, "the file of answer tests", &KEYS, self.report));
        let visitors = fields.as_ref().and_then(|fields| fields.get("visitors"));
        let visitors = visitors.map(|node| self.visitors(node)).unwrap_or_default();
        let tests = fields.as_ref().and_then(|fields| fields.need("tests", self.report));
        let tests = tests.map_or(&[][..], |tests| tests.items(self.report));
        unread.extend(self.found.borrow()[told..].iter().find(|finding| is_error(finding)).map(Unread::file));
        let mut names = HashSet::new();
        for test in tests {
            let told = self.found.borrow().len();
            let case = self.case(test, &visitors, &mut names);
            unread.extend(self.unread(test, told, case.is_some()));
            cases.extend(case);
        }
    }

    /// The test as one that cannot be run, where something was told of it or it could not be read.
    fn unread(&self, test: &Node, told: usize, is_read: bool) -> Option<Unread> {
        let found = self.found.borrow();
        let errors = found[told..].iter().filter(|finding| is_error(finding));
        let problem = errors.map(Finding::in_a_line).collect::<Vec<_>>().join("; ");
        if problem.is_empty() && is_read {
            return None;
        }
        let file = self.report.file;
        let line = file.place(test.span.start).line;
        Some(Unread {
            file: file.path.clone(),
            line,
            test: name_of(test).unwrap_or_else(|| format!("the test in line {line}")),
            problem: if problem.is_empty() { "what the file says of its visitor is wrong".to_owned() } else { problem },
        })
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
            } else {
                named.push((key.text.clone(), self.visitor(node)));
            }
        }
        named
    }

    fn visitor(&self, node: &Node) -> Option<Visitor> {
        const KEYS: [&str; 4] = ["account_type", "role", "support_plan", "name"];
        let report = self.report;
        let fields = Fields::of(node, "the visitor", &KEYS, report)?;
        let kinds = AccountType::ALL.iter().map(|kind| kind.word());
        let roles = Role::ALL.iter().map(|role| role.word());
        let plans = SupportPlan::ALL.iter().map(|plan| plan.word());
        let need = |key| fields.need(key, report);
        let account_type = need("account_type").and_then(|node| node.word_of("account type", kinds, report));
        let role = need("role").and_then(|node| node.word_of("role", roles, report));
        let support_plan = need("support_plan").and_then(|node| node.word_of("support plan", plans, report));
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
        if name.text == NOBODY {
            return Some(Visitor::ANONYMOUS);
        }
        if let Some((_, visitor)) = visitors.iter().find(|(known, _)| *known == name.text) {
            return visitor.clone();
        }
        let names = visitors.iter().map(|(name, _)| name.as_str()).chain([NOBODY]);
        let message = format!("nobody under `visitors` is called `{}`", name.text);
        self.report.at(Code::UnknownValue, &name.span, message, suggest(&name.text, names));
        None
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

/// What a test is called.
fn name_of(test: &Node) -> Option<String> {
    let Kind::Map(entries) = &test.kind else { return None };
    let (_, name) = entries.iter().find(|(key, _)| key.text == "name")?;
    if let Kind::Scalar(name) = &name.kind { Some(name.clone()) } else { None }
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
