//! `casjson`: UIMA CAS JSON 0.4, one file an article, as INCEpTION and dkpro-cassis read it. UTF-16 units.

use std::io;

use serde_json::{Map, Value, json};

use crate::text::Unit;

use super::annotated::Annotated;
use super::common::lines::whole;
use super::common::uima::{self, Found, SOFA, SOFA_ID, TYPES, article, structures};
use super::export::{Export, ExportOptions, Sink};
use super::format::{Format, Shape};
use super::import::{EachArticle, ImportProblem, Source};
use super::loss::Loss;

/// The format `casjson`.
pub(super) static FORMAT: Format = Format {
    name: "casjson",
    description: "a folder of UIMA CAS JSON 0.4, for INCEpTION and cassis",
    unit: "UTF-16 units",
    carries: "entities, quotes",
    omits: "ids of gold items, verdicts",
    shape: Shape::Folder(None),
    extensions: &["json"],
    negatives: false,
    export: |options| Box::new(CasJson { options }),
    import,
};

struct CasJson {
    options: ExportOptions,
}

impl Export for CasJson {
    fn write(&mut self, one: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        let found = structures(one, &self.options, lost);
        let mut list = vec![json!({
            "%ID": SOFA_ID, "%TYPE": SOFA, "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text",
            "sofaString": one.article.text.as_str(),
        })];
        let mut members = Vec::new();
        for it in &found {
            members.push(it.id);
            let mut object =
                json!({"%ID": it.id, "%TYPE": it.kind, "@sofa": SOFA_ID, "begin": it.begin, "end": it.end});
            for (name, value) in &it.features {
                match value {
                    uima::Value::String(words) => object[*name] = json!(words),
                    uima::Value::Bool(is) => object[*name] = json!(is),
                    uima::Value::Reference(id) => object[format!("@{name}")] = json!(id),
                }
            }
            list.push(object);
        }
        let types: Map<String, Value> = TYPES
            .iter()
            .map(|(name, base, features)| {
                let mut it = json!({"%NAME": name, "%SUPER_TYPE": base});
                for (feature, range) in *features {
                    it[*feature] = json!({"%NAME": feature, "%RANGE": range});
                }
                ((*name).to_owned(), it)
            })
            .collect();
        let view = json!({"_InitialView": {"%SOFA": SOFA_ID, "%MEMBERS": members}});
        let file = json!({"%TYPES": types, "%FEATURE_STRUCTURES": list, "%VIEWS": view});
        sink.article_file(&one.article.id, "json", format!("{file}\n").as_bytes())
    }
}

/// Reads one article.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let read = whole(source.main)?.and_then(|json| {
        let file: Value = serde_json::from_str(&json)
            .map_err(|error| ImportProblem::new(error.line(), format!("is no CAS JSON: {error}; mend it")))?;
        let list = file.get("%FEATURE_STRUCTURES").and_then(Value::as_array);
        let list = list.ok_or_else(|| {
            ImportProblem::new(
                None,
                "is no CAS JSON: it has no \"%FEATURE_STRUCTURES\"; export it as UIMA CAS JSON 0.4",
            )
        })?;
        let found: Vec<Found> = list.iter().filter_map(Value::as_object).map(found).collect();
        article(&found, source.name, Unit::Utf16)
    });
    each(read)
}

fn found(object: &Map<String, Value>) -> Found {
    let mut found = Found::default();
    for (key, value) in object {
        let words = match value {
            Value::String(words) => words.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(is) => is.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => continue,
        };
        match key.as_str() {
            "%ID" => found.id = words,
            "%TYPE" => found.kind = words,
            _ => {
                found.features.insert(key.clone(), words);
            }
        }
    }
    found
}
