//! The answer diff: what a change of the content does to the answers people get.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::{Cause, Expect, Heard, Mismatch, Script, Told, bank::Origin, judge, play};
use crate::{content::Content, domain::Language};

/// How many wordings of the old content are tried before a text counts as changed.
const WORDINGS: u64 = 8;

/// What a changed answer amounts to. The gravest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was right by a test and no longer is, or there was an answer and now there is none.
    Lost,
    /// It is another one, and no test says which is right.
    Look,
    /// It was wrong by a test, and is right now.
    Better,
}

/// An answer that changes.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Change {
    /// What it amounts to.
    pub verdict: Verdict,
    /// In what the two answers differ.
    pub cause: Cause,
    /// Where the question comes from.
    pub origin: Origin,
    /// The test, the intent of the example, or the id of the question.
    pub name: String,
    /// Who asks.
    pub who: String,
    /// The language of the page.
    pub page: Option<Language>,
    /// What was written before in the same conversation.
    pub before: Vec<String>,
    /// What was asked.
    pub asked: String,
    /// The answer of the old content; none where Bolt is silent.
    pub old: Option<Told>,
    /// The answer of the new content.
    pub new: Option<Told>,
    /// In what the new answer is not as the test wants it.
    pub mismatches: Vec<Mismatch>,
}

/// Changes of one kind: what happened to them has one cause.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Group {
    /// What they amount to.
    pub verdict: Verdict,
    /// In what the answers differ.
    pub cause: Cause,
    /// From what to what.
    pub what: String,
    /// The changes.
    pub changes: Vec<Change>,
}

/// What changes between two contents.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Diff {
    /// The old content: its name, then its revision.
    pub old: (String, String),
    /// The new content.
    pub new: (String, String),
    /// How many answers were compared.
    pub questions: usize,
    /// How many of them change.
    pub changed: usize,
    /// How many of these are right now, by the tests.
    pub better: usize,
    /// How many are to be looked at.
    pub look: usize,
    /// How many are lost.
    pub lost: usize,
    /// The changes, the gravest first.
    pub groups: Vec<Group>,
}

/// Plays the scripts on both contents, on all cores, and compares what is heard.
#[must_use]
pub fn diff((old_name, old): (&str, &Content), (new_name, new): (&str, &Content), bank: &[Script]) -> Diff {
    let questions = bank.iter().map(|script| script.compared.len()).sum();
    let changes: Vec<Change> = bank.par_iter().flat_map_iter(|script| compare(old, new, script)).collect();
    let count = |verdict| changes.iter().filter(|change| change.verdict == verdict).count();
    Diff {
        old: (old_name.to_owned(), old.revision.clone()),
        new: (new_name.to_owned(), new.revision.clone()),
        questions,
        changed: changes.len(),
        better: count(Verdict::Better),
        look: count(Verdict::Look),
        lost: count(Verdict::Lost),
        groups: grouped(changes),
    }
}

fn compare(old: &Content, new: &Content, script: &Script) -> Vec<Change> {
    let heard = |content: &Content| play(content, &script.who, script.page, &script.moves, script.seed);
    let (before, after) = (heard(old), heard(new));
    let changes = script.compared.iter().filter_map(|(turn, expect)| {
        let (before, after) = (before.get(*turn)?, after.get(*turn)?);
        let (told_before, told_after) = (Told::heard(before), Told::heard(after));
        let cause = difference(told_before.as_ref(), told_after.as_ref())?;
        Some(Change {
            verdict: verdict(expect, before, after),
            cause: if cause == Cause::Text { text_cause(old, script, *turn, told_after.as_ref()) } else { cause },
            origin: script.origin,
            name: script.name.clone(),
            who: script.who.to_string(),
            page: script.page,
            before: script.moves[..*turn].iter().map(ToString::to_string).collect(),
            asked: script.moves[*turn].to_string(),
            old: told_before,
            new: told_after,
            mismatches: if expect.is_empty() { Vec::new() } else { judge(expect, after) },
        })
    });
    changes.collect()
}

fn difference(old: Option<&Told>, new: Option<&Told>) -> Option<Cause> {
    match (old, new) {
        (Some(old), Some(new)) => old.differs(new),
        (None, None) => None,
        _ => Some(Cause::Silence),
    }
}

fn verdict(expect: &Expect, old: &Heard, new: &Heard) -> Verdict {
    let right = |heard| !expect.is_empty() && judge(expect, heard).is_empty();
    let answers = |heard: &Heard| heard.message().is_some_and(|message| Told::of(message).answers());
    match (right(old), right(new)) {
        (true, false) => Verdict::Lost,
        (false, true) => Verdict::Better,
        // Both are right by the test: that one of them asks back may be what it allows.
        (true, true) => Verdict::Look,
        (false, false) if answers(old) && is_no_answer(new) => Verdict::Lost,
        (false, false) => Verdict::Look,
    }
}

