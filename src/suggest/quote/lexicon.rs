//! The reporting vocabulary: `assets/quotes/lexicon.toml`, and files of the user's own in the same shape.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use super::morphology::{Gender, Number, Shape};
use super::nominal::{occasion, office};
use super::vocabulary::LexiconError;
use crate::text::Fold;

/// A form of a reporting verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    /// Which verb, an index into the lexicon's.
    pub(super) verb: usize,
    pub(super) gender: Gender,
    pub(super) number: Number,
    pub(super) shape: Shape,
    /// نقل: a relay, its source behind a preposition.
    pub(super) relay: bool,
    /// More often another word: it counts only where its content is announced.
    pub(super) doubtful: bool,
    /// An object pronoun is written onto it (اتهمه, أبلغهم).
    pub(super) pronoun: bool,
}

/// What a verb is and governs.
#[derive(Debug, Clone, Default)]
pub(super) struct Verb {
    /// Its past, folded: what learning calls it.
    pub(super) lemma: String,
    /// Folded prepositions; ب stands for itself.
    pub(super) prepositions: Vec<String>,
    /// A verbal noun behind the preposition is reported content.
    pub(super) verbal: bool,
    /// … without the article only.
    pub(super) indefinite: bool,
    /// An object may stand between.
    pub(super) object: bool,
    /// A verbal noun that is its object is reported content.
    pub(super) masdar: bool,
    /// Without a subject its present names nobody.
    pub(super) impersonal: bool,
    /// It reports behind لم and لا too.
    pub(super) hedge: bool,
}

/// What a listed word is; `assets/quotes/lexicon.toml` explains the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Source,
    Medium,
    Relative,
    Thing,
    Measure,
    VerbalNoun,
    Feeling,
    Honorific,
    Feminine,
    Occasion,
    Office,
    Opinion,
    Rank,
    Governing,
    Circumstance,
    Adverb,
}

/// The words by which quotes are found: verbs in all their forms, attributive cues, nouns that speak.
///
/// ```
/// use tawsim::suggest::Lexicon;
/// let mine = Lexicon::with("verb = [{ past = \"شوّش\", form = 2 }]").unwrap();
/// assert!(mine.knows("ويشوشون") && !Lexicon::builtin().knows("ويشوشون"));
/// let error = Lexicon::with("verb = [\n  { past = \"أشار\", form = 5 },\n]").unwrap_err();
/// assert_eq!(error.line, 2);
/// ```
#[derive(Debug, Default, Clone)]
pub struct Lexicon {
    pub(super) forms: HashMap<Box<str>, Form>,
    pub(super) verbs: Vec<Verb>,
    /// What a relay's source is followed by: قوله, تأكيدها.
    pub(super) said: HashSet<Box<str>>,
    /// Rows of words by their first one.
    pub(super) attributive: HashMap<Box<str>, Vec<Vec<String>>>,
    /// The classes of listed words, a bit each.
    classes: HashMap<Box<str>, u16>,
}

static BUILTIN: LazyLock<Arc<Lexicon>> = LazyLock::new(|| {
    // A test holds that the asset is read; a broken one would only mean fewer suggestions.
    Arc::new(Lexicon::read(&[include_str!("../../../assets/quotes/lexicon.toml")]).unwrap_or_default())
});

/// Pronouns that are written onto a verb, longest first.
const PRONOUNS: [&str; 9] = ["هما", "هم", "هن", "ها", "نا", "ني", "كم", "ه", "ك"];

impl Lexicon {
    /// The one that is built in.
    #[must_use]
    pub fn builtin() -> Arc<Self> {
        Arc::clone(&BUILTIN)
    }

    /// The built-in one with the user's own words; theirs come first.
    ///
    /// # Errors
    /// When it is no TOML, has an unknown key, or a measure does not fit a verb's letters.
    pub fn with(toml: &str) -> Result<Self, LexiconError> {
        Self::read(&[toml, include_str!("../../../assets/quotes/lexicon.toml")])
    }

