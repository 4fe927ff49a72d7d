//! What other tools put on spans of a CAS: link features (slots of INCEpTION) and chains.
//!
//! A link feature lists structures with a `role` and a `target`. A chain is spans with a feature `next`. Both become relations.

use std::collections::{HashMap, HashSet};

use super::article_builder::ArticleBuilder;
use super::graph::Link;
use super::read_structure::ReadStructure;

/// The structures that are links of a link feature, and the lists of such structures.
pub(super) struct SlotLinks<'a> {
    /// Role and target by the id of the link.
    links: HashMap<&'a str, (&'a str, &'a str)>,
    /// The members of each list (`FSArray`) by its id.
    lists: HashMap<&'a str, &'a str>,
    /// The links that a span lists.
    owned: HashSet<&'a str>,
}

impl<'a> SlotLinks<'a> {
    pub(super) fn new(structures: &'a [ReadStructure]) -> Self {
        let mut slots = Self { links: HashMap::new(), lists: HashMap::new(), owned: HashSet::new() };
        for it in structures {
            if let (Some(target), None) = (it.get(&["target", "@target"]), it.get(&["begin"])) {
                slots.links.insert(&it.id, (it.get(&["role"]).unwrap_or_default(), target));
            }
            if let Some(members) = it.get(&["%ELEMENTS", "elements"]) {
                slots.lists.insert(&it.id, members);
            }
        }
        let of_spans = structures.iter().filter(|it| it.get(&["begin"]).is_some());
        slots.owned =
            of_spans.flat_map(ReadStructure::own_features).flat_map(|(_, value)| slots.members(value)).collect();
        slots
    }

    /// The links that the value of a feature lists. Empty if it is another value.
    fn members(&self, value: &'a str) -> Vec<&'a str> {
        // A document without links may have millions of values.
        if self.links.is_empty() {
            return Vec::new();
        }
        let list = self.lists.get(value).copied().unwrap_or(value);
        let ids: Vec<&str> = list.split_whitespace().collect();
        if ids.iter().all(|id| self.links.contains_key(id)) { ids } else { Vec::new() }
    }

    /// The relations that begin at a span: its links, and the next span of its chain.
    pub(super) fn links_of(&self, it: &'a ReadStructure) -> Vec<Link> {
        let mut links = Vec::new();
        for (feature, value) in it.own_features() {
            for id in self.members(value) {
                let Some((role, target)) = self.links.get(id) else { continue };
                let label = if role.is_empty() { feature.trim_start_matches('@') } else { role };
                links.push(Link { from: it.id.to_string(), to: (*target).to_owned(), label: label.to_owned() });
            }
        }
        if let Some(next) = it.get(&["next", "@next"]) {
            let label = it.get(&["referenceRelation"]).unwrap_or("next").to_owned();
            links.push(Link { from: it.id.to_string(), to: next.to_owned(), label });
        }
        links
    }

    /// True for the value of a feature that lists links.
    pub(super) fn is_list(&self, value: &'a str) -> bool {
        !self.members(value).is_empty()
    }

    /// True for a link. Reports one that no span lists.
    pub(super) fn report_lost(&self, it: &ReadStructure, builder: &mut ArticleBuilder) -> bool {
        if self.links.contains_key(it.id.as_str()) && !self.owned.contains(it.id.as_str()) {
            builder.lose(&format!("{} {}", it.local_kind(), it.id), "no span has this link; left out");
        }
        self.links.contains_key(it.id.as_str())
    }
}
