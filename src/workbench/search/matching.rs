//! Matching articles by letters of their id and title, with gaps, or by their number.

use std::ops::Range;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::gold::{Catalogue, Heading};
use crate::text::{Fold, fold_char};

use crate::workbench::key::{Key, KeyCode};

/// The numbers of the articles that match a query, best match first; equal ones keep their order. An article matches by
/// letters of its id and title, with gaps, or by its number (from 1). `go_on` is called now and then; when it returns
/// false, the search stops and its result is useless. [`readings`], [`scores`] and [`ranked`] are the parts of this
/// function, for many articles.
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
    let all = || MatchScope::All(0..catalogue.len());
    let found =
        readings(query).map(|way| (scores(catalogue, &all(), &way, go_on), way)).find(|(found, _)| !found.is_empty());
    let (found, way) = found.unwrap_or_default();
    ranked(catalogue, query, &way, found)
}

/// The ways to read a query: as it was typed, and with the letters that the same keys give in a Latin layout.
pub fn readings(query: &str) -> impl Iterator<Item = String> {
    let latin = |c| match Key::plain(KeyCode::Char(c)).latin().code {
        KeyCode::Char(latin) => latin,
        _ => c,
    };
    let latin: String = query.chars().map(latin).collect();
    let other = (latin != query).then_some(latin);
    std::iter::once(query.to_owned()).chain(other)
}

/// The articles to match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatchScope<'a> {
    /// All with a number in this range.
    All(Range<usize>),
    /// Only those with these numbers.
    Only(&'a [u32]),
}

/// Matches articles roughly: the score (see `fit`) and number of each article that matches, in the given order. An
/// article that matches a query matches every beginning of it, too. Takes about 0.2 µs an article; calls `go_on` every
/// 4,096 articles.
#[must_use]
pub fn scores(catalogue: &Catalogue, among: &MatchScope<'_>, query: &str, go_on: &dyn Fn() -> bool) -> Vec<(u32, u32)> {
    let folded = query.fold();
    let words: Vec<Vec<char>> = folded.split_whitespace().map(|word| word.chars().collect()).collect();
    let mut letters = Vec::new();
    let mut found = Vec::new();
    let mut looked = 0_usize;
    let mut score = |index: u32, heading: Heading<'_>| {
        fold(heading, &mut letters);
        let worst = words.iter().map(|word| fit(&letters, word)).min().unwrap_or(0);
        if worst > 0 || words.is_empty() {
            found.push((worst, index));
        }
        looked += 1;
        !looked.is_multiple_of(4096) || go_on()
    };
    match among {
        MatchScope::All(range) => {
            let headings = catalogue.iter_from(range.start).take(range.len());
            let first = u32::try_from(range.start).unwrap_or(u32::MAX);
            (first..).zip(headings).all(|(index, heading)| score(index, heading))
        }
        MatchScope::Only(these) => these.iter().all(|index| score(*index, catalogue.get(*index as usize))),
    };
    found
}

/// The folded letters that articles are matched by: id and title.
fn fold(heading: Heading<'_>, letters: &mut Vec<char>) {
    letters.clear();
    let words = [heading.id, " ", heading.title];
    words.iter().flat_map(|words| words.chars()).for_each(|c| fold_char(c, &mut |part| letters.push(part)));
}

/// The score of a word: 3 if a word of the letters begins with it, 2 if it is inside one, 1 if its letters come in
/// this order with gaps, else 0.
fn fit(letters: &[char], word: &[char]) -> u32 {
    let Some(first) = word.first() else { return 3 };
    let mut before = ' ';
    let mut inside = false;
    for (at, letter) in letters.iter().enumerate() {
        if letter == first && letters.get(at..at + word.len()) == Some(word) {
            if !before.is_alphanumeric() {
                return 3;
            }
            inside = true;
        }
        before = *letter;
    }
    if inside {
        return 2;
    }
    let mut rest = letters.iter();
    u32::from(word.iter().all(|wanted| rest.any(|letter| letter == wanted)))
}

/// At most this many of the best matches are compared in detail: users do not read further down.
const IN_DETAIL: usize = 4096;

/// The numbers of the matching articles, best match first; equal ones keep their order. The article whose number was
/// typed comes first. `way` is the reading of the query that matched.
#[must_use]
pub fn ranked(catalogue: &Catalogue, query: &str, way: &str, found: Vec<(u32, u32)>) -> Vec<u32> {
    let mut found = best_first(found);
    // Both sides are folded, so the case is the same.
    let pattern = Pattern::new(&way.fold(), CaseMatching::Respect, Normalization::Never, AtomKind::Fuzzy);
    let (mut matcher, mut letters) = (Matcher::new(Config::DEFAULT), Vec::new());
    let best = found.len().min(IN_DETAIL);
    let mut best: Vec<u32> = found.drain(..best).collect();
    // Equal ones keep the order of their numbers.
    best.sort_unstable();
    let best = best.into_iter().map(|index| {
        fold(catalogue.get(index as usize), &mut letters);
        (pattern.score(Utf32Str::Unicode(&letters), &mut matcher).unwrap_or(0), index)
    });
    let mut best = best_first(best.collect());
    best.append(&mut found);
    if let Some(number) = number(query, catalogue) {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        best.retain(|other| *other != number);
        best.insert(0, number);
    }
    best
}

