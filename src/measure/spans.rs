//! The spans of an annotation, in a form that can be compared.

use crate::gold::{Body, Frame, Layer};
use crate::text::{Span, Text};

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

impl ComparedSpans {
    /// The spans of items in any order.
    #[must_use]
    pub fn of<'a>(text: &Text, bodies: impl Iterator<Item = &'a Body>) -> Self {
        let mut spans = Self::default();
        let labelled = |span: Span, label: String| {
            let range = text.code_points(span);
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
