//! Where sentences, noun phrases and reported contents end.

use crate::suggest::lexicon::Roles;
use crate::suggest::token::Kind;
use crate::suggest::word::{Strength, Words};

use super::marks::Marks;
use super::verbs::{Form, Shape, Vocabulary};

/// A noun phrase has at most so many tokens.
const LONGEST_PHRASE: usize = 24;

/// Sentences and contents are followed for at most so many tokens, a marked stretch counting as one: text without
/// full stops must not cost more than its length.
const LONGEST_SENTENCE: usize = 300;

/// What every rule about quotes reads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) marks: &'a Marks,
    /// For each token, one past the entity that begins there; 0 for none.
    pub(super) entities: &'a [usize],
}

/// A complementiser and what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct That {
    /// Folded letters before its own (ب in بأنه).
    pub(super) cut: usize,
    /// It carries a pronoun.
    pub(super) pronoun: bool,
}

impl Page<'_> {
    /// The folded word at an index.
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.tokens().folded(at)
    }

    /// The kind of token.
    pub(super) fn kind(&self, at: usize) -> Kind {
        self.words.tokens().kind(at)
    }

    /// Does a sentence end with this token?
    pub(super) fn ends_sentence(&self, at: usize) -> bool {
        let tokens = self.words.tokens();
        match tokens.kind(at) {
            Kind::Break | Kind::Mark('؟' | '?' | '!' | '…' | '۔') => true,
            Kind::Mark('.') => {
                let next = tokens.get(at + 1);
                next.is_none_or(|next| {
                    !next.glued || !matches!(next.kind, Kind::Foreign | Kind::Number | Kind::Mark(_))
                })
            }
            _ => false,
        }
    }

    /// The reporting verb that a token is: letters of و or ف before it, and its form.
    pub(super) fn verb(&self, at: usize) -> Option<(usize, Form)> {
        let vocabulary = Vocabulary::builtin();
        let word = self.word(at);
        if !self.words.tokens().is_word(at) {
            return None;
        }
        if let Some(form) = vocabulary.form(word) {
            return Some((0, form));
        }
        let rest = word.strip_prefix(['و', 'ف'])?;
        vocabulary.form(rest).map(|form| (1, form))
    }

    /// The complementiser that a token is.
    pub(super) fn that(&self, at: usize) -> Option<That> {
        if !self.words.tokens().is_word(at) {
            return None;
        }
        let word = self.word(at);
        let (cut, rest) = match word.strip_prefix('ب').or_else(|| word.strip_prefix("وب")) {
            Some(rest) if rest.starts_with("ان") => (word.chars().count() - rest.chars().count(), rest),
            _ => (0, word),
        };
        match rest {
            "ان" => Some(That { cut, pronoun: false }),
            "انه" | "انها" | "انهم" | "انهما" | "انهن" | "اننا" | "انني" | "اني" | "انا" | "انك" | "انكم"
                if rest != "انا" =>
            {
                Some(That { cut, pronoun: true })
            }
            _ => None,
        }
    }

    /// Does a preposition that a verb governs stand here? The token behind it, and whether it is written onto the
    /// next word (then the same token, and the letter is to be taken off).
    pub(super) fn governed(&self, at: usize, form: Form) -> Option<(usize, usize)> {
        let verb = Vocabulary::builtin().verb(form)?;
        let word = self.word(at);
        for preposition in &verb.prepositions {
            if preposition == "ب" {
                if word.starts_with('ب') && word.chars().count() > 3 {
                    return Some((at, 1));
                }
            } else if word == preposition {
                return Some((at + 1, 0));
            }
        }
        None
    }

    /// Where a sentence begins: just behind the last end before `at`, marked stretches skipped.
    pub(super) fn sentence_start(&self, at: usize) -> usize {
        let mut at = at;
        for _ in 0..LONGEST_SENTENCE {
            let Some(before) = at.checked_sub(1) else { break };
            if let Some(marked) = self.marks.closed_at(before) {
                // A quotation that ends a sentence of its own ends it here as well.
                if marked.close.checked_sub(1).is_some_and(|last| self.ends_sentence(last)) && self.starts(marked.open)
                {
                    return at;
                }
                at = marked.open;
                continue;
            }
            if self.ends_sentence(before) {
                return at;
            }
            at = before;
        }
        at
    }

    /// Is nothing but the start of a line or sentence before this token?
    pub(super) fn starts(&self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| self.ends_sentence(before))
    }

    /// Where a sentence ends: the token that ends it, or the first past the text.
    pub(super) fn sentence_end(&self, from: usize) -> usize {
        let tokens = self.words.tokens();
        let mut at = from;
        for _ in 0..LONGEST_SENTENCE {
            if self.ends_sentence(at) {
                break;
            }
            at = self.marks.opened_at(at).map_or(at + 1, |marked| marked.after().max(at + 1));
        }
        at.min(tokens.len())
    }

    /// Where reported content without marks around it ends: at the sentence's end, or before what opens the next
    /// report (a participle; a verb of saying behind و, ف or a comma; an attributive cue behind a comma).
    pub(super) fn content_end(&self, from: usize) -> usize {
        let tokens = self.words.tokens();
        let mut at = from;
        let mut end = from;
        for _ in 0..LONGEST_SENTENCE {
            if at >= tokens.len() || self.ends_sentence(at) || at > from && self.opens_report(at) {
                break;
            }
            at = self.marks.opened_at(at).map_or(at + 1, |marked| marked.after().max(at + 1));
            end = at;
        }
        // No comma, dash or conjunction stays behind.
        while end > from && matches!(self.kind(end - 1), Kind::Mark('،' | ',' | '؛' | ';' | '-' | '–' | '—' | ':'))
        {
            end -= 1;
        }
        end
    }

    fn opens_report(&self, at: usize) -> bool {
        let tokens = self.words.tokens();
        let comma = at.checked_sub(1).is_some_and(|before| tokens.is_comma(before));
        if comma
            && (self.attributive(at).is_some()
                || matches!(self.word(at), "لكنه" | "لكنها" | "ولكنه" | "ولكنها") && self.verb(at + 1).is_some())
        {
            return true;
        }
        // غير أن فلانا قال …
        if comma && self.word(at) == "غير" && self.that(at + 1).is_some() {
            return (at + 2..at + 10).take_while(|at| !self.ends_sentence(*at)).any(|at| self.verb(at).is_some());
        }
        let Some((and, form)) = self.verb(at) else { return false };
        let content = self.announces(at + 1, form);
        match form.shape {
            Shape::Participle => content || comma && self.find_content(at + 1, form).is_some(),
            Shape::Finite | Shape::Relay if content => comma || and == 1,
            Shape::Finite | Shape::Relay => {
                comma && and == 1 && (self.subject_then(at + 1, form) || self.noun_at(at + 1, form))
            }
        }
    }

    /// Does a verbal noun behind the verb's preposition stand right here (طالبت بإعادة …)?
    fn noun_at(&self, at: usize, form: Form) -> bool {
        self.governed(at, form).is_some() && Vocabulary::builtin().verb(form).is_some_and(|verb| verb.noun)
    }

    /// Does reported content begin right here: a complementiser, a colon, a marked stretch, a governed أن?
    pub(super) fn announces(&self, at: usize, form: Form) -> bool {
        let direct = |at: usize| {
            self.that(at).is_some() || self.words.tokens().is_mark(at, ':') || self.marks.opened_at(at).is_some()
        };
        direct(at) || self.governed(at, form).is_some_and(|(behind, _)| direct(behind))
    }

    /// A subject, and content behind it?
    fn subject_then(&self, at: usize, form: Form) -> bool {
        let end = self.phrase_end(at);
        end > at && self.announces(end, form)
    }

    /// The attributive cue that begins at a token: one past it, and whether a verb is its last word.
    pub(super) fn attributive(&self, at: usize) -> Option<(usize, usize)> {
        let vocabulary = Vocabulary::builtin();
        let word = self.word(at);
        for (cut, word) in [(0, Some(word)), (1, word.strip_prefix('و'))] {
            let Some(word) = word else { continue };
            for row in &vocabulary.attributive {
                if row.first().map(String::as_str) != Some(word) {
                    continue;
                }
                let rest = row.iter().skip(1).enumerate().all(|(step, row)| self.word(at + 1 + step) == row);
                if !rest {
                    continue;
                }
                let end = at + row.len();
                if matches!(word, "كما" | "حسبما" | "بحسبما") {
                    // كما قال, حسبما ذكر; but كما أضاف opens a new report.
                    let Some((0, form)) = self.verb(end) else { continue };
                    if form.shape != Shape::Finite || self.announces(end + 1, form) {
                        continue;
                    }
                    return Some((end + 1, cut));
                }
                return Some((end, cut));
            }
        }
        None
    }

    /// Where a noun phrase that begins at a token ends: title, name, apposition. It stops before relative clauses,
    /// prepositions (but for those inside a title: المتحدث باسم, منسقة في), times, verbs, marks.
    pub(super) fn phrase_end(&self, from: usize) -> usize {
        let tokens = self.words.tokens();
        let mut at = from;
        while at < from + LONGEST_PHRASE && at < tokens.len() {
            if let Some(end) = self.entity_end(at) {
                at = end;
                continue;
            }
            match tokens.kind(at) {
                Kind::Word => {
                    if self.breaks_phrase(at, from) {
                        break;
                    }
                    at += 1;
                }
                Kind::Foreign => at += 1,
                // ب(AFP): a short name in brackets belongs to it.
                Kind::Mark('(') if at > from && tokens.is_mark(at + 2, ')') => at += 3,
                Kind::Mark('(') if at > from && tokens.is_mark(at + 3, ')') => at += 4,
                Kind::Mark('-') if at > from && tokens.get(at).is_some_and(|token| token.glued) => at += 1,
                Kind::Mark('،' | ',') if at > from && self.apposition(at + 1) => at += 1,
                Kind::Quote
                    if at > from
                        && self.marks.opened_at(at).is_some_and(|marked| marked.closed && marked.words <= 3) =>
                {
                    // A name in marks behind its head noun (منظمة «آبار بلا حدود»); speech has a comma or colon before it.
                    let head = Roles::BODY.and(Roles::FACILITY).and(Roles::WORK);
                    let named = self.words.role(at - 1, head).is_some();
                    match self.marks.opened_at(at) {
                        Some(marked) if named => at = marked.after(),
                        _ => break,
                    }
                }
                _ => break,
            }
        }
        while at > from && matches!(self.kind(at - 1), Kind::Mark('،' | ',' | '-')) {
            at -= 1;
        }
        at
    }

    /// One past the entity that begins at a token, dates left out.
    fn entity_end(&self, at: usize) -> Option<usize> {
        self.entities.get(at).copied().filter(|end| *end > at)
    }

    fn breaks_phrase(&self, at: usize, from: usize) -> bool {
        let word = self.word(at);
        if self.that(at).is_some() || self.words.tokens().is_preposition(at) {
            return true;
        }
        if matches!(word, "في" | "من") {
            // مصدر في الصليب الأحمر, أستاذ علوم المياه في الجامعة, مزارعة من ضواحي موبتي: place or body, no event.
            let place = |at: usize| {
                self.entity_end(at).is_some() || self.words.role(at, Roles::OUTSIDE.and(Roles::BODY)).is_some()
            };
            let bound =
                at > from && (place(at + 1)) && !(at + 2..at + 6).any(|at| self.words.tokens().is_mark(at, ':'));
            return !bound || at == from;
        }
        if word == "عن"
            || word == "مع"
            || word == "عقب"
            || word == "بعد"
            || word == "قبل"
            || word == "خلال"
            || word == "امام"
        {
            return true;
        }
        if self.words.is(at, Roles::STOP)
            && !matches!(
                word,
                "نفسه"
                    | "نفسها"
                    | "العام"
                    | "السابق"
                    | "السابقه"
                    | "كل"
                    | "بعض"
                    | "الاول"
                    | "الثاني"
                    | "الجديد"
                    | "الحالي"
            )
        {
            return true;
        }
        if self.words.is(at, Roles::WEEKDAY) || self.words.role(at, Roles::MONTH).is_some() && at > from {
            return true;
        }
        if at > from && self.verb(at).is_some_and(|(_, form)| form.shape != Shape::Relay) {
            return true;
        }
        // ل + medium: لوكالة فرانس برس, للصحافيين; but للنقابة, للشركة, للهيئة belong to the title before them.
        if at > from && word.starts_with('ل') && self.words.tokens().get(at).is_some() {
            let medium = [
                "لوكاله",
                "لصحيفه",
                "لقناه",
                "لاذاعه",
                "لراديو",
                "لموقع",
                "لجريده",
                "لمجله",
                "لبي",
                "لفرانس",
                "لرويترز",
            ];
            let people = [
                "للصحافيين",
                "للصحفيين",
                "للجزيره",
                "للتلفزيون",
                "للاذاعه",
                "للزوار",
                "للطلاب",
                "للحضور",
                "لنا",
                "لي",
                "له",
                "لها",
                "لهم",
                "للصحافه",
                "للاعلام",
            ];
            return medium.contains(&word) || people.contains(&word);
        }
        // Circumstances: مبتسما, غاضبا, ضاحكة.
        at > from
            && self.words.readings(at).first().is_some_and(|known| !known.entry.is_unit())
            && (self.ends_with_tanwin(at) || self.word(at) == "يومها")
            || matches!(word, "وهو" | "وهي" | "وهم" | "وقد" | "قد" | "ان" | "انه" | "انها")
            || word.starts_with("وهو")
    }

    fn ends_with_tanwin(&self, at: usize) -> bool {
        let word = self.word(at);
        word.ends_with('ا')
            && word.chars().count() > 4
            && !word.starts_with("ال")
            && self.words.rank(at).is_some_and(|rank| rank.person() < 30 && rank.place() < 20)
    }

    /// Does an apposition begin here: a person, a title, a head noun, and not the sentence going on?
    fn apposition(&self, at: usize) -> bool {
        if self.words.is(at, Roles::STOP) || self.verb(at).is_some() || self.that(at).is_some() {
            return false;
        }
        let named = self.entity_end(at).is_some();
        let titled = self.words.is(at, Roles::TITLE);
        let unit =
            self.words.readings(at).first().is_some_and(|known| self.words.strength(at, known) >= Strength::Strong);
        named || titled || unit
    }
}
