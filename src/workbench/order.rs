//! The order in which articles come.
//!
//! The numbers of the articles never change. An order decides only which article "next" leads to; "previous" leads back the
//! way that the annotator came. So nothing moves on the screen when the order is computed anew.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::document::Documents;

/// The rule by which the next article is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ArticleOrder {
    /// The order of the input.
    #[default]
    Given,
    /// A random order, which follows from the seed.
    Random {
        /// The seed.
        seed: u64,
    },
    /// The articles first about which the built-in suggester is least sure.
    Uncertain,
    /// The articles first about which the suggesters disagree most.
    Disagreement,
}

impl ArticleOrder {
    /// True if articles are estimated ahead.
    #[must_use]
    pub const fn estimates(self) -> bool {
        matches!(self, Self::Uncertain | Self::Disagreement)
    }
}

/// The number of articles that are estimated ahead: the next ones of the input without a verdict.
pub(super) const WINDOW: usize = 200;

/// The way of the annotator through the articles, and what is known about those that may come next.
#[derive(Debug, Default)]
pub(super) struct Route {
    rule: ArticleOrder,
    /// The articles that were on the screen, in order; `at` is the present one.
    visited: Vec<usize>,
    at: usize,
    ever_visited: HashSet<usize>,
    /// The articles that are estimated ahead; those before `ahead` were considered.
    window: BTreeSet<usize>,
    ahead: usize,
    /// The estimates, each with how much the suggester had learnt by then.
    estimates: BTreeMap<usize, (f64, u64)>,
    /// The article whose estimate is awaited, and how much the suggester had learnt when it was asked for.
    asked: Option<(usize, u64)>,
    /// The next article of a random order, and the number of articles among which it was chosen.
    drawn: Option<(usize, usize)>,
}

impl Route {
    pub(super) fn new(rule: ArticleOrder, first: usize) -> Self {
        Self { rule, visited: vec![first], ever_visited: HashSet::from([first]), ..Self::default() }
    }

    /// The rule.
    pub(super) const fn rule(&self) -> ArticleOrder {
        self.rule
    }

    /// Records that an article comes on the screen. `untouched` is true while nobody has pressed a key: then the article that
    /// was there before was never seen.
    pub(super) fn visit(&mut self, index: usize, untouched: bool) {
        if untouched {
            self.visited.clear();
            self.ever_visited.clear();
            (self.window, self.ahead) = (BTreeSet::new(), 0);
        }
        let neighbour = |at: Option<usize>| at.filter(|at| self.visited.get(*at) == Some(&index));
        let along = neighbour(self.at.checked_add(1)).or_else(|| neighbour(self.at.checked_sub(1)));
        self.at = along.unwrap_or_else(|| {
            self.visited.push(index);
            self.visited.len() - 1
        });
        self.ever_visited.insert(index);
        self.window.remove(&index);
        self.estimates.remove(&index);
        self.drawn = None;
    }

    /// The article to which "next" leads; `None` if there is none, or none is known yet.
    pub(super) fn next(&mut self, current: usize, documents: &Documents) -> Option<usize> {
        if self.rule == ArticleOrder::Given {
            return Some(current + 1).filter(|next| *next < documents.len());
        }
        self.visited.get(self.at + 1).copied().or_else(|| self.choose(documents))
    }

    /// The article to which "previous" leads.
    pub(super) fn previous(&self, current: usize) -> Option<usize> {
        match self.rule {
            ArticleOrder::Given => current.checked_sub(1),
            _ => self.visited.get(self.at.checked_sub(1)?).copied(),
        }
    }

    /// Chooses an article that was not on the screen and is not finished.
    fn choose(&mut self, documents: &Documents) -> Option<usize> {
        if let ArticleOrder::Random { seed } = self.rule {
            return self.draw(seed, documents);
        }
        self.fill_window(documents);
        let is_open = |index: &&usize| is_open(**index, documents);
        let estimated =
            self.window.iter().filter(is_open).filter_map(|index| Some((self.estimates.get(index)?.0, *index)));
        // Of equal articles the first one.
        let best = estimated.max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        best.map(|(_, index)| index).or_else(|| self.window.iter().find(is_open).copied())
    }

