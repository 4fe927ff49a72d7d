//! The lists of names in `assets/gazetteers/listed`: which files there are, and how they are compiled.
//!
//! The running program reads only the compiled map. `cargo test --test it listed_names` compares the map with the lists, and
//! writes it anew with `UPDATE_ASSETS=1`.

use std::collections::BTreeMap;

use fst::MapBuilder;

use super::compile::key;
use super::entry::GazetteerEntry;

/// The lists, in the order of their bits in an entry. The tagger's features contain these bits: a list keeps its place, or
/// the model has to be trained again.
pub const LISTS: [&str; 9] =
    ["companies", "media", "clubs", "movements", "institutions", "events", "places", "facilities", "persons"];

/// The names of a list: one on a line, or several of one thing with `|` between. A line with `#` is a comment.
pub fn names(list: &str) -> impl Iterator<Item = &str> {
    let lines = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.flat_map(|line| line.split('|')).map(str::trim).filter(|name| !name.is_empty())
}

/// Compiles the texts of the lists, in the order of [`LISTS`], to a map from folded names to entries.
///
/// # Errors
/// Returns an error of the map builder. For lists that fit into memory there is none.
pub fn compile_lists(lists: &[String]) -> Result<Vec<u8>, fst::Error> {
    let mut entries: BTreeMap<String, u64> = BTreeMap::new();
    for (number, list) in (0_u32..).zip(lists) {
        for name in names(list).filter_map(key) {
            *entries.entry(name).or_default() |= 1 << (GazetteerEntry::LISTED + number);
        }
    }
    let mut builder = MapBuilder::memory();
    for (name, bits) in &entries {
        builder.insert(name, *bits)?;
    }
    builder.into_inner()
}
