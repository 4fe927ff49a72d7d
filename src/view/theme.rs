//! Colours and attributes, for as many colours as the terminal has. Colour is never the only sign: pending is
//! underlined, decided is bold on a ground, the focus is bold and stands out in every depth.

use ratatui::style::{Color, Modifier, Style};

use crate::gold::{LabelSet, QuoteKind, Verdict};
use crate::lang::{self, Wording};
use crate::workbench::ItemState;

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// None, by the user's wish (`NO_COLOR`) or the terminal's nature.
    Mono,
    /// The sixteen of every terminal.
    Ansi,
    /// The palette of 256.
    Indexed,
    /// Red, green and blue.
    True,
}

/// What the terminal draws on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Background {
    /// Light letters on a dark background.
    #[default]
    Dark,
    /// Dark letters on a light background.
    Light,
}

/// Letters and ground: of the sixteen colours, and of more of them.
type Pair = ((Color, Color), ([u8; 3], [u8; 3]));

/// Where a style is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// An entity without a verdict, or with one.
    Entity(ItemState),
    /// A quote's content that has not the focus.
    Content(ItemState),
    /// The content of the focused quote.
    FocusedContent,
    /// Its cue.
    Cue,
    /// Its speaker.
    Speaker,
    /// The focused entity.
    Focus(ItemState),
    /// A tag under an entity.
    Tag,
    /// The selection.
    Selection,
    /// What was found.
    Match,
    /// The one of them that is gone to.
    CurrentMatch,
    /// What stands for something that cannot be drawn.
    StandIn,
    /// The header.
    Bar,
    /// Rules and other quiet things.
    Quiet,
    /// A key in the footer and the help page.
    Key,
    /// Bad news.
    Bad,
}

/// The styles of everything on the screen.
#[derive(Debug, Clone)]
pub struct Theme {
    depth: Depth,
    ground: Background,
    labels: LabelSet,
}

/// The nearest of the sixteen colours, for labels in the order of their set.
const ANSI: [Color; 6] = [Color::Cyan, Color::Green, Color::Yellow, Color::Magenta, Color::LightBlue, Color::LightRed];

impl Theme {
    /// Styles for a depth and a label set.
    #[must_use]
    pub const fn new(depth: Depth, labels: LabelSet) -> Self {
        Self { depth, ground: Background::Dark, labels }
    }

    /// The same for another ground.
    #[must_use]
    pub fn on(self, ground: Background) -> Self {
        Self { ground, ..self }
    }

    /// The colour of a label; grey for one that is not in the set.
    fn label(&self, label: &str) -> Color {
        let index = self.labels.iter().position(|def| def.label.as_str() == label);
        match (self.depth, index) {
            (Depth::Ansi, Some(index)) => ANSI.get(index % ANSI.len()).copied().unwrap_or(Color::White),
            (Depth::Ansi, None) => Color::White,
            _ => self.rgb(self.labels.get(label).map_or([0xB0; 3], |def| def.color)),
        }
    }

    fn rgb(&self, [r, g, b]: [u8; 3]) -> Color {
        match self.depth {
            Depth::True => Color::Rgb(r, g, b),
            Depth::Indexed => Color::Indexed(indexed([r, g, b])),
            Depth::Ansi | Depth::Mono => Color::Reset,
        }
    }

    /// The colour of a label as letters on the terminal's own ground: darker where that is light.
    fn ink(&self, label: &str) -> Color {
        match (self.ground, self.depth) {
            (Background::Light, Depth::True | Depth::Indexed) => {
                let color = self.labels.get(label).map_or([0xB0; 3], |def| def.color);
                self.rgb(color.map(|part| part / 20 * 11))
            }
            _ => self.label(label),
        }
    }

    /// A pair for either ground.
    fn pair(&self, dark: Pair, light: Pair) -> Style {
        self.both(if self.ground == Background::Light { light } else { dark })
    }

    /// A pair that does for both grounds; nothing in [`Depth::Mono`].
    fn both(&self, (ansi, rgb): Pair) -> Style {
        match self.depth {
            Depth::Mono => Style::default(),
            Depth::Ansi => Style::default().fg(ansi.0).bg(ansi.1),
            Depth::Indexed | Depth::True => Style::default().fg(self.rgb(rgb.0)).bg(self.rgb(rgb.1)),
        }
    }

