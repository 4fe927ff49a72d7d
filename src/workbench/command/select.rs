//! Selecting words, and moving the selection.

use std::ops::Range;

use crate::gold::{Body, Listed};
use crate::lang::{self, Wording};
use crate::suggest;
use crate::text::{Span, Text, next_grapheme, paragraphs_from, sentences_from};
use crate::workbench::direction::ReadingDirection::{self, Back, Forward};
use crate::workbench::direction::Side::{self, Left, Right};
use crate::workbench::effect::Effect;
use crate::workbench::jump::JumpFor;
use crate::workbench::model::{Mode, Model};
use crate::workbench::role::{Role, RoleChoice};
use crate::workbench::search::find::Find;
use crate::workbench::selection::Selection;
use crate::workbench::words_beside::{letter_beside, next_word, shifted_by_letter, whole_words, word_at};

use super::commit::tell;
use super::condition::{Condition, IN_SELECTION, ON_ITEM, needs_focus};
use super::group::Group;
use super::jump::{Names, show_words};
use super::modes::Modes;
use super::name::CommandName;
use super::reselect::reselect;
use super::row::{Command, CommandTraits, Footer};

pub(super) const BEGIN: &[Command] = &[
    Command {
        name: CommandName::SELECT,
        title: Wording::new("select", "تحديد"),
        help: Wording::new(
            "Begin a selection behind the item that was decided last, else after the focused entity; on a quote at its speaker, else at its cue, else before its content. Pressed again: before the next pending suggestion. The letters on coloured names add them with the label of their colour; those beside the next words choose its first word, then its last one. The arrows move it by words and lines, the edge keys move its edges.",
            "ابدأ تحديدا بعد آخر عنصر حسمته، وإلا فبعد الكيان الحالي؛ وعلى اقتباس عند قائله، وإلا فعند عبارة القول، وإلا فقبل مقوله. ومرة أخرى: قبل المعلق التالي. وحروف الأسماء الملونة تضيفها بوسم لونها؛ وحروف الكلمات التالية تختار أول كلمة فيه ثم آخر كلمة. الأسهم تنقله كلمات وأسطرا، ومفاتيح الحدود تغير حدوده.",
        ),
        keys: &["v"],
        group: Group::Add,
        footer: Footer::new("select", "تحديد"),
        when: CAN_SELECT,
        run: |model, _| begin_selection(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("select-focused"),
        title: Wording::new("select-focused", "تحديد العنصر الحالي"),
        help: Wording::new(
            "Select the words of the focused item, to widen them, to add another item there, or to copy them.",
            "حدد كلمات العنصر الحالي، لتوسيعها أو لإضافة عنصر آخر في موضعها أو لنسخها.",
        ),
        keys: &["V", "Alt-v"],
        group: Group::Add,
        when: ON_ITEM,
        run: |model, _| select_focused(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("select-sentence"),
        title: Wording::new("select-sentence", "تحديد الجملة"),
        help: Wording::new(
            "In a selection: select the whole sentence; pressed again, the next one.",
            "في التحديد: حدد الجملة كلها؛ ومرة أخرى: الجملة التالية.",
        ),
        keys: &["S"],
        group: Group::Add,
        footer: Footer::new("sentence", "جملة"),
        traits: CommandTraits::COUNTED,
        when: IN_SELECTION,
        run: |model, _| select_sentence(model),
    },
    Command {
        name: CommandName::new("select-quotation"),
        title: Wording::new("select-quotation", "تحديد ما بين علامتي التنصيص"),
        help: Wording::new(
            "In a selection: select the words inside the quotation marks around it, or inside the next ones.",
            "في التحديد: حدد ما بين علامتي التنصيص المحيطتين به، أو التاليتين.",
        ),
        keys: &["\""],
        group: Group::Add,
        footer: Footer::new("quoted", "تنصيص"),
        when: IN_SELECTION,
        run: |model, _| select_quotation(model),
        ..Command::PLAIN
    },
];

pub(super) const CHANGE: &[Command] = &[
    Command {
        name: CommandName::new("exact"),
        title: Wording::new("exact", "كما هو"),
        help: Wording::new(
            "In a selection: add it exactly as it is; without this, space and punctuation at its edges stay outside. Pressed again: trim it.",
            "في التحديد: أضفه كما هو؛ وبدون ذلك تبقى المسافات وعلامات الترقيم في طرفيه خارجه. ومرة أخرى: قص أطرافه من جديد.",
        ),
        keys: &["x"],
        group: Group::Add,
        footer: Footer::new("exact", "كما هو"),
        when: IN_SELECTION,
        run: |model, _| toggle_exact(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("next-word"),
        title: Wording::new("next-word", "الكلمة التالية"),
        help: Wording::new(
            "In a selection: select the next word in reading order.",
            "في التحديد: حدد الكلمة التالية في ترتيب القراءة.",
        ),
        keys: &["Tab"],
        group: Group::Add,
        traits: CommandTraits::COUNTED,
        when: IN_SELECTION,
        run: |model, _| select_word(model, Forward),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("previous-word"),
        title: Wording::new("previous-word", "الكلمة السابقة"),
        help: Wording::new(
            "In a selection: select the previous word in reading order.",
            "في التحديد: حدد الكلمة السابقة في ترتيب القراءة.",
        ),
        keys: &["Shift-Tab"],
        group: Group::Add,
        traits: CommandTraits::COUNTED,
        when: IN_SELECTION,
        run: |model, _| select_word(model, Back),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("line-start"),
        title: Wording::new("line-start", "أول السطر"),
        help: Wording::new("In a selection: select the first word of the line.", "في التحديد: حدد أول كلمة في السطر."),
        keys: &["Home"],
        group: Group::Add,
        when: IN_SELECTION,
        run: |model, _| select_line_end(model, Back),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("line-end"),
        title: Wording::new("line-end", "آخر السطر"),
        help: Wording::new("In a selection: select the last word of the line.", "في التحديد: حدد آخر كلمة في السطر."),
        keys: &["End"],
        group: Group::Add,
        when: IN_SELECTION,
        run: |model, _| select_line_end(model, Forward),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("letter-left"),
        title: Wording::new("letter-left", "حرف إلى اليسار"),
        help: Wording::new(
            "In a selection: move the whole selection one letter to the left.",
            "في التحديد: انقله كله حرفا إلى اليسار.",
        ),
        keys: &["Shift-Left"],
        group: Group::Add,
        traits: CommandTraits::COUNTED,
        when: IN_SELECTION,
        run: |model, _| shift_to_side(model, Left),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("letter-right"),
        title: Wording::new("letter-right", "حرف إلى اليمين"),
        help: Wording::new(
            "In a selection: move the whole selection one letter to the right.",
            "في التحديد: انقله كله حرفا إلى اليمين.",
        ),
        keys: &["Shift-Right"],
        group: Group::Add,
        traits: CommandTraits::COUNTED,
        when: IN_SELECTION,
        run: |model, _| shift_to_side(model, Right),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("next-letter"),
        title: Wording::new("next-letter", "الحرف التالي"),
        help: Wording::new(
            "In a selection: move the whole selection one letter forward in reading order.",
            "في التحديد: انقله كله حرفا إلى الأمام في ترتيب القراءة.",
        ),
        keys: &["."],
        group: Group::Add,
        traits: CommandTraits::COUNTED,
        when: IN_SELECTION,
        run: |model, _| shift_by_letter(model, Forward),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("previous-letter"),
        title: Wording::new("previous-letter", "الحرف السابق"),
        help: Wording::new(
            "In a selection: move the whole selection one letter back in reading order.",
            "في التحديد: انقله كله حرفا إلى الخلف في ترتيب القراءة.",
        ),
        keys: &[","],
        group: Group::Add,
        traits: CommandTraits::COUNTED,
        when: IN_SELECTION,
        run: |model, _| shift_by_letter(model, Back),
        ..Command::PLAIN
    },
];

/// While reviewing, or while a part of a quote is chosen: then the selection is for that part. In a selection: again.
const CAN_SELECT: Condition = Condition {
    modes: Modes::REVIEW.union(Modes::CHOOSE_ROLE).union(Modes::SELECT),
    holds: |model| matches!(model.mode, Mode::Review | Mode::ChooseRole(_) | Mode::Select(_)),
    why_not: needs_focus,
};

/// Begins a selection. After an entity it begins with the next word. For a quote it begins with the speaker or the cue,
/// or with the word before the content, where a missing one often is. Without a focus it begins with the first word on
/// the screen.
fn begin_selection(model: &mut Model) -> Vec<Effect> {
    if let Mode::Select(selection) = &model.mode {
        let from = selection.span;
        return select_before_pending(model, from);
    }
    let Some(document) = model.document() else { return Vec::new() };
    let text = &document.article.text;
    // While a part of a quote is chosen, the selection is for it.
    let from = match &model.mode {
        Mode::ChooseRole(choice) => Some(choice.quote.clone()),
        _ => document.focus.clone(),
    };
    let body = from.as_ref().and_then(|at| document.body(at)).map(|(body, _)| body);
    let found = model.search.find.as_ref().and_then(Find::followed);
    // Whoever has scrolled away looks at the page.
    let shown = document.shown(model.lines_shown());
    let away = document.focused().is_some_and(|item| item.span.end() <= shown.start || shown.end <= item.span.start());
    let span = match (body, document.laid_out()) {
        _ if away && found.is_none() && model.mode == Mode::Review => word_at(text, shown.start),
        _ if found.is_some() => found.map(|found| whole_words(text, found)),
        (Some(Body::Entity { span, .. }), _) => {
            let last = document.decided_before_focus().map_or(*span, |decided| decided);
            word_at(text, last.end())
        }
        (Some(Body::Quote(frame)), _) => {
            let speaker = frame.speaker.as_ref().map(|speaker| speaker.span);
            let role = match &model.mode {
                Mode::ChooseRole(RoleChoice { role: Role::Speaker, .. }) => speaker,
                Mode::ChooseRole(RoleChoice { role: Role::Cue, .. }) => frame.cue,
                _ => speaker.or(frame.cue),
            };
            let content = frame.content.first().copied();
            role.or_else(|| next_word(text, content?, Back)).or(content)
        }
        (None, Some(page)) => word_at(text, page.line_of(document.top)),
        (None, None) => word_at(text, 0),
    };
    match span {
        Some(span) => {
            let names = if matches!(model.mode, Mode::ChooseRole(_)) { Names::Choose } else { Names::Add };
            model.mode = Mode::Select(Selection { span, from, exact: false });
            show_words(model, JumpFor::FirstWord, names);
        }
        None => model.tell_words(lang::NO_WORDS),
    }
    Vec::new()
}

/// Selects the word before the next pending entity that comes after the selection.
fn select_before_pending(model: &mut Model, from: Span) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let text = &document.article.text;
    let pending = document.annotation.pending.partition_point(|one| one.place().0 < from.end());
    let next = document.annotation.pending.iter_from(pending).find_map(|one| match &one.body {
        Body::Entity { span, .. } => next_word(text, *span, Back).filter(|word| word.start() > from.start()),
        Body::Quote(_) => None,
    });
    let Some(span) = next else { return tell(model, lang::NOTHING_PENDING_BEHIND) };
    if let Mode::Select(selection) = &model.mode {
        model.mode = Mode::Select(selection.with_span(span));
    }
    show_words(model, JumpFor::FirstWord, Names::Add);
    Vec::new()
}

/// Selects the words of the focused item.
fn select_focused(model: &mut Model) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let Some(span) = document.focused().map(|item| item.span) else { return Vec::new() };
    model.mode = Mode::Select(Selection { span, from: document.focus.clone(), exact: false });
    Vec::new()
}

/// Adds the selection exactly as it is from now on, or trims it again.
fn toggle_exact(model: &mut Model) -> Vec<Effect> {
    let Mode::Select(selection) = &mut model.mode else { return Vec::new() };
    selection.exact = !selection.exact;
    let exact = selection.exact;
    tell(model, if exact { lang::EXACT } else { lang::TRIMMED })
}

/// Selects the sentence in which the selection begins, without the full stop; pressed again, the next sentence.
fn select_sentence(model: &mut Model) -> Vec<Effect> {
    select_or_tell(model, lang::NO_SENTENCE, |text, span| {
        let from = sentences_from(text.as_str(), span.start()).skip_while(|sentence| sentence.end <= span.start());
        let words = from.filter_map(|sentence| {
            let words = text.get(sentence.clone()).trim_end_matches(['.', '!', '؟', '?', '…']);
            text.span(sentence.start, sentence.start + words.len()).ok()
        });
        words.into_iter().find(|words| *words != span)
    })
}

/// The next quotation is searched for in this many bytes after the selection.
const NEXT_QUOTATION: usize = 64 * 1024;

/// Selects the words inside the quotation marks around the selection, else inside the next ones.
fn select_quotation(model: &mut Model) -> Vec<Effect> {
    select_or_tell(model, lang::NO_QUOTATION, |text, span| {
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

fn select_or_tell(model: &mut Model, without: Wording, to: impl Fn(&Text, Span) -> Option<Span>) -> Vec<Effect> {
    let (Mode::Select(selection), Some(document)) = (&model.mode, model.document()) else { return Vec::new() };
    match to(&document.article.text, selection.span) {
        Some(span) => {
            model.mode = Mode::Select(selection.with_span(span));
            Vec::new()
        }
        None => tell(model, without),
    }
}

/// Selects the next word in reading order, or the previous one.
fn select_word(model: &mut Model, direction: ReadingDirection) -> Vec<Effect> {
    reselect(model, |text, _, span| next_word(text, span, direction))
}

/// Selects the last word of the line, or the first, in reading order.
fn select_line_end(model: &mut Model, direction: ReadingDirection) -> Vec<Effect> {
    reselect(model, |text, page, span| {
        let page = page?;
        let line = page.line_range(span.start());
        let word = match direction {
            Back => text.words_from(line.start).find(|word| word.start() >= line.start),
            Forward => text.words_back_from(line.end).next(),
        };
        word.filter(|word| line.contains(&word.start()))
    })
}

/// Moves the whole selection by one letter in reading order.
fn shift_by_letter(model: &mut Model, direction: ReadingDirection) -> Vec<Effect> {
    reselect(model, |text, _, span| shifted_by_letter(text, span, direction))
}

/// Moves the whole selection by one letter to a side: it keeps its number of letters.
fn shift_to_side(model: &mut Model, side: Side) -> Vec<Effect> {
    reselect(model, |text, page, span| {
        let to = letter_beside(text, page?, span.start(), side)?;
        let letters = std::iter::successors(Some(span.start()), |at| Some(next_grapheme(text.as_str(), *at)))
            .take_while(|at| *at < span.end())
            .count();
        let end = (0..letters).fold(to, |at, _| next_grapheme(text.as_str(), at));
        text.span(to, end).ok()
    })
}
