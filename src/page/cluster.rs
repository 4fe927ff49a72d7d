//! Draws one grapheme cluster: a base character with its diacritics, or a stand-in.
//!
//! A stand-in replaces every character that terminals draw differently, or that would control the terminal. Stand-ins
//! are plain symbols that have the same width everywhere and that common monospaced fonts contain. (DejaVu Sans Mono
//! has all of them except the control pictures.)

use icu_properties::{
    CodePointMapData, CodePointMapDataBorrowed, CodePointSetData, CodePointSetDataBorrowed,
    props::{DefaultIgnorableCodePoint, EastAsianWidth, GeneralCategory as Category, GraphemeClusterBreak},
};
use unicode_normalization::char::compose;
use unicode_width::UnicodeWidthChar;

use super::options::DiacriticsView;
use super::shape::composed_letter;
use crate::text::is_arabic_diacritic;

const CATEGORY: CodePointMapDataBorrowed<'static, Category> = CodePointMapData::<Category>::new();
const BREAK: CodePointMapDataBorrowed<'static, GraphemeClusterBreak> = CodePointMapData::<GraphemeClusterBreak>::new();
const EAST_ASIAN: CodePointMapDataBorrowed<'static, EastAsianWidth> = CodePointMapData::<EastAsianWidth>::new();
const IGNORABLE: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<DefaultIgnorableCodePoint>();

/// The most diacritics in one cell. More would cover the lines above.
const MAX_DIACRITICS: u8 = 6;
/// The most characters of a cluster that are read. A cluster may be of any length, but a line must be cheap to draw.
const MAX_CHARS: usize = 32;
/// Carries diacritics that have no letter.
const DIACRITIC_CARRIER: char = '◌';
/// Stands for unassigned and private characters, and for characters on whose width terminals disagree.
const UNKNOWN: char = '▯';
/// Stands for a format character that has no stand-in of its own.
const FORMAT: char = '⍰';
/// Stands for the verse ends of the Koran, which are format characters.
const VERSE_END: char = '❁';
/// Stands for the Arabic number signs and other signs that are prepended to the next character.
const PREPENDED: char = '⌘';

/// The result of drawing a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DrawnCluster {
    /// The offset of its base character in the cluster, in bytes: after the signs that are prepended to it.
    pub(super) base: usize,
    /// Its width in cells: 1 or 2.
    pub(super) width: u8,
    /// True if a stand-in is drawn instead of the characters of the text.
    pub(super) stand_in: bool,
    /// True if it is white space only.
    pub(super) blank: bool,
}

/// The options for drawing clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct DrawStyle {
    /// With or without tashkeel.
    pub(super) diacritics: DiacriticsView,
    /// True in a right-to-left run, where the first character is on the right.
    pub(super) rtl: bool,
}

