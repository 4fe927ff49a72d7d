//! Noun phrases: where the words for a speaker begin and end.

use crate::suggest::gazetteer::Gazetteer;
use crate::suggest::lexicon::Roles;
use crate::suggest::token::Kind;
use crate::suggest::word::{Known, Strength};

use super::Stretch;
use super::bounds::step;
use super::clause::Page;
use super::lexicon::Form;
use super::morphology::Number;

/// A noun phrase has at most so many tokens.
const LONGEST_PHRASE: usize = 24;

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

/// When or where something is said: في تصريح, في ختام.
fn is_occasion(noun: &str) -> bool {
    let bare = noun.strip_prefix("ال").unwrap_or(noun);
    let bare = bare.strip_suffix("ات").or_else(|| bare.strip_suffix('ه')).unwrap_or(bare);
    matches!(
        bare,
        "تصريح"
            | "حديث"
            | "مقابل"
            | "بيان"
            | "كلم"
            | "كلمت"
            | "موتمر"
            | "لقاء"
            | "خطاب"
            | "تغريد"
            | "رسال"
            | "مقال"
            | "وقت"
            | "ختام"
            | "بداي"
            | "رد"
            | "معرض"
            | "اشار"
            | "جلس"
            | "اجتماع"
            | "اتصال"
            | "مداخل"
            | "مستهل"
            | "اطار"
            | "سياق"
            | "ظل"
            | "عام"
            | "يوم"
            | "شهر"
            | "نهاي"
            | "مطلع"
            | "اعقاب"
            | "مناسب"
            | "افتتاح"
            | "حوار"
            | "برنامج"
            | "منشور"
            | "تدوين"
            | "تقرير"
            | "حفل"
            | "كتاب"
            | "تعليق"
            | "شهاد"
            | "افاد"
            | "ندو"
            | "محاضر"
            | "ايجاز"
            | "احاط"
            | "مذكر"
            | "مقطع"
            | "فيديو"
            | "تسجيل"
            | "وقفه"
            | "هذا"
            | "ذلك"
            | "هذه"
            | "صفحته"
            | "صفحتها"
            | "حسابه"
            | "حسابها"
            | "ساع"
            | "لحظ"
            | "مرحل"
            | "اثناء"
            | "حين"
            | "بث"
            | "افتتاحي"
            | "عدد"
            | "عددها"
            | "موقع"
            | "موقعها"
            | "موقعه"
            | "تغريدته"
            | "خطابه"
            | "حديثه"
            | "رسالته"
            | "كلمته"
            | "مداخلته"
            | "تصريحاته"
            | "زيار"
            | "جول"
            | "استقبال"
    )
}

/// Callings that a place or body belongs to: الباحث في الجامعة, الضابط في الشرطة.
fn is_office(word: &str) -> bool {
    let bare = word.strip_prefix("ال").unwrap_or(word);
    let bare =
        bare.strip_suffix("ين").or_else(|| bare.strip_suffix("ون")).or_else(|| bare.strip_suffix('ه')).unwrap_or(bare);
    matches!(
        bare,
        "باحث"
            | "خبير"
            | "استاذ"
            | "محلل"
            | "عضو"
            | "ضابط"
            | "مسوول"
            | "مصدر"
            | "موظف"
            | "عامل"
            | "قيادي"
            | "متخصص"
            | "استشاري"
            | "مهندس"
            | "طبيب"
            | "مدرس"
            | "محاضر"
            | "دبلوماسي"
            | "شريك"
            | "ناشط"
            | "متعامل"
            | "مزارع"
            | "تاجر"
            | "متطوع"
            | "مستشار"
            | "قاضي"
            | "محام"
            | "محامي"
            | "مدير"
            | "كبير"
            | "استراتيجي"
            | "اقتصادي"
            | "لاعب"
            | "مدرب"
            | "طالب"
            | "جندي"
            | "مسعف"
            | "عالم"
            | "مراسل"
            | "كاتب"
            | "مصور"
            | "مخرج"
            | "صحفي"
            | "صحافي"
            | "موذن"
            | "مقيم"
            | "نايب"
            | "وسيط"
            | "سمسار"
            | "عالمه"
            | "متداول"
    )
}

