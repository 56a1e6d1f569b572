//! A question tried as some kind of visitor, turn by turn, each with the whole way to its answer.

use serde::{Deserialize, Serialize};

use crate::{
    content::Content,
    domain::{Language, Standing},
    proof::{self, Heard, Stage, Visitor, seed_of},
    reply::{Entitled, Explanation, Replier as _, render},
};

/// How much an attempt may hold.
pub mod limits {
    /// Turns of a conversation.
    pub const TURNS: usize = 20;
    /// Characters of a message, as for visitors.
    pub const MESSAGE_CHARS: usize = 4_000;
    /// Bytes of a choice's id.
    pub const CHOICE_BYTES: usize = 200;
}

/// Who asks what.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Attempt {
    /// The kind of visitor; nobody for one who is not signed in.
    pub who: Option<Standing>,
    /// The language of the page.
    pub page: Option<Language>,
    /// What the visitor does, turn by turn.
    pub moves: Vec<Move>,
}

/// What the visitor does in a turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Move {
    /// Writes something.
    Ask {
        /// What.
        text: String,
    },
    /// Picks a choice under the last answer.
    Pick {
        /// Its id.
        choice: String,
    },
}

/// An attempt that cannot be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrialError {
    /// Nothing is asked.
    #[error("ask something: `moves` is empty")]
    Empty,
    /// Too many turns.
    #[error("a conversation of more than {max} turns is not tried; begin a new one", max = limits::TURNS)]
    TooManyTurns,
    /// A message, or the id of a choice, is too long.
    #[error("turn {0} is too long; a message has at most {max} characters", max = limits::MESSAGE_CHARS)]
    TooLong(usize),
}

impl Attempt {
    /// Refuses what is empty or too long.
    pub fn check(&self) -> Result<(), TrialError> {
        if self.moves.is_empty() {
            return Err(TrialError::Empty);
        }
        if self.moves.len() > limits::TURNS {
            return Err(TrialError::TooManyTurns);
        }
        let too_long = |does: &Move| match does {
            Move::Ask { text } => text.chars().count() > limits::MESSAGE_CHARS,
            Move::Pick { choice } => choice.len() > limits::CHOICE_BYTES,
        };
        self.moves.iter().position(too_long).map_or(Ok(()), |place| Err(TrialError::TooLong(place + 1)))
    }
}

/// What came of an attempt.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Trial {
    /// The content that answered.
    pub revision: String,
    /// What this kind of visitor may use.
    pub entitled: MayUse,
    /// The turns, in order.
    pub turns: Vec<TrialTurn>,
}

/// What a kind of visitor may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MayUse {
    /// Go on with a live agent.
    pub live_chat: bool,
    /// Open a ticket.
    pub ticket: bool,
    /// Call.
    pub phone: bool,
}

impl From<Entitled> for MayUse {
    fn from(Entitled { live_chat, ticket, phone, .. }: Entitled) -> Self {
        Self { live_chat, ticket, phone }
    }
}

/// A turn of an attempt.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TrialTurn {
    /// What the visitor did.
    pub does: Move,
    /// The whole way to the answer; none where Bolt says nothing.
    pub explanation: Option<Explanation>,
    /// The answer as the visitor sees it: sanitised HTML.
    pub html: String,
    /// Why there is no answer.
    pub silence: Option<Silence>,
}

/// Why Bolt says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// The conversation waits for a person.
    Waiting,
    /// The choice is no longer offered: the content has changed since it was.
    NoSuchChoice,
}

/// Plays an attempt.
pub(super) fn play(content: &Content, attempt: &Attempt) -> Trial {
    let who = attempt.who.map_or(Visitor::ANONYMOUS, Visitor::signed_in);
    let first = attempt.moves.first().map_or("", |does| match does {
        Move::Ask { text } | Move::Pick { choice: text } => text,
    });
    let mut stage = Stage::open(&who, attempt.page, seed_of(first));
    let turns = attempt.moves.iter().map(|does| turn(content, &mut stage, does)).collect();
    Trial { revision: content.revision.clone(), entitled: content.entitled(&who.standing).into(), turns }
}

