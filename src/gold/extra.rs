//! Keys of a JSON object that this program does not know.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// Keys of a JSON object that this program does not know. They survive a load and save.
///
/// Most objects have none, and an article may have a hundred thousand items. So an empty value is one null pointer, and clones share
/// their keys until one of them is changed.
///
/// ```
/// use tawsim::gold::Extra;
/// let mut keys = Extra::new();
/// assert_eq!(keys.get("source"), None);
/// keys.insert("source".to_owned(), "Agency".into());
/// assert_eq!(keys["source"], "Agency");
/// assert_eq!(size_of::<Extra>(), size_of::<usize>());
/// ```
#[derive(Clone, Default)]
pub struct Extra(Option<Arc<Object>>);

static EMPTY: LazyLock<Object> = LazyLock::new(Object::new);

impl Extra {
    /// No keys.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// Removes a key and returns its value. The order of the other keys stays.
    pub fn shift_remove(&mut self, key: &str) -> Option<Value> {
        if !self.contains_key(key) {
            return None;
        }
        let keys = Arc::make_mut(self.0.as_mut()?);
        let value = keys.shift_remove(key);
        if keys.is_empty() {
            self.0 = None;
        }
        value
    }

    /// Keeps the keys for which `keep` returns true.
    pub fn retain(&mut self, keep: impl FnMut(&String, &mut Value) -> bool) {
        let Some(keys) = &mut self.0 else { return };
        let keys = Arc::make_mut(keys);
        keys.retain(keep);
        if keys.is_empty() {
            self.0 = None;
        }
    }
}

impl Deref for Extra {
    type Target = Object;

    fn deref(&self) -> &Object {
        self.0.as_deref().unwrap_or(&EMPTY)
    }
}

impl DerefMut for Extra {
    fn deref_mut(&mut self) -> &mut Object {
        Arc::make_mut(self.0.get_or_insert_default())
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Extra {}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl From<Object> for Extra {
    fn from(keys: Object) -> Self {
        Self((!keys.is_empty()).then(|| Arc::new(keys)))
    }
}

impl From<Extra> for Object {
    fn from(keys: Extra) -> Self {
        keys.0.map(Arc::unwrap_or_clone).unwrap_or_default()
    }
}

impl From<Extra> for Value {
    fn from(keys: Extra) -> Self {
        Self::Object(keys.into())
    }
}

impl FromIterator<(String, Value)> for Extra {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(keys: I) -> Self {
        Object::from_iter(keys).into()
    }
}

impl Extend<(String, Value)> for Extra {
    fn extend<I: IntoIterator<Item = (String, Value)>>(&mut self, keys: I) {
        for (key, value) in keys {
            self.insert(key, value);
        }
    }
}

impl IntoIterator for Extra {
    type Item = (String, Value);
    type IntoIter = serde_json::map::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        Object::from(self).into_iter()
    }
}

impl<'a> IntoIterator for &'a Extra {
    type Item = (&'a String, &'a Value);
    type IntoIter = serde_json::map::Iter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Object::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_a_clone_leaves_the_original() {
        let first: Extra = serde_json::from_str(r#"{"a":1,"b":2}"#).unwrap();
        let (mut second, mut third) = (first.clone(), first.clone());
        second.insert("c".to_owned(), 3.into());
        assert_eq!(third.shift_remove("a"), Some(1.into()));
        let json = [first, second, third].map(|keys| Value::from(keys).to_string());
        assert_eq!(json, [r#"{"a":1,"b":2}"#, r#"{"a":1,"b":2,"c":3}"#, r#"{"b":2}"#]);
    }

    #[test]
    fn what_changes_nothing_copies_nothing() {
        let first: Extra = serde_json::from_str(r#"{"a":1}"#).unwrap();
        let mut second = first.clone();
        assert_eq!(second.shift_remove("b"), None);
        assert!(Arc::ptr_eq(first.0.as_ref().unwrap(), second.0.as_ref().unwrap()));
        let mut none = Extra::new();
        none.retain(|_, _| true);
        assert!(none.0.is_none());
        second.retain(|_, _| false);
        assert!(second.0.is_none() && first["a"] == 1);
    }

    #[test]
    fn keys_keep_their_order_and_an_empty_value_holds_no_memory() {
        let json = r#"{"b":1,"a":[2],"c":null}"#;
        let mut keys: Extra = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&keys).unwrap(), json);
        assert_eq!(Extra::from_iter(keys.clone()), keys);
        assert_eq!(keys.shift_remove("b"), Some(1.into()));
        assert_eq!(Value::from(keys.clone()).to_string(), r#"{"a":[2],"c":null}"#);
        keys.shift_remove("a");
        keys.shift_remove("c");
        for empty in [keys, Extra::from(Object::new()), serde_json::from_str("{}").unwrap()] {
            assert!(empty.0.is_none() && empty.is_empty());
            assert_eq!((empty.get("b"), serde_json::to_string(&empty).unwrap().as_str()), (None, "{}"));
        }
    }
}
