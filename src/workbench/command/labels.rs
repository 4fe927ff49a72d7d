//! The list of all labels, and new labels.

use crate::gold::{Label, LabelError};
use crate::lang::{Rendered, Wording, say};
use crate::workbench::effect::Effect;
use crate::workbench::keymap::Invocation;
use crate::workbench::model::Model;
use crate::workbench::search::picker::{Choice, Picker};
use crate::workbench::search::prompt::Purpose;

use super::condition::{IN_REVIEW, ON_ENTITY_OR_SELECTION};
use super::group::Group;
use super::name::CommandName;
use super::row::{Command, Footer};
use super::run::run;

pub(super) const LIST: &[Command] = &[Command {
    name: CommandName::LABEL_LIST,
    title: Wording::new("label-list", "قائمة الوسوم"),
    help: Wording::new(
        "Choose the label from a list of all labels: type a part of its name or description, or its key, which acts at once if no label's name begins with it. For labels without a digit.",
        "اختر الوسم من قائمة كل الوسوم: اكتب جزءا من اسمه أو وصفه، أو مفتاحه فيعمل فورا إن لم يبدأ به اسم وسم. للوسوم التي لا رقم لها.",
    ),
    keys: &["L", "#"],
    group: Group::Review,
    footer: Footer::new("labels", "الوسوم"),
    when: ON_ENTITY_OR_SELECTION,
    run: |model, _| open_list(model),
    ..Command::PLAIN
}];

pub(super) const NEW: &[Command] = &[Command {
    name: CommandName::LABEL_NEW,
    title: Wording::new("label-new", "وسم جديد"),
    help: Wording::new(
        "Make a new label: type its name, then, if you like, its description. It is written into the labels file.",
        "أنشئ وسما جديدا: اكتب اسمه ثم وصفه إن شئت. ويكتب في ملف الوسوم.",
    ),
    keys: &["; l"],
    group: Group::Workbench,
    when: IN_REVIEW,
    run: |model, _| ask_for_name(model),
    ..Command::PLAIN
}];

fn open_list(model: &mut Model) -> Vec<Effect> {
    let picker = Picker::of_labels(&model.settings.labels);
    model.open_prompt(Purpose::Labels, Some(picker));
    Vec::new()
}

/// Gives the label whose key was typed, if there is one. If the name of a label begins with the same letters, the label with
/// the key comes first in the list: the rest of a typed name must not run as commands.
pub(super) fn take_typed_key(model: &mut Model, typed: &str) -> Vec<Effect> {
    let labels = &model.settings.labels;
    let readings: Vec<String> = model.settings.keymap.keyboard().readings(typed);
    let number = readings.iter().find_map(|typed| labels.number_by_key(typed));
    match number {
        Some(number) if !readings.iter().any(|typed| labels.begins_name(typed)) => give(model, number),
        _ => {
            let picker = model.search.prompt.as_mut().and_then(|prompt| prompt.picker.as_mut());
            if let Some(picker) = picker {
                picker.narrow(typed);
                number.into_iter().for_each(|number| picker.put_first(number));
            }
            Vec::new()
        }
    }
}

/// Gives the label that was chosen in the list.
pub(super) fn take_chosen(model: &mut Model, choice: &Choice) -> Vec<Effect> {
    match choice {
        Choice::Label { number, .. } => give(model, *number),
        Choice::Article(_) | Choice::Command { .. } | Choice::Word(_) => Vec::new(),
    }
}

/// Closes the list and gives a label, as its digit key would.
fn give(model: &mut Model, number: u16) -> Vec<Effect> {
    model.search.prompt = None;
    run(model, Invocation { command: CommandName::LABEL, nth: number })
}

fn ask_for_name(model: &mut Model) -> Vec<Effect> {
    model.open_prompt(Purpose::NewLabel, None);
    Vec::new()
}

/// Makes the label that was typed: its name, then its description.
pub(super) fn make_label(model: &mut Model) -> Vec<Effect> {
    let Some(prompt) = model.search.prompt.take() else { return Vec::new() };
    let typed = prompt.line.text().trim();
    let (name, description) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    if name.is_empty() {
        return Vec::new();
    }
    let description = description.trim().to_owned();
    match model.settings.labels.add(name, &description) {
        Ok(label) => {
            tell_made(model, &label);
            vec![Effect::AddLabel { label, description }]
        }
        Err(LabelError::Name(name)) => {
            model.tell(say::label_exists(model.lang(), &name));
            Vec::new()
        }
        Err(error) => {
            model.warn(error.to_string());
            Vec::new()
        }
    }
}

fn tell_made(model: &mut Model, label: &Label) {
    let lang = model.lang();
    let digit = model.settings.labels.get(label.as_str()).and_then(|def| def.digit);
    let key = digit.map_or_else(|| model.key(CommandName::LABEL_LIST), |digit| digit.to_string());
    model.tell(say::label_made(lang, label.as_str(), Rendered(key)));
}
