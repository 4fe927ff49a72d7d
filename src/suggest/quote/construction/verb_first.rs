//! A verb of saying before its content: with a complementiser, a colon, a quotation or a verbal noun. The speaker stands
//! after the verb, before it, or in an earlier clause.
//!
//! ```text
//! before: قال رئيس الوزراء محمد شياع السوداني إن حكومته ماضية في مكافحة الفساد.
//! after:  [cue: قال] [speaker: رئيس الوزراء محمد شياع السوداني] إن [content: حكومته ماضية في مكافحة الفساد].
//! ```
//!
//! ```text
//! before: وقال الوزير سامي الخطيب: «لن نعود قبل الصباح».
//! after:  و[cue: قال] [speaker: الوزير سامي الخطيب]: «[content: لن نعود قبل الصباح]».
//! ```
//!
//! A verbal noun that says what is wanted, expected or denied:
//!
//! ```text
//! before: ودعت المنظمة إلى وقف القتال.
//! after:  و[cue: دعت] [speaker: المنظمة] إلى [content: وقف القتال].
//! ```
//!
//! The speaker before the verb, and none in the clause:
//!
//! ```text
//! before: وكان الوزير قد صرح بأن الأمر انتهى.
//! after:  وكان [speaker: الوزير] قد [cue: صرح] بأن [content: الأمر انتهى].
//! ```
//!
//! ```text
//! before: وقال الوزير سامي الخطيب إنه عاد. وأضاف: «سننتظر هنا طويلا».
//! after:  وقال [speaker: الوزير سامي الخطيب] إنه عاد. و[cue: أضاف]: «[content: سننتظر هنا طويلا]».
//! ```

use super::super::agreement::Agreement;
use super::super::context::Context;
use super::super::frame_candidate::{Content, FrameCandidate, FramePattern};
use super::place::{Place, Refusal};
use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::lexicon::verb::Preposition;
use crate::words::lexicon::verb::ReportingVerb;
use crate::words::morphology::{Number, VerbShape};
use crate::words::reporting_facts::NounTraits;
use crate::words::token::TokenSpan;

/// A verb of saying at a token.
#[derive(Clone, Copy)]
struct SayingVerb<'a> {
    at: usize,
    proclitic: usize,
    form: VerbForm,
    verb: &'a ReportingVerb,
}

/// The subject of a verb.
struct VerbSubject {
    /// The noun phrase after the verb, as tokens `[from, end)`; empty if there is none.
    from: usize,
    end: usize,
    /// The noun phrase after the verb is the subject.
    is_after_verb: bool,
    /// The subject before the verb.
    before: Option<TokenSpan>,
}

/// The frame of a verb before its content.
pub(super) fn find(context: &Context<'_>, place: Place) -> Result<FrameCandidate, Refusal> {
    let at = place.at;
    let (proclitic, form) = place.verb_of_shape(VerbShape::Finite)?;
    let cue = SayingVerb { at, proclitic, form, verb: context.lexicon.verb(form) };
    if is_aside(context, cue) {
        return Err("it says what somebody does while speaking".into());
    }
    if proclitic == 0 && context.is_negated(at) && !cue.verb.hedge {
        return Err("the verb is negated and has no flag `hedge`".into());
    }
    let subject = find_subject(context, cue).ok_or("its subject is a thing")?;
    if is_impersonal(context, cue, &subject) {
        return Err("the verb has no subject and names nobody".into());
    }
    let VerbSubject { from, end, .. } = subject;
    let end = if cue.verb.masdar && end > from { context.before_verbal_noun(from, end) } else { end };
    let content = context.content_after(end, form).ok_or("no content after the subject")?;
    let noun_of_saying = noun_of_saying(context, end, &content);
    let speaker = if noun_of_saying.is_some() {
        None
    } else if subject.is_after_verb {
        let end = if cue.verb.object { end } else { context.name_end(from, end, &content.spans) };
        Some(TokenSpan::whole(from, end))
    } else {
        subject.before
    };
    if speaker.is_none() && content.pattern == FramePattern::VerbalNoun && !may_lack_speaker(context, cue) {
        return Err("a verbal noun, but no speaker".into());
    }
    let is_relative = at.checked_sub(1).is_some_and(|before| context.is_relative_pronoun(before));
    let span = noun_of_saying.map_or(TokenSpan::word(at, proclitic), |noun| TokenSpan::word(noun, 1));
    let candidate = FrameCandidate::new(content, Some(span), speaker, Agreement::new(form.gender, form.number));
    Ok(FrameCandidate { is_relative, ..candidate })
}

