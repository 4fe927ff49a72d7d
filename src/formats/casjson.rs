//! `casjson`: UIMA CAS JSON 0.4, one file for each article, as INCEpTION and dkpro-cassis read it. UTF-16 units.

use std::io;

use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::text::Unit;

use super::annotated::Annotated;
use super::common::lines::one_article;
use super::common::uima::{self, EXTRAS, SOFA, SOFA_ID, TYPES, feature_structures};
use super::common::uima_read::{ReadStructure, build_article};
use super::export::{Export, ExportOptions, Sink};
use super::extras::Extras;
use super::format::{Format, Shape};
use super::import::{EachArticle, ImportProblem, Source};
use super::loss::Loss;
use super::signature::Signature;

/// The format `casjson`.
pub(super) static FORMAT: Format = Format {
    name: "casjson",
    description: "a folder of UIMA CAS JSON 0.4, for INCEpTION and cassis",
    unit: "UTF-16 units",
    carries: "entities, quotes, relations, one reference of each entity",
    omits: "ids of gold items, verdicts, other attributes, parts of entities",
    shape: Shape::Folder(None),
    extensions: &["json"],
    signatures: &[(".json", Signature::Json(&["%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"], &[]))],
    negatives: false,
    takes_unit: false,
    export: |options| Box::new(CasJson { options }),
    import,
};

struct CasJson {
    options: ExportOptions,
}

impl Export for CasJson {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        let structures = feature_structures(annotated, &self.options, lost);
        let members: Vec<usize> = structures.iter().map(|structure| structure.id).collect();
        let sofa = json!({
            "%ID": SOFA_ID, "%TYPE": SOFA, "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text",
            "sofaString": annotated.article.text.as_str(),
        });
        let types = TYPES.iter().map(|(name, supertype, features)| {
            let mut definition = json!({"%NAME": name, "%SUPER_TYPE": supertype});
            for (feature, range) in *features {
                definition[*feature] = json!({"%NAME": feature, "%RANGE": range});
            }
            ((*name).to_owned(), definition)
        });
        let types: Map<String, Value> = types.collect();
        let view = json!({"_InitialView": {"%SOFA": SOFA_ID, "%MEMBERS": members}});
        let file = File { types, structures: StructureList { sofa, structures }, view };
        let bytes = serde_json::to_vec(&file);
        debug_assert!(bytes.is_ok(), "strings, numbers and JSON values become JSON");
        let mut bytes = bytes.unwrap_or_default();
        bytes.push(b'\n');
        sink.article_file(&annotated.article.id, "json", &bytes)
    }

    fn extras(&self) -> Extras {
        EXTRAS
    }
}

/// A file, in the order of its keys. It is written without values of JSON between, which would take several times as long.
#[derive(Serialize)]
struct File {
    #[serde(rename = "%TYPES")]
    types: Map<String, Value>,
    #[serde(rename = "%FEATURE_STRUCTURES")]
    structures: StructureList,
    #[serde(rename = "%VIEWS")]
    view: Value,
}

/// The sofa, and the structures behind it.
struct StructureList {
    sofa: Value,
    structures: Vec<uima::Structure>,
}

impl Serialize for StructureList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(1 + self.structures.len()))?;
        list.serialize_element(&self.sofa)?;
        for structure in &self.structures {
            list.serialize_element(&Object(structure))?;
        }
        list.end()
    }
}

/// A structure as a JSON object.
struct Object<'a>(&'a uima::Structure);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let uima::Structure { id, kind, begin, end, features } = self.0;
        let mut object = serializer.serialize_map(Some(5 + features.len()))?;
        object.serialize_entry("%ID", id)?;
        object.serialize_entry("%TYPE", kind)?;
        object.serialize_entry("@sofa", &SOFA_ID)?;
        object.serialize_entry("begin", begin)?;
        object.serialize_entry("end", end)?;
        for (name, value) in features {
            match value {
                uima::Value::String(words) => object.serialize_entry(name, words)?,
                uima::Value::Bool(value) => object.serialize_entry(name, value)?,
                uima::Value::Reference(id) => object.serialize_entry(&format!("@{name}"), id)?,
            }
        }
        object.end()
    }
}

fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let options = source.options;
    let unit = options.unit.map_or(Unit::Utf16, Unit::from);
    one_article(source, each, |json, name| {
        let file: Value = serde_json::from_str(json)
            .map_err(|error| ImportProblem::new(error.line(), format!("is not CAS JSON: {error}; correct it")))?;
        let list = file.get("%FEATURE_STRUCTURES").and_then(Value::as_array);
        let list = list.ok_or_else(|| {
            let what = "is not CAS JSON: it has no \"%FEATURE_STRUCTURES\"; export it as UIMA CAS JSON 0.4";
            ImportProblem::new(None, what)
        })?;
        let structures: Vec<ReadStructure> = list.iter().filter_map(Value::as_object).map(read_structure).collect();
        let others = list.len() - structures.len();
        build_article(&structures, name, unit, options).map(|(annotated, mut losses)| {
            let known = ["%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"];
            let keys = file.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
            for key in keys.filter(|key| !known.contains(key)) {
                losses.push(Loss::of(&annotated.article, key, "CAS JSON has no such key; left out"));
            }
            if others > 0 {
                let what = format!("{others} values in \"%FEATURE_STRUCTURES\"");
                losses.push(Loss::of(&annotated.article, what, "they are no feature structures; left out"));
            }
            (annotated, losses)
        })
    })
}

fn read_structure(object: &Map<String, Value>) -> ReadStructure {
    let mut structure = ReadStructure::default();
    for (key, value) in object {
        let words = match value {
            Value::String(words) => words.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            // The members of a list of references.
            Value::Array(members) if key == "%ELEMENTS" || key.starts_with('@') => {
                members.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
            }
            Value::Array(_) | Value::Object(_) => value.to_string(),
            Value::Null => continue,
        };
        match key.as_str() {
            "%ID" => structure.id = words,
            "%TYPE" => structure.kind = words,
            _ => {
                structure.features.insert(key.clone(), words);
            }
        }
    }
    structure
}
