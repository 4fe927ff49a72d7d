//! Which noun phrase behind a verb is its subject, and where it ends.

use crate::words::lexicon::entities::Roles;

use super::TokenSpan;
use super::clause::Page;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::{Gender, Number};

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
        let part = |at: &usize| {
            self.words.is_definite(*at, 0) && !self.words.has_role(*at, Roles::TITLE) && !self.is_source(*at, 0)
        };
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
            let goes_on = self.words.find_role(end, Roles::ADJECTIVE).is_some()
                || self.words.has_role(end, Roles::TITLE)
                || !tokens.is_word(end)
                || self.is_nisba(end);
            // صحيفة "ديلي نيشن" الكينية | الجولة الحالية
            let adjective = |at: &usize| self.words.find_role(*at, Roles::ADJECTIVE).is_some() || self.is_nisba(*at);
            let behind = (end..whole).find(|at| !adjective(at)).unwrap_or(whole);
            let other = behind > end
                && behind < whole
                && self.words.is_definite(behind, 0)
                && self.words.statistics(behind).is_some()
                && self.entity_end(behind).is_none()
                && !self.words.has_role(behind, Roles::TITLE);
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
                && (self.words.find_role(at, Roles::ADJECTIVE).is_some()
                    || self.is_nisba(at)
                    || self.agrees(closed, at))
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
        let named = self.words.has_role(at, Roles::TITLE) || source || person || self.word(at).starts_with('ل');
        let known = self.words.statistics(at).is_some() || self.entity_end(at).is_some();
        // أبلغت الوزارة | المستوردين
        let several = |at: usize| self.word(at).ends_with("ين") || self.word(at).ends_with("ون");
        let others = !named && self.words.is_definite(at, 0) && several(at) && !several(from);
        let joined = self.word(at).starts_with('و')
            && self.words.readings(at).first().is_none_or(|known| known.statistics().is_none());
        if !named && known && !joined || others { at } else { whole }
    }

    /// Is the one noun behind a verb its object, since it does not agree with it (وطالب الحكومة بفتح الطريق)?
    pub(super) fn is_object(&self, proclitic: usize, form: VerbForm, from: usize, end: usize) -> bool {
        if form.number != Number::Singular || form.pronoun || self.governed(end, form).is_none() {
            return false;
        }
        let person = self.is_person(from, end) || self.words.has_role(from, Roles::TITLE);
        let body = self.word(from).ends_with("ات") && form.gender == Gender::Masculine
            || self.words.find_role(from, Roles::BODY.union(Roles::BODY_DEFINITE)).is_some()
            || self.words.is_definite(from, 0) && self.word(from).ends_with('ه');
        proclitic == 1 && !person && body && self.gender_of(from) != form.gender && !self.is_plural(from)
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
            && !self.words.has_role(end, Roles::TITLE)
            && !self.people.get(end).copied().unwrap_or(false);
        noun.then_some(end)
    }

    /// Where a speaker's name ends: parts of it that nobody knows stand between its known part and the content
    /// (حسن ود الطاهر إن).
    pub(super) fn name_end(&self, from: usize, end: usize, content: &[TokenSpan], object: bool) -> usize {
        let tokens = self.words.tokens();
        let person = end > from && (from..end).any(|at| self.people.get(at).copied().unwrap_or(false));
        let Some(first) = content.first().filter(|_| person && !object) else { return end };
        let stops = |at: &usize| tokens.is_comma(*at) || self.that(*at).is_some() || self.is_colon(*at);
        let Some(stop) = (end..(end + 3).min(first.from)).find(stops) else { return end };
        let part = |at: usize| {
            tokens.is_word(at)
                && !self.is_preposition(at)
                && !self.words.has_role(at, Roles::STOP.union(Roles::WEEKDAY))
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
}
