//! What the article itself says: a part of a name that stands in full elsewhere is that name again.

use std::collections::{HashMap, HashSet};

use crate::suggest::evidence::Evidence;
use crate::words::lexicon::entities::Roles;
use crate::words::word::Words;

use super::{Candidate, Tag};

/// Adds the repeated mentions to what was chosen, which stays in reading order.
pub(super) fn find(words: &Words<'_>, chosen: &mut Vec<Candidate>) {
    let tokens = words.tokens();
    let mut parts: HashSet<String> = HashSet::new();
    for candidate in chosen.iter().filter(|candidate| candidate.tag == Tag::Per) {
        let sure = matches!(candidate.evidence, Evidence::TitledName | Evidence::FullName);
        if !sure || candidate.to - candidate.from < 2 {
            continue;
        }
        let Some(last) = words.readings(candidate.to - 1).first() else { continue };
        // The family name, unless it is a word of every day.
        if last.statistics().is_none_or(|rank| rank.person_percent() >= 20 || rank.rank_bits() >= 14) {
            parts.insert(words.bare_word(candidate.to - 1, last));
        }
    }
    if parts.is_empty() {
        return;
    }
    let mut free = vec![true; tokens.len()];
    let mut upgrade: HashMap<usize, usize> = HashMap::new();
    for (index, candidate) in chosen.iter().enumerate() {
        if candidate.to - candidate.from == 1 && candidate.tag == Tag::Per {
            upgrade.insert(candidate.from, index);
        }
        if let Some(range) = free.get_mut(candidate.from..candidate.to) {
            range.fill(false);
        }
    }
    let mut added = Vec::new();
    for at in 0..tokens.len() {
        let open = free.get(at).copied().unwrap_or(false);
        if !open && !upgrade.contains_key(&at) {
            continue;
        }
        for known in words.readings(at) {
            if known.roles.intersects(Roles::STOP) || !parts.contains(&words.bare_word(at, known)) {
                continue;
            }
            // ولد السالك, آل نهيان: the particle is part of the family name.
            let particle = at.checked_sub(1).filter(|before| {
                known.proclitic == 0
                    && words.has_role(*before, Roles::PARTICLE)
                    && free.get(*before).copied().unwrap_or(false)
            });
            let from = particle.unwrap_or(at);
            let again = Candidate {
                from,
                proclitic: known.proclitic,
                to: at + 1,
                tag: Tag::Per,
                evidence: Evidence::NameAgain,
            };
            match upgrade.get(&at).and_then(|index| chosen.get_mut(*index)) {
                Some(single) => *single = again,
                None => added.push(again),
            }
            break;
        }
    }
    chosen.extend(added);
    chosen.sort_by_key(|candidate| candidate.from);
}
