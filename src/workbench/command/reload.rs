//! Reading the article from the disk again, and drawing the screen again.

use crate::lang::{self, Rendered, Wording, say};
use crate::workbench::document::{Document, LoadedArticle};
use crate::workbench::effect::{Effect, Reload};
use crate::workbench::model::{Mode, Model};
use crate::workbench::requests::wanted;

use super::articles::prepare_article;
use super::commit::tell;
use super::condition::{ALWAYS, IN_REVIEW};
use super::group::Group;
use super::name::CommandName;
use super::row::{Command, CommandTraits};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::RELOAD,
        title: Wording::new("reload", "إعادة القراءة"),
        help: Wording::new(
            "Read the article from the disk again: its text and its gold file as they are now.",
            "اقرأ المقالة من القرص من جديد: نصها وملفها الذهبي كما هما الآن.",
        ),
        keys: &["Ctrl-g"],
        group: Group::Workbench,
        traits: CommandTraits::WITHOUT_ARTICLE,
        when: IN_REVIEW,
        run: |model, _| reload(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("redraw"),
        title: Wording::new("redraw", "إعادة الرسم"),
        help: Wording::new(
            "Draw the whole screen again, if another program has written over it.",
            "ارسم الشاشة كلها من جديد إن كتب عليها برنامج آخر.",
        ),
        keys: &["Ctrl-l"],
        group: Group::Workbench,
        traits: CommandTraits::WITHOUT_ARTICLE.union(CommandTraits::WITHOUT_WINDOW).union(CommandTraits::KEEPS_COUNT),
        when: ALWAYS,
        run: |_, _| vec![Effect::Redraw],
        ..Command::PLAIN
    },
];

fn reload(model: &mut Model) -> Vec<Effect> {
    let index = model.current;
    match model.document() {
        Some(document) if document.is_unsaved() => tell(model, lang::STILL_SAVING),
        Some(_) => {
            model.tell_words(lang::READING);
            vec![Effect::ReloadArticle { index, why: Reload::Asked }]
        }
        // It could not be read; perhaps it can now.
        None => {
            model.documents.forget_unreadable(index);
            wanted(model)
        }
    }
}

/// Receives an open article as the disk has it now. It takes the place of the open one, unless that has changes of this
/// session that the user did not ask to give up.
pub(in crate::workbench) fn receive_reloaded(
    model: &mut Model,
    index: usize,
    why: Reload,
    found: Result<Option<Box<LoadedArticle>>, String>,
) -> Vec<Effect> {
    let Some(old) = model.documents.get(index) else { return Vec::new() };
    let loaded = match found {
        Ok(Some(loaded)) => loaded,
        Ok(None) => return Vec::new(),
        Err(problem) => {
            if index == model.current {
                model.messages.problems.push(problem.clone());
                model.warn(say::not_reloaded(model.lang(), Rendered(problem)));
            }
            return Vec::new();
        }
    };
    let is_same = loaded.article.text.as_str() == old.article.text.as_str();
    if why == Reload::IfChanged && is_same {
        return Vec::new();
    }
    if old.is_unsaved() || why == Reload::IfChanged && old.revision() > 0 {
        if index == model.current {
            let key = model.key(CommandName::RELOAD);
            model.warn(say::changed_on_disk(model.lang(), &key));
        }
        return Vec::new();
    }
    let document = Document::from(*loaded).in_place_of(old);
    model.documents.insert(index, document);
    model.search.propagation = None;
    if index != model.current {
        return Vec::new();
    }
    show_anew(model);
    model.tell_words(if is_same { lang::RELOADED } else { lang::RELOADED_CHANGED });
    let mut effects = prepare_article(model);
    effects.extend(wanted(model));
    effects
}

/// Closes what was open on the article before it was read again: it names places of the old text.
pub(super) fn show_anew(model: &mut Model) {
    model.mode = Mode::Review;
    model.jump = None;
    model.search.find = None;
    model.search.pending_find = None;
    model.search.prompt = None;
    model.input.held.clear();
}
