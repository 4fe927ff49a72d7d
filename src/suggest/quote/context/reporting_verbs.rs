//! The reporting verbs among the tokens, by their letters and by the words beside them.
//!
//! Verbs and nouns are often written alike: رد is "he answered" and "answer", عبر is "he expressed" and "across". This file
//! removes the words that their neighbours show to be something else. Verbs that the lexicon calls doubtful are decided
//! later, when phrases and contents are known (`content/prepare.rs`).

use crate::words::token::Tokens;

use super::letters::written;
use crate::words::lexicon::reporting::{ReportingLexicon, VerbForm};
use crate::words::morphology::{Gender, Number, VerbShape};

/// For each token, the reporting verb that it may be: the length of its proclitic in letters, and its form.
pub(super) fn find(tokens: &Tokens<'_>, lexicon: &ReportingLexicon) -> Vec<Option<(usize, VerbForm)>> {
    let look_up = |at| {
        let found = if tokens.is_word(at) { lexicon.find_verb(tokens.folded(at)) } else { None };
        let found = found.or_else(|| judgement_after_what(tokens, lexicon, at).map(|form| (0, form)));
        found.filter(|(proclitic, form)| !is_another_word(tokens, at, *proclitic, *form))
    };
    (0..tokens.len()).map(look_up).collect()
}

/// True if the text writes ي for ى throughout.
pub(super) fn writes_ya_for_alef_maqsura(tokens: &Tokens<'_>) -> bool {
    let last_letter = |at: usize| written(tokens, at).chars().next_back();
    let is_any = |at: &usize| matches!(tokens.folded(*at), "الي" | "والي" | "علي" | "وعلي");
    let has_alef_maqsura = (0..tokens.len()).filter(is_any).any(|at| last_letter(at) == Some('ى'));
    !has_alef_maqsura
        && (0..tokens.len()).any(|at| matches!(tokens.folded(at), "الي" | "والي") && last_letter(at) == Some('ي'))
}

/// A verb of judging with its object pronoun after وهو ما: وهو ما عدّه القيادي "محاولة مكشوفة".
fn judgement_after_what(tokens: &Tokens<'_>, lexicon: &ReportingLexicon, at: usize) -> Option<VerbForm> {
    let is_after_what = at > 1 && tokens.folded(at - 1) == "ما" && matches!(tokens.folded(at - 2), "وهو" | "هو");
    if !is_after_what {
        return None;
    }
    let form = lexicon.find_verb_behind_ma(tokens.folded(at)).filter(|form| lexicon.verb(*form).object)?;
    Some(VerbForm { doubtful: false, ..form })
}

/// True if the letters of a verb are another word here: a verbal noun after a preposition (عدم ذكر اسمه, في رد على), a
/// preposition (عبر), a passive (يدعى: he is called).
fn is_another_word(tokens: &Tokens<'_>, at: usize, proclitic: usize, form: VerbForm) -> bool {
    let word = tokens.folded(at);
    if matches!(word, "يدعي" | "تدعي" | "ويدعي" | "وتدعي") {
        return written(tokens, at).ends_with('ى');
    }
    // دعوة is no دعوه.
    if form.pronoun && written(tokens, at).ends_with('ة') {
        return true;
    }
    // ما يسمى: "so-called".
    if matches!(word, "يسمي" | "تسمي") && matches!(tokens.folded(at.saturating_sub(1)), "ما" | "بما" | "مما" | "لما")
    {
        return true;
    }
    // …، عبر قناته على تلغرام، أن
    let after_comma = at > 0 && tokens.is_comma(at - 1);
    if after_comma && proclitic == 0 && is_across(tokens, at) {
        return true;
    }
    let may_be_noun = form.number == Number::Singular || word.starts_with('ت') && word.ends_with('ا');
    let bare = form.shape == VerbShape::Finite && may_be_noun && !word.starts_with(['ي', 'س']);
    let Some(before) = at.checked_sub(1).filter(|before| bare && proclitic == 0 && tokens.is_word(*before)) else {
        return false;
    };
    is_name_or_noun_by_ending(tokens, at, before, form)
        || is_fixed_expression(tokens, at, before)
        || form.doubtful && matches!(tokens.folded(before), "ما" | "مما" | "الذي" | "التي")
        || is_governed_noun(tokens, at, before, form)
}

