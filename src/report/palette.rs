//! The labels of a report: a number and a colour for each.

use std::fmt::Write as _;

use crate::gold::LabelSet;

/// The most labels with a number of their own. Further ones share the last number.
const MOST: usize = 200;

/// Colours for labels outside of the label set: the set of Okabe and Ito.
const COLORS: [[u8; 3]; 4] = [[0xD5, 0x5E, 0x00], [0x00, 0x72, 0xB2], [0xCC, 0x79, 0xA7], [0x00, 0x9E, 0x73]];

/// The labels in the order of their numbers. A label gets its number when it is first used.
#[derive(Debug, Clone)]
pub(super) struct Palette {
    names: Vec<String>,
    colors: Vec<[u8; 3]>,
}

impl Palette {
    pub(super) fn new(labels: &LabelSet) -> Self {
        let names = labels.iter().map(|def| def.label.to_string()).take(MOST).collect();
        Self { names, colors: labels.iter().map(|def| def.color).take(MOST).collect() }
    }

    /// The number of a label.
    pub(super) fn number(&mut self, label: &str) -> usize {
        if let Some(at) = self.names.iter().position(|name| name == label) {
            return at;
        }
        if self.names.len() >= MOST {
            return MOST - 1;
        }
        self.colors.push(COLORS.get(self.names.len() % COLORS.len()).copied().unwrap_or_default());
        self.names.push(label.to_owned());
        self.names.len() - 1
    }

    /// The labels with their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        self.names.iter().map(String::as_str).enumerate()
    }

    /// The rules of the style sheet. Only the tint and the line have the colour; the letters keep that of the text, so their
    /// contrast does not depend on it.
    pub(super) fn css(&self) -> String {
        let mut css = String::new();
        for (at, [r, g, b]) in self.colors.iter().enumerate() {
            // Writing to a string cannot fail.
            let _ = write!(css, ".c{at}{{--edge:rgb({r} {g} {b});--tint:rgb({r} {g} {b}/.25)}}");
        }
        css
    }
}
