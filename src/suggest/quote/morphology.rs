//! Arabic verbs by pattern: from a verb's past and its measure all written forms that news uses.
//!
//! Letters are folded (no tashkeel, one alef), so forms that differ in vowels alone are one: كتب is he wrote and it was
//! written. Measures are numbered I to X as in Wright, *A Grammar of the Arabic Language*, vol. 1, §§ 35 to 65; weak
//! roots follow §§ 126 to 180.

/// Grammatical gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Gender {
    Masculine,
    Feminine,
}

/// Grammatical number, the dual counted as plural: written verbs agree in it only behind their subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Number {
    Singular,
    Plural,
}

/// What a form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    /// Past, present or future, third person.
    Finite,
    /// The same in the first person: whoever writes.
    First,
    /// An active participle, which continues a speaker.
    Participle,
}

/// One written form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inflected {
    pub(super) word: String,
    pub(super) gender: Gender,
    pub(super) number: Number,
    pub(super) shape: Shape,
}

/// What all forms of a verb are made from, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Principal {
    /// قال, أشار, نفى.
    pub(super) past: String,
    /// Without its prefix: قول, شير, نفي.
    pub(super) present: String,
    /// قائل, مشير, نافي: with the last letter of a weak root.
    pub(super) participle: String,
    /// قول, إشارة, نفي.
    pub(super) noun: String,
}

/// Weak letters as they stand at the end of a folded past.
const WEAK_END: [char; 2] = ['ا', 'ي'];

