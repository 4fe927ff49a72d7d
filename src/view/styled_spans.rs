//! The spans of an article that have a style: quotes, entities, the focus, matches, the selection.

use std::cmp::Reverse;
use std::ops::Range;

use ratatui::style::Style;

use crate::gold::{Body, Frame, Label, Layer};
use crate::text::Span;
use crate::workbench::{Document, Find, Item, ItemState, Jump, Mode, Role};

use super::theme::{ScreenElement, Theme};

/// A span with its style. Where several overlap, a later one is drawn over an earlier one.
pub(super) struct StyledSpan {
    pub(super) span: Span,
    pub(super) style: Style,
}

impl StyledSpan {
    const fn new(span: Span, style: Style) -> Self {
        Self { span, style }
    }
}

/// The drawing of a document's focus: with it or without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FocusView {
    Shown,
    Hidden,
}

/// Returns the spans of items, in the order in which they are drawn: quotes, the longer ones first; entities, the longer ones
/// first; the focus, with the cue and the speaker of a quote.
pub(super) fn item_spans(document: &Document, focus: FocusView, theme: &Theme, items: &[&Item]) -> Vec<StyledSpan> {
    let mut spans = Vec::new();
    for layer in [Layer::Quote, Layer::Entity] {
        let mut of_layer: Vec<(&Item, &Body)> = items
            .iter()
            .filter(|item| item.layer == layer && item.state != ItemState::Rejected)
            .filter_map(|item| Some((*item, document.body(&item.at)?.0)))
            .collect();
        of_layer.sort_by_key(|(item, _)| Reverse(item.span.end() - item.span.start()));
        for (item, body) in of_layer {
            match body {
                Body::Entity { label, .. } => {
                    let style = theme.style(ScreenElement::Entity { state: item.state, label: label.as_str() });
                    spans.extend(document.pieces(&item.at).into_iter().map(|piece| StyledSpan::new(piece, style)));
                }
                Body::Quote(frame) => {
                    let style = theme.style(ScreenElement::Content(item.state));
                    spans.extend(frame.content.iter().map(|span| StyledSpan::new(*span, style)));
                }
            }
        }
    }
    // The cue and the speaker of the focused quote may be on the screen while its content is not.
    if focus == FocusView::Shown
        && let Some(item) = document.focused()
        && let Some((body, _)) = document.body(&item.at)
    {
        match body {
            Body::Entity { .. } => {
                let style = theme.style(ScreenElement::Focus(item.state));
                spans.extend(document.pieces(&item.at).into_iter().map(|piece| StyledSpan::new(piece, style)));
            }
            Body::Quote(frame) => add_focused_quote(frame, theme, &mut spans),
        }
    }
    spans
}

/// Adds the parts of the focused quote. Its content is drawn before the entities inside it, so that they stay visible.
fn add_focused_quote(frame: &Frame, theme: &Theme, spans: &mut Vec<StyledSpan>) {
    let style = theme.style(ScreenElement::FocusedContent);
    let content: Vec<StyledSpan> = frame.content.iter().map(|span| StyledSpan::new(*span, style)).collect();
    let is_inside =
        |inner: &StyledSpan| frame.content.iter().any(|span| span.covers(inner.span) && *span != inner.span);
    let at = spans.iter().position(is_inside).unwrap_or(spans.len());
    spans.splice(at..at, content);
    if let Some(speaker) = &frame.speaker {
        spans.push(StyledSpan::new(speaker.span, theme.style(ScreenElement::Speaker)));
    }
    if let Some(cue) = frame.cue {
        spans.push(StyledSpan::new(cue, theme.style(ScreenElement::Cue)));
    }
}

/// Returns the matches of a search in a part of the text.
pub(super) fn match_spans(find: &Find, theme: &Theme, text: &Range<usize>) -> Vec<StyledSpan> {
    let styled = |(index, span)| {
        let is_current = find.current == Some(index);
        let element = if is_current { ScreenElement::CurrentMatch } else { ScreenElement::Match };
        StyledSpan::new(span, theme.style(element))
    };
    find.overlapping(text).map(styled).collect()
}

/// Returns the names that the letters of a jump add, as pending entities with their likely labels.
pub(super) fn name_spans(jump: &Jump, theme: &Theme) -> Vec<StyledSpan> {
    let names = jump.left().filter_map(|(target, _)| Some((target.span, target.label.as_ref()?)));
    let style = |label: &Label| theme.style(ScreenElement::Entity { state: ItemState::Pending, label: label.as_str() });
    names.map(|(span, label)| StyledSpan::new(span, style(label))).collect()
}

/// Returns the spans that a mode shows: the selection, or the candidates for a role.
pub(super) fn mode_spans(mode: &Mode, theme: &Theme) -> Vec<StyledSpan> {
    match mode {
        Mode::Select(selection) => vec![StyledSpan::new(selection.span, theme.style(ScreenElement::Selection))],
        Mode::ChooseRole(choice) => {
            let is_cue = choice.role == Role::Cue;
            let style = theme.style(if is_cue { ScreenElement::Cue } else { ScreenElement::Speaker });
            choice.candidates.iter().map(|candidate| StyledSpan::new(candidate.span, style)).collect()
        }
        _ => Vec::new(),
    }
}
