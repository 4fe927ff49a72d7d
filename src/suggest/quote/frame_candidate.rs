//! Frame candidates: quote frames in tokens, as constructions propose them. Their speakers are not resolved yet, and the best
//! are not chosen yet.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use crate::gold::QuoteKind;

use super::agreement::Agreement;
use crate::words::token::TokenSpan;

/// Subtracted from the score of a frame that has no speaker.
const NO_SPEAKER: f64 = 0.2;

/// So many other ends of a content are kept, each at least so probable.
const MOST_OTHER_ENDS: usize = 3;
const LEAST_OTHER_END: f64 = 0.02;

/// The pattern of a frame. It decides the score; `assets/quotes/README.md` says how the scores were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FramePattern {
    /// A verb, perhaps a colon, a quotation: قال: «…».
    Quotation,
    /// A complementiser, then a quotation: قال إن «…».
    ComplementiserQuotation,
    /// A complementiser, then words: قال إن ….
    Complementiser,
    /// A verbal noun: دعا إلى وقف ….
    VerbalNoun,
    /// A colon and words without quotation marks: وقال: ….
    Colon,
    /// A person, a colon and what is said, as in headlines: ماكرون: ….
    HeadlinePerson,
    /// The same with an organisation: الصحة: ….
    HeadlineBody,
    /// The quotation before its verb: «…»، قال فلان.
    QuotationFirst,
    /// Words without quotation marks before their verb: …، يقول فلان.
    WordsFirst,
    /// An attribution cue: بحسب, وفقا لـ.
    Attribution,
    /// A quotation that goes on in quotation marks of its own.
    Continued,
    /// Found by the careful reader alone.
    Careful,
}

/// The place where a frame names its speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpeakerMention {
    /// In the clause of the cue.
    InClause,
    /// Earlier in the text: the verb has no subject of its own.
    Earlier,
    /// Nowhere.
    Missing,
}

impl FramePattern {
    /// The estimated probability that the content of such a frame is right to the letter.
    pub(crate) const fn score(self, speaker: SpeakerMention) -> f64 {
        let (in_clause, earlier) = match self {
            Self::Quotation | Self::ComplementiserQuotation => (0.92, 0.98),
            Self::Complementiser => (0.88, 0.97),
            Self::VerbalNoun => (0.79, 0.87),
            Self::Attribution => (0.75, 0.78),
            Self::QuotationFirst => (0.82, 0.78),
            Self::Colon | Self::WordsFirst | Self::HeadlinePerson => (0.8, 0.8),
            Self::HeadlineBody => (0.7, 0.7),
            Self::Continued => (0.75, 0.75),
            Self::Careful => (0.5, 0.5),
        };
        match speaker {
            SpeakerMention::InClause => in_clause,
            SpeakerMention::Earlier => earlier,
            SpeakerMention::Missing => in_clause - NO_SPEAKER,
        }
    }
}

/// Reported content: its kind, the pattern by which it was found, and its parts in reading order.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) kind: QuoteKind,
    pub(crate) pattern: FramePattern,
    pub(crate) spans: Vec<TokenSpan>,
}

impl Content {
    pub(crate) const fn new(kind: QuoteKind, pattern: FramePattern, spans: Vec<TokenSpan>) -> Self {
        Self { kind, pattern, spans }
    }

    /// Content in quotation marks.
    pub(crate) const fn direct(pattern: FramePattern, spans: Vec<TokenSpan>) -> Self {
        Self::new(QuoteKind::Direct, pattern, spans)
    }

    /// The same content, found by another pattern.
    pub(crate) fn with_pattern(self, pattern: FramePattern) -> Self {
        Self { pattern, ..self }
    }

    /// The tokens from the first part to the last one.
    pub(crate) fn tokens(&self) -> Range<usize> {
        self.spans.first().map_or(0, |first| first.from)..self.spans.last().map_or(0, |last| last.to)
    }
}

/// A quote frame in tokens that a construction has found.
#[derive(Debug, Clone)]
pub(crate) struct FrameCandidate {
    /// The name of the construction that found it.
    pub(crate) construction: &'static str,
    pub(crate) content: Content,
    /// `None` for a headline: a speaker and a colon.
    pub(crate) cue: Option<TokenSpan>,
    /// The words of the speaker, if they are in the clause of the cue.
    pub(crate) speaker: Option<TokenSpan>,
    /// The gender and number that the verb has, and so the speaker.
    pub(crate) agreement: Agreement,
    /// The cue is a participle (مضيفا), which never has a subject of its own.
    pub(crate) is_participle: bool,
    /// The cue is in a relative clause inside the speaker of another frame (قال الوزير الذي أعلن …).
    pub(crate) is_relative: bool,
    /// It goes on with the words of the speaker of the frame before it.
    pub(crate) continues_speaker: bool,
    /// The probability that the content is right, by the learned choices; `None` if they were not asked.
    pub(crate) chance: Option<f64>,
    /// The probability that its end is right, if the careful reader was asked too.
    pub(crate) end_chance: Option<f64>,
    /// The next best ends of the content, each one past its last token, with their probabilities.
    pub(crate) other_ends: Vec<(usize, f64)>,
}

impl FrameCandidate {
    /// A frame whose cue is in a main clause and is no participle.
    pub(crate) const fn new(
        content: Content,
        cue: Option<TokenSpan>,
        speaker: Option<TokenSpan>,
        agreement: Agreement,
    ) -> Self {
        Self {
            construction: "",
            content,
            cue,
            speaker,
            agreement,
            is_participle: false,
            is_relative: false,
            continues_speaker: false,
            chance: None,
            end_chance: None,
            other_ends: Vec::new(),
        }
    }

    /// Keeps the next best ends of the content, of all its possible ends with their probabilities. The content has its end.
    pub(crate) fn keep_other_ends(&mut self, mut ends: Vec<(usize, f64)>) {
        let end = self.content.tokens().end;
        ends.retain(|(other, chance)| *other != end && *chance >= LEAST_OTHER_END);
        ends.sort_by(|a, b| b.1.total_cmp(&a.1));
        ends.truncate(MOST_OTHER_ENDS);
        self.other_ends = ends;
    }

    /// The token by which frames are ordered: where the cue begins, or else the speaker, or else the content.
    pub(crate) fn place(&self) -> usize {
        self.cue.or(self.speaker).or(self.content.spans.first().copied()).map_or(0, |span| span.from)
    }
}

/// Keeps one of several frames that have the same content: the source that an attribution cue names (نقلا عن) before the
/// paper that cites it, then the nearest verb (أردف قائلا), but no verb of a relative clause.
pub(crate) fn keep_best_per_content(candidates: &mut Vec<FrameCandidate>) {
    let rank = |candidate: &FrameCandidate| {
        let is_no_attribution = candidate.content.pattern != FramePattern::Attribution;
        (is_no_attribution, candidate.is_relative, Reverse(candidate.place()))
    };
    let mut best: HashMap<usize, (bool, bool, Reverse<usize>)> = HashMap::new();
    for candidate in candidates.iter() {
        let Some(first) = candidate.content.spans.first() else { continue };
        let lowest = best.entry(first.from).or_insert_with(|| rank(candidate));
        *lowest = rank(candidate).min(*lowest);
    }
    candidates.retain(|candidate| {
        candidate.content.spans.first().is_some_and(|first| best.get(&first.from) == Some(&rank(candidate)))
    });
}
