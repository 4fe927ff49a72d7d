//! Answers that come after the probe has stopped waiting, as crossterm shows them: kept from being taken for keys.
//!
//! crossterm swallows late answers in `ESC [ … ` form by itself. A name (`ESC P > | … ESC \`) it takes for Alt-P (a
//! colour, `ESC ] 11 ; … ESC \`, for Alt-]), then
//! for letters and digits, one of which might accept a suggestion; and where the bytes of an answer come in two reads
//! with the cut behind the ESC, it takes the ESC for the key. So while answers are owed, Alt-P begins a name and Alt-\
//! ends it; and an Esc is held back for a moment: with `[`, `P` or `]` at its heels it was the beginning of an answer.
//! Where the rest takes longer (a far terminal), the Esc has gone out as a key, and there is no more harm in it than
//! that: one of these signs within a second of it is held back in its turn, and with what answers go on with at its own
//! heels it is no key, nor is what follows.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode as Code, KeyEvent, KeyModifiers as Modifiers};

/// How long answers are looked out for.
#[cfg(any(unix, test))]
const OWED: Duration = Duration::from_secs(10);
/// How long an Esc, or a sign behind one, is held back: nobody types on so fast.
pub(crate) const HELD: Duration = Duration::from_millis(40);
/// No pause inside an answer is longer.
const PAUSE: Duration = Duration::from_secs(1);

/// In what of an answer the last event stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Inside {
    #[default]
    Nothing,
    /// An Esc that may be a key.
    Esc,
    /// It has been given out as one.
    Released,
    /// A sign behind it that may be a key, too.
    Begun(char),
    /// `ESC [ …`
    Control,
    /// `ESC P …` or `ESC ] …`
    Name,
    /// An Esc in a name, most likely the beginning of its end.
    NameEsc,
}

/// Sorts events into keys and parts of late answers. By default nothing is owed, and every event is the user's.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Late {
    until: Option<Instant>,
    inside: Inside,
    last: Option<Instant>,
}

impl Late {
    /// Answers are owed from now on. With bytes left over from the probe, in the middle of one.
    #[cfg(any(unix, test))]
    pub(crate) fn owed(now: Instant, rest: &[u8]) -> Self {
        let inside = match rest {
            [0x1B, b'[', ..] => Inside::Control,
            [0x1B, b'P' | b']', ..] => Inside::Name,
            _ => Inside::Nothing,
        };
        Self { until: Some(now + OWED), inside, last: Some(now) }
    }

    /// Is something held back, to be released if nothing follows within [`HELD`]?
    pub(crate) fn holds(self) -> bool {
        matches!(self.inside, Inside::Esc | Inside::Begun(_))
    }

    /// Nothing followed what is held back: it was a key.
    pub(crate) fn release(&mut self) -> Event {
        match std::mem::take(&mut self.inside) {
            Inside::Begun(sign) => typed(sign),
            _ => {
                self.inside = Inside::Released;
                Event::Key(Code::Esc.into())
            }
        }
    }

    /// The events of the user that are known now.
    pub(crate) fn take(&mut self, event: Event, now: Instant) -> Vec<Event> {
        let paused = self.last.replace(now).is_some_and(|last| now.duration_since(last) > PAUSE);
        if paused && self.inside != Inside::Esc {
            self.inside = Inside::Nothing;
        }
        if self.until.is_none_or(|until| now > until) && self.inside == Inside::Nothing {
            return vec![event];
        }
        let Event::Key(KeyEvent { code, modifiers, .. }) = event else { return vec![event] };
        match (self.inside, code) {
            (Inside::Begun('['), Code::Char('0'..='9' | '?' | '>')) => self.inside = Inside::Control,
            (Inside::Begun('P'), Code::Char('0'..='9' | '>')) => self.inside = Inside::Name,
            (Inside::Begun(']'), Code::Char('0'..='9')) => self.inside = Inside::Name,
            (Inside::Begun(sign), _) => {
                self.inside = Inside::Nothing;
                return [vec![typed(sign)], self.take(event, now)].concat();
            }
            (Inside::Released, Code::Char(sign @ ('[' | 'P' | ']'))) if modifiers.difference(SHIFT).is_empty() => {
                self.inside = Inside::Begun(sign);
                return vec![];
            }
            (Inside::Released, _) => self.inside = Inside::Nothing,
            _ => {}
        }
        let alt = modifiers.contains(Modifiers::ALT);
        let (inside, users) = match (self.inside, code) {
            (Inside::Nothing, Code::Esc) => (Inside::Esc, vec![]),
            (Inside::Nothing, Code::Char('P' | ']')) if alt => (Inside::Name, vec![]),
            (Inside::Nothing | Inside::Released | Inside::Begun(_), _) => (Inside::Nothing, vec![event]),
            (Inside::Esc, Code::Char('[')) => (Inside::Control, vec![]),
            (Inside::Esc, Code::Char('P' | ']')) => (Inside::Name, vec![]),
            (Inside::Esc, Code::Esc) => (Inside::Esc, vec![event]),
            (Inside::Esc, _) => (Inside::Nothing, vec![Event::Key(Code::Esc.into()), event]),
            // The last byte of an answer; digits, `;`, `?` and `$` stand before it.
            (Inside::Control, Code::Char('@'..='~')) => (Inside::Nothing, vec![]),
            (Inside::Control, _) => (Inside::Control, vec![]),
            (Inside::Name, Code::Char('\\')) if alt => (Inside::Nothing, vec![]),
            // A name may be ended by BEL, which is Ctrl-g.
            (Inside::Name, Code::Char('g')) if modifiers.contains(Modifiers::CONTROL) => (Inside::Nothing, vec![]),
            (Inside::Name | Inside::NameEsc, Code::Esc) => (Inside::NameEsc, vec![]),
            (Inside::NameEsc, Code::Char('\\')) => (Inside::Nothing, vec![]),
            (Inside::Name | Inside::NameEsc, _) => (Inside::Name, vec![]),
        };
        self.inside = inside;
        users
    }
}

