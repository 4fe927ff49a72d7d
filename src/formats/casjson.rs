//! `casjson`: UIMA CAS JSON 0.4, one file for each article, as INCEpTION and dkpro-cassis read it. UTF-16 units.

use std::collections::HashMap;
use std::rc::Rc;
use std::{fmt, io};

use compact_str::CompactString;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::gold;
use crate::text::Unit;

use super::annotated::Annotated;
use super::common::lines::one_article;
use super::common::uima::{self, EXTRAS, SOFA, SOFA_ID, TYPES, feature_structures};
use super::common::uima_read::{Kinds, ReadStructure, build_article};
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
        let mut bytes = Vec::new();
        gold::json::stream(&mut bytes, &file, "\n")?;
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
        let ReadFile { structures, types, others, keys } = serde_json::from_str(json)
            .map_err(|error| ImportProblem::new(error.line(), format!("is not CAS JSON: {error}; correct it")))?;
        let mut structures = structures.ok_or_else(|| {
            let what = "is not CAS JSON: it has no \"%FEATURE_STRUCTURES\"; export it as UIMA CAS JSON 0.4";
            ImportProblem::new(None, what)
        })?;
        let mut entities: HashMap<Rc<str>, bool> = HashMap::new();
        for it in &mut structures {
            let is_entity = || is_named_entity(&it.kind, types.as_object());
            it.is_named_entity = *entities.entry(it.kind.clone()).or_insert_with(is_entity);
        }
        build_article(&structures, name, unit, options).map(|(annotated, mut losses)| {
            for key in keys {
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

/// True if a type of a file is a kind of `NamedEntity`. The depth is limited, because a faulty file may have a circle.
fn is_named_entity(kind: &str, types: Option<&Map<String, Value>>) -> bool {
    let above = |kind: &str| types?.get(kind)?.get("%SUPER_TYPE")?.as_str();
    std::iter::successors(above(kind), |kind| above(kind)).take(16).any(|kind| kind.ends_with(".NamedEntity"))
}

/// The parts of a file that are used. A document may have millions of structures, so each is read into its final form, without a
/// JSON value in between.
#[derive(Default)]
struct ReadFile {
    /// `None` if the file has no list of structures.
    structures: Option<Vec<ReadStructure>>,
    types: Value,
    /// The number of values in the list that are no structures.
    others: usize,
    /// The keys that are not of CAS JSON.
    keys: Vec<String>,
}

impl<'de> Deserialize<'de> for ReadFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FileVisitor)
    }
}

struct FileVisitor;

impl<'de> Visitor<'de> for FileVisitor {
    type Value = ReadFile;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with \"%FEATURE_STRUCTURES\"")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ReadFile, A::Error> {
        let mut file = ReadFile::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "%FEATURE_STRUCTURES" => map.next_value_seed(StructuresSeed(&mut file))?,
                "%TYPES" => file.types = map.next_value()?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    if key != "%VIEWS" {
                        file.keys.push(key);
                    }
                }
            }
        }
        Ok(file)
    }
}

/// Reads the list of structures into a file.
struct StructuresSeed<'a>(&'a mut ReadFile);

impl<'de> DeserializeSeed<'de> for StructuresSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for StructuresSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of feature structures")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut kinds = Kinds::default();
        let structures = self.0.structures.insert(Vec::new());
        while let Some(value) = items.next_element_seed(StructureSeed { kinds: &mut kinds })? {
            match value {
                Some(structure) => structures.push(structure),
                None => self.0.others += 1,
            }
        }
        Ok(())
    }
}

/// Reads one structure; `None` for a value that is no object.
struct StructureSeed<'a> {
    kinds: &'a mut Kinds,
}

impl<'de> DeserializeSeed<'de> for StructureSeed<'_> {
    type Value = Option<ReadStructure>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for StructureSeed<'_> {
    type Value = Option<ReadStructure>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a feature structure")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut structure, mut features) = (ReadStructure::default(), Vec::new());
        while let Some((key, value)) = map.next_entry::<String, Value>()? {
            let Some(words) = feature_words(&key, value) else { continue };
            match key.as_str() {
                "%ID" => structure.id = words.into(),
                "%TYPE" => structure.kind = self.kinds.share(&words),
                _ => features.push((CompactString::from(key), CompactString::from(words.as_str()))),
            }
        }
        structure.features = features.into_iter().collect();
        Ok(Some(structure))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// The value of a feature as words; `None` for null.
fn feature_words(key: &str, value: Value) -> Option<String> {
    Some(match value {
        Value::String(words) => words,
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        // The members of a list of references.
        Value::Array(members) if key == "%ELEMENTS" || key.starts_with('@') => {
            members.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        }
        Value::Array(_) | Value::Object(_) => value.to_string(),
        Value::Null => return None,
    })
}
