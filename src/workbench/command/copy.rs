//! Copying the exact text to the system's clipboard: on the screen are presentation forms in visual order, which are no
//! use elsewhere.

use crate::gold::Body;
use crate::lang::{LETTERS, Wording, say};
use crate::text::Text;
use crate::workbench::document::Document;
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};

use super::condition::{IN_REVIEW, ON_ITEM_OR_SELECTION};
use super::group::Group;
use super::name::CommandName;
use super::row::{Command, CommandTraits};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::new("copy"),
        title: Wording::new("copy", "نسخ"),
        help: Wording::new(
            "Copy the text of the focused item or of the selection to the clipboard, letter by letter as it is in the article.",
            "انسخ نص العنصر الحالي أو التحديد إلى الحافظة حرفا حرفا كما هو في المقالة.",
        ),
        keys: &["Ctrl-y"],
        group: Group::Workbench,
        when: ON_ITEM_OR_SELECTION,
        run: |model, _| copy_focused(model),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("copy-article"),
        title: Wording::new("copy-article", "نسخ المقالة"),
        help: Wording::new("Copy the whole text of the article to the clipboard.", "انسخ نص المقالة كله إلى الحافظة."),
        keys: &["; c"],
        group: Group::Workbench,
        traits: CommandTraits::empty(),
        when: IN_REVIEW,
        run: |model, _| {
            let text = model.document().map(|document| document.article.text.as_str().to_owned());
            copy(model, text)
        },
        ..Command::PLAIN
    },
];

fn copy_focused(model: &mut Model) -> Vec<Effect> {
    let text = match (&model.mode, model.document()) {
        (Mode::Select(selection), Some(document)) => Some(document.article.text.slice(selection.span).to_owned()),
        (_, Some(document)) => focused_text(document),
        (_, None) => None,
    };
    copy(model, text)
}

/// The text of the focused entity, or the parts of the focused quote's content, a line each.
fn focused_text(document: &Document) -> Option<String> {
    let (body, _) = document.body(document.focus.as_ref()?)?;
    let text: &Text = &document.article.text;
    Some(match body {
        Body::Entity { span, .. } => text.slice(*span).to_owned(),
        Body::Quote(frame) => frame.content.iter().map(|part| text.slice(*part)).collect::<Vec<_>>().join("\n"),
    })
}

fn copy(model: &mut Model, text: Option<String>) -> Vec<Effect> {
    let Some(text) = text else { return Vec::new() };
    let letters = LETTERS.count(text.chars().count());
    model.tell(say::copied(model.lang(), letters));
    vec![Effect::Copy(text)]
}
