//! What a terminal sends: answers to questions, told apart from keys. No I/O.

use crossterm::event::{KeyCode as Code, KeyEvent, KeyModifiers as Modifiers};

use crate::view::Ground;

const ESC: u8 = 0x1B;
const BEL: u8 = 0x07;

/// One thing that the terminal sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// How mode 8 stands, as DECRPM numbers it: 0 not known, 1 set, 2 reset, 3 always set, 4 always reset.
    Order(u8),
    /// The terminal's name and version (XTVERSION).
    Name(String),
    /// The colour of its ground (OSC 11), as dark or light.
    Ground(Ground),
    /// Its primary attributes: the answer to the last question.
    Attributes,
    /// A key.
    Key(KeyEvent),
    /// An answer that nobody asked for, or a key without a name.
    Noise,
}

/// Takes the first piece off the bytes. `None` while it is not whole; at the end of waiting (`last`) what is not whole
/// is a key, or nothing.
pub(super) fn take(bytes: &mut Vec<u8>, last: bool) -> Option<Piece> {
    let (piece, length) = first(bytes, last)?;
    bytes.drain(..length.min(bytes.len()));
    Some(piece)
}

/// Are these bytes the beginning of an answer, and not of a key?
pub(super) fn is_answer(bytes: &[u8]) -> bool {
    matches!(bytes, [ESC, b'[' | b'P' | b']', ..])
}

fn first(bytes: &[u8], last: bool) -> Option<(Piece, usize)> {
    match bytes {
        [] => None,
        [ESC] if !last => None,
        [ESC] | [ESC, ESC, ..] => Some((key(Code::Esc), 1)),
        [ESC, b'[', rest @ ..] => match rest.iter().position(|byte| (0x40..=0x7E).contains(byte)) {
            Some(end) => Some((control(rest.get(..=end)?), end + 3)),
            None => last.then_some((Piece::Noise, bytes.len())),
        },
        [ESC, b'P' | b']' | b'_' | b'^' | b'X', ..] => string(bytes).or(last.then_some((Piece::Noise, bytes.len()))),
        [ESC, b'O', letter, ..] => Some((named(*letter, Modifiers::NONE), 3)),
        [ESC, b'O'] if !last => None,
        [ESC, rest @ ..] => {
            let (piece, length) = first(rest, last)?;
            let piece = match piece {
                Piece::Key(event) => Piece::Key(KeyEvent::new(event.code, event.modifiers | Modifiers::ALT)),
                other => other,
            };
            Some((piece, length + 1))
        }
        _ => character(bytes, last),
    }
}

/// `ESC P … ESC \`, `ESC ] … ESC \`; BEL ends them too.
fn string(bytes: &[u8]) -> Option<(Piece, usize)> {
    let end = bytes.iter().position(|byte| *byte == BEL).map(|at| (at, at + 1));
    let st = bytes.windows(2).skip(2).position(|pair| pair == [ESC, b'\\']).map(|at| (at + 2, at + 4));
    let (end, length) = [end, st].into_iter().flatten().min()?;
    let body = bytes.get(..end)?;
    if let Some(color) = body.strip_prefix(b"\x1b]11;") {
        return Some((ground(color).map_or(Piece::Noise, Piece::Ground), length));
    }
    let piece = body.strip_prefix(b"\x1bP>|").map_or(Piece::Noise, |name| {
        let name = String::from_utf8_lossy(name);
        Piece::Name(name.chars().filter(|c| !c.is_control()).take(64).collect())
    });
    Some((piece, length))
}

/// Dark or light, of an X11 colour such as `rgb:ffff/ffff/ffff` (also with fewer digits, or `rgba:`): by its brightness
/// as ITU-R BT.601 weighs it.
fn ground(color: &[u8]) -> Option<Ground> {
    let color = std::str::from_utf8(color).ok()?;
    let color = color.strip_prefix("rgb:").or_else(|| color.strip_prefix("rgba:"))?;
    let mut parts = color.split('/').map(|part| {
        let most = 16_u32.checked_pow(u32::try_from(part.len()).ok()?)?.checked_sub(1).filter(|most| *most > 0)?;
        u32::from_str_radix(part, 16).ok().map(|value| f64::from(value) / f64::from(most))
    });
    let [red, green, blue] = [parts.next()??, parts.next()??, parts.next()??];
    let bright = 0.299 * red + 0.587 * green + 0.114 * blue;
    Some(if bright > 0.5 { Ground::Light } else { Ground::Dark })
}

/// What stands behind `ESC [`, up to its last byte.
fn control(sequence: &[u8]) -> Piece {
    let Ok(sequence) = std::str::from_utf8(sequence) else { return Piece::Noise };
    let (Some(body), Some(letter)) = (sequence.get(..sequence.len() - 1), sequence.bytes().last()) else {
        return Piece::Noise;
    };
    match (letter, body.strip_prefix("8;").and_then(|rest| rest.strip_suffix('$'))) {
        (b'y', Some(state)) => return state.parse().map_or(Piece::Noise, Piece::Order),
        (b'c', _) if body.starts_with('?') => return Piece::Attributes,
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
                _ => return Piece::Noise,
            };
            Piece::Key(KeyEvent::new(code, modifiers))
        }
        (b'Z', _) => Piece::Key(KeyEvent::new(Code::BackTab, Modifiers::SHIFT)),
        (letter, _) if body.is_empty() || first == Some(1) => named(letter, modifiers),
        _ => Piece::Noise,
    }
}

