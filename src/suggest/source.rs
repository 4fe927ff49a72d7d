//! The names of the built-in suggesters, as suggestions carry them in their source.

/// The suggesters that are built in.
const BUILT_IN: [&str; 9] =
    ["tagger", "careful", "gazetteer", "trigger", "article", "date-rule", "quote-rule", "names", "memory"];

/// The source of a suggestion: the suggester's name and the version of this program.
pub(super) fn source(suggester: &str) -> String {
    format!("{suggester}@{}", env!("CARGO_PKG_VERSION"))
}

/// True if a suggestion's source (`gazetteer+trigger@0.1.0`) names only suggesters of this program, in any version. A suggester
/// may name its rule after a colon (`quote-rule:relay@0.1.0`).
///
/// ```
/// use tawsim::suggest::is_builtin;
/// assert!(is_builtin("gazetteer+trigger@0.1.0") && is_builtin("date-rule@0.1.0+quote-rule:relay@0.1.0"));
/// assert!(!is_builtin("spacy@3.8") && !is_builtin("gazetteer@0.1.0+spacy@3.8"));
/// ```
#[must_use]
pub fn is_builtin(source: &str) -> bool {
    let built_in = |part: &str| BUILT_IN.contains(&part.split(['@', ':']).next().unwrap_or(part));
    source.split('+').all(built_in)
}
