//! What a person who builds a quote by hand is offered: cues near by, and what stands in quotation marks.

use std::cell::Cell;
use std::ops::Range;

use super::bounds::Bounds;
use super::clause::{self, Page};
use super::marks::Marks;
use crate::text::{Fold, Span, Text, paragraph_at};
use crate::words::lexicon::reporting::ReportingLexicon;
use crate::words::morphology::VerbShape;
use crate::words::token::Tokens;
use crate::words::word::Words;

/// The reporting verbs, participles and attributive phrases between two bytes, in reading order; a proclitic و or ف
/// stays outside.
///
/// ```
/// use tawsim::text::Text;
/// let text = Text::new("وقال سامي إنه جاء، بحسب الوكالة");
/// let found: Vec<&str> = tawsim::suggest::cues(&text, 0..text.len()).into_iter().map(|cue| text.slice(cue)).collect();
/// assert_eq!(found, ["قال", "بحسب"]);
/// ```
#[must_use]
pub fn cues(text: &Text, range: Range<usize>) -> Vec<Span> {
    let tokens = Tokens::of(text, around(text, &range));
    let words = Words::new(&tokens);
    let marks = Marks::new(&tokens, &[]);
    let lexicon = ReportingLexicon::builtin();
    let bounds = Bounds::new(&tokens, &marks);
    let phrases = vec![Cell::new(None); tokens.len()];
    let verbs = clause::verbs(&words, &marks, &[], &[], &lexicon, &bounds, &phrases);
    let page = Page {
        words: &words,
        marks: &marks,
        entities: &[],
        people: &[],
        lexicon: &lexicon,
        verbs: &verbs,
        bounds: &bounds,
        phrases: &phrases,
    };
    (0..tokens.len())
        .filter(|at| range.contains(&tokens.start(*at)))
        .filter_map(|at| match (page.attributive(at), page.verb(at)) {
            (Some(cue), _) => tokens.span(at, cue.proclitic, cue.behind),
            (None, Some((proclitic, _))) => tokens.span(at, proclitic, at + 1),
            (None, None) => None,
        })
        .collect()
}

/// How far from what is asked about a sentence or a quotation mark counts, in bytes: more than the longest sentences of
/// news, so that a key costs the same in an article of any length.
const REACH: usize = 16 * 1024;

/// The paragraphs of a range, as far as they are near.
fn around(text: &Text, range: &Range<usize>) -> Range<usize> {
    let raw = text.as_str();
    let near = text.span_around(range.start.saturating_sub(REACH), range.end.saturating_add(REACH));
    let (start, end) = (paragraph_at(raw, range.start).start, paragraph_at(raw, range.end).end);
    near.map_or(0..0, |near| start.max(near.start())..end.min(near.end()))
}

/// Is a cue a participle? It has no subject of its own, but goes on with someone's words.
///
/// ```
/// use tawsim::suggest::is_participle;
/// assert!(is_participle("مضيفًا") && is_participle("داعيةً"));
/// assert!(!is_participle("أضاف") && !is_participle("وفقا لـ"));
/// ```
#[must_use]
pub fn is_participle(cue: &str) -> bool {
    ReportingLexicon::builtin().find_verb(&cue.fold()).is_some_and(|(_, form)| form.shape == VerbShape::Participle)
}

/// What stands in quotation marks in the paragraphs of a range (in bytes), however they pair, without the marks; outermost
/// stretches, in reading order.
///
/// ```
/// use tawsim::text::Text;
/// let text = Text::new("قال: «نعم»، ثم \"لا شيء\".");
/// let found: Vec<&str> = tawsim::suggest::quotations(&text, 0..9).into_iter().map(|inner| text.slice(inner)).collect();
/// assert_eq!(found, ["نعم", "لا شيء"]);
/// ```
#[must_use]
pub fn quotations(text: &Text, range: Range<usize>) -> Vec<Span> {
    let tokens = Tokens::of(text, around(text, &range));
    let marks = Marks::new(&tokens, &[]);
    marks.all().filter_map(|marked| tokens.span(marked.inside().from, 0, marked.close)).collect()
}
