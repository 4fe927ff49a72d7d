//! Quotes: what was said, the word that says so, and who said it.
//!
//! For: direct, indirect and mixed frames by the conventions of news Arabic: verb – speaker – content in marks or
//! behind a complementiser, quotations with their verb behind them, participles that go on, attributive cues, relays.
//! May use: `text`, `gold`, this room's tokens, words and entities. Must never know: disk, terminal.
//!
//! Invariants: every frame has content; nothing inside a marked quotation opens a frame; the article is read a
//! constant number of times, and what a rule looks ahead is bounded by its sentence.

mod assist;
mod attribution;
mod bounds;
mod clause;
mod content;
mod edges;
mod habits;
mod joints;
mod marks;
mod mention;
mod noun;
mod phrase;
mod quoted;
mod report;
mod speaker;
mod subject;
#[cfg(test)]
mod tests;
mod topic;
mod turns;

pub use assist::{cues, is_participle, quotations};
pub use habits::{Construction, Habits, MarkStyle, QuotePattern};

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use crate::gold::{Body, Frame, QuoteKind, Speaker, Suggestion};
use crate::text::Span;

use super::entity::{Found, Tag};
use super::source;
use crate::words::lexicon::reporting::ReportingLexicon;
use crate::words::token::TokenSpan;
use crate::words::word::Words;

use crate::words::morphology::{Gender, Number, VerbShape};
use bounds::Bounds;
use clause::Page;
use marks::Marks;
use speaker::Memory;

/// What comes off a score where nobody can be named.
const UNSURE: f64 = 0.2;

/// So many frames may lie in one another.
const DEEPEST: usize = 4;

/// Why a frame is suggested; `assets/quotes/README.md` says where the scores come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pattern {
    /// A verb, a colon or nothing, marks.
    Marked,
    /// A complementiser, then marks.
    ThatMarked,
    /// A complementiser, then words.
    That,
    /// A governed preposition and a verbal noun.
    Noun,
    /// A colon and words without marks.
    Colon,
    /// A person, a colon, what is said: a headline's manner.
    Headline,
    /// The same with a body.
    HeadlineBody,
    /// The quotation first.
    Inverted,
    /// Words first, the verb at the sentence's end.
    InvertedBare,
    /// بحسب and its like.
    Attributive,
}

/// Who is suggested as the speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    /// Words of the clause itself.
    Here,
    /// An earlier mention: the verb has no subject.
    Before,
    /// Nobody.
    Not,
}

impl Pattern {
    /// The estimated probability that the content is right to the letter.
    const fn score(self, named: Named) -> f64 {
        let (here, before) = match self {
            Self::Marked | Self::ThatMarked => (0.92, 0.98),
            Self::That => (0.88, 0.97),
            Self::Noun => (0.79, 0.87),
            Self::Attributive => (0.75, 0.78),
            Self::Inverted => (0.82, 0.78),
            Self::Colon | Self::InvertedBare | Self::Headline => (0.8, 0.8),
            Self::HeadlineBody => (0.7, 0.7),
        };
        match named {
            Named::Here => here,
            Named::Before => before,
            Named::Not => here - UNSURE,
        }
    }
}

/// A frame in tokens.
#[derive(Debug, Clone)]
struct Draft {
    kind: QuoteKind,
    pattern: Pattern,
    content: Vec<TokenSpan>,
    /// `None` for a speaker and a colon.
    cue: Option<TokenSpan>,
    /// The speaker's own words, where they stand in the clause.
    speaker: Option<TokenSpan>,
    /// What the verb's form says of a speaker: gender, more than one.
    agreement: (Gender, Number),
    /// The cue is a participle.
    participle: bool,
    /// It stands in a relative clause inside another's speaker (قال الوزير الذي أعلن …).
    relative: bool,
}

impl Draft {
    /// A frame whose cue stands in a clause of its own and is no participle.
    fn new(
        (kind, pattern, content): (QuoteKind, Pattern, Vec<TokenSpan>),
        cue: Option<TokenSpan>,
        speaker: Option<TokenSpan>,
        agreement: (Gender, Number),
    ) -> Self {
        Self { kind, pattern, content, cue, speaker, agreement, participle: false, relative: false }
    }

    /// Where it stands in reading order: its cue, else its speaker.
    fn place(&self) -> usize {
        self.cue.or(self.speaker).or(self.content.first().copied()).map_or(0, |stretch| stretch.from)
    }
}

/// Of several frames with the same content one stays: the source that a phrase names (نقلا عن) before the paper that
/// names it, the verb that stands nearest (أردف قائلا), unless that is in a relative clause.
fn drop_doubles(drafts: &mut Vec<Draft>) {
    let rank = |draft: &Draft| (draft.pattern != Pattern::Attributive, draft.relative, Reverse(draft.place()));
    let mut best: HashMap<usize, (bool, bool, Reverse<usize>)> = HashMap::new();
    for draft in drafts.iter() {
        let Some(first) = draft.content.first() else { continue };
        let known = best.entry(first.from).or_insert_with(|| rank(draft));
        *known = rank(draft).min(*known);
    }
    drafts.retain(|draft| draft.content.first().is_some_and(|first| best.get(&first.from) == Some(&rank(draft))));
}

