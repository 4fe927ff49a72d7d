//! A difference between annotators: pending suggestions that exclude each other.
//!
//! A reading is what one annotator says: one item, or several, such as two spans where another annotator has one.

use crate::gold::merge::{annotators_of, difference_of};
use crate::gold::{Annotation, Suggestion};

/// A difference between annotators, whose readings are pending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDifference {
    /// The annotators of the article, in their order.
    pub annotators: Vec<String>,
    /// The readings, in the order of their first annotators.
    pub readings: Vec<OpenReading>,
}

/// What one annotator or several say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenReading {
    /// The numbers of the annotators. Empty for a reading of nobody, such as that of a machine.
    pub by: Vec<usize>,
    /// The ids of the pending suggestions. Empty if these annotators have nothing there.
    pub items: Vec<String>,
}

impl OpenDifference {
    /// The difference that a pending suggestion is a reading of.
    ///
    /// ```
    /// use tawsim::edit::OpenDifference;
    /// use tawsim::gold::json;
    /// let json = r#"{"id": "a", "text": "حي السلام", "annotators": ["sara", "ali", "huda"], "pending": [
    ///     {"id": "s-1", "start": 0, "end": 9, "label": "LOC", "source": "sara", "annotators": ["sara"], "difference": "d1"},
    ///     {"id": "s-2", "start": 3, "end": 9, "label": "LOC", "source": "ali", "annotators": ["ali"], "difference": "d1"}]}"#;
    /// let (_, annotation) = json::read(json)?;
    /// let difference = OpenDifference::at(&annotation, "s-2").unwrap();
    /// let items: Vec<&[String]> = difference.readings.iter().map(|reading| &reading.items[..]).collect();
    /// assert_eq!(items, [["s-1"].as_slice(), &["s-2"], &[]], "huda has nothing there");
    /// # Ok::<(), json::JsonError>(())
    /// ```
    #[must_use]
    pub fn at(annotation: &Annotation, id: &str) -> Option<Self> {
        let name = difference_of(annotation.pending(id)?)?;
        let members: Vec<&Suggestion> = annotation.pending.in_group(name);
        let mut annotators: Vec<String> = annotators_of(&annotation.extra).into_iter().map(str::to_owned).collect();
        for name in members.iter().flat_map(|member| annotators_of(&member.extra)) {
            if !annotators.iter().any(|one| one == name) {
                annotators.push(name.to_owned());
            }
        }
        let mut readings: Vec<OpenReading> = Vec::new();
        for (number, name) in annotators.iter().enumerate() {
            let own = members.iter().filter(|member| annotators_of(&member.extra).contains(&name.as_str()));
            let items: Vec<String> = own.map(|member| member.id.clone()).collect();
            match readings.iter_mut().find(|reading| reading.items == items) {
                Some(reading) => reading.by.push(number),
                None => readings.push(OpenReading { by: vec![number], items }),
            }
        }
        let nobody = members.iter().filter(|member| annotators_of(&member.extra).is_empty());
        readings.extend(nobody.map(|member| OpenReading { by: Vec::new(), items: vec![member.id.clone()] }));
        Some(Self { annotators, readings })
    }

    /// The first reading that contains a suggestion.
    #[must_use]
    pub fn reading_with(&self, id: &str) -> Option<&OpenReading> {
        self.readings.iter().find(|reading| reading.items.iter().any(|item| item == id))
    }

    /// The items of all readings.
    pub(super) fn items(&self) -> impl Iterator<Item = &String> {
        self.readings.iter().flat_map(|reading| &reading.items)
    }
}

/// The reading of a difference that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The first one that contains the item.
    Focused,
    /// That of the annotator with this number.
    Annotator(usize),
    /// The one with this number in [`OpenDifference::readings`].
    Reading(usize),
    /// None of them.
    None,
}
