//! The letters of a jump, and the digits of the candidates for a part of a quote, on the page.

use std::collections::HashSet;

use ratatui::buffer::Buffer;

use crate::text::Span;
use crate::workbench::{Document, JumpTarget, Mode, Model, Rect};

use super::article_style::LineRows;
use super::cells::put_cell;
use super::theme::{ScreenElement, Theme};

/// Draws the letters and digits, so that the words stay readable and no cell moves. A letter is in the cell before its word:
/// where the space is, or beside the page if the word begins its line. If a mark or a letter of the same word is there
/// (`«كلمة`, `وباريس`), that one is covered. Only without such a cell is the letter over the first letter of its word. Of two
/// letters the first is shown, and when it was typed the second. Items and names stand out; the letters of other words are
/// bold in the colour of the text.
pub(super) fn draw_jump_letters(model: &Model, theme: &Theme, lines: LineRows, buffer: &mut Buffer) {
    let Some(document) = model.document() else { return };
    let rect = lines.rect;
    // A letter never covers another one.
    let mut taken: HashSet<(u16, u16)> = HashSet::new();
    for (start, end, label, weight) in labels(model) {
        let Some(word) = word_on_screen(document, lines, start, end) else { continue };
        let style = theme.style(match weight {
            Weight::Strong => ScreenElement::Selection,
            // Not dim: a letter must be found at a glance.
            Weight::Quiet => ScreenElement::Key,
        });
        let before = word.cell_before(rect).filter(|x| {
            let is_blank = buffer.cell((*x, word.y)).is_some_and(|cell| cell.symbol() == " ");
            !taken.contains(&(*x, word.y)) && (is_blank || word.before == Some(*x))
        });
        let x = before.unwrap_or(word.x);
        taken.insert((x, word.y));
        put_cell(buffer, x, word.y, 1, label.encode_utf8(&mut [0; 4]), style);
    }
}

/// How much a letter stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Strong,
    Quiet,
}

/// The letters and digits with the bytes of their words.
fn labels(model: &Model) -> Vec<(usize, usize, char, Weight)> {
    if let Some(jump) = model.jump() {
        let keyboard = model.settings.keymap.keyboard();
        let typed = |letter: char| if model.types_not_latin() { keyboard.typed(letter) } else { letter };
        let weight = |target: &JumpTarget| match (&target.item, &target.label, jump.typed.is_empty()) {
            (None, None, true) => Weight::Quiet,
            _ => Weight::Strong,
        };
        let labelled = |(target, rest): (&JumpTarget, &str)| {
            let letter = rest.chars().next().map(typed)?;
            Some((target.span.start(), target.span.end(), letter, weight(target)))
        };
        return jump.left().filter_map(labelled).collect();
    }
    let Mode::ChooseRole(choice) = &model.mode else { return Vec::new() };
    // There are at most nine candidates.
    let spans = choice.candidates.iter().map(|candidate| candidate.span);
    let numbered = |(digit, span): (char, Span)| (span.start(), span.end(), digit, Weight::Strong);
    ('1'..='9').zip(spans).map(numbered).collect()
}

/// The direction of a word is read from at most this many characters; the first ones may share one cell (diacritics).
const LETTERS: usize = 8;

/// The first letter of some words on the screen.
struct WordOnScreen {
    x: u16,
    y: u16,
    runs_to_left: bool,
    /// The column of the character before the words, if it is on the same line and is no space.
    before: Option<u16>,
}

impl WordOnScreen {
    /// The column before the words, on the page or directly beside it, where one column is free.
    fn cell_before(&self, page: Rect) -> Option<u16> {
        let x = if self.runs_to_left { self.x.checked_add(1) } else { self.x.checked_sub(1) }?;
        (page.x.saturating_sub(1) <= x && x <= page.x + page.width).then_some(x)
    }
}

