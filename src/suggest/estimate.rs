//! How much a person's verdicts on an article are worth: how unsure the machine is about it.

use crate::gold::Suggestion;
use crate::text::Text;

/// This many words are added to the length of each article, so that a single doubtful suggestion in a very short article does
/// not put it before all others.
const SMOOTHING: f64 = 50.0;

/// How unsure the suggesters are about an article: the wrong verdicts to expect for 100 words if the machine alone accepted and
/// rejected. A suggestion with the score 0.5 counts most, one with the score 0 or 1 nothing, one without a score nothing.
///
/// ```
/// use tawsim::gold::{Body, Label, Suggestion};
/// use tawsim::suggest::uncertainty;
/// use tawsim::text::Text;
/// let text = Text::new("زار باريس");
/// let with_score = |score| {
///     let body = Body::Entity { span: text.words()[1], label: Label::new("LOC") };
///     [Suggestion::new(&text, "m@1", score, body)]
/// };
/// assert!(uncertainty(&text, &with_score(0.5)) > uncertainty(&text, &with_score(0.9)));
/// ```
#[must_use]
pub fn uncertainty(text: &Text, suggestions: &[Suggestion]) -> f64 {
    let scores = suggestions.iter().filter_map(|suggestion| suggestion.score);
    let wrong: f64 = scores.map(|score| score.min(1.0 - score).max(0.0)).sum();
    wrong * 100.0 / (text.as_str().split_whitespace().count() as f64 + SMOOTHING)
}

/// How much several suggesters disagree about an article: one minus the mean F1 of all pairs of their answers, from 0 to 1.
/// Suggestions agree if they have equal ids, that is equal places and labels. Two empty answers agree.
#[must_use]
pub fn disagreement(answers: &[Vec<Suggestion>]) -> f64 {
    let (mut sum, mut pairs) = (0.0, 0_usize);
    for (number, one) in answers.iter().enumerate() {
        for other in answers.iter().skip(number + 1) {
            let equal = one.iter().filter(|one| other.iter().any(|other| other.id == one.id)).count();
            let all = one.len() + other.len();
            sum += if all == 0 { 0.0 } else { 1.0 - 2.0 * equal as f64 / all as f64 };
            pairs += 1;
        }
    }
    if pairs == 0 { 0.0 } else { sum / pairs as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Body, Label};

    fn suggestion(text: &Text, word: usize, label: &str) -> Suggestion {
        Suggestion::new(text, "m@1", 0.5, Body::Entity { span: text.words()[word], label: Label::new(label) })
    }

    #[test]
    fn answers_disagree_by_what_they_do_not_share() {
        let text = Text::new("زار باريس ثم بيروت");
        let [paris, beirut, org] = [(1, "LOC"), (3, "LOC"), (1, "ORG")].map(|(at, label)| suggestion(&text, at, label));
        for (answers, expected) in [
            (vec![], 0.0),
            (vec![vec![paris.clone()]], 0.0),
            (vec![vec![], vec![]], 0.0),
            (vec![vec![paris.clone()], vec![]], 1.0),
            (vec![vec![paris.clone()], vec![org.clone()]], 1.0),
            (vec![vec![paris.clone(), beirut.clone()], vec![paris.clone()]], 1.0 - 2.0 / 3.0),
            (vec![vec![paris.clone()], vec![paris.clone()], vec![beirut.clone()]], 2.0 / 3.0),
        ] {
            assert!((disagreement(&answers) - expected).abs() < 1e-12, "{answers:?}");
        }
    }

    #[test]
    fn a_suggestion_counts_by_its_distance_from_certainty() {
        let text = Text::new("زار باريس ثم بيروت");
        let of = |score: Option<f64>| uncertainty(&text, &[Suggestion { score, ..suggestion(&text, 1, "LOC") }]);
        assert!(of(Some(0.5)) > of(Some(0.7)) && of(Some(0.7)) > of(Some(0.9)));
        assert!((of(Some(0.2)) - of(Some(0.8))).abs() < 1e-12);
        assert!([Some(0.0), Some(1.0), None].into_iter().all(|score| of(score).abs() < f64::EPSILON));
    }

    #[test]
    fn doubt_counts_by_length() {
        let (short, long) = (Text::new("زار باريس"), Text::new("زار باريس ثم عاد ".repeat(40)));
        let of = |text: &Text| uncertainty(text, &[suggestion(text, 1, "LOC")]);
        assert!(of(&short) > of(&long) && of(&long) > 0.0);
        assert!(uncertainty(&short, &[]).abs() < f64::EPSILON);
    }
}
