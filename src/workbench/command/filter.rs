//! Seeing less: the filter, and the score bound.

use crate::lang::{Wording, say};
use crate::workbench::document::Document;
use crate::workbench::effect::Effect;
use crate::workbench::model::Model;
use crate::workbench::search::filter::FilterBy;

use super::condition::IN_REVIEW;
use super::focus::refocus;
use super::group::Group;
use super::label::tell_no_label;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer, FooterKeys};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::new("filter-entities"),
        title: Wording::new("filter-entities", "تصفية: الكيانات"),
        help: Wording::new(
            "List only entities, and move only among them. Pressed again: everything.",
            "اعرض الكيانات فقط وتنقل بينها فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        keys: &["\\ e"],
        group: Group::Find,
        footer: Footer::new("filter", "تصفية").showing(FooterKeys::Prefix),
        when: IN_REVIEW,
        run: |model, _| filter(model, FilterBy::Entities),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("filter-quotes"),
        title: Wording::new("filter-quotes", "تصفية: الاقتباسات"),
        help: Wording::new(
            "List only quotes, and move only among them. Pressed again: everything.",
            "اعرض الاقتباسات فقط وتنقل بينها فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        keys: &["\\ q"],
        group: Group::Find,
        when: IN_REVIEW,
        run: |model, _| filter(model, FilterBy::Quotes),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("filter-pending"),
        title: Wording::new("filter-pending", "تصفية: المعلق"),
        help: Wording::new(
            "List only pending suggestions, and move only among them. Pressed again: everything.",
            "اعرض الاقتراحات المعلقة فقط وتنقل بينها فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        keys: &["\\ p"],
        group: Group::Find,
        when: IN_REVIEW,
        run: |model, _| filter(model, FilterBy::Pending),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("filter-rejected"),
        title: Wording::new("filter-rejected", "تصفية: إخفاء المرفوض"),
        help: Wording::new(
            "Hide rejected suggestions in the list. Pressed again: show them.",
            "أخف المرفوض من القائمة؛ ومرة أخرى: أظهره.",
        ),
        keys: &["\\ r"],
        group: Group::Find,
        when: IN_REVIEW,
        run: |model, _| filter(model, FilterBy::NoRejected),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("filter-flagged"),
        title: Wording::new("filter-flagged", "تصفية: ما عليه راية"),
        help: Wording::new(
            "List only items that are flagged for discussion, and move only among them. Pressed again: everything.",
            "اعرض ما عليه راية فقط وتنقل بينه فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        keys: &["\\ y"],
        group: Group::Find,
        when: IN_REVIEW,
        run: |model, _| filter(model, FilterBy::Flagged),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("filter-noted"),
        title: Wording::new("filter-noted", "تصفية: ما عليه ملاحظة"),
        help: Wording::new(
            "List only items with a note, and move only among them. Pressed again: everything.",
            "اعرض ما عليه ملاحظة فقط وتنقل بينه فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        keys: &["\\ n"],
        group: Group::Find,
        when: IN_REVIEW,
        run: |model, _| filter(model, FilterBy::Noted),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("filter-label"),
        title: Wording::new("filter-label", "تصفية: وسم"),
        help: Wording::new(
            "List only entities with this label, and move only among them. Pressed again: everything.",
            "اعرض الكيانات ذات هذا الوسم فقط وتنقل بينها فقط؛ ومرة أخرى: الكل من جديد.",
        ),
        keys: &["\\ 1", "\\ 2", "\\ 3", "\\ 4", "\\ 5", "\\ 6", "\\ 7", "\\ 8", "\\ 9"],
        group: Group::Find,
        traits: CommandTraits::PER_LABEL,
        when: IN_REVIEW,
        run: filter_by_label,
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("filter-nothing"),
        title: Wording::new("filter-nothing", "بلا تصفية"),
        help: Wording::new(
            "List everything again, and move among everything.",
            "اعرض كل شيء من جديد وتنقل بين كل شيء.",
        ),
        keys: &["\\ \\"],
        group: Group::Find,
        when: IN_REVIEW,
        run: |model, _| filter(model, FilterBy::Nothing),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("threshold-up"),
        title: Wording::new("threshold-up", "رفع حد الدرجة"),
        help: Wording::new(
            "Hide suggestions of the built-in suggester with a low score: raise the bound by 0.05.",
            "أخف اقتراحات برنامج الاقتراح المدمج منخفضة الدرجة: يرتفع الحد خمسة من مئة.",
        ),
        keys: &["\\ +"],
        group: Group::Find,
        when: IN_REVIEW,
        run: |model, _| move_threshold(model, STEP),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("threshold-down"),
        title: Wording::new("threshold-down", "خفض حد الدرجة"),
        help: Wording::new(
            "Show more of them again: lower the bound by 0.05.",
            "أظهر المزيد منها: ينخفض الحد خمسة من مئة.",
        ),
        keys: &["\\ -"],
        group: Group::Find,
        when: IN_REVIEW,
        run: |model, _| move_threshold(model, -STEP),
        ..Command::PLAIN
    },
];

/// How far the bound moves at a time, in hundredths of a score.
const STEP: f64 = 5.0;

/// Turns a part of the filter on, or off if it is on.
fn filter(model: &mut Model, by: FilterBy) -> Vec<Effect> {
    model.search.filter.toggle(by);
    refocus(model);
    Vec::new()
}

fn filter_by_label(model: &mut Model, digit: u8) -> Vec<Effect> {
    let Some(def) = model.settings.labels.by_digit(digit) else { return tell_no_label(model, digit) };
    let label = def.label.clone();
    model.search.filter.toggle_label(label);
    refocus(model);
    Vec::new()
}

/// Moves the score bound by hundredths, in all open articles: suggestions below it are not shown.
fn move_threshold(model: &mut Model, step: f64) -> Vec<Effect> {
    let hundredths = (model.settings.threshold * 100.0).round() + step;
    let threshold = hundredths.clamp(0.0, 100.0) / 100.0;
    model.settings.threshold = threshold;
    for document in model.documents.iter_mut() {
        document.show_above(threshold);
    }
    refocus(model);
    if threshold <= 0.0 {
        model.tell(say::everything_shown(model.lang()));
        return Vec::new();
    }
    let hidden = say::suggestions(model.document().map_or(0, Document::hidden));
    model.tell(say::threshold(model.lang(), hidden, &format!("{threshold:.2}")));
    Vec::new()
}
