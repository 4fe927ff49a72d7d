//! Proposing the same words elsewhere: they are shown first, and never proposed without a key.

use crate::edit::{Decider, EditKind, ItemRef};
use crate::gold::{Body, Label, Layer, Suggestion};
use crate::lang::{self, Rendered, Wording, say};
use crate::text::{Needle, Span, Text};
use crate::workbench::document::Document;
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};
use crate::workbench::search::propagation::{Preview, PreviewThen, PropagationRequest};

use super::commit::{FocusAfter, commit, tell};
use super::condition::ON_ENTITY;
use super::decide_list::{accept_equal, equal_pending, item_ref, labels_of, pending_with_other_label};
use super::group::Group;
use super::name::CommandName;
use super::row::{Command, CommandTraits};

pub(super) const ROWS: &[Command] = &[Command {
    name: CommandName::new("propagate"),
    title: Wording::new("propagate", "تعميم"),
    help: Wording::new(
        "Show the other places of the same words, in this and in the other open articles. Then a or Enter suggests them for review, Esc does not.",
        "أظهر المواضع الأخرى للكلمات نفسها في هذه المقالة وفي المقالات المفتوحة الأخرى. ثم a أو Enter يقترحها للمراجعة، وEsc لا يقترحها.",
    ),
    keys: &["P"],
    group: Group::Review,
    traits: CommandTraits::CHANGES,
    when: ON_ENTITY,
    run: |model, _| search_everywhere(model, PreviewThen::Propose),
    ..Command::PLAIN
}];

/// The source of these suggestions in gold JSON.
const SOURCE: &str = concat!("propagate@", env!("CARGO_PKG_VERSION"));

/// At most this many bytes of text are searched between two keys; a thread searches more.
const AT_ONCE: usize = 256 * 1024;

/// Searches for the words of the focused entity and shows the places: in all open articles to propose them, in this one
/// to accept them.
pub(super) fn search_everywhere(model: &mut Model, then: PreviewThen) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let Some((Body::Entity { span, label }, _)) = document.focus.as_ref().and_then(|at| document.body(at)) else {
        return Vec::new();
    };
    let (words, label) = (document.article.text.slice(*span).to_owned(), label.clone());
    let Some(needle) = whole_words(&document.article.text, *span) else { return Vec::new() };
    // The article on the screen comes first. Articles that are over get no new suggestions.
    let here = model.document().map(|document| (model.current, document));
    let others =
        model.documents.numbered().filter(|(index, _)| *index != model.current && then == PreviewThen::Propose);
    let texts: Vec<(usize, Text)> = here
        .into_iter()
        .chain(others)
        .filter(|(_, document)| !document.annotation.status.is_over())
        .map(|(index, document)| (index, document.article.text.clone()))
        .collect();
    let request = PropagationRequest { needle: needle.clone(), words, label, from: model.current, then };
    if texts.iter().map(|(_, text)| text.len()).sum::<usize>() > AT_ONCE {
        model.search.propagation = Some(request);
        model.tell_words(lang::STILL_LOOKING);
        return vec![Effect::FindEverywhere { needle, texts }];
    }
    let found = texts.into_iter().map(|(index, text)| (index, needle.find(&text))).collect();
    show_preview(model, request, found)
}

/// Receives the places that a thread has found. They count if the user is still reviewing the same article.
pub(in crate::workbench) fn receive_everywhere(
    model: &mut Model,
    needle: &Needle,
    found: Vec<(usize, Vec<Span>)>,
) -> Vec<Effect> {
    let (current, reviewing) = (model.current, model.mode == Mode::Review && model.search.prompt.is_none());
    let mine = |request: &mut PropagationRequest| request.needle == *needle;
    let request = model.search.propagation.take_if(mine);
    let Some(request) = request.filter(|request| reviewing && request.from == current) else {
        return Vec::new();
    };
    show_preview(model, request, found)
}

fn show_preview(
    model: &mut Model,
    PropagationRequest { words, label, then, .. }: PropagationRequest,
    found: Vec<(usize, Vec<Span>)>,
) -> Vec<Effect> {
    let found: Vec<(usize, Vec<Suggestion>)> = found
        .into_iter()
        .filter_map(|(index, spans)| Some((index, model.documents.get(index)?, spans)))
        .filter(|(_, document, _)| !document.annotation.status.is_over())
        .map(|(index, document, spans)| (index, suggestions_elsewhere(document, spans, &label)))
        .filter(|(_, suggestions)| !suggestions.is_empty())
        .collect();
    let pending = equal_pending(model).len();
    if found.is_empty() {
        return match then {
            PreviewThen::Propose => tell_nothing_new(model),
            _ if pending == 0 && !pending_with_other_label(model).is_empty() => {
                show_other_labels(model, words, label);
                Vec::new()
            }
            _ => accept_equal(model, Vec::new()),
        };
    }
    let total: usize = found.iter().map(|(_, suggestions)| suggestions.len()).sum();
    let (accept, leave) = (model.keys(CommandName::ACCEPT), model.key(CommandName::BACK));
    model.tell(match then {
        PreviewThen::Accept | PreviewThen::Relabel => say::all_of_them(model.lang(), total, pending, &accept, &leave),
        PreviewThen::Propose => {
            let articles = lang::IN_ARTICLES.count(found.len());
            say::elsewhere(model.lang(), total, say::suggestions(total), articles, &accept, &leave)
        }
    });
    model.mode = Mode::Preview(Preview { words, label, found, top: 0, then });
    Vec::new()
}

