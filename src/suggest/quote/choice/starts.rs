//! The frames that a cue may have, and the choice between them.
//!
//! ```text
//! وأعلنت الشركة الخميس | وصول أول قطار      the rules find this frame, or another one, or none
//! وأعلنت الشركة | الخميس وصول أول قطار      a frame for each other noun, quotation, complementiser, colon after the verb
//! ```

use crate::gold::QuoteKind;
use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::entities::Roles;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::lexicon::verb::Preposition;
use crate::words::morphology::{Gender, VerbShape};
use crate::words::reporting_facts::NounTraits;
use crate::words::token::{TokenKind, TokenSpan};

use super::super::agreement::Agreement;
use super::super::construction::{self, DirectFrame};
use super::super::context::{Context, count_step};
use super::super::frame_candidate::{Content, FrameCandidate, FramePattern};
use super::frame_option::{FrameOption, Start};
use super::model::ChoiceModel;
use super::start_features::describe;

/// The name of the frames that no construction finds.
pub(crate) const CHOSEN_BY_MODEL: &str = "verb_and_content";

/// The most tokens of a content that no construction finds.
const LONGEST: usize = 120;

/// The most tokens after a verb in which its content begins.
const REACH: usize = 24;

/// The least probability of a frame that a rule found.
const LEAST_OF_RULE: f64 = 0.2;

/// The least probability of another frame.
const LEAST: f64 = 0.45;

/// The fewest words of a quotation that stands alone.
const FEWEST_STANDING: usize = 3;

/// The most tokens between a quotation and the verb after it.
const BEFORE: usize = 6;

/// The most starts of contents before an attribution.
const MOST_CLAUSES: usize = 6;

/// The frame at a token that is most probably right, if one is probable enough.
pub(crate) fn choose_frame(
    context: &Context<'_>,
    model: &ChoiceModel,
    at: usize,
    direct: Option<DirectFrame>,
) -> Option<FrameCandidate> {
    if !model.knows() {
        return construction::find_frame(context, at, direct);
    }
    let options = frames_at(context, at, direct);
    if options.is_empty() {
        return None;
    }
    // أعرب عن أمله في التوصل إلى …: the rules know opinions, of which the articles for training have few.
    if let Some(rule) = options.first().filter(|option| option.start == Start::Rule)
        && follows_opinion(context, &rule.frame)
    {
        return Some(rule.frame.clone());
    }
    let chances = model.chances_of_frames(&describe(context, at, direct, &options));
    let best = options.into_iter().zip(chances).max_by(|(_, a), (_, b)| a.total_cmp(b));
    let (option, chance) =
        best.filter(|(option, chance)| *chance >= if option.start == Start::Rule { LEAST_OF_RULE } else { LEAST })?;
    let mut content = option.frame.content;
    if let ([span], true) = (content.spans.as_slice(), content.kind != QuoteKind::Direct) {
        content.kind = context.kind_of(span.from, span.to);
    }
    Some(FrameCandidate { content, chance: Some(chance), ..option.frame })
}

/// True if an opinion of somebody is between the cue and the content.
fn follows_opinion(context: &Context<'_>, frame: &FrameCandidate) -> bool {
    let from = frame.content.tokens().start;
    let between = frame.cue.map_or(from, |cue| cue.to.max(from.saturating_sub(5)))..from;
    between.into_iter().any(|at| context.is_noun(at, NounTraits::OWN_OPINION))
}

/// The frames that a token may be the cue of: first the one of the rules.
pub(super) fn frames_at(context: &Context<'_>, at: usize, direct: Option<DirectFrame>) -> Vec<FrameOption> {
    let rule = construction::find_frame(context, at, direct);
    let mut options: Vec<FrameOption> =
        rule.into_iter().map(|frame| FrameOption { start: Start::Rule, frame }).collect();
    let verb = context.verb_by_letters(at).filter(|_| context.is_word(at));
    let is_denied =
        |proclitic: usize, form| proclitic == 0 && context.is_negated(at) && !context.lexicon.verb(form).hedge;
    if let Some((proclitic, form)) = verb.filter(|(proclitic, form)| !form.relay && !is_denied(*proclitic, *form)) {
        let cue = Cue { at, proclitic, form };
        let subject = CueSubject::new(context, cue);
        let begins_as = |content: &Content| content.spans.first().map(|span| (span.from, span.proclitic));
        let known = options.first().and_then(|option| begins_as(&option.frame.content));
        // عبر عن أمله في أن …: the rules know where an opinion begins.
        let is_opinion = |content: &Content| context.is_noun(content.tokens().start, NounTraits::OWN_OPINION);
        let is_other = |content: &Content| known.is_none() || begins_as(content) != known && !is_opinion(content);
        let contents: Vec<(Start, Content)> =
            contents_after(context, cue).into_iter().filter(|(_, content)| is_other(content)).collect();
        for (start, content) in contents {
            let frame = frame_of(context, &subject, content, options.first());
            options.push(FrameOption { start, frame });
        }
        if let Some(content) = content_before(context, cue) {
            let frame = frame_of(context, &subject, content, None);
            options.push(FrameOption { start: Start::Before, frame });
        }
    }
    let clauses = options.first().map(|rule| clauses_of_attribution(context, &rule.frame)).unwrap_or_default();
    options.extend(clauses);
    if options.is_empty() {
        options.extend(standing_quotation(context, at, direct));
    }
    options
}

