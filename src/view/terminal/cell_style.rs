//! The style of a cell, and the codes that change one style into another (SGR of ECMA-48, with the colours of `xterm`).

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The style of a cell: its colours and attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellStyle {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

pub(super) const PLAIN: CellStyle = CellStyle { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

impl CellStyle {
    pub(super) const fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// The codes of SGR that change another style into this one, as differences or from the beginning, whichever is shorter.
    pub(super) fn codes_after(self, before: Self) -> String {
        let mut changes = attribute_changes(before.modifier, self.modifier);
        push_color(&mut changes, before.fg, self.fg, ColorPlace::Foreground);
        push_color(&mut changes, before.bg, self.bg, ColorPlace::Background);
        let mut anew = Vec::new();
        if self != PLAIN {
            anew.push("0".to_owned());
            anew.extend(attribute_changes(Modifier::empty(), self.modifier));
            push_color(&mut anew, Color::Reset, self.fg, ColorPlace::Foreground);
            push_color(&mut anew, Color::Reset, self.bg, ColorPlace::Background);
        }
        let [changes, anew] = [changes, anew].map(|codes| codes.join(";"));
        if anew.len() < changes.len() || changes.is_empty() { anew } else { changes }
    }
}

/// What a colour is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColorPlace {
    Foreground,
    Background,
}

/// The attributes, with the codes that turn them on and off. Bold and dim are turned off together.
const ATTRIBUTES: [(Modifier, &str, &str); 9] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::SLOW_BLINK, "5", "25"),
    (Modifier::RAPID_BLINK, "6", "25"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::HIDDEN, "8", "28"),
    (Modifier::CROSSED_OUT, "9", "29"),
];

/// The codes that turn attributes off and on.
fn attribute_changes(mut from: Modifier, to: Modifier) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    // Some terminals are bold or dim, and not both: the last one counts. So both are set anew, in order.
    let weight = Modifier::BOLD | Modifier::DIM;
    if from.intersects(weight) && from.intersection(weight) != to.intersection(weight) {
        from.remove(weight);
        codes.push("22".to_owned());
    }
    for (attribute, _, off) in ATTRIBUTES {
        if from.contains(attribute) && !to.contains(attribute) {
            // What the same code also turns off is turned on again below.
            ATTRIBUTES.iter().filter(|(_, _, other)| *other == off).for_each(|(other, ..)| from.remove(*other));
            codes.push(off.to_owned());
        }
    }
    let on = ATTRIBUTES.iter().filter(|(attribute, ..)| to.contains(*attribute) && !from.contains(*attribute));
    codes.extend(on.map(|(_, on, _)| (*on).to_owned()));
    codes
}

/// Adds the code of a colour if it changes. The codes are those that crossterm sends.
fn push_color(codes: &mut Vec<String>, from: Color, to: Color, ground: ColorPlace) {
    if from == to {
        return;
    }
    let base = if ground == ColorPlace::Foreground { 30 } else { 40 };
    let indexed = |index: u8| format!("{};5;{index}", base + 8);
    codes.push(match to {
        Color::Reset => (base + 9).to_string(),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", base + 8),
        Color::Indexed(index) => indexed(index),
        Color::Black => indexed(0),
        Color::Red => indexed(1),
        Color::Green => indexed(2),
        Color::Yellow => indexed(3),
        Color::Blue => indexed(4),
        Color::Magenta => indexed(5),
        Color::Cyan => indexed(6),
        Color::Gray => indexed(7),
        Color::DarkGray => indexed(8),
        Color::LightRed => indexed(9),
        Color::LightGreen => indexed(10),
        Color::LightYellow => indexed(11),
        Color::LightBlue => indexed(12),
        Color::LightMagenta => indexed(13),
        Color::LightCyan => indexed(14),
        Color::White => indexed(15),
    });
}
