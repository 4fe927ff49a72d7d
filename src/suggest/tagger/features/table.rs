//! The table of features. A new feature is a new line. After a change older models cannot be used.

use crate::suggest::tagger::attributes::Attribute::{self, *};

/// An attribute of a token near the token in question: the distance in tokens, and the attribute.
pub(super) type Term = (i8, Attribute);

/// Features of one attribute.
pub(super) const SINGLES: &[Term] = &[
    // Words and pairs of words.
    (-2, Word),
    (-1, Word),
    (0, Word),
    (1, Word),
    (2, Word),
    // First and last letters.
    (0, First1),
    (0, First2),
    (0, First3),
    (0, First4),
    (0, Last1),
    (0, Last2),
    (0, Last3),
    (0, Last4),
    (-1, First1),
    (-1, First2),
    (-1, First3),
    (-1, First4),
    (-1, Last1),
    (-1, Last2),
    (-1, Last3),
    (-1, Last4),
    (1, First1),
    (1, First2),
    (1, First3),
    (1, First4),
    (1, Last1),
    (1, Last2),
    (1, Last3),
    (1, Last4),
    // Stems without proclitics, and shapes.
    (-1, Stem),
    (0, Stem),
    (1, Stem),
    (-1, Shape),
    (0, Shape),
    (1, Shape),
    // Word classes: head nouns, titles and so on.
    (-2, Role),
    (-1, Role),
    (0, Role),
    (1, Role),
    (2, Role),
    (-1, RoleRest),
    (0, RoleRest),
    (1, RoleRest),
    // Names of the gazetteers, and frequencies.
    (-1, Gazetteer),
    (0, Gazetteer),
    (1, Gazetteer),
    (0, GazetteerRest),
    (-1, GazetteerPlace),
    (0, GazetteerPlace),
    (1, GazetteerPlace),
    (-1, Frequency),
    (0, Frequency),
    (1, Frequency),
    (0, FrequencyRest),
    (-1, NameStrength),
    (0, NameStrength),
    (1, NameStrength),
    // The phrase before and the whole article.
    (0, HeadBefore),
    (0, HeadWord),
    (1, HeadBefore),
    (0, Elsewhere),
    (1, Elsewhere),
    (-1, Elsewhere),
    (0, RuleElsewhere),
    (1, RuleElsewhere),
    (-1, RuleElsewhere),
    // Findings of the rules.
    (-1, RuleType),
    (0, RuleType),
    (1, RuleType),
    (-1, RuleEvidence),
    (0, RuleEvidence),
    (1, RuleEvidence),
    // Word clusters.
    (-2, Cluster64),
    (-1, Cluster64),
    (0, Cluster64),
    (1, Cluster64),
    (2, Cluster64),
    (-2, Cluster256),
    (-1, Cluster256),
    (0, Cluster256),
    (1, Cluster256),
    (2, Cluster256),
    (-1, Cluster1000),
    (0, Cluster1000),
    (1, Cluster1000),
];

/// Features of two attributes.
pub(super) const PAIRS: &[(Term, Term)] = &[
    // Words and pairs of words.
    ((-1, Word), (0, Word)),
    ((0, Word), (1, Word)),
    ((-2, Word), (-1, Word)),
    ((1, Word), (2, Word)),
    // Stems without proclitics, and shapes.
    ((-1, Stem), (0, Stem)),
    ((0, Stem), (1, Stem)),
    ((-1, Shape), (0, Shape)),
    // First and last letters.
    ((-1, Last2), (0, Last2)),
    ((0, First2), (0, Last2)),
    ((-1, Word), (0, First2)),
    ((-1, Word), (0, Last2)),
    // Word classes: head nouns, titles and so on.
    ((-2, Role), (-1, Role)),
    ((-1, Role), (0, Last2)),
    ((-1, Role), (0, Role)),
    ((0, Role), (1, Role)),
    // Names of the gazetteers, and frequencies.
    ((-1, Gazetteer), (0, Gazetteer)),
    ((0, Gazetteer), (1, Gazetteer)),
    ((-1, NameStrength), (0, NameStrength)),
    ((0, NameStrength), (1, NameStrength)),
    ((-1, Word), (0, NameStrength)),
    ((-1, Role), (0, Gazetteer)),
    ((-1, Word), (0, GazetteerPlace)),
    ((0, GazetteerPlace), (1, Word)),
    // The phrase before and the whole article.
    ((0, HeadBefore), (0, NameStrength)),
    ((0, HeadBefore), (0, Role)),
    ((0, HeadBefore), (0, Last2)),
    ((0, HeadBefore), (0, Cluster64)),
    ((0, HeadBefore), (0, Gazetteer)),
    ((0, HeadWord), (0, NameStrength)),
    ((0, HeadWord), (0, Cluster64)),
    ((0, HeadBefore), (0, Elsewhere)),
    ((0, RuleElsewhere), (0, NameStrength)),
    ((0, RuleElsewhere), (0, RuleType)),
    // Findings of the rules.
    ((-1, RuleType), (0, RuleType)),
    ((0, RuleType), (1, RuleType)),
    ((0, RuleEvidence), (1, RuleEvidence)),
    ((0, RuleType), (0, Word)),
    ((0, RuleEvidence), (1, Shape)),
    // Word clusters.
    ((-1, Cluster64), (0, Cluster64)),
    ((0, Cluster64), (1, Cluster64)),
    ((-1, Cluster256), (0, Cluster256)),
    ((0, Cluster256), (1, Cluster256)),
    ((-2, Cluster64), (-1, Cluster64)),
    ((-1, Cluster256), (0, NameStrength)),
    ((-1, Cluster256), (0, Last2)),
    ((-1, Cluster256), (0, RuleType)),
];

/// Features of three attributes.
pub(super) const TRIPLES: &[(Term, Term, Term)] = &[
    // Stems without proclitics, and shapes.
    ((-1, Shape), (0, Shape), (1, Shape)),
    // Word clusters.
    ((-1, Cluster64), (0, Cluster64), (1, Cluster64)),
    // Findings of the rules.
    ((-1, RuleType), (0, RuleType), (1, RuleType)),
    // Names of the gazetteers, and frequencies.
    ((-1, NameStrength), (0, NameStrength), (1, NameStrength)),
    // Word classes: head nouns, titles and so on.
    ((-1, Role), (0, NameStrength), (1, Role)),
];

/// Raise this number when an attribute changes its meaning.
pub(super) const REVISION: u64 = 1;
