//! WebAnno TSV 3.x to gold, by way of feature structures.

use std::collections::HashMap;
use std::io;

use crate::text::Unit;

use crate::formats::common::lines::whole;
use crate::formats::common::uima::{Found, SOFA, article};

use super::escape::{unescape_text, unescape_value};
use crate::formats::import::{EachArticle, ImportProblem, Source};

/// A column of the file.
struct Column {
    /// The layer's type.
    kind: String,
    /// `None`: where a relation comes from.
    feature: Option<String>,
    /// The type that a relation links.
    base: Option<String>,
    chain: bool,
}

/// Reads one article.
pub(super) fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let read = whole(source.main)?.and_then(|tsv| {
        let mut reading = Reading::default();
        for (at, line) in tsv.split('\n').enumerate() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            reading.line(line).map_err(|what| ImportProblem::new(at + 1, what))?;
        }
        article(&reading.structures(), source.name, Unit::Utf16)
    });
    each(read)
}

#[derive(Default)]
struct Reading {
    begun: bool,
    columns: Vec<Column>,
    text: String,
    /// The text's length in UTF-16 units.
    length: usize,
    /// The text of the sentence whose first token is still to come.
    sentence: Option<String>,
    found: Vec<Found>,
    /// Annotations by type and number, and by type, unit and place in the stack.
    numbered: HashMap<(String, String), usize>,
    stacked: HashMap<(String, String, usize), usize>,
    /// Relations: the type, the label, the source as written, the target's unit, the base type.
    relations: Vec<[String; 5]>,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if !self.begun {
            let is = line.starts_with("#FORMAT=WebAnno TSV 3");
            self.begun = true;
            return if is {
                Ok(())
            } else {
                Err("does not begin with #FORMAT=WebAnno TSV 3; export it as WebAnno TSV 3.3".to_owned())
            };
        }
        if let Some(layer) = line.strip_prefix("#T_") {
            return self.layer(layer);
        }
        if let Some(text) = line.strip_prefix("#Text=") {
            let text = unescape_text(text);
            match &mut self.sentence {
                Some(sentence) => {
                    sentence.push('\n');
                    sentence.push_str(&text);
                }
                None => self.sentence = Some(text),
            }
            return Ok(());
        }
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        self.unit(line)
    }

    fn layer(&mut self, layer: &str) -> Result<(), String> {
        let (sort, rest) = layer.split_once('=').ok_or("is no layer; write #T_SP=TYPE|FEATURE")?;
        let mut fields = rest.split('|');
        let kind = fields.next().unwrap_or_default().to_owned();
        let features: Vec<&str> = fields.collect();
        let base = features.iter().find_map(|it| it.strip_prefix("BT_")).filter(|_| sort == "RL").map(str::to_owned);
        for feature in if features.is_empty() { vec![""] } else { features } {
            let is_source = sort == "RL" && feature.starts_with("BT_");
            self.columns.push(Column {
                kind: kind.clone(),
                feature: (!is_source).then(|| feature.to_owned()),
                base: base.clone().filter(|_| sort == "RL"),
                chain: sort == "CH" || feature.starts_with("ROLE_"),
            });
        }
        Ok(())
    }

    fn unit(&mut self, line: &str) -> Result<(), String> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [unit, place, _, values @ ..] = fields.as_slice() else {
            return Err("is no token; write ID, BEGIN-END, TOKEN and a column for each feature, with tabs".to_owned());
        };
        let edges = place.split_once('-').and_then(|(begin, end)| Some((begin.parse().ok()?, end.parse().ok()?)));
        let (begin, end): (usize, usize) = edges.ok_or_else(|| format!("{place:?} is no BEGIN-END; mend the line"))?;
        if let Some(sentence) = self.sentence.take() {
            self.text_until(begin)?;
            self.length += sentence.encode_utf16().count();
            self.text.push_str(&sentence);
        }
        if values.len() < self.columns.len() {
            return Err(format!("has {} columns, not {}; mend the line", values.len(), self.columns.len()));
        }
        let columns = std::mem::take(&mut self.columns);
        for (at, (column, value)) in columns.iter().zip(values).enumerate() {
            if *value == "_" || column.chain {
                continue;
            }
            for (place, one) in split(value).into_iter().enumerate() {
                match (&column.base, &column.feature) {
                    (Some(base), None) => {
                        let label = columns.iter().zip(values).take(at).rfind(|(it, _)| it.kind == column.kind);
                        let labels = label.map(|(_, value)| split(value)).unwrap_or_default();
                        let label = labels.get(place).map_or("", |label| label);
                        let label = if label == "*" { String::new() } else { unescape_value(label) };
                        self.relations.push([
                            column.kind.clone(),
                            label,
                            one.to_owned(),
                            (*unit).to_owned(),
                            base.clone(),
                        ]);
                    }
                    (None, Some(feature)) => self.value(&column.kind, feature, one, (unit, place), (begin, end)),
                    _ => {}
                }
            }
        }
        self.columns = columns;
        Ok(())
    }

    /// Fills the gap between sentences: a line end less where one is written, spaces else.
    fn text_until(&mut self, begin: usize) -> Result<(), String> {
        // Far beyond any gap: the number is wrong, and memory is not to be had for it.
        if begin > self.length + 65_536 || begin < self.length {
            return Err(format!(
                "begins at {begin}, and the sentences before end at {}; mend the offsets",
                self.length
            ));
        }
        if begin > self.length && !self.text.is_empty() {
            self.text.push('\n');
            self.length += 1;
        }
        while self.length < begin {
            self.text.push(' ');
            self.length += 1;
        }
        Ok(())
    }

    /// A value of an annotation: it is made, or goes on.
    fn value(&mut self, kind: &str, feature: &str, one: &str, unit: (&str, usize), place: (usize, usize)) {
        let (value, number) =
            match one.strip_suffix(']').filter(|it| !it.ends_with('\\')).and_then(|it| it.rsplit_once('[')) {
                Some((value, number)) => (value, Some((kind.to_owned(), number.to_owned()))),
                None => (one, None),
            };
        let key = (kind.to_owned(), unit.0.to_owned(), unit.1);
        let known = self.stacked.get(&key).or_else(|| number.as_ref().and_then(|number| self.numbered.get(number)));
        let at = known.copied().unwrap_or_else(|| {
            let id = format!("a{}", self.found.len() + 1);
            let features = [("begin".to_owned(), place.0.to_string())].into_iter().collect();
            self.found.push(Found { id, kind: kind.to_owned(), features });
            self.found.len() - 1
        });
        self.stacked.insert(key, at);
        if let Some(number) = number {
            self.numbered.insert(number, at);
        }
        if let Some(found) = self.found.get_mut(at) {
            found.features.insert("end".to_owned(), place.1.to_string());
            if value != "*" && !feature.is_empty() {
                found.features.insert(feature.to_owned(), unescape_value(value));
            }
        }
    }

    /// All of it, with the relations and the text.
    fn structures(mut self) -> Vec<Found> {
        let id = |at: Option<&usize>, found: &[Found]| at.and_then(|at| found.get(*at)).map(|it| it.id.clone());
        for (number, [kind, label, source, unit, base]) in std::mem::take(&mut self.relations).into_iter().enumerate() {
            let (from_unit, numbers) =
                source.strip_suffix(']').and_then(|it| it.split_once('[')).unwrap_or((&source, "0_0"));
            let (from, to) = numbers.split_once('_').unwrap_or(("0", "0"));
            let end = |number: &str, unit: &str| match number {
                "0" => self.stacked.get(&(base.clone(), unit.to_owned(), 0)),
                _ => self.numbered.get(&(base.clone(), number.to_owned())),
            };
            let (from, to) = (id(end(from, from_unit), &self.found), id(end(to, &unit), &self.found));
            let mut features = std::collections::BTreeMap::new();
            features.insert("Governor".to_owned(), from.unwrap_or_else(|| source.clone()));
            features.insert("Dependent".to_owned(), to.unwrap_or_else(|| unit.clone()));
            features.insert("label".to_owned(), label);
            self.found.push(Found { id: format!("r{number}"), kind, features });
        }
        let text = [("sofaID", "_InitialView".to_owned()), ("sofaString", self.text)];
        let features = text.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        self.found.push(Found { id: "sofa".to_owned(), kind: SOFA.to_owned(), features });
        self.found
    }
}

/// The values of a column, apart at each `|` without a backslash.
fn split(column: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, c) in column.char_indices() {
        if c == '|' && !escaped {
            parts.push(column.get(start..at).unwrap_or_default());
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    parts.push(column.get(start..).unwrap_or_default());
    parts
}
