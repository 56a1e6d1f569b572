//! The log, for commands that read it. They work beside a running server.

use std::{str::FromStr, sync::Arc};

use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};

use super::{CliError, block_on};
pub use crate::editing::log::{conversation, questions};
use crate::{
    app::{self, SystemClock},
    config::Settings,
    store::{Store, StoreError},
};

/// A stretch of time, as people write it: `30d`, `12h`, `2w`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch(SignedDuration);

impl FromStr for Stretch {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let remedy = || format!("`{text}` is no stretch of time; write one such as 30d, 12h or 2w");
        let span: Span = text.parse().map_err(|_| remedy())?;
        let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| remedy())?;
        if length <= SignedDuration::ZERO { Err(remedy()) } else { Ok(Self(length)) }
    }
}

impl Stretch {
    /// The moment so long before another one.
    pub fn before(self, moment: Timestamp) -> Timestamp {
        moment.checked_sub(self.0).unwrap_or(Timestamp::MIN)
    }
}

/// Opens the data and reads from it.
pub fn read<T>(
    settings: &Settings,
    work: impl AsyncFnOnce(&dyn Store) -> Result<T, StoreError>,
) -> Result<T, CliError> {
    block_on(async {
        let store = app::open_store(settings, Arc::new(SystemClock)).await?;
        Ok(work(&*store).await?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_read_as_people_write_them() {
        let hours = |text: &str| text.parse::<Stretch>().map(|stretch| stretch.0.as_hours());
        assert_eq!((hours("30d"), hours("12h"), hours("2w")), (Ok(720), Ok(12), Ok(336)));
        for wrong in ["", "30", "-3d", "0d", "soon", "999999999999d"] {
            assert!(hours(wrong).is_err(), "{wrong}");
        }
    }
}