/// What the finder goes by beside the text.
#[derive(Debug, Clone)]
pub(super) struct Reports {
    pub(super) lexicon: Arc<ReportingLexicon>,
    pub(super) habits: Arc<Habits>,
}

impl Default for Reports {
    fn default() -> Self {
        Self { lexicon: ReportingLexicon::builtin(), habits: Arc::default() }
    }
}

/// All quotes of an article.
pub(super) fn find(words: &Words<'_>, entities: &[Found], reports: &Reports) -> Vec<Suggestion> {
    let tokens = words.tokens();
    let marks = Marks::new(tokens, &habits::house_style(tokens, &reports.habits));
    let mut ends = vec![0; tokens.len()];
    let mut people = vec![false; tokens.len()];
    for found in entities.iter().filter(|found| found.candidate.tag != Tag::Date) {
        let (from, to) = (found.candidate.from, found.candidate.to);
        // A verb behind a conjunction is no part of a name (أما سليم عطوي فرأى).
        let verb = |at: &usize| {
            reports.lexicon.find_verb(tokens.folded(*at)).is_some_and(|(proclitic, form)| {
                !form.doubtful && (proclitic == 1 || form.shape == VerbShape::Participle)
            })
        };
        if let Some(end) = ends.get_mut(from) {
            // مروان فإن: no Dutch name.
            let so = |at: &usize| {
                tokens.folded(*at) == "فان"
                    && tokens.text().get(tokens.start(*at)..tokens.end_before(at + 1)).contains('إ')
            };
            let medium = |at: &usize| reports.lexicon.is_medium(tokens.folded(*at));
            *end = (from + 1..to).find(|at| verb(at) || medium(at) || so(at)).unwrap_or(to);
        }
        if let Some(person) = people.get_mut(found.candidate.from) {
            *person = found.candidate.tag == Tag::Per;
        }
    }
    let (lexicon, bounds) = (&*reports.lexicon, Bounds::new(tokens, &marks));
    let phrases = vec![Cell::new(None); tokens.len()];
    let verbs = clause::verbs(words, &marks, &ends, &people, lexicon, &bounds, &phrases);
    let page = Page {
        words,
        marks: &marks,
        entities: &ends,
        people: &people,
        lexicon,
        verbs: &verbs,
        bounds: &bounds,
        phrases: &phrases,
    };
    let stops = Bounds::find_stops(&page);
    let bounds = Bounds::new(tokens, &marks).with_stops(stops);
    let page = Page { bounds: &bounds, ..page };
    let mut drafts = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(marked) = marks.opened_at(at).filter(|marked| marked.words > 0) {
            at = marked.after().max(at + 1);
            continue;
        }
        drafts.extend(attribution::at(&page, at).or_else(|| report::at(&page, at)));
        at += 1;
    }
    drafts.sort_by_key(Draft::place);
    drop_doubles(&mut drafts);
    let mut memory = Memory::default();
    let mut suggestions = Vec::new();
    // Frames inside frames: news has one or two, hostile text any number, each as long as the rest.
    let mut open: Vec<usize> = Vec::new();
    for draft in drafts {
        let place = draft.place();
        open.retain(|end| *end > place);
        if open.len() >= DEEPEST {
            continue;
        }
        open.push(draft.content.last().map_or(0, |last| last.to));
        let speaker = memory.resolve(&page, &draft);
        suggestions.extend(suggestion(words, &draft, speaker, &reports.habits));
    }
    suggestions
}

fn suggestion(
    words: &Words<'_>,
    draft: &Draft,
    speaker: Option<(TokenSpan, bool)>,
    habits: &Habits,
) -> Option<Suggestion> {
    let text = words.tokens().text();
    let span =
        |stretch: TokenSpan| -> Option<Span> { words.tokens().span(stretch.from, stretch.proclitic, stretch.to) };
    let mut content: Vec<Span> = draft.content.iter().copied().filter_map(span).collect();
    content.sort();
    content.dedup_by(|later, first| first.overlaps(*later));
    if content.is_empty() {
        return None;
    }
    let speaker = speaker.and_then(|(stretch, implied)| Some(Speaker { span: span(stretch)?, entity: None, implied }));
    let named = match &speaker {
        Some(speaker) if speaker.implied => Named::Before,
        Some(_) => Named::Here,
        None => Named::Not,
    };
    let frame = Frame { kind: draft.kind, content, cue: draft.cue.and_then(span), speaker };
    let score = habits.score(text, &frame, draft.pattern.score(named));
    Some(Suggestion::new(text, source("quote-rule"), score, Body::Quote(frame)))
}
