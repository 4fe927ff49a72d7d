//! Dividing the articles of a corpus among annotators.

use super::Condition;

/// What the plan must know of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArticleFacts {
    /// Its length in words.
    pub words: u32,
    /// True if errors can be put into its suggestions.
    pub can_be_seeded: bool,
}

/// The wishes of the lead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanOptions {
    /// The number of annotators, at least one.
    pub annotators: usize,
    /// The share of the articles that several annotators get, from 0 to 1.
    pub overlap: f64,
    /// The number of annotators that get each of these; at least two, and at most all.
    pub overlap_annotators: usize,
    /// The share of each annotator's articles without suggestions, from 0 to 1.
    pub blind: f64,
    /// The share of each annotator's articles with seeded errors, from 0 to 1.
    pub seeded: f64,
    /// The seed of all random choices.
    pub seed: u64,
}

/// An article in the list of an annotator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedReading {
    /// The number of the article in the corpus, from 0.
    pub article: u32,
    /// How its suggestions are shown.
    pub condition: Condition,
}

/// Who annotates what.
///
/// The articles for several annotators are spread over the corpus: it is cut into as many equal pieces as there are such
/// articles, and one article of each piece is drawn. So are the articles without suggestions and those with errors, in the
/// order of each annotator. Loads differ by at most one article; between annotators with equally many articles, the one
/// with fewer words gets the next.
///
/// ```
/// use tawsim::assignment::{ArticleFacts, Plan, PlanOptions};
/// let articles = [ArticleFacts { words: 100, can_be_seeded: true }; 10];
/// let options =
///     PlanOptions { annotators: 2, overlap: 0.2, overlap_annotators: 2, blind: 0.0, seeded: 0.0, seed: 1 };
/// let plan = Plan::new(&articles, &options);
/// assert_eq!(plan.lists.iter().map(Vec::len).collect::<Vec<_>>(), [6, 6]);
/// assert_eq!(plan, Plan::new(&articles, &options));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// For each annotator the articles, in the order in which they come.
    pub lists: Vec<Vec<PlannedReading>>,
}

impl Plan {
    /// Divides the articles.
    #[must_use]
    pub fn new(articles: &[ArticleFacts], options: &PlanOptions) -> Self {
        let mut random = fastrand::Rng::with_seed(options.seed);
        let mut division = Division::new(options.annotators.max(1));
        let shared = spread(articles.len(), count_of(options.overlap, articles.len()), &mut random);
        for article in &shared {
            division.share(*article, articles, options.overlap_annotators);
        }
        let mut next_shared = shared.iter().peekable();
        for article in 0..articles.len() {
            if next_shared.next_if_eq(&&article).is_none() {
                division.give_single(article, articles);
            }
        }
        let lists = division.lists.into_iter().map(|mut list| {
            random.shuffle(&mut list);
            with_conditions(&list, articles, options, &mut random)
        });
        Self { lists: lists.collect() }
    }

    /// The readings of all annotators by article: its number, the number of the annotator, and the condition.
    #[must_use]
    pub fn by_article(&self) -> Vec<(u32, usize, Condition)> {
        let readings = self.lists.iter().enumerate().flat_map(|(annotator, list)| {
            list.iter().map(move |reading| (reading.article, annotator, reading.condition))
        });
        let mut all: Vec<(u32, usize, Condition)> = readings.collect();
        all.sort_unstable();
        all
    }
}

/// The lists of the annotators while articles are given to them.
struct Division {
    lists: Vec<Vec<u32>>,
    words: Vec<u64>,
    /// The number of articles that two annotators share, by both.
    pairs: Vec<Vec<usize>>,
}

impl Division {
    fn new(annotators: usize) -> Self {
        Self {
            lists: vec![Vec::new(); annotators],
            words: vec![0; annotators],
            pairs: vec![vec![0; annotators]; annotators],
        }
    }

