//! The one table of commands. The keymap, the footer, the help page and the README's table are made from it.

use crate::edit::{Move, Step};
use crate::gold::{Layer, Status, Verdict};
use crate::lang::Words;

use super::{FilterBy, Mode, Model, Saving, State};

/// A side of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Where Arabic ends.
    Left,
    /// Where Arabic begins.
    Right,
}

/// A way through the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// As one reads on.
    Forward,
    /// Against it.
    Back,
}

/// Where to a bound is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// Up.
    Higher,
    /// Down.
    Lower,
}

/// What a note or a flag is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// What has the focus.
    Item,
    /// The article.
    Article,
}

/// What a key can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Take the focused suggestion.
    Accept,
    /// Refuse it.
    Reject,
    /// Take all pending ones with the same words and label.
    AcceptSame,
    /// Refuse all of those.
    RejectSame,
    /// Take all pending ones that score at least as high as the focused one.
    AcceptAbove,
    /// Refuse all pending ones that score no higher than the focused one.
    RejectBelow,
    /// The last deciding command again.
    Repeat,
    /// A digit of a count.
    Count,
    /// Propose the same words elsewhere.
    Propagate,
    /// Give the focused entity the label of a digit, or the quote a kind; in a selection: add an entity.
    Label,
    /// Take a verdict back.
    Reopen,
    /// Remove the focused mark.
    Remove,
    /// Move an edge of the focused span, or of the selection. Sides are visual.
    MoveEdge(Side, Move, Step),
    /// Let the edge keys move another part of the focused quote.
    NextPart,
    /// Begin to select.
    Select,
    /// Select the sentence.
    SelectSentence,
    /// Select what stands in quotation marks.
    SelectQuotation,
    /// Add a quote whose content is the selection.
    AddQuote,
    /// Add the selection to the content of the quote that had the focus.
    AddPart,
    /// Choose the speaker of the focused quote, or make the selection its speaker.
    SetSpeaker,
    /// Choose its cue, or make the selection its cue.
    SetCue,
    /// Choose the entity that the speaker of the focused quote is.
    LinkSpeaker,
    /// Say that the speaker of the focused quote is only implied, or that it is not.
    ImplySpeaker,
    /// Add the selection just as it is, stray space and punctuation too; or not.
    Exact,
    /// Move the whole selection by a letter, as it is seen.
    LetterTo(Side),
    /// Move the whole selection by a letter in reading order.
    Letter(Way),
    /// Select the next word, or the one before, in reading order.
    Word(Way),
    /// Select the last word of the line, or the first.
    LineEnd(Way),
    /// Write a note on the focused item, or on the article.
    Note(Scope),
    /// Flag the focused item, or the article, for discussion; or take the flag away.
    Flag(Scope),
    /// To the next pending suggestion.
    NextPending,
    /// To the one before.
    PreviousPending,
    /// To the next item, decided ones too.
    NextItem,
    /// To the one before.
    PreviousItem,
    /// To what lies left on the screen.
    GoLeft,
    /// To what lies right.
    GoRight,
    /// To the first item.
    FirstItem,
    /// To the last.
    LastItem,
    /// A screen forward.
    PageDown,
    /// A screen back.
    PageUp,
    /// To the next article.
    NextArticle,
    /// To the one before.
    PreviousArticle,
    /// Mark the article done, or take that back.
    Done,
    /// Take all that is pending and mark the article done.
    AcceptRest,
    /// Refuse all that is pending and mark the article done.
    RejectRest,
    /// Set the article aside, or take that back.
    Skip,
    /// Choose an article.
    Articles,
    /// Look for words.
    Find,
    /// To the next place where they stand.
    FindNext,
    /// To the place before.
    FindPrevious,
    /// See only some of the items.
    Filter(FilterBy),
    /// Show fewer, or more, of the suggestions that score low.
    Threshold(Bound),
    /// Run a command by its name.
    Palette,
    /// Take back.
    Undo,
    /// Do again.
    Redo,
    /// Tags under the lines, or not.
    Tags,
    /// The mouse for the workbench, or for the terminal.
    Mouse,
    /// The guidelines of the label set.
    Guidelines,
    /// The help page.
    Help,
    /// What could not be opened.
    Problems,
    /// Back out of what is open.
    Back,
    /// Stop the program and give the terminal back to the shell, to be resumed.
    Suspend,
    /// Save everything in another folder, and go on there.
    SaveAs,
    /// Leave.
    Quit,
}

/// In which modes a command can ever be valid: two commands that have none in common may share a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Modes(u8);

impl Modes {
    const REVIEW: Self = Self(1);
    const SELECT: Self = Self(2);
    const PICK: Self = Self(4);
    const PREVIEW: Self = Self(8);
    const FINISH: Self = Self(16);
    const SHEET: Self = Self(32);
    const ALL: Self = Self(63);

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Is there a mode that is in both?
    #[must_use]
    pub const fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Is the mode among them?
    #[must_use]
    pub const fn hold(self, mode: &Mode) -> bool {
        self.meet(match mode {
            Mode::Review => Self::REVIEW,
            Mode::Select(_) => Self::SELECT,
            Mode::Pick(_) => Self::PICK,
            Mode::Preview(_) => Self::PREVIEW,
            Mode::Finish => Self::FINISH,
            Mode::Help { .. } | Mode::Guidelines { .. } | Mode::Problems { .. } => Self::SHEET,
        })
    }
}

