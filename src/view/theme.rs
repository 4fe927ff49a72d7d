//! Colours and attributes of everything on the screen, for terminals with any number of colours.
//!
//! Colour is never the only sign: pending spans are underlined, accepted spans have a background colour, or are bold where
//! there is none, and the focus is bold.
//!
//! To change something:
//!
//! - **A label's colour** is in the label set, a TOML file: `assets/labels.toml`, or the user's (`--labels`). Terminals
//!   with 16 colours take [`LABEL_COLORS_16`] in the order of the labels.
//! - **A colour of the screen** is one row in [`Theme::color_style`], with its row for terminals without colour in
//!   [`monochrome_style`]. A new element of the screen is a new [`ScreenElement`] with these two rows.
//! - **A sign** (in the margin, the list or the details) is one constant or row in `signs.rs`.

use ratatui::style::{Color, Modifier, Style};

use crate::gold::LabelSet;
use crate::workbench::ItemState;

/// The number of colours of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// None: the user asks for none (`NO_COLOR`), or the terminal has none.
    Mono,
    /// The 16 colours of every terminal.
    Ansi,
    /// The palette of 256 colours.
    Indexed,
    /// All colours, as red, green and blue.
    True,
}

/// The background of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Background {
    /// Light letters on a dark background.
    #[default]
    Dark,
    /// Dark letters on a light background.
    Light,
}

