//! The best alignment of the spans of several annotators.
//!
//! An alignment puts every span into one group; a group has at most one span of each annotator. The search is exact. It goes
//! through the spans in reading order and gives the first free one a group. Two ways to come to the same free spans differ
//! only in their cost so far, so the cheaper one is kept. Only spans near each other can be in one group (a group must cost
//! less than any two parts of it), so few combinations of free spans occur.

use std::collections::HashMap;
use std::iter;

use crate::measure::counts::real;

use super::{EMPTY, GammaUnit};

/// The search gives up after so many states in a text of a few hundred spans, if very many of these overlap. A longer text may have
/// [`STATES_OF_A_SPAN`] for each span, up to [`MAX_STATES`].
const FEW_STATES: usize = 300_000;
/// See [`FEW_STATES`].
const STATES_OF_A_SPAN: usize = 1_500;
/// See [`FEW_STATES`].
const MAX_STATES: usize = 3_000_000;

/// When so many states are in memory, those that lead nowhere are removed.
const MAX_IN_MEMORY: usize = 300_000;

/// Differences of costs below this come from rounding.
const ROUNDING: f64 = 1e-9;

/// The divisions of groups with more spans are not tried.
const LARGEST_DIVIDED: usize = 12;

/// The spans that one search can look ahead.
const WINDOW: usize = 128;

/// The best alignment of the spans of one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// The groups: for each annotator the number of his span.
    pub groups: Vec<Vec<Option<usize>>>,
    /// The sum of the disorders of all groups.
    pub cost: f64,
}

/// A span in reading order.
#[derive(Clone, Copy)]
struct Placed {
    unit: GammaUnit,
    annotator: usize,
    number: usize,
}

/// A state of the search, in a tree of all states.
struct State {
    parent: usize,
    /// The group that led here: positions in reading order.
    group: Vec<usize>,
}

/// Finds the alignment with the least disorder. The disorder of a group is the mean dissimilarity over all pairs of annotators,
/// where a pair without two spans counts 1. `None` if the search would take too long.
///
/// Source: Mathet, Widlöcher, Métivier 2015, "The unified and holistic method gamma (γ) for inter-annotator agreement measure
/// and alignment", section 4.
///
/// ```
/// use tawsim::measure::agreement::{GammaUnit, best_alignment};
/// let unit = |start: f64, end: f64, label| GammaUnit { start, end, label };
/// let first = vec![unit(0.0, 4.0, 0), unit(10.0, 14.0, 1)];
/// let second = vec![unit(0.0, 4.0, 0), unit(40.0, 44.0, 1)];
/// // The first spans are equal; the others are too far from each other and cost 1 each.
/// assert_eq!(best_alignment(&[first, second]).unwrap().cost, 2.0);
/// ```
#[must_use]
pub fn best_alignment(annotators: &[Vec<GammaUnit>]) -> Option<Alignment> {
    let mut units: Vec<Placed> = Vec::new();
    for (annotator, list) in annotators.iter().enumerate() {
        units.extend(list.iter().enumerate().map(|(number, unit)| Placed { unit: *unit, annotator, number }));
    }
    units.sort_by(|a, b| a.unit.start.total_cmp(&b.unit.start).then(a.unit.end.total_cmp(&b.unit.end)));
    let search = Search::new(&units, annotators.len());
    let (chosen, cost) = search.run()?;
    let groups = chosen.into_iter().map(|group| {
        let mut row = vec![None; annotators.len()];
        for placed in group.into_iter().filter_map(|at| units.get(at)) {
            if let Some(cell) = row.get_mut(placed.annotator) {
                *cell = Some(placed.number);
            }
        }
        row
    });
    Some(Alignment { groups: groups.collect(), cost })
}

struct Search<'a> {
    units: &'a [Placed],
    annotators: usize,
    /// The number of pairs of annotators.
    pairs: f64,
    longest: f64,
}

impl<'a> Search<'a> {
    fn new(units: &'a [Placed], annotators: usize) -> Self {
        let pairs = real(annotators * annotators.saturating_sub(1) / 2).max(1.0);
        let longest = units.iter().map(|placed| placed.unit.length()).fold(0.0, f64::max);
        Self { units, annotators, pairs, longest }
    }

