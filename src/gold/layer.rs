//! The two layers of annotation: entities and quotes.

use std::fmt;

/// A layer of annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, clap::ValueEnum)]
pub enum Layer {
    /// Labelled spans
    #[value(alias = "entities")]
    Entity,
    /// Quote frames
    #[value(alias = "quotes")]
    Quote,
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Entity => "entity",
            Self::Quote => "quote",
        })
    }
}
