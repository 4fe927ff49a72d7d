//! A line that is being typed, in any script: grapheme clusters, and a caret between them.

use crate::page::{BaseDirection, Line, Page, PageOptions};
use crate::text::{Text, ceil_grapheme, floor_grapheme, next_grapheme, previous_grapheme};

use crate::workbench::key::{Key, KeyCode};

/// The largest number of clusters in a line.
const LONGEST: usize = 500;
/// The width in cells of the page that lays a line out: such a line never wraps.
const WIDTH: u16 = u16::MAX / 2;

/// A line of text with a caret. The caret is on a cluster, or after the last one; letters are typed before it.
///
/// ```
/// use tawsim::page::BaseDirection;
/// use tawsim::workbench::InputLine;
/// let mut line = InputLine::new(BaseDirection::Rtl);
/// line.insert("سلام");
/// line.key("Right".parse().unwrap()); // back, in a right-to-left line
/// line.key("Backspace".parse().unwrap());
/// assert_eq!((line.text(), line.caret()), ("سلم", 4));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputLine {
    text: String,
    /// A byte offset, always on a cluster edge.
    caret: usize,
    /// The base direction while there is no letter in the line.
    empty: BaseDirection,
}

impl InputLine {
    /// An empty line. Its base direction is `empty` until there is a letter in it, and then that of its letters.
    #[must_use]
    pub const fn new(empty: BaseDirection) -> Self {
        Self { text: String::new(), caret: 0, empty }
    }

    /// The text that was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte at which the caret's cluster begins.
    #[must_use]
    pub const fn caret(&self) -> usize {
        self.caret
    }

    /// The line's cells in visual order. Lam and alef are apart where the caret is between them. A caret after the
    /// last cluster has no cell: it is left of a right-to-left line, right of any other.
    #[must_use]
    pub fn shown(&self) -> Line {
        self.laid_out(&[self.caret])
    }

    fn laid_out(&self, splits: &[usize]) -> Line {
        let undecided = !self.text.chars().any(char::is_alphabetic);
        let base = if undecided { self.empty } else { BaseDirection::Auto };
        Page::new(&Text::new(self.text.clone()), PageOptions { base, ..PageOptions::default() }, WIDTH).line(0, splits)
    }

    /// All positions of the caret, from left to right.
    fn stops(&self) -> Vec<usize> {
        let mut edges = vec![0];
        while let Some(last) = edges.last().copied().filter(|last| *last < self.text.len()) {
            edges.push(next_grapheme(&self.text, last));
        }
        let line = self.laid_out(&edges);
        let mut stops: Vec<usize> = line.cells.iter().map(|cell| cell.range.start).collect();
        stops.insert(if line.rtl { 0 } else { stops.len() }, self.text.len());
        stops
    }

    /// Types words before the caret. White space of any kind becomes a space; line ends at the end and control
    /// characters are dropped.
    pub fn insert(&mut self, words: &str) {
        let words = words.trim_end_matches(['\n', '\r']).replace("\r\n", "\n");
        let words: String =
            words.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()).collect();
        let room = LONGEST.saturating_sub(clusters(&self.text));
        let mut end = 0;
        for _ in 0..room {
            end = next_grapheme(&words, end);
        }
        self.splice(self.caret..self.caret, until(&words, end));
        // A diacritic makes one cluster with the letter before it: the caret moves to the cluster's edge.
        self.caret = ceil_grapheme(&self.text, self.caret);
    }

    /// Replaces the whole text; the caret goes to its end.
    pub(in crate::workbench) fn set(&mut self, words: &str) {
        words.clone_into(&mut self.text);
        self.caret = self.text.len();
    }

    fn splice(&mut self, range: std::ops::Range<usize>, words: &str) {
        let start = range.start;
        // Both edges are cluster edges.
        self.text.replace_range(range, words);
        self.caret = start + words.len();
    }

    fn erase(&mut self, range: std::ops::Range<usize>) {
        self.splice(range, "");
        self.caret = floor_grapheme(&self.text, self.caret);
    }

    /// Handles a key. Returns false if the line has no use for it.
    pub fn key(&mut self, key: Key) -> bool {
        let (caret, end) = (self.caret, self.text.len());
        match key.code {
            KeyCode::Char(c) if !key.ctrl && !key.alt => self.insert(c.encode_utf8(&mut [0; 4])),
            KeyCode::Char(_) if key.ctrl && !key.alt => match key.latin().code {
                KeyCode::Char('w') => self.erase(self.word_before()..caret),
                KeyCode::Char('u') => self.erase(0..caret),
                // Some terminals send this for Backspace.
                KeyCode::Char('h') => self.erase(previous_grapheme(&self.text, caret)..caret),
                _ => return false,
            },
            KeyCode::Backspace => self.erase(previous_grapheme(&self.text, caret)..caret),
            KeyCode::Delete => self.erase(caret..next_grapheme(&self.text, caret)),
            KeyCode::Home => self.caret = 0,
            KeyCode::End => self.caret = end,
            KeyCode::Left => self.step(|at| at.checked_sub(1)),
            KeyCode::Right => self.step(|at| Some(at + 1)),
            _ => return false,
        }
        true
    }

    fn step(&mut self, to: impl Fn(usize) -> Option<usize>) {
        let stops = self.stops();
        let next = stops.iter().position(|stop| *stop == self.caret).and_then(to);
        if let Some(stop) = next.and_then(|index| stops.get(index)) {
            self.caret = *stop;
        }
    }

    /// The byte at which the word before the caret begins; white space between them belongs to it.
    fn word_before(&self) -> usize {
        let before = until(&self.text, self.caret).trim_end();
        let start = before.rfind(char::is_whitespace).map_or(0, |space| ceil_grapheme(before, space + 1));
        floor_grapheme(&self.text, start)
    }
}

