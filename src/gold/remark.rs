//! What a person says about a span or about the article, beside the verdict: a note in words, and flags.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::Extra;

/// The flag of what is to be talked about before it is final.
pub const DISCUSS: &str = "discuss";

/// A note and flags; most things have neither.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remark {
    /// In the annotator's words.
    pub note: Option<String>,
    /// Words such as [`DISCUSS`], in the order in which they were given; other programs may have words of their own.
    pub flags: Vec<String>,
}

impl Remark {
    /// Is nothing said?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Is it to be discussed?
    #[must_use]
    pub fn flagged(&self) -> bool {
        self.flags.iter().any(|flag| flag == DISCUSS)
    }

    /// The same with the flag of discussion, or without it if it has it.
    #[must_use]
    pub fn toggled(&self) -> Self {
        let mut flags = self.flags.clone();
        if self.flagged() {
            flags.retain(|flag| flag != DISCUSS);
        } else {
            flags.push(DISCUSS.to_owned());
        }
        Self { note: self.note.clone(), flags }
    }

    /// The same with another note; white space alone is none.
    #[must_use]
    pub fn noted(&self, words: &str) -> Self {
        let words = words.trim();
        Self { note: (!words.is_empty()).then(|| words.to_owned()), flags: self.flags.clone() }
    }

    /// Takes `"note"` and `"flags"` out of the keys of an object, where they are what this program writes; any other
    /// value under these names stays an unknown key.
    pub(super) fn take(keys: &mut Extra) -> Self {
        let mut remark = Self::default();
        if let Some(Value::String(note)) = keys.get("note")
            && !note.trim().is_empty()
        {
            remark.note = Some(note.clone());
            keys.shift_remove("note");
        }
        let words = |flags: &Vec<Value>| -> Option<Vec<String>> {
            flags.iter().map(|flag| flag.as_str().map(str::to_owned)).collect()
        };
        if let Some(flags) =
            keys.get("flags").and_then(Value::as_array).filter(|flags| !flags.is_empty()).and_then(words)
        {
            remark.flags = flags;
            keys.shift_remove("flags");
        }
        remark
    }

    /// Writes them among the keys of an object, as `"note"` and `"flags"`.
    pub fn put(&self, keys: &mut Extra) {
        if let Some(note) = &self.note {
            keys.insert("note".to_owned(), Value::String(note.clone()));
        }
        if !self.flags.is_empty() {
            keys.insert("flags".to_owned(), self.flags.iter().cloned().map(Value::String).collect());
        }
    }
}

/// What a remark is about. A suggestion keeps its id whatever is decided on it, so a remark outlives verdicts: no verb
/// has to carry it along.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkTarget {
    /// The article.
    Article,
    /// A mark that no machine proposed, by its id.
    GoldItem(String),
    /// What a machine proposed, by the suggestion's id: pending, a mark, or rejected.
    Suggestion(String),
}

/// The remarks of an article. Clones share them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remarks(Arc<BTreeMap<RemarkTarget, Remark>>);

impl Remarks {
    /// What is said about something; an empty one where nothing is.
    #[must_use]
    pub fn of(&self, subject: &RemarkTarget) -> Remark {
        self.0.get(subject).cloned().unwrap_or_default()
    }

    /// Says something else about something.
    pub fn set(&mut self, subject: RemarkTarget, remark: Remark) {
        if remark.is_empty() {
            if self.0.contains_key(&subject) {
                Arc::make_mut(&mut self.0).remove(&subject);
            }
        } else {
            Arc::make_mut(&mut self.0).insert(subject, remark);
        }
    }

    /// Is anything to be discussed?
    #[must_use]
    pub fn any_flagged(&self) -> bool {
        self.0.values().any(Remark::flagged)
    }

    /// Is nothing said about anything?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_this_program_writes_is_taken() {
        for (json, note, flags, left) in [
            (r#"{"a":1,"note":"x","b":2,"flags":["discuss","u"]}"#, Some("x"), 2, r#"{"a":1,"b":2}"#),
            (r#"{"note":5,"flags":"discuss"}"#, None, 0, r#"{"note":5,"flags":"discuss"}"#),
            (r#"{"note":"","flags":[1]}"#, None, 0, r#"{"note":"","flags":[1]}"#),
        ] {
            let mut keys: Extra = serde_json::from_str(json).unwrap();
            let remark = Remark::take(&mut keys);
            assert_eq!((remark.note.as_deref(), remark.flags.len()), (note, flags));
            assert_eq!(serde_json::to_string(&keys).unwrap(), left);
        }
    }
}
