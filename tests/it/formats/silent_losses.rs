//! Annotations in shapes that are easy to overlook: read, or reported, and the article is not done without them.

use std::path::Path;

use tawsim::formats::{broken_json, recognise};

use super::imports::read;

/// Broken JSON is no table of tokens and tags, whatever commas it has.
#[test]
fn broken_json_is_no_table() {
    let line = r#"{"text":"زار سليم","tokens":["زار","سليم"],"tags":["O","B-PER"],}"#;
    let pairs = r#"[["زار",{"entities":["O","U-PER"]}],("x")]"#;
    for (name, file) in [("v.jsonl", line), ("v.txt", line), ("v.json", pairs), ("v.json", "زار,O\nريم,B-PER\n")]
    {
        assert_eq!(recognise(Path::new(name), file.as_bytes()), None, "{name} {file}");
        let (line, what) = broken_json(Path::new(name), file.as_bytes()).unwrap();
        assert!(line == 1 && what.starts_with("is not JSON: "), "{line} {what}");
    }
    assert_eq!(broken_json(Path::new("a.json"), br#"{"text": "a", "spans": ["#), None, "a cut file");
}

/// The tag of a token that is written as two words is the token's; an empty node has no text for its tag.
#[test]
fn tags_of_multiword_tokens_and_empty_nodes_are_told() {
    let row = |number: &str, form: &str, misc: &str| format!("{number}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n");
    let head = row("1", "زار", "NER=O") + &row("2-3", "وريم", "NER=B-PER");
    let words = row("2", "و", "_") + &row("3", "ريم", "_");
    assert_eq!(read("conll", &(head.clone() + &words)), ["زار وريم | PER وريم"]);
    let empty = head + &words + &row("3.1", "هي", "NER=B-PER");
    assert_eq!(read("conll", &empty), ["زار وريم | PER وريم lost the tag of the empty node \"هي\" in_progress"]);
}

