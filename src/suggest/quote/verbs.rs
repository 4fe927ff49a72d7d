//! The reporting vocabulary: every form of the verbs of `assets/quotes/verbs.toml`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::Fold;

/// Grammatical gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Masculine,
    Feminine,
}

/// What a form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Past or present, with a subject of its own or not.
    Finite,
    /// An active participle, which continues a speaker.
    Participle,
    /// نقل: a relay, its source behind عن.
    Relay,
}

/// A form of a reporting verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    /// Which verb, an index into [`Vocabulary::verbs`].
    pub(super) verb: usize,
    pub(super) gender: Gender,
    pub(super) plural: bool,
    pub(super) shape: Shape,
}

#[derive(Deserialize)]
struct Asset {
    verb: Vec<VerbLine>,
    not_verbs: Vec<String>,
    relay: VerbLine,
    relay_said: Vec<String>,
    attributive: Vec<String>,
    sources: Vec<String>,
    media: Vec<String>,
    relative: Vec<String>,
}

#[derive(Deserialize)]
struct VerbLine {
    past: String,
    present: String,
    participle: String,
    #[serde(default)]
    prepositions: Vec<String>,
    #[serde(default)]
    noun: bool,
    #[serde(default)]
    object: bool,
}

/// What a verb governs.
#[derive(Debug, Clone, Default)]
pub(super) struct Verb {
    /// Folded prepositions; ب stands for itself.
    pub(super) prepositions: Vec<String>,
    /// A verbal noun behind the preposition is reported content.
    pub(super) noun: bool,
    /// An object may stand between.
    pub(super) object: bool,
}

/// All of it, folded.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    forms: HashMap<String, Form>,
    pub(super) verbs: Vec<Verb>,
    pub(super) relay_said: HashSet<String>,
    /// Rows of words.
    pub(super) attributive: Vec<Vec<String>>,
    pub(super) sources: HashSet<String>,
    /// ل and who is spoken to or through.
    pub(super) media: HashSet<String>,
    /// Verbs that open a relative clause.
    pub(super) relative: HashSet<String>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    // A test holds that the asset is read; a broken one would only mean fewer suggestions.
    toml::from_str(include_str!("../../../assets/quotes/verbs.toml")).map(Vocabulary::of).unwrap_or_default()
});

impl Vocabulary {
    /// The one that is built in.
    pub(super) fn builtin() -> &'static Self {
        &VOCABULARY
    }

    fn of(asset: Asset) -> Self {
        let mut vocabulary = Self {
            relay_said: asset.relay_said.iter().map(|word| word.fold()).collect(),
            attributive: asset.attributive.iter().map(|row| row.split(' ').map(Fold::fold).collect()).collect(),
            media: asset.media.iter().map(|word| word.fold()).collect(),
            relative: asset.relative.iter().map(|word| word.fold()).collect(),
            sources: asset.sources.iter().map(|word| word.fold()).collect(),
            ..Self::default()
        };
        let not: HashSet<String> = asset.not_verbs.iter().map(|word| word.fold()).collect();
        let lines = asset.verb.iter().map(|line| (line, false)).chain([(&asset.relay, true)]);
        for (verb, (line, relay)) in lines.enumerate() {
            for (word, gender, plural, participle) in forms(line) {
                let shape = match (relay, participle) {
                    (true, _) => Shape::Relay,
                    (false, true) => Shape::Participle,
                    (false, false) => Shape::Finite,
                };
                let noun = relay && participle;
                if !noun && !not.contains(&word) {
                    vocabulary.forms.entry(word).or_insert(Form { verb, gender, plural, shape });
                }
            }
            let prepositions = line.prepositions.iter().map(|word| word.fold()).collect();
            vocabulary.verbs.push(Verb { prepositions, noun: line.noun, object: line.object });
        }
        vocabulary
    }

    /// The form that a folded word is.
    pub(super) fn form(&self, word: &str) -> Option<Form> {
        self.forms.get(word).copied()
    }

    /// What the verb of a form governs.
    pub(super) fn verb(&self, form: Form) -> Option<&Verb> {
        self.verbs.get(form.verb)
    }
}

/// The folded forms of a verb: (word, gender, plural or dual, participle).
fn forms(line: &VerbLine) -> Vec<(String, Gender, bool, bool)> {
    use Gender::{Feminine, Masculine};
    let mut made = Vec::new();
    let past = line.past.fold();
    // A last alef or yeh is the root's third letter and falls before endings (نفى, نفت); أ at the end does not occur.
    let stem = past.strip_suffix(['ا', 'ي']).unwrap_or(&past).to_owned();
    made.push((past.clone(), Masculine, false, false));
    made.push((format!("{stem}ت"), Feminine, false, false));
    made.push((format!("{stem}وا"), Masculine, true, false));
    made.push((format!("{stem}تا"), Feminine, true, false));
    if stem == past {
        made.push((format!("{past}ا"), Masculine, true, false));
    }
    let present = line.present.fold();
    if let Some(rest) = present.strip_prefix('ي') {
        let plural = rest.strip_suffix(['و', 'ي']).unwrap_or(rest);
        for future in ["", "س"] {
            made.push((format!("{future}ي{rest}"), Masculine, false, false));
            made.push((format!("{future}ت{rest}"), Feminine, false, false));
            made.push((format!("{future}ي{plural}ون"), Masculine, true, false));
        }
    }
    let participle = line.participle.fold();
    let weak = participle.ends_with('ي');
    // The accusative of tanwin: مشيرا, also of the weak داعيا. Bare مشير is a noun.
    made.push((format!("{participle}ا"), Masculine, false, true));
    made.push((format!("{participle}ه"), Feminine, false, true));
    made.push((
        format!("{}ين", if weak { participle.trim_end_matches('ي') } else { &participle }),
        Masculine,
        true,
        true,
    ));
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_verbs() {
        let vocabulary = Vocabulary::builtin();
        let find = |word: &str| vocabulary.form(&word.fold()).map(|form| (form.gender, form.plural, form.shape));
        use Gender::{Feminine, Masculine};
        for (word, gender, plural, shape) in [
            ("قالَت", Feminine, false, Shape::Finite),
            ("قالوا", Masculine, true, Shape::Finite),
            ("سيقول", Masculine, false, Shape::Finite),
            ("نفت", Feminine, false, Shape::Finite),
            ("رأت", Feminine, false, Shape::Finite),
            ("دعت", Feminine, false, Shape::Finite),
            ("تدعو", Feminine, false, Shape::Finite),
            ("يدعون", Masculine, true, Shape::Finite),
            ("داعية", Feminine, false, Shape::Participle),
            ("مشيرًا", Masculine, false, Shape::Participle),
            ("مؤكدين", Masculine, true, Shape::Participle),
            ("نقلت", Feminine, false, Shape::Relay),
        ] {
            assert_eq!(find(word), Some((gender, plural, shape)), "{word}");
        }
        assert_eq!(find("بين"), None);
    }
}
