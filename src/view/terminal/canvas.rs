//! Sends frames: the cells that differ from the last frame, in one write.

use std::io::{self, Write};
use std::mem;

use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame_bytes::write_changes;

/// The cells that the terminal shows, and those of the next frame.
///
/// It uses ratatui's buffers and diff, but not ratatui's `Terminal`: that type hides the cursor and flushes in every
/// frame, also in the middle of it, and so sends bytes even if nothing has changed.
///
/// ```
/// use tawsim::view::terminal::Canvas;
/// let mut canvas = Canvas::new(3, 1, Vec::new());
/// for _ in 0..2 {
///     canvas.draw(|buffer| { buffer[(1, 0)].set_symbol("ع"); })?;
/// }
/// assert_eq!(String::from_utf8_lossy(canvas.out()).matches('ع').count(), 1);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Canvas<W> {
    shown: Buffer,
    next: Buffer,
    /// The bytes of a frame. The buffer is kept so that it need not grow again.
    bytes: Vec<u8>,
    out: W,
}

impl<W: Write> Canvas<W> {
    /// Returns the canvas of an empty terminal with this size.
    pub fn new(columns: u16, rows: u16, out: W) -> Self {
        let empty = Buffer::empty(Rect::new(0, 0, columns, rows));
        Self { shown: empty.clone(), next: empty, bytes: Vec::new(), out }
    }

    /// Returns the number of columns and rows.
    pub const fn size(&self) -> (u16, u16) {
        (self.shown.area.width, self.shown.area.height)
    }

    /// Returns the writer that the frames go to.
    pub const fn out(&self) -> &W {
        &self.out
    }

    /// Draws the next frame on an empty buffer, and sends the cells that differ from the last frame, in one write inside a
    /// synchronised update. If no cell differs, nothing is sent.
    ///
    /// # Errors
    /// If the frame cannot be written.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Buffer)) -> io::Result<()> {
        self.next.reset();
        paint(&mut self.next);
        if self.shown.diff_iter(&self.next).next().is_none() {
            return Ok(());
        }
        self.bytes.clear();
        queue!(self.bytes, BeginSynchronizedUpdate)?;
        write_changes(&self.shown, &self.next, &mut self.bytes);
        queue!(self.bytes, EndSynchronizedUpdate)?;
        mem::swap(&mut self.shown, &mut self.next);
        self.out.write_all(&self.bytes)?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::num::NonZero;
    use std::sync::Arc;

    use crate::gold::{Article, Body, Extra, Label, LabelSet, Suggestion};
    use crate::text::Text;
    use crate::view::{self, Depth, Theme};
    use crate::workbench::{Action, Document, Model, Settings, update};

    /// Keeps each write by itself, and counts the flushes.
    #[derive(Default)]
    struct Writes(Vec<String>, usize);

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(String::from_utf8(bytes.to_vec()).unwrap());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            self.1 += 1;
            Ok(())
        }
    }

    /// Returns a workbench with a page of text. Every third word of it is suggested.
    fn model() -> Model {
        let text = Text::new("قال الوزير سامي إن المفاوضات في باماكو ستستأنف غدا. ".repeat(200));
        let body = |index: usize| Body::Entity { span: text.words()[index * 3], label: Label::new("PER") };
        let suggestions = (0..300).map(|index| Suggestion::new(&text, "m@1", 0.5, body(index))).collect();
        let article = Article { id: "a".to_owned(), text: text.clone(), meta: Extra::new(), suggestions };
        let documents = vec![Document::new(Arc::new(article), None)];
        let mut model = Model::new(Settings::default(), documents, Vec::new(), (200, 60)).unwrap();
        let (suggestions, alternatives, read) = (Vec::new(), Vec::new(), Some(0..text.len()));
        update(&mut model, Action::Suggested { index: 0, suggestions, alternatives, read });
        model
    }

    #[test]
    fn a_frame_is_one_write_of_what_changed() {
        let mut model = model();
        let theme = Theme::new(Depth::True, LabelSet::default());
        let mut canvas = Canvas::new(200, 60, Writes::default());
        let mut whole = 0;
        for (frame, key) in ["Esc", "Esc", "Tab", "a", "?", "Esc", "PageDown", "v", "Esc", "x"].into_iter().enumerate()
        {
            update(&mut model, Action::Key(key.parse().unwrap()));
            let before = canvas.out().0.len();
            canvas.draw(|buffer| view::draw(&model, &theme, buffer)).unwrap();
            let writes = &canvas.out().0[before..];
            if frame == 1 {
                assert!(writes.is_empty(), "nothing changed, but {writes:?} was sent");
                continue;
            }
            let [bytes] = writes else { panic!("{key}: {} writes", writes.len()) };
            assert!(bytes.starts_with("\x1b[?2026h") && bytes.ends_with("\x1b[?2026l"), "{key}: {bytes:?}");
            assert_eq!(bytes.matches("\x1b[?2026").count(), 2, "{key}");
            if frame == 0 {
                whole = bytes.len();
            } else if matches!(key, "Tab" | "a" | "x") {
                assert!(bytes.len() * 4 < whole, "{key}: {} of {whole} bytes", bytes.len());
            }
        }
        assert_eq!(canvas.out().1, canvas.out().0.len(), "each frame is sent when it is made");
    }

    /// All frames together make the same screen as one frame that is drawn anew.
    #[test]
    fn frames_add_up_to_what_is_drawn() {
        let mut model = model();
        let theme = Theme::new(Depth::True, LabelSet::default());
        let mut canvas = Canvas::new(200, 60, Vec::new());
        let parser = || vt100::Parser::new(NonZero::new(60).unwrap(), NonZero::new(200).unwrap(), 0);
        let mut screen = parser();
        let mut sent = 0;
        for key in ["Esc", "Tab", "a", "Down", "?", "Esc", "PageDown", "v", "Right", "Esc", "u", "l"] {
            update(&mut model, Action::Key(key.parse().unwrap()));
            canvas.draw(|buffer| view::draw(&model, &theme, buffer)).unwrap();
            screen.process(&canvas.out()[sent..]);
            sent = canvas.out().len();
            let mut anew = Canvas::new(200, 60, Vec::new());
            anew.draw(|buffer| view::draw(&model, &theme, buffer)).unwrap();
            let mut fresh = parser();
            fresh.process(anew.out());
            for (row, column) in (0..60).flat_map(|row| (0..200).map(move |column| (row, column))) {
                let [here, there] = [&screen, &fresh].map(|it| cell(it, row, column));
                assert_eq!(here, there, "after {key}, row {row}, column {column}");
            }
        }
    }

    /// Returns text, colours and attributes of a cell. A cell that was never written is a blank.
    fn cell(screen: &vt100::Parser, row: u16, column: u16) -> (String, [vt100::Color; 2], [bool; 5]) {
        let cell = screen.screen().cell(row, column).unwrap();
        let words = Some(cell.contents()).filter(|words| !words.is_empty()).unwrap_or(" ");
        let modes = [cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse()];
        (words.to_owned(), [cell.fgcolor(), cell.bgcolor()], modes)
    }
}
