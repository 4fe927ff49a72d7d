//! Words between a verb and its subject: listeners and media, times, manners.
//!
//! ```text
//! قال [لي] صديقي · قالت [لوكالة رويترز] الباحثة · دعت [فيه] الوزارة · أكد [بشدة] أن
//! ```

use crate::words::lexicon::class::Class;
use crate::words::lexicon::entities::Roles;

use super::super::context::Context;
use super::super::quotation_marks::QuotedSpan;

/// The most tokens between a verb and its subject.
const REACH: usize = 8;

/// The most words of the name of a medium in quotation marks (لصحيفة «الأيام»).
const LONGEST_MEDIUM: usize = 4;

impl Context<'_> {
    /// The token after the listeners, times and manners that are between a verb and its subject. Gives `from` if there
    /// are none.
    pub(crate) fn skip_addressees(&self, from: usize) -> usize {
        let mut at = from;
        while at < from + REACH {
            let next = self.skip_one_addressee(at);
            if next == at {
                break;
            }
            at = next;
        }
        at
    }

    fn skip_one_addressee(&self, at: usize) -> usize {
        if self.is(at, Class::Lam) {
            return self.quotation_marks.opened_at(at + 1).map_or(at, QuotedSpan::after);
        }
        if self.is(at, Class::BetweenWord) {
            return at + 1;
        }
        // بشكل غير مباشر, بصورة قاطعة
        if self.is(at, Class::MannerHead) {
            return at + 2 + usize::from(self.is(at + 1, Class::OtherThan));
        }
        if !self.is_addressee(at) {
            return at;
        }
        // لوكالة الأنباء الألمانية
        let head = self.entity_end(at).unwrap_or(at + 1);
        let is_part = |at: &usize| {
            self.words.is_definite(*at, 0) && !self.words.has_role(*at, Roles::TITLE) && !self.is_source(*at, 0)
        };
        let has_parts = !self.words.is_definite(at, 1) && head == at + 1;
        let end = if has_parts { (head..head + 3).find(|at| !is_part(at)).unwrap_or(head) } else { head };
        // لصحيفة «الأيام»
        let quoted = self.quotation_marks.opened_at(end).filter(|name| {
            name.is_closed
                && name.words <= LONGEST_MEDIUM
                && self.complementiser(name.after()).is_none()
                && self.is_word(name.after())
        });
        let mut end = quoted.map_or(end, QuotedSpan::after);
        while self.is_nisba(end) {
            end += 1;
        }
        end
    }

    /// True for a verb after a negation (لم يقل).
    pub(crate) fn is_negated(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| self.is(before, Class::Negation))
    }
}
