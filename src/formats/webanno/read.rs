//! Reads WebAnno TSV 3.x into feature structures, as a UIMA CAS has them, and WebAnno TSV 2 as tokens with tags.

use std::collections::{BTreeMap, HashMap};
use std::io;

use crate::formats::common::lines::one_article;
use crate::formats::common::uima::SOFA;
use crate::formats::common::uima_read::{Features, ReadStructure, build_article};
use crate::formats::conll::{self, Grouping};
use crate::formats::import::{EachArticle, ImportProblem, Imported, Source};
use crate::formats::import_options::ImportOptions;
use crate::formats::loss::Loss;
use crate::gold::Status;
use crate::text::{Text, Unit};

use super::align::{Aligned, align};
use super::escape::{split_values, unescape_text, unescape_value};

pub(super) fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    if !source.main.fill_buf()?.starts_with(b"#FORMAT") && is_older(source.main.fill_buf()?) {
        // Version 2 has no offsets: its lines are tokens with tags, and the text of each sentence.
        let options = ImportOptions { group: Some(Grouping::Docstart), ..source.options.clone() };
        let Source { name, main, longest, companion, .. } = source;
        return conll::import(
            &mut Source { name, main, longest: *longest, companion: *companion, options: &options },
            each,
        );
    }
    let options = source.options;
    one_article(source, each, |tsv, name| read_file(tsv, name, options))
}

/// True for the first bytes of WebAnno TSV 2: a line with the names of layers.
fn is_older(head: &[u8]) -> bool {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    line.trim_start().starts_with("# ") && line.contains(" | ")
}

/// Reads a file in the unit in which its tokens are where it says; else by the order of the tokens.
fn read_file(tsv: &str, name: &str, options: &ImportOptions) -> Result<Imported, ImportProblem> {
    let units = options.unit.map_or_else(|| vec![Unit::Utf16, Unit::CodePoints, Unit::Bytes], |unit| vec![unit.into()]);
    let mut first_error = None;
    for unit in units {
        match TsvReader::read(tsv, unit, None) {
            Ok(reader) if reader.tokens_fit() => {
                let note = (unit != Unit::Utf16 && options.unit.is_none())
                    .then(|| format!("the tokens are where the file says if offsets count {unit}; read so"));
                return finish(reader, name, options, note);
            }
            Ok(_) => {}
            Err(problem) => first_error = first_error.or(Some(problem)),
        }
    }
    match align(tsv) {
        Some(aligned) => {
            let reader = TsvReader::read(tsv, Unit::Bytes, Some(aligned))?;
            let note = "the tokens are not where the file says; each was found in the text, in their order".to_owned();
            finish(reader, name, options, Some(note))
        }
        None => Err(first_error.unwrap_or_else(|| {
            ImportProblem::new(None, "has tokens that are not in its text, in their order; export it again")
        })),
    }
}

fn finish(
    reader: TsvReader,
    name: &str,
    options: &ImportOptions,
    note: Option<String>,
) -> Result<Imported, ImportProblem> {
    let (unit, ignored) = (reader.unit, reader.ignored.clone());
    let (mut annotated, mut losses) = build_article(&reader.into_structures(), name, unit, options)?;
    if !ignored.is_empty() && annotated.annotation.gold.is_empty() {
        annotated.annotation.status = Status::InProgress;
    }
    losses.extend(note.map(|note| Loss::note(&annotated.article, "offsets", note)));
    for (layer, count) in ignored {
        losses.push(Loss::of(
            &annotated.article,
            format!("{layer} ({count} times)"),
            "columns of chains, of links with roles, and of what has no place in gold are not read; left out",
        ));
    }
    Ok((annotated, losses))
}

/// A column of the file.
struct Column {
    /// The type of the layer.
    kind: String,
    /// The feature; `None` for the source of a relation.
    feature: Option<String>,
    /// The type that a relation connects.
    base: Option<String>,
    /// True for a column of a chain or a role link, which gold does not have.
    is_ignored: bool,
}

/// A relation, before all annotations are known.
struct Relation {
    kind: String,
    label: String,
    /// Its other features.
    features: Vec<(String, String)>,
    /// The source as written: `2-1` or `2-1[3_4]`.
    source: String,
    /// The name of the target's first token.
    target: String,
    /// The type that the relation connects.
    base: String,
}

/// The name of a token, and the place of a value among the values of that token's column.
type StackedToken<'a> = (&'a str, usize);

/// The state of the reader: columns, text and annotations so far.
struct TsvReader {
    unit: Unit,
    /// The places of the tokens, if those of the file are wrong.
    places: Option<HashMap<String, (usize, usize)>>,
    /// The tokens with the places that the file gives, without parts of tokens.
    tokens: Vec<(usize, usize, String)>,
    /// The layers that gold does not have, with the numbers of their values.
    ignored: BTreeMap<String, usize>,
    has_header: bool,
    columns: Vec<Column>,
    text: String,
    /// The length of `text` in the unit.
    length: usize,
    /// The text of the sentence whose first token is the next one.
    sentence: Option<String>,
    structures: Vec<ReadStructure>,
    /// Structures by type and number.
    numbered: HashMap<(String, String), usize>,
    /// Structures by type, token and place among the values of the token.
    stacked: HashMap<(String, String, usize), usize>,
    relations: Vec<Relation>,
}

