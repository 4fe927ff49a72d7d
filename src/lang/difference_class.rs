//! The names of the classes of differences between annotators.

use super::Wording;

/// The classes: the English name is the one in JSON and in `"class"` of a reading.
const CLASSES: [Wording; 17] = [
    Wording::new("missed", "فائت"),
    Wording::new("extra", "زائد"),
    Wording::new("boundary", "الحدود"),
    Wording::new("label", "الوسم"),
    Wording::new("boundary and label", "الحدود والوسم"),
    Wording::new("split", "مقسوم"),
    Wording::new("merged", "مدموج"),
    Wording::new("kind", "النوع"),
    Wording::new("cue", "عبارة القول"),
    Wording::new("speaker", "القائل"),
    Wording::new("implied", "استتار القائل"),
    Wording::new("attribute", "السمة"),
    Wording::new("parts", "الأجزاء"),
    Wording::new("relation", "العلاقة"),
    Wording::new("relation missed", "علاقة فائتة"),
    Wording::new("relation extra", "علاقة زائدة"),
    Wording::new("link", "ربط القائل"),
];

/// Returns the wording of a class of differences by its name in JSON. `None` for a name that is no class.
///
/// ```
/// use tawsim::lang::{Lang, difference_class};
/// assert_eq!(difference_class("label").unwrap().get(Lang::Ar), "الوسم");
/// assert_eq!(difference_class("no class"), None);
/// ```
#[must_use]
pub fn difference_class(name: &str) -> Option<Wording> {
    CLASSES.into_iter().find(|class| class.en == name)
}