/// The text before a cluster edge.
fn until(text: &str, edge: usize) -> &str {
    debug_assert!(text.is_char_boundary(edge), "{edge} is no edge in {text:?}");
    text.get(..edge).unwrap_or_default()
}

fn clusters(text: &str) -> usize {
    let (mut at, mut count) = (0, 0);
    while at < text.len() {
        at = next_grapheme(text, at);
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(text: &str, keys: &str) -> InputLine {
        let mut line = InputLine::new(BaseDirection::Rtl);
        line.insert(text);
        for key in keys.split_whitespace() {
            assert!(line.key(key.parse().unwrap()), "{key}");
        }
        line
    }

    /// The text with the caret in it.
    fn shown(line: &InputLine) -> String {
        let (before, behind) = line.text().split_at(line.caret());
        format!("{before}|{behind}")
    }

    #[test]
    fn keys_edit_the_line() {
        for (text, keys, expected) in [
            ("سلام", "", "سلام|"),
            ("سلام", "Right Right", "سل|ام"),
            ("سلام", "Left", "سلام|"),
            ("سلام", "Home", "|سلام"),
            ("سلام", "Home Right", "|سلام"),
            ("سلام", "Home Left ء", "سء|لام"),
            ("abc", "Left Left Backspace", "|bc"),
            ("قال نعم", "Ctrl-w", "قال |"),
            ("قال نعم ", "Ctrl-w Ctrl-w", "|"),
            ("قال نعم", "Right Ctrl-u", "|م"),
            ("سَلام", "Home Delete", "|لام"),
            ("سَلام", "Home Left Left Backspace Backspace", "|ام"),
            // The digits run from left to right inside the line.
            ("نحو 25 يوما", "Home Left Left Left Left", "نحو 2|5 يوما"),
            ("", "Backspace Delete Left Right Home End Ctrl-w Ctrl-u", "|"),
        ] {
            assert_eq!(shown(&typed(text, keys)), expected, "{text} {keys}");
        }
    }

    #[test]
    fn pasted_text_stays_one_line() {
        assert_eq!(typed("باراك\r\nأوباما\n", "").text(), "باراك أوباما");
        assert_eq!(typed("a\u{1b}[2J\tb\u{2028}c\u{85}d", "").text(), "a[2J b c d");
        assert_eq!(clusters(typed(&"لا".repeat(4000), "").text()), LONGEST);
    }

    #[test]
    fn the_caret_separates_lam_and_alef() {
        let cells = |line: &InputLine| line.shown().cells.len();
        assert_eq!((cells(&typed("لا", "")), cells(&typed("لا", "Right"))), (1, 2));
    }

    proptest! {
        #[test]
        fn the_caret_is_only_on_cluster_edges(
            steps in prop::collection::vec((0..11_usize, "[اللا سم1a😀🇸\u{64E}\u{200D}(]{0,4}"), 0..40),
        ) {
            let mut line = InputLine::new(BaseDirection::Rtl);
            for (step, words) in steps {
                let names =
                    ["Left", "Right", "Home", "End", "Backspace", "Delete", "Ctrl-w", "Ctrl-u", "Left", "Right"];
                match names.get(step) {
                    Some(name) => { line.key(name.parse().unwrap()); }
                    None => line.insert(&words),
                }
                let text = line.text().to_owned();
                prop_assert_eq!(floor_grapheme(&text, line.caret()), line.caret());
                let stops = line.stops();
                let mut sorted = stops.clone();
                sorted.sort_unstable();
                sorted.dedup();
                prop_assert_eq!(sorted.len(), clusters(&text) + 1, "every place once: {:?} {:?}", text, stops);
                prop_assert!(stops.contains(&line.caret()));
                // A step to a side and back.
                if stops.first() != Some(&line.caret()) {
                    let mut there = line.clone();
                    there.key("Left".parse().unwrap());
                    prop_assert_ne!(there.caret(), line.caret());
                    there.key("Right".parse().unwrap());
                    prop_assert_eq!(there.caret(), line.caret());
                }
            }
        }
    }
}
