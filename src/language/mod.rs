//! What was written, before anybody asks what it means: normalised words with their places in the original,
//! the language of a message, the names in it, and the spelling. Knows nothing of intents and articles.

mod asides;
mod cursor;
mod detect;
mod fold;
mod lexicon;
mod literals;
mod quotations;
mod shorthand;
mod speller;
mod times;
mod utterance;
mod words;

pub use asides::without_asides;
pub use detect::{Detector, LanguageFrom, LanguageGuess};
pub use fold::fold_accents;
pub use lexicon::{Entity, Entry, Lexicon, NOTHING};
pub use literals::LITERAL_KINDS;
pub use quotations::quotations;
pub use shorthand::Shorthand;
pub use speller::{Edit, Neighbour, Speller};
pub use utterance::{LONGEST, Token, Utterance};
pub use words::is_small_word;
