//! The reporting lexicon: verbs of saying in all their forms, attributive cues, and classes of nouns.
//!
//! It is made from `assets/quotes/*.toml` and from files of the user with the same keys.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use hashbrown::{HashMap, HashSet};

use crate::text::Fold;
use crate::words::morphology::{Gender, InflectedForm, Number, VerbParts, VerbShape};

use super::class::{Class, ClassSet};
use super::class_table::ClassTable;
use super::file::{LexiconError, VerbEntry, VocabularyFile, line_of};
use super::verb::ReportingVerb;

/// A form of a reporting verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct VerbForm {
    /// The index of the verb in [`ReportingLexicon::verbs`].
    pub(crate) verb: usize,
    pub(crate) gender: Gender,
    pub(crate) number: Number,
    pub(crate) shape: VerbShape,
    /// True for a verb that relays the words of a source after a preposition (نقل … عن).
    pub(crate) relay: bool,
    /// True if the form is more often another word: it counts only where its content is announced.
    pub(crate) doubtful: bool,
    /// True if an object pronoun is written onto the form (اتهمه, أبلغهم).
    pub(crate) pronoun: bool,
}

/// The words of an attributive cue.
#[derive(Debug, Clone)]
pub(crate) struct AttributiveCue {
    /// The folded words, the first one included.
    pub(crate) words: Vec<String>,
    /// A verb follows, which belongs to the cue (كما قال).
    pub(crate) is_clause: bool,
}

/// The words by which quotes are found: verbs in all their forms, attributive cues, nouns that speak.
///
/// ```
/// use tawsim::words::lexicon::ReportingLexicon;
/// let mine = ReportingLexicon::with("verb = [{ past = \"شوّش\", form = 2 }]").unwrap();
/// assert!(mine.knows("ويشوشون") && !ReportingLexicon::builtin().knows("ويشوشون"));
/// let error = ReportingLexicon::with("verb = [\n  { past = \"أشار\", form = 5 },\n]").unwrap_err();
/// assert_eq!(error.line, 2);
/// ```
#[derive(Debug, Default, Clone)]
pub struct ReportingLexicon {
    /// Another one for each lexicon that was read; 0 for the empty one.
    pub(crate) number: u64,
    pub(crate) forms: HashMap<Box<str>, VerbForm>,
    pub(crate) verbs: Vec<ReportingVerb>,
    /// Verbal nouns with a pronoun, which are after the source of a relaying verb: قوله, تأكيدها.
    pub(crate) owned_sayings: HashSet<Box<str>>,
    /// Attributive cues by their first word.
    pub(crate) attributive: HashMap<Box<str>, Vec<AttributiveCue>>,
    /// The classes of listed words.
    classes: ClassTable,
}

static BUILTIN: LazyLock<Arc<ReportingLexicon>> = LazyLock::new(|| {
    // A broken asset only means fewer suggestions.
    let lexicon = ReportingLexicon::read(&BUILTIN_FILES);
    debug_assert!(lexicon.is_ok(), "assets/quotes: {:?}", lexicon.err());
    Arc::new(lexicon.unwrap_or_default())
});

static BUILTIN_FILES: [&str; 2] =
    [include_str!("../../../assets/quotes/lexicon.toml"), include_str!("../../../assets/quotes/classes.toml")];

/// The number of the next lexicon that is read.
static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// Pronouns that are written onto a verb, longest first.
const PRONOUNS: [&str; 9] = ["هما", "هم", "هن", "ها", "نا", "ني", "كم", "ه", "ك"];

impl ReportingLexicon {
    /// The built-in lexicon.
    #[must_use]
    pub fn builtin() -> Arc<Self> {
        Arc::clone(&BUILTIN)
    }

    /// The built-in lexicon with words of the user, which come first.
    ///
    /// # Errors
    /// Returns an error if the text is not TOML, has an unknown key, or gives a verb a measure that does not fit its letters.
    pub fn with(toml: &str) -> Result<Self, LexiconError> {
        let [verbs, classes] = BUILTIN_FILES;
        Self::read(&[toml, verbs, classes])
    }

