//! The shapes of the JSON, key by key, in the order in which keys are written.

use serde::{Deserialize, Serialize};

use crate::gold::Extra;

#[derive(Serialize, Deserialize)]
pub(super) struct Record {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) schema: Option<String>,
    #[serde(default)]
    pub(super) id: Option<String>,
    #[serde(default)]
    pub(super) text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text_sha256: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) offset_unit: Option<String>,
    #[serde(default)]
    pub(super) meta: Extra,
    #[serde(default)]
    pub(super) status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) annotator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<serde_json::Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) flags: Option<serde_json::Value>,
    #[serde(default)]
    pub(super) entities: Vec<Item>,
    #[serde(default)]
    pub(super) quotes: Vec<Item>,
    #[serde(default)]
    pub(super) rejected: Vec<Item>,
    #[serde(default)]
    pub(super) pending: Vec<Item>,
    #[serde(flatten)]
    pub(super) extra: Extra,
}

/// A mark or a suggestion of either layer; which keys are there tells which.
#[derive(Serialize, Deserialize, Default)]
pub(super) struct Item {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) layer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) score: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) start: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) end: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) content: Option<Vec<Part>>,
    /// Written as `null` in a quote that has none, left out of an entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cue: Option<Option<Part>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) speaker: Option<Option<SpeakerPart>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) verdict: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) suggestion: Option<Box<Item>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) at: Option<String>,
    #[serde(flatten)]
    pub(super) extra: Extra,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Part {
    pub(super) start: usize,
    pub(super) end: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SpeakerPart {
    #[serde(flatten)]
    pub(super) part: Part,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) entity: Option<String>,
    #[serde(default)]
    pub(super) implied: bool,
}
