//! The places where content without quotation marks may end, and the choice between them.
//!
//! ```text
//! قال إن العاصمة محاصرة | ، وطرح في مقابلة | ، كما كان متوقعا | .
//! ```

use crate::gold::QuoteKind;
use crate::suggest::linear::choice::{Features, feature_name};
use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::morphology::VerbShape;
use crate::words::token::TokenKind;

use super::super::context::{Context, TokenTraits, count_step};
use super::super::frame_candidate::{FrameCandidate, FramePattern};
use super::model::ChoiceModel;
use super::token_traits::{TraitNames, code, size};

/// The most tokens of a content whose end is chosen.
const LONGEST: usize = 160;

/// The most sentences of what a colon announces without quotation marks.
const MOST_SENTENCES: usize = 6;

/// The end of the rules stays unless another one is this much more probable. The end of the rules is right more often than a
/// model knows that has seen other papers.
const MARGIN: f64 = 3.0;

/// More features than an end has.
const ROOM: usize = 96;

const LAST: TraitNames = TraitNames::new("last", "cluster last", "facts last", "fact last");
const NEXT: TraitNames = TraitNames::new("next", "cluster next", "facts next", "fact next");
const SECOND: TraitNames = TraitNames::new("second", "cluster second", "facts second", "fact second");
const THIRD: TraitNames = TraitNames::new("third", "cluster third", "facts third", "fact third");

/// The classes of words before which content may end without a comma.
const OPENERS: [Class; 12] = [
    Class::While,
    Class::But,
    Class::ButHe,
    Class::ButShe,
    Class::As,
    Class::BeforeOrAfter,
    Class::ReportConjunction,
    Class::EndsContent,
    Class::RelativeMasculine,
    Class::RelativeFeminine,
    Class::RelativePlural,
    Class::Circumstance,
];

/// What stands at a place where content may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Boundary {
    Word,
    Closer,
    SentenceEnd,
    Mark(char),
}

impl Boundary {
    fn code(self) -> u64 {
        match self {
            Self::Word => 1,
            Self::Closer => 2,
            Self::SentenceEnd => 3,
            Self::Mark(',') => u64::from(u32::from('،')),
            Self::Mark(mark) => u64::from(u32::from(mark)),
        }
    }
}

/// A place where content may end.
#[derive(Debug, Clone, Copy)]
pub(super) struct EndOption {
    /// One past the last token of the content.
    pub(super) end: usize,
    /// The first token of what follows.
    next: usize,
    boundary: Boundary,
}

/// Sets the end of a content without quotation marks to the most probable one.
pub(crate) fn choose_end(context: &Context<'_>, model: &ChoiceModel, frame: &mut FrameCandidate) {
    if !model.knows() || !has_open_end(frame) {
        return;
    }
    let options = ends_of(context, frame);
    let chances = model.chances_of_ends(&describe(context, frame, &options));
    let ends: Vec<(usize, f64)> = options.iter().map(|option| option.end).zip(chances).collect();
    let Some(best) = best_of(&ends) else { return };
    let by_rule = ends.iter().copied().find(|(end, _)| *end == frame.content.tokens().end);
    let (end, chance) = by_rule.filter(|(_, chance)| chance * MARGIN > best.1).unwrap_or(best);
    frame.chance = frame.chance.map(|of_frame| of_frame * chance);
    context.end_content(&mut frame.content, end);
    frame.keep_other_ends(ends);
}

/// The most probable end, and its probability.
pub(crate) fn best_of(ends: &[(usize, f64)]) -> Option<(usize, f64)> {
    ends.iter().copied().max_by(|(_, a), (_, b)| a.total_cmp(b))
}

/// True for one run of words after a cue, not wholly in quotation marks.
pub(super) fn has_open_end(frame: &FrameCandidate) -> bool {
    let [span] = frame.content.spans.as_slice() else { return false };
    frame.content.kind != QuoteKind::Direct && frame.cue.is_none_or(|cue| cue.from < span.from)
}

