//! What people ask, read out of the log: without personal data, and with what Bolt could not answer put together.

mod asked;
mod clusters;
mod courtesy;
mod digest;
mod draft;
mod draft_files;
mod draft_mask;
mod draft_place;
mod gaps;
mod helped;
#[cfg(test)]
mod logs {
    mod tests;
}
mod mask;
mod period;
mod proposal;
mod report;
#[cfg(test)]
mod tests;
mod usage;

pub use asked::{Asked, Fate, Near, asked};
pub use clusters::clusters;
pub use digest::Digest;
pub use draft::{Draft, DraftQuestion, DraftSource, drafts};
pub use draft_files::patch;
pub use gaps::{Gap, Gaps, gaps};
pub use mask::mask;
pub use period::{Period, Point};
pub use proposal::Proposal;
pub use report::on_one_line;
pub use usage::{Used, UsedKind, usage};