fn turn(content: &Content, stage: &mut Stage, does: &Move) -> TrialTurn {
    let played = match does {
        Move::Ask { text } => proof::Move::Ask(text.clone()),
        Move::Pick { choice } => proof::Move::Pick(choice.clone()),
    };
    let does = does.clone();
    match stage.explained(content, &played) {
        Ok(explanation) => {
            let html = render::html(&explanation.answer.markdown, &explanation.answer.marks);
            TrialTurn { does, explanation: Some(explanation), html, silence: None }
        }
        Err(Heard::NoSuchChoice) => {
            TrialTurn { does, explanation: None, html: String::new(), silence: Some(Silence::NoSuchChoice) }
        }
        Err(_) => TrialTurn { does, explanation: None, html: String::new(), silence: Some(Silence::Waiting) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{AccountType, Action, Role, SupportPlan},
        editing::tests::CONTENT,
    };

    const PREMIER_ADMIN: Standing = Standing {
        account_type: AccountType::Enterprise,
        role: Role::LicensedAdmin,
        support_plan: SupportPlan::Premier,
    };

    fn ask(text: &str) -> Move {
        Move::Ask { text: text.into() }
    }

    #[test]
    fn every_turn_is_explained_and_what_is_explained_is_what_was_said() {
        let moves = vec![ask("numero di telefono per la Germnia"), ask("e in Spagna?")];
        let attempt = Attempt { who: Some(PREMIER_ADMIN), page: Some(Language::It), moves };
        let trial = play(&CONTENT, &attempt);
        assert_eq!(trial.revision, CONTENT.revision);
        assert_eq!(trial.entitled, MayUse { live_chat: true, ticket: true, phone: true });
        let [first, second] = &trial.turns[..] else { panic!("{trial:#?}") };
        let why = first.explanation.as_ref().unwrap();
        assert_eq!((why.language, why.answer.action), (Language::It, Action::Phone));
        assert!(why.corrections.iter().any(|c| c.written == "germnia" && c.read == "germania"), "{why:#?}");
        assert_eq!(why.rules.last(), Some(&why.answer.trace.rule));
        let why = second.explanation.as_ref().unwrap();
        assert_eq!(why.answer.trace.rule, "follow-up");
        assert!(second.html.contains("<") && second.html.contains("34"), "{}", second.html);
    }

    #[test]
    fn who_asks_decides_what_is_said() {
        let attempt = |who| Attempt { who, page: None, moves: vec![ask("talk to a person"), ask("hello?")] };
        let paid = play(&CONTENT, &attempt(Some(PREMIER_ADMIN)));
        assert_eq!(paid.turns[0].explanation.as_ref().unwrap().answer.action, Action::Handoff);
        assert_eq!((paid.turns[1].explanation.is_none(), paid.turns[1].silence), (true, Some(Silence::Waiting)));
        let anonymous = play(&CONTENT, &attempt(None));
        assert!(!anonymous.entitled.live_chat && anonymous.turns[1].explanation.is_some(), "{anonymous:#?}");
    }

    #[test]
    fn a_choice_is_picked_by_its_id_and_one_that_was_not_offered_is_told() {
        let pick = |choice: &str| Move::Pick { choice: choice.into() };
        let moves = vec![ask("how do I bake sourdough bread"), pick("handoff"), pick("intent:nothing")];
        let trial = play(&CONTENT, &Attempt { who: Some(PREMIER_ADMIN), page: None, moves });
        let offered = &trial.turns[0].explanation.as_ref().unwrap().answer.choices;
        assert!(offered.iter().any(|choice| choice.id == "handoff"), "{offered:?}");
        let picked = &trial.turns[1].explanation.as_ref().unwrap().answer;
        assert_eq!((picked.trace.rule.as_str(), picked.action), ("picked-choice", Action::Handoff));
        assert_eq!(trial.turns[2].silence, Some(Silence::NoSuchChoice));
    }

    #[test]
    fn what_is_empty_or_too_long_is_refused() {
        let attempt = |moves| Attempt { who: None, page: None, moves }.check();
        assert_eq!(attempt(vec![]), Err(TrialError::Empty));
        assert_eq!(attempt(vec![ask("x"); limits::TURNS + 1]), Err(TrialError::TooManyTurns));
        assert_eq!(attempt(vec![ask("x"), ask(&"è".repeat(4_001))]), Err(TrialError::TooLong(2)));
        assert_eq!(attempt(vec![ask(&"è".repeat(4_000))]), Ok(()));
    }
}
