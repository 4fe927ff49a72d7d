//! `tawsim labels`: a label set made of the labels that gold has, for `--labels`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use crate::formats::Annotated;
use crate::gold::{Article, Body, LabelSet, REFERENCE, attribute_words};
use crate::store;
use crate::text::Span;

use super::inputs::each_gold;
use super::messages::print_message;
use super::outcome::Outcome;
use super::progress::{self, Amount, Results};

#[derive(Args)]
pub(super) struct LabelsArgs {
    /// Gold files, folders of these, or - for gold lines such as those of tawsim import
    #[arg(required = true, value_name = "GOLD")]
    paths: Vec<PathBuf>,
}

/// The most examples for a label.
const EXAMPLES: usize = 2;

/// What is known of a label.
#[derive(Default)]
struct Found {
    count: usize,
    /// Words with the label in square brackets, with some words around them.
    examples: Vec<String>,
}

pub(super) fn run(args: &LabelsArgs) -> anyhow::Result<Outcome> {
    let (mut labels, mut bad): (BTreeMap<String, Found>, _) = (BTreeMap::new(), 0_usize);
    let mut names = OtherNames::default();
    progress::begin(&args.paths, Amount::Files, Results::AtTheEnd);
    each_gold(&args.paths, &mut |_, gold| {
        match gold {
            Ok(annotated) => {
                let items = annotated.gold_items().map(|item| &item.body);
                names.add(&annotated);
                for body in items.chain(annotated.pending().map(|suggestion| &suggestion.body)) {
                    if let Body::Entity { span, label } = body {
                        count_label(labels.entry(label.to_string()).or_default(), &annotated.article, *span);
                    }
                }
            }
            Err(problem) => {
                bad += 1;
                print_message(&format!("tawsim: {problem}"));
            }
        }
        Ok(())
    })?;
    if labels.is_empty() {
        bail!("no entity in these; name gold with entities");
    }
    let unfit: Vec<&String> = labels.keys().chain(names.all()).filter(|label| is_unfit_name(label)).collect();
    for label in &unfit {
        let words = store::escape_controls(label);
        print_message(&format!(
            "tawsim: the label {words:?} has white space, which a label set does not allow; rename it with --map"
        ));
    }
    progress::end();
    let is_unfit = !unfit.is_empty();
    labels.retain(|label, _| !is_unfit_name(label));
    io::stdout().lock().write_all(label_file(&labels, &names).as_bytes())?;
    Ok(match (bad, is_unfit) {
        (1.., _) => Outcome::BadInput,
        (0, true) => Outcome::Findings,
        (0, false) => Outcome::Fine,
    })
}

fn is_unfit_name(name: &str) -> bool {
    name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// The labels of relations, and the attributes with their values.
#[derive(Default)]
struct OtherNames {
    relations: BTreeSet<String>,
    attributes: BTreeMap<String, BTreeSet<String>>,
}

/// An attribute with more values than these is taken for one that may have any.
const LISTED_VALUES: usize = 9;

impl OtherNames {
    fn add(&mut self, annotated: &Annotated) {
        self.relations.extend(annotated.annotation.relations.iter().map(|relation| relation.label.clone()));
        for (name, value) in annotated.gold_items().flat_map(|item| item.attributes.pairs()) {
            let values = self.attributes.entry(name.to_owned()).or_default();
            if values.len() <= LISTED_VALUES {
                values.insert(attribute_words(value));
            }
        }
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        self.relations.iter().chain(self.attributes.keys())
    }

    /// Adds their tables to a label file.
    fn write(&self, file: &mut DocumentMut) {
        let (mut relations, mut attributes) = (ArrayOfTables::new(), ArrayOfTables::new());
        let table = |name: &String| {
            let mut table = Table::new();
            table.insert("name", value(name.as_str()));
            table.insert("description", value(""));
            table
        };
        relations.extend(self.relations.iter().filter(|name| !is_unfit_name(name)).map(table));
        for (name, values) in self.attributes.iter().filter(|(name, _)| !is_unfit_name(name)) {
            let mut table = table(name);
            // A reference to a knowledge base has a value of its own for each item.
            if values.len() <= LISTED_VALUES && name != REFERENCE {
                table.insert("values", value(values.iter().map(String::as_str).collect::<Array>()));
            }
            attributes.push(table);
        }
        for (name, tables) in [("relation", relations), ("attribute", attributes)] {
            if !tables.is_empty() {
                file.insert(name, Item::ArrayOfTables(tables));
            }
        }
    }
}

/// The most characters of the words of an example.
const LONGEST_EXAMPLE: usize = 60;

fn count_label(found: &mut Found, article: &Article, span: Span) {
    found.count += 1;
    let words = article.text.slice(span);
    // A character has four bytes at most. Long words are not looked at: there may be thousands.
    let is_long = words.len() > 4 * LONGEST_EXAMPLE || words.chars().count() > LONGEST_EXAMPLE;
    if found.examples.len() >= EXAMPLES || is_long || words.contains(['[', ']', '\n']) {
        return;
    }
    let is_in_line = |c: &char| !matches!(c, '\n' | '\r');
    let after = article.text.get(span.end()..article.text.len());
    let after: String = after.chars().take_while(is_in_line).take(24).collect();
    let after = after.rsplit_once(' ').map_or("", |(whole, _)| whole).to_owned();
    let before = article.text.get(0..span.start());
    let before: Vec<char> = before.chars().rev().take_while(is_in_line).take(24).collect();
    let before: String = before.into_iter().rev().collect();
    let before = before.split_once(' ').map_or("", |(_, whole)| whole).to_owned();
    let example = format!("{before}[{words}]{after}");
    if example.matches(['[', ']']).count() == 2 && !found.examples.contains(&example) {
        found.examples.push(example);
    }
}

/// The label set as TOML, the most frequent label first. Descriptions of the usual labels are those of the default set.
fn label_file(labels: &BTreeMap<String, Found>, names: &OtherNames) -> String {
    let usual = LabelSet::default();
    let mut sorted: Vec<(&String, &Found)> = labels.iter().collect();
    sorted.sort_by_key(|(name, found)| (std::cmp::Reverse(found.count), *name));
    let mut tables = ArrayOfTables::new();
    for (name, found) in sorted {
        let mut table = Table::new();
        table.insert("name", value(name.as_str()));
        let described = usual.iter().find(|def| def.label.as_str() == name);
        table.insert("description", value(described.map_or("", |def| def.description.as_str())));
        table.insert("examples", value(found.examples.iter().map(String::as_str).collect::<Array>()));
        tables.push(table);
    }
    let mut file = DocumentMut::new();
    file.insert("label", Item::ArrayOfTables(tables));
    names.write(&mut file);
    let count: usize = labels.values().map(|found| found.count).sum();
    format!(
        "# The {} labels of {count} entities, the most frequent first. Describe them, and use this file with --labels.\n\n{file}",
        labels.len()
    )
}
