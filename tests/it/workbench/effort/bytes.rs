//! The bytes that each key sends to the terminal: over ssh, they count.

use std::sync::Arc;

use tawsim::gold::{Article, LabelSet};
use tawsim::view::terminal::Canvas;
use tawsim::view::{Depth, Theme, draw};
use tawsim::workbench::{Action, Document, Model, Settings, update};

use super::player::Suggested;

/// The bytes of one frame by what they are for.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Sent {
    moves: usize,
    styles: usize,
    erased: usize,
    synchronised: usize,
    letters: usize,
}

impl Sent {
    fn all(self) -> usize {
        self.moves + self.styles + self.erased + self.synchronised + self.letters
    }

    /// Counts the bytes of a frame. An escape sequence ends with a letter.
    fn of(bytes: &[u8]) -> Self {
        let mut sent = Self::default();
        let mut rest = bytes;
        while let Some(first) = rest.first() {
            let len = match first {
                0x1B => rest.iter().skip(2).position(u8::is_ascii_alphabetic).map_or(rest.len(), |at| at + 3),
                _ => rest.iter().position(|byte| *byte == 0x1B).unwrap_or(rest.len()),
            };
            let (sequence, behind) = rest.split_at(len);
            match (first, sequence.last()) {
                (0x1B, Some(b'm')) => sent.styles += len,
                (0x1B, Some(b'K' | b'X')) => sent.erased += len,
                (0x1B, Some(b'h' | b'l')) => sent.synchronised += len,
                (0x1B, _) => sent.moves += len,
                _ => sent.letters += len,
            }
            rest = behind;
        }
        sent
    }
}

/// The bytes of each key, in order, at 120 columns and 40 rows with 256 colours. The first frame is not among them.
pub(super) fn sent(article: Article, suggested: &Suggested, keys: &[String]) -> Vec<Sent> {
    let size = (120, 40);
    let documents = vec![Document::new(Arc::new(article), None)];
    let settings = Settings { annotator: Some("reference".to_owned()), ..Settings::default() };
    let mut model = Model::new(settings, documents, Vec::new(), size).unwrap();
    suggested.give(&mut model);
    let mut canvas = Canvas::new(size.0, size.1, Vec::new());
    let theme = Theme::new(Depth::Indexed, LabelSet::default());
    canvas.draw(|buffer| draw(&model, &theme, buffer)).unwrap();
    let mut sent = Vec::new();
    for key in keys {
        let before = canvas.out().len();
        update(&mut model, Action::Key(key.parse().unwrap()));
        canvas.draw(|buffer| draw(&model, &theme, buffer)).unwrap();
        sent.push(Sent::of(&canvas.out()[before..]));
    }
    sent
}

/// The median number of bytes, and what all bytes were for.
pub(super) fn summary(sent: &[Sent]) -> (usize, String) {
    let mut sizes: Vec<usize> = sent.iter().map(|one| one.all()).collect();
    sizes.sort_unstable();
    let share = |hundredths: usize| sizes[(sizes.len() - 1) * hundredths / 100];
    let sum = |part: fn(&Sent) -> usize| sent.iter().map(part).sum::<usize>() / sent.len();
    let (moves, styles, erased) = (sum(|one| one.moves), sum(|one| one.styles), sum(|one| one.erased));
    let (synchronised, letters) = (sum(|one| one.synchronised), sum(|one| one.letters));
    let summary = format!(
        "bytes a key: median {}, 90th percentile {}, 99th {}, most {}; mean of moves {moves}, styles {styles}, erasing {erased}, \
         synchronised updates {synchronised}, letters {letters}",
        share(50),
        share(90),
        share(99),
        share(100),
    );
    (share(50), summary)
}
