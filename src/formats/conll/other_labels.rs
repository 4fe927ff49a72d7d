//! Labels that columns beside those of names have.

/// The labels of phrases, which CoNLL-2000 and 2003 have beside the names.
pub(super) const PHRASES: [&str; 11] = ["NP", "VP", "PP", "ADJP", "ADVP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP"];

/// Parts of speech (Universal Dependencies, Penn Treebank). A column of these is no column of names.
pub(super) const PARTS_OF_SPEECH: [&str; 36] = [
    "NOUN",
    "VERB",
    "ADJ",
    "ADP",
    "PRON",
    "DET",
    "PUNCT",
    "PROPN",
    "NUM",
    "CCONJ",
    "SCONJ",
    "PART",
    "AUX",
    "ADV",
    "INTJ",
    "SYM",
    "CONJ",
    "NN",
    "NNS",
    "NNP",
    "NNPS",
    "IN",
    "DT",
    "JJ",
    "VB",
    "VBD",
    "VBZ",
    "VBN",
    "VBP",
    "RB",
    "CC",
    "CD",
    "PRP",
    "PREP",
    "NOUN_PROP",
    "PUNC",
];
