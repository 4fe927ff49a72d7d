//! What happens: an action comes in, the model changes, effects go out.

use std::ops::Range;
use std::sync::Arc;

use crate::edit::{Entry, History, ItemRef};
use crate::gold::{Annotation, Article, Catalogue, Headings, Standing, Suggestion};
use crate::lang::{ARTICLES, Said, isolated, say};
use crate::text::{Span, Text};

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
    /// More articles were found.
    Found {
        /// What they are called; they follow those that are known.
        headings: Arc<Headings>,
        /// What could not be opened, a line each.
        problems: Vec<String>,
    },
    /// All articles are known.
    Indexed,
    /// How far articles are that may not be open, by their number.
    Standings(Vec<(usize, Standing)>),
    /// On this article, by its number, work was done last.
    Resume(usize),
    /// An article comes from the disk.
    Opened {
        /// Its number.
        index: usize,
        /// It as it was left, or why it cannot be read.
        found: Result<Box<Opened>, String>,
        /// What else is to be told of it.
        problems: Vec<String>,
    },
    /// Articles were found that fit what was typed to choose one.
    Matched {
        /// What was typed.
        query: String,
        /// Their numbers, the best first.
        shown: Vec<u32>,
        /// Were all articles looked at, or is more to come?
        all: bool,
    },
    /// A long article was looked through for what was typed.
    Sought {
        /// Its number.
        index: usize,
        /// What was typed.
        query: String,
        /// Every place, in reading order.
        matches: Vec<Span>,
    },
    /// A machine answered for an article.
    Suggested {
        /// Its place among the open articles.
        index: usize,
        /// What it proposes.
        suggestions: Vec<Suggestion>,
        /// The first byte of the stretch of the text that our own machine was asked about: its fresh suggestions take the
        /// place of its pending ones there. `None` where others answer for a whole article.
        own: Option<usize>,
    },
    /// Our own machine has learnt something and would answer otherwise now.
    Learnt,
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

/// An article as it was left.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The article.
    pub article: Arc<Article>,
    /// What was decided; `None` when nobody has decided anything.
    pub annotation: Option<Annotation>,
    /// What can be taken back and made again.
    pub history: History,
    /// What had the focus.
    pub focus: Option<ItemRef>,
}

impl From<Opened> for Document {
    fn from(opened: Opened) -> Self {
        Self::resumed(opened.article, opened.annotation, opened.history, opened.focus)
    }
}

