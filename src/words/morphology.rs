//! Arabic verbs by pattern: makes all written forms that news uses from a verb's past and its measure.
//!
//! Letters are folded (no diacritics, one alef), so forms that differ only in vowels are one form: كتب means "he wrote"
//! and "it was written". Measures are numbered I to X as in Wright, *A Grammar of the Arabic Language*, vol. 1, §§ 35 to 65; weak
//! roots follow §§ 126 to 180.

/// Grammatical gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Gender {
    Masculine,
    Feminine,
}

/// Grammatical number. The dual counts as plural: a verb agrees in number only after its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Number {
    Singular,
    Plural,
}

/// The kind of a verb form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum VerbShape {
    /// Past, present or future, third person.
    Finite,
    /// Past, present or future, first person: the writer.
    FirstPerson,
    /// An active participle: it continues the words of a speaker.
    Participle,
}

/// One written form of a verb, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InflectedForm {
    pub(crate) word: String,
    pub(crate) gender: Gender,
    pub(crate) number: Number,
    pub(crate) shape: VerbShape,
}

/// The parts from which all forms of a verb are made, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VerbParts {
    /// The past: قال, أشار, نفى.
    pub(crate) past: String,
    /// The present without its prefix: قول, شير, نفي.
    pub(crate) present: String,
    /// The active participle, with the last letter of a weak root: قائل, مشير, نافي.
    pub(crate) participle: String,
    /// The verbal noun: قول, إشارة, نفي.
    pub(crate) noun: String,
}

/// Weak letters at the end of a folded past tense.
const WEAK_END: [char; 2] = ['ا', 'ي'];

impl VerbParts {
    /// The parts of a regular verb; `None` if the measure does not fit the letters (أشار in measure 5).
    pub(crate) fn regular(past: &str, measure: u8) -> Option<Self> {
        let letters: Vec<char> = past.chars().collect();
        let (present, participle, noun) = match (measure, letters.as_slice()) {
            (1, [first, middle, last]) => first_measure(*first, *middle, *last),
            (1, [first, second]) => {
                (format!("{first}{second}"), format!("{first}ا{second}"), format!("{first}{second}"))
            }
            (2, [first, middle, last]) => {
                // A first hamza sits on و between the prefix and its vowel: يؤكد.
                let stem = format!("{}{middle}{}", hamza_seat(*first), present_end(*last));
                let noun = if WEAK_END.contains(last) {
                    format!("ت{first}{middle}يه")
                } else {
                    format!("ت{first}{middle}ي{last}")
                };
                (stem.clone(), format!("م{stem}"), noun)
            }
            (2, [a, b, c, d]) => (past.to_owned(), format!("م{past}"), format!("{a}{b}{c}{d}ه")),
            (3, [_, 'ا', middle, last]) => {
                let first = letters.first().copied().map_or('ا', hamza_seat);
                let stem = format!("{first}ا{middle}{}", present_end(*last));
                (stem.clone(), format!("م{stem}"), format!("م{first}ا{middle}{last}ه"))
            }
            (4, ['ا', first, 'ا', last]) => {
                let stem = format!("{first}ي{last}");
                (stem.clone(), format!("م{stem}"), format!("ا{first}ا{last}ه"))
            }
            (4, ['ا', first, second]) => {
                (format!("{first}{second}"), format!("م{first}{second}"), format!("ا{first}{second}ا{second}"))
            }
            (4, ['ا', first, middle, last]) => {
                let stem = format!("{first}{middle}{}", present_end(*last));
                let noun = if WEAK_END.contains(last) {
                    format!("ا{first}{middle}اء")
                } else {
                    format!("ا{first}{middle}ا{last}")
                };
                (stem.clone(), format!("م{stem}"), noun)
            }
            (5 | 6, ['ت', ..]) => {
                let stem = weak_end(past);
                (stem.clone(), format!("م{stem}"), stem)
            }
            (7 | 8 | 10, ['ا', rest @ ..]) if rest.len() >= 3 => {
                let rest: String = rest.iter().collect();
                // The middle alef of a hollow root: استفاد, يستفيد; but اختار, يختار.
                let hollow = measure == 10 && rest.chars().nth_back(1) == Some('ا');
                let stem = if hollow { hollow_stem(&rest) } else { weak_end(&rest) };
                let noun = match (hollow, rest.chars().next_back()) {
                    (true, _) => format!("ا{rest}ه"),
                    (false, Some(last)) => {
                        let body: String = rest.chars().take(rest.chars().count() - 1).collect();
                        let end = if WEAK_END.contains(&last) { 'ء' } else { last };
                        format!("ا{body}ا{end}")
                    }
                    (false, None) => return None,
                };
                (stem.clone(), format!("م{stem}"), noun)
            }
            _ => return None,
        };
        Some(Self { past: past.to_owned(), present, participle, noun })
    }

