//! Alternatives: one key walks through what else the words of the focused item may be.

use crate::edit::EditKind;
use crate::gold::{Body, Frame, Speaker};
use crate::lang::{self, Wording, say};
use crate::workbench::document::Document;
use crate::workbench::effect::Effect;
use crate::workbench::model::Model;

use super::candidates::{cues, speakers};
use super::commit::{FocusAfter, decide, tell};
use super::condition::ON_ITEM;
use super::group::Group;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer};

pub(super) const ROWS: &[Command] = &[Command {
    name: CommandName::new("alternative"),
    title: Wording::new("alternative", "بديل"),
    help: Wording::new(
        "Change the item to the next thing that the suggesters think of these words: other edges or another label; for a quote other edges, another speaker, another cue. After the last one comes the suggestion again.",
        "غير العنصر إلى الاحتمال التالي لهذه الكلمات عند برامج الاقتراح: حدود أخرى أو وسم آخر؛ وللاقتباس حدود أخرى أو قائل آخر أو عبارة قول أخرى. وبعد الأخير يعود الاقتراح.",
    ),
    keys: &[","],
    group: Group::Review,
    footer: Footer::new("other", "بديل"),
    traits: CommandTraits::VERDICT,
    when: ON_ITEM,
    run: |model, _| take_next(model),
}];

fn take_next(model: &mut Model) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let walk = walk(document);
    let Some(now) = document.focus.as_ref().and_then(|at| document.body(at)).map(|(body, _)| body.clone()) else {
        return Vec::new();
    };
    if walk.len() < 2 {
        return tell(model, lang::NO_ALTERNATIVE);
    }
    let at = walk.iter().position(|body| body.agrees_with(&now)).unwrap_or(0);
    let next = (at + 1) % walk.len();
    let Some(body) = walk.get(next).cloned() else { return Vec::new() };
    let count = walk.len();
    let kind = EditKind::Alternative;
    let effects = decide(model, FocusAfter::Stay, |decider, item| decider.change(kind.clone(), item, body.clone()));
    if !effects.is_empty() && model.messages.notice.is_none() {
        model.tell(say::alternative(model.lang(), next + 1, count));
    }
    effects
}

/// The suggestion itself, or the item as it was added, and everything else that its words may be.
fn walk(document: &Document) -> Vec<Body> {
    let Some(at) = &document.focus else { return Vec::new() };
    let Some((now, suggestion)) = document.body(at) else { return Vec::new() };
    let first = suggestion.map_or(now, |suggestion| &suggestion.body);
    let mut walk = vec![first.clone()];
    let mut add = |body: Body| {
        if !walk.iter().any(|known| known.agrees_with(&body)) {
            walk.push(body);
        }
    };
    document.alternatives(first).into_iter().for_each(|one| add(one.body.clone()));
    if let Body::Quote(frame) = first {
        let with = |change: &dyn Fn(&mut Frame)| {
            let mut frame = frame.clone();
            change(&mut frame);
            Body::Quote(frame)
        };
        for candidate in speakers(document, at, frame) {
            let speaker = Speaker { span: candidate.span, entity: None, implied: candidate.implied };
            add(with(&|frame| frame.speaker = Some(speaker.clone())));
        }
        for candidate in cues(&document.article.text, frame) {
            add(with(&|frame| frame.cue = Some(candidate.span)));
        }
    }
    // The item as it stands, if none of these is it.
    if !walk.iter().any(|known| known.agrees_with(now)) {
        walk.insert(1, now.clone());
    }
    walk
}
