//! How agreement is computed.

use super::units::UnitKind;

/// How agreement is computed.
#[derive(Debug, Clone, Copy)]
pub struct AgreementOptions {
    /// The units of κ, α and AC1.
    pub units: UnitKind,
    /// The number of random annotations for γ, for each article.
    pub gamma_samples: usize,
    /// The number of replicates of the bootstrap.
    pub replicates: usize,
    /// The seed of all random numbers.
    pub seed: u64,
}

impl Default for AgreementOptions {
    fn default() -> Self {
        Self { units: UnitKind::Words, gamma_samples: 30, replicates: 1000, seed: 1 }
    }
}
