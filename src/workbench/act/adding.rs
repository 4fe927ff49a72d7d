//! Selecting words and adding what no machine proposed: entities, quotes, and the parts of a quote.

use crate::edit::NewMark;
use crate::gold::{Body, Frame, Kind, Speaker};
use crate::text::{Span, Text, quotation_mark};

use super::{Then, edit};
use crate::workbench::select::{next_word, word_at};
use crate::workbench::{Command, Effect, Find, Mode, Model, Selection};

/// Selects the word behind the focused entity; for a quote its speaker, its cue or the word before its content, since
/// those are what it may lack; without a focus the first word on the screen.
pub(super) fn begin_selection(model: &mut Model) {
    let Some(document) = model.document() else { return };
    let text = &document.article.text;
    let from = document.focus.clone();
    let body = from.as_ref().and_then(|at| document.body(at)).map(|(body, _)| body);
    let found = model.seek.find.as_ref().and_then(Find::leading);
    let span = match (body, document.laid_out()) {
        _ if found.is_some() => found,
        (Some(Body::Entity { span, .. }), _) => word_at(text, span.end()),
        (Some(Body::Quote(frame)), _) => {
            let role = frame.speaker.as_ref().map(|speaker| speaker.span).or(frame.cue);
            let content = frame.content.first().copied();
            role.or_else(|| next_word(text, content?, false)).or(content)
        }
        (None, Some(page)) => word_at(text, page.line_range(document.top).start),
        (None, None) => word_at(text, 0),
    };
    match span {
        Some(span) => model.mode = Mode::Select(Selection { span, from }),
        None => model.tell("this article has no words to select"),
    }
}

pub(super) fn add_quote(model: &mut Model) -> Vec<Effect> {
    let (Mode::Select(selection), Some(document)) = (&model.mode, model.document()) else { return Vec::new() };
    let span = selection.span;
    let kind = kind_of(&document.article.text, span);
    let frame = Frame { kind, content: vec![span], cue: None, speaker: None };
    model.mode = Mode::Review;
    let effects = edit(model, Then::Stay, |decider| decider.add(NewMark(Body::Quote(frame))));
    let [select, speaker, cue] =
        [Command::Select, Command::SetSpeaker, Command::SetCue].map(|command| model.key(command));
    model.tell(format!("quote added: {select} selects its speaker (then {speaker}) and its cue (then {cue})"));
    effects
}

/// The kind that the quotation marks show: around the span, inside it, or none.
fn kind_of(text: &Text, span: Span) -> Kind {
    let is_mark = |c: Option<char>| c.is_some_and(|c| quotation_mark(c).is_some());
    let before = text.get(0..span.start()).chars().rev().find(|c| !c.is_whitespace());
    let after = text.get(span.end()..text.len()).chars().find(|c| !c.is_whitespace() && *c != '.' && *c != '،');
    if is_mark(before) && is_mark(after) {
        Kind::Direct
    } else if text.slice(span).chars().any(|c| is_mark(Some(c))) {
        Kind::Mixed
    } else {
        Kind::Indirect
    }
}

/// A part of a quote that a selection can become.
pub(super) enum Role {
    Speaker,
    Cue,
}

pub(super) fn set_role(model: &mut Model, role: Role) -> Vec<Effect> {
    let (Mode::Select(selection), Some(document)) = (&model.mode, model.document()) else { return Vec::new() };
    let (span, Some(at)) = (selection.span, selection.from.clone()) else { return Vec::new() };
    let Some((Body::Quote(frame), _)) = document.body(&at) else { return Vec::new() };
    let mut frame = frame.clone();
    let name = match role {
        Role::Speaker => {
            let entity = document.annotation.marks.iter().find_map(|mark| match &mark.body {
                Body::Entity { span: inner, .. } if span.covers(*inner) => Some(mark.id.clone()),
                _ => None,
            });
            frame.speaker = Some(Speaker { span, entity, implied: false });
            "set the speaker of"
        }
        Role::Cue => {
            frame.cue = Some(span);
            "set the cue of"
        }
    };
    model.mode = Mode::Review;
    edit(model, Then::Stay, |decider| decider.change(name, &at, Body::Quote(frame)))
}
