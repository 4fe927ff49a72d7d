//! The model: everything the screen shows, as plain values. Only `update` changes it.
//!
//! May use: `lang`, `text`, `page`, `gold`, `edit`, `workbench/command/modes`, `workbench/command/name`,
//! `workbench/direction`, `workbench/document`, `workbench/effect`, `workbench/jump`, `workbench/key`, `workbench/keymap`, `workbench/order`,
//! `workbench/panes`,
//! `workbench/role`, `workbench/search`, `workbench/selection`.
//!
//! Must never know: the table of commands, and what a command does.

mod input;
mod messages;
mod mode;
mod readings;
mod scroll;
mod session;
mod settings;
mod side_list;
mod viewport;

use crate::edit::ItemRef;
use crate::gold::Status;
use crate::lang::{Lang, Rendered, Wording, say};
use crate::page::BaseDirection;
use crate::workbench::command::name::CommandName;
use crate::workbench::direction::ReadingDirection;
use crate::workbench::document::{Document, Documents, Item, ItemState};
use crate::workbench::effect::Effect;
use crate::workbench::jump::Jump;
use crate::workbench::key::Key;
use crate::workbench::order::Route;
use crate::workbench::panes::Panes;
use crate::workbench::search::Search;
use crate::workbench::search::input_line::InputLine;
use crate::workbench::search::picker::Picker;
use crate::workbench::search::prompt::{Prompt, Purpose};

pub(super) use self::input::Input;
pub(super) use self::messages::Messages;
pub use self::messages::Notice;
pub use self::mode::Mode;
pub use self::readings::{ReadingRow, ReadingStack, reader_letters};
pub use self::session::Saving;
pub(super) use self::session::{Leaving, Session};
pub use self::settings::{Adjudication, DifferenceOrder, Names, Settings};
pub(super) use self::viewport::Viewport;

/// Everything the screen shows.
#[derive(Debug)]
pub struct Model {
    /// Labels, annotator, layout, keys.
    pub settings: Settings,
    /// The articles, by their number in the corpus.
    pub documents: Documents,
    /// The number of the article on the screen, from 0.
    pub current: usize,
    /// The mode, which decides which commands the keys call.
    pub mode: Mode,
    /// The open line, the find, and the filter.
    pub search: Search,
    pub(super) messages: Messages,
    pub(super) input: Input,
    pub(super) viewport: Viewport,
    pub(super) session: Session,
    /// The way through the articles.
    pub(super) route: Route,
    pub(super) last_decision: Option<LastDecision>,
    pub(super) jump: Option<Jump>,
    /// The step of the tutorial, from 0; `None` outside of it.
    pub(super) lesson: Option<usize>,
}

/// The last command that decided something, for "." to repeat.
#[derive(Debug, Clone, Copy)]
pub(super) struct LastDecision {
    /// The function of the command.
    pub(super) run: fn(&mut Model, u16) -> Vec<Effect>,
    /// The number of the key, from 1.
    pub(super) nth: u16,
    /// The count that it was given.
    pub(super) count: Option<u16>,
}

impl Model {
    /// Opens the workbench on articles that are all in memory, where work was left. `None` without an article.
    #[must_use]
    pub fn new(settings: Settings, documents: Vec<Document>, problems: Vec<String>, size: (u16, u16)) -> Option<Self> {
        Self::with_documents(settings, documents.into(), problems, size)
    }

    /// Opens the workbench on articles of which some are in memory, on one of these. `None` without an article.
    #[must_use]
    pub fn with_documents(
        settings: Settings,
        documents: Documents,
        problems: Vec<String>,
        size: (u16, u16),
    ) -> Option<Self> {
        if documents.is_empty() {
            return None;
        }
        let current = resume(&documents);
        let route = Route::new(settings.order, current);
        let mut model = Self {
            settings,
            documents,
            current,
            mode: Mode::Review,
            search: Search::default(),
            messages: Messages::default(),
            input: Input::default(),
            viewport: Viewport { size, ..Viewport::default() },
            session: Session::default(),
            route,
            last_decision: None,
            jump: None,
            lesson: None,
        };
        match model.settings.read_only.clone() {
            Some(why) => model.warn(read_only(model.lang(), &why)),
            None => model.report_problems(&problems),
        }
        model.messages.problems = problems;
        model.lay_out_and_scroll();
        Some(model)
    }