/// The quotation that a token opens, if it stands alone in a sentence or after a colon. Its speaker is that of the frame before.
fn standing_quotation(context: &Context<'_>, at: usize, direct: Option<DirectFrame>) -> Option<FrameOption> {
    let quoted = context.quotation_marks.opened_at(at).filter(|quoted| quoted.words >= FEWEST_STANDING)?;
    let is_after_colon = at.checked_sub(1).is_some_and(|before| context.is_colon(before));
    if !is_after_colon
        && !context.starts_sentence(at)
        && context.quotation_marks.closed_at(at.checked_sub(1)?).is_none()
    {
        return None;
    }
    let content = Content::direct(FramePattern::Continued, vec![quoted.inside()]);
    let agreement = direct.map_or(Agreement::singular(Gender::Masculine), DirectFrame::agreement);
    let frame = FrameCandidate::new(content, None, None, agreement);
    let frame = FrameCandidate { construction: CHOSEN_BY_MODEL, continues_speaker: true, ..frame };
    Some(FrameOption { start: Start::Standing, frame })
}

/// The quotation before a verb: «…»، بهذه العبارة علق الوزير.
fn content_before(context: &Context<'_>, cue: Cue) -> Option<Content> {
    let close =
        (cue.at.saturating_sub(BEFORE)..cue.at).rev().find(|at| context.quotation_marks.closed_at(*at).is_some())?;
    let is_near = (close + 1..cue.at).all(|at| context.kind(at) != TokenKind::LineEnd);
    let quoted = context.quotation_marks.closed_at(close).filter(|quoted| is_near && quoted.words > 1)?;
    Some(Content::direct(FramePattern::QuotationFirst, vec![quoted.inside()]))
}

/// Other contents before an attribution: from each comma of the sentence, and those that go on behind the source.
fn clauses_of_attribution(context: &Context<'_>, frame: &FrameCandidate) -> Vec<FrameOption> {
    let ([span], Some(cue)) = (frame.content.spans.as_slice(), frame.cue) else { return Vec::new() };
    if frame.content.pattern != FramePattern::Attribution
        || frame.content.kind == QuoteKind::Direct
        || span.to > cue.from
    {
        return Vec::new();
    }
    let source_end = frame.speaker.map_or(cue.to, |speaker| speaker.to);
    let goes_on = context.content_end(source_end + usize::from(context.is_comma(source_end)));
    let start = context.sentence_start(cue.from);
    let starts = (start..cue.from).filter(|at| *at == start || context.is_after_comma(*at)).chain([span.from]);
    let mut found = Vec::new();
    for from in starts.take(MOST_CLAUSES) {
        for to in [span.to, goes_on] {
            let is_known = (from, to) == (span.from, span.to) || to <= from + 1;
            if is_known || to == goes_on && goes_on <= source_end + 2 {
                continue;
            }
            let span = TokenSpan::new(from, context.opening_proclitic(from), to);
            let content = Content::new(QuoteKind::Indirect, FramePattern::Attribution, vec![span]);
            found.push(FrameOption { start: Start::Clause, frame: FrameCandidate { content, ..frame.clone() } });
        }
    }
    found
}

/// A verb that may be a cue.
#[derive(Debug, Clone, Copy)]
struct Cue {
    at: usize,
    proclitic: usize,
    form: VerbForm,
}

/// The frame of a verb with a content.
fn frame_of(
    context: &Context<'_>,
    subject: &CueSubject,
    content: Content,
    rule: Option<&FrameOption>,
) -> FrameCandidate {
    let Cue { at, proclitic, form } = subject.cue;
    let start = content.tokens().start;
    let is_rule_of_cue = |rule: &&FrameOption| rule.frame.cue.is_some_and(|cue| cue.from == at);
    let by_rule = rule.filter(is_rule_of_cue).and_then(|rule| rule.frame.speaker);
    let is_participle = form.shape == VerbShape::Participle;
    let speaker = match by_rule.filter(|speaker| speaker.to <= start) {
        Some(speaker) => Some(speaker),
        None if is_participle => None,
        None => subject.before_content(context, start),
    };
    let cue = TokenSpan::word(at, proclitic);
    let frame = FrameCandidate::new(content, Some(cue), speaker, Agreement::new(form.gender, form.number));
    let is_relative = at.checked_sub(1).is_some_and(|before| context.is_relative_pronoun(before));
    FrameCandidate { construction: CHOSEN_BY_MODEL, is_participle, is_relative, ..frame }
}