/// Something that must happen outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read an article with what was decided on it; the answer is [`Action::Opened`].
    Open {
        /// Its number.
        index: usize,
    },
    /// Find the articles that fit what was typed (see [`super::matching`]), too many to do it between two keys; the answer
    /// is [`Action::Matched`], unless another such effect came meanwhile.
    Match {
        /// What was typed.
        query: String,
        /// All articles.
        catalogue: Catalogue,
    },
    /// Find words in a long article (see [`crate::text::Needle`]); the answer is [`Action::Sought`], unless another such
    /// effect came meanwhile.
    Find {
        /// Its number.
        index: usize,
        /// What was typed.
        query: String,
        /// The article's text.
        text: Text,
    },
    /// Ask our own machine about a stretch of an article; the answer is [`Action::Suggested`].
    Suggest {
        /// Its place among the open articles.
        index: usize,
        /// The article.
        article: Arc<Article>,
        /// The bytes of the stretch.
        stretch: Range<usize>,
    },
    /// Ask the other suggesters about an article; the answers are [`Action::Suggested`].
    Consult {
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
    let mut effects = match action {
        Action::Key(key) => {
            model.untouched = false;
            pressed(model, key)
        }
        Action::Found { headings, problems } => {
            model.documents.extend(headings);
            troubles(model, problems);
            wanted(model)
        }
        Action::Indexed => {
            model.documents.complete();
            wanted(model)
        }
        Action::Standings(standings) => {
            for (index, standing) in standings {
                model.documents.told(index, standing);
            }
            Vec::new()
        }
        Action::Resume(index) => resume(model, index),
        Action::Matched { query, shown, all } => act::matched(model, &query, shown, all),
        Action::Sought { index, query, matches } => act::sought(model, index, &query, matches),
        Action::Opened { index, found, problems } => opened(model, index, found, problems),
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
        Action::Suggested { index, suggestions, own } => {
            let threshold = model.settings.threshold;
            if let Some(document) = model.documents.get_mut(index) {
                let idle = document.focus.is_none();
                document.take_suggestions(suggestions, own, threshold);
                if idle && index == model.current {
                    act::refocus(model);
                }
            }
            Vec::new()
        }
        Action::Learnt => {
            model.learnt += 1;
            Vec::new()
        }
        Action::Saved { id, revision } => {
            if let Some(document) = model.documents.iter_mut().find(|document| document.article.id == id) {
                document.saved = document.saved.max(revision);
                document.save_error = None;
            }
            act::quit_when_saved(model)
        }
        Action::SaveFailed { id, problem } => {
            if let Some(document) = model.documents.iter_mut().find(|document| document.article.id == id) {
                document.save_error = Some(problem);
            }
            act::quit_when_saved(model)
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
    // The screen may show another part of a long article now.
    if model.document().is_some_and(Document::was_asked) {
        effects.extend(suggestions_wanted(model));
    }
    effects
}

/// Problems with the input that came to light while the workbench is open.
fn troubles(model: &mut Model, problems: Vec<String>) {
    if model.notice.is_none() && model.settings.read_only.is_none() {
        model.report(&problems);
    }
    model.problems.extend(problems);
}

/// Goes to where work was done last, unless the annotator has begun elsewhere.
fn resume(model: &mut Model, index: usize) -> Vec<Effect> {
    if index == model.current || index >= model.documents.len() {
        return Vec::new();
    }
    if model.untouched {
        return act::open(model, index);
    }
    let id = isolated(model.lang(), model.documents.heading(index).id);
    model.tell(say::session_ended(model.lang(), index + 1, Said(id)));
    Vec::new()
}

fn opened(model: &mut Model, index: usize, found: Result<Box<Opened>, String>, problems: Vec<String>) -> Vec<Effect> {
    if model.documents.get(index).is_some() {
        return Vec::new();
    }
    troubles(model, problems);
    match found {
        Ok(opened) => model.documents.put(index, (*opened).into()),
        Err(why) => model.documents.refuse(index, why),
    }
    model.documents.tidy(model.current);
    let mut effects = Vec::new();
    if index == model.current {
        effects.extend(act::arrived(model));
        // The article is laid out before a key is told what is on the screen.
        model.settle();
        for key in std::mem::take(&mut model.held) {
            effects.extend(pressed(model, key));
        }
    }
    effects.extend(wanted(model));
    effects
}

/// A key. Until the article on the screen is there, keys wait for it; those that need none do not.
fn pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    let waiting = model.documents.is_coming(model.current) && model.seek.prompt.is_none() && model.mode == Mode::Review;
    if !waiting {
        return press(model, key);
    }
    let meaning = model.settings.keymap.meaning(model.seek.prefix, key);
    let free = |command| {
        use Command as C;
        matches!(command, C::NextArticle | C::PreviousArticle | C::Articles | C::Quit | C::Suspend | C::Help | C::Back)
    };
    let is = |wanted: &dyn Fn(Command) -> bool| matches!(&meaning, Meaning::Commands(found) if found.iter().any(|found| wanted(found.command)));
    // What was pressed before must come before; who presses twice to leave means it.
    let leaves = is(&|command| command == Command::Quit) && model.held.last() == Some(&key);
    if is(&|command| command == Command::Back) || leaves {
        model.held.clear();
    }
    if is(&free) && model.held.is_empty() {
        return press(model, key);
    }
    model.held.push(key);
    Vec::new()
}

/// What to ask for when the workbench opens and whenever another article comes on the screen, if it was not asked for
/// already: the article, those that the next keys lead to, and as many around them as there is room for; suggestions for
/// it and for the next one.
#[must_use]
pub fn wanted(model: &mut Model) -> Vec<Effect> {
    let current = model.current;
    let near = [Some(current), current.checked_add(1), current.checked_sub(1), current.checked_add(2)];
    let mut indexes: Vec<usize> = near.into_iter().flatten().filter(|index| model.documents.ask(*index)).collect();
    indexes.extend(model.documents.ask_further(current));
    let mut effects: Vec<Effect> = indexes.into_iter().map(|index| Effect::Open { index }).collect();
    for index in [current, current + 1] {
        if let Some(document) = model.documents.get_mut(index).filter(|document| !document.consulted) {
            document.consulted = true;
            effects.push(Effect::Consult { index, article: Arc::clone(&document.article) });
        }
    }
    effects.extend(suggestions_wanted(model));
    effects
}

/// What to ask our own machine: about what is near the screen, in the next article too, then about the rest of the one on
/// the screen, one stretch after the other.
fn suggestions_wanted(model: &mut Model) -> Vec<Effect> {
    let (current, learnt) = (model.current, model.learnt);
    let mut effects = Vec::new();
    for index in [current, current + 1] {
        let Some(document) = model.documents.get_mut(index) else { continue };
        let stretches = document.ask(learnt);
        let suggest = |stretch| Effect::Suggest { index, article: Arc::clone(&document.article), stretch };
        effects.extend(stretches.into_iter().map(suggest));
    }
    if let Some(document) = model.documents.get_mut(current)
        && let Some(stretch) = document.ask_further(learnt)
    {
        effects.push(Effect::Suggest { index: current, article: Arc::clone(&document.article), stretch });
    }
    effects
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