impl Page<'_> {
    /// Where a noun phrase that begins at a token ends: title, name, apposition. It stops before relative clauses,
    /// prepositions (but for those inside a title: المتحدث باسم, منسقة في), times, verbs, marks.
    pub(super) fn phrase_end(&self, from: usize) -> usize {
        let Some(known) = self.phrases.get(from) else { return from };
        if let Some(known) = known.get() {
            return known as usize;
        }
        let end = self.find_phrase_end(from);
        known.set(u32::try_from(end).ok());
        end
    }

    fn find_phrase_end(&self, from: usize) -> usize {
        let tokens = self.words.tokens();
        let mut at = from;
        while at < from + LONGEST_PHRASE && at < tokens.len() {
            step();
            let alone = tokens.is_word(at) && self.word(at).chars().count() < 2;
            if alone && tokens.is_mark(at + 1, '.') && !self.ends_sentence(at + 1) {
                at += 2;
                continue;
            }
            if self.is_medium(at) || alone {
                break;
            }
            if let Some(end) = self.entity_end(at) {
                let person = self.people.get(at).copied().unwrap_or(false);
                at = end;
                let name = self.words.readings(at).first().map(|known| self.words.strength(at, known));
                let family = person
                    && (self.is_nisba(at) && self.word(at).ends_with('ي')
                        || self.word(at) == "علي" && !tokens.is_preposition(at)
                        || self.is_unknown(at)
                        || self.words.is_definite(at, 0) && self.words.tokens().is_word(at - 1) && at == from + 1);
                // Behind a person's name nothing of the phrase follows but an apposition: طالب أنان إسرائيل.
                let more = family
                    || self.words.is(at, Roles::TITLE)
                    || name >= Some(Strength::Medium) && self.entity_end(at).is_none();
                if person && tokens.is_word(at) && !more && !self.joins_name(at, from) {
                    break;
                }
                continue;
            }
            match tokens.kind(at) {
                // شاهد يدعى معلم آدم: a clause that names.
                Kind::Word
                    if at > from
                        && matches!(self.word(at), "يدعي" | "تدعي")
                        && self.verb(at).is_none()
                        && tokens.is_word(at + 1) =>
                {
                    at += 1;
                }
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
                // "موندو ديبورتيفو" قالت إن: a paper by its name alone.
                Kind::Quote if at == from => {
                    let name = self.marks.opened_at(at).filter(|marked| marked.closed && marked.words <= 3);
                    let Some(marked) = name.filter(|marked| self.that(marked.after()).is_some()) else { break };
                    at = marked.after();
                    break;
                }
                Kind::Quote
                    if at > from
                        && self.marks.opened_at(at).is_some_and(|marked| marked.closed && marked.words <= 3) =>
                {
                    // A name in marks behind its head noun (منظمة «آبار بلا حدود»); speech has a comma or colon before it.
                    let head = Roles::BODY.and(Roles::FACILITY).and(Roles::WORK);
                    // كتلة "النهج الوطني": a noun without the article before one with it.
                    let construct = self.marks.opened_at(at).is_some_and(|marked| {
                        self.words.is_definite(marked.inside().from, 0)
                            && !self.words.is_definite(at - 1, 0)
                            && tokens.is_word(at - 1)
                            && !self.people.get(at - 1).copied().unwrap_or(false)
                            && (tokens.is_word(marked.after()) || tokens.is_comma(marked.after()))
                    });
                    let named = construct || self.words.role(at - 1, head).is_some();
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

    /// Does a token lie inside a marked stretch?
    pub(super) fn is_inside_marks(&self, at: usize) -> bool {
        self.marks.around(at).is_some()
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
        let about = at > from
            && matches!(self.word(at - 1), "مطلع" | "مطلعه" | "مشرف" | "المشرف" | "المشرفه" | "مطلعون" | "مطلعين");
        if self.that(at).is_some() || self.words.tokens().is_preposition(at) && !(about && word == "علي") {
            return true;
        }
        if matches!(word, "في" | "من" | "لدي") {
            return at == from || !self.belongs(at, from);
        }
        if word == "عن"
            && at == from + 1
            && matches!(
                self.word(from),
                "النائب"
                    | "النايب"
                    | "النائبه"
                    | "النايبه"
                    | "العضو"
                    | "نايب"
                    | "مرشح"
                    | "المرشح"
                    | "المرشحه"
            )
            || word == "عن" && matches!(self.word(at - usize::from(at > from)), "صادر" | "الصادر" | "صادره" | "الصادره")
            || word == "علي" && about
        {
            return false;
        }
        let whole = self.words.readings(at).first().map_or(Strength::No, |known| self.words.strength(at, known));
        // مصدر بالجامعة, أستاذ القانون بالمركز
        let own = || word.strip_prefix("بال").is_some_and(|bare| self.lexicon.is_source(bare));
        if at > from && self.lexicon.is_source(self.word(from)) && !self.words.is_definite(from, 0) && own() {
            return false;
        }
        if at > from
            && word.starts_with("بال")
            && word.chars().count() > 5
            && whole < Strength::Medium
            && !self.words.is(at, Roles::TITLE)
        {
            return true;
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
            || word == "يوم"
            || word == "ظهر"
            || word == "فجر"
            || word == "عشيه"
            || word == "غداه"
        {
            return true;
        }
        if self.words.is(at, Roles::STOP)
            && !(word == "فان"
                && at > from
                && !self
                    .words
                    .tokens()
                    .text()
                    .get(self.words.tokens().start(at)..self.words.tokens().end_before(at + 1))
                    .contains('إ'))
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
                    | "الجديده"
                    | "الحاليه"
                    | "الاولي"
                    | "الثانيه"
                    | "العامه"
                    | "اخر"
                    | "اخري"
                    | "اخرون"
                    | "اخرين"
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

    /// Does في or من inside a noun phrase tell more of who speaks (مصدر في الصليب الأحمر, الضابط في الشرطة), and not where or
    /// when it was said (في تصريح, في القاهرة)?
    fn belongs(&self, at: usize, from: usize) -> bool {
        let tokens = self.words.tokens();
        let noun = self.word(at + 1);
        if !tokens.is_word(at + 1) && tokens.kind(at + 1) != Kind::Foreign
            || is_occasion(noun)
            || self.words.is(at + 1, Roles::WEEKDAY)
        {
            return false;
        }
        let place = self.entity_end(at + 1).is_some()
            || self.words.role(at + 1, Roles::OUTSIDE.and(Roles::BODY).and(Roles::BODY_DEFINITE)).is_some();
        let indefinite = self.is_source(from, 0) && !self.words.is_definite(from, 0);
        let office = is_office(self.word(from)) || is_office(self.word(at - 1)) || self.word(at - 1).ends_with("يسي");
        // مدير الدفاع المدني في الإقليم، جوزيف مولينغا
        let behind = (at + 2..at + 6).find(|at| tokens.is_comma(*at) || self.people.get(*at).copied().unwrap_or(false));
        let named =
            behind.is_some_and(|at| self.people.get(at + usize::from(tokens.is_comma(at))).copied().unwrap_or(false));
        if self.word(at) == "من" {
            let member = at == from + 1 && self.is_source(from, 0) && self.words.is_definite(at + 1, 0);
            return member || place && at == from + 1;
        }
        let said = (at + 2..at + 6).any(|at| tokens.is_mark(at, ':'));
        named
            || (indefinite || office) && (!said || place && indefinite)
            || place && !said && self.word(at) == "في" && !self.words.is_definite(from, 0)
            || place && office
    }

    /// Before a verbal noun that is the verb's object: أكد الوزير | أهمية الحوار.
    pub(super) fn before_verbal_noun(&self, from: usize, end: usize) -> usize {
        (from + 1..end)
            .find(|at| {
                let definite = self.words.is_definite(at - 1, 0)
                    || self.people.get(from..*at).is_some_and(|people| people.contains(&true));
                definite && !self.words.is_definite(*at, 0) && self.is_verbal_noun(*at, 0)
            })
            .unwrap_or(end)
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

    /// Is it a word that nobody knows, a foreign name perhaps?
    fn is_unknown(&self, at: usize) -> bool {
        self.words.tokens().is_word(at)
            && self.word(at).chars().count() > 2
            && self.verb(at).is_none()
            && !self.words.is_definite(at, 0)
            && !self.is_accusative(at)
            && self.words.readings(at).iter().all(|known| known.rank().is_none() && known.roles == Roles::default())
    }

    /// Is it و and one more name behind several people (الطبيبتان آية صلاح ومريم جورج)?
    fn joins_name(&self, at: usize, from: usize) -> bool {
        let several = ["ان", "ون", "ين"].iter().any(|end| self.word(from).ends_with(end));
        several && self.word(at).starts_with('و') && self.entities.get(at).is_some_and(|end| *end > at)
    }

    /// Is it a verb that says more of an indefinite noun (دبلوماسي شارك في …, مهندسة تشرف على …)?
    fn opens_relative(&self, at: usize) -> bool {
        let word = self.word(at);
        let known = self.words.readings(at).first();
        // محللون استطلعت رويترز آراءهم
        let past = word.ends_with('ت')
            && word.chars().count() >= 4
            && !word.ends_with("ات")
            && !self.words.is_definite(at, 0)
            && !self.words.is_definite(at - 1, 0)
            && !self.people.get(at - 1).copied().unwrap_or(false)
            && known.is_some_and(|known| !known.entry.is_unit() && !known.entry.is_place());
        if past {
            return true;
        }
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
        word.chars().count() > 4
            && !word.starts_with("ال")
            && self.is_accusative(at)
            && self.words.rank(at).is_some_and(|rank| rank.person() < 30 && rank.place() < 20)
    }

    /// Is it a known word with the alef of the accusative at its end (مبتسما, أطرافا)?
    fn is_accusative(&self, at: usize) -> bool {
        self.word(at).strip_suffix('ا').is_some_and(|stem| Gazetteer::builtin().rank(stem).is_some())
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
        // المدير الفني، الصربي غوران ميليتش
        let origin = self.is_nisba(at) && (self.entity_end(at + 1).is_some() || self.is_unknown(at + 1));
        let calling = self.is_source(at, 0) && !self.words.is_definite(at, 0);
        named || titled || unit || origin || calling
    }

    /// Behind those who are spoken to and times that stand between a verb and its subject (قال لي صديقي, قالت أمس).
    pub(super) fn behind_media(&self, from: usize) -> usize {
        let mut at = from;
        if self.word(at) == "ل"
            && let Some(marked) = self.marks.opened_at(at + 1)
        {
            return marked.after();
        }
        while at < from + 4
            && matches!(
                self.word(at),
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
        // The first definite noun closes the head; behind it come adjectives, a preposition that belongs, a name.
        let mut at = from;
        while at < whole {
            let closes = |at: &usize| {
                self.words.is_definite(*at, 0) || self.marks.opened_at(*at).is_some() || self.entity_end(*at).is_some()
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
                && !tokens.is_preposition(at)
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
        for from in (verb.saturating_sub(14)..verb).rev() {
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
                if end > from + 1 && end == verb {
                    return Some(Stretch::new(from + 1, 0, end));
                }
                // أما الطبيبتان رنا الخطيب وسهى مراد فقالتا: whatever stands between is the subject, up to a comma.
                let about = matches!(self.word(from), "اما" | "واما");
                if about && end > from + 1 && self.can_speak(from + 1, end) {
                    let comma =
                        (from + 1..verb).find(|at| self.words.tokens().is_comma(*at) || self.kind(*at) != Kind::Word);
                    return Some(Stretch::new(from + 1, 0, comma.unwrap_or(verb).max(end.min(verb))));
                }
                break;
            }
        }
        self.topic(verb, cut, form)
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
                && !is_auxiliary(self.word(from))
                && self.phrase_end(from) == end
                && self.can_speak(from, end)
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

    /// Could a noun phrase be a speaker: what names one, or people in the plural (مزارعون, الباحثين, مصدران)?
    pub(super) fn can_speak(&self, from: usize, to: usize) -> bool {
        let word = self.word(from);
        let people = word.ends_with("ون")
            || word.ends_with("ين")
            || word.ends_with("ان") && self.verb(from.saturating_sub(1)).is_some();
        !self.is_thing(from)
            && to > from
            && (self.speaks(from, to, 0)
                || people && word.chars().count() > 4
                || self.is_unknown(from)
                || self.is_person(from, to))
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

    /// Is it how someone speaks, and nobody who does: تضيف ضاحكة, وقال مبتسما?
    pub(super) fn is_circumstance(&self, at: usize, end: usize) -> bool {
        let word = self.word(at);
        let participle = word.chars().nth(1) == Some('ا') && word.ends_with('ه');
        end == at + 1
            && !self.words.is_definite(at, 0)
            && self.entities.get(at) == Some(&0)
            && !self.is_source(at, 0)
            && !word.ends_with("نا")
            && (participle || word.ends_with('ا') && word.chars().count() > 4 && self.words.rank(at).is_some())
    }

    /// Is it a noun that speaks, though it is neither a person nor a body?
    /// With the article or without, with a pronoun at its end (محاميه, والدتها, مراسلنا).
    pub(super) fn is_source(&self, at: usize, cut: usize) -> bool {
        if cut == 0 {
            let word = self.word(at);
            let bare = word.strip_prefix("ال").unwrap_or(word);
            let owned = ["هما", "هم", "ها", "نا", "ه", "ي", "ا", "ان", "ين"].iter().any(|end| {
                bare.strip_suffix(end).is_some_and(|stem| {
                    stem.chars().count() > 2
                        && (self.lexicon.is_source(stem)
                            || stem.strip_suffix('ت').is_some_and(|stem| self.lexicon.is_source(&format!("{stem}ه"))))
                })
            });
            if self.lexicon.is_source(bare) || owned {
                return true;
            }
        }
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
