//! Shaping: which letters join, and what a letter looks like for it. The text stays as it is; only the drawing changes.

mod forms;

use icu_properties::{CodePointMapData, CodePointMapDataBorrowed, props::JoiningType};

use self::forms::{FORMS, LAM_ALEF};

const JOINING: CodePointMapDataBorrowed<'static, JoiningType> = CodePointMapData::<JoiningType>::new();

/// To which sides a letter is joined, as it is seen: the next letter stands to its left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Joins {
    /// To the letter after it (to its left).
    pub(super) next: bool,
    /// To the letter before it (to its right).
    pub(super) previous: bool,
}

/// Two clusters whose letters meet: the first stands to the right of the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Join {
    /// The cluster to the right, if it has a letter that changes its form for it (tatweel and ZWJ have none).
    pub(super) right: Option<usize>,
    /// The cluster to the left, likewise.
    pub(super) left: Option<usize>,
    /// Are they lam and alef, which make a ligature?
    pub(super) lam_alef: bool,
}

/// Finds the joins in one directional run, whose characters it is given in the order in which they are seen from
/// right to left (UAX #9, section 3.5: shaping is applied after the bidirectional algorithm and within a directional
/// run; letters that an override has laid out from left to right join with the neighbours they are seen beside).
/// Rules R1 to R7 of the Unicode Standard, section 9.2.
#[derive(Debug, Default)]
pub(super) struct Joiner {
    /// The last character that is not transparent, if it joins to the next one; with its cluster.
    before: Option<(usize, char, JoiningType)>,
}

impl Joiner {
    /// Takes the next character and the index of its cluster.
    pub(super) fn step(&mut self, cluster: usize, c: char) -> Option<Join> {
        use JoiningType as Type;
        let kind = JOINING.get(c);
        if kind == Type::Transparent {
            return None;
        }
        let joins_on = matches!(kind, Type::DualJoining | Type::LeftJoining | Type::JoinCausing);
        let before = std::mem::replace(&mut self.before, joins_on.then_some((cluster, c, kind)));
        let (last, last_char, last_kind) = before?;
        matches!(kind, Type::DualJoining | Type::RightJoining | Type::JoinCausing).then(|| Join {
            right: (last_kind != Type::JoinCausing).then_some(last),
            left: (kind != Type::JoinCausing).then_some(cluster),
            // A ZWJ between the two is not transparent: it asks for the joined letters without their ligature.
            lam_alef: last_char == LAM && cluster == last + 1 && ligature(c, false).is_some(),
        })
    }
}

/// The letter lam.
pub(super) const LAM: char = '\u{644}';

/// The ligature of lam and this alef, isolated or joined to the letter before it; `None` if there is none.
pub(super) fn ligature(alef: char, joined: bool) -> Option<char> {
    let (_, isolated, last) = LAM_ALEF.into_iter().find(|row| row.0 == alef)?;
    Some(if joined { last } else { isolated })
}

/// The presentation form of a letter; the letter itself if it has none.
///
/// Where Unicode lacks just the form that is wanted, the nearest one that joins to the letter before is taken, else
/// the isolated one (noon ghunna has no medial form: its final form still hangs on the letter before it).
pub(super) fn form(letter: char, joins: Joins) -> char {
    let Ok(row) = FORMS.binary_search_by_key(&letter, |row| row.0) else { return letter };
    let [isolated, last, first, medial] = FORMS.get(row).map_or([None; 4], |row| row.1);
    let found = match (joins.previous, joins.next) {
        (false, false) => isolated,
        (false, true) => first.or(isolated),
        (true, false) => last.or(isolated),
        (true, true) => medial.or(last).or(isolated),
    };
    found.unwrap_or(letter)
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
