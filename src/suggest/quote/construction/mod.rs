//! The constructions of reporting, one file for each.
//!
//! Every file begins with its example: a text before, and the same text after with its content, cue and speaker marked.
//! `tests.rs` runs the finder on them. To add a construction, write a file with its example, and add it to
//! [`CONSTRUCTIONS`], in the order in which constructions are tried. The name of the construction is in the source of its
//! suggestions (`quote-rule:relay`).
//!
//! | name | construction |
//! |---|---|
//! | `attribution` | بحسب وزارة الصحة، … · …، كما أعلن الوزير |
//! | `own_expression` | …، على حد تعبيره |
//! | `relay` | نقلت الوكالة عن مصدر قوله إن … |
//! | `participle` | …، مشيرا إلى أن … |
//! | `quotation_first` | «…»، قال فلان |
//! | `words_first` | …، يقول فلان |
//! | `verb_first` | قال فلان إن … · قال: «…» · دعا إلى وقف … |
//! | `document` | جاء في بيان للوزارة أن … |
//! | `headline` | ماكرون: لن نرسل قوات |
//! | `continued_quotation` | قالت: «…». «…» |
//! | `standing_quotation` | «…». |
//!
//! May use: `gold`, `words`, `suggest/quote/agreement`, `suggest/quote/content`, `suggest/quote/context`,
//! `suggest/quote/frame_candidate`, `suggest/quote/quotation_marks`, and the rules of `suggest/quote/phrase`, which are methods
//! of the context.
//!
//! Must never know: the speakers of other clauses, the disk, the terminal.

mod attribution;
mod continued_quotation;
mod document;
mod headline;
mod own_expression;
mod participle;
mod place;
mod quotation_first;
mod relay;
mod standing_quotation;
#[cfg(test)]
mod tests;
mod trailing_verb;
mod verb_first;
mod words_first;

use super::context::Context;
use super::frame_candidate::FrameCandidate;
use place::Place;

pub(crate) use place::{DirectFrame, Refusal};

/// A construction of reporting.
pub(crate) struct Construction {
    /// Its name, which is that of its file.
    pub(crate) name: &'static str,
    /// The source of its file, which begins with its examples.
    #[cfg(test)]
    source: &'static str,
    /// The frame whose cue is at a token (for a headline: whose speaker is there), or the reason why there is none.
    find: fn(&Context<'_>, Place) -> Result<FrameCandidate, Refusal>,
}

/// Declares the constructions by their files.
macro_rules! constructions {
    ($($name:ident),* $(,)?) => {
        &[$(Construction {
            name: stringify!($name),
            #[cfg(test)]
            source: include_str!(concat!(stringify!($name), ".rs")),
            find: $name::find,
        },)*]
    };
}

/// All constructions, in the order in which they are tried.
pub(crate) const CONSTRUCTIONS: &[Construction] = constructions![
    attribution,
    own_expression,
    relay,
    participle,
    quotation_first,
    words_first,
    verb_first,
    document,
    headline,
    continued_quotation,
    standing_quotation,
];

/// The frame whose cue is at a token; for a headline, the frame whose speaker is there.
///
/// `direct` is the last direct frame before the token.
pub(crate) fn find_frame(context: &Context<'_>, at: usize, direct: Option<DirectFrame>) -> Option<FrameCandidate> {
    let place = Place::new(context, at, direct);
    CONSTRUCTIONS.iter().find_map(|construction| construction.try_at(context, place).ok())
}

/// The constructions that may have their cue at a token, in order up to the one that finds a frame, each with the reason why
/// it found none.
pub(crate) fn explain_at(
    context: &Context<'_>,
    at: usize,
    direct: Option<DirectFrame>,
) -> Vec<(&'static str, Result<FrameCandidate, &'static str>)> {
    let place = Place::new(context, at, direct);
    let mut tried = Vec::new();
    for construction in CONSTRUCTIONS {
        match construction.try_at(context, place) {
            Ok(frame) => {
                tried.push((construction.name, Ok(frame)));
                break;
            }
            Err(Refusal::Because(reason)) => tried.push((construction.name, Err(reason))),
            Err(Refusal::Elsewhere) => {}
        }
    }
    tried
}

impl Construction {
    fn try_at(&self, context: &Context<'_>, place: Place) -> Result<FrameCandidate, Refusal> {
        let found = (self.find)(context, place)?;
        Ok(FrameCandidate { construction: self.name, ..found })
    }
}
