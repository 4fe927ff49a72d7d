//! Attributes of a gold item or of a relation: names with one or more values.

use serde_json::Value;

use super::Extra;

/// The attributes of a gold item or of a relation, in the order in which they were set.
///
/// A value is a string, a number, `true` or `false`, or a list of these. A flag has the value `true`. An entry of a
/// knowledge base is the attribute [`REFERENCE`] with a value such as `Wikidata:Q90`.
///
/// ```
/// use tawsim::gold::Attributes;
/// let attributes = Attributes::default().with("Certainty", "low".into());
/// assert_eq!(attributes.iter().next(), Some(("Certainty", &"low".into())));
/// assert!(attributes.without("Certainty").is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attributes(Extra);

/// The attribute that names an entry of a knowledge base. Its value is the name of the base, `:`, the id of the entry,
/// and, after a space, the name of the entry: `Wikidata:Q90 Paris`.
pub const REFERENCE: &str = "Reference";

impl Attributes {
    /// Reads an object. `None` if it is no object, or if a value is neither a string, a number, a boolean nor a list of
    /// these. An empty list is no value.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        let object = value.as_object()?;
        let single = |value: &Value| value.is_string() || value.is_number() || value.is_boolean();
        let fits = |value: &Value| match value {
            Value::Array(values) => !values.is_empty() && values.iter().all(single),
            value => single(value),
        };
        (!object.is_empty() && object.iter().all(|(name, value)| !name.trim().is_empty() && fits(value)))
            .then(|| Self(object.clone().into()))
    }

    /// Returns true if there are no attributes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of names.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The names with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Each name with each of its values. A list gives several pairs.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.iter().flat_map(|(name, value)| {
            let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            values.iter().map(move |value| (name, value))
        })
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The attributes with one more value. A name that has other values keeps them; a value that is there already is not
    /// added again.
    #[must_use]
    pub fn with(&self, name: &str, value: Value) -> Self {
        let mut new = self.0.clone();
        match new.get_mut(name) {
            Some(Value::Array(values)) if values.contains(&value) => {}
            Some(Value::Array(values)) => values.push(value),
            Some(old) if *old == value => {}
            Some(old) => *old = Value::Array(vec![old.take(), value]),
            None => drop(new.insert(name.to_owned(), value)),
        }
        Self(new)
    }

    /// The attributes with this value, or these values in a list, for a name.
    #[must_use]
    pub(crate) fn set(&self, name: &str, value: Value) -> Self {
        let mut new = self.0.clone();
        new.insert(name.to_owned(), value);
        Self(new)
    }

    /// The attributes without a name and all its values.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let mut new = self.0.clone();
        new.shift_remove(name);
        Self(new)
    }

    /// The object in JSON. `None` if it is empty.
    #[must_use]
    pub fn to_json(&self) -> Option<Value> {
        (!self.is_empty()).then(|| self.0.clone().into())
    }
}

/// One value of an attribute in words: a string without its quotation marks.
#[must_use]
pub fn attribute_words(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl FromIterator<(String, Value)> for Attributes {
    /// Collects names and values. A name that comes several times gets several values.
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(pairs: I) -> Self {
        pairs.into_iter().fold(Self::default(), |attributes, (name, value)| attributes.with(&name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_name_may_have_several_values() {
        let one = Attributes::default().with("Use", "literal".into());
        assert_eq!(one.with("Use", "literal".into()), one);
        let two = one.with("Use", "ironic".into()).with("Negated", true.into());
        assert_eq!(two.to_json(), Some(json!({"Use": ["literal", "ironic"], "Negated": true})));
        assert_eq!(two.pairs().count(), 3);
        assert_eq!(two.without("Use").without("Negated").to_json(), None);
    }

    #[test]
    fn other_shapes_are_no_attributes() {
        for value in
            [json!(3), json!([]), json!({}), json!({"a": {}}), json!({"a": null}), json!({"a": []}), json!({"": 1})]
        {
            assert_eq!(Attributes::of(&value), None, "{value}");
        }
        assert!(Attributes::of(&json!({"a": ["x", 1, true], "b": 0.5})).is_some());
    }
}
