//! A relay: an agency or a paper passes on the words of a source. The source is the speaker.
//!
//! ```text
//! before: ونقلت وكالة رويترز عن مصدر ملاحي قوله إن "السفن غيرت وجهتها ليلا".
//! after:  و[cue: نقلت] وكالة رويترز عن [speaker: مصدر ملاحي] قوله إن "[content: السفن غيرت وجهتها ليلا]".
//! ```
//!
//! A pronoun in place of the source (عنه, عنها) means the last speaker or mention:
//!
//! ```text
//! before: وصل الوزير سامي الخطيب إلى المدينة. ونقلت عنه الوكالة قوله إن العمل بدأ.
//! after:  وصل [speaker: الوزير سامي الخطيب] إلى المدينة. و[cue: نقلت] عنه الوكالة قوله إن [content: العمل بدأ].
//! ```

use super::super::agreement::Agreement;
use super::super::context::Context;
use super::super::frame_candidate::FrameCandidate;
use super::place::{Place, Refusal};
use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::Gender;
use crate::words::token::TokenSpan;

/// Tokens after the verb in which the content of a relay begins.
const CONTENT_WITHIN: usize = 40;

/// The number of tokens after the verb in which the preposition of the source is looked for.
const PREPOSITION_WITHIN: usize = 16;

/// Tokens after عنه in which the content begins.
const CONTENT_WITHIN_BEHIND_PRONOUN: usize = 14;

/// The frame of a relaying verb (نقل, نسب).
pub(super) fn find(context: &Context<'_>, place: Place) -> Result<FrameCandidate, Refusal> {
    let (proclitic, form) = place.relaying_verb()?;
    match of_last_speaker(context, place.at, proclitic, form) {
        Some(frame) => Ok(frame),
        None => of_source(context, place.at, proclitic, form),
    }
}

/// True if content begins at a token: قوله, a complementiser, a quotation.
fn begins_content(context: &Context<'_>, at: usize) -> bool {
    context.lexicon.is_owned_saying(context.word(at))
        || context.complementiser(at).is_some()
        || context.quotation_marks.opened_at(at).is_some()
}

/// ونقلت عنه الوكالة قوله إن …
fn of_last_speaker(context: &Context<'_>, at: usize, proclitic: usize, form: VerbForm) -> Option<FrameCandidate> {
    let gender = if context.is(at + 1, Class::AboutHim) {
        Gender::Masculine
    } else if context.is(at + 1, Class::AboutHer) {
        Gender::Feminine
    } else {
        return None;
    };
    let start = (at + 2..at + CONTENT_WITHIN_BEHIND_PRONOUN)
        .take_while(|at| !context.ends_sentence(*at))
        .find(|at| begins_content(context, *at))?;
    let content = context.content_of_relay(start, form)?;
    Some(FrameCandidate::new(content, Some(TokenSpan::word(at, proclitic)), None, Agreement::singular(gender)))
}

/// نقلت الوكالة عن مصدر قوله إن …
fn of_source(context: &Context<'_>, at: usize, proclitic: usize, form: VerbForm) -> Result<FrameCandidate, Refusal> {
    let verb = context.lexicon.verb(form);
    let sentence = || (at + 1..at + CONTENT_WITHIN).take_while(|at| !context.ends_sentence(*at));
    let preposition = sentence().take(PREPOSITION_WITHIN).find(|at| verb.governs_word(context.word(*at)));
    let preposition = preposition.ok_or("no preposition of a source near the verb")?;
    let from = preposition + 1;
    let start = sentence().skip_while(|at| *at < from).find(|at| begins_content(context, *at));
    let start = start.ok_or("no content after the source")?;
    let end = context.phrase_end(from).min(start);
    if end == from {
        return Err("no noun phrase after the preposition".into());
    }
    let content = context.content_of_relay(start, form).ok_or("no complementiser or quotation after the source")?;
    let said = context.word(start);
    let is_feminine = context.lexicon.is_owned_saying(said) && said.ends_with(letters::HER);
    let gender = if is_feminine { Gender::Feminine } else { context.gender_of(from) };
    let (cue, speaker) = (TokenSpan::word(at, proclitic), TokenSpan::whole(from, end));
    Ok(FrameCandidate::new(content, Some(cue), Some(speaker), Agreement::singular(gender)))
}
