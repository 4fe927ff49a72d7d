//! What has the focus: its state, label, source and score; for a quote its cue and speaker; or the selection.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::edit::ItemRef;
use crate::gold::{Body, DISCUSS, Frame, Layer, QuoteKind, Suggestion};
use crate::lang::{self, Lang, isolated, say};
use crate::text::Text;
use crate::workbench::{CommandName, Document, Item, Mode, Model, Rect, Role};

use super::list::arrow;
use super::popup::labels;
use super::theme::{FLAG, NOTE, Part, Theme, kind, sign, word};
use super::words::{Strip, put, with_both_ends};

/// One row: a message where it begins, words of the article where it ends.
#[derive(Default)]
struct Row {
    says: String,
    words: String,
}

impl Row {
    fn new(says: String, words: impl Into<String>) -> Self {
        Self { says, words: words.into() }
    }
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
    // The digits are needed more than what the label is for, which is the last row and a key away.
    let height = usize::from(rect.height);
    let entity = model.document().and_then(Document::focused).is_some_and(|item| item.layer == Layer::Entity);
    if entity && model.mode == Mode::Review && rows.len() >= height {
        rows.pop();
    }
    rows.truncate(height);
    if rows.len() < usize::from(rect.height) {
        rows.push(Row::new(legend(model), ""));
    }
    for (y, row) in (rect.y..rect.y + rect.height).zip(&rows) {
        let mut line = Strip::new(Rect { x: rect.x + 1, y, width: rect.width - 2, height: 1 }, model.lang());
        line.say(buffer, &row.says, Style::default());
        line.skip(2);
        if line.width() > 3 {
            // Both ends are shown: they are what the edge keys move.
            line.show_last(buffer, &with_both_ends(&row.words, line.width()), theme.style(Part::Key, ""));
        }
    }
}

fn rows(model: &Model) -> Vec<Row> {
    let Some(document) = model.document() else { return Vec::new() };
    let lang = model.lang();
    if let Mode::Select(selection) = &model.mode {
        let range = document.article.text.code_points(selection.span);
        let exact = if selection.exact { lang::JUST_AS_IT_IS.get(lang) } else { "" };
        let says = format!("{}{exact}", say::selected(lang, range.start, range.end));
        return vec![Row::new(says, document.article.text.slice(selection.span))];
    }
    let Some(item) = document.focused() else {
        return vec![Row::new(say::no_focus(lang, &model.key(CommandName::NEXT_PENDING)), "")];
    };
    let Some((body, suggestion)) = document.body(&item.at) else { return Vec::new() };
    let text = &document.article.text;
    let mut rows = vec![Row::new(summary(item, body, suggestion, lang), words_of(text, body))];
    rows.extend(remark(document, item, lang));
    match body {
        Body::Entity { label, .. } => {
            let about = model.settings.labels.get(label.as_str()).map(|def| def.about(lang.is_rtl()));
            rows.extend(was(document, item, suggestion, lang));
            let about = about.map_or_else(|| say::not_in_set(lang, label.as_str()), |about| isolated(lang, about));
            rows.push(Row::new(about, ""));
        }
        Body::Quote(frame) => {
            let cue =
                frame.cue.map_or_else(|| lang::NO_CUE.get(lang).to_owned(), |span| isolated(lang, text.slice(span)));
            let speaker = frame.speaker.as_ref().map_or(lang::NO_SPEAKER.get(lang), |speaker| text.slice(speaker.span));
            let implied = frame.speaker.as_ref().is_some_and(|speaker| speaker.implied);
            // The part that the edge keys move is pointed at.
            let point = |role: Role| if document.part() == Some(role) { arrow(lang) } else { "" };
            let implied = if implied { format!(" ({})", lang::IMPLIED.get(lang)) } else { String::new() };
            let (cue_word, speaker_word) = (lang::CUE.get(lang), lang::SPEAKER.get(lang));
            let (cue_point, speaker_point) = (point(Role::Cue), point(Role::Speaker));
            let says = format!("{cue_point}{cue_word}: {cue}  {speaker_point}{speaker_word}{implied}:");
            // Whom the speaker is, where the words do not tell.
            let link =
                frame.speaker.as_ref().and_then(|speaker| document.annotation.gold_item(speaker.entity.as_deref()?));
            let link = link.and_then(|mark| Some((mark.id.as_str(), text.slice(mark.body.span()?))));
            let link = link.filter(|(_, name)| !speaker.contains(name));
            let link = link.map_or_else(String::new, |(id, name)| format!(" = {name} ({id})"));
            rows.push(Row::new(says, format!("{speaker}{link}")));
            rows.extend(was(document, item, suggestion, lang));
        }
    }
    rows
}

