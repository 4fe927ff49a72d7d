//! `xmi`: UIMA XMI 1.0, one file for each article and `TypeSystem.xml`, as INCEpTION and dkpro-cassis read them. UTF-16
//! units.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io;

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::text::Unit;

use super::annotated::Annotated;
use super::common::lines::one_article;
use super::common::uima::{EXTRAS, SOFA_ID, TYPES, Value, feature_structures};
use super::common::uima_read::{Kinds, ReadStructure, build_article};
use super::export::{Export, ExportOptions, Sink};
use super::extras::Extras;
use super::format::{Format, Shape};
use super::import::{EachArticle, ImportProblem, Source};
use super::loss::Loss;
use super::signature::Signature;

/// The format `xmi`.
pub(super) static FORMAT: Format = Format {
    name: "xmi",
    description: "a folder of UIMA XMI with TypeSystem.xml, for INCEpTION and cassis",
    unit: "UTF-16 units",
    carries: "entities, quotes, relations, one reference of each entity",
    omits: "ids of gold items, verdicts, other attributes, parts of entities, the control characters that XML lacks",
    shape: Shape::Folder(None),
    extensions: &["xmi"],
    signatures: &[
        (".xmi", Signature::Contains("<xmi:XMI")),
        ("TypeSystem.xml", Signature::Contains("<typeSystemDescription")),
    ],
    negatives: false,
    takes_unit: false,
    export: |options| Box::new(Xmi { options }),
    import,
};

struct Xmi {
    options: ExportOptions,
}

/// The value of an attribute. Line ends and tabs are written as references, because an XML reader turns them into spaces.
fn attribute(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' => out.push_str(&format!("&#{};", u32::from(c))),
            _ if !is_xml_character(c) => out.push('\u{FFFD}'),
            _ => out.push_str(&escape(c.encode_utf8(&mut [0; 4]) as &str)),
        }
    }
    out
}

/// True for a character that XML 1.0 allows (production 2).
const fn is_xml_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// The namespace and the local name of a type: `a.b.C` is `C` in `http:///a/b.ecore`.
fn namespace(kind: &str) -> (String, &str) {
    let (package, local) = kind.rsplit_once('.').unwrap_or(("uima.noNamespace", kind));
    (format!("http:///{}.ecore", package.replace('.', "/")), local)
}

impl Export for Xmi {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        let article = &annotated.article;
        let text = article.text.as_str();
        if let Some(c) = text.chars().find(|c| !is_xml_character(*c)) {
            let what = format!("the character U+{:04X}", u32::from(c));
            lost(Loss::of(article, what, "XML 1.0 has no such character; U+FFFD stands in its place"));
        }
        let structures = feature_structures(annotated, &self.options, lost);
        let mut prefixes: BTreeMap<String, String> = BTreeMap::new();
        for (kind, ..) in &TYPES {
            let next = format!("t{}", prefixes.len());
            prefixes.entry(namespace(kind).0).or_insert(next);
        }
        let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" \
                       xmlns:cas=\"http:///uima/cas.ecore\""
            .to_owned();
        for (uri, prefix) in &prefixes {
            xml.push_str(&format!(" xmlns:{prefix}=\"{uri}\""));
        }
        xml.push_str(" xmi:version=\"2.0\">\n<cas:NULL xmi:id=\"0\"/>\n");
        let mut members = Vec::new();
        for structure in &structures {
            members.push(structure.id.to_string());
            let (uri, local) = namespace(structure.kind);
            let prefix = prefixes.get(&uri).map_or("cas", String::as_str);
            xml.push_str(&format!(
                "<{prefix}:{local} xmi:id=\"{}\" sofa=\"{SOFA_ID}\" begin=\"{}\" end=\"{}\"",
                structure.id, structure.begin, structure.end
            ));
            for (name, value) in &structure.features {
                let words = match value {
                    Value::String(words) => attribute(words),
                    Value::Bool(value) => value.to_string(),
                    Value::Reference(id) => id.to_string(),
                };
                xml.push_str(&format!(" {name}=\"{words}\""));
            }
            xml.push_str("/>\n");
        }
        xml.push_str(&format!(
            "<cas:Sofa xmi:id=\"{SOFA_ID}\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\" sofaString=\"{}\"/>\n\
             <cas:View sofa=\"{SOFA_ID}\" members=\"{}\"/>\n</xmi:XMI>\n",
            attribute(text),
            members.join(" "),
        ));
        sink.article_file(&article.id, "xmi", xml.as_bytes())
    }

    fn extras(&self) -> Extras {
        EXTRAS
    }

    fn finish(&mut self, sink: &mut dyn Sink) -> io::Result<()> {
        let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<typeSystemDescription \
                       xmlns=\"http://uima.apache.org/resourceSpecifier\">\n<types>\n"
            .to_owned();
        for (name, base, features) in &TYPES {
            xml.push_str(&format!(
                "<typeDescription>\n<name>{name}</name>\n<description/>\n<supertypeName>{base}</supertypeName>\n<features>\n"
            ));
            for (feature, range) in *features {
                xml.push_str(&format!(
                    "<featureDescription><name>{feature}</name><description/><rangeTypeName>{range}</rangeTypeName>\
                     </featureDescription>\n"
                ));
            }
            xml.push_str("</features>\n</typeDescription>\n");
        }
        xml.push_str("</types>\n</typeSystemDescription>\n");
        sink.shared_file("TypeSystem.xml", xml.as_bytes())
    }
}

fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let options = source.options;
    let unit = options.unit.map_or(Unit::Utf16, Unit::from);
    one_article(source, each, |xml, name| {
        let (structures, unread) = read_structures(xml)?;
        build_article(&structures, name, unit, options).map(|(annotated, mut losses)| {
            for (what, count) in unread {
                let times = if count == 1 { String::new() } else { format!(" ({count} times)") };
                let why = "it is no feature structure with xmi:id; left out";
                losses.push(Loss::of(&annotated.article, format!("{what}{times}"), why));
            }
            (annotated, losses)
        })
    })
}

/// Names of what is no feature structure, with their numbers.
type Unread = BTreeMap<String, usize>;

fn read_structures(xml: &str) -> Result<(Vec<ReadStructure>, Unread), ImportProblem> {
    let mut reader = Reader::from_str(xml);
    let (mut packages, mut kinds) = (HashMap::new(), Kinds::default());
    let mut structures = Vec::new();
    let mut unread = Unread::new();
    loop {
        let at = reader.buffer_position();
        let problem = |what: &dyn fmt::Display| {
            let before = usize::try_from(at).ok().and_then(|at| xml.as_bytes().get(..at)).unwrap_or_default();
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            ImportProblem::new(line, format!("is not XMI: {what}; correct it"))
        };
        match reader.read_event().map_err(|error| problem(&error))? {
            Event::Start(element) | Event::Empty(element) => {
                let structure = read_structure(&element, &mut packages, &mut kinds).map_err(|what| problem(&what))?;
                let name = element.name().as_ref().to_owned();
                if structure.is_none() && !matches!(name.as_str(), "xmi:XMI" | "cas:View" | "cas:NULL") {
                    *unread.entry(format!("<{name}>")).or_default() += 1;
                }
                structures.extend(structure);
            }
            Event::Text(words) if !words.trim_ascii().is_empty() => {
                *unread.entry("text between elements".to_owned()).or_default() += 1;
            }
            Event::Eof if packages.is_empty() => return Err(problem(&"it has no namespaces")),
            Event::Eof => return Ok((structures, unread)),
            _ => {}
        }
    }
}

/// The feature structure of an element with `xmi:id`. Namespaces of the root go into `packages`, by their prefixes.
fn read_structure(
    element: &BytesStart<'_>,
    packages: &mut HashMap<String, String>,
    kinds: &mut Kinds,
) -> Result<Option<ReadStructure>, String> {
    let name = element.name().as_ref().to_owned();
    let (mut structure, mut features) = (ReadStructure::default(), Vec::new());
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = attribute.key.as_ref().to_owned();
        let value =
            attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?.into_owned();
        if let Some(prefix) = key.strip_prefix("xmlns:") {
            let package = value.strip_prefix("http:///").and_then(|uri| uri.strip_suffix(".ecore"));
            packages.insert(prefix.to_owned(), package.unwrap_or_default().replace('/', "."));
        } else if key == "xmi:id" {
            structure.id = value.into();
        } else {
            features.push((key, value));
        }
    }
    let (prefix, local) = name.split_once(':').unwrap_or(("", &name));
    let package = packages.get(prefix).map_or("", String::as_str);
    structure.kind = kinds.share(&format!("{package}.{local}"));
    structure.features = features.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    Ok((!structure.id.is_empty()).then_some(structure))
}
