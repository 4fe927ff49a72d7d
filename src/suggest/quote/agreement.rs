//! Gender and number: what a verb says about its subject.

use crate::words::morphology::{Gender, Number};

/// The gender and number of a verb or of a noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Agreement {
    pub(crate) gender: Gender,
    pub(crate) number: Number,
}

impl Agreement {
    pub(crate) const fn new(gender: Gender, number: Number) -> Self {
        Self { gender, number }
    }

    pub(crate) const fn singular(gender: Gender) -> Self {
        Self::new(gender, Number::Singular)
    }

    /// The four values as an index into a table, from 0.
    pub(crate) const fn index(self) -> usize {
        match (self.gender, self.number) {
            (Gender::Masculine, Number::Singular) => 0,
            (Gender::Feminine, Number::Singular) => 1,
            (Gender::Masculine, Number::Plural) => 2,
            (Gender::Feminine, Number::Plural) => 3,
        }
    }
}
