//! From annotated articles to a model.

use std::collections::BTreeSet;

use crate::gold::Label;
use crate::suggest::entity;
use crate::text::Span;
use crate::words::token::Tokens;
use crate::words::word::Words;

use super::decode::Decoder;
use super::document::{Map, Votes};
use super::example::Example;
use super::features::{self, Groups};
use super::learn::{Line, Problem, Schedule, Weights, likeliest, perceptron};
use super::model::{self, Head};
use super::reading::Reading;
use super::tags::{self, Labels, MOST_LABELS, NONE, Tag};

/// How to train.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Times through the examples.
    pub epochs: usize,
    /// Parts into which articles are divided so that the second pass learns from tags of articles unseen.
    pub folds: usize,
    /// The seed of the order of examples.
    pub seed: u64,
    /// How many perceptrons with other seeds are averaged.
    pub voters: usize,
    /// A feature must be seen so often.
    pub least: u8,
    /// Which features to use.
    pub groups: Groups,
    /// How much O is held back: more is found, less of it is right.
    pub bias: f32,
    /// Whether there is a second pass that knows the article.
    pub second: bool,
    /// Temperature, rate and decay of the second pass's learning.
    pub second_rates: (f32, f32, f32),
    /// Those of the first pass; none for the averaged perceptron.
    pub rates: Option<(f32, f32, f32)>,
    /// A model keeps at most so many features: those with the largest weights.
    pub most: usize,
    /// What scores mean, as points of a line: [`super::Report::calibration`]. Empty: they mean what they say.
    pub calibration: Vec<(f32, f32)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            epochs: 12,
            folds: 5,
            seed: 1,
            voters: 1,
            least: 2,
            groups: Groups::default(),
            bias: 2.0,
            second: false,
            second_rates: (8.0, 0.2, 0.0),
            rates: Some((4.0, 0.1, 0.0)),
            most: 300_000,
            calibration: Vec::new(),
        }
    }
}

/// How far training is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rounds that are done.
    pub done: usize,
    /// Rounds in all.
    pub all: usize,
}

/// Why nothing can be learned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrainError {
    /// No example has an entity.
    #[error("no entity in {0} articles; annotate some first")]
    Nothing(usize),
    /// More labels than a model takes.
    #[error("{0} labels, but a model takes at most {MOST_LABELS}; merge some")]
    Labels(usize),
}

