//! Quotations: speech or a name in quotation marks, and quotations that continue in another paragraph.

use crate::gold::QuoteKind;
use crate::words::letters;
use crate::words::lexicon::class::Class;
use crate::words::lexicon::entities::Roles;
use crate::words::token::TokenKind;

use super::super::context::{Context, count_step};
use super::super::frame_candidate::Content;
use super::super::quotation_marks::QuotedSpan;
use crate::words::token::TokenSpan;

/// The most words of a name in quotation marks after its head noun.
const LONGEST_TITLE: usize = 4;

/// The largest number of paragraphs of one quotation.
const MOST_PARAGRAPHS: usize = 8;

/// The head nouns after which quotation marks hold a name.
const HEADS: Roles = Roles::BODY.union(Roles::FACILITY).union(Roles::WORK);

impl Context<'_> {
    /// The kind of content that is not one whole quotation: mixed if a part of it is quoted, else indirect.
    pub(crate) fn kind_of(&self, from: usize, to: usize) -> QuoteKind {
        let is_speech = |at: usize| self.quotation_marks.opened_at(at).is_some() && self.is_speech(at);
        if (from..to).inspect(|_| count_step()).any(is_speech) { QuoteKind::Mixed } else { QuoteKind::Indirect }
    }

    /// Gives content another end, one past its last token, and the kind that it has then.
    pub(crate) fn end_content(&self, content: &mut Content, end: usize) {
        let Some(span) = content.spans.last_mut() else { return };
        span.to = end;
        if content.kind != QuoteKind::Direct {
            content.kind = self.kind_of(span.from, end);
        }
    }

    /// True for a few words in quotation marks after a head noun, which are a name (منظمة «آبار بلا حدود»).
    pub(crate) fn is_title_after_head(&self, open: usize) -> bool {
        open.checked_sub(1).is_some_and(|before| self.words.find_role(before, HEADS).is_some())
            && self.quotation_marks.opened_at(open).is_some_and(|quoted| quoted.words <= LONGEST_TITLE)
    }

    /// The parts of a quotation. It continues in the next paragraph if that one begins with a quotation mark and this
    /// one has no closing one.
    pub(crate) fn quotation(&self, open: usize) -> Option<Vec<TokenSpan>> {
        let mut quoted = self.quotation_marks.opened_at(open)?;
        let mut parts = vec![quoted.inside()];
        while !quoted.is_closed && self.kind(quoted.close) == TokenKind::LineEnd && parts.len() < MOST_PARAGRAPHS {
            let next = (quoted.close..quoted.close + 3).find(|at| self.kind(*at) != TokenKind::LineEnd);
            let Some(more) = next.and_then(|next| self.quotation_marks.opened_at(next)) else { break };
            parts.push(more.inside());
            quoted = more;
        }
        Some(parts)
    }

    /// A quotation that continues after the full stop of its verb: "…"، تعترف. "…".
    pub(crate) fn quotation_after_stop(&self, end: usize) -> Option<&QuotedSpan> {
        let is_stop = self.tokens().is_punctuation(end, '.');
        let quoted = is_stop.then(|| self.quotation_marks.opened_at(end + 1)).flatten()?;
        let after = quoted.after();
        let after = after + usize::from(self.is_comma(after));
        let has_other_verb = self.reporting_verb(after).is_some() || self.is_colon(after);
        (quoted.is_closed && quoted.words > 1 && !has_other_verb).then_some(quoted)
    }

    /// The next paragraphs of a quotation that ends its own paragraph: those that are a quotation and nothing else.
    pub(crate) fn paragraphs_after(&self, quoted: &QuotedSpan) -> Vec<TokenSpan> {
        let mut found = Vec::new();
        let mut last = quoted;
        while found.len() < MOST_PARAGRAPHS {
            let after = self.skip_full_stop(last.after());
            if !last.is_closed || self.kind(after) != TokenKind::LineEnd || after >= self.len() {
                break;
            }
            let Some(start) = (after..after + 3).find(|at| self.kind(*at) != TokenKind::LineEnd) else { break };
            let Some(next) = self.quotation_marks.opened_at(start) else { break };
            let following = self.skip_full_stop(next.after());
            let ends_paragraph = following >= self.len() || self.kind(following) == TokenKind::LineEnd;
            if !next.is_closed || next.words < 3 || !ends_paragraph {
                break;
            }
            found.push(next.inside());
            last = next;
        }
        found
    }

    fn skip_full_stop(&self, at: usize) -> usize {
        at + usize::from(self.tokens().is_punctuation(at, '.'))
    }

    /// True if quotation marks hold the words of someone, and no name: three words or more, or one or two that are no known
    /// name and have no head noun before them (صومعة «برج العرب»).
    pub(crate) fn is_speech(&self, open: usize) -> bool {
        let Some(quoted) = self.quotation_marks.opened_at(open) else { return false };
        let Some(before) = open.checked_sub(1).filter(|_| quoted.words < 3) else { return quoted.words >= 3 };
        quoted.words > 0
            && !self.is_quoted_name(quoted, before)
            && !self.is_construct_before(quoted, before)
            && !self.is(before, Class::NameNoun)
            && self.may_be_adjective_of(quoted, before)
            && !self.is(before, Class::Lam)
    }

    /// True if one or two words in quotation marks are a name: an entity, foreign letters, or after a head noun.
    fn is_quoted_name(&self, quoted: &QuotedSpan, before: usize) -> bool {
        let inside = quoted.inside().from;
        self.entity_end(inside).is_some()
            || self.entity_end(quoted.open).is_some()
            || (inside..quoted.close).any(|at| self.kind(at) == TokenKind::Foreign)
            || self.words.find_role(before, HEADS).is_some()
            || self.is_source(before, 0)
            // صواريخ "إسكندر": no word of the language.
            || quoted.words == 1 && self.is_unknown(inside) && !self.is_preposition(before)
    }

    /// True for a noun without the article before a quoted noun with the article: a construct, and so a name.
    fn is_construct_before(&self, quoted: &QuotedSpan, before: usize) -> bool {
        self.is_word(before)
            && self.words.is_definite(quoted.inside().from, 0)
            && !self.words.is_definite(before, 0)
            && !self.words.has_role(before, Roles::STOP)
            && !self.is_preposition(before)
            && self.word(before).chars().count() > 2
    }

    /// False for صومعة «برج العرب»: an adjective would agree with the noun before it.
    fn may_be_adjective_of(&self, quoted: &QuotedSpan, before: usize) -> bool {
        let inside = quoted.inside().from;
        let disagrees = self.word(before).ends_with(letters::HA)
            && !self.word(inside).ends_with(letters::HA)
            && self.words.is_definite(inside + 1, 0);
        !disagrees || self.words.is_definite(before, 0) || self.complementiser(before).is_some()
    }
}
