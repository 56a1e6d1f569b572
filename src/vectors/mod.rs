//! Words as points in one space for English, Italian and Spanish: what means the same lies close together, whatever its
//! language. A text is the weighted mean of its words; comparing two texts is one dot product. The table is a file made
//! once (`docs/vectors.md` says how) and built into the binary. Knows nothing of intents and articles.

mod embedding;
mod format;
mod matrix;
mod sketch;
mod spelling;
mod table;

pub use embedding::{Embedding, dot};
pub use format::VectorError;
pub use matrix::{Matrix, Probe};
pub use sketch::Sketches;
pub use table::{Mended, Vectors};

#[cfg(test)]
mod tests;