/// Whether Bolt says that it doesn't know, or nothing. To ask back is no loss yet.
fn is_no_answer(heard: &Heard) -> bool {
    heard.message().is_none_or(|message| message.action == crate::domain::Action::Fallback)
}

/// Whether a new text is one of the wordings that the old content had, or was not there before.
fn text_cause(old: &Content, script: &Script, turn: usize, new: Option<&Told>) -> Cause {
    let moves = &script.moves[..=turn];
    let was_there = (1..WORDINGS).any(|wording| {
        let heard = play(old, &script.who, script.page, moves, script.seed.wrapping_add(wording));
        let told = heard.last().and_then(Told::heard);
        told.is_some_and(|told| Some(&told.text) == new.map(|new| &new.text))
    });
    if was_there { Cause::Wording } else { Cause::Text }
}

fn grouped(changes: Vec<Change>) -> Vec<Group> {
    let mut groups: BTreeMap<(Verdict, Cause, String), Vec<Change>> = BTreeMap::new();
    for change in changes {
        groups.entry((change.verdict, change.cause, change.what())).or_default().push(change);
    }
    let group = |((verdict, cause, what), changes)| Group { verdict, cause, what, changes };
    let mut groups: Vec<Group> = groups.into_iter().map(group).collect();
    groups.sort_by_key(|group| (group.verdict, group.cause, usize::MAX - group.changes.len()));
    groups
}

impl Change {
    /// From what to what, as far as its cause goes.
    fn what(&self) -> String {
        let (Some(old), Some(new)) = (&self.old, &self.new) else {
            return if self.new.is_some() { "silence → an answer" } else { "an answer → silence" }.to_owned();
        };
        let intent = |told: &Told| told.intent.clone().unwrap_or_else(|| "no intent".to_owned());
        let articles =
            |told: &Told| if told.articles.is_empty() { "no article".to_owned() } else { told.articles.join(", ") };
        match self.cause {
            Cause::Language => format!("{} → {}", old.language, new.language),
            Cause::Action => format!("{} → {}", old.action.word(), new.action.word()),
            Cause::Intent => format!("{} → {}", intent(old), intent(new)),
            Cause::Article => format!("{} → {}", articles(old), articles(new)),
            _ if new.intent.is_none() => articles(new),
            _ => intent(new),
        }
    }
}

impl Verdict {
    /// It, in words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Look => "to look at",
            Self::Better => "better by the tests",
        }
    }
}

