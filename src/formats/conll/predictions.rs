//! Recognises what an evaluation writes: the tags of a gold standard and those of a model in two columns, as conlleval reads them.

use super::layout::{Layout, Sample, TagPlace};
use super::tags::{TagStyle, parse_tags};

/// Leaves out the last of two columns of tags if they are those of a gold standard and of a model: most tokens with a tag have
/// the same in both. In nested names, the labels of the two columns differ.
pub(super) fn leave_out(layout: &mut Layout, sample: &Sample<'_>) {
    let [(TagPlace::At(gold), style), (TagPlace::At(predicted), _)] = layout.tags.as_slice() else { return };
    let (gold, predicted) = (*gold, *predicted);
    if !are_alike(sample, gold, predicted, *style) {
        return;
    }
    layout.tags.truncate(1);
    let why = format!(
        "are nearly the same as those of column {gold}: probably the predictions of a model beside a gold standard. Only \
         column {gold} is read; --columns token={token},tag={predicted} reads the predictions, and \
         --columns token={token},tag={gold},tag={predicted} both",
        token = layout.token + 1,
        gold = gold + 1,
        predicted = predicted + 1,
    );
    layout.lost = Some((predicted, why));
}

fn are_alike(sample: &Sample<'_>, gold: usize, predicted: usize, style: TagStyle) -> bool {
    let (mut tagged, mut same) = (0, 0);
    for row in &sample.rows {
        let tags = |at: usize| row.get(at).and_then(|value| parse_tags(value, style)).unwrap_or_default();
        let (gold, predicted) = (tags(gold), tags(predicted));
        tagged += usize::from(!gold.is_empty() || !predicted.is_empty());
        same += usize::from(!gold.is_empty() && gold == predicted);
    }
    same > 0 && same * 2 >= tagged
}
