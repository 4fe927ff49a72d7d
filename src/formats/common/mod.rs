//! Shared parts of several formats: reading lines and JSON values, building an article, tokens and tags, spans with
//! relations.
//!
//! May use: `text`, `gold`, `words`, `formats/annotated`, `formats/export`, `formats/extras`, `formats/import`,
//! `formats/import_options`, `formats/loss`, `clap` (only to name the values of options).
//!
//! Must never know: a single format. A format uses these files; they use no format.

pub(super) mod article_builder;
pub(super) mod assembly;
pub(super) mod encoding;
pub(super) mod escape;
pub(super) mod graph;
pub(super) mod json_fields;
pub(super) mod json_input;
pub(super) mod json_values;
pub(super) mod lazy_list;
pub(super) mod lines;
pub(super) mod offset_repair;
pub(super) mod offset_unit;
pub(super) mod raw_spans;
mod read_structure;
mod record_kili;
mod record_people;
mod record_relations;
pub(super) mod records;
mod roles;
pub(super) mod tagged_text;
pub(super) mod token_list;
pub(super) mod tokens;
pub(super) mod training_json;
pub(super) mod uima;
mod uima_links;
pub(super) mod uima_read;