/// Something on the screen that has a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScreenElement<'a> {
    /// An entity.
    Entity { state: ItemState, label: &'a str },
    /// The content of a quote that does not have the focus.
    Content(ItemState),
    /// The content of the focused quote.
    FocusedContent,
    /// The cue of the focused quote.
    Cue,
    /// The speaker of the focused quote.
    Speaker,
    /// The focused entity, and the focused row of the side list.
    Focus(ItemState),
    /// The tag under an entity.
    Tag { label: &'a str },
    /// The name of a label where labels are listed: with the colours of an accepted entity.
    Label { label: &'a str },
    /// The selection.
    Selection,
    /// A match of what was searched for.
    Match,
    /// The match that the screen follows.
    CurrentMatch,
    /// A sign that stands for a character that cannot be drawn.
    StandIn,
    /// The header, and the chosen row of a list.
    Bar,
    /// Rules, and text that matters less.
    Quiet,
    /// A key in the footer or on the help page, a heading, a message.
    Key,
    /// A message about a problem.
    Problem,
}

/// The styles of everything on the screen.
#[derive(Debug, Clone)]
pub struct Theme {
    depth: Depth,
    /// The background of the terminal; `None` if nothing says which it has.
    background: Option<Background>,
    labels: LabelSet,
}

/// The colours of labels on a terminal with 16 colours, in the order of the label set. Each is a background for black
/// letters.
const LABEL_COLORS_16: [Color; 5] =
    [Color::Cyan, Color::Green, Color::LightYellow, Color::LightMagenta, Color::LightRed];

/// The colour of a label that is not in the label set, as red, green and blue.
const UNKNOWN_LABEL: [u8; 3] = [0xB0; 3];

/// Nearly black letters on a coloured background.
const BLACK: u32 = 0x10_1010;

/// The colours of letters and their background.
#[derive(Debug, Clone, Copy)]
struct ColorPair {
    /// Of the 16 colours.
    ansi: (Color, Color),
    /// As red, green and blue: `0xRRGGBB`.
    rgb: (u32, u32),
}

const fn pair(ansi: (Color, Color), rgb: (u32, u32)) -> ColorPair {
    ColorPair { ansi, rgb }
}

impl Theme {
    /// Returns the styles for a number of colours and a label set, on a dark background.
    #[must_use]
    pub const fn new(depth: Depth, labels: LabelSet) -> Self {
        Self { depth, background: Some(Background::Dark), labels }
    }

    /// Returns the same theme for another background.
    #[must_use]
    pub fn on(self, background: Background) -> Self {
        Self { background: Some(background), ..self }
    }

    /// Returns the same theme for a terminal of which nothing says whether its background is dark or light. It is taken for
    /// dark; of the 16 colours, none is used for letters on it.
    #[must_use]
    pub fn on_unknown_background(self) -> Self {
        Self { background: None, ..self }
    }

    /// Takes another label set: a label was added.
    pub fn set_labels(&mut self, labels: LabelSet) {
        self.labels = labels;
    }

    /// Returns the style of an element.
    pub(super) fn style(&self, element: ScreenElement<'_>) -> Style {
        if self.depth == Depth::Mono { monochrome_style(element) } else { self.color_style(element) }
    }

    /// Returns the style of an element on a terminal with colours.
    fn color_style(&self, element: ScreenElement<'_>) -> Style {
        let plain = Style::default();
        match element {
            ScreenElement::Entity { state: ItemState::Pending, label } => {
                self.letters(label).add_modifier(Modifier::UNDERLINED)
            }
            ScreenElement::Entity { state: ItemState::Decided(_), label } | ScreenElement::Label { label } => {
                plain.fg(self.black()).bg(self.label_color(label))
            }
            ScreenElement::Entity { state: ItemState::Rejected, .. } | ScreenElement::Content(ItemState::Rejected) => {
                plain
            }
            ScreenElement::Content(ItemState::Pending) => {
                let style = self.colors(
                    pair((Color::White, Color::Black), (0xE0_E0E0, 0x28_2C35)),
                    pair((Color::Black, Color::Gray), (BLACK, 0xEB_EEF5)),
                );
                // Of the 16 colours none is dark enough behind the letters of labels and differs from a black page.
                if self.depth == Depth::Ansi { style.add_modifier(Modifier::ITALIC) } else { style }
            }
            ScreenElement::Content(ItemState::Decided(_)) => self.colors(
                pair((Color::White, Color::Blue), (0xF0_F0F0, 0x1F_4A5E)),
                pair((Color::White, Color::Blue), (BLACK, 0xB9_DDF2)),
            ),
            ScreenElement::FocusedContent => self.colors(
                pair((Color::LightYellow, Color::Black), (0xFF_F0B0, 0x50_4818)),
                pair((Color::Black, Color::LightYellow), (BLACK, 0xFF_F1B8)),
            ),
            ScreenElement::Cue => self
                .color_pair(pair((Color::Black, Color::LightMagenta), (BLACK, 0xD8_9CE0)))
                .add_modifier(Modifier::BOLD),
            ScreenElement::Speaker => {
                self.color_pair(pair((Color::Black, Color::Cyan), (BLACK, 0x7F_D8D0))).add_modifier(Modifier::BOLD)
            }
            ScreenElement::Focus(state) => self
                .colors(
                    pair((Color::Black, Color::White), (BLACK, 0xFF_E060)),
                    pair((Color::White, Color::Black), (BLACK, 0xFF_CC33)),
                )
                .add_modifier(focus_attributes(state)),
            ScreenElement::Tag { label } => self.letters(label),
            ScreenElement::Selection => self
                .colors(
                    pair((Color::Black, Color::White), (BLACK, 0xF4_F4F4)),
                    pair((Color::White, Color::Black), (0xFF_FFFF, 0x28_2C34)),
                )
                .add_modifier(Modifier::BOLD),
            ScreenElement::Match => self.colors(
                pair((Color::Black, Color::Green), (0xF0_F0F0, 0x2E_5C2E)),
                pair((Color::Black, Color::Green), (BLACK, 0xBF_E8B0)),
            ),
            ScreenElement::CurrentMatch => self
                .color_pair(pair((Color::Black, Color::LightGreen), (BLACK, 0x8F_F060)))
                .add_modifier(Modifier::BOLD | Modifier::ITALIC),
            ScreenElement::StandIn | ScreenElement::Quiet => plain.add_modifier(Modifier::DIM),
            ScreenElement::Bar => plain.add_modifier(Modifier::REVERSED),
            ScreenElement::Key => plain.add_modifier(Modifier::BOLD),
            ScreenElement::Problem => {
                self.color_pair(pair((Color::White, Color::Red), (0xFF_FFFF, 0xA0_2020))).add_modifier(Modifier::BOLD)
            }
        }
    }

    /// Returns the style with one pair of colours on a dark background, and another on a light one.
    fn colors(&self, dark: ColorPair, light: ColorPair) -> Style {
        self.color_pair(if self.is_light() { light } else { dark })
    }

    /// Returns the style with a pair of colours that fits both backgrounds.
    fn color_pair(&self, colors: ColorPair) -> Style {
        let (letters, background) = colors.rgb;
        match self.depth {
            Depth::Mono => Style::default(),
            Depth::Ansi => Style::default().fg(colors.ansi.0).bg(colors.ansi.1),
            Depth::Indexed | Depth::True => {
                Style::default().fg(self.rgb_color(parts_of(letters))).bg(self.rgb_color(parts_of(background)))
            }
        }
    }

    /// Returns the colour of a label as a background.
    fn label_color(&self, label: &str) -> Color {
        let index = self.labels.iter().position(|def| def.label.as_str() == label);
        match (self.depth, index) {
            (Depth::Ansi, Some(index)) => {
                LABEL_COLORS_16.get(index % LABEL_COLORS_16.len()).copied().unwrap_or(Color::White)
            }
            (Depth::Ansi, None) => Color::White,
            _ => self.rgb_color(self.rgb_of_label(label)),
        }
    }

    fn is_light(&self) -> bool {
        self.background == Some(Background::Light)
    }

    /// Returns the style of letters in the colour of a label, on the terminal's own background: darker on a light one. Of the
    /// 16 colours, those of labels cannot be read on a light background; there the letters are bold.
    fn letters(&self, label: &str) -> Style {
        let plain = Style::default();
        match (self.background, self.depth) {
            (Some(Background::Light) | None, Depth::Ansi) => plain.add_modifier(Modifier::BOLD),
            (Some(Background::Light), Depth::True | Depth::Indexed) => {
                plain.fg(self.rgb_color(self.rgb_of_label(label).map(|part| part / 20 * 11)))
            }
            _ => plain.fg(self.label_color(label)),
        }
    }

    fn rgb_of_label(&self, label: &str) -> [u8; 3] {
        self.labels.get(label).map_or(UNKNOWN_LABEL, |def| def.color)
    }

    fn rgb_color(&self, [red, green, blue]: [u8; 3]) -> Color {
        match self.depth {
            Depth::True => Color::Rgb(red, green, blue),
            Depth::Indexed => Color::Indexed(nearest_in_palette([red, green, blue])),
            Depth::Ansi | Depth::Mono => Color::Reset,
        }
    }

    fn black(&self) -> Color {
        if self.depth == Depth::Ansi { Color::Black } else { self.rgb_color(parts_of(BLACK)) }
    }
}

/// Returns the style of an element on a terminal without colours.
fn monochrome_style(element: ScreenElement<'_>) -> Style {
    let attributes = match element {
        ScreenElement::Entity { state: ItemState::Pending, .. } => Modifier::UNDERLINED,
        ScreenElement::Entity { state: ItemState::Decided(_), .. } => Modifier::BOLD | Modifier::UNDERLINED,
        ScreenElement::Label { .. } => Modifier::empty(),
        ScreenElement::Entity { state: ItemState::Rejected, .. }
        | ScreenElement::Content(ItemState::Rejected)
        | ScreenElement::Tag { .. } => Modifier::empty(),
        ScreenElement::Content(ItemState::Pending) => Modifier::ITALIC,
        ScreenElement::Content(ItemState::Decided(_)) => Modifier::BOLD,
        ScreenElement::FocusedContent => Modifier::ITALIC | Modifier::BOLD,
        ScreenElement::Cue => Modifier::BOLD | Modifier::ITALIC | Modifier::UNDERLINED,
        ScreenElement::Speaker | ScreenElement::Selection | ScreenElement::Bar => Modifier::REVERSED,
        ScreenElement::Focus(state) => Modifier::REVERSED | focus_attributes(state),
        ScreenElement::Match => Modifier::ITALIC | Modifier::REVERSED,
        ScreenElement::CurrentMatch => Modifier::BOLD | Modifier::ITALIC | Modifier::REVERSED,
        ScreenElement::StandIn | ScreenElement::Quiet => Modifier::DIM,
        ScreenElement::Key | ScreenElement::Problem => Modifier::BOLD,
    };
    Style::default().add_modifier(attributes)
}

/// Returns the attributes of the focus: bold, underlined if it is pending, crossed out if it is rejected.
fn focus_attributes(state: ItemState) -> Modifier {
    Modifier::BOLD
        | match state {
            ItemState::Pending => Modifier::UNDERLINED,
            ItemState::Rejected => Modifier::CROSSED_OUT,
            ItemState::Decided(_) => Modifier::empty(),
        }
}

/// Splits `0xRRGGBB` into red, green and blue.
const fn parts_of(rgb: u32) -> [u8; 3] {
    let [_, red, green, blue] = rgb.to_be_bytes();
    [red, green, blue]
}

/// Returns the nearest colour of xterm's palette of 256: of its 6×6×6 cube, or of its 24 greys.
fn nearest_in_palette(rgb: [u8; 3]) -> u8 {
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
    use crate::gold::Verdict;

    #[test]
    fn the_palette_has_known_colours() {
        for (rgb, index) in [([0, 0, 0], 16), ([255, 255, 255], 231), ([255, 0, 0], 196), ([0x80, 0x80, 0x80], 244)] {
            assert_eq!(nearest_in_palette(rgb), index);
        }
    }

    /// A pending quote differs from the page, and from an accepted one.
    #[test]
    fn a_pending_quote_is_seen_in_every_depth() {
        let decided = ItemState::Decided(Verdict::Accepted);
        for depth in [Depth::Mono, Depth::Ansi, Depth::Indexed, Depth::True] {
            let theme = Theme::new(depth, LabelSet::default());
            for theme in [theme.clone(), theme.clone().on(Background::Light), theme.on_unknown_background()] {
                let pending = theme.style(ScreenElement::Content(ItemState::Pending));
                assert_ne!(pending, theme.style(ScreenElement::Content(decided)), "{depth:?}");
                let is_plain = matches!(pending.bg, None | Some(Color::Black)) && pending.add_modifier.is_empty();
                assert!(!is_plain, "{depth:?}: {pending:?}");
            }
        }
    }

    /// The states of an entity look different in every depth, also without colour, and so does the focus.
    #[test]
    fn states_look_different_in_every_depth() {
        for depth in [Depth::Mono, Depth::Ansi, Depth::Indexed, Depth::True] {
            for background in [Background::Dark, Background::Light] {
                let theme = Theme::new(depth, LabelSet::default()).on(background);
                let decided = ItemState::Decided(Verdict::Accepted);
                let label = "PER";
                let elements = [
                    ScreenElement::Entity { state: ItemState::Pending, label },
                    ScreenElement::Entity { state: decided, label },
                    ScreenElement::Focus(ItemState::Pending),
                    ScreenElement::Focus(decided),
                    ScreenElement::Focus(ItemState::Rejected),
                    ScreenElement::FocusedContent,
                    ScreenElement::Cue,
                    ScreenElement::Speaker,
                    ScreenElement::Match,
                    ScreenElement::CurrentMatch,
                ];
                let without_color = |style: Style| (style.add_modifier, style.fg.is_some(), style.bg.is_some());
                let styles: Vec<Style> = elements.iter().map(|element| theme.style(*element)).collect();
                for (index, style) in styles.iter().enumerate() {
                    assert!(!styles.iter().skip(index + 1).any(|other| other == style), "{depth:?} {index}");
                }
                assert_ne!(without_color(styles[0]), without_color(styles[1]), "{depth:?}");
            }
        }
    }
}
