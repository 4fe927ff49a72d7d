//! Keyboard layouts: the Latin key in the place of a letter of another script, so that commands work without switching
//! layouts.
//!
//! The tables have the layouts as X11 ships them (`xkeyboard-config`); Windows and macOS agree but for a few signs. A sign
//! that a Latin keyboard has too is not in a table, because it does not show which layout is on.

use std::fmt;

use super::key::{Key, KeyCode};

/// A layout that the workbench knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Arabic (101).
    Arabic,
    /// Persian (ISIRI 9147).
    Persian,
    /// Urdu as on Windows (NLA).
    Urdu,
    /// Urdu, phonetic (CRULP).
    UrduPhonetic,
    /// Kurdish (Sorani).
    Kurdish,
    /// Hebrew (SI 1452).
    Hebrew,
}

/// The keys of a Latin keyboard in the order of the tables, first without Shift, then with it.
const LATIN: [&str; 2] = ["qwertyuiop[]asdfghjkl;'zxcvbnm,./`", "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?~"];

/// A key that types a Latin sign or none.
const NONE: char = '·';

/// The letters that each layout types with the keys of [`LATIN`].
const TABLES: [(Layout, [&str; 2]); 6] = [
    (
        Layout::Arabic,
        [
            "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوزظذ",
            "\u{64E}\u{64B}\u{64F}\u{64C}ﻹإ·÷×؛··\u{650}\u{64D}··ﻷأـ،····\u{652}··ﻵآ\u{2019}··؟\u{651}",
        ],
    ),
    (
        Layout::Persian,
        [
            "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو···",
            "\u{652}\u{64C}\u{64D}\u{64B}\u{64F}\u{650}\u{64E}\u{651}····ؤئيإأآة»«·؛كٓژ\u{670}·\u{654}ء··؟÷",
        ],
    ),
    (Layout::Urdu, ["طصھدٹپتبجح··مورنلہاکی؛·قفےسشغع،۔··", "ظضذڈث\u{651}ۃـچخ··ژزڑںۂءآگي····ۓ·ؤئ···؟·"]),
    (
        Layout::UrduPhonetic,
        ["قوعرتےءیہپ··اسدفگحجکل؛·زشچطبنم،۔··", "\u{652}·\u{670}ڑٹ\u{64E}ئ\u{650}ۃ\u{64F}··آصڈ·غھضخ···ذژثظ·ں···؟·"],
    ),
    (Layout::Kurdish, ["قوەرتیئحۆپ··اسدفگهژکل؛·زخجڤبنم،···", "···ڕطێءعؤث··آشذإغ·أكڵ··ضصچظىة···؟÷"]),
    (Layout::Hebrew, ["··קראטוןםפ··שדגכעיחלךף·זסבהנמצתץ··", "··································"]),
];

impl Layout {
    /// All layouts. Of those that have a letter, an earlier one is the likelier one.
    pub const ALL: [Self; 6] =
        [Self::Arabic, Self::Persian, Self::Urdu, Self::Kurdish, Self::UrduPhonetic, Self::Hebrew];

