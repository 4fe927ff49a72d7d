//! Frames around a verb of saying or its participle.

use super::clause::Page;
use super::content::{REACH, content, opening_cut};
use super::verbs::{Form, Shape, Vocabulary};
use super::{Draft, Pattern, Stretch};
use crate::gold::Kind;

/// The frame whose verb or participle stands at a token.
pub(super) fn at(page: &Page<'_>, at: usize) -> Option<Draft> {
    let (cut, form) = page.verb(at)?;
    match form.shape {
        Shape::Relay => relay(page, at, cut, form),
        Shape::Participle => participle(page, at, cut, form),
        Shape::Finite => inverted(page, at, cut, form).or_else(|| forward(page, at, cut, form)),
    }
}

/// نقلت RELAY عن SPEAKER قوله إن …
fn relay(page: &Page<'_>, at: usize, cut: usize, form: Form) -> Option<Draft> {
    let from = (at + 1..at + 14).take_while(|at| !page.ends_sentence(*at)).find(|at| page.word(*at) == "عن")? + 1;
    let said = &Vocabulary::builtin().relay_said;
    let limit = (from..from + 24).take_while(|at| !page.ends_sentence(*at));
    let stop = limit
        .clone()
        .find(|at| said.contains(page.word(*at)) || page.that(*at).is_some() || page.marks.opened_at(*at).is_some())?;
    let end = page.phrase_end(from).min(stop);
    if end == from {
        return None;
    }
    let (kind, pattern, content) = content(page, stop, form, true)?;
    let feminine = matches!(page.word(stop), "قولها" | "تاكيدها") || page.gender_of(from) == super::Gender::Feminine;
    let gender = if feminine { super::Gender::Feminine } else { super::Gender::Masculine };
    let (cue, speaker) = (Stretch::new(at, cut, at + 1), Some(Stretch::new(from, 0, end)));
    Some(Draft { kind, pattern, content, cue, speaker, agreement: (gender, false), participle: false })
}

/// …، مشيرا إلى أن …: the speaker is whoever spoke or acted before.
fn participle(page: &Page<'_>, at: usize, cut: usize, form: Form) -> Option<Draft> {
    let comma = at
        .checked_sub(1)
        .is_some_and(|before| page.words.tokens().is_comma(before) || page.marks.closed_at(before).is_some());
    if !comma && !page.announces(at + 1, form) || cut > 0 && !page.announces(at + 1, form) {
        return None;
    }
    let (kind, pattern, content) = content(page, at + 1, form, false)?;
    let cue = Stretch::new(at, cut, at + 1);
    let agreement = (form.gender, form.plural);
    Some(Draft { kind, pattern, content, cue, speaker: None, agreement, participle: true })
}

/// "…"، قال فلان، "…" and …، تقول فلانة.
fn inverted(page: &Page<'_>, at: usize, cut: usize, form: Form) -> Option<Draft> {
    let tokens = page.words.tokens();
    let before = at.checked_sub(1)?;
    let comma = tokens.is_comma(before);
    if cut > 0 {
        return None;
    }
    let end = page.phrase_end(at + 1);
    let cue = Stretch::new(at, 0, at + 1);
    let speaker = (end > at + 1).then(|| Stretch::new(at + 1, 0, end));
    let agreement = (form.gender, form.plural);
    let last = before.checked_sub(usize::from(comma))?;
    if let Some(marked) = page.marks.closed_at(last).filter(|marked| marked.words > 1 && !page.names(marked.open)) {
        let introduced = marked.open.checked_sub(1).is_some_and(|before| {
            tokens.is_mark(before, ':') || page.verb(before).is_some() || page.that(before).is_some()
        });
        let starts =
            page.starts(marked.open) || marked.open.checked_sub(1).is_some_and(|at| page.marks.closed_at(at).is_some());
        if introduced || !starts && !comma || page.announces(end, form) && speaker.is_none() {
            return None;
        }
        let mut content = vec![Stretch::new(marked.open + 1, 0, marked.close)];
        // The quotation goes on behind the speaker.
        let more = (end..end + REACH)
            .take_while(|at| {
                !page.ends_sentence(*at) && page.verb(*at).is_none_or(|(_, form)| form.shape == Shape::Finite)
            })
            .find_map(|at| page.marks.opened_at(at));
        if let Some(more) = more.filter(|more| more.words > 1) {
            content.push(Stretch::new(more.open + 1, 0, more.close));
        }
        let pattern = Pattern::Inverted;
        return Some(Draft { kind: Kind::Direct, pattern, content, cue, speaker, agreement, participle: false });
    }
    // Without marks: only with a speaker of its own, and nothing reported behind it.
    let start = page.sentence_start(at);
    let plain = comma && speaker.is_some() && before > start + 2;
    let reports = (start..page.sentence_end(at)).any(|other| {
        page.verb(other).is_some_and(|(_, form)| {
            page.announces(other + 1, form) || other > at && page.announces(page.phrase_end(other + 1), form)
        })
    });
    let says = matches!(page.word(at), "قال" | "قالت" | "يقول" | "تقول" | "يضيف" | "تضيف");
    if !plain || reports || !says || page.announces(end, form) || page.find_content(end, form).is_some() {
        return None;
    }
    let content = vec![Stretch::new(start, opening_cut(page, start), before)];
    Some(Draft {
        kind: Kind::Indirect,
        pattern: Pattern::InvertedBare,
        content,
        cue,
        speaker,
        agreement,
        participle: false,
    })
}

/// قال فلان إن …, with the speaker before the verb, behind it, or nowhere.
fn forward(page: &Page<'_>, at: usize, cut: usize, form: Form) -> Option<Draft> {
    let verb = Vocabulary::builtin().verb(form)?;
    let end = if page.announces(at + 1, form) || page.governed(at + 1, form).is_some() {
        at + 1
    } else {
        page.phrase_end(at + 1)
    };
    let own = end > at + 1 && !page.is_circumstance(at + 1, end) && (!verb.object || page.speaks(at + 1, end, 0));
    // يذكر أن names nobody.
    if !own && page.word(at) == "يذكر" {
        return None;
    }
    let thing = page.is_thing(at + 1);
    let before = if own { None } else { page.subject_before(at, cut) };
    let (kind, pattern, content) = content(page, end, form, false)?;
    let speaker = if own { Some(Stretch::new(at + 1, 0, end)) } else { before };
    if own && thing || speaker.is_none() && pattern == Pattern::Noun && cut == 0 && !page.starts(at) {
        return None;
    }
    let cue = Stretch::new(at, cut, at + 1);
    Some(Draft { kind, pattern, content, cue, speaker, agreement: (form.gender, form.plural), participle: false })
}
