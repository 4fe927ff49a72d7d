//! What verdicts on quotes teach: which ways of finding a quote are right here, and which marks this paper speaks in.
//!
//! A value without text or time in it: it is fed decided frames (in any order), and asked what a frame's score is worth
//! after them. Feeding the same frame twice counts twice; a verdict that is taken back is fed with [`Habits::forget`].

use std::collections::HashMap;

use crate::gold::{Frame, QuoteKind};
use crate::text::{Fold, QuotationMark, Span, Text, quotation_mark};
use crate::words::token::Tokens;

use crate::words::lexicon::reporting::ReportingLexicon;

/// How a quote's content hangs on its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Construction {
    /// قال إن …
    That,
    /// قال: …
    Colon,
    /// قال "…", طالب بوقف …
    Bare,
    /// "…"، قال
    Before,
    /// بحسب وزير
    Attributive,
    /// No cue.
    Alone,
}

/// The marks that a quote's content stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkStyle {
    /// No marks at its edges.
    None,
    /// « »
    Guillemets,
    /// “ ” ” “ „ “
    Curly,
    /// ‘ ’ ‹ › '
    Single,
    /// " "
    Straight,
    /// ( ) and (( ))
    Brackets,
}

impl MarkStyle {
    /// The style of an opening mark.
    #[must_use]
    pub const fn of(mark: char) -> Self {
        match (quotation_mark(mark), mark) {
            (Some(QuotationMark::Guillemet { .. }), _) => Self::Guillemets,
            (Some(QuotationMark::Curly { .. }), _) => Self::Curly,
            (Some(QuotationMark::Single { .. }), _) | (None, '\'') => Self::Single,
            (Some(QuotationMark::Straight), _) => Self::Straight,
            (None, '(' | ')') => Self::Brackets,
            (None, _) => Self::None,
        }
    }
}

/// The way in which a quote was found: what a verdict on it says something about.
///
/// ```
/// use tawsim::gold::{Article, Extra};
/// use tawsim::suggest::{Builtin, Construction, MarkStyle, QuotePattern, Suggester};
/// use tawsim::text::Text;
/// let text = Text::new("وقالت مريم: «لن نعود قبل الصباح».");
/// let article = Article { id: "a".into(), text: text.clone(), meta: Extra::new(), suggestions: Vec::new() };
/// let found = Builtin::new().suggest(&article);
/// let frame = found.iter().find_map(|suggestion| suggestion.body.frame()).unwrap();
/// let pattern = QuotePattern::of(&text, frame);
/// assert_eq!((pattern.cue.as_str(), pattern.construction, pattern.marks), ("قال", Construction::Colon, MarkStyle::Guillemets));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct QuotePattern {
    /// The verb's past (قال for تقول), else the cue's folded words.
    pub cue: String,
    /// How content hangs on it.
    pub construction: Construction,
    /// What it stands in.
    pub marks: MarkStyle,
    /// Its kind.
    pub kind: QuoteKind,
}

impl QuotePattern {
    /// Reads it off a frame, whoever made that.
    #[must_use]
    pub fn of(text: &Text, frame: &Frame) -> Self {
        let content = frame.content.first().copied();
        let marks = content.map_or(MarkStyle::None, |content| marks_around(text, content));
        let lexicon = ReportingLexicon::builtin();
        let words = frame.cue.map(|cue| text.slice(cue).fold()).unwrap_or_default();
        let form = lexicon.find_verb(&words).map(|(_, form)| form);
        let construction = match (frame.cue, content) {
            (Some(cue), Some(content)) if form.is_some() => construction(text, cue, content),
            (Some(_), _) => Construction::Attributive,
            (None, _) => Construction::Alone,
        };
        let cue = form.map_or(words, |form| lexicon.verb(form).lemma.clone());
        Self { cue, construction, marks, kind: frame.kind }
    }
}

fn marks_around(text: &Text, content: Span) -> MarkStyle {
    let before = text.get(0..content.start()).trim_end().chars().next_back();
    before.map_or(MarkStyle::None, MarkStyle::of)
}

