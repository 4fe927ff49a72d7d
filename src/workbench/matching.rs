//! Which articles fit what was typed: by letters of their id and title, with gaps, or by their number.

use std::ops::Range;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::gold::{Catalogue, Heading};
use crate::text::{Fold, fold_char};

use super::{Key, KeyCode};

/// The numbers of the articles that fit what was typed, the best first and equals in their order: by letters of their id
/// and title, with gaps, or by their number (from 1). `go_on` is asked now and then; when it says no, the answer is
/// worth nothing. [`ways`], [`scores`] and [`ranked`] are its parts, for many articles.
///
/// ```
/// use tawsim::gold::Catalogue;
/// use tawsim::workbench::matching;
/// let mut catalogue = Catalogue::default();
/// catalogue.push("a", "إضراب في الميناء");
/// catalogue.push("b", "كأس الكرة");
/// assert_eq!(matching(&catalogue, "الميناء", &|| true), [0]);
/// assert_eq!(matching(&catalogue, "2", &|| true), [1]);
/// ```
#[must_use]
pub fn matching(catalogue: &Catalogue, query: &str, go_on: &dyn Fn() -> bool) -> Vec<u32> {
    let all = || Among::All(0..catalogue.len());
    let found = ways(query).map(|way| scores(catalogue, &all(), &way, go_on)).find(|found| !found.is_empty());
    ranked(catalogue, query, found.unwrap_or_default())
}

/// How what was typed may be meant: as it stands, or else with the letters that the same keys give in a Latin layout.
pub fn ways(query: &str) -> impl Iterator<Item = String> {
    let latin = |c| match Key::plain(KeyCode::Char(c)).latin().code {
        KeyCode::Char(latin) => latin,
        _ => c,
    };
    let latin: String = query.chars().map(latin).collect();
    let other = (latin != query).then_some(latin);
    std::iter::once(query.to_owned()).chain(other)
}

/// Articles to be matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Among<'a> {
    /// Those with these numbers.
    All(Range<usize>),
    /// These.
    These(&'a [u32]),
}

/// How well articles fit: their score and their number, in the order in which they were given; those that do not fit are
/// not among them. What fits fits every beginning of the query too. Takes about a third of a microsecond an article; asks
/// every 4,096 articles whether that is still wanted.
#[must_use]
pub fn scores(catalogue: &Catalogue, among: &Among<'_>, query: &str, go_on: &dyn Fn() -> bool) -> Vec<(u32, u32)> {
    // Both sides are folded, so in one case.
    let pattern = Pattern::new(&query.fold(), CaseMatching::Respect, Normalization::Never, AtomKind::Fuzzy);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut letters = Vec::new();
    let mut found = Vec::new();
    let mut looked = 0_usize;
    let mut score = |index: u32, heading: Heading<'_>| {
        letters.clear();
        let words = heading.id.chars().chain([' ']).chain(heading.title.chars());
        words.for_each(|c| fold_char(c, &mut |part| letters.push(part)));
        found.extend(pattern.score(Utf32Str::Unicode(&letters), &mut matcher).map(|score| (score, index)));
        looked += 1;
        !looked.is_multiple_of(4096) || go_on()
    };
    match among {
        Among::All(range) => {
            let headings = catalogue.iter_from(range.start).take(range.len());
            let first = u32::try_from(range.start).unwrap_or(u32::MAX);
            (first..).zip(headings).all(|(index, heading)| score(index, heading))
        }
        Among::These(these) => these.iter().all(|index| score(*index, catalogue.get(*index as usize))),
    };
    found
}

/// The numbers of articles by their scores, the best first and equals in their order; the one whose number was typed
/// before all others.
#[must_use]
pub fn ranked(catalogue: &Catalogue, query: &str, found: Vec<(u32, u32)>) -> Vec<u32> {
    let mut found = best_first(found);
    if let Some(number) = number(query, catalogue) {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        found.retain(|other| *other != number);
        found.insert(0, number);
    }
    found
}

/// By score, the highest first, and by number; what has the same score keeps its order. Scores are small numbers: they are
/// counted, which for a million is ten times as fast as sorting.
pub(super) fn best_first(found: Vec<(u32, u32)>) -> Vec<u32> {
    let highest = found.iter().map(|(score, _)| *score).max().unwrap_or(0) as usize;
    if highest > found.len().max(1 << 16) {
        let mut found = found;
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        return found.into_iter().map(|(_, index)| index).collect();
    }
    // How many have a score, then where those begin.
    let mut places = vec![0_usize; highest + 1];
    let place = |score: u32| highest - score as usize;
    for (score, _) in &found {
        if let Some(count) = places.get_mut(place(*score)) {
            *count += 1;
        }
    }
    let mut begin = 0;
    for count in &mut places {
        begin += std::mem::replace(count, begin);
    }
    let mut sorted = vec![0; found.len()];
    for (score, index) in found {
        if let Some(at) = places.get_mut(place(score)) {
            if let Some(slot) = sorted.get_mut(*at) {
                *slot = index;
            }
            *at += 1;
        }
    }
    sorted
}

/// The article whose number was typed, in digits of any layout.
pub(super) fn number(query: &str, catalogue: &Catalogue) -> Option<usize> {
    let digits = query.trim().chars().map(|c| Key::plain(KeyCode::Char(c)).latin().code);
    let digits: Option<String> = digits
        .map(|code| match code {
            KeyCode::Char(c) if c.is_ascii_digit() => Some(c),
            _ => None,
        })
        .collect();
    digits?.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < catalogue.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counting_sorts(found in prop::collection::vec((0..40_u32, 0..1000_u32), 0..200), high in any::<bool>()) {
            let mut found = found;
            if high {
                found.push((u32::MAX, 7));
            }
            let mut sorted = found.clone();
            sorted.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
            let sorted: Vec<u32> = sorted.into_iter().map(|(_, index)| index).collect();
            prop_assert_eq!(best_first(found), sorted);
        }

        /// In pieces, and among what fits a beginning of the query, the same is found as in all at once.
        #[test]
        fn pieces_and_beginnings_find_the_same(
            titles in prop::collection::vec("[اأبتةسلمي ]{0,8}", 0..60),
            query in "[ابتسهلمي1-9]{1,3}( [ابتس]{1,2})?",
            cut in 0..60_usize,
            beginning in 0..4_usize,
        ) {
            let mut catalogue = Catalogue::default();
            titles.iter().enumerate().for_each(|(index, title)| catalogue.push(&format!("a{index}"), title));
            let (cut, all) = (cut.min(titles.len()), titles.len());
            let go_on = || true;
            let whole = scores(&catalogue, &Among::All(0..all), &query, &go_on);
            let mut pieces = scores(&catalogue, &Among::All(0..cut), &query, &go_on);
            pieces.extend(scores(&catalogue, &Among::All(cut..all), &query, &go_on));
            prop_assert_eq!(&whole, &pieces);
            let beginning: String = query.chars().take(beginning).collect();
            let before = scores(&catalogue, &Among::All(0..all), &beginning, &go_on);
            let before: Vec<u32> = before.into_iter().map(|(_, index)| index).collect();
            prop_assert_eq!(&whole, &scores(&catalogue, &Among::These(&before), &query, &go_on));
        }
    }
}