/// The subject of a verb: the noun phrase after it, or the one before it.
struct CueSubject {
    cue: Cue,
    /// The noun phrase after the verb.
    after: TokenSpan,
    /// The subject before the verb.
    before: Option<TokenSpan>,
}

impl CueSubject {
    fn new(context: &Context<'_>, cue: Cue) -> Self {
        let Cue { at, proclitic, form } = cue;
        let from = context.skip_addressees(at + 1);
        let verb = context.lexicon.verb(form);
        let takes_from = verb.governs(&Preposition::Min);
        let end = if verb.object || takes_from { context.subject_end(from) } else { context.phrase_end(from) };
        // طلب المدير | من العاملين عدم …
        let end = (from + 1..end).find(|at| takes_from && context.is(*at, Class::Min)).unwrap_or(end);
        Self { cue, after: TokenSpan::whole(from, end), before: context.subject_before(at, proclitic, form) }
    }

    /// The subject of the verb if its content begins at a token.
    fn before_content(&self, context: &Context<'_>, start: usize) -> Option<TokenSpan> {
        let (from, end) = (self.after.from, self.after.to.min(start));
        let is_subject = end > from
            && !context.is_manner(from, end)
            && context.can_speak(from, end)
            && !context.is_verbal_noun(from, 0);
        if is_subject { Some(TokenSpan::whole(from, end)) } else { self.before }
    }
}

/// What may be the content of a verb, in the rest of its sentence.
fn contents_after(context: &Context<'_>, cue: Cue) -> Vec<(Start, Content)> {
    let mut found = Vec::new();
    let mut at = cue.at + 1;
    while at <= cue.at + REACH && !context.ends_sentence(at) {
        count_step();
        let next_report = context.reporting_verb(at).is_some_and(|(_, form)| context.announces(at + 1, form));
        if next_report {
            break;
        }
        if let Some(quoted) = context.quotation_marks.opened_at(at) {
            if quoted.words > 0 {
                found.extend(
                    context
                        .quotation(at)
                        .map(|spans| (Start::Quotation, Content::direct(FramePattern::Quotation, spans))),
                );
            }
            let is_open_end = quoted.is_closed && context.is_word(quoted.after());
            found.extend(is_open_end.then(|| words(context, Start::Noun, at, 0)).flatten());
            at = quoted.after().max(at + 1);
            continue;
        }
        found.extend(content_at(context, at));
        at += 1;
    }
    found
}

/// The content that begins at a token, or just after it.
fn content_at(context: &Context<'_>, at: usize) -> Option<(Start, Content)> {
    if let Some(complementiser) = context.complementiser(at) {
        let content = context.content_of_complementiser(at, complementiser)?;
        return Some((Start::Complementiser, content));
    }
    if context.is_colon(at) {
        let to = context.content_end(at + 1);
        let content = || {
            let spans = vec![TokenSpan::whole(at + 1, to)];
            Content::new(QuoteKind::Indirect, FramePattern::Colon, spans)
        };
        return (to > at + 2 && context.quotation_marks.opened_at(at + 1).is_none()).then(|| (Start::Colon, content()));
    }
    let before = at.checked_sub(1)?;
    let is_after_preposition = context.is(before, Class::HeadPreposition)
        || context.is_preposition(before)
        || context.is(before, Class::Ba)
        || context.is(before, Class::Lam);
    if !matches!(context.kind(at), TokenKind::Word | TokenKind::Number) {
        return None;
    }
    if is_after_preposition {
        return words(context, Start::Preposition, at, 0);
    }
    let word = context.word(at);
    let has_preposition = word.starts_with([letters::BA, letters::LAM])
        && context.words.readings(at).iter().any(|reading| {
            reading.proclitic == 1 && context.words.may_have_proclitic(at, reading) && reading.statistics().is_some()
        });
    if has_preposition || context.is_verbal_noun(at, 1) && word.starts_with([letters::BA, letters::LAM]) {
        return words(context, Start::Preposition, at, 1);
    }
    let may_begin = !context.is_preposition(at)
        && (!context.words.has_role(at, Roles::STOP) || context.is(at, Class::QuestionWord))
        && context.reporting_verb(at).is_none()
        && !context.is(at, Class::HeadPreposition);
    may_begin.then(|| words(context, Start::Noun, at, 0)).flatten()
}

/// Words without quotation marks as content. Whether a part of them is quoted is found out once they are chosen.
fn words(context: &Context<'_>, start: Start, at: usize, proclitic: usize) -> Option<(Start, Content)> {
    let to = context.content_end(at);
    let spans = vec![TokenSpan::new(at, proclitic, to)];
    let is_content = to > at && to <= at + LONGEST;
    is_content.then(|| (start, Content::new(QuoteKind::Indirect, FramePattern::VerbalNoun, spans)))
}