    /// The style of a part of the screen; `label` colours entities.
    pub(super) fn style(&self, part: Part, label: &str) -> Style {
        let mono = self.depth == Depth::Mono;
        let black = [0x10; 3];
        match part {
            Part::Entity(ItemState::Pending) => {
                let style = Style::default().add_modifier(Modifier::UNDERLINED);
                if mono { style } else { style.fg(self.ink(label)) }
            }
            Part::Entity(ItemState::Decided(_)) if mono => {
                Style::default().add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
            }
            Part::Entity(ItemState::Decided(_)) => Style::default().fg(self.black()).bg(self.label(label)),
            Part::Entity(ItemState::Rejected) | Part::Content(ItemState::Rejected) => Style::default(),
            Part::Content(_) if mono => Style::default().add_modifier(Modifier::ITALIC),
            Part::Content(ItemState::Pending) => self.pair(
                ((Color::White, Color::Black), ([0xE0; 3], [0x30, 0x34, 0x3E])),
                ((Color::Black, Color::Gray), (black, [0xE4, 0xE7, 0xEF])),
            ),
            Part::Content(ItemState::Decided(_)) => self.pair(
                ((Color::White, Color::Blue), ([0xF0; 3], [0x1F, 0x4A, 0x5E])),
                ((Color::White, Color::Blue), (black, [0xB9, 0xDD, 0xF2])),
            ),
            Part::FocusedContent if mono => Style::default().add_modifier(Modifier::ITALIC | Modifier::BOLD),
            Part::FocusedContent => self.pair(
                ((Color::Yellow, Color::Black), ([0xFF, 0xF0, 0xB0], [0x50, 0x48, 0x18])),
                ((Color::Black, Color::LightYellow), (black, [0xFF, 0xF1, 0xB8])),
            ),
            Part::Cue if mono => {
                Style::default().add_modifier(Modifier::BOLD | Modifier::ITALIC | Modifier::UNDERLINED)
            }
            Part::Cue => {
                self.both(((Color::Black, Color::Magenta), (black, [0xD8, 0x9C, 0xE0]))).add_modifier(Modifier::BOLD)
            }
            Part::Speaker if mono => Style::default().add_modifier(Modifier::REVERSED),
            Part::Speaker => {
                self.both(((Color::Black, Color::Cyan), (black, [0x7F, 0xD8, 0xD0]))).add_modifier(Modifier::BOLD)
            }
            Part::Focus(state) => {
                let crossed = if state == ItemState::Rejected { Modifier::CROSSED_OUT } else { Modifier::empty() };
                let pending = if state == ItemState::Pending { Modifier::UNDERLINED } else { Modifier::empty() };
                let ground = if mono {
                    Style::default().add_modifier(Modifier::REVERSED)
                } else {
                    self.pair(
                        ((Color::Black, Color::White), (black, [0xFF, 0xE0, 0x60])),
                        ((Color::White, Color::Black), (black, [0xFF, 0xCC, 0x33])),
                    )
                };
                ground.add_modifier(Modifier::BOLD | pending | crossed)
            }
            Part::Tag if mono => Style::default(),
            Part::Tag => Style::default().fg(self.ink(label)),
            Part::Selection if mono => Style::default().add_modifier(Modifier::REVERSED),
            Part::Selection => self
                .pair(
                    ((Color::Black, Color::White), (black, [0xF4, 0xF4, 0xF4])),
                    ((Color::White, Color::Black), ([0xFF; 3], [0x28, 0x2C, 0x34])),
                )
                .add_modifier(Modifier::BOLD),
            Part::Match if mono => Style::default().add_modifier(Modifier::ITALIC | Modifier::REVERSED),
            Part::Match => self.pair(
                ((Color::Black, Color::Green), ([0xF0; 3], [0x2E, 0x5C, 0x2E])),
                ((Color::Black, Color::Green), (black, [0xBF, 0xE8, 0xB0])),
            ),
            Part::CurrentMatch if mono => {
                Style::default().add_modifier(Modifier::BOLD | Modifier::ITALIC | Modifier::REVERSED)
            }
            Part::CurrentMatch => self
                .both(((Color::Black, Color::LightGreen), (black, [0x8F, 0xF0, 0x60])))
                .add_modifier(Modifier::BOLD | Modifier::ITALIC),
            Part::StandIn => Style::default().add_modifier(Modifier::DIM),
            Part::Bar => Style::default().add_modifier(Modifier::REVERSED),
            Part::Quiet => Style::default().add_modifier(Modifier::DIM),
            Part::Key => Style::default().add_modifier(Modifier::BOLD),
            Part::Bad if mono => Style::default().add_modifier(Modifier::BOLD),
            Part::Bad => {
                self.both(((Color::White, Color::Red), ([0xFF; 3], [0xA0, 0x20, 0x20]))).add_modifier(Modifier::BOLD)
            }
        }
    }