    /// The article with the least random number. When more articles are found, only these are looked at.
    fn draw(&mut self, seed: u64, documents: &Documents) -> Option<usize> {
        let is_candidate = |index: &usize| is_open(*index, documents) && !self.ever_visited.contains(index);
        let (known, from) = match self.drawn {
            Some((drawn, of)) if is_candidate(&drawn) => (Some(drawn), of),
            _ => (None, 0),
        };
        let new = (from..documents.len()).filter(is_candidate);
        let drawn = known.into_iter().chain(new).min_by_key(|index| random_number(seed, *index))?;
        self.drawn = Some((drawn, documents.len()));
        Some(drawn)
    }

    /// True if the present article is not the first one of a random order, although no work has begun on any.
    pub(super) fn first_of_random_order(&mut self, current: usize, documents: &Documents) -> Option<usize> {
        let ArticleOrder::Random { seed } = self.rule else { return None };
        let next = self.draw(seed, documents)?;
        (random_number(seed, next) < random_number(seed, current)).then_some(next)
    }

    fn fill_window(&mut self, documents: &Documents) {
        self.window.retain(|index| is_open(*index, documents));
        while self.window.len() < WINDOW && self.ahead < documents.len() {
            if is_open(self.ahead, documents) && !self.ever_visited.contains(&self.ahead) {
                self.window.insert(self.ahead);
            }
            self.ahead += 1;
        }
    }

    /// The article to estimate now: one without an estimate, or else the one whose estimate is oldest. `None` while another
    /// estimate is awaited, or if all estimates are new. `learnt` is how much the suggester has learnt.
    pub(super) fn estimate_wanted(&mut self, learnt: u64, documents: &Documents) -> Option<usize> {
        if !self.rule.estimates() || self.asked.is_some() {
            return None;
        }
        self.fill_window(documents);
        let age = |index: &usize| self.estimates.get(index).map(|(_, learnt)| *learnt);
        // What programs answer does not change when the built-in suggester learns.
        let is_old = |known: u64| self.rule == ArticleOrder::Uncertain && known < learnt;
        let wanted = self.window.iter().filter(|index| age(index).is_none_or(is_old));
        let index = wanted.min_by_key(|index| age(index)).copied()?;
        self.asked = Some((index, learnt));
        Some(index)
    }

    /// True while an estimate is awaited.
    pub(super) const fn awaits_estimate(&self) -> bool {
        self.asked.is_some()
    }

    /// Records an estimate; `None` if the article cannot be read.
    pub(super) fn record_estimate(&mut self, index: usize, value: Option<f64>) {
        let learnt = self.asked.take_if(|(asked, _)| *asked == index).map_or(0, |(_, learnt)| learnt);
        match value {
            Some(value) if self.window.contains(&index) => drop(self.estimates.insert(index, (value, learnt))),
            Some(_) => {}
            // Whoever goes there with "previous" or by its number sees why.
            None => {
                self.window.remove(&index);
                self.estimates.remove(&index);
            }
        }
    }
}

/// True if an article can be read and is neither done nor skipped, as far as it is known.
fn is_open(index: usize, documents: &Documents) -> bool {
    documents.problem(index).is_none() && !documents.summary(index).status.is_over()
}

