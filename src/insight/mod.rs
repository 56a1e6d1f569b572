//! What people ask, read out of the log: without personal data, and with what Bolt could not answer put together.

mod asked;
mod clusters;
mod gaps;
mod mask;
mod proposal;
mod report;
#[cfg(test)]
mod tests;

pub use asked::{Asked, Fate, Near, asked};
pub use clusters::clusters;
pub use gaps::{Gap, Gaps, Period, gaps};
pub use mask::mask;
pub use proposal::Proposal;
