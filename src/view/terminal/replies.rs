//! Parses the bytes that a terminal sends, and tells replies from keys. No I/O.

use crossterm::event::{KeyCode as Code, KeyEvent, KeyModifiers as Modifiers};

use crate::view::theme::Background;

const ESC: u8 = 0x1B;
const BEL: u8 = 0x07;

/// One reply or key that the terminal sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Received {
    /// The state of mode 8 as DECRPM numbers it: 0 mode not known, 1 set, 2 reset, 3 always set, 4 always reset.
    BidiMode(u8),
    /// The terminal's name and version (XTVERSION).
    Name(String),
    /// The background colour (OSC 11), as dark or light.
    Background(Background),
    /// The primary attributes (DA1): the reply to the last question.
    Attributes,
    /// A key.
    Key(KeyEvent),
    /// A reply that was not asked for, or a key that the workbench does not know.
    Unknown,
}

/// States that more bytes can arrive after these, or that none will.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum More {
    /// More bytes may come: an incomplete reply or key stays where it is.
    Expected,
    /// Waiting is over: incomplete bytes are a key, or [`Received::Unknown`].
    Over,
}

/// Removes the first reply or key from `bytes` and returns it; `None` if it is not complete yet.
pub(super) fn take_received(bytes: &mut Vec<u8>, more: More) -> Option<Received> {
    let (received, length) = parse_first(bytes, more)?;
    bytes.drain(..length.min(bytes.len()));
    Some(received)
}

/// Returns true if the bytes begin a reply, and not a key.
pub(super) fn begins_reply(bytes: &[u8]) -> bool {
    matches!(bytes, [ESC, b'[' | b'P' | b']', ..])
}

/// Parses the first reply or key; returns it with its length in bytes.
fn parse_first(bytes: &[u8], more: More) -> Option<(Received, usize)> {
    match bytes {
        [] => None,
        [ESC] if more == More::Expected => None,
        [ESC] | [ESC, ESC, ..] => Some((key(Code::Esc), 1)),
        [ESC, b'[', rest @ ..] => match rest.iter().position(|byte| (0x40..=0x7E).contains(byte)) {
            Some(end) => Some((parse_control_sequence(rest.get(..=end)?), end + 3)),
            None => (more == More::Over).then_some((Received::Unknown, bytes.len())),
        },
        [ESC, b'P' | b']' | b'_' | b'^' | b'X', ..] => {
            parse_string(bytes).or((more == More::Over).then_some((Received::Unknown, bytes.len())))
        }
        [ESC, b'O', letter, ..] => Some((key_of_letter(*letter, Modifiers::NONE), 3)),
        [ESC, b'O'] if more == More::Expected => None,
        [ESC, rest @ ..] => {
            let (received, length) = parse_first(rest, more)?;
            let received = match received {
                Received::Key(event) => Received::Key(KeyEvent::new(event.code, event.modifiers | Modifiers::ALT)),
                other => other,
            };
            Some((received, length + 1))
        }
        _ => parse_character(bytes, more),
    }
}

/// Parses `ESC P … ESC \` or `ESC ] … ESC \`. BEL may end it instead of `ESC \`.
fn parse_string(bytes: &[u8]) -> Option<(Received, usize)> {
    let end = bytes.iter().position(|byte| *byte == BEL).map(|at| (at, at + 1));
    let st = bytes.windows(2).skip(2).position(|pair| pair == [ESC, b'\\']).map(|at| (at + 2, at + 4));
    let (end, length) = [end, st].into_iter().flatten().min()?;
    let body = bytes.get(..end)?;
    if let Some(color) = body.strip_prefix(b"\x1b]11;") {
        return Some((background_of(color).map_or(Received::Unknown, Received::Background), length));
    }
    let piece = body.strip_prefix(b"\x1bP>|").map_or(Received::Unknown, |name| {
        let name = String::from_utf8_lossy(name);
        Received::Name(name.chars().filter(|c| !c.is_control()).take(64).collect())
    });
    Some((piece, length))
}

