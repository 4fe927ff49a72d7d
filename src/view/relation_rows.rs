//! The attributes and relations of an item in the details.

use crate::edit::ItemRef;
use crate::gold::{Relation, attribute_words};
use crate::workbench::Document;

/// So many relations are shown. The last row counts the others.
const SHOWN: usize = 3;

/// The sign of an item with relations.
pub(super) const RELATION: &str = "⇄";

/// The rows about the attributes and the relations of an item: a message, and words of the article.
pub(super) fn detail_words(document: &Document, at: &ItemRef) -> impl Iterator<Item = (String, String)> {
    let id = match at {
        ItemRef::GoldItem(id) => id.as_str(),
        ItemRef::Pending(_) | ItemRef::Rejected(_) => "",
    };
    let mut rows = Vec::new();
    let attributes = document.annotation.gold_item(id).map(|item| {
        let pair = |(name, value)| match attribute_words(value).as_str() {
            "true" => name,
            words => format!("{name}: {words}"),
        };
        item.attributes.pairs().map(|(name, value)| pair((name.to_owned(), value))).collect::<Vec<_>>().join("  ")
    });
    rows.extend(attributes.filter(|words| !words.is_empty()).map(|words| (words, String::new())));
    let mut relations = document.annotation.relations.of(id).filter(|_| !id.is_empty());
    rows.extend(relations.by_ref().take(SHOWN).map(|relation| relation_words(document, relation, id)));
    let more = relations.count();
    if more > 0 {
        rows.push((format!("{RELATION} +{more}"), String::new()));
    }
    rows.into_iter()
}

/// The direction, the label and the id of the other end, and the words of the other end. The sign of the direction is one that
/// is mirrored in a line from right to left.
fn relation_words(document: &Document, relation: &Relation, id: &str) -> (String, String) {
    let (sign, other) = if relation.from == id { (">", &relation.to) } else { ("<", &relation.from) };
    let item = document.annotation.gold_item(other);
    let words =
        item.map(|item| item.pieces().into_iter().map(|piece| document.article.text.slice(piece)).collect::<Vec<_>>());
    (format!("{sign} {} {other}", relation.label), words.unwrap_or_default().join(" [ … ] "))
}
