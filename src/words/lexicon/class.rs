//! Word classes of the reporting vocabulary: the words that the rules for quotes ask for.

/// Declares the classes with their keys in the files of `assets/quotes/`.
macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// A class of words by which quotes are found. `assets/quotes/*.toml` lists the words of each; a word can be in
        /// several.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Class {
            $($(#[$doc])* $name,)*
        }

        impl Class {
            /// All classes, with the keys of their lists.
            pub(crate) const ALL: &[(Self, &str)] = &[$((Self::$name, $key),)*];
        }
    };
}

classes! {
    /// A noun that speaks.
    Source = "sources",
    /// ل with a listener or a medium.
    Medium = "media",
    /// A verb that opens a relative clause.
    RelativeVerb = "relative",
    /// A noun that shows something and says nothing.
    Thing = "things",
    /// A measure and no source.
    Measure = "measures",
    /// A verbal noun that no pattern shows.
    VerbalNoun = "verbal_nouns",
    /// A feeling that someone expresses.
    Feeling = "feelings",
    /// An honorific before its pronoun.
    Honorific = "honorifics",
    /// A feminine noun without ة.
    Feminine = "feminine",
    /// A noun that says when or where something is said.
    Occasion = "occasions",
    /// An opinion, with its content after أن.
    Opinion = "opinions",
    /// An adjective that ranks a person.
    Rank = "ranks",
    /// An adjective that governs a preposition.
    Governing = "governing",
    /// A word that begins a circumstance.
    Circumstance = "circumstances",
    /// ب and a manner.
    Adverb = "adverbs",
    /// A calling that may have a place after في.
    Office = "offices",
    /// The preposition في, written alone.
    Fi = "fi",
    /// The same after و.
    WaFi = "wa_fi",
    /// The preposition من.
    Min = "min",
    /// The same after و.
    WaMin = "wa_min",
    /// The preposition عن.
    An = "an",
    /// The preposition على. The name علي has the same folded letters; the rules look at what is written.
    Ala = "ala",
    /// The same after و.
    WaAla = "wa_ala",
    /// The preposition إلى.
    Ila = "ila",
    /// The same after و.
    WaIla = "wa_ila",
    /// The preposition لدى.
    Lada = "lada",
    /// ل that is set apart: before a quotation mark, or with a tatweel.
    Lam = "lam",
    /// The same for ب.
    Ba = "ba",
    /// The preposition عبر. The verb عبّر needs عن.
    Across = "across",
    /// في with the pronoun of a document or an event (بيان جاء فيه).
    InIt = "in_it",
    /// خلال with such a pronoun.
    DuringIt = "during_it",
    /// عن with the pronoun of a man: the source of a relay.
    AboutHim = "about_him",
    /// عن with the pronoun of a woman.
    AboutHer = "about_her",
    /// على with a pronoun: لافتات كتب عليها reports nothing.
    OnIt = "on_it",
    /// لي: to me, or the name Lee.
    ToMe = "to_me",
    /// Prepositions with ما and من. They end a noun phrase.
    PronounPreposition = "pronoun_prepositions",
    /// Prepositions near a relaying verb that name its source.
    RelayPreposition = "relay_prepositions",
    /// Prepositions at the head of a sentence that may open a transition (من جهة أخرى،) or a time (في 2020،).
    LeadingPreposition = "leading_prepositions",
    /// Prepositions that may join more to the head of a noun phrase (مدير عام في الوزارة).
    HeadPreposition = "head_prepositions",
    /// Prepositions that a participle or an adjective governs inside a noun phrase (المشرف على).
    ArgumentPreposition = "argument_prepositions",
    /// Prepositions after which the antecedent of a relative clause may begin (مع الوزير الذي قال).
    BeforeAntecedent = "before_antecedent",
    /// Prepositions that are written like a past: بين الطرفين, عقب اجتماع.
    VerbLikePreposition = "verb_like_prepositions",
    /// Words after which the letters of a verb are a noun (عدم ذكر اسمه, في رد على).
    BeforeNoun = "before_noun",
    /// The relative pronoun of a man or a masculine thing.
    RelativeMasculine = "relative_masculine",
    /// The relative pronoun of a woman or a feminine thing.
    RelativeFeminine = "relative_feminine",
    /// The relative pronoun of several men.
    RelativePlural = "relative_plural",
    /// The relative pronouns of two men.
    RelativeDual = "relative_dual",
    /// ما: what, or not.
    What = "what",
    /// ما and its forms with a preposition: what is called (ما يسمى).
    WhatForm = "what_forms",
    /// Words after which a doubtful verb reports nothing (الذي علق في الشباك).
    BeforeDoubtfulVerb = "before_doubtful_verb",
    /// كيف, which opens what is told (روى كيف نجا).
    How = "how",
    /// Words that open an indirect question after a verb that asks.
    QuestionWord = "question_words",
    /// عما before إذا: an indirect question.
    AboutWhat = "about_what",
    /// إذا.
    Whether = "whether",
    /// أن and إن alone.
    Complementiser = "complementisers",
    /// The same after ب.
    BaComplementiser = "ba_complementisers",
    /// With a pronoun, which belongs to the content.
    PronounComplementiser = "pronoun_complementisers",
    /// The same after ب.
    BaPronounComplementiser = "ba_pronoun_complementisers",
    /// With لا, which belongs to the content.
    NegatedComplementiser = "negated_complementisers",
    /// فإن, which opens the main clause. فان may be a part of a Dutch name.
    So = "so",
    /// فإن with a pronoun.
    SoPronoun = "so_pronoun",
    /// Words after which أن is no part of a report (بعد أن, يجب أن).
    BeforeOtherThat = "before_other_that",
    /// قد before a verb.
    Qad = "qad",
    /// قد after ف.
    FaQad = "fa_qad",
    /// لم.
    DidNot = "did_not",
    /// Words before a verb that does not report (لم يقل).
    Negation = "negations",
    /// كان before a subject (كان الوزير قد قال).
    Was = "was",
    /// Words before a verb that are no subject. They are also found after و and ف.
    Auxiliary = "auxiliaries",
    /// Verbs before a predicate: a participle after them reports nothing (لم يكن مستغربا أن).
    Copula = "copulas",
    /// Verbs before a verb that goes on with a report (ومضى يقول).
    WentOn = "went_on",
    /// Words after which a verb is expected, and no noun.
    BeforeVerb = "before_verb",
    /// Words that و joins to the sentence before, where و is no part of the word (ولن).
    JoinedParticle = "joined_particles",
    /// كما: as, and also.
    As = "as",
    /// فيما and بينما.
    While = "while",
    /// Phrases that mean while.
    InTheMeantime = "in_the_meantime",
    /// لكن without a pronoun.
    But = "but",
    /// لكن with the pronoun of a man.
    ButHe = "but_he",
    /// لكن with the pronoun of a woman.
    ButShe = "but_she",
    /// لكن with a pronoun that ends a verbal noun as content (دعت إلى وقف القتال، لكنها …).
    ButOfWriter = "but_of_writer",
    /// أما before a subject and ف.
    AsFor = "as_for",
    /// Words before أن that mean but.
    Except = "except",
    /// غير.
    OtherThan = "other_than",
    /// Conjunctions after a comma before the verb of the next report (…، فيما أضاف).
    ReportConjunction = "report_conjunctions",
    /// قبل and بعد before أن and the verb of another report.
    BeforeOrAfter = "before_or_after",
    /// Words after which the subject of a clause may begin.
    BeforeTopic = "before_topic",
    /// و and a pronoun: a clause about what was said (وهو ما نفاه).
    AndHe = "and_he",
    /// The same for several people.
    AndThey = "and_they",
    /// هو before ما: what somebody calls it.
    ItIs = "it_is",
    /// Words that end a noun phrase, because a clause begins.
    EndsPhrase = "ends_phrase",
    /// Phrases by which the writer explains what was said.
    HintOfWriter = "hints_of_writer",
    /// Words and phrases after a comma that end content: most often the writer goes on.
    EndsContent = "ends_content",
    /// Phrases after a comma before what happened because of something.
    AndThat = "and_that",
    /// Verbs that say how others took what was said (…، ما أثار غضب الحضور). Only after the phrases of the class above.
    Reaction = "reactions",
    /// Phrases after a comma by which the writer says when something was said.
    TimeOfReport = "times_of_report",
    /// Nouns after a preposition that only lead to the next sentence (من جهة أخرى،).
    Transition = "transitions",
    /// Words of phrases that nobody says (الجدير بالذكر أن, من المعروف أن).
    NotedFact = "noted_facts",
    /// Words between a quotation and its verb (هكذا قال).
    Thus = "thus",
    /// Phrases that sum up a quotation before them.
    InTheseWords = "in_these_words",
    /// All of them after which also a doubtful verb reports.
    Summary = "summaries",
    /// Words between a verb and its subject (قال أمس الوزير).
    BetweenWord = "between",
    /// The first word of a manner (بشكل قاطع).
    MannerHead = "manner_heads",
    /// In his turn: at the head of a sentence.
    InTurn = "in_turn",
    /// Nouns after من at the head of a sentence (من جانبه).
    Side = "sides",
    /// Words after a verb that are no object of it.
    CircumstanceOfVerb = "circumstances_of_verb",
    /// ب and saying: the cue in اكتفى بالقول.
    NounOfSaying = "nouns_of_saying",
    /// The noun of saying as an object (كرر القول إن).
    TheSaying = "the_saying",
    /// Nouns with the pronoun of the speaker at the end of an attribution cue (على حد تعبيره). Without the pronoun.
    Expression = "expressions",
    /// The last word of attribution cues that a verb follows (كما قال).
    CitingConjunction = "citing_conjunctions",
    /// Attribution cues that take ل before their source.
    TakesLam = "takes_lam",
    /// Is called; with ي it is a form of ادعى.
    IsCalled = "is_called",
    /// The same after و.
    AndIsCalled = "and_is_called",
    /// Is named: so-called after ما.
    IsNamed = "is_named",
    /// Passives that are written like a verb of saying.
    PassiveVerb = "passive_verbs",
    /// It became clear, before أن.
    BecameClear = "became_clear",
    /// Was written, before عليه.
    WasWritten = "was_written",
    /// Verbs of a document (جاء في البيان أن).
    Came = "came",
    /// The same after و.
    AndCame = "and_came",
    /// Documents that speak after جاء في, but are no sources elsewhere.
    Writing = "writings",
    /// Verbal nouns whose first letters only look like the article.
    FalseArticle = "false_articles",
    /// Nouns for data, which are the source of an attribution.
    DataSource = "data_sources",
    /// Nouns before a name in quotation marks.
    NameNoun = "name_nouns",
    /// Nouns before a name in quotation marks inside a noun phrase (موقع "والا" العبري).
    NamedThing = "named_things",
    /// People who represent a place after عن (النائب عن بيروت).
    Representative = "representatives",
    /// Broken plurals of people, which no ending shows. Without the article.
    PluralOfPeople = "plurals_of_people",
    /// Adjectives before ل inside a noun phrase (التابعة للأمم المتحدة).
    Belonging = "belonging",
    /// Words that go on with a noun phrase, though they are part of no name.
    ContinuesPhrase = "continues_phrase",
    /// أول after a rank (الفريق أول).
    First = "first",
    /// An adjective after which a place may belong to the noun phrase (المقر الرئيسي في الدوحة).
    Leading = "leading",
    /// An adjective that is a title elsewhere (الأمين العام).
    General = "general",
    /// Words without the article that describe the noun before them (الصناعات غير النفطية).
    OpensAdjective = "opens_adjective",
    /// A time of a verb after its subject.
    ThatDay = "that_day",
    /// Words that are no unknown part of a name.
    NotInName = "not_in_names",
    /// Letters that are a title before a full stop (د. أحمد).
    TitleLetter = "title_letters",
    /// Opinions after which في and a verbal noun is content (أمله في التوصل). Without the pronoun.
    Hope = "hopes",
}

