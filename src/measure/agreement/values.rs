//! The measures of agreement that are computed for a layer.

use std::str::FromStr;

/// A measure of agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgreementMeasure {
    /// F1 of spans with equal edges and labels.
    F1,
    /// F1 where a span that overlaps counts half, and labels do not count (nervaluate's `partial`).
    PartialF1,
    /// F1 of spans with equal edges, whatever their labels.
    BoundaryF1,
    /// The share of equal labels among the spans with equal edges.
    LabelAgreement,
    /// Cohen's κ on units: two annotators.
    CohenKappa,
    /// Cohen's κ on the units that at least one annotator labelled.
    CohenKappaLabelled,
    /// Fleiss' κ on units: three annotators or more.
    FleissKappa,
    /// Fleiss' κ on the units that at least one annotator labelled.
    FleissKappaLabelled,
    /// Krippendorff's α on units.
    Alpha,
    /// Krippendorff's α on the units that at least one annotator labelled.
    AlphaLabelled,
    /// Gwet's AC1 on units.
    Ac1,
    /// Krippendorff's α for unitizing.
    AlphaU,
    /// Mathet's γ.
    Gamma,
    /// Mathet's γ-cat.
    GammaCat,
    /// γ-cat where a span without a partner counts as another label.
    GammaCatWithMissing,
}

impl AgreementMeasure {
    /// All measures, in the order of reports.
    pub const ALL: [Self; 15] = [
        Self::F1,
        Self::PartialF1,
        Self::BoundaryF1,
        Self::LabelAgreement,
        Self::CohenKappa,
        Self::CohenKappaLabelled,
        Self::FleissKappa,
        Self::FleissKappaLabelled,
        Self::Alpha,
        Self::AlphaLabelled,
        Self::Ac1,
        Self::AlphaU,
        Self::Gamma,
        Self::GammaCat,
        Self::GammaCatWithMissing,
    ];

    /// The key in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::F1 => "f1",
            Self::PartialF1 => "partial_f1",
            Self::BoundaryF1 => "boundary_f1",
            Self::LabelAgreement => "label_agreement",
            Self::CohenKappa => "cohen_kappa",
            Self::CohenKappaLabelled => "cohen_kappa_labelled",
            Self::FleissKappa => "fleiss_kappa",
            Self::FleissKappaLabelled => "fleiss_kappa_labelled",
            Self::Alpha => "alpha",
            Self::AlphaLabelled => "alpha_labelled",
            Self::Ac1 => "ac1",
            Self::AlphaU => "alpha_u",
            Self::Gamma => "gamma",
            Self::GammaCat => "gamma_cat",
            Self::GammaCatWithMissing => "gamma_cat_with_missing",
        }
    }

    /// The name in tables.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::F1 => "F1, exact",
            Self::PartialF1 => "F1, partial",
            Self::BoundaryF1 => "F1, edges only",
            Self::LabelAgreement => "labels on equal edges",
            Self::CohenKappa => "Cohen's κ",
            Self::CohenKappaLabelled => "Cohen's κ, labelled",
            Self::FleissKappa => "Fleiss' κ",
            Self::FleissKappaLabelled => "Fleiss' κ, labelled",
            Self::Alpha => "Krippendorff's α",
            Self::AlphaLabelled => "α, labelled",
            Self::Ac1 => "Gwet's AC1",
            Self::AlphaU => "α_u, unitizing",
            Self::Gamma => "Mathet's γ",
            Self::GammaCat => "γ-cat",
            Self::GammaCatWithMissing => "γ-cat, missing count",
        }
    }
}

impl FromStr for AgreementMeasure {
    type Err = String;

    /// The key in JSON, or a usual sign: κ, α, α_u, γ, AC1. `kappa` is Cohen's.
    fn from_str(word: &str) -> Result<Self, String> {
        let plain =
            word.to_lowercase().replace('α', "alpha").replace('κ', "kappa").replace('γ', "gamma").replace('-', "_");
        match plain.as_str() {
            "kappa" => Ok(Self::CohenKappa),
            "alphau" => Ok(Self::AlphaU),
            "partial" => Ok(Self::PartialF1),
            "boundary" => Ok(Self::BoundaryF1),
            "label" => Ok(Self::LabelAgreement),
            name => Self::ALL.into_iter().find(|measure| measure.name() == name).ok_or_else(|| {
                let names: Vec<&str> = Self::ALL.iter().map(|measure| measure.name()).collect();
                format!("{word:?} is no measure; the measures are {}", names.join(", "))
            }),
        }
    }
}
