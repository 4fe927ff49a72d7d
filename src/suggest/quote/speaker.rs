//! Who speaks where nobody is named: the nearest subject before that agrees with the verb.
//!
//! Subjects are the speakers of frames, and who does what a verb of the lexicon says without anything being reported
//! (انتقد المدرب أرضية الملعب، معتبرا …). Who is cited in passing (بحسب …) or inside what someone else says does not go on
//! speaking.

use crate::words::lexicon::entities::Roles;

use super::bounds::LONGEST;
use super::clause::Page;
use super::{Draft, Pattern, TokenSpan};
use crate::words::morphology::{Gender, Number, VerbShape};

/// Someone who may go on speaking.
#[derive(Debug, Clone, Copy)]
struct Subject {
    stretch: TokenSpan,
    gender: Gender,
    number: Number,
}

/// The subjects so far, in reading order, the nearest of each gender and number.
#[derive(Debug, Default)]
pub(super) struct Memory {
    subjects: [Option<Subject>; 4],
    /// Who was cited in passing, by gender and number.
    cited: [Option<Subject>; 4],
    /// The last frame: its cue, its speaker.
    last: Option<(usize, Subject)>,
    /// One past the content of the last frame without marks: what stands before it is spoken inside that frame.
    outer: usize,
    /// Where that content begins.
    inner: usize,
    /// Up to which token verbs without a report have been looked at.
    seen: usize,
}

const fn slot(gender: Gender, number: Number) -> usize {
    match (gender, number) {
        (Gender::Masculine, Number::Singular) => 0,
        (Gender::Feminine, Number::Singular) => 1,
        (Gender::Masculine, Number::Plural) => 2,
        (Gender::Feminine, Number::Plural) => 3,
    }
}

impl Memory {
    /// The speaker of a draft, and whether it is implied. Drafts come in the order of their cues.
    pub(super) fn resolve(&mut self, page: &Page<'_>, draft: &Draft) -> Option<(TokenSpan, bool)> {
        let place = draft.place();
        self.look_at_verbs(page, place);
        let nested = place < self.outer;
        if !nested {
            self.outer = draft.content.last().map_or(0, |last| last.to);
            self.inner = draft.content.first().map_or(0, |first| first.from);
        }
        let (gender, number) = draft.agreement;
        if let Some(stretch) = draft.speaker {
            let subject = Subject { stretch, gender, number: page.number_of(stretch, number) };
            if !nested && draft.pattern != Pattern::Attributive {
                self.remember(subject);
            } else if let Some(slot) = self.cited.get_mut(slot(subject.gender, subject.number)).filter(|_| !nested) {
                *slot = Some(subject);
            }
            self.last = Some((place, subject));
            return Some((stretch, false));
        }
        let subject = self.implied(page, draft)?;
        self.last = Some((place, subject));
        Some((subject.stretch, true))
    }

    fn remember(&mut self, subject: Subject) {
        if let Some(slot) = self.subjects.get_mut(slot(subject.gender, subject.number)) {
            *slot = Some(subject);
        }
    }

    fn implied(&mut self, page: &Page<'_>, draft: &Draft) -> Option<Subject> {
        let (gender, number) = draft.agreement;
        let place = draft.place();
        let start = page.sentence_start(place);
        let agrees =
            |subject: &Subject| subject.gender == gender && (subject.number == number || number == Number::Singular);
        if draft.participle
            && let Some(stretch) = page.subject_beside(start, place)
        {
            let subject = Subject { stretch, gender, number };
            self.remember(subject);
            return Some(subject);
        }
        // Who spoke in this sentence goes on, named or not, unless someone else came since.
        let known = self.subjects.get(slot(gender, number)).copied().flatten();
        if let Some((cue, subject)) = self.last.filter(|(cue, subject)| *cue >= start && agrees(subject))
            && known.is_none_or(|known| known.stretch.from < cue)
        {
            return Some(subject);
        }
        if let Some(known) = known.filter(|known| known.stretch.from >= start) {
            return Some(known);
        }
        if draft.participle
            && let Some(stretch) = page.subject_of_sentence(start, place)
        {
            let subject = Subject { stretch, gender, number };
            self.remember(subject);
            return Some(subject);
        }
        // Words of one number are written like the other's often enough: طالب المتظاهرون. وأضافوا.
        let other = match number {
            Number::Singular => None,
            Number::Plural => {
                let mixed = if gender == Gender::Feminine { Gender::Masculine } else { Gender::Feminine };
                let either = [(mixed, Number::Plural), (gender, Number::Singular), (mixed, Number::Singular)];
                either
                    .into_iter()
                    .find_map(|(gender, number)| self.subjects.get(slot(gender, number)).copied().flatten())
            }
        };
        let cited = || self.cited.get(slot(gender, number)).copied().flatten();
        // What this draft reports stands behind its verb; what the one before it reported is someone else's words.
        let reported = if self.inner > place { (0, 0) } else { (self.inner, self.outer) };
        let mentioned = || {
            let stretch = page.mentioned(place, draft.agreement, reported)?;
            Some(Subject { stretch, gender, number })
        };
        let found = known.or(other).or_else(cited);
        // Someone named since this paragraph began, where whoever spoke did so before it.
        let paragraph = page.paragraph_start(place);
        if found.is_some_and(|found| found.stretch.from < paragraph)
            && let Some(stretch) = page.introduced(paragraph, start, draft.agreement, reported)
        {
            let subject = Subject { stretch, gender, number };
            self.remember(subject);
            return Some(subject);
        }
        if found.is_some() {
            return found;
        }
        let subject = mentioned()?;
        self.remember(subject);
        Some(subject)
    }