    /// The name in `keymap.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Arabic => "arabic",
            Self::Persian => "persian",
            Self::Urdu => "urdu",
            Self::UrduPhonetic => "urdu-phonetic",
            Self::Kurdish => "kurdish",
            Self::Hebrew => "hebrew",
        }
    }

    /// The layout of the language of a locale such as `fa_IR.UTF-8`; `None` for languages that have none of these.
    #[must_use]
    pub fn of_locale(name: &str) -> Option<Self> {
        Some(match name.split(['_', '-', '.', '@']).next()? {
            "ar" => Self::Arabic,
            "fa" => Self::Persian,
            "ur" => Self::Urdu,
            "ckb" => Self::Kurdish,
            "he" | "iw" => Self::Hebrew,
            _ => return None,
        })
    }

    /// The Latin key in the place of a letter.
    ///
    /// ```
    /// use tawsim::workbench::Layout;
    /// assert_eq!(Layout::Arabic.latin('ز'), Some('.'));
    /// assert_eq!(Layout::Persian.latin('ز'), Some('c'));
    /// assert_eq!(Layout::Hebrew.latin('ש'), Some('a'));
    /// ```
    #[must_use]
    pub fn latin(self, letter: char) -> Option<char> {
        self.unshifted(letter).or_else(|| self.in_row(1, letter))
    }

    /// The letter in the place of a Latin key.
    fn typed(self, latin: char) -> Option<char> {
        let (_, tables) = TABLES.iter().find(|(layout, _)| *layout == self)?;
        let places = LATIN.iter().zip(tables).flat_map(|(row, typed)| row.chars().zip(typed.chars()));
        places.filter(|(place, typed)| *place == latin && *typed != NONE).map(|(_, typed)| typed).next()
    }

    /// The Latin key in the place of a letter that is typed without Shift.
    fn unshifted(self, letter: char) -> Option<char> {
        self.in_row(0, letter)
    }

    fn in_row(self, row: usize, letter: char) -> Option<char> {
        let (_, tables) = TABLES.iter().find(|(layout, _)| *layout == self)?;
        let typed = tables.get(row)?.chars();
        let found = typed.zip(LATIN.get(row)?.chars()).find(|(typed, _)| *typed == letter && letter != NONE);
        found.map(|(_, latin)| latin)
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The keyboard of the user: what is known of its layout.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keyboard {
    /// The layout that `keymap.toml` names.
    chosen: Option<Layout>,
    /// Letters of `keymap.toml` with their Latin keys.
    own: Vec<(char, char)>,
    /// The layout that the letters typed so far belong to.
    seen: Option<Layout>,
    /// The layout of the user's language.
    likely: Option<Layout>,
}

impl Keyboard {
    /// A keyboard as `keymap.toml` describes it.
    pub(super) const fn described(chosen: Option<Layout>, own: Vec<(char, char)>) -> Self {
        Self { chosen, own, seen: None, likely: None }
    }

    /// Takes the layout of the user's language where neither `keymap.toml` nor a typed letter says another.
    pub const fn expect(&mut self, likely: Option<Layout>) {
        self.likely = likely;
    }

    /// The layout, as far as it is known; Arabic at first.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.chosen.or(self.seen).or(self.likely).unwrap_or(Layout::Arabic)
    }

    /// The key that the same place on the keyboard gives in a Latin layout. A letter that the layout lacks is read as in
    /// the first layout that has it.
    #[must_use]
    pub fn latin(&self, key: Key) -> Key {
        let KeyCode::Char(c) = key.code else { return key };
        let own = self.own.iter().find(|(typed, _)| *typed == c).map(|(_, latin)| *latin);
        let latin = own.or_else(|| digit(c)).or_else(|| self.layout().latin(c));
        let latin = latin.or_else(|| Layout::ALL.into_iter().find_map(|layout| layout.latin(c)));
        Key { code: KeyCode::Char(latin.unwrap_or(c)), ..key }
    }

    /// The letter that the user's layout types in the place of a Latin one.
    ///
    /// ```
    /// use tawsim::workbench::Keyboard;
    /// assert_eq!(Keyboard::default().typed('a'), 'ش');
    /// ```
    #[must_use]
    pub fn typed(&self, latin: char) -> char {
        let own = self.own.iter().find(|(_, place)| *place == latin).map(|(typed, _)| *typed);
        own.or_else(|| self.layout().typed(latin)).unwrap_or(latin)
    }

    /// Learns from a letter that was typed which layout is on.
    pub(super) fn observe(&mut self, key: Key) {
        let KeyCode::Char(c) = key.code else { return };
        let here = self.layout();
        let others = Layout::ALL.into_iter().filter(|layout| *layout != here);
        let mut others = others.filter(|layout| layout.unshifted(c).is_some());
        let known = here.unshifted(c).is_some();
        // With Shift the letter may be on this layout too. Where the layout is only a guess, that is not likely.
        let with_shift = here.latin(c).is_some() && (self.likely.is_some() || !c.is_alphabetic());
        if !known
            && !with_shift
            && let Some(first) = others.next()
        {
            self.seen = Some(first);
        } else if known && self.seen.is_none() && !others.any(|layout| layout == Layout::Persian) {
            self.seen = Some(self.layout());
        }
    }

    /// Takes it that the layout is the present one, because the user has confirmed a letter.
    pub(super) fn confirm(&mut self) {
        self.seen = Some(self.layout());
    }

    /// The Latin keys that a letter may stand for, while nothing shows whether the keyboard is Arabic or Persian: the two
    /// have most letters in the same places, but not this one.
    #[must_use]
    pub fn doubt(&self, key: Key) -> Option<[Key; 2]> {
        let KeyCode::Char(c) = key.code else { return None };
        let decided = self.chosen.is_some() || self.seen.is_some() || self.likely.is_some();
        if decided || self.own.iter().any(|(typed, _)| *typed == c) {
            return None;
        }
        let [arabic, persian] = [Layout::Arabic.unshifted(c)?, Layout::Persian.unshifted(c)?];
        let with = |latin| Key { code: KeyCode::Char(latin), ..key };
        (arabic != persian).then(|| [with(arabic), with(persian)])
    }

    /// The ways to read typed words: as they are, then with the Latin keys of this keyboard.
    #[must_use]
    pub fn readings(&self, words: &str) -> Vec<String> {
        let latin = |c| match self.latin(Key::plain(KeyCode::Char(c))).code {
            KeyCode::Char(latin) => latin,
            _ => c,
        };
        let latin: String = words.chars().map(latin).collect();
        let mut readings = vec![words.to_owned()];
        readings.extend((latin != words).then_some(latin));
        readings
    }
}