fn construction(text: &Text, cue: Span, content: Span) -> Construction {
    if content.start() < cue.end() {
        return Construction::Before;
    }
    let between = text.get(cue.end()..content.start());
    let last = between.trim_end_matches(|c: char| c.is_whitespace() || MarkStyle::of(c) != MarkStyle::None);
    if last.ends_with(':') {
        return Construction::Colon;
    }
    let is_that = |word: Option<&str>| {
        word.is_some_and(|word| {
            let word = word.fold();
            let word = word.strip_prefix('ب').unwrap_or(&word);
            word == "ان" || word.starts_with("ان") && word.chars().count() <= 5
        })
    };
    if is_that(last.split_whitespace().next_back()) || is_that(text.slice(content).split_whitespace().next()) {
        return Construction::That;
    }
    Construction::Bare
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Tally {
    right: f64,
    wrong: f64,
}

/// A suggestion's own score weighs as much as so many verdicts.
const PRIOR: f64 = 5.0;

/// What a verdict on a pattern says of others that share its construction, and of those that share its marks.
const KIN: f64 = 0.25;

/// What earlier verdicts say of quotes.
///
/// ```
/// use tawsim::gold::{Article, Extra};
/// use tawsim::suggest::{Builtin, Habits, Suggester};
/// use tawsim::text::Text;
/// let text = Text::new("ويرى الخبراء أن الأمر انتهى.");
/// let article = Article { id: "a".into(), text: text.clone(), meta: Extra::new(), suggestions: Vec::new() };
/// let found = Builtin::new().suggest(&article);
/// let suggestion = found.iter().find(|suggestion| suggestion.body.frame().is_some()).unwrap();
/// let (frame, score) = (suggestion.body.frame().unwrap(), suggestion.score.unwrap());
/// let mut habits = Habits::default();
/// assert_eq!(habits.score(&text, frame, score), score);
/// for _ in 0..4 {
///     habits.learn(&text, frame, false);
/// }
/// assert!(habits.score(&text, frame, score) < 0.5);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Habits {
    patterns: HashMap<QuotePattern, Tally>,
    constructions: HashMap<(String, Construction), Tally>,
    marks: HashMap<(Construction, MarkStyle), Tally>,
}

impl Habits {
    /// A proposed frame was right (accepted, or fixed at its edges only) or wrong (rejected). What a person added by hand
    /// counts as right.
    pub fn learn(&mut self, text: &Text, frame: &Frame, right: bool) {
        self.learn_pattern(&QuotePattern::of(text, frame), right);
    }

    /// The same of a frame whose pattern was read before.
    pub fn learn_pattern(&mut self, pattern: &QuotePattern, right: bool) {
        self.count(pattern, right, 1.0);
    }

    /// Takes one verdict back.
    pub fn forget(&mut self, text: &Text, frame: &Frame, right: bool) {
        self.forget_pattern(&QuotePattern::of(text, frame), right);
    }

    /// The same of a frame whose pattern was read before.
    pub fn forget_pattern(&mut self, pattern: &QuotePattern, right: bool) {
        self.count(pattern, right, -1.0);
    }

    fn count(&mut self, pattern: &QuotePattern, right: bool, weight: f64) {
        let add = |tally: &mut Tally| {
            let side = if right { &mut tally.right } else { &mut tally.wrong };
            *side = (*side + weight).max(0.0);
        };
        add(self.constructions.entry((pattern.cue.clone(), pattern.construction)).or_default());
        add(self.marks.entry((pattern.construction, pattern.marks)).or_default());
        add(self.patterns.entry(pattern.clone()).or_default());
    }

    /// What a proposed frame's score is after the verdicts so far: the mean of a beta distribution whose prior is the
    /// score itself. Verdicts on the same pattern count in full, those on the same cue in other marks, and on other cues
    /// in the same construction and marks, a quarter.
    #[must_use]
    pub fn score(&self, text: &Text, frame: &Frame, score: f64) -> f64 {
        if self.patterns.is_empty() {
            return score;
        }
        let pattern = QuotePattern::of(text, frame);
        let own = self.patterns.get(&pattern).copied().unwrap_or_default();
        let cue = self.constructions.get(&(pattern.cue.clone(), pattern.construction)).copied().unwrap_or_default();
        let marks = self.marks.get(&(pattern.construction, pattern.marks)).copied().unwrap_or_default();
        let sum = |side: fn(&Tally) -> f64| {
            let kin = (side(&cue) - side(&own)).max(0.0) + (side(&marks) - side(&own)).max(0.0);
            KIN.mul_add(kin, side(&own))
        };
        let (right, wrong) = (sum(|tally| tally.right), sum(|tally| tally.wrong));
        if right + wrong == 0.0 {
            return score;
        }
        PRIOR.mul_add(score, right) / (PRIOR + right + wrong)
    }

