//! What stands in marks: whether it is speech, and where it goes on.

use crate::gold::QuoteKind;
use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenKind;

use super::TokenSpan;
use super::bounds::step;
use super::clause::Page;
use super::marks::Marked;

/// Mixed where a part of the content stands in marks, else indirect.
pub(super) fn kind_of(page: &Page<'_>, from: usize, to: usize) -> QuoteKind {
    if (from..to).inspect(|_| step()).any(|at| page.marks.opened_at(at).is_some() && page.is_quoted(at)) {
        QuoteKind::Mixed
    } else {
        QuoteKind::Indirect
    }
}

impl Page<'_> {
    /// Does a head noun stand before a mark, so that what it holds is a name?
    pub(super) fn names(&self, open: usize) -> bool {
        let head = Roles::BODY.union(Roles::FACILITY).union(Roles::WORK);
        open.checked_sub(1).is_some_and(|before| self.words.find_role(before, head).is_some())
            && self.marks.opened_at(open).is_some_and(|marked| marked.words <= 4)
    }

    /// The content of a quotation; it goes on in the next paragraph where that begins with a mark and this one has
    /// no closer.
    pub(super) fn quotation(&self, open: usize) -> Option<Vec<TokenSpan>> {
        let mut marked = self.marks.opened_at(open)?;
        let mut content = vec![marked.inside()];
        while !marked.closed && self.kind(marked.close) == TokenKind::LineEnd && content.len() < 8 {
            let next = (marked.close..marked.close + 3).find(|at| self.kind(*at) != TokenKind::LineEnd);
            let Some(more) = next.and_then(|next| self.marks.opened_at(next)) else { break };
            content.push(more.inside());
            marked = more;
        }
        Some(content)
    }

    /// A quotation that goes on behind the full stop of its verb: "…"، تعترف. "…".
    pub(super) fn goes_on_alone(&self, end: usize) -> Option<&Marked> {
        let marked = self.words.tokens().is_punctuation(end, '.').then(|| self.marks.opened_at(end + 1)).flatten()?;
        let after = marked.after();
        let after = after + usize::from(self.words.tokens().is_comma(after));
        (marked.closed && marked.words > 1 && self.verb(after).is_none() && !self.is_colon(after)).then_some(marked)
    }

    /// The next paragraphs of a quotation whose own paragraph ends with it: those that are a quotation and nothing else.
    pub(super) fn paragraphs_behind(&self, marked: &Marked) -> Vec<TokenSpan> {
        let mut found = Vec::new();
        let mut last = marked;
        while found.len() < 8 {
            let after = last.after();
            let after = after + usize::from(self.words.tokens().is_punctuation(after, '.'));
            if !last.closed || self.kind(after) != TokenKind::LineEnd || after >= self.words.tokens().len() {
                break;
            }
            let Some(start) = (after..after + 3).find(|at| self.kind(*at) != TokenKind::LineEnd) else { break };
            let Some(next) = self.marks.opened_at(start) else { break };
            let behind = next.after();
            let behind = behind + usize::from(self.words.tokens().is_punctuation(behind, '.'));
            if !next.closed
                || next.words < 3
                || behind < self.words.tokens().len() && self.kind(behind) != TokenKind::LineEnd
            {
                break;
            }
            found.push(next.inside());
            last = next;
        }
        found
    }

    /// Is what a mark opens someone's words, and no name: three words, or one or two that no head noun stands before
    /// (صومعة «برج العرب») and that are no known name?
    pub(super) fn is_quoted(&self, open: usize) -> bool {
        let Some(marked) = self.marks.opened_at(open) else { return false };
        let tokens = self.words.tokens();
        let inside = marked.inside().from;
        let Some(before) = open.checked_sub(1).filter(|_| marked.words < 3) else { return marked.words >= 3 };
        let head = Roles::BODY.union(Roles::FACILITY).union(Roles::WORK);
        let named = self.entities.get(inside).is_some_and(|end| *end > 0)
            || self.entities.get(open).is_some_and(|end| *end > 0)
            || (inside..marked.close).any(|at| tokens.kind(at) == TokenKind::Foreign)
            || self.words.find_role(before, head).is_some()
            || self.is_source(before, 0)
            // صواريخ "إسكندر": no word of the language.
            || marked.words == 1 && self.is_unknown(inside) && !self.is_preposition(before);
        // A noun without the article before one with it: a construct, so a name.
        let construct = tokens.is_word(before)
            && self.words.is_definite(inside, 0)
            && !self.words.is_definite(before, 0)
            && !self.words.has_role(before, Roles::STOP)
            && !self.is_preposition(before)
            && self.word(before).chars().count() > 2;
        let called =
            matches!(self.word(before), "اسم" | "باسم" | "بعنوان" | "عنوان" | "لقب" | "شعار" | "بشعار" | "تسميه");
        // صومعة «برج العرب»: no adjective, since that would agree.
        let agrees = !(self.word(before).ends_with('ه')
            && !self.word(inside).ends_with('ه')
            && self.words.is_definite(inside + 1, 0))
            || self.words.is_definite(before, 0)
            || self.that(before).is_some();
        marked.words > 0 && !named && !construct && !called && agrees && self.word(before) != "ل"
    }
}
