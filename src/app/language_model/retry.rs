//! When a request is repeated, and after how long.

use std::time::Duration;

use jiff::{Timestamp, Zoned};

/// A request is sent at most this many times.
pub(super) const MAX_TRIES: u32 = 6;
/// The longest pause that a server may demand. After a longer one the article is given up.
const LONGEST: Duration = Duration::from_secs(300);
/// The first pause. It doubles with each try.
const FIRST: Duration = Duration::from_millis(500);
/// No pause of our own is longer.
const LONGEST_OWN: Duration = Duration::from_secs(30);

/// True for a status that may be another one a moment later.
pub(super) fn is_temporary(status: u16) -> bool {
    matches!(status, 408 | 409 | 425 | 429 | 500 | 502 | 503 | 504 | 529)
}

/// Returns the pause before the next try; `None` if there should be none. `tries` is the number of tries so far, `demanded` the
/// header `Retry-After`.
pub(super) fn pause(tries: u32, demanded: Option<&str>, now: Timestamp) -> Option<Duration> {
    if tries >= MAX_TRIES {
        return None;
    }
    let own = FIRST.saturating_mul(1 << tries.saturating_sub(1).min(16)).min(LONGEST_OWN);
    match demanded.map(|value| retry_after(value, now)) {
        Some(Some(demanded)) if demanded > LONGEST => None,
        Some(Some(demanded)) => Some(demanded),
        // A header that cannot be read is none.
        Some(None) | None => Some(own),
    }
}

/// Reads `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date.
fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date: Zoned = jiff::fmt::rfc2822::DateTimeParser::new().parse_zoned(value).ok()?;
    Some(Duration::try_from(date.timestamp().duration_since(now)).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_obey_the_server() {
        let now: Timestamp = "2026-11-29T10:00:00Z".parse().unwrap();
        let pauses: Vec<Option<Duration>> = (1..=6).map(|tries| pause(tries, None, now)).collect();
        let expected = [500, 1000, 2000, 4000, 8000].map(|millis| Some(Duration::from_millis(millis)));
        assert_eq!(pauses, [expected.as_slice(), &[None]].concat());
        let seconds = |value| pause(1, Some(value), now).map(|pause| pause.as_secs());
        assert_eq!(seconds("7"), Some(7));
        assert_eq!(seconds("Sun, 29 Nov 2026 10:00:20 GMT"), Some(20));
        assert_eq!(seconds("Sun, 29 Nov 2026 09:00:20 GMT"), Some(0));
        assert_eq!(seconds("soon"), Some(0), "half a second");
        assert_eq!(seconds("3600"), None);
        assert!(is_temporary(429) && is_temporary(503) && !is_temporary(401) && !is_temporary(400));
    }
}
