//! How often somebody may try to log in: per account, so that passwords are not guessed, and per address, so that
//! accounts aren't either.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::Arc,
    time::Duration,
};

use governor::{
    NotUntil, Quota, RateLimiter, clock::Clock as GovernorClock, middleware::NoOpMiddleware,
    state::keyed::DashMapStateStore,
};

use crate::domain::Clock;

/// How many more attempts an address gets than an account: several agents may sit behind one.
const PER_ADDRESS: u32 = 4;
/// How many accounts or addresses are remembered before the rested ones are forgotten.
const REMEMBERED: usize = 10_000;

/// The clock that was passed in, as the limiter reads it: the time since 1970.
#[derive(Clone)]
struct PassedIn(Arc<dyn Clock>);

impl GovernorClock for PassedIn {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::try_from(self.0.now().as_duration()).unwrap_or_default()
    }
}

type Limiter<K> = RateLimiter<K, DashMapStateStore<K>, PassedIn, NoOpMiddleware<Duration>>;

/// The attempts of late.
pub(super) struct LoginLimits {
    by_login: Limiter<String>,
    by_address: Limiter<IpAddr>,
    clock: PassedIn,
}

impl LoginLimits {
    pub(super) fn new(per_minute: u32, clock: Arc<dyn Clock>) -> Self {
        let quota = |times: u32| Quota::per_minute(NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN));
        let clock = PassedIn(clock);
        Self {
            by_login: RateLimiter::new(quota(per_minute), DashMapStateStore::default(), clock.clone()),
            by_address: RateLimiter::new(
                quota(per_minute.saturating_mul(PER_ADDRESS)),
                DashMapStateStore::default(),
                clock.clone(),
            ),
            clock,
        }
    }

    /// Counts an attempt, or says how long to wait before the next one.
    pub(super) fn attempt(&self, login: &str, address: IpAddr) -> Result<(), Duration> {
        self.forget_rested();
        self.by_address.check_key(&network_of(address)).map_err(|not_yet| self.wait(&not_yet))?;
        self.by_login.check_key(&login.to_lowercase()).map_err(|not_yet| self.wait(&not_yet))
    }

    fn wait(&self, not_yet: &NotUntil<Duration>) -> Duration {
        not_yet.wait_time_from(self.clock.now())
    }

    fn forget_rested(&self) {
        if self.by_login.len() > REMEMBERED {
            self.by_login.retain_recent();
        }
        if self.by_address.len() > REMEMBERED {
            self.by_address.retain_recent();
        }
    }
}

/// One household or office usually has a whole /64 of IPv6 addresses.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        },
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::domain::ManualClock;

    fn limits() -> (LoginLimits, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at("2026-11-22T10:00:00Z".parse().unwrap()));
        (LoginLimits::new(5, clock.clone()), clock)
    }

    fn address(n: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, n])
    }

    #[test]
    fn an_account_rests_after_five_attempts_from_anywhere() {
        let (limits, clock) = limits();
        for n in 0..5 {
            limits.attempt("ada", address(n)).unwrap();
        }
        let wait = limits.attempt("ADA", address(9)).unwrap_err();
        assert!(wait > Duration::ZERO && wait <= Duration::from_secs(12), "{wait:?}");
        assert!(limits.attempt("bruno", address(9)).is_ok());
        clock.advance(SignedDuration::from_secs(12));
        assert!(limits.attempt("ada", address(9)).is_ok());
    }

    #[test]
    fn an_address_rests_after_twenty() {
        let (limits, _) = limits();
        for n in 0..20 {
            limits.attempt(&format!("guess{n}"), address(1)).unwrap();
        }
        assert!(limits.attempt("ada", address(1)).is_err());
        assert!(limits.attempt("ada", address(2)).is_ok());
    }

    #[test]
    fn neighbours_in_a_network_count_as_one() {
        assert_eq!(network_of("2001:db8::1".parse().unwrap()), network_of("2001:db8::2:3".parse().unwrap()));
        assert_ne!(network_of("2001:db8::1".parse().unwrap()), network_of("2001:db8:0:1::1".parse().unwrap()));
        assert_eq!(network_of("::ffff:10.0.0.1".parse().unwrap()), address(1));
    }
}