impl Diff {
    /// The sum, in a sentence.
    #[must_use]
    pub fn summary(&self) -> String {
        let Self { questions, changed, better, look, lost, .. } = self;
        format!(
            "of {questions} answers, {changed} change: {better} better by the tests, {look} to look at, {lost} lost"
        )
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::{
        content::{ArticleLinks, Files, written},
        proof::{
            QuestionRow, of_case, of_examples, of_question, page,
            tests::{CONTENT, suite},
        },
    };

    fn files() -> Files {
        let mut files = Files::embedded();
        files.files.retain(|file| file.path != "intents/social_media.yaml");
        let file = files.files.iter_mut().find(|file| file.path == "intents/community_sign_in.yaml").unwrap();
        let reply = file.text.find("replies:").unwrap();
        file.text.truncate(reply);
        file.text
            .push_str("replies:\n  - say: { en: 'New <b>words</b>.', it: 'Parole nuove.', es: 'Palabras nuevas.' }\n");
        files
    }

    static CHANGED: LazyLock<Content> =
        LazyLock::new(|| Content::load(files(), ArticleLinks::default()).expect("the changed content is in order"));

    fn changes(bank: &[Script]) -> Diff {
        diff(("old", &CONTENT), ("new", &CHANGED), bank)
    }

    fn test(text: &str, expect: &str) -> Script {
        let suite = suite(&format!("tests:\n  - {{ name: x, page: en, ask: '{text}', expect: {expect} }}\n"));
        assert_eq!(suite.findings, []);
        of_case(&suite.cases[0], true)
    }

    #[test]
    fn what_is_lost_and_what_is_better_is_told_by_the_tests() {
        let social = "what social media are you on?";
        let sign_in = "how do I sign in to the community?";
        let found = changes(&[
            test(social, "{ intent: social_media }"),
            test(sign_in, "{ intent: community_sign_in, contains: New }"),
            test(sign_in, "{ intent: community_sign_in }"),
            test(sign_in, "{ intent: community_sign_in, lacks: New }"),
            test("hello", "{ action: phone }"),
        ]);
        assert_eq!((found.questions, found.changed, found.better, found.look, found.lost), (5, 4, 1, 1, 2));
        let shown: Vec<_> = found.groups.iter().map(|g| (g.verdict, g.cause, g.changes.len())).collect();
        assert!(shown.contains(&(Verdict::Better, Cause::Text, 1)), "{shown:?}");
        assert!(shown.contains(&(Verdict::Look, Cause::Text, 1)), "{shown:?}");
        assert!(shown.contains(&(Verdict::Lost, Cause::Text, 1)), "{shown:?}");
        assert_eq!(found.groups[0].verdict, Verdict::Lost, "the gravest comes first");
        assert_eq!(found.summary(), "of 5 answers, 4 change: 1 better by the tests, 1 to look at, 2 lost");
    }

    #[test]
    fn a_question_that_falls_back_now_is_lost_and_one_that_is_answered_otherwise_is_to_be_looked_at() {
        let row = |before: &[&str], text: &str| QuestionRow {
            id: text.into(),
            locale: Some("it-CH".into()),
            before: before.iter().map(|text| (*text).to_owned()).collect(),
            text: text.into(),
            ..QuestionRow::default()
        };
        let rows = [row(&["ciao"], "come accedo alla community?"), row(&[], "che tempo farà domani")];
        let found = changes(&rows.each_ref().map(of_question));
        assert_eq!((found.questions, found.changed, found.look), (2, 1, 1));
        let change = &found.groups[0].changes[0];
        assert_eq!(
            (change.before.as_slice(), change.asked.as_str()),
            (&["ciao".to_owned()][..], "come accedo alla community?")
        );
        let answered = || changes_to(crate::domain::Action::Answer);
        let fallen = changes_to(crate::domain::Action::Fallback);
        assert_eq!(verdict(&Expect::default(), &answered(), &fallen), Verdict::Lost);
        assert_eq!(verdict(&Expect::default(), &fallen, &answered()), Verdict::Look);
        assert_eq!(
            verdict(&Expect::default(), &answered(), &changes_to(crate::domain::Action::Clarify)),
            Verdict::Look
        );
    }

    fn changes_to(action: crate::domain::Action) -> Heard {
        let heard =
            play(&*CONTENT, &crate::proof::Visitor::ANONYMOUS, None, &[crate::proof::Move::Ask("hello".into())], 0);
        let mut message = heard[0].message().unwrap().clone();
        message.action = action;
        Heard::Bolt(Box::new(message))
    }

    #[test]
    fn examples_of_both_contents_are_asked_and_the_new_ones_must_lead_to_their_intent() {
        let (old, new) = (written(&Files::embedded()), written(&files()));
        let bank = of_examples(&old, &new);
        assert!(bank.len() > 2_000 && bank.len() == of_examples(&old, &old).len(), "the new content only lacks some");
        let found = changes(&bank);
        assert!(found.lost < found.changed && found.changed < found.questions / 5, "{}", found.summary());
        let gone = |change: &Change| change.name == "social_media";
        assert!(found.groups.iter().flat_map(|group| &group.changes).any(gone));
    }

    #[test]
    fn another_of_the_old_wordings_is_no_new_text() {
        let script = test("thank you", "{ intent: thanks }");
        let other = (1..WORDINGS).find_map(|wording| {
            let heard = play(&*CONTENT, &script.who, script.page, &script.moves, script.seed + wording);
            let told = Told::heard(&heard[0])?;
            let first = play(&*CONTENT, &script.who, script.page, &script.moves, script.seed);
            (told.text != Told::heard(&first[0])?.text).then_some(told)
        });
        let other = other.expect("thanks have several wordings");
        assert_eq!(text_cause(&CONTENT, &script, 0, Some(&other)), Cause::Wording);
        let new = Told { text: "never said".into(), ..other };
        assert_eq!(text_cause(&CONTENT, &script, 0, Some(&new)), Cause::Text);
    }

    #[test]
    fn the_page_shows_both_answers_and_nothing_gets_out_of_them() {
        let mut found = changes(&[test("how do I sign in to the community?", "{ intent: community_sign_in }")]);
        found.groups[0].changes[0].asked = "<script>alert(1)</script>".into();
        let shown = page(&found);
        assert!(!shown.contains("<script") && shown.contains("&lt;script&gt;"), "{shown}");
        assert!(shown.contains("Before: ") && shown.contains("After: ") && shown.contains("New words."), "{shown}");
        assert!(!shown.contains("src=") && !shown.contains("href="), "{shown}");
        let text = found.to_string();
        assert!(text.contains("TO LOOK AT – same answer, its text was changed: community_sign_in (1)"), "{text}");
    }

    #[test]
    fn the_same_content_changes_nothing() {
        let bank = of_examples(&written(&Files::embedded()), &[]);
        assert_eq!(diff(("a", &CONTENT), ("b", &CONTENT), &bank[..200]).changed, 0);
    }
}
