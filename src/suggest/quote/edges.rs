//! Where sentences, lines and reported contents begin and end.

use crate::words::token::TokenKind;

use super::bounds::{self, LONGEST};
use super::clause::Page;
use super::content::Start;
use crate::words::morphology::VerbShape;

impl Page<'_> {
    /// Where a sentence begins: just behind the last end before `at`, marked stretches skipped.
    pub(super) fn sentence_start(&self, at: usize) -> usize {
        self.bounds.start(at)
    }

    /// Is nothing but the start of a line or sentence before this token?
    pub(super) fn starts(&self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| self.ends_sentence(before))
    }

    /// Is nothing before this token in its line, but for a time, a bullet, or a paper's name and a colon?
    pub(super) fn starts_line(&self, at: usize) -> bool {
        let mut at = at;
        for _ in 0..8 {
            let Some(before) = at.checked_sub(1) else { return true };
            match self.kind(before) {
                TokenKind::LineEnd => return true,
                TokenKind::Number | TokenKind::Punctuation('-' | '–' | '—' | '*' | '•' | ':' | '|' | '.' | '/') =>
                {
                    at = before;
                }
                TokenKind::QuotationMark => match self.marks.closed_at(before) {
                    Some(marked) => at = marked.open,
                    None => return false,
                },
                _ => return false,
            }
        }
        false
    }

    /// Behind the place and agency at the head of a dispatch: باماكو (أ ف ب) - …, عمّان ـ «القدس العربي»: ….
    pub(super) fn behind_dateline(&self, start: usize) -> usize {
        let tokens = self.words.tokens();
        if start.checked_sub(1).is_some_and(|before| self.kind(before) != TokenKind::LineEnd) {
            return start;
        }
        let loose = |at: usize| tokens.get(at + 1).is_some_and(|next| !next.glued);
        let dash = (start + 1..start + 14).take_while(|at| self.kind(*at) != TokenKind::LineEnd).find(|at| {
            let tatweel = tokens.is_word(*at) && self.word(*at).is_empty();
            (matches!(self.kind(*at), TokenKind::Punctuation('-' | '–' | '—')) || tatweel) && loose(*at)
        });
        let Some(dash) = dash else { return start };
        let place =
            (start..dash).any(|at| self.entities.get(at).is_some_and(|end| *end > 0) || tokens.is_punctuation(at, '('));
        let spoken = (start..dash).any(|at| self.verb(at).is_some());
        if !place || spoken {
            return start;
        }
        match self.marks.opened_at(dash + 1) {
            Some(marked) if tokens.is_punctuation(marked.after(), ':') => marked.after() + 1,
            _ => dash + 1,
        }
    }

    /// Where reported content without marks around it ends: at the sentence's end, or before what opens the next
    /// report (a participle; a verb of saying behind و, ف or a comma; an attributive cue behind a comma).
    pub(super) fn content_end(&self, from: usize) -> usize {
        if from >= self.words.tokens().len() || self.ends_sentence(from) {
            return from;
        }
        let next = self.marks.opened_at(from).map_or(from + 1, |marked| marked.after().max(from + 1));
        let mut end = self.bounds.stop(next);
        if end > from + LONGEST {
            return from;
        }
        // Unlike the full stop, what asks or exclaims is a part of what is said.
        if matches!(self.kind(end), TokenKind::Punctuation('؟' | '?' | '!')) {
            return end + 1;
        }
        // No comma, dash or conjunction stays behind.
        while end > from
            && matches!(self.kind(end - 1), TokenKind::Punctuation('،' | ',' | '؛' | ';' | '-' | '–' | '—' | ':'))
        {
            end -= 1;
        }
        end
    }

    /// Does a clause begin behind a comma that says who else spoke of it: …، وهو ما نفاه الوزير; …، التي قال إنها …;
    /// …، قبل أن يستدرك: …?
    fn tells_more(&self, at: usize) -> bool {
        let says = |at: usize| self.verb(at).is_some_and(|(_, form)| self.announces(at + 1, form));
        match self.word(at) {
            "وهو" | "وهي" => {
                let near = (at + 1..at + 5).take_while(|at| self.words.tokens().is_word(*at));
                self.word(at + 1) == "ما"
                    || near.into_iter().any(|at| self.verb(at).is_some() && !self.is_preposition(at))
            }
            "التي" | "الذي" | "الذين" => says(at + 1),
            "قبل" | "بعد" => self.that(at + 1).is_some() && says(at + 2),
            _ => false,
        }
    }

    pub(super) fn opens_report(&self, at: usize) -> bool {
        let tokens = self.words.tokens();
        let comma = at.checked_sub(1).is_some_and(|before| tokens.is_comma(before));
        let hint = self.word(at) == "في" && self.word(at + 1) == "اشاره";
        if hint || comma && self.attributive(at).is_some() {
            return true;
        }
        // …، فيما أضاف فلان أن …
        let joined = match self.word(at) {
            "فيما" | "بينما" | "كما" | "حيث" | "اذ" | "لكنه" | "لكنها" | "ولكنه" | "ولكنها" | "وقد" | "ثم" | "بل" => {
                Some(at + 1)
            }
            "في" if self.word(at + 1) == "حين" => Some(at + 2),
            // ومضى يقول إن …
            "ومضي" | "ومضت" | "وراح" | "وراحت" | "وعاد" | "وعادت" => Some(at + 1),
            _ => None,
        };
        let but = matches!(self.word(at), "لكنه" | "لكنها" | "ولكنه" | "ولكنها");
        if (comma || but)
            && let Some(next) = joined
        {
            let verb = self.verb(next).or_else(|| self.verb(next + 1).filter(|_| self.word(next) == "قد"));
            if let Some((_, form)) = verb {
                // …، لكنه أشار إلى خسائر
                let governs = || but && self.governed(next + 1, form).is_some();
                return self.announces(next + 1, form)
                    || governs()
                    || self.subject_then(next + 1, form)
                    || self.noun_at(next + 1, form);
            }
        }
        // …؛ فيما تواصل الفرق البحث
        let apart = at > 0 && matches!(self.kind(at - 1), TokenKind::Punctuation('؛' | ';'));
        if apart
            && (matches!(self.word(at), "فيما" | "بينما" | "كما")
                || self.word(at) == "في" && self.word(at + 1) == "حين")
        {
            return true;
        }
        // What the writer adds: …، وذلك بعد أن …
        let when = matches!(
            self.word(at + 1),
            "بعد"
                | "قبل"
                | "عقب"
                | "خلال"
                | "في"
                | "علي"
                | "اثر"
                | "غداه"
                | "ردا"
                | "تعليقا"
                | "بعدما"
                | "اثناء"
                | "قبيل"
                | "بعيد"
                | "ضمن"
        );
        if comma && self.word(at) == "وذلك" && when {
            return true;
        }
        if comma && self.tells_more(at) {
            return true;
        }
        // غير أن فلانا قال …
        if comma && self.word(at) == "غير" && self.that(at + 1).is_some() {
            return (at + 2..at + 10).take_while(|at| !self.ends_sentence(*at)).any(|at| self.verb(at).is_some());
        }
        let Some((and, form)) = self.verb(at) else { return false };
        let content = self.announces(at + 1, form);
        match form.shape {
            VerbShape::Participle => {
                content
                    || !form.doubtful && self.noun_at(at + 1, form)
                    || comma && (!form.doubtful || self.find_content(at + 1, form).is_some())
            }
            VerbShape::Finite | VerbShape::FirstPerson if content => comma || and == 1,
            VerbShape::Finite | VerbShape::FirstPerson => {
                let near = || {
                    let end = self.phrase_end(at + 1);
                    let end = if self.lexicon.verb(form).masdar { self.before_verbal_noun(at, end) } else { end };
                    self.find_content(end, form).is_some_and(|(found, start)| {
                        found <= end + 6 || found <= end + 10 && matches!(start, Start::Marked)
                    })
                };
                let noun = self.lexicon.verb(form).masdar
                    && !self.words.is_definite(at + 1, 0)
                    && self.is_verbal_noun(at + 1, 0);
                // وأعرب عن صدمته واتهمه بالتعجل
                let owned = form.pronoun && and == 1 && self.noun_at(at + 1, form);
                // …، وأبدى ثقته في زملائه
                let voiced = comma && and == 1 && self.lexicon.is_own_opinion(self.word(at + 1));
                owned || voiced || comma && and == 1 && (noun || form.relay || self.noun_at(at + 1, form) || near())
            }
        }
    }

    /// Does a sentence end with this token?
    pub(super) fn ends_sentence(&self, at: usize) -> bool {
        bounds::ends_sentence(self.words.tokens(), at)
    }
}
