//! Content with an attribution cue: before it, after it, or around it.
//!
//! ```text
//! before: ارتفع عدد المصابين كثيرا، بحسب وزارة الصحة.
//! after:  [content: ارتفع عدد المصابين كثيرا]، [cue: بحسب] [speaker: وزارة الصحة].
//! ```
//!
//! ```text
//! before: ووفقا للأمم المتحدة، فقدت البحيرة نصف مائها.
//! after:  و[cue: وفقا] ل[speaker: لأمم المتحدة]، [content: فقدت البحيرة نصف مائها].
//! ```
//!
//! ```text
//! before: السد لن يغير شيئا، كما قالت النائبة هادية تراوري.
//! after:  [content: السد لن يغير شيئا]، [cue: كما قالت] [speaker: النائبة هادية تراوري].
//! ```

use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::token::TokenKind;

use super::super::agreement::Agreement;
use super::super::content::AttributionCue;
use super::super::context::{Context, LONGEST_SENTENCE, without_proclitic};
use super::super::frame_candidate::{Content, FrameCandidate, FramePattern};
use super::place::{Place, Refusal};
use crate::words::token::TokenSpan;

/// The tokens after a source at the head of a sentence that are searched for the comma before the content.
const COMMA_WITHIN: usize = 24;

/// The frame whose attribution cue begins at a token.
pub(super) fn find(context: &Context<'_>, place: Place) -> Result<FrameCandidate, Refusal> {
    let at = place.at;
    let cue = context.attribution_cue(at).ok_or(Refusal::Elsewhere)?;
    if context.is_own_expression(at, cue) {
        return Err(Refusal::Elsewhere);
    }
    let lam = lam_of_source(context, at, cue).ok_or("the cue takes lam, and the next word has none")?;
    let source = CitedSource::new(context, at, cue, lam).ok_or("the noun after the cue is no source")?;
    let speaker = source.is_named.then(|| TokenSpan::new(source.from, lam, source.end));
    let agreement = match cue.form {
        Some(form) => Agreement::new(form.gender, form.number),
        None => Agreement::singular(context.gender_of(source.from)),
    };
    let content = find_content(context, at, source.end).ok_or("no content before or after the source")?;
    let content = content.with_pattern(FramePattern::Attribution);
    Ok(FrameCandidate::new(content, Some(TokenSpan::new(at, cue.proclitic, cue.end)), speaker, agreement))
}

/// Letters of the ل that وفقا, طبقا and تبعا take before their source: 1 for these, 0 for other cues. `None` if it is
/// missing.
fn lam_of_source(context: &Context<'_>, at: usize, cue: AttributionCue) -> Option<usize> {
    let takes_lam = cue.form.is_none() && context.is(at, Class::TakesLam);
    (!takes_lam || context.word(cue.end).starts_with(letters::LAM)).then_some(usize::from(takes_lam))
}

/// The source after an attribution cue.
struct CitedSource {
    from: usize,
    end: usize,
    /// It is someone who can say something. A clause without a subject (كما تقول) means the last speaker.
    is_named: bool,
}

impl CitedSource {
    /// `None` if the cue does not cite a person or a body: بحسب القانون, وفقا لقرار مجلس الأمن.
    fn new(context: &Context<'_>, at: usize, cue: AttributionCue, lam: usize) -> Option<Self> {
        let form = cue.form;
        let from = if form.is_some() { context.skip_addressees(cue.end) } else { cue.end };
        let has_object = form.is_some_and(|form| context.lexicon.verb(form).object);
        let end = if has_object { context.subject_end(from) } else { context.phrase_end(from) };
        // وفقا لقرار مجلس الأمن: a measure.
        let first =
            context.word(from).strip_prefix(letters::LAM).filter(|_| lam == 1).unwrap_or_else(|| context.word(from));
        // وفق بيانات رسمية: data may be the only source.
        let is_data = form.is_none() && context.lexicon.has_class(first, Class::DataSource);
        if context.is_thing(from) && !is_data || form.is_none() && context.lexicon.is_measure(first) {
            return None;
        }
        let is_named = end > from
            && (is_data
                || context.names_speaker(from, end, lam)
                || lam == 0 && context.can_speak(from, end)
                || may_be_source(context, from, lam)
                || form.is_some()
                || lam == 0 && is_head_of_sentence(context, at, from, end));
        (is_named || form.is_some() && end == from).then_some(Self { from, end, is_named })
    }
}

/// True for a definite noun after بحسب that may say something, and is no measure (بحسب القانون).
fn may_be_source(context: &Context<'_>, at: usize, proclitic: usize) -> bool {
    let bare = without_proclitic(context.word(at), proclitic);
    let whole = if proclitic > 0 { format!("{}{bare}", letters::ALEF) } else { bare.to_owned() };
    let is_measure = context.lexicon.is_measure(&whole) || context.lexicon.is_measure(bare);
    let is_plural = bare.ends_with(letters::PLURAL_IN) && bare.chars().count() > 4;
    (context.words.is_definite(at, proclitic) || is_plural) && !is_measure
}