/// The keys that end in a letter: `ESC [ A`, `ESC [ 1 ; 2 A`, `ESC O A`.
fn named(letter: u8, modifiers: Modifiers) -> Piece {
    let code = match letter {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'P'..=b'S' => Code::F(letter - b'P' + 1),
        _ => return Piece::Noise,
    };
    Piece::Key(KeyEvent::new(code, modifiers))
}

fn character(bytes: &[u8], last: bool) -> Option<(Piece, usize)> {
    let control = |letter: u8| Piece::Key(KeyEvent::new(Code::Char(char::from(letter)), Modifiers::CONTROL));
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
                    Some((Piece::Key(KeyEvent::new(Code::Char(c), modifiers)), c.len_utf8()))
                }
                // The beginning of a letter whose other bytes are on their way, or no text at all.
                None if chunk.invalid().len() == bytes.len() && bytes.len() < 4 && !last && byte >= 0xC2 => None,
                None => Some((Piece::Noise, chunk.invalid().len().max(1))),
            };
        }
    };
    Some((piece, 1))
}

fn key(code: Code) -> Piece {
    Piece::Key(KeyEvent::new(code, Modifiers::NONE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut bytes: Vec<u8>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while let Some(piece) = take(&mut bytes, true) {
            pieces.push(piece);
        }
        assert!(bytes.is_empty());
        pieces
    }

    fn char_key(c: char, modifiers: Modifiers) -> Piece {
        Piece::Key(KeyEvent::new(Code::Char(c), modifiers))
    }

    #[test]
    fn answers_and_keys_are_told_apart() {
        let sent = "a\x1b[8;2$yش\x1bP>|Konsole 22.12.3\x1b\\\x1b[A\x1b[1;5D\x1bOP\x1b[5~\x1b[?62;1;4cq";
        let expected = [
            char_key('a', Modifiers::NONE),
            Piece::Order(2),
            char_key('ش', Modifiers::NONE),
            Piece::Name("Konsole 22.12.3".to_owned()),
            key(Code::Up),
            Piece::Key(KeyEvent::new(Code::Left, Modifiers::CONTROL)),
            key(Code::F(1)),
            key(Code::PageUp),
            Piece::Attributes,
            char_key('q', Modifiers::NONE),
        ];
        assert_eq!(all(sent.into()), expected);
        // The same, whatever parts it comes in.
        let mut waiting = Vec::new();
        let mut pieces = Vec::new();
        for byte in sent.bytes() {
            waiting.push(byte);
            while let Some(piece) = take(&mut waiting, false) {
                pieces.push(piece);
            }
        }
        assert_eq!(pieces, expected);
    }

    #[test]
    fn keys_as_they_are_typed() {
        for (sent, expected) in [
            ("\x1a", char_key('z', Modifiers::CONTROL)),
            ("\r", key(Code::Enter)),
            ("\t", key(Code::Tab)),
            ("\x7f", key(Code::Backspace)),
            ("\x1b", key(Code::Esc)),
            ("\x1b[Z", Piece::Key(KeyEvent::new(Code::BackTab, Modifiers::SHIFT))),
            ("\x1b[3~", key(Code::Delete)),
            ("\x1b[H", key(Code::Home)),
            ("\x1b[24~", key(Code::F(12))),
            ("K", char_key('K', Modifiers::SHIFT)),
            ("\x1bx", char_key('x', Modifiers::ALT)),
            ("\x1b[8;300$y", Piece::Noise),
            ("\x1b[>0;10;1c", Piece::Noise),
            ("\x1b]11;rgb:0/0/0\x07", Piece::Ground(Ground::Dark)),
            ("\x1b]11;rgb:ffff/ffff/dddd\x1b\\", Piece::Ground(Ground::Light)),
            ("\x1b]11;rgba:ff/fa/e0/ff\x07", Piece::Ground(Ground::Light)),
            ("\x1b]11;rgb:\x07", Piece::Noise),
            ("\x1b]11;rgb:fffffffff/0/0\x07", Piece::Noise),
            ("\x1b]52;c;?\x07", Piece::Noise),
            ("\x1bP>|unfinished", Piece::Noise),
            ("\x1b[8;1", Piece::Noise),
        ] {
            assert_eq!(all(sent.into()), [expected], "{sent:?}");
        }
    }

    #[test]
    fn any_bytes_come_to_an_end() {
        for seed in 0..2000_u32 {
            let bytes: Vec<u8> = (0..24_u32)
                .map(|step| {
                    let mixed = (seed * 24 + step).wrapping_mul(2_654_435_761) >> 24;
                    let choice = [0x1B, b'[', b'P', b'8', b';', b'$', b'y', b'c', b'?', 0xD8, 0xB4, 0xFF];
                    choice[mixed as usize % choice.len()]
                })
                .collect();
            all(bytes);
        }
    }
}
