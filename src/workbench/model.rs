//! The model: everything the screen shows, as plain values.

use std::ops::Range;

use crate::gold::{LabelSet, Status, Timestamp};
use crate::lang::{Lang, Rendered, Wording, say};
use crate::page::{Page, PageOptions};
use crate::text::Span;

use super::{Command, Document, Documents, Invocation, Key, Keymap, Panes, Pick, Preview, Seek, Selection};

/// What does not change while the workbench runs, or only by the user's wish.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The labels that may be given.
    pub labels: LabelSet,
    /// Who decides.
    pub annotator: Option<String>,
    /// How the page is laid out.
    pub page: PageOptions,
    /// Is the mouse ours, or the terminal's?
    pub mouse: bool,
    /// Is there a row of label tags under each line?
    pub tags: bool,
    /// Why nothing may be decided, when someone else has the gold folder: a message in this language.
    pub read_only: Option<String>,
    /// What each key does.
    pub keymap: Keymap,
    /// What the workbench speaks.
    pub lang: Lang,
    /// Suggestions of our own machine with a lower score are not shown.
    pub threshold: f64,
}

/// What keys mean at the moment.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Mode {
    /// Deciding on suggestions and moving about.
    #[default]
    Review,
    /// Wording are selected, to be added.
    Select(Selection),
    /// A part of a quote is chosen among numbered candidates.
    Pick(Pick),
    /// The same words elsewhere are shown, to be proposed or not.
    Preview(Preview),
    /// The article is to be marked done while suggestions are pending: what becomes of them?
    Finish,
    /// The help page is open.
    Help {
        /// The first row shown.
        top: usize,
        /// What it was opened from.
        under: Box<Mode>,
    },
    /// The guidelines of the label set are shown.
    Guidelines {
        /// The first row shown.
        top: usize,
        /// What they were opened from.
        under: Box<Mode>,
    },
    /// The list of what could not be opened is shown.
    Problems {
        /// The first row shown.
        top: usize,
    },
}

/// A message to the user, until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it says: in Arabic with isolates around what is foreign to it ([`crate::lang`]).
    pub text: String,
    /// Is it bad news?
    pub bad: bool,
}

/// How far saving is, for the whole session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saving {
    /// Nothing has been decided in this session.
    Untouched,
    /// Verdicts are on their way to the disk.
    Busy,
    /// All verdicts are on disk.
    Saved,
    /// The disk refused the last ones; they are kept in memory and tried again.
    Failed,
}

/// Everything the screen shows.
#[derive(Debug)]
pub struct Model {
    /// Labels, annotator, layout, keys.
    pub settings: Settings,
    /// The articles, in order.
    pub documents: Documents,
    /// Which of them is on the screen.
    pub current: usize,
    /// What keys mean.
    pub mode: Mode,
    /// A message.
    pub notice: Option<Notice>,
    /// What could not be opened, a message each.
    pub problems: Vec<String>,
    /// Columns and rows of the window.
    pub size: (u16, u16),
    /// The clock as it was last told.
    pub now: Option<Timestamp>,
    /// What is looked for, and what is not to be seen.
    pub seek: Seek,
    /// The page was scrolled away from the focus with the wheel; the next key brings it back.
    pub adrift: bool,
    /// The letter (bytes of the text) on which a mouse button went down, while it is held.
    pub(super) anchor: Option<Range<usize>>,
    /// The number typed before a command.
    pub count: Option<u16>,
    /// The last command that decided something, to be repeated, with the count that it was given.
    pub last: Option<(Invocation, Option<u16>)>,
    /// How often our own machine has learnt something.
    pub(super) learnt: u64,
    /// How many verdicts and changes were made in this session.
    pub decisions: usize,
    /// The gold folder that work goes on in, if it was moved.
    pub moved: Option<String>,
    /// `q` was pressed while verdicts were on their way to the disk: it leaves when they are there.
    pub quitting: bool,
    /// Keys that wait for the article on the screen to come from the disk.
    pub(super) held: Vec<Key>,
    /// No key was pressed yet.
    pub(super) untouched: bool,
    /// `q` was pressed although verdicts are not on disk: the next `q` leaves all the same.
    pub leaving: bool,
}

impl Model {
    /// Opens the workbench on articles that are all in memory; work goes on where it was left. `None` without an article.
    #[must_use]
    pub fn new(settings: Settings, documents: Vec<Document>, problems: Vec<String>, size: (u16, u16)) -> Option<Self> {
        Self::of(settings, documents.into(), problems, size)
    }

    /// Opens the workbench on articles of which some are in memory: it begins with one of these.
    #[must_use]
    pub fn of(settings: Settings, documents: Documents, problems: Vec<String>, size: (u16, u16)) -> Option<Self> {
        if documents.is_empty() {
            return None;
        }
        let current = resume(&documents);
        let mut model = Self {
            settings,
            documents,
            current,
            mode: Mode::Review,
            notice: None,
            problems: Vec::new(),
            size,
            now: None,
            seek: Seek::default(),
            adrift: false,
            anchor: None,
            count: None,
            last: None,
            learnt: 0,
            decisions: 0,
            moved: None,
            quitting: false,
            leaving: false,
            held: Vec::new(),
            untouched: true,
        };
        match model.settings.read_only.clone() {
            Some(why) => model.warn(read_only(model.lang(), &why)),
            None => model.report(&problems),
        }
        model.problems = problems;
        model.settle();
        Some(model)
    }