    /// True if a written word, with its proclitics, is a form of a reporting verb.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.find_verb(&word.fold()).is_some()
    }

    /// The classes of a folded word.
    pub(crate) fn classes(&self, word: &str) -> ClassSet {
        self.classes.of(word)
    }

    /// True if a folded word has a class. Rules ask the context, which has looked up each token; this is for parts of words.
    pub(crate) fn has_class(&self, word: &str, class: Class) -> bool {
        self.classes.of(word).contains(class)
    }

    /// The phrases that begin with a folded word: their other words, and their class.
    pub(crate) fn phrases(&self, word: &str) -> &[(Vec<String>, Class)] {
        self.classes.phrases(word)
    }

    /// Finds the verb form that a folded word is. Gives the proclitic length (0, or 1 for و, ف and ل) and the form.
    pub(crate) fn find_verb(&self, word: &str) -> Option<(usize, VerbForm)> {
        if let Some(form) = self.form(word) {
            return Some((0, form));
        }
        if let Some(rest) = word.strip_prefix(['و', 'ف']) {
            return self.form(rest).map(|form| (1, form));
        }
        // …، ليضيف أن: ل before a present. The letters are more often another word, so it must announce its content.
        let present = word.strip_prefix('ل').filter(|rest| rest.starts_with(['ي', 'ت']))?;
        let form = self.forms.get(present).filter(|form| form.shape == VerbShape::Finite && !form.relay)?;
        Some((1, VerbForm { doubtful: true, ..*form }))
    }

    fn form(&self, word: &str) -> Option<VerbForm> {
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
        let takes = form.shape == VerbShape::Finite && !form.doubtful && self.verb(form).object;
        takes.then_some(VerbForm { pronoun: true, ..form })
    }

    /// Finds the form of any verb with a pronoun, as it occurs after ما (ما ذكرته الوكالة).
    pub(crate) fn find_verb_behind_ma(&self, word: &str) -> Option<VerbForm> {
        let stem = ["ها", "ه"].into_iter().find_map(|end| word.strip_suffix(end))?;
        let form = self.forms.get(stem).or_else(|| self.forms.get(format!("{stem}ا").as_str()))?;
        (form.shape == VerbShape::Finite).then_some(VerbForm { pronoun: true, ..*form })
    }

    /// The verb of a form.
    pub(crate) fn verb(&self, form: VerbForm) -> &ReportingVerb {
        static NONE: LazyLock<ReportingVerb> = LazyLock::new(ReportingVerb::default);
        debug_assert!(form.verb < self.verbs.len(), "a form belongs to the lexicon that made it");
        self.verbs.get(form.verb).unwrap_or(&NONE)
    }

    /// True if a folded word is a verbal noun of saying with a pronoun: قوله, تأكيدها.
    pub(crate) fn is_owned_saying(&self, word: &str) -> bool {
        self.owned_sayings.contains(word)
    }

    /// The attributive cues that begin with a folded word, longest first.
    pub(crate) fn attributive_cues(&self, word: &str) -> &[AttributiveCue] {
        self.attributive.get(word).map_or(&[], Vec::as_slice)
    }

    /// True if a folded word is a noun for someone who speaks.
    pub(crate) fn is_source(&self, word: &str) -> bool {
        self.has_class(word, Class::Source)
    }

    /// True if a folded word is ل with the listener or the medium (للصحافيين, لوكالة).
    pub(crate) fn is_medium(&self, word: &str) -> bool {
        self.has_class(word, Class::Medium)
    }

    /// True if a folded word opens a relative clause after an indefinite noun.
    pub(crate) fn opens_relative(&self, word: &str) -> bool {
        self.has_class(word, Class::RelativeVerb)
    }

    /// True if a folded word is a thing: it shows something, but it does not speak.
    pub(crate) fn is_thing(&self, word: &str) -> bool {
        self.has_class(word, Class::Thing)
            || word.strip_prefix("ال").is_some_and(|bare| self.has_class(bare, Class::Thing))
    }

    /// True if a folded word is a measure and not a speaker (بحسب القانون).
    pub(crate) fn is_measure(&self, word: &str) -> bool {
        self.has_class(word, Class::Measure)
    }

    /// True if a folded adjective ranks people (مسؤول كبير, دبلوماسي بارز).
    pub(crate) fn is_rank(&self, word: &str) -> bool {
        self.has_class(word, Class::Rank)
    }

    /// True if a folded word is ب with a manner: بشكل قاطع, بشدة.
    pub(crate) fn is_adverb(&self, word: &str) -> bool {
        self.has_class(word, Class::Adverb)
    }

    /// True if a folded word begins a circumstance (بعد, أمام).
    pub(crate) fn is_circumstance(&self, word: &str) -> bool {
        self.has_class(word, Class::Circumstance)
    }
}

