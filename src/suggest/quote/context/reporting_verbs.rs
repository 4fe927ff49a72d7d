//! The reporting verbs among the tokens, by their letters and by the words beside them.
//!
//! Verbs and nouns are often written alike: رد is "he answered" and "answer", عبر is "he expressed" and "across". This file
//! removes the words that their neighbours show to be something else. Verbs that the lexicon calls doubtful are decided
//! later, when phrases and contents are known (`content/prepare.rs`).

use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::reporting_facts::ReportingFacts;
use crate::words::token::Tokens;

use super::classes::TokenClasses;
use super::letters::written;
use crate::words::lexicon::reporting::{ReportingLexicon, VerbForm};
use crate::words::morphology::{Gender, Number, VerbShape};

/// For each token, the reporting verb that it may be: the length of its proclitic in letters, and its form.
pub(super) fn find(
    tokens: &Tokens<'_>,
    classes: &TokenClasses,
    facts: &[ReportingFacts],
    lexicon: &ReportingLexicon,
) -> Vec<Option<(usize, VerbForm)>> {
    let look_up = |(at, facts): (usize, &ReportingFacts)| {
        let found = facts.verb.filter(|_| tokens.is_word(at));
        let found = found.or_else(|| judgement_after_what(tokens, classes, lexicon, at).map(|form| (0, form)));
        found.filter(|(proclitic, form)| !is_another_word(tokens, classes, at, *proclitic, *form))
    };
    facts.iter().enumerate().map(look_up).collect()
}

/// True if the text writes ي for ى throughout.
pub(super) fn writes_ya_for_alef_maqsura(tokens: &Tokens<'_>, classes: &TokenClasses) -> bool {
    let last_letter = |at: usize| written(tokens, at).chars().next_back();
    let is_ila = |at: usize| classes.is(at, Class::Ila) || classes.is(at, Class::WaIla);
    let is_any = |at: &usize| is_ila(*at) || classes.is(*at, Class::Ala) || classes.is(*at, Class::WaAla);
    let has_alef_maqsura =
        (0..tokens.len()).filter(is_any).any(|at| last_letter(at) == Some(letters::WRITTEN_ALEF_MAQSURA));
    !has_alef_maqsura && (0..tokens.len()).any(|at| is_ila(at) && last_letter(at) == Some(letters::YA))
}

/// A verb of judging with its object pronoun after وهو ما: وهو ما عدّه القيادي "محاولة مكشوفة".
fn judgement_after_what(
    tokens: &Tokens<'_>,
    classes: &TokenClasses,
    lexicon: &ReportingLexicon,
    at: usize,
) -> Option<VerbForm> {
    let is_after_what = at > 1 && classes.is(at - 1, Class::What) && classes.is(at - 2, Class::ItIs);
    if !is_after_what {
        return None;
    }
    let form = lexicon.find_verb_behind_ma(tokens.folded(at)).filter(|form| lexicon.verb(*form).object)?;
    Some(VerbForm { doubtful: false, ..form })
}

/// True if the letters of a verb are another word here: a verbal noun after a preposition (عدم ذكر اسمه, في رد على), a
/// preposition (عبر), a passive (يدعى: he is called).
fn is_another_word(tokens: &Tokens<'_>, classes: &TokenClasses, at: usize, proclitic: usize, form: VerbForm) -> bool {
    let word = tokens.folded(at);
    if classes.is(at, Class::IsCalled) || classes.is(at, Class::AndIsCalled) {
        return written(tokens, at).ends_with(letters::WRITTEN_ALEF_MAQSURA);
    }
    // دعوة is no دعوه.
    if form.pronoun && written(tokens, at).ends_with(letters::WRITTEN_TA_MARBUTA) {
        return true;
    }
    // ما يسمى: "so-called".
    if classes.is(at, Class::IsNamed) && classes.is(at.saturating_sub(1), Class::WhatForm) {
        return true;
    }
    // …، عبر قناته على تلغرام، أن
    let after_comma = at > 0 && tokens.is_comma(at - 1);
    if after_comma && proclitic == 0 && is_across(classes, at) {
        return true;
    }
    let may_be_noun = form.number == Number::Singular || word.starts_with(letters::TA) && word.ends_with(letters::ALEF);
    let bare = form.shape == VerbShape::Finite && may_be_noun && !word.starts_with([letters::YA, letters::SEEN]);
    let Some(before) = at.checked_sub(1).filter(|before| bare && proclitic == 0 && tokens.is_word(*before)) else {
        return false;
    };
    is_name_or_noun_by_ending(tokens, classes, at, before, form)
        || is_fixed_expression(tokens, classes, at, before)
        || form.doubtful && classes.is(before, Class::BeforeDoubtfulVerb)
        || is_governed_noun(tokens, classes, at, before, form)
}

/// True for the preposition عبر (عبر منصة إكس); عبر … عن is a verb.
fn is_across(classes: &TokenClasses, at: usize) -> bool {
    classes.is(at, Class::Across) && !(at + 1..at + 8).any(|at| classes.is(at, Class::An))
}

/// True for a word that only looks like a past: a name in ي (روى, but روي), a noun in the accusative (يحمل تخوفا).
fn is_name_or_noun_by_ending(
    tokens: &Tokens<'_>,
    classes: &TokenClasses,
    at: usize,
    before: usize,
    form: VerbForm,
) -> bool {
    let word = tokens.folded(at);
    // روى ends in ى; روي is a name.
    let is_weak =
        form.shape == VerbShape::Finite && form.gender == Gender::Masculine && form.number == Number::Singular;
    let is_present = word.strip_prefix([letters::WAW, letters::FA, letters::SEEN]).unwrap_or(word).starts_with([
        letters::YA,
        letters::TA,
        letters::SEEN,
    ]);
    if is_weak && written(tokens, at).ends_with(letters::YA) && !is_present {
        return true;
    }
    // يحمل تخوفا: a noun, and not two who fear.
    let is_dual = form.number == Number::Plural
        && word.starts_with(letters::TA)
        && word.ends_with(letters::ALEF)
        && !word.ends_with(letters::PAST_PLURAL);
    is_dual && !classes.is(before, Class::BeforeVerb) && !tokens.folded(before).ends_with(letters::DUAL)
}

/// True for verbs in expressions in which they report nothing.
fn is_fixed_expression(tokens: &Tokens<'_>, classes: &TokenClasses, at: usize, before: usize) -> bool {
    // بين الطرفين, عقب اجتماع: prepositions inside a clause.
    classes.is(at, Class::VerbLikePreposition) && !classes.is(before, Class::BeforeVerb)
        // ما سمي: the passive of سمّى.
        || classes.is(at, Class::PassiveVerb)
        // وتبين أن: it became clear.
        || classes.is(at, Class::BecameClear) && tokens.folded(at + 1).starts_with(letters::DUAL)
        || is_across(classes, at)
        // لافتات كتب عليها
        || classes.is(at, Class::WasWritten) && classes.is(at + 1, Class::OnIt)
}

/// True for a verbal noun after a preposition or a noun that governs one (عدم ذكر, في رد). A feminine past is no noun,
/// except a few in ت.
fn is_governed_noun(tokens: &Tokens<'_>, classes: &TokenClasses, at: usize, before: usize, form: VerbForm) -> bool {
    let may_be_noun = form.gender == Gender::Masculine || tokens.folded(at).starts_with(letters::TA);
    may_be_noun && (tokens.is_preposition(before) || classes.is(before, Class::BeforeNoun))
}