/// Draws a cluster and passes each character of its symbol to `put`. `glyph` returns the form of a base letter (shaped
/// or mirrored), or `None` to leave it out. The width and the flags depend only on the characters of the cluster.
pub(super) fn draw_cluster(
    cluster: &str,
    style: DrawStyle,
    glyph: impl Fn(char) -> Option<char>,
    mut put: impl FnMut(char),
) -> DrawnCluster {
    // Almost all clusters of Arabic and Latin text take this fast path.
    if let [b' '..=b'~'] | [0xD8 | 0xD9, _] = cluster.as_bytes()
        && let Some(c) = cluster.chars().next().filter(|c| c.is_ascii() || ('\u{620}'..='\u{64A}').contains(c))
    {
        glyph(c).into_iter().for_each(put);
        return DrawnCluster { base: 0, width: 1, stand_in: false, blank: c == ' ' };
    }
    let mut chars = cluster.char_indices().take(MAX_CHARS).peekable();
    let mut prepended = None;
    while let Some((_, c)) = chars.next_if(|(_, c)| BREAK.get(*c) == GraphemeClusterBreak::Prepend) {
        prepended = Some(if matches!(c, '\u{6DD}' | '\u{8E2}') { VERSE_END } else { PREPENDED });
    }
    let Some((base, c)) = chars.next() else {
        put(prepended.unwrap_or(UNKNOWN));
        return DrawnCluster { base: 0, width: 1, stand_in: true, blank: false };
    };
    let mut rest = chars.map(|(_, c)| c).peekable();
    let mut body = base_of(c, &mut rest);
    // A prepended sign gets a cell of its own beside its letter, because both belong to one cluster.
    let sign = prepended.filter(|_| body.width == 1);
    sign.into_iter().filter(|_| !style.rtl).for_each(&mut put);
    // A hamza or madda that makes one letter with the base is drawn in it.
    let mut marks = cluster.get(base..).unwrap_or_default().chars().take(MAX_CHARS).skip(1);
    let mut part = marks.find(|mark| body.own && composed_letter(c, *mark).is_some());
    if body.own {
        let letter = part.and_then(|mark| composed_letter(c, mark)).unwrap_or(body.drawn[0]);
        glyph(letter).into_iter().for_each(&mut put);
    } else {
        body.drawn.iter().filter(|&&c| c != '\0').for_each(|&c| put(c));
    }
    let mut diacritics = 0;
    for c in rest {
        if part == Some(c) {
            part = None;
        } else if is_drawable_diacritic(c) {
            let hidden = style.diacritics == DiacriticsView::Hide && is_optional_diacritic(c);
            if diacritics == MAX_DIACRITICS {
                body.stand_in = true;
            } else if !hidden {
                put(c);
            }
            diacritics = (diacritics + 1).min(MAX_DIACRITICS);
            body.blank = false;
        } else {
            // Joiners and variation selectors are invisible. A second letter, a skin tone or a keycap would be visible.
            body.stand_in |= !IGNORABLE.contains(c);
        }
    }
    sign.into_iter().filter(|_| style.rtl).for_each(&mut put);
    DrawnCluster {
        base,
        width: body.width + u8::from(sign.is_some()),
        stand_in: body.stand_in || prepended.is_some(),
        blank: body.blank && prepended.is_none(),
    }
}

/// The base of a cluster.
struct ClusterBase {
    /// One or two characters. `\0` means none.
    drawn: [char; 2],
    /// True if the first of them is the letter of the text, which may be shaped or mirrored.
    own: bool,
    width: u8,
    stand_in: bool,
    blank: bool,
}

impl ClusterBase {
    const fn letter(c: char, width: u8) -> Self {
        Self { drawn: [c, '\0'], own: true, width, stand_in: false, blank: false }
    }

    const fn sign(c: char) -> Self {
        Self { drawn: [c, '\0'], own: false, width: 1, stand_in: true, blank: false }
    }

    const fn blank(width: u8) -> Self {
        let second = if width == 2 { ' ' } else { '\0' };
        Self { drawn: [' ', second], own: false, width, stand_in: false, blank: true }
    }
}

/// Returns the base for the first character of a cluster. Takes more characters from `rest` if they belong to the base.
fn base_of(c: char, rest: &mut std::iter::Peekable<impl Iterator<Item = char>>) -> ClusterBase {
    if let Some(sign) = sign_of(c) {
        return ClusterBase::sign(sign);
    }
    if let Some(letter) = regional_letter(c) {
        // Terminals draw a flag in one, two or four cells. Its two letters fill two cells in all of them.
        let second = rest.next_if(|c| regional_letter(*c).is_some()).and_then(regional_letter);
        let width = if second.is_some() { 2 } else { 1 };
        return ClusterBase { drawn: [letter, second.unwrap_or('\0')], width, ..ClusterBase::sign(letter) };
    }
    let wide = matches!(EAST_ASIAN.get(c), EastAsianWidth::Wide | EastAsianWidth::Fullwidth);
    match CATEGORY.get(c) {
        Category::SpaceSeparator if rest.peek().is_some_and(|c| is_drawable_diacritic(*c)) => {
            ClusterBase::sign(DIACRITIC_CARRIER)
        }
        Category::SpaceSeparator => ClusterBase::blank(if wide { 2 } else { 1 }),
        Category::NonspacingMark | Category::EnclosingMark | Category::SpacingMark => orphan_diacritic(c),
        _ => {
            // The parts of a Hangul syllable make one character, which has the same width everywhere.
            let mut c = c;
            while let Some(whole) = rest.peek().and_then(|next| hangul(c, *next)) {
                c = whole;
                rest.next();
            }
            match (c.width(), wide) {
                (Some(1), false) => ClusterBase::letter(c, 1),
                (Some(2), true) => ClusterBase::letter(c, 2),
                _ => ClusterBase::sign(UNKNOWN),
            }
        }
    }
}