    /// All forms: the third person, the first person, and the participles in the accusative (مشيرا). مشير without the
    /// ending is not among them, because it is usually a noun.
    pub(crate) fn forms(&self) -> Vec<InflectedForm> {
        use Gender::{Feminine, Masculine};
        use Number::{Plural, Singular};
        let mut forms = Vec::with_capacity(40);
        let mut add = |word: String, gender, number, shape| forms.push(InflectedForm { word, gender, number, shape });
        let past = &self.past;
        // A weak letter at the end is dropped before endings: نفى, نفت, نفوا.
        let stem = past.strip_suffix(WEAK_END).unwrap_or(past);
        add(past.clone(), Masculine, Singular, VerbShape::Finite);
        add(format!("{stem}ت"), Feminine, Singular, VerbShape::Finite);
        add(format!("{stem}وا"), Masculine, Plural, VerbShape::Finite);
        add(format!("{stem}تا"), Feminine, Plural, VerbShape::Finite);
        let weak = stem != past;
        add(if weak { format!("{stem}يا") } else { format!("{past}ا") }, Masculine, Plural, VerbShape::Finite);
        let consonantal = self.before_consonants(stem, weak);
        add(format!("{consonantal}ن"), Feminine, Plural, VerbShape::Finite);
        add(format!("{consonantal}نا"), Masculine, Plural, VerbShape::FirstPerson);
        if consonantal != *past {
            // For strong verbs the first person singular is written like the feminine.
            add(format!("{consonantal}ت"), Masculine, Singular, VerbShape::FirstPerson);
        }
        let present = &self.present;
        let bare = present.strip_suffix(['و', 'ي', 'ا']).filter(|_| present.chars().count() > 2).unwrap_or(present);
        for future in ["", "س"] {
            add(format!("{future}ي{present}"), Masculine, Singular, VerbShape::Finite);
            add(format!("{future}ت{present}"), Feminine, Singular, VerbShape::Finite);
            add(format!("{future}ي{bare}ون"), Masculine, Plural, VerbShape::Finite);
            add(format!("{future}ي{present}ان"), Masculine, Plural, VerbShape::Finite);
            add(format!("{future}ت{present}ان"), Feminine, Plural, VerbShape::Finite);
            add(format!("{future}ن{present}"), Masculine, Plural, VerbShape::FirstPerson);
            add(format!("{future}ا{present}"), Masculine, Singular, VerbShape::FirstPerson);
        }
        add(format!("ي{bare}وا"), Masculine, Plural, VerbShape::Finite);
        add(format!("ي{}ن", self.present), Feminine, Plural, VerbShape::Finite);
        let participle = &self.participle;
        let bare = participle.strip_suffix('ي').unwrap_or(participle);
        add(format!("{participle}ا"), Masculine, Singular, VerbShape::Participle);
        add(format!("{participle}ه"), Feminine, Singular, VerbShape::Participle);
        add(format!("{bare}ين"), Masculine, Plural, VerbShape::Participle);
        add(format!("{participle}ات"), Feminine, Plural, VerbShape::Participle);
        add(format!("{participle}تين"), Feminine, Plural, VerbShape::Participle);
        forms
    }

    /// The past before an ending that begins with a consonant: قلن, أشرن, روين, نفينا.
    fn before_consonants(&self, stem: &str, weak: bool) -> String {
        if weak {
            return format!("{stem}ي");
        }
        let letters: Vec<char> = self.past.chars().collect();
        match letters.as_slice() {
            [before @ .., 'ا', last] if before.len() == 1 || before.first() == Some(&'ا') => {
                before.iter().chain([last]).collect()
            }
            _ => self.past.clone(),
        }
    }
}

fn first_measure(first: char, middle: char, last: char) -> (String, String, String) {
    let weak = WEAK_END.contains(&last);
    match (first, middle) {
        (_, 'ا') => (format!("{first}و{last}"), format!("{first}اي{last}"), format!("{first}و{last}")),
        (_, _) if weak => (format!("{first}{middle}ي"), format!("{first}ا{middle}ي"), format!("{first}{middle}ي")),
        ('و', _) => (format!("{middle}{last}"), format!("وا{middle}{last}"), format!("و{middle}{last}")),
        _ => (format!("{first}{middle}{last}"), format!("{first}ا{middle}{last}"), format!("{first}{middle}{last}")),
    }
}