fn word_on_screen(document: &Document, lines: LineRows, start: usize, end: usize) -> Option<WordOnScreen> {
    let page = document.laid_out()?;
    let place = page.position_of(start, &[start]);
    let (y, line) = lines.first_rows().zip(page.lines_from(document.top)).find(|(_, line)| *line == place.line)?;
    let range = page.line_range(line);
    // The first word has its own direction: a number runs to the right between words that run to the left.
    let text = document.article.text.as_str();
    let letters = text.get(start..end.min(range.end)).unwrap_or_default().char_indices().skip(1).take(LETTERS);
    let next = letters.map(|(at, _)| page.position_of(start + at, &[start])).find(|next| next.column != place.column);
    let runs_to_left = next.map_or_else(|| page.line_is_rtl(start), |next| next.column < place.column);
    let before = text.get(range.start..start).and_then(|line| line.chars().next_back());
    let before = before.filter(|character| !character.is_whitespace());
    let before = before.map(|character| page.position_of(start - character.len_utf8(), &[start]).column + lines.rect.x);
    Some(WordOnScreen { x: lines.rect.x + place.column, y, runs_to_left, before })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::gold::{Article, Body, Extra, Label, LabelSet, Suggestion};
    use crate::text::Text;
    use crate::view::{self, Depth};
    use crate::workbench::{Action, Document, Settings, update};

    /// The cells that letters changed: what was there, and what is there now.
    fn covered(text: &str, items: &[&str], size: (u16, u16)) -> Vec<(String, String)> {
        let text = Text::new(text);
        let body = |words: &&str| {
            let at = text.as_str().find(*words).unwrap();
            Body::Entity { span: text.span(at, at + words.len()).unwrap(), label: Label::new("PER") }
        };
        let suggestions = items.iter().map(|words| Suggestion::new(&text, "m@1", 0.5, body(words))).collect();
        let article = Article { id: "a".to_owned(), text: text.clone(), meta: Extra::new(), suggestions };
        let mut model =
            Model::new(Settings::default(), vec![Document::new(Arc::new(article), None)], Vec::new(), size).unwrap();
        let (suggestions, alternatives, read) = (Vec::new(), Vec::new(), Some(0..text.len()));
        update(&mut model, Action::Suggested { index: 0, suggestions, alternatives, read });
        update(&mut model, Action::Key("End".parse().unwrap()));
        let theme = Theme::new(Depth::Mono, LabelSet::default());
        let mut frame = |key: &str| {
            update(&mut model, Action::Key(key.parse().unwrap()));
            let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, size.0, size.1));
            view::draw(&model, &theme, &mut buffer);
            buffer
        };
        let (before, after) = (frame("Esc"), frame("'"));
        let rows = 1..size.1 - 7;
        let columns = 30..size.0;
        let cells = rows.flat_map(|y| columns.clone().map(move |x| (x, y)));
        let symbols = cells.map(|at| [&before, &after].map(|buffer| buffer[at].symbol().to_owned()));
        symbols.filter(|[was, is]| was != is).map(|[was, is]| (was, is)).collect()
    }

    #[test]
    fn the_letters_of_words_are_not_dim() {
        let text = Text::new("زار سامي باريس أمس");
        let article = Article { id: "a".to_owned(), text, meta: Extra::new(), suggestions: Vec::new() };
        let documents = vec![Document::new(Arc::new(article), None)];
        let mut model = Model::new(Settings::default(), documents, Vec::new(), (80, 24)).unwrap();
        for key in ["v", "'"] {
            update(&mut model, Action::Key(key.parse().unwrap()));
        }
        for depth in [Depth::Mono, Depth::Ansi, Depth::Indexed, Depth::True] {
            let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 80, 24));
            view::draw(&model, &Theme::new(depth, LabelSet::default()), &mut buffer);
            let cells = (1..16).flat_map(|y| (30..80).map(move |x| (x, y))).map(|at| &buffer[at]);
            let letters: Vec<_> =
                cells.filter(|cell| cell.symbol().starts_with(|c: char| c.is_ascii_lowercase())).collect();
            assert!(letters.len() > 2, "{depth:?}: {}", letters.len());
            assert!(!letters.iter().any(|cell| cell.modifier.contains(ratatui::style::Modifier::DIM)), "{depth:?}");
        }
    }

    #[test]
    fn letters_leave_words_readable() {
        let words = |list: &[(String, String)]| -> Vec<String> { list.iter().map(|(was, _)| was.clone()).collect() };
        // A word that begins its line, one behind a quotation mark, one behind a proclitic, one behind a space.
        // A number runs the other way.
        let items = ["سامي", "قرطبة", "باريس", "هند", "30 يوما", "الغد"];
        let found = covered("سامي زار «قرطبة» وباريس مع هند أو 30 يوما.\nالغد", &items, (100, 20));
        let found = words(&found);
        assert_eq!(found.len(), 5, "{found:?}");
        assert_eq!(found.iter().filter(|was| *was == " ").count(), 3, "{found:?}");
        assert!(found.contains(&"»".to_owned()) || found.contains(&"«".to_owned()), "{found:?}");
        assert!(!found.iter().any(|was| was.contains(['\u{FED7}', '\u{FE91}', '\u{FEB3}'])), "{found:?}");
    }
}