impl Principal {
    /// The parts of a regular verb; `None` where the measure does not fit the letters (as أشار in measure 5).
    pub(super) fn regular(past: &str, measure: u8) -> Option<Self> {
        let letters: Vec<char> = past.chars().collect();
        let (present, participle, noun) = match (measure, letters.as_slice()) {
            (1, [first, middle, last]) => first_measure(*first, *middle, *last),
            (1, [first, second]) => {
                (format!("{first}{second}"), format!("{first}ا{second}"), format!("{first}{second}"))
            }
            (2, [first, middle, last]) => {
                // A first hamza sits on و between the prefix and its vowel: يؤكد.
                let stem = format!("{}{middle}{}", seat(*first), end(*last));
                let noun = if WEAK_END.contains(last) {
                    format!("ت{first}{middle}يه")
                } else {
                    format!("ت{first}{middle}ي{last}")
                };
                (stem.clone(), format!("م{stem}"), noun)
            }
            (2, [a, b, c, d]) => (past.to_owned(), format!("م{past}"), format!("{a}{b}{c}{d}ه")),
            (3, [_, 'ا', middle, last]) => {
                let first = letters.first().copied().map_or('ا', seat);
                let stem = format!("{first}ا{middle}{}", end(*last));
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
                let stem = format!("{first}{middle}{}", end(*last));
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

    /// All forms, folded: third persons, the first, participles in the accusative (مشيرا: bare مشير is a noun).
    pub(super) fn forms(&self) -> Vec<Inflected> {
        use Gender::{Feminine, Masculine};
        use Number::{Plural, Singular};
        let mut forms = Vec::with_capacity(40);
        let mut add = |word: String, gender, number, shape| forms.push(Inflected { word, gender, number, shape });
        let past = &self.past;
        // A last weak letter falls before endings: نفى, نفت, نفوا.
        let stem = past.strip_suffix(WEAK_END).unwrap_or(past);
        add(past.clone(), Masculine, Singular, Shape::Finite);
        add(format!("{stem}ت"), Feminine, Singular, Shape::Finite);
        add(format!("{stem}وا"), Masculine, Plural, Shape::Finite);
        add(format!("{stem}تا"), Feminine, Plural, Shape::Finite);
        let weak = stem != past;
        add(if weak { format!("{stem}يا") } else { format!("{past}ا") }, Masculine, Plural, Shape::Finite);
        let consonantal = self.before_consonants(stem, weak);
        add(format!("{consonantal}ن"), Feminine, Plural, Shape::Finite);
        add(format!("{consonantal}نا"), Masculine, Plural, Shape::First);
        if consonantal != *past {
            // For strong verbs the first person singular is written like the feminine.
            add(format!("{consonantal}ت"), Masculine, Singular, Shape::First);
        }
        let present = &self.present;
        let bare = present.strip_suffix(['و', 'ي', 'ا']).filter(|_| present.chars().count() > 2).unwrap_or(present);
        for future in ["", "س"] {
            add(format!("{future}ي{present}"), Masculine, Singular, Shape::Finite);
            add(format!("{future}ت{present}"), Feminine, Singular, Shape::Finite);
            add(format!("{future}ي{bare}ون"), Masculine, Plural, Shape::Finite);
            add(format!("{future}ي{present}ان"), Masculine, Plural, Shape::Finite);
            add(format!("{future}ت{present}ان"), Feminine, Plural, Shape::Finite);
            add(format!("{future}ن{present}"), Masculine, Plural, Shape::First);
            add(format!("{future}ا{present}"), Masculine, Singular, Shape::First);
        }
        add(format!("ي{bare}وا"), Masculine, Plural, Shape::Finite);
        add(format!("ي{}ن", self.present), Feminine, Plural, Shape::Finite);
        let participle = &self.participle;
        let bare = participle.strip_suffix('ي').unwrap_or(participle);
        add(format!("{participle}ا"), Masculine, Singular, Shape::Participle);
        add(format!("{participle}ه"), Feminine, Singular, Shape::Participle);
        add(format!("{bare}ين"), Masculine, Plural, Shape::Participle);
        add(format!("{participle}ات"), Feminine, Plural, Shape::Participle);
        add(format!("{participle}تين"), Feminine, Plural, Shape::Participle);
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

/// Where a hamza, folded to alef, sits behind the u of a prefix.
const fn seat(first: char) -> char {
    if first == 'ا' { 'و' } else { first }
}

/// A weak last letter of the past is ي in the present.
const fn end(last: char) -> char {
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
    fn parts_of_every_measure() {
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
            let parts = Principal::regular(&past.fold(), measure).unwrap();
            let made = (parts.present.as_str(), parts.participle.as_str(), parts.noun.as_str());
            assert_eq!(made, (present, participle, noun), "{past}");
        }
        assert_eq!(Principal::regular(&"أشار".fold(), 5), None);
    }

    #[test]
    fn forms_of_verbs() {
        use Gender::{Feminine, Masculine};
        use Number::{Plural, Singular};
        for (past, measure, word, gender, number, shape) in [
            ("قال", 1, "قُلْنَ", Feminine, Plural, Shape::Finite),
            ("قال", 1, "قلت", Masculine, Singular, Shape::First),
            ("قال", 1, "سيقول", Masculine, Singular, Shape::Finite),
            ("أشار", 4, "أشارتا", Feminine, Plural, Shape::Finite),
            ("أشار", 4, "أشرن", Feminine, Plural, Shape::Finite),
            ("أشار", 4, "مُشِيرَتَيْنِ", Feminine, Plural, Shape::Participle),
            ("أكد", 2, "يؤكدان", Masculine, Plural, Shape::Finite),
            ("أكد", 2, "مؤكدات", Feminine, Plural, Shape::Participle),
            ("نفى", 1, "نفت", Feminine, Singular, Shape::Finite),
            ("نفى", 1, "ينفون", Masculine, Plural, Shape::Finite),
            ("نفى", 1, "نفينا", Masculine, Plural, Shape::First),
            ("روى", 1, "راويةً", Feminine, Singular, Shape::Participle),
            ("استبعد", 10, "تستبعدان", Feminine, Plural, Shape::Finite),
        ] {
            let forms = Principal::regular(&past.fold(), measure).unwrap().forms();
            let made = forms.iter().find(|form| form.word == word.fold());
            assert_eq!(
                made.map(|form| (form.gender, form.number, form.shape)),
                Some((gender, number, shape)),
                "{word}"
            );
        }
    }
}
