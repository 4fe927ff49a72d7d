//! Filters out replies of the terminal that arrive after the probe has stopped waiting for them.
//!
//! crossterm turns the bytes of such a reply into events. It drops replies of the form `ESC [ …` by itself. Other replies
//! become key events: a name (`ESC P > | … ESC \`) becomes Alt-P, then one key for each letter; a colour (`ESC ] 11 ; …
//! ESC \`) becomes Alt-], then one key for each letter. One of these letters could accept a suggestion. If a reply is read
//! in two parts, and the first part ends after its ESC, crossterm reports the Esc key.
//!
//! While replies are expected, [`LateReplies`] handles events as follows:
//!
//! - Alt-P and Alt-] begin a reply. Alt-\ ends it, and so does Ctrl-g, which is BEL. The events between are dropped.
//! - Esc is held back for [`HOLD_TIME`]. If `[`, `P` or `]` follows, the Esc began a reply. Otherwise it is a key.
//! - If the rest of a reply comes later than that (over a slow connection), its Esc has been passed on as a key, which does
//!   no harm. One of the three signs within [`LONGEST_GAP`] is then held back as well. If a sign follows that continues
//!   a reply, both are dropped; otherwise both are keys.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode as Code, KeyEvent, KeyModifiers as Modifiers};

/// The time after the probe in which late replies are expected.
#[cfg(any(unix, test))]
const EXPECTED_FOR: Duration = Duration::from_secs(10);
/// The time for which an Esc, or a sign after an Esc, is held back. No user types the next key so fast.
const HOLD_TIME: Duration = Duration::from_millis(40);
/// The longest time between two events of one reply.
const LONGEST_GAP: Duration = Duration::from_secs(1);

/// The part of a reply that the last event belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum ReplyPart {
    /// No reply has begun.
    #[default]
    Outside,
    /// An Esc that is held back: a key, or the beginning of a reply.
    HeldEsc,
    /// An Esc that was passed on as a key after [`HOLD_TIME`].
    ReleasedEsc,
    /// A sign after a released Esc. It is held back, too.
    HeldSign(char),
    /// Inside `ESC [ …`.
    ControlSequence,
    /// Inside `ESC P …` or `ESC ] …`.
    String,
    /// An Esc inside such a string, most likely the beginning of its end.
    StringEsc,
}

/// Tells the user's events from parts of late replies. By default no reply is expected, and every event is the user's.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LateReplies {
    expected_until: Option<Instant>,
    part: ReplyPart,
    last_event: Option<Instant>,
}

impl LateReplies {
    /// Expects replies from now on. `rest` holds the bytes that the probe has read but not used: the beginning of a reply.
    #[cfg(any(unix, test))]
    pub(super) fn expect(now: Instant, rest: &[u8]) -> Self {
        let part = match rest {
            [0x1B, b'[', ..] => ReplyPart::ControlSequence,
            [0x1B, b'P' | b']', ..] => ReplyPart::String,
            _ => ReplyPart::Outside,
        };
        Self { expected_until: Some(now + EXPECTED_FOR), part, last_event: Some(now) }
    }

    /// Returns how long to wait for the next event before [`Self::release_key`] is called; `None` if no key is held back.
    pub(super) fn hold_time(self) -> Option<Duration> {
        matches!(self.part, ReplyPart::HeldEsc | ReplyPart::HeldSign(_)).then_some(HOLD_TIME)
    }

    /// Returns the key that was held back. Call this when no event has followed it within the hold time.
    pub(super) fn release_key(&mut self) -> Event {
        match std::mem::take(&mut self.part) {
            ReplyPart::HeldSign(sign) => typed_sign(sign),
            _ => {
                self.part = ReplyPart::ReleasedEsc;
                Event::Key(Code::Esc.into())
            }
        }
    }

