//! The parts of a quote: its speaker and its cue, chosen by number or selected, and the entity linked with the speaker.

use crate::edit::{EditKind, ItemRef};
use crate::gold::{Body, Frame, Speaker, trim_stray};
use crate::lang::{self, Wording, say};
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};
use crate::workbench::role::{Role, RoleCandidate, RoleChoice};

use super::candidates::{cues, entities, entity_at, is_implied, speakers};
use super::commit::{FocusAfter, commit, tell};
use super::condition::{ON_QUOTE_OR_SELECTION_FROM_IT, ON_QUOTE_WITH_SPEAKER};
use super::group::Group;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::SET_SPEAKER,
        title: Wording::new("set-speaker", "القائل"),
        help: Wording::new(
            "Choose the speaker of the focused quote by number (Backspace clears it). In a selection: make these words its speaker.",
            "اختر قائل الاقتباس الحالي برقمه (Backspace يزيله). في التحديد: اجعل هذه الكلمات قائله.",
        ),
        keys: &["s"],
        group: Group::Add,
        footer: Footer::new("speaker", "القائل"),
        traits: CommandTraits::CHANGES,
        when: ON_QUOTE_OR_SELECTION_FROM_IT,
        run: |model, _| set_role(model, Role::Speaker),
    },
    Command {
        name: CommandName::SET_CUE,
        title: Wording::new("set-cue", "عبارة القول"),
        help: Wording::new(
            "Choose the cue of the focused quote by number (Backspace clears it). In a selection: make these words its cue.",
            "اختر عبارة القول للاقتباس الحالي برقمها (Backspace يزيلها). في التحديد: اجعل هذه الكلمات عبارة القول.",
        ),
        keys: &["e"],
        group: Group::Add,
        footer: Footer::new("cue", "عبارة القول"),
        traits: CommandTraits::CHANGES,
        when: ON_QUOTE_OR_SELECTION_FROM_IT,
        run: |model, _| set_role(model, Role::Cue),
    },
    Command {
        name: CommandName::new("link-speaker"),
        title: Wording::new("link-speaker", "ربط القائل"),
        help: Wording::new(
            "Choose by number the entity that is the speaker of the focused quote (Backspace removes the link). An entity inside the speaker is linked without this command.",
            "اختر برقمه الكيان الذي هو قائل الاقتباس الحالي (Backspace يزيل الربط). والكيان الذي داخل القائل يرتبط من تلقاء نفسه.",
        ),
        keys: &["E"],
        group: Group::Add,
        traits: CommandTraits::CHANGES,
        when: ON_QUOTE_WITH_SPEAKER,
        run: |model, _| set_role(model, Role::Entity),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("imply-speaker"),
        title: Wording::new("imply-speaker", "قائل مستتر"),
        help: Wording::new(
            "Make the speaker of the focused quote implied: its verb has no subject, and the speaker is named elsewhere. Pressed again: the speaker is the subject.",
            "اجعل قائل الاقتباس الحالي مستترا: ليس لفعله فاعل ظاهر، والقائل مذكور في موضع آخر. ومرة أخرى: هو الفاعل نفسه.",
        ),
        keys: &["S"],
        group: Group::Add,
        traits: CommandTraits::CHANGES,
        when: ON_QUOTE_WITH_SPEAKER,
        run: |model, _| toggle_implied(model),
        ..Command::PLAIN
    },
];

/// With a selection: makes it a part of the quote on which it began. Without: offers candidates for the focused quote.
fn set_role(model: &mut Model, role: Role) -> Vec<Effect> {
    let Mode::Select(selection) = &model.mode else { return offer_candidates(model, role) };
    let Some(at) = selection.from.clone() else { return Vec::new() };
    let span =
        model.document().map_or(selection.span, |document| selection.span_to_add(&document.article.text, trim_stray));
    let implied = model.document().is_some_and(|document| {
        let frame = document.body(&at).and_then(|(body, _)| body.frame());
        role == Role::Speaker && frame.is_some_and(|frame| is_implied(&document.article.text, frame, span))
    });
    model.mode = Mode::Review;
    set_part(model, &at, role, Some(RoleCandidate { span, implied }))
}

