//! How often a client may ask: a token bucket for each address or key. Which address a request counts for is said by
//! `identity`; the answer to one too many (429 with Retry-After) is the router's.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Clients that are remembered at most, where nothing else is said.
pub const MOST_CLIENTS: usize = 65_536;

/// Whom a request counts for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Client {
    /// An IPv4 address, or the first 64 bits of an IPv6 address: what one subscriber has.
    Address(IpAddr),
    /// The holder of the API key of this name.
    Key(Arc<str>),
}

impl Client {
    /// The client at `address`.
    pub fn at(address: IpAddr) -> Self {
        Client::Address(match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        })
    }
}

/// How many requests a client has; 0 counts as 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Requests that come free again each minute.
    pub per_minute: u32,
    /// Requests that may be made at once after a quiet time.
    pub burst: u32,
}

/// Seconds after which the client has a request again, rounded up; at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryAfter(pub u64);

/// The buckets of all clients.
///
/// A bucket is kept as the moment at which it is full again. At most the given number of clients are remembered, in two
/// generations: a client that asks moves to the young one, and the old one is forgotten as a whole when the young one
/// has half of the room, or when every bucket in it is full anyway. No request looks through the buckets.
pub struct Limits {
    interval: Duration,
    window: Duration,
    room: usize,
    buckets: Mutex<Buckets>,
}

#[derive(Default)]
struct Buckets {
    // The standard hasher is seeded at random: clients choose their addresses.
    young: HashMap<Client, Instant>,
    old: HashMap<Client, Instant>,
    turned: Option<Instant>,
}

impl Limits {
    /// Buckets of `rate`, for at most `clients` (at least 2) clients.
    pub fn new(rate: Rate, clients: usize) -> Self {
        let interval = Duration::from_secs(60) / rate.per_minute.max(1);
        let window = interval * rate.burst.max(1);
        Limits { interval, window, room: (clients / 2).max(1), buckets: Mutex::new(Buckets::default()) }
    }

    /// Takes a request from the bucket of `client` at `now`.
    ///
    /// # Errors
    /// When it is empty: after how long it is not. A refused request costs nothing.
    pub fn take(&self, client: &Client, now: Instant) -> Result<(), RetryAfter> {
        self.with_full_at(client, now, |full_at| {
            let next = (*full_at).max(now) + self.interval;
            let ahead = next.saturating_duration_since(now);
            if ahead > self.window {
                let wait = ahead - self.window;
                return Err(RetryAfter(wait.as_secs() + u64::from(wait.subsec_nanos() > 0)));
            }
            *full_at = next;
            Ok(())
        })
    }

    /// Puts back a request that [`take`](Self::take) took from the bucket of `client`.
    pub fn give_back(&self, client: &Client, now: Instant) {
        self.with_full_at(client, now, |full_at| *full_at = full_at.checked_sub(self.interval).unwrap_or(now).max(now));
    }

    /// How many clients are remembered.
    #[cfg(test)]
    pub fn clients(&self) -> usize {
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.young.len() + buckets.old.len()
    }

    fn with_full_at<R>(&self, client: &Client, now: Instant, change: impl FnOnce(&mut Instant) -> R) -> R {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let forgotten = self.turn(&mut buckets, now);
        let result = if let Some(full_at) = buckets.young.get_mut(client) {
            change(full_at)
        } else {
            let mut full_at = buckets.old.remove(client).unwrap_or(now);
            let result = change(&mut full_at);
            buckets.young.insert(client.clone(), full_at);
            result
        };
        drop(buckets);
        // Freed where nobody waits for the lock.
        drop(forgotten);
        result
    }

