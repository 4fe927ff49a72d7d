//! The filter of the list, and the score bound.

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
            "List and visit only entities; pressed again: everything.",
            "اعرض الكيانات وتنقل بينها فقط؛ ومرة أخرى: الكل من جديد.",
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
            "List and visit only quotes; pressed again: everything.",
            "اعرض الاقتباسات وتنقل بينها فقط؛ ومرة أخرى: الكل من جديد.",
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
            "List and visit only pending suggestions; pressed again: everything.",
            "اعرض الاقتراحات المعلقة وتنقل بينها فقط؛ ومرة أخرى: الكل من جديد.",
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
            "List and visit only items flagged for discussion; pressed again: everything.",
            "اعرض ما عليه راية وتنقل بينه فقط؛ ومرة أخرى: الكل من جديد.",
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
            "List and visit only items with a note; pressed again: everything.",
            "اعرض ما عليه ملاحظة وتنقل بينه فقط؛ ومرة أخرى: الكل من جديد.",
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
            "List and visit only entities with this label; pressed again: everything.",
            "اعرض الكيانات ذات هذا الوسم وتنقل بينها فقط؛ ومرة أخرى: الكل من جديد.",
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
        help: Wording::new("List and visit everything again.", "اعرض كل شيء من جديد وتنقل بينه."),
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
            "Hide more low scores of the built-in suggester: the bound rises by 0.05.",
            "أخف المزيد من منخفض الدرجة لبرنامج الاقتراح المدمج: يرتفع الحد خمسة من مئة.",
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
            "Show more of them again: the bound falls by 0.05.",
            "أظهر المزيد منها: ينخفض الحد خمسة من مئة.",
        ),
        keys: &["\\ -"],
        group: Group::Find,
        when: IN_REVIEW,
        run: |model, _| move_threshold(model, -STEP),
        ..Command::PLAIN
    },
];

/// The step of the bound, in hundredths of a score.
const STEP: f64 = 5.0;

/// Turns a part of the filter on, or off if it is on.
fn filter(model: &mut Model, by: FilterBy) -> Vec<Effect> {
    model.search.filter.toggle(by);
    refocus(model);
    Vec::new()
}

fn filter_by_label(model: &mut Model, number: u16) -> Vec<Effect> {
    let Some(def) = model.settings.labels.by_number(number) else { return tell_no_label(model, number) };
    let label = def.label.clone();
    model.search.filter.toggle_label(label);
    refocus(model);
    Vec::new()
}

/// Moves the score bound by hundredths, in all open articles: suggestions with a lower score are hidden.
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
