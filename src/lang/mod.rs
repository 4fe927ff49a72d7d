//! The strings of the interface, in English and in Arabic. A string that lacks one language does not compile.
//!
//! It contains the two languages and the user's locale, strings without arguments ([`Wording`]), messages with
//! arguments ([`say`]), and plurals by the rules of CLDR.
//!
//! May use: no other room; `clap` (only to name the languages).
//!
//! Must never know: any other room, above all layout and the terminal. It returns strings in logical order; `view`
//! draws them.
//!
//! Invariants: the compiler checks all format strings; none is looked up at run time. Words from outside (the name of a
//! key, words of an article, a path) are inside an isolate in every Arabic message, so that they keep their own
//! direction and do not change the direction of the words beside them. The isolates are [`ISOLATE`] and
//! [`END_ISOLATE`], two noncharacters for use inside the program. They reach neither a terminal nor a file.
//!
//! The Arabic has no diacritics, because some terminals misplace or drop them. It uses these terms, and each of them
//! for one thing:
//!
//! | Arabic | English |
//! |---|---|
//! | اقتراح، معلق، برنامج الاقتراح | suggestion, pending, suggester |
//! | قبول، رفض، الإرجاع إلى المعلقات، حذف | accept, reject, reopen, remove |
//! | قرار، حسم | verdict or decision, to give a verdict |
//! | مقبول، معدل، مضاف، مرفوض | accepted, fixed, added, rejected |
//! | عنصر، عنصر موسوم | item, annotated item |
//! | كيان، وسم، مجموعة الوسوم | entity, label, label set |
//! | اقتباس، المقول، عبارة القول، القائل | quote, content, cue (قال as well as وفقا لـ), speaker |
//! | مستتر، ظاهر | implied, not implied (of a speaker) |
//! | مباشر، غير مباشر، مختلط | direct, indirect, mixed (kinds of quotes) |
//! | العنصر الحالي | the focused item |
//! | تحديد | selection |
//! | حد؛ وسع، قلص | edge; move it outward, inward |
//! | سابقة | proclitic (و ف ب ل ك س) |
//! | حركات | diacritics |
//! | علامة تنصيص، علامة ترقيم | quotation mark, punctuation mark |
//! | تراجع، إعادة | undo, redo |
//! | مقالة: جديدة، قيد العمل، مكتملة، مؤجلة | article: new, in progress, done, skipped |
//! | بحث، موضع، تصفية، تعميم | find, match, filter, propagate |
//! | درجة | score |
//! | راية، ملاحظة | flag, note |
//! | لوحة الأوامر، مفتاح | palette, key |
//! | المجلد الذهبي، الملف الذهبي، السجل | gold folder, gold file, journal |

mod difference_class;
mod locale;
mod parser;
mod plural;
mod report;
pub mod say;
mod screen;

pub use difference_class::difference_class;
pub use parser::parser_message;
pub use plural::{Counted, Noun, Plural};
pub use report::*;
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
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::En, Self::Ar];

    /// Returns true if the language is written from right to left.
    #[must_use]
    pub const fn is_rtl(self) -> bool {
        matches!(self, Self::Ar)
    }

    /// Returns what stands between two messages on one line.
    #[must_use]
    pub const fn between(self) -> &'static str {
        match self {
            Self::En => "; ",
            Self::Ar => "؛ ",
        }
    }
}

/// A string of the interface in both languages.
///
/// ```
/// use tawsim::lang::{Lang, Wording};
/// const UNDO: Wording = Wording::new("undo", "تراجع");
/// assert_eq!(UNDO.get(Lang::Ar), "تراجع");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording {
    /// The English string.
    pub en: &'static str,
    /// The Arabic string.
    pub ar: &'static str,
}

impl Wording {
    /// Makes a string of both languages.
    #[must_use]
    pub const fn new(en: &'static str, ar: &'static str) -> Self {
        Self { en, ar }
    }

    /// Returns the string in one language.
    #[must_use]
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Ar => self.ar,
        }
    }

    /// Returns true if the string is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.en.is_empty()
    }
}

/// Begins words from outside in an Arabic message. They are laid out separately, in their own direction.
pub const ISOLATE: char = '\u{FDD0}';
/// Ends them.
pub const END_ISOLATE: char = '\u{FDD1}';

/// Returns words from outside as they appear in a message: in Arabic inside an isolate. Isolate characters in the words
/// are replaced, so they cannot end the isolate.
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

/// Returns a message without isolates, for output that the page does not lay out.
#[must_use]
pub fn without_isolates(message: &str) -> String {
    message.replace([ISOLATE, END_ISOLATE], "")
}

/// A finished message or other text that is put into a message as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered(pub String);

/// A value that can be put into a message.
pub trait MessagePart {
    /// Returns the value as it appears in a message.
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