impl TsvReader {
    /// Reads all lines. With `aligned`, the text and the places of the tokens are known.
    fn read(tsv: &str, unit: Unit, aligned: Option<Aligned>) -> Result<Self, ImportProblem> {
        let (text, places) = aligned.map_or_else(Default::default, |aligned| (aligned.text, Some(aligned.places)));
        let mut reader = Self {
            unit,
            places,
            tokens: Vec::new(),
            ignored: BTreeMap::new(),
            has_header: false,
            columns: Vec::new(),
            text,
            length: 0,
            sentence: None,
            structures: Vec::new(),
            numbered: HashMap::new(),
            stacked: HashMap::new(),
            relations: Vec::new(),
        };
        for (at, line) in tsv.split('\n').enumerate() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            reader.read_line(line).map_err(|what| ImportProblem::new(at + 1, what))?;
        }
        Ok(reader)
    }

    /// True if each token is where the file says.
    fn tokens_fit(&self) -> bool {
        let text = Text::new(self.text.as_str());
        self.tokens.iter().all(|(begin, end, word)| {
            let found = text.span_about(*begin, *end, self.unit);
            begin == end || found.is_ok_and(|span| text.slice(span).contains(word.as_str()))
        })
    }

    fn read_line(&mut self, line: &str) -> Result<(), String> {
        if !self.has_header {
            if !line.starts_with("#FORMAT=WebAnno TSV 3") {
                return Err("does not begin with #FORMAT=WebAnno TSV 3; export it as WebAnno TSV 3.3".to_owned());
            }
            self.has_header = true;
            return Ok(());
        }
        if let Some(layer) = line.strip_prefix("#T_") {
            return self.read_layer(layer);
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
        self.read_token(line)
    }

    /// Reads the columns of a layer: `SP=TYPE|FEATURE|FEATURE`.
    fn read_layer(&mut self, layer: &str) -> Result<(), String> {
        let (sort, rest) = layer.split_once('=').ok_or("is not a layer; write #T_SP=TYPE|FEATURE")?;
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
                is_ignored: sort == "CH" || feature.starts_with("ROLE_"),
            });
        }
        Ok(())
    }

    fn read_token(&mut self, line: &str) -> Result<(), String> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, place, word, values @ ..] = fields.as_slice() else {
            return Err(
                "is not a token; write ID, BEGIN-END, TOKEN and a column for each feature, with tabs".to_owned()
            );
        };
        let edges = place.split_once('-').and_then(|(begin, end)| Some((begin.parse().ok()?, end.parse().ok()?)));
        let edges: (usize, usize) = edges.ok_or_else(|| format!("{place:?} is not BEGIN-END; correct the line"))?;
        let known = self.places.as_ref().map(|places| places.get(*name).copied().unwrap_or_default());
        let edges = known.unwrap_or(edges);
        if let Some(sentence) = self.sentence.take().filter(|_| known.is_none()) {
            self.fill_text_until(edges.0)?;
            self.length += length_in(&sentence, self.unit);
            self.text.push_str(&sentence);
        }
        if known.is_none() && !name.contains('.') {
            self.tokens.push((edges.0, edges.1, unescape_text(word)));
        }
        if values.len() < self.columns.len() {
            return Err(format!("has {} columns, not {}; correct the line", values.len(), self.columns.len()));
        }
        let is_said = |value: &&&str| !matches!(**value, "" | "_");
        if values.iter().skip(self.columns.len()).any(|value| is_said(&value)) {
            *self.ignored.entry("columns without a layer".to_owned()).or_insert(0) += 1;
        }
        let columns = std::mem::take(&mut self.columns);
        for (column, value) in columns.iter().zip(values) {
            if *value == "_" {
                continue;
            }
            if column.is_ignored {
                *self.ignored.entry(column.kind.clone()).or_insert(0) += 1;
                continue;
            }
            for (place, one) in split_values(value).into_iter().enumerate() {
                match (&column.base, &column.feature) {
                    (Some(base), None) => {
                        let mut features = features_of(&columns, values, &column.kind, place);
                        let named =
                            RELATION_LABELS.iter().find_map(|name| features.iter().position(|(it, _)| it == name));
                        let label =
                            if features.is_empty() { String::new() } else { features.remove(named.unwrap_or(0)).1 };
                        self.relations.push(Relation {
                            kind: column.kind.clone(),
                            label,
                            features,
                            source: one.to_owned(),
                            target: (*name).to_owned(),
                            base: base.clone(),
                        });
                    }
                    (None, Some(feature)) => self.read_value(&column.kind, feature, one, (name, place), edges),
                    (Some(_), Some(_)) if !has_source(&columns, values, &column.kind) => {
                        *self.ignored.entry(format!("{} without a source", column.kind)).or_insert(0) += 1;
                    }
                    _ => {}
                }
            }
        }
        self.columns = columns;
        Ok(())
    }

    /// Fills the gap between two sentences with a line end and spaces.
    fn fill_text_until(&mut self, begin: usize) -> Result<(), String> {
        // A gap longer than any real one: the number is wrong, and the text must not grow to it.
        if begin > self.length + 65_536 || begin < self.length {
            let length = self.length;
            return Err(format!("begins at {begin}, and the sentences before end at {length}; correct the offsets"));
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

    /// Reads one value of a token: it begins an annotation, or continues one.
    fn read_value(&mut self, kind: &str, feature: &str, one: &str, token: StackedToken<'_>, edges: (usize, usize)) {
        let bracketed = one.strip_suffix(']').filter(|it| !it.ends_with('\\')).and_then(|it| it.rsplit_once('['));
        let (value, number) = match bracketed {
            Some((value, number)) => (value, Some((kind.to_owned(), number.to_owned()))),
            None => (one, None),
        };
        let key = (kind.to_owned(), token.0.to_owned(), token.1);
        let known = self.stacked.get(&key).or_else(|| number.as_ref().and_then(|number| self.numbered.get(number)));
        let at = known.copied().unwrap_or_else(|| {
            let id = format!("a{}", self.structures.len() + 1).into();
            let features = Features::from_iter([("begin", edges.0.to_string().as_str())]);
            self.structures.push(ReadStructure { id, kind: kind.into(), features, ..ReadStructure::default() });
            self.structures.len() - 1
        });
        self.stacked.insert(key, at);
        self.numbered.extend(number.map(|number| (number, at)));
        if let Some(structure) = self.structures.get_mut(at) {
            structure.features.insert("end", &edges.1.to_string());
            if value != "*" && !feature.is_empty() {
                let value = unescape_value(value);
                let old = structure.features.insert(feature, &value);
                if old.is_some_and(|old| old != *value) {
                    *self.ignored.entry(format!("other values of {feature} on the next tokens")).or_insert(0) += 1;
                }
            }
        }
    }

    /// The structures, with the relations and the text.
    fn into_structures(mut self) -> Vec<ReadStructure> {
        for (number, relation) in std::mem::take(&mut self.relations).into_iter().enumerate() {
            let Relation { kind, label, features: more, source, target, base } = relation;
            let bracketed = source.strip_suffix(']').and_then(|it| it.split_once('['));
            let (source_token, numbers) = bracketed.unwrap_or((&source, "0_0"));
            let (from, to) = numbers.split_once('_').unwrap_or(("0", "0"));
            let end = |number: &str, token: &str| {
                let at = match number {
                    "0" => self.stacked.get(&(base.clone(), token.to_owned(), 0)),
                    _ => self.numbered.get(&(base.clone(), number.to_owned())),
                };
                at.and_then(|at| self.structures.get(*at)).map(|structure| structure.id.clone())
            };
            let governor = end(from, source_token).unwrap_or_else(|| source.as_str().into());
            let dependent = end(to, &target).unwrap_or_else(|| target.as_str().into());
            let features = [("Governor", &*governor), ("Dependent", &*dependent), ("label", &*label)];
            let more = more.iter().map(|(feature, value)| (feature.as_str(), value.as_str()));
            let features = features.into_iter().chain(more).collect();
            let id = format!("r{number}").into();
            self.structures.push(ReadStructure { id, kind: kind.into(), features, ..ReadStructure::default() });
        }
        let features = [("sofaID", "_InitialView"), ("sofaString", self.text.as_str())].into_iter().collect();
        self.structures.push(ReadStructure {
            id: "sofa".into(),
            kind: SOFA.into(),
            features,
            ..ReadStructure::default()
        });
        self.structures
    }
}

/// The features that hold the label of a relation, the most usual first. Without one of these, it is the first feature.
const RELATION_LABELS: [&str; 4] = ["label", "relation", "value", "type"];

/// The features of one relation of a type on a line, without those that have no value.
fn features_of(columns: &[Column], values: &[&str], kind: &str, place: usize) -> Vec<(String, String)> {
    let of_kind = columns.iter().zip(values).filter(|(column, _)| column.kind == kind);
    let value_of = |(column, value): (&Column, &&str)| {
        let feature = column.feature.as_ref()?;
        let one = split_values(value).get(place).copied().filter(|one| !matches!(*one, "*" | "_" | ""))?;
        Some((feature.to_string(), unescape_value(one)))
    };
    of_kind.filter_map(value_of).collect()
}

/// True if a line names the source of a relation of this type.
fn has_source(columns: &[Column], values: &[&str], kind: &str) -> bool {
    let is_source = |column: &Column| column.kind == kind && column.base.is_some() && column.feature.is_none();
    columns.iter().zip(values).any(|(column, value)| is_source(column) && *value != "_")
}

fn length_in(text: &str, unit: Unit) -> usize {
    match unit {
        Unit::Bytes => text.len(),
        Unit::CodePoints => text.chars().count(),
        Unit::Utf16 => text.encode_utf16().count(),
        Unit::Graphemes => Text::new(text).whole().map_or(0, |whole| Text::new(text).range_in(whole, unit).end),
    }
}
