//! The limits of a run: requests, requests in a minute, cost.

use std::str::FromStr;
use std::time::{Duration, Instant};

/// What tokens cost: `IN,OUT` for a million tokens each.
///
/// ```
/// let price: tawsim::app::Price = "0.15,0.60".parse().unwrap();
/// assert_eq!(price.of(1_000_000, 500_000), 0.45);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Price {
    per_million_in: f64,
    per_million_out: f64,
}

impl Price {
    /// Returns what some tokens of the prompt and of the answer cost.
    #[must_use]
    pub fn of(self, tokens_in: u64, tokens_out: u64) -> f64 {
        (float(tokens_in) * self.per_million_in + float(tokens_out) * self.per_million_out) / 1e6
    }
}

impl FromStr for Price {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let number = |word: &str| word.trim().parse().ok().filter(|price: &f64| price.is_finite() && *price >= 0.0);
        let prices = words.split_once(',').and_then(|(input, output)| Some((number(input)?, number(output)?)));
        let prices = prices.map(|(per_million_in, per_million_out)| Self { per_million_in, per_million_out });
        prices.ok_or_else(|| "write IN,OUT: what a million tokens of the prompt and of the answer cost".to_owned())
    }
}

pub(super) fn float(number: u64) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

/// What was sent and spent so far.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Spent {
    pub(super) requests: u64,
    pub(super) tokens_in: u64,
    pub(super) tokens_out: u64,
    /// Tokens of requests that are in flight, by estimate.
    reserved_in: u64,
    reserved_out: u64,
}

/// The limits of a run, and what was used of them.
#[derive(Debug, Default)]
pub(super) struct Limits {
    pub(super) max_requests: Option<u64>,
    pub(super) max_cost: Option<f64>,
    pub(super) price: Option<Price>,
    pub(super) max_rate: Option<u32>,
    spent: Spent,
    /// The moment at which the next request may be sent.
    next: Option<Instant>,
}

/// Whether a request may be sent.
#[derive(Debug, PartialEq)]
pub(super) enum Permission {
    Now,
    /// After this time.
    After(Duration),
    /// Not in this run: why.
    Never(String),
}

/// A token of Arabic text has about this many bytes.
const BYTES_PER_TOKEN: u64 = 3;

impl Limits {
    pub(super) fn new(
        max_requests: Option<u64>,
        max_rate: Option<u32>,
        cost: Option<f64>,
        price: Option<Price>,
    ) -> Self {
        Self { max_requests, max_cost: cost, price, max_rate, ..Self::default() }
    }

    /// Asks for a request with a body of this length. If it may be sent now, it is counted.
    pub(super) fn request(&mut self, body: usize, now: Instant) -> Permission {
        if let Some(most) = self.max_requests.filter(|most| self.spent.requests >= *most) {
            return Permission::Never(format!("--max-requests {most} is reached"));
        }
        let (tokens_in, tokens_out) = estimate(body);
        if let (Some(most), Some(price)) = (self.max_cost, self.price) {
            let spent = self.spent;
            let cost = price.of(
                spent.tokens_in + spent.reserved_in + tokens_in,
                spent.tokens_out + spent.reserved_out + tokens_out,
            );
            if cost > most {
                return Permission::Never(format!("--max-cost {most} is reached"));
            }
        }
        if let Some(next) = self.next.filter(|next| *next > now) {
            return Permission::After(next - now);
        }
        if let Some(rate) = self.max_rate {
            self.next = now.checked_add(Duration::from_secs(60) / rate.max(1));
        }
        self.spent.requests += 1;
        self.spent.reserved_in += tokens_in;
        self.spent.reserved_out += tokens_out;
        Permission::Now
    }

    /// Counts what a request used. Without numbers of the server, the estimate counts for a request that may have cost something.
    pub(super) fn finish(&mut self, body: usize, used: Option<(u64, u64)>, may_cost: bool) {
        let (tokens_in, tokens_out) = estimate(body);
        self.spent.reserved_in = self.spent.reserved_in.saturating_sub(tokens_in);
        self.spent.reserved_out = self.spent.reserved_out.saturating_sub(tokens_out);
        let (used_in, used_out) = used.unwrap_or(if may_cost { (tokens_in, tokens_out) } else { (0, 0) });
        self.spent.tokens_in += used_in;
        self.spent.tokens_out += used_out;
    }

    pub(super) fn spent(&self) -> Spent {
        self.spent
    }

    /// What was spent, in the currency of the price.
    pub(super) fn cost(&self) -> Option<f64> {
        self.price.map(|price| price.of(self.spent.tokens_in, self.spent.tokens_out))
    }
}

/// The tokens of a request and of its answer, by the length of its body.
pub(super) fn estimate(body: usize) -> (u64, u64) {
    let tokens = (body as u64).div_ceil(BYTES_PER_TOKEN);
    (tokens, tokens / 4 + 50)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_cost_and_rate_are_limited() {
        let now = Instant::now();
        let mut limits = Limits::new(Some(2), None, None, None);
        assert_eq!((limits.request(9, now), limits.request(9, now)), (Permission::Now, Permission::Now));
        assert!(matches!(limits.request(9, now), Permission::Never(why) if why.contains("--max-requests 2")));

        let price = "1000,1000".parse().ok();
        let mut limits = Limits::new(None, None, Some(2.5), price);
        // 1,000 tokens of the prompt and 300 of the answer are expected: 1.3.
        assert_eq!(limits.request(3_000, now), Permission::Now);
        assert!(matches!(limits.request(3_000, now), Permission::Never(why) if why.contains("--max-cost 2.5")));
        limits.finish(3_000, Some((1_000, 10)), true);
        assert_eq!(limits.request(3_000, now), Permission::Now);
        assert!((limits.cost().unwrap() - 1.01).abs() < 1e-9);
        limits.finish(3_000, None, false);
        assert!((limits.cost().unwrap() - 1.01).abs() < 1e-9, "a request that failed costs nothing");

        let mut limits = Limits::new(None, Some(60), None, None);
        assert_eq!(limits.request(9, now), Permission::Now);
        assert_eq!(limits.request(9, now), Permission::After(Duration::from_secs(1)));
        assert_eq!(limits.request(9, now + Duration::from_secs(1)), Permission::Now);
        for words in ["", "1", "1,x", "-1,2", "1,inf"] {
            assert!(words.parse::<Price>().is_err(), "{words}");
        }
    }
}