impl Command {
    /// Its row of the table.
    #[must_use]
    pub fn info(self) -> Option<&'static CommandInfo> {
        COMMANDS.iter().find(|info| info.command == self)
    }

    /// In which modes it can be valid; a test holds the table's `valid` to it.
    #[must_use]
    pub const fn modes(self) -> Modes {
        match self {
            Self::AddQuote
            | Self::AddPart
            | Self::SelectSentence
            | Self::SelectQuotation
            | Self::Exact
            | Self::LetterTo(_)
            | Self::Letter(_)
            | Self::Word(_)
            | Self::LineEnd(_) => Modes::SELECT,
            Self::MoveEdge(..)
            | Self::SetSpeaker
            | Self::SetCue
            | Self::NextItem
            | Self::PreviousItem
            | Self::GoLeft
            | Self::GoRight
            | Self::Tags
            | Self::Mouse
            | Self::Palette => Modes::REVIEW.and(Modes::SELECT),
            Self::Label => Modes::REVIEW.and(Modes::SELECT).and(Modes::PICK),
            Self::Select | Self::Reopen => Modes::REVIEW.and(Modes::PICK),
            Self::Accept => Modes::REVIEW.and(Modes::FINISH).and(Modes::PREVIEW),
            Self::Reject | Self::Done => Modes::REVIEW.and(Modes::FINISH),
            Self::PageDown | Self::PageUp | Self::Back | Self::Help | Self::Guidelines | Self::Quit | Self::Suspend => {
                Modes::ALL
            }
            _ => Modes::REVIEW,
        }
    }
}

/// A part of the help page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Deciding on suggestions.
    Review,
    /// Moving edges.
    Edges,
    /// Adding what no machine proposed.
    Add,
    /// Notes and flags.
    Notes,
    /// Moving about.
    Move,
    /// Articles.
    Articles,
    /// Finding words, seeing less.
    Find,
    /// The rest.
    Workbench,
}

impl Group {
    /// All of them, in the order of the help page.
    pub const ALL: [Self; 8] =
        [Self::Review, Self::Edges, Self::Add, Self::Notes, Self::Move, Self::Find, Self::Articles, Self::Workbench];

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> Words {
        match self {
            Self::Review => Words::new("Review", "المراجعة"),
            Self::Edges => Words::new("Edges of the focused span or the selection", "حدود العنصر الحالي أو التحديد"),
            Self::Add => Words::new("Add", "الإضافة"),
            Self::Notes => Words::new("Notes and flags", "الملاحظات والرايات"),
            Self::Move => Words::new("Move about", "التنقل"),
            Self::Find => Words::new("Find, and see less", "البحث والتصفية"),
            Self::Articles => Words::new("Articles", "المقالات"),
            Self::Workbench => Words::new("Workbench", "طاولة العمل"),
        }
    }
}

/// A row of the table.
pub struct CommandInfo {
    /// What it does.
    pub command: Command,
    /// Its name, for keymaps.
    pub name: &'static str,
    /// Its name in the palette.
    pub title: Words,
    /// A word or two for the footer.
    pub short: Words,
    /// A sentence for the help page.
    pub about: Words,
    /// Its default keys; several keys of [`Command::Label`] are the digits in order.
    pub keys: &'static [&'static str],
    /// Where the help page has it.
    pub group: Group,
    /// Does it make sense now?
    pub valid: fn(&Model) -> bool,
}

/// Each string in both languages: English, Arabic.
type Both = (&'static str, &'static str);

const fn row(
    command: Command,
    name: Both,
    keys: &'static [&'static str],
    group: Group,
    short: Both,
    about: Both,
    valid: fn(&Model) -> bool,
) -> CommandInfo {
    let [title, short, about] = [words(name), words(short), words(about)];
    CommandInfo { command, name: name.0, title, short, about, keys, group, valid }
}

const fn words((en, ar): Both) -> Words {
    Words::new(en, ar)
}

use Command as C;
use Group as G;
use Move::{Inward, Outward};
use Side::{Left, Right};
use Step::{Grapheme, Proclitic, Word};

