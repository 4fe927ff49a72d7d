//! Noun phrases: where the words for a speaker begin and end.

use crate::suggest::lexicon::Roles;
use crate::suggest::token::Kind;
use crate::suggest::word::{Known, Strength};

use super::Stretch;
use super::clause::Page;
use super::lexicon::Form;
use super::morphology::Number;

/// A noun phrase has at most so many tokens.
const LONGEST_PHRASE: usize = 24;

impl Page<'_> {
    /// Where a noun phrase that begins at a token ends: title, name, apposition. It stops before relative clauses,
    /// prepositions (but for those inside a title: المتحدث باسم, منسقة في), times, verbs, marks.
    pub(super) fn phrase_end(&self, from: usize) -> usize {
        let tokens = self.words.tokens();
        let mut at = from;
        while at < from + LONGEST_PHRASE && at < tokens.len() {
            if self.is_medium(at) {
                break;
            }
            if let Some(end) = self.entity_end(at) {
                let person = self.people.get(at).copied().unwrap_or(false);
                at = end;
                let name = self.words.readings(at).first().map(|known| self.words.strength(at, known));
                let family = person && self.is_nisba(at) && self.word(at).ends_with('ي');
                // Behind a person's name nothing of the phrase follows but an apposition: طالب أنان إسرائيل.
                let more = family
                    || self.words.is(at, Roles::TITLE)
                    || name >= Some(Strength::Medium) && self.entity_end(at).is_none();
                if person && tokens.is_word(at) && !more {
                    break;
                }
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
                Kind::Mark('(') if at > from && self.brackets_name(at).is_some() => {
                    at = self.brackets_name(at).unwrap_or(at + 1);
                }
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

    /// One past a short name in brackets: (AFP), (سانا); no ages, which hold a number.
    fn brackets_name(&self, at: usize) -> Option<usize> {
        let tokens = self.words.tokens();
        let close = (at + 2..at + 5).find(|at| tokens.is_mark(*at, ')'))?;
        (at + 1..close).all(|at| matches!(tokens.kind(at), Kind::Word | Kind::Foreign)).then_some(close + 1)
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
                self.entity_end(at).is_some()
                    || self.words.role(at, Roles::OUTSIDE.and(Roles::BODY).and(Roles::BODY_DEFINITE)).is_some()
            };
            let member = word == "من" && at == from + 1 && self.is_source(from, 0) && self.words.is_definite(at + 1, 0);
            let bound = at > from
                && (place(at + 1) || member)
                && !(at + 2..at + 6).any(|at| self.words.tokens().is_mark(at, ':'));
            return !bound || at == from;
        }
        if word.starts_with('ب') && self.opens_with_b(at) || at > from && self.opens_relative(at) {
            return true;
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
                "التابع"
                    | "التابعه"
                    | "احد"
                    | "احدي"
                    | "نفسه"
                    | "نفسها"
                    | "ذاته"
                    | "ذاتها"
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
        if at > from && self.verb(at).is_some_and(|(_, form)| !form.relay) {
            return true;
        }
        // Circumstances: مبتسما, غاضبا, ضاحكة.
        at > from
            && self.words.readings(at).first().is_some_and(|known| !known.entry.is_unit())
            && (self.ends_with_tanwin(at) || self.word(at) == "يومها")
            || matches!(word, "وهو" | "وهي" | "وهم" | "وقد" | "قد" | "ان" | "انه" | "انها")
            || word.starts_with("وهو")
    }

    /// Is it ل and who is spoken to or through (لوكالة فرانس برس, للصحافيين)? للنقابة and للشركة belong to the title
    /// before them.
    pub(super) fn is_medium(&self, at: usize) -> bool {
        self.lexicon.is_medium(self.word(at))
    }

    /// Is it ب and a noun of the language (بإشراك), neither a name nor a part of a title (باسم, بمجلس)?
    fn opens_with_b(&self, at: usize) -> bool {
        let plain = Roles::TITLE.and(Roles::BODY).and(Roles::BODY_DEFINITE);
        let Some(whole) = self.words.readings(at).first() else { return false };
        let known = self.words.readings(at).iter().find(|known| known.cut == 1);
        let noun =
            |known: &Known| !known.roles.has(plain) && !known.entry.is_place() && self.words.may_be_cut(at, known);
        !whole.roles.has(plain)
            && self.words.strength(at, whole) < Strength::Medium
            && known.is_some_and(|known| noun(known) && known.rank().is_some())
    }

    /// Is it a verb that says more of an indefinite noun (دبلوماسي شارك في …, مهندسة تشرف على …)?
    fn opens_relative(&self, at: usize) -> bool {
        let word = self.word(at);
        let known = self.words.readings(at).first();
        let plain = known
            .is_some_and(|known| !known.entry.is_unit() && !known.entry.is_place() && known.roles == Roles::default());
        let present = word.starts_with(['ي', 'ت'])
            && (4..=6).contains(&word.chars().count())
            && !word.ends_with('ه')
            && !self.words.is_definite(at - 1, 0)
            && self.words.rank(at).is_some_and(|rank| rank.person() < 13);
        self.lexicon.opens_relative(word) || plain && present
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

    /// Behind those who are spoken to and times that stand between a verb and its subject (قال لي صديقي, قالت أمس).
    pub(super) fn behind_media(&self, from: usize) -> usize {
        let mut at = from;
        while at < from + 4
            && matches!(
                self.word(at),
                "لي" | "لنا"
                    | "له"
                    | "لها"
                    | "لهم"
                    | "ايضا"
                    | "امس"
                    | "اليوم"
                    | "لاحقا"
                    | "حينها"
                    | "بدوره"
                    | "بدورها"
                    | "كذلك"
            )
        {
            at += 1;
        }
        at
    }

    /// Does a negation stand before a verb?
    pub(super) fn is_negated(&self, at: usize) -> bool {
        at.checked_sub(1)
            .is_some_and(|before| matches!(self.word(before), "لم" | "لا" | "لن" | "ولم" | "ولا" | "ولن" | "فلم" | "فلا"))
    }

    /// Where the subject of a verb with an object ends: طالبت النقابة | الحكومة ب…, وصفت المنظمة | الوضع الإنساني ب….
    pub(super) fn subject_end(&self, from: usize) -> usize {
        let whole = self.phrase_end(from);
        let tokens = self.words.tokens();
        if let Some(end) = self.entity_end(from).filter(|end| *end < whole) {
            let goes_on = self.words.role(end, Roles::ADJECTIVE).is_some()
                || self.words.is(end, Roles::TITLE)
                || !tokens.is_word(end)
                || self.is_nisba(end);
            return if goes_on { whole } else { end };
        }
        if !self.words.is_definite(from, 0) {
            return whole;
        }
        // A definite noun behind a definite one that is neither its adjective nor a name is the object.
        let mut at = from + 1;
        while at < whole
            && (self.words.role(at, Roles::ADJECTIVE).is_some() || self.is_nisba(at) || self.agrees(from, at))
        {
            at += 1;
        }
        let titled = self.words.is(from, Roles::TITLE) || self.words.is(at, Roles::TITLE);
        let noun = tokens.is_word(at) && self.entity_end(at).is_none() && !titled;
        let place = self.entity_end(at).is_some() && !self.people.get(at).copied().unwrap_or(false) && at == from + 1;
        if at < whole && (noun || place) { at } else { whole }
    }

    /// Does it look like an adjective from a noun (الإنسانية, المحليون)?
    fn is_nisba(&self, at: usize) -> bool {
        let word = self.word(at);
        self.words.is_definite(at, 0)
            && (word.ends_with('ي') || word.ends_with("يه") || word.ends_with("يون") || word.ends_with("يين"))
    }

    /// Is it a definite participle that agrees with the noun before it (المنظمة المشرفة, الوزير المكلف)?
    fn agrees(&self, noun: usize, at: usize) -> bool {
        let word = self.word(at);
        self.words.is_definite(at, 0)
            && word.starts_with("الم")
            && (word.ends_with('ه') == self.word(noun).ends_with('ه'))
            && word.chars().count() >= 6
    }

    /// A subject before its verb: كان فلان قد قال, أن فلانا قال, أما فلان فقال, الوزير قال, الوزير الذي قال.
    pub(super) fn subject_before(&self, at: usize, cut: usize, form: Form) -> Option<Stretch> {
        let verb = if at.checked_sub(1).is_some_and(|before| self.word(before) == "قد") { at - 1 } else { at };
        if let Some(subject) = self.topic(verb, cut, form) {
            return Some(subject);
        }
        for from in (verb.saturating_sub(14)..verb).rev() {
            if self.ends_sentence(from) {
                return None;
            }
            let opens = match self.word(from) {
                "كان" | "كانت" | "وكان" | "وكانت" | "لكن" | "ولكن" => cut == 0,
                "اما" => cut == 1,
                _ => self.that(from).is_some_and(|that| !that.pronoun) && cut == 0,
            };
            if opens {
                let end = self.phrase_end(from + 1);
                return (end > from + 1 && end == verb).then(|| Stretch::new(from + 1, 0, end));
            }
        }
        None
    }

    /// The subject of a sentence that begins with it (الوزير قال, أردوغان يؤكد), or the noun before a relative pronoun.
    fn topic(&self, verb: usize, cut: usize, form: Form) -> Option<Stretch> {
        if cut > 0 {
            return None;
        }
        let tokens = self.words.tokens();
        let mut end = verb;
        let relative = end
            .checked_sub(1)
            .is_some_and(|at| matches!(self.word(at), "الذي" | "التي" | "الذين" | "اللذان" | "اللذين"));
        if relative {
            end -= 1;
            if end > 0 && tokens.is_comma(end - 1) {
                end -= 1;
            }
        }
        let mut found = None;
        for from in (end.saturating_sub(12)..end).rev() {
            if self.ends_sentence(from) {
                break;
            }
            let before = from.checked_sub(1);
            let opens = before.is_none_or(|before| {
                self.ends_sentence(before)
                    || tokens.is_comma(before)
                    || matches!(self.kind(before), Kind::Mark('-' | '–' | '—' | '؛' | ':' | '*' | '|' | '('))
                    || matches!(
                        self.word(before),
                        "لكن"
                            | "ولكن"
                            | "فيما"
                            | "بينما"
                            | "حين"
                            | "ان"
                            | "اذ"
                            | "حيث"
                            | "وان"
                            | "بان"
                            | "لان"
                    )
                    || relative
                        && (self.verb(before).is_some()
                            || tokens.is_preposition(before)
                            || !tokens.is_word(before)
                            || matches!(self.word(before), "مع" | "عن" | "من" | "في"))
            });
            if opens
                && tokens.is_word(from)
                && self.verb(from).is_none()
                && self.phrase_end(from) == end
                && self.can_speak(from, end)
            {
                found = Some(from);
            }
        }
        let from = found?;
        let and = self.word(from).starts_with('و')
            && self.words.readings(from).first().is_some_and(|known| known.rank().is_none());
        let agrees =
            self.gender_of(from) == form.gender || form.number == Number::Plural || !self.words.is_definite(from, 0);
        (agrees || relative).then(|| Stretch::new(from, usize::from(and), end))
    }

    /// Could a noun phrase be a speaker: what names one, or people in the plural (مزارعون, السكان)?
    pub(super) fn can_speak(&self, from: usize, to: usize) -> bool {
        let word = self.word(from);
        !self.is_thing(from) && (self.speaks(from, to, 0) || word.ends_with("ون") && word.chars().count() > 4)
    }

    /// The one a sentence is about, for a participle without a verb of saying before it: the first person in it.
    pub(super) fn subject_of_sentence(&self, start: usize, before: usize) -> Option<Stretch> {
        let named = (start..before).find(|at| self.people.get(*at).copied().unwrap_or(false))?;
        let mut from = named;
        while from > start && from + 4 > named && self.words.is(from - 1, Roles::TITLE) {
            from -= 1;
        }
        let end = self.phrase_end(from);
        (end > from && end <= before).then(|| Stretch::new(from, 0, end))
    }

    /// Is it how someone speaks, and nobody who does: تضيف ضاحكة, وقال مبتسما?
    pub(super) fn is_circumstance(&self, at: usize, end: usize) -> bool {
        let word = self.word(at);
        let participle = word.chars().nth(1) == Some('ا') && word.ends_with('ه');
        end == at + 1
            && !self.words.is_definite(at, 0)
            && self.entities.get(at) == Some(&0)
            && !self.is_source(at, 0)
            && (participle || word.ends_with('ا') && word.chars().count() > 4 && self.words.rank(at).is_some())
    }

    /// Is it a noun that speaks, though it is neither a person nor a body?
    pub(super) fn is_source(&self, at: usize, cut: usize) -> bool {
        let readings = self.words.readings(at);
        readings
            .iter()
            .filter(|known| known.cut == cut)
            .any(|known| self.lexicon.is_source(&self.words.word(at, known)))
    }

    /// Things that show and say nothing: الدلائل تشير.
    pub(super) fn is_thing(&self, at: usize) -> bool {
        self.lexicon.is_thing(self.word(at))
    }
}