/// True for a verb that says what someone does while speaking: تضيف وهي تشير إلى الصف: "…".
fn is_aside(context: &Context<'_>, cue: SayingVerb<'_>) -> bool {
    let is_finite = |at: usize| context.reporting_verb(at).is_some_and(|(_, other)| other.shape == VerbShape::Finite);
    cue.proclitic == 0
        && cue
            .at
            .checked_sub(1)
            .is_some_and(|before| context.is(before, Class::AndHe) || context.is(before, Class::AndThey))
        && (cue.at.saturating_sub(6)..cue.at - 1).any(is_finite)
}

/// The subject of a verb; `None` if a thing is the subject, which says nothing.
fn find_subject(context: &Context<'_>, cue: SayingVerb<'_>) -> Option<VerbSubject> {
    let SayingVerb { at, proclitic, form, verb } = cue;
    let from = context.skip_addressees(at + 1);
    let end = phrase_after_verb(context, cue, from);
    let may_be_subject = end > from
        && !is_indefinite_object(context, verb, from, end)
        && !context.is_manner(from, end)
        && (!verb.object || context.can_speak(from, end) && !context.is_object(proclitic, form, from, end));
    if context.is_thing(from) {
        return None;
    }
    // أما الوزير فقد ناشد الطرفين: the noun after the verb is its object.
    let is_after_subject =
        at.checked_sub(1).is_some_and(|before| context.is_qad(before) || proclitic == 0 && context.is_word(before));
    let before = if may_be_subject && !(verb.object && is_after_subject) {
        None
    } else {
        context.subject_before(at, proclitic, form)
    };
    if before.is_some_and(|subject| context.is_thing(subject.from)) {
        return None;
    }
    let is_after_verb = may_be_subject && before.is_none() && !context.is_noun(from, NounTraits::OWN_OPINION);
    Some(VerbSubject { from, end, is_after_verb, before })
}

/// The end of the noun phrase after the verb. Gives `from` if the content begins at once.
fn phrase_after_verb(context: &Context<'_>, cue: SayingVerb<'_>, from: usize) -> usize {
    let SayingVerb { form, verb, .. } = cue;
    // "موندو ديبورتيفو" أن: a name in quotation marks that is the subject.
    let is_quoted_name = context.quotation_marks.opened_at(from).is_some() && context.phrase_end(from) > from;
    let has_verbal_noun = verb.masdar && !context.is_definite_noun(from, 0) && context.is_verbal_noun(from, 0);
    let begins_content = context.announces(from, form) || context.governed(from, form).is_some() || has_verbal_noun;
    if !is_quoted_name && begins_content {
        from
    } else if verb.object || verb.governs(&Preposition::Min) {
        context.subject_end(from)
    } else {
        context.phrase_end(from)
    }
}

/// True for an indefinite object, by its ending or by the words after it: واتهم أطرافا لم يسمها.
fn is_indefinite_object(context: &Context<'_>, verb: &ReportingVerb, from: usize, end: usize) -> bool {
    verb.object
        && (context.is_verbal_noun(from, 0) && !context.words.is_definite(from, 0) && !context.is_source(from, 0)
            || context.is(end, Class::DidNot)
            || (from..end).any(|at| context.is(at, Class::DidNot))
            || context.words.is_accusative(from) && !context.is_owned(from) && end == from + 1)
}

/// True for the present of some verbs without a subject, which has no definite speaker: يذكر أن, ويتوقع أن.
fn is_impersonal(context: &Context<'_>, cue: SayingVerb<'_>, subject: &VerbSubject) -> bool {
    let SayingVerb { at, proclitic, form, verb } = cue;
    let word = context.word(at);
    let is_present = word.strip_prefix(letters::WAW).unwrap_or(word).starts_with(letters::YA);
    // …، ويتوقع أن: the subject of an earlier verb of the sentence.
    let goes_on = || {
        context.is_after_comma(at)
            && proclitic == 1
            && (context.sentence_start(at)..at).any(|at| {
                context
                    .reporting_verb(at)
                    .is_some_and(|(_, other)| other.shape == VerbShape::Finite && other.gender == form.gender)
            })
    };
    verb.impersonal
        && !goes_on()
        && !subject.is_after_verb
        && subject.before.is_none()
        && is_present
        && form.number == Number::Singular
}

/// The noun of saying that is the cue in place of the verb: اكتفى بالقول: «…».
fn noun_of_saying(context: &Context<'_>, end: usize, content: &Content) -> Option<usize> {
    let first = content.spans.first()?;
    (end..first.from).find(|at| context.is(*at, Class::NounOfSaying))
}

/// True for a verb that reports a verbal noun of an earlier speaker: after و, at the head of a sentence, or with a
/// pronoun (بيانا دعت فيه إلى …).
fn may_lack_speaker(context: &Context<'_>, cue: SayingVerb<'_>) -> bool {
    cue.proclitic > 0 || context.starts_sentence(cue.at) || context.is_in_it(cue.at + 1)
}