/// بحسب دراسة حديثة، فإن …: the cue begins the sentence, and فإن its content.
fn is_head_of_sentence(context: &Context<'_>, at: usize, from: usize, end: usize) -> bool {
    at == context.sentence_start(at)
        && !context.lexicon.is_measure(context.word(from))
        && [end, end + usize::from(context.is_comma(end))]
            .iter()
            .any(|at| context.is(*at, Class::So) || context.is(*at, Class::SoPronoun))
}

/// The content of an attribution cue at `at` whose source ends at `end`.
fn find_content(context: &Context<'_>, at: usize, end: usize) -> Option<Content> {
    // نقلا عن فلان أن …
    if let Some((from, complementiser)) = (end..end + 3).find_map(|at| Some((at, context.complementiser(at)?))) {
        return context.content_of_complementiser(from, complementiser);
    }
    let start = context.sentence_start(at);
    if at > start + LONGEST_SENTENCE {
        return None;
    }
    if start == at { content_after(context, end) } else { content_before(context, at, start, end) }
}

/// بحسب الوزارة، …: the content follows the comma after the source.
fn content_after(context: &Context<'_>, end: usize) -> Option<Content> {
    let is_fa = |at: usize| [Class::So, Class::SoPronoun, Class::FaQad].into_iter().any(|class| context.is(at, class));
    let stop = (end..end + COMMA_WITHIN)
        .take_while(|at| !context.ends_sentence(*at))
        .find(|at| context.is_comma(*at) || is_fa(*at))?;
    let first = if is_fa(stop) { stop } else { stop + 1 };
    let from = first + usize::from(context.is(first, Class::So) || context.is(first, Class::Complementiser));
    let proclitic = usize::from(is_fa(from));
    if let Some(quoted) = context.quotation_marks.opened_at(from).filter(|quoted| quoted.words > 2) {
        return Some(Content::direct(FramePattern::Attribution, vec![quoted.inside()]));
    }
    let to = context.content_end(from);
    let spans = vec![TokenSpan::new(from, proclitic, to)];
    (to > from + 1).then(|| Content::new(context.kind_of(from, to), FramePattern::Attribution, spans))
}

/// …، بحسب الوزارة: the content is the quotation or the clause before the cue.
fn content_before(context: &Context<'_>, at: usize, start: usize, end: usize) -> Option<Content> {
    let is_after_comma = context.is_comma(at - 1);
    let to = at - usize::from(is_after_comma);
    if let Some(quoted) =
        to.checked_sub(1).and_then(|last| context.quotation_marks.closed_at(last)).filter(|quoted| quoted.words > 1)
        && (context.starts_sentence(quoted.open)
            || quoted.open.checked_sub(1).is_some_and(|before| context.word(before).chars().count() == 1))
    {
        return Some(Content::direct(FramePattern::Attribution, vec![quoted.inside()]));
    }
    let from = if is_after_comma {
        skip_adverb(context, context.skip_dateline(start), to)
    } else {
        clause_start(context, start, to)
    };
    // نسبة المشاركة تجاوزت، وفق النقابة، 85 في المئة: the sentence continues after the source.
    let is_parenthesis = is_after_comma && context.is_comma(end) && context.kind(end + 1) == TokenKind::Number;
    let to = if is_parenthesis { context.content_end(end + 1) } else { to };
    let has_other_report = (from..to).any(|at| {
        !context.is_quoted_token(at)
            && context.reporting_verb(at).is_some_and(|(_, form)| context.announces(at + 1, form))
    });
    if has_other_report || to < from + 3 {
        return None;
    }
    let spans = vec![TokenSpan::new(from, context.opening_proclitic(from), to)];
    Some(Content::new(context.kind_of(from, to), FramePattern::Attribution, spans))
}

/// The token after words that only give a time or a transition (وفي 2020، ميدانيا، من جهة أخرى، جدير بالذكر أن). Gives `start`
/// if there are none.
fn skip_adverb(context: &Context<'_>, start: usize, to: usize) -> usize {
    let complementiser =
        (start..start + 4).find(|at| context.complementiser(*at).is_some_and(|found| !found.has_pronoun));
    let notes = (start..start + 3).any(|at| context.is(at, Class::NotedFact));
    if let Some(complementiser) = complementiser.filter(|_| notes) {
        return complementiser + 1;
    }
    let comma = (start + 1..start + 5).find(|at| context.is_comma(*at)).filter(|comma| *comma + 2 < to);
    let Some(comma) = comma else { return start };
    let word = context.word(start);
    let has_number = (start..comma).any(|at| context.kind(at) == TokenKind::Number);
    let is_manner = comma == start + 1 && word.ends_with(letters::ALEF) && word.chars().count() > 4;
    let says_more = context.is(start + 1, Class::Transition);
    let is_preposition = context.is(start, Class::LeadingPreposition);
    if is_manner || is_preposition && (has_number || says_more) { comma + 1 } else { start }
}

/// The token after the last comma before `to`. Gives `start` if there is none.
fn clause_start(context: &Context<'_>, start: usize, to: usize) -> usize {
    (start..to).rev().find(|at| context.is_comma(*at)).map_or(start, |comma| comma + 1)
}
