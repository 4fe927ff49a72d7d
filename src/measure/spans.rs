//! What an annotation says, as labelled ranges.

use crate::gold::{Body, Frame, Layer};
use crate::text::{Span, Text};

/// A range of code points with a label: an entity's, or the role in a quote.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Labelled {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// `PER`, `CONTENT`.
    pub label: String,
}

/// What an annotation says of an article, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// Entities.
    pub entities: Vec<Labelled>,
    /// The parts of quotes: CONTENT, CUE, SPEAKER.
    pub roles: Vec<Labelled>,
    /// Quotes as wholes, each over its content: QUOTE (all parts of the content), ATTRIBUTION (and the speaker), FRAME (and
    /// cue and kind). What a label says in full stands behind it, so that two are equal only if all of it is.
    pub frames: Vec<Labelled>,
}

impl Said {
    /// Of bodies in any order.
    #[must_use]
    pub fn of<'a>(text: &Text, bodies: impl Iterator<Item = &'a Body>) -> Self {
        let mut said = Self::default();
        let labelled = |span: Span, label: String| {
            let range = text.code_points(span);
            Labelled { start: range.start, end: range.end, label }
        };
        for body in bodies {
            match body {
                Body::Entity { span, label } => said.entities.push(labelled(*span, label.to_string())),
                Body::Quote(frame) => {
                    said.roles.extend(frame.content.iter().map(|part| labelled(*part, "CONTENT".to_owned())));
                    said.roles.extend(frame.cue.map(|cue| labelled(cue, "CUE".to_owned())));
                    said.roles.extend(frame.speaker.as_ref().map(|it| labelled(it.span, "SPEAKER".to_owned())));
                    let whole = body.span();
                    said.frames.extend(whole.into_iter().flat_map(|span| wholes(frame).map(|it| labelled(span, it))));
                }
            }
        }
        for list in [&mut said.entities, &mut said.roles, &mut said.frames] {
            list.sort_by(|a, b| (a.start, b.end, &a.label).cmp(&(b.start, a.end, &b.label)));
        }
        said
    }

    /// The spans of a layer.
    #[must_use]
    pub fn layer(&self, layer: Layer) -> &[Labelled] {
        match layer {
            Layer::Entity => &self.entities,
            Layer::Quote => &self.roles,
        }
    }
}

fn wholes(frame: &Frame) -> [String; 3] {
    let content = format!("{:?}", frame.content);
    let speaker = frame.speaker.as_ref().map(|speaker| speaker.span);
    [
        format!("QUOTE {content}"),
        format!("ATTRIBUTION {content} {speaker:?}"),
        format!("FRAME {content} {speaker:?} {:?} {}", frame.cue, frame.kind.name()),
    ]
}
