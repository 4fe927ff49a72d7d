//! Reporting verbs: what they govern, and how they are used.

use crate::text::Fold;

use super::file::VerbEntry;

/// A preposition that a verb governs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Preposition {
    /// ب, which is written onto the next word.
    Ba,
    /// ل, which is written onto the next word.
    Lam,
    /// من.
    Min,
    /// عن.
    An,
    /// على.
    Ala,
    /// Any other one (إلى, حول).
    Other,
}

impl Preposition {
    fn of(folded: &str) -> Self {
        match folded {
            "ب" => Self::Ba,
            "ل" => Self::Lam,
            "من" => Self::Min,
            "عن" => Self::An,
            "علي" => Self::Ala,
            _ => Self::Other,
        }
    }
}

/// A reporting verb, what it governs, and how it is used. The flags are those of `assets/quotes/lexicon.toml`, which explains
/// them.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each flag is a key of the lexicon, independent of the others")]
pub(crate) struct ReportingVerb {
    /// The folded past. Learning counts the verb under it.
    pub(crate) lemma: String,
    /// The prepositions that it governs, each with its folded letters.
    pub(crate) prepositions: Vec<(Preposition, String)>,
    /// True if a verbal noun after the preposition is reported content.
    pub(crate) verbal: bool,
    /// True if that verbal noun must be without the article.
    pub(crate) indefinite: bool,
    /// True if an object may be between the verb and the content.
    pub(crate) object: bool,
    /// True if a verbal noun as its object is reported content.
    pub(crate) masdar: bool,
    /// True if its present tense without a subject names no source.
    pub(crate) impersonal: bool,
    /// True if it also reports after لم and لا.
    pub(crate) hedge: bool,
    /// True for the plainest verb of saying, whose participle only repeats another verb (ورد قائلا).
    pub(crate) says: bool,
    /// True if a question word opens its content (سأل لماذا).
    pub(crate) asks: bool,
    /// True if any noun after its preposition is the question (تساءل عن مصير …).
    pub(crate) wonders: bool,
    /// True if كيف opens its content (روى كيف نجا).
    pub(crate) narrates: bool,
    /// True if two words in quotation marks are its judgement (وصفه بـ"الخطير جدا").
    pub(crate) names_judgement: bool,
    /// True if its participle is passive before a preposition (متهما بالقتل).
    pub(crate) accuses: bool,
    /// True if it may follow words without quotation marks (…، يقول فلان).
    pub(crate) trails: bool,
    /// True if its past and present report only with أن (بين).
    pub(crate) only_that: bool,
}

impl ReportingVerb {
    /// The verb of an entry of a file.
    pub(super) fn new(lemma: String, entry: &VerbEntry) -> Self {
        let preposition = |word: &String| {
            let folded = word.fold();
            (Preposition::of(&folded), folded)
        };
        Self {
            lemma,
            prepositions: entry.prepositions.iter().map(preposition).collect(),
            verbal: entry.verbal,
            indefinite: entry.indefinite,
            object: entry.object,
            masdar: entry.masdar,
            impersonal: entry.impersonal,
            hedge: entry.hedge,
            says: entry.says,
            asks: entry.asks,
            wonders: entry.wonders,
            narrates: entry.narrates,
            names_judgement: entry.names_judgement,
            accuses: entry.accuses,
            trails: entry.trails,
            only_that: entry.only_that,
        }
    }

    /// The flags of the verb, each with its key in the lexicon.
    pub(crate) const fn flags(&self) -> [(bool, &'static str); 14] {
        [
            (self.verbal, "verbal"),
            (self.indefinite, "indefinite"),
            (self.object, "object"),
            (self.masdar, "masdar"),
            (self.impersonal, "impersonal"),
            (self.hedge, "hedge"),
            (self.says, "says"),
            (self.asks, "asks"),
            (self.wonders, "wonders"),
            (self.narrates, "narrates"),
            (self.names_judgement, "names_judgement"),
            (self.accuses, "accuses"),
            (self.trails, "trails"),
            (self.only_that, "only_that"),
        ]
    }

    /// True if the verb governs a preposition.
    pub(crate) fn governs(&self, preposition: &Preposition) -> bool {
        self.prepositions.iter().any(|(governed, _)| governed == preposition)
    }

    /// True if the verb governs a preposition that is a word of its own (إلى, not ب).
    pub(crate) fn governs_word(&self, folded: &str) -> bool {
        self.prepositions.iter().any(|(_, governed)| governed == folded)
    }
}
