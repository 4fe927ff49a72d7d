//! The tagger: finds entities with a linear model over the words of a line. The model is learned from annotated articles.
//!
//! Each token has attributes (`attributes.rs`); attributes of neighbouring tokens are joined into features (`features/`); a
//! model has weights for features and for the transitions between tags (`model.rs`); the best tags of a line are decoded
//! (`decode.rs`), and their probability is computed (`marginals.rs`), as is that of other entities there (`next_best.rs`).
//! `tagging.rs` does all this. `train.rs` makes models, and `adaptation.rs` corrects a model by verdicts. What the rules find is
//! given to the tagger as a value.
//!
//! The same model and article give the same tags on every machine. Time is linear in the length of the article.
//!
//! May use: `text`, `gold`, `words`, `suggest/calibration`, `suggest/candidate`, `suggest/linear`.
//!
//! Must never know: the rules for entities, quotes, the disk, threads, the terminal.

mod adaptation;
mod article_context;
mod attributes;
mod crf;
mod cross_validation;
mod decode;
mod example;
mod features;
mod input;
mod learning_curve;
mod marginals;
mod mixture;
mod model;
mod next_best;
mod proclitic;
mod tagging;
mod tags;
#[cfg(test)]
mod tests;
mod train;
mod word_sums;

pub use super::linear::clusters::compile_clusters;
pub(super) use adaptation::article_hash;
pub use adaptation::{Adaptation, AdaptationExample};
pub use cross_validation::{CrossValidation, Tally, cross_validate};
pub use example::Example;
pub use learning_curve::{CURVE_SHARES, CurvePoint, Slope, label_curves, learning_curve, slope};
pub(super) use mixture::OtherScores;
pub use model::{ModelError, is_model};
pub use tagging::{Tagged, Tagger};
pub(super) use tags::Guess;
pub use train::{TrainError, TrainOptions, TrainProgress, train};

/// The bytes of the model that comes with the program (`assets/models/README.md`).
pub(super) static BUILTIN_MODEL: &[u8] = include_bytes!("../../../assets/models/news.tawsim");
