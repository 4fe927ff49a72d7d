//! Frames around a verb of saying or its participle.

use crate::gold::Kind;
use crate::suggest::lexicon::Roles;
use crate::suggest::token::Kind as Token;

use super::clause::{Page, That};
use super::verbs::{Form, Shape, Vocabulary};
use super::{Draft, Pattern, Stretch};

/// Content begins at most so many tokens behind the speaker.
const REACH: usize = 26;

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
    if let Some(marked) = page.marks.closed_at(last).filter(|marked| marked.words > 1) {
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
    let own = end > at + 1 && (!verb.object || page.speaks(at + 1, end, 0));
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

/// What is reported behind a speaker: its kind, the pattern and the stretches.
fn content(page: &Page<'_>, from: usize, form: Form, relay: bool) -> Option<(Kind, Pattern, Vec<Stretch>)> {
    let (at, what) = page.find_content(from, form)?;
    match what {
        Start::That(that) => {
            let (kind, content) = page.behind_that(at, that)?;
            let pattern = if kind == Kind::Direct { Pattern::ThatMarked } else { Pattern::That };
            Some((kind, pattern, content))
        }
        Start::Marked => Some((Kind::Direct, Pattern::Marked, page.quotation(at)?)),
        Start::Colon if !relay => {
            let to = page.content_end(at);
            (to > at + 1).then(|| (Kind::Indirect, Pattern::Colon, vec![Stretch::new(at, 0, to)]))
        }
        Start::Noun(cut) if !relay => {
            let to = page.content_end(at);
            (to > at).then(|| (kind_of(page, at, to), Pattern::Noun, vec![Stretch::new(at, cut, to)]))
        }
        Start::Colon | Start::Noun(_) => None,
    }
}

/// How reported content begins.
#[derive(Debug, Clone, Copy)]
pub(super) enum Start {
    /// At this complementiser.
    That(That),
    /// At this opening mark.
    Marked,
    /// Behind a colon, without marks.
    Colon,
    /// With a verbal noun, so many letters into the word.
    Noun(usize),
}

impl Page<'_> {
    /// The first thing behind a speaker that content can begin with, in the same sentence.
    pub(super) fn find_content(&self, from: usize, form: Form) -> Option<(usize, Start)> {
        let tokens = self.words.tokens();
        let verb = Vocabulary::builtin().verb(form)?;
        let mut at = from;
        while at < from + REACH && !self.ends_sentence(at) {
            if let Some(that) = self.that(at) {
                return Some((at, Start::That(that)));
            }
            if tokens.is_mark(at, ':') {
                return Some(match self.marks.opened_at(at + 1) {
                    Some(_) => (at + 1, Start::Marked),
                    None => (at + 1, Start::Colon),
                });
            }
            if let Some(marked) = self.marks.opened_at(at) {
                let near = at <= from + 1 || tokens.is_comma(at - 1);
                if marked.words >= 3 && (near || marked.words >= 5) && !self.names(at) {
                    return Some((at, Start::Marked));
                }
                at = marked.after().max(at + 1);
                continue;
            }
            if let Some((behind, cut)) = self.governed(at, form) {
                if self.that(behind).is_some() && cut == 0 {
                    at = behind;
                    continue;
                }
                if self.marks.opened_at(behind).is_some_and(|marked| marked.words >= 3) {
                    return Some((behind, Start::Marked));
                }
                if verb.noun && (self.kind(behind) == Token::Word || self.kind(behind) == Token::Number) {
                    return Some((behind, Start::Noun(cut)));
                }
            }
            // Another report begins before any content was found.
            if at > from && self.verb(at).is_some_and(|(cut, form)| cut == 1 || self.announces(at + 1, form)) {
                return None;
            }
            at += 1;
        }
        None
    }

    /// Does a head noun stand before a mark, so that what it holds is a name?
    fn names(&self, open: usize) -> bool {
        let head = Roles::BODY.and(Roles::FACILITY).and(Roles::WORK);
        open.checked_sub(1).is_some_and(|before| self.words.role(before, head).is_some())
            && self.marks.opened_at(open).is_some_and(|marked| marked.words <= 4)
    }

    /// The content of a quotation; it goes on in the next paragraph where that begins with a mark and this one has
    /// no closer.
    fn quotation(&self, open: usize) -> Option<Vec<Stretch>> {
        let mut marked = self.marks.opened_at(open)?;
        let mut content = vec![Stretch::new(marked.open + 1, 0, marked.close)];
        while !marked.closed && self.kind(marked.close) == Token::Break && content.len() < 8 {
            let next = (marked.close..marked.close + 3).find(|at| self.kind(*at) != Token::Break);
            let Some(more) = next.and_then(|next| self.marks.opened_at(next)) else { break };
            content.push(Stretch::new(more.open + 1, 0, more.close));
            marked = more;
        }
        Some(content)
    }

    /// Content behind a complementiser.
    pub(super) fn behind_that(&self, at: usize, that: That) -> Option<(Kind, Vec<Stretch>)> {
        let tokens = self.words.tokens();
        if let Some(marked) = self.marks.opened_at(at + 1)
            && !self.goes_on(marked.after())
        {
            return Some((Kind::Direct, self.quotation(at + 1)?));
        }
        let from = if that.pronoun { at } else { at + 1 };
        let to = self.content_end(at + 1);
        if to < at + 2 || tokens.is_comma(at + 1) {
            return None;
        }
        let cut = if that.pronoun { that.cut } else { 0 };
        Some((kind_of(self, at + 1, to), vec![Stretch::new(from, cut, to)]))
    }

    /// Does content without marks go on behind a quotation?
    fn goes_on(&self, at: usize) -> bool {
        let next = self.kind(at);
        !self.ends_sentence(at)
            && matches!(next, Token::Word | Token::Number)
            && self.content_end(at) > at + 1
            && self.verb(at).is_none()
    }

    /// A subject before its verb: كان فلان قد قال, أن فلانا قال, أما فلان فقال.
    fn subject_before(&self, at: usize, cut: usize) -> Option<Stretch> {
        let verb = if at.checked_sub(1).is_some_and(|before| self.word(before) == "قد") { at - 1 } else { at };
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
                return (end > from + 1).then(|| Stretch::new(from + 1, 0, end));
            }
        }
        None
    }

    /// The one a sentence is about, for a participle without a verb of saying before it: the first person in it.
    pub(super) fn subject_of_sentence(&self, start: usize, before: usize) -> Option<Stretch> {
        let named = (start..before).find(|at| self.entities.get(*at).is_some_and(|end| *end > *at))?;
        let mut from = named;
        while from > start && from + 4 > named && self.words.is(from - 1, Roles::TITLE) {
            from -= 1;
        }
        let end = self.phrase_end(from);
        (end > from && end <= before).then(|| Stretch::new(from, 0, end))
    }

    /// Is it a noun that speaks, though it is neither a person nor a body?
    pub(super) fn is_source(&self, at: usize, cut: usize) -> bool {
        let sources = &Vocabulary::builtin().sources;
        let readings = self.words.readings(at);
        readings.iter().filter(|known| known.cut == cut).any(|known| sources.contains(&self.words.word(at, known)))
    }

    /// Things that show and say nothing: الدلائل تشير.
    fn is_thing(&self, at: usize) -> bool {
        matches!(
            self.word(at),
            "الدلائل"
                | "المعلومات"
                | "المعطيات"
                | "النتائج"
                | "الارقام"
                | "البيانات"
                | "المؤشرات"
                | "الوقائع"
                | "الاحداث"
                | "الحقائق"
                | "ذلك"
                | "هذا"
                | "هذه"
                | "الامر"
        )
    }
}

/// Mixed where a part of the content stands in marks, else indirect.
pub(super) fn kind_of(page: &Page<'_>, from: usize, to: usize) -> Kind {
    let head = Roles::BODY.and(Roles::FACILITY).and(Roles::WORK);
    let speech = (from..to).any(|at| {
        page.marks.opened_at(at).is_some_and(|marked| {
            marked.words >= 3 || marked.words == 2 && at > 0 && page.words.role(at - 1, head).is_none()
        })
    });
    if speech { Kind::Mixed } else { Kind::Indirect }
}

/// The letter و that joins a sentence to the one before it stays outside of content.
pub(super) fn opening_cut(page: &Page<'_>, at: usize) -> usize {
    let rest = page.word(at).strip_prefix('و').filter(|rest| rest.chars().count() > 2);
    usize::from(rest.is_some_and(|_| {
        page.words
            .readings(at)
            .iter()
            .any(|known| known.cut == 1 && (page.words.rank_of(at, known).is_some() || known.entry.is_place()))
    }))
}
