//! Help for a person who adds a quote by hand: the cues nearby, and the text in quotation marks.

use std::ops::Range;

use super::content;
use super::context::{Context, EntityEdges};
use super::quotation_marks::QuotationMarks;
use crate::text::{Fold, Span, Text, paragraph_at};
use crate::words::lexicon::ReportingLexicon;
use crate::words::morphology::VerbShape;
use crate::words::token::Tokens;
use crate::words::word::Words;

/// Bytes that are read before and after a range. This is more than the longest sentences of news, and it makes the cost
/// of a key independent of the length of the article.
const REACH: usize = 16 * 1024;

/// The reporting verbs, participles and attribution cues that begin in a range of bytes, in reading order. A proclitic و
/// or ف stays outside.
///
/// ```
/// use tawsim::text::Text;
/// let text = Text::new("وقال سامي إنه جاء، بحسب الوكالة");
/// let found: Vec<&str> = tawsim::suggest::cues(&text, 0..text.len()).into_iter().map(|cue| text.slice(cue)).collect();
/// assert_eq!(found, ["قال", "بحسب"]);
/// ```
#[must_use]
pub fn cues(text: &Text, range: Range<usize>) -> Vec<Span> {
    with_context(text, range, |context, at| {
        let tokens = context.tokens();
        match (context.attribution_cue(at), context.reporting_verb(at)) {
            (Some(cue), _) => tokens.span(at, cue.proclitic, cue.end),
            (None, Some((proclitic, _))) => tokens.span(at, proclitic, at + 1),
            (None, None) => None,
        }
    })
}

/// The noun phrases directly behind the reporting verbs that begin in a range of bytes, in reading order: whoever spoke,
/// whether or not it has a name.
///
/// ```
/// use tawsim::text::Text;
/// let text = Text::new("وقال أحد الشهود إن الطريق مغلق");
/// let found: Vec<&str> = tawsim::suggest::subjects(&text, 0..text.len()).into_iter().map(|who| text.slice(who)).collect();
/// assert_eq!(found, ["أحد الشهود"]);
/// ```
#[must_use]
pub fn subjects(text: &Text, range: Range<usize>) -> Vec<Span> {
    with_context(text, range, |context, at| {
        context.reporting_verb(at)?;
        let end = context.subject_end(at + 1);
        (end > at + 1).then(|| context.tokens().span(at + 1, 0, end))?
    })
}

/// Finds something at the tokens that begin in a range of bytes. The entities are not known.
fn with_context(text: &Text, range: Range<usize>, find: impl Fn(&Context<'_>, usize) -> Option<Span>) -> Vec<Span> {
    let tokens = Tokens::in_range(text, paragraphs_around(text, &range));
    let words = Words::new(&tokens);
    let lexicon = ReportingLexicon::builtin();
    let mut context = Context::new(&words, &lexicon, QuotationMarks::new(&tokens, &[]), EntityEdges::default());
    content::decide_doubtful_verbs(&mut context);
    (0..tokens.len()).filter(|at| range.contains(&tokens.start(*at))).filter_map(|at| find(&context, at)).collect()
}

/// The paragraphs of a range of bytes, up to [`REACH`] bytes before and after it.
fn paragraphs_around(text: &Text, range: &Range<usize>) -> Range<usize> {
    let raw = text.as_str();
    let near = text.span_around(range.start.saturating_sub(REACH), range.end.saturating_add(REACH));
    let (start, end) = (paragraph_at(raw, range.start).start, paragraph_at(raw, range.end).end);
    near.map_or(0..0, |near| start.max(near.start())..end.min(near.end()))
}

/// True if a cue is a participle. It has no subject of its own: it continues the words of a speaker who was named
/// before.
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

/// The text in quotation marks in the paragraphs of a range of bytes, without the quotation marks. Gives the outermost spans
/// in reading order.
///
/// ```
/// use tawsim::text::Text;
/// let text = Text::new("قال: «نعم»، ثم \"لا شيء\".");
/// let found: Vec<&str> = tawsim::suggest::quotations(&text, 0..9).into_iter().map(|inner| text.slice(inner)).collect();
/// assert_eq!(found, ["نعم", "لا شيء"]);
/// ```
#[must_use]
pub fn quotations(text: &Text, range: Range<usize>) -> Vec<Span> {
    let tokens = Tokens::in_range(text, paragraphs_around(text, &range));
    let quotation_marks = QuotationMarks::new(&tokens, &[]);
    quotation_marks.all().filter_map(|quoted| tokens.span(quoted.inside().from, 0, quoted.close)).collect()
}
