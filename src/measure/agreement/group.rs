//! The articles that a group of annotators has in common, and the sums over them.

use std::collections::{BTreeMap, BTreeSet};

use crate::gold::Layer;
use crate::measure::{LabelledRange, Measure};

use super::bootstrap::MAX_CELLS;
use super::cell::{Cell, LayerOfArticle};
use super::difference_class::{Difference, DifferenceClass};
use super::frames::{FrameAgreement, matched_frames};
use super::options::AgreementOptions;
use super::ratings::RatingTable;
use super::reading::Reading;
use super::relations::{RelationAgreement, common};

/// An article that several annotators annotated.
#[derive(Debug, Clone)]
pub struct AnnotatedArticle {
    /// Its id.
    pub id: String,
    /// Its exact text.
    pub text: String,
    /// The annotations, each with the number of its annotator. No annotator occurs twice.
    pub readings: Vec<(usize, Reading)>,
}

/// The sums of a group of annotators: of two, or of all.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) members: Vec<usize>,
    pub(super) articles: usize,
    pub(super) table: RatingTable,
    pub(super) measure: Measure,
    pub(super) layers: [LayerCells; 2],
    pub(super) frames: FrameAgreement,
    pub(super) relations: RelationAgreement,
    pub(super) classes: BTreeMap<(Layer, DifferenceClass), usize>,
    /// The number of items on which two annotators agree; the sum over all pairs.
    pub(super) agreed: usize,
}

/// The cells of one layer, one for each article while there are few.
#[derive(Debug, Clone, Default)]
pub(super) struct LayerCells {
    pub(super) labels: BTreeSet<String>,
    pub(super) cells: Vec<Cell>,
}

impl Group {
    pub(super) fn new(members: Vec<usize>) -> Self {
        Self {
            members,
            articles: 0,
            table: RatingTable::default(),
            measure: Measure::default(),
            layers: Default::default(),
            frames: FrameAgreement::default(),
            relations: RelationAgreement::default(),
            classes: BTreeMap::new(),
            agreed: 0,
        }
    }

    /// Adds an article if two members of the group annotated it; a pair needs both. `differ` gives the differences of a pair.
    pub(super) fn add(
        &mut self,
        article: &AnnotatedArticle,
        options: &AgreementOptions,
        differ: &dyn Fn(usize, usize) -> Vec<Difference>,
    ) {
        let reading = |member: &usize| article.readings.iter().find(|(annotator, _)| annotator == member);
        let readings: Vec<Option<&(usize, Reading)>> = self.members.iter().map(reading).collect();
        let present: Vec<&(usize, Reading)> = readings.iter().copied().flatten().collect();
        if present.len() < 2 {
            return;
        }
        let units = options.units.units(&article.text);
        let length = article.text.chars().count();
        let seed = options.seed ^ id_number(&article.id);
        for (layer, sums) in [Layer::Entity, Layer::Quote].into_iter().zip(&mut self.layers) {
            let spans = |found: &Option<&'_ (usize, Reading)>| found.map(|(_, reading)| layer_of(reading, layer));
            let annotators: Vec<Option<Vec<LabelledRange>>> = readings.iter().map(spans).collect();
            let annotators = annotators.iter().map(Option::as_deref).collect();
            let samples = options.gamma_samples;
            let cell = LayerOfArticle { annotators, units: &units, length, samples, seed };
            let cell = Cell::of(&cell, &mut self.table, &mut sums.labels);
            match sums.cells.get_mut(self.articles % MAX_CELLS).filter(|_| self.articles >= MAX_CELLS) {
                Some(sum) => sum.add(&cell, 1.0),
                None => sums.cells.push(cell),
            }
        }
        self.articles += 1;
        for (at, (first_name, first)) in present.iter().enumerate() {
            for (second_name, second) in present.iter().skip(at + 1) {
                self.measure.add(&first.spans, &second.spans);
                let pairs = matched_frames(&first.frames, &second.frames);
                self.frames.add_pairs(&first.frames, &second.frames, &pairs);
                self.relations.add(&first.relations, &second.relations);
                let found = differ(*first_name, *second_name);
                self.agreed += agreed_items(first, second, &pairs);
                for difference in found {
                    *self.classes.entry((difference.layer, difference.class)).or_default() += 1;
                }
            }
        }
    }
}

fn layer_of(reading: &Reading, layer: Layer) -> Vec<LabelledRange> {
    reading.spans.layer(layer).to_vec()
}

/// The number of items that both annotators have, equal in everything.
fn agreed_items(first: &Reading, second: &Reading, pairs: &[(usize, usize)]) -> usize {
    let entities = common(first.spans.entities.iter().collect(), second.spans.entities.iter().collect());
    let is_equal = |(at, other): &&(usize, usize)| first.frames.get(*at) == second.frames.get(*other);
    entities + pairs.iter().filter(is_equal).count()
}

/// A number that depends on the id alone (FNV-1a), so that the order of the articles changes no result.
fn id_number(id: &str) -> u64 {
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}