    /// Gives an article to several annotators: those with few articles, and of these those who share few with each other.
    fn share(&mut self, article: usize, articles: &[ArticleFacts], wanted: usize) {
        let mut chosen: Vec<usize> = Vec::new();
        while chosen.len() < wanted.min(self.lists.len()) {
            let others = (0..self.lists.len()).filter(|annotator| !chosen.contains(annotator));
            let shared = |annotator: usize| -> usize {
                chosen.iter().filter_map(|other| self.pairs.get(*other)?.get(annotator)).sum()
            };
            let Some(next) = others.min_by_key(|annotator| (self.load(*annotator), shared(*annotator), *annotator))
            else {
                break;
            };
            chosen.push(next);
        }
        for annotator in &chosen {
            for other in chosen.iter().filter(|other| *other != annotator) {
                if let Some(count) = self.pairs.get_mut(*annotator).and_then(|row| row.get_mut(*other)) {
                    *count += 1;
                }
            }
            self.give(*annotator, article, articles);
        }
    }

    /// Gives an article to the annotator with the least work.
    fn give_single(&mut self, article: usize, articles: &[ArticleFacts]) {
        let least = (0..self.lists.len()).min_by_key(|annotator| {
            (self.load(*annotator), self.words.get(*annotator).copied().unwrap_or_default(), *annotator)
        });
        if let Some(annotator) = least {
            self.give(annotator, article, articles);
        }
    }

    fn load(&self, annotator: usize) -> usize {
        self.lists.get(annotator).map_or(0, Vec::len)
    }

    fn give(&mut self, annotator: usize, article: usize, articles: &[ArticleFacts]) {
        if let (Some(list), Some(words)) = (self.lists.get_mut(annotator), self.words.get_mut(annotator)) {
            list.push(u32::try_from(article).unwrap_or(u32::MAX));
            *words += articles.get(article).map_or(0, |facts| u64::from(facts.words));
        }
    }
}

/// Draws the articles without suggestions and those with errors.
fn with_conditions(
    list: &[u32],
    articles: &[ArticleFacts],
    options: &PlanOptions,
    random: &mut fastrand::Rng,
) -> Vec<PlannedReading> {
    let mut readings: Vec<PlannedReading> =
        list.iter().map(|article| PlannedReading { article: *article, condition: Condition::Shown }).collect();
    let blind = count_of(options.blind, list.len());
    let seeded = count_of(options.seeded, list.len()).min(list.len() - blind);
    let can_be_seeded =
        |reading: &PlannedReading| articles.get(reading.article as usize).is_some_and(|article| article.can_be_seeded);
    let mut conditions = vec![Condition::Withheld; blind];
    conditions.resize(blind + seeded, Condition::Seeded);
    random.shuffle(&mut conditions);
    let pieces = conditions.len();
    for (piece, condition) in conditions.into_iter().enumerate() {
        let places = piece * list.len() / pieces..(piece + 1) * list.len() / pieces;
        let Some(piece) = readings.get_mut(places) else { continue };
        let first = random.usize(0..piece.len().max(1));
        let is_fit = |reading: &PlannedReading| condition == Condition::Withheld || can_be_seeded(reading);
        let place = (0..piece.len()).map(|step| (first + step) % piece.len());
        let place = place.into_iter().find(|place| piece.get(*place).is_some_and(is_fit));
        if let Some(reading) = place.and_then(|place| piece.get_mut(place)) {
            reading.condition = condition;
        }
    }
    readings
}

/// A share of a number of things, rounded; at least one if the share is more than nothing.
fn count_of(share: f64, len: usize) -> usize {
    let count = (share * len as f64).round() as usize;
    if share > 0.0 { count.max(1).min(len) } else { 0 }
}

