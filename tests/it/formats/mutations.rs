//! Files with one change that a person or another tool could have made. The import must show it: in the gold, in a message,
//! or by refusing the file. An import that gives the same as without the change has lost something in silence.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use tawsim::formats::{Annotated, ExportOptions, FORMATS};
use tawsim::gold::json as gold_json;

use super::round_trips::{Files, annotated, export, gold, import_bytes, read_again};

/// Entities, a quote with everything, relations, attributes, parts, a note, metadata, a suggestion.
const CASE: &str = r#"{"id":"case","text":"شمال وجنوب السودان 😀: قال سامي «نعم» و«لا»","status":"done","meta":{"title":"عنوان","page":3},
    "entities":[{"id":"e1","start":0,"end":18,"parts":[{"start":0,"end":4},{"start":11,"end":18}],"label":"LOC","verdict":"added",
     "attributes":{"Reference":"Wikidata:Q1049","Former":true}},
    {"id":"e2","start":6,"end":18,"label":"LOC","verdict":"added","note":"لا أدري"},
    {"id":"e3","start":26,"end":30,"label":"PER","verdict":"accepted",
     "suggestion":{"id":"s1","source":"m@1","score":0.5,"start":26,"end":30,"label":"PER"}}],
    "quotes":[{"id":"q1","kind":"direct","content":[{"start":32,"end":35},{"start":38,"end":40}],
     "cue":{"start":22,"end":25},"speaker":{"start":26,"end":30,"entity":"e3","implied":false},"verdict":"added"}],
    "relations":[{"id":"r1","label":"borders","from":"e1","to":"e2"},{"id":"r2","label":"lives_in","from":"e3","to":"e2"}]}"#;

/// A changed file, and what was changed.
struct Mutant {
    what: String,
    file: String,
}

/// The content of an import, with its messages. Two equal ones mean that nothing of a change is left.
fn outcome(format: &str, file: &str, beside: Option<&[u8]>) -> Vec<String> {
    let found = import_bytes(format, file.as_bytes(), beside).into_iter();
    let article = |found| match found {
        Err(problem) => format!("{problem:?}"),
        Ok((one, losses)) => {
            let Annotated { article, annotation }: Annotated = one;
            format!("{} {losses:?}", gold_json::write_line(&article, &annotation))
        }
    };
    found.map(article).collect()
}

/// True for a change of what only repeats other parts of the file, numbers its lines, or says how a tool showed the text. An
/// import does not read it.
fn is_repeated(format: &str, what: &str) -> bool {
    let has = |keys: &[&str]| what.split(['/', ' ']).any(|part| keys.contains(&part));
    let is_relation = what.contains("elations/");
    // A speaker that is connected with the cue is that of the quote too.
    let is_end = has(&["from", "to", "from_id", "to_id", "@Governor", "@Dependent", "Governor", "Dependent"]);
    match format {
        "spacy" => is_end || has(&["words", "spaces"]) || what.ends_with("/id longer"),
        // The span of a quote that is no content has no kind; a region is accepted if its suggestion is the same.
        "prodigy" => {
            has(&["tokens", "_task_hash", "_view_id", "token_start", "token_end", "head_span", "child_span"])
                || is_relation && has(&["head", "child"])
                || has(&["_input_hash", "_session_id", "source", "score", "layer"])
        }
        "hf" => has(&["tokens", "ner_tags", "verdict"]),
        "doccano" => is_end || what.contains("/id ") && what.ends_with("other number"),
        "labelstudio" => {
            has(&["origin", "from_name", "to_name", "ground_truth", "type", "score", "was_cancelled"])
                || what.contains("(choices)") && has(&["start", "end", "text"])
        }
        "w3c" => {
            has(&["@context", "type", "motivation", "purpose", "source", "prefix", "suffix"])
                || what.starts_with("/id ")
                || what.contains("selector") && what.ends_with("no first value")
        }
        // A file without it is one article too.
        "conll" => what.contains("DOCSTART") && what.ends_with("removed"),
        // The name of a line to which no other line refers. A quote without a kind is direct.
        "brat" => {
            what.ends_with("field 1 changed")
                || what.contains("\\tKind E") && what.contains(" direct\"") && what.ends_with("removed")
        }
        // The version, layers that no token has, the numbers of tokens, and tokens whose words are in the text of the sentence.
        "webanno" => {
            what.starts_with("line 1 ")
                || what.contains("\"#T_")
                || what.ends_with(": field 1 changed")
                || what.ends_with("removed") && !what.contains("]\t1-")
        }
        "casjson" => {
            let is_anchor =
                ["(Token)", "(Sentence)", "(DocumentMetaData)", "Relation)"].iter().any(|it| what.contains(it));
            is_end
                || has(&["%TYPES", "%VIEWS", "sofaNum", "mimeType", "isLastSegment", "sofaID", "@sofa"])
                || is_anchor && has(&["begin", "end"])
                || has(&["%ID"])
        }
        "xmi" => {
            let is_anchor =
                ["Token ", "Sentence ", "DocumentMetaData ", "Relation "].iter().any(|it| what.contains(it));
            is_end
                || has(&["sofaNum", "mimeType", "isLastSegment", "cas:View", "cas:NULL", "xmi:XMI", "sofaID", "sofa"])
                || is_anchor && has(&["begin", "end"])
                // The number of an element to which no other element refers.
                || has(&["xmi:id"])
                || (what.contains("Token ") || what.contains("Sentence ")) && what.ends_with("removed")
        }
        _ => false,
    }
}

