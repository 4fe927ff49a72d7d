//! The JSON Schema of the gold (`assets/gold.schema.json`) is true: gold of every kind is valid by it, and what is no gold is
//! not.

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::{Value, json};
use tawsim::gold::json as gold_json;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn schema() -> Validator {
    jsonschema::validator_for(&serde_json::from_str(&read("assets/gold.schema.json")).unwrap()).unwrap()
}

fn expect_valid(schema: &Validator, name: &str, gold: &str) {
    let gold: Value = serde_json::from_str(gold).unwrap();
    if let Err(error) = schema.validate(&gold) {
        panic!("{name}: {error} at {}", error.instance_path());
    }
}

#[test]
fn all_gold_is_valid_by_the_schema() {
    let schema = schema();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let gold = fs::read_to_string(&path).unwrap();
        expect_valid(&schema, &path.display().to_string(), &gold);
        let (article, annotation) = gold_json::read(&gold).unwrap();
        expect_valid(&schema, "a line of gold", &gold_json::write_line(&article, &annotation));
    }
    // Rejected, pending and fixed items, notes and flags: the example of the guide.
    let page = read("docs/src/guide/gold-json.md");
    for block in page.split("```json\n").skip(1) {
        expect_valid(&schema, "an example of the guide", block.split("```").next().unwrap());
    }
    // Whatever an importer makes of the project's own corpus.
    let inline = read("assets/corpus/held/w7-01.txt");
    for article in tawsim::formats::FORMATS
        .iter()
        .find(|format| format.name == "inline")
        .unwrap()
        .import_bytes(inline.as_bytes(), None)
    {
        let (annotated, _) = article.unwrap();
        expect_valid(&schema, "inline", &gold_json::write_line(&annotated.article, &annotated.annotation));
        let article = annotated.into_suggestions("m@1");
        expect_valid(&schema, "suggestions", &gold_json::write_suggested(&article, &article.suggestions));
    }
}

#[test]
fn what_is_no_gold_is_not_valid() {
    let schema = schema();
    for (what, gold) in [
        ("no text", json!({"id": "a"})),
        ("another unit", json!({"id": "a", "text": "نص", "offset_unit": "byte"})),
        ("a later schema", json!({"schema": "tawsim/9", "id": "a", "text": "نص"})),
        ("a status of its own", json!({"id": "a", "text": "نص", "status": "ready"})),
        ("no label", json!({"id": "a", "text": "نص", "entities": [{"start": 0, "end": 2}]})),
        ("a negative offset", json!({"id": "a", "text": "نص", "entities": [{"start": -1, "end": 2, "label": "X"}]})),
        ("a quote without content", json!({"id": "a", "text": "نص", "quotes": [{"kind": "direct", "content": []}]})),
        (
            "a relation without an end",
            json!({"schema": "tawsim/2", "id": "a", "text": "نص", "relations": [{"id": "r1", "label": "of", "from": "e1"}]}),
        ),
        (
            "an entity in one part",
            json!({"schema": "tawsim/2", "id": "a", "text": "نص", "entities": [
                {"start": 0, "end": 2, "label": "X", "parts": [{"start": 0, "end": 2}]}]}),
        ),
        (
            "an attribute without a value",
            json!({"schema": "tawsim/2", "id": "a", "text": "نص", "entities": [
                {"start": 0, "end": 2, "label": "X", "attributes": {"Sure": null}}]}),
        ),
        ("no layer", json!({"id": "a", "text": "نص", "rejected": [{"start": 0, "end": 2, "label": "X"}]})),
    ] {
        assert!(!schema.is_valid(&gold), "{what}");
    }
}