/// A number that looks random, the same on every machine (splitmix64).
const fn random_number(seed: u64, index: usize) -> u64 {
    let mut mixed = seed.wrapping_add((index as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::gold::{ArticleSummary, Headings, Status};

    fn documents(count: usize) -> Documents {
        let mut headings = Headings::default();
        (0..count).for_each(|number| headings.push(&number.to_string(), ""));
        let mut documents = Documents::default();
        documents.extend(Arc::new(headings));
        documents.mark_complete();
        documents
    }

    fn finish(documents: &mut Documents, index: usize) {
        documents.record_summary(index, ArticleSummary { status: Status::Done, flagged: false });
    }

    /// Goes through all articles by "next".
    fn walk(route: &mut Route, documents: &Documents, first: usize) -> Vec<usize> {
        let mut seen = vec![first];
        while let Some(next) = route.next(*seen.last().unwrap(), documents) {
            route.visit(next, false);
            seen.push(next);
        }
        seen
    }

    #[test]
    fn a_random_order_meets_every_article_once_and_goes_on_after_a_restart() {
        let mut all = documents(500);
        let rule = ArticleOrder::Random { seed: 4 };
        let mut route = Route::new(rule, 0);
        let first = route.first_of_random_order(0, &all).unwrap();
        route.visit(first, true);
        let order = walk(&mut route, &all, first);
        let different: HashSet<usize> = order.iter().copied().collect();
        assert_eq!((order.len(), different.len()), (500, 500));
        assert!(order.windows(2).filter(|pair| pair[0] > pair[1]).count() > 200, "{order:?}");
        // Back and forth is the same way.
        let back = route.previous(order[499]).unwrap();
        route.visit(back, false);
        assert_eq!((back, route.next(back, &all)), (order[498], Some(order[499])));
        // The next session begins with the first article that is not finished.
        order[..200].iter().for_each(|index| finish(&mut all, *index));
        let open = (0..500).find(|index| is_open(*index, &all)).unwrap();
        let mut again = Route::new(rule, open);
        let first = again.first_of_random_order(open, &all).unwrap_or(open);
        again.visit(first, true);
        assert_eq!(walk(&mut again, &all, first), order[200..]);
        assert_ne!(walk(&mut Route::new(ArticleOrder::Random { seed: 5 }, first), &all, first), order[200..]);
    }

    #[test]
    fn the_least_certain_article_of_the_window_comes_next_and_estimates_are_renewed() {
        let mut all = documents(1000);
        let mut route = Route::new(ArticleOrder::Uncertain, 0);
        assert_eq!(route.next(0, &all), Some(1), "nothing is known yet");
        let mut asked = Vec::new();
        while let Some(index) = route.estimate_wanted(0, &all) {
            assert_eq!(route.estimate_wanted(0, &all), None, "one at a time");
            asked.push(index);
            route.record_estimate(index, Some(if index == 77 { 0.9 } else { 0.1 }));
        }
        assert_eq!(asked, (1..=WINDOW).collect::<Vec<_>>());
        assert_eq!(route.next(0, &all), Some(77));
        route.visit(77, false);
        finish(&mut all, 77);
        assert_eq!((route.next(77, &all), route.previous(77)), (Some(1), Some(0)));
        // The window has room for another article, and old estimates are made anew.
        assert_eq!(route.estimate_wanted(1, &all), Some(WINDOW + 1));
        route.record_estimate(WINDOW + 1, None);
        assert_eq!(route.estimate_wanted(1, &all), Some(WINDOW + 2));
        route.record_estimate(WINDOW + 2, Some(0.2));
        assert_eq!(route.estimate_wanted(1, &all), Some(1));
        route.record_estimate(1, Some(0.0));
        assert_eq!(route.next(77, &all), Some(WINDOW + 2));
        // Somebody finished it elsewhere.
        finish(&mut all, WINDOW + 2);
        assert_eq!(route.next(77, &all), Some(2));
    }

    #[test]
    fn programs_are_asked_once_and_the_given_order_asks_nobody() {
        let all = documents(3);
        let mut route = Route::new(ArticleOrder::Disagreement, 0);
        for index in [1, 2] {
            assert_eq!(route.estimate_wanted(0, &all), Some(index));
            route.record_estimate(index, Some(0.5));
        }
        assert_eq!(route.estimate_wanted(9, &all), None);
        let mut given = Route::new(ArticleOrder::Given, 0);
        assert_eq!((given.estimate_wanted(0, &all), given.next(0, &all), given.next(2, &all)), (None, Some(1), None));
    }
}
