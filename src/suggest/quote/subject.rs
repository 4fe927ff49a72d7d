//! Which noun phrase is a verb's subject, behind it or before it.

use crate::suggest::lexicon::Roles;
use crate::suggest::token::Kind;

use super::Stretch;
use super::clause::Page;
use super::lexicon::Form;
use super::morphology::{Gender, Number};

/// كان and its like, which stand before a subject.
fn is_auxiliary(word: &str) -> bool {
    let bare = word.strip_prefix(['و', 'ف']).unwrap_or(word);
    matches!(
        bare,
        "كان"
            | "كانت"
            | "كانوا"
            | "ليس"
            | "ليست"
            | "لعل"
            | "قد"
            | "سوف"
            | "ما"
            | "لم"
            | "لن"
            | "لا"
            | "هل"
            | "ثم"
    )
}

impl Page<'_> {
    /// Before a verbal noun that is the verb's object: أكد الوزير | أهمية الحوار.
    pub(super) fn before_verbal_noun(&self, from: usize, end: usize) -> usize {
        (from + 1..end)
            .find(|at| {
                let definite = self.words.is_definite(at - 1, 0)
                    || self.is_owned(at - 1)
                    || self.people.get(from..*at).is_some_and(|people| people.contains(&true));
                definite && !self.words.is_definite(*at, 0) && self.is_verbal_noun(*at, 0)
            })
            .unwrap_or(end)
    }

    /// Behind those who are spoken to, times and manners that stand between a verb and its subject (قال لي صديقي, قالت
    /// لوكالة رويترز الباحثة, دعت فيه الوزارة, أكد بشدة).
    pub(super) fn behind_media(&self, from: usize) -> usize {
        let mut at = from;
        while at < from + 8 {
            let next = self.behind_one(at);
            if next == at {
                break;
            }
            at = next;
        }
        at
    }

    fn behind_one(&self, at: usize) -> usize {
        let word = self.word(at);
        if word == "ل" {
            return self.marks.opened_at(at + 1).map_or(at, super::marks::Marked::after);
        }
        if matches!(
            word,
            "لي" | "لنا"
                | "عليه"
                | "عليها"
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
                | "بدورهم"
                | "كذلك"
                | "اليه"
                | "اليها"
                | "الانتباه"
                | "النظر"
                | "الانظار"
                | "النقاب"
                | "عنه"
                | "عنها"
                | "معه"
                | "معها"
                | "فيه"
                | "فيها"
                | "خلاله"
                | "خلالها"
                | "به"
                | "بها"
                | "مجددا"
                | "مرارا"
                | "بشده"
                | "بوضوح"
                | "بصراحه"
                | "بقوه"
                | "بحزم"
        ) {
            return at + 1;
        }
        // بشكل غير مباشر, بصورة قاطعة
        if matches!(word, "بشكل" | "بصوره") {
            return at + 2 + usize::from(self.word(at + 1) == "غير");
        }
        if !self.is_medium(at) {
            return at;
        }
        // لوكالة الأنباء الألمانية
        let head = self.entity_end(at).unwrap_or(at + 1);
        let part =
            |at: &usize| self.words.is_definite(*at, 0) && !self.words.is(*at, Roles::TITLE) && !self.is_source(*at, 0);
        let name = !self.words.is_definite(at, 1) && head == at + 1;
        let mut end = if name { (head..head + 3).find(|at| !part(at)).unwrap_or(head) } else { head };
        // لصحيفة «الأيام»
        end = self.marks.opened_at(end).filter(|marked| marked.closed && marked.words <= 4).map_or(end, |marked| {
            if self.that(marked.after()).is_none() && self.words.tokens().is_word(marked.after()) {
                marked.after()
            } else {
                end
            }
        });
        while self.is_nisba(end) {
            end += 1;
        }
        end
    }

    /// Does a negation stand before a verb?
    pub(super) fn is_negated(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| {
            matches!(self.word(before), "لم" | "لا" | "لن" | "ولم" | "ولا" | "ولن" | "فلم" | "فلا" | "الا")
        })
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
            // صحيفة "ديلي نيشن" الكينية | الجولة الحالية
            let adjective = |at: &usize| self.words.role(*at, Roles::ADJECTIVE).is_some() || self.is_nisba(*at);
            let behind = (end..whole).find(|at| !adjective(at)).unwrap_or(whole);
            let other = behind > end
                && behind < whole
                && self.words.is_definite(behind, 0)
                && self.words.rank(behind).is_some()
                && self.entity_end(behind).is_none()
                && !self.words.is(behind, Roles::TITLE);
            return match (goes_on, other) {
                (true, true) => behind,
                (true, false) => whole,
                (false, _) => end,
            };
        }
        if self.is_unknown(from) {
            let name = |at: usize| self.is_unknown(at) || self.people.get(at).copied().unwrap_or(false);
            return (from + 1..whole).find(|at| !name(*at)).unwrap_or(whole);
        }
        // منسقة الشؤون الإنسانية التابعة للأمم المتحدة
        if (from..whole).any(|at| matches!(self.word(at), "التابع" | "التابعه" | "التابعين" | "التابعون"))
        {
            return whole;
        }
        // مصدر أمني | وكالة فرانس برس: behind an indefinite noun and its adjective another noun begins.
        if let Some(end) = self.indefinite_end(from, whole) {
            return end;
        }
        // The first definite noun closes the head; behind it come adjectives, a preposition that belongs, a name.
        let mut at = from;
        while at < whole {
            let closes = |at: &usize| {
                self.words.is_definite(*at, 0)
                    || self.is_owned(*at)
                    || self.marks.opened_at(*at).is_some()
                    || self.entity_end(*at).is_some()
            };
            let Some(closed) = (at..whole).find(closes) else { return whole };
            let marked = self.marks.opened_at(closed).map(super::marks::Marked::after);
            at = marked.or(self.entity_end(closed)).unwrap_or(closed + 1);
            while at < whole
                && (self.words.role(at, Roles::ADJECTIVE).is_some() || self.is_nisba(at) || self.agrees(closed, at))
            {
                at += 1;
            }
            if !matches!(self.word(at), "في" | "من" | "لدي" | "باسم" | "عن" | "علي") {
                break;
            }
            at += 1;
        }
        if at >= whole || !tokens.is_word(at) {
            return whole;
        }
        let person = self.people.get(at).copied().unwrap_or(false);
        let source = self.is_source(at, 0) && !self.words.is_definite(at, 0);
        let named = self.words.is(at, Roles::TITLE) || source || person || self.word(at).starts_with('ل');
        let known = self.words.rank(at).is_some() || self.entity_end(at).is_some();
        // أبلغت الوزارة | المستوردين
        let several = |at: usize| self.word(at).ends_with("ين") || self.word(at).ends_with("ون");
        let others = !named && self.words.is_definite(at, 0) && several(at) && !several(from);
        let joined = self.word(at).starts_with('و')
            && self.words.readings(at).first().is_none_or(|known| known.rank().is_none());
        if !named && known && !joined || others { at } else { whole }
    }

    /// Is the one noun behind a verb its object, since it does not agree with it (وطالب الحكومة بفتح الطريق)?
    pub(super) fn is_object(&self, cut: usize, form: Form, from: usize, end: usize) -> bool {
        if form.number != Number::Singular || form.pronoun || self.governed(end, form).is_none() {
            return false;
        }
        let person = self.is_person(from, end) || self.words.is(from, Roles::TITLE);
        let body = self.word(from).ends_with("ات") && form.gender == Gender::Masculine
            || self.words.role(from, Roles::BODY.and(Roles::BODY_DEFINITE)).is_some()
            || self.words.is_definite(from, 0) && self.word(from).ends_with('ه');
        cut == 1 && !person && body && self.gender_of(from) != form.gender && !self.is_plural(from)
    }

    /// Does a noun look like several (الدول, المنظمات)? Verbs before them are of either gender.
    fn is_plural(&self, at: usize) -> bool {
        let word = self.word(at);
        word.ends_with("ون") || word.ends_with("ين")
    }

    /// Where an indefinite noun ends that has an adjective, if another noun begins there: مسؤول كبير | الصحفيين.
    fn indefinite_end(&self, from: usize, whole: usize) -> Option<usize> {
        let adjective = |at: usize| {
            let word = self.word(at);
            let nisba =
                ["ي", "يه", "يون", "يين", "يان"].iter().any(|end| word.ends_with(end)) && word.chars().count() > 3;
            !self.words.is_definite(at, 0)
                && (nisba || self.lexicon.is_rank(word))
                && self.entity_end(at).is_none()
                && !self.is_preposition(at)
        };
        let indefinite = !self.words.is_definite(from, 0) && self.is_source(from, 0) && self.entity_end(from).is_none();
        // ناشطون | السلطات: the nun says that nothing belongs to them.
        let alone = self.word(from).ends_with("ون") && self.words.is_definite(from + 1, 0);
        if indefinite && alone {
            return Some(from + 1);
        }
        if !indefinite || !adjective(from + 1) {
            return None;
        }
        let end = (from + 1..whole).find(|at| !adjective(*at)).unwrap_or(whole);
        let noun = end < whole
            && self.words.tokens().is_word(end)
            && (self.words.is_definite(end, 0) || self.is_source(end, 0) || self.entity_end(end).is_some())
            && !self.words.is(end, Roles::TITLE)
            && !self.people.get(end).copied().unwrap_or(false);
        noun.then_some(end)
    }

    /// Where a speaker's name ends: parts of it that nobody knows stand between its known part and the content
    /// (حسن ود الطاهر إن).
    pub(super) fn name_end(&self, from: usize, end: usize, content: &[Stretch], object: bool) -> usize {
        let tokens = self.words.tokens();
        let person = end > from && (from..end).any(|at| self.people.get(at).copied().unwrap_or(false));
        let Some(first) = content.first().filter(|_| person && !object) else { return end };
        let stops = |at: &usize| tokens.is_comma(*at) || self.that(*at).is_some() || self.is_colon(*at);
        let Some(stop) = (end..(end + 3).min(first.from)).find(stops) else { return end };
        let part = |at: usize| {
            tokens.is_word(at)
                && !self.is_preposition(at)
                && !self.words.is(at, Roles::STOP.and(Roles::WEEKDAY))
                && !self.ends_with_tanwin(at)
                && !self.is_medium(at)
                && !self.word(at).starts_with(['ل', 'ب', 'و'])
                && self.verb(at).is_none()
                && !matches!(
                    self.word(at),
                    "في" | "من"
                        | "عن"
                        | "مع"
                        | "عقب"
                        | "خلال"
                        | "امام"
                        | "يوم"
                        | "عبر"
                        | "بعد"
                        | "قبل"
                        | "حول"
                )
        };
        if (end..stop).all(part) { stop } else { end }
    }

    /// A subject before its verb: كان فلان قد قال, أن فلانا قال, أما فلان فقال, الوزير قال, الوزير الذي قال.
    pub(super) fn subject_before(&self, at: usize, cut: usize, form: Form) -> Option<Stretch> {
        // كان فلان قد قال, أما فلان فقد قال
        let particle = at.checked_sub(1).map(|before| self.word(before)).filter(|word| matches!(*word, "قد" | "فقد"));
        let verb = at - usize::from(particle.is_some());
        let cut = if particle == Some("فقد") { 1 } else { cut };
        let reach = if particle.is_some() { 24 } else { 14 };
        for from in (verb.saturating_sub(reach)..verb).rev() {
            if self.ends_sentence(from) {
                break;
            }
            let opens = match self.word(from) {
                "كان" | "كانت" | "وكان" | "وكانت" | "لكن" | "ولكن" => cut == 0,
                "اما" | "واما" => cut == 1,
                _ => self.that(from).is_some_and(|that| !that.pronoun) && cut == 0,
            };
            if opens {
                let end = self.phrase_end(from + 1);
                // وكانت المحكمة، اعتبرت; وكانت فرنسا، التي وزعت المشروع، قد قالت
                let comma = usize::from(self.words.tokens().is_comma(end));
                let far = particle == Some("قد")
                    && self.word(from).ends_with(['ن', 'ت'])
                    && (self.gender_of(from + 1) == form.gender || form.number == Number::Plural);
                if end > from + 1 && (end + comma == verb || far && end < verb) {
                    return Some(Stretch::new(from + 1, 0, end));
                }
                // أما الطبيبتان رنا الخطيب وسهى مراد فقالتا: whatever stands between is the subject, up to a comma.
                let about = matches!(self.word(from), "اما" | "واما");
                if about && end > from + 1 && self.can_speak(from + 1, end) {
                    let stop = |at: &usize| {
                        self.words.tokens().is_comma(*at)
                            || self.kind(*at) != Kind::Word
                            || matches!(self.word(*at), "الذي" | "التي" | "الذين")
                    };
                    let comma = (from + 1..verb).find(stop);
                    return Some(Stretch::new(from + 1, 0, comma.unwrap_or(verb).max(end.min(verb))));
                }
                break;
            }
        }
        self.topic(verb, cut, form)
    }

    /// The subject of a sentence that begins with it (الوزير قال, أردوغان يؤكد), or the noun before a relative pronoun.
    fn topic(&self, verb: usize, cut: usize, form: Form) -> Option<Stretch> {
        // تصريحه الذي قال فيه
        let within = (verb + 1..verb + 3).any(|at| matches!(self.word(at), "فيه" | "فيها" | "خلاله" | "خلالها"));
        if cut > 0 || within && verb > 0 && matches!(self.word(verb - 1), "الذي" | "التي") {
            return None;
        }
        let tokens = self.words.tokens();
        let mut end = verb;
        let relative = end
            .checked_sub(1)
            .is_some_and(|at| matches!(self.word(at), "الذي" | "التي" | "الذين" | "اللذان" | "اللذين"));
        if relative {
            // الفجوة التي قال إنها كبيرة: not what is spoken of.
            let pronoun = match self.word(end - 1) {
                "الذي" => Some(Gender::Masculine),
                "التي" => Some(Gender::Feminine),
                _ => None,
            };
            if pronoun.is_some_and(|gender| gender != form.gender) {
                return None;
            }
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
                            || tokens.is_word(before) && !self.words.is_definite(before, 0)
                            || self.is_preposition(before)
                            || !tokens.is_word(before)
                            || matches!(self.word(before), "مع" | "عن" | "من" | "في"))
            });
            // قرار المحكمة التي اعتبرت: whoever agrees with the pronoun.
            let antecedent = !relative
                || form.number == Number::Plural
                || self.is_person(from, end)
                || self.gender_of(from) == form.gender;
            if opens
                && antecedent
                && tokens.is_word(from)
                && self.verb(from).is_none()
                && !is_auxiliary(self.word(from))
                && self.phrase_end(from) == end
                && (self.can_speak(from, end) || relative && found.is_none() && !form.doubtful && !self.is_thing(from))
            {
                found = Some(from);
            }
        }
        // مستشهدا بعاملة إغاثة قالت له: behind a proclitic.
        let behind = (end.saturating_sub(3)..end)
            .find(|from| {
                let source = self.word(*from).starts_with(['ب', 'ل']) && self.is_source(*from, 1);
                source
                    && !self.is_source(*from, 0)
                    && !self.words.is_definite(*from, 1)
                    && self.phrase_end(*from) >= end
            })
            .filter(|_| found.is_none() && self.marks.opened_at(end).is_none());
        if let Some(from) = behind {
            return Some(Stretch::new(from, 1, end));
        }
        let from = found.or_else(|| self.far_topic(verb, form))?;
        let end = if found.is_some() { end } else { self.phrase_end(from) };
        let and = self.word(from).starts_with('و')
            && self.words.readings(from).first().is_some_and(|known| known.rank().is_none());
        let agrees =
            self.gender_of(from) == form.gender || form.number == Number::Plural || !self.words.is_definite(from, 0);
        (agrees || relative).then(|| Stretch::new(from, usize::from(and), end))
    }

    /// A subject at the head of the sentence with more said of it before the verb (لكن ماركو ريتشي، الذي يدير مقهى، يرى).
    fn far_topic(&self, verb: usize, form: Form) -> Option<usize> {
        let start = self.sentence_start(verb);
        // إلا أن الطبيبة، التي …، تحذر
        let start = if matches!(self.word(start), "الا" | "غير" | "بيد") && self.that(start + 1).is_some() {
            start + 2
        } else {
            start
        };
        let from =
            start + usize::from(matches!(self.word(start), "لكن" | "ولكن" | "اما" | "واما" | "كما" | "بينما" | "فيما"));
        if verb > from + 24 || verb <= from + 1 || self.verb(from).is_some() || is_auxiliary(self.word(from)) {
            return None;
        }
        let end = self.phrase_end(from);
        let tokens = self.words.tokens();
        let more = tokens.is_comma(end)
            || matches!(self.word(end), "الذي" | "التي" | "الذين" | "في")
            || self.words.is_definite(end, 0);
        let quiet = (end..verb)
            .all(|at| self.verb(at).is_none() && self.marks.opened_at(at).is_none_or(|marked| marked.words < 5));
        let agrees = self.gender_of(from) == form.gender || form.number == Number::Plural;
        let relative = tokens.is_comma(end) && matches!(self.word(end + 1), "الذي" | "التي" | "الذين");
        (end > from && more && quiet && agrees && (relative || self.can_speak(from, end))).then_some(from)
    }

    /// The one a sentence is about, for a participle without a verb of saying before it: the first person in it.
    pub(super) fn subject_of_sentence(&self, start: usize, before: usize) -> Option<Stretch> {
        let start = start.max(before.saturating_sub(80));
        let named = (start..before).find(|at| self.people.get(*at).copied().unwrap_or(false))?;
        let mut from = named;
        while from > start && from + 4 > named && self.words.is(from - 1, Roles::TITLE) {
            from -= 1;
        }
        let end = self.phrase_end(from);
        (end > from && end <= before).then(|| Stretch::new(from, 0, end))
    }
}
