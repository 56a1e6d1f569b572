//! What a message wants: patterns that decide alone, and a classifier that has learned from examples, knows how sure it
//! is, and knows when a message is none of its intents.

mod calibrate;
mod centroids;
mod crossing;
mod disarm;
mod features;
mod impossible;
mod lanes;
mod learner;
mod machines;
mod matrix;
mod mix;
mod model;
mod near;
mod neighbours;
mod order;
mod patterns;
mod reader;
mod refusals;
mod scope;
mod softmax;
mod spelling;
mod svm;
mod unlearned;
mod weights;
mod wording;

pub use crossing::{Doubt, cross_validate};
pub use disarm::refuses;
pub use impossible::impossible;
pub use model::{Classified, Example, IntentModel, Options, Scored};
pub use patterns::{PatternError, PatternHit, PatternSource, Patterns};
pub use unlearned::Unlearned;
pub use wording::Wordings;
