//! Frames around a verb of saying or its participle.

use super::clause::Page;
use super::content::{REACH, Start, content, opening_cut};
use super::{Draft, Pattern, TokenSpan};
use crate::gold::QuoteKind;
use crate::words::lexicon::reporting::VerbForm;
use crate::words::morphology::{Gender, Number, VerbShape};

/// Words without marks before their verb (…، تقول فلانة) are so many at most.
const LONGEST_PLAIN: usize = 120;

/// The frame whose verb or participle stands at a token.
pub(super) fn at(page: &Page<'_>, at: usize) -> Option<Draft> {
    // بهذه الكلمات رد الوزير: what was said stands before.
    let summed =
        at > 1 && (page.word(at - 1) == "هكذا" || page.word(at - 1) == "الكلمات" && page.word(at - 2) == "بهذه");
    let verb = page.verb(at).or_else(|| page.lexicon.find_verb(page.word(at)).filter(|_| summed));
    let Some((proclitic, form)) = verb else {
        return document(page, at).or_else(|| colon(page, at));
    };
    if form.relay {
        return relay_of_last(page, at, proclitic, form).or_else(|| relay(page, at, proclitic, form));
    }
    match form.shape {
        VerbShape::FirstPerson => None,
        VerbShape::Participle => participle(page, at, proclitic, form),
        VerbShape::Finite => inverted(page, at, proclitic, form).or_else(|| forward(page, at, proclitic, form)),
    }
}

/// ونقلت عنه الوكالة قوله إن …: whoever was spoken of.
fn relay_of_last(page: &Page<'_>, at: usize, proclitic: usize, form: VerbForm) -> Option<Draft> {
    let feminine = match page.word(at + 1) {
        "عنه" => false,
        "عنها" => true,
        _ => return None,
    };
    let said = (at + 2..at + 14).take_while(|at| !page.ends_sentence(*at)).find(|at| {
        page.lexicon.is_owned_saying(page.word(*at)) || page.that(*at).is_some() || page.marks.opened_at(*at).is_some()
    })?;
    let said = content(page, said, form, true)?;
    let gender = if feminine { Gender::Feminine } else { Gender::Masculine };
    Some(Draft::new(said, Some(TokenSpan::new(at, proclitic, at + 1)), None, (gender, Number::Singular)))
}

/// نقلت RELAY عن SPEAKER قوله إن …
fn relay(page: &Page<'_>, at: usize, proclitic: usize, form: VerbForm) -> Option<Draft> {
    let prepositions = &page.lexicon.verb(form).prepositions;
    let sentence = || (at + 1..at + 40).take_while(|at| !page.ends_sentence(*at));
    let about = sentence().take(16).find(|at| prepositions.iter().any(|word| word == page.word(*at)))?;
    let from = about + 1;
    // ونقل عنه قوله: whoever was spoken of.
    let stop = sentence().skip_while(|at| *at < from).find(|at| {
        page.lexicon.is_owned_saying(page.word(*at)) || page.that(*at).is_some() || page.marks.opened_at(*at).is_some()
    })?;
    let end = page.phrase_end(from).min(stop);
    if end == from {
        return None;
    }
    let said = page.word(stop);
    let (kind, pattern, content) = content(page, stop, form, true)?;
    let feminine =
        page.lexicon.is_owned_saying(said) && said.ends_with("ها") || page.gender_of(from) == Gender::Feminine;
    let gender = if feminine && !said.ends_with("ه") { Gender::Feminine } else { page.gender_of(from) };
    let (cue, speaker) = (Some(TokenSpan::new(at, proclitic, at + 1)), Some(TokenSpan::new(from, 0, end)));
    let agreement = (gender, Number::Singular);
    Some(Draft::new((kind, pattern, content), cue, speaker, agreement))
}

/// جاء في بيان للوزارة أن …, وورد في التقرير: «…».
fn document(page: &Page<'_>, at: usize) -> Option<Draft> {
    let word = page.word(at);
    let proclitic = usize::from(word.starts_with('و') && word != "ورد" && word != "وردت");
    if !matches!(word, "جاء" | "وجاء" | "ورد" | "وورد" | "جاءت" | "وجاءت") {
        return None;
    }
    if matches!(page.word(at + 1), "فيه" | "فيها") {
        return document_before(page, at, proclitic);
    }
    if page.word(at + 1) != "في" {
        return None;
    }
    let end = page.phrase_end(at + 2);
    let written = matches!(
        page.word(at + 2),
        "تغريده"
            | "تدوينه"
            | "منشور"
            | "كلمه"
            | "مقال"
            | "مقاله"
            | "بلاغ"
            | "برقيه"
            | "كتاب"
            | "عريضه"
            | "حكم"
            | "حيثيات"
            | "مقدمه"
            | "افتتاحيه"
    );
    if end == at + 2 || !page.is_source(at + 2, 0) && !written {
        return None;
    }
    let (found, start) = page.find_marked_or_that(end)?;
    let (kind, pattern, content) = match start {
        Start::That(that) => {
            let (kind, content) = page.behind_that(found, that)?;
            (kind, if kind == QuoteKind::Direct { Pattern::ThatMarked } else { Pattern::That }, content)
        }
        _ => (QuoteKind::Direct, Pattern::Marked, page.quotation(found)?),
    };
    let (cue, speaker) = (Some(TokenSpan::new(at, proclitic, at + 1)), Some(TokenSpan::new(at + 2, 0, end)));
    let agreement = (page.gender_of(at + 2), Number::Singular);
    Some(Draft::new((kind, pattern, content), cue, speaker, agreement))
}

