//! Gold JSON (`"schema": "tawsim/1"` or `"tawsim/2"`) and lines of articles. This is the one place where code points become bytes and
//! bytes become code points.
//!
//! A gold file, a line of `suggest` and a line of an article file in JSON Lines are the same object. An item with a
//! verdict is a gold item. An item with no verdict, or with the verdict `"pending"`, is a suggestion. Keys are written
//! in a fixed order, and Arabic is not escaped.

mod error;
mod examined;
mod formatter;
mod item;
mod item_reader;
mod migrate;
mod read;
mod read_record;
mod record;
mod relations;
mod schema;
mod write;

pub use error::JsonError;
pub use examined::{Examined, JsonProblem};
pub use item::ItemRecord;
pub use read::{examine, read};
pub use relations::RelationRecord;
pub use schema::{RELATIONS_SCHEMA, SCHEMA, sha256};
pub(crate) use write::stream;
pub use write::{
    SuggestedState, write, write_line, write_line_to, write_suggested, write_suggested_state, write_suggested_state_to,
    write_suggested_to,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{RemarkTarget, stable_id};

    const GOLD: &str = r#"{
 "schema": "tawsim/1",
 "id": "a",
 "text": "قال سامي 😀: «نعم» لباريس",
 "text_sha256": "HASH",
 "offset_unit": "codepoint",
 "meta": {
  "source": "x",
  "page": 1.0
 },
 "status": "in_progress",
 "annotator": "sara",
 "entities": [
  {
   "id": "e1",
   "start": 4,
   "end": 8,
   "text": "سامي",
   "label": "PER",
   "verdict": "fixed",
   "suggestion": {
    "id": "s-1",
    "source": "m@1",
    "score": 0.5,
    "start": 0,
    "end": 8,
    "label": "PER"
   },
   "at": "2026-11-22T10:00:00Z",
   "note": "mine"
  }
 ],
 "quotes": [
  {
   "id": "q1",
   "kind": "direct",
   "content": [
    {
     "start": 13,
     "end": 16,
     "text": "نعم"
    }
   ],
   "cue": null,
   "speaker": {
    "start": 4,
    "end": 8,
    "text": "سامي",
    "entity": "e1",
    "implied": false
   },
   "verdict": "added"
  }
 ],
 "rejected": [
  {
   "layer": "entity",
   "id": "s-2",
   "source": "m@1",
   "score": 0.4,
   "start": 19,
   "end": 24,
   "text": "باريس",
   "label": "LOC",
   "at": "2026-11-22T10:00:00Z"
  }
 ],
 "pending": [],
 "reviewer": "omar"
}
"#;

    fn gold() -> String {
        GOLD.replace("HASH", &sha256("قال سامي 😀: «نعم» لباريس"))
    }

    /// The examples of the guide are true.
    #[test]
    fn the_examples_of_the_guide_can_be_read() {
        let page = include_str!("../../../docs/src/guide/gold-json.md");
        let examples: Vec<&str> =
            page.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
        let found: Vec<Examined> = examples.iter().map(|json| examine(json).unwrap()).collect();
        assert!(found.iter().all(|found| found.problems.is_empty()), "{:?}", found[0].problems);
        assert_eq!((found[0].annotation.gold.len(), found[2].article.suggestions.len()), (3, 1));
        assert!(found[0].lacks.is_empty() && found[1].lacks.is_empty());
        assert_eq!(
            (found[1].annotation.relations.len(), found[1].annotation.gold.first().unwrap().parts.len()),
            (1, 2)
        );
        // The ids of suggestions are those that tawsim computes.
        let suggested = found[0].annotation.gold.iter().filter_map(|item| item.suggestion.as_ref());
        let rejected = found[0].annotation.rejected.iter().map(|rejected| &rejected.suggestion);
        for suggestion in suggested.chain(rejected) {
            assert_eq!(suggestion.id, stable_id(&found[0].article.text, &suggestion.body));
        }
    }

    #[test]
    fn gold_survives_a_load_and_save_byte_for_byte() {
        let (article, annotation) = read(&gold()).unwrap();
        assert_eq!(write(&article, &annotation), gold());
        let (again, same) = read(&write_line(&article, &annotation)).unwrap();
        assert_eq!((again, same), (article, annotation));
    }

    /// Notes and flags of the article and of items in every list survive. Values of another type under these keys stay
    /// as they are.
    #[test]
    fn notes_and_flags_survive_a_load_and_save() {
        let said = gold()
            .replace("\"annotator\": \"sara\",", "\"annotator\": \"sara\",\n \"note\": \"عن المقال\",\n \"flags\": [\n  \"discuss\"\n ],")
            .replace(
                "\"label\": \"LOC\",\n   \"at\": \"2026-11-22T10:00:00Z\"",
                "\"label\": \"LOC\",\n   \"at\": \"2026-11-22T10:00:00Z\",\n   \"flags\": [\n    \"discuss\",\n    \"urgent\"\n   ]",
            )
            .replace("\"verdict\": \"added\"", "\"verdict\": \"added\",\n   \"note\": 7");
        let (article, annotation) = read(&said).unwrap();
        assert_eq!(write(&article, &annotation), said);
        let note = |subject| annotation.remark(&subject).note;
        assert_eq!(note(RemarkTarget::Article).as_deref(), Some("عن المقال"));
        assert_eq!(note(RemarkTarget::Suggestion("s-1".to_owned())).as_deref(), Some("mine"));
        assert!(annotation.remark(&RemarkTarget::Suggestion("s-2".to_owned())).flagged());
        assert_eq!(
            (note(RemarkTarget::GoldItem("q1".to_owned())), &annotation.gold.find("q1").unwrap().extra["note"]),
            (None, &7.into())
        );
    }

    #[test]
    fn each_problem_has_a_message() {
        for (from, to, message) in [
            ("tawsim/1", "tawsim/3", "use a newer tawsim"),
            ("codepoint\"", "byte\"", "convert the offsets"),
            ("\"a\"", "\"\"", "\"id\" is missing or empty"),
            ("😀", "😁", "text_sha256 does not match the text"),
            (
                "\"end\": 16",
                "\"end\": 160",
                "quotes[0] (q1).content[0]: 160 is past the end of the text (24 code points)",
            ),
            ("\"end\": 24", "\"end\": 23", "rejected[0] (s-2): the text at 19..23 is \"باري\", not \"باريس\""),
            ("\"fixed\"", "\"repaired\"", "none of accepted, fixed, added"),
            ("\"direct\"", "\"spoken\"", "none of direct, indirect, mixed"),
            ("\"label\": \"PER\",\n   \"verdict\"", "\"verdict\"", "an entity needs a \"label\""),
            ("\"start\": 4", "\"start\": -4", "invalid value"),
            ("\"q1\"", "\"e1\"", "the id \"e1\" occurs twice"),
        ] {
            let broken = gold().replacen(from, to, 1);
            assert_ne!(broken, gold());
            let error = read(&broken).unwrap_err().to_string();
            assert!(error.contains(message), "{from} → {to}: {error}");
        }
    }

    #[test]
    fn suggestions_without_an_id_get_a_stable_one() {
        let line = r#"{"id":"a","text":"في باريس","entities":[{"start":3,"end":8,"label":"LOC"},{"start":3,"end":8,"label":"LOC"}]}"#;
        let (first, _) = read(line).unwrap();
        let (second, _) = read(line).unwrap();
        assert_eq!(first, second);
        assert_ne!(first.suggestions[0].id, first.suggestions[1].id);
    }
}
