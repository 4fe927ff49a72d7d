//! The cost of the finder is linear. It is counted in steps, not in time.

use super::QuoteFinder;
use super::context::STEPS;
use crate::suggest::candidate::Wanted;
use crate::text::Text;
use crate::words::token::Tokens;
use crate::words::word::Words;

/// A text of one piece again and again, with a given number of letters.
fn repeated(piece: &str, letters: usize) -> Text {
    Text::new(piece.repeat(letters / piece.chars().count()))
}

/// The number of steps that rules take along a text, and the number of its tokens.
fn steps(text: &Text) -> (usize, usize) {
    let tokens = Tokens::new(text);
    let words = Words::new(&tokens);
    STEPS.with(|steps| steps.set(0));
    let _ = QuoteFinder::default().find(&words, &[], None, Wanted::BestAndOthers);
    (STEPS.with(std::cell::Cell::get), tokens.len())
}

/// A text of twice the length takes twice the steps, whatever its content is, and at most a few hundred steps per token.
#[test]
fn work_grows_with_the_text() {
    for piece in [
        "\"",
        "«",
        "»",
        "«كلمة» ",
        "\"كلمة ",
        "«“\"كلمة ",
        "' ",
        "(( ",
        ":( ",
        "قال ",
        "وقال ",
        "قال إن ",
        "رد ",
        "قال: ",
        "وقال: «نعم ",
        "، ",
        "بحسب ",
        "كلمة، بحسب الوزير ",
        "وفقا للوزير ",
        "كما أعلن ",
        "نقلت عن ",
        "، مؤكدا ",
        "مشيرا إلى ",
        "الوزير ",
        "قال محمد ",
        "، وقال محمد إن ",
        "طالب الوزير ",
        "أما الوزير ",
        "الذي قال ",
        "محمد: نعم هذا\n",
        "جاء في بيان ",
        "«كلمة»، قال ",
        "في الوزارة ",
        "كلمة كلمة ",
    ] {
        let ((small, tokens), (large, _)) = (steps(&repeated(piece, 3_000)), steps(&repeated(piece, 6_000)));
        assert!(large <= small * 2 + small / 4 + 1_000, "{piece:?}: {small} steps, then {large}");
        assert!(small <= tokens * 600 + 1_000, "{piece:?}: {small} steps for {tokens} tokens");
    }
}