    fn black(&self) -> Color {
        if self.depth == Depth::Ansi { Color::Black } else { self.rgb([0x10; 3]) }
    }
}

/// The sign of a state: in the list, in the margin, in the details.
pub(super) const fn sign(state: ItemState) -> &'static str {
    match state {
        ItemState::Pending => "?",
        ItemState::Decided(Verdict::Accepted) => "✓",
        ItemState::Decided(Verdict::Fixed) => "~",
        ItemState::Decided(Verdict::Added) => "+",
        ItemState::Rejected => "✗",
    }
}

/// The sign of what is flagged for discussion.
pub(super) const FLAG: &str = "⚑";
/// The sign of what has a note.
pub(super) const NOTE: &str = "✎";

/// The sign of what is said about something: a flag rather than a note.
pub(super) const fn said(flagged: bool, noted: bool) -> Option<&'static str> {
    match (flagged, noted) {
        (true, _) => Some(FLAG),
        (false, true) => Some(NOTE),
        (false, false) => None,
    }
}

/// Its word.
pub(super) const fn word(state: ItemState) -> Wording {
    match state {
        ItemState::Pending => lang::PENDING,
        ItemState::Decided(Verdict::Accepted) => lang::ACCEPTED,
        ItemState::Decided(Verdict::Fixed) => lang::FIXED,
        ItemState::Decided(Verdict::Added) => lang::ADDED,
        ItemState::Rejected => lang::REJECTED,
    }
}

/// The word for a kind of quote.
pub(super) const fn kind(kind: QuoteKind) -> Wording {
    match kind {
        QuoteKind::Direct => lang::DIRECT,
        QuoteKind::Indirect => lang::INDIRECT,
        QuoteKind::Mixed => lang::MIXED,
    }
}

/// The nearest colour of the 6×6×6 cube or the grey ramp (xterm's palette).
fn indexed(rgb: [u8; 3]) -> u8 {
    const STEPS: [i32; 6] = [0, 95, 135, 175, 215, 255];
    let distance = |a: [i32; 3]| -> i32 { a.iter().zip(rgb).map(|(x, y)| (x - i32::from(y)).pow(2)).sum() };
    let near = |value: u8| {
        (0..6_u8)
            .min_by_key(|step| (STEPS.get(usize::from(*step)).copied().unwrap_or(0) - i32::from(value)).abs())
            .unwrap_or(0)
    };
    let [r, g, b] = rgb.map(near);
    let cube = [r, g, b].map(|step| STEPS.get(usize::from(step)).copied().unwrap_or(0));
    let grey = (0..24_u8).min_by_key(|step| distance([8 + 10 * i32::from(*step); 3])).unwrap_or(0);
    if distance([8 + 10 * i32::from(grey); 3]) < distance(cube) { 232 + grey } else { 16 + 36 * r + 6 * g + b }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_colours_of_the_palette() {
        for (rgb, index) in [([0, 0, 0], 16), ([255, 255, 255], 231), ([255, 0, 0], 196), ([0x80, 0x80, 0x80], 244)] {
            assert_eq!(indexed(rgb), index);
        }
    }

    /// In every depth, also without colour, the states of an entity look different, and so does the focus.
    #[test]
    fn states_are_told_apart_in_every_depth() {
        for depth in [Depth::Mono, Depth::Ansi, Depth::Indexed, Depth::True] {
            for ground in [Background::Dark, Background::Light] {
                let theme = Theme::new(depth, LabelSet::default()).on(ground);
                let decided = ItemState::Decided(Verdict::Accepted);
                let parts = [
                    Part::Entity(ItemState::Pending),
                    Part::Entity(decided),
                    Part::Focus(ItemState::Pending),
                    Part::Focus(decided),
                    Part::Focus(ItemState::Rejected),
                    Part::FocusedContent,
                    Part::Cue,
                    Part::Speaker,
                    Part::Match,
                    Part::CurrentMatch,
                ];
                let without_color = |style: Style| (style.add_modifier, style.fg.is_some(), style.bg.is_some());
                let styles: Vec<Style> = parts.iter().map(|part| theme.style(*part, "PER")).collect();
                for (index, style) in styles.iter().enumerate() {
                    assert!(!styles.iter().skip(index + 1).any(|other| other == style), "{depth:?} {index}");
                }
                assert_ne!(without_color(styles[0]), without_color(styles[1]), "{depth:?}");
            }
        }
    }
}