/// Sorts by score, highest first; equal ones keep their order. Scores are small numbers: counting them is ten times as
/// fast as sorting, for a million articles.
pub(in crate::workbench) fn best_first(found: Vec<(u32, u32)>) -> Vec<u32> {
    let highest = found.iter().map(|(score, _)| *score).max().unwrap_or(0) as usize;
    if highest > found.len().max(1 << 16) {
        let mut found = found;
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        return found.into_iter().map(|(_, index)| index).collect();
    }
    // The number of articles with each score, then the place at which they begin.
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

/// The index of the article whose number was typed, in digits of any layout.
pub(in crate::workbench) fn number(query: &str, catalogue: &Catalogue) -> Option<usize> {
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

    #[test]
    fn matches_get_a_rank() {
        let fits = |title: &str, word: &str| {
            let mut letters = Vec::new();
            fold(Heading { id: "a", title }, &mut letters);
            fit(&letters, &word.chars().collect::<Vec<char>>())
        };
        for (title, word, how) in
            [("وزير الخارجية", "الخ", 3), ("وزير الخارجية", "خارج", 2), ("وزير الخارجية", "وير", 1)]
        {
            assert_eq!(fits(title, word), how, "{word} in {title}");
        }
        assert_eq!((fits("وزير", "رو"), fits("", "ا"), fits("والوزير الوزير", "الوزير")), (0, 0, 3));
    }

    #[test]
    fn the_best_of_very_many_matches_come_first() {
        let mut catalogue = Catalogue::default();
        let mut headings = crate::gold::Headings::default();
        (0..3 * IN_DETAIL).for_each(|index| headings.push(&format!("a{index}"), "باب وداخل الباب"));
        headings.push("last", "داب");
        catalogue.extend(std::sync::Arc::new(headings));
        let found = matching(&catalogue, "داب", &|| true);
        assert_eq!((found.len(), found[0]), (3 * IN_DETAIL + 1, u32::try_from(3 * IN_DETAIL).unwrap()));
    }

    proptest! {
        #[test]
        fn counting_sort_gives_the_sorted_order(found in prop::collection::vec((0..40_u32, 0..1000_u32), 0..200), high in any::<bool>()) {
            let mut found = found;
            if high {
                found.push((u32::MAX, 7));
            }
            let mut sorted = found.clone();
            sorted.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
            let sorted: Vec<u32> = sorted.into_iter().map(|(_, index)| index).collect();
            prop_assert_eq!(best_first(found), sorted);
        }

        /// The rough match and the matcher agree.
        #[test]
        fn rough_and_exact_matching_agree(title in "[اأبتةس-لمي aB]{0,12}", query in "[ابتسهلميA]{1,3}( [ابتس]{1,2})?") {
            let mut catalogue = Catalogue::default();
            catalogue.push("x1", &title);
            let pattern = Pattern::new(&query.fold(), CaseMatching::Respect, Normalization::Never, AtomKind::Fuzzy);
            let mut letters = Vec::new();
            fold(catalogue.get(0), &mut letters);
            let matched = pattern.score(Utf32Str::Unicode(&letters), &mut Matcher::new(Config::DEFAULT)).is_some();
            prop_assert_eq!(!scores(&catalogue, &MatchScope::All(0..1), &query, &|| true).is_empty(), matched);
        }

        /// Matching in pieces, and among the matches of a beginning, finds the same as matching all at once.
        #[test]
        fn searching_in_parts_finds_the_same(
            titles in prop::collection::vec("[اأبتةسلمي ]{0,8}", 0..60),
            query in "[ابتسهلمي1-9]{1,3}( [ابتس]{1,2})?",
            cut in 0..60_usize,
            beginning in 0..4_usize,
        ) {
            let mut catalogue = Catalogue::default();
            titles.iter().enumerate().for_each(|(index, title)| catalogue.push(&format!("a{index}"), title));
            let (cut, all) = (cut.min(titles.len()), titles.len());
            let go_on = || true;
            let whole = scores(&catalogue, &MatchScope::All(0..all), &query, &go_on);
            let mut pieces = scores(&catalogue, &MatchScope::All(0..cut), &query, &go_on);
            pieces.extend(scores(&catalogue, &MatchScope::All(cut..all), &query, &go_on));
            prop_assert_eq!(&whole, &pieces);
            let beginning: String = query.chars().take(beginning).collect();
            let before = scores(&catalogue, &MatchScope::All(0..all), &beginning, &go_on);
            let before: Vec<u32> = before.into_iter().map(|(_, index)| index).collect();
            prop_assert_eq!(&whole, &scores(&catalogue, &MatchScope::Only(&before), &query, &go_on));
        }
    }
}