/// Returns whether an X11 colour such as `rgb:ffff/ffff/ffff` is dark or light. The colour may have fewer digits, or begin
/// with `rgba:`. Its brightness is weighted as in ITU-R BT.601.
fn background_of(color: &[u8]) -> Option<Background> {
    let color = std::str::from_utf8(color).ok()?;
    let color = color.strip_prefix("rgb:").or_else(|| color.strip_prefix("rgba:"))?;
    let mut parts = color.split('/').map(|part| {
        let most = 16_u32.checked_pow(u32::try_from(part.len()).ok()?)?.checked_sub(1).filter(|most| *most > 0)?;
        u32::from_str_radix(part, 16).ok().map(|value| f64::from(value) / f64::from(most))
    });
    let [red, green, blue] = [parts.next()??, parts.next()??, parts.next()??];
    let bright = 0.299 * red + 0.587 * green + 0.114 * blue;
    Some(if bright > 0.5 { Background::Light } else { Background::Dark })
}

/// Parses a control sequence: the bytes after `ESC [`, with its last byte.
fn parse_control_sequence(sequence: &[u8]) -> Received {
    let Ok(sequence) = std::str::from_utf8(sequence) else { return Received::Unknown };
    let (Some(body), Some(letter)) = (sequence.get(..sequence.len() - 1), sequence.bytes().last()) else {
        return Received::Unknown;
    };
    match (letter, body.strip_prefix("8;").and_then(|rest| rest.strip_suffix('$'))) {
        (b'y', Some(state)) => return state.parse().map_or(Received::Unknown, Received::BidiMode),
        (b'c', _) if body.starts_with('?') => return Received::Attributes,
        _ => {}
    }
    let mut numbers = body.split(';').map(str::parse::<u8>);
    let (first, second) = (numbers.next().and_then(Result::ok), numbers.next());
    // xterm counts modifiers from 1: Shift 1, Alt 2, Ctrl 4.
    let mask = second.and_then(Result::ok).unwrap_or(1).saturating_sub(1);
    let mut modifiers = Modifiers::NONE;
    for (bit, modifier) in [(1, Modifiers::SHIFT), (2, Modifiers::ALT), (4, Modifiers::CONTROL)] {
        if mask & bit != 0 {
            modifiers |= modifier;
        }
    }
    match (letter, first) {
        (b'~', Some(number)) => {
            let code = match number {
                1 | 7 => Code::Home,
                3 => Code::Delete,
                4 | 8 => Code::End,
                5 => Code::PageUp,
                6 => Code::PageDown,
                11..=15 => Code::F(number - 10),
                17..=21 => Code::F(number - 11),
                23 | 24 => Code::F(number - 12),
                _ => return Received::Unknown,
            };
            Received::Key(KeyEvent::new(code, modifiers))
        }
        (b'Z', _) => Received::Key(KeyEvent::new(Code::BackTab, Modifiers::SHIFT)),
        (letter, _) if body.is_empty() || first == Some(1) => key_of_letter(letter, modifiers),
        _ => Received::Unknown,
    }
}

/// Returns the key of a sequence that ends in a letter: `ESC [ A`, `ESC [ 1 ; 2 A`, `ESC O A`.
fn key_of_letter(letter: u8, modifiers: Modifiers) -> Received {
    let code = match letter {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'P'..=b'S' => Code::F(letter - b'P' + 1),
        _ => return Received::Unknown,
    };
    Received::Key(KeyEvent::new(code, modifiers))
}

/// Parses a key that is a single control byte or a character in UTF-8.
fn parse_character(bytes: &[u8], more: More) -> Option<(Received, usize)> {
    let control = |letter: u8| Received::Key(KeyEvent::new(Code::Char(char::from(letter)), Modifiers::CONTROL));
    let byte = *bytes.first()?;
    let piece = match byte {
        b'\r' => key(Code::Enter),
        b'\t' => key(Code::Tab),
        0x7F => key(Code::Backspace),
        0 => control(b' '),
        1..=0x1A => control(byte + b'a' - 1),
        0x1C..=0x1F => control(byte - 0x1C + b'4'),
        _ => {
            let head = bytes.get(..bytes.len().min(4))?;
            let chunk = head.utf8_chunks().next()?;
            return match chunk.valid().chars().next() {
                Some(c) => {
                    let modifiers = if c.is_uppercase() { Modifiers::SHIFT } else { Modifiers::NONE };
                    Some((Received::Key(KeyEvent::new(Code::Char(c), modifiers)), c.len_utf8()))
                }
                // The beginning of a letter whose other bytes have not arrived, or no text at all.
                None if chunk.invalid().len() == bytes.len()
                    && bytes.len() < 4
                    && more == More::Expected
                    && byte >= 0xC2 =>
                {
                    None
                }
                None => Some((Received::Unknown, chunk.invalid().len().max(1))),
            };
        }
    };
    Some((piece, 1))
}

