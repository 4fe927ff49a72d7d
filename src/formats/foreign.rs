//! Formats that are not read, so that a refusal can name them and say what to do.

/// A file of a format that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignFile {
    /// What it is, and what to do: "is FoLiA, which is not read; …".
    pub why: String,
    /// True if it has annotations, which are lost if the file is left out.
    pub has_annotations: bool,
}

/// A format that is not read.
struct Foreign {
    name: &'static str,
    has_annotations: bool,
    /// What the user can do instead.
    remedy: &'static str,
    /// A file is of the format if its beginning has all words of one of these lists. Words in quotation marks are keys of
    /// JSON; the others are looked for in XML and HTML.
    signs: &'static [&'static [&'static str]],
}

const TO_BRAT: &str = "convert it to brat's standoff, for example with bconv";
const TO_LINES: &str = "write lines of {\"text\": …, \"entities\": [{\"start\": …, \"end\": …, \"label\": …}]}";

const FOREIGN: [Foreign; 17] = [
    Foreign {
        name: "tagtog's JSON, whose text is in another file",
        has_annotations: true,
        remedy: TO_LINES,
        signs: &[&["\"annotatable\"", "\"anncomplete\""]],
    },
    Foreign {
        name: "Datasaur's own JSON",
        has_annotations: true,
        remedy: "export it from Datasaur as CoNLL 2003",
        signs: &[&["\"charS\"", "\"sidS\""]],
    },
    Foreign {
        name: "text with ENAMEX marks (MUC, OntoNotes)",
        has_annotations: true,
        remedy: TO_LINES,
        signs: &[&["<ENAMEX"]],
    },
    Foreign {
        name: "BioC",
        has_annotations: true,
        remedy: TO_BRAT,
        signs: &[&["<collection", "<passage"], &["\"passages\"", "\"infons\""]],
    },
    Foreign {
        name: "the JSON of SciERC and DyGIE",
        has_annotations: true,
        remedy: TO_LINES,
        signs: &[&["\"doc_key\"", "\"sentences\""], &["\"clusters\"", "\"sentences\"", "\"ner\""]],
    },
    Foreign {
        name: "the JSON of SpERT",
        has_annotations: true,
        remedy: TO_LINES,
        signs: &[&["\"tokens\"", "\"entities\"", "\"orig_id\""]],
    },
    Foreign {
        name: "an export of MedCAT Trainer",
        has_annotations: true,
        remedy: TO_LINES,
        signs: &[&["\"projects\"", "\"documents\""]],
    },
    Foreign {
        name: "a document of GATE",
        has_annotations: true,
        remedy: TO_LINES,
        signs: &[&["<GateDocument"], &["\"annotation_sets\"", "\"text\""]],
    },
    Foreign {
        name: "a data set of questions (SQuAD)",
        has_annotations: false,
        remedy: "it has no labelled spans",
        signs: &[&["\"qas\"", "\"context\""]],
    },
    Foreign { name: "TEI", has_annotations: true, remedy: TO_LINES, signs: &[&["http://www.tei-c.org/ns/1.0"]] },
    Foreign { name: "FoLiA", has_annotations: true, remedy: TO_LINES, signs: &[&["<FoLiA"]] },
    Foreign { name: "NAF", has_annotations: true, remedy: TO_LINES, signs: &[&["<NAF"]] },
    Foreign { name: "TCF", has_annotations: true, remedy: TO_LINES, signs: &[&["<D-Spin"]] },
    Foreign { name: "ACE", has_annotations: true, remedy: TO_LINES, signs: &[&["<source_file", "<entity_mention"]] },
    Foreign {
        name: "a type system of UIMA",
        has_annotations: false,
        remedy: "name the XMI file that belongs to it",
        signs: &[&["<typeSystemDescription"]],
    },
    Foreign {
        name: "HTML",
        has_annotations: false,
        remedy: "import the text of the page",
        signs: &[&["<!DOCTYPE html"], &["<html"]],
    },
    Foreign { name: "PubTator", has_annotations: true, remedy: TO_BRAT, signs: &[] },
];

/// The file of a format that is not read; `None` for one whose format is read or not known.
///
/// ```
/// # use tawsim::formats::refuse_foreign;
/// assert!(refuse_foreign("<FoLiA version=\"2.5\">".as_bytes()).unwrap().why.starts_with("is FoLiA, which is not read"));
/// assert!(refuse_foreign(b"1|t|A title\n1|a|A text\n").unwrap().why.starts_with("is PubTator"));
/// // Words of a text are no sign.
/// assert_eq!(refuse_foreign(br#"{"text": "<html> and <FoLiA", "label": []}"#), None);
/// ```
#[must_use]
pub fn refuse_foreign(head: &[u8]) -> Option<ForeignFile> {
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches('\u{FEFF}').trim_start();
    let (is_json, is_xml) = (head.starts_with(['{', '[']), head.starts_with('<'));
    let fits = |sign: &str| (if sign.starts_with('"') { is_json } else { is_xml }) && head.contains(sign);
    let has = |signs: &[&str]| signs.iter().all(|sign| fits(sign));
    let is_pubtator = is_pubtator(head);
    if let Some((why, has_annotations)) = of_lines(head) {
        return Some(ForeignFile { why: why.to_owned(), has_annotations });
    }
    let found =
        FOREIGN.iter().find(|it| it.signs.iter().any(|signs| has(signs)) || it.signs.is_empty() && is_pubtator)?;
    let why = format!("is {}, which is not read; {}", found.name, found.remedy);
    Some(ForeignFile { why, has_annotations: found.has_annotations })
}

/// The message for a file that begins like a table of texts or like the report of an evaluation. The second value is true if the file
/// has annotations.
fn of_lines(head: &str) -> Option<(&'static str, bool)> {
    let mut lines = head.lines().filter(|line| !line.trim().is_empty());
    let (first, second) = (lines.next()?, lines.next().unwrap_or_default());
    if first == "{" && second.trim_start().starts_with("\"schema\": \"tawsim/") {
        let why = "is a gold file of tawsim: export, check, merge and the other verbs read it as it is";
        return Some((why, true));
    }
    if first.starts_with("processed ") && first.contains(" phrases; found: ") {
        return Some(("is a report of conlleval, which has no text; import the file that was evaluated", false));
    }
    if first.split_whitespace().eq(["precision", "recall", "f1-score", "support"]) {
        return Some(("is a report of seqeval or scikit-learn, which has no text; import the data", false));
    }
    let names = column_names(first);
    let is_any = |names: &[String], known: &[&str]| names.iter().any(|name| known.contains(&name.as_str()));
    if names.len() < 2 {
        return None;
    }
    if is_any(&names, &["tokens", "words", "ner_tags", "entities", "spans"]) && second.contains('[') {
        let why = "is a table with lists in its cells; write it as JSON lines, with each list as a list: load it where it was made, \
                   and write it with pandas.DataFrame.to_json(\"lines.jsonl\", orient=\"records\", lines=True)";
        return Some((why, true));
    }
    let has_start = is_any(&names, &["start", "start_offset", "begin", "start_char", "startoffset"]);
    let has_end = is_any(&names, &["end", "end_offset", "stop", "end_char", "endoffset"]);
    let has_tokens = is_any(&names, &["token", "tokens", "word", "words", "form"]);
    (has_start && has_end && !has_tokens && second.chars().any(|c| c.is_ascii_digit())).then_some((
        "is a table of texts and spans, which is not read; write each text once, on lines of {\"text\": …, \"entities\": \
         [{\"start\": …, \"end\": …, \"label\": …}]}",
        true,
    ))
}

/// The names in the header of a table, in small letters; none for other lines.
fn column_names(line: &str) -> Vec<String> {
    let delimiter = ['\t', ',', ';'].into_iter().find(|delimiter| line.contains(*delimiter));
    let names = delimiter.map(|delimiter| line.split(delimiter).collect::<Vec<_>>()).unwrap_or_default();
    let name = |word: &&str| word.trim().trim_matches('"').to_lowercase();
    let names: Vec<String> = names.iter().map(name).collect();
    let is_name = |name: &String| !name.contains(char::is_whitespace) && !name.contains(['[', '{', ':']);
    if names.iter().all(is_name) { names } else { Vec::new() }
}

/// True for a file that begins with a title: `12345|t|A title`.
fn is_pubtator(head: &str) -> bool {
    let first = head.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let (number, rest) = first.split_once('|').unwrap_or_default();
    !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) && rest.starts_with("t|")
}