    /// Do the verdicts say that a paper writes speech in these marks: at least two frames, and most of them right?
    #[must_use]
    pub fn speaks_in(&self, style: MarkStyle) -> bool {
        let mut sum = Tally::default();
        for ((_, marks), tally) in &self.marks {
            if *marks == style {
                sum.right += tally.right;
                sum.wrong += tally.wrong;
            }
        }
        sum.right >= 2.0 && sum.right > 2.0 * sum.wrong
    }
}

/// Which marks an article writes speech in: how often a style holds what a verb of saying and a colon announce.
pub(super) fn house_style(tokens: &Tokens<'_>, habits: &Habits) -> Vec<MarkStyle> {
    let mut counts: HashMap<MarkStyle, usize> = HashMap::new();
    for at in 1..tokens.len() {
        if tokens.is_punctuation(at - 1, ':') {
            let c = tokens.text().get(tokens.start(at)..tokens.end_before(at + 1)).chars().next();
            let style = c.map_or(MarkStyle::None, MarkStyle::of);
            *counts.entry(style).or_default() += 1;
        }
    }
    let all = [MarkStyle::Guillemets, MarkStyle::Curly, MarkStyle::Single, MarkStyle::Straight, MarkStyle::Brackets];
    all.into_iter()
        .filter(|style| counts.get(style).is_some_and(|count| *count >= 2) || habits.speaks_in(*style))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Article, Extra};
    use crate::suggest::{Builtin, Suggester};

    fn frames(raw: &str) -> (Text, Vec<Frame>) {
        let text = Text::new(raw);
        let article = Article { id: "a".into(), text: text.clone(), meta: Extra::new(), suggestions: Vec::new() };
        let found = Builtin::new().suggest(&article);
        (text, found.iter().filter_map(|suggestion| suggestion.body.frame().cloned()).collect())
    }

    #[test]
    fn patterns_of_frames() {
        use Construction::{Attributive, Bare, Before, Colon, That};
        for (raw, cue, construction, marks) in [
            ("وتقول مريم: «لن نعود قبل الصباح».", "قال", Colon, MarkStyle::Guillemets),
            ("قالت مريم إنها لن تعود قبل الصباح.", "قال", That, MarkStyle::None),
            ("وأكد الوزير أن \"الأمر انتهى الآن\".", "اكد", That, MarkStyle::Straight),
            ("\"لن نعود قبل الصباح\"، قالت مريم.", "قال", Before, MarkStyle::Straight),
            ("ودعت المنظمة إلى وقف القتال.", "دعا", Bare, MarkStyle::None),
            ("ارتفع العدد كثيرا، بحسب وزارة الصحة.", "بحسب", Attributive, MarkStyle::None),
        ] {
            let (text, found) = frames(raw);
            let pattern = QuotePattern::of(&text, &found[0]);
            assert_eq!(
                (pattern.cue.as_str(), pattern.construction, pattern.marks),
                (cue, construction, marks),
                "{raw}"
            );
        }
    }

    /// A rejection lowers its own pattern most, its kin a little, the rest not at all; taking it back restores all.
    #[test]
    fn rejections_lower_their_kin() {
        let (text, found) = frames(
            "ورأى الخبير أن الأمر انتهى. ورأت الخبيرة أن الأمر بدأ. وقال الوزير إن الباب مغلق. \
                                    وقالت مريم: «لن نعود قبل الصباح».",
        );
        let [first, same, kin, other] = &found[..] else { panic!("{found:#?}") };
        let mut habits = Habits::default();
        for _ in 0..3 {
            habits.learn(&text, first, false);
        }
        let after = |frame: &Frame| habits.score(&text, frame, 0.8);
        assert!(after(same) < 0.55 && after(same) < after(kin) && after(kin) < 0.8, "{} {}", after(same), after(kin));
        assert!((after(other) - 0.8).abs() < 1e-9);
        let mut back = habits.clone();
        for _ in 0..3 {
            back.forget(&text, first, false);
        }
        assert!((back.score(&text, same, 0.8) - 0.8).abs() < 1e-9);
        habits.learn(&text, other, true);
        habits.learn(&text, other, true);
        assert!(habits.speaks_in(MarkStyle::Guillemets) && !habits.speaks_in(MarkStyle::Curly));
        assert!(habits.score(&text, other, 0.8) > 0.8);
    }
}
