//! Tests: letters can be read on every background.

use ratatui::style::Color;

use super::theme::{Background, Depth, ScreenElement, Theme};
use crate::gold::{LabelSet, Verdict};
use crate::workbench::ItemState;

/// The 16 colours as xterm, VTE (Tango) and the Linux console have them, in the order of their numbers.
const PALETTES: [(&str, [u32; 16]); 3] = [
    (
        "xterm",
        [
            0, 0xCD_0000, 0x00_CD00, 0xCD_CD00, 0x00_00EE, 0xCD_00CD, 0x00_CDCD, 0xE5_E5E5, 0x7F_7F7F, 0xFF_0000,
            0x00_FF00, 0xFF_FF00, 0x5C_5CFF, 0xFF_00FF, 0x00_FFFF, 0xFF_FFFF,
        ],
    ),
    (
        "VTE",
        [
            0, 0xCC_0000, 0x4E_9A06, 0xC4_A000, 0x34_65A4, 0x75_507B, 0x06_989A, 0xD3_D7CF, 0x55_5753, 0xEF_2929,
            0x8A_E234, 0xFC_E94F, 0x72_9FCF, 0xAD_7FA8, 0x34_E2E2, 0xEE_EEEC,
        ],
    ),
    (
        "Linux",
        [
            0, 0xAA_0000, 0x00_AA00, 0xAA_5500, 0x00_00AA, 0xAA_00AA, 0x00_AAAA, 0xAA_AAAA, 0x55_5555, 0xFF_5555,
            0x55_FF55, 0xFF_FF55, 0x55_55FF, 0xFF_55FF, 0x55_FFFF, 0xFF_FFFF,
        ],
    ),
];

/// The colour of a cell: of the palette, or as it is. `None` for the terminal's own.
fn rgb_of(color: Option<Color>, palette: &[u32; 16]) -> Option<u32> {
    const NAMED: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    match color? {
        Color::Rgb(red, green, blue) => Some(u32::from_be_bytes([0, red, green, blue])),
        Color::Indexed(index @ 232..) => Some((8 + 10 * (u32::from(index) - 232)) * 0x01_0101),
        Color::Indexed(index) => {
            let step = |divisor: u32| [0_u32, 95, 135, 175, 215, 255][((u32::from(index) - 16) / divisor % 6) as usize];
            Some(step(36) << 16 | step(6) << 8 | step(1))
        }
        named => NAMED.iter().position(|known| *known == named).map(|index| palette[index]),
    }
}

/// The contrast of two colours by WCAG 2.1, from 1 to 21.
fn contrast(one: u32, other: u32) -> f64 {
    let luminance = |rgb: u32| {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = [rgb >> 16, rgb >> 8, rgb].map(|part| linear((part & 0xFF) as u8));
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let [one, other] = [one, other].map(luminance);
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Letters can be read in every depth, on a dark background, a light one, and where nothing says which it is.
#[test]
fn letters_reach_a_contrast_of_4_5() {
    assert!((contrast(0, 0xFF_FFFF) - 21.0).abs() < 0.01 && contrast(0xCD_CD00, 0xFF_FFFF) < 1.9);
    let decided = ItemState::Decided(Verdict::Accepted);
    let names: Vec<String> = LabelSet::default().iter().map(|def| def.label.to_string()).collect();
    let of_label = |label| {
        [
            ScreenElement::Entity { state: ItemState::Pending, label },
            ScreenElement::Entity { state: decided, label },
            ScreenElement::Tag { label },
            ScreenElement::Label { label },
        ]
    };
    let others = [
        ScreenElement::Content(ItemState::Pending),
        ScreenElement::Content(decided),
        ScreenElement::FocusedContent,
        ScreenElement::Cue,
        ScreenElement::Speaker,
        ScreenElement::Focus(ItemState::Pending),
        ScreenElement::Selection,
        ScreenElement::Match,
        ScreenElement::CurrentMatch,
        ScreenElement::Problem,
    ];
    let elements: Vec<ScreenElement<'_>> =
        names.iter().map(String::as_str).chain(["ELSE"]).flat_map(of_label).chain(others).collect();
    for depth in [Depth::Ansi, Depth::Indexed, Depth::True] {
        let theme = Theme::new(depth, LabelSet::default());
        for (theme, grounds) in [
            (theme.clone(), &[(0, 0xFF_FFFF)][..]),
            (theme.clone().on(Background::Light), &[(0xFF_FFFF, 0)]),
            // With more colours, a dark background is taken for granted.
            (theme.on_unknown_background(), if depth == Depth::Ansi { &[(0, 0xFF_FFFF), (0xFF_FFFF, 0)] } else { &[] }),
        ] {
            for (ground, own) in grounds {
                // The letters of a pending entity are on the ground of the quote around it.
                let quote = theme.style(ScreenElement::Content(ItemState::Pending));
                let pending = names.iter().map(|label| ScreenElement::Entity { state: ItemState::Pending, label });
                for ((name, palette), inner) in PALETTES.iter().flat_map(|it| pending.clone().map(move |e| (it, e))) {
                    let style = quote.patch(theme.style(inner));
                    let letters = rgb_of(style.fg, palette).unwrap_or(*own);
                    let found = contrast(letters, rgb_of(style.bg, palette).unwrap_or(*ground));
                    assert!(found >= 4.5, "{name} {depth:?} on {ground:06X}: {inner:?} in a quote has {found:.2}");
                }
                for ((name, palette), element) in PALETTES.iter().flat_map(|it| elements.iter().map(move |e| (it, e))) {
                    let style = theme.style(*element);
                    let letters = rgb_of(style.fg, palette).unwrap_or(*own);
                    let behind = rgb_of(style.bg, palette).unwrap_or(*ground);
                    let found = contrast(letters, behind);
                    assert!(found >= 4.5, "{name} {depth:?} on {ground:06X}: {element:?} has {found:.2}");
                }
            }
        }
    }
}
