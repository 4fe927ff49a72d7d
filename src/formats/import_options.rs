//! What the user says about the files of an import.

use super::common::offset_unit::OffsetUnit;
use super::conll::{ColumnChoice, Grouping};

/// The options of an import. Without them each importer recognises what it can.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The unit of the offsets, where a file of this format may count in several.
    pub unit: Option<OffsetUnit>,
    /// The columns of the token and of the tags (conll).
    pub columns: Option<ColumnChoice>,
    /// What an article is (conll).
    pub group: Option<Grouping>,
    /// The only layer whose spans are read (webanno, xmi, casjson).
    pub layer_name: Option<String>,
    /// The feature that gives the label (webanno, xmi, casjson).
    pub feature: Option<String>,
}
