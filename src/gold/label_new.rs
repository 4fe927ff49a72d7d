//! New labels in a label set.

use super::label::{COLORS, Label, LabelDef, LabelError, LabelSet, is_name};

impl LabelSet {
    /// Adds a label at the end, as if its table stood at the end of the file.
    ///
    /// # Errors
    /// [`LabelError::Name`] if the name cannot be one or is in the set already.
    pub fn add(&mut self, name: &str, description: &str) -> Result<Label, LabelError> {
        if !is_name(name) || self.get(name).is_some() {
            return Err(LabelError::Name(name.to_owned()));
        }
        let digit = (1..=9).find(|digit| self.by_digit(*digit).is_none());
        let label = Label::new(name);
        self.defs.push(LabelDef {
            label: label.clone(),
            digit,
            key: None,
            color: COLORS.get(self.defs.len() % COLORS.len()).copied().unwrap_or_default(),
            description: description.to_owned(),
            description_ar: None,
            examples: Vec::new(),
        });
        Ok(label)
    }

    /// Returns a `labels.toml` with one more label at its end; comments and order stay.
    ///
    /// # Errors
    /// If the result is no label set: a [`LabelError`].
    pub fn append_to_toml(toml: &str, name: &str, description: &str) -> Result<String, LabelError> {
        let quoted = |words: &str| toml::Value::from(words).to_string();
        let gap = if toml.is_empty() || toml.ends_with("\n\n") {
            ""
        } else if toml.ends_with('\n') {
            "\n"
        } else {
            "\n\n"
        };
        let mut written = format!("{toml}{gap}[[label]]\nname = {}\n", quoted(name));
        if !description.is_empty() {
            written.push_str(&format!("description = {}\n", quoted(description)));
        }
        Self::from_toml(&written).map(|_| written)
    }
}

impl LabelSet {
    /// Returns the number of the label with this key, in capitals or not.
    #[must_use]
    pub fn number_by_key(&self, key: &str) -> Option<u16> {
        let is_it = |def: &LabelDef| def.key.as_ref().is_some_and(|own| own.to_lowercase() == key.to_lowercase());
        self.numbered().find(|(_, def)| is_it(def)).map(|(number, _)| number)
    }

    /// Returns true if the name of a label begins with these letters, in capitals or not.
    #[must_use]
    pub fn begins_name(&self, letters: &str) -> bool {
        let letters = letters.to_lowercase();
        self.iter().any(|def| def.label.as_str().to_lowercase().starts_with(&letters))
    }

    /// Returns the keys that the name of a label begins with: in the list of labels they wait for `Enter`.
    pub fn keys_in_names(&self) -> impl Iterator<Item = &str> {
        self.iter().filter_map(|def| def.key.as_deref()).filter(|key| self.begins_name(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_is_added_is_the_same_after_the_file_is_read_again() {
        let many: String = (0..8).map(|index| format!("[[label]]\nname = \"L{index}\"\n")).collect();
        for file in ["# mine\n[[label]]\nname = \"PER\" # a person", LabelSet::default_toml(), &many] {
            let (mut set, mut toml) = (LabelSet::from_toml(file).unwrap(), file.to_owned());
            for (name, about) in [("منشأة", "A \"facility\"\\."), ("LAW", ""), ("OCC", "x")] {
                set.add(name, about).unwrap();
                toml = LabelSet::append_to_toml(&toml, name, about).unwrap();
                assert!(set.add(name, "again").is_err() && LabelSet::append_to_toml(&toml, name, "").is_err());
            }
            assert!(toml.starts_with(file));
            assert_eq!(LabelSet::from_toml(&toml).unwrap(), set);
            for (number, def) in set.numbered() {
                assert_eq!(set.by_number(number), Some(def), "each number names its label");
            }
        }
        assert!(LabelSet::append_to_toml("label = [{name = \"A\"}]", "B", "").is_err(), "no table can follow");
    }
}
