//! The same words elsewhere: shown first, then put up for review. Never silently.

use crate::edit::Decider;
use crate::gold::{Body, Label, Layer, Status, Suggestion};
use crate::lang::{self, say};
use crate::text::{Needle, Span, Text};

use super::{Then, edit, tell};
use crate::workbench::{Command, Document, Effect, Mode, Model};

/// The machine that these suggestions come from, so that gold tells them from others.
const SOURCE: &str = concat!("propagate@", env!("CARGO_PKG_VERSION"));

/// What would be proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The words and their label.
    pub words: String,
    /// The label they get.
    pub label: Label,
    /// For each article that has them: its place among the open ones, and the suggestions.
    pub found: Vec<(usize, Vec<Suggestion>)>,
    /// The first row shown.
    pub top: usize,
}

/// Looks for the focused entity's words in all open articles and shows what was found.
pub(super) fn preview(model: &mut Model) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let Some((Body::Entity { span, label }, _)) = document.focus.as_ref().and_then(|at| document.body(at)) else {
        return Vec::new();
    };
    let (words, label) = (document.article.text.slice(*span).to_owned(), label.clone());
    let Some(needle) = whole_words(&document.article.text, *span) else { return Vec::new() };
    // The article on the screen first.
    let here = model.document().map(|document| (model.current, document));
    let others = model.documents.numbered().filter(|(index, _)| *index != model.current);
    let found: Vec<(usize, Vec<Suggestion>)> = here
        .into_iter()
        .chain(others)
        .map(|(index, document)| (index, elsewhere(document, &needle, &label)))
        .filter(|(_, suggestions)| !suggestions.is_empty())
        .collect();
    if found.is_empty() {
        return tell(model, lang::NOWHERE_ELSE);
    }
    let total: usize = found.iter().map(|(_, suggestions)| suggestions.len()).sum();
    let [propose, leave] = [Command::Accept, Command::Back].map(|command| model.key(command));
    let articles = lang::ARTICLES.count(found.len());
    model.tell(say::elsewhere(model.lang(), total, say::suggestions(total), articles, &propose, &leave));
    model.mode = Mode::Preview(Preview { words, label, found, top: 0 });
    Vec::new()
}

/// The words of a span as a search for whole words, proclitics outside. Behind ل the article has lost its alef: the
/// لأمم of للأمم is looked for as الأمم, which finds both.
fn whole_words(text: &Text, span: Span) -> Option<Needle> {
    let words = text.slice(span);
    let contracted = words.strip_prefix('ل').filter(|_| text.get(0..span.start()).ends_with('ل'));
    Needle::new(&contracted.map_or_else(|| format!(" {words} "), |rest| format!(" ال{rest} ")))
}

/// Where the words stand and no entity is marked, refused or pending over them yet.
fn elsewhere(document: &Document, needle: &Needle, label: &Label) -> Vec<Suggestion> {
    // An article that is finished gets no new suggestions.
    if matches!(document.annotation.status, Status::Done | Status::Skipped) {
        return Vec::new();
    }
    let text = &document.article.text;
    let taken = |span: Span| document.items().overlapping(span.range()).any(|item| item.layer == Layer::Entity);
    needle
        .find(text)
        .into_iter()
        .filter(|span| !taken(*span))
        .map(|span| Suggestion::new(text, SOURCE, 0.9, Body::Entity { span, label: label.clone() }))
        .collect()
}

/// Puts what was shown up for review: one step of undo in each article.
pub(super) fn confirm(model: &mut Model) -> Vec<Effect> {
    let Mode::Preview(preview) = std::mem::take(&mut model.mode) else { return Vec::new() };
    let here = model.current;
    let focus = model.document().and_then(|document| document.focus.clone());
    let mut effects = Vec::new();
    let total: usize = preview.found.iter().map(|(_, suggestions)| suggestions.len()).sum();
    for (index, suggestions) in preview.found {
        model.current = index;
        let kept = model.document().and_then(|document| document.focus.clone());
        effects.extend(edit(model, Then::Stay, |decider: Decider<'_>| decider.propose(suggestions)));
        if let Some(document) = model.document_mut() {
            document.focus = kept.or(document.focus.take());
        }
    }
    model.current = here;
    if let Some(document) = model.document_mut() {
        document.focus = focus;
    }
    if !effects.is_empty() {
        let next = model.key(Command::NextPending);
        model.tell(say::proposed(model.lang(), total, say::suggestions(total), &next));
    }
    effects
}
