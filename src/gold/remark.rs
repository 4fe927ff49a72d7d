//! Remarks: the note and the flags that a person writes on an item or on the article, beside the verdict.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::Extra;

/// The flag for something that must be discussed before it is final.
pub const DISCUSS: &str = "discuss";

/// A note and flags. Most items have neither.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remark {
    /// The note, in the words of the annotator.
    pub note: Option<String>,
    /// Flags such as [`DISCUSS`], in the order in which they were set. Other programs may use other flags.
    pub flags: Vec<String>,
}

impl Remark {
    /// Returns true if there is neither a note nor a flag.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns true if it is flagged for discussion.
    #[must_use]
    pub fn flagged(&self) -> bool {
        self.flags.iter().any(|flag| flag == DISCUSS)
    }

    /// Returns the remark with the flag for discussion added, or removed if it was there.
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

    /// Returns the remark with another note. A note of white space only means no note.
    #[must_use]
    pub fn noted(&self, words: &str) -> Self {
        let words = words.trim();
        Self { note: (!words.is_empty()).then(|| words.to_owned()), flags: self.flags.clone() }
    }

    /// Removes `"note"` and `"flags"` from the keys of an object, if they have the types that this program writes.
    /// Other values under these names stay unknown keys.
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

    /// Adds `"note"` and `"flags"` to the keys of an object.
    pub fn put(&self, keys: &mut Extra) {
        if let Some(note) = &self.note {
            keys.insert("note".to_owned(), Value::String(note.clone()));
        }
        if !self.flags.is_empty() {
            keys.insert("flags".to_owned(), self.flags.iter().cloned().map(Value::String).collect());
        }
    }
}

/// The target of a remark. A suggestion keeps its id when it gets a verdict, so the remark stays with it, and no edit
/// has to move it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkTarget {
    /// The article.
    Article,
    /// The id of a gold item that no suggester proposed.
    GoldItem(String),
    /// The id of a suggestion, whether it is pending, part of a gold item, or rejected.
    Suggestion(String),
}

/// The remarks of an article. Clones share them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remarks(Arc<BTreeMap<RemarkTarget, Remark>>);

impl Remarks {
    /// Returns the remark on a target. It is empty if there is none.
    #[must_use]
    pub fn of(&self, subject: &RemarkTarget) -> Remark {
        self.0.get(subject).cloned().unwrap_or_default()
    }

    /// Sets the remark on a target. An empty remark removes it.
    pub fn set(&mut self, subject: RemarkTarget, remark: Remark) {
        if remark.is_empty() {
            if self.0.contains_key(&subject) {
                Arc::make_mut(&mut self.0).remove(&subject);
            }
        } else {
            Arc::make_mut(&mut self.0).insert(subject, remark);
        }
    }

    /// The targets that have a remark.
    pub(crate) fn targets(&self) -> impl Iterator<Item = &RemarkTarget> {
        self.0.keys()
    }

    /// Returns true if anything is flagged for discussion.
    #[must_use]
    pub fn any_flagged(&self) -> bool {
        self.0.values().any(Remark::flagged)
    }

    /// Returns true if there are no remarks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_notes_and_flags_of_the_right_type_are_read() {
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