/// What a person says about it: flags, and the note.
fn remark(document: &Document, item: &Item, lang: Lang) -> Option<Row> {
    let remark = document.remark(Some(&item.at));
    let note = remark.note.as_ref().map(|_| NOTE.to_owned());
    // The flag of tawsim has a word in each language; those of other programs are shown as they are.
    let word = |flag: &String| match flag.as_str() {
        DISCUSS => lang::DISCUSS.get(lang).to_owned(),
        other => isolated(lang, other),
    };
    let flags = remark.flags.iter().map(|flag| format!("{FLAG} {}", word(flag)));
    let says = flags.chain(note).collect::<Vec<_>>().join("  ");
    (!remark.is_empty()).then(|| Row::new(says, remark.note.unwrap_or_default()))
}

/// The words of an entity; of a quote its parts, each by itself, so that what lies between does not look like content.
fn words_of(text: &Text, body: &Body) -> String {
    match body {
        Body::Entity { span, .. } => text.slice(*span).to_owned(),
        Body::Quote(frame) => frame.content.iter().map(|part| text.slice(*part)).collect::<Vec<_>>().join(" [ … ] "),
    }
}

/// `? pending ORG  gazetteer@0.1.0 0.81  12–20`.
fn summary(item: &Item, body: &Body, suggestion: Option<&Suggestion>, lang: Lang) -> String {
    let label = match body {
        Body::Entity { label, .. } => isolated(lang, label.as_str()),
        Body::Quote(frame) => kind(frame.kind).get(lang).to_owned(),
    };
    let mut summary = format!("{} {} {label}", sign(item.state), word(item.state).get(lang));
    if let ItemRef::GoldItem(id) = &item.at {
        summary.push_str(&format!(" {}", isolated(lang, id)));
    }
    if let Some(suggestion) = suggestion {
        summary.push_str(&format!("  {}", isolated(lang, &suggestion.source)));
        if let Some(score) = suggestion.score {
            summary.push_str(&format!(" {score:.2}"));
        }
    }
    summary
}

/// What the machine had proposed, where it was fixed.
fn was(document: &Document, item: &Item, suggestion: Option<&Suggestion>, lang: Lang) -> Option<Row> {
    let (body, suggestion) = (document.body(&item.at)?.0, suggestion?);
    if body.agrees_with(&suggestion.body) {
        return None;
    }
    let text = &document.article.text;
    let (Body::Quote(now), Body::Quote(was)) = (body, &suggestion.body) else {
        return Some(Row::new(say::proposed_as(lang, suggestion.body.label()), words_of(text, &suggestion.body)));
    };
    // Of a quote, only what differs.
    let mut says = lang::PROPOSED.get(lang).to_owned();
    if now.kind != was.kind {
        says.push_str(&format!(" {}", kind(was.kind).get(lang)));
    }
    if now.cue != was.cue {
        let cue = was.cue.map_or_else(|| lang::NONE.get(lang).to_owned(), |cue| isolated(lang, text.slice(cue)));
        says.push_str(&format!(" {} {cue}", lang::CUE.get(lang)));
    }
    let speaker = |frame: &Frame| frame.speaker.as_ref().map(|speaker| (speaker.span, speaker.implied));
    let mut words = String::new();
    if speaker(now) != speaker(was) {
        says.push_str(&format!(" {}", lang::SPEAKER.get(lang)));
        // The words may be the same, and stand for another thing.
        let implied = speaker(was).filter(|was| speaker(now).is_some_and(|now| now.1 != was.1)).map(|was| was.1);
        if let Some(implied) = implied {
            let words = if implied { lang::IMPLIED } else { lang::EXPLICIT };
            says.push_str(&format!(" ({})", words.get(lang)));
        }
        words = speaker(was).map_or(lang::NONE.get(lang), |(span, _)| text.slice(span)).to_owned();
    }
    if now.content != was.content {
        says.push_str(&format!(" {}", lang::CONTENT.get(lang)));
        words = words_of(text, &suggestion.body);
    }
    Some(Row { says, words })
}

/// What each digit gives: labels, or kinds where a quote has the focus.
fn legend(model: &Model) -> String {
    let lang = model.lang();
    if let Mode::ChooseRole(choice) = &model.mode {
        return say::digit_takes_row(lang, choice.role.name());
    }
    let focused = model.document().and_then(|document| document.body(document.focus.as_ref()?));
    let quote = focused.is_some_and(|(body, _)| body.layer() == Layer::Quote);
    if quote && !matches!(model.mode, Mode::Select(_)) {
        let kinds = (1..).zip(QuoteKind::ALL).map(|(digit, one)| format!("{digit} {}", kind(one).get(lang)));
        return kinds.collect::<Vec<_>>().join("  ");
    }
    labels(model, "  ")
}