/// The way in which a verb of the vocabulary names the source of what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum VerbRole {
    /// Its subject speaks.
    Reports,
    /// Its subject passes on the words of a source after a preposition (نقل … عن).
    Relays,
}

impl ReportingLexicon {
    /// Makes a lexicon of several files. Where two files give one form to two verbs, the first file counts.
    fn read(sources: &[&str]) -> Result<Self, LexiconError> {
        let mut lexicon = Self { number: NUMBERS.fetch_add(1, Ordering::Relaxed), ..Self::default() };
        let mut files = Vec::new();
        for source in sources {
            files.push((*source, VocabularyFile::parse(source)?));
        }
        let folded = |words: &[String]| words.iter().map(|word| word.fold()).collect::<Vec<_>>();
        let without: HashSet<String> = files.iter().flat_map(|(_, file)| folded(&file.without)).collect();
        let not_verbs: HashSet<String> = files.iter().flat_map(|(_, file)| folded(&file.not_verbs)).collect();
        for (source, file) in &files {
            for (entries, role) in [(&file.verb, VerbRole::Reports), (&file.relay, VerbRole::Relays)] {
                for entry in entries.iter().filter(|entry| !without.contains(&entry.past.get_ref().fold())) {
                    lexicon.add_verb(source, entry, role, &not_verbs)?;
                }
            }
            for (class, word) in file.class_words(source)? {
                lexicon.classes.add(word, class);
            }
        }
        for row in files.iter().flat_map(|(_, file)| &file.attributive) {
            let words: Vec<String> = row.split(' ').map(Fold::fold).collect();
            let is_clause = words.last().is_some_and(|word| lexicon.has_class(word, Class::CitingConjunction));
            if let Some(first) = words.first() {
                let rows = lexicon.attributive.entry(first.clone().into_boxed_str()).or_default();
                rows.push(AttributiveCue { words, is_clause });
            }
        }
        // The longest row comes first.
        for rows in lexicon.attributive.values_mut() {
            rows.sort_by_key(|row| std::cmp::Reverse(row.words.len()));
        }
        Ok(lexicon)
    }

