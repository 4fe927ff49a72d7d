//! Selecting words and adding what no machine proposed: entities, quotes, and the parts of a quote.

use std::ops::Range;

use crate::edit::{EditKind, ItemRef, NewItem};
use crate::gold::{Body, Frame, QuoteKind};
use crate::lang::{self, Wording};
use crate::suggest;
use crate::text::{Span, Text, paragraphs_from, quotation_mark, sentences_from};

use super::roles::{self, Pick, Role};
use super::{Then, edit, tell};
use crate::workbench::select::{next_word, whole_words, without_space, word_at};
use crate::workbench::{Document, Effect, Find, Mode, Model, Selection, State};

/// Selects the word behind the focused entity; for a quote its speaker, its cue or the word before its content, since
/// those are what it may lack; without a focus the first word on the screen.
pub(super) fn begin_selection(model: &mut Model) {
    let Some(document) = model.document() else { return };
    let text = &document.article.text;
    // While a part of a quote is chosen, the selection is for it.
    let from = match &model.mode {
        Mode::Pick(pick) => Some(pick.quote.clone()),
        _ => document.focus.clone(),
    };
    let body = from.as_ref().and_then(|at| document.body(at)).map(|(body, _)| body);
    let found = model.seek.find.as_ref().and_then(Find::leading);
    let span = match (body, document.laid_out()) {
        _ if found.is_some() => found.map(|found| whole_words(text, found)),
        (Some(Body::Entity { span, .. }), _) => word_at(text, span.end()),
        (Some(Body::Quote(frame)), _) => {
            let speaker = frame.speaker.as_ref().map(|speaker| speaker.span);
            let role = match &model.mode {
                Mode::Pick(Pick { role: Role::Speaker, .. }) => speaker,
                Mode::Pick(Pick { role: Role::Cue, .. }) => frame.cue,
                _ => speaker.or(frame.cue),
            };
            let content = frame.content.first().copied();
            role.or_else(|| next_word(text, content?, false)).or(content)
        }
        (None, Some(page)) => word_at(text, page.line_of(document.top)),
        (None, None) => word_at(text, 0),
    };
    match span {
        Some(span) => model.mode = Mode::Select(Selection { span, from, exact: false }),
        None => model.tell_words(lang::NO_WORDS),
    }
}

pub(super) fn add_quote(model: &mut Model) -> Vec<Effect> {
    let (Mode::Select(selection), Some(document)) = (&model.mode, model.document()) else { return Vec::new() };
    let kind = kind_of(&document.article.text, selection.span);
    let span = selection.kept(&document.article.text, without_space);
    let frame = Frame { kind, content: vec![span], cue: None, speaker: None };
    let same = quote_of(document, &frame.content);
    model.mode = Mode::Review;
    if let Some((at, pending)) = same {
        return take_quote(model, at, pending);
    }
    let effects = edit(model, Then::Stay, |decider| decider.add(NewItem(Body::Quote(frame))));
    if !effects.is_empty() {
        roles::offer_parts(model);
    }
    effects
}

/// The quote with just this content, and is it pending?
fn quote_of(document: &Document, content: &[Span]) -> Option<(ItemRef, bool)> {
    let near = content.first()?.range();
    document.items().overlapping(near).find_map(|item| {
        let frame = document.body(&item.at)?.0.frame()?;
        let live = item.state != State::Rejected && frame.content == content;
        live.then(|| (item.at.clone(), item.state == State::Pending))
    })
}

/// Goes to a quote that is there already, and accepts it if it waits for that: what it was proposed with is kept.
fn take_quote(model: &mut Model, at: ItemRef, pending: bool) -> Vec<Effect> {
    if let Some(document) = model.document_mut() {
        document.focus = Some(at.clone());
    }
    if !pending {
        return tell(model, lang::QUOTE_ALREADY);
    }
    let effects = edit(model, Then::Stay, |decider| decider.accept(&at));
    if !effects.is_empty() && model.notice.as_ref().is_none_or(|notice| !notice.bad) {
        model.tell_words(lang::QUOTE_PROPOSED);
    }
    effects
}

