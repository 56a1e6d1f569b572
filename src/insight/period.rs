//! The time that a report is about.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// Up to this long, a period is counted by the day, else by the week.
const BY_DAY: SignedDuration = SignedDuration::from_hours(15 * 24);
const DAY: SignedDuration = SignedDuration::from_hours(24);
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);
/// However long the period, there are no more points.
const POINTS: usize = 60;

/// The time that is looked at; the time before it, of the same length, is what it is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Period {
    /// Its first moment.
    #[cfg_attr(test, ts(type = "string"))]
    pub since: Timestamp,
    /// Its end.
    #[cfg_attr(test, ts(type = "string"))]
    pub until: Timestamp,
}

/// How often something happened in a day or a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Point {
    /// Its first moment; the next point's is its end.
    #[cfg_attr(test, ts(type = "string"))]
    pub from: Timestamp,
    /// How often.
    pub count: usize,
}

impl Period {
    /// The beginning of the time before it.
    #[must_use]
    pub fn before(&self) -> Timestamp {
        self.since.checked_sub(self.until.duration_since(self.since)).unwrap_or(Timestamp::MIN)
    }

    /// Whether a moment is in it.
    #[must_use]
    pub fn holds(&self, at: Timestamp) -> bool {
        self.since <= at && at < self.until
    }

    /// The moments in it, counted by the day or the week, the earliest first. The last point is a whole one; the first
    /// may be shorter.
    #[must_use]
    pub fn series(&self, moments: impl Iterator<Item = Timestamp>) -> Vec<Point> {
        let step = if self.until.duration_since(self.since) <= BY_DAY { DAY } else { WEEK };
        let mut begins = vec![self.until];
        while let Some(last) = begins.last().copied().filter(|last| *last > self.since && begins.len() <= POINTS) {
            begins.push(last.checked_sub(step).unwrap_or(self.since).max(self.since));
        }
        begins.reverse();
        begins.pop();
        let mut points: Vec<Point> = begins.into_iter().map(|from| Point { from, count: 0 }).collect();
        for at in moments.filter(|at| self.holds(*at)) {
            let after = points.partition_point(|point| point.from <= at);
            if let Some(point) = after.checked_sub(1).and_then(|place| points.get_mut(place)) {
                point.count += 1;
            }
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * day)
    }

    #[test]
    fn short_times_are_counted_by_the_day_and_long_ones_by_the_week() {
        let counts = |since, until, at: &[i64]| -> Vec<usize> {
            let period = Period { since: day(since), until: day(until) };
            period.series(at.iter().map(|at| day(*at))).iter().map(|point| point.count).collect()
        };
        assert_eq!(counts(0, 3, &[0, 0, 2, 3, -1]), [2, 0, 1]);
        // Two days, then four weeks that end now.
        assert_eq!(counts(0, 30, &[0, 1, 2, 8, 9, 29]), [2, 2, 1, 0, 1]);
        let hours = Period { since: day(1), until: day(1) + SignedDuration::from_hours(12) };
        assert_eq!(hours.series([day(1)].into_iter()), [Point { from: day(1), count: 1 }]);
        assert_eq!(hours.before(), day(1) - SignedDuration::from_hours(12));
    }
}