/// بيانا مقتضبا جاء فيه أن …: the document stands before.
fn document_before(page: &Page<'_>, at: usize, proclitic: usize) -> Option<Draft> {
    let from = (at.saturating_sub(4)..at).find(|from| page.is_source(*from, 0) && page.phrase_end(*from) >= at);
    let (found, start) = page.find_marked_or_that(at + 2)?;
    let (kind, content) = match start {
        Start::That(that) => page.behind_that(found, that)?,
        _ => (QuoteKind::Direct, page.quotation(found)?),
    };
    let (cue, speaker) = (Some(TokenSpan::new(at, proclitic, at + 1)), from.map(|from| TokenSpan::new(from, 0, at)));
    let (pattern, agreement) = (Pattern::That, (Gender::Masculine, Number::Singular));
    Some(Draft::new((kind, pattern, content), cue, speaker, agreement))
}

/// «ماكرون: لن نرسل قوات» at the head of a line: the speaker, a colon, what is said.
fn colon(page: &Page<'_>, at: usize) -> Option<Draft> {
    let tokens = page.words.tokens();
    if !page.starts_line(at) || !tokens.is_word(at) || page.word(at).chars().count() < 3 {
        return None;
    }
    let end = page.phrase_end(at);
    let mark = (end..end + 8).find(|at| tokens.is_punctuation(*at, ':'))?;
    let medium = end == mark
        || page.word(end).starts_with('ل')
        || page.is_medium(end)
        || page.word(end) == "ل"
        || page.word(end) == "في";
    let person = page.people.get(at..end).is_some_and(|people| people.iter().any(|person| *person));
    if end == at || !medium || !page.can_speak(at, end) || end > at + 12 {
        return None;
    }
    let agreement = (page.gender_of(at), Number::Singular);
    let speaker = Some(TokenSpan::new(at, 0, end));
    let draft = |kind, content| {
        let pattern = if person { Pattern::Headline } else { Pattern::HeadlineBody };
        Some(Draft::new((kind, pattern, content), None, speaker, agreement))
    };
    if let Some(marked) = page.marks.opened_at(mark + 1).filter(|marked| marked.words > 2) {
        return draft(QuoteKind::Direct, vec![marked.inside()]);
    }
    let to = page.content_end(mark + 1);
    // الرياض: سعيد القحطاني ذكرت الشركة أن …: where and by whom it was written.
    let reports = |at: usize| page.verb(at).is_some_and(|(_, form)| page.announces(page.phrase_end(at + 1), form));
    let byline = page.people.get(mark + 1).copied().unwrap_or(false) && page.entity_end(mark + 1) == Some(to);
    if !person && (byline || (mark + 1..to.min(mark + 8)).any(reports)) {
        return None;
    }
    let words = (mark + 1..to).filter(|at| tokens.is_word(*at)).count();
    if words < 3 {
        return None;
    }
    draft(super::quoted::kind_of(page, mark + 1, to), vec![TokenSpan::new(mark + 1, 0, to)])
}