    /// Shows a single problem, or the number of problems if there are several.
    pub(super) fn report_problems(&mut self, problems: &[String]) {
        let lang = self.lang();
        match problems {
            [] => {}
            [only] if self.messages.problems.is_empty() => self.warn(only.clone()),
            _ => {
                let count = say::problems(self.messages.problems.len() + problems.len());
                self.warn(say::input_problems(lang, count, &self.key(CommandName::PROBLEMS)));
            }
        }
    }

    /// The message on the status line.
    #[must_use]
    pub const fn notice(&self) -> Option<&Notice> {
        self.messages.notice.as_ref()
    }

    /// Everything that went wrong with the input or outside, a message each.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.messages.problems
    }

    /// Columns and rows of the window.
    #[must_use]
    pub const fn size(&self) -> (u16, u16) {
        self.viewport.size
    }

    /// The number that is being typed before a command.
    #[must_use]
    pub const fn count(&self) -> Option<u16> {
        self.input.count
    }

    /// The jump letters that are on the page.
    #[must_use]
    pub const fn jump(&self) -> Option<&Jump> {
        self.jump.as_ref()
    }

    /// True if the last letter that was typed is not of a Latin keyboard layout: jump letters are shown in the user's.
    #[must_use]
    pub const fn types_not_latin(&self) -> bool {
        self.input.not_latin
    }

    /// The first key of two, when it has been pressed.
    #[must_use]
    pub const fn prefix(&self) -> Option<Key> {
        self.input.prefix
    }

    /// The number of verdicts and changes in this session.
    #[must_use]
    pub const fn decisions(&self) -> usize {
        self.session.decisions
    }

    /// The gold folder that is used now, if it was changed in this session.
    #[must_use]
    pub fn moved(&self) -> Option<&str> {
        self.session.moved.as_deref()
    }

    /// The article on the screen.
    #[must_use]
    pub fn document(&self) -> Option<&Document> {
        self.documents.get(self.current)
    }

    pub(super) fn document_mut(&mut self) -> Option<&mut Document> {
        self.documents.get_mut(self.current)
    }

    /// The division of the window; `None` when it is too small.
    #[must_use]
    pub fn panes(&self) -> Option<Panes> {
        let panes = Panes::of(self.size().0, self.size().1)?;
        let panes = if self.lesson.is_some() { panes.with_lesson() } else { panes };
        Some(if self.lang().is_rtl() { panes.mirrored(self.size().0) } else { panes })
    }

    /// The language of the interface.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.settings.lang
    }

    /// The number of lines of the article on the page. With tags every line takes two rows, and the readings of the focused
    /// difference take some.
    #[must_use]
    pub fn lines_shown(&self) -> usize {
        self.lines_beside(self.reading_stack().map_or(0, |stack| stack.rows.len()))
    }

    /// The number of done articles.
    #[must_use]
    pub const fn done(&self) -> usize {
        self.documents.done()
    }

    /// The messages that say why articles could not be saved.
    #[must_use]
    pub fn save_errors(&self) -> Vec<&str> {
        self.documents.iter().filter_map(Document::save_error).collect()
    }

    /// Messages about articles whose gold file another program wrote: they name the files that have the work.
    #[must_use]
    pub fn conflicts(&self) -> Vec<&str> {
        self.documents.iter().filter_map(Document::saved_aside).collect()
    }

    /// The progress of saving, for the whole session.
    #[must_use]
    pub fn saving(&self) -> Saving {
        if self.documents.iter().any(|document| document.save_error().is_some()) {
            Saving::Failed
        } else if self.documents.iter().any(Document::is_unsaved) {
            Saving::Busy
        } else if self.documents.iter().any(|document| document.saved_aside().is_some()) {
            Saving::Aside
        } else if self.documents.iter().any(|document| document.revision() > 0) {
            Saving::Saved
        } else {
            Saving::Untouched
        }
    }

    /// The key to name in a message: the command's first key, or the palette's key with the command's title if it has none.
    #[must_use]
    pub fn key(&self, command: CommandName) -> String {
        let keymap = &self.settings.keymap;
        let key = keymap.first(command);
        if key.is_empty() {
            let title = keymap.title(command).map_or("", |title| title.get(self.lang()));
            return format!("{}{title}", keymap.first(CommandName::PALETTE));
        }
        key
    }

    /// All keys of a command, to name in a message: `a/Enter`.
    #[must_use]
    pub fn keys(&self, command: CommandName) -> String {
        let keys: Vec<String> = self.settings.keymap.keys(command).iter().map(ToString::to_string).collect();
        if keys.is_empty() { self.key(command) } else { keys.join("/") }
    }

    /// The next pending suggestion after (or before) a place in the list, of those that the filter shows.
    pub(super) fn pending_from(&self, from: Option<usize>, direction: ReadingDirection) -> Option<ItemRef> {
        let document = self.document()?;
        let by_class = self.settings.adjudication.is_some_and(|it| it.order == DifferenceOrder::Class);
        if !self.search.filter.is_on() {
            return if by_class {
                document.pending_by_class_from(from, direction)
            } else {
                document.pending_from(from, direction)
            };
        }
        let pending = |item: &Item| item.state == ItemState::Pending;
        let index = self.search.filter.next(document, from, direction, pending)?;
        document.items().get(index).map(|item| item.at.clone())
    }

    /// Opens a line to type into.
    pub(super) fn open_prompt(&mut self, purpose: Purpose, picker: Option<Picker>) {
        let top = self.document().map_or(0, |document| document.top);
        // A query is usually Arabic; commands have Latin names in the English interface, and so have most folders.
        let line = match purpose {
            Purpose::Folder | Purpose::File | Purpose::Relation | Purpose::Attribute => {
                InputLine::new(BaseDirection::Auto)
            }
            Purpose::Commands if !self.lang().is_rtl() => InputLine::new(BaseDirection::Auto),
            _ => InputLine::new(BaseDirection::Rtl),
        };
        self.search.prompt = Some(Prompt { purpose, line, picker, recalled: None, top, on: None });
    }

    pub(super) fn tell(&mut self, text: String) {
        self.messages.notice = Some(Notice { text, bad: false });
    }

    pub(super) fn warn(&mut self, text: String) {
        self.messages.notice = Some(Notice { text, bad: true });
    }

    pub(super) fn tell_words(&mut self, words: Wording) {
        self.tell(words.get(self.lang()).to_owned());
    }
}

/// The message that says why nothing may be decided.
pub(super) fn read_only(lang: Lang, why: &str) -> String {
    say::read_only(lang, Rendered(why.to_owned()))
}

/// The article to begin with, of those that are open: the one in progress with the newest verdict, else the first that
/// is neither done nor skipped, else the first.
fn resume(documents: &Documents) -> usize {
    let open = |status: Status| !status.is_over();
    let in_progress = documents
        .numbered()
        .filter(|(_, document)| document.annotation.status == Status::InProgress)
        .max_by_key(|(_, document)| document.newest_verdict().map(|(at, _)| at.clone()));
    let first_open = || documents.numbered().find(|(_, document)| open(document.annotation.status));
    let first = || documents.numbered().next();
    in_progress.or_else(first_open).or_else(first).map_or(0, |(index, _)| index)
}