/// The classes that also hold phrases of several words.
const WITH_PHRASES: [Class; 7] = [
    Class::AndThat,
    Class::EndsContent,
    Class::InTheMeantime,
    Class::HintOfWriter,
    Class::TimeOfReport,
    Class::InTheseWords,
    Class::Summary,
];

impl Class {
    /// The class of a key of a lexicon file.
    pub(super) fn by_key(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == key).map(|(class, _)| *class)
    }

    /// True if the class may have phrases.
    pub(super) fn may_have_phrases(self) -> bool {
        WITH_PHRASES.contains(&self)
    }

    /// The form under which a folded word of a class is kept: occasions and offices are kept without their article and
    /// endings.
    pub(super) fn stem(self, word: &str) -> &str {
        match self {
            Self::Occasion => occasion_key(word),
            Self::Office => office_key(word),
            _ => word,
        }
    }
}

/// A noun without its article and without the ending of the feminine or its plural.
pub(super) fn occasion_key(noun: &str) -> &str {
    let bare = noun.strip_prefix("ال").unwrap_or(noun);
    bare.strip_suffix("ات").or_else(|| bare.strip_suffix('ه')).unwrap_or(bare)
}

/// A noun without its article and without the endings for women and for several people.
pub(super) fn office_key(noun: &str) -> &str {
    let bare = noun.strip_prefix("ال").unwrap_or(noun);
    bare.strip_suffix("ين").or_else(|| bare.strip_suffix("ون")).or_else(|| bare.strip_suffix('ه')).unwrap_or(bare)
}

