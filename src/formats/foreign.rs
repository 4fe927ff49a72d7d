//! Formats that are not read, so that a refusal can name them and say what to do.

/// A format that is not read.
struct Foreign {
    name: &'static str,
    /// What the user can do instead.
    remedy: &'static str,
    /// A file is of the format if its beginning has all words of one of these lists.
    signs: &'static [&'static [&'static str]],
}

const TO_BRAT: &str = "convert it to brat's standoff, for example with bconv";
const TO_LINES: &str = "write lines of {\"text\": …, \"entities\": [{\"start\": …, \"end\": …, \"label\": …}]}";

const FOREIGN: [Foreign; 13] = [
    Foreign { name: "BioC", remedy: TO_BRAT, signs: &[&["<collection", "<passage"], &["\"passages\"", "\"infons\""]] },
    Foreign {
        name: "the JSON of SciERC and DyGIE",
        remedy: TO_LINES,
        signs: &[&["\"doc_key\"", "\"sentences\""], &["\"clusters\"", "\"sentences\"", "\"ner\""]],
    },
    Foreign { name: "an export of MedCAT Trainer", remedy: TO_LINES, signs: &[&["\"projects\"", "\"documents\""]] },
    Foreign {
        name: "a document of GATE",
        remedy: TO_LINES,
        signs: &[&["<GateDocument"], &["\"annotation_sets\"", "\"text\""]],
    },
    Foreign {
        name: "a data set of questions (SQuAD)",
        remedy: "it has no labelled spans",
        signs: &[&["\"qas\"", "\"context\""]],
    },
    Foreign { name: "TEI", remedy: TO_LINES, signs: &[&["http://www.tei-c.org/ns/1.0"]] },
    Foreign { name: "FoLiA", remedy: TO_LINES, signs: &[&["<FoLiA"]] },
    Foreign { name: "NAF", remedy: TO_LINES, signs: &[&["<NAF"]] },
    Foreign { name: "TCF", remedy: TO_LINES, signs: &[&["<D-Spin"]] },
    Foreign { name: "ACE", remedy: TO_LINES, signs: &[&["<source_file", "<entity_mention"]] },
    Foreign {
        name: "a type system of UIMA",
        remedy: "name the XMI file that belongs to it",
        signs: &[&["<typeSystemDescription"]],
    },
    Foreign { name: "HTML", remedy: "import the text of the page", signs: &[&["<!DOCTYPE html"], &["<html"]] },
    Foreign { name: "PubTator", remedy: TO_BRAT, signs: &[] },
];

/// Why a file that begins so is not read, and what to do; `None` if its format is not known either.
///
/// ```
/// # use tawsim::formats::refuse_foreign;
/// assert!(refuse_foreign("<FoLiA version=\"2.5\">".as_bytes()).unwrap().starts_with("is FoLiA, which is not read"));
/// assert_eq!(refuse_foreign(b"1|t|A title\n1|a|A text\n").unwrap().split(',').next(), Some("is PubTator"));
/// assert_eq!(refuse_foreign("زار O\n".as_bytes()), None);
/// ```
#[must_use]
pub fn refuse_foreign(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let has = |signs: &&&[&str]| signs.iter().all(|sign| head.contains(sign));
    let is_pubtator = is_pubtator(head.trim_start_matches('\u{FEFF}'));
    let found = FOREIGN.iter().find(|it| it.signs.iter().find(has).is_some() || it.signs.is_empty() && is_pubtator)?;
    Some(format!("is {}, which is not read; {}", found.name, found.remedy))
}

/// True for a file that begins with a title: `12345|t|A title`.
fn is_pubtator(head: &str) -> bool {
    let first = head.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let (number, rest) = first.split_once('|').unwrap_or_default();
    !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) && rest.starts_with("t|")
}
