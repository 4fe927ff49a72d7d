//! What the interface says, in English and in Arabic, side by side: a string that one of them lacks does not compile.
//!
//! For: the two languages and the user's locale, strings without arguments ([`Wording`]), messages with arguments
//! ([`say`]), and plurals by the rules of CLDR.
//!
//! May use: nothing. Must never know: any other room; layout and terminal above all. It gives strings in logical order;
//! `view` draws them from right to left.
//!
//! Invariants: no format string is looked up while the program runs, all are checked when it is compiled; what comes from
//! outside (a key's name, an article's words, a path) stands in an isolate in every Arabic message, so that it neither
//! turns round nor turns its neighbours. The isolates are [`ISOLATE`] and [`END_ISOLATE`], noncharacters for use inside
//! the program only: they reach neither a terminal nor a file.
//!
//! The Arabic is written without diacritics: some terminals misplace marks or drop them (README). The terms, used everywhere for the same thing:
//!
//! | term | for |
//! |---|---|
//! | اقتراح، معلق | suggestion, pending |
//! | قبول، رفض، إعادة فتح، حذف | accept, reject, reopen, remove |
//! | قرار، حسم | verdict or decision, decided |
//! | مقبول، معدل، مضاف، مرفوض | accepted, fixed, added, rejected |
//! | علامة | mark: what stands after a verdict |
//! | كيان، وسم، مجموعة الوسوم | entity, label, label set |
//! | اقتباس، المقول، أداة الإسناد، القائل، مقدر | quote, content, cue (قال as well as وفقا لـ), speaker, implied |
//! | مباشر، غير مباشر، مختلط | the kinds of quotes |
//! | العنصر الحالي | what has the focus |
//! | تحديد | selection |
//! | حد، إلى الخارج، إلى الداخل | edge, outward, inward |
//! | سابقة | proclitic (و ف ب ل ك س) |
//! | تراجع، إعادة | undo, redo |
//! | مقالة: جديدة، قيد العمل، منتهية، مؤجلة | article: new, in progress, done, skipped |
//! | بحث، موضع، تصفية، تعميم | find, match, filter, propagate |
//! | لوحة الأوامر، مفتاح | palette, key |
//! | المجلد الذهبي، الملف الذهبي، السجل | gold folder, gold file, journal |

mod locale;
mod parser;
mod plural;
pub mod say;
mod screen;

pub use parser::parser_message;
pub use plural::{Counted, Noun, Plural};
pub use screen::*;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, clap::ValueEnum)]
pub enum Lang {
    /// English, from left to right.
    #[default]
    En,
    /// Arabic, from right to left.
    Ar,
}

impl Lang {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::En, Self::Ar];

    /// Does it run from right to left?
    #[must_use]
    pub const fn is_rtl(self) -> bool {
        matches!(self, Self::Ar)
    }
}

/// A string of the interface, in both languages.
///
/// ```
/// use tawsim::lang::{Lang, Wording};
/// const UNDO: Wording = Wording::new("undo", "تراجع");
/// assert_eq!(UNDO.get(Lang::Ar), "تراجع");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording {
    /// In English.
    pub en: &'static str,
    /// In Arabic.
    pub ar: &'static str,
}

impl Wording {
    /// A string in both languages.
    #[must_use]
    pub const fn new(en: &'static str, ar: &'static str) -> Self {
        Self { en, ar }
    }

    /// It in one of them.
    #[must_use]
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Ar => self.ar,
        }
    }

    /// Says it nothing?
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.en.is_empty()
    }
}

/// Begins what is foreign to an Arabic message: it is laid out by itself, in its own direction.
pub const ISOLATE: char = '\u{FDD0}';
/// Ends it.
pub const END_ISOLATE: char = '\u{FDD1}';

/// Something from outside as it stands in a message of a language: in Arabic isolated. It cannot end the isolate itself.
///
/// ```
/// use tawsim::lang::{Lang, isolated};
/// assert_eq!(isolated(Lang::Ar, "Esc"), "\u{FDD0}Esc\u{FDD1}");
/// assert_eq!(isolated(Lang::En, "Esc"), "Esc");
/// assert_eq!(isolated(Lang::En, "a\u{FDD1}b"), "a\u{FFFD}b");
/// ```
#[must_use]
pub fn isolated(lang: Lang, foreign: &str) -> String {
    let clean = foreign.replace([ISOLATE, END_ISOLATE], "\u{FFFD}");
    match lang {
        Lang::En => clean,
        Lang::Ar => format!("{ISOLATE}{clean}{END_ISOLATE}"),
    }
}

/// A message without its isolates: for what does not draw it.
#[must_use]
pub fn without_isolates(message: &str) -> String {
    message.replace([ISOLATE, END_ISOLATE], "")
}

/// A message that is already said, to be a part of another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered(pub String);

/// What can stand in a message.
pub trait MessagePart {
    /// It as it stands in a message of a language.
    fn render(self, lang: Lang) -> impl std::fmt::Display;
}

impl MessagePart for &str {
    fn render(self, lang: Lang) -> impl std::fmt::Display {
        isolated(lang, self)
    }
}

impl MessagePart for Wording {
    fn render(self, lang: Lang) -> impl std::fmt::Display {
        self.get(lang)
    }
}

impl MessagePart for Rendered {
    fn render(self, _: Lang) -> impl std::fmt::Display {
        self.0
    }
}

impl MessagePart for usize {
    fn render(self, _: Lang) -> impl std::fmt::Display {
        self
    }
}

impl MessagePart for f64 {
    fn render(self, _: Lang) -> impl std::fmt::Display {
        format!("{self:.2}")
    }
}

impl MessagePart for Counted {
    fn render(self, lang: Lang) -> impl std::fmt::Display {
        self.get(lang)
    }
}
