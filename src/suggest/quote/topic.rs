//! Subjects before their verbs: كان فلان قد قال, أما فلان فقال, الوزير الذي قال, فلان، الذي …، قال.

use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenKind;

use super::TokenSpan;
use super::clause::Page;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::{Gender, Number};

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
    /// A subject before its verb: كان فلان قد قال, أن فلانا قال, أما فلان فقال, الوزير قال, الوزير الذي قال.
    pub(super) fn subject_before(&self, at: usize, proclitic: usize, form: VerbForm) -> Option<TokenSpan> {
        // كان فلان قد قال, أما فلان فقد قال
        let particle = at.checked_sub(1).map(|before| self.word(before)).filter(|word| matches!(*word, "قد" | "فقد"));
        let verb = at - usize::from(particle.is_some());
        let proclitic = if particle == Some("فقد") { 1 } else { proclitic };
        let reach = if particle.is_some() { 24 } else { 14 };
        for from in (verb.saturating_sub(reach)..verb).rev() {
            if self.ends_sentence(from) {
                break;
            }
            let opens = match self.word(from) {
                "كان" | "كانت" | "وكان" | "وكانت" | "لكن" | "ولكن" => proclitic == 0,
                "اما" | "واما" => proclitic == 1,
                _ => self.that(from).is_some_and(|that| !that.pronoun) && proclitic == 0,
            };
            if opens {
                let end = self.phrase_end(from + 1);
                // وكانت المحكمة، اعتبرت; وكانت فرنسا، التي وزعت المشروع، قد قالت
                let comma = usize::from(self.words.tokens().is_comma(end));
                let far = particle == Some("قد")
                    && self.word(from).ends_with(['ن', 'ت'])
                    && (self.gender_of(from + 1) == form.gender || form.number == Number::Plural);
                if end > from + 1 && (end + comma == verb || far && end < verb) {
                    return Some(TokenSpan::new(from + 1, 0, end));
                }
                // أما الطبيبتان رنا الخطيب وسهى مراد فقالتا: whatever stands between is the subject, up to a comma.
                let about = matches!(self.word(from), "اما" | "واما");
                if about && end > from + 1 && self.can_speak(from + 1, end) {
                    let stop = |at: &usize| {
                        self.words.tokens().is_comma(*at)
                            || self.kind(*at) != TokenKind::Word
                            || matches!(self.word(*at), "الذي" | "التي" | "الذين")
                    };
                    let comma = (from + 1..verb).find(stop);
                    return Some(TokenSpan::new(from + 1, 0, comma.unwrap_or(verb).max(end.min(verb))));
                }
                break;
            }
        }
        self.topic(verb, proclitic, form)
    }

    /// The subject of a sentence that begins with it (الوزير قال, أردوغان يؤكد), or the noun before a relative pronoun.
    fn topic(&self, verb: usize, proclitic: usize, form: VerbForm) -> Option<TokenSpan> {
        // تصريحه الذي قال فيه
        let within = (verb + 1..verb + 3).any(|at| matches!(self.word(at), "فيه" | "فيها" | "خلاله" | "خلالها"));
        if proclitic > 0 || within && verb > 0 && matches!(self.word(verb - 1), "الذي" | "التي") {
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
                    || matches!(
                        self.kind(before),
                        TokenKind::Punctuation('-' | '–' | '—' | '؛' | ':' | '*' | '|' | '(')
                    )
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
                            || self.is_owned(from)
                            || self.is_preposition(before)
                            || !tokens.is_word(before)
                            || matches!(self.word(before), "مع" | "عن" | "من" | "في"))
            });
            // قرار المحكمة التي اعتبرت: whoever agrees with the pronoun.
            let antecedent = !relative
                || form.number == Number::Plural
                || self.is_person(from, end)
                || self.gender_of(from) == form.gender;
            // وتوافقه الرأي جارته سعاد التي تقول: a word that looks like a verb begins no phrase.
            let bare = self.word(from).strip_prefix('و').unwrap_or_else(|| self.word(from));
            let heads = !relative
                || found.is_none()
                || !bare.starts_with(['ي', 'ت'])
                || self.is_source(from, 0)
                || self.is_person(from, from + 1)
                || self.words.find_role(from, Roles::TITLE.union(Roles::BODY).union(Roles::BODY_DEFINITE)).is_some();
            if opens
                && heads
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
            return Some(TokenSpan::new(from, 1, end));
        }
        let from = found.or_else(|| self.far_topic(verb, form))?;
        let end = if found.is_some() { end } else { self.phrase_end(from) };
        let and = self.word(from).starts_with('و')
            && self.words.readings(from).first().is_some_and(|known| known.statistics().is_none());
        let agrees =
            self.gender_of(from) == form.gender || form.number == Number::Plural || !self.words.is_definite(from, 0);
        (agrees || relative).then(|| TokenSpan::new(from, usize::from(and), end))
    }

    /// A subject at the head of the sentence with more said of it before the verb (لكن ماركو ريتشي، الذي يدير مقهى، يرى).
    fn far_topic(&self, verb: usize, form: VerbForm) -> Option<usize> {
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
        let told = tokens.is_comma(end)
            && matches!(self.word(end + 1), "الذي" | "التي" | "الذين")
            && tokens.is_comma(verb - 1);
        let quiet = (end..verb).all(|at| told && self.verb(at).is_none_or(|(_, form)| !self.announces(at + 1, form)))
            || (end..verb)
                .all(|at| self.verb(at).is_none() && self.marks.opened_at(at).is_none_or(|marked| marked.words < 5));
        let agrees = self.gender_of(from) == form.gender || form.number == Number::Plural;
        let relative = tokens.is_comma(end) && matches!(self.word(end + 1), "الذي" | "التي" | "الذين");
        (end > from && more && quiet && agrees && (relative || self.can_speak(from, end))).then_some(from)
    }

    /// The one a sentence is about, for a participle without a verb of saying before it: the first person in it.
    pub(super) fn subject_of_sentence(&self, start: usize, before: usize) -> Option<TokenSpan> {
        let start = start.max(before.saturating_sub(80));
        let named = (start..before).find(|at| self.people.get(*at).copied().unwrap_or(false))?;
        let mut from = named;
        while from > start && from + 4 > named && self.words.has_role(from - 1, Roles::TITLE) {
            from -= 1;
        }
        let end = self.phrase_end(from);
        (end > from && end <= before).then(|| TokenSpan::new(from, 0, end))
    }
}