/// Every command, in the order of the help page; the footer shows the valid ones in this order.
pub static COMMANDS: &[CommandInfo] = &[
    row(
        C::Accept,
        ("accept", "قبول"),
        &["a", "Enter"],
        G::Review,
        ("accept", "قبول"),
        (
            "Take the suggestion as it is and go to the next pending one. On a mark: go on.",
            "اقبل الاقتراح كما هو وانتقل إلى المعلق التالي. على علامة: انتقل فقط.",
        ),
        can_accept,
    ),
    row(
        C::Reject,
        ("reject", "رفض"),
        &["x"],
        G::Review,
        ("reject", "رفض"),
        (
            "Refuse the suggestion and go on; it is kept as a negative example. Works on accepted ones too.",
            "ارفض الاقتراح وانتقل؛ ويبقى مثالا سالبا. يعمل على المقبول أيضا.",
        ),
        can_reject,
    ),
    row(
        C::AcceptSame,
        ("accept-same", "قبول المماثل"),
        &["A"],
        G::Review,
        ("", ""),
        (
            "Take every pending suggestion of this article with the same words and label, as one step of undo.",
            "اقبل كل معلق في هذه المقالة له الكلمات نفسها والوسم نفسه، خطوة واحدة في التراجع.",
        ),
        on_pending,
    ),
    row(
        C::RejectSame,
        ("reject-same", "رفض المماثل"),
        &["X"],
        G::Review,
        ("", ""),
        (
            "Refuse every pending suggestion with the same words and label.",
            "ارفض كل معلق له الكلمات نفسها والوسم نفسه.",
        ),
        on_pending,
    ),
    row(
        C::AcceptAbove,
        ("accept-above", "قبول الأعلى درجة"),
        &["+"],
        G::Review,
        ("", ""),
        (
            "Take every pending suggestion that scores at least as high as this one; after a count (090+), at least that many hundredths.",
            "اقبل كل معلق لا تقل درجته عن درجة هذا؛ وبعد عدد (090 ثم المفتاح): لا تقل عن ذلك من المئة.",
        ),
        on_score,
    ),
    row(
        C::RejectBelow,
        ("reject-below", "رفض الأدنى درجة"),
        &["-"],
        G::Review,
        ("", ""),
        (
            "Refuse every pending suggestion that scores no higher than this one; after a count, no higher than that.",
            "ارفض كل معلق لا تزيد درجته على درجة هذا؛ وبعد عدد: لا تزيد على ذلك.",
        ),
        on_score,
    ),
    row(
        C::Repeat,
        ("repeat", "تكرار"),
        &["."],
        G::Review,
        ("", ""),
        (
            "The last verdict, label, edge move or verdict on many again, on what has the focus now.",
            "كرر آخر قرار أو وسم أو نقل حد أو قرار على كثير، على العنصر الحالي.",
        ),
        on_item,
    ),
    row(
        C::Label,
        ("label", "وسم"),
        &["1", "2", "3", "4", "5", "6", "7", "8", "9"],
        G::Review,
        ("label", "وسم"),
        (
            "Give the entity this label (a suggestion is taken with it); a quote: 1 direct, 2 indirect, 3 mixed. In a selection: add an entity with this label.",
            "أعط الكيان هذا الوسم (ويقبل الاقتراح معه)؛ وللاقتباس: 1 مباشر، 2 غير مباشر، 3 مختلط. في التحديد: أضف كيانا بهذا الوسم.",
        ),
        takes_a_digit,
    ),
    row(
        C::Propagate,
        ("propagate", "تعميم"),
        &["P"],
        G::Review,
        ("", ""),
        (
            "Show where the same words stand elsewhere, in this and in the other open articles, and propose them: Enter puts them up for review, Esc does not.",
            "أظهر مواضع الكلمات نفسها في هذه المقالة وفي المقالات المفتوحة الأخرى لاقتراحها: Enter يعرضها للمراجعة، وEsc لا يعرضها.",
        ),
        on_entity,
    ),
    row(
        C::Reopen,
        ("reopen", "إعادة فتح"),
        &["Backspace"],
        G::Review,
        ("reopen", "إعادة فتح"),
        ("Take the verdict back: the suggestion is pending again.", "اسحب القرار: يعود الاقتراح معلقا."),
        can_reopen,
    ),
    row(
        C::Remove,
        ("remove", "حذف"),
        &["r", "Delete"],
        G::Review,
        ("remove", "حذف"),
        (
            "Remove the mark. If a machine proposed it, it counts as rejected.",
            "احذف العلامة. وإن اقترحتها آلة فهي مرفوضة.",
        ),
        on_mark,
    ),
    row(
        C::MoveEdge(Left, Outward, Word),
        ("left-edge-out", "الحد الأيسر إلى الخارج"),
        &["h"],
        G::Edges,
        ("", ""),
        (
            "Left edge outward by a word (in Arabic: the end takes in the next word).",
            "الحد الأيسر إلى الخارج كلمة (في العربية: تدخل الكلمة التالية في آخره).",
        ),
        on_span,
    ),
    row(
        C::MoveEdge(Left, Inward, Word),
        ("left-edge-in", "الحد الأيسر إلى الداخل"),
        &["j"],
        G::Edges,
        ("", ""),
        ("Left edge inward by a word.", "الحد الأيسر إلى الداخل كلمة."),
        on_span,
    ),
    row(
        C::MoveEdge(Right, Inward, Word),
        ("right-edge-in", "الحد الأيمن إلى الداخل"),
        &["k"],
        G::Edges,
        ("", ""),
        ("Right edge inward by a word.", "الحد الأيمن إلى الداخل كلمة."),
        on_span,
    ),
    row(
        C::MoveEdge(Right, Outward, Word),
        ("right-edge-out", "الحد الأيمن إلى الخارج"),
        &["l"],
        G::Edges,
        ("edges", "الحدود"),
        (
            "Right edge outward by a word (in Arabic: the start takes in the word before).",
            "الحد الأيمن إلى الخارج كلمة (في العربية: تدخل الكلمة السابقة في أوله).",
        ),
        on_span,
    ),
    row(
        C::MoveEdge(Right, Inward, Proclitic),
        ("right-edge-in-proclitic", "الحد الأيمن بلا سابقة"),
        &["i"],
        G::Edges,
        ("", ""),
        (
            "Right edge inward by a proclitic: leaves out و ف ب ل ك س, and the first ل of لل.",
            "الحد الأيمن إلى الداخل سابقة: يخرج و ف ب ل ك س، واللام الأولى من لل.",
        ),
        on_span,
    ),
    row(
        C::MoveEdge(Right, Outward, Proclitic),
        ("right-edge-out-proclitic", "الحد الأيمن مع سابقة"),
        &["o"],
        G::Edges,
        ("proclitic", "سابقة"),
        ("Right edge outward by a proclitic: takes one in.", "الحد الأيمن إلى الخارج سابقة: يدخل واحدة."),
        on_span,
    ),
    row(
        C::MoveEdge(Left, Outward, Grapheme),
        ("left-edge-out-letter", "الحد الأيسر حرفا إلى الخارج"),
        &["H"],
        G::Edges,
        ("", ""),
        ("Left edge outward by a letter with its marks.", "الحد الأيسر إلى الخارج حرفا مع حركاته."),
        on_span,
    ),
    row(
        C::MoveEdge(Left, Inward, Grapheme),
        ("left-edge-in-letter", "الحد الأيسر حرفا إلى الداخل"),
        &["J"],
        G::Edges,
        ("", ""),
        ("Left edge inward by a letter.", "الحد الأيسر إلى الداخل حرفا."),
        on_span,
    ),
    row(
        C::MoveEdge(Right, Inward, Grapheme),
        ("right-edge-in-letter", "الحد الأيمن حرفا إلى الداخل"),
        &["K"],
        G::Edges,
        ("", ""),
        ("Right edge inward by a letter: leaves out a proclitic.", "الحد الأيمن إلى الداخل حرفا: يخرج سابقة."),
        on_span,
    ),
    row(
        C::MoveEdge(Right, Outward, Grapheme),
        ("right-edge-out-letter", "الحد الأيمن حرفا إلى الخارج"),
        &["L", "Alt-l"],
        G::Edges,
        ("by letter", "حرف"),
        ("Right edge outward by a letter.", "الحد الأيمن إلى الخارج حرفا."),
        on_span,
    ),
    row(
        C::NextPart,
        ("next-part", "الجزء التالي"),
        &["w"],
        G::Edges,
        ("part", "جزء"),
        (
            "On a quote: the edge keys move its speaker, then its cue, then its content again.",
            "على اقتباس: تنقل مفاتيح الحدود حدود القائل، ثم أداة الإسناد، ثم المقول من جديد.",
        ),
        on_quote,
    ),
    row(
        C::Select,
        ("select", "تحديد"),
        &["v"],
        G::Add,
        ("select", "تحديد"),
        (
            "Begin a selection: behind the focused entity; on a quote at its speaker, else its cue, else before its content. The arrows move it by words and lines, the edge keys change it.",
            "ابدأ تحديدا: بعد الكيان الحالي؛ وعلى اقتباس عند قائله، وإلا فأداة إسناده، وإلا فقبل مقوله. الأسهم تنقله كلمات وأسطرا، ومفاتيح الحدود تغيره.",
        ),
        in_review_or_pick,
    ),
    row(
        C::SelectSentence,
        ("select-sentence", "تحديد الجملة"),
        &["S"],
        G::Add,
        ("sentence", "جملة"),
        (
            "In a selection: the whole sentence; once more: the next one.",
            "في التحديد: الجملة كلها؛ ومرة أخرى: الجملة التالية.",
        ),
        in_selection,
    ),
    row(
        C::SelectQuotation,
        ("select-quotation", "تحديد ما بين علامتي التنصيص"),
        &["\""],
        G::Add,
        ("marks", "تنصيص"),
        (
            "In a selection: what stands in the quotation marks around it, or in the next ones.",
            "في التحديد: ما بين علامتي التنصيص المحيطتين به، أو التاليتين.",
        ),
        in_selection,
    ),
    row(
        C::AddQuote,
        ("add-quote", "إضافة اقتباس"),
        &["c"],
        G::Add,
        ("add quote", "إضافة اقتباس"),
        (
            "In a selection: add a quote with these words as its content.",
            "في التحديد: أضف اقتباسا تكون هذه الكلمات مقوله.",
        ),
        in_selection,
    ),
    row(
        C::AddPart,
        ("add-part", "إضافة جزء"),
        &["C", "Alt-c"],
        G::Add,
        ("add part", "إضافة جزء"),
        (
            "In a selection: add these words to the content of the quote that had the focus.",
            "في التحديد: أضف هذه الكلمات إلى مقول الاقتباس الذي بدأ التحديد منه.",
        ),
        in_selection_from_quote,
    ),
    row(
        C::SetSpeaker,
        ("set-speaker", "القائل"),
        &["s"],
        G::Add,
        ("speaker", "القائل"),
        (
            "Choose the speaker of the focused quote by number (Backspace clears it). In a selection: make that its speaker.",
            "اختر قائل الاقتباس الحالي برقمه (Backspace يزيله). في التحديد: اجعله قائله.",
        ),
        on_quote_or_selection_from_it,
    ),
    row(
        C::SetCue,
        ("set-cue", "أداة الإسناد"),
        &["e"],
        G::Add,
        ("cue", "الإسناد"),
        (
            "Choose the cue of the focused quote by number (Backspace clears it). In a selection: make that its cue.",
            "اختر أداة إسناد الاقتباس الحالي برقمها (Backspace يزيلها). في التحديد: اجعله أداة إسناده.",
        ),
        on_quote_or_selection_from_it,
    ),
    row(
        C::LinkSpeaker,
        ("link-speaker", "ربط القائل"),
        &["E"],
        G::Add,
        ("", ""),
        (
            "Choose by number the entity that the speaker of the focused quote is (Backspace takes the link away). An entity inside the speaker is linked by itself.",
            "اختر برقمه الكيان الذي هو قائل الاقتباس الحالي (Backspace يزيل الربط). والكيان الذي داخل القائل يرتبط من تلقاء نفسه.",
        ),
        on_quote_with_speaker,
    ),
    row(
        C::ImplySpeaker,
        ("imply-speaker", "قائل مقدر"),
        &["S"],
        G::Add,
        ("", ""),
        (
            "The speaker of the focused quote is only implied: its verb has no subject, and it points at another mention. Once more: it is the subject.",
            "قائل الاقتباس الحالي مقدر: ليس لفعله فاعل ظاهر، وهو يشير إلى ذكر آخر له. ومرة أخرى: هو الفاعل نفسه.",
        ),
        on_quote_with_speaker,
    ),
    row(
        C::Exact,
        ("exact", "كما هو"),
        &["x"],
        G::Add,
        ("exact", "كما هو"),
        (
            "In a selection: add it just as it is; without this, stray space and punctuation at its edges stay outside. Once more: trim again.",
            "في التحديد: أضفه كما هو؛ وبدون ذلك تبقى المسافات وعلامات الترقيم في طرفيه خارجه. ومرة أخرى: شذبه من جديد.",
        ),
        in_selection,
    ),
    row(
        C::Word(Way::Forward),
        ("next-word", "الكلمة التالية"),
        &["Tab"],
        G::Add,
        ("", ""),
        ("In a selection: select the next word in reading order.", "في التحديد: حدد الكلمة التالية في ترتيب القراءة."),
        in_selection,
    ),
    row(
        C::Word(Way::Back),
        ("previous-word", "الكلمة السابقة"),
        &["Shift-Tab"],
        G::Add,
        ("", ""),
        (
            "In a selection: select the word before in reading order.",
            "في التحديد: حدد الكلمة السابقة في ترتيب القراءة.",
        ),
        in_selection,
    ),
    row(
        C::LineEnd(Way::Back),
        ("line-start", "أول السطر"),
        &["Home"],
        G::Add,
        ("", ""),
        ("In a selection: select the first word of the line.", "في التحديد: حدد أول كلمة في السطر."),
        in_selection,
    ),
    row(
        C::LineEnd(Way::Forward),
        ("line-end", "آخر السطر"),
        &["End"],
        G::Add,
        ("", ""),
        ("In a selection: select the last word of the line.", "في التحديد: حدد آخر كلمة في السطر."),
        in_selection,
    ),
    row(
        C::LetterTo(Left),
        ("letter-left", "حرف إلى اليسار"),
        &["Shift-Left"],
        G::Add,
        ("", ""),
        ("In a selection: move all of it one letter to the left.", "في التحديد: انقله كله حرفا إلى اليسار."),
        in_selection,
    ),
    row(
        C::LetterTo(Right),
        ("letter-right", "حرف إلى اليمين"),
        &["Shift-Right"],
        G::Add,
        ("", ""),
        ("In a selection: move all of it one letter to the right.", "في التحديد: انقله كله حرفا إلى اليمين."),
        in_selection,
    ),
    row(
        C::Letter(Way::Forward),
        ("next-letter", "الحرف التالي"),
        &["."],
        G::Add,
        ("", ""),
        (
            "In a selection: move all of it one letter on in reading order.",
            "في التحديد: انقله كله حرفا إلى الأمام في ترتيب القراءة.",
        ),
        in_selection,
    ),
    row(
        C::Letter(Way::Back),
        ("previous-letter", "الحرف السابق"),
        &[","],
        G::Add,
        ("", ""),
        (
            "In a selection: move all of it one letter back in reading order.",
            "في التحديد: انقله كله حرفا إلى الخلف في ترتيب القراءة.",
        ),
        in_selection,
    ),
    row(
        C::Flag(Scope::Item),
        ("flag", "راية"),
        &["Y"],
        G::Notes,
        ("", ""),
        (
            "Flag the item for discussion, whatever its verdict; once more: take the flag away.",
            "ضع راية على العنصر لمناقشته مهما كان القرار فيه؛ ومرة أخرى: أزلها.",
        ),
        on_item,
    ),
    row(
        C::Note(Scope::Item),
        ("note", "ملاحظة"),
        &["N"],
        G::Notes,
        ("", ""),
        (
            "Write a note on the item, or change it; an empty one removes it.",
            "اكتب ملاحظة على العنصر أو عدلها؛ والفارغة تحذفها.",
        ),
        on_item,
    ),
    row(
        C::Flag(Scope::Article),
        ("flag-article", "راية على المقالة"),
        &["; y"],
        G::Notes,
        ("", ""),
        (
            "Flag the article for discussion; once more: take the flag away.",
            "ضع راية على المقالة لمناقشتها؛ ومرة أخرى: أزلها.",
        ),
        in_review,
    ),
    row(
        C::Note(Scope::Article),
        ("note-article", "ملاحظة على المقالة"),
        &["; n"],
        G::Notes,
        ("", ""),
        ("Write a note on the article, or change it.", "اكتب ملاحظة على المقالة أو عدلها."),
        in_review,
    ),
    row(
        C::NextPending,
        ("next-pending", "المعلق التالي"),
        &["Tab"],
        G::Move,
        ("next", "التالي"),
        ("To the next pending suggestion.", "إلى الاقتراح المعلق التالي."),
        in_review,
    ),
    row(
        C::PreviousPending,
        ("previous-pending", "المعلق السابق"),
        &["Shift-Tab"],
        G::Move,
        ("", ""),
        ("To the pending suggestion before.", "إلى الاقتراح المعلق السابق."),
        in_review,
    ),
    row(
        C::NextItem,
        ("next-item", "العنصر التالي"),
        &["Down"],
        G::Move,
        ("", ""),
        (
            "To the next item of the list, decided ones too; in a selection: a line down.",
            "إلى العنصر التالي في القائمة ولو حسم؛ في التحديد: سطر إلى أسفل.",
        ),
        on_page,
    ),
    row(
        C::PreviousItem,
        ("previous-item", "العنصر السابق"),
        &["Up"],
        G::Move,
        ("", ""),
        ("To the item before; in a selection: a line up.", "إلى العنصر السابق؛ في التحديد: سطر إلى أعلى."),
        on_page,
    ),
    row(
        C::GoLeft,
        ("left", "يسار"),
        &["Left"],
        G::Move,
        ("", ""),
        (
            "To the item, or in a selection the word, that lies left.",
            "إلى العنصر الذي على اليسار، أو الكلمة في التحديد.",
        ),
        on_page,
    ),
    row(
        C::GoRight,
        ("right", "يمين"),
        &["Right"],
        G::Move,
        ("", ""),
        (
            "To the item, or in a selection the word, that lies right.",
            "إلى العنصر الذي على اليمين، أو الكلمة في التحديد.",
        ),
        on_page,
    ),
    row(
        C::FirstItem,
        ("first-item", "العنصر الأول"),
        &["Home"],
        G::Move,
        ("", ""),
        ("To the first item.", "إلى العنصر الأول."),
        in_review,
    ),
    row(
        C::LastItem,
        ("last-item", "العنصر الأخير"),
        &["End"],
        G::Move,
        ("", ""),
        ("To the last item.", "إلى العنصر الأخير."),
        in_review,
    ),
    row(
        C::PageDown,
        ("page-down", "شاشة إلى أسفل"),
        &["PageDown", "Space"],
        G::Move,
        ("", ""),
        ("Scroll a screen forward; the focus stays where it is.", "مرر شاشة إلى الأمام؛ ويبقى العنصر الحالي كما هو."),
        always,
    ),
    row(
        C::PageUp,
        ("page-up", "شاشة إلى أعلى"),
        &["PageUp"],
        G::Move,
        ("", ""),
        ("Scroll a screen back.", "مرر شاشة إلى الخلف."),
        always,
    ),
    row(
        C::NextArticle,
        ("next-article", "المقالة التالية"),
        &["n"],
        G::Articles,
        ("article", "مقالة"),
        ("To the next article.", "إلى المقالة التالية."),
        in_review,
    ),
    row(
        C::PreviousArticle,
        ("previous-article", "المقالة السابقة"),
        &["p"],
        G::Articles,
        ("", ""),
        ("To the article before.", "إلى المقالة السابقة."),
        in_review,
    ),
    row(
        C::Done,
        ("done", "إنهاء المقالة"),
        &["d"],
        G::Articles,
        ("done", "إنهاء"),
        (
            "Mark the article done and go to the next; on one that is done: take that back.",
            "اجعل المقالة منتهية وانتقل إلى التالية؛ وعلى المنتهية: اسحب ذلك.",
        ),
        in_review_or_finishing,
    ),
    row(
        C::AcceptRest,
        ("accept-rest", "قبول الباقي"),
        &["D", "Alt-d"],
        G::Articles,
        ("", ""),
        (
            "Take all that is pending, mark the article done and go to the next: one step of undo.",
            "اقبل كل المعلق واجعل المقالة منتهية وانتقل إلى التالية: خطوة تراجع واحدة.",
        ),
        on_open_article,
    ),
    row(
        C::RejectRest,
        ("reject-rest", "رفض الباقي"),
        &["Alt-x"],
        G::Articles,
        ("", ""),
        (
            "Refuse all that is pending, mark the article done and go to the next: one step of undo.",
            "ارفض كل المعلق واجعل المقالة منتهية وانتقل إلى التالية: خطوة تراجع واحدة.",
        ),
        on_open_article,
    ),
    row(
        C::Skip,
        ("skip", "تأجيل المقالة"),
        &["z"],
        G::Articles,
        ("", ""),
        (
            "Set the article aside and go to the next; on a skipped one: take that back.",
            "أجل المقالة وانتقل إلى التالية؛ وعلى المؤجلة: اسحب ذلك.",
        ),
        in_review,
    ),
    row(
        C::Undo,
        ("undo", "تراجع"),
        &["u"],
        G::Workbench,
        ("undo", "تراجع"),
        ("Take the last change of this article back.", "تراجع عن آخر تغيير في هذه المقالة."),
        can_undo,
    ),
    row(
        C::Redo,
        ("redo", "إعادة"),
        &["Ctrl-r"],
        G::Workbench,
        ("redo", "إعادة"),
        ("Do again what was taken back.", "أعد ما تراجعت عنه."),
        can_redo,
    ),
    row(
        C::Articles,
        ("articles", "الانتقال إلى مقالة"),
        &["g"],
        G::Articles,
        ("go to", "انتقال"),
        (
            "Go to another article: type a part of its title or id, or its number; Tab shows only those of one status, or the flagged ones.",
            "انتقل إلى مقالة أخرى: اكتب جزءا من عنوانها أو معرفها، أو رقمها؛ وTab يظهر ما له حالة واحدة فقط، أو ما عليه راية.",
        ),
        in_review,
    ),
    row(
        C::Find,
        ("find", "بحث"),
        &["/"],
        G::Find,
        ("find", "بحث"),
        (
            "Look for words, however they are written; a space before or behind them binds them to a word's edge. A selection then begins at what was found.",
            "ابحث عن كلمات كيفما كتبت؛ والمسافة قبلها أو بعدها تربطها بحد الكلمة. ويبدأ التحديد بعدها مما وجد.",
        ),
        in_review,
    ),
    row(
        C::FindNext,
        ("find-next", "الموضع التالي"),
        &["f"],
        G::Find,
        ("next match", "الموضع التالي"),
        ("To the next place where they stand.", "إلى الموضع التالي لما تبحث عنه."),
        has_find,
    ),
    row(
        C::FindPrevious,
        ("find-previous", "الموضع السابق"),
        &["F", "Alt-f"],
        G::Find,
        ("", ""),
        ("To the place before.", "إلى الموضع السابق."),
        has_find,
    ),
    row(
        C::Filter(FilterBy::Entities),
        ("filter-entities", "تصفية: الكيانات"),
        &["\\ e"],
        G::Find,
        ("filter", "تصفية"),
        (
            "List and go through entities only; once more: all again.",
            "القائمة والتنقل للكيانات فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        in_review,
    ),
    row(
        C::Filter(FilterBy::Quotes),
        ("filter-quotes", "تصفية: الاقتباسات"),
        &["\\ q"],
        G::Find,
        ("", ""),
        (
            "List and go through quotes only; once more: all again.",
            "القائمة والتنقل للاقتباسات فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        in_review,
    ),
    row(
        C::Threshold(Bound::Higher),
        ("threshold-up", "رفع حد الدرجة"),
        &["\\ +"],
        G::Find,
        ("", ""),
        (
            "Hide suggestions of the built-in machine that score low: the bound goes up by five hundredths.",
            "إخفاء اقتراحات الآلة المدمجة منخفضة الدرجة: يرتفع الحد خمسة من مئة.",
        ),
        in_review,
    ),
    row(
        C::Threshold(Bound::Lower),
        ("threshold-down", "خفض حد الدرجة"),
        &["\\ -"],
        G::Find,
        ("", ""),
        ("Show more of them again: the bound goes down.", "إظهار المزيد منها: ينخفض الحد."),
        in_review,
    ),
    row(
        C::Filter(FilterBy::Pending),
        ("filter-pending", "تصفية: المعلق"),
        &["\\ p"],
        G::Find,
        ("", ""),
        (
            "List and go through what is pending only; once more: all again.",
            "القائمة والتنقل للمعلق فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        in_review,
    ),
    row(
        C::Filter(FilterBy::NoRejected),
        ("filter-rejected", "تصفية: إخفاء المرفوض"),
        &["\\ r"],
        G::Find,
        ("", ""),
        ("Hide what is rejected from the list; once more: show it.", "أخف المرفوض من القائمة؛ ومرة أخرى: أظهره."),
        in_review,
    ),
    row(
        C::Filter(FilterBy::Flagged),
        ("filter-flagged", "تصفية: ذو الراية"),
        &["\\ y"],
        G::Find,
        ("", ""),
        (
            "List and go through what is flagged for discussion only; once more: all again.",
            "القائمة والتنقل لما عليه راية فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        in_review,
    ),
    row(
        C::Filter(FilterBy::Noted),
        ("filter-noted", "تصفية: ذو الملاحظة"),
        &["\\ n"],
        G::Find,
        ("", ""),
        (
            "List and go through what has a note only; once more: all again.",
            "القائمة والتنقل لما عليه ملاحظة فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        in_review,
    ),
    row(
        C::Filter(FilterBy::Label),
        ("filter-label", "تصفية: وسم"),
        &["\\ 1", "\\ 2", "\\ 3", "\\ 4", "\\ 5", "\\ 6", "\\ 7", "\\ 8", "\\ 9"],
        G::Find,
        ("", ""),
        (
            "List and go through entities with this label only; once more: all again.",
            "القائمة والتنقل للكيانات ذات هذا الوسم فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        in_review,
    ),
    row(
        C::Filter(FilterBy::Nothing),
        ("filter-nothing", "بلا تصفية"),
        &["\\ \\"],
        G::Find,
        ("", ""),
        ("List and go through everything again.", "القائمة والتنقل لكل شيء من جديد."),
        in_review,
    ),
    row(
        C::Palette,
        ("palette", "لوحة الأوامر"),
        &[":"],
        G::Workbench,
        ("commands", "الأوامر"),
        ("Run a command: type a part of its name or of what it does.", "نفذ أمرا: اكتب جزءا من اسمه أو مما يفعله."),
        on_page,
    ),
    row(
        C::Count,
        ("count", "عدد"),
        &["0"],
        G::Workbench,
        ("", ""),
        (
            "Begins a count: 03Tab goes to the third pending suggestion from here; what it changes is one step of undo.",
            "يبدأ عددا: 03Tab يذهب إلى الاقتراح المعلق الثالث من هنا؛ وما يغيره خطوة تراجع واحدة.",
        ),
        in_review,
    ),
    row(
        C::Tags,
        ("tags", "الوسوم على الصفحة"),
        &["t"],
        G::Workbench,
        ("", ""),
        (
            "Show the labels on the page, under the words, or hide them.",
            "أظهر الوسوم على الصفحة تحت الكلمات، أو أخفها.",
        ),
        on_page,
    ),
    row(
        C::Mouse,
        ("mouse", "الفأرة"),
        &["m"],
        G::Workbench,
        ("", ""),
        (
            "Let the mouse point at spans, select a word by a click and more by dragging, and scroll; or leave it to the terminal for copying.",
            "اجعل الفأرة تشير إلى العناصر وتحدد كلمة بنقرة وأكثر بالسحب وتمرر الصفحة؛ أو اتركها للطرفية من أجل النسخ.",
        ),
        on_page,
    ),
    row(
        C::Problems,
        ("problems", "المشكلات"),
        &["!"],
        G::Workbench,
        ("problems", "المشكلات"),
        ("Show what could not be opened or saved, and why.", "أظهر ما تعذر فتحه أو حفظه، وسبب ذلك."),
        has_problems,
    ),
    row(
        C::Back,
        ("back", "رجوع"),
        &["Esc"],
        G::Workbench,
        ("back", "رجوع"),
        (
            "Back out of a selection, of what was found, of the help page or a message.",
            "ارجع من التحديد، أو مما وجد، أو من صفحة المساعدة، أو من رسالة.",
        ),
        can_go_back,
    ),
    row(
        C::Guidelines,
        ("guidelines", "الإرشادات"),
        &["I"],
        G::Workbench,
        ("guidelines", "الإرشادات"),
        (
            "What each label is for, with examples; the label of the focus first. A selection or a choice stays open below.",
            "ما يراد بكل وسم مع أمثلة؛ ووسم العنصر الحالي أولا. ويبقى التحديد أو الاختيار مفتوحا تحتها.",
        ),
        guides,
    ),
    row(
        C::Help,
        ("help", "مساعدة"),
        &["?", "F1"],
        G::Workbench,
        ("help", "مساعدة"),
        ("This page.", "هذه الصفحة."),
        helps,
    ),
    row(
        C::SaveAs,
        ("save-as", "حفظ باسم"),
        &["Ctrl-s"],
        G::Workbench,
        ("", ""),
        (
            "Save in another folder: everything begun, with its history; work goes on there. For a full or broken disk.",
            "احفظ في مجلد آخر: كل ما بدئ مع سجل تغييراته؛ ويستمر العمل هناك. لقرص ممتلئ أو معطل.",
        ),
        in_review,
    ),
    row(
        C::Quit,
        ("quit", "خروج"),
        &["q"],
        G::Workbench,
        ("quit", "خروج"),
        ("Leave; every verdict is saved already.", "اخرج؛ كل قرار محفوظ من قبل."),
        always,
    ),
    row(
        C::Suspend,
        ("suspend", "إيقاف مؤقت"),
        &["Ctrl-z"],
        G::Workbench,
        ("", ""),
        ("Stop, and go on with fg (Unix).", "أوقف البرنامج مؤقتا، وتابع بالأمر fg (في Unix)."),
        always,
    ),
];

fn always(_: &Model) -> bool {
    true
}

fn in_review(model: &Model) -> bool {
    model.mode == Mode::Review
}

fn on_page(model: &Model) -> bool {
    matches!(model.mode, Mode::Review | Mode::Select(_))
}

fn in_selection(model: &Model) -> bool {
    matches!(model.mode, Mode::Select(_))
}

fn in_selection_from_quote(model: &Model) -> bool {
    let Mode::Select(selection) = &model.mode else { return false };
    let body = || model.document()?.body(selection.from.as_ref()?);
    body().is_some_and(|(body, _)| body.frame().is_some())
}

fn state(model: &Model) -> Option<State> {
    in_review(model).then(|| model.document()?.focused().map(|item| item.state)).flatten()
}

fn on_item(model: &Model) -> bool {
    state(model).is_some()
}

fn on_live(model: &Model) -> bool {
    matches!(state(model), Some(State::Pending | State::Decided(_)))
}

/// On a pending suggestion, whose score is meant; or after a count, which is one.
fn on_score(model: &Model) -> bool {
    on_pending(model) || in_review(model) && model.count.is_some()
}

fn on_pending(model: &Model) -> bool {
    state(model) == Some(State::Pending)
}

/// On the focused item, or where the rest of an article or a preview is decided at once.
fn can_accept(model: &Model) -> bool {
    on_item(model) || matches!(model.mode, Mode::Finish | Mode::Preview(_))
}

fn can_reject(model: &Model) -> bool {
    on_live(model) || model.mode == Mode::Finish
}

/// A verdict can be taken back, or a part of a quote be cleared.
fn can_reopen(model: &Model) -> bool {
    on_decided(model) || matches!(model.mode, Mode::Pick(_))
}

fn takes_a_digit(model: &Model) -> bool {
    on_item_or_selection(model) || matches!(model.mode, Mode::Pick(_))
}

fn on_open_article(model: &Model) -> bool {
    in_review(model) && model.document().is_some_and(|document| document.annotation.status != Status::Done)
}

fn in_review_or_pick(model: &Model) -> bool {
    matches!(model.mode, Mode::Review | Mode::Pick(_))
}

fn in_review_or_finishing(model: &Model) -> bool {
    matches!(model.mode, Mode::Review | Mode::Finish)
}

fn focused_layer(model: &Model) -> Option<Layer> {
    let document = model.document().filter(|_| in_review(model))?;
    document.body(document.focus.as_ref()?).map(|(body, _)| body.layer())
}

fn on_entity(model: &Model) -> bool {
    focused_layer(model) == Some(Layer::Entity)
}

fn on_quote(model: &Model) -> bool {
    focused_layer(model) == Some(Layer::Quote)
}

fn on_quote_with_speaker(model: &Model) -> bool {
    let focused = || {
        let document = model.document().filter(|_| in_review(model))?;
        document.body(document.focus.as_ref()?)?.0.frame()?.speaker.as_ref()
    };
    focused().is_some()
}

fn on_quote_or_selection_from_it(model: &Model) -> bool {
    on_quote(model) || in_selection_from_quote(model)
}

fn on_mark(model: &Model) -> bool {
    matches!(state(model), Some(State::Decided(_)))
}

fn guides(model: &Model) -> bool {
    !matches!(model.mode, Mode::Guidelines { .. })
}

fn helps(model: &Model) -> bool {
    !matches!(model.mode, Mode::Help { .. })
}

/// On something that a machine proposed and a person decided.
fn on_decided(model: &Model) -> bool {
    matches!(state(model), Some(State::Decided(Verdict::Accepted | Verdict::Fixed) | State::Rejected))
}

fn on_item_or_selection(model: &Model) -> bool {
    on_item(model) || in_selection(model)
}

fn on_span(model: &Model) -> bool {
    on_item_or_selection(model)
}

fn can_undo(model: &Model) -> bool {
    in_review(model) && model.document().is_some_and(|document| document.history.can_undo())
}

fn can_redo(model: &Model) -> bool {
    in_review(model) && model.document().is_some_and(|document| document.history.can_redo())
}

fn has_find(model: &Model) -> bool {
    in_review(model) && model.seek.find.is_some()
}

fn has_problems(model: &Model) -> bool {
    in_review(model) && (!model.problems.is_empty() || model.saving() == Saving::Failed)
}

fn can_go_back(model: &Model) -> bool {
    !in_review(model) || model.notice.is_some() || model.count.is_some() || model.seek.find.is_some()
}
