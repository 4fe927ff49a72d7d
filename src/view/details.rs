//! What has the focus: its state, label, source and score; for a quote its cue and speaker; or the selection.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::edit::ItemRef;
use crate::gold::{Body, Frame, Kind, Layer, Suggestion};
use crate::text::Text;
use crate::workbench::{Command, Document, Item, Mode, Model, Rect, Role};

use super::theme::{FLAG, NOTE, Part, Theme, sign, word};
use super::words::{Align, left, paint, put, with_both_ends};

/// One row: something at the left, something at the right.
#[derive(Default)]
struct Row {
    left: String,
    right: String,
}

/// Draws the pane; its first row is a rule where there is room.
pub(super) fn draw(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let mut rect = rect;
    if rect.height > 2 {
        for x in rect.x..rect.x + rect.width {
            put(buffer, x, rect.y, 1, "─", theme.style(Part::Quiet, ""));
        }
        rect = Rect { y: rect.y + 1, height: rect.height - 1, ..rect };
    }
    let mut rows = rows(model);
    // In two rows the digits are needed more than what the label is for, which is a key away.
    let digits = rect.height < 3 && model.mode == Mode::Review && model.document().is_some_and(wants_digits);
    rows.truncate(usize::from(if digits { rect.height - 1 } else { rect.height }));
    if rows.len() < usize::from(rect.height) {
        rows.push(Row { left: legend(model), right: String::new() });
    }
    for (y, row) in (rect.y..rect.y + rect.height).zip(&rows) {
        let line = Rect { x: rect.x + 1, y, width: rect.width - 2, height: 1 };
        let used = left(buffer, line, &row.left, Style::default());
        let rest = line.width.saturating_sub(used + 2);
        if rest > 3 {
            let space = Rect { x: line.x + line.width - rest, width: rest, ..line };
            // Both ends are shown: they are what the edge keys move.
            paint(buffer, space, &with_both_ends(&row.right, rest), Align::Right, theme.style(Part::Key, ""));
        }
    }
}

/// An entity of which nothing is said has the focus.
fn wants_digits(document: &Document) -> bool {
    document.focused().is_some_and(|item| item.layer == Layer::Entity && !item.flagged && !item.noted)
}

fn rows(model: &Model) -> Vec<Row> {
    let Some(document) = model.document() else { return Vec::new() };
    if let Mode::Select(selection) = &model.mode {
        return selection_rows(document, selection);
    }
    let Some(item) = document.focused() else {
        return vec![Row {
            left: format!("nothing has the focus: {} goes to what is pending", model.key(Command::NextPending)),
            right: String::new(),
        }];
    };
    let Some((body, suggestion)) = document.body(&item.at) else { return Vec::new() };
    let text = &document.article.text;
    let mut rows = vec![Row { left: summary(item, body, suggestion), right: words_of(text, body) }];
    let remark = document.remark(Some(&item.at));
    if !remark.is_empty() {
        let note = remark.note.as_ref().map(|_| NOTE.to_owned());
        let flags = remark.flags.iter().map(|flag| format!("{FLAG} {flag}"));
        let left = flags.chain(note).collect::<Vec<_>>().join("  ");
        rows.push(Row { left, right: remark.note.unwrap_or_default() });
    }
    match body {
        Body::Entity { label, .. } => {
            let about = model.settings.labels.get(label.as_str()).map(|def| def.description.clone());
            if let Some(was) = was(document, item, suggestion) {
                rows.push(was);
            }
            rows.push(Row {
                left: about.unwrap_or_else(|| format!("{label} is not in the label set")),
                right: String::new(),
            });
        }
        Body::Quote(frame) => {
            let cue = frame.cue.map_or("no cue", |span| text.slice(span));
            let speaker = frame.speaker.as_ref().map_or("no speaker", |speaker| text.slice(speaker.span));
            let implied = frame.speaker.as_ref().is_some_and(|speaker| speaker.implied);
            rows.push(Row { left: String::new(), right: speaker.to_owned() });
            // The part that the edge keys move is pointed at.
            let link = frame.speaker.as_ref().and_then(|speaker| document.annotation.mark(speaker.entity.as_deref()?));
            let link = link.and_then(|mark| Some((mark.id.as_str(), text.slice(mark.body.span()?))));
            let point = |role: Role| if document.part() == Some(role) { "▸" } else { "" };
            let implied = if implied { " (implied)" } else { "" };
            if let Some(row) = rows.last_mut() {
                row.left = format!("{}cue: {cue}  {}speaker{implied}:", point(Role::Cue), point(Role::Speaker));
                // Whom the speaker is, where the words do not tell.
                if let Some((id, name)) = link.filter(|(_, name)| !row.right.contains(name)) {
                    row.right.push_str(&format!(" = {name} ({id})"));
                }
            }
            if let Some(was) = was(document, item, suggestion) {
                rows.push(was);
            }
        }
    }
    rows
}

