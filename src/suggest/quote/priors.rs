//! Learns from verdicts which patterns of quotes are right in a corpus, and in which quotation marks it writes speech.
//!
//! [`PatternPriors`] is a sum over decided frames: their order does not matter, and [`PatternPriors::forget`] subtracts a
//! frame again. It holds neither text nor time.

use crate::words::lexicon::class::Class;
use std::collections::HashMap;

use crate::gold::{Frame, QuoteKind};
use crate::text::{Fold, Span, Text};
use crate::words::token::Tokens;

use super::quotation_style::QuotationStyle;
use crate::words::lexicon::ReportingLexicon;

/// The connection between the content of a quote and its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Construction {
    /// By a complementiser: قال إن ….
    Complementiser,
    /// By a colon: قال: ….
    Colon,
    /// By nothing: قال "…", طالب بوقف ….
    Adjacent,
    /// The content is first: "…"، قال.
    ContentFirst,
    /// The cue is an attribution: بحسب وزير.
    Attribution,
    /// There is no cue.
    NoCue,
}

/// The result of a verdict on a proposed frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// Accepted, changed only at its edges, or added by hand.
    Right,
    /// Rejected.
    Wrong,
}

/// The pattern of a quote. A verdict on one quote says something about the others of the same pattern.
///
/// ```
/// use tawsim::gold::{Article, Extra};
/// use tawsim::suggest::{Builtin, Construction, QuotationStyle, QuotePattern, Suggester};
/// use tawsim::text::Text;
/// let text = Text::new("وقالت مريم: «لن نعود قبل الصباح».");
/// let article = Article { id: "a".into(), text: text.clone(), meta: Extra::new(), suggestions: Vec::new() };
/// let found = Builtin::new().suggest(&article);
/// let frame = found.iter().find_map(|suggestion| suggestion.body.frame()).unwrap();
/// let pattern = QuotePattern::of(&text, frame);
/// assert_eq!((pattern.cue.as_str(), pattern.construction, pattern.style), ("قال", Construction::Colon, QuotationStyle::Guillemets));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct QuotePattern {
    /// The past of the reporting verb (قال for تقول), or the folded words of any other cue.
    pub cue: String,
    /// The connection between content and cue.
    pub construction: Construction,
    /// The quotation marks around the content.
    pub style: QuotationStyle,
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
}

impl QuotePattern {
    /// The pattern of a frame, whether a suggester or a person made it.
    #[must_use]
    pub fn of(text: &Text, frame: &Frame) -> Self {
        let content = frame.content.first().copied();
        let style = content.map_or(QuotationStyle::None, |content| style_around(text, content));
        let lexicon = ReportingLexicon::builtin();
        let words = frame.cue.map(|cue| text.slice(cue).fold()).unwrap_or_default();
        let form = lexicon.find_verb(&words).map(|(_, form)| form);
        let construction = match (frame.cue, content) {
            (Some(cue), Some(content)) if form.is_some() => construction_between(&lexicon, text, cue, content),
            (Some(_), _) => Construction::Attribution,
            (None, _) => Construction::NoCue,
        };
        let cue = form.map_or(words, |form| lexicon.verb(form).lemma.clone());
        Self { cue, construction, style, kind: frame.kind }
    }
}

/// The style of the quotation mark before the content.
fn style_around(text: &Text, content: Span) -> QuotationStyle {
    let before = text.get(0..content.start()).trim_end().chars().next_back();
    before.map_or(QuotationStyle::None, QuotationStyle::of)
}

/// The classes of complementisers.
const COMPLEMENTISERS: [Class; 5] = [
    Class::Complementiser,
    Class::BaComplementiser,
    Class::PronounComplementiser,
    Class::BaPronounComplementiser,
    Class::NegatedComplementiser,
];

/// The connection between content and a verb of the lexicon, by the words between the two.
fn construction_between(lexicon: &ReportingLexicon, text: &Text, cue: Span, content: Span) -> Construction {
    if content.start() < cue.end() {
        return Construction::ContentFirst;
    }
    let between = text.get(cue.end()..content.start());
    let last = between.trim_end_matches(|c: char| c.is_whitespace() || QuotationStyle::of(c) != QuotationStyle::None);
    if last.ends_with(':') {
        return Construction::Colon;
    }
    let is_complementiser = |word: Option<&str>| {
        word.is_some_and(|word| {
            let classes = lexicon.classes(&word.fold());
            COMPLEMENTISERS.into_iter().any(|class| classes.contains(class))
        })
    };
    if is_complementiser(last.split_whitespace().next_back())
        || is_complementiser(text.slice(content).split_whitespace().next())
    {
        return Construction::Complementiser;
    }
    Construction::Adjacent
}

