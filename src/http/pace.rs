//! How fast one connection may send frames.

use std::time::Duration;

use tokio::time::Instant;

use crate::wire::limits::{BURST_FRAMES, FRAME_EVERY};

/// How long a connection that was too fast is refused. Whole: were a later command of the same burst taken while an
/// earlier one was refused, the two would change places.
const PAUSE: Duration = Duration::from_secs(1);

/// A bucket of frames that fills up with time.
#[derive(Debug)]
pub(super) struct Pace {
    /// When the bucket is full again.
    full_at: Instant,
    /// Until when nothing is taken.
    refuse_until: Instant,
}

impl Pace {
    pub(super) const fn new(now: Instant) -> Self {
        Self { full_at: now, refuse_until: now }
    }

    /// Takes a frame, or says how long to wait before sending it again.
    pub(super) fn take(&mut self, now: Instant) -> Result<(), Duration> {
        if now < self.refuse_until {
            return Err(self.refuse_until - now);
        }
        let full_at = self.full_at.max(now) + FRAME_EVERY;
        if full_at - now > FRAME_EVERY * BURST_FRAMES {
            self.refuse_until = now + PAUSE;
            return Err(PAUSE);
        }
        self.full_at = full_at;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_taken_then_nothing_until_the_pause_is_over() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        for _ in 0..BURST_FRAMES {
            assert_eq!(pace.take(start), Ok(()));
        }
        assert_eq!(pace.take(start), Err(PAUSE));
        // A frame's worth of time has passed, and still the rest of the burst is refused.
        assert_eq!(pace.take(start + FRAME_EVERY), Err(PAUSE - FRAME_EVERY));
        assert_eq!(pace.take(start + PAUSE), Ok(()));
    }

    #[test]
    fn a_steady_pace_goes_on_for_ever() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        for n in 0..1000 {
            assert_eq!(pace.take(start + FRAME_EVERY * n), Ok(()));
        }
    }
}
