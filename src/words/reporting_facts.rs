//! What a reporting lexicon says of a folded word, worked out once for each word. Each thread keeps the last words.

use std::cell::RefCell;

use bitflags::bitflags;

use super::letters;
use super::lexicon::ReportingLexicon;
use super::lexicon::class::{Class, ClassSet};
use super::lexicon::reporting::VerbForm;
use super::morphology::Gender;
use super::proclitic::proclitic_splits;
use super::recent_words::RecentWords;
use super::token::Tokens;

/// A thread keeps at least so many words, and at most twice as many.
const CAPACITY: usize = 1 << 13;

/// The endings that a noun for someone who speaks may have: pronouns, the accusative, the dual, the plural.
const SOURCE_ENDINGS: [&str; 9] = [
    letters::OF_TWO,
    letters::THEIR,
    letters::HER,
    letters::OUR,
    letters::HIS,
    letters::MY,
    letters::ACCUSATIVE,
    letters::DUAL,
    letters::PLURAL_IN,
];

bitflags! {
    /// What a word may be as a noun.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub(crate) struct NounTraits: u16 {
        /// A noun that speaks, with or without the article, a pronoun or an ending of number (مصدر, محاميه, مصدران).
        const SOURCE = 1;
        /// The same after one letter of a proclitic.
        const SOURCE_AFTER_PROCLITIC = 1 << 1;
        /// A noun that shows something and says nothing.
        const THING = 1 << 2;
        /// An opinion with the pronoun of its holder (أمله).
        const OWN_OPINION = 1 << 3;
        /// A noun that tells when or where something is said (تصريح).
        const OCCASION = 1 << 4;
        /// A calling before a place or an organisation (الباحث).
        const OFFICE = 1 << 5;
        /// An adjective that governs a preposition (الخاص ب).
        const GOVERNING = 1 << 6;
        /// A person who speaks, or an honorific, with a pronoun (والدها, جلالته).
        const OWNED_PERSON = 1 << 7;
        /// A verbal noun.
        const VERBAL_NOUN = 1 << 8;
        /// A verbal noun even if its first letter is written أ, as in plurals.
        const VERBAL_NOUN_WITH_HAMZA = 1 << 9;
        /// A verbal noun after one letter of a proclitic.
        const VERBAL_NOUN_AFTER_PROCLITIC = 1 << 10;
        /// The same even if its first letter is written أ.
        const VERBAL_NOUN_WITH_HAMZA_AFTER_PROCLITIC = 1 << 11;
    }
}

/// What a reporting lexicon says of a folded word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReportingFacts {
    /// Its classes.
    pub(crate) classes: ClassSet,
    /// The verb form that it may be: the proclitic length in letters, and the form.
    pub(crate) verb: Option<(usize, VerbForm)>,
    /// True if an attribution cue begins with it, perhaps after و.
    pub(crate) begins_attribution: bool,
    /// What it may be as a noun.
    pub(crate) noun: NounTraits,
    /// Its gender as a noun.
    pub(crate) gender: Gender,
    /// Its gender if its last letter is a pronoun.
    pub(crate) gender_with_pronoun: Gender,
}

thread_local! {
    // One for each thread, so that no thread waits for another. The words of one lexicon, with its number.
    static KNOWN: RefCell<(u64, RecentWords<ReportingFacts>)> = RefCell::new((0, RecentWords::new(CAPACITY)));
}

impl ReportingFacts {
    /// Looks up a folded word.
    fn new(lexicon: &ReportingLexicon, word: &str) -> Self {
        let gender = lexicon.gender(word);
        let stem = word.strip_suffix(letters::HA).filter(|_| !lexicon.is_honorific(word));
        Self {
            classes: lexicon.classes(word),
            verb: lexicon.find_verb(word),
            begins_attribution: begins_attribution(lexicon, word),
            noun: noun_traits(lexicon, word),
            gender,
            gender_with_pronoun: stem.map_or(gender, |stem| lexicon.gender_before_pronoun(stem)),
        }
    }

    /// The facts about each token.
    pub(crate) fn of_tokens(lexicon: &ReportingLexicon, tokens: &Tokens<'_>) -> Vec<Self> {
        KNOWN.with_borrow_mut(|(number, known)| {
            if *number != lexicon.number {
                (*number, *known) = (lexicon.number, RecentWords::new(CAPACITY));
            }
            let none = Self::new(lexicon, "");
            let look_up = |at| match tokens.folded(at) {
                "" => none,
                word => known.look_up(word, |word| Self::new(lexicon, word)),
            };
            (0..tokens.len()).map(look_up).collect()
        })
    }
}

fn begins_attribution(lexicon: &ReportingLexicon, word: &str) -> bool {
    let has_cues = |word: &str| !lexicon.attributive_cues(word).is_empty();
    has_cues(word) || word.strip_prefix(letters::WAW).is_some_and(has_cues)
}

/// What a folded word may be as a noun.
fn noun_traits(lexicon: &ReportingLexicon, word: &str) -> NounTraits {
    let mut traits = NounTraits::default();
    traits.set(NounTraits::SOURCE, is_source_with_ending(lexicon, word));
    let after_proclitic = proclitic_splits(word).filter(|split| split.proclitic == 1);
    traits.set(
        NounTraits::SOURCE_AFTER_PROCLITIC,
        after_proclitic.into_iter().any(|split| lexicon.is_source(&split.word())),
    );
    traits.set(NounTraits::THING, lexicon.is_thing(word));
    traits.set(NounTraits::OWN_OPINION, lexicon.is_own_opinion(word));
    traits.set(NounTraits::OCCASION, lexicon.is_occasion(word));
    traits.set(NounTraits::OFFICE, lexicon.is_office(word));
    traits.set(NounTraits::GOVERNING, lexicon.is_governing(word));
    let is_owned = |pronoun: &&str| word.strip_suffix(*pronoun).is_some_and(|stem| lexicon.owns(stem));
    let is_owned = [letters::HIS, letters::HER, letters::THEIR].iter().any(is_owned);
    traits.set(NounTraits::OWNED_PERSON, is_owned);
    traits.set(NounTraits::VERBAL_NOUN, lexicon.is_verbal_noun(word, false));
    traits.set(NounTraits::VERBAL_NOUN_WITH_HAMZA, lexicon.is_verbal_noun(word, true));
    let bare = without_first_letter(word);
    // للمشاركة: the article has lost its alef.
    let noun = bare.strip_prefix(letters::LAM).filter(|_| word.starts_with(letters::LAM_ARTICLE)).unwrap_or(bare);
    traits.set(NounTraits::VERBAL_NOUN_AFTER_PROCLITIC, lexicon.is_verbal_noun(noun, false));
    traits.set(NounTraits::VERBAL_NOUN_WITH_HAMZA_AFTER_PROCLITIC, lexicon.is_verbal_noun(noun, true));
    traits
}

fn without_first_letter(word: &str) -> &str {
    let mut letters = word.chars();
    letters.next();
    letters.as_str()
}

/// True for a source without its article, and without a pronoun or an ending of number.
fn is_source_with_ending(lexicon: &ReportingLexicon, word: &str) -> bool {
    let bare = word.strip_prefix(letters::ARTICLE).unwrap_or(word);
    let is_source_stem = |stem: &str| stem.chars().count() > 2 && lexicon.has_class_with_pronoun(stem, Class::Source);
    lexicon.is_source(bare) || SOURCE_ENDINGS.iter().any(|ending| bare.strip_suffix(ending).is_some_and(is_source_stem))
}