/// Some of the numbers below `len`, in order: one at random from each of `count` equal pieces.
fn spread(len: usize, count: usize, random: &mut fastrand::Rng) -> Vec<usize> {
    (0..count).map(|piece| random.usize(piece * len / count..(piece + 1) * len / count)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn facts(words: &[u32]) -> Vec<ArticleFacts> {
        words.iter().map(|words| ArticleFacts { words: *words, can_be_seeded: words % 3 > 0 }).collect()
    }

    proptest! {
        /// Every article has an annotator, nobody gets one twice, and loads differ by at most one article.
        #[test]
        fn every_article_is_given_and_loads_are_equal(
            words in prop::collection::vec(1_u32..900, 1..120),
            annotators in 1_usize..6,
            overlap in 0.0..1.0_f64,
            seed in 0_u64..9,
        ) {
            let options = PlanOptions {
                annotators, overlap, overlap_annotators: annotators.min(2), blind: 0.2, seeded: 0.1, seed,
            };
            let plan = Plan::new(&facts(&words), &options);
            let loads: Vec<usize> = plan.lists.iter().map(Vec::len).collect();
            prop_assert!(loads.iter().max().unwrap() - loads.iter().min().unwrap() <= 1, "{loads:?}");
            for list in &plan.lists {
                prop_assert_eq!(list.iter().map(|reading| reading.article).collect::<BTreeSet<_>>().len(), list.len());
            }
            let given: BTreeSet<u32> = plan.by_article().iter().map(|reading| reading.0).collect();
            prop_assert_eq!(given.len(), words.len());
            let seeded = |reading: &&(u32, usize, Condition)| reading.2 == Condition::Seeded;
            for (article, ..) in plan.by_article().iter().filter(seeded) {
                prop_assert!(words[*article as usize] % 3 > 0, "article {article} has nothing to seed");
            }
        }
    }

    /// The numbers of the articles that several annotators have.
    fn shared(plan: &Plan) -> Vec<u32> {
        let all = plan.by_article();
        all.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[0].0).collect()
    }

    #[test]
    fn the_overlap_is_spread_over_the_corpus_and_every_pair_shares() {
        let options =
            PlanOptions { annotators: 3, overlap: 0.2, overlap_annotators: 2, blind: 0.1, seeded: 0.05, seed: 7 };
        let plan = Plan::new(&facts(&vec![100; 1000]), &options);
        let shared = shared(&plan);
        assert_eq!(shared.len(), 200);
        for (piece, article) in shared.iter().enumerate() {
            assert_eq!(*article as usize / 5, piece, "one of each five");
        }
        let has = |annotator: usize, article: u32| plan.lists[annotator].iter().any(|it| it.article == article);
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
            let both = shared.iter().filter(|article| has(a, **article) && has(b, **article)).count();
            assert!((66..=67).contains(&both), "{a} {b}: {both}");
        }
        let list = &plan.lists[0];
        assert_eq!(list.len(), 400);
        let of = |condition| list.iter().filter(|reading| reading.condition == condition).count();
        assert_eq!((of(Condition::Withheld), of(Condition::Seeded)), (40, 20));
        assert!(list[..100].iter().filter(|reading| reading.condition == Condition::Withheld).count() > 4);
        assert!(list.windows(2).any(|pair| pair[0].article > pair[1].article), "the order is shuffled");
        assert_ne!(plan, Plan::new(&facts(&vec![100; 1000]), &PlanOptions { seed: 8, ..options }));
    }

    #[test]
    fn words_decide_between_annotators_with_equally_many_articles() {
        let options =
            PlanOptions { annotators: 2, overlap: 0.0, overlap_annotators: 2, blind: 0.0, seeded: 0.0, seed: 1 };
        let words: Vec<u32> = (0..200).map(|number| if number % 2 == 0 { 1000 } else { 10 }).collect();
        let plan = Plan::new(&facts(&words), &options);
        let sums: Vec<u32> =
            plan.lists.iter().map(|list| list.iter().map(|reading| words[reading.article as usize]).sum()).collect();
        assert!(sums[0].abs_diff(sums[1]) <= 1000, "{sums:?}");
    }
}