    /// Is a word a form of a reporting verb, as it is written, with its proclitics?
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.look(&word.fold()).is_some()
    }

    /// Adds a folded word to a class.
    pub(super) fn classify(&mut self, word: &str, class: Class) {
        let word = match class {
            Class::Occasion => occasion(word),
            Class::Office => office(word),
            _ => word,
        };
        *self.classes.entry(word.into()).or_default() |= 1 << class as u16;
    }

    pub(super) fn is(&self, word: &str, class: Class) -> bool {
        self.classes.get(word).is_some_and(|classes| classes & (1 << class as u16) != 0)
    }

    /// The form that a folded word is, and how many of its letters are proclitics.
    pub(super) fn look(&self, word: &str) -> Option<(usize, Form)> {
        if let Some(form) = self.form(word) {
            return Some((0, form));
        }
        let rest = word.strip_prefix(['و', 'ف'])?;
        self.form(rest).map(|form| (1, form))
    }

    fn form(&self, word: &str) -> Option<Form> {
        if let Some(form) = self.forms.get(word) {
            return Some(*form);
        }
        // اتهمه, أبلغهم, طالبوها (whose alef falls).
        let (stem, _) = PRONOUNS.iter().find_map(|pronoun| Some((word.strip_suffix(pronoun)?, pronoun)))?;
        if stem.chars().count() < 3 {
            return None;
        }
        let form = self.forms.get(stem).copied().or_else(|| {
            let plural = stem.ends_with('و').then(|| format!("{stem}ا"))?;
            self.forms.get(plural.as_str()).copied()
        })?;
        let takes = form.shape == Shape::Finite && !form.doubtful && self.verb(form).object;
        takes.then_some(Form { pronoun: true, ..form })
    }

    /// The form of any verb with a pronoun written onto it, as it stands behind ما (ما ذكرته الوكالة).
    pub(super) fn look_behind_what(&self, word: &str) -> Option<Form> {
        let stem = ["ها", "ه"].into_iter().find_map(|end| word.strip_suffix(end))?;
        let form = self.forms.get(stem).or_else(|| self.forms.get(format!("{stem}ا").as_str()))?;
        (form.shape == Shape::Finite).then_some(Form { pronoun: true, ..*form })
    }

    /// The verb of a form.
    pub(super) fn verb(&self, form: Form) -> &Verb {
        static NONE: Verb = Verb {
            lemma: String::new(),
            prepositions: Vec::new(),
            verbal: false,
            indefinite: false,
            object: false,
            masdar: false,
            impersonal: false,
            hedge: false,
        };
        self.verbs.get(form.verb).unwrap_or(&NONE)
    }

    /// Does a folded word follow a relay's source: قوله, تأكيدها?
    pub(super) fn is_said(&self, word: &str) -> bool {
        self.said.contains(word)
    }

    /// The attributive cues that begin with a folded word, longest first.
    pub(super) fn attributive(&self, word: &str) -> &[Vec<String>] {
        self.attributive.get(word).map_or(&[], Vec::as_slice)
    }

    /// Is a folded word a noun that speaks?
    pub(super) fn is_source(&self, word: &str) -> bool {
        self.is(word, Class::Source)
    }

    /// Is a folded word ل and who is spoken to or through?
    pub(super) fn is_medium(&self, word: &str) -> bool {
        self.is(word, Class::Medium)
    }

    /// Does a folded word open a relative clause behind an indefinite noun?
    pub(super) fn opens_relative(&self, word: &str) -> bool {
        self.is(word, Class::Relative)
    }

    /// Is a folded word a thing, which shows and says nothing?
    pub(super) fn is_thing(&self, word: &str) -> bool {
        self.is(word, Class::Thing) || word.strip_prefix("ال").is_some_and(|bare| self.is(bare, Class::Thing))
    }

    /// Is a folded word what something is measured by, and nobody who says it (بحسب القانون)?
    pub(super) fn is_measure(&self, word: &str) -> bool {
        self.is(word, Class::Measure)
    }

    /// Is a folded adjective one that ranks people (مسؤول كبير, دبلوماسي بارز)?
    pub(super) fn is_rank(&self, word: &str) -> bool {
        self.is(word, Class::Rank)
    }

    /// Is a folded word ب and a manner: بشكل قاطع, بشدة?
    pub(super) fn is_adverb(&self, word: &str) -> bool {
        self.is(word, Class::Adverb)
    }

    /// Does a folded word begin a circumstance (بعد, أمام)?
    pub(super) fn is_circumstance(&self, word: &str) -> bool {
        self.is(word, Class::Circumstance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_asset_is_read() {
        let lexicon = Lexicon::builtin();
        assert!(lexicon.verbs.len() > 150 && lexicon.forms.len() > 4000, "{}", lexicon.forms.len());
        assert!(lexicon.is_said("قولها") && lexicon.is_said("تاكيده") && lexicon.is_said("اشارته"));
    }

    #[test]
    fn words_with_their_proclitics() {
        use Gender::{Feminine, Masculine};
        let lexicon = Lexicon::builtin();
        for (word, cut, gender, shape, pronoun) in [
            ("وقالت", 1, Feminine, Shape::Finite, false),
            ("فسيقول", 1, Masculine, Shape::Finite, false),
            ("رأت", 0, Feminine, Shape::Finite, false),
            ("تدعو", 0, Feminine, Shape::Finite, false),
            ("يدعون", 0, Masculine, Shape::Finite, false),
            ("داعيةً", 0, Feminine, Shape::Participle, false),
            ("مُؤَكِّدِينَ", 0, Masculine, Shape::Participle, false),
            ("واتهمته", 1, Feminine, Shape::Finite, true),
            ("أبلغوها", 0, Masculine, Shape::Finite, true),
            ("وقلنا", 1, Masculine, Shape::First, false),
        ] {
            let found = lexicon.look(&word.fold()).map(|(cut, form)| (cut, form.gender, form.shape, form.pronoun));
            assert_eq!(found, Some((cut, gender, shape, pronoun)), "{word}");
        }
        for word in ["الهاتف", "كاتب", "تقولون لي", "مشير"] {
            assert!(!lexicon.knows(word), "{word}");
        }
        assert!(lexicon.look("نقلت").is_some_and(|(_, form)| form.relay));
    }

    #[test]
    fn errors_name_their_line() {
        for (toml, line) in [
            ("verb = [\n", 1),
            ("\n\nverbs = []", 3),
            ("verb = [\n\n{ past = \"قال\", form = 12 }]", 3),
            ("verb = [{ past = \"قال\", form = 1,\n present = \"تقول\" }]", 1),
        ] {
            let error = Lexicon::with(toml).unwrap_err();
            assert!(error.line >= line && error.line <= line + 1, "{toml}: {error}");
        }
    }

    #[test]
    fn the_users_words_come_first() {
        let lexicon =
            Lexicon::with("without = [\"قال\"]\nverb = [{ past = \"زاد\", form = 1, present = \"يزيد\" }]").unwrap();
        assert!(!lexicon.knows("وقالت"));
        assert!(lexicon.look("وزاد").is_some_and(|(_, form)| !form.doubtful));
    }
}
