//! Reports the relations, attributes and parts that a format does not write.

use std::io;

use super::annotated::Annotated;
use super::export::{Export, Framing, Sink};
use super::extras::Extras;
use super::loss::Loss;

/// The export, with a loss for each kind of thing in an article that it does not write. So a format that says nothing about
/// relations cannot drop them in silence.
pub(super) fn report_omitted(export: Box<dyn Export>) -> Box<dyn Export> {
    Box::new(Reporting(export))
}

struct Reporting(Box<dyn Export>);

impl Export for Reporting {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        for loss in omitted(annotated, self.0.extras()) {
            lost(loss);
        }
        self.0.write(annotated, sink, lost)
    }

    fn finish(&mut self, sink: &mut dyn Sink) -> io::Result<()> {
        self.0.finish(sink)
    }

    fn extras(&self) -> Extras {
        self.0.extras()
    }

    fn framing(&self) -> Framing {
        self.0.framing()
    }
}

/// The losses of an article: one for each kind, with the number.
fn omitted(annotated: &Annotated, written: Extras) -> Vec<Loss> {
    let Annotated { article, annotation } = annotated;
    let mut losses = Vec::new();
    let mut report = |is_written: bool, count: usize, what: [&str; 2], why: &str| {
        if !is_written && count > 0 {
            let what = if count == 1 { format!("1 {}", what[0]) } else { format!("{count} {}", what[1]) };
            losses.push(Loss::of(article, what, why));
        }
    };
    let of_items = annotated.gold_items().map(|item| item.attributes.pairs().count()).sum();
    let of_relations = annotation.relations.iter().map(|relation| relation.attributes.pairs().count()).sum();
    let in_parts = annotated.gold_items().filter(|item| !item.parts.is_empty()).count();
    let none = "the format has none; left out";
    report(written.relations, annotation.relations.len(), ["relation", "relations"], none);
    report(written.attributes, of_items, ["attribute", "attributes"], none);
    // Without the relations themselves, their attributes go without saying.
    let is_written = written.relation_attributes || !written.relations;
    report(is_written, of_relations, ["attribute of a relation", "attributes of relations"], none);
    let why = "the format has only spans of one piece; the words between the parts are included";
    report(written.parts, in_parts, ["entity in parts", "entities in parts"], why);
    losses
}

/// The relations, attributes and parts that an article loses when its gold becomes suggestions, with their numbers.
#[must_use]
pub fn lost_by_suggestions(annotated: &Annotated) -> Vec<Loss> {
    let losses = omitted(annotated, Extras::default()).into_iter();
    losses.map(|loss| Loss { why: loss.why.replace("the format has", "suggestions have"), ..loss }).collect()
}
