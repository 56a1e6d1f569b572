//! The questions that two contents are compared by: answer tests, the intents' own examples, and what people really asked.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{Case, Expect, Move, Visitor, seed_of};
use crate::{
    content::WrittenIntent,
    domain::{AccountType, Language, Role, Standing, SupportPlan},
};

/// Where a question comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// An answer test.
    Test,
    /// An example of an intent.
    Example,
    /// A person asked it.
    Question,
}

/// A conversation that is played on both contents, and what is compared of it.
#[derive(Clone, Debug)]
pub struct Script {
    /// Where it comes from.
    pub origin: Origin,
    /// What names it: the test, the intent, or the question's id.
    pub name: String,
    /// Who asks.
    pub who: Visitor,
    /// The language of the page.
    pub page: Option<Language>,
    /// What they do, turn by turn.
    pub moves: Vec<Move>,
    /// The turns whose answers are compared, with what is expected of them.
    pub compared: Vec<(usize, Expect)>,
    /// Picks among equally good wordings.
    pub seed: u64,
}

/// A question that a person asked, as a row of JSON Lines. Rows for `bolt ask --batch` have the same form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct QuestionRow {
    /// What names it.
    #[serde(default)]
    pub id: serde_json::Value,
    /// The language of the page.
    #[serde(default)]
    pub locale: Option<String>,
    /// What decides the person's entitlements; nothing for somebody who is not signed in.
    #[serde(default)]
    pub identity: Option<Standing>,
    /// What they wrote before in the same conversation, the earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<String>,
    /// What they wrote.
    pub text: String,
}

/// The script of an answer test. Without expectations, for a test that is no more, its answers are compared all the same.
#[must_use]
pub fn of_case(case: &Case, expects: bool) -> Script {
    let expected = |step: &super::Step| if expects { step.expect.clone() } else { Expect::default() };
    Script {
        origin: Origin::Test,
        name: format!("{}: {}", case.file, case.name),
        who: case.who.clone(),
        page: case.page,
        moves: case.steps.iter().map(|step| step.does.clone()).collect(),
        compared: case.steps.iter().map(expected).enumerate().collect(),
        seed: seed_of(&case.name),
    }
}

/// The script of a question that a person asked.
#[must_use]
pub fn of_question(row: &QuestionRow) -> Script {
    let texts = row.before.iter().chain([&row.text]);
    Script {
        origin: Origin::Question,
        name: row.id.as_str().map_or_else(|| row.id.to_string(), str::to_owned),
        who: row.identity.map_or(Visitor::ANONYMOUS, Visitor::signed_in),
        page: row.locale.as_deref().and_then(Language::of_locale),
        moves: texts.map(|text| Move::Ask(text.clone())).collect(),
        compared: vec![(row.before.len(), Expect::default())],
        seed: seed_of(&row.text),
    }
}

/// The scripts of the examples that either content has. An example of the new content is right when it leads to its
/// intent; one that only the old content has is a question like others.
#[must_use]
pub fn of_examples(old: &[WrittenIntent], new: &[WrittenIntent]) -> Vec<Script> {
    let (old, new) = (examples(old), examples(new));
    let known: HashSet<(&str, Language)> = new.iter().map(|example| (example.text, example.language)).collect();
    let gone = old.iter().filter(|example| !known.contains(&(example.text, example.language)));
    let leads = |example: &Example<'_>| Expect { intent: vec![example.intent.to_owned()], ..Expect::default() };
    let taught = new.iter().map(|example| (example, leads(example)));
    let all = taught.chain(gone.map(|example| (example, Expect::default())));
    // Each kind of visitor asks some of the examples of each intent, so that all replies are seen.
    let asked = all.zip(VISITORS.iter().cycle());
    let script = |((example, expect), who): ((&Example<'_>, Expect), &Option<Standing>)| Script {
        origin: Origin::Example,
        name: example.intent.to_owned(),
        who: who.map_or(Visitor::ANONYMOUS, Visitor::signed_in),
        page: Some(example.language),
        moves: vec![Move::Ask(example.text.to_owned())],
        compared: vec![(0, expect)],
        seed: seed_of(example.text),
    };
    asked.map(script).collect()
}

/// An example of an intent.
struct Example<'i> {
    intent: &'i str,
    language: Language,
    text: &'i str,
}

fn examples(intents: &[WrittenIntent]) -> Vec<Example<'_>> {
    let mut all = Vec::new();
    for intent in intents {
        for (language, texts) in intent.examples.iter() {
            all.extend(texts.iter().map(|text| Example { intent: &intent.id, language, text }));
        }
    }
    all
}

const fn standing(account_type: AccountType, role: Role, support_plan: SupportPlan) -> Option<Standing> {
    Some(Standing { account_type, role, support_plan })
}

/// One of each kind of visitor that replies tell apart; nobody for one who is not signed in.
pub const VISITORS: [Option<Standing>; 5] = [
    None,
    standing(AccountType::Pro, Role::LicensedMember, SupportPlan::Access),
    standing(AccountType::Free, Role::Owner, SupportPlan::Access),
    standing(AccountType::Business, Role::LicensedAdmin, SupportPlan::Access),
    standing(AccountType::Enterprise, Role::LicensedAdmin, SupportPlan::PremierPlus),
];