/// Opens the choice of a part.
fn offer_candidates(model: &mut Model, role: Role) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let Some(quote) = document.focus.clone() else { return Vec::new() };
    let Some((Body::Quote(frame), _)) = document.body(&quote) else { return Vec::new() };
    let candidates = match role {
        Role::Speaker => speakers(document, &quote, frame),
        Role::Cue => cues(&document.article.text, frame),
        Role::Entity => entities(document, frame),
    };
    let name = role.name();
    let [select, clear, leave] =
        [CommandName::SELECT, CommandName::REOPEN, CommandName::BACK].map(|command| model.key(command));
    if role == Role::Entity {
        model.tell(say::link_speaker(model.lang(), &clear, &leave));
    } else if candidates.is_empty() {
        model.tell(say::no_role_near(model.lang(), name, &select, &clear));
    } else {
        model.tell(say::choose_role(model.lang(), name, &select, &clear, &leave));
    }
    model.mode = Mode::ChooseRole(RoleChoice { role, quote, candidates });
    Vec::new()
}

/// Asks for the speaker of an added quote, also if no candidate is near: the words can be selected. When it was chosen, the cue
/// is asked for.
pub(super) fn offer_parts(model: &mut Model) -> Vec<Effect> {
    offer_candidates(model, Role::Speaker)
}

/// Chooses the candidate with a digit.
pub(super) fn choose_candidate(model: &mut Model, digit: u16) -> Vec<Effect> {
    let Mode::ChooseRole(choice) = &model.mode else { return Vec::new() };
    let Some(candidate) = choice.candidates.get(usize::from(digit).wrapping_sub(1)).copied() else {
        return tell(model, lang::NO_CANDIDATE);
    };
    let (role, quote) = (choice.role, choice.quote.clone());
    model.mode = Mode::Review;
    let effects = set_part(model, &quote, role, Some(candidate));
    // An added quote has neither: after the speaker is chosen, the user chooses the cue.
    let without_cue = model.document().is_some_and(|document| {
        let body = document.focus.as_ref().and_then(|at| document.body(at)).map(|(body, _)| body);
        body.and_then(Body::frame).is_some_and(|frame| frame.cue.is_none())
    });
    if role == Role::Speaker && without_cue && !effects.is_empty() {
        offer_candidates(model, Role::Cue);
    }
    effects
}

/// Makes the speaker of the focused quote implied, or explicit again.
fn toggle_implied(model: &mut Model) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let Some(at) = document.focus.clone() else { return Vec::new() };
    let Some((Body::Quote(frame), _)) = document.body(&at) else { return Vec::new() };
    let mut frame = frame.clone();
    let Some(speaker) = frame.speaker.as_mut() else { return Vec::new() };
    speaker.implied = !speaker.implied;
    let words = if speaker.implied { lang::NOW_IMPLIED } else { lang::IMPLIED_NO_LONGER };
    let name = EditKind::ImpliedSpeaker;
    let effects = commit(model, FocusAfter::Stay, |decider| decider.change(name, &at, Body::Quote(frame)));
    if !effects.is_empty() && !model.messages.notice.as_ref().is_some_and(|notice| notice.bad) {
        model.tell_words(words);
    }
    effects
}

/// Clears the part.
pub(super) fn clear_part(model: &mut Model) -> Vec<Effect> {
    let Mode::ChooseRole(choice) = &model.mode else { return Vec::new() };
    let (role, quote) = (choice.role, choice.quote.clone());
    model.mode = Mode::Review;
    set_part(model, &quote, role, None)
}

fn set_part(model: &mut Model, at: &ItemRef, role: Role, candidate: Option<RoleCandidate>) -> Vec<Effect> {
    let body = model.document().and_then(|document| document.body(at)).map(|(body, _)| body.clone());
    let Some(Body::Quote(mut frame)) = body else { return Vec::new() };
    let name = match role {
        Role::Speaker => {
            frame.speaker = candidate.map(|RoleCandidate { span, implied }| Speaker { span, entity: None, implied });
            EditKind::SetSpeaker
        }
        Role::Cue => {
            let was = frame.clone();
            frame.cue = candidate.map(|candidate| candidate.span);
            imply_by_cue(model, &was, &mut frame);
            EditKind::SetCue
        }
        Role::Entity => {
            let entity = candidate.and_then(|candidate| {
                let document = model.document()?;
                entity_at(document, candidate.span)
            });
            if let Some(speaker) = frame.speaker.as_mut() {
                speaker.entity = entity;
            }
            EditKind::LinkedSpeaker
        }
    };
    commit(model, FocusAfter::Stay, |decider| decider.change(name, at, Body::Quote(frame)))
}

/// Another cue may make the speaker implied or explicit, unless a person has decided that against the text.
fn imply_by_cue(model: &Model, was: &Frame, frame: &mut Frame) {
    let (Some(document), Some(before)) = (model.document(), &was.speaker) else { return };
    let text = &document.article.text;
    if before.implied == is_implied(text, was, before.span) {
        let implied = is_implied(text, frame, before.span);
        if let Some(speaker) = frame.speaker.as_mut() {
            speaker.implied = implied;
        }
    }
}