/// The words of an entity; of a quote its parts, each by itself, so that what lies between does not look like content.
fn words_of(text: &Text, body: &Body) -> String {
    match body {
        Body::Entity { span, .. } => text.slice(*span).to_owned(),
        Body::Quote(frame) => frame.content.iter().map(|part| text.slice(*part)).collect::<Vec<_>>().join(" [ … ] "),
    }
}

/// `? pending ORG  gazetteer@0.1.0 0.81  12–20`.
fn summary(item: &Item, body: &Body, suggestion: Option<&Suggestion>) -> String {
    let mut summary = format!("{} {} {}", sign(item.state), word(item.state), body.label());
    if let ItemRef::Mark(id) = &item.at {
        summary.push_str(&format!(" {id}"));
    }
    if let Some(suggestion) = suggestion {
        summary.push_str(&format!("  {}", suggestion.source));
        if let Some(score) = suggestion.score {
            summary.push_str(&format!(" {score:.2}"));
        }
    }
    summary
}

/// What the machine had proposed, where it was fixed.
fn was(document: &Document, item: &Item, suggestion: Option<&Suggestion>) -> Option<Row> {
    let (body, suggestion) = (document.body(&item.at)?.0, suggestion?);
    if body.says_the_same(&suggestion.body) {
        return None;
    }
    let text = &document.article.text;
    let (Body::Quote(now), Body::Quote(was)) = (body, &suggestion.body) else {
        return Some(Row {
            left: format!("proposed as {}:", suggestion.body.label()),
            right: words_of(text, &suggestion.body),
        });
    };
    // Of a quote, only what differs.
    let mut left = String::from("proposed:");
    if now.kind != was.kind {
        left.push_str(&format!(" {}", was.kind.name()));
    }
    if now.cue != was.cue {
        left.push_str(&format!(" cue {}", was.cue.map_or("none", |cue| text.slice(cue))));
    }
    let speaker = |frame: &Frame| frame.speaker.as_ref().map(|speaker| (speaker.span, speaker.implied));
    let mut right = String::new();
    if speaker(now) != speaker(was) {
        left.push_str(" speaker");
        right = speaker(was).map_or("none", |(span, _)| text.slice(span)).to_owned();
    }
    if now.content != was.content {
        left.push_str(" content");
        right = words_of(text, &suggestion.body);
    }
    Some(Row { left, right })
}

fn selection_rows(document: &Document, selection: &crate::workbench::Selection) -> Vec<Row> {
    let text = &document.article.text;
    let range = text.code_points(selection.span);
    let words = text.slice(selection.span).to_owned();
    let exact = if selection.exact { ", just as it is" } else { "" };
    vec![Row { left: format!("selected {}–{}{exact}", range.start, range.end), right: words }]
}

/// What each digit gives: labels, or kinds where a quote has the focus.
fn legend(model: &Model) -> String {
    if let Mode::Pick(pick) = &model.mode {
        return format!("a digit takes the {} of its row", pick.role.name());
    }
    let focused = model.document().and_then(|document| document.body(document.focus.as_ref()?));
    let quote = focused.is_some_and(|(body, _)| body.layer() == Layer::Quote);
    if quote && model.mode == Mode::Review {
        return (1..)
            .zip(Kind::ALL)
            .map(|(digit, kind)| format!("{digit} {}", kind.name()))
            .collect::<Vec<_>>()
            .join("  ");
    }
    let labels = model.settings.labels.iter().filter_map(|def| Some(format!("{} {}", def.digit?, def.label)));
    labels.collect::<Vec<_>>().join("  ")
}