    /// Adds all forms of a verb. Words of `not_verbs` are left out.
    fn add_verb(
        &mut self,
        source: &str,
        entry: &VerbEntry,
        role: VerbRole,
        not_verbs: &HashSet<String>,
    ) -> Result<(), LexiconError> {
        let past = entry.past.get_ref().fold();
        let error = |message: &str| LexiconError {
            line: line_of(source, entry.past.span().start),
            message: format!("{}: {message}", entry.past.get_ref()),
        };
        let present = entry.present.as_ref().map(|word| word.fold());
        let given = present.as_ref().map(|word| word.strip_prefix('ي').map(str::to_owned));
        if given == Some(None) {
            return Err(error("its present must be the third person with ي, as يقول"));
        }
        let mut parts = VerbParts::regular(&past, entry.form).ok_or_else(|| {
            error("its letters do not fit this form; give the verb in the past, and a form from 1 to 10")
        })?;
        parts.present = given.flatten().unwrap_or(parts.present);
        parts.participle = entry.participle.as_ref().map_or(parts.participle, |word| word.fold());
        parts.noun = entry.noun.as_ref().map_or(parts.noun, |word| word.fold());
        let (verb, relay) = (self.verbs.len(), role == VerbRole::Relays);
        for InflectedForm { word, gender, number, shape } in parts.forms() {
            // The participle of نقل is left out: ناقل is a carrier.
            if relay && shape == VerbShape::Participle || not_verbs.contains(&word) {
                continue;
            }
            let doubtful = entry.doubtful;
            let form = VerbForm { verb, gender, number, shape, relay, doubtful, pronoun: false };
            match self.forms.get_mut(word.as_str()) {
                // A sure form replaces a doubtful one.
                Some(known) if known.doubtful && !doubtful => *known = form,
                Some(_) => {}
                None => {
                    self.forms.insert(word.into_boxed_str(), form);
                }
            }
        }
        for pronoun in ["ه", "ها", "هم", "هما", "هن"] {
            if !entry.doubtful {
                let noun = parts.noun.strip_suffix('ه').map_or_else(|| parts.noun.clone(), |bare| format!("{bare}ت"));
                self.owned_sayings.insert(format!("{noun}{pronoun}").into_boxed_str());
            }
        }
        self.verbs.push(ReportingVerb::new(past, entry));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reporting_asset_can_be_read() {
        let lexicon = ReportingLexicon::builtin();
        assert!(lexicon.verbs.len() > 150 && lexicon.forms.len() > 4000, "{}", lexicon.forms.len());
        assert!(
            lexicon.is_owned_saying("قولها") && lexicon.is_owned_saying("تاكيده") && lexicon.is_owned_saying("اشارته")
        );
    }

    #[test]
    fn reporting_words_are_found_behind_proclitics() {
        use Gender::{Feminine, Masculine};
        let lexicon = ReportingLexicon::builtin();
        for (word, proclitic, gender, shape, pronoun) in [
            ("وقالت", 1, Feminine, VerbShape::Finite, false),
            ("فسيقول", 1, Masculine, VerbShape::Finite, false),
            ("رأت", 0, Feminine, VerbShape::Finite, false),
            ("تدعو", 0, Feminine, VerbShape::Finite, false),
            ("يدعون", 0, Masculine, VerbShape::Finite, false),
            ("داعيةً", 0, Feminine, VerbShape::Participle, false),
            ("مُؤَكِّدِينَ", 0, Masculine, VerbShape::Participle, false),
            ("واتهمته", 1, Feminine, VerbShape::Finite, true),
            ("أبلغوها", 0, Masculine, VerbShape::Finite, true),
            ("وقلنا", 1, Masculine, VerbShape::FirstPerson, false),
        ] {
            let found = lexicon
                .find_verb(&word.fold())
                .map(|(proclitic, form)| (proclitic, form.gender, form.shape, form.pronoun));
            assert_eq!(found, Some((proclitic, gender, shape, pronoun)), "{word}");
        }
        for word in ["الهاتف", "كاتب", "تقولون لي", "مشير"] {
            assert!(!lexicon.knows(word), "{word}");
        }
        assert!(lexicon.find_verb("نقلت").is_some_and(|(_, form)| form.relay));
    }

    #[test]
    fn errors_name_their_line() {
        for (toml, line) in [
            ("verb = [\n", 1),
            ("\n\nverbs = []", 3),
            ("verb = [\n\n{ past = \"قال\", form = 12 }]", 3),
            ("verb = [{ past = \"قال\", form = 1,\n present = \"تقول\" }]", 1),
        ] {
            let error = ReportingLexicon::with(toml).unwrap_err();
            assert!(error.line >= line && error.line <= line + 1, "{toml}: {error}");
        }
    }

    #[test]
    fn the_users_words_come_first() {
        let lexicon =
            ReportingLexicon::with("without = [\"قال\"]\nverb = [{ past = \"زاد\", form = 1, present = \"يزيد\" }]")
                .unwrap();
        assert!(!lexicon.knows("وقالت"));
        assert!(lexicon.find_verb("وزاد").is_some_and(|(_, form)| !form.doubtful));
    }
}
