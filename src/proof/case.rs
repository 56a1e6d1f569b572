//! An answer test: who asks what, and what must come back.

use crate::domain::{Action, Language, Standing};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// What decides entitlements.
    pub standing: Standing,
    /// What the person is called.
    pub name: Option<String>,
    /// Nobody is signed in.
    pub anonymous: bool,
}

impl Visitor {
    /// Somebody who is not signed in.
    pub const ANONYMOUS: Self = Self { standing: Standing::ANONYMOUS, name: None, anonymous: true };

    /// Somebody who is signed in, without a name.
    #[must_use]
    pub const fn signed_in(standing: Standing) -> Self {
        Self { standing, name: None, anonymous: false }
    }
}

/// What a visitor does in a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// Writes this.
    Ask(String),
    /// Picks the choice with this id under Bolt's last message.
    Pick(String),
}

/// What must come back. What is empty is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// The turn is one of these.
    pub action: Vec<Action>,
    /// The intent is one of these.
    pub intent: Vec<String>,
    /// One of these articles is cited.
    pub article: Vec<String>,
    /// The language of the answer.
    pub language: Option<Language>,
    /// All of these stand in the answer.
    pub contains: Vec<String>,
    /// At least one of these stands in the answer.
    pub contains_any: Vec<String>,
    /// None of these stands in the answer.
    pub lacks: Vec<String>,
    /// All of these choices are offered, by their ids.
    pub choices: Vec<String>,
}

impl Expect {
    /// Whether anything is expected at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A turn of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What the visitor does.
    pub does: Move,
    /// What must come back.
    pub expect: Expect,
}

/// An answer test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The file, below the content folder.
    pub file: String,
    /// The line where it begins, from 1.
    pub line: usize,
    /// Its name, unique in its file.
    pub name: String,
    /// Who asks.
    pub who: Visitor,
    /// The language of the page.
    pub page: Option<Language>,
    /// The turns, in order; at least one of them expects something.
    pub steps: Vec<Step>,
}