/// The places where the content of a frame may end, in order. The one of the rules is among them.
pub(super) fn ends_of(context: &Context<'_>, frame: &FrameCandidate) -> Vec<EndOption> {
    let tokens = frame.content.tokens();
    let is_colon = matches!(
        frame.content.pattern,
        FramePattern::Colon | FramePattern::HeadlinePerson | FramePattern::HeadlineBody
    );
    let longest = if is_colon { LONGEST } else { LONGEST.min(tokens.len()) };
    let mut options = Vec::new();
    let mut sentences = 0;
    let mut at = tokens.start + 1;
    if let Some(quoted) = context.quotation_marks.opened_at(tokens.start) {
        at = quoted.after().max(at);
    }
    while at <= tokens.start + longest {
        count_step();
        if context.ends_sentence(at) {
            let end = at + usize::from(matches!(context.kind(at), TokenKind::Punctuation('؟' | '?' | '!')));
            options.push(EndOption { end, next: at + 1, boundary: Boundary::SentenceEnd });
            sentences += 1;
            if !is_colon || context.kind(at) == TokenKind::LineEnd || sentences == MOST_SENTENCES {
                break;
            }
            at += 1;
            continue;
        }
        options.extend(boundary_at(context, at));
        at = context.quotation_marks.opened_at(at).map_or(at + 1, |quoted| quoted.after().max(at + 1));
    }
    // The rules know the words with which another report begins; only what a colon announces may run on.
    options.retain(|option| option.end > tokens.start && (is_colon || option.end <= tokens.end));
    options.dedup_by_key(|option| option.end);
    if options.iter().all(|option| option.end != tokens.end) {
        options.push(EndOption { end: tokens.end, next: tokens.end, boundary: Boundary::Word });
        options.sort_by_key(|option| option.end);
    }
    options
}

/// The boundary before a token, if content may end there.
fn boundary_at(context: &Context<'_>, at: usize) -> Option<EndOption> {
    let mark = match context.kind(at) {
        TokenKind::Punctuation(mark @ ('،' | ',' | '؛' | ';' | '-' | '–' | '—' | ':' | '(' | ')')) => Some(mark),
        _ => None,
    };
    if let Some(mark) = mark {
        let is_after_mark = matches!(context.kind(at - 1), TokenKind::Punctuation('،' | ',' | '-' | '–' | '—'));
        return (!is_after_mark).then_some(EndOption { end: at, next: at + 1, boundary: Boundary::Mark(mark) });
    }
    if context.is_after_comma(at) {
        return None;
    }
    if context.quotation_marks.closed_at(at - 1).is_some() {
        return Some(EndOption { end: at, next: at, boundary: Boundary::Closer });
    }
    let is_verb = context
        .reporting_verb(at)
        .is_some_and(|(proclitic, form)| proclitic == 1 || form.shape == VerbShape::Participle);
    let opens = || OPENERS.into_iter().any(|class| context.is(at, class)) || opens_report(context, at);
    let is_joined = || context.word(at).starts_with(letters::WAW) && context.opening_proclitic(at) == 1;
    (is_verb || opens() || is_joined()).then_some(EndOption { end: at, next: at, boundary: Boundary::Word })
}

/// True if the next report begins at a token. It was worked out once for every token.
fn opens_report(context: &Context<'_>, at: usize) -> bool {
    context.latest_content_end(at) == at && !context.ends_sentence(at)
}

/// The features of each end. An end also has what stands behind the ends before it: content that goes on there goes past them.
pub(super) fn describe(context: &Context<'_>, frame: &FrameCandidate, options: &[EndOption]) -> Vec<Features> {
    let content = ContentFacts::new(context, frame, options);
    let mut passed = Features::default();
    let mut described = Vec::with_capacity(options.len());
    for (rank, option) in options.iter().enumerate() {
        let mut features = content.features(context, option, rank);
        let following = content.following(context, option);
        features.append(&following);
        features.append(&passed);
        passed.append_as(feature_name!("passed"), &following);
        described.push(features);
    }
    described
}

