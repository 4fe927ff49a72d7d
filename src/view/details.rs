//! The details of the focused item: its state, label, source and score; the cue and the speaker of a quote. Or the details of
//! the selection.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::edit::ItemRef;
use crate::gold::{Body, DISCUSS, Frame, GoldItem, LabelDef, Layer, QuoteKind, Suggestion};
use crate::lang::{self, Lang, Wording, isolated, say};
use crate::text::Text;
use crate::workbench::{CommandName, Document, Item, Mode, Model, Rect, Role};

use super::cells::fill_row;
use super::message::message_width;
use super::readings::{difference_rows, reader_letters};
use super::relation_rows::detail_words;
use super::row::FreeRow;
use super::shorten::keep_both_ends;
use super::signs::{FLAG, NOTE, kind_word, pointer, state_sign, state_word};
use super::theme::{ScreenElement, Theme};

/// The words of an item take at most so many cells: they are on the page too.
const LONGEST_WORDS: u16 = 60;

/// A row of the pane: a message at its beginning, words of the article at its end.
struct DetailRow {
    message: String,
    words: String,
}

impl DetailRow {
    fn new(message: String, words: impl Into<String>) -> Self {
        Self { message, words: words.into() }
    }
}

/// Draws the pane. If there is room, its first row is a rule.
pub(super) fn draw_details(model: &Model, theme: &Theme, rect: Rect, buffer: &mut Buffer) {
    let mut rect = rect;
    if rect.height > 2 {
        fill_row(buffer, rect, "─", theme.style(ScreenElement::Quiet));
        rect = Rect { y: rect.y + 1, height: rect.height - 1, ..rect };
    }
    let mut rows = detail_rows(model);
    // The digits matter more than the description of the label: it is the last row, and one key away.
    let height = usize::from(rect.height);
    let focused = model.document().and_then(Document::focused);
    let entity = focused.is_some_and(|item| item.layer == Layer::Entity);
    let is_reading =
        model.document().zip(focused).is_some_and(|(document, item)| reader_letters(document, &item.at).is_some());
    if entity && !is_reading && model.mode == Mode::Review && rows.len() >= height {
        rows.pop();
    }
    rows.truncate(height);
    let legend = rows.len() < height;
    for (y, row) in (rect.y..rect.y + rect.height).zip(&rows) {
        let mut free = FreeRow::new(Rect { x: rect.x + 1, y, width: rect.width - 2, height: 1 }, model.lang());
        free.write_message(buffer, &row.message, Style::default());
        free.skip_start(2);
        if free.width() > 3 {
            // Both ends are shown, because the edge keys move them.
            let words = keep_both_ends(&row.words, free.width().min(LONGEST_WORDS));
            free.write_text_at_end(buffer, &words, theme.style(ScreenElement::Key));
        }
    }
    if legend {
        // Always in the last row: it does not move when an item has more to say.
        let y = rect.y + rect.height.saturating_sub(1);
        let row = FreeRow::new(Rect { x: rect.x + 1, y, width: rect.width - 2, height: 1 }, model.lang());
        draw_digit_legend(model, theme, row, buffer);
    }
}

