//! The effort that an annotation took.

use serde_json::Value;

use super::Annotation;

/// The key of gold JSON for the number of keys. It is kept among the unknown keys, so every reader keeps it.
const KEYS_PRESSED: &str = "keys_pressed";

impl Annotation {
    /// The number of keys that were pressed while the article was on the screen, up to the last change of it; `None` if nothing
    /// counted them.
    ///
    /// ```
    /// use tawsim::gold::Annotation;
    /// let mut annotation = Annotation::default();
    /// assert_eq!(annotation.keys_pressed(), None);
    /// annotation.add_keys_pressed(3);
    /// annotation.add_keys_pressed(2);
    /// assert_eq!(annotation.keys_pressed(), Some(5));
    /// ```
    #[must_use]
    pub fn keys_pressed(&self) -> Option<u64> {
        self.extra.get(KEYS_PRESSED).and_then(Value::as_u64)
    }

    /// Adds keys that were pressed. A value of another type under the same name stays.
    pub fn add_keys_pressed(&mut self, keys: u64) {
        let known = self.extra.get(KEYS_PRESSED);
        if keys > 0 && known.is_none_or(Value::is_u64) {
            let sum = self.keys_pressed().unwrap_or_default().saturating_add(keys);
            self.extra.insert(KEYS_PRESSED.to_owned(), sum.into());
        }
    }

    /// Records the sum of the keys that two versions of an annotation took since the version that both come from.
    pub(super) fn merge_keys_pressed(&mut self, base: &Self, ours: &Self, theirs: &Self) {
        let [base, ours, theirs] = [base, ours, theirs].map(Self::keys_pressed);
        if let (Some(ours), Some(theirs)) = (ours, theirs) {
            let sum = ours.saturating_add(theirs).saturating_sub(base.unwrap_or_default());
            self.extra.insert(KEYS_PRESSED.to_owned(), sum.max(ours).max(theirs).into());
        }
    }

    /// Removes the number of keys, for an annotation that nobody made by keys.
    pub fn forget_keys_pressed(&mut self) {
        self.extra.shift_remove(KEYS_PRESSED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_keys(keys: u64) -> Annotation {
        let mut annotation = Annotation::default();
        annotation.add_keys_pressed(keys);
        annotation
    }

    #[test]
    fn the_keys_of_both_sides_of_a_merge_are_added() {
        for (base, ours, theirs, sum) in [(10, 15, 12, 17), (0, 15, 12, 27), (10, 10, 12, 12), (20, 3, 5, 5)] {
            let mut merged = Annotation::default();
            merged.merge_keys_pressed(&with_keys(base), &with_keys(ours), &with_keys(theirs));
            assert_eq!(merged.keys_pressed(), Some(sum), "{base} {ours} {theirs}");
        }
    }

    #[test]
    fn a_key_of_the_user_with_this_name_stays() {
        let mut annotation = Annotation::default();
        annotation.extra.insert(KEYS_PRESSED.to_owned(), "many".into());
        annotation.add_keys_pressed(4);
        assert_eq!((annotation.keys_pressed(), &annotation.extra[KEYS_PRESSED]), (None, &Value::from("many")));
    }
}
