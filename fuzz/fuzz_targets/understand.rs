//! Any bytes as a conversation with the shipped content: the first byte says who asks and where, what follows are
//! messages with a byte between them that no text has. Each answer has to keep the promises.

#![no_main]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "what goes wrong has to be found")]

#[path = "../../tests/it/support/promises.rs"]
mod promises;

use std::sync::LazyLock;

use bolt::{
    content::{ArticleLinks, Content, Files},
    domain::{AccountType, Language, Role, Standing, SupportPlan},
};
use libfuzzer_sys::{Corpus, fuzz_target};
use promises::Questioner;

/// Ends a message; it is in no UTF-8 text.
const END: u8 = 0xff;
/// A message that begins with this picks the first choice that was offered.
const PICK: u8 = 0xfe;
const MOST_MESSAGES: usize = 4;

const LOCALES: [Option<Language>; 4] = [None, Some(Language::En), Some(Language::It), Some(Language::Es)];
const VISITORS: [Standing; 4] = [
    Standing::ANONYMOUS,
    Standing { account_type: AccountType::Free, role: Role::Member, support_plan: SupportPlan::Access },
    Standing { account_type: AccountType::Pro, role: Role::LicensedMember, support_plan: SupportPlan::Access },
    Standing { account_type: AccountType::Business, role: Role::LicensedAdmin, support_plan: SupportPlan::Premier },
];

static CONTENT: LazyLock<Content> =
    LazyLock::new(|| Content::load(Files::embedded(), ArticleLinks::default()).expect("the shipped content is in order"));

fuzz_target!(
    init: { LazyLock::force(&CONTENT); },
    |bytes: &[u8]| -> Corpus {
        let Some((who, messages)) = bytes.split_first() else { return Corpus::Reject };
        let who = usize::from(*who);
        let (standing, locale) = (VISITORS[who % VISITORS.len()], LOCALES[who / VISITORS.len() % LOCALES.len()]);
        let mut visitor = Questioner::new(&CONTENT, standing, locale);
        let mut offered: Option<String> = None;
        for message in messages.split(|byte| *byte == END).take(MOST_MESSAGES) {
            let choice = offered.as_deref().filter(|_| message.first() == Some(&PICK));
            let said = visitor.says(&String::from_utf8_lossy(message), choice);
            offered = said.choices.first().map(|choice| choice.id.clone());
        }
        Corpus::Keep
    }
);