/// Shows the places where the words are pending with another label, to give them this one.
fn show_other_labels(model: &mut Model, words: String, label: Label) {
    let others = pending_with_other_label(model);
    let (lang, count, labels) = (model.lang(), others.len(), labels_of(&others));
    let found = others.into_iter().cloned().collect();
    let (accept, leave) = (model.keys(CommandName::ACCEPT), model.key(CommandName::BACK));
    model.tell(say::relabel_all(lang, say::pending(count), &labels, label.as_str(), &accept, &leave));
    let found = vec![(model.current, found)];
    model.mode = Mode::Preview(Preview { words, label, found, top: 0, then: PreviewThen::Relabel });
}

/// Accepts the places that were shown with the label of the focused item, in one step of undo.
fn relabel_shown(model: &mut Model, preview: Preview) -> Vec<Effect> {
    let Preview { words, label, found, .. } = preview;
    let items: Vec<(ItemRef, Body)> = found
        .into_iter()
        .flat_map(|(_, found)| found)
        .filter_map(|it| {
            let body = Body::Entity { span: it.body.span()?, label: label.clone() };
            Some((item_ref(&it), body))
        })
        .collect();
    let effects = commit(model, FocusAfter::NextPending, |decider| decider.change_all(EditKind::Labelled, &items));
    if !effects.is_empty() {
        let (lang, undo) = (model.lang(), model.key(CommandName::UNDO));
        let what = say::label_and_words(lang, label.as_str(), &words);
        model.tell(say::accepted_all(lang, items.len(), Rendered(what), &undo));
    }
    effects
}

/// Says that the words stand nowhere else, or that their other places are pending already.
fn tell_nothing_new(model: &mut Model) -> Vec<Effect> {
    let focus = model.document().and_then(|document| document.focus.clone());
    let pending = equal_pending(model).into_iter().filter(|at| Some(at) != focus.as_ref()).count();
    let accept = model.key(CommandName::ACCEPT_SAME);
    if pending == 0 {
        let others = pending_with_other_label(model);
        if others.is_empty() {
            return tell(model, lang::NOWHERE_ELSE);
        }
        let (count, labels) = (say::pending(others.len()), labels_of(&others));
        model.tell(say::pending_with_other_label(model.lang(), count, &labels, &accept));
        return Vec::new();
    }
    model.tell(say::pending_elsewhere(model.lang(), say::pending(pending), &accept));
    Vec::new()
}

/// The search for the words of a span: whole words, proclitics outside. After ل the article has lost its alef: for the
/// لأمم of للأمم the search is for الأمم, which finds both.
fn whole_words(text: &Text, span: Span) -> Option<Needle> {
    let words = text.slice(span);
    let contracted = words.strip_prefix('ل').filter(|_| text.get(0..span.start()).ends_with('ل'));
    Needle::new(&contracted.map_or_else(|| format!(" {words} "), |rest| format!(" ال{rest} ")))
}

/// Suggestions for the places where no entity is pending, accepted or rejected yet.
fn suggestions_elsewhere(document: &Document, found: Vec<Span>, label: &Label) -> Vec<Suggestion> {
    let text = &document.article.text;
    let taken = |span: Span| document.items().overlapping(span.range()).any(|item| item.layer == Layer::Entity);
    found
        .into_iter()
        .filter(|span| !taken(*span))
        .map(|span| Suggestion::new(text, SOURCE, 0.9, Body::Entity { span, label: label.clone() }))
        .collect()
}

/// Accepts or proposes the places that were shown.
pub(super) fn take_shown(model: &mut Model) -> Vec<Effect> {
    let Mode::Preview(preview) = std::mem::take(&mut model.mode) else { return Vec::new() };
    match preview.then {
        PreviewThen::Accept => accept_equal(model, preview.found.into_iter().flat_map(|(_, found)| found).collect()),
        PreviewThen::Propose => propose_shown(model, preview),
        PreviewThen::Relabel => relabel_shown(model, preview),
    }
}

/// Proposes the places that were shown: one step of undo in each article.
fn propose_shown(model: &mut Model, preview: Preview) -> Vec<Effect> {
    let here = model.current;
    let focus = model.document().and_then(|document| document.focus.clone());
    let mut effects = Vec::new();
    let total: usize = preview.found.iter().map(|(_, suggestions)| suggestions.len()).sum();
    for (index, suggestions) in preview.found {
        model.current = index;
        let kept = model.document().and_then(|document| document.focus.clone());
        effects.extend(commit(model, FocusAfter::Stay, |decider: Decider<'_>| decider.propose(suggestions)));
        if let Some(document) = model.document_mut() {
            document.focus = kept.or(document.focus.take());
        }
    }
    model.current = here;
    if let Some(document) = model.document_mut() {
        document.focus = focus;
    }
    if !effects.is_empty() {
        let next = model.key(CommandName::NEXT_PENDING);
        model.tell(say::proposed(model.lang(), total, say::suggestions(total), &next));
    }
    effects
}