/// Trains a model from scratch; its file's bytes come back.
///
/// # Errors
/// When there is nothing to learn from, or there are too many labels.
pub fn train(
    examples: &[Example],
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<u8>, TrainError> {
    let labels: BTreeSet<&Label> = examples.iter().flat_map(|example| &example.spans).map(|(_, label)| label).collect();
    if labels.is_empty() {
        return Err(TrainError::Nothing(examples.len()));
    }
    if labels.len() > MOST_LABELS {
        return Err(TrainError::Labels(labels.len()));
    }
    let labels = Labels(labels.into_iter().cloned().collect());
    let mut corpus = Corpus::new(examples, labels, options);
    let rounds = options.epochs * (options.voters + if options.second { options.folds + 1 } else { 0 });
    let mut done = 0;
    let mut step = |_: usize| {
        done += 1;
        progress(Progress { done, all: rounds });
    };
    let all: Vec<usize> = (0..corpus.problem.lines.len()).collect();
    let first = corpus.learn(&corpus.problem, &all, options, options.voters, &mut step);
    let mut second = Weights::new(0, first.tags);
    second.steps = first.steps.clone();
    if options.second {
        let problem = corpus.votes(options, &mut step);
        second = Weights::new(corpus.hashes.len(), first.tags);
        second.steps = first.steps.clone();
        let schedule = Schedule { epochs: options.epochs, seed: options.seed };
        second = likeliest(&problem, &all, &second, schedule, options.second_rates, &mut step);
    }
    Ok(corpus.write(&first, &second, options))
}

/// Examples as numbers.
struct Corpus {
    labels: Labels,
    /// The hashes of the features, by number.
    hashes: Vec<u64>,
    known: Map<u64, u32>,
    problem: Problem,
    readings: Vec<Reading>,
    /// The lines of each article.
    articles: Vec<std::ops::Range<usize>>,
}

impl Corpus {
    fn new(examples: &[Example], labels: Labels, options: &Options) -> Self {
        let mut corpus = Self {
            labels,
            hashes: Vec::new(),
            known: Map::default(),
            problem: Problem::default(),
            readings: Vec::new(),
            articles: Vec::new(),
        };
        let mut token = 0;
        for example in examples {
            let tokens = Tokens::new(&example.text);
            let words = Words::new(&tokens);
            let reading = Reading::new(&words, &entity::find(&words));
            let allowed = allowed(&corpus.labels, example, &tokens);
            let first = corpus.problem.lines.len();
            for line in &reading.lines {
                let allowed = allowed.get(line.clone()).unwrap_or_default().to_vec();
                let tokens = token..token + line.len();
                token = tokens.end;
                corpus.problem.lines.push(Line { tokens, allowed, weight: example.weight });
            }
            corpus.articles.push(first..corpus.problem.lines.len());
            corpus.readings.push(reading);
        }
        // What is seen once only is not kept: a sketch counts first.
        let mut sketch = vec![0_u8; 1 << 24];
        corpus.visit(options.groups, |feature| {
            if let Some(count) = sketch.get_mut(feature as usize & ((1 << 24) - 1)) {
                *count = count.saturating_add(1);
            }
        });
        let mut problem = std::mem::take(&mut corpus.problem);
        let (mut known, mut hashes) = (Map::default(), Vec::new());
        corpus.visit_tokens(options.groups, |features| {
            for feature in features {
                if sketch.get(*feature as usize & ((1 << 24) - 1)).is_some_and(|count| *count >= options.least) {
                    let next = u32::try_from(hashes.len()).unwrap_or(u32::MAX);
                    let number = *known.entry(*feature).or_insert(next);
                    if number == next {
                        hashes.push(*feature);
                    }
                    problem.features.push(number);
                }
            }
            problem.ends.push(u32::try_from(problem.features.len()).unwrap_or(u32::MAX));
        });
        corpus.problem = problem;
        (corpus.known, corpus.hashes) = (known, hashes);
        corpus
    }

    fn visit(&self, groups: Groups, mut found: impl FnMut(u64)) {
        self.visit_tokens(groups, |features| features.iter().for_each(|feature| found(*feature)));
    }

    fn visit_tokens(&self, groups: Groups, mut found: impl FnMut(&[u64])) {
        let mut features = Vec::new();
        for reading in &self.readings {
            for line in &reading.lines {
                let rows = reading.line(line);
                for at in 0..rows.len() {
                    features.clear();
                    features::each(rows, at, groups, |feature| features.push(feature));
                    found(&features);
                }
            }
        }
    }

    /// The average of perceptrons with several seeds.
    fn learn(
        &self,
        problem: &Problem,
        used: &[usize],
        options: &Options,
        voters: usize,
        step: &mut dyn FnMut(usize),
    ) -> Weights {
        let start = Weights::new(self.hashes.len(), self.labels.tags());
        let mut sum: Option<Weights> = None;
        for voter in 0..voters.max(1) {
            let schedule = Schedule { epochs: options.epochs, seed: options.seed.wrapping_add(voter as u64 * 977) };
            let found = match options.rates {
                None => perceptron(problem, used, &start, schedule, step),
                Some(rates) => likeliest(problem, used, &start, schedule, rates, step),
            };
            sum = Some(match sum {
                None => found,
                Some(mut sum) => {
                    sum.add(&found);
                    sum
                }
            });
        }
        let mut sum = sum.unwrap_or(start);
        sum.divide(voters.max(1));
        sum
    }

    /// What the second pass learns from: features of the article, on top of scores from models that have not seen it.
    fn votes(&mut self, options: &Options, step: &mut dyn FnMut(usize)) -> Problem {
        let folds = options.folds.clamp(2, self.articles.len().max(2));
        let width = self.labels.tags();
        let mut tags: Vec<Vec<Tag>> = self.readings.iter().map(|reading| vec![NONE; reading.atoms.len()]).collect();
        let mut given = vec![0.0; self.problem.ends.len() * width];
        let mut decoder = Decoder::default();
        let (mut scores, mut row) = (Vec::new(), Vec::new());
        for fold in 0..folds {
            let held = |article: usize| article * folds / self.articles.len().max(1) == fold;
            let lines = self.articles.iter().enumerate().filter(|(article, _)| !held(*article));
            let used: Vec<usize> = lines.flat_map(|(_, lines)| lines.clone()).collect();
            let weights = self.learn(&self.problem, &used, options, 1, step);
            for (article, (lines, reading)) in self.articles.iter().zip(&self.readings).enumerate() {
                if !held(article) {
                    continue;
                }
                for (line, place) in lines.clone().filter_map(|line| self.problem.lines.get(line)).zip(&reading.lines) {
                    weights.scores(&self.problem, line, &mut scores);
                    if let Some(given) = given.get_mut(line.tokens.start * width..line.tokens.end * width) {
                        given.copy_from_slice(&scores);
                    }
                    decoder.best(&weights.steps, &scores, &[], &mut row);
                    if let Some(tags) = tags.get_mut(article) {
                        for (slot, tag) in tags.iter_mut().skip(place.start).zip(&row) {
                            *slot = *tag;
                        }
                    }
                }
            }
        }
        let mut problem = Problem { lines: self.problem.lines.clone(), given, ..Problem::default() };
        for (reading, tags) in self.readings.iter().zip(tags) {
            let votes = Votes::new(&reading.atoms, tags, self.labels.0.len());
            for line in &reading.lines {
                for at in line.clone() {
                    votes.each(at, line.clone(), |feature| {
                        let next = u32::try_from(self.hashes.len()).unwrap_or(u32::MAX);
                        let number = *self.known.entry(feature).or_insert(next);
                        if number == next {
                            self.hashes.push(feature);
                        }
                        problem.features.push(number);
                    });
                    problem.ends.push(u32::try_from(problem.features.len()).unwrap_or(u32::MAX));
                }
            }
        }
        problem
    }

    fn write(&self, first: &Weights, second: &Weights, options: &Options) -> Vec<u8> {
        let width = self.labels.tags();
        let scale = [first, second].map(|weights| {
            let most = weights.features.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
            (most / model::MOST_STEPS).max(model::LEAST_SCALE)
        });
        let mut rows = Vec::new();
        for (number, hash) in self.hashes.iter().enumerate() {
            let row = [first, second].into_iter().zip(scale).find_map(|(weights, scale)| {
                let weights = weights.features.get(number * width..(number + 1) * width)?;
                let row: Vec<u8> = weights.iter().map(|weight| model::byte_of(*weight, scale)).collect();
                let most = weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
                row.iter().any(|byte| *byte != 0).then_some((most, row))
            });
            rows.extend(row.map(|(most, row)| (most, *hash, row)));
        }
        rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        rows.truncate(options.most);
        let rows = rows.into_iter().map(|(_, hash, row)| (hash, row)).collect();
        let head = Head {
            labels: &self.labels,
            scale,
            bias: options.bias,
            steps: [&first.steps, &second.steps],
            calibration: &options.calibration,
        };
        model::write(&head, rows)
    }
}

/// For each token, the tags that it may have.
pub(super) fn allowed(labels: &Labels, example: &Example, tokens: &Tokens<'_>) -> Vec<u64> {
    let mut allowed = vec![1_u64 << NONE; tokens.len()];
    let within = |span: &Span| {
        // The tokens that the span touches.
        let (mut low, mut high) = (0, tokens.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if tokens.end_before(middle + 1) <= span.start() { low = middle + 1 } else { high = middle }
        }
        let mut to = low;
        while to < tokens.len() && tokens.start(to) < span.end() {
            to += 1;
        }
        low..to
    };
    let mut set = |range: std::ops::Range<usize>, change: &dyn Fn(usize, u64) -> u64| {
        for at in range {
            if let Some(slot) = allowed.get_mut(at) {
                *slot = change(at, *slot);
            }
        }
    };
    for span in &example.unknown {
        set(within(span), &|_, _| u64::MAX);
    }
    for (span, label) in &example.denied {
        if let Some(label) = labels.index(label) {
            set(within(span), &|_, old| (old & !(3 << tags::begin(label))) | 1);
        }
    }
    for (span, label) in &example.spans {
        let Some(label) = labels.index(label) else { continue };
        let range = within(span);
        let (from, to) = (range.start, range.end);
        if range.is_empty() {
            // It stands outside of what was read.
            continue;
        }
        set(range, &|at, _| 1 << if at == from { tags::begin(label) } else { tags::inside(label) });
        // Who said where it ends said that it does not go on.
        set(to..to + 1, &|_, old| if old.is_power_of_two() { old } else { old & !(1 << tags::inside(label)) });
    }
    allowed
}