const SHIFT: Modifiers = Modifiers::SHIFT;

/// A sign as crossterm reads it when it is typed.
fn typed(sign: char) -> Event {
    let modifiers = if sign.is_uppercase() { SHIFT } else { Modifiers::NONE };
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

    fn sorted(late: &mut Late, events: Vec<Event>, now: Instant) -> Vec<Event> {
        events.into_iter().flat_map(|event| late.take(event, now)).collect()
    }

    /// `ESC P > | kitty(1) ESC \` as crossterm reads it, whole and cut behind either ESC.
    fn names() -> [Vec<Event>; 3] {
        let (alt, esc) = (|c| key(Code::Char(c), Modifiers::ALT), key(Code::Esc, Modifiers::NONE));
        let whole = [vec![alt('P')], keys(">|kitty(1)"), vec![alt('\\')]].concat();
        let first = [vec![esc.clone()], keys("P>|kitty(1)"), vec![alt('\\')]].concat();
        let last = [vec![alt('P')], keys(">|kitty(1)"), vec![esc], keys("\\")].concat();
        [whole, first, last]
    }

    #[test]
    fn late_answers_are_no_keys() {
        let now = Instant::now();
        for name in names() {
            let mut late = Late::owed(now, b"");
            assert_eq!(sorted(&mut late, [keys("a"), name, keys("x")].concat(), now), keys("ax"));
        }
        let mut late = Late::owed(now, b"");
        let control = [vec![key(Code::Esc, Modifiers::NONE)], keys("[8;1$yq")].concat();
        assert_eq!(sorted(&mut late, control, now), keys("q"));
        // A colour, ended by BEL or by ESC \.
        let alt = |c| key(Code::Char(c), Modifiers::ALT);
        for end in [alt('\\'), key(Code::Char('g'), Modifiers::CONTROL)] {
            let mut late = Late::owed(now, b"");
            let color = [vec![alt(']')], keys("11;rgb:ffff/1234/0000"), vec![end], keys("q")].concat();
            assert_eq!(sorted(&mut late, color, now), keys("q"));
        }
        // The rest comes so late that the Esc has gone out.
        for (answer, end) in
            [("]11;rgb:ffff/1234/0000", Some(alt('\\'))), ("P>|kitty(1)", Some(alt('\\'))), ("[?62;1c", None)]
        {
            let mut late = Late::owed(now, b"");
            assert_eq!((late.take(key(Code::Esc, Modifiers::NONE), now), late.holds()), (vec![], true));
            assert_eq!((late.release(), late.holds()), (key(Code::Esc, Modifiers::NONE), false));
            let rest: Vec<Event> = keys(answer).into_iter().chain(end).chain(keys("q")).collect();
            assert_eq!(sorted(&mut late, rest, now), keys("q"), "{answer}");
        }
        let mut late = Late::owed(now, b"\x1b[8;");
        assert_eq!(sorted(&mut late, keys("1$yq"), now), keys("q"));
    }

    #[test]
    fn the_users_keys_are_kept() {
        let now = Instant::now();
        let esc = || key(Code::Esc, Modifiers::NONE);
        let mut late = Late::owed(now, b"");
        assert_eq!(late.take(esc(), now), []);
        assert!(late.holds());
        assert_eq!(late.release(), esc());
        // What may begin an answer is only late: a moment later it is a key, or with another at its heels.
        for sign in ['[', ']', 'P'] {
            assert_eq!((late.take(esc(), now), late.release()), (vec![], esc()));
            assert_eq!(late.take(typed(sign), now), []);
            assert!(late.holds());
            assert_eq!((late.release(), late.holds()), (typed(sign), false));
            assert_eq!((late.take(esc(), now), late.release()), (vec![], esc()));
            assert_eq!(
                sorted(&mut late, [vec![typed(sign)], keys("ab")].concat(), now),
                [vec![typed(sign)], keys("ab")].concat()
            );
            // Without an Esc before it, at once.
            assert_eq!(late.take(typed(sign), now), [typed(sign)]);
        }
        assert_eq!(late.take(esc(), now), []);
        assert_eq!(late.take(key(Code::Char('q'), Modifiers::NONE), now), [esc(), keys("q")[0].clone()]);
        // An answer that breaks off does not swallow what is typed a second later.
        assert_eq!(late.take(key(Code::Char('P'), Modifiers::ALT), now), []);
        assert_eq!(sorted(&mut late, keys("a"), now + PAUSE * 2), keys("a"));
        // Nothing is owed, or not any more.
        for mut late in [Late::default(), Late::owed(now, b"")] {
            let later = now + OWED * 2;
            for event in [esc(), key(Code::Char('P'), Modifiers::ALT)] {
                assert_eq!(late.take(event.clone(), later), [event]);
            }
        }
    }
}
