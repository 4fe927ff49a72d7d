//! The spans of an annotation, in a form that can be compared.

use clap::ValueEnum;

use crate::gold::{Body, Frame, Layer};
use crate::text::{Span, Text, proclitic_edges};

/// A range of code points with a label: that of an entity, or the role in a quote.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LabelledRange {
    /// The first code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// `PER`, `CONTENT`.
    pub label: String,
}

/// The spans of an annotation, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ComparedSpans {
    /// Entities.
    pub entities: Vec<LabelledRange>,
    /// The parts of quotes: CONTENT, CUE, SPEAKER.
    pub roles: Vec<LabelledRange>,
    /// Whole quotes, each with three ranges over its content: QUOTE compares all parts of the content, ATTRIBUTION the
    /// speaker too, FRAME also cue and kind. The compared values are part of the label, so two labels are equal only if all
    /// of them agree.
    pub frames: Vec<LabelledRange>,
}

/// Which edges count as equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum EdgeRule {
    /// Only edges at the same letter
    #[default]
    Exact,
    /// Edges in the same word: both spans are widened to whole words, as in a corpus whose tokens are words
    Words,
    /// Edges that differ by proclitics at the beginning (و ف ب ل ك س), which some corpora leave inside the name
    ProcliticsAside,
}

impl EdgeRule {
    /// The span that stands for all that count as equal.
    fn apply(self, text: &Text, span: Span) -> Span {
        if self == Self::Exact {
            return span;
        }
        let first = text.words_from(span.start()).next().filter(|word| word.start() < span.start());
        let start = match first {
            Some(word)
                if self == Self::Words || is_behind_proclitics(text.slice(word), span.start() - word.start()) =>
            {
                word.start()
            }
            _ => span.start(),
        };
        let last = text.words_from(span.end()).next().filter(|word| self == Self::Words && word.start() < span.end());
        text.span(start, last.map_or(span.end(), Span::end)).unwrap_or(span)
    }
}

/// True if only letters that may be proclitics are before this byte of a word. A tatweel behind them belongs to them.
fn is_behind_proclitics(word: &str, at: usize) -> bool {
    let before = word.get(..at).unwrap_or_default().trim_end_matches('\u{640}').len();
    proclitic_edges(word).contains(&before)
}

impl ComparedSpans {
    /// The spans of items in any order.
    #[must_use]
    pub fn of<'a>(text: &Text, bodies: impl Iterator<Item = &'a Body>, edges: EdgeRule) -> Self {
        let mut spans = Self::default();
        let labelled = |span: Span, label: String| {
            let range = text.code_points(edges.apply(text, span));
            LabelledRange { start: range.start, end: range.end, label }
        };
        for body in bodies {
            match body {
                Body::Entity { span, label } => spans.entities.push(labelled(*span, label.to_string())),
                Body::Quote(frame) => {
                    spans.roles.extend(frame.content.iter().map(|part| labelled(*part, "CONTENT".to_owned())));
                    spans.roles.extend(frame.cue.map(|cue| labelled(cue, "CUE".to_owned())));
                    spans.roles.extend(frame.speaker.as_ref().map(|it| labelled(it.span, "SPEAKER".to_owned())));
                    let whole = body.span();
                    spans.frames.extend(
                        whole.into_iter().flat_map(|span| whole_quote_labels(frame).map(|it| labelled(span, it))),
                    );
                }
            }
        }
        for list in [&mut spans.entities, &mut spans.roles, &mut spans.frames] {
            list.sort_by(|a, b| (a.start, b.end, &a.label).cmp(&(b.start, a.end, &b.label)));
        }
        spans
    }

    /// The spans of a layer: entities, or the parts of quotes.
    #[must_use]
    pub fn layer(&self, layer: Layer) -> &[LabelledRange] {
        match layer {
            Layer::Entity => &self.entities,
            Layer::Quote => &self.roles,
        }
    }
}

fn whole_quote_labels(frame: &Frame) -> [String; 3] {
    let content = format!("{:?}", frame.content);
    let speaker = frame.speaker.as_ref().map(|speaker| speaker.span);
    [
        format!("QUOTE {content}"),
        format!("ATTRIBUTION {content} {speaker:?}"),
        format!("FRAME {content} {speaker:?} {:?} {}", frame.cue, frame.kind.name()),
    ]
}