    /// Takes the next event, and returns the events that are now known to be the user's.
    pub(super) fn filter_event(&mut self, event: Event, now: Instant) -> Vec<Event> {
        let gap = self.last_event.replace(now).map(|last| now.duration_since(last));
        if gap.is_some_and(|gap| gap > LONGEST_GAP) && self.part != ReplyPart::HeldEsc {
            self.part = ReplyPart::Outside;
        }
        if self.expected_until.is_none_or(|until| now > until) && self.part == ReplyPart::Outside {
            return vec![event];
        }
        let Event::Key(KeyEvent { code, modifiers, .. }) = event else { return vec![event] };
        match (self.part, code) {
            (ReplyPart::HeldSign('['), Code::Char('0'..='9' | '?' | '>')) => self.part = ReplyPart::ControlSequence,
            (ReplyPart::HeldSign('P'), Code::Char('0'..='9' | '>')) => self.part = ReplyPart::String,
            (ReplyPart::HeldSign(']'), Code::Char('0'..='9')) => self.part = ReplyPart::String,
            (ReplyPart::HeldSign(sign), _) => {
                self.part = ReplyPart::Outside;
                return [vec![typed_sign(sign)], self.filter_event(event, now)].concat();
            }
            (ReplyPart::ReleasedEsc, Code::Char(sign @ ('[' | 'P' | ']')))
                if modifiers.difference(Modifiers::SHIFT).is_empty() =>
            {
                self.part = ReplyPart::HeldSign(sign);
                return vec![];
            }
            (ReplyPart::ReleasedEsc, _) => self.part = ReplyPart::Outside,
            _ => {}
        }
        let (part, users) = next_part(self.part, event, code, modifiers);
        self.part = part;
        users
    }
}

/// Returns the part of a reply that an event leads to, and the events that are known to be the user's.
fn next_part(part: ReplyPart, event: Event, code: Code, modifiers: Modifiers) -> (ReplyPart, Vec<Event>) {
    let alt = modifiers.contains(Modifiers::ALT);
    match (part, code) {
        (ReplyPart::Outside, Code::Esc) => (ReplyPart::HeldEsc, vec![]),
        (ReplyPart::Outside, Code::Char('P' | ']')) if alt => (ReplyPart::String, vec![]),
        (ReplyPart::Outside | ReplyPart::ReleasedEsc | ReplyPart::HeldSign(_), _) => (ReplyPart::Outside, vec![event]),
        (ReplyPart::HeldEsc, Code::Char('[')) => (ReplyPart::ControlSequence, vec![]),
        (ReplyPart::HeldEsc, Code::Char('P' | ']')) => (ReplyPart::String, vec![]),
        (ReplyPart::HeldEsc, Code::Esc) => (ReplyPart::HeldEsc, vec![event]),
        (ReplyPart::HeldEsc, _) => (ReplyPart::Outside, vec![Event::Key(Code::Esc.into()), event]),
        // The last byte of a control sequence. Digits, `;`, `?` and `$` are before it.
        (ReplyPart::ControlSequence, Code::Char('@'..='~')) => (ReplyPart::Outside, vec![]),
        (ReplyPart::ControlSequence, _) => (ReplyPart::ControlSequence, vec![]),
        (ReplyPart::String, Code::Char('\\')) if alt => (ReplyPart::Outside, vec![]),
        // BEL, which is Ctrl-g, may end a string.
        (ReplyPart::String, Code::Char('g')) if modifiers.contains(Modifiers::CONTROL) => (ReplyPart::Outside, vec![]),
        (ReplyPart::String | ReplyPart::StringEsc, Code::Esc) => (ReplyPart::StringEsc, vec![]),
        (ReplyPart::StringEsc, Code::Char('\\')) => (ReplyPart::Outside, vec![]),
        (ReplyPart::String | ReplyPart::StringEsc, _) => (ReplyPart::String, vec![]),
    }
}