/// Machine words of a [`ClassSet`].
const BLOCKS: usize = 3;

/// The bit of words that begin a phrase of any class.
const PHRASE_BIT: usize = BLOCKS * 64 - 1;

const _: () = assert!(Class::ALL.len() <= PHRASE_BIT, "a set of classes has a bit for each class");

/// A set of word classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct ClassSet([u64; BLOCKS]);

impl ClassSet {
    /// True if a word of this set is in a class.
    pub(crate) fn contains(self, class: Class) -> bool {
        self.has(class as usize)
    }

    /// True if a phrase of any class begins with the word.
    pub(crate) fn begin_phrase(self) -> bool {
        self.has(PHRASE_BIT)
    }

    fn has(self, bit: usize) -> bool {
        self.0.get(bit / 64).is_some_and(|block| block >> (bit % 64) & 1 == 1)
    }

    /// Adds a class.
    pub(super) fn insert(&mut self, class: Class) {
        self.set(class as usize);
    }

    /// Notes that a phrase of some class begins with the word.
    pub(super) fn begin_a_phrase(&mut self) {
        self.set(PHRASE_BIT);
    }

    fn set(&mut self, bit: usize) {
        if let Some(block) = self.0.get_mut(bit / 64) {
            *block |= 1 << (bit % 64);
        }
    }

    /// The keys of the classes in the set.
    pub(crate) fn keys(self) -> impl Iterator<Item = &'static str> {
        Class::ALL.iter().filter(move |(class, _)| self.contains(*class)).map(|(_, key)| *key)
    }
}