/// Returns the rows about the selection, or about the focused item.
fn detail_rows(model: &Model) -> Vec<DetailRow> {
    let Some(document) = model.document() else { return Vec::new() };
    let lang = model.lang();
    if let Mode::Select(selection) = &model.mode {
        let range = document.article.text.code_points(selection.span);
        let exact = if selection.exact { lang::JUST_AS_IT_IS.get(lang) } else { "" };
        let message = format!("{}{exact}", say::selected(lang, range.start, range.end));
        return vec![DetailRow::new(message, document.article.text.slice(selection.span))];
    }
    let Some(item) = document.focused() else {
        return vec![DetailRow::new(say::no_focus(lang, &model.key(CommandName::NEXT_PENDING)), "")];
    };
    let Some((body, suggestion)) = document.body(&item.at) else { return Vec::new() };
    if let Some(rows) = difference_rows(model, document, item) {
        let rows = rows.into_iter().map(|(message, words)| DetailRow { message, words });
        return rows.chain(remark_row(document, item, lang)).collect();
    }
    let text = &document.article.text;
    let mut rows = vec![DetailRow::new(summary(item, body, suggestion, lang), item_words(document, item, body))];
    rows.extend(remark_row(document, item, lang));
    rows.extend(
        detail_words(document, &item.at).map(|(message, words)| DetailRow::new(isolated(lang, &message), words)),
    );
    match body {
        Body::Entity { label, .. } => {
            let about = model.settings.labels.get(label.as_str()).map(|def| def.about(lang.is_rtl()));
            rows.extend(proposal_row(document, item, suggestion, lang));
            let about = about.map_or_else(|| say::not_in_set(lang, label.as_str()), |about| isolated(lang, about));
            rows.push(DetailRow::new(about, ""));
        }
        Body::Quote(frame) => {
            let cue =
                frame.cue.map_or_else(|| lang::NO_CUE.get(lang).to_owned(), |span| isolated(lang, text.slice(span)));
            let speaker = frame.speaker.as_ref().map_or(lang::NO_SPEAKER.get(lang), |speaker| text.slice(speaker.span));
            let implied = frame.speaker.as_ref().is_some_and(|speaker| speaker.implied);
            // A pointer is before the part that the edge keys move.
            let point = |role: Role| if document.part() == Some(role) { pointer(lang) } else { "" };
            let implied = if implied { format!(" ({})", lang::IMPLIED.get(lang)) } else { String::new() };
            let (cue_word, speaker_word) = (lang::CUE.get(lang), lang::SPEAKER.get(lang));
            let (cue_point, speaker_point) = (point(Role::Cue), point(Role::Speaker));
            let message = format!("{cue_point}{cue_word}: {cue}  {speaker_point}{speaker_word}{implied}:");
            // The linked entity, if the speaker's words do not contain its name.
            let link =
                frame.speaker.as_ref().and_then(|speaker| document.annotation.gold_item(speaker.entity.as_deref()?));
            let link = link.and_then(|item| Some((item.id.as_str(), text.slice(item.body.span()?))));
            let link = link.filter(|(_, name)| !speaker.contains(name));
            let link = link.map_or_else(String::new, |(id, name)| format!(" = {name} ({id})"));
            rows.push(DetailRow::new(message, format!("{speaker}{link}")));
            rows.extend(proposal_row(document, item, suggestion, lang));
        }
    }
    rows
}

/// Returns the flags and the note of an item.
fn remark_row(document: &Document, item: &Item, lang: Lang) -> Option<DetailRow> {
    let remark = document.remark(Some(&item.at));
    let note = remark.note.as_ref().map(|_| NOTE.to_owned());
    // The flag of tawsim is a word of the interface. Flags of other programs are shown as they are.
    let word = |flag: &String| match flag.as_str() {
        DISCUSS => lang::DISCUSS.get(lang).to_owned(),
        other => isolated(lang, other),
    };
    let flags = remark.flags.iter().map(|flag| format!("{FLAG} {}", word(flag)));
    let message = flags.chain(note).collect::<Vec<_>>().join("  ");
    (!remark.is_empty()).then(|| DetailRow::new(message, remark.note.unwrap_or_default()))
}

/// Returns the words of an entity, or the parts of a quote's content, with a sign between them.
fn readable_words(text: &Text, body: &Body) -> String {
    match body {
        Body::Entity { span, .. } => text.slice(*span).to_owned(),
        Body::Quote(frame) => frame.content.iter().map(|part| text.slice(*part)).collect::<Vec<_>>().join(" [ … ] "),
    }
}

/// Returns the words of an item. The words between the parts of an entity are left out.
fn item_words(document: &Document, item: &Item, body: &Body) -> String {
    let text = &document.article.text;
    let gold = match &item.at {
        ItemRef::GoldItem(id) => document.annotation.gold_item(id).filter(|gold| !gold.parts.is_empty()),
        _ => None,
    };
    let pieces = |gold: &GoldItem| gold.parts.iter().map(|part| text.slice(*part)).collect::<Vec<_>>().join(" [ … ] ");
    gold.map_or_else(|| readable_words(text, body), pieces)
}

/// Returns the summary of an item, such as `? pending ORG  likely 0.81  gazetteer`.
fn summary(item: &Item, body: &Body, suggestion: Option<&Suggestion>, lang: Lang) -> String {
    let label = match body {
        Body::Entity { label, .. } => isolated(lang, label.as_str()),
        Body::Quote(frame) => kind_word(frame.kind).get(lang).to_owned(),
    };
    let mut summary = format!("{} {} {label}", state_sign(item.state), state_word(item.state).get(lang));
    if let ItemRef::GoldItem(id) = &item.at {
        summary.push_str(&format!(" {}", isolated(lang, id)));
    }
    if let Some(suggestion) = suggestion {
        if let Some(score) = suggestion.score {
            summary.push_str(&format!("  {} {score:.2}", score_word(score).get(lang)));
        }
        summary.push_str(&format!("  {}", isolated(lang, suggestion.source_name())));
    }
    summary
}

/// Returns the word for a score. The scores are calibrated: of the suggestions with a score of 0.9, nine in ten are right.
const fn score_word(score: f64) -> Wording {
    if score >= 0.9 {
        lang::NEARLY_SURE
    } else if score >= 0.7 {
        lang::LIKELY
    } else {
        lang::DOUBTFUL
    }
}

