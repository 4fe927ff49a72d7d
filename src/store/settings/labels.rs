//! Adding a label to the file of the label set.

use std::path::Path;

use crate::gold::{Label, LabelSet};
use crate::store::disk::RealDisk;
use crate::store::disk::replace::{create_folder, replace_file};
use crate::store::problem::{Problem, system_words};

use super::user::read_text_if_exists;

/// Adds a label to the end of a label file; everything else in it stays. If there is no file, it is made with the default
/// labels and this one.
///
/// # Errors
/// When the file cannot be read or written, or is no label set that a table can follow. It is as before then.
pub fn add_label(path: &Path, label: &Label, description: &str) -> Result<(), Problem> {
    let toml = read_text_if_exists(path)?;
    let toml = toml.as_deref().unwrap_or_else(|| LabelSet::default_toml());
    let written = LabelSet::append_to_toml(toml, label.as_str(), description)
        .map_err(|error| Problem::new(path, None, format!("the label {label} cannot be added: {error}")))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let made = folder.map_or(Ok(()), |folder| create_folder(&RealDisk, folder, &mut Vec::new()));
    // The file behind a link is replaced, not the link.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    made.and_then(|()| replace_file(&RealDisk, &target, written.as_bytes())).map_err(|error| {
        let what = format!("is not saved: {}; check its folder and disk", system_words(&error));
        Problem::new(path, None, what)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_label_is_added_to_the_file_or_to_the_default_ones() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gold/labels.toml");
        add_label(&path, &Label::new("FAC"), "A facility").unwrap();
        let set = LabelSet::from_toml(&fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(set.iter().count(), LabelSet::default().iter().count() + 1);
        assert_eq!(set.get("FAC").unwrap().digit, Some(6));
        assert!(add_label(&path, &Label::new("FAC"), "").unwrap_err().to_string().contains("cannot be added"));
        let inline = folder.path().join("inline.toml");
        fs::write(&inline, "label = [{ name = \"A\" }]\n").unwrap();
        assert!(add_label(&inline, &Label::new("B"), "").is_err());
        assert_eq!(fs::read_to_string(&inline).unwrap(), "label = [{ name = \"A\" }]\n", "it is as before");
    }
}
