//! Noun phrases: where the words for a speaker begin and end.

use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenKind;
use crate::words::word::NameStrength;

use super::bounds::step;
use super::clause::Page;

/// A noun phrase has at most so many tokens.
const LONGEST_PHRASE: usize = 24;

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
            if alone && tokens.is_punctuation(at + 1, '.') && !self.ends_sentence(at + 1) {
                at += 2;
                continue;
            }
            if self.is_medium(at) || alone {
                break;
            }
            if let Some(end) = self.entity_end(at) {
                let person = self.people.get(at).copied().unwrap_or(false);
                at = end;
                let name = self.words.readings(at).first().map(|known| self.words.name_strength(at, known));
                let family = person
                    && (self.is_nisba(at) && self.word(at).ends_with('ي')
                        || self.word(at) == "علي" && !self.is_preposition(at)
                        || self.is_unknown(at)
                        || self.words.is_definite(at, 0) && self.words.tokens().is_word(at - 1) && at == from + 1);
                // Behind a person's name nothing of the phrase follows but an apposition: طالب أنان إسرائيل.
                let more = family
                    || self.words.has_role(at, Roles::TITLE)
                    || name >= Some(NameStrength::Medium) && self.entity_end(at).is_none();
                if person && tokens.is_word(at) && !more && !self.joins_name(at, from) && !self.joins_person(at) {
                    break;
                }
                continue;
            }
            match tokens.kind(at) {
                // شاهد يدعى معلم آدم: a clause that names.
                TokenKind::Word
                    if at > from
                        && matches!(self.word(at), "يدعي" | "تدعي")
                        && self.verb(at).is_none()
                        && tokens.is_word(at + 1) =>
                {
                    at += 1;
                }
                TokenKind::Word => {
                    if self.breaks_phrase(at, from) {
                        break;
                    }
                    at += 1;
                }
                TokenKind::Foreign => at += 1,
                // ب(AFP): a short name in brackets belongs to it.
                TokenKind::Punctuation('(') if at > from && self.brackets_name(at).is_some() => {
                    at = self.brackets_name(at).unwrap_or(at + 1);
                }
                TokenKind::Punctuation('-') if at > from && tokens.get(at).is_some_and(|token| token.glued) => at += 1,
                TokenKind::Punctuation('،' | ',')
                    if at > from && (self.apposition(at + 1) || self.tells_office(at + 1, from)) =>
                {
                    at += 1;
                }
                // "موندو ديبورتيفو" قالت إن: a paper by its name alone.
                TokenKind::QuotationMark if at == from => {
                    let name = self.marks.opened_at(at).filter(|marked| marked.closed && marked.words <= 3);
                    // "وول ستريت جورنال" إلى أن
                    let reports = |after: usize| {
                        self.that(after).is_some()
                            || self.that(after + 1).is_some()
                                && (self.is_preposition(after) || matches!(self.word(after), "عن" | "من"))
                    };
                    let Some(marked) = name.filter(|marked| reports(marked.after())) else { break };
                    at = marked.after();
                    break;
                }
                TokenKind::QuotationMark
                    if at > from
                        && self.marks.opened_at(at).is_some_and(|marked| marked.closed && marked.words <= 3) =>
                {
                    // A name in marks behind its head noun (منظمة «آبار بلا حدود»); speech has a comma or colon before it.
                    let head = Roles::BODY.union(Roles::FACILITY).union(Roles::WORK);
                    // كتلة "النهج الوطني": a noun without the article before one with it.
                    let construct = self.marks.opened_at(at).is_some_and(|marked| {
                        self.words.is_definite(marked.inside().from, 0)
                            && !self.words.is_definite(at - 1, 0)
                            && tokens.is_word(at - 1)
                            && !self.people.get(at - 1).copied().unwrap_or(false)
                            && !(at > from + 1 && ["ي", "يه"].iter().any(|end| self.word(at - 1).ends_with(end)))
                            && (tokens.is_word(marked.after()) || tokens.is_comma(marked.after()))
                    });
                    // حلف شمال الأطلسي "الناتو" ينس ستولتنبرغ
                    let before_name = self.marks.opened_at(at).is_some_and(|marked| {
                        marked.words <= 2 && self.people.get(marked.after()).copied().unwrap_or(false)
                    });
                    // موقع "والا" العبري
                    let medium = matches!(
                        self.word(at - 1),
                        "موقع" | "منصه" | "كتله" | "مدونه" | "نشره" | "فصيل" | "تيار" | "مليشيا" | "ميليشيا"
                    );
                    let named = construct || before_name || medium || self.words.find_role(at - 1, head).is_some();
                    match self.marks.opened_at(at) {
                        Some(marked) if named => at = marked.after(),
                        _ => break,
                    }
                }
                _ => break,
            }
        }
        while at > from && matches!(self.kind(at - 1), TokenKind::Punctuation('،' | ',' | '-')) {
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
        let close = (at + 2..at + 5).find(|at| tokens.is_punctuation(*at, ')'))?;
        (at + 1..close).all(|at| matches!(tokens.kind(at), TokenKind::Word | TokenKind::Foreign)).then_some(close + 1)
    }

    /// One past the entity that begins at a token, dates left out.
    pub(super) fn entity_end(&self, at: usize) -> Option<usize> {
        self.entities.get(at).copied().filter(|end| *end > at)
    }

    fn breaks_phrase(&self, at: usize, from: usize) -> bool {
        let word = self.word(at);
        // اللجنة المشرفة على الانتخابات, الديوان الخاص بالسياحة
        let carried = at > from && self.lexicon.is_governing(self.word(at - 1));
        if self.that(at).is_some() {
            return true;
        }
        if carried
            && (matches!(word, "علي" | "عن" | "في" | "من") || self.is_preposition(at) || word.starts_with('ب'))
            && self.words.tokens().is_word(at + 1)
        {
            return false;
        }
        if self.is_preposition(at) {
            return true;
        }
        // كرر بوش القول إن, جدد الوزير تأكيده أن
        let said = at > from && (word == "القول" || self.lexicon.is_owned_saying(word));
        if said && (self.that(at + 1).is_some() || self.is_colon(at + 1))
            || matches!(word, "عما" | "مما" | "عمن" | "ممن")
        {
            return true;
        }
        // أبدى اللاعب | سعادته
        let felt = self.lexicon.is_own_opinion(word) || self.lexicon.is_feeling(word) && word.ends_with(['ه', 'ا']);
        if at > from && felt && !self.words.is_definite(at, 0) {
            return true;
        }
        // ولخصت المصادر | وجهة نظر: behind a definite noun without a name another noun begins.
        if at > from && self.begins_object(at, from) {
            return true;
        }
        if at > from && self.joins_clause(at) {
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
        {
            return false;
        }
        let whole =
            self.words.readings(at).first().map_or(NameStrength::No, |known| self.words.name_strength(at, known));
        // مصدر بالجامعة, أستاذ القانون بالمركز
        let own = || word.strip_prefix("بال").is_some_and(|bare| self.lexicon.is_source(bare));
        if at > from && self.lexicon.is_source(self.word(from)) && !self.words.is_definite(from, 0) && own() {
            return false;
        }
        if at > from
            && word.starts_with("بال")
            && word.chars().count() > 5
            && whole < NameStrength::Medium
            && !self.words.has_role(at, Roles::TITLE)
        {
            return true;
        }
        if word.starts_with('ب') && self.opens_with_b(at) || at > from && self.opens_relative(at) {
            return true;
        }
        let bare = word.strip_prefix('و').filter(|_| at == from);
        if self.lexicon.is_circumstance(word)
            || bare.is_some_and(|bare| self.lexicon.is_circumstance(bare) || matches!(bare, "في" | "من"))
        {
            return true;
        }
        // الفريق أول سامي حداد
        if word == "اول" && at > from && self.words.has_role(at - 1, Roles::TITLE) {
            return false;
        }
        if self.words.has_role(at, Roles::STOP)
            && !(at > from && self.lexicon.is_governing(word) && self.word(at + 1).starts_with('ب'))
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
                    | "الثالث"
                    | "الثالثه"
            )
        {
            return true;
        }
        if self.words.has_role(at, Roles::WEEKDAY) || self.words.find_role(at, Roles::MONTH).is_some() && at > from {
            return true;
        }
        if at > from && self.verb(at).is_some_and(|(_, form)| !form.relay) {
            return true;
        }
        // Circumstances: مبتسما, غاضبا, ضاحكة.
        at > from
            && self.words.readings(at).first().is_some_and(|known| !known.entry.is_unit())
            && (self.ends_with_tanwin(at) && !(self.word(from).ends_with('ا') && self.is_source(from, 0))
                || self.word(at) == "يومها")
            || matches!(word, "وهو" | "وهي" | "وهم" | "وقد" | "قد" | "ان" | "انه" | "انها")
            || word.starts_with("وهو")
    }

    /// Does في or من inside a noun phrase tell more of who speaks (مصدر في الصليب الأحمر, الضابط في الشرطة), and not where or
    /// when it was said (في تصريح, في القاهرة)?
    fn belongs(&self, at: usize, from: usize) -> bool {
        let tokens = self.words.tokens();
        let noun = self.word(at + 1);
        if !tokens.is_word(at + 1) && tokens.kind(at + 1) != TokenKind::Foreign
            || self.lexicon.is_occasion(noun)
            || self.words.has_role(at + 1, Roles::WEEKDAY)
        {
            return false;
        }
        let place = self.entity_end(at + 1).is_some()
            || self.words.find_role(at + 1, Roles::OUTSIDE.union(Roles::BODY).union(Roles::BODY_DEFINITE)).is_some();
        let indefinite = self.is_source(from, 0) && !self.words.is_definite(from, 0);
        let office = self.lexicon.is_office(self.word(from))
            || self.lexicon.is_office(self.word(at - 1))
            || self.word(at - 1).ends_with("يسي");
        // مدير الدفاع المدني في الإقليم، جوزيف مولينغا
        let behind = (at + 2..at + 6).find(|at| tokens.is_comma(*at) || self.people.get(*at).copied().unwrap_or(false));
        let named =
            behind.is_some_and(|at| self.people.get(at + usize::from(tokens.is_comma(at))).copied().unwrap_or(false));
        if self.word(at) == "من" {
            let member = at == from + 1 && self.is_source(from, 0) && self.words.is_definite(at + 1, 0);
            return member || place && at == from + 1;
        }
        let said = (at + 2..at + 6).any(|at| tokens.is_punctuation(at, ':'));
        named
            || (indefinite || office) && (!said || place && indefinite)
            || place && !said && self.word(at) == "في" && !self.words.is_definite(from, 0)
            || place && office
    }
}