/// Returns what was suggested, if the item was fixed.
fn proposal_row(document: &Document, item: &Item, suggestion: Option<&Suggestion>, lang: Lang) -> Option<DetailRow> {
    let (body, suggestion) = (document.body(&item.at)?.0, suggestion?);
    if body.agrees_with(&suggestion.body) {
        return None;
    }
    let text = &document.article.text;
    let (Body::Quote(now), Body::Quote(was)) = (body, &suggestion.body) else {
        return Some(DetailRow::new(
            say::proposed_as(lang, suggestion.body.label()),
            readable_words(text, &suggestion.body),
        ));
    };
    // Of a quote, only the differences.
    let mut message = lang::PROPOSED.get(lang).to_owned();
    if now.kind != was.kind {
        message.push_str(&format!(" {}", kind_word(was.kind).get(lang)));
    }
    if now.cue != was.cue {
        let cue = was.cue.map_or_else(|| lang::NONE.get(lang).to_owned(), |cue| isolated(lang, text.slice(cue)));
        message.push_str(&format!(" {} {cue}", lang::CUE.get(lang)));
    }
    let speaker = |frame: &Frame| frame.speaker.as_ref().map(|speaker| (speaker.span, speaker.implied));
    let mut words = String::new();
    if speaker(now) != speaker(was) {
        message.push_str(&format!(" {}", lang::SPEAKER.get(lang)));
        // The words may be the same: explicit in one, implied in the other.
        let implied = speaker(was).filter(|was| speaker(now).is_some_and(|now| now.1 != was.1)).map(|was| was.1);
        if let Some(implied) = implied {
            let words = if implied { lang::IMPLIED } else { lang::EXPLICIT };
            message.push_str(&format!(" ({})", words.get(lang)));
        }
        words = speaker(was).map_or(lang::NONE.get(lang), |(span, _)| text.slice(span)).to_owned();
    }
    if now.content != was.content {
        message.push_str(&format!(" {}", lang::CONTENT.get(lang)));
        words = readable_words(text, &suggestion.body);
    }
    Some(DetailRow { message, words })
}

/// Draws what the digits do: they give labels, or kinds if a quote has the focus.
fn draw_digit_legend(model: &Model, theme: &Theme, mut row: FreeRow, buffer: &mut Buffer) {
    let lang = model.lang();
    if let Mode::ChooseRole(choice) = &model.mode {
        row.write_message(buffer, &say::digit_takes_row(lang, choice.role.name()), Style::default());
        return;
    }
    let focused = model.document().and_then(|document| document.body(document.focus.as_ref()?));
    let quote = focused.is_some_and(|(body, _)| body.layer() == Layer::Quote);
    if quote && !matches!(model.mode, Mode::Select(_)) {
        let kinds = (1..).zip(QuoteKind::ALL).map(|(digit, one)| format!("{digit} {}", kind_word(one).get(lang)));
        row.write_message(buffer, &kinds.collect::<Vec<_>>().join("  "), Style::default());
        return;
    }
    draw_labels(model, theme, row, buffer);
}

/// Draws the labels with their digits, each in its colours: it is the legend of the page. What has no room or no digit is in
/// the list of labels, whose key is at the end.
fn draw_labels(model: &Model, theme: &Theme, mut row: FreeRow, buffer: &mut Buffer) {
    let labels = &model.settings.labels;
    let list = format!("{} …", model.key(CommandName::LABEL_LIST));
    let reserved = message_width(&list).saturating_add(1);
    let mut is_whole = labels.without_digit().next().is_none();
    let mut shown: Vec<&LabelDef> = labels.iter().filter(|def| def.digit.is_some()).collect();
    shown.sort_by_key(|def| def.digit);
    let width = |def: &LabelDef| message_width(def.label.as_str()).saturating_add(6);
    let all: u16 = shown.iter().fold(0, |sum: u16, def| sum.saturating_add(width(def)));
    is_whole &= all <= row.width();
    for def in shown {
        if !is_whole && width(def).saturating_add(reserved) > row.width() {
            break;
        }
        let digit = def.digit.map_or_else(String::new, |digit| digit.to_string());
        row.write_text(buffer, &digit, theme.style(ScreenElement::Key));
        row.skip_start(1);
        let name = format!(" {} ", def.label);
        row.write_text(buffer, &name, theme.style(ScreenElement::Label { label: def.label.as_str() }));
        row.skip_start(2);
    }
    if !is_whole {
        row.write_text(buffer, &list, theme.style(ScreenElement::Key));
    }
}