/// Every value of a JSON document is changed, removed and doubled, and every object gets another key.
fn json_mutants(document: &Value) -> Vec<(String, Value)> {
    let mut paths = vec![String::new()];
    let mut all = Vec::new();
    while let Some(path) = paths.pop() {
        let Some(value) = document.pointer(&path) else { continue };
        match value {
            Value::Object(keys) => paths.extend(keys.keys().map(|key| format!("{path}/{}", escaped(key)))),
            Value::Array(list) => paths.extend((0..list.len()).map(|at| format!("{path}/{at}"))),
            _ => {}
        }
        all.push(path);
    }
    all.iter().flat_map(|path| changes_at(document, path)).collect()
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The type of the object that a value is in, in brackets, if it names one.
fn kind_at(document: &Value, path: &str) -> String {
    let parents = path.match_indices('/').map(|(at, _)| &path[..at]).chain([path]);
    let kind = |path: &str| {
        let kind =
            ["%TYPE", "type"].iter().find_map(|key| document.pointer(path)?.get(*key)?.as_str().map(str::to_owned))?;
        Some(format!("({}) ", kind.rsplit('.').next().unwrap()))
    };
    parents.filter_map(kind).next_back().unwrap_or_default()
}

fn changes_at(document: &Value, path: &str) -> Vec<(String, Value)> {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut changed = document.clone();
        change(changed.pointer_mut(path).unwrap());
        changed
    };
    let mut changes = Vec::new();
    match document.pointer(path).unwrap() {
        Value::String(_) => changes.push(("longer", with(&|it| *it = json!(format!("{}ZZ", it.as_str().unwrap()))))),
        Value::Number(_) => changes.push(("other number", with(&|it| *it = json!(it.as_f64().unwrap() as i64 + 1)))),
        Value::Bool(_) => changes.push(("flipped", with(&|it| *it = json!(!it.as_bool().unwrap())))),
        Value::Object(_) => changes.push(("another key", with(&|it| it["zz_note"] = json!("قيمة")))),
        Value::Array(list) => {
            changes.push(("another value", with(&|it| it.as_array_mut().unwrap().push(json!({"zz_note": "قيمة"})))));
            if list.first().is_some_and(Value::is_object) {
                changes.push(("no first value", with(&|it| drop(it.as_array_mut().unwrap().remove(0)))));
            }
        }
        Value::Null => {}
    }
    let kind = kind_at(document, path);
    changes.into_iter().map(|(what, changed)| (format!("{path} {kind}{what}"), changed)).collect()
}

