//! The next best guesses: other edges and other labels of an entity that the tagger found.
//!
//! ```text
//! زار [بنك فيصل PER] الإسلامي: بنك فيصل الإسلامي ORG 0.31, بنك فيصل ORG 0.12
//! ```

use super::marginals::Marginals;
use super::tags::{self, LabelledRun};

/// So many are kept for each entity, each at least so probable.
const MOST: usize = 4;
const LEAST: f32 = 0.02;
/// Each edge is tried at most this many tokens from where it is.
const REACH: usize = 2;

/// The most probable other runs that share a token with a run, of a line with `length` tokens and a number of labels. Each
/// with its probability, the most probable first.
pub(super) fn next_best(
    marginals: &Marginals,
    run: LabelledRun,
    length: usize,
    labels: usize,
) -> Vec<(LabelledRun, f32)> {
    let firsts = run.from.saturating_sub(REACH)..(run.from + REACH + 1).min(run.to);
    let mut found: Vec<(LabelledRun, f32)> = Vec::new();
    for from in firsts {
        let lasts = run.to.saturating_sub(REACH).max(run.from).max(from) + 1..(run.to + REACH).min(length) + 1;
        for (to, label) in lasts.flat_map(|to| (0..labels).map(move |label| (to, label))) {
            let other = LabelledRun { from, to, label };
            let chance = if other == run { 0.0 } else { marginals.of_run(from, to, tags::begin(label)) };
            if chance >= LEAST {
                found.push((other, chance));
            }
        }
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found.truncate(MOST);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::tagger::decode::Transitions;

    #[test]
    fn other_edges_and_labels_come_by_probability() {
        // Two labels: O, B-0, I-0, B-1, I-1. The second token may go on with the first or not; the label is not sure.
        let transitions = Transitions::new(5);
        let mut marginals = Marginals::new(&transitions);
        let scores = [
            [0.0, 20.0, 0.0, 18.0, 0.0], //
            [16.0, 0.0, 20.0, 0.0, 18.0],
            [40.0, 0.0, 0.0, 0.0, 0.0],
        ];
        marginals.read(&scores.concat());
        let found = next_best(&marginals, LabelledRun { from: 0, to: 2, label: 0 }, 3, 2);
        let runs: Vec<(usize, usize, usize)> = found.iter().map(|(run, _)| (run.from, run.to, run.label)).collect();
        assert_eq!(runs, [(0, 1, 0), (0, 2, 1), (0, 1, 1)]);
        assert!(found.is_sorted_by(|a, b| a.1 >= b.1) && found.iter().all(|(_, chance)| *chance > LEAST));
    }
}