/// The letter under a first hamza (folded to alef) after a prefix with u.
const fn hamza_seat(first: char) -> char {
    if first == 'ا' { 'و' } else { first }
}

/// The last letter of the present: a weak last letter of the past becomes ي.
const fn present_end(last: char) -> char {
    if last == 'ا' { 'ي' } else { last }
}

fn weak_end(word: &str) -> String {
    word.strip_suffix('ا').map_or_else(|| word.to_owned(), |bare| format!("{bare}ي"))
}

fn hollow_stem(word: &str) -> String {
    let count = word.chars().count();
    word.chars().enumerate().map(|(at, c)| if at + 2 == count { 'ي' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Fold;

    #[test]
    fn every_measure_gives_its_parts() {
        for (past, measure, present, participle, noun) in [
            ("قال", 1, "قول", "قايل", "قول"),
            ("ذكر", 1, "ذكر", "ذاكر", "ذكر"),
            ("نفى", 1, "نفي", "نافي", "نفي"),
            ("وصف", 1, "صف", "واصف", "وصف"),
            ("رد", 1, "رد", "راد", "رد"),
            ("أكد", 2, "وكد", "موكد", "تاكيد"),
            ("صرح", 2, "صرح", "مصرح", "تصريح"),
            ("سمى", 2, "سمي", "مسمي", "تسميه"),
            ("طالب", 3, "طالب", "مطالب", "مطالبه"),
            ("أشار", 4, "شير", "مشير", "اشاره"),
            ("أعلن", 4, "علن", "معلن", "اعلان"),
            ("أبدى", 4, "بدي", "مبدي", "ابداء"),
            ("أقر", 4, "قر", "مقر", "اقرار"),
            ("توقع", 5, "توقع", "متوقع", "توقع"),
            ("تمنى", 5, "تمني", "متمني", "تمني"),
            ("اعترف", 8, "عترف", "معترف", "اعتراف"),
            ("استبعد", 10, "ستبعد", "مستبعد", "استبعاد"),
            ("استفاد", 10, "ستفيد", "مستفيد", "استفاده"),
        ] {
            let parts = VerbParts::regular(&past.fold(), measure).unwrap();
            let made = (parts.present.as_str(), parts.participle.as_str(), parts.noun.as_str());
            assert_eq!(made, (present, participle, noun), "{past}");
        }
        assert_eq!(VerbParts::regular(&"أشار".fold(), 5), None);
    }

    #[test]
    fn verbs_give_all_their_forms() {
        use Gender::{Feminine, Masculine};
        use Number::{Plural, Singular};
        for (past, measure, word, gender, number, shape) in [
            ("قال", 1, "قُلْنَ", Feminine, Plural, VerbShape::Finite),
            ("قال", 1, "قلت", Masculine, Singular, VerbShape::FirstPerson),
            ("قال", 1, "سيقول", Masculine, Singular, VerbShape::Finite),
            ("أشار", 4, "أشارتا", Feminine, Plural, VerbShape::Finite),
            ("أشار", 4, "أشرن", Feminine, Plural, VerbShape::Finite),
            ("أشار", 4, "مُشِيرَتَيْنِ", Feminine, Plural, VerbShape::Participle),
            ("أكد", 2, "يؤكدان", Masculine, Plural, VerbShape::Finite),
            ("أكد", 2, "مؤكدات", Feminine, Plural, VerbShape::Participle),
            ("نفى", 1, "نفت", Feminine, Singular, VerbShape::Finite),
            ("نفى", 1, "ينفون", Masculine, Plural, VerbShape::Finite),
            ("نفى", 1, "نفينا", Masculine, Plural, VerbShape::FirstPerson),
            ("روى", 1, "راويةً", Feminine, Singular, VerbShape::Participle),
            ("استبعد", 10, "تستبعدان", Feminine, Plural, VerbShape::Finite),
        ] {
            let forms = VerbParts::regular(&past.fold(), measure).unwrap().forms();
            let made = forms.iter().find(|form| form.word == word.fold());
            assert_eq!(
                made.map(|form| (form.gender, form.number, form.shape)),
                Some((gender, number, shape)),
                "{word}"
            );
        }
    }
}