/// A diacritic without a letter, on its carrier.
fn orphan_diacritic(diacritic: char) -> ClusterBase {
    let second = if is_drawable_diacritic(diacritic) { diacritic } else { '\0' };
    ClusterBase { drawn: [DIACRITIC_CARRIER, second], ..ClusterBase::sign(DIACRITIC_CARRIER) }
}

fn hangul(first: char, second: char) -> Option<char> {
    ('\u{1161}'..='\u{11FF}').contains(&second).then(|| compose(first, second)).flatten()
}

fn regional_letter(c: char) -> Option<char> {
    let index = u32::from(c).checked_sub(0x1_F1E6).filter(|index| *index < 26)?;
    char::from_u32(u32::from('A') + index)
}

/// Returns true if terminals draw this diacritic over or under the letter before it, without a cell of its own. Some
/// terminals turn digits with enclosing keycaps into emoji, and older terminals give a cell to the Arabic diacritics of
/// Unicode 16 and 17.
fn is_drawable_diacritic(c: char) -> bool {
    matches!(CATEGORY.get(c), Category::NonspacingMark | Category::EnclosingMark)
        && !matches!(c, '\u{20E3}' | '\u{897}' | '\u{10EFA}'..='\u{10EFC}')
        && !IGNORABLE.contains(c)
        && c.width() == Some(0)
}

/// Returns true for diacritics that are left out when tashkeel is hidden. Madda and hamza above and below (U+0653 to
/// U+0655) are not among them, because they belong to the spelling.
#[must_use]
pub fn is_optional_diacritic(c: char) -> bool {
    is_arabic_diacritic(c) && !matches!(c, '\u{653}'..='\u{655}')
}

/// Returns the stand-in for a character that must not reach a terminal, or on whose width terminals disagree.
fn sign_of(c: char) -> Option<char> {
    Some(match c {
        '\t' => '⇥',
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(UNKNOWN),
        '\u{7F}' => '␡',
        '\u{80}'..='\u{9F}' => '⌧',
        '\u{AD}' => '¬',
        // Directional marks: thin arrows.
        '\u{200E}' => '⇢',
        '\u{200F}' => '⇠',
        '\u{61C}' => '↜',
        // Embeddings are double arrows, overrides triple arrows, and their ends point up.
        '\u{202A}' => '⇉',
        '\u{202B}' => '⇇',
        '\u{202D}' => '⇛',
        '\u{202E}' => '⇚',
        '\u{202C}' => '⇈',
        // Isolates: arrows with a bar.
        '\u{2066}' => '↦',
        '\u{2067}' => '↤',
        '\u{2068}' => '↭',
        '\u{2069}' => '↥',
        // Characters without a width that belong to no letter: squares.
        '\u{200B}' => '⍽',
        '\u{200C}' => '⊠',
        '\u{200D}' => '⊞',
        '\u{2060}' => '⊟',
        '\u{FEFF}' => '⊡',
        // These are wide since Unicode 16 and narrow in older terminals. After them: the emoji of Unicode 16 and 17,
        // for which older terminals know no width.
        '\u{2630}'..='\u{2637}'
        | '\u{268A}'..='\u{268F}'
        | '\u{4DC0}'..='\u{4DFF}'
        | '\u{1D300}'..='\u{1D356}'
        | '\u{1D360}'..='\u{1D376}'
        | '\u{1F6D8}'
        | '\u{1FA89}'..='\u{1FA8F}'
        | '\u{1FABE}'
        | '\u{1FAC6}'
        | '\u{1FAC8}'
        | '\u{1FACD}'
        | '\u{1FADC}'
        | '\u{1FADF}'
        | '\u{1FAE9}'..='\u{1FAEB}'
        | '\u{1FAEF}' => UNKNOWN,
        _ => match CATEGORY.get(c) {
            Category::Control
            | Category::Unassigned
            | Category::PrivateUse
            | Category::Surrogate
            | Category::LineSeparator
            | Category::ParagraphSeparator => UNKNOWN,
            Category::Format => FORMAT,
            _ if IGNORABLE.contains(c) => FORMAT,
            _ => return None,
        },
    })
}