    /// Verbs up to a token whose subject acts without a report.
    fn look_at_verbs(&mut self, page: &Page<'_>, to: usize) {
        let from = self.seen.max(to.saturating_sub(LONGEST));
        for at in from..to {
            if at < self.outer || page.is_inside_marks(at) {
                continue;
            }
            let Some((gender, number, stretch)) = page.acting(at) else { continue };
            self.remember(Subject { stretch, gender, number: page.number_of(stretch, number) });
        }
        self.seen = self.seen.max(to);
    }
}

impl Page<'_> {
    /// The subject of a verb of the lexicon, whether it reports or not; or the one a line begins with.
    fn acting(&self, at: usize) -> Option<(Gender, Number, TokenSpan)> {
        if !self.words.tokens().is_word(at) {
            return None;
        }
        if let Some((proclitic, form)) = self
            .lexicon
            .find_verb(self.word(at))
            .filter(|(_, form)| form.shape == VerbShape::Finite && !(form.relay && self.relays(at)))
        {
            // A verb that opens its clause: the doubtful ones only there.
            let opens = proclitic == 1 || at == 0 || !self.words.tokens().is_word(at - 1) || !form.doubtful;
            let from = self.behind_media(at + 1);
            let end = self.subject_end(from);
            let able = self.can_speak(from, end)
                || (proclitic == 1 || at == 0 || !self.words.tokens().is_word(at - 1))
                    && !form.doubtful
                    && !self.lexicon.verb(form).object
                    && !self.is_thing(from);
            let said =
                self.lexicon.verb(form).masdar && !self.words.is_definite(from, 0) && self.is_verbal_noun(from, 0);
            let said = said || self.lexicon.is_own_opinion(self.word(from));
            let subject = opens && end > from && able && !said && !self.is_circumstance(from, end);
            let (said, own) = (form.gender, self.gender_of(from));
            if !subject {
                let before = if self.verb(at).is_some() { self.subject_before(at, proclitic, form) } else { None };
                return before.map(|stretch| (said, form.number, stretch));
            }
            let agrees = form.number == Number::Plural || own == said || self.is_person(from, end);
            // نعت is he described, and she announced a death: the subject decides.
            return (agrees || form.doubtful)
                .then(|| (if agrees { said } else { own }, form.number, TokenSpan::new(from, 0, end)));
        }
        let topic = self.starts(at)
            || self.behind_opener(self.sentence_start(at)) == at
            || matches!(self.word(at - 1), "لكن" | "ولكن" | "اما" | "واما" | "كان" | "وكان" | "كانت" | "وكانت");
        if !topic || self.verb(at).is_some() {
            return None;
        }
        // A noun phrase that begins with a title or name; else what is its first word is taken for a verb.
        let named = |at: usize| {
            let title = self.words.has_role(at, Roles::TITLE) && !self.words.has_role(at, Roles::PARTICLE);
            title
                || (self.is_person(at, at + 1) || self.is_unknown(at) && self.is_person(at, at + 2))
                    && self.words.statistics(at).is_none_or(|_| !self.word(at).starts_with('و'))
                || self.is_source(at, 0) && self.is_person(at, at + 4)
        };
        let about = at > 0 && matches!(self.word(at - 1), "اما" | "واما" | "لكن" | "ولكن");
        let from = if about || named(at) { at } else { at + 1 };
        let end = self.subject_end(from);
        let named = from == at || self.words.has_role(from, Roles::TITLE) || self.is_person(from, from + 1);
        // قررت المحكمة, وافق مجلس الأمن: the verb before a body agrees with it.
        let verb = self.word(at);
        let feminine = verb.ends_with('ت') && verb.chars().count() > 3;
        let body = from > at
            && self.is_source(from, 0)
            && self.words.find_role(at, Roles::TITLE.union(Roles::BODY)).is_none()
            && !self.is_preposition(at)
            && (self.gender_of(from) == Gender::Feminine) == feminine;
        let subject = end > from && (named || body);
        (subject && self.can_speak(from, end))
            .then(|| (self.gender_of(from), Number::Singular, TokenSpan::new(from, 0, end)))
    }

    /// The subject of a verb of saying that a participle stands right behind: فرد المكلف العام قائلا.
    fn subject_beside(&self, start: usize, place: usize) -> Option<TokenSpan> {
        (start.max(place.saturating_sub(12))..place).rev().find_map(|at| {
            let (_, form) =
                self.lexicon.find_verb(self.word(at)).filter(|(_, form)| form.shape == VerbShape::Finite)?;
            let from = self.behind_media(at + 1);
            let end = self.phrase_end(from);
            // غرد إيلون ماسك قائلا: a part of the name that nobody knows.
            let part = |at: usize| {
                self.words.tokens().is_word(at) && !self.is_preposition(at) && !self.words.has_role(at, Roles::STOP)
            };
            let own = self.subject_end(from);
            let name = own > from && self.is_person(own - 1, own) && own + 1 == place && part(own);
            let beside = (end == place || name) && end > from && !form.pronoun && !self.is_circumstance(from, end);
            beside.then(|| TokenSpan::new(from, 0, if name { place } else { own }))
        })
    }

    /// Does the preposition of a relay stand near (نقلت الوكالة عن), so that its subject does not go on speaking?
    fn relays(&self, at: usize) -> bool {
        (at + 1..at + 9)
            .take_while(|at| !self.ends_sentence(*at) && !self.words.tokens().is_comma(*at))
            .any(|at| matches!(self.word(at), "عن" | "عنه" | "عنها" | "الي" | "من"))
    }

    /// Behind what a sentence opens with before its verb: من جهته, وفي باريس, بدوره.
    fn behind_opener(&self, start: usize) -> usize {
        let end = match self.word(start) {
            "بدوره" | "بدورها" | "وبدوره" | "وبدورها" => start + 1,
            "من" | "ومن" | "عن"
                if ["جانبه", "جانبها", "جهته", "جهتها", "ناحيته", "ناحيتها"].contains(&self.word(start + 1)) =>
            {
                start + 2
            }
            "في" | "وفي" => self.entity_end(start + 1).unwrap_or(start),
            _ => start,
        };
        if end > start && self.words.tokens().is_comma(end) { end + 1 } else { end }
    }

    /// Is a person named in a phrase?
    pub(super) fn is_person(&self, from: usize, to: usize) -> bool {
        self.people.get(from..to).is_some_and(|people| people.iter().any(|person| *person))
    }

    /// The number of a speaker: a verb before its subject is singular whatever that is.
    fn number_of(&self, stretch: TokenSpan, verb: Number) -> Number {
        let word = self.word(stretch.from);
        let stem = ["ان", "ين", "ون", "تان", "تين"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or_default();
        let stem = stem.strip_prefix("ال").unwrap_or(stem);
        let stem = if stem.chars().count() > 2 { stem } else { "" };
        let two = word.ends_with("ون") && word.chars().count() > 4
            || self.lexicon.is_source(stem)
            || self.lexicon.is_source(&format!("{stem}ه"));
        let joined = (stretch.from + 1..stretch.to).any(|at| {
            self.people.get(at).copied().unwrap_or(false)
                && self.word(at).starts_with('و')
                && self.words.statistics(at).is_none()
        });
        if verb == Number::Plural || joined || two && !self.is_person(stretch.from, stretch.from + 1) {
            Number::Plural
        } else {
            Number::Singular
        }
    }
}