    /// Tells of problems with the input.
    pub(super) fn report(&mut self, problems: &[String]) {
        let lang = self.lang();
        match problems {
            [] => {}
            [only] if self.problems.is_empty() => self.warn(only.clone()),
            _ => {
                let count = say::problems(self.problems.len() + problems.len());
                self.warn(say::input_problems(lang, count, &self.key(Command::Problems)));
            }
        }
    }

    /// The article on the screen.
    #[must_use]
    pub fn document(&self) -> Option<&Document> {
        self.documents.get(self.current)
    }

    pub(super) fn document_mut(&mut self) -> Option<&mut Document> {
        self.documents.get_mut(self.current)
    }

    /// How the window is divided; `None` when it is too small.
    #[must_use]
    pub fn panes(&self) -> Option<Panes> {
        let panes = Panes::of(self.size.0, self.size.1)?;
        Some(if self.lang().is_rtl() { panes.mirrored(self.size.0) } else { panes })
    }

    /// What the workbench speaks.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.settings.lang
    }

    /// How many lines of the article the page shows at a time: with tags every line takes two rows.
    #[must_use]
    pub fn lines_shown(&self) -> usize {
        let rows = self.panes().map_or(1, |panes| usize::from(panes.page.height));
        if self.settings.tags { (rows / 2).max(1) } else { rows }
    }

    /// How many articles are done.
    #[must_use]
    pub const fn done(&self) -> usize {
        self.documents.done()
    }

    /// Why articles are not on disk, a line each.
    #[must_use]
    pub fn save_errors(&self) -> Vec<&str> {
        self.documents.iter().filter_map(|document| document.save_error.as_deref()).collect()
    }

    /// How far saving is.
    #[must_use]
    pub fn saving(&self) -> Saving {
        if self.documents.iter().any(|document| document.save_error.is_some()) {
            Saving::Failed
        } else if self.documents.iter().any(|document| document.saved < document.revision) {
            Saving::Busy
        } else if self.documents.iter().any(|document| document.revision > 0) {
            Saving::Saved
        } else {
            Saving::Untouched
        }
    }

    /// The key to tell of where a command is to be named: its first one, or how the palette finds it.
    #[must_use]
    pub fn key(&self, command: Command) -> String {
        let key = self.settings.keymap.first(command);
        let name = command.info().map_or("", |info| info.title.get(self.lang()));
        if key.is_empty() { format!("{}{name}", self.settings.keymap.first(Command::Palette)) } else { key }
    }

    /// Lays the page out for the window and scrolls so that the focus, or the selection, is on the screen.
    pub(super) fn settle(&mut self) {
        let Some(panes) = self.panes() else { return };
        let options = self.settings.page;
        let height = self.lines_shown();
        let selected = match &self.mode {
            Mode::Select(selection) => Some(selection.span),
            _ => None,
        };
        let found = self.found();
        let adrift = self.adrift;
        let Some(document) = self.document_mut() else { return };
        let target = selected.or(found).or_else(|| document.focused().map(|item| item.span));
        let top = document.top;
        let page = document.page(options, panes.page.width);
        let top = match target.filter(|_| !adrift) {
            None => top,
            Some(span) => with_in_view(page, top, span, height),
        };
        document.top = top;
        document.fill(height);
    }

    /// The match that the screen follows: the current one, until the focus is another than when it was gone to.
    fn found(&mut self) -> Option<Span> {
        let focus = self.documents.get(self.current)?.focus.clone();
        let find = self.seek.find.as_mut()?;
        find.leads &= find.focus == focus;
        find.leading()
    }

    pub(super) fn tell(&mut self, text: String) {
        self.notice = Some(Notice { text, bad: false });
    }

    pub(super) fn warn(&mut self, text: String) {
        self.notice = Some(Notice { text, bad: true });
    }

    pub(super) fn tell_words(&mut self, words: Wording) {
        self.tell(words.get(self.lang()).to_owned());
    }
}

/// The top line, moved as little as it takes to have a span on a screen of so many lines: the whole of it where it fits, its
/// beginning where it does not, with two lines of context.
fn with_in_view(page: &Page, top: usize, span: Span, height: usize) -> usize {
    let first = page.line_of(span.start());
    let lines = page.lines_from(first).take(height).take_while(|line| *line < span.end()).count().max(1);
    let context = 2.min(height.saturating_sub(lines) / 2);
    let lowest = page.above(page.below(first, lines - 1 + context), height.saturating_sub(1));
    page.line_of(top).min(page.above(first, context)).max(lowest)
}

/// Why nothing may be decided.
pub(super) fn read_only(lang: Lang, why: &str) -> String {
    say::read_only(lang, Rendered(why.to_owned()))
}

/// The article to begin with, of those that are open: the one with the newest verdict among those in progress, else the
/// first that is neither done nor skipped, else the first.
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
