//! Shaping: finds which letters join and chooses their forms. The text does not change; only the drawing does.

mod forms;

use icu_properties::{CodePointMapData, CodePointMapDataBorrowed, props::JoiningType};
use unicode_normalization::char::compose;

use self::forms::{FORMS, LAM_ALEF};

const JOINING: CodePointMapDataBorrowed<'static, JoiningType> = CodePointMapData::<JoiningType>::new();

/// The sides on which a letter joins, as the reader sees them: the next letter is on its left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct JoinedSides {
    /// It joins to the letter after it (on its left).
    pub(super) next: bool,
    /// It joins to the letter before it (on its right).
    pub(super) previous: bool,
}

/// Two clusters whose letters join. The first is to the right of the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct JoinedPair {
    /// The cluster on the right, if it has a letter that changes its form. (Tatweel and ZWJ do not change.)
    pub(super) right: Option<usize>,
    /// The cluster on the left, if it has a letter that changes its form.
    pub(super) left: Option<usize>,
    /// True if they are lam and alef, which make a ligature.
    pub(super) lam_alef: bool,
}

/// Finds the letters that join in one directional run. It gets the characters in the order in which they are seen from
/// right to left. UAX #9, section 3.5: shaping comes after the bidirectional algorithm and stays within a directional
/// run, so letters that an override lays out from left to right join with the letters that are seen beside them. It
/// follows rules R1 to R7 of the Unicode Standard, section 9.2.
#[derive(Debug, Default)]
pub(super) struct Joiner {
    /// The last character that is not transparent, with its cluster, if it joins to the next character.
    before: Option<(usize, char, JoiningType)>,
}

impl Joiner {
    /// Takes the next character and the index of its cluster. Returns the pair if this character joins to the one
    /// before it.
    pub(super) fn step(&mut self, cluster: usize, c: char) -> Option<JoinedPair> {
        use JoiningType as Type;
        let kind = JOINING.get(c);
        if kind == Type::Transparent {
            return None;
        }
        let joins_on = matches!(kind, Type::DualJoining | Type::LeftJoining | Type::JoinCausing);
        let before = std::mem::replace(&mut self.before, joins_on.then_some((cluster, c, kind)));
        let (last, last_char, last_kind) = before?;
        matches!(kind, Type::DualJoining | Type::RightJoining | Type::JoinCausing).then(|| JoinedPair {
            right: (last_kind != Type::JoinCausing).then_some(last),
            left: (kind != Type::JoinCausing).then_some(cluster),
            // A ZWJ between the two is not transparent: it asks for the joined letters without the ligature.
            lam_alef: last_char == LAM && cluster == last + 1 && joins_lam(c),
        })
    }
}

/// The letter lam.
pub(super) const LAM: char = '\u{644}';

/// Returns the letter that a letter and a hamza or madda after it make, if it has presentation forms: yeh and U+0654 make
/// U+0626. The two are canonically equivalent, and the forms of the letter alone would keep its dots.
pub(super) fn composed_letter(letter: char, mark: char) -> Option<char> {
    let is_part = matches!(mark, '\u{653}'..='\u{655}');
    let whole = is_part.then(|| compose(letter, mark)).flatten()?;
    form(whole, JoinedSides::default()).is_some().then_some(whole)
}

/// Returns true for the four alefs that make a ligature with a lam before them.
pub(super) fn joins_lam(alef: char) -> bool {
    LAM_ALEF.iter().any(|row| row.0 == alef)
}

/// Returns the ligature of a lam and this alef: the final form if the lam joins to the letter before it, else the
/// isolated form. `None` for any other letter.
pub(super) fn ligature(alef: char, lam: JoinedSides) -> Option<char> {
    let (_, isolated, last) = LAM_ALEF.into_iter().find(|row| row.0 == alef)?;
    Some(if lam.previous { last } else { isolated })
}

/// Returns the presentation form of a letter, or `None` if it has none and is drawn as it is.
///
/// If Unicode lacks the form, it returns the nearest one that joins to the letter before, or else the isolated form.
/// For example, noon ghunna has no medial form; its final form still joins to the letter before it.
pub(super) fn form(letter: char, joins: JoinedSides) -> Option<char> {
    let row = DENSE.get(u32::from(letter).checked_sub(FIRST)? as usize)?;
    row.get(usize::from(joins.previous) | usize::from(joins.next) << 1).copied().filter(|form| *form != '\0')
}

const FIRST: u32 = 0x621;
const LAST: u32 = 0x6D5;

/// [`FORMS`] indexed by letter, so that drawing a line needs no search. `\0` means no form. The columns: isolated,
/// joined to the letter before, joined to the letter after, joined to both.
static DENSE: [[char; 4]; (LAST - FIRST + 1) as usize] = dense();

const fn dense() -> [[char; 4]; (LAST - FIRST + 1) as usize] {
    let mut rows = [['\0'; 4]; (LAST - FIRST + 1) as usize];
    let mut index = 0;
    while index < FORMS.len() {
        let (letter, [isolated, last, first, medial]) = FORMS[index];
        let isolated = or(isolated, '\0');
        let last = or(last, isolated);
        rows[(letter as u32 - FIRST) as usize] = [isolated, last, or(first, isolated), or(medial, last)];
        index += 1;
    }
    rows
}

const fn or(form: Option<char>, other: char) -> char {
    match form {
        Some(form) => form,
        None => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_hold_presentation_forms() {
        assert!(FORMS.windows(2).all(|pair| pair.first().unwrap().0 < pair.last().unwrap().0));
        for (letter, forms) in FORMS {
            assert!(('\u{621}'..='\u{6D5}').contains(&letter));
            assert!(forms.iter().flatten().all(|form| ('\u{FB50}'..='\u{FEFC}').contains(form)));
        }
    }
}