fn key(code: Code) -> Received {
    Received::Key(KeyEvent::new(code, Modifiers::NONE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_all(mut bytes: Vec<u8>) -> Vec<Received> {
        let mut all_received = Vec::new();
        while let Some(received) = take_received(&mut bytes, More::Over) {
            all_received.push(received);
        }
        assert!(bytes.is_empty());
        all_received
    }

    fn char_key(c: char, modifiers: Modifiers) -> Received {
        Received::Key(KeyEvent::new(Code::Char(c), modifiers))
    }

    #[test]
    fn replies_and_keys_are_separated() {
        let sent = "a\x1b[8;2$yش\x1bP>|Konsole 22.12.3\x1b\\\x1b[A\x1b[1;5D\x1bOP\x1b[5~\x1b[?62;1;4cq";
        let expected = [
            char_key('a', Modifiers::NONE),
            Received::BidiMode(2),
            char_key('ش', Modifiers::NONE),
            Received::Name("Konsole 22.12.3".to_owned()),
            key(Code::Up),
            Received::Key(KeyEvent::new(Code::Left, Modifiers::CONTROL)),
            key(Code::F(1)),
            key(Code::PageUp),
            Received::Attributes,
            char_key('q', Modifiers::NONE),
        ];
        assert_eq!(parse_all(sent.into()), expected);
        // The same when it comes byte by byte.
        let mut waiting = Vec::new();
        let mut all_received = Vec::new();
        for byte in sent.bytes() {
            waiting.push(byte);
            while let Some(received) = take_received(&mut waiting, More::Expected) {
                all_received.push(received);
            }
        }
        assert_eq!(all_received, expected);
    }

    #[test]
    fn keys_are_parsed() {
        for (sent, expected) in [
            ("\x1a", char_key('z', Modifiers::CONTROL)),
            ("\r", key(Code::Enter)),
            ("\t", key(Code::Tab)),
            ("\x7f", key(Code::Backspace)),
            ("\x1b", key(Code::Esc)),
            ("\x1b[Z", Received::Key(KeyEvent::new(Code::BackTab, Modifiers::SHIFT))),
            ("\x1b[3~", key(Code::Delete)),
            ("\x1b[H", key(Code::Home)),
            ("\x1b[24~", key(Code::F(12))),
            ("K", char_key('K', Modifiers::SHIFT)),
            ("\x1bx", char_key('x', Modifiers::ALT)),
            ("\x1b[8;300$y", Received::Unknown),
            ("\x1b[>0;10;1c", Received::Unknown),
            ("\x1b]11;rgb:0/0/0\x07", Received::Background(Background::Dark)),
            ("\x1b]11;rgb:ffff/ffff/dddd\x1b\\", Received::Background(Background::Light)),
            ("\x1b]11;rgba:ff/fa/e0/ff\x07", Received::Background(Background::Light)),
            ("\x1b]11;rgb:\x07", Received::Unknown),
            ("\x1b]11;rgb:fffffffff/0/0\x07", Received::Unknown),
            ("\x1b]52;c;?\x07", Received::Unknown),
            ("\x1bP>|unfinished", Received::Unknown),
            ("\x1b[8;1", Received::Unknown),
        ] {
            assert_eq!(parse_all(sent.into()), [expected], "{sent:?}");
        }
    }

    #[test]
    fn parsing_of_any_bytes_ends() {
        for seed in 0..2000_u32 {
            let bytes: Vec<u8> = (0..24_u32)
                .map(|step| {
                    let mixed = (seed * 24 + step).wrapping_mul(2_654_435_761) >> 24;
                    let choice = [0x1B, b'[', b'P', b'8', b';', b'$', b'y', b'c', b'?', 0xD8, 0xB4, 0xFF];
                    choice[mixed as usize % choice.len()]
                })
                .collect();
            parse_all(bytes);
        }
    }
}