/// Counted judgements.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Tally {
    right: f64,
    wrong: f64,
}

/// The number of verdicts that weigh as much as the score that a suggestion has without them.
const PRIOR_WEIGHT: f64 = 5.0;

/// The weight of a verdict on a related pattern: the same cue and construction, or the same construction and style.
const RELATED_WEIGHT: f64 = 0.25;

/// Counts of right and wrong quotes for each pattern.
///
/// ```
/// use tawsim::gold::{Article, Extra};
/// use tawsim::suggest::{Builtin, Judgement, PatternPriors, Suggester};
/// use tawsim::text::Text;
/// let text = Text::new("ويرى الخبراء أن الأمر انتهى.");
/// let article = Article { id: "a".into(), text: text.clone(), meta: Extra::new(), suggestions: Vec::new() };
/// let found = Builtin::new().suggest(&article);
/// let suggestion = found.iter().find(|suggestion| suggestion.body.frame().is_some()).unwrap();
/// let (frame, score) = (suggestion.body.frame().unwrap(), suggestion.score.unwrap());
/// let mut priors = PatternPriors::default();
/// assert_eq!(priors.score(&text, frame, score), score);
/// for _ in 0..6 {
///     priors.learn(&text, frame, Judgement::Wrong);
/// }
/// assert!(priors.score(&text, frame, score) < 0.5);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PatternPriors {
    patterns: HashMap<QuotePattern, Tally>,
    constructions: HashMap<(String, Construction), Tally>,
    styles: HashMap<(Construction, QuotationStyle), Tally>,
}

impl PatternPriors {
    /// Counts a verdict on a frame, as it was proposed.
    pub fn learn(&mut self, text: &Text, frame: &Frame, judgement: Judgement) {
        self.learn_pattern(&QuotePattern::of(text, frame), judgement);
    }

    /// Counts a verdict on a frame whose pattern is known.
    pub fn learn_pattern(&mut self, pattern: &QuotePattern, judgement: Judgement) {
        self.count(pattern, judgement, 1.0);
    }

    /// Takes one verdict back.
    pub fn forget(&mut self, text: &Text, frame: &Frame, judgement: Judgement) {
        self.forget_pattern(&QuotePattern::of(text, frame), judgement);
    }

    /// Takes one verdict on a frame back whose pattern is known.
    pub fn forget_pattern(&mut self, pattern: &QuotePattern, judgement: Judgement) {
        self.count(pattern, judgement, -1.0);
    }

    fn count(&mut self, pattern: &QuotePattern, judgement: Judgement, weight: f64) {
        let add = |tally: &mut Tally| {
            let side = match judgement {
                Judgement::Right => &mut tally.right,
                Judgement::Wrong => &mut tally.wrong,
            };
            *side = (*side + weight).max(0.0);
        };
        add(self.constructions.entry((pattern.cue.clone(), pattern.construction)).or_default());
        add(self.styles.entry((pattern.construction, pattern.style)).or_default());
        add(self.patterns.entry(pattern.clone()).or_default());
    }

    /// The score of a proposed frame after the verdicts so far: the mean of a beta distribution whose prior is `score`.
    /// A verdict on the same pattern counts in full. A verdict on the same cue and construction in other quotation marks
    /// counts a quarter, and so does one on another cue in the same construction and quotation marks.
    #[must_use]
    pub fn score(&self, text: &Text, frame: &Frame, score: f64) -> f64 {
        if self.patterns.is_empty() {
            return score;
        }
        let pattern = QuotePattern::of(text, frame);
        // A pattern, cue or style that no verdict was about has a tally of zeros.
        let same = self.patterns.get(&pattern).copied().unwrap_or_default();
        let cue = self.constructions.get(&(pattern.cue.clone(), pattern.construction)).copied().unwrap_or_default();
        let style = self.styles.get(&(pattern.construction, pattern.style)).copied().unwrap_or_default();
        let sum = |side: fn(&Tally) -> f64| {
            let related = (side(&cue) - side(&same)).max(0.0) + (side(&style) - side(&same)).max(0.0);
            RELATED_WEIGHT.mul_add(related, side(&same))
        };
        let (right, wrong) = (sum(|tally| tally.right), sum(|tally| tally.wrong));
        if right + wrong == 0.0 {
            return score;
        }
        PRIOR_WEIGHT.mul_add(score, right) / (PRIOR_WEIGHT + right + wrong)
    }