/// …، مشيرا إلى أن …: the speaker is whoever spoke or acted before.
fn participle(page: &Page<'_>, at: usize, proclitic: usize, form: VerbForm) -> Option<Draft> {
    let comma = at
        .checked_sub(1)
        .is_some_and(|before| page.words.tokens().is_comma(before) || page.marks.closed_at(before).is_some());
    let verb = page.lexicon.verb(form);
    let governs = || {
        verb.verbal
            && page.governed(at + 1, form).is_some_and(|(behind, proclitic)| page.is_verbal_noun(behind, proclitic))
            || verb.masdar && page.is_verbal_noun(at + 1, 0)
    };
    // متهما بالقتل: of what he is accused, and not of what he accuses.
    if page.lexicon.verb(form).lemma == "اتهم" && page.governed(at + 1, form).is_some() {
        return None;
    }
    // مضيفا مازحا: one report, in a manner.
    let manner = at
        .checked_sub(1)
        .is_some_and(|before| page.verb(before).is_some_and(|(_, other)| other.shape == VerbShape::Participle));
    if manner && page.lexicon.verb(form).lemma != "قال" {
        return None;
    }
    // لم يكن مستغربا أن: a predicate.
    let predicate = at.checked_sub(1).is_some_and(|before| {
        matches!(
            page.word(before),
            "يكن"
                | "كان"
                | "كانت"
                | "تكن"
                | "ليس"
                | "ليست"
                | "يكون"
                | "تكون"
                | "بات"
                | "باتت"
                | "يبدو"
                | "اصبح"
        )
    });
    if predicate {
        return None;
    }
    if (!comma || proclitic > 0) && !page.announces(at + 1, form) && !governs() {
        return None;
    }
    let (kind, pattern, content) = content(page, at + 1, form, false)?;
    let cue = Some(TokenSpan::new(at, proclitic, at + 1));
    let agreement = (form.gender, form.number);
    Some(Draft { participle: true, ..Draft::new((kind, pattern, content), cue, None, agreement) })
}

/// "…"، قال فلان، "…" and …، تقول فلانة.
fn inverted(page: &Page<'_>, at: usize, proclitic: usize, form: VerbForm) -> Option<Draft> {
    let tokens = page.words.tokens();
    let mut before = at.checked_sub(1)?;
    let mut summed = false;
    // «…». بهذه الكلمات وصف فلان
    // and «…»، هكذا قال فلان
    if matches!(page.word(before), "هكذا" | "بذلك") {
        before = before.checked_sub(1)?;
    } else if page.word(before) == "الكلمات" && before > 1 && page.word(before - 1) == "بهذه" {
        before -= 2;
        summed = true;
    }
    if proclitic > 0 {
        return None;
    }
    let dash = matches!(page.kind(before), crate::words::token::TokenKind::Punctuation('-' | '–' | '—'));
    let comma = tokens.is_comma(before) || dash;
    let end = page.phrase_end(page.behind_media(at + 1));
    let cue = Some(TokenSpan::new(at, 0, at + 1));
    let from = page.behind_media(at + 1);
    let speaker = (end > from && !page.is_circumstance(from, end)).then(|| TokenSpan::new(from, 0, end));
    let agreement = (form.gender, form.number);
    let last = before.checked_sub(usize::from(comma || summed && tokens.is_punctuation(before, '.')))?;
    if let Some(marked) = page.marks.closed_at(last).filter(|marked| marked.words > 1 && !page.names(marked.open)) {
        // A name behind a proclitic (لـ"العربي الجديد"), or a few words inside a sentence, are no speech.
        let onto = marked.open.checked_sub(1).is_some_and(|at| page.word(at).chars().count() == 1);
        let whole = page.starts(marked.open) || marked.words > 3;
        if onto || !whole {
            return None;
        }
        let introduced = marked.open.checked_sub(1).is_some_and(|before| {
            tokens.is_punctuation(before, ':') || page.verb(before).is_some() || page.that(before).is_some()
        });
        let starts =
            page.starts(marked.open) || marked.open.checked_sub(1).is_some_and(|at| page.marks.closed_at(at).is_some());
        if introduced || !starts && !comma || page.announces(end, form) && speaker.is_none() {
            return None;
        }
        let mut content = vec![marked.inside()];
        // The quotation goes on behind the speaker.
        let more = (end..end + REACH)
            .take_while(|at| {
                !page.ends_sentence(*at)
                    && page.verb(*at).is_none_or(|(_, other)| {
                        other.shape != VerbShape::Participle && *at != end && !page.announces(*at + 1, other)
                    })
            })
            .find_map(|at| page.marks.opened_at(at).filter(|more| more.words > 1));
        let more = more.or_else(|| page.goes_on_alone(end));
        if let Some(more) = more {
            content.push(more.inside());
            content.extend(page.paragraphs_behind(more));
        }
        return Some(Draft::new((QuoteKind::Direct, Pattern::Inverted, content), cue, speaker, agreement));
    }
    // Without marks: only with a speaker of its own, and nothing reported behind it.
    let start = page.sentence_start(at);
    let plain = comma && speaker.is_some() && before > start + 2 && before < start + LONGEST_PLAIN;
    if !plain {
        return None;
    }
    let reports = (start..at + REACH).take_while(|other| *other < at || !page.ends_sentence(*other)).any(|other| {
        page.verb(other).is_some_and(|(_, form)| {
            page.announces(other + 1, form) || other > at && page.announces(page.phrase_end(other + 1), form)
        })
    });
    let says =
        matches!(page.lexicon.verb(form).lemma.as_str(), "قال" | "اضاف" | "اوضح" | "تابع" | "علق" | "حكي" | "روي");
    if reports || !says || page.announces(end, form) || page.find_content(end, form).is_some() {
        return None;
    }
    let start = page.behind_dateline(start);
    let content = vec![TokenSpan::new(start, opening_cut(page, start), before)];
    Some(Draft::new((QuoteKind::Indirect, Pattern::InvertedBare, content), cue, speaker, agreement))
}

