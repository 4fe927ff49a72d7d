//! The constructions of reporting, one file for each.
//!
//! Every file begins with an example: a text before, and the same text after with its content, cue and speaker marked.
//! `tests.rs` runs the finder on them. To add a construction, write a file with its example, and add it to
//! [`find_frame`], in the order in which constructions are tried.
//!
//! | file | construction |
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
//!
//! May use: `gold`, `words`, `suggest/quote/agreement`, `suggest/quote/content`, `suggest/quote/context`,
//! `suggest/quote/frame_candidate`, `suggest/quote/quotation_marks`, and the rules of `suggest/quote/phrase`, which are methods
//! of the context.
//!
//! Must never know: the speakers of other clauses, the disk, the terminal.

mod attribution;
mod document;
mod headline;
mod own_expression;
mod participle;
mod quotation_first;
mod relay;
#[cfg(test)]
mod tests;
mod trailing_verb;
mod verb_first;
mod words_first;

use super::context::Context;
use super::frame_candidate::FrameCandidate;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::VerbShape;
use trailing_verb::TrailingVerb;

/// The frame whose cue is at a token; for a headline, the frame whose speaker is there.
pub(crate) fn find_frame(context: &Context<'_>, at: usize) -> Option<FrameCandidate> {
    attribution::find(context, at).or_else(|| find_report(context, at))
}

/// The frame of a verb, a document or a headline.
fn find_report(context: &Context<'_>, at: usize) -> Option<FrameCandidate> {
    // بهذه الكلمات رد الوزير: the content is before, so that also a doubtful verb reports.
    let after_summary =
        || trailing_verb::is_after_summary(context, at).then(|| context.lexicon.find_verb(context.word(at))).flatten();
    let verb = context.reporting_verb(at).or_else(after_summary);
    let Some((proclitic, form)) = verb else {
        return document::find(context, at).or_else(|| headline::find(context, at));
    };
    if form.relay {
        return relay::find(context, at, proclitic, form);
    }
    match form.shape {
        VerbShape::FirstPerson => None,
        VerbShape::Participle => participle::find(context, at, proclitic, form),
        VerbShape::Finite => {
            find_content_first(context, at, proclitic, form).or_else(|| verb_first::find(context, at, proclitic, form))
        }
    }
}

/// The frame of a verb whose content is before it.
fn find_content_first(context: &Context<'_>, at: usize, proclitic: usize, form: VerbForm) -> Option<FrameCandidate> {
    let verb = TrailingVerb::new(context, at, proclitic, form)?;
    match verb.quotation(context) {
        Some(quoted) => quotation_first::find(context, &verb, quoted),
        None => words_first::find(context, &verb),
    }
}
