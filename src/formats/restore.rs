//! What an export writes in another form, so that an import brings it back: labels with characters that a format does
//! not allow, and the status of an article that is not done.

use std::io;
use std::str::FromStr as _;

use serde_json::json;

use crate::gold::{Attributes, Body, GoldItem, Label, Listed, Relation, SpanList, Status};

use super::annotated::Annotated;
use super::common::escape::{name_unescape, percent_unescape};
use super::export::{Export, Framing, Sink};
use super::extras::Extras;
use super::loss::Loss;

/// The key of the metadata that holds the status, in formats that have no other place for it.
const STATUS: &str = "tawsim-status";

/// An export that adds the status of unfinished articles to their metadata.
pub(super) struct WithStatus(pub(super) Box<dyn Export>);

/// True for a format that carries metadata but not the status.
pub(super) fn keeps_status_as_metadata(format: &str) -> bool {
    matches!(format, "doccano" | "spacy" | "inline" | "citron")
}

impl Export for WithStatus {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        let status = annotated.annotation.status;
        if status == Status::Done {
            return self.0.write(annotated, sink, lost);
        }
        let mut with_status = annotated.clone();
        with_status.article.meta.insert(STATUS.to_owned(), json!(status.name()));
        self.0.write(&with_status, sink, lost)
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

/// Brings back what an export to a format wrote in another form.
pub(super) fn restore(format: &str, annotated: &mut Annotated) {
    let status = annotated.article.meta.get(STATUS).and_then(|status| Status::from_str(status.as_str()?).ok());
    if let Some(status) = status {
        annotated.annotation.status = status;
        annotated.article.meta.shift_remove(STATUS);
    }
    let unescape: fn(&str) -> String = match format {
        "conll" | "inline" => percent_unescape,
        "brat" => name_unescape,
        _ => return,
    };
    let is_escaped = |body: &Body| match body {
        Body::Entity { label, .. } => unescape(label.as_str()) != label.as_str(),
        Body::Quote(_) => false,
    };
    let restored = |body: Body| match body {
        Body::Entity { span, label } => Body::Entity { span, label: Label::new(&unescape(label.as_str())) },
        quote @ Body::Quote(_) => quote,
    };
    let annotation = &mut annotated.annotation;
    if format == "brat" {
        let names = |attributes: &Attributes| {
            let pairs = attributes.pairs().map(|(name, value)| (name_unescape(name), value.clone()));
            pairs.collect::<Attributes>()
        };
        let unescaped = annotation.relations.iter().cloned().map(|it| Relation {
            label: name_unescape(&it.label),
            attributes: names(&it.attributes),
            ..it
        });
        annotation.relations = unescaped.collect();
        let has_names = |item: &GoldItem| item.attributes.iter().any(|(name, _)| name_unescape(name) != name);
        change(&mut annotation.gold, has_names, |item| {
            item.attributes = names(&item.attributes);
        });
    }
    change(&mut annotation.gold, |item| is_escaped(&item.body), |item| item.body = restored(item.body.clone()));
    change(&mut annotation.pending, |it| is_escaped(&it.body), |it| it.body = restored(it.body.clone()));
}

/// Changes the items of a list for which `concerns` is true.
fn change<T: Listed + Clone>(list: &mut SpanList<T>, concerns: impl Fn(&T) -> bool, change: impl Fn(&mut T)) {
    if !list.iter().any(&concerns) {
        return;
    }
    let changed = list.iter().cloned().map(|mut item| {
        if concerns(&item) {
            change(&mut item);
        }
        item
    });
    *list = changed.collect();
}
