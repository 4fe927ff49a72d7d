//! A list that is made while it is written.

use serde::{Serialize, Serializer};

/// A list whose items the iterators of a function give, one at a time. As values of JSON all items together would take many
/// times the memory of the text that they become.
pub(crate) struct LazyList<F>(pub(crate) F);

impl<I: IntoIterator<Item: Serialize>, F: Fn() -> I> Serialize for LazyList<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}
