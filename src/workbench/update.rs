//! What happens: an action comes in, the model changes, effects go out.

use std::sync::Arc;

use crate::edit::{Entry, History, ItemRef};
use crate::gold::{Annotation, Article, Suggestion};
use crate::lang::{ARTICLES, Said, say};

use super::act;
use super::mouse::{self, Mouse};
use super::{Command, Document, Key, KeyCode, Meaning, Mode, Model};

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A key was pressed.
    Key(Key),
    /// Words were pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The window has this many columns and rows.
    Resize(u16, u16),
    /// The suggesters answered for an article.
    Suggested {
        /// Its place among the open articles.
        index: usize,
        /// What they propose.
        suggestions: Vec<Suggestion>,
    },
    /// What was done to an article is on disk.
    Saved {
        /// Its id.
        id: String,
        /// As of which revision.
        revision: u64,
    },
    /// The disk refused what was done to an article.
    SaveFailed {
        /// Its id.
        id: String,
        /// What went wrong, and what to do.
        problem: String,
    },
    /// All that was begun is on disk in another folder, and goes there from now on.
    Moved {
        /// As it was typed.
        folder: String,
        /// How many articles.
        count: usize,
    },
    /// It could not be written there; everything stays where it is.
    MoveFailed {
        /// What went wrong, and what to do.
        problem: String,
    },
}

/// An article with all that was ever done to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// The article.
    pub article: Arc<Article>,
    /// What is decided.
    pub annotation: Annotation,
    /// What can be taken back and made again.
    pub history: History,
    /// What has the focus.
    pub focus: Option<ItemRef>,
    /// The revision that this is.
    pub revision: u64,
}

impl Whole {
    pub(super) fn of(document: &Document) -> Self {
        Self {
            article: Arc::clone(&document.article),
            annotation: document.annotation.clone(),
            history: document.history.clone(),
            focus: document.focus.clone(),
            revision: document.revision,
        }
    }
}

/// Something that must happen outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask the suggesters about an article; the answer is [`Action::Suggested`].
    Suggest {
        /// Its place among the open articles.
        index: usize,
        /// The article.
        article: Arc<Article>,
    },
    /// Put what was done to an article on disk; the answer is [`Action::Saved`] or [`Action::SaveFailed`].
    Save {
        /// The article.
        article: Arc<Article>,
        /// What was done since the effect before this one, for the journal.
        entries: Vec<Entry>,
        /// Its annotation as it is now, for the gold file.
        annotation: Box<Annotation>,
        /// The revision that this is.
        revision: u64,
    },
    /// Write articles into another gold folder and go on there; the answer is [`Action::Moved`] or
    /// [`Action::MoveFailed`], and [`Action::Saved`] for each.
    SaveAs {
        /// As it was typed.
        folder: String,
        /// Everything that was begun.
        documents: Vec<Whole>,
    },
    /// Ask the terminal for the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Give the terminal back to the shell until resumed.
    Suspend,
    /// End the program.
    Quit,
}

/// Lets an action change the model. Does no I/O; what must happen outside is returned.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    let effects = match action {
        Action::Key(key) => press(model, key),
        Action::Paste(words) => {
            model.notice = None;
            act::pasted(model, &words)
        }
        Action::Mouse(mouse) => {
            mouse::act(model, mouse);
            Vec::new()
        }
        Action::Resize(columns, rows) => {
            model.size = (columns, rows);
            Vec::new()
        }
        Action::Suggested { index, suggestions } => {
            if let Some(document) = model.documents.get_mut(index) {
                let idle = document.focus.is_none();
                document.take_suggestions(suggestions);
                if idle && index == model.current {
                    act::refocus(model);
                }
            }
            Vec::new()
        }
        Action::Saved { id, revision } => {
            if let Some(document) = model.documents.iter_mut().find(|document| document.article.id == id) {
                document.saved = document.saved.max(revision);
                document.save_error = None;
            }
            act::arrived(model)
        }
        Action::SaveFailed { id, problem } => {
            if let Some(document) = model.documents.iter_mut().find(|document| document.article.id == id) {
                document.save_error = Some(problem);
            }
            act::arrived(model)
        }
        Action::Moved { folder, count } => {
            model.tell(say::saved_in(model.lang(), ARTICLES.count(count), &folder));
            model.moved = Some(folder);
            Vec::new()
        }
        Action::MoveFailed { problem } => {
            model.warn(say::not_moved(model.lang(), Said(problem)));
            Vec::new()
        }
    };
    model.settle();
    effects
}

/// What to ask for when the workbench opens and whenever another article comes on the screen: suggestions for it and
/// for the next one, if they were not asked for already.
#[must_use]
pub fn wanted(model: &mut Model) -> Vec<Effect> {
    [model.current, model.current + 1]
        .into_iter()
        .filter_map(|index| {
            let document = model.documents.get_mut(index).filter(|document| !document.asked)?;
            document.asked = true;
            Some(Effect::Suggest { index, article: Arc::clone(&document.article) })
        })
        .collect()
}

fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    model.notice = None;
    model.quitting = false;
    // In a window that is too small to show the line, q still leaves.
    if model.seek.prompt.is_some() && model.panes().is_some() {
        return act::typed(model, key);
    }
    if let (None, Some(count), KeyCode::Char(c)) = (model.seek.prefix, model.count, key.latin().code)
        && let Some(digit) = c.to_digit(10)
    {
        let digit = u16::try_from(digit).unwrap_or_default();
        model.count = Some(count.saturating_mul(10).saturating_add(digit).min(999));
        return Vec::new();
    }
    let prefix = model.seek.prefix.take();
    let invocation = match model.settings.keymap.meaning(prefix, key) {
        Meaning::Commands(found) => {
            let valid = |command: Command| command.info().is_some_and(|info| (info.valid)(model));
            // Of those that make no sense now, the one that could in this mode tells why not.
            let could = |command: Command| command.modes().hold(&model.mode);
            let meant = found.iter().find(|found| valid(found.command));
            meant.or_else(|| found.iter().find(|found| could(found.command))).or_else(|| found.first()).copied()
        }
        Meaning::Prefix(key) => {
            model.seek.prefix = Some(key);
            return Vec::new();
        }
        Meaning::Nothing => None,
    };
    if prefix.is_some() && key == Key::plain(KeyCode::Esc) {
        return Vec::new();
    }
    let Some(invocation) = invocation else {
        let name = prefix.map_or_else(|| key.to_string(), |prefix| format!("{prefix} {key}"));
        let command = if matches!(model.mode, Mode::Review | Mode::Select(_)) { Command::Help } else { Command::Back };
        let does_nothing = if command == Command::Help { say::does_nothing_help } else { say::does_nothing_back };
        model.tell(does_nothing(model.lang(), &name, &model.key(command)));
        return Vec::new();
    };
    // Where nothing can be seen, nothing is decided.
    if model.panes().is_none() && !matches!(invocation.command, Command::Quit | Command::Suspend | Command::Back) {
        return Vec::new();
    }
    act::run(model, invocation)
}