/// Every line is removed, gets another field, or has a field changed; another line is added behind each.
fn line_mutants(file: &str, separator: char) -> Vec<Mutant> {
    let lines: Vec<&str> = file.split('\n').collect();
    let with = |at: usize, line: Option<String>| {
        let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        match line {
            Some(line) => changed[at] = line,
            None => drop(changed.remove(at)),
        }
        changed.join("\n")
    };
    let mut mutants = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let mut add = |what: &str, changed| {
            mutants.push(Mutant { what: format!("line {} {line:?}: {what}", at + 1), file: changed });
        };
        add("removed", with(at, None));
        add("another field", with(at, Some(format!("{line}{separator}ZZ"))));
        add("another line behind it", with(at, Some(format!("{line}\nZZ{separator}ZZ"))));
        let fields: Vec<&str> = line.split(separator).collect();
        for number in 0..fields.len() {
            let mut changed: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
            changed[number].push_str("ZZ");
            add(&format!("field {} changed", number + 1), with(at, Some(changed.join(&separator.to_string()))));
        }
    }
    mutants
}

/// Every attribute of an XML file is changed, every element removed or given another attribute; text and an element are added.
fn xml_mutants(file: &str) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for (at, _) in file.match_indices('<').filter(|(at, _)| !file[*at + 1..].starts_with(['?', '/'])) {
        let end = at + file[at..].find('>').unwrap();
        let element = &file[at..=end];
        let name = element[1..].split([' ', '/', '>']).next().unwrap();
        let mut add = |what: &str, changed: String| {
            mutants.push(Mutant {
                what: format!("{name} {what}"),
                file: format!("{}{changed}{}", &file[..at], &file[end + 1..]),
            });
        };
        if element.ends_with("/>") {
            add("removed", String::new());
            add("another attribute", element.replace("/>", " zz_note=\"قيمة\"/>"));
            add("text behind it", format!("{element}ZZ"));
            add("another element", format!("{element}<zz a=\"b\"/>"));
        }
        for (from, _) in element.match_indices("=\"") {
            let to = from + 2 + element[from + 2..].find('"').unwrap();
            let key = element[..from].rsplit(' ').next().unwrap();
            add(key, format!("{}ZZ{}", &element[..to], &element[to..]));
        }
    }
    mutants
}

fn mutants_of(format: &str, file: &str) -> Vec<Mutant> {
    match format {
        "brat" | "webanno" => line_mutants(file, '\t'),
        "conll" | "inline" => line_mutants(file, ' '),
        "xmi" => xml_mutants(file),
        _ => {
            let document: Value = serde_json::from_str(file).unwrap();
            let changed = json_mutants(&document).into_iter();
            changed.map(|(what, document)| Mutant { what, file: format!("{document}\n") }).collect()
        }
    }
}

/// The changes of a file that leave no trace.
fn lost_in_silence(format: &str, files: &Files, id: &str) -> BTreeSet<String> {
    let (main, beside) = read_again(format, files, id);
    let main = std::str::from_utf8(main).unwrap();
    let before = outcome(format, main, beside);
    assert!(!before.is_empty(), "{format}");
    let mutants = mutants_of(format, main).into_iter().filter(|mutant| !is_repeated(format, &mutant.what));
    mutants.filter(|mutant| outcome(format, &mutant.file, beside) == before).map(|mutant| mutant.what).collect()
}

#[test]
fn no_change_of_a_file_is_lost_in_silence() {
    let case = annotated(CASE);
    let mut silent = Vec::new();
    for format in FORMATS {
        let (files, _) = export(format.name, ExportOptions::default(), std::slice::from_ref(&case));
        silent.extend(lost_in_silence(format.name, &files, "case").into_iter().map(|what| format!("{format}: {what}")));
    }
    assert!(silent.is_empty(), "{} changes are lost in silence:\n{}", silent.len(), silent.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn no_random_change_of_a_random_file_is_lost_in_silence(one in gold(), format in 0..FORMATS.len(), seed in any::<usize>()) {
        let format = FORMATS[format].name;
        let (files, _) = export(format, ExportOptions::default(), std::slice::from_ref(&one));
        let (main, beside) = read_again(format, &files, "any");
        let main = std::str::from_utf8(main).unwrap();
        let mutants = mutants_of(format, main);
        let mutant = &mutants[seed % mutants.len()];
        let is_seen = is_repeated(format, &mutant.what) || outcome(format, &mutant.file, beside) != outcome(format, main, beside);
        prop_assert!(is_seen, "{}: {}", format, mutant.what);
    }
}
