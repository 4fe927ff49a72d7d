//! Clusters of frequent words that are used alike (`assets/models/clusters.bin`).

use std::sync::LazyLock;

use super::hash;
use super::row_table::{self, RowTable};

static BYTES: &[u8] = include_bytes!("../../../assets/models/clusters.bin");

static BUILTIN: LazyLock<Clusters> = LazyLock::new(|| {
    // A broken asset only means fewer features.
    let table = RowTable::at(BYTES, 0).map(|(table, _)| table);
    debug_assert!(table.is_some(), "assets/models/clusters.bin is not a table");
    Clusters { table: table.unwrap_or_default() }
});

/// The bytes of a row: one for each of the first two numbers, two for the third.
const WIDTH: usize = 4;

/// Words and their clusters.
#[derive(Debug)]
pub(in crate::suggest) struct Clusters {
    table: RowTable,
}

impl Clusters {
    /// The built-in clusters.
    pub(in crate::suggest) fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// The clusters of a word by its hash: of 64, of 256, and of 1000 clusters.
    #[inline]
    pub(in crate::suggest) fn find(&self, word: u64) -> Option<[u16; 3]> {
        let row = self.table.find(BYTES, hash::finish(word))?;
        let &[small, middle, low, high] = row else { return None };
        Some([u16::from(small), u16::from(middle), u16::from_le_bytes([low, high])])
    }
}

/// Compiles lines of a word and three numbers, with tabs between. If a word has several lines, the first one counts.
#[must_use]
pub fn compile_clusters(lines: &str) -> Vec<u8> {
    let mut rows = Vec::new();
    for line in lines.lines() {
        let mut fields = line.split('\t');
        let Some(word) = fields.next() else { continue };
        let numbers: Vec<u16> = fields.filter_map(|field| field.trim().parse().ok()).collect();
        let &[small, middle, large] = numbers.as_slice() else { continue };
        let (Ok(small), Ok(middle)) = (u8::try_from(small), u8::try_from(middle)) else { continue };
        let [low, high] = large.to_le_bytes();
        rows.push((hash::finish(hash::hash_word(word.chars())), vec![small, middle, low, high]));
    }
    let mut bytes = Vec::new();
    row_table::write(rows, WIDTH, &mut bytes);
    bytes
}