    /// The groups of the best alignment, and their cost.
    fn run(&self) -> Option<(Vec<Vec<usize>>, f64)> {
        let mut states = vec![State { parent: 0, group: Vec::new() }];
        let most = (STATES_OF_A_SPAN * self.units.len()).clamp(FEW_STATES, MAX_STATES);
        let mut removed = 0;
        // The spans from the present one on that have a group already, as bits; the state and its cost.
        let mut layer: HashMap<u128, (usize, f64)> = HashMap::from([(0, (0, 0.0))]);
        for at in 0..self.units.len() {
            let groups = self.groups_from(at)?;
            let mut next: HashMap<u128, (usize, f64)> = HashMap::new();
            let mut sorted: Vec<_> = layer.into_iter().collect();
            sorted.sort_by_key(|(taken, _)| *taken);
            for (taken, (state, cost)) in sorted {
                if taken & 1 == 1 {
                    keep_cheaper(&mut next, taken >> 1, cost, || state);
                    continue;
                }
                for (group, bits, more) in groups.iter().filter(|(_, bits, _)| bits & taken == 0) {
                    let mut add = || {
                        states.push(State { parent: state, group: group.clone() });
                        states.len() - 1
                    };
                    keep_cheaper(&mut next, (taken | bits) >> 1, cost + more, &mut add);
                }
            }
            layer = next;
            if states.len() + removed > most {
                return None;
            }
            if states.len() > MAX_IN_MEMORY {
                removed += remove_dead_ends(&mut states, &mut layer);
                if states.len() > MAX_IN_MEMORY / 2 {
                    return None;
                }
            }
        }
        let (mut state, cost) = layer.into_values().next()?;
        let mut chosen = Vec::new();
        while let Some(State { parent, group }) = states.get(state).filter(|_| state > 0) {
            chosen.push(group.clone());
            state = *parent;
        }
        chosen.reverse();
        Some((chosen, cost))
    }

    /// The disorder of a group of so many spans, whose pairs have this sum of dissimilarities.
    fn disorder(&self, spans: usize, sum: f64) -> f64 {
        let size = real(spans);
        (sum + (self.pairs - size * (size - 1.0) / 2.0) * EMPTY) / self.pairs
    }

    /// True if two parts of a group cost less than the group. No best alignment has such a group.
    fn is_better_in_parts(&self, group: &[usize], disorder: f64) -> bool {
        let part = |bits: usize| {
            let members: Vec<usize> =
                group.iter().copied().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, it)| it).collect();
            let units = || members.iter().filter_map(|at| self.units.get(*at));
            let pairs = units()
                .enumerate()
                .flat_map(|(at, one)| units().skip(at + 1).map(|two| one.unit.dissimilarity(&two.unit)));
            self.disorder(members.len(), pairs.sum())
        };
        if !(3..=LARGEST_DIVIDED).contains(&group.len()) {
            return false;
        }
        let all = (1_usize << group.len()) - 1;
        // The first span is in the first part, so that each division is tried once.
        (1..all).step_by(2).any(|bits| part(bits) + part(all & !bits) < disorder - ROUNDING)
    }

    /// The groups that begin with this span and cost less than their parts, as positions and as bits, with the cost.
    fn groups_from(&self, first: usize) -> Option<Vec<(Vec<usize>, u128, f64)>> {
        let mut found = Vec::new();
        let near = self.near(first)?;
        let mut open: Vec<(Vec<usize>, f64)> = vec![(vec![first], 0.0)];
        while let Some((group, sum)) = open.pop() {
            let disorder = self.disorder(group.len(), sum);
            if group.len() == 1 || disorder < real(group.len()) * EMPTY && !self.is_better_in_parts(&group, disorder) {
                let bits = group.iter().fold(0, |bits, at| bits | 1_u128 << (at - first));
                found.push((group.clone(), bits, disorder));
            }
            let last = group.last().copied().unwrap_or(first);
            for at in near.iter().copied().filter(|at| *at > last) {
                let more = self.sum_with(&group, at).map(|more| sum + more);
                if let Some(sum) = more.filter(|sum| *sum <= self.pairs * real(self.annotators) * EMPTY) {
                    open.push((group.iter().copied().chain(iter::once(at)).collect(), sum));
                }
            }
        }
        Some(found)
    }

    /// The later spans of other annotators that could be in one group with this one. `None` if they are too many.
    fn near(&self, first: usize) -> Option<Vec<usize>> {
        let one = self.units.get(first)?;
        // The dissimilarity of a pair in a useful group is at most this.
        let most = self.pairs * real(self.annotators) * EMPTY;
        let reach = one.unit.start + most.sqrt() * (one.unit.length() + self.longest);
        let later = self.units.iter().enumerate().skip(first + 1);
        let later = later.take_while(|(_, placed)| placed.unit.start <= reach);
        let near = later
            .filter(|(_, placed)| placed.annotator != one.annotator && placed.unit.dissimilarity(&one.unit) <= most);
        let near: Vec<usize> = near.map(|(at, _)| at).collect();
        near.last().is_none_or(|last| last - first < WINDOW).then_some(near)
    }

    /// The dissimilarities of a further span with those of a group; `None` if its annotator has one in it.
    fn sum_with(&self, group: &[usize], at: usize) -> Option<f64> {
        let new = self.units.get(at)?;
        group.iter().filter_map(|member| self.units.get(*member)).try_fold(0.0, |sum, member| {
            (member.annotator != new.annotator).then(|| sum + member.unit.dissimilarity(&new.unit))
        })
    }
}