/// True for the preposition عبر (عبر منصة إكس); عبر … عن is a verb.
fn is_across(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.folded(at) == "عبر" && !(at + 1..at + 8).any(|at| tokens.folded(at) == "عن")
}

/// True for a word after which a clause begins, so that a verb is there.
fn opens_clause(word: &str) -> bool {
    matches!(word, "كما" | "قد" | "وقد" | "فقد" | "الذي" | "فيما" | "حيث" | "كان" | "وكان")
}

/// True for a word that only looks like a past: a name in ي (روى, but روي), a noun in the accusative (يحمل تخوفا).
fn is_name_or_noun_by_ending(tokens: &Tokens<'_>, at: usize, before: usize, form: VerbForm) -> bool {
    let word = tokens.folded(at);
    // روى ends in ى; روي is a name.
    let is_weak =
        form.shape == VerbShape::Finite && form.gender == Gender::Masculine && form.number == Number::Singular;
    let is_present = word.strip_prefix(['و', 'ف', 'س']).unwrap_or(word).starts_with(['ي', 'ت', 'س']);
    if is_weak && written(tokens, at).ends_with('ي') && !is_present {
        return true;
    }
    // يحمل تخوفا: a noun, and not two who fear.
    let is_dual =
        form.number == Number::Plural && word.starts_with('ت') && word.ends_with('ا') && !word.ends_with("وا");
    is_dual && !opens_clause(tokens.folded(before)) && !tokens.folded(before).ends_with("ان")
}

/// True for verbs in expressions in which they report nothing.
fn is_fixed_expression(tokens: &Tokens<'_>, at: usize, before: usize) -> bool {
    match tokens.folded(at) {
        // بين الطرفين, عقب اجتماع: prepositions inside a clause.
        "بين" | "عقب" => !opens_clause(tokens.folded(before)),
        // ما سمي: the passive of سمّى.
        "سمي" => true,
        // وتبين أن: it became clear.
        "تبين" => tokens.folded(at + 1).starts_with("ان"),
        "عبر" => is_across(tokens, at),
        // لافتات كتب عليها
        "كتب" | "كتبت" => matches!(tokens.folded(at + 1), "عليها" | "عليه"),
        _ => false,
    }
}

/// True for a verbal noun after a preposition or a noun that governs one (عدم ذكر, في رد). A feminine past is no noun,
/// except a few in ت.
fn is_governed_noun(tokens: &Tokens<'_>, at: usize, before: usize, form: VerbForm) -> bool {
    let may_be_noun = form.gender == Gender::Masculine || tokens.folded(at).starts_with('ت');
    may_be_noun
        && (tokens.is_preposition(before)
            || matches!(
                tokens.folded(before),
                "عدم"
                    | "في"
                    | "من"
                    | "عن"
                    | "دون"
                    | "بدون"
                    | "حول"
                    | "بعد"
                    | "قبل"
                    | "مع"
                    | "كل"
                    | "اي"
                    | "خلال"
                    | "عند"
                    | "سوي"
                    | "غير"
                    | "او"
                    | "رغم"
                    | "وفق"
                    | "بحسب"
                    | "هذا"
                    | "حسب"
                    | "بين"
                    | "ضد"
                    | "بشان"
                    | "لدي"
                    | "رفض"
                    | "رفضت"
                    | "رفضوا"
                    | "فضل"
                    | "فضلت"
                    | "طالبا"
                    | "طالبه"
                    | "شريطه"
            ))
}