    /// True if the verdicts say that speech is in these quotation marks: at least two frames were right, and more
    /// than twice as many as were wrong.
    #[must_use]
    pub fn speaks_in(&self, style: QuotationStyle) -> bool {
        let mut sum = Tally::default();
        for ((_, known), tally) in &self.styles {
            if *known == style {
                sum.right += tally.right;
                sum.wrong += tally.wrong;
            }
        }
        sum.right >= 2.0 && sum.right > 2.0 * sum.wrong
    }

    /// The styles in which an article writes speech: those that are after a colon at least twice, and those that
    /// [`Self::speaks_in`] knows.
    pub(crate) fn house_styles(&self, tokens: &Tokens<'_>) -> Vec<QuotationStyle> {
        use QuotationStyle::{Brackets, Curly, Guillemets, Single, Straight};
        let mut counts: HashMap<QuotationStyle, usize> = HashMap::new();
        for at in 1..tokens.len() {
            if tokens.is_punctuation(at - 1, ':') {
                let c = tokens.text().get(tokens.start(at)..tokens.end_before(at + 1)).chars().next();
                let style = c.map_or(QuotationStyle::None, QuotationStyle::of);
                *counts.entry(style).or_default() += 1;
            }
        }
        [Guillemets, Curly, Single, Straight, Brackets]
            .into_iter()
            .filter(|style| counts.get(style).is_some_and(|count| *count >= 2) || self.speaks_in(*style))
            .collect()
    }
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
    fn frames_have_patterns() {
        use Construction::{Adjacent, Attribution, Colon, Complementiser, ContentFirst};
        for (raw, cue, construction, style) in [
            ("وتقول مريم: «لن نعود قبل الصباح».", "قال", Colon, QuotationStyle::Guillemets),
            ("قالت مريم إنها لن تعود قبل الصباح.", "قال", Complementiser, QuotationStyle::None),
            ("وأكد الوزير أن \"الأمر انتهى الآن\".", "اكد", Complementiser, QuotationStyle::Straight),
            ("\"لن نعود قبل الصباح\"، قالت مريم.", "قال", ContentFirst, QuotationStyle::Straight),
            ("ودعت المنظمة إلى وقف القتال.", "دعا", Adjacent, QuotationStyle::None),
            ("ارتفع العدد كثيرا، بحسب وزارة الصحة.", "بحسب", Attribution, QuotationStyle::None),
        ] {
            let (text, found) = frames(raw);
            let pattern = QuotePattern::of(&text, &found[0]);
            assert_eq!(
                (pattern.cue.as_str(), pattern.construction, pattern.style),
                (cue, construction, style),
                "{raw}"
            );
        }
    }

    /// A rejection lowers its own pattern most, related ones a little, the rest not at all; taking it back restores all.
    #[test]
    fn rejections_lower_related_patterns() {
        let (text, found) = frames(
            "ورأى الخبير أن الأمر انتهى. ورأت الخبيرة أن الأمر بدأ. وقال الوزير إن الباب مغلق. \
                                    وقالت مريم: «لن نعود قبل الصباح».",
        );
        let [first, same, related, other] = &found[..] else { panic!("{found:#?}") };
        let mut priors = PatternPriors::default();
        for _ in 0..3 {
            priors.learn(&text, first, Judgement::Wrong);
        }
        let after = |frame: &Frame| priors.score(&text, frame, 0.8);
        assert!(
            after(same) < 0.55 && after(same) < after(related) && after(related) < 0.8,
            "{} {}",
            after(same),
            after(related)
        );
        assert!((after(other) - 0.8).abs() < 1e-9);
        let mut back = priors.clone();
        for _ in 0..3 {
            back.forget(&text, first, Judgement::Wrong);
        }
        assert!((back.score(&text, same, 0.8) - 0.8).abs() < 1e-9);
        priors.learn(&text, other, Judgement::Right);
        priors.learn(&text, other, Judgement::Right);
        assert!(priors.speaks_in(QuotationStyle::Guillemets) && !priors.speaks_in(QuotationStyle::Curly));
        assert!(priors.score(&text, other, 0.8) > 0.8);
    }
}