/// Removes the states from which no state of the layer comes, and gives their number.
fn remove_dead_ends(states: &mut Vec<State>, layer: &mut HashMap<u128, (usize, f64)>) -> usize {
    let mut is_alive = vec![false; states.len()];
    for (state, _) in layer.values() {
        let mut at = *state;
        while let Some(alive) = is_alive.get_mut(at).filter(|alive| !**alive) {
            *alive = true;
            at = states.get(at).map_or(0, |state| state.parent);
        }
    }
    let before = states.len();
    // A state comes behind its parent.
    let (mut number_of, mut kept) = (Vec::with_capacity(before), Vec::new());
    for (State { parent, group }, is_alive) in std::mem::take(states).into_iter().zip(is_alive) {
        let parent = number_of.get(parent).copied().unwrap_or(0);
        number_of.push(kept.len());
        if is_alive {
            kept.push(State { parent, group });
        }
    }
    *states = kept;
    for (state, _) in layer.values_mut() {
        *state = number_of.get(*state).copied().unwrap_or(0);
    }
    before - states.len()
}

fn keep_cheaper(layer: &mut HashMap<u128, (usize, f64)>, key: u128, cost: f64, state: impl FnOnce() -> usize) {
    match layer.get(&key) {
        Some((_, least)) if *least <= cost => {}
        _ => {
            layer.insert(key, (state(), cost));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Tries every alignment.
    fn least_cost(units: &[(usize, GammaUnit)], annotators: usize) -> f64 {
        fn place(rest: &[(usize, GammaUnit)], groups: &mut Vec<Vec<(usize, GammaUnit)>>, annotators: usize) -> f64 {
            let Some((one, rest)) = rest.split_first() else {
                let pairs = (annotators * (annotators - 1) / 2) as f64;
                let cost = |group: &Vec<(usize, GammaUnit)>| {
                    let mut sum = 0.0;
                    for (at, (_, unit)) in group.iter().enumerate() {
                        sum += group[at + 1..].iter().map(|(_, other)| unit.dissimilarity(other)).sum::<f64>();
                    }
                    (sum + pairs - (group.len() * (group.len() - 1) / 2) as f64) / pairs
                };
                return groups.iter().map(cost).sum();
            };
            let mut least = f64::INFINITY;
            for at in 0..groups.len() {
                if groups[at].iter().all(|(annotator, _)| *annotator != one.0) {
                    groups[at].push(*one);
                    least = least.min(place(rest, groups, annotators));
                    groups[at].pop();
                }
            }
            groups.push(vec![*one]);
            least = least.min(place(rest, groups, annotators));
            groups.pop();
            least
        }
        place(units, &mut Vec::new(), annotators)
    }

    /// Five annotators of a long text, each with a span on nearly every word: more states than a short text may have, most of them dead
    /// ends.
    #[test]
    fn a_long_text_of_many_annotators_is_searched() {
        let mut random = fastrand::Rng::with_seed(7);
        let mut annotator = |_| {
            let spans = (0..300).filter(|_| random.f64() < 0.85).collect::<Vec<u32>>();
            let unit = |at: u32| {
                let start = f64::from(9 * at + random.u32(0..2));
                GammaUnit { start, end: start + [3.0, 8.0][random.usize(0..2)], label: u32::from(random.f64() < 0.25) }
            };
            spans.into_iter().map(unit).collect::<Vec<_>>()
        };
        let lists: Vec<Vec<GammaUnit>> = (0..5).map(&mut annotator).collect();
        let count: usize = lists.iter().map(Vec::len).sum();
        let found = best_alignment(&lists).unwrap();
        assert_eq!(found.groups.iter().flatten().flatten().count(), count);
        let cost: f64 = found.groups.iter().map(|group| cost_of(group, &lists)).sum();
        assert!((cost - found.cost).abs() < 1e-6);
    }

    fn cost_of(group: &[Option<usize>], lists: &[Vec<GammaUnit>]) -> f64 {
        let units: Vec<Option<&GammaUnit>> =
            group.iter().zip(lists).map(|(number, list)| number.map(|at| &list[at])).collect();
        let pairs =
            units.iter().enumerate().flat_map(|(at, one)| units[at + 1..].iter().map(move |other| (*one, *other)));
        let costs: Vec<f64> =
            pairs.map(|(one, other)| one.zip(other).map_or(EMPTY, |(one, other)| one.dissimilarity(other))).collect();
        costs.iter().sum::<f64>() / costs.len() as f64
    }

    proptest! {
        #[test]
        fn the_search_finds_the_least_cost(
            annotators in 2..4_usize,
            spans in prop::collection::vec((0..3_usize, 0..24_u32, 1..9_u32, 0..2_u32), 0..7),
        ) {
            let units: Vec<(usize, GammaUnit)> = spans.iter().map(|(annotator, start, length, label)| {
                let (start, length) = (f64::from(*start), f64::from(*length));
                (annotator % annotators, GammaUnit { start, end: start + length, label: *label })
            }).collect();
            let of = |annotator| units.iter().filter(|(of, _)| *of == annotator).map(|(_, unit)| *unit).collect();
            let lists: Vec<Vec<GammaUnit>> = (0..annotators).map(of).collect();
            let found = best_alignment(&lists).unwrap();
            prop_assert!((found.cost - least_cost(&units, annotators)).abs() < 1e-9);
            let placed: usize = found.groups.iter().flatten().flatten().count();
            prop_assert_eq!(placed, units.len());
        }
    }
}