/// What all ends of a content have in common.
struct ContentFacts {
    from: usize,
    by_rule: usize,
    last: usize,
    agreement: [bool; 2],
    pattern: u64,
    way: u64,
    lemma: u64,
    first: TokenTraits,
}

impl ContentFacts {
    fn new(context: &Context<'_>, frame: &FrameCandidate, options: &[EndOption]) -> Self {
        let tokens = frame.content.tokens();
        let lemma = frame.cue.and_then(|cue| context.verb_by_letters(cue.from));
        Self {
            from: tokens.start,
            by_rule: tokens.end,
            last: options.last().map_or(tokens.end, |option| option.end),
            agreement: [
                frame.agreement.gender == crate::words::morphology::Gender::Feminine,
                context.gender_of(tokens.start) == frame.agreement.gender,
            ],
            pattern: frame.content.pattern as u64,
            way: code(frame.construction),
            lemma: lemma.map_or(0, |(_, form)| code(&context.lexicon.verb(form).lemma)),
            first: TokenTraits::of(context, tokens.start),
        }
    }

    fn features(&self, context: &Context<'_>, option: &EndOption, rank: usize) -> Features {
        let EndOption { end, next, boundary } = *option;
        let mut features = Features::with_room(ROOM);
        let boundary = boundary.code();
        let by_rule = match end.cmp(&self.by_rule) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => 1,
            std::cmp::Ordering::Greater => 2,
        };
        let length = size(end - self.from);
        let left = size(self.last - end);
        let opens = u64::from(opens_report(context, next));
        features.add(feature_name!("rule"), &[by_rule, boundary]);
        features.add(feature_name!("rule and pattern"), &[by_rule, boundary, self.pattern]);
        features.add(feature_name!("rule and opens"), &[by_rule, opens, boundary]);
        features.add(feature_name!("length"), &[length, boundary]);
        features.add(feature_name!("length and pattern"), &[length, self.pattern]);
        features.add(feature_name!("length and way"), &[length, self.way]);
        features.add(feature_name!("left"), &[left, boundary]);
        features.add(feature_name!("left and length"), &[left, length, boundary]);
        features.add(feature_name!("rank"), &[size(rank), boundary]);
        features.add(feature_name!("way"), &[self.way, boundary]);
        features.add(feature_name!("lemma"), &[self.lemma, boundary]);
        features.add(feature_name!("first"), &[self.first.clusters[0], boundary]);
        features.add(feature_name!("first facts"), &[self.first.facts, boundary]);
        TokenTraits::of(context, end - 1).describe(&mut features, &LAST, boundary);
        features
    }

    /// The features of what follows an end.
    fn following(&self, context: &Context<'_>, option: &EndOption) -> Features {
        let EndOption { end, next, boundary } = *option;
        let mut features = Features::default();
        let boundary = boundary.code();
        let length = size(end - self.from);
        let [is_feminine, is_of_content] = self.agreement.map(u64::from);
        let following = TokenTraits::of(context, next);
        let second = TokenTraits::of(context, next + 1);
        following.describe(&mut features, &NEXT, boundary);
        second.describe(&mut features, &SECOND, boundary);
        TokenTraits::of(context, next + 2).describe(&mut features, &THIRD, boundary);
        features.add(feature_name!("pair"), &[following.word, second.word, boundary]);
        features.add(feature_name!("pair of facts"), &[following.facts, second.facts, boundary]);
        features.add(feature_name!("pair of clusters"), &[following.clusters[0], second.clusters[0], boundary]);
        features.add(feature_name!("next and pattern"), &[following.word, self.pattern, boundary]);
        features.add(feature_name!("facts and pattern"), &[following.facts, self.pattern, boundary]);
        features.add(feature_name!("cluster and pattern"), &[following.clusters[0], self.pattern, boundary]);
        features.add(feature_name!("next and length"), &[following.facts, length, boundary]);
        features.add(feature_name!("agreement"), &[following.facts, is_feminine, is_of_content, boundary]);
        features
            .add(feature_name!("agreement of cluster"), &[following.clusters[0], is_feminine, is_of_content, boundary]);
        features
    }
}
