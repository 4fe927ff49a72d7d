//! A participle that continues the words of someone who spoke or acted before.
//!
//! ```text
//! before: وقال المدير إن العدد يكفي، مشيرا إلى أن العمل بدأ.
//! after:  وقال [speaker: المدير] إن العدد يكفي، [cue: مشيرا] إلى أن [content: العمل بدأ].
//! ```

use super::super::agreement::Agreement;
use super::super::context::Context;
use super::super::frame_candidate::FrameCandidate;
use super::place::{Place, Refusal};
use crate::words::lexicon::class::Class;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::VerbShape;
use crate::words::token::TokenSpan;

/// The frame of a participle.
pub(super) fn find(context: &Context<'_>, place: Place) -> Result<FrameCandidate, Refusal> {
    let at = place.at;
    let (proclitic, form) = place.verb_of_shape(VerbShape::Participle)?;
    if is_passive(context, at, form) {
        return Err("the participle is passive".into());
    }
    if is_manner_of_other(context, at, form) {
        return Err("it only says how another participle speaks".into());
    }
    if is_predicate(context, at) {
        return Err("it is a predicate".into());
    }
    let is_after_pause = at
        .checked_sub(1)
        .is_some_and(|before| context.is_comma(before) || context.quotation_marks.closed_at(before).is_some());
    if (!is_after_pause || proclitic > 0) && !context.announces(at + 1, form) && !governs_noun(context, at, form) {
        return Err("it continues no clause, and nothing is announced after it".into());
    }
    let content = context.content_after(at + 1, form).ok_or("no content after the participle")?;
    let agreement = Agreement::new(form.gender, form.number);
    let candidate = FrameCandidate::new(content, Some(TokenSpan::word(at, proclitic)), None, agreement);
    Ok(FrameCandidate { is_participle: true, ..candidate })
}

/// True for a passive participle: متهما بالقتل is "accused of murder".
fn is_passive(context: &Context<'_>, at: usize, form: VerbForm) -> bool {
    context.lexicon.verb(form).accuses && context.governed(at + 1, form).is_some()
}

/// True for the second of two participles, which only says in which manner: مضيفا مازحا.
fn is_manner_of_other(context: &Context<'_>, at: usize, form: VerbForm) -> bool {
    let is_after_participle = at.checked_sub(1).is_some_and(|before| {
        context.reporting_verb(before).is_some_and(|(_, other)| other.shape == VerbShape::Participle)
    });
    is_after_participle && !context.lexicon.verb(form).says
}

/// True for a predicate: لم يكن مستغربا أن.
fn is_predicate(context: &Context<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| context.is(before, Class::Copula))
}

/// True if a reported verbal noun follows the participle (داعيا إلى وقف …, متوقعا ارتفاع …).
fn governs_noun(context: &Context<'_>, at: usize, form: VerbForm) -> bool {
    context.is_governed_verbal_noun(at + 1, form)
        || context.lexicon.verb(form).masdar && context.is_verbal_noun(at + 1, 0)
}