/// قال فلان إن …, with the speaker before the verb, behind it, or nowhere.
fn forward(page: &Page<'_>, at: usize, proclitic: usize, form: VerbForm) -> Option<Draft> {
    let verb = page.lexicon.verb(form);
    // تضيف وهي تشير إلى الصف: "…"
    let meanwhile = proclitic == 0
        && at.checked_sub(1).is_some_and(|before| matches!(page.word(before), "وهو" | "وهي" | "وهم"))
        && (at.saturating_sub(6)..at - 1)
            .any(|at| page.verb(at).is_some_and(|(_, other)| other.shape == VerbShape::Finite));
    if meanwhile {
        return None;
    }
    if proclitic == 0 && page.is_negated(at) && !verb.hedge {
        return None;
    }
    let from = page.behind_media(at + 1);
    // "موندو ديبورتيفو" أن: a name in marks that is the subject.
    let titled = page.marks.opened_at(from).is_some() && page.phrase_end(from) > from;
    let masdar = verb.masdar && !page.words.is_definite(from, 0) && page.is_verbal_noun(from, 0);
    let here = !titled && (page.announces(from, form) || page.governed(from, form).is_some() || masdar);
    let end = match (here, verb) {
        (true, _) => from,
        (false, _) if verb.object || verb.prepositions.iter().any(|word| word == "من") => page.subject_end(from),
        (false, _) => page.phrase_end(from),
    };
    // واتهم أطرافا لم يسمها: an object by its ending, or by what is said of it.
    let unnamed = verb.object
        && (page.is_verbal_noun(from, 0) && !page.words.is_definite(from, 0) && !page.is_source(from, 0)
            || page.word(end) == "لم"
            || (from..end).any(|at| page.word(at) == "لم")
            || page.is_accusative(from) && !page.is_owned(from) && end == from + 1);
    let own = end > from
        && !unnamed
        && !page.is_circumstance(from, end)
        && (!verb.object || page.can_speak(from, end) && !page.is_object(proclitic, form, from, end));
    if page.is_thing(from) {
        return None;
    }
    // أما الوزير فقد ناشد الطرفين: the one behind the verb is its object.
    let particle = at.checked_sub(1).is_some_and(|before| {
        matches!(page.word(before), "قد" | "فقد") || proclitic == 0 && page.words.tokens().is_word(before)
    });
    let before = if own && !(verb.object && particle) { None } else { page.subject_before(at, proclitic, form) };
    let own = own && before.is_none() && !page.lexicon.is_own_opinion(page.word(from));
    if before.is_some_and(|subject| page.is_thing(subject.from)) {
        return None;
    }
    // يذكر أن, ويتوقع أن name nobody.
    let present = page.word(at).strip_prefix('و').unwrap_or(page.word(at)).starts_with('ي');
    let spoken = || {
        let earlier = page.sentence_start(at)..at;
        at > 0
            && page.words.tokens().is_comma(at - 1)
            && proclitic == 1
            && earlier.into_iter().any(|at| {
                page.verb(at).is_some_and(|(_, other)| other.shape == VerbShape::Finite && other.gender == form.gender)
            })
    };
    if verb.impersonal && !spoken() && !own && before.is_none() && present && form.number == Number::Singular {
        return None;
    }
    let end = if verb.masdar && end > from { page.before_verbal_noun(from, end) } else { end };
    let (kind, pattern, content) = content(page, end, form, false)?;
    // اكتفى بالقول: «…»
    let by = content
        .first()
        .and_then(|first| (end..first.from).find(|at| matches!(page.word(*at), "بالقول" | "بقوله" | "بقولها")));
    let speaker = if by.is_some() {
        None
    } else if own {
        Some(TokenSpan::new(from, 0, page.name_end(from, end, &content, verb.object)))
    } else {
        before
    };
    // بيانا دعت فيه إلى …
    let within = matches!(page.word(at + 1), "فيه" | "فيها" | "خلاله" | "خلالها");
    if speaker.is_none() && pattern == Pattern::Noun && proclitic == 0 && !page.starts(at) && !within {
        return None;
    }
    let relative = at.checked_sub(1).is_some_and(|before| matches!(page.word(before), "الذي" | "التي" | "الذين"));
    let cue = Some(by.map_or(TokenSpan::new(at, proclitic, at + 1), |by| TokenSpan::new(by, 1, by + 1)));
    let agreement = (form.gender, form.number);
    Some(Draft { relative, ..Draft::new((kind, pattern, content), cue, speaker, agreement) })
}