impl Key {
    /// The key that the same place on the keyboard gives in a Latin layout, if nothing is known of the user's keyboard: see
    /// [`Keyboard`].
    ///
    /// ```
    /// use tawsim::workbench::Key;
    /// let sheen: Key = "ش".parse().unwrap();
    /// assert_eq!(sheen.latin().to_string(), "a");
    /// assert_eq!("٣".parse::<Key>().unwrap().latin().to_string(), "3");
    /// ```
    #[must_use]
    pub fn latin(self) -> Self {
        Keyboard::default().latin(self)
    }
}

/// The digit of an Arabic or Persian digit.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        _ => return None,
    };
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(c: char) -> Key {
        Key::plain(KeyCode::Char(c))
    }

    #[test]
    fn no_two_keys_of_a_table_share_a_place_and_no_letter_is_ascii() {
        for (layout, tables) in TABLES {
            for (row, table) in tables.iter().enumerate() {
                assert_eq!(table.chars().count(), LATIN[row].chars().count(), "{layout} {row}");
                let mut letters: Vec<char> = table.chars().filter(|c| *c != NONE).collect();
                assert!(letters.iter().all(|c| !c.is_ascii()), "{layout}");
                letters.sort_unstable();
                let all = letters.len();
                letters.dedup();
                assert_eq!(letters.len(), all, "{layout} {row}");
            }
        }
        assert_eq!(Layout::ALL.len(), TABLES.len());
    }

    /// The same physical keys, letter by letter, as people of each layout find them.
    #[test]
    fn known_keys_of_each_layout() {
        for (layout, pairs) in [
            (Layout::Arabic, "شa ءx رv ز. ظ/ ىn ةm أH ؟? ضq ﻻb"),
            (Layout::Persian, "شa طx زc رv دn پm ذb ک; یd گ' ءM"),
            (Layout::Urdu, "مa فx ےc سv شb غn عm طq کk"),
            (Layout::UrduPhonetic, "اa شx چc طv بb نn مm قq"),
            (Layout::Kurdish, "اa خx جc ڤv بb نn مm قq ەe ێY شS"),
            (Layout::Hebrew, "שa סx בc הv נb מn צm קe"),
        ] {
            for pair in pairs.split(' ') {
                let mut chars = pair.chars();
                let (typed, latin) = (chars.next().unwrap(), chars.next().unwrap());
                assert_eq!(layout.latin(typed), Some(latin), "{layout} {typed}");
            }
        }
    }

    #[test]
    fn typed_letters_show_the_layout() {
        for (typed, layout) in [
            ("ش", Layout::Arabic),
            ("شی", Layout::Persian),
            ("ي", Layout::Arabic),
            ("یي", Layout::Arabic),
            ("ۆ", Layout::Kurdish),
            ("ٹ", Layout::Urdu),
            ("ש", Layout::Hebrew),
            ("aש٣ي", Layout::Arabic),
            ("،", Layout::Arabic),
        ] {
            let mut keyboard = Keyboard::default();
            typed.chars().for_each(|c| keyboard.observe(key(c)));
            assert_eq!(keyboard.layout(), layout, "{typed}");
        }
        let mut keyboard = Keyboard::default();
        keyboard.expect(Layout::of_locale("fa_IR.UTF-8"));
        assert_eq!((keyboard.layout(), keyboard.doubt(key('ز'))), (Layout::Persian, None));
        assert_eq!(Layout::of_locale("C.UTF-8"), None);
        // Shift-D on a Persian keyboard.
        keyboard.observe(key('ي'));
        assert_eq!((keyboard.layout(), keyboard.latin(key('ي'))), (Layout::Persian, key('D')));
    }

    #[test]
    fn a_letter_that_arabic_and_persian_have_in_different_places_is_in_doubt_at_first() {
        let mut keyboard = Keyboard::default();
        assert_eq!(keyboard.doubt(key('ش')), None);
        assert_eq!(keyboard.doubt(key('ز')), Some([key('.'), key('c')]));
        assert_eq!(keyboard.latin(key('ز')), key('.'));
        keyboard.observe(key('ی'));
        assert_eq!((keyboard.doubt(key('ز')), keyboard.latin(key('ز'))), (None, key('c')));
        let named = Keyboard::described(None, vec![('ز', 'k')]);
        assert_eq!((named.doubt(key('ز')), named.latin(key('ز'))), (None, key('k')));
    }
}