/// Returns a sign as the event that crossterm makes of it when it is typed.
fn typed_sign(sign: char) -> Event {
    let modifiers = if sign.is_uppercase() { Modifiers::SHIFT } else { Modifiers::NONE };
    Event::Key(KeyEvent::new(Code::Char(sign), modifiers))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: Code, modifiers: Modifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    fn keys(words: &str) -> Vec<Event> {
        words.chars().map(|c| key(Code::Char(c), Modifiers::NONE)).collect()
    }

    fn filtered(late: &mut LateReplies, events: Vec<Event>, now: Instant) -> Vec<Event> {
        events.into_iter().flat_map(|event| late.filter_event(event, now)).collect()
    }

    /// `ESC P > | kitty(1) ESC \` as crossterm reads it: whole, and in two reads with the cut after one ESC or the other.
    fn names() -> [Vec<Event>; 3] {
        let (alt, esc) = (|c| key(Code::Char(c), Modifiers::ALT), key(Code::Esc, Modifiers::NONE));
        let whole = [vec![alt('P')], keys(">|kitty(1)"), vec![alt('\\')]].concat();
        let first = [vec![esc.clone()], keys("P>|kitty(1)"), vec![alt('\\')]].concat();
        let last = [vec![alt('P')], keys(">|kitty(1)"), vec![esc], keys("\\")].concat();
        [whole, first, last]
    }

    #[test]
    fn late_replies_are_not_keys() {
        let now = Instant::now();
        for name in names() {
            let mut late = LateReplies::expect(now, b"");
            assert_eq!(filtered(&mut late, [keys("a"), name, keys("x")].concat(), now), keys("ax"));
        }
        let mut late = LateReplies::expect(now, b"");
        let control = [vec![key(Code::Esc, Modifiers::NONE)], keys("[8;1$yq")].concat();
        assert_eq!(filtered(&mut late, control, now), keys("q"));
        // A colour, ended by BEL or by ESC \.
        let alt = |c| key(Code::Char(c), Modifiers::ALT);
        for end in [alt('\\'), key(Code::Char('g'), Modifiers::CONTROL)] {
            let mut late = LateReplies::expect(now, b"");
            let color = [vec![alt(']')], keys("11;rgb:ffff/1234/0000"), vec![end], keys("q")].concat();
            assert_eq!(filtered(&mut late, color, now), keys("q"));
        }
        // The rest comes so late that the Esc has been passed on.
        for (answer, end) in
            [("]11;rgb:ffff/1234/0000", Some(alt('\\'))), ("P>|kitty(1)", Some(alt('\\'))), ("[?62;1c", None)]
        {
            let mut late = LateReplies::expect(now, b"");
            assert_eq!(
                (late.filter_event(key(Code::Esc, Modifiers::NONE), now), late.hold_time().is_some()),
                (vec![], true)
            );
            assert_eq!((late.release_key(), late.hold_time().is_some()), (key(Code::Esc, Modifiers::NONE), false));
            let rest: Vec<Event> = keys(answer).into_iter().chain(end).chain(keys("q")).collect();
            assert_eq!(filtered(&mut late, rest, now), keys("q"), "{answer}");
        }
        let mut late = LateReplies::expect(now, b"\x1b[8;");
        assert_eq!(filtered(&mut late, keys("1$yq"), now), keys("q"));
    }

    #[test]
    fn the_users_keys_are_kept() {
        let now = Instant::now();
        let esc = || key(Code::Esc, Modifiers::NONE);
        let mut late = LateReplies::expect(now, b"");
        assert_eq!(late.filter_event(esc(), now), []);
        assert!(late.hold_time().is_some());
        assert_eq!(late.release_key(), esc());
        // A sign that may begin a reply comes late: after the hold time, or with the next key.
        for sign in ['[', ']', 'P'] {
            assert_eq!((late.filter_event(esc(), now), late.release_key()), (vec![], esc()));
            assert_eq!(late.filter_event(typed_sign(sign), now), []);
            assert!(late.hold_time().is_some());
            assert_eq!((late.release_key(), late.hold_time().is_some()), (typed_sign(sign), false));
            assert_eq!((late.filter_event(esc(), now), late.release_key()), (vec![], esc()));
            assert_eq!(
                filtered(&mut late, [vec![typed_sign(sign)], keys("ab")].concat(), now),
                [vec![typed_sign(sign)], keys("ab")].concat()
            );
            // Without an Esc before it, at once.
            assert_eq!(late.filter_event(typed_sign(sign), now), [typed_sign(sign)]);
        }
        assert_eq!(late.filter_event(esc(), now), []);
        assert_eq!(late.filter_event(key(Code::Char('q'), Modifiers::NONE), now), [esc(), keys("q")[0].clone()]);
        // A reply that breaks off does not swallow keys that are typed more than a second later.
        assert_eq!(late.filter_event(key(Code::Char('P'), Modifiers::ALT), now), []);
        assert_eq!(filtered(&mut late, keys("a"), now + LONGEST_GAP * 2), keys("a"));
        // No reply is expected, or no longer.
        for mut late in [LateReplies::default(), LateReplies::expect(now, b"")] {
            let later = now + EXPECTED_FOR * 2;
            for event in [esc(), key(Code::Char('P'), Modifiers::ALT)] {
                assert_eq!(late.filter_event(event.clone(), later), [event]);
            }
        }
    }
}