    /// Makes the young generation the old one when it is time; gives what is forgotten.
    fn turn(&self, buckets: &mut Buckets, now: Instant) -> HashMap<Client, Instant> {
        let turned = *buckets.turned.get_or_insert(now);
        // Whoever was not seen for this long has a full bucket: forgetting that changes nothing.
        let long_ago = now.saturating_duration_since(turned) > self.window;
        if buckets.young.len() < self.room && !long_ago {
            return HashMap::new();
        }
        buckets.turned = Some(now);
        let young = std::mem::take(&mut buckets.young);
        std::mem::replace(&mut buckets.old, young)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn limits(per_minute: u32, burst: u32, clients: usize) -> Limits {
        Limits::new(Rate { per_minute, burst }, clients)
    }

    fn client(address: &str) -> Client {
        Client::at(address.parse().unwrap())
    }

    #[test]
    fn a_burst_then_the_rate() {
        let (limits, start, client) = (limits(60, 5, 10), Instant::now(), client("10.0.0.1"));
        // (milliseconds after the start, what is answered)
        let mut table = vec![(0, Ok(())); 5];
        table.extend([(0, Err(1)), (999, Err(1)), (1_000, Ok(())), (1_000, Err(1)), (3_500, Ok(())), (3_500, Ok(()))]);
        table.extend([(3_500, Err(1)), (60_000, Ok(()))]);
        for (at, expected) in table {
            let answer = limits.take(&client, start + Duration::from_millis(at)).map_err(|wait| wait.0);
            assert_eq!(answer, expected, "at {at} ms");
        }
    }

    #[test]
    fn the_wait_is_rounded_up() {
        let (limits, start, client) = (limits(2, 1, 10), Instant::now(), client("10.0.0.1"));
        assert_eq!(limits.take(&client, start), Ok(()));
        for (at, wait) in [(0, 30), (1, 30), (1_000, 29), (29_001, 1), (29_999, 1)] {
            assert_eq!(limits.take(&client, start + Duration::from_millis(at)), Err(RetryAfter(wait)), "at {at} ms");
        }
    }

    #[test]
    fn clients_are_told_apart_as_subscribers_are() {
        let table = [
            ("10.0.0.1", "10.0.0.2", false),
            ("10.0.0.1", "::ffff:10.0.0.1", true),
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true),
            ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
        ];
        for (one, other, same) in table {
            assert_eq!(client(one) == client(other), same, "{one} and {other}");
        }
        assert_ne!(Client::Key("intranet".into()), client("10.0.0.1"));
    }

    #[test]
    fn what_is_given_back_can_be_taken_again_and_no_more() {
        let (limits, now, client) = (limits(1, 2, 10), Instant::now(), client("10.0.0.1"));
        for _ in 0..5 {
            limits.give_back(&client, now);
        }
        let taken = (0..5).filter(|_| limits.take(&client, now).is_ok()).count();
        assert_eq!(taken, 2, "a full bucket does not grow");
        limits.give_back(&client, now);
        assert!(limits.take(&client, now).is_ok() && limits.take(&client, now).is_err());
    }

    #[test]
    fn a_flood_of_addresses_stays_within_the_room() {
        let (limits, now) = (limits(60, 1, 1_000), Instant::now());
        let busy = client("192.0.2.1");
        assert!(limits.take(&busy, now).is_ok());
        for number in 0..20_000u32 {
            let _ = limits.take(&Client::at(IpAddr::V4(number.into())), now);
            assert!(limits.clients() <= 1_000);
            if number % 400 == 0 {
                assert!(limits.take(&busy, now).is_err(), "who keeps asking is not forgotten");
            }
        }
    }

    #[test]
    fn who_is_quiet_is_forgotten() {
        let (limits, now) = (limits(60, 1, 1_000), Instant::now());
        for number in 0..100u32 {
            let _ = limits.take(&Client::at(IpAddr::V4(number.into())), now);
        }
        for seconds in [10, 20] {
            let _ = limits.take(&client("192.0.2.1"), now + Duration::from_secs(seconds));
        }
        assert!(limits.clients() <= 1, "{} remembered", limits.clients());
    }

    proptest! {
        /// Over any stretch of time no more than the burst and the rate come through, and patience is rewarded.
        #[test]
        fn never_more_than_the_rate(steps in prop::collection::vec(0u64..5_000, 1..200), burst in 1u32..10) {
            let limits = limits(30, burst, 10);
            let client = client("10.0.0.1");
            let start = Instant::now();
            let (mut now, mut taken) = (start, 0u64);
            for step in steps {
                now += Duration::from_millis(step);
                match limits.take(&client, now) {
                    Ok(()) => taken += 1,
                    Err(RetryAfter(wait)) => {
                        prop_assert!(wait >= 1);
                        now += Duration::from_secs(wait);
                        prop_assert!(limits.take(&client, now).is_ok());
                        taken += 1;
                    }
                }
                let passed = now.duration_since(start).as_millis() as u64;
                prop_assert!(taken <= u64::from(burst) + passed / 2_000);
            }
        }
    }
}