/// The kind that the quotation marks show: around the span, inside it, or none.
fn kind_of(text: &Text, span: Span) -> QuoteKind {
    let is_gold = |c: Option<char>| c.is_some_and(|c| quotation_mark(c).is_some());
    let before = text.get(0..span.start()).chars().rev().find(|c| !c.is_whitespace());
    let after = text.get(span.end()..text.len()).chars().find(|c| !c.is_whitespace() && *c != '.' && *c != '،');
    if is_gold(before) && is_gold(after) {
        QuoteKind::Direct
    } else if text.slice(span).chars().any(|c| is_gold(Some(c))) {
        QuoteKind::Mixed
    } else {
        QuoteKind::Indirect
    }
}

/// Adds the selection to the content of the quote that had the focus.
pub(super) fn add_part(model: &mut Model) -> Vec<Effect> {
    let (Mode::Select(selection), Some(document)) = (&model.mode, model.document()) else { return Vec::new() };
    let Some(at) = selection.from.clone() else { return Vec::new() };
    let span = selection.kept(&document.article.text, without_space);
    let Some((Body::Quote(frame), _)) = document.body(&at) else { return Vec::new() };
    let mut frame = frame.clone();
    if frame.content.iter().any(|part| part.overlaps(span)) {
        return tell(model, lang::BELONGS_ALREADY);
    }
    frame.content.push(span);
    frame.content.sort();
    model.mode = Mode::Review;
    edit(model, Then::Stay, |decider| decider.change(EditKind::AddedPart, &at, Body::Quote(frame)))
}

/// Lets the selection be added just as it is, or trimmed again.
pub(super) fn exact(model: &mut Model) -> Vec<Effect> {
    let Mode::Select(selection) = &mut model.mode else { return Vec::new() };
    selection.exact = !selection.exact;
    let exact = selection.exact;
    tell(model, if exact { lang::EXACT } else { lang::TRIMMED })
}

/// Selects the sentence that the selection begins in, without the stop at its end; where that is selected, the next.
pub(super) fn select_sentence(model: &mut Model) -> Vec<Effect> {
    reselect(model, lang::NO_SENTENCE, |text, span| {
        let from = sentences_from(text.as_str(), span.start()).skip_while(|sentence| sentence.end <= span.start());
        let words = from.filter_map(|sentence| {
            let words = text.get(sentence.clone()).trim_end_matches(['.', '!', '؟', '?', '…']);
            text.span(sentence.start, sentence.start + words.len()).ok()
        });
        words.into_iter().find(|words| *words != span)
    })
}

/// How far behind the selection the next quotation is looked for, in bytes.
const NEXT_QUOTATION: usize = 64 * 1024;

/// Selects what stands in the quotation marks around the selection, else in the next ones.
pub(super) fn select_quotation(model: &mut Model) -> Vec<Effect> {
    reselect(model, lang::NO_QUOTATION, |text, span| {
        let here = suggest::quotations(text, span.range());
        let around = here.iter().filter(|inner| inner.covers(span) && **inner != span);
        let around = around.min_by_key(|inner| inner.end() - inner.start());
        let next = || here.iter().find(|inner| inner.start() >= span.end());
        let following = || paragraphs_from(text.as_str(), span.end()).skip(1);
        let near = |at: &Range<usize>| at.start < span.end() + NEXT_QUOTATION;
        let further = || following().take_while(near).flat_map(|at| suggest::quotations(text, at));
        around.or_else(next).copied().or_else(|| further().next())
    })
}

fn reselect(model: &mut Model, without: Wording, to: impl Fn(&Text, Span) -> Option<Span>) -> Vec<Effect> {
    let (Mode::Select(selection), Some(document)) = (&model.mode, model.document()) else { return Vec::new() };
    match to(&document.article.text, selection.span) {
        Some(span) => {
            model.mode = Mode::Select(selection.moved(span));
            Vec::new()
        }
        None => tell(model, without),
    }
}
